/* patient.h - a patient who shows something: from a way through a diagram to a record that can be
 * loaded, run through the engines before anybody sees it. */
#ifndef VERIFY_PATIENT_H
#define VERIFY_PATIENT_H
#include "compiler/verify/hunt.h"
#include "runtime/patient/patient.h"
#include "runtime/reason/reason.h"

typedef struct PatientFact {
    Str path;  /* "labs.cea", "lesions[1].size"; of a gap its name */
    Str value; /* as CGL writes it, with its unit: "6 ng/mL" */
    bool gap;
    bool length; /* of a list: how many elements it has */
} PatientFact;

/* Nothing but what the fault needs; everything else is unknown. */
typedef struct ShownPatient {
    Str json; /* the record, one line */
    VEC(PatientFact) facts;
    bool has_date;
    Day as_of;
    bool has_reading; /* a gap is read in one way */
} ShownPatient;

/* Who runs patients. */
typedef struct Stage Stage;
Stage *stage_create(Arena *arena, const Program *program);
void stage_destroy(Stage *stage);
/* A patient for one of the first ways of the block's diagram to the target whose run shows it; of a
 * block about each element, at the first one. False: none was found. */
bool stage_find(Stage *stage, Arena *arena, Diagram diagram, uint32_t block, WayTarget target,
                ShownPatient *out);
/* The patient of whom nothing is known, if that one shows it. */
bool stage_try_empty(Stage *stage, Arena *arena, uint32_t block, WayTarget target,
                     ShownPatient *out);
/* A patient with these values of the program's facts, and of `list`, unless NO_INDEX, an element at
 * least. False: no record of the program is so. */
bool stage_load(Stage *stage, Arena *arena, const GivenList *given, uint16_t list,
                ShownPatient *out);
/* The patient of the latest of these: everything said about one block. */
const BlockAnswer *stage_get(Stage *stage, uint32_t block);
/* The same: what this other block says of it. */
const Answer *stage_ask(Stage *stage, uint32_t block);
/* The block failed for that patient: because its own result leaves its declared range? */
bool stage_leaves_range(Stage *stage, uint32_t block);
#endif
