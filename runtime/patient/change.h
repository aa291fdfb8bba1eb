/* change.h - facts of a record changed on a command line: "liver.flr=30 %, lesions[2].size=3". A
 * value is judged as one of a record is. */
#ifndef PATIENT_CHANGE_H
#define PATIENT_CHANGE_H
#include "runtime/patient/field.h"

typedef struct Change {
    uint16_t field, element; /* element: from 0; NO_INDEX of a scalar or a gap */
    Taken taken;
    Rat exact; /* of a value off the grid */
} Change;
typedef struct ChangeSet {
    VEC(Change) items;
} ChangeSet;

/* PATH=VALUE, parted by commas; a gap counts as a path if a policy may settle it. False: *why says
 * in one sentence what is wrong, without the value. */
bool change_parse(Arena *arena, const Program *program, Str text, ChangeSet *set, Str *why);
/* Is there something to change: the element is listed? */
bool change_fits(const Change *change, const Program *program, const Record *record);
/* Those that fit into a copy of a record that was read, and what then contradicts itself is noted
 * and counts as missing, as on reading. */
void change_apply(const ChangeSet *set, const Program *program, Record *record);
#endif
