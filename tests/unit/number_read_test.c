/* number_read_test.c - numbers of records: exact up to 36 digits on either side of the point, and
 * what programs leave of binary numbers. Expected values by hand. */
#include "runtime/value/number.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* "5/1000000000", with " fine" and " shortened" as they are set; or the reason. */
static const char *show(const char *text)
{
    static const char *const reasons[] = { "", "syntax", "too precise", "too large" };
    static char room[160];
    Arena *arena = arena_create(0);
    StrBuf buf = { .arena = arena };
    NumberRead number;
    NumberParse result = number_read(str_from_c(text), &number);
    if (result == NUMBER_OK) {
        rat_print(&buf, number.value);
        buf_add_c(&buf, number.fine ? " fine" : "");
        buf_add_c(&buf, number.shortened ? " shortened" : "");
    }
    snprintf(room, sizeof room, "%s%.*s", reasons[result], (int)buf.len, buf.len ? buf.ptr : "");
    arena_destroy(arena);
    return room;
}

static void numbers_are_read_by_their_exact_value(void **state)
{
    assert_string_equal(show("0"), "0");
    assert_string_equal(show("-0.000e99"), "0");
    assert_string_equal(show("250000000000"), "250000000000");
    assert_string_equal(show("-12.50"), "-12.5");
    assert_string_equal(show("5e-8"), "0.00000005");
    assert_string_equal(show("5e-9"), "1/200000000 fine");
    assert_string_equal(show("0.123456789"), "123456789/1000000000 fine");
    assert_string_equal(show("0.123456780000"), "0.12345678");
    assert_string_equal(show("1.5e3"), "1500");
    assert_string_equal(show("12345678901234567890"), "12345678901234567890");
}

static void the_limits_of_a_fraction_are_told(void **state)
{
    assert_string_equal(show("1e35"), "100000000000000000000000000000000000");
    assert_string_equal(show("1e36"), "too large");
    assert_string_equal(show("999999999999999999999999999999999999"),
                        "999999999999999999999999999999999999");
    assert_string_equal(show("1e-36"), "1/1000000000000000000000000000000000000 fine");
    assert_string_equal(show("1e-37"), "too precise");
    assert_string_equal(show("12345678901234567890.123456789012345678"), "too precise");
    assert_string_equal(show("1e999999999999999999999"), "too large");
    assert_string_equal(show("-1e-999999999999999999999"), "too precise");
}

static void binary_numbers_are_read_to_15_digits(void **state)
{
    assert_string_equal(show("37.800000000000004"), "37.8 shortened");
    assert_string_equal(show("-0.30000000000000004"), "-0.3 shortened");
    assert_string_equal(show("99.99999999999999"), "100 shortened");
    assert_string_equal(show("1.2345678901234567e2"), "61728394506173/500000000000 fine shortened");
    /* 15 and 18 digits are what they are */
    assert_string_equal(show("1.00000000000001"), "100000000000001/100000000000000 fine");
    assert_string_equal(show("1.00000000000000001"), "100000000000000001/100000000000000000 fine");
    /* 100000000.00000001 is what a program writes for a hundred million and a bit */
    assert_string_equal(show("100000000.00000001"), "100000000 shortened");
    /* halves go to the even digit */
    assert_string_equal(show("0.1000000000000005"), "0.1 shortened");
    assert_string_equal(show("0.1000000000000015"),
                        "50000000000001/500000000000000 fine shortened");
    /* whole numbers are not touched */
    assert_string_equal(show("9007199254740993"), "9007199254740993");
    assert_string_equal(show("9007199254740993.0"), "9007199254740993");
    assert_string_equal(show("9.007199254740993e15"), "9007199254740993");
}

static void what_is_no_number_is_none(void **state)
{
    const char *texts[] = {
        "", "-", "+1", "01", ".5", "1.", "1e", "1e+", "NaN", "1 ", " 1", "1,5"
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_string_equal(show(texts[i]), "syntax");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_by_their_exact_value),
        cmocka_unit_test(the_limits_of_a_fraction_are_told),
        cmocka_unit_test(binary_numbers_are_read_to_15_digits),
        cmocka_unit_test(what_is_no_number_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
