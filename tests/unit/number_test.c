/* number_test.c - exact numbers against tables made with Python's fractions, and number texts by
 * hand. */
#include "runtime/value/number.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MOST ((__int128)(~(unsigned __int128)0 >> 1))

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

/* ---- tables ---- */

typedef struct PairRow {
    const char *a_num, *a_den, *b_num, *b_den;
    const char *sum_num, *sum_den, *difference_num, *difference_den;
    const char *product_num, *product_den, *quotient_num, *quotient_den;
    int order;
} PairRow;

typedef struct SingleRow {
    const char *num, *den, *floor;
    int exact;
    unsigned digits;
    const char *rounded_num, *rounded_den;
    uint64_t bits;
} SingleRow;

typedef struct RoundRow {
    const char *num, *den;
    unsigned digits;
    const char *rounded_num, *rounded_den;
} RoundRow;

typedef struct DoubleRow {
    uint64_t bits;
    unsigned digits;
    const char *num, *den;
} DoubleRow;

#define PAIR(...)
#define SINGLE(...)
#define ROUND(...)
#define ROOT(...)
#define DOUBLE(...)

#undef PAIR
#define PAIR(...) { __VA_ARGS__ },
static const PairRow pair_rows[] = {
#include "tests/unit/oracles/rationals.inc"
};
#undef PAIR
#define PAIR(...)

#undef SINGLE
#define SINGLE(...) { __VA_ARGS__ },
static const SingleRow single_rows[] = {
#include "tests/unit/oracles/rationals.inc"
};
#undef SINGLE
#define SINGLE(...)

#undef ROUND
#define ROUND(...) { __VA_ARGS__ },
static const RoundRow round_rows[] = {
#include "tests/unit/oracles/rationals.inc"
};
#undef ROUND
#define ROUND(...)

#undef ROOT
#define ROOT(...) { __VA_ARGS__ },
static const RoundRow root_rows[] = {
#include "tests/unit/oracles/rationals.inc"
};
#undef ROOT
#define ROOT(...)

#undef DOUBLE
#define DOUBLE(...) { __VA_ARGS__ },
static const DoubleRow double_rows[] = {
#include "tests/unit/oracles/rationals.inc"
};

/* An empty table would pass every test. */
_Static_assert(sizeof pair_rows / sizeof *pair_rows > 250, "rationals.inc is not whole");
_Static_assert(sizeof double_rows / sizeof *double_rows > 250, "rationals.inc is not whole");

#define EACH_ROW(row, rows)                                       \
    for (size_t i_ = 0; i_ < sizeof(rows) / sizeof *(rows); i_++) \
        for (const __typeof__(*(rows)) *row = &(rows)[i_]; row; row = NULL)

static __int128 read_int(const char *text)
{
    bool negative = *text == '-';
    __int128 value = 0;
    for (text += negative; *text; text++) {
        value = value * 10 + (*text - '0');
    }
    return negative ? -value : value;
}

static Rat read_rat(const char *num, const char *den)
{
    return (Rat){ read_int(num), read_int(den) };
}

#define UNTOUCHED ((Rat){ 12345, 67 })

/* The operation's result must be the table's, bit for bit; a refusal must leave the result alone.
 */
static void check_rat(const char *what, bool done, Rat found, const char *num, const char *den)
{
    if (done != (num != NULL)) {
        fail_msg("%s: %s", what, done ? "should be refused" : "is refused");
    }
    Rat expected = num ? read_rat(num, den) : UNTOUCHED;
    if (found.num != expected.num || found.den != expected.den) {
        fail_msg("%s: wrong, %s/%s expected", what, num ? num : "untouched", den ? den : "");
    }
}

typedef bool Operation(Rat a, Rat b, Rat *out);

static void check_operation(const char *name, Operation *operation, const PairRow *row,
                            const char *num, const char *den)
{
    char what[400];
    snprintf(what, sizeof what, "%s/%s %s %s/%s", row->a_num, row->a_den, name, row->b_num,
             row->b_den);
    Rat found = UNTOUCHED;
    bool done =
        operation(read_rat(row->a_num, row->a_den), read_rat(row->b_num, row->b_den), &found);
    check_rat(what, done, found, num, den);
}

static void test_four_operations(void **state)
{
    EACH_ROW(row, pair_rows)
    {
        check_operation("+", rat_add, row, row->sum_num, row->sum_den);
        check_operation("-", rat_sub, row, row->difference_num, row->difference_den);
        check_operation("*", rat_mul, row, row->product_num, row->product_den);
        check_operation("/", rat_div, row, row->quotient_num, row->quotient_den);
    }
}

static void test_order(void **state)
{
    EACH_ROW(row, pair_rows)
    {
        Rat a = read_rat(row->a_num, row->a_den), b = read_rat(row->b_num, row->b_den);
        assert_int_equal(rat_compare(a, b), row->order);
        assert_int_equal(rat_compare(b, a), -row->order);
        assert_int_equal(rat_compare(a, a), 0);
    }
}

static void test_floor_on_the_grid(void **state)
{
    EACH_ROW(row, single_rows)
    {
        Rat a = read_rat(row->num, row->den);
        Dec floor = 77, dec = 77;
        bool exact = !row->exact;
        assert_int_equal(rat_floor_dec(a, &floor, &exact), row->floor != NULL);
        assert_int_equal(rat_to_dec(a, &dec), row->floor && row->exact);
        if (row->floor) {
            assert_true(floor == read_int(row->floor));
            assert_int_equal(exact, row->exact);
        } else {
            assert_int_equal(floor, 77);
        }
        assert_true(dec == (row->floor && row->exact ? read_int(row->floor) : 77));
    }
}

static void test_rounding(void **state)
{
    EACH_ROW(row, single_rows)
    {
        Rat found = UNTOUCHED;
        bool done = rat_round(read_rat(row->num, row->den), row->digits, &found);
        check_rat(row->num, done, found, row->rounded_num, row->rounded_den);
    }
    EACH_ROW(row, round_rows)
    {
        Rat found = UNTOUCHED;
        bool done = rat_round(read_rat(row->num, row->den), row->digits, &found);
        check_rat(row->num, done, found, row->rounded_num, row->rounded_den);
    }
    Rat found = UNTOUCHED;
    assert_false(rat_round(rat_from_int(1), 9, &found));
}

static void test_square_roots(void **state)
{
    EACH_ROW(row, root_rows)
    {
        Rat found = UNTOUCHED;
        bool done = rat_round_sqrt(read_rat(row->num, row->den), row->digits, &found);
        check_rat(row->num, done, found, row->rounded_num, row->rounded_den);
    }
    Rat found = UNTOUCHED;
    assert_false(rat_round_sqrt((Rat){ -1, MOST }, 8, &found));
    assert_false(rat_round_sqrt(rat_from_int(4), 9, &found));
    check_rat("untouched", false, found, NULL, NULL);
}

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

static void test_to_double(void **state)
{
    EACH_ROW(row, single_rows)
    assert_true(get_bits(rat_to_double(read_rat(row->num, row->den))) == row->bits);
}

static void test_round_double(void **state)
{
    EACH_ROW(row, double_rows)
    {
        Rat found = UNTOUCHED;
        bool done = rat_round_double(from_bits(row->bits), row->digits, &found);
        check_rat("double", done, found, row->num, row->den);
    }
    Rat found = UNTOUCHED;
    assert_false(rat_round_double(from_bits(UINT64_C(0x7ff8000000000000)), 2, &found));
    assert_false(rat_round_double(from_bits(UINT64_C(0x7ff0000000000000)), 2, &found));
    assert_false(rat_round_double(from_bits(UINT64_C(0xfff0000000000000)), 2, &found));
    assert_false(rat_round_double(1.0, 9, &found));
}

/* ---- by hand ---- */

static void test_make(void **state)
{
    Rat found = UNTOUCHED;
    assert_true(rat_make(6, -4, &found));
    check_rat("6/-4", true, found, "-3", "2");
    assert_true(rat_make(0, -7, &found));
    check_rat("0/-7", true, found, "0", "1");
    assert_true(rat_make(-MOST - 1, -2, &found));
    check_rat("2^127/2", true, found, "85070591730234615865843651857942052864", "1");
    found = UNTOUCHED;
    assert_false(rat_make(1, 0, &found));
    assert_false(rat_make(-MOST - 1, 1, &found)); /* its negation would not fit */
    assert_false(rat_make(1, -MOST - 1, &found));
    check_rat("untouched", false, found, NULL, NULL);
    found = rat_from_dec(250000000);
    check_rat("2.5", true, found, "5", "2");
}

static void test_to_int(void **state)
{
    int64_t value = 5;
    assert_true(rat_to_int(rat_from_int(INT64_MIN), &value));
    assert_true(value == INT64_MIN);
    assert_true(rat_to_int(rat_from_int(INT64_MAX), &value));
    assert_true(value == INT64_MAX);
    value = 5;
    assert_false(rat_to_int((Rat){ (__int128)INT64_MAX + 1, 1 }, &value));
    assert_false(rat_to_int((Rat){ (__int128)INT64_MIN - 1, 1 }, &value));
    assert_false(rat_to_int((Rat){ 5, 2 }, &value));
    assert_int_equal(value, 5);
}

/* What half-even fixed point gets wrong: a / b * b = a. */
static void test_quotients_stay_exact(void **state)
{
    for (int a = 1; a < 60; a++) {
        for (int b = 1; b < 60; b++) {
            Rat quotient, back;
            assert_true(rat_div(rat_from_int(a), rat_from_int(b), &quotient));
            assert_true(rat_mul(quotient, rat_from_int(b), &back));
            assert_int_equal(rat_compare(back, rat_from_int(a)), 0);
        }
    }
}

/* ---- number texts ---- */

static void assert_dec(const char *text, NumberParse result, int64_t value)
{
    Dec found = 99;
    NumberParse status = number_parse(str_from_c(text), &found);
    if (status != result || found != (result == NUMBER_OK ? value : 99)) {
        fail_msg("\"%s\" gives %d, %lld", text, status, (long long)found);
    }
}

static void test_parse_values(void **state)
{
    assert_dec("0", NUMBER_OK, 0);
    assert_dec("-0", NUMBER_OK, 0);
    assert_dec("-0.0e-999", NUMBER_OK, 0);
    assert_dec("0e999999999999999999999999", NUMBER_OK, 0);
    assert_dec("2.0", NUMBER_OK, 2 * DEC_ONE);
    assert_dec("2e0", NUMBER_OK, 2 * DEC_ONE);
    assert_dec("2E+1", NUMBER_OK, 20 * DEC_ONE);
    assert_dec("200e-2", NUMBER_OK, 2 * DEC_ONE);
    assert_dec("0.02e2", NUMBER_OK, 2 * DEC_ONE);
    assert_dec("0.12345678", NUMBER_OK, 12345678);
    assert_dec("-0.12345678", NUMBER_OK, -12345678);
    assert_dec("0.1234567800000", NUMBER_OK, 12345678);
    assert_dec("123.456e3", NUMBER_OK, INT64_C(12345600000000));
    assert_dec("1e-8", NUMBER_OK, 1);
    assert_dec("10e-9", NUMBER_OK, 1);
    assert_dec("92233720368.54775807", NUMBER_OK, INT64_MAX);
    assert_dec("-92233720368.54775808", NUMBER_OK, INT64_MIN);
    assert_dec("9223372036854775807e-8", NUMBER_OK, INT64_MAX);
    assert_dec("100000.00e005", NUMBER_OK, INT64_C(1000000000000000000));
}

static void test_parse_refuses_size(void **state)
{
    assert_dec("92233720368.54775808", NUMBER_TOO_LARGE, 0);
    assert_dec("-92233720368.54775809", NUMBER_TOO_LARGE, 0);
    assert_dec("92233720369", NUMBER_TOO_LARGE, 0);
    assert_dec("1e11", NUMBER_TOO_LARGE, 0);
    assert_dec("1e400", NUMBER_TOO_LARGE, 0);
    assert_dec("-1e400", NUMBER_TOO_LARGE, 0);
    assert_dec("1e99999999999999999999999999", NUMBER_TOO_LARGE, 0);
    assert_dec("0.000000001", NUMBER_TOO_PRECISE, 0);
    assert_dec("0.123456789", NUMBER_TOO_PRECISE, 0);
    assert_dec("1e-9", NUMBER_TOO_PRECISE, 0);
    assert_dec("1e-99999999999999999999999999", NUMBER_TOO_PRECISE, 0);
    assert_dec("12345678901.123456789", NUMBER_TOO_PRECISE, 0);
    assert_dec("123456789012.123456789", NUMBER_TOO_LARGE, 0); /* both; its size comes first */
}

static void test_parse_refuses_what_is_no_json_number(void **state)
{
    static const char *const texts[] = {
        "",      "-",    "+1",  ".5",       "1.",       "01",        "00",    "-01",
        "-.5",   "1.e3", "1e",  "1e+",      "1e-",      "1e1.5",     "1.5.5", "1 ",
        " 1",    "1,5",  "NaN", "nan",      "Infinity", "-Infinity", "0x10",  "1_000",
        "1e5e5", "--1",  "1-",  "\xd9\xa1", "1\n",      "e5",        "1d",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_dec(texts[i], NUMBER_SYNTAX, 0);
        int64_t value = 99;
        assert_int_equal(number_parse_int(str_from_c(texts[i]), &value), NUMBER_SYNTAX);
        assert_int_equal(value, 99);
    }
    Dec value = 99;
    assert_int_equal(number_parse(STR("1\0"), &value), NUMBER_SYNTAX);
    assert_int_equal(number_parse(STR_NONE, &value), NUMBER_SYNTAX);
    /* The text may end anywhere in a larger one: nothing behind it is read. */
    assert_int_equal(number_parse((Str){ "1.5e7", 3 }, &value), NUMBER_OK);
    assert_true(value == 150000000);
    assert_int_equal(number_parse((Str){ "1.5e7", 2 }, &value), NUMBER_SYNTAX);
    assert_int_equal(number_parse((Str){ "1.5e7", 4 }, &value), NUMBER_SYNTAX);
}

static void test_parse_four_hundred_digits(void **state)
{
    char text[1000];
    memset(text, '9', 400);
    text[400] = 0;
    assert_dec(text, NUMBER_TOO_LARGE, 0);
    memset(text, '0', 400);
    memcpy(text, "0.", 2);
    assert_dec(text, NUMBER_OK, 0);
    text[399] = '1';
    assert_dec(text, NUMBER_TOO_PRECISE, 0);
    snprintf(text + 400, 20, "e%d", 397); /* 1 at place 398 behind the point */
    assert_dec(text, NUMBER_OK, DEC_ONE / 10);
    memset(text, '0', 400);
    text[0] = '3';
    strcpy(text + 400, "e-399");
    assert_dec(text, NUMBER_OK, 3 * DEC_ONE);
    strcpy(text + 400, ".000e-400");
    assert_dec(text, NUMBER_OK, 3 * DEC_ONE / 10);
    strcpy(text + 400, "e-408");
    assert_dec(text, NUMBER_TOO_PRECISE, 0);
}

static void assert_int(const char *text, NumberParse result, int64_t value)
{
    int64_t found = 99;
    assert_int_equal(number_parse_int(str_from_c(text), &found), result);
    assert_true(found == (result == NUMBER_OK ? value : 99));
}

static void test_parse_integers(void **state)
{
    assert_int("2", NUMBER_OK, 2);
    assert_int("2.0", NUMBER_OK, 2);
    assert_int("2.5", NUMBER_TOO_PRECISE, 0);
    assert_int("25e-1", NUMBER_TOO_PRECISE, 0);
    assert_int("25e1", NUMBER_OK, 250);
    assert_int("-0", NUMBER_OK, 0);
    assert_int("9223372036854775807", NUMBER_OK, INT64_MAX);
    assert_int("9223372036854775808", NUMBER_TOO_LARGE, 0);
    assert_int("-9223372036854775808", NUMBER_OK, INT64_MIN);
    assert_int("-9223372036854775809", NUMBER_TOO_LARGE, 0);
    assert_int("9223372036854775807.0000", NUMBER_OK, INT64_MAX);
    assert_int("1e18", NUMBER_OK, INT64_C(1000000000000000000));
    assert_int("1e19", NUMBER_TOO_LARGE, 0);
    assert_int("0.1", NUMBER_TOO_PRECISE, 0);
}

/* ---- printing ---- */

static void assert_printed(Rat value, const char *expected)
{
    StrBuf buf = { .arena = arena };
    rat_print(&buf, value);
    buf_add_char(&buf, 0);
    assert_string_equal(buf.ptr, expected);
}

static void test_print(void **state)
{
    assert_printed((Rat){ 0, 1 }, "0");
    assert_printed((Rat){ 3, 10 }, "0.3");
    assert_printed((Rat){ -2, 1 }, "-2");
    assert_printed((Rat){ 100000, 1 }, "100000");
    assert_printed((Rat){ 1, 3 }, "1/3");
    assert_printed((Rat){ -22, 7 }, "-22/7");
    assert_printed((Rat){ -1, 100000000 }, "-0.00000001");
    assert_printed((Rat){ 1, 1000000000 }, "1/1000000000");
    assert_printed((Rat){ 5, 4 }, "1.25");
    assert_printed((Rat){ MOST, 1 }, "170141183460469231731687303715884105727");
    assert_printed(
        (Rat){ -MOST, MOST - 1 },
        "-170141183460469231731687303715884105727/170141183460469231731687303715884105726");
    assert_printed((Rat){ MOST, 2 }, "85070591730234615865843651857942052863.5");
}

static void assert_dec_printed(Dec value, const char *expected)
{
    StrBuf buf = { .arena = arena };
    dec_print(&buf, value);
    buf_add_char(&buf, 0);
    assert_string_equal(buf.ptr, expected);
}

static void test_print_dec(void **state)
{
    assert_dec_printed(0, "0");
    assert_dec_printed(DEC_ONE, "1");
    assert_dec_printed(-DEC_ONE / 2, "-0.5");
    assert_dec_printed(1, "0.00000001");
    assert_dec_printed(1020000000, "10.2");
    assert_dec_printed(DEC_MAX, "92233720368.54775807");
    assert_dec_printed(DEC_MIN, "-92233720368.54775808");
}

/* What is printed is read back as the same number. */
static void test_print_and_parse(void **state)
{
    Dec value = 1;
    for (int i = 0; i < 400; i++) {
        value =
            (Dec)((uint64_t)value * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407));
        Dec tried = value >> (i % 60), back = 0;
        StrBuf buf = { .arena = arena };
        dec_print(&buf, tried);
        assert_int_equal(number_parse(buf_get(&buf), &back), NUMBER_OK);
        assert_true(back == tried);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_four_operations),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_floor_on_the_grid),
        cmocka_unit_test(test_rounding),
        cmocka_unit_test(test_square_roots),
        cmocka_unit_test(test_to_double),
        cmocka_unit_test(test_round_double),
        cmocka_unit_test(test_make),
        cmocka_unit_test(test_to_int),
        cmocka_unit_test(test_quotients_stay_exact),
        cmocka_unit_test(test_parse_values),
        cmocka_unit_test(test_parse_refuses_size),
        cmocka_unit_test(test_parse_refuses_what_is_no_json_number),
        cmocka_unit_test(test_parse_four_hundred_digits),
        cmocka_unit_test(test_parse_integers),
        cmocka_unit_test(test_print),
        cmocka_unit_test(test_print_dec),
        cmocka_unit_test(test_print_and_parse),
    };
    return cmocka_run_group_tests(tests, create_arena, destroy_arena);
}
