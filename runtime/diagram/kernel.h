/* kernel.h - how diagrams are made: the store and the functions over it. For the files of this room
 * and for who computes on diagrams; who only holds and compares them includes diagram.h.
 *
 *          a <= 4                     an inner node: lo where a <= 4, hi above
 *         /      \
 *     b = no      a <= 9              a variable may be asked again, with a higher cut
 *     /    \      /    \
 *    2      3    3      failure       leaves: values, numbers, terms, failures
 *
 * A node id names a row: an inner node ("is the variable at or below the cut?") or a leaf. Rows are
 * hash-consed, so two diagrams of one store are the same function exactly if their ids are equal.
 * Nothing here knows a program or a patient: variables have a name that their owner gives them. */
#ifndef DIAGRAM_KERNEL_H
#define DIAGRAM_KERNEL_H
#include "runtime/base/limits.h"
#include "runtime/base/vec.h"
#include "runtime/diagram/diagram.h"
#include "runtime/value/date.h"
#include "runtime/value/logic.h"
#include "runtime/value/number.h"

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

typedef enum Operation {
    DIA_NOTHING, /* of no operation: a cache line that is free */
#define OPERATION(name, operands, sentence) DIA_##name,
#define KERNEL_ONLY(name, operands, sentence) DIA_##name,
#include "runtime/diagram/operations.def"
#undef OPERATION
#undef KERNEL_ONLY
    DIA_COUNT_
} Operation;

typedef enum LeafKind {
    LEAF_VALUE,
    LEAF_FAIL,
    LEAF_NONE,
    LEAF_HOLE, /* with a number that says whose */
    LEAF_TWO,  /* the same */
    LEAF_NUMBER,
    LEAF_REAL,
    LEAF_TERM,
    LEAF_SET /* operand of IN; never a result */
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

/* Arithmetic over variables. op is an Operation or one of those below. */
enum { TERM_VAR = DIA_COUNT_, TERM_CONST, TERM_OPAQUE };
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

/* A free fact, or a derived one. */
typedef struct Var {
    bool dense; /* cuts anywhere; else whole positions */
    bool wide;  /* not spelled out as nodes, a term stands for it */
    bool derived;
    TermId term;    /* derived: what it stands for */
    uint64_t name;  /* the owner's; never looked at here but to compare. 0: derived */
    uint32_t twins; /* those with one number above 0 can change places: elements nobody listed */
    bool idle;      /* of twins: a tie with it decides nothing that others do not */
    bool lo_none, hi_none;
    Rat lo, hi;
    uint32_t order_class; /* index + 1 into Diagrams.classes, 0 = compared with no other variable */
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

/* What the tables of every store begin with: leaves and numbers at fixed places. */
typedef struct FirstTables {
    Row *rows;
    Rat *rats;
    uint32_t row_count, rat_count;
    Hash row_hash, rat_hash;
} FirstTables;

struct Diagrams {
    Arena *arena;
    FirstTables first;

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

    uint64_t made;  /* rows ever made since the store began */
    uint32_t steps; /* for this answer: calls of the recursion, rows met on walks, parts of terms,
                       and what the owner counts */
    uint32_t row_limit; /* rows that there may be: LIMIT_NODES, unless the owner sets another */
    uint32_t allowance; /* steps that this answer may take */
    uint32_t depth, walk, term_walk, term_round;
    bool over;  /* over the node limit: everything unwinds */
    bool stale; /* an order class changed: compute again */
};

/* Counted, so that how far an answer gets depends on nothing but what it is made of. */
static inline bool node_step(Diagrams *d)
{
    if (d->over || ++d->steps > d->allowance) {
        d->over = true;
        return false;
    }
    return true;
}

/* ---- node.c ---- */
/* A store, empty until it begins; it is used again and again. */
Diagrams *node_create_store(Arena *session_arena);
/* Forgets everything. What is made from now on lives in the arena. base_vars: how many variables
 * there can be besides derived ones. */
void node_begin(Diagrams *d, Arena *arena, uint32_t base_vars);
/* The same within the same arena: rows, terms, variables, classes. */
void node_forget_all(Diagrams *d);
/* Only what operations gave: after an order class changed. Cuts and classes stay. */
void node_forget_results(Diagrams *d);
/* Steps count from here, and so many are allowed. */
void node_begin_answer(Diagrams *d, uint32_t allowance);
bool cut_less(const Diagrams *d, CutId a, CutId b);
uint32_t rat_intern(Diagrams *d, Rat value);
Node node_make(Diagrams *d, VarId var, CutId cut, Node lo, Node hi);
Node leaf_make(Diagrams *d, LeafKind kind, uint32_t lo, uint32_t hi);
Node leaf_from_rat(Diagrams *d, Rat value);
Node leaf_from_int(Diagrams *d, int64_t value);
Node leaf_from_real(Diagrams *d, double value);
Node leaf_from_term(Diagrams *d, TermId term);
Node leaf_from_set(Diagrams *d, Mask set);
double leaf_get_real(const Diagrams *d, Node leaf);

static inline const Row *row_get(const Diagrams *d, Node n)
{
    return &d->rows.items[n];
}
static inline bool node_is_leaf(const Diagrams *d, Node n)
{
    return row_get(d, n)->var == VAR_LEAF;
}
static inline LeafKind leaf_get_kind(const Diagrams *d, Node n)
{
    return (LeafKind)row_get(d, n)->cut;
}
static inline Rat leaf_get_rat(const Diagrams *d, Node n)
{
    return d->rats.items[row_get(d, n)->lo];
}
static inline TermId leaf_get_term(const Diagrams *d, Node n)
{
    return row_get(d, n)->lo;
}
static inline Mask leaf_get_set(const Diagrams *d, Node n)
{
    return row_get(d, n)->lo | (Mask)row_get(d, n)->hi << 32;
}
/* A leaf from which no result follows: FAIL, NONE, HOLE, TWO. */
static inline bool leaf_is_failure(const Diagrams *d, Node n)
{
    LeafKind kind = leaf_get_kind(d, n);
    return kind >= LEAF_FAIL && kind <= LEAF_TWO;
}
static inline Node node_from_bool(bool value)
{
    return value ? NODE_YES : NODE_NO;
}
static inline Rat cut_get_rat(const Diagrams *d, CutId cut)
{
    return d->rats.items[cut >> 1];
}

/* ---- apply.c: operations on diagrams, memoised ---- */

/* extra: digits. */
Node apply1(Diagrams *d, unsigned op, unsigned extra, Node a);
Node apply2(Diagrams *d, unsigned op, unsigned extra, Node a, Node b);
CacheLine *apply_find_line(Diagrams *d, uint32_t key, Node a, Node b, Node c);
Node apply_select(Diagrams *d, Node condition, Node yes, Node no);
Node node_and(Diagrams *d, Node a, Node b);
Node node_or(Diagrams *d, Node a, Node b);
Node node_not(Diagrams *d, Node a);

/* ---- leaf.c: one operation on leaves ---- */
Node leaf_apply1(Diagrams *d, unsigned op, unsigned extra, Node a);
Node leaf_apply2(Diagrams *d, unsigned op, unsigned extra, Node a, Node b);

/* ---- range.c: bounds and exact values of one operation ---- */
Range range_from_rat(Rat value);
Range range_apply(unsigned op, unsigned digits, Range a, Range b, bool same);
bool rat_apply(unsigned op, unsigned digits, Rat a, Rat b, Rat *out);

/* ---- term.c ---- */
/* What an opaque term stands for; the number beside it tells apart those of one kind. */
typedef enum OpaqueKind { OPAQUE_FAILURE, OPAQUE_CONSTANT, OPAQUE_CALL } OpaqueKind;
TermId term_from_var(Diagrams *d, VarId var);
TermId term_from_rat(Diagrams *d, Rat value);
TermId term_from_leaf(Diagrams *d, Node leaf); /* number, real or term */
TermId term_make(Diagrams *d, unsigned op, unsigned digits, TermId a, TermId b);
TermId term_make_opaque(Diagrams *d, OpaqueKind kind, unsigned extra, const Node *nodes,
                        unsigned count);     /* identity only */
Node term_to_leaf(Diagrams *d, TermId term); /* a number if it has only one value */
/* held: a variable, or a part that has all the term's facts. It is inside the range; it is `at`. */
Range term_bound(Diagrams *d, TermId term, TermId held, const Range *range);
bool term_evaluate(Diagrams *d, TermId term, TermId held, Rat at, Rat *out);
bool term_can_hold(const Diagrams *d, TermId term, TermId held); /* not too deep for either */
bool term_get_affine(Diagrams *d, TermId term, Rat *factor,
                     Rat *offset); /* one variable, never failing */
void term_add_vars(Diagrams *d, TermId term, void (*add)(void *context, VarId var), void *context);

/* One that another store has, with what follows from its parts; a and b are of this store. */
TermId term_copy(Diagrams *d, Term term);

/* ---- var.c ---- */
Var *var_get(const Diagrams *d, VarId var);
static inline Var **var_slot(const Diagrams *d, VarId var)
{
    return &d->vars[var >> VAR_PART_BITS];
}
/* Puts a derived variable behind the last of its sources; it stands for the term. */
VarId var_attach(Diagrams *d, Var *var, TermId term);
/* Yes where value < limit, or <= limit. */
Node var_atom(Diagrams *d, VarId var, Rat limit, bool inclusive);
Node var_atom_at_point(Diagrams *d, VarId var, Rat limit,
                       bool inclusive); /* limit is a point of its class, no new cut */
/* named: its positions are values of an enumeration, else numbers. */
Node var_load(Diagrams *d, VarId var, bool named);
VarId var_derive(Diagrams *d, TermId term);
/* A derived variable of which nothing is known but what it can be and what the nodes mention. */
typedef struct Domain {
    uint32_t values; /* of an enumeration; 0: a number without bounds */
    bool dense;
} Domain;
Node var_derive_opaque(Diagrams *d, OpaqueKind kind, unsigned extra, Domain domain,
                       const Node *nodes, unsigned count);
Range var_get_range(const Var *var);
void var_add_sources(Diagrams *d, Var *var, VarId source);

/* ---- search.c: the cells of a comparison ---- */
/* The answer for all operands inside the bounds, if it is one. */
bool search_decide(unsigned op, Range a, Range b, Node *out);
/* a op b, all of whose facts stand in held; false: too many cells, or no bounds to search in. */
bool search_compare(Diagrams *d, unsigned op, TermId a, TermId b, TermId held, Node *out);

/* ---- compare.c: terms to diagrams ---- */
Node term_compare(Diagrams *d, unsigned op, TermId a, TermId b); /* DIA_LT, DIA_LE, DIA_EQ */

/* ---- order.c: variables compared with each other ---- */
/* x_factor * x op y_factor * y, factors above 0. False if that cannot be done by representatives.
 */
bool order_compare(Diagrams *d, unsigned op, VarId x, Rat x_factor, VarId y, Rat y_factor,
                   Node *out);
/* Where the members of a class are cut, and the ends of their ranges: ascending, each once, in the
 * common scale. False if one of them is beyond exact numbers. */
typedef VEC(Rat) RatList;
bool order_collect_cuts(Diagrams *d, const OrderClass *class, RatList *cuts);
bool order_refresh(Diagrams *d); /* new representatives where needed; true if anything changed */
void order_note_cut(Diagrams *d, const Var *var);

/* ---- walk.c ---- */
typedef VEC(Node) NodeList;
typedef VEC(VarId) VarList;
/* Per row up to the root: does the root lead to it? */
bool *walk_mark_reachable(Arena *arena, Diagrams *d, Node root);
/* The same from several rows, which are marked; none stands behind the last. */
void walk_spread_marks(const Diagrams *d, bool *reached, Node last);
void walk_collect(Diagrams *d, Node root, NodeList *leaves, VarList *vars);
bool walk_has_conflict(Diagrams *d, Node root,
                       VarId var); /* two values of it alone give results that differ */
void walk_add_sources(Diagrams *d, Node root,
                      Var *var); /* the base variables that a diagram mentions */
Range walk_find_hull(Diagrams *d, Node root, VarId var,
                     Node leaf); /* of the variable on all ways to the leaf */

#endif
