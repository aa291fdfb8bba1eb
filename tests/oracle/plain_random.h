/* plain_random.h - completions by chance: what no enumeration reaches. Everything follows from the
 * seed. */
#ifndef ORACLE_PLAIN_RANDOM_H
#define ORACLE_PLAIN_RANDOM_H
#include "tests/oracle/plain.h"

/* One free fact of the record. */
typedef struct Spot {
    uint16_t field;         /* NO_INDEX: the hidden part of the list */
    uint16_t list, element; /* list: NO_INDEX for scalars and gaps */
    bool gap;
    uint32_t id; /* as in answers.h: fact id, field index of a gap */
    int64_t lo, hi;
} Spot;

typedef VEC(int64_t) RandomPoints;

typedef struct Random {
    uint64_t state;
    Oracle *oracle;
    RandomPoints
        *points;     /* by field: constants of the guideline that lie in its range, on its grid */
    VEC(Spot) spots; /* of the present record */
} Random;

/* Of a program: the points. arena: as long as the program. */
Random *random_create(Arena *arena, Oracle *oracle, uint64_t seed);
/* Of the oracle's record: its free facts. */
void random_begin(Random *random);
uint64_t random_next(Random *random);
uint32_t random_below(Random *random, uint32_t end);
/* Every free fact new; the world is a completion. False if none was found that obeys the summaries.
 */
bool random_fill(Random *random, World *world);
/* One free fact new, whatever else; false if the result is no completion and could not be made one
 * (the world is as before). */
bool random_flip(Random *random, World *world, uint32_t spot);
#endif
