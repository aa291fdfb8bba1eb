/* search.c - where a comparison turns as one quantity grows: the exact cells of its range.
 *
 * The quantity is held inside a range, the range is halved until bounds decide, and between two
 * neighbouring grid points the turning point is found as a fraction:
 *
 *   lo |----- yes -----)[---------- no ----------| hi
 *                    turn
 *
 * It is a variable, or a max or min of several that the whole depends on through it alone. */
#include "runtime/diagram/kernel.h"

enum { LIMIT_EVALUATIONS = 20000 }; /* for the cells of one comparison; then a derived variable */

/* ---- by bounds ---- */

static bool is_below(Range a, Range b, bool or_equal)
{
    int order = a.hi_none || b.lo_none ? 1 : rat_compare(a.hi, b.lo);
    return order < 0 || (or_equal && order == 0);
}

/* The answer for all operands inside the bounds, if it is one. */
bool search_decide(unsigned op, Range a, Range b, Node *out)
{
    if (a.fails || b.fails) {
        *out = NODE_FAIL;
    } else if (a.may_fail || b.may_fail) {
        return false;
    } else if (is_below(a, b, op == DIA_LE)) {
        *out = NODE_YES;
    } else if (is_below(b, a, op == DIA_LT)) {
        *out = NODE_NO;
    } else {
        return false;
    }
    return true;
}

/* ---- places ---- */

/* Whole positions of a search: of a dense variable 2g is grid point g, 2g + 1 the open interval
 * above it. */
typedef __int128 Place;
typedef struct Cell {
    Rat limit;
    bool inclusive;
    Node value;
} Cell;

typedef struct Search {
    Diagrams *d;
    unsigned op;
    TermId a, b;
    TermId held;
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
        vec_add(s->d->arena, &s->cells, ((Cell){ limit, inclusive, value }));
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
    if (!term_evaluate(s->d, s->a, s->held, at, &a) ||
        !term_evaluate(s->d, s->b, s->held, at, &b)) {
        return NODE_FAIL;
    }
    int order = rat_compare(a, b);
    return node_from_bool(s->op == DIA_LT ? order < 0 : order <= 0);
}

static bool is_equal_at(Search *s, Rat at)
{
    Rat a, b;
    return term_evaluate(s->d, s->a, s->held, at, &a) &&
           term_evaluate(s->d, s->b, s->held, at, &b) && rat_compare(a, b) == 0;
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
    Range a = term_bound(s->d, s->a, s->held, &range), b = term_bound(s->d, s->b, s->held, &range);
    if (search_decide(s->op, a, b, &answer)) {
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
        TermId limit = term_from_rat(s->d, cell.limit);
        Node below = term_compare(s->d, cell.inclusive ? DIA_LE : DIA_LT, s->held, limit);
        result = apply_select(s->d, below, cell.value, result);
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

bool search_compare(Diagrams *d, unsigned op, TermId a, TermId b, TermId held, Node *out)
{
    const Term *t = &d->terms.items[held];
    Search s = { .d = d, .op = op, .a = a, .b = b, .held = held, .dense = !t->integral };
    Place first, last;
    if (t->range.may_fail || t->range.lo_none || t->range.hi_none || !term_can_hold(d, a, held) ||
        !term_can_hold(d, b, held) || !find_place(t->range.lo, s.dense, &first) ||
        !find_place(t->range.hi, s.dense, &last)) {
        return false;
    }
    search(&s, first, last);
    if (s.evaluations > LIMIT_EVALUATIONS) {
        return false;
    }
    *out = join_cells(&s);
    return true;
}
