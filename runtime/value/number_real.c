/* number_real.c - between exact rationals and doubles. */
#include "runtime/value/number.h"
#include "runtime/value/real_parts.h"

double rat_to_double(Rat a)
{
    U128 magnitude = i128_magnitude(a.num);
    /* A quotient of 56 bits or more decides the rounding, together with "something was cut off". */
    int shift = 56 + (int)u128_count_bits((U128)a.den) - (int)u128_count_bits(magnitude);
    if (shift < 0) {
        shift = 0;
    }
    U128 rest;
    Wide quotient =
        wide_divide(wide_shift_left(wide_from(magnitude), (unsigned)shift), (U128)a.den, &rest);
    return real_join(a.num < 0, quotient.lo, -shift, rest != 0);
}

/* mantissa / 2^bits as an integer, half to even; bits > 0. */
static U128 round_bits(U128 mantissa, unsigned bits)
{
    if (bits > 127) {
        return 0; /* mantissa < 2^80 here: far below one half */
    }
    U128 half = (U128)1 << (bits - 1), kept = mantissa >> bits;
    U128 rest = mantissa & (half | (half - 1));
    return kept + (rest > half || (rest == half && (kept & 1)));
}

bool rat_round_double(double a, unsigned digits, Rat *out)
{
    RealParts parts = real_split(a);
    if (parts.special || digits > DEC_DIGITS) {
        return false;
    }
    int64_t power = powers_of_ten[digits];
    U128 scaled;
    if (parts.exponent >= 0) {
        if (u128_count_bits(parts.mantissa) + (unsigned)parts.exponent > 127) {
            return false;
        }
        scaled = (U128)parts.mantissa << parts.exponent;
        power = 1;
    } else {
        scaled = round_bits((U128)parts.mantissa * (U128)power, (unsigned)-parts.exponent);
    }
    __int128 num = (__int128)scaled;
    return rat_make(parts.negative ? -num : num, power, out);
}
