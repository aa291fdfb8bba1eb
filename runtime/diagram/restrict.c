/* restrict.c - what is left of a frozen diagram where some of its variables are known.
 *
 * A node that is made here and is already among the frozen ones gets their id: so two functions are
 * equal exactly if their ids are, wherever their nodes are. */
#include "runtime/diagram/frozen.h"
#include "runtime/base/claim.h"

typedef struct Memo {
    uint32_t generation; /* the beginning that it is of */
    FrozenId result;
} Memo;

typedef struct Known {
    uint32_t generation;
    RankRange range;
} Known;

struct Restriction {
    Arena *arena;
    const Frozen *frozen;
    RestrictHost host;
    uint32_t generation, walk;
    Memo *memos;          /* by id of an inner node */
    Known *known;         /* by variable */
    VEC(FrozenNode) made; /* ids follow those of the frozen nodes */
    uint32_t *slots;      /* index + 1 into made, by hash */
    uint32_t mask;
    VEC(uint32_t) marks;    /* of made nodes: last walk that met them */
    uint32_t *frozen_marks; /* of leaves and frozen nodes */
    uint32_t *var_marks;
    VEC(FrozenId) open;
    VEC(FrozenId) leaves;
    VEC(uint32_t) vars;
};

enum { FIRST_SLOTS = 1024 };

Restriction *restriction_create(Arena *arena, const Frozen *frozen, RestrictHost host)
{
    Restriction *r = ARENA_NEW(arena, Restriction);
    *r = (Restriction){ .arena = arena, .frozen = frozen, .host = host, .mask = FIRST_SLOTS - 1 };
    r->memos = ARENA_ARRAY(arena, Memo, (size_t)frozen->node_count + 1);
    r->known = ARENA_ARRAY(arena, Known, (size_t)frozen->var_count + 1);
    r->slots = ARENA_ARRAY(arena, uint32_t, FIRST_SLOTS);
    r->frozen_marks =
        ARENA_ARRAY(arena, uint32_t, (size_t)frozen->leaf_count + frozen->node_count + 1);
    r->var_marks = ARENA_ARRAY(arena, uint32_t, (size_t)frozen->var_count + 1);
    return r;
}

void restriction_begin(Restriction *r)
{
    r->generation++;
    if (r->made.count) {
        memset(r->slots, 0, sizeof *r->slots * ((size_t)r->mask + 1));
    }
    r->made.count = r->marks.count = 0;
}

/* ---- nodes ---- */

static inline bool is_leaf(const Restriction *r, FrozenId id)
{
    return id < r->frozen->leaf_count;
}

static inline const FrozenNode *get_node(const Restriction *r, FrozenId id)
{
    uint32_t index = id - r->frozen->leaf_count;
    return index < r->frozen->node_count ? &r->frozen->nodes[index]
                                         : &r->made.items[index - r->frozen->node_count];
}

static bool is_same(FrozenNode a, FrozenNode b)
{
    return a.var == b.var && a.rank == b.rank && a.lo == b.lo && a.hi == b.hi;
}

/* FROZEN_CLOSED: not among the frozen ones. */
static FrozenId find_frozen(const Restriction *r, FrozenNode node, uint32_t hash)
{
    const Frozen *f = r->frozen;
    for (uint32_t at = hash & f->mask; f->slots[at]; at = (at + 1) & f->mask) {
        FrozenId id = f->slots[at] - 1;
        if (is_same(f->nodes[id - f->leaf_count], node)) {
            return id;
        }
    }
    return FROZEN_CLOSED;
}

static void insert(Restriction *r, uint32_t index)
{
    uint32_t at = frozen_hash(r->made.items[index]) & r->mask;
    while (r->slots[at]) {
        at = (at + 1) & r->mask;
    }
    r->slots[at] = index + 1;
}

static void widen(Restriction *r)
{
    r->mask = 2 * r->mask + 1;
    r->slots = ARENA_ARRAY(r->arena, uint32_t, (size_t)r->mask + 1);
    for (uint32_t i = 0; i < r->made.count; i++) {
        insert(r, i);
    }
}

static FrozenId find_or_add(Restriction *r, FrozenNode node)
{
    uint32_t hash = frozen_hash(node), first = r->frozen->leaf_count + r->frozen->node_count;
    FrozenId id = find_frozen(r, node, hash);
    if (id != FROZEN_CLOSED) {
        return id;
    }
    for (uint32_t at = hash & r->mask; r->slots[at]; at = (at + 1) & r->mask) {
        if (is_same(r->made.items[r->slots[at] - 1], node)) {
            return first + r->slots[at] - 1;
        }
    }
    vec_add(r->arena, &r->made, node);
    vec_add(r->arena, &r->marks, 0);
    insert(r, r->made.count - 1);
    if (2 * r->made.count > r->mask) {
        widen(r);
    }
    return first + r->made.count - 1;
}

/* As node_make does: a cut with the same on both sides is none, and one whose upper side begins
 * with the same cell is that side. */
static FrozenId make(Restriction *r, uint32_t var, uint32_t rank, FrozenId lo, FrozenId hi)
{
    if (lo == hi) {
        return lo;
    }
    if (!is_leaf(r, hi)) {
        const FrozenNode *above = get_node(r, hi);
        if (above->var == var && above->lo == lo) {
            return hi;
        }
    }
    return find_or_add(r, (FrozenNode){ var, rank, lo, hi });
}

/* ---- restricting ---- */

static RankRange ask(Restriction *r, uint32_t var)
{
    Known *known = &r->known[var];
    if (known->generation != r->generation) {
        RankRange range = r->host.ask(r->host.context, var);
        *known = (Known){ r->generation, range };
    }
    return known->range;
}

/* As far as what is known chooses the branch. */
static FrozenId descend(Restriction *r, FrozenId id, RankRange *range)
{
    while (!is_leaf(r, id)) {
        const FrozenNode *node = get_node(r, id);
        *range = ask(r, node->var);
        if (range->closed) {
            return FROZEN_CLOSED;
        }
        if (node->rank >= range->hi) {
            id = node->lo;
        } else if (node->rank < range->lo) {
            id = node->hi;
        } else {
            return id;
        }
    }
    return r->frozen->leaves[id].kind == LEAF_TERM ? FROZEN_CLOSED : id;
}

/* Two calls for each node where a free variable is asked, so as deep as there are such nodes on one
 * way: the store that was frozen had no deeper ones than its own recursion may go. */
static FrozenId restrict_node(Restriction *r, FrozenId from)
{
    RankRange range;
    if (is_leaf(r, from)) {
        return descend(r, from, &range);
    }
    Memo *memo = &r->memos[from - r->frozen->leaf_count];
    if (memo->generation == r->generation) {
        return memo->result;
    }
    FrozenId id = descend(r, from, &range);
    if (id != FROZEN_CLOSED && id != from && !is_leaf(r, id)) {
        id = restrict_node(r, id);
    } else if (id == from) {
        FrozenNode node = *get_node(r, id);
        FrozenId lo = restrict_node(r, node.lo);
        FrozenId hi = lo == FROZEN_CLOSED ? lo : restrict_node(r, node.hi);
        id = hi == FROZEN_CLOSED ? hi : make(r, node.var, node.rank, lo, hi);
    }
    *memo = (Memo){ r->generation, id };
    return id;
}

FrozenId restriction_get(Restriction *r, FrozenId root)
{
    return restrict_node(r, root);
}

/* ---- what it mentions ---- */

static void push(Restriction *r, FrozenId id)
{
    uint32_t known = r->frozen->leaf_count + r->frozen->node_count;
    uint32_t *mark = id < known ? &r->frozen_marks[id] : &r->marks.items[id - known];
    if (*mark == r->walk) {
        return;
    }
    *mark = r->walk;
    if (is_leaf(r, id)) {
        vec_add(r->arena, &r->leaves, id);
    } else {
        vec_add(r->arena, &r->open, id);
    }
}

RestrictedParts restriction_collect(Restriction *r, FrozenId id)
{
    r->walk++;
    r->leaves.count = r->vars.count = 0;
    push(r, id);
    while (r->open.count) {
        FrozenNode node = *get_node(r, r->open.items[--r->open.count]);
        if (r->var_marks[node.var] != r->walk) {
            r->var_marks[node.var] = r->walk;
            vec_add(r->arena, &r->vars, node.var);
        }
        push(r, node.lo);
        push(r, node.hi);
    }
    return (RestrictedParts){ r->leaves.items, r->vars.items, r->leaves.count, r->vars.count };
}
