/* unknown.h - the patient of whom nothing is known, on any day: a diagram over such a record holds
 * the answer of every patient. */
#ifndef VERIFY_UNKNOWN_H
#define VERIFY_UNKNOWN_H
#include "runtime/cells/cells.h"

typedef struct Unknown Unknown;
Unknown *unknown_create(Arena *arena, const Program *program);
void unknown_destroy(Unknown *unknown);
/* The diagram of a block that asks no gate; of one about each element, for the first of a list
 * of which nothing else is known. steps: that it may take; 0: LIMIT_NODES. False: over that. The
 * diagram lives until the next one is asked for. */
bool unknown_get_diagram(Unknown *unknown, uint32_t block, uint32_t steps, Diagram *diagram);
/* That patient as a record: on any day from 1900 to 2199; of the list, unless NO_INDEX, there is a
 * first element. */
void unknown_fill(Record *record, const Program *program, uint16_t list);
#endif
