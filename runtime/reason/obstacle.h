/* obstacle.h - what keeps a recommendation from applying: the smallest sets of facts that would
 * have to be otherwise, and what each would have to be.
 *
 * A set holds known facts that stand against it and missing facts that it waits for. With the
 * values of the set, and everything else as it is recorded, the recommendation applies. Without one
 * of the known facts it does not, whatever the others are; without one of the missing facts it is
 * not settled. */
#ifndef REASON_OBSTACLE_H
#define REASON_OBSTACLE_H
#include "runtime/reason/reason.h"
#include "runtime/reason/reply.h"

typedef struct Obstacle {
    FactRef fact; /* field NO_INDEX: a list */
    bool missing; /* else it stands against it */
    bool valued;  /* value would do; of a list, and of what enters arithmetic, there is none */
    Reg value;
} Obstacle;
typedef struct ObstacleSet {
    Obstacle *items; /* what stands against it first, each part in schema order */
    uint32_t count;
    bool valued; /* every fact is: the set was tried, and it applies */
} ObstacleSet;
typedef struct Obstacles {
    VEC(ObstacleSet) sets; /* all have as few known facts as can be */
    bool more; /* not all sets of that size were looked for, or some could not be decided */
} Obstacles;

/* Of one session. `evaluation` and `record` are the finder's own to change; the memory of one try
 * is in `scratch`, which is emptied. */
typedef struct Finder Finder;
Finder *finder_create(Arena *session_arena, const Program *program, Evaluation *evaluation,
                      Arena *scratch);
/* The evaluation must not be the one that the finder owns. No sets: nothing that is recorded could
 * be otherwise so that it applies. Also of a recommendation that applies: none. */
void finder_find(Finder *finder, Arena *arena, const Record *record, uint32_t block,
                 uint16_t element, Obstacles *obstacles);
#endif
