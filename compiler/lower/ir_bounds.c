/* ir_bounds.c - interval analysis of the few operations that counts and scores are made of. */
#include "compiler/lower/ir_bounds.h"

enum { MOST_DEPTH = 300 }; /* deeper expressions are checked when they run */

static IrBounds make_bounds(__int128 lo, __int128 hi)
{
    return (IrBounds){ true, lo, hi };
}

static IrBounds join(IrBounds a, IrBounds b)
{
    if (!a.known || !b.known) {
        return (IrBounds){ false, 0, 0 };
    }
    return make_bounds(a.lo < b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi);
}

static IrBounds bound_op(const Compilation *c, const IrNode *node, unsigned depth)
{
    IrBounds none = { false, 0, 0 }, x = none, y = none;
    if (node->op == OP_BIT) {
        return make_bounds(0, 1);
    }
    if (node->op == OP_LENGTH) {
        return make_bounds(c->program->lists[node->list].least, c->program->lists[node->list].most);
    }
    if (node->op == OP_SELECT) {
        return join(ir_get_bounds(c, node->args[1], depth), ir_get_bounds(c, node->args[2], depth));
    }
    if (node->op != OP_ADD_INT && node->op != OP_SUB_INT && node->op != OP_ADD &&
        node->op != OP_SUB && node->op != OP_MIN && node->op != OP_MAX) {
        return none;
    }
    x = ir_get_bounds(c, node->args[0], depth);
    y = ir_get_bounds(c, node->args[1], depth);
    if (!x.known || !y.known) {
        return none;
    }
    switch (node->op) {
    case OP_ADD_INT:
    case OP_ADD: return make_bounds(x.lo + y.lo, x.hi + y.hi);
    case OP_SUB_INT:
    case OP_SUB: return make_bounds(x.lo - y.hi, x.hi - y.lo);
    case OP_MIN: return make_bounds(x.lo < y.lo ? x.lo : y.lo, x.hi < y.hi ? x.hi : y.hi);
    default: return make_bounds(x.lo > y.lo ? x.lo : y.lo, x.hi > y.hi ? x.hi : y.hi);
    }
}

static IrBounds bound_result(const Compilation *c, const IrNode *node)
{
    const BlockInfo *info = &c->blocks.items[node->block]->info;
    if (info->lo == INT64_MIN || info->hi == INT64_MAX) {
        return (IrBounds){ false, 0, 0 };
    }
    return make_bounds(info->lo, info->hi); /* held: see lower_rule.c */
}

IrBounds ir_get_bounds(const Compilation *c, const IrNode *node, unsigned depth)
{
    const FieldInfo *field;
    if (++depth > MOST_DEPTH || (node->type != REG_INT && node->type != REG_DEC)) {
        return (IrBounds){ false, 0, 0 };
    }
    switch (node->kind) {
    case IR_CONST:
        if (node->constant.off_grid) {
            return (IrBounds){ false, 0, 0 };
        }
        return make_bounds(node->constant.reg.lo, node->constant.reg.hi);
    case IR_FIELD:
        field = &c->program->fields[node->field];
        return make_bounds(field->lo, field->hi);
    case IR_RESULT: return bound_result(c, node);
    case IR_LOOP:
        if (node->op == OP_ACC_COUNT) {
            return make_bounds(0, c->program->lists[node->list].most);
        }
        return (IrBounds){ false, 0, 0 };
    default: return bound_op(c, node, depth);
    }
}
