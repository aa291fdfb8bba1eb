/* values.h - a value for a fact on a way: one round step beyond the cut that matters. */
#ifndef VERIFY_VALUES_H
#define VERIFY_VALUES_H
#include "runtime/diagram/diagram.h"

/* Where a fact that no rule cuts is looked for: dates, say, near these years. */
typedef struct ValueHome {
    bool has;
    Rat lo, hi;
} ValueHome;
/* On the grid of 8 digits, or whole. */
Rat value_choose(const WayStep *step, ValueHome home);
/* Another one inside the step, the number says which: near its ends, in its middle, anywhere. */
Rat value_vary(const WayStep *step, ValueHome home, uint32_t number);
/* Inside the step? */
bool value_fits(const WayStep *step, Rat value);
#endif
