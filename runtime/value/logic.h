/* logic.h - three-valued logic on possible-sets.
 *
 * A yes_no is a set of the results still possible: bit 0 = no, bit 1 = yes. So 1 is no, 2 is yes,
 * 3 is unknown. An enumeration is the same with one bit a value. 0 never occurs.
 *
 *   and   no  yes  ?        or    no  yes  ?
 *   no    no  no   no       no    no  yes  ?
 *   yes   no  yes  ?        yes   yes yes  yes
 *   ?     no  ?    ?        ?     ?   yes  ?                                          */
#ifndef VALUE_LOGIC_H
#define VALUE_LOGIC_H
#include <stdbool.h>
#include <stdint.h>

typedef uint64_t Mask;
#define MASK_NO UINT64_C(1)
#define MASK_YES UINT64_C(2)
#define MASK_UNKNOWN UINT64_C(3)

static inline Mask logic_not(Mask a)
{
    return (a >> 1) | ((a & 1) << 1);
}
static inline Mask logic_and(Mask a, Mask b)
{
    return ((a | b) & 1) | (a & b & 2);
}
static inline Mask logic_or(Mask a, Mask b)
{
    return (a & b & 1) | ((a | b) & 2);
}
static inline Mask mask_from_bool(bool value)
{
    return value ? MASK_YES : MASK_NO;
}
static inline bool mask_is_single(Mask a)
{
    return (a & (a - 1)) == 0;
}
static inline Mask mask_all(unsigned count)
{
    return count >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << count) - 1;
}
/* Is a value of set a in set s? */
static inline Mask mask_in(Mask a, Mask s)
{
    return (Mask)((a & ~s) != 0) | ((Mask)((a & s) != 0) << 1);
}
#endif
