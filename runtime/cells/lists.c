/* lists.c - what a list may hide: how many more elements there are, and what its summary says about their sizes.
 *
 * Variable h of a list is the number of hidden elements. Hidden element number n (from 0) exists where h > n.
 *
 * The summary `largest by size = s`: where s is below the largest listed size it is ignored; else no hidden element is
 * larger and, unless a listed one has that size, one hidden element has it. Elements that are not listed can be numbered
 * at will, so that one is hidden element 0. The sizes that result reach exactly the completions allowed. */
#include "runtime/cells/engine.h"

/* ---- how many ---- */

static VarId get_count_var(Cells *e, uint16_t list)
{
    const ListRecord *record = &e->record->lists[list];
    VarId id = e->lists[list].first_var;
    if (!*var_slot(e, id)) {
        Var *var = *var_slot(e, id) = ARENA_NEW(e->arena, Var);
        *var = (Var){ .wide = record->hidden_most - record->hidden_least >= LIMIT_ENUM_VALUES, .field = NO_INDEX, .list = list,
                      .lo = rat_from_int(record->hidden_least), .hi = rat_from_int(record->hidden_most) };
    }
    return id;
}

Node list_get_exists(Cells *e, uint16_t list, uint32_t element)
{
    const ListRecord *record = &e->record->lists[list];
    if (element < (uint32_t)record->count + record->hidden_least) return NODE_YES;
    return node_not(e, var_atom(e, get_count_var(e, list), rat_from_int((int64_t)element - record->count), true));
}

Node list_get_length(Cells *e, uint16_t list)
{
    const ListRecord *record = &e->record->lists[list];
    Node listed = leaf_from_int(e, record->count);
    if (record->hidden_most == record->hidden_least)
        return leaf_from_int(e, (int64_t)record->count + record->hidden_least);
    return apply2(e, OP_ADD_INT, 0, var_load(e, get_count_var(e, list), REG_INT), listed);
}

/* ---- how large ---- */

bool list_has_summary(const Cells *e, uint16_t list)
{
    const ListInfo *info = &e->program->lists[list];
    if (info->largest_by == NO_INDEX || e->program->fields[info->largest_by].reg == NO_INDEX) return false;
    uint8_t state = e->record->states[e->program->fields[info->largest_by].reg - e->program->slot_first];
    return state == FACT_KNOWN || state == FACT_OFF_GRID;
}

static Node get_largest_listed(Cells *e, uint16_t list)
{
    Node largest = NODE_NONE;
    for (uint16_t i = 0; i < e->record->lists[list].count; i++)
        largest = apply2(e, APPLY_ACC_MAX, 0, largest, fact_load(e, e->program->lists[list].largest_field, i));
    return largest;
}

/* yes where the summary holds, or holds with no listed element of that size. */
static Node is_summary_valid(Cells *e, unsigned op, Node largest, Node summary)
{
    return largest == NODE_NONE ? NODE_YES : apply2(e, op, 0, largest, summary);
}

Node list_limit_size(Cells *e, uint16_t list, uint32_t element, Node raw)
{
    uint32_t hidden = element - e->record->lists[list].count;
    Node *kept = &e->lists[list].sizes[hidden];
    if (*kept) return *kept - 1;
    Rat size = record_get_exact(e->record, e->program, e->program->lists[list].largest_by, NO_INDEX);
    Node summary = leaf_from_rat(e, size), largest = get_largest_listed(e, list);
    Node limited = apply2(e, OP_MIN, 0, raw, summary);
    if (hidden == 0) limited = apply_select(e, is_summary_valid(e, OP_LT, largest, summary), summary, limited);
    limited = apply_select(e, is_summary_valid(e, OP_LE, largest, summary), limited, raw);
    if (!e->over) *kept = limited + 1;
    return limited;
}

/* ---- the same as a diagram of legal completions ----
 *
 * Above, the size of an element that is not listed moves with the listed ones, though nothing else of the completion does.
 * What is possible comes out right, and so does every need but one: a listed size may seem to make a difference that only
 * the moved hidden size makes. For those the answer is computed with free hidden sizes, illegal completions set aside. */

static bool any_size_missing(const Cells *e, uint16_t list)
{
    for (uint16_t i = 0; i < e->record->lists[list].count; i++) {
        uint8_t state = fact_get_state(e, e->program->lists[list].largest_field, i);
        if (state != FACT_KNOWN && state != FACT_OFF_GRID) return true;
    }
    return false;
}

static bool may_move_sizes(const Cells *e, uint16_t list)
{
    const ListInfo *info = &e->program->lists[list];
    bool read = info->used && info->largest_field != NO_INDEX && e->program->fields[info->largest_field].reg != NO_INDEX;
    return read && e->record->lists[list].hidden_most > 0 && list_has_summary(e, list) && any_size_missing(e, list);
}

bool list_may_move_sizes(const Cells *e)
{
    for (uint16_t l = 0; l < e->program->list_count; l++)
        if (may_move_sizes(e, l)) return true;
    return false;
}

static Node get_legal_sizes(Cells *e, uint16_t list)
{
    uint16_t field = e->program->lists[list].largest_field;
    Rat size = record_get_exact(e->record, e->program, e->program->lists[list].largest_by, NO_INDEX);
    Node summary = leaf_from_rat(e, size), largest = get_largest_listed(e, list), all = NODE_YES;
    Node reached = largest == NODE_NONE ? NODE_NO : apply2(e, OP_EQ, 0, largest, summary);
    for (uint32_t i = e->record->lists[list].count; i < e->lists[list].total; i++) {
        Node exists = list_get_exists(e, list, i), own = fact_load(e, field, (uint16_t)i);
        all = node_and(e, all, node_or(e, node_not(e, exists), apply2(e, OP_LE, 0, own, summary)));
        reached = node_or(e, reached, node_and(e, exists, apply2(e, OP_EQ, 0, own, summary)));
    }
    Node none = node_not(e, list_get_exists(e, list, e->record->lists[list].count));
    Node ignored = node_not(e, is_summary_valid(e, OP_LE, largest, summary));
    return node_or(e, node_or(e, none, ignored), node_and(e, all, reached));
}

Node list_get_legal(Cells *e)
{
    Node legal = NODE_YES;
    for (uint16_t l = 0; l < e->program->list_count; l++)
        if (e->record->lists[l].hidden_most > 0 && e->program->lists[l].used && list_has_summary(e, l))
            legal = node_and(e, legal, get_legal_sizes(e, l));
    return legal;
}
