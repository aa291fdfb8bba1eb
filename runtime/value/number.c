/* number.c - exact rationals in 128 bits.
 *
 * A result is refused only if its reduced form does not fit: intermediate results take 256 bits
 * where they must. Numerators are kept above -2^127, so that a negation never overflows. */
#include "runtime/value/number.h"
#include "runtime/value/wide.h"

static Rat make_signed(bool negative, U128 num, U128 den)
{
    return (Rat){ negative ? -(__int128)num : (__int128)num, (__int128)den };
}

Rat rat_from_int(int64_t value)
{
    return (Rat){ value, 1 };
}

/* num / den in lowest terms, den != 0; false if it does not fit. */
static bool reduce(bool negative, Wide num, U128 den, Rat *out)
{
    U128 rest;
    Wide quotient = wide_divide(num, den, &rest);
    U128 divisor = u128_gcd(den, rest);
    if (divisor == den) {
        num = quotient;
        den = 1;
    } else if (divisor > 1) {
        num = wide_divide(num, divisor, &rest);
        den /= divisor;
    }
    if (num.hi || num.lo > (U128)I128_MAX || den > (U128)I128_MAX) {
        return false;
    }
    *out = make_signed(negative, num.lo, den);
    return true;
}

bool rat_make(__int128 num, __int128 den, Rat *out)
{
    if (den == 0) {
        return false;
    }
    return reduce((num < 0) != (den < 0), wide_from(i128_magnitude(num)), i128_magnitude(den), out);
}

Rat rat_from_dec(Dec value)
{
    int64_t divisor = (int64_t)u128_gcd(i128_magnitude(value), DEC_ONE);
    return (Rat){ value / divisor, DEC_ONE / divisor };
}

/* Over a common denominator everything may need more than 128 bits before it is reduced. */
static bool add_wide(Rat a, Rat b, Rat *out)
{
    U128 shared = u128_gcd((U128)a.den, (U128)b.den);
    U128 a_rest = (U128)a.den / shared, b_rest = (U128)b.den / shared;
    Wide left = wide_mul(i128_magnitude(a.num), b_rest);
    Wide right = wide_mul(i128_magnitude(b.num), a_rest);
    bool negative = a.num < 0;
    Wide sum;
    if ((a.num < 0) == (b.num < 0)) {
        sum = wide_add(left, right);
    } else if (wide_compare(left, right) >= 0) {
        sum = wide_sub(left, right);
    } else {
        sum = wide_sub(right, left);
        negative = !negative;
    }
    /* The sum over a_rest * b_rest * shared has common factors with `shared` only. */
    U128 rest;
    wide_divide(sum, shared, &rest);
    U128 divisor = u128_gcd(shared, rest);
    sum = wide_divide(sum, divisor, &rest);
    Wide den = wide_mul(a_rest, (U128)b.den / divisor);
    if (sum.hi || sum.lo > (U128)I128_MAX || den.hi || den.lo > (U128)I128_MAX) {
        return false;
    }
    *out = make_signed(negative, sum.lo, den.lo);
    return true;
}

bool rat_add(Rat a, Rat b, Rat *out)
{
    __int128 num;
    if (a.den == b.den && !__builtin_add_overflow(a.num, b.num, &num)) {
        return rat_make(num, a.den, out);
    }
    return add_wide(a, b, out);
}

bool rat_sub(Rat a, Rat b, Rat *out)
{
    return rat_add(a, (Rat){ -b.num, b.den }, out);
}

/* Factors common to one's numerator and the other's denominator go first; the rest is already in
 * lowest terms. */
bool rat_mul(Rat a, Rat b, Rat *out)
{
    U128 across = u128_gcd(i128_magnitude(a.num), (U128)b.den);
    U128 across2 = u128_gcd(i128_magnitude(b.num), (U128)a.den);
    __int128 num, den;
    if (__builtin_mul_overflow(a.num / (__int128)across, b.num / (__int128)across2, &num) ||
        __builtin_mul_overflow(a.den / (__int128)across2, b.den / (__int128)across, &den)) {
        return false;
    }
    if (num < -I128_MAX) {
        return false;
    }
    *out = (Rat){ num, den };
    return true;
}

bool rat_div(Rat a, Rat b, Rat *out)
{
    if (b.num == 0) {
        return false;
    }
    Rat inverse = b.num > 0 ? (Rat){ b.den, b.num } : (Rat){ -b.den, -b.num };
    return rat_mul(a, inverse, out);
}

int rat_compare(Rat a, Rat b)
{
    if ((a.num < 0) != (b.num < 0)) {
        return a.num < 0 ? -1 : 1;
    }
    if (a.den == b.den) {
        return (a.num > b.num) - (a.num < b.num);
    }
    __int128 left, right;
    if (!__builtin_mul_overflow(a.num, b.den, &left) &&
        !__builtin_mul_overflow(b.num, a.den, &right)) {
        return (left > right) - (left < right);
    }
    int order = wide_compare(wide_mul(i128_magnitude(a.num), (U128)b.den),
                             wide_mul(i128_magnitude(b.num), (U128)a.den));
    return a.num < 0 ? -order : order;
}

/* floor(|a| * 10^digits) and whether something was cut off. */
static Wide scale(Rat a, unsigned digits, U128 *remainder)
{
    return wide_divide(wide_mul(i128_magnitude(a.num), (U128)powers_of_ten[digits]), (U128)a.den,
                       remainder);
}

/* A sign and a magnitude as a 64-bit integer. */
static bool fit_64(bool negative, Wide magnitude, int64_t *out)
{
    U128 most = (U128)INT64_MAX + negative;
    if (magnitude.hi || magnitude.lo > most) {
        return false;
    }
    *out = (int64_t)(negative ? -(__int128)magnitude.lo : (__int128)magnitude.lo);
    return true;
}

bool rat_to_dec(Rat a, Dec *out)
{
    U128 rest;
    Wide scaled = scale(a, DEC_DIGITS, &rest);
    return rest == 0 && fit_64(a.num < 0, scaled, out);
}

bool rat_floor_dec(Rat a, Dec *floor, bool *exact)
{
    U128 rest;
    bool negative = a.num < 0;
    Wide scaled = scale(a, DEC_DIGITS, &rest);
    if (negative && rest) {
        scaled = wide_add(scaled, wide_from(1));
    }
    Dec found;
    if (!fit_64(negative, scaled, &found)) {
        return false;
    }
    if (rest && found == DEC_MAX) {
        return false; /* a itself lies above the largest grid point */
    }
    *floor = found;
    *exact = rest == 0;
    return true;
}

bool rat_to_int(Rat a, int64_t *out)
{
    return a.den == 1 && fit_64(a.num < 0, wide_from(i128_magnitude(a.num)), out);
}

/* Should a quotient be raised by one? Compares the remainder with half the divisor. */
static bool must_round_up(bool odd, U128 remainder, U128 divisor)
{
    U128 other = divisor - remainder;
    return remainder > other || (remainder == other && odd);
}

bool rat_round(Rat a, unsigned digits, Rat *out)
{
    if (digits > DEC_DIGITS) {
        return false;
    }
    U128 rest;
    Wide scaled = scale(a, digits, &rest);
    if (rest && must_round_up(scaled.lo & 1, rest, (U128)a.den)) {
        scaled = wide_add(scaled, wide_from(1));
    }
    return reduce(a.num < 0, scaled, (U128)powers_of_ten[digits], out);
}

/* With h = floor(2 * root), root rounds down if h is even; it is a tie only if h is odd and nothing
 * was cut off. */
bool rat_round_sqrt(Rat a, unsigned digits, Rat *out)
{
    if (a.num < 0 || digits > DEC_DIGITS) {
        return false;
    }
    U128 rest;
    U128 power = (U128)powers_of_ten[digits];
    Wide squared = wide_mul_small(wide_mul((U128)a.num, power * power), 4);
    Wide quotient = wide_divide(squared, (U128)a.den, &rest);
    bool exact;
    U128 twice = wide_sqrt(quotient, &exact);
    U128 root = twice >> 1;
    bool tie = exact && rest == 0;
    if ((twice & 1) && (!tie || (root & 1))) {
        root++;
    }
    return reduce(false, wide_from(root), power, out);
}
