/* reason_internal.h - the evaluation object; for the files of this room only. */
#ifndef REASON_REASON_INTERNAL_H
#define REASON_REASON_INTERNAL_H
#include "runtime/base/vec.h"
#include "runtime/bytecode/anatomy.h"
#include "runtime/reason/origin.h"
#include "runtime/reason/reason.h"

/* A block on the way to an explanation, and the rule that its facts are told under. */
typedef struct Visit {
    uint32_t block, rule;
    uint16_t element, rule_element;
} Visit;
typedef struct Finding {
    uint64_t place;
    Because because;
} Finding; /* place: in the schema */
typedef struct Findings {
    uint64_t generation; /* the record whose memory they are in */
    VEC(Visit) visits;
    VEC(Finding) facts;
    Finding *spare; /* what facts are sorted into */
    uint32_t spare_capacity;
} Findings;

/* Where the fast path leaves a result: in the register itself, or in a column of the rows of a
 * list. */
typedef struct Source {
    uint16_t list; /* NO_INDEX: the register */
    uint16_t column, width;
    bool is_set; /* yes_no or enumeration: settled if one bit is left */
} Source;

/* What operand 0 or 1 of the instruction is to the other one, with the values of its block. */
TrailTest trail_make_test(const Program *program, const Reg *regs, const Insn *insn,
                          unsigned operand);

/* Who answers by completions. */
typedef enum Engines {
    ENGINES_OWN,      /* diagrams of the record's own */
    ENGINES_COMPILED, /* compiled ones; what they cannot tell, the record's own */
    ENGINES_BOTH      /* the record's own; what they give up, compiled ones */
} Engines;

struct Evaluation {
    const Program *program;
    Vm *vm;
    Cells *cells;
    Reader *reader; /* of compiled answers; NULL: there are none yet */
    Arena *session;
    CellsHost host;
    AnswerScope scope;
    const bool *skipped; /* per block, or NULL */
    void *native_context;
    bool (*native)(void *, uint16_t, const Reg *, Reg *);
    bool (*is_given_up)(const void *, uint16_t); /* NULL: none ever is */
    uint64_t *missed; /* per native: generation in which it was wanted and given up */

    Source *sources; /* per result register */
    const Origins *origins;
    Findings findings;   /* of the explanation under way */
    bool shares_temps;   /* two blocks write one temporary: explaining one runs it again */
    BlockAnswer **rows;  /* per block: one row, or most + 1 rows of a for-each block */
    uint64_t **filled;   /* same shape: generation in which the row was filled */
    uint64_t generation; /* of the current record: nothing is cleared between records */
    Answer open_answer;  /* what a gate sees of an element that is not listed: nothing settled */

    const Record *record; /* current */
    Arena *run_arena;
    Engines engines;
    bool cells_begun, reader_begun;
    bool gave_up;       /* some answer is undecided */
    bool keeps_own;     /* never compiles */
    bool compile_tried; /* whether or not there was memory for it */
    EvaluationStats stats;
};
#endif
