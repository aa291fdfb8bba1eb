/* order.c - variables compared with each other: one representative per order.
 *
 * The variables of a class get common points: every cut of any of them, and in each gap between two
 * cuts one point more than the class has members. Any order of the members, and any change of one
 * of them with the others held, then appears among the points. Where all comparisons share one
 * side, as the sizes of many elements against one limit, the others do not see each other: if only
 * the limit moves, from p to q, they stand below, at, between, at and above: five points do. A new
 * member, comparison or cut makes the points stale; the answer is then computed once more. */
#include "runtime/diagram/kernel.h"
#include <stdlib.h>

/* Larger classes cost more than they tell, unless they are stars: their members' differences become
 * derived variables. */
enum { LIMIT_MEMBERS = 6, STAR_POINTS = 5 };

static OrderClass *get_class(Diagrams *d, const Var *var)
{
    return &d->classes.items[var->order_class - 1];
}

static void make_stale(Diagrams *d, OrderClass *class)
{
    class->stale = true;
    d->stale = true;
}

void order_note_cut(Diagrams *d, const Var *var)
{
    make_stale(d, get_class(d, var));
}

/* ---- classes ---- */

static void add_member(Diagrams *d, uint32_t class, VarId id, Rat scale)
{
    Var *var = var_get(d, id);
    var->order_class = class + 1;
    var->scale = scale;
    vec_add(d->arena, &d->classes.items[class].members, id);
}

static uint32_t find_class(Diagrams *d, VarId id, Rat scale)
{
    Var *var = var_get(d, id);
    if (!var->order_class) {
        vec_add(d->arena, &d->classes,
                ((OrderClass){ .stale = true, .star = true, .centres = { id, id } }));
        add_member(d, d->classes.count - 1, id, scale);
    }
    return var->order_class - 1;
}

/* Move the members of one class to another, their scales multiplied. */
static bool merge(Diagrams *d, uint32_t into, uint32_t from, Rat by)
{
    OrderClass *source = &d->classes.items[from];
    for (uint32_t i = 0; i < source->members.count; i++) {
        Rat scale;
        if (!rat_mul(var_get(d, source->members.items[i])->scale, by, &scale)) {
            return false;
        }
        add_member(d, into, source->members.items[i], scale);
    }
    source->members.count = 0;
    source->stale = false;
    return true;
}

static bool is_whole_class(Diagrams *d, const OrderClass *class)
{
    for (uint32_t i = 0; i < class->members.count; i++) {
        if (!var_get(d, class->members.items[i])->dense) {
            return true;
        }
    }
    return false;
}

/* Whole-numbered members only among unscaled ones. */
static bool is_sound(Diagrams *d, const OrderClass *class)
{
    bool scaled = false;
    for (uint32_t i = 0; i < class->members.count; i++) {
        Rat scale = var_get(d, class->members.items[i])->scale;
        scaled = scaled || scale.num != 1 || scale.den != 1;
    }
    return !scaled || !is_whole_class(d, class);
}

/* The centres left when x and y are compared too. A class of one variable is the start of any star.
 */
static bool stays_star(const OrderClass *class, VarId x, VarId y, VarId out[2])
{
    bool first = class->centres[0] == x || class->centres[0] == y,
         second = class->centres[1] == x || class->centres[1] == y;
    if (!class->star || (!first && !second)) {
        return false;
    }
    out[0] = first ? class->centres[0] : class->centres[1];
    out[1] = second ? class->centres[1] : class->centres[0];
    return true;
}

/* A comparison between two members. False if the class is too large for it. */
static bool add_comparison(Diagrams *d, OrderClass *class, VarId x, VarId y)
{
    VarId centres[2];
    if (!class->star) {
        return class->members.count <= LIMIT_MEMBERS;
    }
    if (stays_star(class, x, y, centres)) {
        memcpy(class->centres, centres, sizeof centres);
        return true;
    }
    if (class->members.count > LIMIT_MEMBERS) {
        return false;
    }
    class->star = false;
    make_stale(d, class);
    return true;
}

/* May two classes become one, x of the one compared with y of the other? */
static bool may_unite(const OrderClass *a, const OrderClass *b, VarId x, VarId y, bool *star,
                      VarId centres[2])
{
    VarId of_a[2], of_b[2];
    *star = false;
    if (a->broken || b->broken) {
        return false;
    }
    if (a->members.count == 1 && b->members.count == 1) {
        *star = true;
        centres[0] = x;
        centres[1] = y;
    } else if (b->members.count == 1 && stays_star(a, x, x, of_a)) {
        *star = true;
        centres[0] = centres[1] = x;
    } else if (a->members.count == 1 && stays_star(b, y, y, of_b)) {
        *star = true;
        centres[0] = centres[1] = y;
    }
    return *star || a->members.count + b->members.count <= LIMIT_MEMBERS;
}

/* Puts both into one class in which x_factor * x and y_factor * y are comparable. */
static bool unite(Diagrams *d, VarId x, Rat x_factor, VarId y, Rat y_factor)
{
    uint32_t a = find_class(d, x, x_factor), b = find_class(d, y, y_factor);
    Rat x_ratio, y_ratio, by;
    VarId centres[2] = { x, y };
    bool star;
    if (!rat_div(var_get(d, x)->scale, x_factor, &x_ratio) ||
        !rat_div(var_get(d, y)->scale, y_factor, &y_ratio)) {
        return false;
    }
    OrderClass *class = &d->classes.items[a];
    if (a == b) {
        return rat_compare(x_ratio, y_ratio) == 0 && !class->broken &&
               add_comparison(d, class, x, y);
    }
    if (!may_unite(class, &d->classes.items[b], x, y, &star, centres)) {
        return false;
    }
    if (!rat_div(x_ratio, y_ratio, &by) || !merge(d, a, b, by)) {
        return false;
    }
    class->star = star;
    memcpy(class->centres, centres, sizeof centres);
    class->broken = !is_sound(d, class);
    make_stale(d, class);
    return !class->broken;
}

/* ---- points ---- */

static int compare_rats(const void *a, const void *b)
{
    return rat_compare(*(const Rat *)a, *(const Rat *)b);
}

static bool add_scaled(Diagrams *d, RatList *list, Rat value, Rat scale)
{
    Rat scaled;
    if (!rat_mul(value, scale, &scaled)) {
        return false;
    }
    vec_add(d->arena, list, scaled);
    return true;
}

bool order_collect_cuts(Diagrams *d, const OrderClass *class, RatList *cuts)
{
    for (uint32_t i = 0; i < class->members.count; i++) {
        const Var *var = var_get(d, class->members.items[i]);
        if (!add_scaled(d, cuts, var->lo, var->scale) ||
            !add_scaled(d, cuts, var->hi, var->scale)) {
            return false;
        }
        for (uint32_t k = 0; k < var->cuts.count; k++) {
            if (!add_scaled(d, cuts, cut_get_rat(d, var->cuts.items[k]), var->scale)) {
                return false;
            }
        }
    }
    qsort(cuts->items, cuts->count, sizeof *cuts->items, compare_rats);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < cuts->count; i++) {
        if (i == 0 || rat_compare(cuts->items[i], cuts->items[kept - 1]) != 0) {
            cuts->items[kept++] = cuts->items[i];
        }
    }
    cuts->count = kept;
    return true;
}

static bool add_between(Diagrams *d, RatList *points, Rat lo, Rat hi, uint32_t count)
{
    Rat width, step, part, point;
    if (!rat_sub(hi, lo, &width)) {
        return false;
    }
    for (uint32_t i = 1; i <= count; i++) {
        if (!rat_make(i, count + 1, &part) || !rat_mul(width, part, &step) ||
            !rat_add(lo, step, &point)) {
            return false;
        } else {
            vec_add(d->arena, points, point);
        }
    }
    return true;
}

/* Whole numbers first, and if there are dense members, points between them. */
static bool add_whole_between(Diagrams *d, RatList *points, Rat lo, Rat hi, uint32_t count,
                              bool dense)
{
    __int128 whole = lo.num / lo.den - (lo.num < 0 && lo.num % lo.den != 0);
    Rat from = lo;
    for (uint32_t i = 0; i < count; i++) {
        Rat next = { whole + 1 + (__int128)i, 1 };
        if (rat_compare(next, hi) >= 0) {
            break;
        }
        if (dense && !add_between(d, points, from, next, count)) {
            return false;
        }
        vec_add(d->arena, points, next);
        from = next;
    }
    return !dense || add_between(d, points, from, hi, count);
}

static bool make_points(Diagrams *d, OrderClass *class)
{
    RatList cuts = { NULL, 0, 0 }, points = { NULL, 0, 0 };
    uint32_t count = class->members.count + 1, dense = 0;
    if (class->star && count > STAR_POINTS) {
        count = STAR_POINTS;
    }
    for (uint32_t i = 0; i < class->members.count; i++) {
        dense += var_get(d, class->members.items[i])->dense;
    }
    if (!order_collect_cuts(d, class, &cuts)) {
        return false;
    }
    for (uint32_t i = 0; i < cuts.count; i++) {
        vec_add(d->arena, &points, cuts.items[i]);
        if (i + 1 == cuts.count) {
            break;
        }
        Rat lo = cuts.items[i], hi = cuts.items[i + 1];
        bool made = dense == class->members.count
                        ? add_between(d, &points, lo, hi, count)
                        : add_whole_between(d, &points, lo, hi, count, dense > 0);
        if (!made) {
            return false;
        }
    }
    class->points.items = points.items;
    class->points.count = points.count;
    return true;
}

/* The points inside a member's range, in its own scale. */
static bool give_points(Diagrams *d, const OrderClass *class, Var *var)
{
    var->points.count = 0;
    for (uint32_t i = 0; i < class->points.count; i++) {
        Rat own;
        if (!rat_div(class->points.items[i], var->scale, &own)) {
            return false;
        }
        bool inside = rat_compare(own, var->lo) >= 0 && rat_compare(own, var->hi) <= 0;
        if (inside && (var->dense || own.den == 1)) {
            vec_add(d->arena, &var->points, own);
        }
    }
    return true;
}

bool order_refresh(Diagrams *d)
{
    bool any = false;
    for (uint32_t i = 0; i < d->classes.count; i++) {
        OrderClass *class = &d->classes.items[i];
        if (!class->stale) {
            continue;
        }
        class->stale = false;
        any = true;
        class->broken = class->broken || !make_points(d, class);
        for (uint32_t k = 0; k < class->members.count; k++) {
            Var *var = var_get(d, class->members.items[k]);
            if (class->broken) {
                var->points.count = 0;
            } else if (!give_points(d, class, var)) {
                class->broken = class->stale = true;
            }
        }
    }
    d->stale = false;
    return any;
}

/* ---- comparison ---- */

/* The diagram starts with the variable that comes first; for each of its points the other is cut by
 * that point. */
static Node compare_points(Diagrams *d, unsigned op, VarId x, VarId y)
{
    bool x_first = x < y;
    VarId first = x_first ? x : y, second = x_first ? y : x;
    const Var *top = var_get(d, first);
    Rat ratio = { 0, 1 };
    Node chain = NODE_FAIL;
    rat_div(top->scale, var_get(d, second)->scale, &ratio);
    for (uint32_t i = top->points.count; i-- > 0;) {
        Rat limit;
        if (!rat_mul(top->points.items[i], ratio, &limit)) {
            return NODE_FAIL;
        }
        /* x <= y seen from x: not y < x; seen from y: x <= y. */
        Node cut = x_first ? node_not(d, var_atom_at_point(d, second, limit, op == DIA_LT))
                           : var_atom_at_point(d, second, limit, op == DIA_LE);
        bool last = i + 1 == top->points.count;
        chain = last
                    ? cut
                    : node_make(d, first, rat_intern(d, top->points.items[i]) << 1 | 1, cut, chain);
    }
    return chain;
}

static bool is_hidden_pair(Diagrams *d, VarId x, VarId y)
{
    const Var *a = var_get(d, x), *b = var_get(d, y);
    return (a->derived && b->derived) || (a->twins && a->twins == b->twins);
}

bool order_compare(Diagrams *d, unsigned op, VarId x, Rat x_factor, VarId y, Rat y_factor,
                   Node *out)
{
    const Var *a = var_get(d, x), *b = var_get(d, y);
    bool bounded = !a->lo_none && !a->hi_none && !b->lo_none && !b->hi_none;
    if (!bounded || !a->wide || !b->wide || is_hidden_pair(d, x, y) ||
        !unite(d, x, x_factor, y, y_factor)) {
        return false;
    }
    if (get_class(d, a)->stale) {
        return false;
    }
    *out = compare_points(d, op, x, y);
    return true;
}
