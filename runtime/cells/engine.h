/* engine.h - what the files of this room share: a program on diagrams (runtime/diagram/kernel.h).
 */
#ifndef CELLS_ENGINE_H
#define CELLS_ENGINE_H
#include "runtime/bytecode/anatomy.h"
#include "runtime/cells/cells.h"
#include "runtime/diagram/frozen.h"
#include "runtime/diagram/kernel.h"

/* One list of the record. */
typedef struct CellList {
    uint32_t first_var; /* element by element: whether there is one more, then its used fields; at
                           the end a choice */
    uint32_t stride, choice; /* variables per element; elements before the choice */
    uint32_t certain, total; /* listed + hidden_least, listed + hidden_most */
    Node *exists;            /* hidden elements: node + 1 */
    Node length;     /* node + 1: a block that runs for each element asks for it each time */
    Node *sizes;     /* hidden elements: size under the summary, node + 1 */
    int32_t current; /* element that a loop stands at, -1 outside */
} CellList;

/* ---- pair.c: two programs on one store ---- */

typedef struct SharedField {
    uint16_t name;         /* its number in names of variables */
    uint32_t var;          /* of a scalar: base variable; of an element: place among its fields */
    int64_t lo, hi;        /* numbers and dates: what both programs take */
    const uint8_t *values; /* enumerations: which value here is the first, second, ... that both
                              have; NULL: all, in this order */
    uint16_t value_count;
} SharedField;
typedef struct SharedList {
    uint16_t name;
    uint32_t first, stride, total; /* base variable; variables per element; elements */
} SharedList;
/* What the program's own numbers are for both. */
typedef struct Shared {
    const SharedField *fields;
    const SharedList *lists;
    const uint32_t *faults;  /* by block: whose hole or overlap */
    const uint32_t *natives; /* by function */
    /* The result of another block from elsewhere; false: it is computed here. NULL: all are. */
    bool (*lend)(void *context, uint16_t reg, uint32_t element, Node *node);
    void *context;
} Shared;

/* What blocks have computed: node + 1, 0 = nothing yet. */
typedef struct Results {
    Node *regs;
    Node **columns; /* list: total x (width - used_fields) */
} Results;

/* What a block reads from others. */
typedef struct Read {
    uint16_t reg;
    bool column, all; /* of the element at hand, or of every element */
} Read;

/* Fixed for a program. */
typedef struct Layout {
    uint32_t *first_read; /* block: range in reads, block_count + 1 entries */
    Read *reads;
} Layout;

struct Cells {
    const Program *program;
    const RegPlace *places; /* the program's anatomy of registers */
    Layout layout;
    const Record *record;
    CellsHost host;
    Arena *arena; /* run */
    Diagrams *d;
    const Shared *shared; /* NULL: the store is this program's alone */
    bool ready;           /* tables below exist for this record */

    uint32_t *field_var; /* field: variable of a scalar or gap */
    CellList *lists;
    Results results;
    Results free_results; /* those under raw_sizes; made when first needed */

    /* While a program is compiled (compile.c): each gate instruction is a variable, since nobody
     * knows yet what will be asked. By instruction: number of the first of its variables + 1, one
     * for each element. NULL: gates are asked. */
    const uint32_t *gate_vars;
    uint32_t gate_var_count;

    uint64_t spent; /* steps of the answers before, for this record */
    uint32_t told;  /* facts that undecided answers of this record have named */
    bool raw_sizes; /* hidden elements and their sizes are free; legality is a diagram of its own
                       (lists.c) */
};

/* ---- cells.c ---- */
/* An engine on a store that others use. */
Cells *cells_create_on(Arena *session_arena, const Program *program, Diagrams *d,
                       const Shared *shared);
/* Tables for the record, unless they are there. */
void cells_prepare(Cells *e);
/* The result of a block, whatever representatives it leaves behind. */
Node cells_get_root(Cells *e, uint32_t block, uint16_t reg, uint16_t element);
/* Results are forgotten; of the store nothing is. */
void cells_forget_results(Cells *e);

/* ---- fact.c: registers of the record ---- */
/* A field of the patient or of an element; the summary of its list is not looked at. */
Node fact_load(Cells *e, uint16_t field, uint16_t element);
Node fact_load_constant(Cells *e, uint16_t reg);
/* Values of enumerations that have other numbers elsewhere; NODE_FAIL: it has none there. */
Node fact_rename_values(Cells *e, Node node, const uint8_t *values, uint32_t count);
Node reg_to_leaf(Cells *e, uint16_t reg, Reg value, bool off_grid, Rat exact);
/* A variable's name. hidden: of an element that the record does not list: its fields are one fact
 * with the rest of what the list hides, field NO_INDEX. */
uint64_t fact_make_name(FactRef fact, bool hidden);
/* The same, by the numbers that both programs of a pair use. */
uint64_t fact_name_in(const Cells *e, FactRef fact, bool hidden);
FactRef fact_from_name(uint64_t name);
uint8_t fact_get_state(const Cells *e, uint16_t field, uint16_t element);
bool fact_is_hidden(const Cells *e, uint16_t list, uint32_t element);
/* A field of an element; NO_INDEX: whether the element exists. */
VarId fact_get_element_var(const Cells *e, uint16_t list, uint32_t element, uint16_t field);
/* The record has the size of the list's largest element. */
bool fact_has_summary(const Cells *e, uint16_t list);

/* ---- lists.c ---- */
Node list_get_exists(Cells *e, uint16_t list, uint32_t element);
Node list_get_more(Cells *e, uint16_t list,
                   uint32_t element); /* it exists, if those before it do */
Node list_get_choice(Cells *e,
                     uint16_t list); /* a question of the list's own, behind all its elements */
Node list_get_length(Cells *e, uint16_t list);
/* fact_load under the summary: no hidden element is larger than the record says, unless under
 * raw_sizes. */
Node list_load(Cells *e, uint16_t field, uint16_t element);
Node list_get_legal(Cells *e); /* under raw_sizes: the completions that obey all summaries */

/* ---- fold.c: accumulators of one loop ---- */
typedef struct FoldItem {
    uint16_t reg, op;
    Node start;
    Node *parts; /* by element: what it adds, or what was held before it */
} FoldItem;
typedef struct Fold {
    uint16_t list;
    uint32_t first, certain, end; /* elements; those before `certain` exist */
    VEC(FoldItem) items;
} Fold;
typedef struct FoldStep {
    uint16_t op, reg;
    uint32_t element;
    Node old, holds, value;
} FoldStep;
Node fold_add(Cells *e, Fold *fold,
              const FoldStep *step); /* what the accumulator holds meanwhile */
void fold_add_latest(Cells *e, Fold *fold, FoldStep *value,
                     FoldStep *day); /* old becomes what they hold */
Node fold_finish(Cells *e, const Fold *fold, uint32_t item, Node held); /* after the last element */

/* ---- exact.c: blocks on diagrams ---- */
void exact_run(Cells *e, uint32_t block, uint32_t element);
Node *exact_get_cell(Cells *e, uint16_t reg,
                     uint32_t element); /* of a result or a column: node + 1 */

/* ---- gate.c: words that ask what is known ---- */
/* Does the instruction ask? KNOWN_FACT and KNOWN_RESULT do, and then read. */
bool gate_is(const Insn *insn);
/* The list about one of whose elements it asks, else NO_INDEX. */
uint16_t gate_get_list(const Program *program, const Insn *insn);
/* What it is told about this record: MISSING and SETTLED of KNOWN_FACT and KNOWN_RESULT. */
bool gate_ask(const Program *program, const Record *record, const CellsHost *host, const Insn *insn,
              uint32_t element);
/* The answer of KNOWN_RESULT; NULL if it is not settled. */
const Answer *gate_find_settled(const Program *program, const Record *record, const CellsHost *host,
                                const Insn *insn, uint32_t element);
/* While a program is compiled: the variable that stands for it. */
Node gate_load(Cells *e, const Insn *insn, uint32_t element);
/* The instruction and element that such a variable's name stands for; false: a fact's name. */
bool gate_from_name(uint64_t name, uint32_t *pc, uint32_t *element);

/* ---- schedule.c: which blocks have to run ---- */
/* known: results read where they are known (KNOWN_RESULT) count as read. */
void schedule_lay_out(Cells *e, Arena *session_arena, bool known);
Node schedule_get(Cells *e, uint16_t reg, uint32_t element);
/* Every fact that the block or a block it reads can read. */
void schedule_visit_facts(Cells *e, uint32_t block, uint32_t element,
                          void (*add)(Cells *e, uint16_t field, uint32_t element, void *context),
                          void *context);

/* ---- needs.c ---- */
/* Gathered for one answer; what is gathered lives in the arena. */
typedef struct Needs {
    Arena *arena;
    const Program *program;
    VEC(uint32_t) facts, gaps;
    uint64_t hidden; /* lists whose hidden part is there already: a bit each */
} Needs;
Needs needs_begin(Arena *arena, const Program *program);
void needs_add(Needs *needs, FactRef fact); /* field NO_INDEX: what a list hides */
void needs_store(Needs *needs, Answer *answer);
uint32_t needs_sort(uint32_t *ids, uint32_t count); /* ascending, each once; how many are left */

/* ---- value.c ---- */
enum { LIMIT_POSSIBLE = 64 }; /* more values than this are printed as a range */
void value_store_number(Answer *answer, uint8_t type, Rat value); /* settled */
void value_store_range(Answer *answer, uint8_t type, Range range);
void value_open_all(const Program *program, uint16_t reg, Answer *answer); /* of its type */
/* Sorts the values, which are different; too many are left out. */
void value_list_possible(Arena *arena, Answer *answer, Rat *values, uint32_t count);

/* ---- answer.c ---- */
void answer_extract(Cells *e, Node root, uint16_t reg, Answer *answer);
/* Both a hidden part and a listed size beside its summary are needed: if the hidden part does not
 * matter, a listed size that does is no illusion. */
bool answer_has_sizes(Cells *e, const Answer *answer);
/* Drops listed sizes that in no two allowed completions make the difference; root: computed under
 * raw_sizes. */
void answer_drop_sizes(Cells *e, Node root, Answer *answer);
/* Whether an advice applies to an element that is not listed depends on the list at least: there
 * may be none. */
void answer_add_list(Arena *arena, const Program *program, uint16_t list, Answer *answer);
void answer_give_up(Cells *e, uint32_t block, uint16_t reg, uint32_t element, Answer *answer);

/* ---- compile.c, read.c ---- */
/* Elements of a list for which an answer about one of them is compiled. */
enum { COMPILED_ELEMENTS = 16 };

/* What a frozen variable stands for. */
typedef struct Meaning {
    FactRef fact;
    uint32_t pc;    /* of a gate word, else NO_INDEX32 */
    bool more;      /* asks whether the list has that element */
    __int128 *keys; /* of a fact's cuts: twice the number on the grid of its type, and one more if
                       it lies below; NULL: compare exactly */
} Meaning;

struct Compiled {
    const Program *program;
    const Frozen *frozen;
    Meaning *meanings; /* by variable of the frozen diagrams */
    FrozenId **roots;  /* by register: of each element, or one; NULL: of no result */
    FrozenId **hidden; /* the same, if it is the first one that is not listed */
    int64_t date;      /* of the records that it answers for */
};
#endif
