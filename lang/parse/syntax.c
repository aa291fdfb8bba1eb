/* syntax.c - one text through lexer and parser; the message of a syntax error. */
#include "lang/parse/build.h"
#include "lang/parse/habits.h"
#include "lang/messages/diagnose.h"
#include "lang/parser.h"
#include "lang/parse/text.h"
#include "lang/parse/trail.h"
#include "lang/parse/units.h"

typedef struct yy_buffer_state *Buffer;
int cgl_lexlex_init_extra(Parse *parse, void **scanner);
Buffer cgl_lex_scan_buffer(char *base, size_t size, void *scanner);

void parse_begin(Parse *parse)
{
    /* flex marks the end of each token in its buffer: it gets a copy */
    char *buffer = arena_alloc(parse->arena, parse->text.len + 2);
    if (parse->text.len) {
        memcpy(buffer, parse->text.ptr, parse->text.len);
    }
    parse->buffer = buffer;
    parse->recovered_at = UINT32_MAX;
    parse->errors_before = parse->diags->errors;
    if (!parse->ast->keywords.count) {
        map_init(&parse->ast->keywords, parse->arena);
        token_map_words(&parse->ast->keywords);
    }
    text_check(parse->diags, parse->file, parse->text, buffer);
    if (cgl_lexlex_init_extra(parse, &parse->scanner) != 0) {
        arena_fail(parse->arena);
    }
    if (!cgl_lex_scan_buffer(buffer, parse->text.len + 2, parse->scanner)) {
        arena_fail(parse->arena);
    }
}

void parse_text(Parse *parse)
{
    parse_begin(parse);
    cgl_yyparse(parse);
}

/* ---- comments ---- */

static bool is_of_operand(char c, char bracket)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == bracket;
}

/* `x--2`: written like arithmetic, read as x. */
void parse_check_comment(Parse *parse, Span dashes)
{
    const char *text = parse->text.ptr;
    bool before = dashes.start > 0 && is_of_operand(text[dashes.start - 1], ')');
    bool after = dashes.end < parse->text.len && is_of_operand(text[dashes.end], '(');
    if (before && after) {
        diagnose_comment_or_minus(parse->diags, dashes);
    }
}

/* ---- what a syntax error says ---- */

static bool has(const int *tokens, int count, int token)
{
    for (int i = 0; i < count; i++) {
        if (tokens[i] == token) {
            return true;
        }
    }
    return false;
}

/* Words for groups of tokens, so that the message names three things and not forty. */
typedef struct Expected {
    const int *tokens;
    int count;
    bool expression, operator, name, value;
} Expected;

static Expected group_expected(const int *tokens, int count)
{
    return (Expected){
        .tokens = tokens,
        .count = count,
        .expression = has(tokens, count, TOK_ALWAYS) && has(tokens, count, TOK_PAREN_L),
        .operator= has(tokens, count, TOK_OR),
        .value = has(tokens, count, TOK_YES) && has(tokens, count, TOK_NAME),
        .name = has(tokens, count, TOK_NAME) || has(tokens, count, TOK_NEW_NAME),
    };
}

static bool starts_expression(int token)
{
    switch (token) {
    case TOK_NOT:
    case TOK_ANY:
    case TOK_ALL:
    case TOK_COUNT:
    case TOK_SUM:
    case TOK_MIN:
    case TOK_MAX:
    case TOK_YES:
    case TOK_NO:
    case TOK_ALWAYS:
    case TOK_AS_OF:
    case TOK_MINUS:
    case TOK_PAREN_L:
    case TOK_PATH:
    case TOK_NUMBER:
    case TOK_DATE:
    case TOK_STRING:
    case TOK_LATEST: return true;
    default: return false;
    }
}

static bool continues_expression(int token)
{
    switch (token) {
    case TOK_AND:
    case TOK_OR:
    case TOK_NOT:
    case TOK_IS:
    case TOK_IN:
    case TOK_APPLIES:
    case TOK_WITHIN:
    case TOK_MAY:
    case TOK_NEEDS:
    case TOK_ELSE:
    case TOK_LT:
    case TOK_LE:
    case TOK_EQ:
    case TOK_NE:
    case TOK_GE:
    case TOK_GT:
    case TOK_PLUS:
    case TOK_MINUS:
    case TOK_TIMES:
    case TOK_DIVIDE:
    case TOK_PAREN_L:
    case TOK_RANGE:
    case TOK_UNIT:
    case TOK_WHERE: return true;
    default: return false;
    }
}

static bool is_gate_value(int token)
{
    return token == TOK_PARTIAL || token == TOK_OPEN || token == TOK_MISSING ||
           token == TOK_KNOWN || token == TOK_SETTLED;
}

/* Is this token covered by the words for a group? */
static bool is_grouped(const Expected *expected, int token)
{
    if (token == TOK_END_OMITTED || (token == 0 && expected->count > 1)) {
        return true;
    }
    if (token_is_declaration(token)) {
        return true;
    }
    if (expected->expression && starts_expression(token)) {
        return true;
    }
    if (expected->operator&& continues_expression(token)) {
        return true;
    }
    if (expected->value && (starts_expression(token) || is_gate_value(token))) {
        return true;
    }
    if (expected->name && is_gate_value(token)) {
        return true;
    }
    if (token == TOK_PATH && expected->name) {
        return true;
    }
    return expected->name && (token == TOK_NAME || token == TOK_NEW_NAME || token_is_soft(token));
}

static bool has_declaration(const Expected *expected)
{
    return has(expected->tokens, expected->count, TOK_DECISION) &&
           has(expected->tokens, expected->count, TOK_ENUM);
}

typedef struct Phrases {
    Str items[8];
    unsigned count;
} Phrases;

static void add_phrase(Phrases *phrases, Str text)
{
    for (unsigned i = 0; i < phrases->count; i++) {
        if (str_equal(phrases->items[i], text)) {
            return;
        }
    }
    if (phrases->count < 8) {
        phrases->items[phrases->count++] = text;
    }
}

static Phrases phrase_expected(const int *tokens, int count)
{
    Phrases phrases = { .count = 0 };
    Expected expected = group_expected(tokens, count);
    if (expected.expression) {
        add_phrase(&phrases, STR("an expression"));
    } else if (expected.value) {
        add_phrase(&phrases, STR("a value"));
    } else if (has(tokens, count, TOK_NEW_NAME) && !has(tokens, count, TOK_NAME)) {
        add_phrase(&phrases, STR("a name and a colon"));
    } else if (expected.name) {
        add_phrase(&phrases, STR("a name"));
    }
    if (expected.operator) {
        add_phrase(&phrases, STR("an operator"));
    }
    if (has_declaration(&expected)) {
        add_phrase(&phrases, STR("a declaration"));
    }
    for (int i = 0; i < count; i++) {
        if (!is_grouped(&expected, tokens[i])) {
            add_phrase(&phrases, token_describe(tokens[i]));
        }
    }
    return phrases;
}

static Str join_phrases(Arena *arena, const Phrases *phrases)
{
    StrBuf buf = { .arena = arena };
    unsigned shown = phrases->count > 6 ? 6 : phrases->count;
    for (unsigned i = 0; i < shown; i++) {
        if (i) {
            buf_add_c(&buf, i + 1 == shown ? " or " : ", ");
        }
        buf_add(&buf, phrases->items[i]);
    }
    return buf_get(&buf);
}

/* ---- which message ---- */

static Str text_at(const Parse *parse, Span place)
{
    return (Str){ parse->text.ptr + place.start, place.end - place.start };
}

/* A text that this line opens and does not close is reported by the lexer; its words are no second
 * mistake. */
static bool is_in_open_text(const Parse *parse, Span place)
{
    bool open = false;
    Str rest = { parse->text.ptr + place.start, parse->text.len - place.start };
    size_t end = place.start + str_measure_line(rest);
    for (size_t at = place.start; at < end; at++) {
        char c = parse->text.ptr[at];
        if (!open && c == '-' && at + 1 < parse->text.len && parse->text.ptr[at + 1] == '-') {
            break;
        }
        if (open && c == '\\') {
            at++;
        } else if (c == '"') {
            open = !open;
        }
    }
    return open;
}

/* `3 foo`: a name one space after a number. */
static bool is_after_number(const Parse *parse, Span place)
{
    if (place.start < 2 || parse->text.ptr[place.start - 1] != ' ') {
        return false;
    }
    char before = parse->text.ptr[place.start - 2];
    return before >= '0' && before <= '9';
}

/* `3 months`, by habit; before `between` it would be one. */
static bool may_be_unit(int found)
{
    return found == TOK_NAME || found == TOK_YEARS || found == TOK_MONTHS || found == TOK_WEEKS ||
           found == TOK_DAYS;
}

static void report_unit(Parse *parse, Span place)
{
    Str text = text_at(parse, place);
    diagnose_unknown_unit(parse->diags, place, text, unit_suggest(parse->arena, text));
    if (parse->last_number) {
        parse->last_number->kind = EX_ERROR;
    }
}

static void mark_broken(Parse *parse)
{
    if (parse->rule) {
        parse->rule->broken = true;
    }
    if (parse->statement) {
        parse->statement->broken = true;
    }
    if (parse->gap) {
        parse->gap->broken = true;
    }
    if (parse->test) {
        parse->test->broken = true;
    }
}

/* A word after an expression was taken for a line of `worst of`: that word is the mistake. */
static bool report_stray_word(Parse *parse, const int *expected, int count)
{
    Span word = parse->previous_place;
    Str text = text_at(parse, word);
    if (count > 2 || !has(expected, count, TOK_WHEN) || !parse->rule || word.start >= word.end) {
        return false;
    }
    if (parse->rule->mode == CASES_WORST) {
        return false;
    }
    if (is_after_number(parse, word)) {
        report_unit(parse, word);
    } else {
        diagnose_stray_word(parse->diags, word, text, token_suggest_clause(parse->arena, text));
    }
    return true;
}

static void report_mistake(Parse *parse, Span place, int found, const int *expected, int count)
{
    if (!parse->has_header && !parse->has_declaration) {
        parse->header_failed = true;
    }
    Str text = text_at(parse, place);
    bool name = has(expected, count, TOK_NAME) && !has(expected, count, TOK_YES);
    bool ends = found == 0 || found == TOK_END_OMITTED;
    if (is_in_open_text(parse, place) || habit_report(parse, place, found, expected, count) ||
        report_stray_word(parse, expected, count)) {
        return;
    }
    if (found == TOK_END && has(expected, count, TOK_DECISION)) {
        diagnose_stray_end(parse->diags, place);
    } else if (may_be_unit(found) && is_after_number(parse, place)) {
        report_unit(parse, place);
    } else if (name && token_is_word(found) && found != TOK_END) {
        diagnose_reserved_name(parse->diags, place, text);
    } else {
        Phrases phrases = phrase_expected(expected, count);
        Str what = ends ? token_describe(found) : str_format(parse->arena, "`%S`", text);
        Str meant =
            found == TOK_NAME ? token_suggest(parse->arena, text, expected, count) : STR_NONE;
        diagnose_syntax(parse->diags, place, join_phrases(parse->arena, &phrases), what, meant);
    }
}

void parse_report(Parse *parse, Span place, int found, const int *expected, int count)
{
    uint32_t before = parse->diags->items.count;
    mark_broken(parse);
    report_mistake(parse, place, found, expected, count);
    trail_note_mistake(parse, place, before);
}
