/* term.c - arithmetic over free facts, kept symbolic at the leaves until it is compared.
 * Hash-consed. */
#include "runtime/cells/engine.h"

/* Deeper terms (sums over long lists) are only bounded by what their parts are known to be. */
enum { LIMIT_TERM_DEPTH = 500 };

static uint64_t hash_of(uint16_t op, uint8_t digits, uint32_t a, uint32_t b)
{
    uint64_t h = (op | (uint64_t)digits << 16) * UINT64_C(0x9e3779b97f4a7c15);
    h = (h ^ a) * UINT64_C(0xff51afd7ed558ccd);
    h = (h ^ (h >> 31) ^ b) * UINT64_C(0xc4ceb9fe1a85ec53);
    return h ^ (h >> 29);
}

static void rehash(Cells *e)
{
    uint32_t size = 2 * (e->term_hash.mask + 1);
    e->term_hash = (Hash){ ARENA_ARRAY(e->arena, uint32_t, size), size - 1, e->term_hash.count };
    for (uint32_t i = 0; i < e->terms.count; i++) {
        const Term *t = &e->terms.items[i];
        uint32_t at = (uint32_t)hash_of(t->op, t->digits, t->a, t->b) & e->term_hash.mask;
        while (e->term_hash.slots[at]) {
            at = (at + 1) & e->term_hash.mask;
        }
        e->term_hash.slots[at] = i + 1;
    }
}

/* Fills what follows from the parts; called once for a new term. */
static void describe(Cells *e, Term *t);

static TermId find_or_add(Cells *e, uint16_t op, unsigned digits, uint32_t a, uint32_t b)
{
    uint32_t at = (uint32_t)hash_of(op, (uint8_t)digits, a, b) & e->term_hash.mask;
    for (; e->term_hash.slots[at]; at = (at + 1) & e->term_hash.mask) {
        const Term *t = &e->terms.items[e->term_hash.slots[at] - 1];
        if (t->op == op && t->digits == digits && t->a == a && t->b == b) {
            return e->term_hash.slots[at] - 1;
        }
    }
    Term term = { .op = op, .digits = (uint8_t)digits, .a = a, .b = b };
    describe(e, &term);
    TermId id = e->terms.count;
    if (id >= LIMIT_TERMS) {
        e->over = true;
        return id - 1;
    }
    vec_add(e->arena, &e->terms, term);
    e->term_hash.slots[at] = id + 1;
    if (++e->term_hash.count * 2 > e->term_hash.mask) {
        rehash(e);
    }
    return id;
}

TermId term_from_var(Cells *e, VarId var)
{
    return find_or_add(e, TERM_VAR, 0, var, 0);
}
TermId term_from_rat(Cells *e, Rat value)
{
    return find_or_add(e, TERM_CONST, 0, rat_intern(e, value), 0);
}

/* A real as an exact number, so far as 64 bits after the point reach. Only derived variables are
 * compared with it: beyond that reach two thresholds may fall together, which leaves an answer open
 * that need not be. */
static Rat rat_from_real(double value)
{
    Rat result = { 0, 1 };
    int shift = 0;
    if (value >= 9e18 || value <= -9e18) {
        return rat_from_int(value > 0 ? INT64_MAX : INT64_MIN);
    }
    while (shift < 64 && value != (double)(int64_t)value && value < 1e15 && value > -1e15) {
        value *= 2;
        shift++;
    }
    rat_make((int64_t)value, (__int128)1 << shift, &result);
    return result;
}

TermId term_from_leaf(Cells *e, Node leaf)
{
    switch (leaf_get_kind(e, leaf)) {
    case LEAF_TERM: return leaf_get_term(e, leaf);
    case LEAF_NUMBER: return term_from_rat(e, leaf_get_rat(e, leaf));
    default: return term_from_rat(e, rat_from_real(leaf_get_real(e, leaf)));
    }
}

static VarId join_vars(VarId a, VarId b)
{
    if (a == VAR_NONE || a == b) {
        return b;
    }
    return b == VAR_NONE ? a : VAR_MANY;
}

static bool is_real_op(uint16_t op)
{
    return op == OP_TO_REAL || op == OP_ROUND_REAL || (op >= OP_REAL_ADD && op <= OP_REAL_POW);
}

static bool is_integral_op(uint16_t op, bool parts)
{
    switch (op) {
    case OP_ADD_INT:
    case OP_SUB_INT:
    case OP_MUL_INT:
    case OP_ROUND_INT:
    case OP_ADD_DAYS:
    case OP_ADD_MONTHS:
    case OP_REACH_MONTHS:
    case OP_DAYS:
    case OP_MONTHS: return true;
    case OP_ADD:
    case OP_SUB:
    case OP_MUL:
    case OP_MIN:
    case OP_MAX: return parts;
    default: return false;
    }
}

static void describe(Cells *e, Term *t)
{
    if (t->op == TERM_CONST) {
        Rat value = e->rats.items[t->a];
        t->var = VAR_NONE;
        t->integral = value.den == 1;
        t->range = range_from_rat(value);
        return;
    }
    if (t->op == TERM_VAR) {
        const Var *var = var_get(e, t->a);
        t->var = t->a;
        t->integral = !var->dense;
        t->range = var_get_range(var);
        return;
    }
    if (t->op == TERM_OPAQUE) {
        t->var = VAR_MANY;
        t->opaque = true;
        return;
    }
    const Term *a = &e->terms.items[t->a], *b = &e->terms.items[t->b];
    t->var = join_vars(a->var, b->var);
    t->opaque = a->opaque || b->opaque || is_real_op(t->op);
    t->integral = is_integral_op(t->op, a->integral && b->integral);
    unsigned depth = 1u + (a->depth > b->depth ? a->depth : b->depth);
    t->depth = (uint16_t)(depth < UINT16_MAX ? depth : UINT16_MAX);
    t->range = range_apply(t->op, t->digits, a->range, b->range, t->a == t->b);
    if (t->op == OP_ADD_DAYS && t->range.may_fail && b->integral && !a->range.may_fail &&
        !b->range.may_fail) {
        Range sum = range_apply(
            OP_DAYS, 0, a->range,
            range_apply(OP_SUB, 0, range_from_rat(rat_from_int(0)), b->range, false), false);
        bool inside = !sum.lo_none && !sum.hi_none &&
                      rat_compare(sum.lo, rat_from_int(DAY_MIN)) >= 0 &&
                      rat_compare(sum.hi, rat_from_int(DAY_MAX)) <= 0;
        t->range.may_fail = !inside;
    }
}

/* Parts of which one is the result for every completion. */
static bool simplify(const Cells *e, unsigned op, TermId a, TermId b, TermId *out)
{
    const Term *x = &e->terms.items[a], *y = &e->terms.items[b];
    bool sure = !x->range.may_fail && !y->range.may_fail;
    if ((op == OP_ROUND_INT || op == OP_ROUND) && x->integral && sure) {
        *out = a;
        return true;
    }
    if ((op != OP_MIN && op != OP_MAX) || !sure) {
        return false;
    }
    bool a_below =
        !x->range.hi_none && !y->range.lo_none && rat_compare(x->range.hi, y->range.lo) <= 0;
    bool b_below =
        !y->range.hi_none && !x->range.lo_none && rat_compare(y->range.hi, x->range.lo) <= 0;
    if (!a_below && !b_below && a != b) {
        return false;
    }
    *out = (op == OP_MIN) == a_below ? a : b;
    return true;
}

static bool is_commutative(unsigned op)
{
    return op == OP_ADD || op == OP_ADD_INT || op == OP_MUL || op == OP_MUL_INT || op == OP_MIN ||
           op == OP_MAX;
}

/* 2 x, x + x and x / 0.5 are one term: a factor, then an offset. */
static TermId make_canonical(Cells *e, TermId term)
{
    VarId var = e->terms.items[term].var;
    Rat factor, offset;
    if (var >= VAR_MANY || e->terms.items[term].depth == 0 ||
        !term_get_affine(e, term, &factor, &offset)) {
        return term;
    }
    if (factor.num == 0) {
        return term_from_rat(e, offset);
    }
    TermId made = term_from_var(e, var);
    if (factor.num != factor.den) {
        made = find_or_add(e, OP_MUL, 0, made, term_from_rat(e, factor));
    }
    return offset.num ? find_or_add(e, OP_ADD, 0, made, term_from_rat(e, offset)) : made;
}

/* The constant of max(x, c), and x. */
static bool split_constant(const Cells *e, unsigned op, TermId term, TermId *rest, TermId *constant)
{
    const Term *t = &e->terms.items[term];
    if (t->op != op) {
        return false;
    }
    bool first = e->terms.items[t->a].op == TERM_CONST;
    *constant = first ? t->a : t->b;
    *rest = first ? t->b : t->a;
    return e->terms.items[*constant].op == TERM_CONST;
}

/* max(max(x, c), y) is max(max(x, y), c), and max(max(x, c), d) the larger of c and d beside x:
 * what is below a constant leaves no trace, or a fact that only adds such a part would seem to
 * matter. */
static bool move_constant_out(Cells *e, unsigned op, TermId a, TermId b, TermId *out)
{
    TermId rest, constant;
    if (op != OP_MIN && op != OP_MAX) {
        return false;
    }
    if (!split_constant(e, op, a, &rest, &constant)) {
        if (!split_constant(e, op, b, &rest, &constant)) {
            return false;
        }
        b = a;
    }
    bool both = e->terms.items[b].op == TERM_CONST;
    *out = both ? term_make(e, op, 0, rest, term_make(e, op, 0, constant, b))
                : term_make(e, op, 0, term_make(e, op, 0, rest, b), constant);
    return true;
}

TermId term_make(Cells *e, unsigned op, unsigned digits, TermId a, TermId b)
{
    TermId simple;
    if (simplify(e, op, a, b, &simple) || move_constant_out(e, op, a, b, &simple)) {
        return simple;
    }
    if (is_commutative(op) && a > b) {
        TermId swap = a;
        a = b;
        b = swap;
    }
    return make_canonical(e, find_or_add(e, (uint16_t)op, digits, a, b));
}

TermId term_make_opaque(Cells *e, unsigned op, unsigned extra, const Node *nodes, unsigned count)
{
    TermId chain = find_or_add(e, TERM_OPAQUE, op, extra, count);
    for (unsigned i = 0; i < count; i++) {
        chain = find_or_add(e, TERM_OPAQUE, 0, chain, nodes[i]);
    }
    return chain;
}

Node term_to_leaf(Cells *e, TermId term)
{
    const Term *t = &e->terms.items[term];
    if (t->range.fails) {
        return NODE_FAIL;
    }
    bool single = !t->range.may_fail && !t->range.lo_none && !t->range.hi_none &&
                  rat_compare(t->range.lo, t->range.hi) == 0;
    return single && !t->opaque ? leaf_from_rat(e, t->range.lo) : leaf_from_term(e, term);
}

/* ---- with the variable held inside a range, or at a value ---- */

static Range bound(Cells *e, TermId term, TermId held, const Range *range)
{
    Term *t = &e->terms.items[term];
    VarId var = e->terms.items[held].var;
    if (term == held) {
        return *range;
    }
    if (t->op >= TERM_VAR || t->depth > LIMIT_TERM_DEPTH || t->opaque ||
        (t->var != var && t->var != VAR_MANY)) {
        return t->range;
    }
    if (t->seen == e->term_round) {
        return t->kept;
    }
    if (!engine_step(e)) {
        return t->range;
    }
    Range a = bound(e, t->a, held, range);
    Range b = t->a == t->b ? a : bound(e, t->b, held, range);
    t->seen = e->term_round;
    return t->kept = range_apply(t->op, t->digits, a, b, t->a == t->b);
}

Range term_bound(Cells *e, TermId term, TermId held, const Range *range)
{
    e->term_round++;
    return bound(e, term, held, range);
}

/* kept.lo: the value; kept.fails: there is none. */
static bool evaluate(Cells *e, TermId term, TermId held, Rat at, Rat *out)
{
    Term *t = &e->terms.items[term];
    Rat a, b;
    if (term == held) {
        *out = at;
    }
    if (t->op == TERM_CONST) {
        *out = e->rats.items[t->a];
    }
    if (term == held || t->op == TERM_CONST) {
        return true;
    }
    if (t->op >= TERM_VAR || t->opaque || t->depth > LIMIT_TERM_DEPTH) {
        return false;
    }
    if (t->seen != e->term_round) {
        if (!engine_step(e)) {
            return false;
        }
        bool known = evaluate(e, t->a, held, at, &a) && evaluate(e, t->b, held, at, &b) &&
                     rat_apply(t->op, t->digits, a, b, &t->kept.lo);
        t->kept.fails = !known;
        t->seen = e->term_round;
    }
    *out = t->kept.lo;
    return !t->kept.fails;
}

bool term_evaluate(Cells *e, TermId term, TermId held, Rat at, Rat *out)
{
    e->term_round++;
    return evaluate(e, term, held, at, out);
}

bool term_can_hold(const Cells *e, TermId term, TermId held)
{
    return term == held || e->terms.items[term].depth <= LIMIT_TERM_DEPTH;
}

/* ---- factor * x + offset ---- */

typedef struct Affine {
    Rat factor, offset;
} Affine;

static bool scale_affine(Affine x, Affine by, bool divide, Affine *out)
{
    bool (*combine)(Rat, Rat, Rat *) = divide ? rat_div : rat_mul;
    return by.factor.num == 0 && combine(x.factor, by.offset, &out->factor) &&
           combine(x.offset, by.offset, &out->offset);
}

static bool combine_affine(unsigned op, Affine a, Affine b, Affine *out)
{
    switch (op) {
    case OP_ADD:
    case OP_ADD_INT:
    case OP_ADD_DAYS:
        return rat_add(a.factor, b.factor, &out->factor) &&
               rat_add(a.offset, b.offset, &out->offset);
    case OP_SUB:
    case OP_SUB_INT:
    case OP_DAYS:
        return rat_sub(a.factor, b.factor, &out->factor) &&
               rat_sub(a.offset, b.offset, &out->offset);
    case OP_MUL:
    case OP_MUL_INT: return scale_affine(a, b, false, out) || scale_affine(b, a, false, out);
    case OP_DIV: return scale_affine(a, b, true, out);
    default: return false;
    }
}

/* kept.lo and kept.hi: factor and offset; kept.fails: it has none. */
static bool read_affine(Cells *e, TermId term, Affine *out)
{
    Term *t = &e->terms.items[term];
    Affine a, b;
    if (t->range.may_fail || t->opaque || t->depth > LIMIT_TERM_DEPTH) {
        return false;
    }
    if (t->op == TERM_VAR) {
        *out = (Affine){ rat_from_int(1), rat_from_int(0) };
    }
    if (t->op == TERM_CONST) {
        *out = (Affine){ rat_from_int(0), e->rats.items[t->a] };
    }
    if (t->op == TERM_VAR || t->op == TERM_CONST) {
        return true;
    }
    if (t->seen != e->term_round) {
        t->kept.fails = !(read_affine(e, t->a, &a) && read_affine(e, t->b, &b) &&
                          combine_affine(t->op, a, b, out));
        if (!t->kept.fails) {
            t->kept.lo = out->factor, t->kept.hi = out->offset;
        }
        t->seen = e->term_round;
    }
    *out = (Affine){ t->kept.lo, t->kept.hi };
    return !t->kept.fails;
}

bool term_get_affine(Cells *e, TermId term, Rat *factor, Rat *offset)
{
    Affine affine;
    if (e->terms.items[term].var == VAR_MANY) {
        return false;
    }
    e->term_round++;
    if (!read_affine(e, term, &affine)) {
        return false;
    }
    *factor = affine.factor;
    *offset = affine.offset;
    return true;
}

/* ---- what a term mentions ---- */

void term_add_vars(Cells *e, TermId term, void (*add)(void *context, VarId var), void *context)
{
    VEC(TermId) open = { NULL, 0, 0 };
    e->term_walk++;
    vec_add(e->arena, &open, term);
    while (open.count) {
        Term *t = &e->terms.items[open.items[--open.count]];
        if (t->mark == e->term_walk) {
            continue;
        }
        t->mark = e->term_walk;
        if (t->op == TERM_VAR) {
            add(context, t->a);
        }
        if (t->op >= TERM_VAR) {
            continue;
        }
        TermId a = t->a, b = t->b;
        vec_add(e->arena, &open, a);
        vec_add(e->arena, &open, b);
    }
}
