/* unique.h - decisions of unique cases that have none, or two, and results that leave their range:
 * for a patient who was run. */
#ifndef VERIFY_UNIQUE_H
#define VERIFY_UNIQUE_H
#include "compiler/verify/patient.h"

typedef enum Suspicion {
    SUSPECT_HOLE = 1,
    SUSPECT_OVERLAP = 2,
    SUSPECT_RANGE = 4 /* the result leaves its declared range */
} Suspicion;

typedef struct UniqueFault {
    uint32_t block;
    Suspicion kind;
    Str patient; /* "if n is 2 and f is no", "if the gap `limit` is read as 3" */
} UniqueFault;
typedef VEC(UniqueFault) UniqueFaults;

/* seen: per block the holes and overlaps that an evaluation met with nothing known, on the first
 * day of the calendar. Suspicion is no proof: arithmetic over several facts is known by bounds
 * only, so a patient is looked for and run. Decisions that read the date are looked at on every
 * day, whatever was seen, and so are results that are held against a range. In the order of the
 * blocks. */
void unique_find(Arena *arena, const Program *program, const uint8_t *seen, UniqueFaults *faults);
#endif
