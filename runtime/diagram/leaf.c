/* leaf.c - one operation on leaves.
 *
 * and, or with failure: no and FAIL is no, yes or FAIL is yes; else the first failure among the
 * operands is the result, so that a hole or an overlap keeps its name. */
#include "runtime/diagram/kernel.h"
#include "runtime/base/claim.h"

static Node apply_bool(Diagrams *d, unsigned op, Node a, Node b)
{
    Node zero = op == DIA_AND ? NODE_NO : NODE_YES;
    if (a == zero || b == zero) {
        return zero;
    }
    if (leaf_is_failure(d, a)) {
        return a;
    }
    return b;
}

static Node apply_to_numbers(Diagrams *d, unsigned op, unsigned extra, Rat a, Rat b)
{
    Rat result;
    return rat_apply(op, extra, a, b, &result) ? leaf_from_rat(d, result) : NODE_FAIL;
}

static bool is_number(const Diagrams *d, Node n)
{
    return leaf_get_kind(d, n) == LEAF_NUMBER;
}

static Node apply_arithmetic(Diagrams *d, unsigned op, unsigned extra, Node a, Node b)
{
    if (is_number(d, a) && is_number(d, b)) {
        return apply_to_numbers(d, op, extra, leaf_get_rat(d, a), leaf_get_rat(d, b));
    }
    return term_to_leaf(d, term_make(d, op, extra, term_from_leaf(d, a), term_from_leaf(d, b)));
}

static Node compare(Diagrams *d, unsigned op, Node a, Node b)
{
    if (is_number(d, a) && is_number(d, b)) {
        int order = rat_compare(leaf_get_rat(d, a), leaf_get_rat(d, b));
        return node_from_bool(op == DIA_LT ? order < 0 : op == DIA_LE ? order <= 0 : order == 0);
    }
    return term_compare(d, op, term_from_leaf(d, a), term_from_leaf(d, b));
}

/* ---- reals ---- */

static double apply_to_reals(unsigned op, double a, double b)
{
    switch (op) {
    case DIA_REAL_ADD: return a + b;
    case DIA_REAL_SUB: return a - b;
    case DIA_REAL_MUL: return a * b;
    case DIA_REAL_DIV: return a / b;
    case DIA_REAL_SQRT: return real_sqrt(a);
    case DIA_REAL_LN: return real_ln(a);
    case DIA_REAL_EXP: return real_exp(a);
    case DIA_REAL_POW: return real_power(a, b);
    default: CLAIM_NEVER("Every operation on reals has a meaning."); break;
    }
    return 0;
}

static Node apply_real(Diagrams *d, unsigned op, Node a, Node b)
{
    if (leaf_get_kind(d, a) != LEAF_REAL || leaf_get_kind(d, b) != LEAF_REAL) {
        return term_to_leaf(d, term_make(d, op, 0, term_from_leaf(d, a), term_from_leaf(d, b)));
    }
    double result = apply_to_reals(op, leaf_get_real(d, a), leaf_get_real(d, b));
    return result - result == 0 ? leaf_from_real(d, result) : NODE_FAIL;
}

static Node compare_reals(Diagrams *d, unsigned op, Node a, Node b)
{
    if (leaf_get_kind(d, a) == LEAF_REAL && leaf_get_kind(d, b) == LEAF_REAL) {
        double x = leaf_get_real(d, a), y = leaf_get_real(d, b);
        return node_from_bool(op == DIA_REAL_LT ? x < y : x <= y);
    }
    return term_compare(d, op == DIA_REAL_LT ? DIA_LT : DIA_LE, term_from_leaf(d, a),
                        term_from_leaf(d, b));
}

/* ---- one operand ---- */

static Node apply_in(const Diagrams *d, Node a, Node set)
{
    return node_from_bool(leaf_get_set(d, set) >> row_get(d, a)->lo & 1);
}

static Node to_real(Diagrams *d, Node a)
{
    if (is_number(d, a)) {
        return leaf_from_real(d, rat_to_double(leaf_get_rat(d, a)));
    }
    return term_to_leaf(d,
                        term_make(d, DIA_TO_REAL, 0, term_from_leaf(d, a), term_from_leaf(d, a)));
}

static Node round_real(Diagrams *d, unsigned digits, Node a)
{
    Rat result;
    if (leaf_get_kind(d, a) != LEAF_REAL) {
        return term_to_leaf(
            d, term_make(d, DIA_ROUND_REAL, digits, term_from_leaf(d, a), term_from_leaf(d, a)));
    }
    return rat_round_double(leaf_get_real(d, a), digits, &result) ? leaf_from_rat(d, result)
                                                                  : NODE_FAIL;
}

/* max(x, 3) as x <= 3 ? 3 : x, so that a bound of x met on the way to the leaf is seen. */
static Node split_extreme(Diagrams *d, Node a)
{
    if (leaf_get_kind(d, a) != LEAF_TERM) {
        return a;
    }
    Term term = d->terms.items[leaf_get_term(d, a)];
    if ((term.op != DIA_MIN && term.op != DIA_MAX) || term.var == VAR_MANY ||
        term.depth > LIMIT_EXPR_DEPTH) {
        return a;
    }
    Node x = apply1(d, DIA_SPLIT, 0, term_to_leaf(d, term.a)),
         y = apply1(d, DIA_SPLIT, 0, term_to_leaf(d, term.b));
    Node less = term_compare(d, DIA_LE, term.a, term.b);
    return term.op == DIA_MIN ? apply_select(d, less, x, y) : apply_select(d, less, y, x);
}

Node leaf_apply1(Diagrams *d, unsigned op, unsigned extra, Node a)
{
    if (op == DIA_SOME) {
        return a == NODE_NONE ? NODE_FAIL : a;
    }
    if (leaf_is_failure(d, a)) {
        return a;
    }
    switch (op) {
    case DIA_NOT: return node_from_bool(a == NODE_NO);
    case DIA_ORDINAL:
    case DIA_BIT: return leaf_from_int(d, row_get(d, a)->lo);
    case DIA_TO_DEC: return a; /* numbers are exact whatever their register's type */
    case DIA_TO_REAL: return to_real(d, a);
    case DIA_ROUND_REAL: return round_real(d, extra, a);
    case DIA_REAL_SQRT:
    case DIA_REAL_LN:
    case DIA_REAL_EXP: return apply_real(d, op, a, a);
    case DIA_SPLIT: return split_extreme(d, a);
    default: return apply_arithmetic(d, op, extra, a, a);
    }
}

/* ---- two operands ---- */

/* The smallest and largest of a list start from none. */
static Node accumulate_extreme(Diagrams *d, unsigned op, Node a, Node b)
{
    if (a == NODE_NONE) {
        return b;
    }
    if (leaf_is_failure(d, a)) {
        return a;
    }
    if (leaf_is_failure(d, b)) {
        return b;
    }
    return apply_arithmetic(d, op == DIA_SMALLER ? DIA_MIN : DIA_MAX, 0, a, b);
}

/* a: the latest date so far, or none; b: the date at hand. */
static Node compare_dates(Diagrams *d, unsigned op, Node a, Node b)
{
    if (leaf_is_failure(d, b)) {
        return b;
    }
    if (a == NODE_NONE) {
        return node_from_bool(op == DIA_LATER);
    }
    if (leaf_is_failure(d, a)) {
        return a;
    }
    return compare(d, op == DIA_LATER ? DIA_LT : DIA_EQ, a, b);
}

/* The twin whose value this is; NULL: another's, or of several variables. */
static const Var *find_twin(Diagrams *d, Node leaf)
{
    VarId id =
        leaf_get_kind(d, leaf) == LEAF_TERM ? d->terms.items[leaf_get_term(d, leaf)].var : VAR_NONE;
    const Var *var = id < VAR_MANY ? var_get(d, id) : NULL;
    return var && var->twins ? var : NULL;
}

/* Twins can be numbered at will, so what a tie between two of them can do one between the first two
 * does. Other ties would only make diagrams larger. */
static bool is_idle_tie(Diagrams *d, Node a, Node b)
{
    const Var *x = find_twin(d, a), *y = find_twin(d, b);
    return x && y && (x->idle || y->idle);
}

static Node compare_values(Diagrams *d, Node a, Node b)
{
    LeafKind kind = leaf_get_kind(d, a);
    if (leaf_is_failure(d, a) || leaf_is_failure(d, b) || is_idle_tie(d, a, b)) {
        return NODE_NO;
    }
    return kind == LEAF_VALUE || kind == LEAF_REAL ? node_from_bool(a == b)
                                                   : compare(d, DIA_EQ, a, b);
}

Node leaf_apply2(Diagrams *d, unsigned op, unsigned extra, Node a, Node b)
{
    switch (op) {
    case DIA_AND:
    case DIA_OR: return apply_bool(d, op, a, b);
    case DIA_SMALLER:
    case DIA_LARGER: return accumulate_extreme(d, op, a, b);
    case DIA_LATER:
    case DIA_SAME_DAY: return compare_dates(d, op, a, b);
    case DIA_SAME_VALUE: return compare_values(d, a, b);
    case DIA_DIFFER: return node_from_bool(a != b && a != NODE_NONE && b != NODE_NONE);
    default: break;
    }
    if (leaf_is_failure(d, a)) {
        return a;
    }
    if (leaf_is_failure(d, b)) {
        return b;
    }
    switch (op) {
    case DIA_STRICT_AND:
    case DIA_STRICT_OR: return apply_bool(d, op == DIA_STRICT_AND ? DIA_AND : DIA_OR, a, b);
    case DIA_IN: return apply_in(d, a, b);
    case DIA_SAME: return node_from_bool(a == b);
    case DIA_LT:
    case DIA_LE:
    case DIA_EQ: return compare(d, op, a, b);
    case DIA_REAL_LT:
    case DIA_REAL_LE: return compare_reals(d, op, a, b);
    case DIA_REAL_ADD:
    case DIA_REAL_SUB:
    case DIA_REAL_MUL:
    case DIA_REAL_DIV:
    case DIA_REAL_POW: return apply_real(d, op, a, b);
    default: return apply_arithmetic(d, op, extra, a, b);
    }
}
