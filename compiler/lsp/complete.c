/* complete.c - what may stand here: chosen by the token before, the list it is in, and the type of
 * what stands to the left. */
#include "compiler/lsp/requests.h"
#include "lang/parse/trail.h"
#include "lang/parser.h"
#include "runtime/value/unit.h"

typedef enum Offer { /* bits */
                     STATEMENTS = 1 << 0,
                     REASONS = 1 << 1,
                     STRENGTHS = 1 << 2,
                     SOURCES = 1 << 3,
                     TYPES = 1 << 4,
                     VALUES = 1 << 5, /* of the thing to the left */
                     FIELDS = 1 << 6,
                     ANSWERS = 1 << 7, /* decisions, scores, recommendations, cautions */
                     TESTS = 1 << 8,
                     RECORDS = 1 << 9,
                     GAPS = 1 << 10,
                     MODULES = 1 << 11,
                     UNITS = 1 << 12,   /* of the dimension of the thing to the left */
                     RESULTS = 1 << 13, /* values of the rule being written */
                     EXPRESSIONS = 1 << 14,
                     DECLARATIONS = 1 << 15,
                     CLAUSES = 1 << 16
} Offer;

/* CompletionItemKind of the protocol. */
enum {
    ITEM_TEXT = 1,
    ITEM_FUNCTION = 3,
    ITEM_FIELD = 5,
    ITEM_VARIABLE = 6,
    ITEM_MODULE = 9,
    ITEM_UNIT = 11,
    ITEM_VALUE = 12,
    ITEM_ENUM = 13,
    ITEM_KEYWORD = 14,
    ITEM_SNIPPET = 15,
    ITEM_REFERENCE = 18
};

typedef struct Completion {
    Server *server;
    const Index *index;
    const Trail *trail;
    uint32_t file;
    uint32_t before; /* index of the token before the word being written; NO_TOKEN if none */
    Span word;       /* what has been written of it */
    json_t *list;
} Completion;
#define NO_TOKEN UINT32_MAX

/* ---- items ---- */

static json_t *add_item(Completion *c, Str label, int kind, Str detail)
{
    json_t *edit = json_pack("{soso}", "range", server_print_range(c->server, c->word), "newText",
                             json_build_text(label));
    json_t *item =
        json_pack("{sosiso}", "label", json_build_text(label), "kind", kind, "textEdit", edit);
    if (detail.len) {
        json_object_set_new(item, "detail", json_build_text(detail));
    }
    json_array_append_new(c->list, item);
    return item;
}

static Str get_label(const Subject *subject)
{
    switch (subject->kind) {
    case SUBJECT_FIELD: return ((const AstField *)subject->node)->label.text;
    case SUBJECT_STATEMENT: return ((const AstStatement *)subject->node)->text.text;
    case SUBJECT_REASON: return ((const AstReason *)subject->node)->label.text;
    case SUBJECT_GAP: return ((const AstGap *)subject->node)->text.text;
    case SUBJECT_SOURCE: return ((const AstSource *)subject->node)->title.text;
    case SUBJECT_RULE:
        return ((const AstRule *)subject->node)->results.items[subject->part].label.text;
    case SUBJECT_ADVICE:
    case SUBJECT_CAUTION: return ((const AstRule *)subject->node)->label.text;
    default: return STR_NONE;
    }
}

static void add_subjects(Completion *c, SubjectKind kind, int item)
{
    for (uint32_t i = 0; i < c->index->subjects.count; i++) {
        const Subject *subject = &c->index->subjects.items[i];
        if (subject->kind == kind) {
            add_item(c, subject->name.text, item, get_label(subject));
        }
    }
}

static void add_answers(Completion *c)
{
    for (uint32_t i = 0; i < c->index->subjects.count; i++) {
        const Subject *subject = &c->index->subjects.items[i];
        const AstRule *rule = subject->kind == SUBJECT_RULE ? subject->node : NULL;
        if (rule && rule->kind != RULE_DEFINE) {
            add_item(c, subject->name.text, ITEM_VARIABLE, get_label(subject));
        }
    }
    add_subjects(c, SUBJECT_ADVICE, ITEM_REFERENCE);
    add_item(c, STR("caution"), ITEM_KEYWORD, STR_NONE);
}

/* ---- words of the language ---- */

typedef enum WordClass {
    DECLARATION,
    CLAUSE,
    OPERATOR,
    LIST,
    GATE,
    CONSTANT,
    TYPE,
    FUNCTION
} WordClass;
typedef struct WordInfo {
    const char *text;
    WordClass class;
} WordInfo;
static const WordInfo WORDS[] = {
#define WORD(id, text, class, soft) { text, class },
#define PLAIN(text, class) { text, class },
#define SYMBOL(id, text, class)
#define TOKEN(id, text)
#include "lang/parse/tokens.def"
};

static void add_words(Completion *c, WordClass class)
{
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (WORDS[i].class == class) {
            add_item(c, str_from_c(WORDS[i].text), ITEM_KEYWORD, STR_NONE);
        }
    }
}

typedef struct Snippet {
    const char *label, *text;
} Snippet;
static const Snippet SNIPPETS[] = {
    { "statement ... at",
      "statement ${1:ID-01} at ${2:source} \"${3:p. 1}\" \"${4:what it says}\"" },
    { "define ... means",
      "define ${1:name} \"${2:label}\"\n  from  ${3:ID-01}\n  means ${0}\nend" },
    { "decision ... case",
      "decision ${1:name} : ${2:yes_no} \"${3:label}\"\n  from ${4:ID-01}\n  case ${5:yes} when "
      "${6}\n  otherwise ${7:no}\nend" },
    { "advise ... when",
      "advise ${1:name} \"${2:label}\"\n  from     ${3:ID-01}\n  strength ${4}\n  when     ${5}\nend" },
    { "caution ... when", "caution ${1:name} \"${2:label}\"\n  from ${3:ID-01}\n  when ${4}\nend" },
    { "test ... given ... expect", "test \"${1:title}\"\n  given  ${2}\n  expect ${3}\nend" },
};

static void add_snippets(Completion *c)
{
    for (size_t i = 0; i < sizeof SNIPPETS / sizeof *SNIPPETS; i++) {
        json_t *item = add_item(c, str_from_c(SNIPPETS[i].label), ITEM_SNIPPET, STR_NONE);
        json_object_set_new(item, "insertTextFormat", json_integer(2));
        json_object_set_new(json_object_get(item, "textEdit"), "newText",
                            json_build_text(str_from_c(SNIPPETS[i].text)));
    }
}

/* ---- what stands to the left ---- */

static const Type *get_type(const Subject *subject)
{
    const AstTypeRef *ref = index_get_type(subject);
    return ref ? &ref->type : NULL;
}

static Str get_token(const Completion *c, uint32_t token)
{
    const TrailToken *at = &c->trail->tokens.items[token];
    return (Str){ c->trail->text.ptr + at->start, at->end - at->start };
}

static bool is_name(int kind)
{
    return kind == TOK_NAME || kind == TOK_PATH || kind == TOK_NEW_NAME;
}

/* By its words: the text is being written, and the tree may not know this place yet. */
static const Subject *find_named(const Completion *c, Str name)
{
    static const SubjectKind kinds[] = { SUBJECT_FIELD, SUBJECT_RULE, SUBJECT_GAP };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        uint32_t subject = index_find_name(c->index, kinds[i], name);
        if (subject != NO_SUBJECT) {
            return &c->index->subjects.items[subject];
        }
    }
    for (uint32_t i = 0; i < c->index->subjects.count; i++) { /* of an element */
        const Subject *subject = &c->index->subjects.items[i];
        if (subject->kind == SUBJECT_FIELD && str_equal(subject->name.text, name)) {
            return subject;
        }
    }
    return NULL;
}

/* The nearest name to the left in this clause that has a type. */
static const Type *find_left_type(const Completion *c)
{
    for (uint32_t i = c->before; i != NO_TOKEN; i--) {
        const TrailToken *token = &c->trail->tokens.items[i];
        const Subject *subject = is_name(token->kind) ? find_named(c, get_token(c, i)) : NULL;
        if (subject && get_type(subject)) {
            return get_type(subject);
        }
        if (i == 0 || (token->roles & (TRAIL_CLAUSE | TRAIL_DECLARATION))) {
            break;
        }
    }
    return NULL;
}

/* The first result of the rule that is being written. */
static const Type *find_own_type(const Completion *c)
{
    for (uint32_t i = c->before; i != NO_TOKEN && i > 0; i--) {
        if (c->trail->tokens.items[i].roles & TRAIL_DECLARATION) {
            uint32_t subject = index_find_name(c->index, SUBJECT_RULE, get_token(c, i + 1));
            return subject == NO_SUBJECT ? NULL : get_type(&c->index->subjects.items[subject]);
        }
    }
    return NULL;
}

static void add_values(Completion *c, const Type *type)
{
    if (type && type->kind == TY_YES_NO) {
        add_item(c, STR("yes"), ITEM_VALUE, STR_NONE);
        add_item(c, STR("no"), ITEM_VALUE, STR_NONE);
    }
    for (uint32_t i = 0; type && type->kind == TY_ENUM && i < type->enumeration->values.count;
         i++) {
        add_item(c, type->enumeration->values.items[i].text, ITEM_VALUE,
                 type->enumeration->labels.items[i].text);
    }
}

static void add_units(Completion *c, const Type *type)
{
    if (!type || type->kind != TY_DECIMAL || type->dim == DIM_NONE) {
        return;
    }
    add_item(c, unit_get_code(type->unit), ITEM_UNIT, STR("the unit of what it is compared with"));
    for (unsigned unit = 1; unit < unit_get_count(); unit++) {
        if (unit_get_dim((UnitId)unit) == type->dim && unit != type->unit) {
            add_item(c, unit_get_code((UnitId)unit), ITEM_UNIT, STR_NONE);
        }
    }
}

/* ---- the offer ---- */

static uint32_t find_offer(int token)
{
    switch (token) {
#define AFTER(id, offer) \
    case TOK_##id: return offer;
#include "compiler/lsp/complete.def"
#undef AFTER
    default: return 0;
    }
}

/* In a test after a fact or an answer comes its value. */
static uint32_t find_offer_in_test(const Completion *c, int clause)
{
    const Subject *left = is_name(c->trail->tokens.items[c->before].kind)
                              ? find_named(c, get_token(c, c->before))
                              : NULL;
    return left ? VALUES : clause == TOK_GIVEN ? FIELDS : ANSWERS;
}

/* Looks through commas, and where nothing is known of the token itself to the clause it is in. */
static uint32_t choose_offer(const Completion *c)
{
    if (c->before == NO_TOKEN) {
        return DECLARATIONS;
    }
    const TrailToken *tokens = c->trail->tokens.items;
    uint32_t offer = find_offer(tokens[c->before].kind);
    bool list = tokens[c->before].kind == TOK_COMMA;
    for (uint32_t i = c->before; !offer; i--) {
        bool clause = tokens[i].roles & (TRAIL_CLAUSE | TRAIL_DECLARATION);
        if (tokens[i].kind == TOK_GIVEN || tokens[i].kind == TOK_EXPECT) {
            return find_offer_in_test(c, tokens[i].kind);
        }
        offer = list ? find_offer(tokens[i].kind) : 0;
        if (i == 0 || clause) {
            break;
        }
    }
    return offer ? offer : CLAUSES;
}

static void add_offer(Completion *c, uint32_t offer)
{
    static const struct {
        uint32_t bits;
        SubjectKind kind;
        int item;
    } subjects[] = {
        { STATEMENTS, SUBJECT_STATEMENT, ITEM_REFERENCE },
        { REASONS, SUBJECT_REASON, ITEM_REFERENCE },
        { STRENGTHS, SUBJECT_STRENGTH, ITEM_VALUE },
        { SOURCES, SUBJECT_SOURCE, ITEM_REFERENCE },
        { FIELDS | EXPRESSIONS, SUBJECT_FIELD, ITEM_FIELD },
        { EXPRESSIONS, SUBJECT_RULE, ITEM_VARIABLE },
        { EXPRESSIONS, SUBJECT_ADVICE, ITEM_REFERENCE },
        { EXPRESSIONS, SUBJECT_NATIVE, ITEM_FUNCTION },
        { EXPRESSIONS | GAPS, SUBJECT_GAP, ITEM_VARIABLE },
        { TESTS, SUBJECT_TEST, ITEM_TEXT },
        { RECORDS, SUBJECT_RECORD, ITEM_ENUM },
        { TYPES, SUBJECT_ENUM, ITEM_ENUM },
        { MODULES, SUBJECT_MODULE, ITEM_MODULE },
    };
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        if (offer & subjects[i].bits) {
            add_subjects(c, subjects[i].kind, subjects[i].item);
        }
    }
}

static void add_all(Completion *c, uint32_t offer)
{
    static const struct {
        uint32_t bits;
        WordClass class;
    } words[] = { { TYPES, TYPE },
                  { EXPRESSIONS, LIST },
                  { EXPRESSIONS, CONSTANT },
                  { EXPRESSIONS, FUNCTION },
                  { CLAUSES, CLAUSE },
                  { CLAUSES, OPERATOR },
                  { CLAUSES | DECLARATIONS, DECLARATION } };
    add_values(c, offer & VALUES ? find_left_type(c) : offer & RESULTS ? find_own_type(c) : NULL);
    add_units(c, offer & UNITS ? find_left_type(c) : NULL);
    add_offer(c, offer);
    if (offer & ANSWERS) {
        add_answers(c);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (offer & words[i].bits) {
            add_words(c, words[i].class);
        }
    }
    if (offer & DECLARATIONS) {
        add_snippets(c);
    }
}

/* ---- the place ---- */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '%' || c == '/' || c == '[';
}

/* A statement's id has a minus in it. */
static Span find_word(const Completion *c, size_t offset)
{
    Str text = c->trail->text;
    size_t start = offset;
    while (start > 0 && (is_word(text.ptr[start - 1]) ||
                         (text.ptr[start - 1] == '-' && start > 1 && text.ptr[start - 2] >= 'A' &&
                          text.ptr[start - 2] <= 'Z'))) {
        start--;
    }
    return (Span){ c->file, (uint32_t)start, (uint32_t)offset };
}

static uint32_t find_before(const Completion *c)
{
    uint32_t before = NO_TOKEN;
    for (uint32_t i = 0; i + 1 < c->trail->tokens.count; i++) {
        if (c->trail->tokens.items[i].end <= c->word.start) {
            before = i;
        }
    }
    return before;
}

/* Nothing is offered inside a text or a comment. */
static bool is_quiet(const Completion *c, size_t offset)
{
    for (uint32_t i = 0; i < c->trail->tokens.count; i++) {
        const TrailToken *token = &c->trail->tokens.items[i];
        if (token->kind == TOK_STRING && token->start < offset && offset < token->end) {
            return true;
        }
    }
    for (uint32_t i = 0; i < c->trail->comments.count; i++) {
        const TrailComment *comment = &c->trail->comments.items[i];
        if (comment->start < offset && offset <= comment->end) {
            return true;
        }
    }
    return false;
}

json_t *complete_list(Server *server, const json_t *params)
{
    Spot spot;
    if (!server_find_spot(server, params, &spot)) {
        return NULL;
    }
    DiagList ignored;
    diag_init(&ignored, server->request);
    Completion c = { .server = server,
                     .index = world_get_index(&server->world),
                     .trail =
                         trail_read(server->request, &server->world.sources, &ignored, spot.file),
                     .file = spot.file,
                     .list = json_array() };
    if (!is_quiet(&c, spot.offset)) {
        c.word = find_word(&c, spot.offset);
        c.before = find_before(&c);
        add_all(&c, choose_offer(&c));
    }
    return json_pack("{sbso}", "isIncomplete", 0, "items", c.list);
}
