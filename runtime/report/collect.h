/* collect.h - the report as data: which answers stand in it, in which order, with what belongs to
 * each. The renderers only print it. Lives in the run arena of one patient. */
#ifndef REPORT_COLLECT_H
#define REPORT_COLLECT_H
#include "runtime/reason/reason.h"
#include "runtime/report/plan.h"
#include "runtime/report/say.h"

/* One answer of the report. */
typedef struct Entry {
    uint32_t block;
    uint16_t element; /* NO_INDEX: about the patient. CELLS_HIDDEN: the unlisted elements */
    const BlockAnswer *answer;
    BecauseList because; /* of an advice that applies or is ruled out, if asked for */
} Entry;
typedef VEC(Entry) EntryList;

typedef struct Report Report;
struct Report {
    const Plan *plan;
    const Program *program;
    const Record *record;
    const Evaluation *evaluation;
    EntryList decisions;
    EntryList *tables; /* plan->table_count: rows of the listed elements, one after the other */
    EntryList advice;  /* applies, ruled out, and not applicable ones (renderers leave those out) */
    EntryList open;
    EntryList cautions;    /* triggers known to hold, each once */
    VEC(Problem) problems; /* of the data, then of answers that failed on known data */
    bool fault;            /* an answer certainly met a hole or an overlap */
};

/* Which entries get their `because`: those that apply or are ruled out, or those that do not apply
 * too (--all). */
typedef enum Explain { EXPLAIN_NONE, EXPLAIN_GIVEN, EXPLAIN_ALL } Explain;
void collect_report(Report *report, Arena *run_arena, const Plan *plan, Evaluation *evaluation,
                    const Record *record, Explain explain);
/* Is the answer one result? A failed one is not. */
static inline bool collect_is_settled(const Answer *answer)
{
    return answer->settled && !answer->failed && answer->fault_count == 0;
}
/* Does the guideline have no case for this patient, or two, whatever is still missing? */
static inline bool collect_is_faulty(const Answer *answer)
{
    return answer->fault_count > 0 && answer->no_result;
}
/* The element's label; "*" for the unlisted ones, ptr NULL for the patient. */
Str collect_get_about(const Report *report, const Entry *entry);
/* Does the caution block's trigger hold for what the advice is about? */
bool collect_caution_holds(const Report *report, uint32_t caution, const Entry *advice);
/* Bits of the block's aux that the report names: lines of the settled value of a worst-of decision
 * that carry a reason, exclusions that ruled an advice out. Each reason once. */
uint64_t collect_get_reasons(const Program *program, const Entry *entry);
/* The values that an answer may still take, of a yes/no or an enumeration. */
Mask collect_get_possible(const Program *program, ValueType type, const Answer *answer);
/* "risk_group.no_case" and "risk_group.two_cases". */
void collect_print_fault(StrBuf *out, const Program *program, uint32_t fault);
/* "not_applicable", "applies", "ruled_out", "open": the words that programs read. */
Str collect_get_status(uint8_t status);
#endif
