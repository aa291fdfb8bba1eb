/* field.h - one given value into one field: types, codes, units, ranges. The only place where that
 * is decided, for JSON, CSV and policies alike. */
#ifndef PATIENT_FIELD_H
#define PATIENT_FIELD_H
#include "runtime/patient/json_shim.h"
#include "runtime/patient/problem.h"

/* What stands in the record for a field. */
typedef struct Given {
    uint8_t kind;  /* JsonKind of a scalar; JSON_OBJECT and JSON_ARRAY for what no field can be */
    bool has_unit; /* a number with its unit, from {"value":31,"unit":"mm"} or "31 mm" */
    Str text;      /* number as written, or string */
    Str unit;      /* if has_unit */
} Given;

typedef struct Taken {
    uint8_t state;   /* FactState */
    uint8_t problem; /* ProblemId; state is FACT_FAULTY if not PROBLEM_NONE */
    Reg reg;
} Taken;

/* Yes or no, a known code, a number of few digits in its range. Without a copy of what is given: nearly every
 * value of a record passes here. False: field_take tells what else it is. kind: JsonKind. */
bool field_take_plainly(const Program *program, const FieldInfo *field, uint8_t kind, Str text,
                        Reg *value);
/* For fields with a type (not keys and texts). *exact is set if the state is FACT_OFF_GRID.
 * Allocates nothing. */
Taken field_take(const Program *program, const FieldInfo *field, const Given *given, Rat *exact);
/* Labels and texts. */
ProblemId field_check_text(const FieldInfo *field, const Given *given);
/* What the %S of the problem's sentence stands for, with "did you mean". */
Str field_print_expected(Arena *arena, const Program *program, const FieldInfo *field,
                         ProblemId problem, const Given *given);
#endif
