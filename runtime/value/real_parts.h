/* real_parts.h - doubles taken apart and put together by their bits. Only this room uses it. */
#ifndef VALUE_REAL_PARTS_H
#define VALUE_REAL_PARTS_H
#include "runtime/value/wide.h"

/* mantissa * 2^exponent, exactly; special: NaN or infinite. */
typedef struct RealParts {
    bool negative, special;
    uint64_t mantissa;
    int exponent;
} RealParts;

RealParts real_split(double x);
/* The double nearest to mantissa * 2^exponent, half to even; NaN if that is not finite. sticky: the
 * exact value is a little more than the mantissa says. The mantissa is 0 or has 55 bits or more (up
 * to 120 where the result may be subnormal). */
double real_join(bool negative, U128 mantissa, int exponent, bool sticky);
double real_nan(void);
#endif
