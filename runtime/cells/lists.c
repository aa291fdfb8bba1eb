/* lists.c - what a list may hide: how many more elements there are, and what its summary says about
 * their sizes.
 *
 * How many there are is asked one by one: each element that need not exist has a variable, standing
 * before its fields, "is there one more?". A diagram over a long list then is a chain, not a fan of
 * chains for every length.
 *
 * The summary `largest by size = s`: where s is below the largest listed size it is ignored; else
 * no hidden element is larger and, unless a listed one has that size, one hidden element has it; so
 * there is one, if s is above 0. Elements that are not listed can be numbered at will, so that one
 * is the first. The elements and sizes that result reach exactly the completions allowed:
 *
 *   largest listed      first hidden exists    its size         size of the others
 *   below s             yes                    s                up to s
 *   s                   asked                  up to s          up to s
 *   above s             asked                  any              any
 */
#include "runtime/cells/engine.h"
#include "runtime/base/claim.h"

/* ---- how many ---- */

static Node load_question(Cells *e, uint16_t list, uint32_t element)
{
    VarId id = fact_get_element_var(e, list, element, NO_INDEX);
    if (!*var_slot(e->d, id)) {
        Var *var = *var_slot(e->d, id) = ARENA_NEW(e->arena, Var);
        FactRef fact = { .field = NO_INDEX, .list = list, .element = (uint16_t)element };
        *var = (Var){ .name = fact_name_in(e, fact, true),
                      .lo = rat_from_int(0),
                      .hi = rat_from_int(1) };
    }
    return var_load(e->d, id, true);
}

static Node must_hide_largest(Cells *e, uint16_t list);

Node list_get_more(Cells *e, uint16_t list, uint32_t element)
{
    if (element < e->lists[list].certain) {
        return NODE_YES;
    }
    Node asked = load_question(e, list, element);
    bool first = element == e->record->lists[list].count;
    return first && !e->raw_sizes ? node_or(e->d, must_hide_largest(e, list), asked) : asked;
}

Node list_get_choice(Cells *e, uint16_t list)
{
    return load_question(e, list, e->lists[list].choice);
}

Node list_get_exists(Cells *e, uint16_t list, uint32_t element)
{
    const CellList *cells = &e->lists[list];
    Node exists = NODE_YES;
    for (uint32_t i = cells->certain; i <= element; i++) {
        Node *kept = &cells->exists[i - cells->certain];
        if (!*kept) {
            *kept = node_and(e->d, exists, list_get_more(e, list, i)) + 1;
        }
        exists = *kept - 1;
    }
    return exists;
}

Node list_get_length(Cells *e, uint16_t list)
{
    CellList *cells = &e->lists[list];
    if (cells->length) {
        return cells->length - 1;
    }
    Node length = leaf_from_int(e->d, cells->total);
    for (uint32_t i = cells->total; i-- > cells->certain;) {
        length = apply_select(e->d, list_get_more(e, list, i), length, leaf_from_int(e->d, i));
    }
    cells->length = length + 1;
    return length;
}

/* ---- how large ---- */

/* A summary beside what is listed. */
typedef struct Summary {
    Node largest; /* of the listed sizes, NODE_NONE if nothing is listed */
    Node size;    /* a number */
    bool is_size; /* above 0: some element has it */
} Summary;

static Node get_largest_listed(Cells *e, uint16_t list)
{
    Node largest = NODE_NONE;
    for (uint16_t i = 0; i < e->record->lists[list].count; i++) {
        largest = apply2(e->d, DIA_LARGER, 0, largest,
                         fact_load(e, e->program->lists[list].largest_field, i));
    }
    return largest;
}

static Summary get_summary(Cells *e, uint16_t list)
{
    Rat size =
        record_get_exact(e->record, e->program, e->program->lists[list].largest_by, NO_INDEX);
    return (Summary){ get_largest_listed(e, list), leaf_from_rat(e->d, size), size.num > 0 };
}

/* yes where every listed size is below the summary (OP_LT), or none is above it (OP_LE). */
static Node is_listed_within(Cells *e, unsigned op, const Summary *summary)
{
    return summary->largest == NODE_NONE ? NODE_YES
                                         : apply2(e->d, op, 0, summary->largest, summary->size);
}

static Node must_hide_largest(Cells *e, uint16_t list)
{
    if (!fact_has_summary(e, list)) {
        return NODE_NO;
    }
    Summary summary = get_summary(e, list);
    return summary.is_size ? is_listed_within(e, DIA_LT, &summary) : NODE_NO;
}

static Node limit_size(Cells *e, uint16_t list, uint32_t element, Node raw)
{
    uint32_t hidden = element - e->record->lists[list].count;
    Node *kept = &e->lists[list].sizes[hidden];
    if (*kept) {
        return *kept - 1;
    }
    Summary summary = get_summary(e, list);
    Node limited = apply2(e->d, DIA_MIN, 0, raw, summary.size);
    if (hidden == 0) {
        limited = apply_select(e->d, is_listed_within(e, DIA_LT, &summary), summary.size, limited);
    }
    limited = apply_select(e->d, is_listed_within(e, DIA_LE, &summary), limited, raw);
    if (!e->d->over) {
        *kept = limited + 1;
    }
    return limited;
}

Node list_load(Cells *e, uint16_t field, uint16_t element)
{
    Node raw = fact_load(e, field, element);
    uint16_t list = e->program->fields[field].list;
    bool sized = list != NO_INDEX && e->program->lists[list].largest_field == field;
    bool limited = sized && !e->raw_sizes && fact_is_hidden(e, list, element);
    return limited && fact_has_summary(e, list) ? limit_size(e, list, element, raw) : raw;
}

/* ---- the same as a diagram of legal completions ----
 *
 * Above, the first element that is not listed, and its size, move with the listed sizes, though
 * nothing else of the completion does. What is possible comes out right, and so does every need but
 * one: a listed size may seem to make a difference that only the moved element makes. For those the
 * answer is computed with free hidden elements, illegal completions set aside. */

static Node get_legal_sizes(Cells *e, uint16_t list)
{
    uint16_t field = e->program->lists[list].largest_field;
    uint16_t first = e->record->lists[list].count;
    Summary summary = get_summary(e, list);
    Node all = NODE_YES, reached = summary.largest == NODE_NONE
                                       ? NODE_NO
                                       : apply2(e->d, DIA_EQ, 0, summary.largest, summary.size);
    for (uint32_t i = first; i < e->lists[list].total; i++) {
        Node exists = list_get_exists(e, list, i), own = fact_load(e, field, (uint16_t)i);
        Node fits = apply2(e->d, DIA_LE, 0, own, summary.size);
        all = node_and(e->d, all, node_or(e->d, node_not(e->d, exists), fits));
        reached = node_or(e->d, reached,
                          node_and(e->d, exists, apply2(e->d, DIA_EQ, 0, own, summary.size)));
    }
    Node ignored = node_not(e->d, is_listed_within(e, DIA_LE, &summary));
    Node none = summary.is_size ? NODE_NO : node_not(e->d, list_get_exists(e, list, first));
    return node_or(e->d, node_or(e->d, none, ignored), node_and(e->d, all, reached));
}

Node list_get_legal(Cells *e)
{
    Node legal = NODE_YES;
    for (uint16_t l = 0; l < e->program->list_count; l++) {
        if (e->record->lists[l].hidden_most > 0 && e->program->lists[l].used &&
            fact_has_summary(e, l)) {
            legal = node_and(e->d, legal, get_legal_sizes(e, l));
        }
    }
    return legal;
}
