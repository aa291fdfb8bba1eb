/* diag_test.c - diagnostics, by their exact text. */
#include "runtime/base/diag.h"
#include "runtime/base/limits.h"
#include "tests/unit/faulty_hooks.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static Arena *arena;
static SourceSet sources;
static DiagList list;

static int start(void **state)
{
    arena = arena_create(0);
    source_init(&sources, arena);
    diag_init(&list, arena);
    return 0;
}

static int stop(void **state)
{
    arena_destroy(arena);
    return 0;
}

static uint32_t add_source(const char *path, const char *text)
{
    return source_add(&sources, str_from_c(path), str_from_c(text), false);
}

static void add_error(const char *code, Span span, const char *message)
{
    diag_add(&list, (Diag){ DIAG_ERROR, code, span, str_from_c(message), SPAN_NOWHERE, STR_NONE,
                            STR_NONE, DIAG_NO_REPAIR });
}

static void assert_printed(DiagStyle style, bool color, const char *expected)
{
    StrBuf buf = { .arena = arena };
    diag_print(&buf, &sources, &list, style, color);
    buf_add_char(&buf, 0);
    assert_string_equal(buf.ptr, expected);
}

static void assert_text(const char *expected)
{
    assert_printed(DIAG_STYLE_TEXT, false, expected);
}

/* A file with one error over the bytes start..end. */
static void add_marked(const char *text, uint32_t first, uint32_t end)
{
    uint32_t file = add_source("a.cgl", text);
    add_error("E0001", (Span){ file, first, end }, "wrong");
}

static void test_nothing(void **state)
{
    assert_text("");
    assert_printed(DIAG_STYLE_GNU, false, "");
    assert_printed(DIAG_STYLE_JSON, false, "[]\n");
}

static void test_everything(void **state)
{
    uint32_t file = add_source(
        "liver.cgl",
        "record lesion\n  size : length in cm\nend\n\n\n\n\n\n\ndefine big means size <= 3\n");
    diag_add(&list, (Diag){ DIAG_ERROR,
                            "E0312",
                            { file, 63, 72 },
                            STR("a length is compared with a plain number"),
                            { file, 16, 20 },
                            STR("size is a length here"),
                            STR("write the unit: 3 cm"),
                            DIAG_NO_REPAIR });
    assert_int_equal(list.errors, 1);
    assert_int_equal(list.warnings, 0);
    assert_text("liver.cgl:10:18: error[E0312]: a length is compared with a plain number\n"
                " 10 | define big means size <= 3\n"
                "    |                  ^^^^^^^^^\n"
                "liver.cgl:2:3: note: size is a length here\n"
                "  2 |   size : length in cm\n"
                "    |   ^^^^\n"
                "help: write the unit: 3 cm\n");
    assert_printed(DIAG_STYLE_GNU, false,
                   "liver.cgl:10:18: error: a length is compared with a plain number [E0312]\n");
    assert_printed(
        DIAG_STYLE_JSON, false,
        "[{\"severity\":\"error\",\"code\":\"E0312\","
        "\"message\":\"a length is compared with a plain number\","
        "\"file\":\"liver.cgl\",\"line\":10,\"column\":18,\"end_line\":10,\"end_column\":27,"
        "\"second\":{\"file\":\"liver.cgl\",\"line\":2,\"column\":3,\"end_line\":2,\"end_column\":7,"
        "\"note\":\"size is a length here\"},\"help\":\"write the unit: 3 cm\",\"repair\":null}]\n");
}

static void test_color(void **state)
{
    uint32_t file = add_source("a.cgl", "ab\n");
    diag_add(&list, (Diag){ DIAG_WARNING,
                            "W0001",
                            { file, 0, 1 },
                            STR("odd"),
                            { file, 1, 2 },
                            STR("this"),
                            STR("that"),
                            DIAG_NO_REPAIR });
    assert_int_equal(list.warnings, 1);
    assert_printed(DIAG_STYLE_TEXT, true,
                   "\x1b[1ma.cgl:1:1: \x1b[0m\x1b[1;33mwarning[W0001]:\x1b[0m odd\n"
                   " 1 | ab\n"
                   "   | \x1b[1;33m^\x1b[0m\n"
                   "\x1b[1ma.cgl:1:2: \x1b[0m\x1b[1;36mnote:\x1b[0m this\n"
                   " 1 | ab\n"
                   "   |  \x1b[1;36m^\x1b[0m\n"
                   "\x1b[1mhelp:\x1b[0m that\n");
    assert_printed(DIAG_STYLE_GNU, true, "a.cgl:1:1: warning: odd [W0001]\n");
    diag_init(&list, arena);
    add_error("E0001", SPAN_NOWHERE, "bad");
    assert_printed(DIAG_STYLE_TEXT, true, "\x1b[1m\x1b[0m\x1b[1;31merror[E0001]:\x1b[0m bad\n");
}

static void test_order_is_file_then_place_then_finding(void **state)
{
    uint32_t first = add_source("a.cgl", "abc\n"), second = add_source("b.cgl", "abc\n");
    add_error("E0001", SPAN_NOWHERE, "one");
    add_error("E0002", (Span){ second, 0, 1 }, "two");
    add_error("E0003", (Span){ first, 2, 3 }, "three");
    add_error("E0004", (Span){ first, 0, 1 }, "four");
    add_error("E0005", (Span){ first, 2, 3 }, "five");
    assert_printed(DIAG_STYLE_GNU, false,
                   "a.cgl:1:1: error: four [E0004]\n"
                   "a.cgl:1:3: error: three [E0003]\n"
                   "a.cgl:1:3: error: five [E0005]\n"
                   "b.cgl:1:1: error: two [E0002]\n"
                   "error: one [E0001]\n");
}

static void test_many_are_sorted(void **state)
{
    char text[101];
    memset(text, 'x', 100);
    text[100] = 0;
    uint32_t file = add_source("a", text);
    StrBuf expected = { .arena = arena };
    for (uint32_t i = 0; i < 100; i++) {
        uint32_t at = i * 37 % 100;
        add_error("E0001", (Span){ file, at, at + 1 }, "m");
        buf_add_format(&expected, "a:1:%u: error: m [E0001]\n", i + 1);
    }
    buf_add_char(&expected, 0);
    assert_printed(DIAG_STYLE_GNU, false, expected.ptr);
}

static void test_repetition_is_dropped(void **state)
{
    uint32_t file = add_source("a.cgl", "abc\n");
    add_error("E0001", (Span){ file, 0, 1 }, "one");
    add_error("E0001", (Span){ file, 0, 1 }, "again");
    add_error("E0001", (Span){ file, 0, 2 }, "longer");
    add_error("E0002", (Span){ file, 0, 1 }, "another");
    assert_int_equal(list.items.count, 3);
    assert_int_equal(list.errors, 3);
    assert_memory_equal(list.items.items[0].message.ptr, "one", 3);
}

/* What is over the limit is counted, and what its message took is given back. */
static void test_many_are_counted(void **state)
{
    uint32_t file = add_source("a.cgl", "abc\n");
    faults_start(0, false);
    for (uint32_t i = 0; i < 50000; i++) {
        faults.calls = i == 2 * LIMIT_DIAGNOSTICS ? 0 : faults.calls;
        Span place = { file, i, i + 1 };
        Str message = str_format(arena, "message %u, which is as long as a message", (unsigned)i);
        diag_add(&list, (Diag){ i % 2 ? DIAG_WARNING : DIAG_ERROR, i % 2 ? "W0001" : "E0001", place,
                                message, SPAN_NOWHERE, STR_NONE, STR_NONE, DIAG_NO_REPAIR });
    }
    assert_int_equal(list.items.count, 2 * LIMIT_DIAGNOSTICS);
    assert_int_equal(list.errors, 25000);
    assert_int_equal(list.warnings, 25000);
    assert_true(diag_is_full(&list));
    assert_in_range(faults.calls, 0, 1); /* blocks taken for 49,800 messages */
    faults_stop();
    StrBuf buf = { .arena = arena };
    diag_print(&buf, &sources, &list, DIAG_STYLE_GNU, false);
    Str end = STR("\nnote: 24900 more errors and 24900 more warnings are not shown [N0001]\n");
    assert_true(buf.len > end.len);
    assert_memory_equal(buf.ptr + buf.len - end.len, end.ptr, end.len);
}

/* Errors are shown though warnings came first, and one that is too many is one. */
static void test_one_is_not_shown(void **state)
{
    uint32_t file = add_source("a.cgl", "abc\n");
    for (uint32_t i = 0; i <= LIMIT_DIAGNOSTICS; i++) {
        diag_add(&list, (Diag){ DIAG_WARNING,
                                "W0001",
                                { file, i, i + 1 },
                                STR("w"),
                                SPAN_NOWHERE,
                                STR_NONE,
                                STR_NONE,
                                DIAG_NO_REPAIR });
    }
    add_error("E0001", (Span){ file, 0, 1 }, "an error");
    assert_int_equal(list.errors, 1);
    assert_int_equal(list.items.count, LIMIT_DIAGNOSTICS + 1);
    StrBuf buf = { .arena = arena };
    diag_print(&buf, &sources, &list, DIAG_STYLE_GNU, false);
    buf_add_char(&buf, 0);
    assert_non_null(strstr(buf.ptr, "error: an error"));
    assert_non_null(strstr(buf.ptr, "note: 1 more warning is not shown"));
}

static void test_second_without_a_place(void **state)
{
    diag_add(&list, (Diag){ DIAG_NOTE, "N0001", SPAN_NOWHERE, STR("all"), SPAN_NOWHERE,
                            STR("because"), STR_NONE, DIAG_NO_REPAIR });
    assert_text("note[N0001]: all\nnote: because\n");
    assert_printed(
        DIAG_STYLE_JSON, false,
        "[{\"severity\":\"note\",\"code\":\"N0001\",\"message\":\"all\",\"file\":null,\"line\":null,"
        "\"column\":null,\"end_line\":null,\"end_column\":null,\"second\":{\"file\":null,\"line\":null,"
        "\"column\":null,\"end_line\":null,\"end_column\":null,\"note\":\"because\"},\"help\":null,\"repair\":null}]\n");
    assert_int_equal(list.errors + list.warnings, 0);
}

static void test_two_are_separated(void **state)
{
    uint32_t file = add_source("a.cgl", "abc\n");
    add_error("E0001", (Span){ file, 0, 1 }, "one");
    add_error("E0002", (Span){ file, 1, 3 }, "two");
    assert_text("a.cgl:1:1: error[E0001]: one\n 1 | abc\n   | ^\n"
                "\n"
                "a.cgl:1:2: error[E0002]: two\n 1 | abc\n   |  ^^\n");
}

/* ---- places that are hard to mark ---- */

static void test_empty_span_and_end_of_file(void **state)
{
    add_marked("ab", 2, 2);
    assert_text("a.cgl:1:3: error[E0001]: wrong\n 1 | ab\n   |   ^\n");
}

static void test_span_past_the_end(void **state)
{
    add_marked("ab\n", 200, 300);
    assert_text("a.cgl:2:1: error[E0001]: wrong\n 2 | \n   | ^\n");
}

static void test_several_lines_show_the_first(void **state)
{
    add_marked("one two\r\nthree\n", 4, 14);
    assert_text("a.cgl:1:5: error[E0001]: wrong\n 1 | one two\n   |     ^^^\n");
}

static void test_tabs(void **state)
{
    add_marked("\ta\tbc\td\n", 3, 6);
    assert_text("a.cgl:1:4: error[E0001]: wrong\n"
                " 1 |     a   bc  d\n"
                "   |         ^^^^\n");
}

static void test_wide_characters(void **state)
{
    add_marked("\xe6\x97\xa5\xe6\x9c\xac x", 3, 6);
    assert_text("a.cgl:1:2: error[E0001]: wrong\n"
                " 1 | \xe6\x97\xa5\xe6\x9c\xac x\n"
                "   |   ^^\n");
}

static void test_combining_characters(void **state)
{
    add_marked("e\xcc\x81"
               "e\xcc\x81 x",
               3, 6); /* the second e with its accent */
    assert_text("a.cgl:1:3: error[E0001]: wrong\n"
                " 1 | e\xcc\x81"
                "e\xcc\x81 x\n"
                "   |  ^\n");
}

/* A mark alone has no column of its own; a caret stands behind its letter. */
static void test_combining_mark_alone(void **state)
{
    add_marked("e\xcc\x81x", 1, 3);
    assert_text("a.cgl:1:2: error[E0001]: wrong\n"
                " 1 | e\xcc\x81x\n"
                "   |  ^\n");
}

static void test_span_inside_a_code_point(void **state)
{
    add_marked("\xe6\x97\xa5x", 1, 2);
    assert_text("a.cgl:1:2: error[E0001]: wrong\n"
                " 1 | \xe6\x97\xa5x\n"
                "   | ^^\n");
}

static void test_nothing_steers_the_terminal(void **state)
{
    uint32_t file = add_source("a\x1b[0m.cgl", "a\x1b[31mb\xe2\x80\xae"
                                               "c\xff"
                                               "d\x7f\xe2\x81\xa6");
    diag_add(&list, (Diag){ DIAG_ERROR,
                            "E0001",
                            { file, 6, 7 },
                            STR("a\nb"),
                            SPAN_NOWHERE,
                            STR("\x1b"),
                            STR("x\ry"),
                            DIAG_NO_REPAIR });
    assert_text("a\xef\xbf\xbd[0m.cgl:1:7: error[E0001]: a\xef\xbf\xbd"
                "b\n"
                " 1 | a\xef\xbf\xbd[31mb\xef\xbf\xbd"
                "c\xef\xbf\xbd"
                "d\xef\xbf\xbd\xef\xbf\xbd\n"
                "   |       ^\n"
                "note: \xef\xbf\xbd\n"
                "help: x\xef\xbf\xbdy\n");
}

/* The first and the last of every range, and their harmless neighbours. */
static void test_every_character_that_steers(void **state)
{
    static const char *const steering[] = {
        "\x01",         "\x1f",         "\x7f",         "\xc2\x80",     "\xc2\x9f",
        "\xd8\x9c",     "\xe2\x80\x8e", "\xe2\x80\x8f", "\xe2\x80\xa8", "\xe2\x80\xae",
        "\xe2\x81\xa6", "\xe2\x81\xa9", "\xef\xbb\xbf", "\xe2\x80\x8b", "\xe2\x81\xa0",
        "\xe2\x81\xa5", "\xe2\x81\xaf",
    };
    static const char *const harmless[] = {
        " ",
        "~",
        "\xc2\xa0",
        "\xd8\x9b",
        "\xe2\x80\x90",
        "\xe2\x80\xa7",
        "\xe2\x80\xaf",
        "\xe2\x80\x8a",
        "\xe2\x81\x9f",
        "\xe2\x81\xb0",
        "\xef\xbb\xbe",
    };
    StrBuf text = { .arena = arena }, expected = { .arena = arena };
    buf_add_c(&expected, "note[N0001]: ");
    for (size_t i = 0; i < sizeof steering / sizeof *steering; i++) {
        buf_add_format(&text, "%s.", steering[i]);
        buf_add_c(&expected, "\xef\xbf\xbd.");
    }
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        buf_add_format(&text, "%s.", harmless[i]);
        buf_add_format(&expected, "%s.", harmless[i]);
    }
    buf_add_format(&expected, "\n%c", 0);
    diag_add(&list, (Diag){ DIAG_NOTE, "N0001", SPAN_NOWHERE, buf_get(&text), SPAN_NOWHERE,
                            STR_NONE, STR_NONE, DIAG_NO_REPAIR });
    assert_text(expected.ptr);
}

static void test_nul_in_a_line(void **state)
{
    uint32_t file = source_add(&sources, STR("a.cgl"), STR("a\0b\n"), false);
    add_error("E0001", (Span){ file, 2, 3 }, "wrong");
    assert_text("a.cgl:1:3: error[E0001]: wrong\n 1 | a\xef\xbf\xbd"
                "b\n   |   ^\n");
}

static void test_json_escapes(void **state)
{
    uint32_t file = add_source("a\"\\.cgl", "a\n");
    add_error("E0001", (Span){ file, 0, 0 }, "q\" b\\ t\t \x01\x7f \xc3\xa4 \xff \xed\xa0\x80.");
    assert_printed(
        DIAG_STYLE_JSON, false,
        "[{\"severity\":\"error\",\"code\":\"E0001\",\"message\":\"q\\\" b\\\\ t\\t \\u0001\\u007f "
        "\xc3\xa4 \xef\xbf\xbd \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd.\","
        "\"file\":\"a\\\"\\\\.cgl\",\"line\":1,\"column\":1,\"end_line\":1,\"end_column\":1,"
        "\"second\":null,\"help\":null,\"repair\":null}]\n");
}

static void test_json_two(void **state)
{
    add_error("E0001", SPAN_NOWHERE, "one");
    add_error("E0002", SPAN_NOWHERE, "two");
#define NOWHERE "\"file\":null,\"line\":null,\"column\":null,\"end_line\":null,\"end_column\":null"
    assert_printed(DIAG_STYLE_JSON, false,
                   "[{\"severity\":\"error\",\"code\":\"E0001\",\"message\":\"one\"," NOWHERE
                   ",\"second\":null,\"help\":null,\"repair\":null},\n"
                   " {\"severity\":\"error\",\"code\":\"E0002\",\"message\":\"two\"," NOWHERE
                   ",\"second\":null,\"help\":null,\"repair\":null}]\n");
}

/* ---- long lines: 96 columns are shown, 24 of them before the span ---- */

/* Columns 0..199 hold 0123456789 over and over. */
static const char *make_long_line(void)
{
    char *line = arena_alloc(arena, 201);
    for (int i = 0; i < 200; i++) {
        line[i] = (char)('0' + i % 10);
    }
    return line;
}

static void test_long_line_at_its_start(void **state)
{
    const char *line = make_long_line();
    add_marked(line, 3, 5);
    Str expected = str_format(arena, "a.cgl:1:4: error[E0001]: wrong\n 1 | %S...\n   |    ^^\n%c",
                              (Str){ line, 96 }, 0);
    assert_text(expected.ptr);
}

static void test_long_line_in_the_middle(void **state)
{
    const char *line = make_long_line();
    add_marked(line, 100, 103);
    Str expected =
        str_format(arena, "a.cgl:1:101: error[E0001]: wrong\n 1 | ...%S...\n   | %s^^^\n%c",
                   (Str){ line + 76, 96 }, "                           ", 0);
    assert_text(expected.ptr);
}

static void test_long_line_at_its_end(void **state)
{
    const char *line = make_long_line();
    add_marked(line, 199, 200);
    char blanks[99];
    memset(blanks, ' ', 98);
    blanks[98] = 0;
    Str expected = str_format(arena, "a.cgl:1:200: error[E0001]: wrong\n 1 | ...%S\n   | %s^\n%c",
                              (Str){ line + 104, 96 }, blanks, 0);
    assert_text(expected.ptr);
}

static void test_long_span_is_cut_with_its_line(void **state)
{
    const char *line = make_long_line();
    add_marked(line, 50, 200);
    char carets[73];
    memset(carets, '^', 72);
    carets[72] = 0;
    Str expected =
        str_format(arena, "a.cgl:1:51: error[E0001]: wrong\n 1 | ...%S...\n   | %s%s\n%c",
                   (Str){ line + 26, 96 }, "                           ", carets, 0);
    assert_text(expected.ptr);
}

static void test_wide_character_across_the_edge(void **state)
{
    StrBuf line = { .arena = arena };
    buf_add_char(&line, '-');
    for (int i = 0; i < 60; i++) {
        buf_add_c(&line, "\xe6\x97\xa5"); /* columns 1..120 */
    }
    for (int i = 0; i < 100; i++) {
        buf_add_char(&line, 'x'); /* columns 121..220 */
    }
    buf_add_char(&line, 0);
    add_marked(line.ptr, 181, 182); /* column 121: the window starts at 97 */
    StrBuf expected = { .arena = arena };
    buf_add_c(&expected, "a.cgl:1:62: error[E0001]: wrong\n 1 | ...");
    for (int i = 0; i < 12; i++) {
        buf_add_c(&expected, "\xe6\x97\xa5");
    }
    for (int i = 0; i < 72; i++) {
        buf_add_char(&expected, 'x');
    }
    buf_add_c(&expected, "...\n   |                            ^\n");
    buf_add_char(&expected, 0);
    assert_text(expected.ptr);
    /* One column further the edges cut two wide characters into halves. */
    diag_init(&list, arena);
    source_init(&sources, arena);
    add_marked(line.ptr, 182, 183);
    StrBuf shifted = { .arena = arena };
    buf_add_c(&shifted, "a.cgl:1:63: error[E0001]: wrong\n 1 | ... ");
    for (int i = 0; i < 11; i++) {
        buf_add_c(&shifted, "\xe6\x97\xa5");
    }
    for (int i = 0; i < 73; i++) {
        buf_add_char(&shifted, 'x');
    }
    buf_add_c(&shifted, "...\n   |                            ^\n");
    buf_add_char(&shifted, 0);
    assert_text(shifted.ptr);
}

/* Adds and prints 300 diagnostics; false if the arena gave up. */
static bool print_many(Arena *small)
{
    jmp_buf recovery;
    if (setjmp(recovery)) {
        return false;
    }
    arena_set_recovery(small, &recovery);
    SourceSet set;
    source_init(&set, small);
    DiagList diags;
    diag_init(&diags, small);
    for (uint32_t i = 0; i < 300; i++) {
        uint32_t file = source_add(&set, STR("a.cgl"), STR("some text in this file\n"), false);
        diag_add(&diags, (Diag){ .code = "E0001",
                                 .span = { file, 0, 4 },
                                 .message = STR("no"),
                                 .second = SPAN_NOWHERE });
    }
    StrBuf buf = { .arena = small };
    diag_print(&buf, &set, &diags, DIAG_STYLE_TEXT, false);
    return true;
}

/* Every allocation that printing makes may be the one that fails. */
static void test_out_of_memory(void **state)
{
    bool complete = false;
    for (long fail_at = 1; !complete; fail_at++) {
        faults_start(fail_at, true);
        Arena *small = arena_create(0);
        complete = small && print_many(small);
        arena_destroy(small);
        assert_int_equal(faults.live, 0);
        assert_true(fail_at < 50);
        assert_true(complete == (faults.calls < fail_at));
    }
    faults_stop();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_nothing),
        TEST(test_everything),
        TEST(test_color),
        TEST(test_order_is_file_then_place_then_finding),
        TEST(test_many_are_sorted),
        TEST(test_repetition_is_dropped),
        TEST(test_many_are_counted),
        TEST(test_one_is_not_shown),
        TEST(test_second_without_a_place),
        TEST(test_two_are_separated),
        TEST(test_empty_span_and_end_of_file),
        TEST(test_span_past_the_end),
        TEST(test_several_lines_show_the_first),
        TEST(test_tabs),
        TEST(test_wide_characters),
        TEST(test_combining_characters),
        TEST(test_combining_mark_alone),
        TEST(test_span_inside_a_code_point),
        TEST(test_nothing_steers_the_terminal),
        TEST(test_every_character_that_steers),
        TEST(test_nul_in_a_line),
        TEST(test_json_escapes),
        TEST(test_json_two),
        TEST(test_long_line_at_its_start),
        TEST(test_long_line_in_the_middle),
        TEST(test_long_line_at_its_end),
        TEST(test_long_span_is_cut_with_its_line),
        TEST(test_wide_character_across_the_edge),
        TEST(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
