/* say.h - values and names as text: the pieces that all renderers share. */
#ifndef REPORT_SAY_H
#define REPORT_SAY_H
#include "runtime/bytecode/answers.h"

/* Said where figures of studies stand beside an advice. */
#define SAY_FIGURES \
    "Figures are results of studies in groups of patients, not predictions for this patient."

/* What a value is of: enough to print it. */
typedef struct ValueType {
    uint8_t type; /* RegType */
    uint16_t enumeration;
    UnitId unit;
} ValueType;
static inline ValueType say_get_block_type(const Program *program, const BlockInfo *block)
{
    const RegInfo *info = &program->regs[block->result];
    return (ValueType){ info->type, info->enumeration, block->unit };
}
ValueType say_get_field_type(const FieldInfo *field);

/* One settled value as CGL writes it: "yes", "resectable", "3", "2.5 mg/dL", "2026-11-23".
 * off_grid: exact counts. */
void say_value(StrBuf *out, const Program *program, ValueType type, Reg value, const Rat *exact);
/* The same for people: an enumeration's wording where it has one. */
void say_value_kindly(StrBuf *out, const Program *program, ValueType type, Reg value,
                      const Rat *exact);
/* One member of `possible` of a number or a bound of its range, with unit. */
void say_rat(StrBuf *out, ValueType type, Rat value, RatRounding rounding);
/* A settled answer of a block, kindly. */
void say_answer(StrBuf *out, const Program *program, const BlockInfo *block, const Answer *answer);
/* What an answer that is not settled may be, in words: "low or high", "from 2 to 4 cm", "unknown".
 */
void say_possible(StrBuf *out, const Program *program, ValueType type, const Answer *answer);
/* The value of a fact as text: "75 %", "yes", "2026-11", "3 listed"; "unknown", and for people
 * "missing", or of a gap "left open". */
void say_fact_value(StrBuf *out, const Program *program, const Record *record, FactRef fact,
                    bool kindly);

/* What people call it: the label that the program carries, else the bare name. */
void say_title(StrBuf *out, Str label, Str name);
void say_enum_value(StrBuf *out, const EnumInfo *info, unsigned value);
/* "lesion L1"; beyond the listed ones "any lesion not listed". */
void say_element(StrBuf *out, const Program *program, const Record *record, uint16_t list,
                 uint16_t element);
/* What an element of the list is, with a capital at its start: "Lesion". */
void say_kind(StrBuf *out, const ListInfo *list);
/* How one or several elements are called: "lesion", "lesions". */
void say_elements(StrBuf *out, const ListInfo *list, uint32_t count);
/* A field's wording; of an element's field with the element: "Largest diameter of lesion L2". */
void say_fact(StrBuf *out, const Program *program, const Record *record, FactRef fact);
/* The values that a gap may take: "1 to 4", "indication or contraindication". */
void say_readings(StrBuf *out, const Program *program, const FieldInfo *gap);
#endif
