/* diagram.h - decision diagrams as values: hold, compare, restrict, join, take a witness to a leaf.
 *
 * A diagram is a function of variables; its leaves are the results. It lives in the store in which
 * it was made, until the owner of the store begins anew: who needs it longer holds it. Variables
 * are called by the name that their owner gave them (runtime/cells: a fact), derived ones by 0. */
#ifndef DIAGRAM_DIAGRAM_H
#define DIAGRAM_DIAGRAM_H
#include "runtime/base/arena.h"
#include "runtime/value/number.h"

typedef struct Diagrams Diagrams; /* a store */
typedef struct Diagram {
    Diagrams *store;
    uint32_t root;
} Diagram;

/* A copy in a store of its own, with what it mentions and nothing else. Lives as long as the arena;
 * what is computed from it does too. */
Diagram diagram_hold(Arena *arena, Diagram diagram);

/* What means the same in two diagrams of different owners. NULL members: what has equal names,
 * holes and overlaps with equal numbers. */
typedef struct DiagramMatch {
    void *context;
    bool (*same_variable)(void *context, uint64_t a, uint64_t b);
    bool (*same_fault)(void *context, uint32_t a, uint32_t b);
} DiagramMatch;
/* Are they one function? Also false where nobody can tell: a result of which nothing is known but
 * its type is only equal to itself. */
bool diagram_compare(Arena *scratch, Diagram a, Diagram b, DiagramMatch match);

/* The same function with the variable at this value; a function that does not mention it stays as
 * it is. False if the variable takes part in arithmetic, or over the limit of the store. */
bool diagram_restrict(Diagram *diagram, uint64_t name, Rat value);

/* below where the variable is at most limit, above elsewhere. Both are of one store, which has the
 * variable; false if it does not, or over the limit of the store. */
bool diagram_join(uint64_t name, Rat limit, Diagram below, Diagram above, Diagram *out);

/* A value of a variable on the way to a leaf. */
typedef struct WitnessStep {
    uint64_t name;
    Rat value;
} WitnessStep;
typedef struct Witness {
    WitnessStep *steps; /* in the order of the variables, each at most once */
    uint32_t count;
    bool whole; /* else derived variables stand on the way, of which the steps say nothing: whether
                   facts give them values for it has to be tried */
} Witness;
/* Values that lead to the leaf; any value will do for variables without a step. value: index of a
 * value of an enumeration (yes_no: 0 and 1). False if nothing leads there. */
bool diagram_find_witness(Arena *arena, Diagram diagram, uint32_t value, Witness *out);

/* ---- ways.c: every way to the leaves of one kind, one after the other ---- */

typedef enum TargetKind {
    TARGET_VALUE,  /* number: index of a value of an enumeration */
    TARGET_HOLE,   /* number: whose */
    TARGET_TWO,    /* the same */
    TARGET_FAILURE /* an operation fails, or may */
} TargetKind;
typedef struct WayTarget {
    TargetKind kind;
    uint32_t number;
} WayTarget;

/* Between which of its cuts a variable is on a way. */
typedef struct WayStep {
    uint64_t name; /* 0: derived */
    bool dense;    /* else whole positions */
    bool has_lo, with_lo, has_hi, with_hi;
    Rat lo, hi; /* cuts on the way, where it has them */
    bool free_lo, free_hi;
    Rat least, most;   /* the variable's own range, where it has one */
    const Rat *points; /* the only values, ascending: of variables compared with each other */
    uint32_t point_count;
    uint32_t group;  /* such variables have one number above 0; scale * value are compared */
    Rat scale;       /* of one that is compared */
    const Rat *cuts; /* of one that is compared: what it is also held against, unordered */
    uint32_t cut_count;
    uint64_t positions; /* of a variable with at most 64 whole positions from 0: which it may be at;
                           else 0 */
    const uint64_t *sources; /* of a derived one: what it is arithmetic of */
    uint32_t source_count;
} WayStep;
typedef struct Way {
    WayStep *steps; /* in the order of the variables, each once */
    uint32_t count;
} Way;
typedef struct Ways Ways;
/* False if no way leads to such a leaf: no completion has it. */
bool diagram_reaches(Diagram diagram, WayTarget target);
/* Those over few variables first; at each variable the side that needs fewest. */
Ways *diagram_begin_ways(Arena *arena, Diagram diagram, WayTarget target);
bool diagram_next_way(Ways *ways, Way *out);
/* What every way has in common: for each variable that all of them ask, between which cuts it is on
 * some way. The smallest box around all ways; it can hold more than they do. */
void diagram_find_box(Arena *arena, Diagram diagram, WayTarget target, Way *out);
/* The step of a variable that no way has mentioned: anything in its range. False: not in the store.
 */
bool diagram_find_range(Diagram diagram, uint64_t name, WayStep *out);
/* Does a node of the diagram ask for the variable, by itself or inside arithmetic? */
bool diagram_mentions(Diagram diagram, uint64_t name);
#endif
