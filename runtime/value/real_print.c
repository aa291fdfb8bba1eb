/* real_print.c - the shortest decimal text that reads back as the same double, nearest to it among
 * the shortest.
 *
 * A double stands for an interval: half way to each neighbour. Digits are produced from the exact
 * quotient value / scale until what is left lies within that interval (Steele and White 1990,
 * Burger and Dybvig 1996), with integers of as many bits as it takes. */
#include "runtime/value/number.h"
#include "runtime/value/real_parts.h"
#include <string.h>

/* Largest: 10 * 2^53 * 10^324 < 2^1140. */
enum { LIMBS = 38 };
typedef struct Big {
    uint32_t limbs[LIMBS]; /* lowest first */
} Big;

static Big make_big(uint64_t value, unsigned shift)
{
    Big big = { { 0 } };
    unsigned at = shift / 32;
    U128 shifted = (U128)value << (shift % 32);
    for (; shifted; shifted >>= 32) {
        big.limbs[at++] = (uint32_t)shifted;
    }
    return big;
}

static void multiply_by_ten(Big *a)
{
    uint64_t carry = 0;
    for (int i = 0; i < LIMBS; i++) {
        carry += (uint64_t)a->limbs[i] * 10;
        a->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

static Big add(const Big *a, const Big *b)
{
    Big sum;
    uint64_t carry = 0;
    for (int i = 0; i < LIMBS; i++) {
        carry += (uint64_t)a->limbs[i] + b->limbs[i];
        sum.limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return sum;
}

static int compare(const Big *a, const Big *b)
{
    for (int i = LIMBS; i-- > 0;) {
        if (a->limbs[i] != b->limbs[i]) {
            return a->limbs[i] < b->limbs[i] ? -1 : 1;
        }
    }
    return 0;
}

static void subtract(Big *a, const Big *b)
{
    uint64_t borrow = 0;
    for (int i = 0; i < LIMBS; i++) {
        uint64_t difference = (uint64_t)a->limbs[i] - b->limbs[i] - borrow;
        a->limbs[i] = (uint32_t)difference;
        borrow = difference >> 63;
    }
}

/* value / scale is the double; above / scale and below / scale are half the distances to its
 * neighbours. */
typedef struct Digits {
    Big value, scale, above, below;
    bool even; /* reading back rounds half to even: then the ends of the interval belong to it */
    char text[20];
    int count;
    int point; /* value = 0.TEXT * 10^point */
} Digits;

static void start_digits(Digits *digits, RealParts parts)
{
    unsigned up = parts.exponent > 0 ? (unsigned)parts.exponent : 0;
    unsigned down = parts.exponent < 0 ? (unsigned)-parts.exponent : 0;
    /* Below a power of two the neighbour is half as far away: everything is doubled once more. */
    bool narrow = parts.mantissa == UINT64_C(1) << 52 && parts.exponent > -1074;
    *digits = (Digits){
        .value = make_big(parts.mantissa, up + 1 + narrow),
        .scale = make_big(1, down + 1 + narrow),
        .above = make_big(1, up + narrow),
        .below = make_big(1, up),
        .even = parts.mantissa % 2 == 0,
    };
}

/* Is value + above beyond the scale (or at it, where the end belongs to the interval)? */
static bool reaches_scale(const Digits *digits)
{
    Big top = add(&digits->value, &digits->above);
    int order = compare(&top, &digits->scale);
    return order > 0 || (order == 0 && digits->even);
}

static void multiply_values(Digits *digits)
{
    multiply_by_ten(&digits->value);
    multiply_by_ten(&digits->above);
    multiply_by_ten(&digits->below);
}

/* Multiply one side by ten until the first digit stands directly behind the point. */
static void find_point(Digits *digits)
{
    while (reaches_scale(digits)) {
        multiply_by_ten(&digits->scale);
        digits->point++;
    }
    for (;;) {
        Digits smaller = *digits;
        multiply_values(&smaller);
        if (reaches_scale(&smaller)) {
            return;
        }
        smaller.point--;
        *digits = smaller;
    }
}

/* The next digit. False if it is the last one. */
static bool add_digit(Digits *digits)
{
    multiply_values(digits);
    int digit = 0;
    for (; compare(&digits->value, &digits->scale) >= 0; digit++) {
        subtract(&digits->value, &digits->scale);
    }
    int order = compare(&digits->value, &digits->below);
    bool low = order < 0 || (order == 0 && digits->even);
    bool high = reaches_scale(digits);
    Big twice = add(&digits->value, &digits->value);
    bool nearer_up = compare(&twice, &digits->scale) > 0;
    bool up = high && (!low || nearer_up);
    digits->text[digits->count++] = (char)('0' + digit + up);
    return !low && !high;
}

static void print_digits(StrBuf *out, const Digits *digits)
{
    if (digits->point <= 0) {
        buf_add_c(out, "0.");
    }
    for (int i = digits->point; i < 0; i++) {
        buf_add_char(out, '0');
    }
    for (int i = 0; i < digits->count; i++) {
        if (i > 0 && i == digits->point) {
            buf_add_char(out, '.');
        }
        buf_add_char(out, digits->text[i]);
    }
    for (int i = digits->count; i < digits->point; i++) {
        buf_add_char(out, '0');
    }
}

void real_print(StrBuf *out, double value)
{
    RealParts parts = real_split(value);
    if (parts.special) {
        buf_add_c(out, "NaN"); /* no answer holds one: for traces */
        return;
    }
    if (!parts.mantissa) {
        buf_add_char(out, '0');
        return;
    }
    if (parts.negative) {
        buf_add_char(out, '-');
    }
    Digits digits;
    start_digits(&digits, parts);
    find_point(&digits);
    while (add_digit(&digits))
        ;
    print_digits(out, &digits);
}
