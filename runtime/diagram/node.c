/* node.c - hash-consed rows: leaves, inner nodes, exact numbers, cuts.
 *
 * Canonical form. For one variable a diagram is a chain: cuts ascending along hi, each lo free of
 * the variable. That is a function constant on intervals; node_make keeps neighbouring intervals
 * different, so the chain is the only one for its function, and by induction over the variables the
 * diagram is. */
#include "runtime/diagram/kernel.h"
#include "runtime/base/claim.h"

static uint64_t mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ (h >> 29);
}

static uint64_t hash_row(const Diagrams *d, uint32_t i)
{
    const Row *row = &d->rows.items[i];
    return mix(mix(mix(row->var, row->cut), row->lo), row->hi);
}

static uint64_t hash_of_rat(Rat value)
{
    return mix(mix(mix((uint64_t)value.num, (uint64_t)(value.num >> 64)), (uint64_t)value.den),
               (uint64_t)(value.den >> 64));
}

static uint64_t hash_rat(const Diagrams *d, uint32_t i)
{
    return hash_of_rat(d->rats.items[i]);
}

static void insert(Hash *hash, uint64_t key, uint32_t index)
{
    uint32_t at = (uint32_t)key & hash->mask;
    while (hash->slots[at]) {
        at = (at + 1) & hash->mask;
    }
    hash->slots[at] = index + 1;
    hash->count++;
}

static void start_hash(Diagrams *d, Hash *hash, uint32_t capacity)
{
    if (hash->mask + 1 >= capacity && hash->slots) {
        memset(hash->slots, 0, sizeof *hash->slots * ((size_t)hash->mask + 1));
    } else {
        hash->slots = ARENA_ARRAY(d->arena, uint32_t, capacity);
        hash->mask = capacity - 1;
    }
    hash->count = 0;
}

/* Twice the room; at most half of it is ever used. */
static void widen(Diagrams *d, Hash *hash, uint64_t (*hash_item)(const Diagrams *, uint32_t))
{
    Hash old = *hash;
    *hash =
        (Hash){ ARENA_ARRAY(d->arena, uint32_t, 2 * ((size_t)old.mask + 1)), 2 * old.mask + 1, 0 };
    for (uint32_t i = 0; i <= old.mask; i++) {
        if (old.slots[i]) {
            insert(hash, hash_item(d, old.slots[i] - 1), old.slots[i] - 1);
        }
    }
}

/* ---- exact numbers ---- */

uint32_t rat_intern(Diagrams *d, Rat value)
{
    uint64_t key = hash_of_rat(value);
    for (uint32_t at = (uint32_t)key & d->rat_hash.mask; d->rat_hash.slots[at];
         at = (at + 1) & d->rat_hash.mask) {
        const Rat *other = &d->rats.items[d->rat_hash.slots[at] - 1];
        if (other->num == value.num && other->den == value.den) {
            return d->rat_hash.slots[at] - 1;
        }
    }
    uint32_t index = d->rats.count;
    vec_add(d->arena, &d->rats, value);
    insert(&d->rat_hash, key, index);
    if (d->rat_hash.count * 2 > d->rat_hash.mask) {
        widen(d, &d->rat_hash, hash_rat);
    }
    return index;
}

bool cut_less(const Diagrams *d, CutId a, CutId b)
{
    /* The first numbers are 0..63, in this order. */
    if ((a | b) < 2 * LIMIT_ENUM_VALUES || a >> 1 == b >> 1) {
        return a < b;
    }
    return rat_compare(cut_get_rat(d, a), cut_get_rat(d, b)) < 0;
}

/* ---- rows ---- */

static Node find_or_add(Diagrams *d, Row row)
{
    uint64_t key = mix(mix(mix(row.var, row.cut), row.lo), row.hi);
    for (uint32_t at = (uint32_t)key & d->row_hash.mask; d->row_hash.slots[at];
         at = (at + 1) & d->row_hash.mask) {
        const Row *other = &d->rows.items[d->row_hash.slots[at] - 1];
        if (other->var == row.var && other->cut == row.cut && other->lo == row.lo &&
            other->hi == row.hi) {
            return d->row_hash.slots[at] - 1;
        }
    }
    Node node = d->rows.count;
    if (node >= d->row_limit) {
        d->over = true;
        return NODE_FAIL;
    }
    vec_add(d->arena, &d->rows, row);
    d->made++;
    insert(&d->row_hash, key, node);
    if (d->row_hash.count * 2 > d->row_hash.mask) {
        widen(d, &d->row_hash, hash_row);
    }
    return node;
}

Node node_make(Diagrams *d, VarId var, CutId cut, Node lo, Node hi)
{
    if (lo == hi) {
        return lo;
    }
    const Row *above = row_get(d, hi);
    if (above->var == var && above->lo == lo) {
        return hi;
    }
    CLAIM(row_get(d, lo)->var > var, "Below a cut the variable is not asked again.");
    CLAIM(above->var > var || (above->var == var && cut_less(d, cut, above->cut)),
          "Above a cut only higher cuts and later variables follow.");
    bool fails = row_get(d, lo)->fails || above->fails;
    return find_or_add(d, (Row){ var, cut, lo, hi, fails, 0 });
}

Node leaf_make(Diagrams *d, LeafKind kind, uint32_t lo, uint32_t hi)
{
    bool fails = (kind >= LEAF_FAIL && kind <= LEAF_TWO) ||
                 (kind == LEAF_TERM && d->terms.items[lo].range.may_fail);
    return find_or_add(d, (Row){ VAR_LEAF, kind, lo, hi, fails, 0 });
}

Node leaf_from_rat(Diagrams *d, Rat value)
{
    return leaf_make(d, LEAF_NUMBER, rat_intern(d, value), 0);
}
Node leaf_from_int(Diagrams *d, int64_t value)
{
    return leaf_from_rat(d, rat_from_int(value));
}
Node leaf_from_term(Diagrams *d, TermId term)
{
    return leaf_make(d, LEAF_TERM, term, 0);
}

Node leaf_from_real(Diagrams *d, double value)
{
    uint64_t bits;
    value += 0.0; /* -0 and 0 are one value */
    memcpy(&bits, &value, sizeof bits);
    return leaf_make(d, LEAF_REAL, (uint32_t)bits, (uint32_t)(bits >> 32));
}

Node leaf_from_set(Diagrams *d, Mask set)
{
    return leaf_make(d, LEAF_SET, (uint32_t)set, (uint32_t)(set >> 32));
}

double leaf_get_real(const Diagrams *d, Node leaf)
{
    const Row *row = row_get(d, leaf);
    uint64_t bits = row->lo | (uint64_t)row->hi << 32;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* ---- beginning ---- */

/* Room for what every record begins with and for the few rows that most answers of a cohort add. */
enum {
    FIRST_ROWS = 256,
    FIRST_RATS = 96,
    FIRST_ROW_SLOTS = 512,
    FIRST_RAT_SLOTS = 256,
    FIRST_TERM_SLOTS = 64,
    FIRST_LINES = 1 << 8
};

static void make_room(Diagrams *d)
{
    d->rows.capacity = FIRST_ROWS;
    d->rows.items = ARENA_ARRAY(d->arena, Row, FIRST_ROWS);
    d->rats.capacity = FIRST_RATS;
    d->rats.items = ARENA_ARRAY(d->arena, Rat, FIRST_RATS);
}

/* The rows and numbers that stand at fixed places. */
static void add_fixed(Diagrams *d)
{
    start_hash(d, &d->row_hash, FIRST_ROW_SLOTS);
    start_hash(d, &d->rat_hash, FIRST_RAT_SLOTS);
    for (uint32_t v = 0; v < LIMIT_ENUM_VALUES; v++) {
        leaf_make(d, LEAF_VALUE, v, 0);
    }
    leaf_make(d, LEAF_FAIL, 0, 0);
    leaf_make(d, LEAF_NONE, 0, 0);
    for (int64_t v = 0; v < LIMIT_ENUM_VALUES; v++) {
        rat_intern(d, rat_from_int(v));
    }
}

Diagrams *node_create_store(Arena *session_arena)
{
    Diagrams *d = ARENA_NEW(session_arena, Diagrams);
    d->arena = session_arena;
    d->row_limit = LIMIT_NODES;
    make_room(d);
    add_fixed(d);
    d->first = (FirstTables){ d->rows.items, d->rats.items, d->rows.count,
                              d->rats.count, d->row_hash,   d->rat_hash };
    return d;
}

/* A copy of what node_create_store made: to intern it again for each record costs more than most
 * answers. */
static void copy_fixed(Diagrams *d)
{
    const FirstTables *first = &d->first;
    d->rows.items = arena_copy(d->arena, first->rows, FIRST_ROWS * sizeof *first->rows);
    d->rows.capacity = FIRST_ROWS;
    d->rows.count = first->row_count;
    d->rats.items = arena_copy(d->arena, first->rats, FIRST_RATS * sizeof *first->rats);
    d->rats.capacity = FIRST_RATS;
    d->rats.count = first->rat_count;
    d->row_hash = first->row_hash;
    d->row_hash.slots = arena_copy(d->arena, first->row_hash.slots,
                                   FIRST_ROW_SLOTS * sizeof *first->row_hash.slots);
    d->rat_hash = first->rat_hash;
    d->rat_hash.slots = arena_copy(d->arena, first->rat_hash.slots,
                                   FIRST_RAT_SLOTS * sizeof *first->rat_hash.slots);
    d->made = first->row_count;
}

void node_begin(Diagrams *d, Arena *arena, uint32_t base_vars)
{
    *d = (Diagrams){ .arena = arena,
                     .first = d->first,
                     .base_vars = base_vars,
                     .row_limit = LIMIT_NODES,
                     .allowance = LIMIT_NODES };
    d->vars = ARENA_ARRAY(arena, Var *, (size_t)base_vars + 1);
    d->vars[base_vars] = ARENA_NEW(arena, Var);
    start_hash(d, &d->term_hash, FIRST_TERM_SLOTS);
    d->cache_mask = FIRST_LINES - 1; /* grows with the rows: most answers of a cohort need few */
    d->cache = ARENA_ARRAY(arena, CacheLine, FIRST_LINES);
    copy_fixed(d);
}

void node_forget_results(Diagrams *d)
{
    memset(d->cache, 0, sizeof *d->cache * ((size_t)d->cache_mask + 1));
}

void node_forget_all(Diagrams *d)
{
    uint64_t made = d->made;
    memset(d->vars, 0, d->base_vars * sizeof *d->vars);
    d->vars[d->base_vars]->attached.count = 0;
    d->classes.count = d->terms.count = d->rows.count = d->rats.count = 0;
    d->depth = 0;
    d->over = d->stale = false;
    start_hash(d, &d->term_hash, FIRST_TERM_SLOTS);
    node_forget_results(d);
    add_fixed(d);
    d->made = made;
}

void node_begin_answer(Diagrams *d, uint32_t allowance)
{
    d->allowance = allowance;
    d->depth = d->steps = 0;
}
