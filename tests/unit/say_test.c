/* say_test.c - numbers, values and names as text. Expected digits were worked out by hand (long
 * division). */
#include "runtime/report/say.h"
#include "runtime/value/strength.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
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

static void expect(const StrBuf *out, const char *text)
{
    assert_string_equal(str_to_c(out->arena, buf_get(out)), text);
}

static void expect_number(__int128 num, __int128 den, RatRounding rounding, const char *text)
{
    StrBuf out = { .arena = arena };
    Rat value;

    assert_true(rat_make(num, den, &value));
    rat_print_rounded(&out, value, rounding);
    expect(&out, text);
}

static void test_numbers_on_the_grid(void **state)
{
    (void)state;
    for (RatRounding r = RAT_NEAREST; r <= RAT_UP; r++) {
        expect_number(0, 1, r, "0");
        expect_number(-5, 2, r, "-2.5");
        expect_number(1, 100000000, r, "0.00000001");
        expect_number(-1, 100000000, r, "-0.00000001");
        expect_number(100, 1, r, "100");
        expect_number(123456789, 1000, r, "123456.789");
    }
}

static void test_numbers_off_the_grid(void **state)
{
    (void)state;
    expect_number(1, 3, RAT_NEAREST, "0.33333333");
    expect_number(1, 3, RAT_DOWN, "0.33333333");
    expect_number(1, 3, RAT_UP, "0.33333334");
    expect_number(-1, 3, RAT_DOWN, "-0.33333334");
    expect_number(-1, 3, RAT_UP, "-0.33333333");
    expect_number(2, 3, RAT_NEAREST, "0.66666667");
    expect_number(-2, 3, RAT_NEAREST, "-0.66666667");
    /* halves go to the even digit: 0.000000005, 0.000000015, 0.000000025 */
    expect_number(1, 200000000, RAT_NEAREST, "0");
    expect_number(3, 200000000, RAT_NEAREST, "0.00000002");
    expect_number(5, 200000000, RAT_NEAREST, "0.00000002");
    expect_number(-1, 200000000, RAT_NEAREST, "0");
    expect_number(1, 200000000, RAT_UP, "0.00000001");
    expect_number(-1, 200000000, RAT_UP, "0");
    expect_number(-1, 200000000, RAT_DOWN, "-0.00000001");
    /* the carry runs into the whole part: 0.999999999 */
    expect_number(999999999, 1000000000, RAT_NEAREST, "1");
    expect_number(999999999, 1000000000, RAT_DOWN, "0.99999999");
    expect_number(-999999999, 1000000000, RAT_NEAREST, "-1");
}

/* Numerators and denominators near 2^127: ten times the rest does not fit. */
static void test_wide_numbers(void **state)
{
    (void)state;
    __int128 largest = (__int128)(((unsigned __int128)1 << 127) - 1);

    expect_number(largest, 1, RAT_NEAREST, "170141183460469231731687303715884105727");
    expect_number(-largest, 1, RAT_NEAREST, "-170141183460469231731687303715884105727");
    expect_number(largest - 1, largest, RAT_NEAREST, "1");
    expect_number(largest - 1, largest, RAT_DOWN, "0.99999999");
    expect_number(1, largest, RAT_UP, "0.00000001");
    expect_number(1, largest, RAT_NEAREST, "0");
}

static const Str yes_no[] = { { "no", 2 }, { "yes", 3 } };
static const Str risk[] = { { "low", 3 }, { "very_high", 9 } };
static const Str risk_labels[] = { { "", 0 }, { "Very high", 9 } };

static Program *make_program(void)
{
    Program *program = ARENA_NEW(arena, Program);

    program->enums = ARENA_ARRAY(arena, EnumInfo, 2);
    program->enum_count = 2;
    program->enums[0] = (EnumInfo){ STR("yes_no"), true, 2, (Str *)yes_no, NULL };
    program->enums[1] = (EnumInfo){ STR("risk"), true, 2, (Str *)risk, (Str *)risk_labels };
    return program;
}

static void expect_said(ValueType type, Reg value, const Rat *exact, const char *text,
                        const char *kind)
{
    StrBuf out = { .arena = arena }, kindly = { .arena = arena };
    Program *program = make_program();

    say_value(&out, program, type, value, exact);
    expect(&out, text);
    say_value_kindly(&kindly, program, type, value, exact);
    expect(&kindly, kind);
}

static void test_values(void **state)
{
    (void)state;
    ValueType yes = { REG_BOOL, NO_INDEX, UNIT_NONE }, group = { REG_ENUM, 1, UNIT_NONE };
    ValueType count = { REG_INT, NO_INDEX, UNIT_NONE }, day = { REG_DATE, NO_INDEX, UNIT_NONE };
    ValueType size = { REG_DEC, NO_INDEX, unit_find(STR("cm")) },
              real = { REG_REAL, NO_INDEX, UNIT_NONE };
    Rat week = { 1, 7 };

    expect_said(yes, (Reg){ .mask = MASK_YES }, NULL, "yes", "yes");
    expect_said(yes, (Reg){ .mask = MASK_NO }, NULL, "no", "no");
    expect_said(group, (Reg){ .mask = 1 }, NULL, "low", "low");
    expect_said(group, (Reg){ .mask = 2 }, NULL, "very_high", "Very high");
    expect_said(count, (Reg){ .lo = -3, .hi = -3 }, NULL, "-3", "-3");
    expect_said(size, (Reg){ .lo = 5 * DEC_ONE / 2, .hi = 5 * DEC_ONE / 2 }, NULL, "2.5 cm",
                "2.5 cm");
    expect_said(size, (Reg){ .lo = 14285714, .hi = 14285715 }, &week, "0.14285714 cm",
                "0.14285714 cm");
    expect_said(real, (Reg){ .real = -0.125 }, NULL, "-0.125", "-0.125");
    expect_said(day, (Reg){ .lo = 0, .hi = 0 }, NULL, "1970-01-01", "1970-01-01");
    expect_said(day, (Reg){ .lo = 0, .hi = 30 }, NULL, "1970-01", "1970-01");
}

static void expect_possible(ValueType type, Answer answer, const char *text)
{
    StrBuf out = { .arena = arena };

    say_possible(&out, make_program(), type, &answer);
    expect(&out, text);
}

static void test_possible(void **state)
{
    (void)state;
    ValueType group = { REG_ENUM, 1, UNIT_NONE },
              size = { REG_DEC, NO_INDEX, unit_find(STR("cm")) };
    ValueType real = { REG_REAL, NO_INDEX, UNIT_NONE };
    Rat some[] = { { 1, 3 }, { 2, 1 }, { 8, 3 } };

    expect_possible(group, (Answer){ .value.mask = 3 }, "low or Very high");
    expect_possible(group, (Answer){ .settled = true, .failed = true }, "low or Very high");
    expect_possible(size, (Answer){ .possible = some, .possible_count = 3 },
                    "from 0.33333333 to 2.66666667 cm");
    expect_possible(size, (Answer){ .range_lo = { 0, 1 }, .range_hi = { 1, 3 } },
                    "from 0 to 0.33333334 cm");
    expect_possible(size, (Answer){ .lo_open = true, .range_hi = { 5, 1 } }, "at most 5 cm");
    expect_possible(size, (Answer){ .hi_open = true, .range_lo = { 5, 1 } }, "at least 5 cm");
    expect_possible(size, (Answer){ .lo_open = true, .hi_open = true }, "unknown");
    expect_possible(real, (Answer){ .settled = false }, "unknown");
}

static void a_label_is_printed_as_the_program_carries_it(void **state)
{
    (void)state;
    StrBuf out = { .arena = arena };

    say_title(&out, STR(""), STR("risk_group"));
    buf_add_char(&out, '|');
    say_title(&out, STR("pT stage"), STR("x"));
    buf_add_char(&out, '|');
    strength_print(&out, STR("not_recommended"), false);
    buf_add_char(&out, '|');
    strength_print(&out, STR("must"), true);
    buf_add_char(&out, '|');
    say_kind(&out, &(ListInfo){ .element = STR("liver lesion") });
    expect(&out, "risk_group|pT stage|not recommended|must not|Liver lesion");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_numbers_on_the_grid, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_numbers_off_the_grid, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_wide_numbers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_values, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_possible, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_label_is_printed_as_the_program_carries_it, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
