/* diagram.c - restrict, join, witness. Rows stand behind those that they lead to: who goes through
 * the reachable ones in the order of their numbers has met both sides of a row before it.
 *
 *     row   3: leaf no   4: leaf yes   7: b <= 0 ? 3 : 4   9: a <= 2 ? 3 : 7
 *     b=1        3             4              4                a <= 2 ? 3 : 4
 */
#include "runtime/diagram/diagram.h"
#include "runtime/base/claim.h"
#include "runtime/diagram/kernel.h"

/* ---- variables by name ---- */

/* VAR_NONE: the store does not have it. */
static VarId find_var(const Diagrams *d, uint64_t name)
{
    for (uint32_t i = 0; i < d->base_vars; i++) {
        if (d->vars[i] && d->vars[i]->name == name) {
            return i << VAR_PART_BITS;
        }
    }
    return VAR_NONE;
}

static bool is_at_or_below(const Diagrams *d, CutId cut, Rat value)
{
    int order = rat_compare(value, cut_get_rat(d, cut));
    return order < 0 || (order == 0 && (cut & 1));
}

/* ---- restrict ---- */

static bool is_derived_from(const Var *var, VarId source)
{
    for (uint32_t i = 0; i < var->sources.count; i++) {
        if (var->sources.items[i] == source) {
            return true;
        }
    }
    return false;
}

/* Restricting looks at rows alone: the variable must not stand inside a term. */
static bool takes_part_in_arithmetic(Diagrams *d, Node root, VarId id)
{
    NodeList leaves = { NULL, 0, 0 };
    VarList vars = { NULL, 0, 0 };
    if (var_get(d, id)->wide || var_get(d, id)->order_class) {
        return true;
    }
    walk_collect(d, root, &leaves, &vars);
    for (uint32_t i = 0; i < vars.count; i++) {
        if (is_derived_from(var_get(d, vars.items[i]), id)) {
            return true;
        }
    }
    return false;
}

static Node restrict_row(Diagrams *d, Node n, VarId id, Rat value, const Node *restricted)
{
    Row row = *row_get(d, n);
    if (row.var == VAR_LEAF) {
        return n;
    }
    Node lo = restricted[row.lo], hi = restricted[row.hi];
    if (row.var == id) {
        return is_at_or_below(d, row.cut, value) ? lo : hi;
    }
    return node_make(d, row.var, row.cut, lo, hi);
}

bool diagram_restrict(Diagram *diagram, uint64_t name, Rat value)
{
    Diagrams *d = diagram->store;
    VarId id = find_var(d, name);
    if (id == VAR_NONE) {
        return true;
    }
    if (takes_part_in_arithmetic(d, diagram->root, id)) {
        return false;
    }
    node_begin_answer(d, LIMIT_NODES);
    bool *reached = walk_mark_reachable(d->arena, d, diagram->root);
    Node *restricted = ARENA_ARRAY(d->arena, Node, (size_t)diagram->root + 1);
    for (Node n = 0; n <= diagram->root && !d->over; n++) {
        restricted[n] = reached[n] ? restrict_row(d, n, id, value, restricted) : 0;
    }
    diagram->root = restricted[diagram->root];
    return !d->over;
}

/* ---- join ---- */

bool diagram_join(uint64_t name, Rat limit, Diagram below, Diagram above, Diagram *out)
{
    Diagrams *d = below.store;
    VarId id = find_var(d, name);
    CLAIM_ALWAYS(below.store == above.store, "Diagrams that are joined are of one store.");
    if (id == VAR_NONE) {
        return false;
    }
    node_begin_answer(d, LIMIT_NODES);
    Node root = apply_select(d, var_atom(d, id, limit, true), below.root, above.root);
    *out = (Diagram){ d, root };
    return !d->over;
}

/* ---- witness ---- */

/* Which of the rows lead to the leaf. */
static bool *mark_ways(Diagrams *d, Node root, Node leaf)
{
    bool *reached = walk_mark_reachable(d->arena, d, root);
    bool *leads = ARENA_ARRAY(d->arena, bool, (size_t)root + 1);
    for (Node n = 0; n <= root; n++) {
        const Row *row = row_get(d, n);
        bool inner = reached[n] && row->var != VAR_LEAF;
        leads[n] = inner ? leads[row->lo] || leads[row->hi] : reached[n] && n == leaf;
    }
    return leads;
}

/* The positions of a variable on one side of a chain's cuts: above lo (or at it), up to hi. */
typedef struct Gap {
    Rat lo, hi;
    bool has_lo, with_lo, has_hi, with_hi;
} Gap;

static Rat halve(Rat a, Rat b)
{
    Rat sum = a, half = a;
    if (rat_add(a, b, &sum)) {
        rat_div(sum, rat_from_int(2), &half);
    }
    return half;
}

static Rat step(Rat from, int64_t by)
{
    Rat value = from;
    rat_add(from, rat_from_int(by), &value);
    return value;
}

static Rat pick_up_to(const Var *var, const Gap *gap)
{
    if (gap->with_hi) {
        return gap->hi;
    }
    if (gap->has_lo) {
        return gap->with_lo ? gap->lo : halve(gap->lo, gap->hi);
    }
    return var->lo_none ? step(gap->hi, -1) : var->lo;
}

/* Compared variables have only their representatives. */
static Rat pick_above(const Var *var, const Gap *gap)
{
    for (uint32_t i = 0; i < var->points.count; i++) {
        if (rat_compare(var->points.items[i], gap->lo) > 0) {
            return var->points.items[i];
        }
    }
    if (gap->with_lo) {
        return gap->lo;
    }
    return var->hi_none || !var->dense ? step(gap->lo, 1) : var->hi;
}

typedef struct WitnessWay {
    Diagrams *d;
    Arena *arena;
    const bool *leads;
    VEC(WitnessStep) steps;
    bool whole;
} WitnessWay;

/* The first side of the variable's chain that leads to the leaf. */
static Node find_side(const WitnessWay *way, Node n, Gap *gap)
{
    VarId id = row_get(way->d, n)->var;
    while (row_get(way->d, n)->var == id) {
        const Row *row = row_get(way->d, n);
        bool inclusive = row->cut & 1;
        if (way->leads[row->lo]) {
            gap->hi = cut_get_rat(way->d, row->cut);
            gap->has_hi = true;
            gap->with_hi = inclusive;
            return row->lo;
        }
        gap->lo = cut_get_rat(way->d, row->cut);
        gap->has_lo = true;
        gap->with_lo = !inclusive;
        n = row->hi;
    }
    return n;
}

static Node follow_chain(WitnessWay *way, Node n)
{
    const Var *var = var_get(way->d, row_get(way->d, n)->var);
    Gap gap = { .has_lo = false };
    Node next = find_side(way, n, &gap);
    Rat value = gap.has_hi ? pick_up_to(var, &gap) : pick_above(var, &gap);
    if (var->derived) {
        way->whole = false;
    } else {
        vec_add(way->arena, &way->steps, ((WitnessStep){ var->name, value }));
    }
    return next;
}

bool diagram_find_witness(Arena *arena, Diagram diagram, uint32_t value, Witness *out)
{
    Diagrams *d = diagram.store;
    CLAIM_ALWAYS(value < LIMIT_ENUM_VALUES, "Values of enumerations are the first rows.");
    WitnessWay way = { .d = d, .arena = arena, .whole = true };
    way.leads = mark_ways(d, diagram.root, value);
    if (!way.leads[diagram.root]) {
        return false;
    }
    for (Node n = diagram.root; row_get(d, n)->var != VAR_LEAF;) {
        n = follow_chain(&way, n);
    }
    *out = (Witness){ way.steps.items, way.steps.count, way.whole };
    return true;
}
