/* say_failure.h - an operation that failed, in words. */
#ifndef REPORT_SAY_FAILURE_H
#define REPORT_SAY_FAILURE_H
#include "runtime/reason/reason.h"

/* "a division by zero, in the rule ratio"; never a value. NULL: it is not known which. */
Str say_failure(Arena *arena, const Program *program, const Failure *failure);
/* "5 / 0": for those who may see values; STR_NONE where an operation has no sign to show them by.
 */
Str say_failed_values(Arena *arena, const Failure *failure);
#endif
