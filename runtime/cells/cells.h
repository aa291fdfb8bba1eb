/* cells.h - completions by reduced ordered decision diagrams: the exact answer for what Kleene
 * logic leaves open.
 *
 * A Cells engine belongs to one program and one session. Per record: cells_begin, then cells_answer
 * for each open result register. Registers hold nodes of multi-terminal decision diagrams over the
 * record's free facts. Numbers stay symbolic at the leaves (terms over free facts) until they are
 * compared. */
#ifndef CELLS_CELLS_H
#define CELLS_CELLS_H
#include "runtime/bytecode/answers.h"
#include "runtime/diagram/diagram.h"

typedef struct Cells Cells;

/* Gate instructions and results already known are asked from the owner of the evaluation. */
typedef struct CellsHost {
    void *context;
    /* Fast-path value of a result register for this record (element from 0; for hidden elements the
     * number listed), if it is settled there; then the diagram of that result is a constant and its
     * cone is not entered. */
    bool (*settled)(void *context, uint16_t reg, uint16_t element, Reg *value);
    /* The answer of a result register (for SETTLED, MAY_BE, NEEDS_FACTS, KNOWN_RESULT in gates). */
    const Answer *(*answer)(void *context, uint16_t reg, uint16_t element);
    /* Calls a native with exact arguments, all known. False: it failed. */
    bool (*native)(void *context, uint16_t native, const Reg *arguments, Reg *result);
    uint32_t steps; /* of all answers of one record; 0: LIMIT_RECORD_STEPS */
} CellsHost;

/* For diagrams without an evaluation: no result is known before, and no gate may be asked. */
CellsHost cells_make_lone_host(void);

Cells *cells_create(Arena *session_arena, const Program *program);
/* Forget the previous record. */
void cells_begin(Cells *cells, Arena *run_arena, const Record *record, CellsHost host);
/* The exact answer of result register `reg` of block `block`. element: 0.. for a listed element of
 * a for-each block; for hidden ones use CELLS_HIDDEN: the answer "applies to an element that exists
 * but is not listed"; unless that is no for sure, the list is among its needs, even if it is
 * settled yes. Settled answers come back too (by_cases = true). Over LIMIT_NODES steps or
 * nodes, or over LIMIT_RECORD_STEPS with the answers before: undecided = true, and needs lists
 * every missing fact of the cone, as long as there are not over LIMIT_TOLD of them for one record.
 */
#define CELLS_HIDDEN 0xfffeu
void cells_answer(Cells *cells, uint32_t block, uint16_t reg, uint16_t element, Answer *answer);
/* The same answer as a diagram of what is free in the record; it lives until the next answer that
 * is over the limit, or the next record. element: also of one that the record does not list (from
 * 0). Guards: of a yes_no, where these other results of the block have these values; elsewhere it
 * is no. False over the limit. */
typedef struct CellsGuard {
    uint16_t reg;
    uint32_t value;
} CellsGuard; /* yes_no, enumeration: index of the value */
typedef struct CellsQuestion {
    uint16_t reg, element;
    const CellsGuard *guards;
    uint32_t guard_count;
    uint32_t steps; /* that it may take; 0: LIMIT_NODES */
} CellsQuestion;
bool cells_get_diagram(Cells *cells, uint32_t block, CellsQuestion question, Diagram *diagram);
/* Names of variables in diagrams of two programs: the same fact by what it is called? */
bool cells_is_same_fact(const Program *a, uint64_t name, const Program *b, uint64_t other);
/* The fact that a variable stands for; field NO_INDEX: what a list hides. */
FactRef cells_get_fact(uint64_t name);
/* The fact of such a name; of what a list hides too: then *hidden, and field NO_INDEX asks whether
 * there is that element. */
FactRef cells_get_named(uint64_t name, bool *hidden);
/* Name of a scalar or gap. */
uint64_t cells_name_scalar(uint16_t field);
/* ---- compiled answers (compile.c, read.c) ----
 *
 * The diagrams of all answers for the record of which nothing is known, gate words as variables:
 * made once, never changed, shared by threads. An answer about a record is one walk through one of
 * them. */
typedef struct Compiled Compiled;
/* date: the register of the date of evaluation, of the records that it will answer for; ignored
 * where the program does not read it. Always the same for the same program and date: what is too
 * large or cannot be said without the record is left out. NULL if that is most of it, or if there
 * is no memory. */
const Compiled *cells_compile(Arena *arena, const Program *program, Reg date);
/* For one thread; used again and again. */
typedef struct Reader Reader;
Reader *cells_create_reader(Arena *session_arena, const Compiled *compiled);
/* The host is asked for answers that gate words read. */
void cells_begin_reader(Reader *reader, Arena *run_arena, const Record *record, CellsHost host);
/* What cells_answer gives within its limits. False: the compiled answers cannot tell, cells_answer
 * may. */
bool cells_read(Reader *reader, uint32_t block, uint16_t reg, uint16_t element, Answer *answer);

/* Steps of all answers since cells_begin, at most LIMIT_RECORD_STEPS: of a record and its questions
 * alone. */
uint64_t cells_get_steps(const Cells *cells);
/* Nodes made since cells_begin (for the compile-time bound and bench). */
uint64_t cells_get_node_count(const Cells *cells);
#endif
