/* text_test.c - text, buffers, places in sources. */
#include "runtime/base/code_point.h"
#include "runtime/base/source.h"
#include "runtime/base/str.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static Arena *arena;

static int create_arena(void **state)
{
    arena = arena_create(0);
    return 0;
}

static int destroy_arena(void **state)
{
    arena_destroy(arena);
    return 0;
}

static void assert_text(Str text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr ? text.ptr : "", expected, text.len);
}

static void test_compare(void **state)
{
    assert_true(str_equal(STR_NONE, STR("")));
    assert_true(str_equal(STR("a\0b"), STR("a\0b")));
    assert_false(str_equal(STR("a\0b"), STR("a\0c")));
    assert_true(str_compare(STR("a"), STR("b")) < 0);
    assert_true(str_compare(STR("ab"), STR("a")) > 0);
    assert_true(str_compare(STR("a"), STR("ab")) < 0);
    assert_true(str_compare(STR("\xff"), STR("a")) > 0); /* bytes are unsigned */
    assert_int_equal(str_compare(STR_NONE, STR("")), 0);
    assert_true(str_starts_with(STR("abc"), STR("ab")));
    assert_true(str_starts_with(STR("abc"), STR_NONE));
    assert_false(str_starts_with(STR("ab"), STR("abc")));
    assert_false(str_starts_with(STR("abc"), STR("b")));
    assert_true(str_hash(STR("ab")) != str_hash(STR("ba")));
    assert_int_equal(str_from_c(NULL).len, 0);
}

static void test_lines(void **state)
{
    Str rest = STR("lf\ncrlf\r\ncr\rblank\n\r\n\rlast"), line = STR_NONE;
    const char *const expected[] = { "lf", "crlf", "cr", "blank", "", "", "last" };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_true(str_take_line(&rest, &line));
        assert_text(line, expected[i]);
    }
    assert_false(str_take_line(&rest, &line));
    rest = STR("ended\r");
    assert_true(str_take_line(&rest, &line) && !str_take_line(&rest, &line));
    rest = STR_NONE;
    assert_false(str_take_line(&rest, &line));
    assert_int_equal(str_measure_line_end(STR("\r\n")), 2);
    assert_int_equal(str_measure_line_end(STR("\n\r")), 1);
    assert_int_equal(str_measure_line_end(STR("a\n")), 0);
}

/* Each way to end a line counts once, wherever the file stops. */
static void test_places_after_line_ends(void **state)
{
    SourceSet set;
    source_init(&set, arena);
    uint32_t file = source_add(&set, STR("a.cgl"), STR("a\rb\r\nc\nd\r"), false);
    const struct {
        uint32_t at, line, column;
        const char *text;
    } places[] = { { 0, 1, 1, "a" }, { 1, 1, 2, "a" }, { 2, 2, 1, "b" }, { 4, 2, 3, "b" },
                   { 5, 3, 1, "c" }, { 7, 4, 1, "d" }, { 9, 5, 1, "" } };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        SourcePlace place = source_locate(&set, (Span){ file, places[i].at, places[i].at });
        assert_int_equal(place.line, places[i].line);
        assert_int_equal(place.column, places[i].column);
        assert_text(place.line_text, places[i].text);
    }
    assert_int_equal(set.files.items[file].line_count, 5);
}

/* Well-formed UTF-8 is table 3-7 of the Unicode standard. */
static void test_code_points(void **state)
{
    const struct {
        Str bytes;
        unsigned length;
        uint32_t code;
    } cases[] = {
        { STR("a"), 1, 'a' },
        { STR("\xc3\xa9"), 2, 0xE9 },
        { STR("\xe2\x82\xac"), 3, 0x20AC },
        { STR("\xf4\x8f\xbf\xbf"), 4, 0x10FFFF },
        { STR("\xed\x9f\xbf"), 3, 0xD7FF },
        { STR("\xee\x80\x80"), 3, 0xE000 },
        { STR("\0"), 1, 0 },
        { STR(""), 0, 0 },
        { STR("\xc1\xbf"), 0, 0 },         /* overlong */
        { STR("\xe0\x9f\xbf"), 0, 0 },     /* overlong */
        { STR("\xf0\x8f\xbf\xbf"), 0, 0 }, /* overlong */
        { STR("\xed\xa0\x80"), 0, 0 },     /* a surrogate */
        { STR("\xf4\x90\x80\x80"), 0, 0 }, /* beyond U+10FFFF */
        { STR("\x80"), 0, 0 },             /* a continuation */
        { STR("\xe2\x82"), 0, 0 },         /* cut off */
        { STR("\xe2\x82x"), 0, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t code = 0;
        assert_int_equal(code_point_read(cases[i].bytes, 0, &code), cases[i].length);
        assert_int_equal(code, cases[i].code);
    }
}

static void test_code_points_nobody_sees(void **state)
{
    const uint32_t hidden[] = { 0x200B, 0x2028, 0x2029, 0x2060, 0x2065,
                                0x206A, 0x206F, 0xFEFF, 0xFFF9, 0xFFFB };
    const uint32_t turning[] = { 0x061C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069 };
    const uint32_t seen[] = { 'a',    0xA0,   0x200A, 0x200C, 0x200D, 0x2010,
                              0x2027, 0x202F, 0x205F, 0x2070, 0xFFF8, 0xFFFD };
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        assert_true(code_point_is_hidden(hidden[i]) && !code_point_turns(hidden[i]));
    }
    for (size_t i = 0; i < sizeof turning / sizeof *turning; i++) {
        assert_true(code_point_turns(turning[i]) && !code_point_is_hidden(turning[i]));
    }
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++) {
        assert_false(code_point_turns(seen[i]) || code_point_is_hidden(seen[i]));
    }
    assert_int_equal(code_point_find_unfit(STR("a\tb\r\n\xc3\xa9")), 7);
    assert_int_equal(code_point_find_unfit(STR("ab\xe2\x80\xa8")), 2);
    assert_int_equal(code_point_find_unfit(STR("a\x80")), 1);
    assert_int_equal(code_point_find_unfit(STR_NONE), 0);
    assert_true(code_point_is_control(0) && code_point_is_control('\n'));
    assert_true(code_point_is_control(0x7F) && code_point_is_control(0x9F));
    assert_false(code_point_is_control(' ') || code_point_is_control(0xA0));
}

/* What is shown in place of each: lines only where lines are wanted. */
static void test_what_is_shown(void **state)
{
    const struct {
        Str text;
        const char *name, *lines;
    } cases[] = {
        { STR("plain \xc3\xa9\xe2\x80\x8d"), "plain \xc3\xa9\xe2\x80\x8d",
          "plain \xc3\xa9\xe2\x80\x8d" },
        { STR("a\nb\tc\r"),
          "a\xef\xbf\xbd"
          "b\xef\xbf\xbd"
          "c\xef\xbf\xbd",
          "a\nb\xef\xbf\xbd"
          "c\xef\xbf\xbd" },
        { STR("\x1b[2J\xc2\x9b"), "\xef\xbf\xbd[2J\xef\xbf\xbd", "\xef\xbf\xbd[2J\xef\xbf\xbd" },
        { STR("x\xe2\x80\xaey"), "x\xef\xbf\xbdy", "x\xef\xbf\xbdy" },
        { STR("\xef\xbb\xbf"), "\xef\xbf\xbd", "\xef\xbf\xbd" },
        { STR("\xff\xe2\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd",
          "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int lines = 0; lines < 2; lines++) {
            StrBuf out = { .arena = arena };
            code_point_add_shown(&out, cases[i].text, lines);
            assert_text(buf_get(&out), lines ? cases[i].lines : cases[i].name);
        }
    }
}

static void test_copies(void **state)
{
    char bytes[] = "abc";
    Str copy = str_copy(arena, (Str){ bytes, 3 });
    char *text = str_to_c(arena, (Str){ bytes, 2 });
    bytes[0] = 'x';
    assert_text(copy, "abc");
    assert_string_equal(text, "ab");
    assert_string_equal(str_to_c(arena, STR_NONE), "");
}

static unsigned distance(const char *a, const char *b, unsigned limit)
{
    return str_distance(str_from_c(a), str_from_c(b), limit);
}

static void test_distance(void **state)
{
    assert_int_equal(distance("", "", 3), 0);
    assert_int_equal(distance("", "abc", 3), 3);
    assert_int_equal(distance("kitten", "sitting", 5), 3);
    assert_int_equal(distance("lession", "lesion", 2), 1);
    assert_int_equal(distance("lesoin", "lesion", 2), 1); /* a swap of neighbours */
    assert_int_equal(distance("abcd", "badc", 4), 2);
    assert_int_equal(distance("ca", "abc", 4), 3); /* alignment: nothing is edited twice */
    assert_int_equal(distance("ab", "ba", 1), 1);
    assert_int_equal(distance("abcdefgh", "stuvwxyz", 2), 3); /* cut off: limit + 1 */
    assert_int_equal(distance("abcdefgh", "a", 2), 3);
    assert_int_equal(distance("abc", "abd", 0), 1);
    assert_int_equal(distance("abc", "abc", 0), 0);
}

/* Without a limit and with the least limit that suffices the answer must be the same. */
static void test_distance_cutoff_changes_nothing(void **state)
{
    static const char *const words[] = { "a",    "ab",   "ba",   "abc",   "acb",   "bca",
                                         "abab", "baba", "aabb", "cabba", "abcabc" };
    enum { COUNT = sizeof words / sizeof *words };
    for (int i = 0; i < COUNT; i++) {
        for (int j = 0; j < COUNT; j++) {
            unsigned exact = distance(words[i], words[j], 100);
            for (unsigned limit = 0; limit < 8; limit++) {
                assert_int_equal(distance(words[i], words[j], limit),
                                 exact < limit + 1 ? exact : limit + 1);
            }
        }
    }
}

static void test_format(void **state)
{
    assert_text(
        str_format(arena, "%s|%S|%d|%u|%lld|%c|%%", "a", STR("b"), -7, 4000000000u, INT64_MIN, 'z'),
        "a|b|-7|4000000000|-9223372036854775808|z|%");
    assert_text(str_format(arena, "%s%S", NULL, STR_NONE), "");
    assert_text(str_format(arena, "%d %d", INT32_MIN, 0), "-2147483648 0");
    assert_text(str_format(arena, "%q%"), "%q%"); /* not a directive */
    assert_text(str_format(arena, "%ld"), "%ld");
}

static void test_buffer_keeps_nul_and_adds_itself(void **state)
{
    StrBuf buf = { .arena = arena };
    assert_int_equal(buf_get(&buf).len, 0);
    buf_add(&buf, STR("a\0b"));
    for (int i = 0; i < 6; i++) {
        buf_add(&buf, buf_get(&buf));
    }
    assert_int_equal(buf.len, 3 * 64);
    for (size_t i = 0; i < buf.len; i += 3) {
        assert_memory_equal(buf.ptr + i, "a\0b", 3);
    }
}

static void test_numbers(void **state)
{
    StrBuf buf = { .arena = arena };
    buf_add_int(&buf, 0);
    buf_add_char(&buf, ' ');
    buf_add_int(&buf, INT64_MAX);
    buf_add_char(&buf, ' ');
    buf_add_int(&buf, -10);
    assert_text(buf_get(&buf), "0 9223372036854775807 -10");
}

/* Lengths that no memory holds: refused before a byte is read. */
static void add_too_long(int what, size_t len)
{
    Str text = { "x", len };
    StrBuf buf = { .arena = arena };
    SourceSet set;
    source_init(&set, arena);
    buf_add_c(&buf, "some text");
    switch (what) {
    case 0: buf_add(&buf, text); break;
    case 1: str_to_c(arena, text); break;
    default: source_add(&set, STR("a.cgl"), text, false);
    }
}

static void test_lengths_that_overflow(void **state)
{
    static const struct {
        int what;
        size_t len;
    } cases[] = {
        { 0, SIZE_MAX }, { 0, SIZE_MAX - 20 }, { 1, SIZE_MAX },
        { 2, SIZE_MAX }, { 2, UINT32_MAX },    { 2, UINT32_MAX - 1 },
    };
    for (volatile size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        jmp_buf recovery;
        if (setjmp(recovery) == 0) {
            arena_set_recovery(arena, &recovery);
            add_too_long(cases[i].what, cases[i].len);
            fail_msg("case %zu is taken", i);
        }
        arena_set_recovery(arena, NULL);
    }
}

static void assert_place(const SourceSet *set, Span span, unsigned line, unsigned column,
                         const char *text)
{
    SourcePlace place = source_locate(set, span);
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
    assert_text(place.line_text, text);
}

static void test_places(void **state)
{
    SourceSet set;
    source_init(&set, arena);
    uint32_t file = source_add(&set, STR("a.cgl"), STR("one\r\nt\xc3\xa4wo\n\nlast"), false);
    assert_int_equal(file, 0);
    assert_place(&set, (Span){ file, 0, 1 }, 1, 1, "one");
    assert_place(&set, (Span){ file, 3, 4 }, 1, 4, "one"); /* on the carriage return */
    assert_place(&set, (Span){ file, 5, 6 }, 2, 1, "t\xc3\xa4wo");
    assert_place(&set, (Span){ file, 8, 9 }, 2, 3, "t\xc3\xa4wo"); /* columns are code points */
    assert_place(&set, (Span){ file, 11, 11 }, 3, 1, "");
    assert_place(&set, (Span){ file, 12, 16 }, 4, 1, "last");
    assert_place(&set, (Span){ file, 99, 120 }, 4, 5, "last"); /* past the end: the end */
    assert_int_equal(source_locate(&set, (Span){ file, 12, 16 }).line_start, 12);
    assert_int_equal(source_locate(&set, SPAN_NOWHERE).line, 0);
    assert_memory_equal(set.files.items[0].text.ptr + 16, "\0\0", 2);
    assert_int_equal(source_add(&set, STR("b.cgl"), STR_NONE, true), 1);
    assert_place(&set, (Span){ 1, 0, 0 }, 1, 1, "");
    assert_true(set.files.items[1].builtin);
}

static void test_names_from_the_main_file(void **state)
{
    SourceSet set;
    source_init(&set, arena);
    source_add(&set, STR("/a/b/main.cgl"), STR_NONE, false);
    source_add(&set, STR("/a/b/rules/part.cgl"), STR_NONE, false);
    source_add(&set, STR("<stdlib>/bmi.cgl"), STR_NONE, true);
    source_add(&set, STR("alone.cgl"), STR_NONE, false);
    source_add(&set, STR("/a/b/x\x1b.cgl"), STR_NONE, false);
    assert_text(source_name_from(&set, 0, 0), "main.cgl");
    assert_text(source_name_from(&set, 1, 0), "rules/part.cgl");
    assert_text(source_name_from(&set, 2, 0), "<stdlib>/bmi.cgl");
    assert_text(source_name_from(&set, 3, 3), "alone.cgl");
    assert_text(source_name_from(&set, 4, 0), "?");
    assert_text(source_name_from(&set, UINT32_MAX, 0), "");
}

static void test_joined_spans(void **state)
{
    Span joined = span_join((Span){ 1, 10, 12 }, (Span){ 1, 20, 25 });
    assert_int_equal(joined.start, 10);
    assert_int_equal(joined.end, 25);
    joined = span_join((Span){ 1, 20, 25 }, (Span){ 1, 10, 12 });
    assert_int_equal(joined.start, 10);
    assert_int_equal(joined.end, 25);
    assert_int_equal(span_join(SPAN_NOWHERE, (Span){ 1, 2, 3 }).start, 2);
    assert_int_equal(span_join((Span){ 1, 2, 3 }, SPAN_NOWHERE).file, 1);
    assert_int_equal(span_join((Span){ 1, 2, 3 }, (Span){ 2, 8, 9 }).end,
                     3); /* two files: the first */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compare),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_distance),
        cmocka_unit_test(test_distance_cutoff_changes_nothing),
        cmocka_unit_test(test_format),
        cmocka_unit_test(test_buffer_keeps_nul_and_adds_itself),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_lengths_that_overflow),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_joined_spans),
        cmocka_unit_test(test_names_from_the_main_file),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_places_after_line_ends),
        cmocka_unit_test(test_code_points),
        cmocka_unit_test(test_code_points_nobody_sees),
        cmocka_unit_test(test_what_is_shown),
    };
    return cmocka_run_group_tests(tests, create_arena, destroy_arena);
}
