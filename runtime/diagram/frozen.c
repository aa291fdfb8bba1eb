/* frozen.c - packing: what some roots lead to, without the rows that only led there. */
#include "runtime/diagram/frozen.h"
#include "runtime/base/claim.h"
#include <stdlib.h>

typedef VEC(CutId) CutList;

typedef struct Packer {
    Arena *arena;   /* what stays */
    Arena *scratch; /* the store's */
    Diagrams *d;
    Frozen *out;
    bool *reached;   /* by row */
    FrozenId *ids;   /* by row, of those reached */
    VEC(VarId) vars; /* ascending, each once */
    CutList *cuts;   /* by number of a variable, ascending */
} Packer;

/* ---- what is reached ---- */

static void mark_reached(Packer *p, const Node *roots, uint32_t count)
{
    p->reached = ARENA_ARRAY(p->scratch, bool, (size_t)p->d->rows.count + 1);
    for (uint32_t i = 0; i < count; i++) {
        p->reached[roots[i]] = true;
    }
    walk_spread_marks(p->d, p->reached, p->d->rows.count - 1);
}

/* ---- variables and cuts ---- */

static int compare_ids(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void collect_vars(Packer *p)
{
    for (Node n = 0; n < p->d->rows.count; n++) {
        const Row *row = row_get(p->d, n);
        if (p->reached[n] && row->var != VAR_LEAF) {
            vec_add(p->scratch, &p->vars, row->var);
        }
    }
    if (p->vars.count == 0) {
        return;
    }
    qsort(p->vars.items, p->vars.count, sizeof *p->vars.items, compare_ids);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < p->vars.count; i++) {
        if (p->vars.items[i] != p->vars.items[kept - 1]) {
            p->vars.items[kept++] = p->vars.items[i];
        }
    }
    p->vars.count = kept;
}

/* NO_PAIR if nothing asks for it. */
static uint32_t find_var(const Packer *p, VarId id)
{
    uint32_t lo = 0, hi = p->vars.count;
    while (lo < hi) {
        uint32_t middle = lo + (hi - lo) / 2;
        if (p->vars.items[middle] < id) {
            lo = middle + 1;
        } else {
            hi = middle;
        }
    }
    return lo < p->vars.count && p->vars.items[lo] == id ? lo : NO_PAIR;
}

/* Place of the cut among those of its variable, and whether it is there. */
static uint32_t find_cut(const Packer *p, uint32_t var, CutId cut, bool *found)
{
    uint32_t lo = 0, hi = p->cuts[var].count;
    while (lo < hi) {
        uint32_t middle = lo + (hi - lo) / 2;
        if (cut_less(p->d, p->cuts[var].items[middle], cut)) {
            lo = middle + 1;
        } else {
            hi = middle;
        }
    }
    *found = lo < p->cuts[var].count && p->cuts[var].items[lo] == cut;
    return lo;
}

static void add_cut(Packer *p, uint32_t var, CutId cut)
{
    bool found;
    uint32_t at = find_cut(p, var, cut, &found);
    if (found) {
        return;
    }
    vec_add(p->scratch, &p->cuts[var], cut);
    CutId *items = p->cuts[var].items;
    memmove(items + at + 1, items + at, (p->cuts[var].count - 1 - at) * sizeof *items);
    items[at] = cut;
}

static void collect_cuts(Packer *p)
{
    p->cuts = ARENA_ARRAY(p->scratch, CutList, (size_t)p->vars.count + 1);
    for (Node n = 0; n < p->d->rows.count; n++) {
        const Row *row = row_get(p->d, n);
        if (p->reached[n] && row->var != VAR_LEAF) {
            add_cut(p, find_var(p, row->var), row->cut);
        }
    }
}

static void pack_var(Packer *p, uint32_t number)
{
    const Var *var = var_get(p->d, p->vars.items[number]);
    FrozenVar *out = &p->out->vars[number];
    uint32_t count = p->cuts[number].count;
    *out = (FrozenVar){ .name = var->name,
                        .closed = var->derived || var->order_class != 0,
                        .dense = var->dense,
                        .lo_none = var->lo_none,
                        .hi_none = var->hi_none,
                        .lo = var->lo,
                        .hi = var->hi,
                        .pair = NO_PAIR,
                        .cuts = ARENA_ARRAY(p->arena, FrozenCut, count),
                        .cut_count = count };
    for (uint32_t i = 0; i < count; i++) {
        CutId cut = p->cuts[number].items[i];
        out->cuts[i] = (FrozenCut){ cut_get_rat(p->d, cut), cut & 1 };
    }
}

/* ---- pairs ---- */

/* Both dense or both whole; what else is compared stays closed. */
static bool pack_pair(Packer *p, const OrderClass *class, FrozenPair *pair)
{
    const Var *a = var_get(p->d, class->members.items[0]),
              *b = var_get(p->d, class->members.items[1]);
    RatList cuts = { NULL, 0, 0 };
    if (a->derived || b->derived || a->dense != b->dense ||
        !order_collect_cuts(p->d, class, &cuts)) {
        return false;
    }
    *pair = (FrozenPair){ .members = { find_var(p, class->members.items[0]),
                                       find_var(p, class->members.items[1]) },
                          .scales = { a->scale, b->scale },
                          .dense = a->dense,
                          .cuts = arena_copy(p->arena, cuts.items, cuts.count * sizeof *cuts.items),
                          .cut_count = cuts.count };
    return true;
}

static void pack_pairs(Packer *p)
{
    Frozen *out = p->out;
    out->pairs = ARENA_ARRAY(p->arena, FrozenPair, (size_t)p->d->classes.count + 1);
    for (uint32_t i = 0; i < p->d->classes.count; i++) {
        const OrderClass *class = &p->d->classes.items[i];
        FrozenPair *pair = &out->pairs[out->pair_count];
        if (class->members.count != 2 || class->broken || !pack_pair(p, class, pair)) {
            continue;
        }
        for (int k = 0; k < 2; k++) {
            if (pair->members[k] != NO_PAIR) {
                out->vars[pair->members[k]].pair = out->pair_count;
                out->vars[pair->members[k]].closed = false;
            }
        }
        out->pair_count++;
    }
}

/* ---- nodes ---- */

static void pack_leaves(Packer *p)
{
    Frozen *out = p->out;
    for (Node n = 0; n < p->d->rows.count; n++) {
        out->leaf_count += p->reached[n] && node_is_leaf(p->d, n);
    }
    out->leaves = ARENA_ARRAY(p->arena, FrozenLeaf, (size_t)out->leaf_count + 1);
    FrozenId next = 0;
    for (Node n = 0; n < p->d->rows.count; n++) {
        const Row *row = row_get(p->d, n);
        if (!p->reached[n] || row->var != VAR_LEAF) {
            continue;
        }
        FrozenLeaf *leaf = &out->leaves[next];
        *leaf = (FrozenLeaf){ .kind = (uint8_t)row->cut, .lo = row->lo, .hi = row->hi };
        if (leaf->kind == LEAF_NUMBER) {
            leaf->number = leaf_get_rat(p->d, n);
        }
        p->ids[n] = next++;
    }
}

static void pack_nodes(Packer *p)
{
    Frozen *out = p->out;
    FrozenId next = out->leaf_count;
    bool found;
    for (Node n = 0; n < p->d->rows.count; n++) {
        out->node_count += p->reached[n] && !node_is_leaf(p->d, n);
    }
    out->nodes = ARENA_ARRAY(p->arena, FrozenNode, (size_t)out->node_count + 1);
    for (Node n = 0; n < p->d->rows.count; n++) {
        const Row *row = row_get(p->d, n);
        if (!p->reached[n] || row->var == VAR_LEAF) {
            continue;
        }
        CLAIM(row->lo < n && row->hi < n, "A row stands behind those that it leads to.");
        uint32_t var = find_var(p, row->var);
        out->nodes[next - out->leaf_count] = (FrozenNode){ var, find_cut(p, var, row->cut, &found),
                                                           p->ids[row->lo], p->ids[row->hi] };
        p->ids[n] = next++;
    }
}

static void index_nodes(Packer *p)
{
    Frozen *out = p->out;
    uint32_t size = 16;
    while (size < 2 * out->node_count) {
        size *= 2;
    }
    out->mask = size - 1;
    out->slots = ARENA_ARRAY(p->arena, uint32_t, size);
    for (uint32_t i = 0; i < out->node_count; i++) {
        uint32_t at = frozen_hash(out->nodes[i]) & out->mask;
        while (out->slots[at]) {
            at = (at + 1) & out->mask;
        }
        out->slots[at] = out->leaf_count + i + 1;
    }
}

const Frozen *frozen_create(Arena *arena, Diagrams *store, Node *roots, uint32_t count)
{
    Packer packer = {
        .arena = arena, .scratch = store->arena, .d = store, .out = ARENA_NEW(arena, Frozen)
    };
    mark_reached(&packer, roots, count);
    packer.ids = ARENA_ARRAY(store->arena, FrozenId, (size_t)store->rows.count + 1);
    collect_vars(&packer);
    collect_cuts(&packer);
    packer.out->var_count = packer.vars.count;
    packer.out->vars = ARENA_ARRAY(arena, FrozenVar, (size_t)packer.vars.count + 1);
    for (uint32_t i = 0; i < packer.vars.count; i++) {
        pack_var(&packer, i);
    }
    pack_pairs(&packer);
    pack_leaves(&packer);
    pack_nodes(&packer);
    index_nodes(&packer);
    for (uint32_t i = 0; i < count; i++) {
        roots[i] = packer.ids[roots[i]];
    }
    return packer.out;
}

uint32_t frozen_rank(const FrozenVar *var, Rat value)
{
    uint32_t lo = 0, hi = var->cut_count;
    while (lo < hi) {
        uint32_t middle = lo + (hi - lo) / 2;
        int order = rat_compare(value, var->cuts[middle].limit);
        bool below = order < 0 || (order == 0 && var->cuts[middle].inclusive);
        if (below) {
            hi = middle;
        } else {
            lo = middle + 1;
        }
    }
    return lo;
}
