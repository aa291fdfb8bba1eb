/* engine.h - what the files of this room share: the engine and the functions between them.
 *
 * A node id names either an inner node ("is the variable at or below the cut?") or a leaf. Rows are
 * hash-consed, so two diagrams are the same function exactly if their ids are equal. */
#ifndef CELLS_ENGINE_H
#define CELLS_ENGINE_H
#include "runtime/base/limits.h"
#include "runtime/bytecode/anatomy.h"
#include "runtime/cells/cells.h"

typedef uint32_t Node;
typedef uint32_t VarId; /* place in the order: base variable << VAR_PART_BITS, + part for the
                           derived ones behind it */
typedef uint32_t CutId; /* rational * 2 + 1: x <= c; rational * 2: x < c */
typedef uint32_t TermId;

/* The first rows are leaves at fixed places: values of enumerations (yes_no: 0 and 1), then these.
 */
enum { NODE_NO = 0, NODE_YES = 1, NODE_FAIL = LIMIT_ENUM_VALUES, NODE_NONE, NODE_FIRST };
enum { VAR_PART_BITS = 10, VAR_PARTS = 1 << VAR_PART_BITS };
#define VAR_LEAF UINT32_MAX /* Row.var of a leaf: below every variable */
#define VAR_NONE UINT32_MAX /* Term.var: no variable */
#define VAR_MANY (UINT32_MAX - 1)
#define TERM_NOT_FOUND UINT32_MAX /* a TermId that names none */

typedef enum LeafKind {
    LEAF_VALUE,
    LEAF_FAIL,
    LEAF_NONE,
    LEAF_HOLE,
    LEAF_TWO,
    LEAF_NUMBER,
    LEAF_REAL,
    LEAF_TERM
} LeafKind;

/* Inner: lo where position <= cut (no more of var), hi above. Leaf: cut = LeafKind, lo and hi =
 * payload. */
typedef struct Row {
    VarId var;
    CutId cut;
    Node lo, hi;
    bool fails;    /* some leaf is a failure, or may be one */
    uint32_t mark; /* last walk that met the row */
} Row;

/* Bounds of a number, outward: every possible value lies inside. */
typedef struct Range {
    Rat lo, hi;
    bool lo_none, hi_none; /* no bound */
    bool may_fail, fails;  /* for some, for all operands inside */
} Range;

/* Arithmetic over free facts. op is an Opcode or one of those below. */
enum { TERM_VAR = OP_COUNT_, TERM_CONST, TERM_OPAQUE };
typedef struct Term {
    uint16_t op;
    uint8_t digits;
    bool opaque; /* holds reals: never evaluated, only compared as a derived variable */
    bool integral;
    uint16_t depth;
    uint32_t a, b; /* TERM_VAR: variable; TERM_CONST: rational; TERM_OPAQUE: anything; else terms */
    VarId var;     /* the only variable, VAR_NONE or VAR_MANY */
    VarId derived; /* the variable that stands for it, 0 = none (no derived one has that id) */
    uint32_t mark; /* last walk that met the term */
    uint32_t seen; /* last round that left what it found in kept: terms share parts, and parts of
                      parts */
    Range range, kept;
} Term;

/* A free fact of the record, or a derived one. */
typedef struct Var {
    bool dense; /* cuts anywhere; else whole positions */
    bool wide;  /* not spelled out as nodes, a term stands for it */
    bool derived;
    uint16_t field; /* fact: field index, NO_INDEX: hidden part of the list */
    uint16_t list, element;
    bool lo_none, hi_none;
    Rat lo, hi;
    uint32_t order_class; /* index + 1 into Engine.classes, 0 = compared with no other variable */
    Rat scale;            /* in its class: scale * value are compared */
    VEC(CutId) cuts;      /* wide ones: every cut made so far */
    VEC(Rat) points;      /* in a class: the representatives, ascending */
    VEC(VarId) sources;   /* derived: base variables */
    VEC(struct Var *) attached; /* base: derived variables that stand directly behind it */
    uint32_t mark;              /* last walk that met it */
} Var;

/* Variables compared with each other share representatives. */
typedef struct OrderClass {
    VEC(VarId) members;
    VEC(Rat) points;  /* in the common scale, ascending */
    bool stale;       /* cuts or members came since the points were made */
    bool broken;      /* its points cannot be computed */
    bool star;        /* every comparison has a centre as one side */
    VarId centres[2]; /* who that can be; equal if only one is left */
} OrderClass;

typedef struct CacheLine {
    uint32_t op;
    Node a, b, c, result;
} CacheLine;
typedef struct Hash {
    uint32_t *slots;
    uint32_t mask, count;
} Hash; /* slot: index + 1 */

/* One list of the record. */
typedef struct CellList {
    uint32_t first_var; /* element by element: whether there is one more, then its used fields; at
                           the end a choice */
    uint32_t certain, total; /* listed + hidden_least, listed + hidden_most */
    Node *exists;            /* hidden elements: node + 1 */
    Node length;     /* node + 1: a block that runs for each element asks for it each time */
    Node *sizes;     /* hidden elements: size under the summary, node + 1 */
    int32_t current; /* element that a loop stands at, -1 outside */
} CellList;

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

/* What the tables of every record begin with: leaves and numbers at fixed places. */
typedef struct FirstTables {
    Row *rows;
    Rat *rats;
    uint32_t row_count, rat_count;
    Hash row_hash, rat_hash;
} FirstTables;

/* Fixed for a program. */
typedef struct Layout {
    FirstTables first_tables;
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
    bool ready;   /* tables below exist for this record */

    VEC(Row) rows;
    Hash row_hash;
    VEC(Rat) rats;
    Hash rat_hash;
    VEC(Term) terms;
    Hash term_hash;
    CacheLine *cache;
    uint32_t cache_mask;

    Var **vars; /* base variables by number, made when first read; the last has no fact */
    uint32_t base_vars;
    VEC(OrderClass) classes;
    uint32_t *field_var; /* field: variable of a scalar or gap */
    CellList *lists;
    Results results;
    Results free_results; /* those under raw_sizes; made when first needed */

    uint64_t made;  /* rows ever made for this record */
    uint64_t spent; /* steps of the answers before, for this record */
    uint32_t steps; /* for this answer: calls of the recursion, rows met on walks, parts of terms,
                       instructions */
    uint32_t allowance; /* steps that this answer may take */
    uint32_t told;      /* facts that undecided answers of this record have named */
    uint32_t depth, walk, term_walk, term_round;
    bool over;      /* over the node limit: everything unwinds */
    bool stale;     /* an order class changed: compute again */
    bool raw_sizes; /* hidden elements and their sizes are free; legality is a diagram of its own
                       (lists.c) */
};

/* Counted, so that how far an answer gets depends on its program and record alone. */
static inline bool engine_step(Cells *e)
{
    if (e->over || ++e->steps > e->allowance) {
        e->over = true;
        return false;
    }
    return true;
}

/* ---- node.c ---- */
void node_lay_out(Cells *e, Arena *session_arena);
void node_begin(Cells *e);
bool cut_less(const Cells *e, CutId a, CutId b);
uint32_t rat_intern(Cells *e, Rat value);
Node node_make(Cells *e, VarId var, CutId cut, Node lo, Node hi);
Node leaf_make(Cells *e, LeafKind kind, uint32_t lo, uint32_t hi);
Node leaf_from_rat(Cells *e, Rat value);
Node leaf_from_int(Cells *e, int64_t value);
Node leaf_from_real(Cells *e, double value);
Node leaf_from_term(Cells *e, TermId term);
double leaf_get_real(const Cells *e, Node leaf);
void hash_grow(Cells *e, Hash *hash, uint32_t capacity);

static inline const Row *row_get(const Cells *e, Node n)
{
    return &e->rows.items[n];
}
static inline bool node_is_leaf(const Cells *e, Node n)
{
    return row_get(e, n)->var == VAR_LEAF;
}
static inline LeafKind leaf_get_kind(const Cells *e, Node n)
{
    return (LeafKind)row_get(e, n)->cut;
}
static inline Rat leaf_get_rat(const Cells *e, Node n)
{
    return e->rats.items[row_get(e, n)->lo];
}
static inline TermId leaf_get_term(const Cells *e, Node n)
{
    return row_get(e, n)->lo;
}
/* A leaf from which no result follows: FAIL, NONE, HOLE, TWO. */
static inline bool leaf_is_failure(const Cells *e, Node n)
{
    LeafKind kind = leaf_get_kind(e, n);
    return kind >= LEAF_FAIL && kind <= LEAF_TWO;
}
static inline Node node_from_bool(bool value)
{
    return value ? NODE_YES : NODE_NO;
}
static inline Rat cut_get_rat(const Cells *e, CutId cut)
{
    return e->rats.items[cut >> 1];
}

/* ---- apply.c: operations on diagrams, memoised ---- */

/* Operations besides the opcodes. */
enum {
    APPLY_ACC_MIN = OP_COUNT_,
    APPLY_ACC_MAX, /* the accumulator may be none */
    APPLY_LATER,
    APPLY_SAME_DAY,   /* the latest date so far may be none */
    APPLY_SAME_VALUE, /* of two elements on one day; no if either fails */
    APPLY_STRICT_AND,
    APPLY_STRICT_OR, /* a failure is never covered */
    APPLY_SPLIT,
    APPLY_DIFFER /* two results of which neither is NONE and that are not the same */
};
/* extra: digits, or the register of a constant set. */
Node apply1(Cells *e, unsigned op, unsigned extra, Node a);
Node apply2(Cells *e, unsigned op, unsigned extra, Node a, Node b);
CacheLine *apply_find_line(Cells *e, uint32_t key, Node a, Node b, Node c);
Node apply_select(Cells *e, Node condition, Node yes, Node no);
Node node_and(Cells *e, Node a, Node b);
Node node_or(Cells *e, Node a, Node b);
Node node_not(Cells *e, Node a);

/* ---- leaf.c: one operation on leaves ---- */
Node leaf_apply1(Cells *e, unsigned op, unsigned extra, Node a);
Node leaf_apply2(Cells *e, unsigned op, unsigned extra, Node a, Node b);

/* ---- range.c: bounds and exact values of one operation ---- */
Range range_from_rat(Rat value);
Range range_apply(unsigned op, unsigned digits, Range a, Range b, bool same);
bool rat_apply(unsigned op, unsigned digits, Rat a, Rat b, Rat *out);

/* ---- term.c ---- */
TermId term_from_var(Cells *e, VarId var);
TermId term_from_rat(Cells *e, Rat value);
TermId term_from_leaf(Cells *e, Node leaf); /* number, real or term */
TermId term_make(Cells *e, unsigned op, unsigned digits, TermId a, TermId b);
TermId term_make_opaque(Cells *e, unsigned op, unsigned extra, const Node *nodes,
                        unsigned count);  /* identity only */
Node term_to_leaf(Cells *e, TermId term); /* a number if it has only one value */
/* held: a variable, or a part that has all the term's facts. It is inside the range; it is `at`. */
Range term_bound(Cells *e, TermId term, TermId held, const Range *range);
bool term_evaluate(Cells *e, TermId term, TermId held, Rat at, Rat *out);
bool term_can_hold(const Cells *e, TermId term, TermId held); /* not too deep for either */
bool term_get_affine(Cells *e, TermId term, Rat *factor,
                     Rat *offset); /* one variable, never failing */
void term_add_vars(Cells *e, TermId term, void (*add)(void *context, VarId var), void *context);

/* ---- var.c ---- */
Var *var_get(const Cells *e, VarId var);
static inline Var **var_slot(const Cells *e, VarId var)
{
    return &e->vars[var >> VAR_PART_BITS];
}
/* Puts a derived variable behind the last of its sources. */
VarId var_attach(Cells *e, Var *var);
/* Yes where value < limit, or <= limit. */
Node var_atom(Cells *e, VarId var, Rat limit, bool inclusive);
Node var_atom_at_point(Cells *e, VarId var, Rat limit,
                       bool inclusive); /* limit is a point of its class, no new cut */
Node var_load(Cells *e, VarId var, uint8_t type);
VarId var_derive(Cells *e, TermId term);
/* A derived variable of which nothing is known but its type and what the nodes mention. */
Node var_derive_opaque(Cells *e, unsigned op, unsigned extra, RegInfo type, const Node *nodes,
                       unsigned count);
Range var_get_range(const Var *var);
void var_add_sources(Cells *e, Var *var, VarId source);

/* ---- search.c: the cells of a comparison ---- */
/* The answer for all operands inside the bounds, if it is one. */
bool search_decide(unsigned op, Range a, Range b, Node *out);
/* a op b, all of whose facts stand in held; false: too many cells, or no bounds to search in. */
bool search_compare(Cells *e, unsigned op, TermId a, TermId b, TermId held, Node *out);

/* ---- compare.c: terms to diagrams ---- */
Node term_compare(Cells *e, unsigned op, TermId a, TermId b); /* OP_LT, OP_LE, OP_EQ */

/* ---- order.c: variables compared with each other ---- */
/* x_factor * x op y_factor * y, factors above 0. False if that cannot be done by representatives.
 */
bool order_compare(Cells *e, unsigned op, VarId x, Rat x_factor, VarId y, Rat y_factor, Node *out);
bool order_refresh(Cells *e); /* new representatives where needed; true if anything changed */
void order_note_cut(Cells *e, const Var *var);

/* ---- fact.c: registers of the record ---- */
Node fact_load(Cells *e, uint16_t field, uint16_t element);
Node fact_load_constant(Cells *e, uint16_t reg);
Node reg_to_leaf(Cells *e, uint16_t reg, Reg value, bool off_grid, Rat exact);
uint8_t fact_get_state(const Cells *e, uint16_t field, uint16_t element);
bool fact_is_hidden(const Cells *e, uint16_t list, uint32_t element);

/* ---- lists.c ---- */
Node list_get_exists(Cells *e, uint16_t list, uint32_t element);
Node list_get_more(Cells *e, uint16_t list,
                   uint32_t element); /* it exists, if those before it do */
Node list_get_choice(Cells *e,
                     uint16_t list); /* a question of the list's own, behind all its elements */
VarId list_get_var(const Cells *e, uint16_t list, uint32_t element,
                   uint16_t field); /* NO_INDEX: of its existence */
Node list_get_length(Cells *e, uint16_t list);
Node list_limit_size(Cells *e, uint16_t list, uint32_t element, Node raw);
bool list_has_summary(const Cells *e, uint16_t list);
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

/* ---- schedule.c: which blocks have to run ---- */
void schedule_lay_out(Cells *e, Arena *session_arena);
Node schedule_get(Cells *e, uint16_t reg, uint32_t element);
/* Every fact that the block or a block it reads can read. */
void schedule_visit_facts(Cells *e, uint32_t block, uint32_t element,
                          void (*add)(Cells *e, uint16_t field, uint32_t element, void *context),
                          void *context);

/* ---- walk.c ---- */
typedef VEC(Node) NodeList;
typedef VEC(VarId) VarList;
void walk_collect(Cells *e, Node root, NodeList *leaves, VarList *vars);
bool walk_has_conflict(Cells *e, Node root,
                       VarId var); /* two values of it alone give results that differ */
void walk_add_sources(Cells *e, Node root,
                      Var *var); /* the base variables that a diagram mentions */
Range walk_find_hull(Cells *e, Node root, VarId var,
                     Node leaf); /* of the variable on all ways to the leaf */

/* ---- dump.c ---- */
/* swapped: as in CellsQuestion. False: not all of it has a text. */
bool dump_diagram(Cells *e, Node root, uint16_t swapped, StrBuf *out);

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
void answer_add_list(Cells *e, uint16_t list, Answer *answer);
void answer_give_up(Cells *e, uint32_t block, uint16_t reg, uint32_t element, Answer *answer);
#endif
