/* patient.h - a patient who shows something: from a way through a diagram to a record that can be
 * loaded, run through the engines before anybody sees it. */
#ifndef VERIFY_PATIENT_H
#define VERIFY_PATIENT_H
#include "runtime/patient/patient.h"
#include "runtime/reason/reason.h"

typedef struct PatientFact {
    Str path;  /* "labs.cea", "lesions[1].size"; of a gap its name */
    Str value; /* as CGL writes it, with its unit: "6 ng/mL" */
    bool gap;
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
/* list: the element in question is the first of this one, NO_INDEX: none is. */
typedef struct StageScene {
    uint32_t block;
    uint16_t list;
    /* Does this answer show it? */
    bool (*shows)(const void *context, const Answer *answer);
    const void *context;
} StageScene;
Stage *stage_create(Arena *arena, const Program *program);
void stage_destroy(Stage *stage);
/* A patient for one of the first ways to the target whose run shows it. False: none was found. */
bool stage_find(Stage *stage, Arena *arena, Diagram diagram, WayTarget target, StageScene scene,
                ShownPatient *out);
/* The patient of the latest stage_find: what this other block says of it. */
const Answer *stage_ask(Stage *stage, uint32_t block, uint16_t list);
#endif
