/* real_test.c - elementary functions bit for bit against a table made with 80 decimal digits. */
#include "runtime/value/number.h"
#include <fenv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

/* Any NaN: its payload is not part of an answer. */
#define NOT_A_NUMBER UINT64_C(0x7ff8000000000000)

static uint64_t get_bits(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static bool is_nan(double x)
{
    return x != x;
}

/* ---- tables ---- */

typedef double Function(double x, double y);

static double compute_sqrt(double x, double y)
{
    return real_sqrt(x);
}
static double compute_ln(double x, double y)
{
    return real_ln(x);
}
static double compute_exp(double x, double y)
{
    return real_exp(x);
}
static double compute_power(double x, double y)
{
    return real_power(x, y);
}

typedef struct FunctionRow {
    const char *name;
    Function *function;
    uint64_t x, y, result;
} FunctionRow;

typedef struct PrintRow {
    uint64_t bits;
    const char *text;
} PrintRow;

#define PRINT(...)
#define FUNCTION(name, x, y, result) { #name, compute_##name, x, y, result },
static const FunctionRow function_rows[] = {
#include "tests/unit/oracles/reals.inc"
};
#undef FUNCTION
#undef PRINT
#define FUNCTION(...)
#define PRINT(bits, text) { bits, text },
static const PrintRow print_rows[] = {
#include "tests/unit/oracles/reals.inc"
};
#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static void check_functions(void)
{
    for (size_t i = 0; i < COUNT(function_rows); i++) {
        const FunctionRow *row = &function_rows[i];
        uint64_t found = get_bits(row->function(from_bits(row->x), from_bits(row->y)));
        if (found != row->result) {
            fail_msg("%s(%016llx, %016llx) gives %016llx, not %016llx", row->name,
                     (unsigned long long)row->x, (unsigned long long)row->y,
                     (unsigned long long)found, (unsigned long long)row->result);
        }
    }
}

static void test_functions(void **state)
{
    assert_true(COUNT(function_rows) > 800);
    check_functions();
}

/* A host that changed the rounding mode changes no answer. */
static void test_rounding_mode_does_not_matter(void **state)
{
    static const int modes[] = { FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO };
    for (int i = 0; i < 3; i++) {
        fesetround(modes[i]);
        check_functions();
        fesetround(FE_TONEAREST);
    }
}

static void assert_printed(double value, const char *expected)
{
    StrBuf buf = { .arena = arena };
    real_print(&buf, value);
    buf_add_char(&buf, 0);
    assert_string_equal(buf.ptr, expected);
}

static void test_texts(void **state)
{
    assert_true(COUNT(print_rows) > 150);
    for (size_t i = 0; i < COUNT(print_rows); i++) {
        assert_printed(from_bits(print_rows[i].bits), print_rows[i].text);
    }
}

/* ---- by hand ---- */

static void test_exact_results(void **state)
{
    assert_true(real_sqrt(2.25) == 1.5);
    assert_true(real_power(2, 10) == 1024);
    assert_true(real_power(10, -2) == 0.01);
    assert_true(real_power(4, 0.5) == 2);
    assert_true(real_power(27, 1.0 / 3) == 3);
    assert_true(real_power(-2, 3) == -8);
    assert_true(real_power(-2, 4) == 16);
    assert_true(real_power(2, -1074) == from_bits(1));
    assert_true(real_power(2, 1023) == from_bits(UINT64_C(0x7fe0000000000000)));
    assert_true(real_exp(0) == 1);
    assert_true(real_exp(-752.5) == 0);
    assert_true(real_exp(-900) == 0);
    assert_true(real_ln(1) == 0);
    assert_true(real_power(0, 0) == 1);
    assert_true(real_power(1, 1e300) == 1);
    assert_true(real_power(-1, 1e300) == 1); /* a large double is an even integer */
    assert_true(real_power(-1, 4503599627370497.0) == -1);
}

static void test_undefined_is_nan(void **state)
{
    double infinity = from_bits(UINT64_C(0x7ff0000000000000)), nan = from_bits(NOT_A_NUMBER);
    assert_true(is_nan(real_sqrt(-1e-300)));
    assert_true(is_nan(real_ln(0)));
    assert_true(is_nan(real_ln(-1)));
    assert_true(is_nan(real_exp(710))); /* not finite is no result */
    assert_true(is_nan(real_power(10, 309)));
    assert_true(is_nan(real_power(2, 1024)));
    assert_true(is_nan(real_power(-8, 1.0 / 3)));
    assert_true(is_nan(real_power(0, -1)));
    double strange[] = { infinity, -infinity, nan };
    for (int i = 0; i < 3; i++) {
        assert_true(is_nan(real_sqrt(strange[i])));
        assert_true(is_nan(real_ln(strange[i])));
        assert_true(is_nan(real_exp(strange[i])));
        assert_true(is_nan(real_power(strange[i], 2)));
        assert_true(is_nan(real_power(2, strange[i])));
    }
    assert_printed(nan, "NaN");
    assert_printed(infinity, "NaN");
}

static void test_there_is_one_zero(void **state)
{
    assert_true(get_bits(real_sqrt(-0.0)) == 0);
    assert_true(get_bits(real_exp(-1e300)) == 0);
    assert_true(get_bits(real_power(-1e-300, 3)) == 0);
    assert_printed(-0.0, "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_functions),
        cmocka_unit_test(test_rounding_mode_does_not_matter),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_exact_results),
        cmocka_unit_test(test_undefined_is_nan),
        cmocka_unit_test(test_there_is_one_zero),
    };
    return cmocka_run_group_tests(tests, create_arena, destroy_arena);
}
