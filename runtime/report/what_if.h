/* what_if.h - what of the answers differs between the record and a changed copy of it. */
#ifndef REPORT_WHAT_IF_H
#define REPORT_WHAT_IF_H
#include "runtime/report/question.h"

typedef struct Difference {
    uint32_t block;
    uint16_t element;
    Str before, after; /* for people: "potentially resectable", "standard", "-" */
} Difference;

typedef struct Comparison {
    Asked as_recorded, what_if; /* with the evaluation and the report of each */
    VEC(Difference) decisions, advice, cautions;
    uint32_t unchanged; /* recommendations that apply in both */
} Comparison;

void what_if_compare(Comparison *comparison, const Asked *asked, Report *changed);
#endif
