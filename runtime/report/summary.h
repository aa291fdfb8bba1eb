/* summary.h - the counts behind a cohort table. The door is in report.h. */
#ifndef REPORT_SUMMARY_H
#define REPORT_SUMMARY_H
#include "runtime/report/plan.h"
#include "runtime/report/report.h"

enum { SUMMARY_INTEGERS = 16 }; /* a number with at most so many values is counted value by value */

/* Why answers are not settled. */
typedef struct OpenCount {
    uint64_t ask;    /* a missing fact can change the answer */
    uint64_t silent; /* only a gap of the guideline can */
    uint64_t failed; /* neither: it could not be computed */
} OpenCount;

typedef struct DecisionCount {
    uint64_t settled;
    OpenCount open;
    uint64_t *values; /* by value; value_count 0: only settled and open are counted */
    uint32_t value_count;
} DecisionCount;

/* Entries: one per record, or one per element and one for all that a record
 * does not list. */
typedef struct AdviceCount {
    uint64_t status[4]; /* by AdviceStatus */
    OpenCount open;
} AdviceCount;

/* Records; the other numbers name the record that was counted last, so that
 * each counts once. */
typedef struct FactCount {
    uint64_t needed, last_needed; /* it keeps an answer open */
    uint64_t alone, last_alone;   /* a gap: an answer waits for gaps only, this one
                                     among them */
    uint64_t missing;             /* not given at all; of elements, for one at least */
} FactCount;

typedef struct ProblemCount {
    const char *code;
    uint64_t count;
} ProblemCount;

struct Summary {
    Arena *arena;
    const Program *program;
    const Plan *plan;
    uint64_t records, errors, with_problems;
    OpenCount unsettled;      /* records by what their advice waits for: a fact if any
                                 does */
    DecisionCount *decisions; /* by block */
    AdviceCount *advice;      /* by block */
    FactCount *facts;         /* by field (gaps too), then by list: its hidden part */
    uint32_t fact_count;
    Str policies; /* in force, "NAME VALUE, ..."; the same for every record */
    VEC(ProblemCount) problems;
};
#endif
