/* wide.c - schoolbook arithmetic on two 128-bit halves. */
#include "runtime/value/wide.h"

const int64_t powers_of_ten[9] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000,
};

static uint64_t gcd_64(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

U128 u128_gcd(U128 a, U128 b)
{
    /* Division of 128 bits is slow; Euclid gets below 64 bits after few steps. */
    while (b) {
        if ((a | b) >> 64 == 0) {
            return gcd_64((uint64_t)a, (uint64_t)b);
        }
        U128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

Wide wide_from(U128 a)
{
    return (Wide){ 0, a };
}

Wide wide_mul(U128 a, U128 b)
{
    uint64_t a1 = (uint64_t)(a >> 64), a0 = (uint64_t)a;
    uint64_t b1 = (uint64_t)(b >> 64), b0 = (uint64_t)b;
    U128 low = (U128)a0 * b0, high = (U128)a1 * b1;
    U128 cross = (U128)a1 * b0, cross2 = (U128)a0 * b1;
    U128 middle = (low >> 64) + (uint64_t)cross + (uint64_t)cross2;
    low = (middle << 64) | (uint64_t)low;
    return (Wide){ high + (cross >> 64) + (cross2 >> 64) + (middle >> 64), low };
}

Wide wide_add(Wide a, Wide b)
{
    U128 lo = a.lo + b.lo;
    return (Wide){ a.hi + b.hi + (lo < a.lo), lo };
}

Wide wide_sub(Wide a, Wide b)
{
    return (Wide){ a.hi - b.hi - (a.lo < b.lo), a.lo - b.lo };
}

int wide_compare(Wide a, Wide b)
{
    if (a.hi != b.hi) {
        return a.hi < b.hi ? -1 : 1;
    }
    return (a.lo > b.lo) - (a.lo < b.lo);
}

Wide wide_shift_left(Wide a, unsigned bits)
{
    if (bits >= 128) {
        return (Wide){ a.lo << (bits - 128), 0 };
    }
    if (bits == 0) {
        return a;
    }
    return (Wide){ (a.hi << bits) | (a.lo >> (128 - bits)), a.lo << bits };
}

/* (high, low) / b for high < b <= 2^127, bit by bit: few operations are that large. */
static U128 divide_long(U128 high, U128 low, U128 b, U128 *remainder)
{
    U128 quotient = 0;
    for (int i = 0; i < 128; i++) {
        high = (high << 1) | (low >> 127);
        low <<= 1;
        quotient <<= 1;
        if (high >= b) {
            high -= b;
            quotient |= 1;
        }
    }
    *remainder = high;
    return quotient;
}

Wide wide_divide(Wide a, U128 b, U128 *remainder)
{
    Wide quotient = { a.hi / b, 0 };
    U128 high = a.hi % b;
    if (high == 0) {
        quotient.lo = a.lo / b;
        *remainder = a.lo % b;
        return quotient;
    }
    quotient.lo = divide_long(high, a.lo, b, remainder);
    return quotient;
}

Wide wide_mul_small(Wide a, uint64_t b)
{
    Wide low = wide_mul(a.lo, b);
    low.hi += a.hi * b;
    return low;
}

static unsigned count_bits(Wide a)
{
    return a.hi ? 128 + u128_count_bits(a.hi) : u128_count_bits(a.lo);
}

U128 wide_sqrt(Wide a, bool *exact)
{
    U128 root = 0;
    unsigned bits = (count_bits(a) + 1) / 2;
    for (unsigned i = bits; i-- > 0;) {
        U128 tried = root | ((U128)1 << i);
        if (wide_compare(wide_mul(tried, tried), a) <= 0) {
            root = tried;
        }
    }
    *exact = wide_compare(wide_mul(root, root), a) == 0;
    return root;
}
