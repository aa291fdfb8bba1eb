/* fold.c - accumulators. The body of a loop runs for the listed elements and for each hidden one as
 * if it existed; what the elements add is put together here, with the question "is there one more?"
 * before each that need not exist.
 *
 * any, all, count: from the last element to the first, so that a step only puts the element's own
 * part on top of a diagram that is already there. sum, min, max, latest: from the first to the
 * last, because prefixes of one another share their terms; at the end the number of elements
 * chooses among what was held after none, one, two ... of them. */
#include "runtime/cells/engine.h"

static FoldItem *get_item(Cells *e, Fold *fold, const FoldStep *step)
{
    for (uint32_t i = 0; i < fold->items.count; i++) {
        if (fold->items.items[i].reg == step->reg) {
            return &fold->items.items[i];
        }
    }
    FoldItem item = { step->reg, step->op, step->old,
                      ARENA_ARRAY(e->arena, Node, fold->end - fold->first) };
    vec_add(e->arena, &fold->items, item);
    return &fold->items.items[fold->items.count - 1];
}

static void keep(Cells *e, Fold *fold, const FoldStep *step, Node part)
{
    get_item(e, fold, step)->parts[step->element - fold->first] = part;
}

static Node take_value(Cells *e, const FoldStep *step)
{
    unsigned op = step->op == OP_ACC_SUM   ? (unsigned)DIA_ADD
                  : step->op == OP_ACC_MIN ? (unsigned)DIA_SMALLER
                                           : (unsigned)DIA_LARGER;
    return apply_select(e->d, step->holds, apply2(e->d, op, 0, step->old, step->value), step->old);
}

Node fold_add(Cells *e, Fold *fold, const FoldStep *step)
{
    bool late = step->op == OP_ACC_ANY || step->op == OP_ACC_ALL || step->op == OP_ACC_COUNT;
    keep(e, fold, step, late ? step->holds : step->old);
    return late ? step->old : take_value(e, step);
}

/* Two elements on the latest day with different values: which of them is meant nobody can say. */
void fold_add_latest(Cells *e, Fold *fold, FoldStep *value, FoldStep *day)
{
    keep(e, fold, value, value->old);
    keep(e, fold, day, day->old);
    Node later = apply2(e->d, DIA_LATER, 0, day->old, day->value),
         same = apply2(e->d, DIA_SAME_DAY, 0, day->old, day->value);
    Node both = apply_select(e->d, apply2(e->d, DIA_SAME_VALUE, 0, value->old, value->value),
                             value->old, NODE_FAIL);
    Node taken =
        apply_select(e->d, later, value->value, apply_select(e->d, same, both, value->old));
    value->old = apply_select(e->d, value->holds, taken, value->old);
    day->old =
        apply_select(e->d, day->holds, apply_select(e->d, later, day->value, day->old), day->old);
}

/* ---- after the last element ---- */

static Node get_more(Cells *e, const Fold *fold, uint32_t element)
{
    return element < fold->certain ? NODE_YES : list_get_more(e, fold->list, element);
}

static Node finish_logic(Cells *e, const Fold *fold, const FoldItem *item)
{
    bool any = item->op == OP_ACC_ANY;
    Node none = node_from_bool(!any), result = none;
    for (uint32_t i = fold->end; i-- > fold->first;) {
        Node part = item->parts[i - fold->first];
        result = any ? node_or(e->d, part, result) : node_and(e->d, part, result);
        result = apply_select(e->d, get_more(e, fold, i), result, none);
    }
    return any ? node_or(e->d, item->start, result) : node_and(e->d, item->start, result);
}

/* counts[c]: the result if c of the elements before this one were counted. */
static Node finish_count(Cells *e, const Fold *fold, const FoldItem *item)
{
    uint32_t most = fold->end - fold->first;
    Node *counts = ARENA_ARRAY(e->arena, Node, (size_t)most + 1);
    for (uint32_t c = 0; c <= most; c++) {
        counts[c] = leaf_from_int(e->d, c);
    }
    for (uint32_t i = fold->end; i-- > fold->first && !e->d->over;) {
        Node more = get_more(e, fold, i), part = item->parts[i - fold->first];
        for (uint32_t c = 0; c <= i - fold->first && node_step(e->d); c++) {
            Node counted = apply_select(e->d, part, counts[c + 1], counts[c]);
            counts[c] = apply_select(e->d, more, counted, leaf_from_int(e->d, c));
        }
    }
    return apply2(e->d, DIA_ADD_INT, 0, item->start, counts[0]);
}

static Node finish_values(Cells *e, const Fold *fold, const FoldItem *item, Node result)
{
    for (uint32_t i = fold->end; i-- > fold->first && i >= fold->certain;) {
        result = apply_select(e->d, get_more(e, fold, i), result, item->parts[i - fold->first]);
    }
    return result;
}

Node fold_finish(Cells *e, const Fold *fold, uint32_t index, Node held)
{
    const FoldItem *item = &fold->items.items[index];
    switch (item->op) {
    case OP_ACC_ANY:
    case OP_ACC_ALL: return finish_logic(e, fold, item);
    case OP_ACC_COUNT: return finish_count(e, fold, item);
    default: return finish_values(e, fold, item, held);
    }
}
