/* var.c - variables: free facts with their domains, and derived ones. */
#include "runtime/diagram/kernel.h"
#include "runtime/base/claim.h"

Var *var_get(const Diagrams *d, VarId var)
{
    Var *base = *var_slot(d, var);
    unsigned part = var & (VAR_PARTS - 1);
    CLAIM(base != NULL && part <= base->attached.count, "A variable is made before it is asked.");
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

static void add_cut(Diagrams *d, Var *var, CutId cut)
{
    for (uint32_t i = var->cuts.count; i-- > 0;) {
        if (var->cuts.items[i] == cut) {
            return;
        }
    }
    vec_add(d->arena, &var->cuts, cut);
    if (var->order_class) {
        order_note_cut(d, var);
    }
}

/* In an order class only the representatives exist: the cut moves down to the last one that
 * satisfies it. */
static Node cut_at_point(Diagrams *d, VarId id, const Var *var, Rat limit, bool inclusive)
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
    return node_make(d, id, rat_intern(d, var->points.items[lo - 1]) << 1 | 1, NODE_YES, NODE_NO);
}

Node var_atom_at_point(Diagrams *d, VarId id, Rat limit, bool inclusive)
{
    const Var *var = var_get(d, id);
    Node constant;
    return is_within(var, limit, inclusive, &constant) ? cut_at_point(d, id, var, limit, inclusive)
                                                       : constant;
}

Node var_atom(Diagrams *d, VarId id, Rat limit, bool inclusive)
{
    Var *var = var_get(d, id);
    Node constant;
    if (!var->dense) {
        move_to_whole(&limit, &inclusive);
    }
    if (!is_within(var, limit, inclusive, &constant)) {
        return constant;
    }
    CutId cut = rat_intern(d, limit) << 1 | inclusive;
    if (var->wide) {
        add_cut(d, var, cut);
    }
    if (var->points.count) {
        return cut_at_point(d, id, var, limit, inclusive);
    }
    return node_make(d, id, cut, NODE_YES, NODE_NO);
}

/* ---- values ---- */

static Node spell_out(Diagrams *d, VarId id, const Var *var, bool value)
{
    int64_t lo = (int64_t)var->lo.num, hi = (int64_t)var->hi.num;
    Node chain = value ? (Node)hi : leaf_from_int(d, hi);
    for (int64_t at = hi; at-- > lo;) {
        chain = node_make(d, id, rat_intern(d, rat_from_int(at)) << 1 | 1,
                          value ? (Node)at : leaf_from_int(d, at), chain);
    }
    return chain;
}

Node var_load(Diagrams *d, VarId id, bool named)
{
    const Var *var = var_get(d, id);
    if (var->wide) {
        return term_to_leaf(d, term_from_var(d, id));
    }
    return spell_out(d, id, var, named);
}

/* ---- derived variables ---- */

void var_add_sources(Diagrams *d, Var *var, VarId source)
{
    const Var *from = var_get(d, source);
    if (from->derived) {
        for (uint32_t i = 0; i < from->sources.count; i++) {
            var_add_sources(d, var, from->sources.items[i]);
        }
        return;
    }
    for (uint32_t i = 0; i < var->sources.count; i++) {
        if (var->sources.items[i] == source) {
            return;
        }
    }
    vec_add(d->arena, &var->sources, source);
}

typedef struct Target {
    Diagrams *d;
    Var *var;
} Target;

static void add_source(void *context, VarId source)
{
    Target *target = context;
    var_add_sources(target->d, target->var, source);
}

/* A diagram stays small if what belongs together stands together: think of a condition on each
 * element of a list. */
VarId var_attach(Diagrams *d, Var *var, TermId term)
{
    VarId last = d->base_vars << VAR_PART_BITS;
    for (uint32_t i = 0; i < var->sources.count; i++) {
        if (i == 0 || var->sources.items[i] > last) {
            last = var->sources.items[i];
        }
    }
    Var *base = *var_slot(d, last);
    var->derived = true;
    var->name = 0;
    var->term = term;
    if (base->attached.count == VAR_PARTS - 1) {
        d->over = true;
    } else {
        vec_add(d->arena, &base->attached, var);
    }
    return last + base->attached.count;
}

VarId var_derive(Diagrams *d, TermId term)
{
    Term *t = &d->terms.items[term];
    if (t->derived) {
        return t->derived;
    }
    Var *var = ARENA_NEW(d->arena, Var);
    *var = (Var){ .dense = !t->integral,
                  .wide = true,
                  .lo = t->range.lo,
                  .hi = t->range.hi,
                  .lo_none = t->range.lo_none,
                  .hi_none = t->range.hi_none };
    term_add_vars(d, term, add_source, &(Target){ d, var });
    return d->terms.items[term].derived = var_attach(d, var, term);
}

/* A variable that stands for a result of which nothing is known but its domain. */
static Var *make_opaque(Diagrams *d, Domain domain)
{
    Var *var = ARENA_NEW(d->arena, Var);
    bool small = domain.values > 0;
    *var = (Var){ .dense = domain.dense,
                  .wide = !small,
                  .lo_none = !small,
                  .hi_none = !small,
                  .lo = rat_from_int(0),
                  .hi = rat_from_int(small ? domain.values - 1 : 0) };
    return var;
}

Node var_derive_opaque(Diagrams *d, OpaqueKind kind, unsigned extra, Domain domain,
                       const Node *nodes, unsigned count)
{
    TermId term = term_make_opaque(d, kind, extra, nodes, count);
    if (!d->terms.items[term].derived) {
        Var *var = make_opaque(d, domain);
        for (unsigned i = 0; i < count; i++) {
            walk_add_sources(d, nodes[i], var);
        }
        d->terms.items[term].derived = var_attach(d, var, term);
    }
    return var_load(d, d->terms.items[term].derived, domain.values > 0);
}
