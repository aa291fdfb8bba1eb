/* diagram_compare.c - are two diagrams, of two stores, one function? Each is the only one for its
 * function in its store, so they are walked side by side: everything that stands in one place must
 * mean the same, down to the leaves.
 *
 *     9: a <= 2 ? 3 : 7        5: a <= 2 ? 0 : 4        places that must agree:
 *                                                       9 = 5, then 3 = 0 and 7 = 4, then ...
 */
#include "runtime/diagram/diagram.h"
#include "runtime/base/vec.h"
#include "runtime/diagram/kernel.h"

typedef enum PlaceKind { PLACE_NODE, PLACE_TERM, PLACE_CLASS, PLACE_KINDS } PlaceKind;
typedef struct Place {
    PlaceKind kind;
    uint32_t a, b;
} Place;

/* What an id of a stands for in b, + 1; and the other way. */
typedef struct Pairs {
    uint32_t *of_a, *of_b;
} Pairs;

typedef struct Comparison {
    Arena *arena;
    const Diagrams *a, *b;
    DiagramMatch match;
    Pairs pairs[PLACE_KINDS];
    VEC(Place) open;
} Comparison;

/* False if one of them already stands for another. */
static bool must_agree(Comparison *c, PlaceKind kind, uint32_t a, uint32_t b)
{
    Pairs *pairs = &c->pairs[kind];
    if (pairs->of_a[a] || pairs->of_b[b]) {
        return pairs->of_a[a] == b + 1 && pairs->of_b[b] == a + 1;
    }
    pairs->of_a[a] = b + 1;
    pairs->of_b[b] = a + 1;
    vec_add(c->arena, &c->open, ((Place){ kind, a, b }));
    return true;
}

static bool is_same_rat(Rat a, Rat b)
{
    return a.num == b.num && a.den == b.den;
}

/* ---- variables ---- */

static bool has_same_domain(const Var *a, const Var *b)
{
    return a->dense == b->dense && a->wide == b->wide && a->lo_none == b->lo_none &&
           a->hi_none == b->hi_none && is_same_rat(a->lo, b->lo) && is_same_rat(a->hi, b->hi);
}

static bool has_same_name(const Comparison *c, uint64_t a, uint64_t b)
{
    return c->match.same_variable ? c->match.same_variable(c->match.context, a, b) : a == b;
}

/* A derived variable is the arithmetic that it stands for. */
static bool is_same_var(Comparison *c, VarId x, VarId y)
{
    const Var *a = var_get(c->a, x), *b = var_get(c->b, y);
    if (a->derived != b->derived || !has_same_domain(a, b) ||
        (a->order_class != 0) != (b->order_class != 0)) {
        return false;
    }
    if (a->order_class && !must_agree(c, PLACE_CLASS, a->order_class - 1, b->order_class - 1)) {
        return false;
    }
    return a->derived ? must_agree(c, PLACE_TERM, a->term, b->term)
                      : has_same_name(c, a->name, b->name);
}

/* Of variables compared with each other only the representatives are told apart: they belong to
 * what the cuts mean. */
static bool is_same_class(Comparison *c, uint32_t x, uint32_t y)
{
    const OrderClass *a = &c->a->classes.items[x], *b = &c->b->classes.items[y];
    bool same = a->members.count == b->members.count && a->points.count == b->points.count;
    for (uint32_t i = 0; same && i < a->points.count; i++) {
        same = is_same_rat(a->points.items[i], b->points.items[i]);
    }
    for (uint32_t i = 0; same && i < a->members.count; i++) {
        VarId m = a->members.items[i], n = b->members.items[i];
        same =
            is_same_rat(var_get(c->a, m)->scale, var_get(c->b, n)->scale) && is_same_var(c, m, n);
    }
    return same;
}

/* ---- terms ---- */

static bool is_same_term(Comparison *c, TermId x, TermId y)
{
    const Term *a = &c->a->terms.items[x], *b = &c->b->terms.items[y];
    if (a->op != b->op || a->digits != b->digits) {
        return false;
    }
    switch (a->op) {
    case TERM_OPAQUE: return false;
    case TERM_VAR: return is_same_var(c, a->a, b->a);
    case TERM_CONST: return is_same_rat(c->a->rats.items[a->a], c->b->rats.items[b->a]);
    default: return must_agree(c, PLACE_TERM, a->a, b->a) && must_agree(c, PLACE_TERM, a->b, b->b);
    }
}

/* ---- rows ---- */

static bool is_same_leaf(Comparison *c, Node x, Node y)
{
    const Row *a = row_get(c->a, x), *b = row_get(c->b, y);
    if (a->cut != b->cut) {
        return false;
    }
    switch ((LeafKind)a->cut) {
    case LEAF_FAIL:
    case LEAF_NONE: return true;
    case LEAF_HOLE:
    case LEAF_TWO:
        return c->match.same_fault ? c->match.same_fault(c->match.context, a->lo, b->lo)
                                   : a->lo == b->lo;
    case LEAF_NUMBER: return is_same_rat(leaf_get_rat(c->a, x), leaf_get_rat(c->b, y));
    case LEAF_TERM: return must_agree(c, PLACE_TERM, a->lo, b->lo);
    case LEAF_VALUE:
    case LEAF_REAL:
    case LEAF_SET: break;
    }
    return a->lo == b->lo && a->hi == b->hi;
}

static bool is_same_row(Comparison *c, Node x, Node y)
{
    const Row *a = row_get(c->a, x), *b = row_get(c->b, y);
    if (a->var == VAR_LEAF || b->var == VAR_LEAF) {
        return a->var == b->var && is_same_leaf(c, x, y);
    }
    return (a->cut & 1) == (b->cut & 1) &&
           is_same_rat(cut_get_rat(c->a, a->cut), cut_get_rat(c->b, b->cut)) &&
           is_same_var(c, a->var, b->var) && must_agree(c, PLACE_NODE, a->lo, b->lo) &&
           must_agree(c, PLACE_NODE, a->hi, b->hi);
}

static bool is_same_place(Comparison *c, Place place)
{
    switch (place.kind) {
    case PLACE_NODE: return is_same_row(c, place.a, place.b);
    case PLACE_TERM: return is_same_term(c, place.a, place.b);
    case PLACE_CLASS: return is_same_class(c, place.a, place.b);
    case PLACE_KINDS: break;
    }
    return false;
}

static Pairs make_pairs(Arena *arena, uint32_t a, uint32_t b)
{
    return (Pairs){ ARENA_ARRAY(arena, uint32_t, (size_t)a + 1),
                    ARENA_ARRAY(arena, uint32_t, (size_t)b + 1) };
}

bool diagram_compare(Arena *scratch, Diagram a, Diagram b, DiagramMatch match)
{
    Comparison c = { .arena = scratch, .a = a.store, .b = b.store, .match = match };
    if (a.store == b.store && a.root == b.root) {
        return true;
    }
    c.pairs[PLACE_NODE] = make_pairs(scratch, c.a->rows.count, c.b->rows.count);
    c.pairs[PLACE_TERM] = make_pairs(scratch, c.a->terms.count, c.b->terms.count);
    c.pairs[PLACE_CLASS] = make_pairs(scratch, c.a->classes.count, c.b->classes.count);
    bool same = must_agree(&c, PLACE_NODE, a.root, b.root);
    while (same && c.open.count) {
        same = is_same_place(&c, c.open.items[--c.open.count]);
    }
    return same;
}
