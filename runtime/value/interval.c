/* interval.c - corner values, rounded outwards. */
#include "runtime/value/interval.h"
#include "runtime/value/wide.h"

static Interval narrow(__int128 lo, __int128 hi)
{
    if (lo < INT64_MIN || hi > INT64_MAX) {
        return INTERVAL_WHOLE;
    }
    return (Interval){ (int64_t)lo, (int64_t)hi };
}

static __int128 divide_down(__int128 a, __int128 b)
{
    __int128 quotient = a / b;
    return quotient - (a % b != 0 && (a < 0) != (b < 0));
}

static __int128 divide_up(__int128 a, __int128 b)
{
    __int128 quotient = a / b;
    return quotient + (a % b != 0 && (a < 0) == (b < 0));
}

static __int128 divide_half_even(__int128 a, __int128 b)
{
    __int128 below = divide_down(a, b), twice = 2 * (a - below * b);
    return below + (twice > b || (twice == b && (below & 1)));
}

typedef struct Span128 {
    __int128 lo, hi;
} Span128;

static void widen(Span128 *span, __int128 lo, __int128 hi)
{
    if (lo < span->lo) {
        span->lo = lo;
    }
    if (hi > span->hi) {
        span->hi = hi;
    }
}

/* Products of 64-bit numbers fit in 127 bits. A product is largest and smallest at corners. */
static Span128 multiply_corners(Interval a, Interval b)
{
    __int128 first = (__int128)a.lo * b.lo;
    Span128 span = { first, first };
    __int128 others[3] = { (__int128)a.lo * b.hi, (__int128)a.hi * b.lo, (__int128)a.hi * b.hi };
    for (int i = 0; i < 3; i++) {
        widen(&span, others[i], others[i]);
    }
    return span;
}

Interval interval_mul_int(Interval a, Interval b)
{
    Span128 span = multiply_corners(a, b);
    return narrow(span.lo, span.hi);
}

Interval interval_mul(Interval a, Interval b)
{
    Span128 span = multiply_corners(a, b);
    return narrow(divide_down(span.lo, DEC_ONE), divide_up(span.hi, DEC_ONE));
}

Interval interval_div(Interval a, Interval b)
{
    if (b.lo <= 0 && b.hi >= 0) {
        return INTERVAL_WHOLE;
    }
    __int128 tops[2] = { (__int128)a.lo * DEC_ONE, (__int128)a.hi * DEC_ONE };
    int64_t bottoms[2] = { b.lo, b.hi };
    Span128 span = { divide_down(tops[0], b.lo), divide_up(tops[0], b.lo) };
    for (int i = 1; i < 4; i++) {
        __int128 top = tops[i / 2], bottom = bottoms[i % 2];
        widen(&span, divide_down(top, bottom), divide_up(top, bottom));
    }
    return narrow(span.lo, span.hi);
}

Interval interval_from_int(Interval a)
{
    return narrow((__int128)a.lo * DEC_ONE, (__int128)a.hi * DEC_ONE);
}

Interval interval_round(Interval a, unsigned digits)
{
    int64_t step = DEC_ONE / powers_of_ten[digits];
    return narrow(divide_half_even(a.lo, step) * step, divide_half_even(a.hi, step) * step);
}

Interval interval_round_int(Interval a)
{
    return narrow(divide_half_even(a.lo, DEC_ONE), divide_half_even(a.hi, DEC_ONE));
}

/* The rounded root of a grid point, on the grid: the same decision by the doubled root as in
 * rat_round_sqrt. */
static int64_t round_root(int64_t value, unsigned digits)
{
    U128 power = (U128)powers_of_ten[digits];
    U128 squared = 4 * (U128)value * power * power;
    U128 quotient = squared / DEC_ONE;
    bool exact;
    U128 twice = wide_sqrt(wide_from(quotient), &exact);
    U128 root = twice >> 1;
    bool tie = exact && squared % DEC_ONE == 0;
    if ((twice & 1) && (!tie || (root & 1))) {
        root++;
    }
    return (int64_t)(root * (U128)(DEC_ONE / powers_of_ten[digits]));
}

Interval interval_round_sqrt(Interval a, unsigned digits)
{
    if (a.lo < 0) {
        return INTERVAL_WHOLE;
    }
    return (Interval){ round_root(a.lo, digits), round_root(a.hi, digits) };
}
