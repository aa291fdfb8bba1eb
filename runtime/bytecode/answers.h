/* answers.h - the results of one evaluation: what the reasoner fills, reports and gates read. */
#ifndef BYTECODE_ANSWERS_H
#define BYTECODE_ANSWERS_H
#include "runtime/bytecode/record.h"

/* One result register for one record (or one element of it). */
typedef struct Answer {
    bool settled;
    bool failed;    /* an operation failed on known data: not settled, value is all of its type, no
                       needs */
    bool fails;     /* not settled: some completion has no result, as an operation fails or by a
                       fault of the guideline. What is possible are the results of the others */
    bool no_result; /* fails, and there are no others: nothing is possible */
    bool by_cases;  /* settled only by completions */
    bool undecided; /* over the node limit */
    Reg value;      /* settled: the value. Not settled: the possible-set (masks) or the interval */
    bool off_grid;
    Rat exact; /* settled decimal off the grid */
    /* not settled: */
    Rat *possible;
    uint16_t possible_count; /* numbers: at most 64 values in ascending order, else 0 and the range
                                holds */
    bool lo_open, hi_open;   /* range without bound */
    Rat range_lo, range_hi;  /* exact bounds of a number not settled */
    uint32_t *needs;
    uint32_t need_count; /* fact ids, ascending (see fact_print_path) */
    uint16_t *gaps;
    uint16_t gap_count; /* field indices of gaps, ascending */
    uint32_t *faults;
    uint16_t fault_count; /* block index * 2 + (0 no_case, 1 two_cases) */
} Answer;

/* The same in every part that is said of an answer of this kind. */
bool answer_is_same(const Answer *a, const Answer *b);

/* A fact id names one free fact of one record: order = schema order, elements by index, then gaps.
 */
typedef struct FactRef {
    uint16_t field;   /* field index; NO_INDEX: the hidden part of the list */
    uint16_t list;    /* NO_INDEX for scalars and gaps */
    uint16_t element; /* from 0; elements of a list */
} FactRef;
bool fact_is_same(FactRef a, FactRef b);
/* "liver.flr", "lesions[2].size" (index from 1), "lesions". */
void fact_print_path(StrBuf *out, const Program *program, FactRef fact);
/* Fact ids are dense numbers computed from bounds: stable for a program. */
uint32_t fact_get_id(const Program *program, FactRef fact);
FactRef fact_from_id(const Program *program, uint32_t id);
uint32_t fact_get_count(const Program *program);
/* ids: for each field the id of its fact, in one pass. Means nothing for fields of elements and
 * what is no fact. */
void fact_list_ids(const Program *program, uint32_t *ids);
#endif
