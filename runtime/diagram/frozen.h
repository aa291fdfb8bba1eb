/* frozen.h - diagrams that are finished: packed, never changed, shared by threads; and what is left
 * of one where some of its variables are known.
 *
 *     frozen                          known: a is above 9, b is free
 *
 *          a <= 4
 *         /      \
 *     b = no      a <= 9              b = no        one walk from the root: a known variable
 *     /    \      /    \              /    \        chooses the branch, a free one keeps both,
 *    2      3    3    b = no         5      6       and the result is reduced again
 *                     /    \
 *                    5      6
 *
 * Cuts are kept by their rank among the cuts of the variable, so that a walk compares whole
 * numbers. A variable is known to be in an interval of ranks: rank r is "above the first r cuts".
 */
#ifndef DIAGRAM_FROZEN_H
#define DIAGRAM_FROZEN_H
#include "runtime/diagram/kernel.h"

typedef uint32_t FrozenId; /* a leaf (below leaf_count), or an inner node */
#define FROZEN_CLOSED                                                            \
    UINT32_MAX /* cannot be told: the way meets something that only the record's \
                  own diagrams can answer */

typedef struct FrozenCut {
    Rat limit;
    bool inclusive; /* x <= limit, else x < limit */
} FrozenCut;

/* Variables compared with each other, two of them: representatives stand for their values. */
typedef struct FrozenPair {
    uint32_t members[2]; /* numbers of variables */
    Rat scales[2];
    bool dense;
    Rat *cuts; /* ascending, in the common scale: of both, with the ends of their ranges */
    uint32_t cut_count;
} FrozenPair;

typedef struct FrozenVar {
    uint64_t name;
    bool closed; /* derived, or compared with several others */
    bool dense;
    bool lo_none, hi_none;
    Rat lo, hi;      /* its range when it was frozen */
    uint32_t pair;   /* NO_PAIR: compared with none */
    FrozenCut *cuts; /* ascending */
    uint32_t cut_count;
} FrozenVar;
#define NO_PAIR UINT32_MAX

typedef struct FrozenLeaf {
    uint8_t kind; /* LeafKind; LEAF_TERM is closed */
    uint32_t lo, hi;
    Rat number; /* LEAF_NUMBER */
} FrozenLeaf;

/* lo where the variable is at most at this rank, hi above. Children have lower ids. */
typedef struct FrozenNode {
    uint32_t var, rank;
    FrozenId lo, hi;
} FrozenNode;

typedef struct Frozen {
    FrozenNode *nodes; /* by id - leaf_count */
    FrozenLeaf *leaves;
    FrozenVar *vars; /* in the order of the variables */
    FrozenPair *pairs;
    uint32_t node_count, leaf_count, var_count, pair_count;
    uint32_t *slots; /* id + 1 of an inner node, by hash */
    uint32_t mask;
} Frozen;

/* Copies of the roots and of what they lead to; each root becomes the id of its copy. Lives in the
 * arena and needs nothing of the store. */
const Frozen *frozen_create(Arena *arena, Diagrams *store, Node *roots, uint32_t count);
static inline uint32_t frozen_hash(FrozenNode node)
{
    uint64_t h = ((uint64_t)node.var << 32 | node.rank) * UINT64_C(0x9e3779b97f4a7c15);
    h = (h ^ h >> 29 ^ ((uint64_t)node.lo << 32 | node.hi)) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(h >> 32);
}
/* How many cuts the value is above. */
uint32_t frozen_rank(const FrozenVar *var, Rat value);

/* ---- restrict.c ---- */

/* Where a variable is known to be: both ranks equal if its value is known. */
typedef struct RankRange {
    uint32_t lo, hi;
    bool closed; /* nobody can say so here */
} RankRange;

/* What is known of a variable, by its number; asked at most once between two beginnings. */
typedef struct RestrictHost {
    void *context;
    RankRange (*ask)(void *context, uint32_t var);
} RestrictHost;

typedef struct Restriction Restriction;
/* One for each thread; used again and again. */
Restriction *restriction_create(Arena *arena, const Frozen *frozen, RestrictHost host);
/* What was known is forgotten. */
void restriction_begin(Restriction *restriction);
/* The diagram where its variables are as the host says; equal functions have equal ids until the
 * next beginning. FROZEN_CLOSED if it cannot be told. */
FrozenId restriction_get(Restriction *restriction, FrozenId root);
/* Leaves and variables (their numbers) of what restriction_get gave, in no particular order. They
 * live until the next call. */
typedef struct RestrictedParts {
    const FrozenId *leaves;
    const uint32_t *vars;
    uint32_t leaf_count, var_count;
} RestrictedParts;
RestrictedParts restriction_collect(Restriction *restriction, FrozenId id);
#endif
