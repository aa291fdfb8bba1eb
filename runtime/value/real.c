/* real.c - elementary functions in integer arithmetic.
 *
 * No floating-point operation takes part, so compiler, options, rounding mode and machine cannot
 * change a bit. Results carry 100 or more correct bits before the one rounding to a double (half to
 * even): they can differ from the correctly rounded value only where the exact result lies within
 * 2^-40 units in the last place of the middle between two doubles. */
#include "runtime/value/number.h"
#include "runtime/value/real_parts.h"

/* ---- numbers with 128 significant bits ---- */

/* mantissa * 2^exponent; the top bit of the mantissa is set unless the number is zero. */
typedef struct Long {
    bool negative;
    U128 mantissa;
    int exponent;
} Long;

static Long make_long(bool negative, U128 mantissa, int exponent)
{
    if (mantissa == 0) {
        return (Long){ 0 };
    }
    int shift = (int)(128 - u128_count_bits(mantissa));
    return (Long){ negative, mantissa << shift, exponent - shift };
}

static Long mul_long(Long a, Long b)
{
    Wide product = wide_mul(a.mantissa, b.mantissa);
    return make_long(a.negative != b.negative, product.hi, a.exponent + b.exponent + 128);
}

/* ---- fixed point with FRACTION bits after the point ---- */

enum { FRACTION = 116 };
#define FIXED_ONE ((U128)1 << FRACTION)
/* Above this size no exponential is a finite double other than 0; integer part of 10 bits. */
enum { LARGEST_EXPONENT_BITS = 10 };

/* ln 2 = 0.B17217F7 D1CF79AB C9E3B398 03F2F6AF 4... in base 16 (OEIS A068426 in base 2). */
static U128 get_ln2(void)
{
    U128 bits = ((U128)UINT64_C(0xb17217f7d1cf79ab) << 64) | UINT64_C(0xc9e3b39803f2f6af);
    return (bits + ((U128)1 << (127 - FRACTION))) >> (128 - FRACTION);
}

static U128 mul_fixed(U128 a, U128 b)
{
    Wide product = wide_mul(a, b);
    return (product.hi << (128 - FRACTION)) | (product.lo >> FRACTION);
}

/* The magnitude, which must be below 2^10. */
static U128 fix_long(Long a)
{
    int shift = -FRACTION - a.exponent;
    return a.mantissa && shift < 128 ? a.mantissa >> shift : 0;
}

/* ---- square root ---- */

double real_sqrt(double x)
{
    RealParts parts = real_split(x);
    if (parts.special || (parts.negative && parts.mantissa)) {
        return real_nan();
    }
    if (!parts.mantissa) {
        return 0;
    }
    /* An argument of 124 bits with an even exponent has a root of 62. */
    int shift = (int)(124 - u128_count_bits(parts.mantissa));
    if ((parts.exponent - shift) % 2 != 0) {
        shift++;
    }
    bool exact;
    U128 root = wide_sqrt(wide_from((U128)parts.mantissa << shift), &exact);
    return real_join(false, root, (parts.exponent - shift) / 2, !exact);
}

/* ---- logarithm ---- */

/* 1 + z/3 + z^2/5 + ... for z < 1/32 */
static U128 sum_atanh_series(U128 z)
{
    U128 sum = FIXED_ONE, power = FIXED_ONE;
    for (unsigned divisor = 3; power; divisor += 2) {
        power = mul_fixed(power, z);
        sum += power / divisor;
    }
    return sum;
}

/* ln m = 2 atanh((m - 1) / (m + 1)) for m = 1 + t/2^53 between the roots of 1/2 and 2. The quotient
 * is kept with 124 significant bits, so that the result is as exact near ln 1 = 0 as elsewhere. */
static Long get_ln_near_one(int64_t t)
{
    U128 top = t < 0 ? (U128)-t : (U128)t, bottom = (U128)((INT64_C(2) << 53) + t), rest;
    unsigned shift = 124 + u128_count_bits(bottom) - u128_count_bits(top);
    Wide quotient = wide_divide(wide_shift_left(wide_from(top), shift), bottom, &rest);
    Long s = make_long(t < 0, quotient.lo, -(int)shift);
    U128 fixed = fix_long(s);
    U128 series = sum_atanh_series(mul_fixed(fixed, fixed));
    return mul_long(s, make_long(false, series, 1 - FRACTION));
}

/* count * ln 2 + small, |count| < 1100, |small| < 0.35. Nothing cancels: ln 2 is 0.69. */
static Long add_ln2_multiple(int count, Long small)
{
    if (count == 0) {
        return small;
    }
    __int128 addend = (__int128)fix_long(small);
    __int128 sum = (__int128)get_ln2() * count + (small.negative ? -addend : addend);
    return make_long(sum < 0, (U128)(sum < 0 ? -sum : sum), -FRACTION);
}

/* Natural logarithm of a positive finite number. */
static Long get_ln(RealParts x)
{
    int shift = 53 - (int)u128_count_bits(x.mantissa);
    int64_t mantissa = (int64_t)(x.mantissa << shift);
    int exponent = x.exponent - shift + 52;
    int64_t root_of_two = INT64_C(0x16a09e667f3bcd);
    if (mantissa > root_of_two) {
        return add_ln2_multiple(exponent + 1, get_ln_near_one(mantissa - (INT64_C(1) << 53)));
    }
    return add_ln2_multiple(exponent, get_ln_near_one(2 * mantissa - (INT64_C(1) << 53)));
}

double real_ln(double x)
{
    RealParts parts = real_split(x);
    if (parts.special || parts.negative || !parts.mantissa) {
        return real_nan();
    }
    Long ln = get_ln(parts);
    return real_join(ln.negative, ln.mantissa, ln.exponent, ln.mantissa != 0);
}

/* ---- exponential function ---- */

/* 1 + r + r^2/2! + ... for r < ln 2 */
static U128 sum_exp_series(U128 r)
{
    U128 sum = FIXED_ONE, term = FIXED_ONE;
    for (unsigned n = 1; term; n++) {
        term = mul_fixed(term, r) / n;
        sum += term;
    }
    return sum;
}

/* e^a = 2^count * e^r, 0 <= r < ln 2 */
static double get_exp(bool negative, Long a)
{
    if (a.mantissa && a.exponent + 128 > LARGEST_EXPONENT_BITS) {
        return a.negative ? real_join(negative, 0, 0, false) : real_nan();
    }
    __int128 fixed = (__int128)fix_long(a), ln2 = (__int128)get_ln2();
    if (a.negative) {
        fixed = -fixed;
    }
    int count = (int)(fixed / ln2);
    if (fixed % ln2 < 0) {
        count--;
    }
    U128 sum = sum_exp_series((U128)(fixed - count * ln2));
    return real_join(negative, sum, count - FRACTION, fixed != 0);
}

static Long from_parts(RealParts parts)
{
    return make_long(parts.negative, parts.mantissa, parts.exponent);
}

double real_exp(double x)
{
    RealParts parts = real_split(x);
    return parts.special ? real_nan() : get_exp(false, from_parts(parts));
}

/* ---- power ---- */

typedef enum Parity { PARITY_NONE, PARITY_EVEN, PARITY_ODD } Parity;

/* PARITY_NONE: not an integer. x is not 0. */
static Parity get_parity(RealParts x)
{
    int lowest = x.exponent + __builtin_ctzll(x.mantissa); /* place of the last bit set */
    if (lowest < 0) {
        return PARITY_NONE;
    }
    return lowest == 0 ? PARITY_ODD : PARITY_EVEN;
}

double real_power(double x, double y)
{
    RealParts base = real_split(x), exponent = real_split(y);
    if (base.special || exponent.special) {
        return real_nan();
    }
    if (!exponent.mantissa) {
        return 1;
    }
    if (!base.mantissa) {
        return exponent.negative ? real_nan() : 0;
    }
    Parity parity = get_parity(exponent);
    if (base.negative && parity == PARITY_NONE) {
        return real_nan();
    }
    return get_exp(base.negative && parity == PARITY_ODD,
                   mul_long(get_ln(base), from_parts(exponent)));
}
