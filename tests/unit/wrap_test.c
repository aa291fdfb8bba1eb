/* wrap_test.c - words onto lines. */
#include "runtime/base/wrap.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static Arena *arena;
static StrBuf buf;
static Wrap wrap;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(0);
    buf = (StrBuf){ .arena = arena };
    wrap = (Wrap){ .buf = &buf, .width = 20, .parted = true };
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void expect_text(const char *text)
{
    assert_string_equal(str_to_c(arena, buf_get(&buf)), text);
}

static void test_hanging_lines(void **state)
{
    (void)state;
    wrap_start_line(&wrap, 2, 4);
    wrap_add_c(&wrap, WRAP_PLAIN, "one two three four five six");
    wrap_end_line(&wrap);
    wrap_end_line(&wrap);
    expect_text("  one two three\n    four five six\n");
}

/* The last column is for what is joined to a word, so nothing is ever wider than the line. */
static void test_joined_marks_fit(void **state)
{
    (void)state;
    wrap_add_c(&wrap, WRAP_PLAIN, "1234567890123456789");
    wrap_join(&wrap, WRAP_PLAIN, STR(";"));
    wrap_add_c(&wrap, WRAP_PLAIN, "x");
    expect_text("1234567890123456789;\nx");
}

static void test_long_word(void **state)
{
    (void)state;
    wrap_start_line(&wrap, 2, 4);
    wrap_add_c(&wrap, WRAP_PLAIN, "a 123456789012345678901234567890 b");
    expect_text("  a\n    123456789012345678901234567890\n    b");
}

static void test_glued_words_stay_together(void **state)
{
    (void)state;
    wrap_add_c(&wrap, WRAP_PLAIN, "remnant is just");
    wrap_add_glued(&wrap, WRAP_PLAIN, STR("75 %"));
    expect_text("remnant is just\n75 %");
}

static void test_columns(void **state)
{
    (void)state;
    wrap_add_c(&wrap, WRAP_PLAIN, "ab");
    wrap_move_to(&wrap, 6);
    wrap_add_c(&wrap, WRAP_PLAIN, "cd");
    wrap_move_to(&wrap, 3); /* is past already: one blank */
    wrap_move_to(&wrap, 3);
    wrap_add_c(&wrap, WRAP_PLAIN, "ef");
    expect_text("ab    cd ef");
}

static void test_display_width(void **state)
{
    (void)state;
    assert_int_equal(wrap_get_width(STR("")), 0);
    assert_int_equal(wrap_get_width(STR("caf\xc3\xa9")), 4);
    assert_int_equal(wrap_get_width(STR("\xe6\xbc\xa2\xe5\xad\x97")), 4); /* two wide letters */
    assert_int_equal(wrap_get_width(STR("e\xcc\x81")), 1);                /* a combining accent */
    assert_int_equal(wrap_get_width(STR("a\x1b"
                                        "b")),
                     3);                                  /* shown as a mark */
    assert_int_equal(wrap_get_width(STR("\xff\xfe")), 2); /* not UTF-8: a mark each */
}

static void test_nothing_steers_the_terminal(void **state)
{
    (void)state;
    wrap_add_c(&wrap, WRAP_PLAIN, "\033[2J");
    wrap_add(&wrap, WRAP_PLAIN,
             STR("\xe2\x80\xae"
                 "ab\xc2\x9b"));
    expect_text("\xef\xbf\xbd[2J \xef\xbf\xbd"
                "ab\xef\xbf\xbd");
}

static void test_colour(void **state)
{
    (void)state;
    wrap.color = true;
    wrap_add_c(&wrap, WRAP_STRONG, "two words");
    wrap_add_c(&wrap, WRAP_PLAIN, "plain");
    expect_text("\033[1mtwo words\033[0m plain");
}

static void test_blanks_and_rules(void **state)
{
    (void)state;
    wrap_add_c(&wrap, WRAP_PLAIN, "  a \n  b  ");
    wrap_blank_line(&wrap);
    wrap_rule(&wrap, "=");
    expect_text("a b\n\n====================\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_hanging_lines),
        TEST(test_joined_marks_fit),
        TEST(test_long_word),
        TEST(test_glued_words_stay_together),
        TEST(test_columns),
        TEST(test_display_width),
        TEST(test_nothing_steers_the_terminal),
        TEST(test_colour),
        TEST(test_blanks_and_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
