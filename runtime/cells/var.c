/* var.c - variables: free facts of the record with their domains, and derived ones. */
#include "runtime/cells/engine.h"

Var *var_get(const Cells *e, VarId var)
{
    Var *base = *var_slot(e, var);
    unsigned part = var & (VAR_PARTS - 1);
    return part ? base->attached.items[part - 1] : base;
}

Range var_get_range(const Var *var)
{
    return (
        Range){ .lo = var->lo, .hi = var->hi, .lo_none = var->lo_none, .hi_none = var->hi_none };
}

/* ---- cuts ---- */

static __int128 floor_rat(Rat value)
{
    __int128 floor = value.num / value.den;
    return floor - (value.num < 0 && floor * value.den != value.num);
}

/* Whole positions: x < 2.5 and x <= 2.5 both are x <= 2; x < 3 is x <= 2. */
static void move_to_whole(Rat *limit, bool *inclusive)
{
    __int128 floor = floor_rat(*limit);
    if (!*inclusive && limit->den == 1) {
        floor--;
    }
    *inclusive = true;
    *limit = (Rat){ floor, 1 };
}

static bool is_within(const Var *var, Rat limit, bool inclusive, Node *constant)
{
    int from_lo = var->lo_none ? 1 : rat_compare(limit, var->lo),
        from_hi = var->hi_none ? -1 : rat_compare(limit, var->hi);
    if (from_lo < 0 || (from_lo == 0 && !inclusive)) {
        *constant = NODE_NO;
    } else if (from_hi > 0 || (from_hi == 0 && inclusive)) {
        *constant = NODE_YES;
    } else {
        return true;
    }
    return false;
}

static void add_cut(Cells *e, Var *var, CutId cut)
{
    for (uint32_t i = var->cuts.count; i-- > 0;) {
        if (var->cuts.items[i] == cut) {
            return;
        }
    }
    vec_add(e->arena, &var->cuts, cut);
    if (var->order_class) {
        order_note_cut(e, var);
    }
}

/* In an order class only the representatives exist: the cut moves down to the last one that
 * satisfies it. */
static Node cut_at_point(Cells *e, VarId id, const Var *var, Rat limit, bool inclusive)
{
    uint32_t lo = 0, hi = var->points.count;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int order = rat_compare(var->points.items[mid], limit);
        if (order < 0 || (order == 0 && inclusive)) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    if (lo == 0) {
        return NODE_NO;
    }
    if (lo == var->points.count) {
        return NODE_YES;
    }
    return node_make(e, id, rat_intern(e, var->points.items[lo - 1]) << 1 | 1, NODE_YES, NODE_NO);
}

Node var_atom_at_point(Cells *e, VarId id, Rat limit, bool inclusive)
{
    const Var *var = var_get(e, id);
    Node constant;
    return is_within(var, limit, inclusive, &constant) ? cut_at_point(e, id, var, limit, inclusive)
                                                       : constant;
}

Node var_atom(Cells *e, VarId id, Rat limit, bool inclusive)
{
    Var *var = var_get(e, id);
    Node constant;
    if (!var->dense) {
        move_to_whole(&limit, &inclusive);
    }
    if (!is_within(var, limit, inclusive, &constant)) {
        return constant;
    }
    CutId cut = rat_intern(e, limit) << 1 | inclusive;
    if (var->wide) {
        add_cut(e, var, cut);
    }
    if (var->points.count) {
        return cut_at_point(e, id, var, limit, inclusive);
    }
    return node_make(e, id, cut, NODE_YES, NODE_NO);
}

/* ---- values ---- */

static Node spell_out(Cells *e, VarId id, const Var *var, uint8_t type)
{
    bool value = type == REG_BOOL || type == REG_ENUM;
    int64_t lo = (int64_t)var->lo.num, hi = (int64_t)var->hi.num;
    Node chain = value ? (Node)hi : leaf_from_int(e, hi);
    for (int64_t at = hi; at-- > lo;) {
        chain = node_make(e, id, rat_intern(e, rat_from_int(at)) << 1 | 1,
                          value ? (Node)at : leaf_from_int(e, at), chain);
    }
    return chain;
}

Node var_load(Cells *e, VarId id, uint8_t type)
{
    const Var *var = var_get(e, id);
    if (var->wide) {
        return term_to_leaf(e, term_from_var(e, id));
    }
    return spell_out(e, id, var, type);
}

/* ---- derived variables ---- */

void var_add_sources(Cells *e, Var *var, VarId source)
{
    const Var *from = var_get(e, source);
    if (from->derived) {
        for (uint32_t i = 0; i < from->sources.count; i++) {
            var_add_sources(e, var, from->sources.items[i]);
        }
        return;
    }
    for (uint32_t i = 0; i < var->sources.count; i++) {
        if (var->sources.items[i] == source) {
            return;
        }
    }
    vec_add(e->arena, &var->sources, source);
}

typedef struct Target {
    Cells *e;
    Var *var;
} Target;

static void add_source(void *context, VarId source)
{
    Target *target = context;
    var_add_sources(target->e, target->var, source);
}

/* A diagram stays small if what belongs together stands together: think of a condition on each
 * element of a list. */
VarId var_attach(Cells *e, Var *var)
{
    VarId last = e->base_vars << VAR_PART_BITS;
    for (uint32_t i = 0; i < var->sources.count; i++) {
        if (i == 0 || var->sources.items[i] > last) {
            last = var->sources.items[i];
        }
    }
    Var *base = *var_slot(e, last);
    var->derived = true;
    var->field = var->list = NO_INDEX;
    if (base->attached.count == VAR_PARTS - 1) {
        e->over = true;
    } else {
        vec_add(e->arena, &base->attached, var);
    }
    return last + base->attached.count;
}

VarId var_derive(Cells *e, TermId term)
{
    Term *t = &e->terms.items[term];
    if (t->derived) {
        return t->derived;
    }
    Var *var = ARENA_NEW(e->arena, Var);
    *var = (Var){ .dense = !t->integral,
                  .wide = true,
                  .lo = t->range.lo,
                  .hi = t->range.hi,
                  .lo_none = t->range.lo_none,
                  .hi_none = t->range.hi_none };
    term_add_vars(e, term, add_source, &(Target){ e, var });
    return t->derived = var_attach(e, var);
}

/* A variable that stands for a result of which nothing is known but its type. */
static Var *make_opaque(Cells *e, RegInfo info)
{
    Var *var = ARENA_NEW(e->arena, Var);
    bool small = info.type == REG_BOOL || info.type == REG_ENUM;
    unsigned count = info.type == REG_BOOL ? 2
                     : small               ? e->program->enums[info.enumeration].count
                                           : 0;
    *var = (Var){ .dense = info.type == REG_DEC || info.type == REG_REAL,
                  .wide = !small,
                  .lo_none = !small,
                  .hi_none = !small,
                  .lo = rat_from_int(0),
                  .hi = rat_from_int(small ? count - 1 : 0) };
    return var;
}

Node var_derive_opaque(Cells *e, unsigned op, unsigned extra, RegInfo info, const Node *nodes,
                       unsigned count)
{
    TermId term = term_make_opaque(e, op, extra, nodes, count);
    if (!e->terms.items[term].derived) {
        Var *var = make_opaque(e, info);
        for (unsigned i = 0; i < count; i++) {
            walk_add_sources(e, nodes[i], var);
        }
        e->terms.items[term].derived = var_attach(e, var);
    }
    return var_load(e, e->terms.items[term].derived, info.type);
}
