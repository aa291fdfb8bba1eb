/* coding.h - which values of a fact a program can tell apart: the cells that cohort answers are
 * shared by. */
#ifndef REASON_CODING_H
#define REASON_CODING_H
#include "runtime/bytecode/program.h"

/* How a fact becomes a number: the interval of `cuts` in which it lies, or its value. */
typedef struct Coding {
    bool exact;
    bool exact_if_hidden; /* the value matters where a list hides elements: its largest is told by a
                             summary */
    int64_t *cuts; /* ascending, in doubled coordinates: 2c - 1 is "below c", 2c + 1 "above c" */
    uint32_t count;
} Coding;

/* One per register below result_first. */
Coding *coding_make(Arena *arena, const Program *program);
#endif
