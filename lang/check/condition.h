/* condition.h - which conditions exclude each other by their form alone: `n > 5` and `n < 3`, `a`
 * and `not a`. Sound, not complete: what is said to exclude does. Inside this room only. */
#ifndef LANG_CONDITION_H
#define LANG_CONDITION_H
#include "lang/ast.h"

/* One part of a conjunction: its subject lies in a set of values, or between two bounds. */
typedef struct Literal {
    const Expr *subject;
    const Expr *written; /* the part as it stands in the text */
    bool is_set;
    uint64_t set;          /* bit i: the value i; of yes_no 1 is no, 2 is yes */
    bool has_lo, has_hi;   /* in the unit of the subject */
    bool lo_open, hi_open; /* the bound itself is outside */
    Rat lo, hi;
} Literal;
enum { CONDITION_LITERALS = 32 };
typedef struct Condition {
    Literal items[CONDITION_LITERALS];
    uint32_t count;
} Condition;

/* What must hold where the condition does; negated: where it does not. Looks through definitions.
 * Parts past the limit are left out. */
void condition_read(const Expr *expr, bool negated, Condition *out);
/* Two parts after the second of which nothing is left, or false if something may be. */
bool condition_contradicts(const Condition *condition, const Literal **first,
                           const Literal **second);
bool condition_excludes(const Condition *a, const Condition *b);
#endif
