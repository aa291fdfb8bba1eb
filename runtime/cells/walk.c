/* walk.c - what a diagram mentions: leaves, variables, facts; and inside which bounds of a variable
 * a leaf is reached. */
#include "runtime/cells/engine.h"

/* ---- leaves and variables ---- */

typedef struct Walk {
    Cells *e;
    VEC(Node) open;
    NodeList *leaves;
    VarList *vars;
} Walk;

static void add_var(Walk *walk, VarId id)
{
    Var *var = var_get(walk->e, id);
    if (var->mark == walk->e->walk) {
        return;
    }
    var->mark = walk->e->walk;
    vec_add(walk->e->arena, walk->vars, id);
}

static void add_term_var(void *context, VarId id)
{
    add_var(context, id);
}

static void push(Walk *walk, Node n)
{
    Row *row = &walk->e->rows.items[n];
    if (row->mark == walk->e->walk) {
        return;
    }
    row->mark = walk->e->walk;
    if (engine_step(walk->e)) {
        vec_add(walk->e->arena, &walk->open, n);
    }
}

void walk_collect(Cells *e, Node root, NodeList *leaves, VarList *vars)
{
    Walk walk = { .e = e, .leaves = leaves, .vars = vars };
    e->walk++;
    push(&walk, root);
    while (walk.open.count) {
        Node n = walk.open.items[--walk.open.count];
        Row row = *row_get(e, n);
        if (row.var == VAR_LEAF) {
            vec_add(e->arena, leaves, n);
            if (row.cut == LEAF_TERM) {
                term_add_vars(e, row.lo, add_term_var, &walk);
            }
            continue;
        }
        add_var(&walk, row.var);
        push(&walk, row.lo);
        push(&walk, row.hi);
    }
}

void walk_add_sources(Cells *e, Node root, Var *var)
{
    NodeList leaves = { NULL, 0, 0 };
    VarList vars = { NULL, 0, 0 };
    walk_collect(e, root, &leaves, &vars);
    for (uint32_t i = 0; i < vars.count; i++) {
        var_add_sources(e, var, vars.items[i]);
    }
}

/* ---- one variable ---- */

static bool chain_has_conflict(Cells *e, Node n, VarId var)
{
    NodeList parts = { NULL, 0, 0 };
    for (; row_get(e, n)->var == var; n = row_get(e, n)->hi) {
        Node lo = row_get(e, n)->lo;
        vec_add(e->arena, &parts, lo);
    }
    vec_add(e->arena, &parts, n);
    for (uint32_t i = 0; i < parts.count; i++) {
        for (uint32_t k = i + 1; k < parts.count && engine_step(e); k++) {
            if (apply2(e, APPLY_DIFFER, 0, parts.items[i], parts.items[k]) != NODE_NO) {
                return true;
            }
        }
    }
    return false;
}

/* Nodes where a way from the root first comes to the variable or below it. */
static void find_entries(Cells *e, Node root, VarId var, NodeList *entries)
{
    Walk walk = { .e = e };
    e->walk++;
    push(&walk, root);
    while (walk.open.count) {
        Node n = walk.open.items[--walk.open.count];
        Row row = *row_get(e, n);
        if (row.var >= var) {
            vec_add(e->arena, entries, n);
            continue;
        }
        push(&walk, row.lo);
        push(&walk, row.hi);
    }
}

bool walk_has_conflict(Cells *e, Node root, VarId var)
{
    NodeList entries = { NULL, 0, 0 };
    find_entries(e, root, var, &entries);
    for (uint32_t i = 0; i < entries.count; i++) {
        if (chain_has_conflict(e, entries.items[i], var)) {
            return true;
        }
    }
    return false;
}

/* ---- reach ---- */

static bool reaches(Cells *e, Node from, Node leaf)
{
    Walk walk = { .e = e };
    bool found = false;
    e->walk++;
    push(&walk, from);
    while (walk.open.count && !found) {
        Node n = walk.open.items[--walk.open.count];
        const Row *row = row_get(e, n);
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
static void hull_of_chain(Cells *e, Node n, VarId id, Node leaf, Range *hull, bool *empty)
{
    const Var *var = var_get(e, id);
    Range part = var_get_range(var);
    for (; row_get(e, n)->var == id; n = row_get(e, n)->hi) {
        CutId cut = row_get(e, n)->cut;
        Node lo = row_get(e, n)->lo;
        Range below = part;
        below.hi = cut_get_rat(e, cut);
        below.hi_none = false;
        if (reaches(e, lo, leaf)) {
            widen_hull(hull, &below, empty);
        }
        part.lo = below.hi;
        part.lo_none = false;
        if (!var->dense) {
            part.lo.num += part.lo.den;
        }
    }
    if (reaches(e, n, leaf)) {
        widen_hull(hull, &part, empty);
    }
}

Range walk_find_hull(Cells *e, Node root, VarId var, Node leaf)
{
    Range hull = { .lo_none = true, .hi_none = true };
    bool empty = true;
    NodeList entries = { NULL, 0, 0 };
    find_entries(e, root, var, &entries);
    for (uint32_t i = 0; i < entries.count; i++) {
        hull_of_chain(e, entries.items[i], var, leaf, &hull, &empty);
    }
    return hull;
}
