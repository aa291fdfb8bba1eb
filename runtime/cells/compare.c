/* compare.c - comparing terms: a diagram over the variables they mention.
 *
 * One variable: the exact cells of its range where the answer is the same. Two variables: one
 * representative per order (order.c). What else there is becomes a derived variable with bounds:
 * then the answer may be less settled than the truth, never more. */
#include "runtime/cells/engine.h"

enum { LIMIT_EVALUATIONS = 20000 }; /* for the cells of one comparison; then a derived variable */
enum { COMPARE_KEY = 0xf0000000u }; /* cache lines of comparisons: no operation has this number */

static const Term *get_term(const Cells *e, TermId t)
{
    return &e->terms.items[t];
}

/* ---- by bounds ---- */

static bool is_below(Range a, Range b, bool or_equal)
{
    int order = a.hi_none || b.lo_none ? 1 : rat_compare(a.hi, b.lo);
    return order < 0 || (or_equal && order == 0);
}

/* The answer for all operands inside the bounds, if it is one. */
static bool decide(unsigned op, Range a, Range b, Node *out)
{
    if (a.fails || b.fails) {
        *out = NODE_FAIL;
    } else if (a.may_fail || b.may_fail) {
        return false;
    } else if (is_below(a, b, op == OP_LE)) {
        *out = NODE_YES;
    } else if (is_below(b, a, op == OP_LT)) {
        *out = NODE_NO;
    } else {
        return false;
    }
    return true;
}

/* ---- cells of one variable ---- */

/* Whole positions of a search: of a dense variable 2g is grid point g, 2g + 1 the open interval
 * above it. */
typedef __int128 Place;
typedef struct Cell {
    Rat limit;
    bool inclusive;
    Node value;
} Cell;

typedef struct Search {
    Cells *e;
    unsigned op;
    TermId a, b;
    VarId var;
    bool dense;
    unsigned evaluations;
    VEC(Cell) cells; /* ascending; each ends at its limit */
} Search;

static Rat place_to_rat(const Search *s, Place place)
{
    Rat value = { place, 1 };
    if (s->dense) {
        rat_make(place >> 1, DEC_ONE, &value);
    }
    return value;
}

static void add_cell(Search *s, Rat limit, bool inclusive, Node value)
{
    Cell *last = s->cells.count ? &s->cells.items[s->cells.count - 1] : NULL;
    if (last && last->value == value) {
        *last = (Cell){ limit, inclusive, value };
    } else {
        vec_add(s->e->arena, &s->cells, ((Cell){ limit, inclusive, value }));
    }
}

/* All places up to this one. */
static void add_places(Search *s, Place last, Node value)
{
    bool open = s->dense && (last & 1);
    add_cell(s, place_to_rat(s, open ? last + 1 : last), !open, value);
}

static Node evaluate_at(Search *s, Rat at)
{
    Rat a, b;
    s->evaluations++;
    if (!term_evaluate(s->e, s->a, at, &a) || !term_evaluate(s->e, s->b, at, &b)) {
        return NODE_FAIL;
    }
    int order = rat_compare(a, b);
    return node_from_bool(s->op == OP_LT ? order < 0 : order <= 0);
}

static bool is_equal_at(Search *s, Rat at)
{
    Rat a, b;
    return term_evaluate(s->e, s->a, at, &a) && term_evaluate(s->e, s->b, at, &b) &&
           rat_compare(a, b) == 0;
}

/* The fraction with the smallest denominator strictly between two positive numbers less than 1
 * apart. */
static bool find_simplest(Rat lo, Rat hi, Rat *out)
{
    __int128 p0 = 0, q0 = 1, p1 = 1,
             q1 = 0; /* neighbours in the tree of fractions, by continued fractions */
    for (int i = 0; i < 100; i++) {
        __int128 whole = lo.num / lo.den;
        Rat next = { whole + 1, 1 };
        bool done = rat_compare(next, hi) < 0;
        __int128 step = done ? whole + 1 : whole;
        __int128 p2, q2;
        if (__builtin_mul_overflow(p1, step, &p2) || __builtin_add_overflow(p2, p0, &p2) ||
            __builtin_mul_overflow(q1, step, &q2) || __builtin_add_overflow(q2, q0, &q2)) {
            return false;
        }
        p0 = p1, q0 = q1, p1 = p2, q1 = q2;
        if (done) {
            return rat_make(p1, q1, out);
        }
        Rat rest_lo, rest_hi, w = { whole, 1 };
        if (!rat_sub(lo, w, &rest_lo) || !rat_sub(hi, w, &rest_hi)) {
            return false;
        }
        if (!rat_div(rat_from_int(1), rest_hi, &lo)) {
            return false;
        }
        if (rest_lo.num == 0) {
            /* No upper end: the next whole number will do. */
            if (__builtin_mul_overflow(p1, lo.num / lo.den + 1, &p2) ||
                __builtin_add_overflow(p2, p0, &p2) ||
                __builtin_mul_overflow(q1, lo.num / lo.den + 1, &q2) ||
                __builtin_add_overflow(q2, q0, &q2)) {
                return false;
            }
            return rat_make(p2, q2, out);
        }
        if (!rat_div(rat_from_int(1), rest_lo, &hi)) {
            return false;
        }
    }
    return false;
}

static bool find_simplest_signed(Rat lo, Rat hi, Rat *out)
{
    if (hi.num > 0) {
        return lo.num >= 0 && find_simplest(lo, hi, out);
    }
    bool found = find_simplest((Rat){ -hi.num, hi.den }, (Rat){ -lo.num, lo.den }, out);
    out->num = -out->num;
    return found;
}

/* The answer just inside one end of an open interval between grid points: as near as exact numbers
 * reach. */
static Node evaluate_near(Search *s, Rat end, int direction)
{
    static const int64_t parts[] = { 1024, 4 };
    Node answer = NODE_FAIL;
    for (int i = 0; i < 2 && answer == NODE_FAIL; i++) {
        Rat step, at;
        rat_make(direction, DEC_ONE * parts[i], &step);
        if (rat_add(end, step, &at)) {
            answer = evaluate_at(s, at);
        }
    }
    return answer;
}

/* Between two neighbouring grid points the answer changes at most once that matters: at a fraction,
 * which is found, or at an irrational number, for which the middle stands. */
static void search_between(Search *s, Place place)
{
    Rat lo = place_to_rat(s, place), hi = place_to_rat(s, place + 1), turn;
    Node below = evaluate_near(s, lo, 1), above = evaluate_near(s, hi, -1);
    if (below != above && find_simplest_signed(lo, hi, &turn) && is_equal_at(s, turn)) {
        add_cell(s, turn, false, below);
        add_cell(s, turn, true, evaluate_at(s, turn));
    } else if (below != above) {
        rat_make(2 * lo.num * (DEC_ONE / lo.den) + 1, 2 * DEC_ONE, &turn);
        add_cell(s, turn, true, below);
    }
    add_cell(s, hi, false, above);
}

static void search(Search *s, Place first, Place last)
{
    Node answer;
    Range range = { .lo = place_to_rat(s, first),
                    .hi = place_to_rat(s, s->dense && (last & 1) ? last + 1 : last) };
    if (s->evaluations > LIMIT_EVALUATIONS) {
        return;
    }
    if (first == last && !(s->dense && (first & 1))) {
        add_places(s, last, evaluate_at(s, range.lo));
        return;
    }
    s->evaluations++;
    Range a = term_bound(s->e, s->a, s->var, &range), b = term_bound(s->e, s->b, s->var, &range);
    if (decide(s->op, a, b, &answer)) {
        add_places(s, last, answer);
    } else if (first == last) {
        search_between(s, first);
    } else {
        Place middle = first + (last - first) / 2;
        search(s, first, middle);
        search(s, middle + 1, last);
    }
}

static Node join_cells(Search *s)
{
    uint32_t i = s->cells.count - 1;
    Node result = s->cells.items[i].value;
    while (i-- > 0) {
        Cell cell = s->cells.items[i];
        result = apply_select(s->e, var_atom(s->e, s->var, cell.limit, cell.inclusive), cell.value,
                              result);
    }
    return result;
}

static Place floor_div(__int128 num, __int128 den)
{
    __int128 floor = num / den;
    return floor - (num < 0 && floor * den != num);
}

/* The place that a bound lies in. */
static bool find_place(Rat bound, bool dense, Place *out)
{
    __int128 scaled;
    if (!dense) {
        *out = bound.num / bound.den;
        return true;
    }
    if (__builtin_mul_overflow(bound.num, (__int128)DEC_ONE, &scaled)) {
        return false;
    }
    Place floor = floor_div(scaled, bound.den);
    bool exact = floor * bound.den == scaled;
    *out = 2 * floor + !exact;
    return true;
}

static bool compare_in_cells(Cells *e, unsigned op, TermId a, TermId b, VarId var, Node *out)
{
    const Var *v = var_get(e, var);
    Search s = { .e = e, .op = op, .a = a, .b = b, .var = var, .dense = v->dense };
    Place first, last;
    if (v->lo_none || v->hi_none || !find_place(v->lo, v->dense, &first) ||
        !find_place(v->hi, v->dense, &last)) {
        return false;
    }
    search(&s, first, last);
    if (s.evaluations > LIMIT_EVALUATIONS) {
        return false;
    }
    *out = join_cells(&s);
    return true;
}

/* p x + q op r x + s, cut at (s - q) / (p - r). */
static bool compare_affine(Cells *e, unsigned op, TermId a, TermId b, VarId var, Node *out)
{
    Rat p, q, r, s, factor, offset, limit;
    if (!term_get_affine(e, a, &p, &q) || !term_get_affine(e, b, &r, &s) ||
        !rat_sub(p, r, &factor) || !rat_sub(s, q, &offset)) {
        return false;
    }
    if (factor.num == 0) {
        *out = node_from_bool(op == OP_LT ? offset.num > 0 : offset.num >= 0);
        return true;
    }
    if (!rat_div(offset, factor, &limit)) {
        return false;
    }
    bool inclusive = op == OP_LE;
    *out = factor.num > 0 ? var_atom(e, var, limit, inclusive)
                          : node_not(e, var_atom(e, var, limit, !inclusive));
    return true;
}

/* ---- several variables ---- */

static bool compare_in_order(Cells *e, unsigned op, TermId a, TermId b, Node *out)
{
    Rat p, q, r, s;
    VarId x = get_term(e, a)->var, y = get_term(e, b)->var;
    if (x >= VAR_MANY || y >= VAR_MANY || !term_get_affine(e, a, &p, &q) ||
        !term_get_affine(e, b, &r, &s)) {
        return false;
    }
    if (rat_compare(q, s) != 0 || p.num == 0 || r.num == 0 || (p.num > 0) != (r.num > 0)) {
        return false;
    }
    if (p.num > 0) {
        return order_compare(e, op, x, p, y, r, out);
    }
    p.num = -p.num;
    r.num = -r.num;
    return order_compare(e, op, y, r, x, p, out);
}

/* yes where a failing term fails, whatever else is known. */
static Node guard_failure(Cells *e, TermId term, Node result)
{
    if (!get_term(e, term)->range.may_fail) {
        return result;
    }
    Node leaf = leaf_from_term(e, term);
    Node fails = var_derive_opaque(e, OP_FAIL, 0, (RegInfo){ REG_BOOL, NO_INDEX }, &leaf, 1);
    return apply_select(e, fails, NODE_FAIL, result);
}

static Node compare_with_rat(Cells *e, unsigned op, TermId term, Rat limit, bool mirrored)
{
    VarId var = var_derive(e, term);
    bool inclusive = (op == OP_LE) != mirrored;
    Node atom = var_atom(e, var, limit, inclusive);
    return guard_failure(e, term, mirrored ? node_not(e, atom) : atom);
}

static Node compare_derived(Cells *e, unsigned op, TermId a, TermId b)
{
    const Term *x = get_term(e, a), *y = get_term(e, b);
    if (y->op == TERM_CONST) {
        return compare_with_rat(e, op, a, e->rats.items[y->a], false);
    }
    if (x->op == TERM_CONST) {
        return compare_with_rat(e, op, b, e->rats.items[x->a], true);
    }
    bool mirrored = a > b;
    TermId difference = term_make(e, OP_SUB, 0, mirrored ? b : a, mirrored ? a : b);
    return compare_with_rat(e, op, difference, rat_from_int(0), mirrored);
}

/* ---- the whole ---- */

/* A list adds one level for each element; only code that no compiler emits goes deeper. */
enum { LIMIT_EXTREMES = 2 * LIMIT_LIST_BOUND };

static bool is_extreme(const Term *t)
{
    return (t->op == OP_MAX || t->op == OP_MIN) && !t->opaque && t->depth <= LIMIT_EXTREMES;
}

/* max(p, q) <= c: both. c <= max(p, q): either. */
static Node compare_extreme(Cells *e, unsigned op, TermId a, TermId b)
{
    Term x = *get_term(e, a), y = *get_term(e, b);
    if (is_extreme(&x)) {
        return apply2(e, x.op == OP_MAX ? APPLY_STRICT_AND : APPLY_STRICT_OR, 0,
                      term_compare(e, op, x.a, b), term_compare(e, op, x.b, b));
    }
    return apply2(e, y.op == OP_MAX ? APPLY_STRICT_OR : APPLY_STRICT_AND, 0,
                  term_compare(e, op, a, y.a), term_compare(e, op, a, y.b));
}

static Node compare_new(Cells *e, unsigned op, TermId a, TermId b)
{
    const Term *x = get_term(e, a), *y = get_term(e, b);
    Node result;
    if (decide(op, x->range, y->range, &result)) {
        return result;
    }
    if (a == b && !x->range.may_fail) {
        return node_from_bool(op == OP_LE);
    }
    if (is_extreme(x) || is_extreme(y)) {
        return compare_extreme(e, op, a, b);
    }
    VarId var = x->var == VAR_NONE                       ? y->var
                : y->var == VAR_NONE || y->var == x->var ? x->var
                                                         : VAR_MANY;
    bool one = var < VAR_MANY && !x->opaque && !y->opaque;
    if (one && compare_affine(e, op, a, b, var, &result)) {
        return result;
    }
    if (one && compare_in_cells(e, op, a, b, var, &result)) {
        return result;
    }
    if (var == VAR_MANY && compare_in_order(e, op, a, b, &result)) {
        return result;
    }
    return compare_derived(e, op, a, b);
}

Node term_compare(Cells *e, unsigned op, TermId a, TermId b)
{
    if (op == OP_EQ) {
        return apply2(e, APPLY_STRICT_AND, 0, term_compare(e, OP_LE, a, b),
                      term_compare(e, OP_LE, b, a));
    }
    if (e->over) {
        return NODE_FAIL;
    }
    uint32_t key = COMPARE_KEY | op;
    CacheLine *line = apply_find_line(e, key, a, b, 0);
    if (line->op == key && line->a == a && line->b == b) {
        return line->result;
    }
    Node result = compare_new(e, op, a, b);
    if (!e->over) {
        *apply_find_line(e, key, a, b, 0) = (CacheLine){ key, a, b, 0, result };
    }
    return result;
}
