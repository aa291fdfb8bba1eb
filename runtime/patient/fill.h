/* fill.h - values into the slots and lists of one record, with everything that can go wrong in
 * doing so: what JSON and CSV share. */
#ifndef PATIENT_FILL_H
#define PATIENT_FILL_H
#include "runtime/patient/field.h"
#include "runtime/patient/form.h"

/* Where the fields of an object go: into the patient, or into one element of a list. */
typedef struct Place {
    uint16_t list, element; /* NO_INDEX for the patient */
    Reg *regs;              /* NULL if the list is not used: validated, not stored */
    uint8_t *states;
    uint16_t base; /* register of regs[0] */
} Place;

typedef struct Fill {
    Form *form;
    const Program *program;
    Record *record;
} Fill;

Place fill_get_patient(const Fill *fill);
Place fill_get_element(const Fill *fill, uint16_t list, uint16_t element);
/* "lesions[2].size": place, level and key of a problem. */
Str fill_print_path(const Fill *fill, const Place *place, const FormLevel *level, Str key);

/* A value that is known, into the field's place if it has one. */
static inline void fill_store(const Place *place, const FieldInfo *field, Reg value)
{
    if (!field->used || !place->regs) {
        return;
    }
    unsigned at = (unsigned)field->reg - place->base;
    place->regs[at] = value;
    place->states[at] = FACT_KNOWN;
}

void fill_field(const Fill *fill, const Place *place, uint16_t field, const Given *given);
/* A value that no field can be made of; given: what may be shown of it. */
void fill_fault(const Fill *fill, const Place *place, uint16_t field, ProblemId problem,
                const Given *given);
/* The key was met again: what it held before is no longer used. */
void fill_undo(const Fill *fill, const Place *place, const FormEntry *entry);
void fill_note_duplicate(const Fill *fill, const Place *place, const FormLevel *level,
                         const FormEntry *entry);
void fill_note_unknown(const Fill *fill, const Place *place, const FormLevel *level, Str key);
/* A group of fields that is no object. */
void fill_note_group(const Fill *fill, const Place *place, const FormLevel *level,
                     const FormEntry *entry);

/* Start a list of that many elements; false if it is over its bound (noted, the list is faulty). */
bool fill_start_list(const Fill *fill, uint16_t list, uint32_t count);
void fill_fault_list(const Fill *fill, uint16_t list, ProblemId problem, Str detail);
void fill_note_element(const Fill *fill, uint16_t list, uint16_t element); /* no object */
/* A summary of the list that is contradicted counts as missing, with a problem. What the list hides
 * stays as record_finish found it: a summary that cannot be true bounds nothing there either. */
void fill_check_summaries(const Fill *fill, uint16_t list);
/* After the last field: labels of elements, lower bounds, the hidden parts of lists,
 * summaries that contradict. */
void fill_finish(const Fill *fill);
#endif
