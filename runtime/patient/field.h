/* field.h - one given value into one field: types, codes, units, ranges. The only place where that
 * is decided, for JSON, CSV and policies alike. */
#ifndef PATIENT_FIELD_H
#define PATIENT_FIELD_H
#include "runtime/patient/json_walk.h"
#include "runtime/patient/problem.h"
#include <string.h>

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
    uint8_t note;    /* ProblemId; the value is taken, and this is said of it */
    Reg reg;
} Taken;

/* For fields with a type (not keys and texts). *exact is set if the state is FACT_OFF_GRID.
 * Allocates nothing. */
Taken field_take(const Program *program, const FieldInfo *field, const Given *given, Rat *exact);
/* A value as the command line has it: `yes`, `true`, a number, a name, a date, "25 %". A view of
 * the text. */
Given field_get_given(const FieldInfo *field, Str value);
/* Labels and texts. */
ProblemId field_check_text(const FieldInfo *field, const Given *given);
/* What the %S of the problem's sentence stands for, with "did you mean". */
Str field_print_expected(Arena *arena, const Program *program, const FieldInfo *field,
                         ProblemId problem, const Given *given);

/* ---- what most values are, decided without a call. False: field_take tells what else it is ----
 */

static inline bool field_find_code(const EnumInfo *enumeration, Str text, Reg *value)
{
    for (unsigned i = 0; text.len && i < enumeration->count; i++) {
        Str code = enumeration->values[i];
        if (code.len == text.len && code.ptr[0] == text.ptr[0] &&
            memcmp(code.ptr, text.ptr, text.len) == 0) {
            *value = (Reg){ .mask = UINT64_C(1) << i };
            return true;
        }
    }
    return false;
}

static inline const char *field_skip_digits(const char *at, const char *end, int64_t *value)
{
    for (; at < end && (unsigned char)(*at - '0') <= 9; at++) {
        *value = *value * 10 + (*at - '0');
    }
    return at;
}

/* A number of JSON: at most ten bytes, no exponent. scale: digits after the point that the result
 * has. */
static inline bool field_parse_plainly(Str text, unsigned scale, int64_t *number)
{
    static const int64_t powers[DEC_DIGITS + 1] = { 1,      10,      100,      1000,   10000,
                                                    100000, 1000000, 10000000, DEC_ONE };
    const char *end = text.ptr + text.len, *start = text.ptr + (text.ptr[0] == '-');
    int64_t value = 0;
    if (text.len > 18 - DEC_DIGITS) {
        return false;
    }
    const char *at = field_skip_digits(start, end, &value);
    if (at == start || (*start == '0' && at > start + 1)) {
        return false;
    }
    if (at < end) {
        const char *point = at;
        at = field_skip_digits(point + 1, end, &value);
        size_t after = (size_t)(at - point - 1);
        if (*point != '.' || at < end || after == 0 || after > scale) {
            return false;
        }
        scale -= (unsigned)after;
    }
    value *= powers[scale];
    *number = start > text.ptr ? -value : value;
    return true;
}

/* field: a whole number or a decimal, the text in its unit. */
static inline bool field_read_number(const FieldInfo *field, Str text, Reg *value)
{
    int64_t number;
    if (!field_parse_plainly(text, field->type == REG_INT ? 0 : DEC_DIGITS, &number) ||
        number < field->lo || number > field->hi) {
        return false;
    }
    *value = (Reg){ .lo = number, .hi = number };
    return true;
}
#endif
