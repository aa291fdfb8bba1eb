/* answer.c - reading an answer off a diagram: its leaves are what is possible, its variables what
 * is needed. */
#include "runtime/cells/engine.h"

enum { LIMIT_HULLS = 16 }; /* variables of term leaves that are bounded by the way to the leaf */

/* ---- needs and gaps ---- */

static void add_base_var(Cells *e, Needs *needs, VarId id)
{
    needs_add(needs, fact_from_name(var_get(e->d, id)->name));
}

static void add_vars(Cells *e, Needs *needs, const VarList *vars)
{
    for (uint32_t i = 0; i < vars->count; i++) {
        const Var *var = var_get(e->d, vars->items[i]);
        if (!var->derived) {
            add_base_var(e, needs, vars->items[i]);
        }
        for (uint32_t k = 0; k < var->sources.count; k++) {
            add_base_var(e, needs, var->sources.items[k]);
        }
    }
}

/* ---- faults, failures ---- */

static void store_faults(Cells *e, const NodeList *leaves, Answer *answer)
{
    VEC(uint32_t) faults = { NULL, 0, 0 };
    for (uint32_t i = 0; i < leaves->count; i++) {
        LeafKind kind = leaf_get_kind(e->d, leaves->items[i]);
        if (kind == LEAF_HOLE || kind == LEAF_TWO) {
            vec_add(e->arena, &faults,
                    row_get(e->d, leaves->items[i])->lo * 2 + (kind == LEAF_TWO));
        }
    }
    answer->faults = faults.items;
    answer->fault_count = (uint16_t)needs_sort(faults.items, faults.count);
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

/* ---- values ---- */

static void store_value(Cells *e, Node leaf, uint8_t type, Answer *answer)
{
    answer->settled = true;
    switch (leaf_get_kind(e->d, leaf)) {
    case LEAF_VALUE:
        answer->value = (Reg){ .mask = UINT64_C(1) << row_get(e->d, leaf)->lo };
        return;
    case LEAF_REAL: answer->value = (Reg){ .real = leaf_get_real(e->d, leaf) }; return;
    default: break;
    }
    value_store_number(answer, type, leaf_get_rat(e->d, leaf));
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

static void list_numbers(Cells *e, const NodeList *leaves, Answer *answer)
{
    Rat *values = ARENA_ARRAY(e->arena, Rat, leaves->count);
    for (uint32_t i = 0; i < leaves->count; i++) {
        values[i] = leaf_get_rat(e->d, leaves->items[i]);
    }
    value_list_possible(e->arena, answer, values, leaves->count);
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
        value_list_possible(e->arena, answer, values, count);
    }
}

static void store_numbers(Cells *e, Node root, Range whole, const NodeList *leaves, uint8_t type,
                          Answer *answer)
{
    Range range = tighten(bound_leaves(e, root, leaves, LIMIT_HULLS), whole);
    value_store_range(answer, type, range);
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
    Needs needs = needs_begin(e->arena, e->program);
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
    needs_store(&needs, answer);
    store_faults(e, &leaves, answer);
    answer->failed =
        leaves.count == 1 && (leaves.items[0] == NODE_FAIL || leaves.items[0] == NODE_NONE);
    answer->fails = any_failure(e, &leaves);
    drop_failures(e, &leaves);
    answer->no_result = leaves.count == 0;
    if (answer->no_result || type == REG_REAL) {
        value_open_all(e->program, reg, answer);
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

void answer_add_list(Arena *arena, const Program *program, uint16_t list, Answer *answer)
{
    uint32_t id = fact_get_id(program, (FactRef){ NO_INDEX, list, 0 });
    uint32_t *needs = ARENA_ARRAY(arena, uint32_t, (size_t)answer->need_count + 1);
    if (answer->settled && answer->value.mask == MASK_NO) {
        return;
    }
    if (answer->need_count) {
        memcpy(needs, answer->needs, answer->need_count * sizeof *needs);
    }
    needs[answer->need_count] = id;
    answer->needs = needs;
    answer->need_count = needs_sort(needs, answer->need_count + 1);
}

/* ---- over the limit ---- */

static void add_missing(Cells *e, uint16_t field, uint32_t element, void *context)
{
    Needs *needs = context;
    uint16_t list = e->program->fields[field].list;
    if (list != NO_INDEX && fact_is_hidden(e, list, element)) {
        needs_add(needs, (FactRef){ NO_INDEX, list, 0 });
        return;
    }
    if (e->program->fields[field].role == FIELD_AS_OF) {
        return;
    }
    uint8_t state = fact_get_state(e, field, (uint16_t)element);
    if (state != FACT_KNOWN && state != FACT_OFF_GRID) {
        e->told++;
        needs_add(needs, (FactRef){ field, list, (uint16_t)element });
    }
}

void answer_give_up(Cells *e, uint32_t block, uint16_t reg, uint32_t element, Answer *answer)
{
    Needs needs = needs_begin(e->arena, e->program);
    memset(answer, 0, sizeof *answer);
    answer->by_cases = answer->undecided = true;
    if (e->told <= LIMIT_TOLD) {
        schedule_visit_facts(e, block, element, add_missing, &needs);
        needs_store(&needs, answer);
    }
    value_open_all(e->program, reg, answer);
}
