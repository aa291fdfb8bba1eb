/* reason.h - one patient, all answers: the fast path first, completions for what it leaves open,
 * then the gates. */
#ifndef REASON_REASON_H
#define REASON_REASON_H
#include "runtime/base/claim.h"
#include "runtime/base/vec.h"
#include "runtime/bytecode/answers.h"
#include "runtime/cells/cells.h"
#include "runtime/vm/vm.h"

typedef enum AdviceStatus {
    STATUS_NOT_APPLICABLE,
    STATUS_APPLIES,
    STATUS_RULED_OUT,
    STATUS_OPEN
} AdviceStatus;

/* Everything said about one block for one record (or one element). Index: see evaluation_get. */
typedef struct BlockAnswer {
    bool ready;
    Answer main;    /* decision value / advice applies / caution trigger */
    uint8_t status; /* AdviceStatus, of advice */
    uint64_t
        aux_holds; /* bit i: aux[i] known to hold (unless / worst-of line); at most 64 per block */
} BlockAnswer;

typedef struct Evaluation Evaluation; /* session object, reused for each record */

Evaluation *evaluation_create(Arena *session_arena, const Program *program);
void evaluation_set_natives(Evaluation *evaluation, void *context,
                            bool (*native)(void *, uint16_t, const Reg *, Reg *));
/* Of functions that may hang: is this one not called any more? context: as above. */
void evaluation_watch_natives(Evaluation *evaluation, bool (*is_given_up)(const void *, uint16_t));
/* Did an answer about this record want a function that is not called any more? */
bool evaluation_missed_native(const Evaluation *evaluation, uint16_t native);
/* Which answers the report will show; the others are computed only when needed. Default: all.
 * SCOPE_ENDS: all, about elements only those of the first and the last listed one, for lists whose
 * elements are alike. */
typedef enum AnswerScope { SCOPE_ALL, SCOPE_ADVICE, SCOPE_ENDS } AnswerScope;
void evaluation_set_scope(Evaluation *evaluation, AnswerScope scope);
/* Blocks that are computed only when needed, whatever the scope: per block, or NULL. Kept, not
 * copied. */
void evaluation_set_skipped(Evaluation *evaluation, const bool *blocks);
/* Open records, that is those whose answers the fast path leaves open: then compiling has paid.
 * Builds that check claims compare both ways of answering, and begin at once. */
enum { EVALUATION_COMPILES_AFTER = CLAIMS_ARE_CHECKED ? 1 : 100 };
/* Compiled answers (cells_compile) of the program, which outlive the evaluation: many evaluations
 * share them. Without, an evaluation compiles its own after many records. NULL changes nothing. */
void evaluation_use_compiled(Evaluation *evaluation, const Compiled *compiled);
/* Answers by each record's own diagrams alone, and with all the steps at once: for those who
 * measure them. */
void evaluation_keep_own(Evaluation *evaluation);
void evaluation_run(Evaluation *evaluation, Arena *run_arena, const Record *record);
/* element: NO_INDEX for patient-level blocks; 0..count-1 listed; CELLS_HIDDEN for the unlisted ones
 * (advice only; ready = false if the list hides nothing or the advice cannot apply there). */
const BlockAnswer *evaluation_get(const Evaluation *evaluation, uint32_t block, uint16_t element);
/* What the fast path alone knows of a yes_no result: yes, no, or both (unknown). element: NO_INDEX,
 * or a listed one. */
Mask evaluation_get_known(const Evaluation *evaluation, uint32_t block, uint16_t element);

/* Why a settled answer is as it is (contract "because"). */
typedef struct Because {
    FactRef fact;
    uint32_t rule; /* block index of the innermost decision, or the answer itself */
} Because;
typedef struct BecauseList {
    Because *items;
    uint32_t count;
    bool by_cases;
} BecauseList;
void evaluation_explain(Evaluation *evaluation, Arena *run_arena, uint32_t block, uint16_t element,
                        BecauseList *list);
/* The way from a settled answer to the facts: which rule read which fact, and which rule followed
 * which. Steps with one rule (and element) belong together; a rule that is followed has steps of
 * its own. A step may come more than once. */
typedef enum TrailRelation {
    TRAIL_NO_TEST,
    TRAIL_BELOW,
    TRAIL_AT_MOST,
    TRAIL_IS,
    TRAIL_IS_NOT,
    TRAIL_AT_LEAST,
    TRAIL_ABOVE,
    TRAIL_IN,
    TRAIL_NOT_IN
} TrailRelation;
/* What the value of the fact is to another one: "at least 25 %". */
typedef struct TrailTest {
    uint8_t relation; /* TrailRelation */
    Reg value;        /* in the fact's declared unit; of IN a set of values */
} TrailTest;
typedef struct TrailStep {
    uint32_t rule; /* block that read it */
    uint16_t rule_element;
    uint16_t element; /* of `block` */
    uint32_t block;   /* the block that was followed; NO_INDEX32: a fact */
    FactRef fact;
    TrailTest test;
} TrailStep;
typedef struct Trail {
    VEC(TrailStep) steps; /* in the memory of the record under evaluation */
    bool by_cases;        /* found by completions: the steps are all that it can read */
} Trail;
/* Nothing if the answer is not settled. */
void evaluation_trace(Evaluation *evaluation, uint32_t block, uint16_t element, Trail *trail);
/* The operation that made a failed answer fail, with what it was given: op is an Opcode, line its
 * line in the source of the block (or of a function that the block calls). False if it cannot be
 * told. */
typedef struct FailedOperand {
    Reg value;
    uint8_t type; /* RegType */
} FailedOperand;
typedef struct Failure {
    uint32_t block, line;
    uint16_t op;
    FailedOperand a, b;
} Failure;
bool evaluation_find_failure(Evaluation *evaluation, uint32_t block, uint16_t element,
                             Failure *failure);
/* Counters for bench: records whose own diagrams were asked, answers by completions. */
typedef struct EvaluationStats {
    uint64_t records, open_records, answers_by_cells, nodes, steps;
} EvaluationStats;
EvaluationStats evaluation_get_stats(const Evaluation *evaluation);
#endif
