/* labels_test.c - what a fact is called that has no label: expected words written by hand. */
#include "lang/labels.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static Arena *arena;
static AstStatement statement;
static AstStatement *statements[] = { &statement };
static Ast ast;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(0);
    ast = (Ast){ 0 };
    ast.statements.items = statements;
    ast.statements.count = 1;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void expect(const char *text, const char *identifier, bool title, const char *words)
{
    Labels labels;

    statement.text.text = str_from_c(text);
    labels_init(&labels, arena, &ast);
    Str made = labels_make(&labels, str_from_c(identifier), title);
    assert_int_equal(made.len, strlen(words));
    assert_memory_equal(made.ptr, words, made.len);
}

static void underscores_and_dots_become_blanks(void **state)
{
    (void)state;
    expect("", "liver.r0_feasible", false, "liver r0 feasible");
    expect("", "risk_group", true, "Risk group");
}

static void abbreviations_are_written_as_the_texts_write_them(void **state)
{
    (void)state;
    expect("A margin of R0 in BRAF V600E.", "liver.r0_feasible", false, "liver R0 feasible");
    expect("A margin of R0 in BRAF V600E.", "braf_v600e", true, "BRAF V600E");
}

static void a_word_that_is_also_written_small_is_not_an_abbreviation(void **state)
{
    (void)state;
    expect("CT OR MR, one or the other.", "ct_or_mr", false, "CT or MR");
    expect("one or the other, CT OR MR.", "ct_or_mr", false, "CT or MR");
}

static void single_letters_and_mixed_case_are_words(void **state)
{
    (void)state;
    expect("Child class B, pT stage", "class_b", false, "class b");
    expect("Child class B, pT stage", "pt", false, "pt");
}

static void a_label_goes_before_the_identifier(void **state)
{
    Labels labels;

    (void)state;
    labels_init(&labels, arena, &ast);
    assert_true(str_equal(labels_get_title(&labels, STR("pT stage"), STR("x")), STR("pT stage")));
    assert_true(str_equal(labels_get_title(&labels, STR(""), STR("x_y")), STR("X y")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(underscores_and_dots_become_blanks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(abbreviations_are_written_as_the_texts_write_them, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_word_that_is_also_written_small_is_not_an_abbreviation,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(single_letters_and_mixed_case_are_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_label_goes_before_the_identifier, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
