/* summary.h - the counts behind a cohort table. The door is in report.h. */
#ifndef REPORT_SUMMARY_H
#define REPORT_SUMMARY_H
#include "runtime/report/plan.h"
#include "runtime/report/report.h"

enum { SUMMARY_INTEGERS = 16 }; /* a number with at most so many values is counted value by value */

typedef struct DecisionCount {
    uint64_t settled, open;
    uint64_t *values; /* by value; value_count 0: only settled and open are counted */
    uint32_t value_count;
} DecisionCount;
typedef struct AdviceCount {
    uint64_t status[4];
} AdviceCount; /* by AdviceStatus; entries, not patients */
typedef struct FactCount {
    uint64_t records, last;
} FactCount; /* last: the record that was counted last */
typedef struct ProblemCount {
    const char *code;
    uint64_t count;
} ProblemCount;

struct Summary {
    Arena *arena;
    const Program *program;
    const Plan *plan;
    uint64_t records, errors, with_problems;
    DecisionCount *decisions; /* by block */
    AdviceCount *advice;      /* by block */
    FactCount *facts;         /* by field (gaps too), then by list: its hidden part */
    uint32_t fact_count;
    VEC(ProblemCount) problems;
};
#endif
