/* walk.c - what a diagram mentions: leaves, variables, facts; and inside which bounds of a variable
 * a leaf is reached. */
#include "runtime/diagram/kernel.h"

/* ---- rows ---- */

/* A row stands behind those that it leads to. */
void walk_spread_marks(const Diagrams *d, bool *reached, Node last)
{
    for (Node n = last + 1; n-- > 0;) {
        const Row *row = row_get(d, n);
        if (reached[n] && row->var != VAR_LEAF) {
            reached[row->lo] = reached[row->hi] = true;
        }
    }
}

bool *walk_mark_reachable(Arena *arena, Diagrams *d, Node root)
{
    bool *reached = ARENA_ARRAY(arena, bool, (size_t)root + 1);
    reached[root] = true;
    walk_spread_marks(d, reached, root);
    return reached;
}

/* ---- leaves and variables ---- */

typedef struct Walk {
    Diagrams *d;
    VEC(Node) open;
    NodeList *leaves;
    VarList *vars;
} Walk;

static void add_var(Walk *walk, VarId id)
{
    Var *var = var_get(walk->d, id);
    if (var->mark == walk->d->walk) {
        return;
    }
    var->mark = walk->d->walk;
    vec_add(walk->d->arena, walk->vars, id);
}

static void add_term_var(void *context, VarId id)
{
    add_var(context, id);
}

static void push(Walk *walk, Node n)
{
    Row *row = &walk->d->rows.items[n];
    if (row->mark == walk->d->walk) {
        return;
    }
    row->mark = walk->d->walk;
    if (node_step(walk->d)) {
        vec_add(walk->d->arena, &walk->open, n);
    }
}

void walk_collect(Diagrams *d, Node root, NodeList *leaves, VarList *vars)
{
    Walk walk = { .d = d, .leaves = leaves, .vars = vars };
    d->walk++;
    push(&walk, root);
    while (walk.open.count) {
        Node n = walk.open.items[--walk.open.count];
        Row row = *row_get(d, n);
        if (row.var == VAR_LEAF) {
            vec_add(d->arena, leaves, n);
            if (row.cut == LEAF_TERM) {
                term_add_vars(d, row.lo, add_term_var, &walk);
            }
            continue;
        }
        add_var(&walk, row.var);
        push(&walk, row.lo);
        push(&walk, row.hi);
    }
}

void walk_add_sources(Diagrams *d, Node root, Var *var)
{
    NodeList leaves = { NULL, 0, 0 };
    VarList vars = { NULL, 0, 0 };
    walk_collect(d, root, &leaves, &vars);
    for (uint32_t i = 0; i < vars.count; i++) {
        var_add_sources(d, var, vars.items[i]);
    }
}

/* ---- one variable ---- */

static bool chain_has_conflict(Diagrams *d, Node n, VarId var)
{
    NodeList parts = { NULL, 0, 0 };
    for (; row_get(d, n)->var == var; n = row_get(d, n)->hi) {
        Node lo = row_get(d, n)->lo;
        vec_add(d->arena, &parts, lo);
    }
    vec_add(d->arena, &parts, n);
    for (uint32_t i = 0; i < parts.count; i++) {
        for (uint32_t k = i + 1; k < parts.count && node_step(d); k++) {
            if (apply2(d, DIA_DIFFER, 0, parts.items[i], parts.items[k]) != NODE_NO) {
                return true;
            }
        }
    }
    return false;
}

/* Nodes where a way from the root first comes to the variable or below it. */
static void find_entries(Diagrams *d, Node root, VarId var, NodeList *entries)
{
    Walk walk = { .d = d };
    d->walk++;
    push(&walk, root);
    while (walk.open.count) {
        Node n = walk.open.items[--walk.open.count];
        Row row = *row_get(d, n);
        if (row.var >= var) {
            vec_add(d->arena, entries, n);
            continue;
        }
        push(&walk, row.lo);
        push(&walk, row.hi);
    }
}

bool walk_has_conflict(Diagrams *d, Node root, VarId var)
{
    NodeList entries = { NULL, 0, 0 };
    find_entries(d, root, var, &entries);
    for (uint32_t i = 0; i < entries.count; i++) {
        if (chain_has_conflict(d, entries.items[i], var)) {
            return true;
        }
    }
    return false;
}

/* ---- reach ---- */

static bool reaches(Diagrams *d, Node from, Node leaf)
{
    Walk walk = { .d = d };
    bool found = false;
    d->walk++;
    push(&walk, from);
    while (walk.open.count && !found) {
        Node n = walk.open.items[--walk.open.count];
        const Row *row = row_get(d, n);
        found = n == leaf;
        if (row->var == VAR_LEAF) {
            continue;
        }
        Node lo = row->lo, hi = row->hi;
        push(&walk, lo);
        push(&walk, hi);
    }
    return found;
}

static void widen_hull(Range *hull, const Range *part, bool *empty)
{
    if (*empty) {
        *hull = *part;
    }
    *empty = false;
    if (part->lo_none || (!hull->lo_none && rat_compare(part->lo, hull->lo) < 0)) {
        hull->lo = part->lo, hull->lo_none = part->lo_none;
    }
    if (part->hi_none || (!hull->hi_none && rat_compare(part->hi, hull->hi) > 0)) {
        hull->hi = part->hi, hull->hi_none = part->hi_none;
    }
}

/* The parts of the variable's range between the cuts of one chain. */
static void hull_of_chain(Diagrams *d, Node n, VarId id, Node leaf, Range *hull, bool *empty)
{
    const Var *var = var_get(d, id);
    Range part = var_get_range(var);
    for (; row_get(d, n)->var == id; n = row_get(d, n)->hi) {
        CutId cut = row_get(d, n)->cut;
        Node lo = row_get(d, n)->lo;
        Range below = part;
        below.hi = cut_get_rat(d, cut);
        below.hi_none = false;
        if (reaches(d, lo, leaf)) {
            widen_hull(hull, &below, empty);
        }
        part.lo = below.hi;
        part.lo_none = false;
        if (!var->dense) {
            part.lo.num += part.lo.den;
        }
    }
    if (reaches(d, n, leaf)) {
        widen_hull(hull, &part, empty);
    }
}

Range walk_find_hull(Diagrams *d, Node root, VarId var, Node leaf)
{
    Range hull = { .lo_none = true, .hi_none = true };
    bool empty = true;
    NodeList entries = { NULL, 0, 0 };
    find_entries(d, root, var, &entries);
    for (uint32_t i = 0; i < entries.count; i++) {
        hull_of_chain(d, entries.items[i], var, leaf, &hull, &empty);
    }
    return hull;
}
