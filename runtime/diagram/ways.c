/* ways.c - all ways to the leaves of one kind: a walk in depth along chains of variables.
 *
 *        a <= 4                   ways to hole: a in (4, 9], b = no
 *       /      \                               a in (9, ..)
 *     high     a <= 9
 *             /      \
 *         b = no     hole
 *         /    \
 *      hole    low
 */
#include "runtime/base/claim.h"
#include "runtime/diagram/diagram.h"
#include "runtime/diagram/kernel.h"
#include <stdlib.h>

#define WAY_NONE UINT32_MAX /* no way from here */

typedef struct Side {
    Node next;
    WayStep step;
} Side;

/* A chain that the walk stands at: its sides that lead to the target. */
typedef struct Stop {
    VEC(Side) sides;
    uint32_t at;
} Stop;

struct Ways {
    Arena *arena;
    Diagrams *d;
    const uint32_t *least; /* per row: variables still to ask, WAY_NONE */
    Node root;
    VEC(Stop) stops;
    bool begun, done;
};

/* ---- where the ways lead ---- */

static bool is_target(const Diagrams *d, Node n, WayTarget target)
{
    const Row *row = row_get(d, n);
    switch (target.kind) {
    case TARGET_VALUE: return n == target.number;
    case TARGET_HOLE: return row->cut == LEAF_HOLE && row->lo == target.number;
    case TARGET_TWO: return row->cut == LEAF_TWO && row->lo == target.number;
    case TARGET_FAILURE: break;
    }
    bool fault = row->cut == LEAF_HOLE || row->cut == LEAF_TWO;
    return row->fails && !fault;
}

static uint32_t count_from(const Diagrams *d, const Row *row, Node next, const uint32_t *least)
{
    if (least[next] == WAY_NONE) {
        return WAY_NONE;
    }
    return least[next] + (row_get(d, next)->var != row->var && row_get(d, next)->var != VAR_LEAF);
}

/* Rows stand behind those that they lead to. */
static uint32_t *count_ways(Arena *arena, Diagrams *d, Node root, WayTarget target)
{
    uint32_t *least = ARENA_ARRAY(arena, uint32_t, (size_t)root + 1);
    bool *reached = walk_mark_reachable(arena, d, root);
    for (Node n = 0; n <= root; n++) {
        const Row *row = row_get(d, n);
        least[n] = WAY_NONE;
        if (!reached[n]) {
            continue;
        }
        if (row->var == VAR_LEAF) {
            least[n] = is_target(d, n, target) ? 0 : WAY_NONE;
            continue;
        }
        uint32_t lo = count_from(d, row, row->lo, least), hi = count_from(d, row, row->hi, least);
        least[n] = lo < hi ? lo : hi;
    }
    return least;
}

bool diagram_reaches(Diagram diagram, WayTarget target)
{
    Diagrams *d = diagram.store;
    return count_ways(d->arena, d, diagram.root, target)[diagram.root] != WAY_NONE;
}

/* ---- steps ---- */

static WayStep make_step(Arena *arena, Diagrams *d, VarId id)
{
    const Var *var = var_get(d, id);
    WayStep step = { .name = var->derived ? 0 : var->name,
                     .dense = var->dense,
                     .free_lo = var->lo_none,
                     .free_hi = var->hi_none,
                     .least = var->lo,
                     .most = var->hi,
                     .points = var->points.items,
                     .point_count = var->points.count,
                     .group = var->points.count ? var->order_class : 0,
                     .scale = var->scale };
    Rat *cuts = ARENA_ARRAY(arena, Rat, step.group ? (size_t)var->cuts.count + 1 : 0);
    for (uint32_t i = 0; step.group && i < var->cuts.count; i++) {
        cuts[step.cut_count++] = cut_get_rat(d, var->cuts.items[i]);
    }
    step.cuts = cuts;
    uint64_t *names = ARENA_ARRAY(arena, uint64_t, (size_t)var->sources.count + 1);
    for (uint32_t i = 0; var->derived && i < var->sources.count; i++) {
        names[step.source_count++] = var_get(d, var->sources.items[i])->name;
    }
    step.sources = names;
    return step;
}

static void add_side(Ways *ways, Stop *stop, Node next, WayStep step)
{
    if (ways->least[next] == WAY_NONE) {
        return;
    }
    vec_add(ways->arena, &stop->sides, ((Side){ next, step }));
    uint32_t at = stop->sides.count - 1;
    for (; at > 0 && ways->least[stop->sides.items[at - 1].next] > ways->least[next]; at--) {
        Side other = stop->sides.items[at - 1];
        stop->sides.items[at - 1] = stop->sides.items[at];
        stop->sides.items[at] = other;
    }
}

/* Whole positions from 0 to 63 only. */
static uint64_t list_positions(const WayStep *step)
{
    bool small = !step->dense && !step->free_lo && !step->free_hi && step->least.num == 0 &&
                 step->most.num < 64;
    uint64_t positions = 0;
    for (__int128 at = 0; small && at <= step->most.num; at++) {
        bool above = !step->has_lo || at > step->lo.num || (step->with_lo && at == step->lo.num);
        bool below = !step->has_hi || at < step->hi.num || (step->with_hi && at == step->hi.num);
        positions |= (uint64_t)(above && below) << (unsigned)at;
    }
    return positions;
}

/* One cell of a chain after the other: the row's side below its cut, then the next row. */
static Node take_cell(const Diagrams *d, Node n, WayStep *step)
{
    const Row *row = row_get(d, n);
    step->has_hi = true;
    step->with_hi = row->cut & 1;
    step->hi = cut_get_rat(d, row->cut);
    step->positions = list_positions(step);
    return row->lo;
}

static void pass_cell(WayStep *step)
{
    step->has_lo = true;
    step->with_lo = !step->with_hi;
    step->lo = step->hi;
    step->has_hi = false;
    step->positions = list_positions(step);
}

static void open_stop(Ways *ways, Node n)
{
    Stop stop = { .at = 0 };
    VarId id = row_get(ways->d, n)->var;
    WayStep step = make_step(ways->arena, ways->d, id);
    for (; row_get(ways->d, n)->var == id; n = row_get(ways->d, n)->hi) {
        Node below = take_cell(ways->d, n, &step);
        add_side(ways, &stop, below, step);
        pass_cell(&step);
    }
    add_side(ways, &stop, n, step);
    vec_add(ways->arena, &ways->stops, stop);
}

/* ---- one way after the other ---- */

Ways *diagram_begin_ways(Arena *arena, Diagram diagram, WayTarget target)
{
    Ways *ways = ARENA_NEW(arena, Ways);
    ways->arena = arena;
    ways->d = diagram.store;
    ways->root = diagram.root;
    ways->least = count_ways(arena, diagram.store, diagram.root, target);
    ways->done = ways->least[diagram.root] == WAY_NONE;
    return ways;
}

/* To the next side of the last stop that has one. */
static bool turn(Ways *ways)
{
    while (ways->stops.count) {
        Stop *stop = &ways->stops.items[ways->stops.count - 1];
        if (++stop->at < stop->sides.count) {
            return true;
        }
        ways->stops.count--;
    }
    return false;
}

static void descend(Ways *ways)
{
    Node n = ways->root;
    if (ways->stops.count) {
        const Stop *stop = &ways->stops.items[ways->stops.count - 1];
        n = stop->sides.items[stop->at].next;
    }
    while (row_get(ways->d, n)->var != VAR_LEAF) {
        open_stop(ways, n);
        n = ways->stops.items[ways->stops.count - 1].sides.items[0].next;
    }
}

bool diagram_next_way(Ways *ways, Way *out)
{
    if (ways->done || (ways->begun && !turn(ways))) {
        ways->done = true;
        return false;
    }
    ways->begun = true;
    descend(ways);
    out->count = ways->stops.count;
    out->steps = ARENA_ARRAY(ways->arena, WayStep, (size_t)ways->stops.count + 1);
    for (uint32_t i = 0; i < ways->stops.count; i++) {
        const Stop *stop = &ways->stops.items[i];
        out->steps[i] = stop->sides.items[stop->at].step;
    }
    return true;
}

/* ---- the box around all ways ---- */

typedef struct Box {
    Arena *arena;
    Diagrams *d;
    const uint32_t *least; /* as of ways */
    const bool *reached;
    VarList vars;    /* that stand in rows */
    size_t words;    /* of 64 variables each */
    uint64_t *asked; /* per row: those that every way from it asks */
} Box;

static uint32_t find_nth(const Box *box, VarId id)
{
    uint32_t nth = 0;
    while (nth < box->vars.count && box->vars.items[nth] != id) {
        nth++;
    }
    return nth;
}

static void list_asked(Box *box, Node n)
{
    const Row *row = row_get(box->d, n);
    uint64_t *asked = &box->asked[n * box->words], *lo = &box->asked[row->lo * box->words],
             *hi = &box->asked[row->hi * box->words];
    bool below = box->least[row->lo] != WAY_NONE, above = box->least[row->hi] != WAY_NONE;
    uint32_t nth = find_nth(box, row->var);
    for (size_t w = 0; w < box->words; w++) {
        asked[w] = below && above ? lo[w] & hi[w] : below ? lo[w] : hi[w];
    }
    asked[nth / 64] |= UINT64_C(1) << nth % 64;
}

static void widen(WayStep *box, const WayStep *cell, bool *any)
{
    if (!*any) {
        *box = *cell;
    }
    *any = true;
    int lo = box->has_lo && cell->has_lo ? rat_compare(cell->lo, box->lo) : 0;
    if (!cell->has_lo || (box->has_lo && (lo < 0 || (lo == 0 && cell->with_lo)))) {
        box->has_lo = cell->has_lo, box->lo = cell->lo, box->with_lo = cell->with_lo;
    }
    int hi = box->has_hi && cell->has_hi ? rat_compare(cell->hi, box->hi) : 0;
    if (!cell->has_hi || (box->has_hi && (hi > 0 || (hi == 0 && cell->with_hi)))) {
        box->has_hi = cell->has_hi, box->hi = cell->hi, box->with_hi = cell->with_hi;
    }
    box->positions |= cell->positions;
}

/* A chain begins where another variable leads to it. */
static bool *mark_chains(Box *box, Node root)
{
    bool *begins = ARENA_ARRAY(box->arena, bool, (size_t)root + 1);
    begins[root] = true;
    for (Node n = 0; n <= root; n++) {
        const Row *row = row_get(box->d, n);
        if (box->reached[n] && row->var != VAR_LEAF) {
            begins[row->lo] = true;
            begins[row->hi] = begins[row->hi] || row_get(box->d, row->hi)->var != row->var;
        }
    }
    return begins;
}

/* What a variable's chain adds to its side of the box. */
static void add_chain(Box *box, Node n, WayStep *side, bool *any)
{
    VarId id = row_get(box->d, n)->var;
    WayStep cell = make_step(box->arena, box->d, id);
    for (; row_get(box->d, n)->var == id; n = row_get(box->d, n)->hi) {
        if (box->least[take_cell(box->d, n, &cell)] != WAY_NONE) {
            widen(side, &cell, any);
        }
        pass_cell(&cell);
    }
    if (box->least[n] != WAY_NONE) {
        widen(side, &cell, any);
    }
}

static int compare_ids(const void *a, const void *b)
{
    VarId x = *(const VarId *)a, y = *(const VarId *)b;
    return (x > y) - (x < y);
}

static void list_vars(Box *box, Node root)
{
    for (Node n = 0; n <= root; n++) {
        VarId id = row_get(box->d, n)->var;
        bool inner = box->reached[n] && id != VAR_LEAF;
        if (inner && find_nth(box, id) == box->vars.count) {
            vec_add(box->arena, &box->vars, id);
        }
    }
    if (box->vars.count) {
        qsort(box->vars.items, box->vars.count, sizeof *box->vars.items, compare_ids);
    }
}

void diagram_find_box(Arena *arena, Diagram diagram, WayTarget target, Way *out)
{
    Node root = diagram.root;
    Box box = { .arena = arena, .d = diagram.store };
    box.least = count_ways(arena, box.d, root, target);
    box.reached = walk_mark_reachable(arena, box.d, root);
    *out = (Way){ NULL, 0 };
    if (box.least[root] == WAY_NONE) {
        return;
    }
    list_vars(&box, root);
    box.words = box.vars.count / 64 + 1;
    box.asked = arena_alloc_array(arena, (size_t)root + 1, box.words * sizeof *box.asked);
    for (Node n = 0; n <= root; n++) {
        if (box.reached[n] && row_get(box.d, n)->var != VAR_LEAF && box.least[n] != WAY_NONE) {
            list_asked(&box, n);
        }
    }
    const bool *begins = mark_chains(&box, root);
    const uint64_t *asked = &box.asked[root * box.words];
    WayStep *sides = ARENA_ARRAY(arena, WayStep, (size_t)box.vars.count + 1);
    bool *any = ARENA_ARRAY(arena, bool, (size_t)box.vars.count + 1);
    for (Node n = 0; n <= root; n++) {
        uint32_t nth =
            box.reached[n] && begins[n] ? find_nth(&box, row_get(box.d, n)->var) : box.vars.count;
        if (nth < box.vars.count && asked[nth / 64] >> nth % 64 & 1) {
            add_chain(&box, n, &sides[nth], &any[nth]);
        }
    }
    out->steps = sides;
    for (uint32_t i = 0; i < box.vars.count; i++) {
        if (any[i]) {
            sides[out->count++] = sides[i];
        }
    }
}

/* ---- variables ---- */

bool diagram_find_range(Diagram diagram, uint64_t name, WayStep *out)
{
    Diagrams *d = diagram.store;
    for (uint32_t i = 0; i < d->base_vars; i++) {
        if (d->vars[i] && d->vars[i]->name == name) {
            *out = make_step(d->arena, d, i << VAR_PART_BITS);
            return true;
        }
    }
    return false;
}

static bool is_about(const Diagrams *d, const Var *var, uint64_t name)
{
    bool about = !var->derived && var->name == name;
    for (uint32_t i = 0; i < var->sources.count && !about; i++) {
        about = var_get(d, var->sources.items[i])->name == name;
    }
    return about;
}

bool diagram_mentions(Diagram diagram, uint64_t name)
{
    Diagrams *d = diagram.store;
    NodeList leaves = { NULL, 0, 0 };
    VarList vars = { NULL, 0, 0 };
    bool about = false;
    node_begin_answer(d, LIMIT_NODES);
    walk_collect(d, diagram.root, &leaves, &vars);
    for (uint32_t i = 0; i < vars.count && !about; i++) {
        about = is_about(d, var_get(d, vars.items[i]), name);
    }
    return about || d->over;
}
