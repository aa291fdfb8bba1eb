/* real_parts.c - IEEE 754 binary64 by its bits. */
#include "runtime/value/real_parts.h"
#include <string.h>

enum {
    FRACTION_BITS = 52,
    LOWEST_EXPONENT = -1074, /* of the last bit of a subnormal number */
    SPECIAL = 0x7ff
};
#define HIDDEN_BIT (UINT64_C(1) << FRACTION_BITS)

_Static_assert(sizeof(double) == sizeof(uint64_t), "double must be IEEE 754 binary64");

static double from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

double real_nan(void)
{
    return from_bits(UINT64_C(0x7ff8000000000000));
}

RealParts real_split(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int biased = (int)(bits >> FRACTION_BITS) & SPECIAL;
    uint64_t fraction = bits & (HIDDEN_BIT - 1);
    return (RealParts){
        .negative = bits >> 63,
        .special = biased == SPECIAL,
        .mantissa = biased ? fraction | HIDDEN_BIT : fraction,
        .exponent = LOWEST_EXPONENT + (biased ? biased - 1 : 0),
    };
}

/* mantissa / 2^bits, half to even. */
static uint64_t drop_bits(U128 mantissa, int bits, bool sticky)
{
    if (bits > 127) {
        return 0; /* mantissas of results that small have 120 bits: below one half */
    }
    U128 half = (U128)1 << (bits - 1);
    U128 kept = mantissa >> bits, rest = mantissa & (half | (half - 1));
    bool up = rest > half || (rest == half && (sticky || (kept & 1)));
    return (uint64_t)kept + up;
}

double real_join(bool negative, U128 mantissa, int exponent, bool sticky)
{
    if (mantissa == 0) {
        return 0;
    }
    int last = exponent + (int)u128_count_bits(mantissa) - 1 - FRACTION_BITS;
    if (last < LOWEST_EXPONENT) {
        last = LOWEST_EXPONENT;
    }
    uint64_t kept = drop_bits(mantissa, last - exponent, sticky);
    /* A carry out of the fraction and the step from subnormal to normal come right by a sum. */
    uint64_t bits = ((uint64_t)(last - LOWEST_EXPONENT) << FRACTION_BITS) + kept;
    if (bits >> FRACTION_BITS >= SPECIAL) {
        return real_nan();
    }
    /* There is one zero: a minus before it would only turn up in print. */
    return from_bits(bits ? bits | (uint64_t)negative << 63 : 0);
}
