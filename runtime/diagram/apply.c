/* apply.c - one recursion for all operations: split the operands at their topmost cut, apply to
 * both sides, join.
 *
 * An operation on leaves may itself give a diagram, if a term is compared; its variables may stand
 * above the cut at hand, so the two sides are joined by a general if-then-else where node_make
 * would break the order. */
#include "runtime/diagram/kernel.h"
#include "runtime/base/claim.h"

/* Frames of the recursion; a path of a diagram is at most this long, then the answer is given up.
 */
enum { LIMIT_DEPTH = 10000 };
enum { CACHE_MOST = 1u << 19 };

typedef struct Call {
    unsigned op, extra;
    Node args[3];
} Call;

static Node apply(Diagrams *d, const Call *call);

/* ---- cache ---- */

static inline uint64_t hash_call(uint32_t key, Node a, Node b, Node c)
{
    uint64_t h = key * UINT64_C(0x9e3779b97f4a7c15);
    h = (h ^ a) * UINT64_C(0xff51afd7ed558ccd);
    h ^= h >> 31;
    h = (h ^ b) * UINT64_C(0xff51afd7ed558ccd);
    h ^= h >> 31;
    h = (h ^ c) * UINT64_C(0xff51afd7ed558ccd);
    return h ^ h >> 31;
}

CacheLine *apply_find_line(Diagrams *d, uint32_t key, Node a, Node b, Node c)
{
    return &d->cache[hash_call(key, a, b, c) & d->cache_mask];
}

/* A cache much smaller than the rows forgets what it will need again. */
static void grow_cache(Diagrams *d)
{
    uint32_t size = d->cache_mask + 1;
    if (d->rows.count < size || size >= CACHE_MOST) {
        return;
    }
    d->cache = ARENA_ARRAY(d->arena, CacheLine, (size_t)size * 4);
    d->cache_mask = size * 4 - 1;
}

/* ---- if-then-else by a cut ---- */

static bool is_below(const Diagrams *d, Node n, VarId var, const CutId *cut)
{
    const Row *row = row_get(d, n);
    if (row->var != var) {
        return row->var > var;
    }
    return cut && cut_less(d, *cut, row->cut);
}

static Node join(Diagrams *d, VarId var, CutId cut, Node lo, Node hi)
{
    if (is_below(d, lo, var, NULL) && is_below(d, hi, var, &cut)) {
        return node_make(d, var, cut, lo, hi);
    }
    return apply_select(d, node_make(d, var, cut, NODE_YES, NODE_NO), lo, hi);
}

/* ---- shortcuts: results that need no look below ---- */

static bool shorten_and(const Call *call, Node unit, Node zero, Node *out)
{
    Node a = call->args[0], b = call->args[1];
    if (a == zero || b == zero) {
        *out = zero;
    } else if (a == unit || a == b) {
        *out = b;
    } else if (b == unit) {
        *out = a;
    } else {
        return false;
    }
    return true;
}

/* A choice whose condition fails is a failure, even between equal results. */
static bool shorten_select(Diagrams *d, const Call *call, Node *out)
{
    Node condition = call->args[0], yes = call->args[1], no = call->args[2];
    if (condition == NODE_YES) {
        *out = yes;
    } else if (condition == NODE_NO) {
        *out = no;
    } else if (node_is_leaf(d, condition) || (yes == NODE_YES && no == NODE_NO)) {
        *out = condition;
    } else if (yes == no && !row_get(d, condition)->fails) {
        *out = yes;
    } else {
        return false;
    }
    return true;
}

static bool shorten(Diagrams *d, const Call *call, Node *out)
{
    switch (call->op) {
    case DIA_SELECT: return shorten_select(d, call, out);
    case DIA_AND:
        if (shorten_and(call, NODE_YES, NODE_NO, out)) {
            return true;
        }
        break;
    case DIA_OR:
        if (shorten_and(call, NODE_NO, NODE_YES, out)) {
            return true;
        }
        break;
    default: break;
    }
    if (!node_is_leaf(d, call->args[0]) || !node_is_leaf(d, call->args[1])) {
        return false;
    }
    bool unary = call->args[1] == NODE_NO && call->args[2] == NODE_YES;
    *out = unary ? leaf_apply1(d, call->op, call->extra, call->args[0])
                 : leaf_apply2(d, call->op, call->extra, call->args[0], call->args[1]);
    return true;
}

/* ---- the recursion ---- */

/* At or below the topmost cut every node on its variable is at its first side; above, only those
 * cut exactly here move on. */
static Node apply_below(Diagrams *d, const Call *call)
{
    CLAIM(call->op > DIA_NOTHING && call->op < DIA_COUNT_, "An operation is one of the table.");
    VarId var = VAR_LEAF;
    CutId cut = 0;
    Call lo = *call, hi = *call;
    const Row *rows[3];
    for (int i = 0; i < 3; i++) {
        const Row *row = rows[i] = row_get(d, call->args[i]);
        if (row->var > var || row->var == VAR_LEAF ||
            (row->var == var && !cut_less(d, row->cut, cut))) {
            continue;
        }
        var = row->var;
        cut = row->cut;
    }
    for (int i = 0; i < 3; i++) {
        if (rows[i]->var != var) {
            continue;
        }
        lo.args[i] = rows[i]->lo;
        if (rows[i]->cut == cut) {
            hi.args[i] = rows[i]->hi;
        }
    }
    CLAIM(var != VAR_LEAF, "Among operands that are not all leaves there is a cut.");
    d->depth++;
    Node below = apply(d, &lo), above = apply(d, &hi);
    Node joined = join(d, var, cut, below, above);
    d->depth--;
    return joined;
}

static Node apply(Diagrams *d, const Call *call)
{
    Node result;
    if (d->over) {
        return NODE_FAIL;
    }
    if (shorten(d, call, &result)) {
        return result;
    }
    if (d->depth > LIMIT_DEPTH) {
        d->over = true;
        return NODE_FAIL;
    }
    Node a = call->args[0], b = call->args[1], c = call->args[2];
    uint32_t key = (uint32_t)((call->op + 1) | call->extra << 8);
    uint64_t hash = hash_call(key, a, b, c);
    const CacheLine *line = &d->cache[hash & d->cache_mask];
    if (line->op == key && line->a == a && line->b == b && line->c == c) {
        return line->result;
    }
    if (!node_step(d)) { /* rows that are there already cost as much as new ones */
        return NODE_FAIL;
    }
    result = apply_below(d, call);
    if (d->over) {
        return NODE_FAIL;
    }
    /* Terms found on the way may have grown the cache. */
    d->cache[hash & d->cache_mask] = (CacheLine){ key, a, b, c, result };
    return result;
}

/* ---- entries ---- */

/* The unused operands of a unary and a binary call are leaves that no other arity uses in this
 * place. */
Node apply1(Diagrams *d, unsigned op, unsigned extra, Node a)
{
    grow_cache(d);
    return apply(d, &(Call){ op, extra, { a, NODE_NO, NODE_YES } });
}

Node apply2(Diagrams *d, unsigned op, unsigned extra, Node a, Node b)
{
    grow_cache(d);
    return apply(d, &(Call){ op, extra, { a, b, NODE_NO } });
}

Node apply_select(Diagrams *d, Node condition, Node yes, Node no)
{
    return apply(d, &(Call){ DIA_SELECT, 0, { condition, yes, no } });
}

Node node_and(Diagrams *d, Node a, Node b)
{
    return apply2(d, DIA_AND, 0, a, b);
}
Node node_or(Diagrams *d, Node a, Node b)
{
    return apply2(d, DIA_OR, 0, a, b);
}
Node node_not(Diagrams *d, Node a)
{
    return apply1(d, DIA_NOT, 0, a);
}
