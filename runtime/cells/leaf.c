/* leaf.c - one operation on leaves.
 *
 * and, or with failure: no and FAIL is no, yes or FAIL is yes; else the first failure among the
 * operands is the result, so that a hole or an overlap keeps its name. */
#include "runtime/cells/engine.h"

static Node apply_bool(Cells *e, unsigned op, Node a, Node b)
{
    Node zero = op == OP_AND ? NODE_NO : NODE_YES;
    if (a == zero || b == zero) {
        return zero;
    }
    if (leaf_is_failure(e, a)) {
        return a;
    }
    return b;
}

static Node apply_to_numbers(Cells *e, unsigned op, unsigned extra, Rat a, Rat b)
{
    Rat result;
    return rat_apply(op, extra, a, b, &result) ? leaf_from_rat(e, result) : NODE_FAIL;
}

static bool is_number(const Cells *e, Node n)
{
    return leaf_get_kind(e, n) == LEAF_NUMBER;
}

static Node apply_arithmetic(Cells *e, unsigned op, unsigned extra, Node a, Node b)
{
    if (is_number(e, a) && is_number(e, b)) {
        return apply_to_numbers(e, op, extra, leaf_get_rat(e, a), leaf_get_rat(e, b));
    }
    return term_to_leaf(e, term_make(e, op, extra, term_from_leaf(e, a), term_from_leaf(e, b)));
}

static Node compare(Cells *e, unsigned op, Node a, Node b)
{
    if (is_number(e, a) && is_number(e, b)) {
        int order = rat_compare(leaf_get_rat(e, a), leaf_get_rat(e, b));
        return node_from_bool(op == OP_LT ? order < 0 : op == OP_LE ? order <= 0 : order == 0);
    }
    return term_compare(e, op, term_from_leaf(e, a), term_from_leaf(e, b));
}

/* ---- reals ---- */

static double apply_to_reals(unsigned op, double a, double b)
{
    switch (op) {
    case OP_REAL_ADD: return a + b;
    case OP_REAL_SUB: return a - b;
    case OP_REAL_MUL: return a * b;
    case OP_REAL_DIV: return a / b;
    case OP_REAL_SQRT: return real_sqrt(a);
    case OP_REAL_LN: return real_ln(a);
    case OP_REAL_EXP: return real_exp(a);
    default: return real_power(a, b);
    }
}

static Node apply_real(Cells *e, unsigned op, Node a, Node b)
{
    if (leaf_get_kind(e, a) != LEAF_REAL || leaf_get_kind(e, b) != LEAF_REAL) {
        return term_to_leaf(e, term_make(e, op, 0, term_from_leaf(e, a), term_from_leaf(e, b)));
    }
    double result = apply_to_reals(op, leaf_get_real(e, a), leaf_get_real(e, b));
    return result - result == 0 ? leaf_from_real(e, result) : NODE_FAIL;
}

static Node compare_reals(Cells *e, unsigned op, Node a, Node b)
{
    if (leaf_get_kind(e, a) == LEAF_REAL && leaf_get_kind(e, b) == LEAF_REAL) {
        double x = leaf_get_real(e, a), y = leaf_get_real(e, b);
        return node_from_bool(op == OP_REAL_LT ? x < y : x <= y);
    }
    return term_compare(e, op == OP_REAL_LT ? OP_LT : OP_LE, term_from_leaf(e, a),
                        term_from_leaf(e, b));
}

/* ---- one operand ---- */

static Node apply_in(Cells *e, unsigned set_reg, Node a)
{
    return node_from_bool(e->program->constants[set_reg].reg.mask >> row_get(e, a)->lo & 1);
}

static Node to_real(Cells *e, Node a)
{
    if (is_number(e, a)) {
        return leaf_from_real(e, rat_to_double(leaf_get_rat(e, a)));
    }
    return term_to_leaf(e, term_make(e, OP_TO_REAL, 0, term_from_leaf(e, a), term_from_leaf(e, a)));
}

static Node round_real(Cells *e, unsigned digits, Node a)
{
    Rat result;
    if (leaf_get_kind(e, a) != LEAF_REAL) {
        return term_to_leaf(
            e, term_make(e, OP_ROUND_REAL, digits, term_from_leaf(e, a), term_from_leaf(e, a)));
    }
    return rat_round_double(leaf_get_real(e, a), digits, &result) ? leaf_from_rat(e, result)
                                                                  : NODE_FAIL;
}

/* max(x, 3) as x <= 3 ? 3 : x, so that a bound of x met on the way to the leaf is seen. */
static Node split_extreme(Cells *e, Node a)
{
    if (leaf_get_kind(e, a) != LEAF_TERM) {
        return a;
    }
    Term term = e->terms.items[leaf_get_term(e, a)];
    if ((term.op != OP_MIN && term.op != OP_MAX) || term.var == VAR_MANY ||
        term.depth > LIMIT_EXPR_DEPTH) {
        return a;
    }
    Node x = apply1(e, APPLY_SPLIT, 0, term_to_leaf(e, term.a)),
         y = apply1(e, APPLY_SPLIT, 0, term_to_leaf(e, term.b));
    Node less = term_compare(e, OP_LE, term.a, term.b);
    return term.op == OP_MIN ? apply_select(e, less, x, y) : apply_select(e, less, y, x);
}

Node leaf_apply1(Cells *e, unsigned op, unsigned extra, Node a)
{
    if (op == OP_SOME) {
        return a == NODE_NONE ? NODE_FAIL : a;
    }
    if (leaf_is_failure(e, a)) {
        return a;
    }
    switch (op) {
    case OP_NOT: return node_from_bool(a == NODE_NO);
    case OP_IN: return apply_in(e, extra, a);
    case OP_ORDINAL:
    case OP_BIT: return leaf_from_int(e, row_get(e, a)->lo);
    case OP_TO_DEC: return a; /* numbers are exact whatever their register's type */
    case OP_TO_REAL: return to_real(e, a);
    case OP_ROUND_REAL: return round_real(e, extra, a);
    case OP_REAL_SQRT:
    case OP_REAL_LN:
    case OP_REAL_EXP: return apply_real(e, op, a, a);
    case APPLY_SPLIT: return split_extreme(e, a);
    default: return apply_arithmetic(e, op, extra, a, a);
    }
}

/* ---- two operands ---- */

/* The smallest and largest of a list start from none. */
static Node accumulate_extreme(Cells *e, unsigned op, Node a, Node b)
{
    if (a == NODE_NONE) {
        return b;
    }
    if (leaf_is_failure(e, a)) {
        return a;
    }
    if (leaf_is_failure(e, b)) {
        return b;
    }
    return apply_arithmetic(e, op == APPLY_ACC_MIN ? OP_MIN : OP_MAX, 0, a, b);
}

/* a: the latest date so far, or none; b: the date at hand. */
static Node compare_dates(Cells *e, unsigned op, Node a, Node b)
{
    if (leaf_is_failure(e, b)) {
        return b;
    }
    if (a == NODE_NONE) {
        return node_from_bool(op == APPLY_LATER);
    }
    if (leaf_is_failure(e, a)) {
        return a;
    }
    return compare(e, op == APPLY_LATER ? OP_LT : OP_EQ, a, b);
}

/* The place among the unlisted elements of the one whose value this is; NO_INDEX32: of a listed
 * one, or of none. */
static uint32_t get_hidden_place(Cells *e, Node leaf, uint16_t *list)
{
    VarId id =
        leaf_get_kind(e, leaf) == LEAF_TERM ? e->terms.items[leaf_get_term(e, leaf)].var : VAR_NONE;
    if (id >= VAR_MANY) {
        return NO_INDEX32;
    }
    const Var *var = var_get(e, id);
    if (var->field != NO_INDEX || var->list == NO_INDEX) {
        return NO_INDEX32;
    }
    *list = var->list;
    return var->element - e->record->lists[var->list].count;
}

/* Unlisted elements can be numbered at will, so what a tie between two of them can do one between
 * the first two does; where the first is the largest by the summary, one between the two after it.
 * Other ties would only make diagrams larger. */
static bool is_idle_tie(Cells *e, Node a, Node b)
{
    uint16_t list = NO_INDEX;
    uint32_t x = get_hidden_place(e, a, &list), y = get_hidden_place(e, b, &list);
    if (x == NO_INDEX32 || y == NO_INDEX32) {
        return false;
    }
    uint32_t enough = list_has_summary(e, list) ? 3 : 2;
    return x >= enough || y >= enough;
}

static Node compare_values(Cells *e, Node a, Node b)
{
    LeafKind kind = leaf_get_kind(e, a);
    if (leaf_is_failure(e, a) || leaf_is_failure(e, b) || is_idle_tie(e, a, b)) {
        return NODE_NO;
    }
    return kind == LEAF_VALUE || kind == LEAF_REAL ? node_from_bool(a == b)
                                                   : compare(e, OP_EQ, a, b);
}

Node leaf_apply2(Cells *e, unsigned op, unsigned extra, Node a, Node b)
{
    switch (op) {
    case OP_AND:
    case OP_OR: return apply_bool(e, op, a, b);
    case APPLY_ACC_MIN:
    case APPLY_ACC_MAX: return accumulate_extreme(e, op, a, b);
    case APPLY_LATER:
    case APPLY_SAME_DAY: return compare_dates(e, op, a, b);
    case APPLY_SAME_VALUE: return compare_values(e, a, b);
    case APPLY_DIFFER: return node_from_bool(a != b && a != NODE_NONE && b != NODE_NONE);
    default: break;
    }
    if (leaf_is_failure(e, a)) {
        return a;
    }
    if (leaf_is_failure(e, b)) {
        return b;
    }
    switch (op) {
    case APPLY_STRICT_AND:
    case APPLY_STRICT_OR: return apply_bool(e, op == APPLY_STRICT_AND ? OP_AND : OP_OR, a, b);
    case OP_SAME: return node_from_bool(a == b);
    case OP_LT:
    case OP_LE:
    case OP_EQ: return compare(e, op, a, b);
    case OP_REAL_LT:
    case OP_REAL_LE: return compare_reals(e, op, a, b);
    case OP_REAL_ADD:
    case OP_REAL_SUB:
    case OP_REAL_MUL:
    case OP_REAL_DIV:
    case OP_REAL_POW: return apply_real(e, op, a, b);
    default: return apply_arithmetic(e, op, extra, a, b);
    }
}
