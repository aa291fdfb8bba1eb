/* compare.c - comparing terms: a diagram over the variables they mention.
 *
 * One variable: the exact cells of its range where the answer is the same. Two variables: one
 * representative per order (order.c). What else there is becomes a derived variable with bounds:
 * then the answer may be less settled than the truth, never more. */
#include "runtime/diagram/kernel.h"

enum { COMPARE_KEY = 0xf0000000u }; /* cache lines of comparisons: no operation has this number */

static const Term *get_term(const Diagrams *d, TermId t)
{
    return &d->terms.items[t];
}

/* p x + q op r x + s, cut at (s - q) / (p - r). */
static bool compare_affine(Diagrams *d, unsigned op, TermId a, TermId b, VarId var, Node *out)
{
    Rat p, q, r, s, factor, offset, limit;
    if (!term_get_affine(d, a, &p, &q) || !term_get_affine(d, b, &r, &s) ||
        !rat_sub(p, r, &factor) || !rat_sub(s, q, &offset)) {
        return false;
    }
    if (factor.num == 0) {
        *out = node_from_bool(op == DIA_LT ? offset.num > 0 : offset.num >= 0);
        return true;
    }
    if (!rat_div(offset, factor, &limit)) {
        return false;
    }
    bool inclusive = op == DIA_LE;
    *out = factor.num > 0 ? var_atom(d, var, limit, inclusive)
                          : node_not(d, var_atom(d, var, limit, !inclusive));
    return true;
}

/* ---- several variables ---- */

static bool compare_in_order(Diagrams *d, unsigned op, TermId a, TermId b, Node *out)
{
    Rat p, q, r, s;
    VarId x = get_term(d, a)->var, y = get_term(d, b)->var;
    if (x >= VAR_MANY || y >= VAR_MANY || !term_get_affine(d, a, &p, &q) ||
        !term_get_affine(d, b, &r, &s)) {
        return false;
    }
    if (rat_compare(q, s) != 0 || p.num == 0 || r.num == 0 || (p.num > 0) != (r.num > 0)) {
        return false;
    }
    if (p.num > 0) {
        return order_compare(d, op, x, p, y, r, out);
    }
    p.num = -p.num;
    r.num = -r.num;
    return order_compare(d, op, y, r, x, p, out);
}

/* yes where a failing term fails, whatever else is known. */
static Node guard_failure(Diagrams *d, TermId term, Node result)
{
    if (!get_term(d, term)->range.may_fail) {
        return result;
    }
    Node leaf = leaf_from_term(d, term);
    Node fails = var_derive_opaque(d, OPAQUE_FAILURE, 0, (Domain){ .values = 2 }, &leaf, 1);
    return apply_select(d, fails, NODE_FAIL, result);
}

static Node compare_with_rat(Diagrams *d, unsigned op, TermId term, Rat limit, bool mirrored)
{
    VarId var = var_derive(d, term);
    bool inclusive = (op == DIA_LE) != mirrored;
    Node atom = var_atom(d, var, limit, inclusive);
    return guard_failure(d, term, mirrored ? node_not(d, atom) : atom);
}

static Node compare_derived(Diagrams *d, unsigned op, TermId a, TermId b)
{
    const Term *x = get_term(d, a), *y = get_term(d, b);
    if (y->op == TERM_CONST) {
        return compare_with_rat(d, op, a, d->rats.items[y->a], false);
    }
    if (x->op == TERM_CONST) {
        return compare_with_rat(d, op, b, d->rats.items[x->a], true);
    }
    bool mirrored = a > b;
    TermId difference = term_make(d, DIA_SUB, 0, mirrored ? b : a, mirrored ? a : b);
    return compare_with_rat(d, op, difference, rat_from_int(0), mirrored);
}

/* ---- the whole ---- */

/* A list adds one level for each element; only code that no compiler emits goes deeper. */
enum { LIMIT_EXTREMES = 2 * LIMIT_LIST_BOUND };

static bool is_extreme(const Term *t)
{
    return (t->op == DIA_MAX || t->op == DIA_MIN) && !t->opaque && t->depth <= LIMIT_EXTREMES;
}

/* max(p, q) <= c: both. c <= max(p, q): either. */
static Node compare_extreme(Diagrams *d, unsigned op, TermId a, TermId b)
{
    Term x = *get_term(d, a), y = *get_term(d, b);
    if (is_extreme(&x)) {
        return apply2(d, x.op == DIA_MAX ? DIA_STRICT_AND : DIA_STRICT_OR, 0,
                      term_compare(d, op, x.a, b), term_compare(d, op, x.b, b));
    }
    return apply2(d, y.op == DIA_MAX ? DIA_STRICT_OR : DIA_STRICT_AND, 0,
                  term_compare(d, op, a, y.a), term_compare(d, op, a, y.b));
}

/* The max or min that all facts of a term stand in: (max(x, y) / 2) squared and one more. */
static TermId find_core(Diagrams *d, TermId a, TermId b)
{
    if (get_term(d, a)->var != VAR_NONE && get_term(d, b)->var != VAR_NONE) {
        return TERM_NOT_FOUND;
    }
    TermId at = get_term(d, a)->var == VAR_NONE ? b : a;
    for (;;) {
        const Term *t = get_term(d, at);
        if (t->opaque || t->op >= TERM_VAR || is_extreme(t)) {
            return is_extreme(t) ? at : TERM_NOT_FOUND;
        }
        bool first = t->a == t->b || get_term(d, t->b)->var == VAR_NONE;
        if (!first && get_term(d, t->a)->var != VAR_NONE) {
            return TERM_NOT_FOUND;
        }
        at = first ? t->a : t->b;
    }
}

static Node compare_new(Diagrams *d, unsigned op, TermId a, TermId b)
{
    const Term *x = get_term(d, a), *y = get_term(d, b);
    Node result;
    if (search_decide(op, x->range, y->range, &result)) {
        return result;
    }
    if (a == b && !x->range.may_fail) {
        return node_from_bool(op == DIA_LE);
    }
    if (is_extreme(x) || is_extreme(y)) {
        return compare_extreme(d, op, a, b);
    }
    VarId var = x->var == VAR_NONE                       ? y->var
                : y->var == VAR_NONE || y->var == x->var ? x->var
                                                         : VAR_MANY;
    bool one = var < VAR_MANY && !x->opaque && !y->opaque;
    if (one && compare_affine(d, op, a, b, var, &result)) {
        return result;
    }
    TermId held = one ? term_from_var(d, var) : find_core(d, a, b);
    if (held != TERM_NOT_FOUND && search_compare(d, op, a, b, held, &result)) {
        return result;
    }
    if (var == VAR_MANY && compare_in_order(d, op, a, b, &result)) {
        return result;
    }
    return compare_derived(d, op, a, b);
}

Node term_compare(Diagrams *d, unsigned op, TermId a, TermId b)
{
    if (op == DIA_EQ) {
        return apply2(d, DIA_STRICT_AND, 0, term_compare(d, DIA_LE, a, b),
                      term_compare(d, DIA_LE, b, a));
    }
    if (d->over) {
        return NODE_FAIL;
    }
    uint32_t key = COMPARE_KEY | op;
    CacheLine *line = apply_find_line(d, key, a, b, 0);
    if (line->op == key && line->a == a && line->b == b) {
        return line->result;
    }
    Node result = compare_new(d, op, a, b);
    if (!d->over) {
        *apply_find_line(d, key, a, b, 0) = (CacheLine){ key, a, b, 0, result };
    }
    return result;
}
