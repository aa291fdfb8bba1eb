/* tokens.c - the token stream between lexer and parser: keywords, names before a colon, the omitted
 * `end`, and what is skipped after a mistake. */
#include "lang/parse/build.h"
#include "lang/messages/diagnose.h"
#include "lang/parse/trail.h"
#include "lang/parser.h"
#include "runtime/base/limits.h"

typedef struct Word {
    const char *text;
    size_t length;
    int token;
    bool soft, declaration;
} Word;

enum { DECLARATION, CLAUSE, OPERATOR, LIST, GATE, CONSTANT };
static const Word words[] = {
#define WORD(id, text, class, soft) \
    { text, sizeof(text) - 1, TOK_##id, soft, class == DECLARATION },
#include "lang/parse/tokens.def"
};
enum {
#define WORD(id, text, class, soft) PLACE_##id,
#include "lang/parse/tokens.def"
    WORD_COUNT
};

void token_map_words(Map *map)
{
    for (uint32_t i = 0; i < WORD_COUNT; i++) {
        map_add(map, (Str){ words[i].text, words[i].length }, (uint32_t)words[i].token);
    }
}

int token_find_word(const Map *map, Str word)
{
    uint32_t token = map_find(map, word);
    return token == MAP_NONE ? 0 : (int)token;
}

/* Asked several times for every token of a source: a switch, not a search. */
static const Word *find_token(int token)
{
    switch (token) {
#define WORD(id, text, class, soft) \
    case TOK_##id: return &words[PLACE_##id];
#include "lang/parse/tokens.def"
    default: return NULL;
    }
}

bool token_is_word(int token)
{
    return find_token(token) != NULL;
}

bool token_is_soft(int token)
{
    const Word *word = find_token(token);
    return word && word->soft;
}

bool token_is_declaration(int token)
{
    const Word *word = find_token(token);
    return word && word->declaration && token != TOK_END;
}

static bool is_among(int token, const int *tokens, int count)
{
    for (int i = 0; i < count; i++) {
        if (tokens[i] == token) {
            return true;
        }
    }
    return false;
}

Str token_suggest(Arena *scratch, Str wrong, const int *tokens, int count)
{
    unsigned least = wrong.len > 4 ? 3 : 2;
    Str best = STR_NONE;
    for (size_t i = 0; i < WORD_COUNT; i++) {
        Str word = { words[i].text, words[i].length };
        if (!is_among(words[i].token, tokens, count)) {
            continue;
        }
        unsigned distance = str_distance(wrong, word, least);
        if (distance >= least) {
            continue;
        }
        least = distance;
        best = word;
    }
    return best;
}

Str token_suggest_clause(Arena *scratch, Str wrong)
{
    static const int clauses[] = {
        TOK_FROM,    TOK_GATE,   TOK_STRENGTH, TOK_EVIDENCE, TOK_REFS,    TOK_TIMING,
        TOK_SHOWS,   TOK_MEANS,  TOK_WHEN,     TOK_UNLESS,   TOK_CASE,    TOK_OTHERWISE,
        TOK_FIRST,   TOK_UNIQUE, TOK_WORST,    TOK_TABLE,    TOK_COLUMNS, TOK_ROW,
        TOK_BECAUSE, TOK_END,    TOK_AND,      TOK_OR,       TOK_APPLIES,
    };
    return token_suggest(scratch, wrong, clauses, sizeof clauses / sizeof clauses[0]);
}

Str token_describe(int token)
{
    switch (token) {
#define WORD(id, text, class, soft) \
    case TOK_##id: return STR("`" text "`");
#define SYMBOL(id, text, class) \
    case TOK_##id: return STR("`" text "`");
#define TOKEN(id, text) \
    case TOK_##id: return STR(text);
#include "lang/parse/tokens.def"
    default: return STR("the end of the file");
    }
}

/* ---- values of tokens ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* On the next line as well: line breaks mean nothing. */
static bool is_before_colon(const Parse *parse, uint32_t at)
{
    while (at < parse->text.len && is_blank(parse->text.ptr[at])) {
        at++;
    }
    return at < parse->text.len && parse->text.ptr[at] == ':';
}

/* A cell `-` of a table, not the sign of a number. */
static bool is_dash(const Parse *parse, uint32_t at)
{
    if (parse->last != TOK_BAR && parse->last != TOK_ROW) {
        return false;
    }
    while (at < parse->text.len && parse->text.ptr[at] == ' ') {
        at++;
    }
    return at == parse->text.len || parse->text.ptr[at] < '0' || parse->text.ptr[at] > '9';
}

static Label read_quoted(Parse *parse, Str token, Span place)
{
    bool closed = token.len >= 2 && token.ptr[token.len - 1] == '"';
    size_t end = token.len - (closed ? 1 : 0);
    char *text = arena_alloc(parse->arena, token.len);
    size_t length = 0;
    for (size_t at = 1; at < end; at++) {
        if (token.ptr[at] == '\\' && at + 1 < end) {
            at++;
            if (token.ptr[at] != '"' && token.ptr[at] != '\\') {
                diagnose_bad_escape(parse->diags,
                                    (Span){ place.file, place.start + (uint32_t)at - 1,
                                            place.start + (uint32_t)at + 1 });
            }
        }
        text[length++] = token.ptr[at];
    }
    return (Label){ { text, length }, place };
}

/* ---- skipping after a mistake ---- */

static bool starts_clause(int token)
{
    switch (token) {
    case TOK_FROM:
    case TOK_MEANS:
    case TOK_WHEN:
    case TOK_UNLESS:
    case TOK_CASE:
    case TOK_OTHERWISE:
    case TOK_STRENGTH:
    case TOK_EVIDENCE:
    case TOK_REFS:
    case TOK_TIMING:
    case TOK_SHOWS:
    case TOK_TABLE:
    case TOK_COLUMNS:
    case TOK_ROW:
    case TOK_POLICY:
    case TOK_GIVEN:
    case TOK_EXPECT:
    case TOK_TITLE:
    case TOK_ISSUED_BY:
    case TOK_SOURCE:
    case TOK_REVIEW_BY: return true;
    default: return false;
    }
}

/* `caution NAME` in the expectations of a test opens nothing. */
static bool starts_declaration(const Parse *parse, int token)
{
    bool expected = parse->last == TOK_EXPECT || parse->last == TOK_COMMA ||
                    parse->last == TOK_NO || parse->last == TOK_WITH;
    return token_is_declaration(token) && !(token == TOK_CAUTION && expected);
}

static bool ends_skip(const Parse *parse, int token)
{
    if (token == 0 || starts_declaration(parse, token)) {
        return true;
    }
    bool end = token == TOK_END || token == TOK_END_OMITTED;
    switch (parse->skip) {
    case SKIP_TO_FIELD: return end || token == TOK_NEW_NAME;
    case SKIP_TO_CLAUSE: return end || starts_clause(token);
    default: return false;
    }
}

/* The next declaration stands here while the parser is still inside a block, whose end got lost in
 * the mistake: end the block first, so that reading always goes on. */
static void hold_declaration(Parse *parse, int lookahead)
{
    parse->has_held = true;
    parse->held = lookahead;
    parse->held_text = parse->last_text;
    parse->held_place = parse->last_place;
    parse->in_block = true;
}

bool parse_recover(Parse *parse, SkipTo skip, int lookahead)
{
    bool here = lookahead != TOK_CGL_YYEMPTY;
    bool again =
        parse->last_place.start == parse->recovered_at && lookahead == parse->recovered_token;
    bool declares = lookahead == 0 || (lookahead != TOK_END && token_is_declaration(lookahead));
    parse->recovered_at = parse->last_place.start;
    parse->recovered_token = lookahead;
    parse->skip = skip;
    if (here && declares && skip != SKIP_TO_DECLARATION) {
        hold_declaration(parse, lookahead);
        parse->skip = SKIP_NOTHING;
        return true;
    }
    /* Stop at the offending token if it can go on there, but never twice at the same one. */
    if (lookahead != 0 && (!here || again || !ends_skip(parse, lookahead))) {
        return true;
    }
    parse->skip = SKIP_NOTHING;
    return false;
}

/* ---- the stream ---- */

/* After these a name stands, whatever the word means elsewhere. */
static bool names_something(int token)
{
    return token == TOK_DEFINE || token == TOK_DECISION || token == TOK_SCORE ||
           token == TOK_ADVISE || token == TOK_AGAINST || token == TOK_CAUTION ||
           token == TOK_REASON || token == TOK_RECORD;
}

static int scan(Parse *parse, Str *text, Span *place)
{
    bool hopeless = parse->diags->errors - parse->errors_before > LIMIT_READ_ERRORS;
    int token = hopeless ? 0 : lexer_scan(text, place, parse, parse->scanner);
    if (token == 0) {
        uint32_t end = (uint32_t)parse->text.len;
        *place = (Span){ parse->file, end, end };
        *text = STR_NONE;
    }
    bool named = token == TOK_NAME || token == TOK_PATH || token_is_soft(token);
    if (token_is_declaration(token) && names_something(parse->last)) {
        diagnose_reserved_name(parse->diags, *place, *text);
        return TOK_NAME;
    }
    if (named && is_before_colon(parse, place->end)) {
        return TOK_NEW_NAME;
    }
    if (token_is_word(token) && is_before_colon(parse, place->end)) {
        diagnose_reserved_name(parse->diags, *place, *text);
        return TOK_NEW_NAME;
    }
    if (token == TOK_MINUS && is_dash(parse, place->end)) {
        return TOK_DASH;
    }
    return token;
}

static void follow_counts(Parse *parse, int token)
{
    if (token == TOK_OF && parse->last == TOK_COUNT) {
        parse->open_counts++;
    }
    if (token_is_declaration(token)) {
        parse->open_counts = 0;
    }
}

/* The `end` of a `count of` is no end of a block. */
static bool ends_count(Parse *parse, int token)
{
    if (token != TOK_END || parse->open_counts == 0) {
        return false;
    }
    parse->open_counts--;
    return true;
}

/* Blocks that need `end`; the others are statement, reason, enum, import. */
static bool opens_block(int token)
{
    return token_is_declaration(token) && token != TOK_STATEMENT && token != TOK_REASON &&
           token != TOK_ENUM && token != TOK_IMPORT;
}

static int next_token(Parse *parse, Str *text, Span *place)
{
    if (parse->has_held) {
        *text = parse->held_text;
        *place = parse->held_place;
        parse->has_held = false;
        return parse->held;
    }
    int token = scan(parse, text, place);
    trail_note_token(parse, token, *place);
    return token;
}

/* Hold back the token that opens the next declaration (or ends the file) and end the open block
 * first. */
static int omit_end(Parse *parse, int token, Str *text, Span *place)
{
    parse->has_held = true;
    parse->held = token;
    parse->held_text = *text;
    parse->held_place = *place;
    parse->in_block = false;
    *place = (Span){ parse->file, parse->last_place.end, parse->last_place.end };
    *text = STR_NONE;
    return TOK_END_OMITTED;
}

static int follow_blocks(Parse *parse, int token, Str *text, Span *place)
{
    bool starts = token == 0 || starts_declaration(parse, token);
    if (starts && parse->in_block) {
        return omit_end(parse, token, text, place);
    }
    if (starts) {
        parse->in_block = opens_block(token);
        parse->block_place = *place;
    }
    if (ends_count(parse, token)) {
        return token;
    }
    if (token == TOK_END) {
        parse->in_block = false;
    }
    return token;
}

int cgl_yylex(CGL_YYSTYPE *value, Span *place, Parse *parse)
{
    if (parse->start) {
        int start = parse->start;
        parse->start = 0;
        *place = (Span){ parse->file, 0, 0 };
        return start;
    }
    Str text;
    int token;
    bool in_count;
    do {
        token = next_token(parse, &text, place);
        in_count = token == TOK_END && parse->open_counts > 0;
        follow_counts(parse, token);
        token = follow_blocks(parse, token, &text, place);
        if (parse->skip != SKIP_NOTHING && !in_count && ends_skip(parse, token)) {
            parse->skip = SKIP_NOTHING;
        }
        parse->last_but_one = parse->last;
        parse->last = token;
        parse->previous_place = parse->last_place;
        if (token != TOK_END_OMITTED) {
            parse->last_place = *place;
            parse->last_text = text;
        }
    } while (parse->skip != SKIP_NOTHING);
    if (token == TOK_STRING) {
        value->label = read_quoted(parse, text, *place);
    } else {
        value->name = (Name){ text, *place };
    }
    return token;
}
