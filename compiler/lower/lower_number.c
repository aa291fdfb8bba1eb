/* lower_number.c - decimals in the unit in which they meet. A constant is exact there or refused
 * with its place: what a register cannot hold must not be compared with what it can. */
#include "compiler/lower/ir.h"
#include "lang/messages/diagnose.h"

/* A value times this much or less keeps a fact of any sense in range: the side on the right is
 * brought to the unit on the left. Beyond it the larger unit is taken. */
enum { MOST_FACTOR = 1000 };

static bool fits_register(Rat value)
{
    Dec floor;
    bool exact;
    return rat_floor_dec(value, &floor, &exact) && (exact || floor < DEC_MAX);
}

/* from: STR_NONE if the value itself is what is too large, and not what 1 of its unit is. */
static IrNode *refuse(Compilation *c, IrBlock *b, const Expr *e, Str from, Rat value, UnitId unit)
{
    if (unit == UNIT_NONE) {
        diagnose_number_too_large(c->diags, e->span);
    } else {
        StrBuf text = { .arena = c->arena };
        rat_print(&text, value);
        diagnose_number_beyond_unit(c->diags, e->span, from, buf_get(&text), unit_get_code(unit));
    }
    return ir_rat(c, b, rat_from_int(0));
}

static IrNode *lower_constant(Compilation *c, IrBlock *b, const Expr *e, Rat value, UnitId from,
                              UnitId to)
{
    if (from != to && from != UNIT_NONE && to != UNIT_NONE) {
        unit_convert(value, from, to, &value);
    }
    return fits_register(value) ? ir_rat(c, b, value) : refuse(c, b, e, STR_NONE, value, to);
}

static IrNode *convert_unit(Compilation *c, IrBlock *b, IrNode *node, const Expr *e, UnitId to)
{
    Rat factor;
    UnitId from = e->type.unit;
    if (from == to || from == UNIT_NONE || to == UNIT_NONE) {
        return node;
    }
    if (!unit_get_factor(from, to, &factor) || factor.num == factor.den) {
        return node;
    }
    IrNode *constant = fits_register(factor) ? ir_rat(c, b, factor)
                                             : refuse(c, b, e, unit_get_code(from), factor, to);
    return ir_op(c, b, OP_MUL, REG_DEC, NO_INDEX, node, constant, NULL, 0);
}

IrNode *lower_to_decimal(Compilation *c, IrBlock *b, IrNode *node, const Expr *e)
{
    if (node->type != REG_INT) {
        return node;
    }
    if (node->kind == IR_CONST) {
        Rat value = rat_from_int(node->constant.reg.lo);
        return lower_constant(c, b, e, value, UNIT_NONE, UNIT_NONE);
    }
    return ir_op(c, b, OP_TO_DEC, REG_DEC, NO_INDEX, node, NULL, NULL, 0);
}

IrNode *lower_decimal(Compilation *c, IrBlock *b, Expr *e, UnitId unit)
{
    if (e->kind == EX_NUMBER) {
        return lower_constant(c, b, e, e->value.number, e->type.unit, unit);
    }
    return convert_unit(c, b, lower_to_decimal(c, b, lower_expr(c, b, e), e), e, unit);
}

/* A literal comes to the unit of the other side: a field is compared as it is stored. */
UnitId lower_choose_unit(const Expr *left, const Expr *right)
{
    Rat factor;
    UnitId a = left->type.unit, b = right->type.unit;
    if (left->kind == EX_NUMBER && right->kind != EX_NUMBER) {
        return b;
    }
    bool larger = a != b && a != UNIT_NONE && b != UNIT_NONE && unit_get_factor(b, a, &factor) &&
                  rat_compare(factor, rat_from_int(MOST_FACTOR)) > 0;
    return larger && right->kind != EX_NUMBER ? b : a;
}
