/* term.c - arithmetic over free facts, kept symbolic at the leaves until it is compared.
 * Hash-consed. */
#include "runtime/diagram/kernel.h"
#include "runtime/base/claim.h"

/* Deeper terms (sums over long lists) are only bounded by what their parts are known to be. */
enum { LIMIT_TERM_DEPTH = 500 };

static uint64_t hash_of(uint16_t op, uint8_t digits, uint32_t a, uint32_t b)
{
    uint64_t h = (op | (uint64_t)digits << 16) * UINT64_C(0x9e3779b97f4a7c15);
    h = (h ^ a) * UINT64_C(0xff51afd7ed558ccd);
    h = (h ^ (h >> 31) ^ b) * UINT64_C(0xc4ceb9fe1a85ec53);
    return h ^ (h >> 29);
}

static void rehash(Diagrams *d)
{
    uint32_t size = 2 * (d->term_hash.mask + 1);
    d->term_hash = (Hash){ ARENA_ARRAY(d->arena, uint32_t, size), size - 1, d->term_hash.count };
    for (uint32_t i = 0; i < d->terms.count; i++) {
        const Term *t = &d->terms.items[i];
        uint32_t at = (uint32_t)hash_of(t->op, t->digits, t->a, t->b) & d->term_hash.mask;
        while (d->term_hash.slots[at]) {
            at = (at + 1) & d->term_hash.mask;
        }
        d->term_hash.slots[at] = i + 1;
    }
}

/* Fills what follows from the parts; called once for a new term. */
static void describe(Diagrams *d, Term *t);

static TermId find_or_add(Diagrams *d, uint16_t op, unsigned digits, uint32_t a, uint32_t b)
{
    uint32_t at = (uint32_t)hash_of(op, (uint8_t)digits, a, b) & d->term_hash.mask;
    for (; d->term_hash.slots[at]; at = (at + 1) & d->term_hash.mask) {
        const Term *t = &d->terms.items[d->term_hash.slots[at] - 1];
        if (t->op == op && t->digits == digits && t->a == a && t->b == b) {
            return d->term_hash.slots[at] - 1;
        }
    }
    Term term = { .op = op, .digits = (uint8_t)digits, .a = a, .b = b };
    describe(d, &term);
    TermId id = d->terms.count;
    if (id >= LIMIT_TERMS) {
        d->over = true;
        return id - 1;
    }
    vec_add(d->arena, &d->terms, term);
    d->term_hash.slots[at] = id + 1;
    if (++d->term_hash.count * 2 > d->term_hash.mask) {
        rehash(d);
    }
    return id;
}

TermId term_copy(Diagrams *d, Term term)
{
    TermId id = find_or_add(d, term.op, term.digits, term.a, term.b);
    d->terms.items[id].derived = term.derived;
    return id;
}

TermId term_from_var(Diagrams *d, VarId var)
{
    return find_or_add(d, TERM_VAR, 0, var, 0);
}
TermId term_from_rat(Diagrams *d, Rat value)
{
    return find_or_add(d, TERM_CONST, 0, rat_intern(d, value), 0);
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

TermId term_from_leaf(Diagrams *d, Node leaf)
{
    switch (leaf_get_kind(d, leaf)) {
    case LEAF_TERM: return leaf_get_term(d, leaf);
    case LEAF_NUMBER: return term_from_rat(d, leaf_get_rat(d, leaf));
    case LEAF_REAL: break;
    default: CLAIM_NEVER("Only numbers, reals and terms are arithmetic."); break;
    }
    return term_from_rat(d, rat_from_real(leaf_get_real(d, leaf)));
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
    return op == DIA_TO_REAL || op == DIA_ROUND_REAL || (op >= DIA_REAL_ADD && op <= DIA_REAL_POW);
}

static bool is_integral_op(uint16_t op, bool parts)
{
    switch (op) {
    case DIA_ADD_INT:
    case DIA_SUB_INT:
    case DIA_MUL_INT:
    case DIA_ROUND_INT:
    case DIA_ADD_DAYS:
    case DIA_ADD_MONTHS:
    case DIA_DAYS:
    case DIA_MONTHS:
    case DIA_YEARS:
    case DIA_WEEKS: return true;
    case DIA_ADD:
    case DIA_SUB:
    case DIA_MUL:
    case DIA_MIN:
    case DIA_MAX: return parts;
    default: return false;
    }
}

static void describe(Diagrams *d, Term *t)
{
    if (t->op == TERM_CONST) {
        Rat value = d->rats.items[t->a];
        t->var = VAR_NONE;
        t->integral = value.den == 1;
        t->range = range_from_rat(value);
        return;
    }
    if (t->op == TERM_VAR) {
        const Var *var = var_get(d, t->a);
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
    const Term *a = &d->terms.items[t->a], *b = &d->terms.items[t->b];
    t->var = join_vars(a->var, b->var);
    t->opaque = a->opaque || b->opaque || is_real_op(t->op);
    t->integral = is_integral_op(t->op, a->integral && b->integral);
    unsigned depth = 1u + (a->depth > b->depth ? a->depth : b->depth);
    t->depth = (uint16_t)(depth < UINT16_MAX ? depth : UINT16_MAX);
    t->range = range_apply(t->op, t->digits, a->range, b->range, t->a == t->b);
    if (t->op == DIA_ADD_DAYS && t->range.may_fail && b->integral && !a->range.may_fail &&
        !b->range.may_fail) {
        Range sum = range_apply(
            DIA_DAYS, 0, a->range,
            range_apply(DIA_SUB, 0, range_from_rat(rat_from_int(0)), b->range, false), false);
        bool inside = !sum.lo_none && !sum.hi_none &&
                      rat_compare(sum.lo, rat_from_int(DAY_MIN)) >= 0 &&
                      rat_compare(sum.hi, rat_from_int(DAY_MAX)) <= 0;
        t->range.may_fail = !inside;
    }
}

/* Parts of which one is the result for every completion. */
static bool simplify(const Diagrams *d, unsigned op, TermId a, TermId b, TermId *out)
{
    const Term *x = &d->terms.items[a], *y = &d->terms.items[b];
    bool sure = !x->range.may_fail && !y->range.may_fail;
    if ((op == DIA_ROUND_INT || op == DIA_ROUND) && x->integral && sure) {
        *out = a;
        return true;
    }
    if ((op != DIA_MIN && op != DIA_MAX) || !sure) {
        return false;
    }
    bool a_below =
        !x->range.hi_none && !y->range.lo_none && rat_compare(x->range.hi, y->range.lo) <= 0;
    bool b_below =
        !y->range.hi_none && !x->range.lo_none && rat_compare(y->range.hi, x->range.lo) <= 0;
    if (!a_below && !b_below && a != b) {
        return false;
    }
    *out = (op == DIA_MIN) == a_below ? a : b;
    return true;
}

static bool is_commutative(unsigned op)
{
    return op == DIA_ADD || op == DIA_ADD_INT || op == DIA_MUL || op == DIA_MUL_INT ||
           op == DIA_MIN || op == DIA_MAX;
}

/* 2 x, x + x and x / 0.5 are one term: a factor, then an offset. */
static TermId make_canonical(Diagrams *d, TermId term)
{
    VarId var = d->terms.items[term].var;
    Rat factor, offset;
    if (var >= VAR_MANY || d->terms.items[term].depth == 0 ||
        !term_get_affine(d, term, &factor, &offset)) {
        return term;
    }
    if (factor.num == 0) {
        return term_from_rat(d, offset);
    }
    TermId made = term_from_var(d, var);
    if (factor.num != factor.den) {
        made = find_or_add(d, DIA_MUL, 0, made, term_from_rat(d, factor));
    }
    return offset.num ? find_or_add(d, DIA_ADD, 0, made, term_from_rat(d, offset)) : made;
}

/* The constant of max(x, c), and x. */
static bool split_constant(const Diagrams *d, unsigned op, TermId term, TermId *rest,
                           TermId *constant)
{
    const Term *t = &d->terms.items[term];
    if (t->op != op) {
        return false;
    }
    bool first = d->terms.items[t->a].op == TERM_CONST;
    *constant = first ? t->a : t->b;
    *rest = first ? t->b : t->a;
    return d->terms.items[*constant].op == TERM_CONST;
}

/* max(max(x, c), y) is max(max(x, y), c), and max(max(x, c), d) the larger of c and d beside x:
 * what is below a constant leaves no trace, or a fact that only adds such a part would seem to
 * matter. */
static bool move_constant_out(Diagrams *d, unsigned op, TermId a, TermId b, TermId *out)
{
    TermId rest, constant;
    if (op != DIA_MIN && op != DIA_MAX) {
        return false;
    }
    if (!split_constant(d, op, a, &rest, &constant)) {
        if (!split_constant(d, op, b, &rest, &constant)) {
            return false;
        }
        b = a;
    }
    bool both = d->terms.items[b].op == TERM_CONST;
    *out = both ? term_make(d, op, 0, rest, term_make(d, op, 0, constant, b))
                : term_make(d, op, 0, term_make(d, op, 0, rest, b), constant);
    return true;
}

TermId term_make(Diagrams *d, unsigned op, unsigned digits, TermId a, TermId b)
{
    TermId simple;
    if (simplify(d, op, a, b, &simple) || move_constant_out(d, op, a, b, &simple)) {
        return simple;
    }
    if (is_commutative(op) && a > b) {
        TermId swap = a;
        a = b;
        b = swap;
    }
    return make_canonical(d, find_or_add(d, (uint16_t)op, digits, a, b));
}

TermId term_make_opaque(Diagrams *d, OpaqueKind kind, unsigned extra, const Node *nodes,
                        unsigned count)
{
    TermId chain = find_or_add(d, TERM_OPAQUE, 1u + kind, extra, count);
    for (unsigned i = 0; i < count; i++) {
        chain = find_or_add(d, TERM_OPAQUE, 0, chain, nodes[i]);
    }
    return chain;
}

Node term_to_leaf(Diagrams *d, TermId term)
{
    const Term *t = &d->terms.items[term];
    if (t->range.fails) {
        return NODE_FAIL;
    }
    bool single = !t->range.may_fail && !t->range.lo_none && !t->range.hi_none &&
                  rat_compare(t->range.lo, t->range.hi) == 0;
    return single && !t->opaque ? leaf_from_rat(d, t->range.lo) : leaf_from_term(d, term);
}

/* ---- with the variable held inside a range, or at a value ---- */

static Range bound(Diagrams *d, TermId term, TermId held, const Range *range)
{
    Term *t = &d->terms.items[term];
    VarId var = d->terms.items[held].var;
    if (term == held) {
        return *range;
    }
    if (t->op >= TERM_VAR || t->depth > LIMIT_TERM_DEPTH || t->opaque ||
        (t->var != var && t->var != VAR_MANY)) {
        return t->range;
    }
    if (t->seen == d->term_round) {
        return t->kept;
    }
    if (!node_step(d)) {
        return t->range;
    }
    Range a = bound(d, t->a, held, range);
    Range b = t->a == t->b ? a : bound(d, t->b, held, range);
    t->seen = d->term_round;
    return t->kept = range_apply(t->op, t->digits, a, b, t->a == t->b);
}

Range term_bound(Diagrams *d, TermId term, TermId held, const Range *range)
{
    d->term_round++;
    return bound(d, term, held, range);
}

/* kept.lo: the value; kept.fails: there is none. */
static bool evaluate(Diagrams *d, TermId term, TermId held, Rat at, Rat *out)
{
    Term *t = &d->terms.items[term];
    Rat a, b;
    if (term == held) {
        *out = at;
    }
    if (t->op == TERM_CONST) {
        *out = d->rats.items[t->a];
    }
    if (term == held || t->op == TERM_CONST) {
        return true;
    }
    if (t->op >= TERM_VAR || t->opaque || t->depth > LIMIT_TERM_DEPTH) {
        return false;
    }
    if (t->seen != d->term_round) {
        if (!node_step(d)) {
            return false;
        }
        bool known = evaluate(d, t->a, held, at, &a) && evaluate(d, t->b, held, at, &b) &&
                     rat_apply(t->op, t->digits, a, b, &t->kept.lo);
        t->kept.fails = !known;
        t->seen = d->term_round;
    }
    *out = t->kept.lo;
    return !t->kept.fails;
}

bool term_evaluate(Diagrams *d, TermId term, TermId held, Rat at, Rat *out)
{
    d->term_round++;
    return evaluate(d, term, held, at, out);
}

bool term_can_hold(const Diagrams *d, TermId term, TermId held)
{
    return term == held || d->terms.items[term].depth <= LIMIT_TERM_DEPTH;
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
    case DIA_ADD:
    case DIA_ADD_INT:
    case DIA_ADD_DAYS:
        return rat_add(a.factor, b.factor, &out->factor) &&
               rat_add(a.offset, b.offset, &out->offset);
    case DIA_SUB:
    case DIA_SUB_INT:
    case DIA_DAYS:
        return rat_sub(a.factor, b.factor, &out->factor) &&
               rat_sub(a.offset, b.offset, &out->offset);
    case DIA_MUL:
    case DIA_MUL_INT: return scale_affine(a, b, false, out) || scale_affine(b, a, false, out);
    case DIA_DIV: return scale_affine(a, b, true, out);
    default: return false;
    }
}

/* kept.lo and kept.hi: factor and offset; kept.fails: it has none. */
static bool read_affine(Diagrams *d, TermId term, Affine *out)
{
    Term *t = &d->terms.items[term];
    Affine a, b;
    if (t->range.may_fail || t->opaque || t->depth > LIMIT_TERM_DEPTH) {
        return false;
    }
    if (t->op == TERM_VAR) {
        *out = (Affine){ rat_from_int(1), rat_from_int(0) };
    }
    if (t->op == TERM_CONST) {
        *out = (Affine){ rat_from_int(0), d->rats.items[t->a] };
    }
    if (t->op == TERM_VAR || t->op == TERM_CONST) {
        return true;
    }
    if (t->seen != d->term_round) {
        t->kept.fails = !(read_affine(d, t->a, &a) && read_affine(d, t->b, &b) &&
                          combine_affine(t->op, a, b, out));
        if (!t->kept.fails) {
            t->kept.lo = out->factor, t->kept.hi = out->offset;
        }
        t->seen = d->term_round;
    }
    *out = (Affine){ t->kept.lo, t->kept.hi };
    return !t->kept.fails;
}

bool term_get_affine(Diagrams *d, TermId term, Rat *factor, Rat *offset)
{
    Affine affine;
    if (d->terms.items[term].var == VAR_MANY) {
        return false;
    }
    d->term_round++;
    if (!read_affine(d, term, &affine)) {
        return false;
    }
    *factor = affine.factor;
    *offset = affine.offset;
    return true;
}

/* ---- what a term mentions ---- */

void term_add_vars(Diagrams *d, TermId term, void (*add)(void *context, VarId var), void *context)
{
    VEC(TermId) open = { NULL, 0, 0 };
    d->term_walk++;
    vec_add(d->arena, &open, term);
    while (open.count) {
        Term *t = &d->terms.items[open.items[--open.count]];
        if (t->mark == d->term_walk) {
            continue;
        }
        t->mark = d->term_walk;
        if (t->op == TERM_VAR) {
            add(context, t->a);
        }
        if (t->op >= TERM_VAR) {
            continue;
        }
        TermId a = t->a, b = t->b;
        vec_add(d->arena, &open, a);
        vec_add(d->arena, &open, b);
    }
}
