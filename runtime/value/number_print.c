/* number_print.c - numbers as decimal text: exactly where the grid holds them, else as a fraction
 * or rounded to the grid. */
#include "runtime/value/number.h"
#include "runtime/value/wide.h"

static void print_integer(StrBuf *out, U128 value)
{
    char digits[40];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + (unsigned)(value % 10));
        value /= 10;
    } while (value);
    buf_add(out, (Str){ digits + at, sizeof digits - at });
}

/* Digits after the point, without zeros at the end. fraction < DEC_ONE. */
static void print_fraction(StrBuf *out, uint64_t fraction)
{
    if (fraction == 0) {
        return;
    }
    buf_add_char(out, '.');
    for (uint64_t place = DEC_ONE / 10; fraction; place /= 10) {
        buf_add_char(out, (char)('0' + fraction / place));
        fraction %= place;
    }
}

void rat_print(StrBuf *out, Rat value)
{
    U128 magnitude = i128_magnitude(value.num), den = (U128)value.den;
    bool on_grid = DEC_ONE % den == 0;
    if (value.num < 0) {
        buf_add_char(out, '-');
    }
    if (!on_grid) {
        print_integer(out, magnitude);
        buf_add_char(out, '/');
        print_integer(out, den);
        return;
    }
    print_integer(out, magnitude / den);
    print_fraction(out, (uint64_t)(magnitude % den) * (uint64_t)(DEC_ONE / den));
}

/* The same from the end, with divisions by constants only: reports are full of decimals on the
 * grid. */
void dec_print(StrBuf *out, Dec value)
{
    char text[24];
    size_t at = sizeof text;
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    uint64_t whole = magnitude / DEC_ONE, fraction = magnitude % DEC_ONE;
    if (fraction) {
        unsigned digits = DEC_DIGITS;
        for (; fraction % 10 == 0; digits--) {
            fraction /= 10;
        }
        for (; digits; digits--, fraction /= 10) {
            text[--at] = (char)('0' + fraction % 10);
        }
        text[--at] = '.';
    }
    do {
        text[--at] = (char)('0' + whole % 10);
        whole /= 10;
    } while (whole);
    if (value < 0) {
        text[--at] = '-';
    }
    buf_add(out, (Str){ text + at, sizeof text - at });
}

/* ---- rounded ---- */

/* Long division by steps of one digit: rest < den, and den may be near 2^127, so ten times the rest
 * may need more bits than there are. */
static unsigned divide_digit(U128 *rest, U128 den)
{
    unsigned digit = 0;
    U128 value = 0;

    for (int i = 0; i < 10; i++) {
        /* value < den and rest < den <= 2^127, so the sum fits */
        value += *rest;
        if (value >= den) {
            value -= den;
            digit++;
        }
    }
    *rest = value;
    return digit;
}

/* Does the magnitude whole.digits and a rest (out of den) round away from zero? */
static bool rounds_up(bool negative, uint64_t digits, U128 rest, U128 den, RatRounding rounding)
{
    if (rest == 0) {
        return false;
    }
    if (rounding == RAT_NEAREST) {
        U128 other = den - rest;
        return rest > other || (rest == other && digits % 2 == 1);
    }
    return (rounding == RAT_UP) != negative;
}

void rat_print_rounded(StrBuf *out, Rat value, RatRounding rounding)
{
    bool negative = value.num < 0;
    U128 num = negative ? -(U128)value.num : (U128)value.num, den = (U128)value.den;
    U128 whole = num / den, rest = num % den;
    uint64_t digits = 0;

    for (int i = 0; i < DEC_DIGITS; i++) {
        digits = digits * 10 + divide_digit(&rest, den);
    }
    if (rounds_up(negative, digits, rest, den, rounding) && ++digits == (uint64_t)DEC_ONE) {
        digits = 0;
        whole++;
    }
    if (negative && (whole != 0 || digits != 0)) {
        buf_add_char(out, '-');
    }
    print_integer(out, whole);
    print_fraction(out, digits);
}
