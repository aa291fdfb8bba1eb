/* answer.c - reading an answer off a diagram: its leaves are what is possible, its variables what
 * is needed. */
#include "runtime/cells/engine.h"
#include <stdlib.h>

enum { LIMIT_POSSIBLE = 64 }; /* more values than this are printed as a range */
enum { LIMIT_HULLS = 16 };    /* variables of term leaves that are bounded by the way to the leaf */

/* ---- needs and gaps ---- */

static int compare_ids(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static uint32_t sort_ids(uint32_t *ids, uint32_t count)
{
    uint32_t kept = 0;
    if (count) {
        qsort(ids, count, sizeof *ids, compare_ids);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || ids[i] != ids[kept - 1]) {
            ids[kept++] = ids[i];
        }
    }
    return kept;
}

typedef VEC(uint32_t) IdList;
typedef struct Needs {
    IdList facts, gaps;
} Needs;

static void add_fact(Cells *e, Needs *needs, uint16_t field, uint16_t list, uint16_t element)
{
    FieldRole role = field == NO_INDEX ? FIELD_ELEMENT : e->program->fields[field].role;
    if (role == FIELD_AS_OF) {
        return; /* open only where a program is judged for any date: no fact of a patient */
    }
    if (role == FIELD_GAP) {
        vec_add(e->arena, &needs->gaps, field);
    } else {
        vec_add(e->arena, &needs->facts,
                fact_get_id(e->program, (FactRef){ field, list, field == NO_INDEX ? 0 : element }));
    }
}

static void add_base_var(Cells *e, Needs *needs, VarId id, bool *hidden)
{
    FactRef fact = fact_from_name(var_get(e->d, id)->name);
    if (fact.field == NO_INDEX) {
        if (hidden[fact.list]) {
            return;
        }
        hidden[fact.list] = true;
    }
    add_fact(e, needs, fact.field, fact.list, fact.element);
}

static void add_vars(Cells *e, Needs *needs, const VarList *vars)
{
    bool *hidden = ARENA_ARRAY(e->arena, bool, (size_t)e->program->list_count + 1);
    for (uint32_t i = 0; i < vars->count; i++) {
        const Var *var = var_get(e->d, vars->items[i]);
        if (!var->derived) {
            add_base_var(e, needs, vars->items[i], hidden);
        }
        for (uint32_t k = 0; k < var->sources.count; k++) {
            add_base_var(e, needs, var->sources.items[k], hidden);
        }
    }
}

static void store_needs(Cells *e, Needs *needs, Answer *answer)
{
    answer->needs = needs->facts.items;
    answer->need_count = sort_ids(needs->facts.items, needs->facts.count);
    answer->gap_count = (uint16_t)sort_ids(needs->gaps.items, needs->gaps.count);
    answer->gaps = ARENA_ARRAY(e->arena, uint16_t, answer->gap_count);
    for (uint32_t i = 0; i < answer->gap_count; i++) {
        answer->gaps[i] = (uint16_t)needs->gaps.items[i];
    }
}

/* ---- faults, failures ---- */

static void store_faults(Cells *e, const NodeList *leaves, Answer *answer)
{
    IdList faults = { NULL, 0, 0 };
    for (uint32_t i = 0; i < leaves->count; i++) {
        LeafKind kind = leaf_get_kind(e->d, leaves->items[i]);
        if (kind == LEAF_HOLE || kind == LEAF_TWO) {
            vec_add(e->arena, &faults,
                    row_get(e->d, leaves->items[i])->lo * 2 + (kind == LEAF_TWO));
        }
    }
    answer->faults = faults.items;
    answer->fault_count = (uint16_t)sort_ids(faults.items, faults.count);
}

static bool any_failure(Cells *e, const NodeList *leaves)
{
    for (uint32_t i = 0; i < leaves->count; i++) {
        if (row_get(e->d, leaves->items[i])->fails) {
            return true;
        }
    }
    return false;
}

/* What fails takes nothing away from what is possible otherwise. */
static void drop_failures(Cells *e, NodeList *leaves)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < leaves->count; i++) {
        if (!leaf_is_failure(e->d, leaves->items[i])) {
            leaves->items[kept++] = leaves->items[i];
        }
    }
    leaves->count = kept;
}

static void open_all(Cells *e, uint16_t reg, Answer *answer)
{
    answer->value = reg_get_unknown(e->program, reg);
    answer->lo_open = answer->hi_open = true;
    answer->range_lo = answer->range_hi = rat_from_int(0);
}

/* ---- values ---- */

static Reg rat_to_reg(uint8_t type, Rat lo, Rat hi)
{
    Reg reg = { .lo = INT64_MIN, .hi = INT64_MAX };
    bool exact;
    int64_t value;
    if (type == REG_DEC) {
        if (rat_floor_dec(lo, &value, &exact)) {
            reg.lo = value;
        }
        if (rat_floor_dec(hi, &value, &exact) && (exact || value < DEC_MAX)) {
            reg.hi = value + !exact;
        }
    } else {
        if (rat_to_int(lo, &value)) {
            reg.lo = value;
        }
        if (rat_to_int(hi, &value)) {
            reg.hi = value;
        }
    }
    return reg;
}

static void store_value(Cells *e, Node leaf, uint8_t type, Answer *answer)
{
    Dec grid;
    answer->settled = true;
    switch (leaf_get_kind(e->d, leaf)) {
    case LEAF_VALUE:
        answer->value = (Reg){ .mask = UINT64_C(1) << row_get(e->d, leaf)->lo };
        return;
    case LEAF_REAL: answer->value = (Reg){ .real = leaf_get_real(e->d, leaf) }; return;
    default: break;
    }
    Rat value = leaf_get_rat(e->d, leaf);
    answer->value = rat_to_reg(type, value, value);
    answer->off_grid = type == REG_DEC && !rat_to_dec(value, &grid);
    answer->exact = value;
}

static void store_mask(Cells *e, const NodeList *leaves, Answer *answer)
{
    Mask mask = 0;
    for (uint32_t i = 0; i < leaves->count; i++) {
        mask |= UINT64_C(1) << row_get(e->d, leaves->items[i])->lo;
    }
    answer->value = (Reg){ .mask = mask };
}

/* ---- numbers ---- */

static int compare_rats(const void *a, const void *b)
{
    return rat_compare(*(const Rat *)a, *(const Rat *)b);
}

/* Bounds that hold for the same values: the tighter on either side. */
static Range tighten(Range a, Range b)
{
    if (a.lo_none || (!b.lo_none && rat_compare(b.lo, a.lo) > 0)) {
        a.lo = b.lo, a.lo_none = b.lo_none;
    }
    if (a.hi_none || (!b.hi_none && rat_compare(b.hi, a.hi) < 0)) {
        a.hi = b.hi, a.hi_none = b.hi_none;
    }
    return a;
}

typedef struct TermVars {
    Arena *arena;
    VarList list;
} TermVars;

static void add_term_var(void *context, VarId var)
{
    TermVars *vars = context;
    for (uint32_t i = 0; i < vars->list.count; i++) {
        if (vars->list.items[i] == var) {
            return;
        }
    }
    vec_add(vars->arena, &vars->list, var);
}

/* Each variable is held where the ways to the leaf leave it; hulls: how many may still be computed.
 */
static Range bound_leaf(Cells *e, Node root, Node leaf, unsigned *hulls)
{
    if (leaf_get_kind(e->d, leaf) == LEAF_NUMBER) {
        return range_from_rat(leaf_get_rat(e->d, leaf));
    }
    TermId term = leaf_get_term(e->d, leaf);
    Range range = e->d->terms.items[term].range;
    TermVars vars = { e->arena, { NULL, 0, 0 } };
    if (!*hulls || e->d->terms.items[term].opaque) {
        return range;
    }
    term_add_vars(e->d, term, add_term_var, &vars);
    for (uint32_t i = 0; i < vars.list.count && *hulls; i++, (*hulls)--) {
        Range hull = walk_find_hull(e->d, root, vars.list.items[i], leaf);
        range =
            tighten(range, term_bound(e->d, term, term_from_var(e->d, vars.list.items[i]), &hull));
    }
    return range;
}

static Range bound_leaves(Cells *e, Node root, const NodeList *leaves, unsigned hulls)
{
    Range all = { .lo_none = false };
    bool first = true;
    for (uint32_t i = 0; i < leaves->count; i++) {
        if (leaf_is_failure(e->d, leaves->items[i])) {
            continue;
        }
        Range one = bound_leaf(e, root, leaves->items[i], &hulls);
        if (first) {
            all = one;
        }
        first = false;
        all.lo_none = all.lo_none || one.lo_none;
        all.hi_none = all.hi_none || one.hi_none;
        if (!all.lo_none && rat_compare(one.lo, all.lo) < 0) {
            all.lo = one.lo;
        }
        if (!all.hi_none && rat_compare(one.hi, all.hi) > 0) {
            all.hi = one.hi;
        }
    }
    return all;
}

static bool all_numbers(Cells *e, const NodeList *leaves)
{
    for (uint32_t i = 0; i < leaves->count; i++) {
        if (leaf_get_kind(e->d, leaves->items[i]) != LEAF_NUMBER) {
            return false;
        }
    }
    return true;
}

static void keep_possible(Cells *e, Answer *answer, const Rat *values, uint32_t count)
{
    if (count > LIMIT_POSSIBLE) {
        return;
    }
    answer->possible = arena_copy(e->arena, values, count * sizeof *values);
    answer->possible_count = (uint16_t)count;
}

static void list_numbers(Cells *e, const NodeList *leaves, Answer *answer)
{
    Rat *values = ARENA_ARRAY(e->arena, Rat, leaves->count);
    for (uint32_t i = 0; i < leaves->count; i++) {
        values[i] = leaf_get_rat(e->d, leaves->items[i]);
    }
    qsort(values, leaves->count, sizeof *values, compare_rats);
    keep_possible(e, answer, values, leaves->count);
}

static bool may_be_yes(Cells *e, Node root)
{
    NodeList leaves = { NULL, 0, 0 };
    VarList vars = { NULL, 0, 0 };
    walk_collect(e->d, root, &leaves, &vars);
    for (uint32_t i = 0; i < leaves.count; i++) {
        if (leaves.items[i] == NODE_YES) {
            return true;
        }
    }
    return false;
}

/* Few whole numbers are left: each is possible if root = number may hold. */
static void try_numbers(Cells *e, Node root, const Range *range, Answer *answer)
{
    Rat values[LIMIT_POSSIBLE];
    uint32_t count = 0;
    if (range->lo_none || range->hi_none || range->hi.num - range->lo.num >= LIMIT_POSSIBLE) {
        return;
    }
    for (__int128 at = range->lo.num; at <= range->hi.num; at++) {
        if (may_be_yes(e, apply2(e->d, DIA_EQ, 0, root, leaf_from_rat(e->d, (Rat){ at, 1 })))) {
            values[count++] = (Rat){ at, 1 };
        }
    }
    if (!e->d->over) {
        keep_possible(e, answer, values, count);
    }
}

/* A field without a declared range ends where its type ends, and what is computed from it somewhere
 * near: no bound that anybody has set. Half of what 64 bits hold is near. */
static bool is_far(uint8_t type, Rat bound)
{
    int64_t value;
    bool exact;
    if (type == REG_DATE) {
        return bound.num <= DAY_MIN || bound.num >= DAY_MAX;
    }
    if (type == REG_DEC ? !rat_floor_dec(bound, &value, &exact) : !rat_to_int(bound, &value)) {
        return true;
    }
    return value <= INT64_MIN / 2 || value >= INT64_MAX / 2;
}

static void store_numbers(Cells *e, Node root, Range whole, const NodeList *leaves, uint8_t type,
                          Answer *answer)
{
    Range range = tighten(bound_leaves(e, root, leaves, LIMIT_HULLS), whole);
    answer->lo_open = range.lo_none || is_far(type, range.lo);
    answer->hi_open = range.hi_none || is_far(type, range.hi);
    answer->range_lo = range.lo_none ? rat_from_int(0) : range.lo;
    answer->range_hi = range.hi_none ? rat_from_int(0) : range.hi;
    answer->value = rat_to_reg(type, answer->range_lo, answer->range_hi);
    if (range.lo_none) {
        answer->value.lo = INT64_MIN;
    }
    if (range.hi_none) {
        answer->value.hi = INT64_MAX;
    }
    if (all_numbers(e, leaves)) {
        list_numbers(e, leaves, answer);
    } else if (type != REG_DEC) {
        try_numbers(e, root, &range, answer);
    }
}

/* ---- the whole ---- */

static bool is_value(Cells *e, Node leaf)
{
    LeafKind kind = leaf_get_kind(e->d, leaf);
    return kind == LEAF_VALUE || kind == LEAF_NUMBER || kind == LEAF_REAL;
}

void answer_extract(Cells *e, Node root, uint16_t reg, Answer *answer)
{
    NodeList leaves = { NULL, 0, 0 };
    VarList vars = { NULL, 0, 0 };
    Needs needs = { .facts = { NULL, 0, 0 } };
    uint8_t type = e->program->regs[reg].type;
    bool numeric = type == REG_INT || type == REG_DEC || type == REG_DATE;
    Range whole = { .lo_none = true, .hi_none = true };
    walk_collect(e->d, root, &leaves, &vars);
    if (numeric) {
        whole = bound_leaves(e, root, &leaves, 0);
        root = apply1(e->d, DIA_SPLIT, 0, root);
        leaves.count = vars.count = 0;
        walk_collect(e->d, root, &leaves, &vars);
    }
    answer->by_cases = true;
    if (leaves.count == 1 && is_value(e, leaves.items[0])) {
        store_value(e, leaves.items[0], type, answer);
        return;
    }
    add_vars(e, &needs, &vars);
    store_needs(e, &needs, answer);
    store_faults(e, &leaves, answer);
    answer->failed =
        leaves.count == 1 && (leaves.items[0] == NODE_FAIL || leaves.items[0] == NODE_NONE);
    answer->fails = any_failure(e, &leaves);
    drop_failures(e, &leaves);
    answer->no_result = leaves.count == 0;
    if (answer->no_result || type == REG_REAL) {
        open_all(e, reg, answer);
    } else if (!numeric) {
        store_mask(e, &leaves, answer);
    } else {
        store_numbers(e, root, whole, &leaves, type, answer);
    }
}

/* ---- listed sizes beside a summary ---- */

static bool is_mentioned(Cells *e, const VarList *vars, VarId id)
{
    for (uint32_t i = 0; i < vars->count; i++) {
        const Var *var = var_get(e->d, vars->items[i]);
        for (uint32_t k = 0; k < var->sources.count; k++) {
            if (var->sources.items[k] == id) {
                return true;
            }
        }
    }
    return false;
}

static bool in_term_leaf(Cells *e, const NodeList *leaves, VarId id)
{
    NodeList none = { NULL, 0, 0 };
    for (uint32_t i = 0; i < leaves->count; i++) {
        VarList vars = { NULL, 0, 0 };
        if (leaf_get_kind(e->d, leaves->items[i]) != LEAF_TERM) {
            continue;
        }
        walk_collect(e->d, leaves->items[i], &none, &vars);
        for (uint32_t k = 0; k < vars.count; k++) {
            if (vars.items[k] == id) {
                return true;
            }
        }
    }
    return false;
}

/* The variable of a listed size that its list's summary speaks about; false for every other fact.
 */
static bool find_size_var(Cells *e, uint32_t need, VarId *id)
{
    FactRef fact = fact_from_id(e->program, need);
    if (fact.list == NO_INDEX || fact.field == NO_INDEX || !fact_has_summary(e, fact.list)) {
        return false;
    }
    if (e->program->lists[fact.list].largest_field != fact.field) {
        return false;
    }
    *id = fact_get_element_var(e, fact.list, fact.element, fact.field);
    return true;
}

bool answer_has_sizes(Cells *e, const Answer *answer)
{
    bool hidden = false, size = false;
    VarId id;
    for (uint32_t i = 0; i < answer->need_count; i++) {
        FactRef fact = fact_from_id(e->program, answer->needs[i]);
        hidden = hidden || (fact.field == NO_INDEX && fact_has_summary(e, fact.list));
        size = size || find_size_var(e, answer->needs[i], &id);
    }
    return hidden && size;
}

void answer_drop_sizes(Cells *e, Node root, Answer *answer)
{
    NodeList leaves = { NULL, 0, 0 };
    VarList vars = { NULL, 0, 0 };
    walk_collect(e->d, root, &leaves, &vars);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < answer->need_count; i++) {
        VarId id;
        bool dropped = find_size_var(e, answer->needs[i], &id) && !is_mentioned(e, &vars, id) &&
                       !in_term_leaf(e, &leaves, id) && !walk_has_conflict(e->d, root, id);
        if (!dropped) {
            answer->needs[kept++] = answer->needs[i];
        }
    }
    answer->need_count = kept;
}

/* ---- elements that are not listed ---- */

void answer_add_list(Cells *e, uint16_t list, Answer *answer)
{
    uint32_t id = fact_get_id(e->program, (FactRef){ NO_INDEX, list, 0 });
    uint32_t *needs = ARENA_ARRAY(e->arena, uint32_t, (size_t)answer->need_count + 1);
    if (answer->settled && answer->value.mask == MASK_NO) {
        return;
    }
    if (answer->need_count) {
        memcpy(needs, answer->needs, answer->need_count * sizeof *needs);
    }
    needs[answer->need_count] = id;
    answer->needs = needs;
    answer->need_count = sort_ids(needs, answer->need_count + 1);
}

/* ---- over the limit ---- */

typedef struct Missing {
    Needs needs;
    bool *hidden;
} Missing;

static void add_missing(Cells *e, uint16_t field, uint32_t element, void *context)
{
    Missing *missing = context;
    uint16_t list = e->program->fields[field].list;
    if (list != NO_INDEX && fact_is_hidden(e, list, element)) {
        if (!missing->hidden[list]) {
            add_fact(e, &missing->needs, NO_INDEX, list, 0);
        }
        missing->hidden[list] = true;
        return;
    }
    if (e->program->fields[field].role == FIELD_AS_OF) {
        return;
    }
    uint8_t state = fact_get_state(e, field, (uint16_t)element);
    if (state != FACT_KNOWN && state != FACT_OFF_GRID) {
        e->told++;
        add_fact(e, &missing->needs, field, list, (uint16_t)element);
    }
}

void answer_give_up(Cells *e, uint32_t block, uint16_t reg, uint32_t element, Answer *answer)
{
    Missing missing = { .hidden = ARENA_ARRAY(e->arena, bool, (size_t)e->program->list_count + 1) };
    memset(answer, 0, sizeof *answer);
    answer->by_cases = answer->undecided = true;
    if (e->told <= LIMIT_TOLD) {
        schedule_visit_facts(e, block, element, add_missing, &missing);
        store_needs(e, &missing.needs, answer);
    }
    open_all(e, reg, answer);
}
