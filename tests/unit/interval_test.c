/* interval_test.c - interval arithmetic: exact hulls from a table, and soundness against exact
 * points. */
#include "runtime/value/interval.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* ---- the table ---- */

typedef Interval Operation(Interval a, Interval b);

static Interval compute_add(Interval a, Interval b)
{
    return interval_add(a, b);
}
static Interval compute_sub(Interval a, Interval b)
{
    return interval_sub(a, b);
}
static Interval compute_mul_int(Interval a, Interval b)
{
    return interval_mul_int(a, b);
}
static Interval compute_mul(Interval a, Interval b)
{
    return interval_mul(a, b);
}
static Interval compute_div(Interval a, Interval b)
{
    return interval_div(a, b);
}
static Interval compute_round(Interval a, Interval b)
{
    return interval_round(a, (unsigned)b.lo);
}
static Interval compute_round_int(Interval a, Interval b)
{
    return interval_round_int(a);
}
static Interval compute_from_int(Interval a, Interval b)
{
    return interval_from_int(a);
}
static Interval compute_round_sqrt(Interval a, Interval b)
{
    return interval_round_sqrt(a, (unsigned)b.lo);
}

typedef struct Row {
    const char *name;
    Operation *operation;
    Interval a, b, result;
} Row;

#define ROW(name, a, b, c, d, e, f) { #name, compute_##name, { a, b }, { c, d }, { e, f } },
static const Row rows[] = {
#include "tests/unit/oracles/intervals.inc"
};
#define ROW_COUNT (sizeof rows / sizeof *rows)

static void test_table(void **state)
{
    assert_true(ROW_COUNT > 700);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        const Row *row = &rows[i];
        Interval found = row->operation(row->a, row->b);
        if (found.lo != row->result.lo || found.hi != row->result.hi) {
            fail_msg("%s [%lld, %lld] [%lld, %lld] gives [%lld, %lld]", row->name,
                     (long long)row->a.lo, (long long)row->a.hi, (long long)row->b.lo,
                     (long long)row->b.hi, (long long)found.lo, (long long)found.hi);
        }
    }
}

/* ---- soundness: the exact result of any two points inside lies inside ---- */

/* Thirds of grid steps: exact values between the grid points too. */
static Rat get_point(Interval a, int third)
{
    Rat point;
    rat_make((__int128)a.lo * 3 + third, (__int128)DEC_ONE * 3, &point);
    return point;
}

static bool holds(Interval a, Rat point)
{
    return rat_compare(rat_from_dec(a.lo), point) <= 0 &&
           rat_compare(point, rat_from_dec(a.hi)) <= 0;
}

/* The whole range says that the operation may fail. */
static bool is_whole(Interval a)
{
    return a.lo == INT64_MIN && a.hi == INT64_MAX;
}

static void assert_sound(Interval a, Interval b)
{
    Interval sum = interval_add(a, b), difference = interval_sub(a, b);
    Interval product = interval_mul(a, b), quotient = interval_div(a, b);
    for (int i = 0; i <= 3 * (a.hi - a.lo); i++) {
        for (int j = 0; j <= 3 * (b.hi - b.lo); j++) {
            Rat x = get_point(a, i), y = get_point(b, j), exact;
            assert_true(rat_add(x, y, &exact) && holds(sum, exact));
            assert_true(rat_sub(x, y, &exact) && holds(difference, exact));
            assert_true(rat_mul(x, y, &exact) && holds(product, exact));
            if (!is_whole(quotient)) {
                assert_true(rat_div(x, y, &exact) && holds(quotient, exact));
            }
        }
    }
}

static void test_soundness_between_grid_points(void **state)
{
    static const int64_t starts[] = { -7,          -3,       -1,         0,
                                      1,           2,        5,          -DEC_ONE - 1,
                                      DEC_ONE - 1, 33333333, -250000001, 123456789012 };
    enum { COUNT = sizeof starts / sizeof *starts };
    for (int i = 0; i < COUNT; i++) {
        for (int j = 0; j < COUNT; j++) {
            for (int width = 0; width < 3; width++) {
                assert_sound((Interval){ starts[i], starts[i] + width },
                             (Interval){ starts[j], starts[j] + 2 - width });
            }
        }
    }
}

static void test_rounding_is_sound(void **state)
{
    static const int64_t starts[] = { -3, 0, 49999999, -50000001, 149999999, 50000000, 4, 5, 499 };
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        Interval a = { starts[i], starts[i] + 2 };
        for (unsigned digits = 0; digits <= 8; digits++) {
            for (int third = 0; third <= 6; third++) {
                Rat exact;
                assert_true(rat_round(get_point(a, third), digits, &exact));
                assert_true(holds(interval_round(a, digits), exact));
                if (a.lo < 0) {
                    continue;
                }
                assert_true(rat_round_sqrt(get_point(a, third), digits, &exact));
                assert_true(holds(interval_round_sqrt(a, digits), exact));
            }
        }
    }
}

/* ---- by hand ---- */

static void assert_interval(Interval found, int64_t lo, int64_t hi)
{
    assert_true(found.lo == lo);
    assert_true(found.hi == hi);
}

static void assert_whole(Interval found)
{
    assert_interval(found, INT64_MIN, INT64_MAX);
}

#define AT(value) ((Interval){ value, value })

static void test_quotients(void **state)
{
    assert_interval(interval_div(AT(DEC_ONE), AT(3 * DEC_ONE)), 33333333, 33333334);
    assert_interval(interval_div(AT(-DEC_ONE), AT(3 * DEC_ONE)), -33333334, -33333333);
    assert_interval(interval_div(AT(DEC_ONE), AT(4 * DEC_ONE)), 25000000, 25000000);
    assert_interval(interval_div(AT(0), AT(7)), 0, 0);
    assert_whole(interval_div(AT(0), AT(0)));
    assert_whole(interval_div(AT(DEC_ONE), (Interval){ 0, 5 }));
    assert_whole(interval_div(AT(DEC_ONE), (Interval){ -5, 0 }));
    assert_whole(interval_div(AT(DEC_ONE), (Interval){ -5, 5 }));
    assert_whole(interval_div(AT(DEC_MAX), AT(1)));
    assert_whole(interval_div(AT(DEC_MIN), AT(-DEC_ONE))); /* 2^63 */
}

static void test_overflow_opens_the_result(void **state)
{
    assert_interval(interval_add(AT(INT64_MAX - 1), AT(1)), INT64_MAX, INT64_MAX);
    assert_whole(interval_add(AT(INT64_MAX), AT(1)));
    assert_whole(interval_add((Interval){ INT64_MIN, 0 }, (Interval){ -1, 5 }));
    assert_whole(interval_sub(AT(INT64_MIN), AT(1)));
    assert_whole(interval_sub(AT(0), AT(INT64_MIN)));
    assert_whole(interval_mul_int(AT(INT64_MIN), AT(-1)));
    assert_whole(interval_mul_int(INTERVAL_WHOLE, INTERVAL_WHOLE));
    assert_whole(interval_mul(INTERVAL_WHOLE, INTERVAL_WHOLE));
    assert_interval(interval_mul(INTERVAL_WHOLE, AT(DEC_ONE)), INT64_MIN, INT64_MAX);
    assert_interval(interval_mul(INTERVAL_WHOLE, AT(0)), 0, 0);
    assert_interval(interval_from_int(AT(92233720368)), INT64_C(9223372036800000000),
                    INT64_C(9223372036800000000));
    assert_whole(interval_from_int(AT(92233720369)));
}

static void test_rounding_to_even(void **state)
{
    assert_interval(interval_round_int((Interval){ 50000000, 150000000 }), 0, 2);
    assert_interval(interval_round_int((Interval){ -150000000, -50000000 }), -2, 0);
    assert_interval(interval_round_int((Interval){ 250000000, 250000001 }), 2, 3);
    assert_interval(interval_round((Interval){ 250000000, 350000000 }, 0), 200000000, 400000000);
    assert_interval(interval_round((Interval){ -5, 5 }, 8), -5, 5);
    assert_whole(interval_round(AT(INT64_MAX), 7)); /* rounds up past the end */
    assert_interval(interval_round(AT(INT64_MAX), 8), INT64_MAX, INT64_MAX);
}

static void test_roots(void **state)
{
    assert_interval(interval_round_sqrt((Interval){ 2 * DEC_ONE, 4 * DEC_ONE }, 2), 141000000,
                    200000000);
    assert_interval(interval_round_sqrt((Interval){ 25000000, 225000000 }, 0), 0,
                    200000000); /* 0.5 and 1.5: to even */
    assert_interval(interval_round_sqrt(AT(0), 8), 0, 0);
    assert_interval(interval_round_sqrt(AT(1), 8), 10000, 10000);
    assert_whole(interval_round_sqrt((Interval){ -1, 4 * DEC_ONE }, 2));
}

static void test_selection(void **state)
{
    Interval a = { 1, 5 }, b = { 3, 4 };
    assert_interval(interval_min(a, b), 1, 4);
    assert_interval(interval_max(a, b), 3, 5);
    assert_interval(interval_min(b, a), 1, 4);
    assert_interval(interval_max(b, a), 3, 5);
    assert_interval(interval_union(b, (Interval){ 9, 9 }), 3, 9);
    assert_interval(interval_union((Interval){ 9, 9 }, b), 3, 9);
    assert_true(interval_is_single(AT(3)));
    assert_false(interval_is_single(a));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_soundness_between_grid_points),
        cmocka_unit_test(test_rounding_is_sound),
        cmocka_unit_test(test_quotients),
        cmocka_unit_test(test_overflow_opens_the_result),
        cmocka_unit_test(test_rounding_to_even),
        cmocka_unit_test(test_roots),
        cmocka_unit_test(test_selection),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
