/* Layouts lose nothing and come to rest: a comment in every gap between two tokens, tokens left
 * out, doubled and exchanged, prefixes, line breaks taken out and put everywhere. What is compared
 * is found without the project's lexer: a layout may change spaces and line breaks and nothing
 * else. */
#include "compiler/format/format.h"
#include "lang/parse/trail.h"
#include "lang/parser.h"
#include "runtime/base/io.h"
#include "runtime/base/limits.h"
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

static Arena *keep, *scratch;
static const char SAMPLE[] = "tests/format/every_construct.cgl";

static int set_up(void **state)
{
    keep = arena_create(0);
    scratch = arena_create(0);
    return 0;
}

static int tear_down(void **state)
{
    arena_destroy(scratch);
    arena_destroy(keep);
    return 0;
}

/* ---- what is compared ---- */

/* Without spaces, line ends and a byte order mark. */
static Str squeeze(Str text)
{
    StrBuf out = { .arena = scratch };
    for (size_t at = 0; at < text.len; at++) {
        if (!strchr(" \t\r\n", text.ptr[at]) || text.ptr[at] == '\0') {
            buf_add_char(&out, text.ptr[at]);
        }
    }
    return buf_get(&out);
}

static void fail_with(const char *what, Str before, Str after)
{
    print_error("%s\n--- before\n%.*s\n--- after\n%.*s\n", what, (int)before.len, before.ptr,
                (int)after.len, after.ptr);
    fail();
}

static Str format(Str text)
{
    FormatResult result = format_text(scratch, STR("t.cgl"), text, (FormatLines){ 0, 0 });
    if (result.status == FORMAT_LOST) {
        fail_with("the layout lost something", text, result.text);
    }
    return result.text;
}

/* Nothing lost, and a second run changes nothing. */
static Str check_text(Str text)
{
    Str once = format(text);
    if (!str_equal(squeeze(text), squeeze(once))) {
        fail_with("something else than spaces changed", text, once);
    }
    Str twice = format(once);
    if (!str_equal(once, twice)) {
        fail_with("a second run changed something", once, twice);
    }
    return once;
}

/* ---- samples ---- */

static Str read_file(const char *path)
{
    Str text;
    assert_int_equal(io_read_file(keep, path, LIMIT_SOURCE_BYTES, 0, &text), IO_OK);
    return text;
}

static Trail *read_trail(Str text)
{
    SourceSet sources;
    DiagList diags;
    source_init(&sources, keep);
    diag_init(&diags, keep);
    uint32_t file = source_add(&sources, STR("t.cgl"), text, false);
    return trail_read(keep, &sources, &diags, file);
}

static Str get_token(const Trail *trail, uint32_t i)
{
    const TrailToken *token = &trail->tokens.items[i];
    return (Str){ trail->text.ptr + token->start, token->end - token->start };
}

/* The text with something put before a token, in place of `cut` bytes. */
static Str splice(Str text, uint32_t at, uint32_t cut, const char *what)
{
    return str_format(scratch, "%S%s%S", (Str){ text.ptr, at }, what,
                      (Str){ text.ptr + at + cut, text.len - at - cut });
}

/* ---- the tests ---- */

static void comment_in_every_gap(void **state)
{
    static const char *const comments[] = { "\n-- own line\n", " -- at the end\n",
                                            " -- at the end\n-- own line\n",
                                            "\n\n-- own line\n\n" };
    Str text = read_file(SAMPLE);
    const Trail *trail = read_trail(text);
    assert_int_equal(trail->broken.count, 0);
    assert_true(trail->tokens.count > 600);
    for (uint32_t i = 0; i < trail->tokens.count; i++) {
        for (size_t j = 0; j < sizeof comments / sizeof *comments; j++) {
            check_text(splice(text, trail->tokens.items[i].start, 0, comments[j]));
            arena_reset(scratch);
        }
    }
}

/* ---- the guidelines of the project ---- */

enum {
    STRIDE = 97,       /* of gaps; FORMAT_GAPS=1 tries every one, which takes minutes */
    MOST_BYTES = 16384 /* of a declaration: beyond are those that are too long on purpose */
};

static uint32_t get_stride(void)
{
    const char *given = getenv("FORMAT_GAPS");
    return given && atoi(given) > 0 ? (uint32_t)atoi(given) : STRIDE;
}

/* The bytes from one declaration to the next, with their comments. */
static void comment_in_a_declaration(const Trail *trail, uint32_t first, uint32_t end,
                                     uint32_t *turn)
{
    static const char *const comments[] = { "\n-- own line\n", " -- at the end\n",
                                            " -- at the end\n-- own line\n" };
    uint32_t start = trail->tokens.items[first].start;
    Str text = { trail->text.ptr + start, trail->tokens.items[end].start - start };
    for (uint32_t i = first + 1; i <= end && text.len < MOST_BYTES; i++) {
        for (size_t j = 0; j < sizeof comments / sizeof *comments; j++) {
            if ((*turn)++ % get_stride() == 0) {
                uint32_t gap = trail->tokens.items[i].start - start;
                check_text(splice(text, gap, 0, comments[j]));
                arena_reset(scratch);
            }
        }
    }
}

static void comment_in_a_file(const char *path, uint32_t *turn)
{
    const Trail *trail = read_trail(read_file(path));
    uint32_t last = trail->tokens.count - 1, first = 0;
    for (uint32_t i = 1; i <= last; i++) {
        if (i == last || (trail->tokens.items[i].roles & TRAIL_DECLARATION)) {
            comment_in_a_declaration(trail, first, i, turn);
            first = i;
        }
    }
    check_text(trail->text);
    arena_reset(scratch);
    arena_reset(keep);
}

static void comments_in_every_file(void **state)
{
    static const char *const folders[] = {
        "guidelines/*/*.cgl", "guidelines/*/*/*.cgl", "guidelines/*/crlm/*/*.cgl",
        "stdlib/*.cgl",       "tests/*/*.cgl",        "tests/*/*/*.cgl"
    };
    uint32_t turn = 0, files = 0;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        glob_t found;
        assert_int_equal(glob(folders[i], 0, NULL, &found), 0);
        for (size_t j = 0; j < found.gl_pathc; j++, files++) {
            comment_in_a_file(found.gl_pathv[j], &turn);
        }
        globfree(&found);
    }
    assert_true(files > 200 && turn > 100000);
    print_message("%u files, %u places and comments, every %uth\n", files, turn, get_stride());
}

static void comments_in_many_gaps(void **state)
{
    Str text = read_file(SAMPLE);
    const Trail *trail = read_trail(text);
    for (uint32_t step = 2; step < 40; step++) {
        StrBuf out = { .arena = scratch };
        for (uint32_t i = 0; i + 1 < trail->tokens.count; i++) {
            buf_add_format(&out, "%s%S",
                           i % step == step / 2 ? (i % 2 ? " -- a\n" : "\n  -- b\n") : " ",
                           get_token(trail, i));
        }
        check_text(buf_get(&out));
        arena_reset(scratch);
    }
}

static void tokens_left_out_doubled_exchanged(void **state)
{
    Str text = read_file(SAMPLE);
    const Trail *trail = read_trail(text);
    for (uint32_t i = 0; i + 2 < trail->tokens.count; i++) {
        const TrailToken *token = &trail->tokens.items[i], *next = token + 1;
        Str word = get_token(trail, i), after = get_token(trail, i + 1);
        check_text(splice(text, token->start, token->end - token->start, ""));
        check_text(
            splice(text, token->start, 0, str_to_c(scratch, str_format(scratch, "%S ", word))));
        check_text(splice(text, token->start, next->end - token->start,
                          str_to_c(scratch, str_format(scratch, "%S %S", after, word))));
        arena_reset(scratch);
    }
}

static void every_prefix(void **state)
{
    Str text = read_file(SAMPLE);
    for (size_t length = 0; length <= text.len; length += length < 600 ? 1 : 7) {
        check_text((Str){ text.ptr, length });
        check_text((Str){ text.ptr + text.len - length, length });
        arena_reset(scratch);
    }
}

/* Where nothing is kept from the author, only the words count: all on one line, and each on its
 * own. */
static void line_breaks_mean_nothing(void **state)
{
    static const char source[] =
        "patient\n  id : key\n  size : length in cm 0 cm..30 cm error 2 mm \"Largest diameter\"\nend\n"
        "enum side : left \"left colon\" snomed \"7771000\", right\n"
        "define burden means lesions.count >= 3 or max(lesions.size, 0 cm) >= 5 cm\n"
        "decision a : low, high \"A\"\n  from A-01\n"
        "  case low when burden and not other and yet_another_condition_with_a_long_name or never_mind\n"
        "  otherwise high\nend\n"
        "decision b : low, high\n  table first\n  columns x | y | => b\n"
        "  row 1 | - | => low\n  row - | no, yes | => high\n  end\n"
        "advise surgery \"Surgery\"\n  from A-01, A-02\n  when burden\n  unless a is low because near\nend\n"
        "test \"t\"\n  policy p 1\n  expect a low, b high, surgery applies, other applies\nend\n";
    const Trail *trail = read_trail(str_from_c(source));
    StrBuf flat = { .arena = keep }, tall = { .arena = keep };
    for (uint32_t i = 0; i + 1 < trail->tokens.count; i++) {
        int kind = trail->tokens.items[i].kind, next = trail->tokens.items[i + 1].kind;
        /* a unit follows its number, and a colon the name it makes new */
        bool tied = next == TOK_UNIT || kind == TOK_NEW_NAME;
        buf_add_format(&flat, "%S%s", get_token(trail, i),
                       kind == TOK_NUMBER && next != TOK_UNIT ? "  " : " ");
        buf_add_format(&tall, "%S%s", get_token(trail, i), tied ? " " : "\n");
    }
    Str one = check_text(buf_get(&flat)), other = check_text(buf_get(&tall));
    if (!str_equal(one, other)) {
        fail_with("the author's line breaks showed", one, other);
    }
    assert_true(str_equal(check_text(str_from_c(source)), one));
}

/* Two signs would begin a comment; four digits, a sign and two digits would be a date. */
static void tokens_that_must_not_meet(void **state)
{
    static const char *const bodies[] = {
        "define a means - - x - - - 3",
        "define a means 2 * - 3 cm - -x",
        "statement A-01 refs 1000 - 12, 100 - 12, 1000 - 1012 \"x\"",
        "define a means 3  min(1, 2)",
        "define a means x / min(3, 4)",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        check_text(str_from_c(bodies[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comment_in_every_gap),
        cmocka_unit_test(comments_in_many_gaps),
        cmocka_unit_test(comments_in_every_file),
        cmocka_unit_test(tokens_left_out_doubled_exchanged),
        cmocka_unit_test(every_prefix),
        cmocka_unit_test(line_breaks_mean_nothing),
        cmocka_unit_test(tokens_that_must_not_meet),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
