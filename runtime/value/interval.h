/* interval.h - what a number may be: every value between lo and hi.
 *
 * Decimals are on the grid of number.h; an exact value off the grid lies in [floor, floor + 1].
 * Results are rounded outwards to the grid, so the exact result of the exact operands is always
 * inside.
 * An operation that may fail for some of the operands (overflow, a divisor that may be zero, a root
 * of what may be negative) gives the whole range: its result is open.
 * Operands must not be empty (lo > hi). */
#ifndef VALUE_INTERVAL_H
#define VALUE_INTERVAL_H
#include "runtime/value/number.h"

typedef struct Interval {
    int64_t lo, hi;
} Interval;
#define INTERVAL_WHOLE ((Interval){ INT64_MIN, INT64_MAX })

static inline bool interval_is_single(Interval a)
{
    return a.lo == a.hi;
}

/* Smallest interval that holds both. */
static inline Interval interval_union(Interval a, Interval b)
{
    return (Interval){ a.lo < b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi };
}

/* For integers, decimals and dates alike. */
static inline Interval interval_min(Interval a, Interval b)
{
    return (Interval){ a.lo < b.lo ? a.lo : b.lo, a.hi < b.hi ? a.hi : b.hi };
}

static inline Interval interval_max(Interval a, Interval b)
{
    return (Interval){ a.lo > b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi };
}

/* For integers and decimals alike: a sum on the grid needs no rounding. */
static inline Interval interval_add(Interval a, Interval b)
{
    Interval sum;
    if (__builtin_add_overflow(a.lo, b.lo, &sum.lo) ||
        __builtin_add_overflow(a.hi, b.hi, &sum.hi)) {
        return INTERVAL_WHOLE;
    }
    return sum;
}

static inline Interval interval_sub(Interval a, Interval b)
{
    Interval difference;
    if (__builtin_sub_overflow(a.lo, b.hi, &difference.lo) ||
        __builtin_sub_overflow(a.hi, b.lo, &difference.hi)) {
        return INTERVAL_WHOLE;
    }
    return difference;
}

Interval interval_mul_int(Interval a, Interval b);         /* integers */
Interval interval_mul(Interval a, Interval b);             /* decimals */
Interval interval_div(Interval a, Interval b);             /* decimals */
Interval interval_from_int(Interval a);                    /* integers to decimals */
Interval interval_round(Interval a, unsigned digits);      /* decimals, half to even, digits 0..8 */
Interval interval_round_int(Interval a);                   /* decimals to integers, half to even */
Interval interval_round_sqrt(Interval a, unsigned digits); /* decimals, digits 0..8 */
#endif
