/* Tokens: what a text is cut into, where units begin and end, and what is said about text that is
 * none. */
#include "lang/parser.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

typedef struct Lexing {
    Arena *arena;
    SourceSet sources;
    DiagList diags;
} Lexing;

static const char *name_token(int token)
{
    switch (token) {
#define WORD(id, text, class, soft) \
    case TOK_##id: return #id;
#define SYMBOL(id, text, class) \
    case TOK_##id: return #id;
#define TOKEN(id, text) \
    case TOK_##id: return #id;
#include "lang/parse/tokens.def"
    default: return "?";
    }
}

static bool shows_text(int token)
{
    return token == TOK_NAME || token == TOK_PATH || token == TOK_NEW_NAME || token == TOK_NUMBER ||
           token == TOK_UNIT || token == TOK_DATE || token == TOK_STATEMENT_ID;
}

/* "NAME:age GT NUMBER:3 UNIT:cm" */
static Str lex(Lexing *lexing, Str text)
{
    uint32_t file = source_add(&lexing->sources, STR("t.cgl"), text, false);
    Ast *ast = ARENA_NEW(lexing->arena, Ast);
    Parse parse = {
        .arena = lexing->arena,
        .ast = ast,
        .diags = &lexing->diags,
        .file = file,
        .text = lexing->sources.files.items[file].text,
        .module = ARENA_NEW(lexing->arena, AstModule),
    };
    StrBuf out = { .arena = lexing->arena };
    CGL_YYSTYPE value;
    Span place;
    parse_begin(&parse);
    for (int token; (token = cgl_yylex(&value, &place, &parse)) != 0;) {
        buf_add_format(&out, "%s%s", out.len ? " " : "", name_token(token));
        if (shows_text(token)) {
            buf_add_format(&out, ":%S", value.name.text);
        }
        if (token == TOK_STRING) {
            buf_add_format(&out, ":%S", value.label.text);
        }
    }
    return buf_get(&out);
}

static Lexing start(void)
{
    Lexing lexing = { .arena = arena_create(0) };
    source_init(&lexing.sources, lexing.arena);
    diag_init(&lexing.diags, lexing.arena);
    return lexing;
}

static void expect_str(Str text, const char *expected, Str got)
{
    if (str_equal(got, str_from_c(expected))) {
        return;
    }
    fail_msg("%.*s\n  expected %s\n  got      %.*s", (int)text.len, text.ptr, expected,
             (int)got.len, got.ptr);
}

static void expect_tokens(const char *text, const char *expected)
{
    Lexing lexing = start();
    expect_str(str_from_c(text), expected, lex(&lexing, str_from_c(text)));
    assert_int_equal(lexing.diags.items.count, 0);
    arena_destroy(lexing.arena);
}

/* The tokens and the codes of the messages, in order. */
static void expect_mistake(Str text, const char *expected, const char *codes)
{
    Lexing lexing = start();
    expect_str(text, expected, lex(&lexing, text));
    StrBuf got = { .arena = lexing.arena };
    for (uint32_t i = 0; i < lexing.diags.items.count; i++) {
        buf_add_format(&got, "%s%s", i ? " " : "", lexing.diags.items.items[i].code);
    }
    expect_str(text, codes, buf_get(&got));
    arena_destroy(lexing.arena);
}

static void units_follow_one_space(void **state)
{
    (void)state;
    expect_tokens("3 cm", "NUMBER:3 UNIT:cm");
    expect_tokens("2.5 mg/dL", "NUMBER:2.5 UNIT:mg/dL");
    expect_tokens("25 %", "NUMBER:25 UNIT:%");
    expect_tokens("10 10*9/L", "NUMBER:10 UNIT:10*9/L");
    expect_tokens("60 mL/min/{1.73_m2}", "NUMBER:60 UNIT:mL/min/{1.73_m2}");
    expect_tokens("3 [IU]/L)", "NUMBER:3 UNIT:[IU]/L PAREN_R");
    expect_tokens("3 mm[Hg]", "NUMBER:3 UNIT:mm[Hg]");
    expect_tokens("3 cm,", "NUMBER:3 UNIT:cm COMMA");
    expect_tokens("(3 d)", "PAREN_L NUMBER:3 UNIT:d PAREN_R");
    expect_tokens("x / 1 cm / y", "NAME:x DIVIDE NUMBER:1 UNIT:cm DIVIDE NAME:y");
}

static void the_longest_unit_wins(void **state)
{
    (void)state;
    expect_tokens("3 m", "NUMBER:3 UNIT:m");
    expect_tokens("3 mg", "NUMBER:3 UNIT:mg");
    expect_tokens("3 mg/L", "NUMBER:3 UNIT:mg/L");
    expect_tokens("0 cm..30 cm", "NUMBER:0 UNIT:cm RANGE NUMBER:30 UNIT:cm");
    expect_tokens("0 %..100 %", "NUMBER:0 UNIT:% RANGE NUMBER:100 UNIT:%");
    expect_tokens("0 mg/dL..60 mg/dL", "NUMBER:0 UNIT:mg/dL RANGE NUMBER:60 UNIT:mg/dL");
}

static void other_words_are_no_units(void **state)
{
    (void)state;
    expect_tokens("3 points when", "NUMBER:3 POINTS WHEN");
    expect_tokens("1 point when", "NUMBER:1 POINT WHEN");
    expect_tokens("3 and", "NUMBER:3 AND");
    expect_tokens("3  cm", "NUMBER:3 NAME:cm"); /* two spaces */
    expect_tokens("3\ncm", "NUMBER:3 NAME:cm");
    expect_tokens("3\n1 point", "NUMBER:3 NUMBER:1 POINT");
    expect_tokens("3 1 point", "NUMBER:3 NUMBER:1 POINT"); /* the unit `1` is never read */
    expect_tokens("cost 2 d : yes_no", "COST NUMBER:2 NEW_NAME:d COLON NAME:yes_no");
    expect_tokens("cost 2 d\t: yes_no", "COST NUMBER:2 NEW_NAME:d COLON NAME:yes_no");
    expect_tokens("2 min(a, b)", "NUMBER:2 MIN PAREN_L NAME:a COMMA NAME:b PAREN_R");
}

static void a_type_names_its_unit(void **state)
{
    (void)state;
    expect_tokens(
        "x : length in cm 0 cm..3 cm",
        "NEW_NAME:x COLON NAME:length IN UNIT:cm NUMBER:0 UNIT:cm RANGE NUMBER:3 UNIT:cm");
    expect_tokens("(x : decimal in mg/dL, y : integer)",
                  "PAREN_L NEW_NAME:x COLON NAME:decimal IN UNIT:mg/dL COMMA NEW_NAME:y COLON "
                  "NAME:integer PAREN_R");
    expect_tokens("x : duration in wk \"Weeks\"",
                  "NEW_NAME:x COLON NAME:duration IN UNIT:wk STRING:Weeks");
    expect_tokens("x : t in 10*9/L", "NEW_NAME:x COLON NAME:t IN UNIT:10*9/L");
    expect_tokens("when x in a, d", "WHEN NAME:x IN NAME:a COMMA NAME:d"); /* values, not units */
    expect_tokens("x : t in furlong", "NEW_NAME:x COLON NAME:t IN UNIT:furlong");
}

static void numbers_dates_and_ids(void **state)
{
    (void)state;
    expect_tokens("0..50", "NUMBER:0 RANGE NUMBER:50");
    expect_tokens("0.25", "NUMBER:0.25");
    expect_tokens("2026-11-23", "DATE:2026-11-23");
    expect_tokens("2026-11", "DATE:2026-11");
    expect_tokens("refs 12-16", "REFS NUMBER:12 MINUS NUMBER:16");
    expect_tokens("refs 1000-1012", "REFS NUMBER:1000 MINUS NUMBER:1012");
    expect_tokens("RES-FIT-01", "STATEMENT_ID:RES-FIT-01");
    expect_tokens("A-1, B2-C", "STATEMENT_ID:A-1 COMMA STATEMENT_ID:B2-C");
    expect_tokens("T1 M1a R0 Tis", "NAME:T1 NAME:M1a NAME:R0 NAME:Tis");
    expect_tokens("a-1", "NAME:a MINUS NUMBER:1");
    expect_tokens("A - 1", "NAME:A MINUS NUMBER:1");
}

static void names_and_paths(void **state)
{
    (void)state;
    expect_tokens("labs.cea", "PATH:labs.cea");
    expect_tokens("lesions.count", "PATH:lesions.count"); /* a keyword inside a path is a name */
    expect_tokens("count lesions", "COUNT NAME:lesions");
    expect_tokens(").size", "PAREN_R DOT NAME:size");
    expect_tokens("T1..T3", "NAME:T1 RANGE NAME:T3");
    expect_tokens("_x x1 X", "NAME:_x NAME:x1 NAME:X");
}

static void a_word_before_a_colon_is_a_name(void **state)
{
    (void)state;
    expect_tokens("error 3", "ERROR_MARGIN NUMBER:3");
    expect_tokens("error : integer", "NEW_NAME:error COLON NAME:integer");
    expect_tokens("title: text", "NEW_NAME:title COLON NAME:text");
    expect_tokens("labs.cea : x", "NEW_NAME:labs.cea COLON NAME:x");
}

static void cells_of_tables(void **state)
{
    (void)state;
    expect_tokens("row - | -3 | - 3 | -",
                  "ROW DASH BAR MINUS NUMBER:3 BAR MINUS NUMBER:3 BAR DASH");
    expect_tokens("row a - b", "ROW NAME:a MINUS NAME:b");
    expect_tokens("=> low | >= 4", "ARROW NAME:low BAR GE NUMBER:4");
}

static void comments_and_layout(void **state)
{
    (void)state;
    expect_tokens("a -- b c\nd", "NAME:a NAME:d");
    expect_tokens("a --b", "NAME:a");
    expect_tokens("a\r\n\tb", "NAME:a NAME:b");
    expect_tokens("", "");
    expect_tokens("-- only", "");
    expect_tokens("\xEF\xBB\xBF"
                  "a",
                  "NAME:a");
}

static void texts(void **state)
{
    (void)state;
    expect_tokens("\"a -- b\"", "STRING:a -- b");
    expect_tokens("\"a \\\"b\\\" \\\\\"", "STRING:a \"b\" \\");
    expect_tokens("\"\"", "STRING:");
    expect_tokens("\"Ni\xC3\xB1o\"", "STRING:Ni\xC3\xB1o");
}

static void omitted_ends(void **state)
{
    (void)state;
    expect_tokens("define a means b define c means d",
                  "DEFINE NAME:a MEANS NAME:b END_OMITTED DEFINE NAME:c MEANS NAME:d END_OMITTED");
    expect_tokens("define a means b end enum", "DEFINE NAME:a MEANS NAME:b END ENUM");
    expect_tokens("define a means count of b end end",
                  "DEFINE NAME:a MEANS COUNT OF NAME:b END END");
    expect_tokens("define a means count of b end",
                  "DEFINE NAME:a MEANS COUNT OF NAME:b END END_OMITTED");
    expect_tokens("test \"t\" expect caution a, no caution b end",
                  "TEST STRING:t EXPECT CAUTION NAME:a COMMA NO CAUTION NAME:b END");
    expect_tokens("reason a \"b\" enum", "REASON NAME:a STRING:b ENUM");
}

static void mistakes_go_on(void **state)
{
    (void)state;
    expect_mistake(STR("3cm"), "NUMBER:3 UNIT:cm", "E0108");
    expect_mistake(STR("50%"), "NUMBER:50 UNIT:%", "E0108");
    expect_mistake(STR("1e5 a"), "NUMBER:1 NAME:a", "E0109");
    expect_mistake(STR("a && b"), "NAME:a AND NAME:b", "E0112");
    expect_mistake(STR("a || b"), "NAME:a OR NAME:b", "E0112");
    expect_mistake(STR("a == b"), "NAME:a EQ NAME:b", "E0112");
    expect_mistake(STR("!a"), "NOT NAME:a", "E0112");
    expect_mistake(STR("a ; b @ c"), "NAME:a NAME:b NAME:c", "E0101 E0101");
    expect_mistake(STR("\"open\na"), "STRING:open NAME:a", "E0105");
    expect_mistake(STR("\"open\\\na"), "STRING:open\\ NAME:a", "E0105");
    expect_mistake(STR("\"a\\nb\""), "STRING:anb", "E0106");
    expect_mistake(STR("score : integer"), "NEW_NAME:score COLON NAME:integer", "E0202");
    expect_mistake(STR("define test"), "DEFINE NAME:test END_OMITTED", "E0202");
}

static void bytes_that_are_no_text(void **state)
{
    (void)state;
    expect_mistake(STR("a \0 b"), "NAME:a NAME:b", "E0104");
    expect_mistake(STR("a\0\0"), "NAME:a", "E0104 E0104");
    expect_mistake(STR("a \xFF b"), "NAME:a NAME:b", "E0102");
    expect_mistake(STR("\xC0\xAF"), "", "E0102 E0102");           /* overlong */
    expect_mistake(STR("\xED\xA0\x80"), "", "E0102 E0102 E0102"); /* a surrogate */
    expect_mistake(STR("\xF4\x90\x80\x80"), "", "E0102 E0102 E0102 E0102");
    expect_mistake(STR("a \xC3"), "NAME:a", "E0102"); /* torn at the end */
    expect_mistake(STR("-- \xE2\x80\xAE\n"), "", "E0103");
    expect_mistake(STR("\"\x7F\""), "STRING:\x7F", "E0104");
    expect_mistake(STR("caf\xC3\xA9 x"), "NAME:caf\xC3\xA9 NAME:x", "E0101");
}

static void every_word_is_found(void **state)
{
    (void)state;
    Lexing lexing = start();
    Map words;
    map_init(&words, lexing.arena);
    token_map_words(&words);
#define WORD(id, text, class, soft)                                 \
    assert_int_equal(token_find_word(&words, STR(text)), TOK_##id); \
    assert_true(token_is_word(TOK_##id));                           \
    assert_true(token_is_soft(TOK_##id) == soft);
#include "lang/parse/tokens.def"
    assert_int_equal(token_find_word(&words, STR("ends")), 0);
    assert_int_equal(token_find_word(&words, STR("en")), 0);
    assert_int_equal(token_find_word(&words, STR("")), 0);
    assert_false(token_is_declaration(TOK_END));
    assert_true(token_is_declaration(TOK_SCORE));
    arena_destroy(lexing.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_follow_one_space),
        cmocka_unit_test(the_longest_unit_wins),
        cmocka_unit_test(other_words_are_no_units),
        cmocka_unit_test(a_type_names_its_unit),
        cmocka_unit_test(numbers_dates_and_ids),
        cmocka_unit_test(names_and_paths),
        cmocka_unit_test(a_word_before_a_colon_is_a_name),
        cmocka_unit_test(cells_of_tables),
        cmocka_unit_test(comments_and_layout),
        cmocka_unit_test(texts),
        cmocka_unit_test(omitted_ends),
        cmocka_unit_test(mistakes_go_on),
        cmocka_unit_test(bytes_that_are_no_text),
        cmocka_unit_test(every_word_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
