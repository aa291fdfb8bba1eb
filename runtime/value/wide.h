/* wide.h - 256-bit intermediate results for exact arithmetic in 128 bits. For this room alone. */
#ifndef VALUE_WIDE_H
#define VALUE_WIDE_H
#include <stdbool.h>
#include <stdint.h>

typedef unsigned __int128 U128;
#define U128_MAX (~(U128)0)
#define I128_MAX ((__int128)(U128_MAX >> 1))

typedef struct Wide {
    U128 hi, lo;
} Wide;

static inline unsigned u128_count_bits(U128 a)
{
    uint64_t hi = (uint64_t)(a >> 64), lo = (uint64_t)a;
    if (hi) {
        return 128 - (unsigned)__builtin_clzll(hi);
    }
    return lo ? 64 - (unsigned)__builtin_clzll(lo) : 0;
}

static inline U128 i128_magnitude(__int128 a)
{
    return a < 0 ? 0 - (U128)a : (U128)a;
}

extern const int64_t powers_of_ten[9]; /* 10^0 to 10^8, the places behind the point */

U128 u128_gcd(U128 a, U128 b);
Wide wide_from(U128 a);
Wide wide_mul(U128 a, U128 b);
Wide wide_add(Wide a, Wide b); /* the caller knows that it fits */
Wide wide_sub(Wide a, Wide b); /* a >= b */
int wide_compare(Wide a, Wide b);
Wide wide_shift_left(Wide a, unsigned bits);       /* bits < 256 */
Wide wide_divide(Wide a, U128 b, U128 *remainder); /* 0 < b <= 2^127 */
Wide wide_mul_small(Wide a, uint64_t b);           /* the caller knows that it fits */
U128 wide_sqrt(Wide a, bool *exact);               /* largest r with r * r <= a */
#endif
