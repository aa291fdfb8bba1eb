/* json_writer_test.c - JSON text: escapes, separators, indented text. */
#include "runtime/base/json_writer.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static Arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(0);
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void expect(StrBuf *out, const char *text)
{
    assert_int_equal(out->len, strlen(text));
    assert_memory_equal(out->ptr, text, out->len);
}

static void expect_quoted(Str text, const char *json)
{
    StrBuf out = { .arena = arena };

    json_add_string(&out, text);
    expect(&out, json);
}

static void test_escapes(void **state)
{
    (void)state;
    expect_quoted(STR(""), "\"\"");
    expect_quoted(STR("plain"), "\"plain\"");
    expect_quoted(STR("a\"b\\c"), "\"a\\\"b\\\\c\"");
    expect_quoted(STR("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"");
    expect_quoted(STR("\0\x01\x1f"), "\"\\u0000\\u0001\\u001f\"");
    /* what need not be escaped is not: DEL, slash, letters beyond ASCII, emoji outside the first
     * plane */
    expect_quoted(STR("\x7f/\xc3\xa9\xf0\x9f\x98\x80"), "\"\x7f/\xc3\xa9\xf0\x9f\x98\x80\"");
    expect_quoted(STR("\"\""), "\"\\\"\\\"\"");
}

static void test_string_or_null(void **state)
{
    (void)state;
    StrBuf out = { .arena = arena };

    json_add_string_or_null(&out, STR_NONE);
    json_add_string_or_null(&out, STR(""));
    json_add_string_or_null(&out, STR("x"));
    expect(&out, "nullnull\"x\"");
}

/* The escaped text is longer than the plain one, so it is written while it is read; also across a
 * growing buffer. */
static void test_escape_tail(void **state)
{
    (void)state;
    StrBuf out = { .arena = arena };

    json_add_literal(&out, "keep\"");
    size_t start = out.len;
    json_escape_tail(&out, start);
    expect(&out, "keep\"");
    for (int i = 0; i < 100; i++) {
        json_add_literal(&out, "\"");
    }
    json_escape_tail(&out, start);
    assert_int_equal(out.len, 5 + 200);
    assert_memory_equal(out.ptr, "keep\"\\\"\\\"", 9);
    assert_memory_equal(out.ptr + out.len - 4, "\\\"\\\"", 4);
}

static void test_separator(void **state)
{
    (void)state;
    StrBuf out = { .arena = arena };

    json_separate(&out);
    expect(&out, "");
    json_add_literal(&out, "[");
    json_separate(&out);
    json_add_literal(&out, "1");
    json_separate(&out);
    json_add_literal(&out, "{");
    json_separate(&out);
    json_add_literal(&out, "}");
    json_separate(&out);
    expect(&out, "[1,{},");
    json_separate(&out);
    expect(&out, "[1,{},");
}

static void expect_pretty(const char *compact, const char *pretty)
{
    StrBuf out = { .arena = arena };

    json_add_pretty(&out, str_from_c(compact));
    expect(&out, pretty);
}

static void test_pretty(void **state)
{
    (void)state;
    expect_pretty("[]", "[]");
    expect_pretty("{}", "{}");
    expect_pretty("3", "3");
    expect_pretty("[1,2]", "[1, 2]");
    expect_pretty("{\"a\":\"[,:{\\\"\"}", "{\"a\": \"[,:{\\\"\"}");
    expect_pretty("{\"a\":[1,{}],\"b\":null}",
                  "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": null\n}");
    expect_pretty("{\"a,b\":{\"c\":[]}}", "{\n  \"a,b\": {\n    \"c\": []\n  }\n}");
}

/* A flat list that is too long for a line is broken, one item a line. */
static void test_pretty_long_list(void **state)
{
    (void)state;
    StrBuf compact = { .arena = arena }, out = { .arena = arena };
    unsigned lines = 0;

    json_add_literal(&compact, "[");
    for (int i = 0; i < 60; i++) {
        json_separate(&compact);
        json_add_literal(&compact, "1");
    }
    json_add_literal(&compact, "]");
    json_add_pretty(&out, buf_get(&compact));
    for (size_t i = 0; i < out.len; i++) {
        lines += out.ptr[i] == '\n';
    }
    assert_int_equal(lines, 61);
}

/* Indented text without its blanks outside of strings is the compact text. */
static void test_pretty_keeps_bytes(void **state)
{
    (void)state;
    const char *compact =
        "{\"g\":{\"n\":\"a \\\" b\"},\"l\":[{\"k\":[1,2,[3]],\"x\":true},\"  \"],\"e\":{}}";
    StrBuf out = { .arena = arena }, squeezed = { .arena = arena };
    bool inside = false;

    json_add_pretty(&out, str_from_c(compact));
    for (size_t i = 0; i < out.len; i++) {
        if (out.ptr[i] == '"' && out.ptr[i - 1] != '\\') {
            inside = !inside;
        }
        if (inside || (out.ptr[i] != ' ' && out.ptr[i] != '\n')) {
            buf_add_char(&squeezed, out.ptr[i]);
        }
    }
    expect(&squeezed, compact);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_escapes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_string_or_null, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_escape_tail, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_separator, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pretty, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pretty_long_list, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pretty_keeps_bytes, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
