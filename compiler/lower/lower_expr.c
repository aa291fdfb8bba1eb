/* lower_expr.c - expressions of the typed tree to IR nodes. One function per family of expressions.
 */
#include "compiler/lower/ir.h"
#include "runtime/base/claim.h"
#include "lang/messages/diagnose.h"
#include "runtime/base/limits.h"

/* Arguments of the function whose body is being lowered; parameters look their node up here. */
typedef struct Frame {
    AstRule *function;
    IrNode **args;
    struct Frame *outer;
} Frame;

#define UNARY(c, b, op, type, x) ir_op(c, b, op, type, NO_INDEX, x, NULL, NULL, 0)
#define BINARY(c, b, op, type, x, y) ir_op(c, b, op, type, NO_INDEX, x, y, NULL, 0)

/* ---- numbers ---- */

/* A root stands for its argument until it is rounded, compared or used as a real. */
static IrNode *lower_radicand(Compilation *c, IrBlock *b, Expr *e)
{
    return lower_to_decimal(c, b, lower_expr(c, b, e->args[0]), e->args[0]);
}

static IrNode *lower_real(Compilation *c, IrBlock *b, Expr *e)
{
    if (e->type.kind == TY_ROOT && e->kind == EX_SQRT) {
        return UNARY(c, b, OP_REAL_SQRT, REG_REAL,
                     UNARY(c, b, OP_TO_REAL, REG_REAL, lower_radicand(c, b, e)));
    }
    IrNode *node = lower_expr(c, b, e);
    if (node->type == REG_REAL) {
        return node;
    }
    return UNARY(c, b, OP_TO_REAL, REG_REAL, lower_to_decimal(c, b, node, e));
}

static bool is_real(const Expr *e)
{
    return e->type.kind == TY_REAL || e->type.kind == TY_ROOT;
}
static bool is_quantity(const Expr *e)
{
    return e->type.kind == TY_DECIMAL && e->type.dim != DIM_NONE;
}

/* date + duration, date - duration */
static IrNode *lower_step(Compilation *c, IrBlock *b, IrNode *date, Expr *duration, bool back)
{
    UnitId month = unit_find(STR("mo")), day = unit_find(STR("d"));
    bool months = unit_get_dim(duration->type.unit) == unit_get_dim(month);
    IrNode *step = lower_decimal(c, b, duration, months ? month : day);
    if (back) {
        step = BINARY(c, b, OP_SUB, REG_DEC, ir_rat(c, b, rat_from_int(0)), step);
    }
    return BINARY(c, b, months ? OP_ADD_MONTHS : OP_ADD_DAYS, REG_DATE, date, step);
}

/* The same, and date - date. */
static IrNode *lower_date_sum(Compilation *c, IrBlock *b, Expr *e)
{
    Expr *left = e->args[0], *right = e->args[1];
    IrNode *date = lower_expr(c, b, left);
    if (right->type.kind == TY_DATE) {
        return BINARY(c, b, OP_DAYS, REG_DEC, date, lower_expr(c, b, right)); /* a duration in d */
    }
    return lower_step(c, b, date, right, e->kind == EX_SUB);
}

static Opcode arithmetic_opcode(ExprKind kind, uint8_t type)
{
    static const uint16_t table[4][3] = { { OP_ADD_INT, OP_ADD, OP_REAL_ADD },
                                          { OP_SUB_INT, OP_SUB, OP_REAL_SUB },
                                          { OP_MUL_INT, OP_MUL, OP_REAL_MUL },
                                          { OP_DIV, OP_DIV, OP_REAL_DIV } };
    return (Opcode)table[kind - EX_ADD][type == REG_INT ? 0 : type == REG_DEC ? 1 : 2];
}

/* Products and quotients: plain numbers scale a quantity in its own unit; two quantities meet in
 * the units that the type of the result was made from. */
static IrNode *lower_product(Compilation *c, IrBlock *b, Expr *e)
{
    Expr *left = e->args[0], *right = e->args[1];
    ProductPlan plan = { .left = left->type.unit, .right = right->type.unit };
    if (is_quantity(left) && is_quantity(right)) {
        unit_plan_product(plan.left, plan.right, e->kind == EX_DIV, &plan);
    }
    return BINARY(c, b, arithmetic_opcode(e->kind, REG_DEC), REG_DEC,
                  lower_decimal(c, b, left, plan.left), lower_decimal(c, b, right, plan.right));
}

static IrNode *lower_arithmetic(Compilation *c, IrBlock *b, Expr *e)
{
    Expr *left = e->args[0], *right = e->args[1];
    if (left->type.kind == TY_DATE) {
        return lower_date_sum(c, b, e);
    }
    if (is_real(left) || is_real(right)) {
        return BINARY(c, b, arithmetic_opcode(e->kind, REG_REAL), REG_REAL, lower_real(c, b, left),
                      lower_real(c, b, right));
    }
    if (e->type.kind == TY_INTEGER) {
        return BINARY(c, b, arithmetic_opcode(e->kind, REG_INT), REG_INT, lower_expr(c, b, left),
                      lower_expr(c, b, right));
    }
    if (e->kind == EX_MUL || e->kind == EX_DIV) {
        return lower_product(c, b, e);
    }
    UnitId unit = e->type.unit;
    return BINARY(c, b, arithmetic_opcode(e->kind, REG_DEC), REG_DEC,
                  lower_decimal(c, b, left, unit), lower_decimal(c, b, right, unit));
}

static IrNode *lower_negation(Compilation *c, IrBlock *b, Expr *e)
{
    IrNode *node = lower_expr(c, b, e->args[0]);
    if (node->type == REG_INT) {
        return BINARY(c, b, OP_SUB_INT, REG_INT, ir_int(c, b, 0), node);
    }
    if (node->type == REG_REAL || is_real(e->args[0])) {
        IrNode *zero = UNARY(c, b, OP_TO_REAL, REG_REAL, ir_rat(c, b, rat_from_int(0)));
        return BINARY(c, b, OP_REAL_SUB, REG_REAL, zero, lower_real(c, b, e->args[0]));
    }
    return BINARY(c, b, OP_SUB, REG_DEC, ir_rat(c, b, rat_from_int(0)), node);
}

static IrNode *lower_round(Compilation *c, IrBlock *b, Expr *e)
{
    Expr *arg = e->args[0];
    bool to_integer = e->digits == ROUND_TO_INTEGER;
    uint16_t digits = to_integer ? 0 : (uint16_t)e->digits;
    IrNode *node;
    if (arg->kind == EX_SQRT && arg->type.kind == TY_ROOT) {
        node = ir_op(c, b, OP_ROUND_SQRT, REG_DEC, NO_INDEX, lower_radicand(c, b, arg), NULL, NULL,
                     digits);
    } else if (is_real(arg)) {
        node = ir_op(c, b, OP_ROUND_REAL, REG_DEC, NO_INDEX, lower_real(c, b, arg), NULL, NULL,
                     digits);
    } else {
        node = lower_expr(c, b, arg);
        if (node->type == REG_INT) {
            return to_integer ? node : lower_to_decimal(c, b, node, arg);
        }
        if (!to_integer) {
            return ir_op(c, b, OP_ROUND, REG_DEC, NO_INDEX, node, NULL, NULL, digits);
        }
    }
    return to_integer ? UNARY(c, b, OP_ROUND_INT, REG_INT, node) : node;
}

static IrNode *lower_min_max(Compilation *c, IrBlock *b, Expr *e)
{
    Opcode op = e->kind == EX_MIN2 ? OP_MIN : OP_MAX;
    if (e->type.kind == TY_INTEGER || e->type.kind == TY_DATE) {
        IrNode *x = lower_expr(c, b, e->args[0]);
        return BINARY(c, b, op, x->type, x, lower_expr(c, b, e->args[1]));
    }
    if (is_real(e->args[0]) || is_real(e->args[1])) {
        IrNode *x = lower_real(c, b, e->args[0]), *y = lower_real(c, b, e->args[1]);
        IrNode *less = BINARY(c, b, OP_REAL_LT, REG_BOOL, x, y);
        return e->kind == EX_MIN2 ? ir_select(c, b, less, x, y) : ir_select(c, b, less, y, x);
    }
    return BINARY(c, b, op, REG_DEC, lower_decimal(c, b, e->args[0], e->type.unit),
                  lower_decimal(c, b, e->args[1], e->type.unit));
}

/* ---- comparisons ---- */

/* x op y by LT, LE, EQ of one family and a negation. */
static IrNode *compare_nodes(Compilation *c, IrBlock *b, int op, IrNode *x, IrNode *y, Opcode lt,
                             Opcode le)
{
    switch (op) {
    case CMP_LT: return BINARY(c, b, lt, REG_BOOL, x, y);
    case CMP_LE: return BINARY(c, b, le, REG_BOOL, x, y);
    case CMP_GT: return BINARY(c, b, lt, REG_BOOL, y, x);
    case CMP_GE: return BINARY(c, b, le, REG_BOOL, y, x);
    default: break;
    }
    IrNode *equal = lt == OP_REAL_LT ? ir_and(c, b, BINARY(c, b, le, REG_BOOL, x, y),
                                              BINARY(c, b, le, REG_BOOL, y, x))
                                     : BINARY(c, b, OP_EQ, REG_BOOL, x, y);
    return op == CMP_NE ? ir_not(c, b, equal) : equal;
}

static int mirror(int op)
{
    static const int table[] = { [CMP_LT] = CMP_GT, [CMP_LE] = CMP_GE, [CMP_EQ] = CMP_EQ,
                                 [CMP_NE] = CMP_NE, [CMP_GE] = CMP_LE, [CMP_GT] = CMP_LT };
    return table[op];
}

/* sqrt(q) op y by squares: for y < 0 the root is larger; for y >= 0 compare q with y * y. Fails for
 * q < 0. */
static IrNode *compare_root(Compilation *c, IrBlock *b, int op, IrNode *q, IrNode *y)
{
    IrNode *zero = ir_rat(c, b, rat_from_int(0));
    IrNode *square = BINARY(c, b, OP_MUL, REG_DEC, y, y);
    IrNode *by_squares = compare_nodes(c, b, op, q, square, OP_LT, OP_LE);
    IrNode *below = ir_bool(c, b, op == CMP_GT || op == CMP_GE || op == CMP_NE);
    IrNode *result = ir_select(c, b, BINARY(c, b, OP_LT, REG_BOOL, y, zero), below, by_squares);
    IrNode *fail = ir_op(c, b, OP_FAIL, REG_BOOL, NO_INDEX, NULL, NULL, NULL, 0);
    return ir_select(c, b, BINARY(c, b, OP_LT, REG_BOOL, q, zero), fail, result);
}

static bool is_root(const Expr *e)
{
    return e->kind == EX_SQRT && e->type.kind == TY_ROOT;
}

static IrNode *compare_roots(Compilation *c, IrBlock *b, Expr *e)
{
    Expr *left = e->args[0], *right = e->args[1];
    if (is_root(left) && is_root(right)) {
        return compare_nodes(c, b, e->op, lower_radicand(c, b, left), lower_radicand(c, b, right),
                             OP_LT, OP_LE);
    }
    if (is_root(left)) {
        return compare_root(c, b, e->op, lower_radicand(c, b, left),
                            lower_decimal(c, b, right, UNIT_NONE));
    }
    return compare_root(c, b, mirror(e->op), lower_radicand(c, b, right),
                        lower_decimal(c, b, left, UNIT_NONE));
}

static Mask mask_by_order(int op, uint16_t index, uint16_t count)
{
    Mask mask = 0;
    for (uint16_t i = 0; i < count; i++) {
        bool in = op == CMP_LT   ? i < index
                  : op == CMP_LE ? i <= index
                  : op == CMP_EQ ? i == index
                  : op == CMP_NE ? i != index
                  : op == CMP_GE ? i >= index
                                 : i > index;
        if (in) {
            mask |= UINT64_C(1) << i;
        }
    }
    return mask;
}

static IrNode *lower_enum_compare(Compilation *c, IrBlock *b, Expr *e)
{
    Expr *left = e->args[0], *right = e->args[1];
    int op = e->op;
    if (left->kind == EX_VALUE) {
        Expr *swap = left;
        left = right;
        right = swap;
        op = mirror(op);
    }
    AstEnum *type = left->type.enumeration;
    IrNode *x = lower_expr(c, b, left);
    if (right->kind == EX_VALUE) {
        Mask mask = mask_by_order(op, right->value.index, (uint16_t)type->values.count);
        return BINARY(c, b, OP_IN, REG_BOOL, x, ir_set(c, b, (uint16_t)type->index, mask));
    }
    IrNode *y = lower_expr(c, b, right);
    return compare_nodes(c, b, op, UNARY(c, b, OP_ORDINAL, REG_INT, x),
                         UNARY(c, b, OP_ORDINAL, REG_INT, y), OP_LT, OP_LE);
}

static IrNode *same_bool(Compilation *c, IrBlock *b, IrNode *x, IrNode *y)
{
    return ir_or(c, b, ir_and(c, b, x, y), ir_and(c, b, ir_not(c, b, x), ir_not(c, b, y)));
}

static IrNode *lower_compare(Compilation *c, IrBlock *b, Expr *e)
{
    Expr *left = e->args[0], *right = e->args[1];
    if (left->type.kind == TY_ENUM) {
        return lower_enum_compare(c, b, e);
    }
    if (left->type.kind == TY_YES_NO) {
        IrNode *same = same_bool(c, b, lower_expr(c, b, left), lower_expr(c, b, right));
        return e->op == CMP_NE ? ir_not(c, b, same) : same;
    }
    if ((is_root(left) || is_root(right)) && left->type.kind != TY_REAL &&
        right->type.kind != TY_REAL) {
        return compare_roots(c, b, e);
    }
    if (is_real(left) || is_real(right)) {
        return compare_nodes(c, b, e->op, lower_real(c, b, left), lower_real(c, b, right),
                             OP_REAL_LT, OP_REAL_LE);
    }
    bool whole = left->type.kind == TY_DATE ||
                 (left->type.kind == TY_INTEGER && right->type.kind == TY_INTEGER);
    if (whole) {
        return compare_nodes(c, b, e->op, lower_expr(c, b, left), lower_expr(c, b, right), OP_LT,
                             OP_LE);
    }
    UnitId unit = lower_choose_unit(left, right);
    return compare_nodes(c, b, e->op, lower_decimal(c, b, left, unit),
                         lower_decimal(c, b, right, unit), OP_LT, OP_LE);
}

static IrNode *lower_one_of(Compilation *c, IrBlock *b, Expr *subject, Expr *item)
{
    Expr compare = { .kind = EX_COMPARE, .span = item->span, .arg_count = 2 };
    if (item->kind != EX_RANGE) {
        Expr *args[2] = { subject, item };
        compare.op = CMP_EQ;
        compare.args = args;
        IrNode *equal = lower_compare(c, b, &compare);
        probe_note(c, b, item, equal);
        return equal;
    }
    Expr *low[2] = { subject, item->args[0] }, *high[2] = { subject, item->args[1] };
    compare.op = CMP_GE;
    compare.args = low;
    IrNode *from = lower_compare(c, b, &compare);
    compare.op = CMP_LE;
    compare.args = high;
    IrNode *to = lower_compare(c, b, &compare);
    probe_note(c, b, item->args[0], from);
    probe_note(c, b, item->args[1], to);
    return ir_and(c, b, from, to);
}

/* is / in: constant values of an enumeration become one set; anything else is a disjunction. */
static IrNode *lower_membership(Compilation *c, IrBlock *b, Expr *e)
{
    Expr *subject = e->args[0];
    IrNode *result = NULL;
    Mask set = 0;
    for (uint32_t i = 1; i < e->arg_count; i++) {
        Expr *item = e->args[i];
        if (item->kind == EX_VALUE && subject->type.kind == TY_ENUM) {
            set |= UINT64_C(1) << item->value.index;
        } else if (item->kind == EX_RANGE && subject->type.kind == TY_ENUM) {
            for (uint16_t v = item->args[0]->value.index; v <= item->args[1]->value.index; v++) {
                set |= UINT64_C(1) << v;
            }
        } else if (item->kind == EX_YES_NO) {
            IrNode *x = lower_expr(c, b, subject);
            result = ir_or(c, b, result, item->value.flag ? x : ir_not(c, b, x));
        } else if (subject->type.kind == TY_ENUM) {
            result = ir_or(
                c, b, result,
                BINARY(c, b, OP_SAME, REG_BOOL, lower_expr(c, b, subject), lower_expr(c, b, item)));
        } else {
            result = ir_or(c, b, result, lower_one_of(c, b, subject, item));
        }
    }
    if (set) {
        result = ir_or(c, b,
                       BINARY(c, b, OP_IN, REG_BOOL, lower_expr(c, b, subject),
                              ir_set(c, b, (uint16_t)subject->type.enumeration->index, set)),
                       result);
    }
    return e->negated ? ir_not(c, b, result) : result;
}

/* d within T before r: r - T <= d <= r. */
static IrNode *lower_within(Compilation *c, IrBlock *b, Expr *e)
{
    IrNode *date = lower_expr(c, b, e->args[0]), *to = lower_expr(c, b, e->args[2]);
    IrNode *from = lower_step(c, b, to, e->args[1], e->op == OP_BEFORE);
    if (e->op == OP_AFTER) {
        IrNode *swap = from;
        from = to;
        to = swap;
    }
    return ir_and(c, b, BINARY(c, b, OP_LE, REG_BOOL, from, date),
                  BINARY(c, b, OP_LE, REG_BOOL, date, to));
}

/* Days are a difference that is whole. */
static IrNode *lower_between(Compilation *c, IrBlock *b, Expr *e)
{
    static const Opcode opcodes[] = {
        [UNIT_YEARS] = OP_YEARS, [UNIT_MONTHS] = OP_MONTHS, [UNIT_WEEKS] = OP_WEEKS
    };
    IrNode *from = lower_expr(c, b, e->args[0]), *to = lower_expr(c, b, e->args[1]);
    if (e->op == UNIT_DAYS) {
        return UNARY(c, b, OP_ROUND_INT, REG_INT, BINARY(c, b, OP_DAYS, REG_DEC, to, from));
    }
    return BINARY(c, b, opcodes[e->op], REG_INT, to, from);
}

/* ---- list words ---- */

static IrNode *lower_filter(Compilation *c, IrBlock *b, Expr *filter)
{
    return filter ? lower_expr(c, b, filter) : ir_bool(c, b, true);
}

static IrNode *lower_extreme(Compilation *c, IrBlock *b, Expr *e, uint16_t list)
{
    Expr *value = e->args[1];
    Expr *filter = e->arg_count > 2 ? e->args[2] : NULL,
         *floor = e->arg_count > 3 ? e->args[3] : NULL;
    bool decimal = value->type.kind == TY_DECIMAL || e->type.kind == TY_DECIMAL;
    IrNode *v = decimal ? lower_decimal(c, b, value, e->type.unit) : lower_expr(c, b, value);
    IrNode *start = !floor    ? ir_op(c, b, OP_NONE, v->type, v->enumeration, NULL, NULL, NULL, 0)
                    : decimal ? lower_decimal(c, b, floor, e->type.unit)
                              : lower_expr(c, b, floor);
    IrNode *loop = ir_loop(c, b, e->kind == EX_MIN ? OP_ACC_MIN : OP_ACC_MAX, list, start,
                           lower_filter(c, b, filter), v, NULL);
    return floor ? loop : ir_op(c, b, OP_SOME, v->type, v->enumeration, loop, NULL, NULL, 0);
}

static IrNode *lower_latest(Compilation *c, IrBlock *b, Expr *e, uint16_t list)
{
    IrNode *key = lower_expr(c, b, e->args[1]), *filter = lower_filter(c, b, e->args[2]);
    IrNode *value = e->args[3]->type.kind == TY_DECIMAL
                        ? lower_decimal(c, b, e->args[3], e->type.unit)
                        : lower_expr(c, b, e->args[3]);
    IrNode *none = ir_op(c, b, OP_NONE, value->type, value->enumeration, NULL, NULL, NULL, 0);
    IrNode *loop = ir_loop(c, b, OP_ACC_LATEST, list, none, filter, key, value);
    return ir_op(c, b, OP_SOME, value->type, value->enumeration, loop, NULL, NULL, 0);
}

static IrNode *lower_list_word(Compilation *c, IrBlock *b, Expr *e)
{
    uint16_t list = (uint16_t)e->args[0]->field->index;
    c->program->lists[list].used = true;
    switch (e->kind) {
    case EX_ANY:
        return ir_loop(c, b, OP_ACC_ANY, list, ir_bool(c, b, false), lower_expr(c, b, e->args[1]),
                       NULL, NULL);
    case EX_ALL:
        return ir_loop(c, b, OP_ACC_ALL, list, ir_bool(c, b, true), lower_expr(c, b, e->args[1]),
                       NULL, NULL);
    case EX_COUNT:
        if (e->arg_count < 2 || !e->args[1]) {
            return ir_list_op(c, b, OP_LENGTH, REG_INT, list);
        }
        return ir_loop(c, b, OP_ACC_COUNT, list, ir_int(c, b, 0), lower_expr(c, b, e->args[1]),
                       NULL, NULL);
    case EX_SUM: {
        IrNode *value = lower_decimal(c, b, e->args[1], e->type.unit);
        IrNode *sum =
            ir_loop(c, b, OP_ACC_SUM, list, ir_rat(c, b, rat_from_int(0)),
                    lower_filter(c, b, e->arg_count > 2 ? e->args[2] : NULL), value, NULL);
        return e->type.kind == TY_INTEGER ? UNARY(c, b, OP_ROUND_INT, REG_INT, sum) : sum;
    }
    case EX_LATEST: return lower_latest(c, b, e, list);
    default: return lower_extreme(c, b, e, list);
    }
}

static IrNode *lower_count_of(Compilation *c, IrBlock *b, Expr *e)
{
    IrNode *sum = NULL;
    for (uint32_t i = 0; i < e->arg_count; i++) {
        IrNode *bit = UNARY(c, b, OP_BIT, REG_INT, lower_expr(c, b, e->args[i]));
        sum = sum ? BINARY(c, b, OP_ADD_INT, REG_INT, sum, bit) : bit;
    }
    return sum ? sum : ir_int(c, b, 0);
}

/* ---- names of rules, functions, natives ---- */

static IrNode *lower_rule_name(Compilation *c, IrBlock *b, Expr *e)
{
    uint32_t result = e->kind == EX_RULE ? e->value.index : 0;
    uint16_t enumeration = NO_INDEX;
    uint8_t type = REG_BOOL;
    if (e->kind == EX_RULE) {
        type = tables_get_reg_type(&e->type, &enumeration);
    }
    uint16_t list = e->rule->list ? (uint16_t)e->rule->list->index : NO_INDEX;
    return ir_result(c, b, tables_get_block(e->rule, result), type, enumeration, list);
}

static IrNode *lower_argument(Compilation *c, IrBlock *b, Expr *argument, const Type *type)
{
    if (type->kind == TY_DECIMAL) {
        return lower_decimal(c, b, argument, type->unit);
    }
    if (type->kind == TY_REAL) {
        return lower_real(c, b, argument);
    }
    return lower_expr(c, b, argument);
}

/* Functions that call functions twice each multiply: said once, at the call that is one too many.
 */
static IrNode *refuse_call(Compilation *c, IrBlock *b, Expr *e)
{
    uint16_t enumeration;
    uint8_t type = tables_get_reg_type(&e->type, &enumeration);
    if (c->inlined++ == LIMIT_INLINED) {
        diagnose_too_many_calls(c->diags, e->span, e->rule->name.text, e->rule->name.span);
    }
    return ir_op(c, b, OP_FAIL, type, enumeration, NULL, NULL, NULL, 0);
}

static IrNode *lower_call(Compilation *c, IrBlock *b, Expr *e)
{
    AstRule *function = e->rule;
    if (c->inlined >= LIMIT_INLINED) {
        return refuse_call(c, b, e);
    }
    c->inlined++;
    Frame frame = { .function = function,
                    .args = ARENA_ARRAY(c->arena, IrNode *, e->arg_count),
                    .outer = NULL };
    for (uint32_t i = 0; i < e->arg_count; i++) {
        frame.args[i] =
            lower_argument(c, b, e->args[i], &function->parameters.items[i]->type_ref.type);
    }
    Frame *outer = c->frame;
    frame.outer = outer;
    c->frame = &frame;
    IrNode *node = lower_body(c, b, function, 0);
    c->frame = outer;
    return node;
}

static IrNode *lower_parameter(Compilation *c, Expr *e)
{
    for (Frame *frame = c->frame; frame; frame = frame->outer) {
        for (uint32_t i = 0; i < frame->function->parameters.count; i++) {
            if (frame->function->parameters.items[i] == e->parameter) {
                return frame->args[i];
            }
        }
    }
    CLAIM_ALWAYS(false, "Resolving binds every parameter to a call.");
    return NULL;
}

static IrNode *lower_native(Compilation *c, IrBlock *b, Expr *e)
{
    AstNative *native = e->native;
    IrNode **args = ARENA_ARRAY(c->arena, IrNode *, e->arg_count);
    for (uint32_t i = 0; i < e->arg_count; i++) {
        args[i] = lower_argument(c, b, e->args[i], &native->parameters.items[i]->type_ref.type);
    }
    uint16_t enumeration;
    uint8_t type = tables_get_reg_type(&native->result.type, &enumeration);
    return ir_native(c, b, (uint16_t)native->index, type, args, (uint16_t)e->arg_count);
}

/* ---- gate words ---- */

static IrNode *lower_may_be(Compilation *c, IrBlock *b, Expr *e)
{
    IrNode *result = lower_rule_name(c, b, e->args[0]);
    Mask mask = 0;
    for (uint32_t i = 1; i < e->arg_count; i++) {
        mask |= e->args[i]->kind == EX_YES_NO ? mask_from_bool(e->args[i]->value.flag)
                                              : UINT64_C(1) << e->args[i]->value.index;
    }
    IrNode *set = result->type == REG_BOOL
                      ? ir_constant(c, b, REG_BOOL, NO_INDEX, (Constant){ .reg = { .mask = mask } })
                      : ir_set(c, b, result->enumeration, mask);
    return BINARY(c, b, OP_MAY_BE, REG_BOOL, result, set);
}

static IrNode *lower_gate_word(Compilation *c, IrBlock *b, Expr *e)
{
    Expr *arg = e->args[0];
    switch (e->kind) {
    case EX_MISSING: {
        IrNode *missing;
        if (arg->kind == EX_LIST) {
            c->program->lists[arg->field->index].used = true;
            missing = ir_list_op(c, b, OP_NO_LIST, REG_BOOL, (uint16_t)arg->field->index);
        } else {
            missing = UNARY(c, b, OP_MISSING, REG_BOOL, lower_expr(c, b, arg));
        }
        return e->negated ? ir_not(c, b, missing) : missing;
    }
    case EX_PARTIAL: {
        c->program->lists[arg->field->index].used = true;
        IrNode *partial = ir_list_op(c, b, OP_PARTIAL, REG_BOOL, (uint16_t)arg->field->index);
        return e->negated ? ir_not(c, b, partial) : partial;
    }
    case EX_SETTLED: return UNARY(c, b, OP_SETTLED, REG_BOOL, lower_rule_name(c, b, arg));
    case EX_OPEN:
        return ir_not(c, b, UNARY(c, b, OP_SETTLED, REG_BOOL, lower_rule_name(c, b, arg)));
    case EX_NEEDS_FACTS: return UNARY(c, b, OP_NEEDS_FACTS, REG_BOOL, lower_rule_name(c, b, arg));
    case EX_MAY_BE: return lower_may_be(c, b, e);
    default: break;
    }
    IrNode *known = lower_expr(c, b, arg);
    IrNode *other = e->type.kind == TY_DECIMAL ? lower_decimal(c, b, e->args[1], arg->type.unit)
                                               : lower_expr(c, b, e->args[1]);
    if (known->type == REG_DEC) {
        other = lower_to_decimal(c, b, other, e->args[1]);
    }
    return ir_op(c, b, known->kind == IR_FIELD ? OP_KNOWN_FACT : OP_KNOWN_RESULT, known->type,
                 known->enumeration, known, other, NULL, 0);
}

/* ---- the one entry ---- */

static IrNode *lower_literal(Compilation *c, IrBlock *b, Expr *e)
{
    switch (e->kind) {
    case EX_YES_NO: return ir_bool(c, b, e->value.flag);
    case EX_ALWAYS: return ir_bool(c, b, true);
    case EX_VALUE:
        return ir_set(c, b, (uint16_t)e->type.enumeration->index, UINT64_C(1) << e->value.index);
    case EX_DATE:
        return ir_constant(c, b, REG_DATE, NO_INDEX,
                           (Constant){ .reg = { .lo = e->value.day_lo, .hi = e->value.day_hi } });
    default: break;
    }
    int64_t whole;
    if (e->type.kind == TY_INTEGER && rat_to_int(e->value.number, &whole)) {
        return ir_int(c, b, whole);
    }
    return lower_decimal(c, b, e, e->type.unit);
}

static IrNode *lower_function_of_real(Compilation *c, IrBlock *b, Expr *e)
{
    if (e->kind == EX_POWER) {
        return BINARY(c, b, OP_REAL_POW, REG_REAL, lower_real(c, b, e->args[0]),
                      lower_real(c, b, e->args[1]));
    }
    if (e->kind == EX_SQRT && e->type.kind == TY_ROOT) {
        return lower_real(c, b, e);
    }
    Opcode op = e->kind == EX_LN ? OP_REAL_LN : e->kind == EX_EXP ? OP_REAL_EXP : OP_REAL_SQRT;
    return UNARY(c, b, op, REG_REAL, lower_real(c, b, e->args[0]));
}

static IrNode *lower_kind(Compilation *c, IrBlock *b, Expr *e)
{
    switch (e->kind) {
    case EX_YES_NO:
    case EX_NUMBER:
    case EX_DATE:
    case EX_VALUE:
    case EX_ALWAYS: return lower_literal(c, b, e);
    case EX_FIELD: return ir_field(c, b, (uint16_t)e->field->index);
    case EX_GAP: return ir_field(c, b, (uint16_t)e->gap->index);
    case EX_AS_OF: return ir_field(c, b, c->program->as_of_field);
    case EX_RULE:
    case EX_APPLIES: return lower_rule_name(c, b, e);
    case EX_PARAMETER: return lower_parameter(c, e);
    case EX_CALL: return lower_call(c, b, e);
    case EX_NATIVE: return lower_native(c, b, e);
    case EX_NOT: return ir_not(c, b, lower_expr(c, b, e->args[0]));
    case EX_AND: {
        IrNode *x = lower_expr(c, b, e->args[0]);
        return ir_and(c, b, x, lower_expr(c, b, e->args[1]));
    }
    case EX_OR: {
        IrNode *x = lower_expr(c, b, e->args[0]);
        return ir_or(c, b, x, lower_expr(c, b, e->args[1]));
    }
    case EX_COMPARE: return lower_compare(c, b, e);
    case EX_IS:
    case EX_IN: return lower_membership(c, b, e);
    case EX_WITHIN: return lower_within(c, b, e);
    case EX_BETWEEN: return lower_between(c, b, e);
    case EX_ADD:
    case EX_SUB:
    case EX_MUL:
    case EX_DIV: return lower_arithmetic(c, b, e);
    case EX_NEG: return lower_negation(c, b, e);
    case EX_ROUND: return lower_round(c, b, e);
    case EX_MIN2:
    case EX_MAX2: return lower_min_max(c, b, e);
    case EX_SQRT:
    case EX_LN:
    case EX_EXP:
    case EX_POWER: return lower_function_of_real(c, b, e);
    case EX_ANY:
    case EX_ALL:
    case EX_COUNT:
    case EX_SUM:
    case EX_MIN:
    case EX_MAX:
    case EX_LATEST: return lower_list_word(c, b, e);
    case EX_COUNT_OF: return lower_count_of(c, b, e);
    default: return lower_gate_word(c, b, e);
    }
}

IrNode *lower_expr(Compilation *c, IrBlock *b, Expr *e)
{
    IrNode *node = lower_kind(c, b, e);
    if (!node->line) {
        node->line = source_locate(c->ast->sources, e->span).line;
    }
    probe_note(c, b, e, node);
    return node;
}
