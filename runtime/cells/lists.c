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
    if (!e->vars[id]) {
        Var *var = e->vars[id] = ARENA_NEW(e->arena, Var);
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
