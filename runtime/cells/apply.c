/* apply.c - one recursion for all operations: split the operands at their topmost cut, apply to both sides, join.
 *
 * An operation on leaves may itself give a diagram, if a term is compared; its variables may stand above the cut at
 * hand, so the two sides are joined by a general if-then-else where node_make would break the order. */
#include "runtime/cells/engine.h"

/* Frames of the recursion; a path of a diagram is at most this long, then the answer is given up. */
enum { LIMIT_DEPTH = 10000 };
enum { CACHE_MOST = 1u << 19 };

typedef struct Call { unsigned op, extra; Node args[3]; } Call;

static Node apply(Cells *e, Call call);

/* ---- cache ---- */

CacheLine *apply_find_line(Cells *e, uint32_t key, Node a, Node b, Node c)
{
    const Node args[3] = { a, b, c };
    uint64_t h = key * UINT64_C(0x9e3779b97f4a7c15);
    for (int i = 0; i < 3; i++) {
        h = (h ^ args[i]) * UINT64_C(0xff51afd7ed558ccd);
        h ^= h >> 31;
    }
    return &e->cache[h & e->cache_mask];
}

static CacheLine *find_line(Cells *e, const Call *call, uint32_t key)
{
    return apply_find_line(e, key, call->args[0], call->args[1], call->args[2]);
}

/* A cache much smaller than the rows forgets what it will need again. */
static void grow_cache(Cells *e)
{
    uint32_t size = e->cache_mask + 1;
    if (e->rows.count < size || size >= CACHE_MOST) return;
    e->cache = ARENA_ARRAY(e->arena, CacheLine, (size_t)size * 4);
    e->cache_mask = size * 4 - 1;
}

/* ---- if-then-else by a cut ---- */

static bool is_below(const Cells *e, Node n, VarId var, const CutId *cut)
{
    const Row *row = row_get(e, n);
    if (row->var != var) return row->var > var;
    return cut && cut_less(e, *cut, row->cut);
}

static Node join(Cells *e, VarId var, CutId cut, Node lo, Node hi)
{
    if (is_below(e, lo, var, NULL) && is_below(e, hi, var, &cut)) return node_make(e, var, cut, lo, hi);
    return apply_select(e, node_make(e, var, cut, NODE_YES, NODE_NO), lo, hi);
}

/* ---- shortcuts: results that need no look below ---- */

static bool shorten_and(Call call, Node unit, Node zero, Node *out)
{
    Node a = call.args[0], b = call.args[1];
    if (a == zero || b == zero) *out = zero;
    else if (a == unit || a == b) *out = b;
    else if (b == unit) *out = a;
    else return false;
    return true;
}

/* A choice whose condition fails is a failure, even between equal results. */
static bool shorten_select(Cells *e, Call call, Node *out)
{
    Node condition = call.args[0], yes = call.args[1], no = call.args[2];
    if (condition == NODE_YES) *out = yes;
    else if (condition == NODE_NO) *out = no;
    else if (node_is_leaf(e, condition) || (yes == NODE_YES && no == NODE_NO)) *out = condition;
    else if (yes == no && !row_get(e, condition)->fails) *out = yes;
    else return false;
    return true;
}

static bool shorten(Cells *e, Call call, Node *out)
{
    switch (call.op) {
    case OP_SELECT: return shorten_select(e, call, out);
    case OP_AND: if (shorten_and(call, NODE_YES, NODE_NO, out)) return true; break;
    case OP_OR: if (shorten_and(call, NODE_NO, NODE_YES, out)) return true; break;
    default: break;
    }
    if (!node_is_leaf(e, call.args[0]) || !node_is_leaf(e, call.args[1])) return false;
    bool unary = call.args[1] == NODE_NO && call.args[2] == NODE_YES;
    *out = unary ? leaf_apply1(e, call.op, call.extra, call.args[0])
                 : leaf_apply2(e, call.op, call.extra, call.args[0], call.args[1]);
    return true;
}

/* ---- the recursion ---- */

static void find_top(const Cells *e, const Call *call, VarId *var, CutId *cut)
{
    *var = VAR_LEAF;
    *cut = 0;
    for (int i = 0; i < 3; i++) {
        const Row *row = row_get(e, call->args[i]);
        if (row->var < *var || (row->var == *var && row->var != VAR_LEAF && cut_less(e, row->cut, *cut))) {
            *var = row->var;
            *cut = row->cut;
        }
    }
}

/* At or below the cut every node on the variable is at its first side; above, only those cut exactly here move on. */
static void split(const Cells *e, const Call *call, VarId var, CutId cut, Call *lo, Call *hi)
{
    *lo = *hi = *call;
    for (int i = 0; i < 3; i++) {
        const Row *row = row_get(e, call->args[i]);
        if (row->var != var) continue;
        lo->args[i] = row->lo;
        if (row->cut == cut) hi->args[i] = row->hi;
    }
}

static Node apply_below(Cells *e, const Call *call)
{
    VarId var;
    CutId cut;
    Call lo, hi;
    find_top(e, call, &var, &cut);
    split(e, call, var, cut, &lo, &hi);
    e->depth++;
    Node below = apply(e, lo), above = apply(e, hi);
    Node joined = join(e, var, cut, below, above);
    e->depth--;
    return joined;
}

static Node apply(Cells *e, Call call)
{
    Node result;
    if (e->over) return NODE_FAIL;
    if (shorten(e, call, &result)) return result;
    if (e->depth > LIMIT_DEPTH) {
        e->over = true;
        return NODE_FAIL;
    }
    uint32_t key = (uint32_t)((call.op + 1) | call.extra << 8);
    CacheLine *line = find_line(e, &call, key);
    if (line->op == key && line->a == call.args[0] && line->b == call.args[1] && line->c == call.args[2]) return line->result;
    result = apply_below(e, &call);
    if (e->over) return NODE_FAIL;
    /* Terms found on the way may have grown the cache. */
    *find_line(e, &call, key) = (CacheLine){ key, call.args[0], call.args[1], call.args[2], result };
    return result;
}

/* ---- entries ---- */

/* The unused operands of a unary and a binary call are leaves that no other arity uses in this place. */
Node apply1(Cells *e, unsigned op, unsigned extra, Node a)
{
    grow_cache(e);
    return apply(e, (Call){ op, extra, { a, NODE_NO, NODE_YES } });
}

Node apply2(Cells *e, unsigned op, unsigned extra, Node a, Node b)
{
    grow_cache(e);
    return apply(e, (Call){ op, extra, { a, b, NODE_NO } });
}

Node apply_select(Cells *e, Node condition, Node yes, Node no)
{
    return apply(e, (Call){ OP_SELECT, 0, { condition, yes, no } });
}

Node node_and(Cells *e, Node a, Node b) { return apply2(e, OP_AND, 0, a, b); }
Node node_or(Cells *e, Node a, Node b) { return apply2(e, OP_OR, 0, a, b); }
Node node_not(Cells *e, Node a) { return apply1(e, OP_NOT, 0, a); }
