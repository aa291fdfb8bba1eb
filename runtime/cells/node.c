/* node.c - hash-consed rows: leaves, inner nodes, exact numbers, cuts.
 *
 * Canonical form. For one variable a diagram is a chain: cuts ascending along hi, each lo free of
 * the variable. That is a function constant on intervals; node_make keeps neighbouring intervals
 * different, so the chain is the only one for its function, and by induction over the variables the
 * diagram is. */
#include "runtime/cells/engine.h"

static uint64_t mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ (h >> 29);
}

static uint64_t hash_row(const Cells *e, uint32_t i)
{
    const Row *row = &e->rows.items[i];
    return mix(mix(mix(row->var, row->cut), row->lo), row->hi);
}

static uint64_t hash_of_rat(Rat value)
{
    return mix(mix(mix((uint64_t)value.num, (uint64_t)(value.num >> 64)), (uint64_t)value.den),
               (uint64_t)(value.den >> 64));
}

static uint64_t hash_rat(const Cells *e, uint32_t i)
{
    return hash_of_rat(e->rats.items[i]);
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

static void start_hash(Cells *e, Hash *hash, uint32_t capacity)
{
    if (hash->mask + 1 >= capacity && hash->slots) {
        memset(hash->slots, 0, sizeof *hash->slots * ((size_t)hash->mask + 1));
    } else {
        hash->slots = ARENA_ARRAY(e->arena, uint32_t, capacity);
        hash->mask = capacity - 1;
    }
    hash->count = 0;
}

/* Twice the room; at most half of it is ever used. */
static void widen(Cells *e, Hash *hash, uint64_t (*hash_item)(const Cells *, uint32_t))
{
    Hash old = *hash;
    *hash =
        (Hash){ ARENA_ARRAY(e->arena, uint32_t, 2 * ((size_t)old.mask + 1)), 2 * old.mask + 1, 0 };
    for (uint32_t i = 0; i <= old.mask; i++) {
        if (old.slots[i]) {
            insert(hash, hash_item(e, old.slots[i] - 1), old.slots[i] - 1);
        }
    }
}

/* ---- exact numbers ---- */

uint32_t rat_intern(Cells *e, Rat value)
{
    uint64_t key = hash_of_rat(value);
    for (uint32_t at = (uint32_t)key & e->rat_hash.mask; e->rat_hash.slots[at];
         at = (at + 1) & e->rat_hash.mask) {
        const Rat *other = &e->rats.items[e->rat_hash.slots[at] - 1];
        if (other->num == value.num && other->den == value.den) {
            return e->rat_hash.slots[at] - 1;
        }
    }
    uint32_t index = e->rats.count;
    vec_add(e->arena, &e->rats, value);
    insert(&e->rat_hash, key, index);
    if (e->rat_hash.count * 2 > e->rat_hash.mask) {
        widen(e, &e->rat_hash, hash_rat);
    }
    return index;
}

bool cut_less(const Cells *e, CutId a, CutId b)
{
    /* The first numbers are 0..63, in this order. */
    if ((a | b) < 2 * LIMIT_ENUM_VALUES || a >> 1 == b >> 1) {
        return a < b;
    }
    return rat_compare(cut_get_rat(e, a), cut_get_rat(e, b)) < 0;
}

/* ---- rows ---- */

static Node find_or_add(Cells *e, Row row)
{
    uint64_t key = mix(mix(mix(row.var, row.cut), row.lo), row.hi);
    for (uint32_t at = (uint32_t)key & e->row_hash.mask; e->row_hash.slots[at];
         at = (at + 1) & e->row_hash.mask) {
        const Row *other = &e->rows.items[e->row_hash.slots[at] - 1];
        if (other->var == row.var && other->cut == row.cut && other->lo == row.lo &&
            other->hi == row.hi) {
            return e->row_hash.slots[at] - 1;
        }
    }
    Node node = e->rows.count;
    if (node >= LIMIT_NODES) {
        e->over = true;
        return NODE_FAIL;
    }
    vec_add(e->arena, &e->rows, row);
    e->made++;
    insert(&e->row_hash, key, node);
    if (e->row_hash.count * 2 > e->row_hash.mask) {
        widen(e, &e->row_hash, hash_row);
    }
    return node;
}

Node node_make(Cells *e, VarId var, CutId cut, Node lo, Node hi)
{
    if (lo == hi) {
        return lo;
    }
    const Row *above = row_get(e, hi);
    if (above->var == var && above->lo == lo) {
        return hi;
    }
    bool fails = row_get(e, lo)->fails || above->fails;
    return find_or_add(e, (Row){ var, cut, lo, hi, fails, 0 });
}

Node leaf_make(Cells *e, LeafKind kind, uint32_t lo, uint32_t hi)
{
    bool fails = (kind >= LEAF_FAIL && kind <= LEAF_TWO) ||
                 (kind == LEAF_TERM && e->terms.items[lo].range.may_fail);
    return find_or_add(e, (Row){ VAR_LEAF, kind, lo, hi, fails, 0 });
}

Node leaf_from_rat(Cells *e, Rat value)
{
    return leaf_make(e, LEAF_NUMBER, rat_intern(e, value), 0);
}
Node leaf_from_int(Cells *e, int64_t value)
{
    return leaf_from_rat(e, rat_from_int(value));
}
Node leaf_from_term(Cells *e, TermId term)
{
    return leaf_make(e, LEAF_TERM, term, 0);
}

Node leaf_from_real(Cells *e, double value)
{
    uint64_t bits;
    value += 0.0; /* -0 and 0 are one value */
    memcpy(&bits, &value, sizeof bits);
    return leaf_make(e, LEAF_REAL, (uint32_t)bits, (uint32_t)(bits >> 32));
}

double leaf_get_real(const Cells *e, Node leaf)
{
    const Row *row = row_get(e, leaf);
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
    FIRST_LINES = 1 << 8
};

static void make_room(Cells *e)
{
    e->rows.capacity = FIRST_ROWS;
    e->rows.items = ARENA_ARRAY(e->arena, Row, FIRST_ROWS);
    e->rats.capacity = FIRST_RATS;
    e->rats.items = ARENA_ARRAY(e->arena, Rat, FIRST_RATS);
}

/* The rows and numbers that stand at fixed places. */
static void add_fixed(Cells *e)
{
    start_hash(e, &e->row_hash, FIRST_ROW_SLOTS);
    start_hash(e, &e->rat_hash, FIRST_RAT_SLOTS);
    for (uint32_t v = 0; v < LIMIT_ENUM_VALUES; v++) {
        leaf_make(e, LEAF_VALUE, v, 0);
    }
    leaf_make(e, LEAF_FAIL, 0, 0);
    leaf_make(e, LEAF_NONE, 0, 0);
    for (int64_t v = 0; v < LIMIT_ENUM_VALUES; v++) {
        rat_intern(e, rat_from_int(v));
    }
}

void node_lay_out(Cells *e, Arena *session_arena)
{
    e->arena = session_arena;
    make_room(e);
    add_fixed(e);
    e->layout.first_tables = (FirstTables){ e->rows.items, e->rats.items, e->rows.count,
                                            e->rats.count, e->row_hash,   e->rat_hash };
}

/* A copy of what node_lay_out made: to intern it again for each record costs more than most
 * answers. */
static void copy_fixed(Cells *e)
{
    const FirstTables *first = &e->layout.first_tables;
    e->rows.items = arena_copy(e->arena, first->rows, FIRST_ROWS * sizeof *first->rows);
    e->rows.capacity = FIRST_ROWS;
    e->rows.count = first->row_count;
    e->rats.items = arena_copy(e->arena, first->rats, FIRST_RATS * sizeof *first->rats);
    e->rats.capacity = FIRST_RATS;
    e->rats.count = first->rat_count;
    e->row_hash = first->row_hash;
    e->row_hash.slots = arena_copy(e->arena, first->row_hash.slots,
                                   FIRST_ROW_SLOTS * sizeof *first->row_hash.slots);
    e->rat_hash = first->rat_hash;
    e->rat_hash.slots = arena_copy(e->arena, first->rat_hash.slots,
                                   FIRST_RAT_SLOTS * sizeof *first->rat_hash.slots);
    e->made = first->row_count;
}

void node_begin(Cells *e)
{
    e->terms.count = 0;
    start_hash(e, &e->term_hash, 64);
    if (e->cache) {
        memset(e->cache, 0, sizeof *e->cache * ((size_t)e->cache_mask + 1));
        e->rows.count = e->rats.count = 0;
        add_fixed(e);
        return;
    }
    e->cache_mask = FIRST_LINES - 1; /* grows with the rows: most answers of a cohort need few */
    e->cache = ARENA_ARRAY(e->arena, CacheLine, FIRST_LINES);
    copy_fixed(e);
}
