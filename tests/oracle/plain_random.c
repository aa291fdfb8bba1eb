/* plain_random.c - random values near what the guideline compares with, and hidden elements that
 * obey the summaries. */
#include "tests/oracle/plain_random.h"
#include "compiler/lower/visit.h"

#include <string.h>

enum { MOST_TRIES = 20, MOST_FILLS = 2000 };

/* ---- chance ---- */

uint64_t random_next(Random *r)
{
    uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

uint32_t random_below(Random *r, uint32_t end)
{
    return end ? (uint32_t)(random_next(r) % end) : 0;
}

static int64_t draw_between(Random *r, int64_t lo, int64_t hi)
{
    uint64_t width = (uint64_t)hi - (uint64_t)lo + 1;
    return width ? (int64_t)((uint64_t)lo + random_next(r) % width) : (int64_t)random_next(r);
}

/* ---- points ---- */

static bool is_number(const FieldInfo *field)
{
    return field->reg != NO_INDEX &&
           (field->type == REG_INT || field->type == REG_DEC || field->type == REG_DATE);
}

static void add_point(Random *r, Arena *arena, uint16_t f, Rat value, UnitId unit)
{
    const FieldInfo *field = &r->oracle->program->fields[f];
    Rat own = value;
    int64_t at = 0;
    if (!is_number(field) || (unit == UNIT_NONE) != (field->unit == UNIT_NONE)) {
        return;
    }
    if (unit != UNIT_NONE && !unit_convert(value, unit, field->unit, &own)) {
        return;
    }
    if (field->type == REG_DEC ? !rat_to_dec(own, &at) : !rat_to_int(own, &at)) {
        return;
    }
    if (at < field->lo || at > field->hi) {
        return;
    }
    for (uint32_t i = 0; i < r->points[f].count; i++) {
        if (r->points[f].items[i] == at) {
            return;
        }
    }
    vec_add(arena, &r->points[f], at);
}

typedef struct Look {
    Random *random;
    Arena *arena;
} Look;

static void look_at(void *context, Expr *e)
{
    Look *look = context;
    for (uint16_t f = 0; f < look->random->oracle->program->field_count; f++) {
        if (e->kind == EX_NUMBER) {
            add_point(look->random, look->arena, f, e->value.number, e->type.unit);
        }
        if (e->kind == EX_DATE) {
            add_point(look->random, look->arena, f, rat_from_int(e->value.day_lo), UNIT_NONE);
        }
    }
}

Random *random_create(Arena *arena, Oracle *oracle, uint64_t seed)
{
    Random *r = ARENA_NEW(arena, Random);
    const Program *p = oracle->program;
    r->state = seed;
    r->oracle = oracle;
    r->points = ARENA_ARRAY(arena, RandomPoints, p->field_count + 1u);
    Look look = { r, arena };
    for (uint32_t i = 0; i < oracle->ast->rules.count; i++) {
        visit_rule(oracle->ast->rules.items[i], look_at, &look);
    }
    for (uint16_t f = 0; f < p->field_count; f++) {
        if (!is_number(&p->fields[f])) {
            continue;
        }
        bool decimal = p->fields[f].type == REG_DEC;
        Rat lo = decimal ? rat_from_dec(p->fields[f].lo) : rat_from_int(p->fields[f].lo);
        Rat hi = decimal ? rat_from_dec(p->fields[f].hi) : rat_from_int(p->fields[f].hi);
        for (uint16_t k = 0; k < p->field_count;
             k++) { /* facts are compared with facts and gaps: the ends of one are points of all */
            add_point(r, arena, k, lo, p->fields[f].unit);
            add_point(r, arena, k, hi, p->fields[f].unit);
        }
    }
    return r;
}

/* ---- values ---- */

static int64_t draw_number(Random *r, uint16_t f, int64_t lo, int64_t hi)
{
    const FieldInfo *field = &r->oracle->program->fields[f];
    const RandomPoints *points = &r->points[f];
    int64_t step = field->type == REG_DEC ? (random_below(r, 2) ? 1 : DEC_ONE / 10) : 1, at;
    unsigned way = random_below(r, 8);
    if (way < 5 && points->count) {
        at = points->items[random_below(r, points->count)];
        if (way == 3) {
            at -= at >= lo + step ? step : 0;
        }
        if (way == 4) {
            at += at <= hi - step ? step : 0;
        }
        if (at >= lo && at <= hi) {
            return at;
        }
    }
    at = draw_between(r, lo, hi);
    if (way == 5 && field->type == REG_DEC && at - at % DEC_ONE >= lo) {
        at -= at % DEC_ONE;
    }
    return at;
}

static Plain draw_value(Random *r, uint16_t f, int64_t lo, int64_t hi)
{
    const Program *p = r->oracle->program;
    const FieldInfo *field = &p->fields[f];
    switch (field->type) {
    case REG_BOOL: return plain_bool(random_below(r, 2));
    case REG_ENUM:
        return (Plain){ .kind = PL_ENUM, .i = random_below(r, p->enums[field->enumeration].count) };
    case REG_INT: return plain_int(draw_number(r, f, lo, hi));
    case REG_DATE: return (Plain){ .kind = PL_DATE, .i = draw_number(r, f, lo, hi) };
    default: return plain_num(rat_from_dec(draw_number(r, f, lo, hi)));
    }
}

/* ---- hidden elements ---- */

/* Few as a rule: with many, everything that asks for `any` is yes. */
static uint32_t draw_count(Random *r, const ListRecord *record)
{
    uint32_t span = (uint32_t)record->hidden_most - record->hidden_least + 1;
    return record->hidden_least +
           (random_below(r, 4) ? random_below(r, span < 4 ? span : 4) : random_below(r, span));
}

/* The known size of the largest; false if nothing binds the hidden sizes. */
static bool find_largest(const Oracle *o, uint16_t l, int64_t *grid, Plain *size)
{
    const ListInfo *list = &o->program->lists[l];
    if (list->largest_by == NO_INDEX) {
        return false;
    }
    const FieldInfo *field = &o->program->fields[list->largest_by];
    uint32_t slot = field->reg - o->program->slot_first;
    if (fact_is_missing(o->record->states[slot])) {
        return false;
    }
    *grid = o->record->slots[slot].lo;
    *size = field->type == REG_DEC
                ? plain_num(record_get_exact(o->record, o->program, list->largest_by, NO_INDEX))
                : plain_int(*grid);
    return true;
}

/* A listed size over the summary contradicts it, and it binds nothing. */
static bool is_contradicted(const Oracle *o, const World *world, uint16_t l, Plain largest)
{
    const ListInfo *list = &o->program->lists[l];
    for (uint32_t i = 0; i < o->record->lists[l].count; i++) {
        if (plain_compare(world->lists[l].rows[i][list->largest_field - list->first_field],
                          largest) > 0) {
            return true;
        }
    }
    return false;
}

static void draw_hidden(Random *r, World *world, uint16_t l)
{
    const Program *p = r->oracle->program;
    const ListInfo *list = &p->lists[l];
    const ListRecord *record = &r->oracle->record->lists[l];
    PlainList *out = &world->lists[l];
    int64_t largest = 0;
    Plain exact;
    bool bound = find_largest(r->oracle, l, &largest, &exact) &&
                 !is_contradicted(r->oracle, world, l, exact);
    bool alike = random_below(r, 2) == 0; /* of many different ones some is always as asked for */
    out->count = record->count + draw_count(r, record);
    out->filled = true;
    if (out->count == record->count && bound && largest > 0 && random_below(r, 4)) {
        out->count++; /* that has the size, as a rule */
    }
    uint32_t chosen =
        record->count +
        random_below(r, out->count - record->count); /* to be the largest, as a rule */
    bool reach = bound && random_below(r, 4);
    for (uint32_t i = record->count; i < out->count; i++) {
        for (uint16_t f = list->first_field; f < list->first_field + list->field_count; f++) {
            const FieldInfo *field = &p->fields[f];
            if (field->reg == NO_INDEX) {
                continue;
            }
            bool sized =
                bound && f == list->largest_field && largest >= field->lo && largest <= field->hi;
            Plain *value = &out->rows[i][f - list->first_field];
            if (alike && i > record->count && random_below(r, 16)) {
                *value = out->rows[i - 1][f - list->first_field];
            } else {
                *value = draw_value(r, f, field->lo, sized ? largest : field->hi);
            }
            if (sized && reach && i == chosen) {
                *value = exact;
            }
        }
    }
}

/* ---- free facts ---- */

static void add_spot(Random *r, Spot spot)
{
    const FieldInfo *field =
        spot.field == NO_INDEX ? NULL : &r->oracle->program->fields[spot.field];
    spot.gap = field && field->role == FIELD_GAP;
    spot.id = spot.gap ? spot.field
                       : fact_get_id(r->oracle->program,
                                     (FactRef){ spot.field, spot.list, spot.element });
    vec_add(r->oracle->arena, &r->spots, spot);
}

static void add_list(Random *r, uint16_t l)
{
    const Program *p = r->oracle->program;
    const ListInfo *list = &p->lists[l];
    const ListRecord *record = &r->oracle->record->lists[l];
    for (uint16_t i = 0; i < record->count; i++) {
        for (uint16_t f = list->first_field; f < list->first_field + list->field_count; f++) {
            const FieldInfo *field = &p->fields[f];
            if (field->reg == NO_INDEX) {
                continue;
            }
            uint32_t at = (uint32_t)i * list->used_fields + (field->reg - list->window);
            if (fact_is_missing(record->states[at])) {
                add_spot(r, (Spot){ f, l, i, .lo = field->lo, .hi = field->hi });
            } else if (record->states[at] == FACT_IN_PART) {
                add_spot(r,
                         (Spot){ f, l, i, .lo = record->rows[at].lo, .hi = record->rows[at].hi });
            }
        }
    }
    if (record->hidden_most) {
        add_spot(r, (Spot){ .field = NO_INDEX, .list = l });
    }
}

void random_begin(Random *r)
{
    const Program *p = r->oracle->program;
    const Record *record = r->oracle->record;
    memset(&r->spots, 0, sizeof r->spots);
    for (uint16_t f = 0; f < p->field_count; f++) {
        const FieldInfo *field = &p->fields[f];
        if (field->list != NO_INDEX || field->reg == NO_INDEX) {
            continue;
        }
        uint32_t slot = field->reg - p->slot_first;
        bool in_part = record->states[slot] == FACT_IN_PART;
        if (!fact_is_missing(record->states[slot]) && !in_part) {
            continue;
        }
        Spot spot = { f, NO_INDEX, 0, .lo = field->lo, .hi = field->hi };
        if (in_part) {
            spot.lo = record->slots[slot].lo;
            spot.hi = record->slots[slot].hi;
        }
        add_spot(r, spot);
    }
    for (uint16_t l = 0; l < p->list_count; l++) {
        if (p->lists[l].used) {
            add_list(r, l);
        }
    }
}

static Plain *find_place(const Random *r, World *world, const Spot *spot)
{
    if (spot->list == NO_INDEX) {
        return &world->scalars[spot->field];
    }
    return &world->lists[spot->list]
                .rows[spot->element]
                     [spot->field - r->oracle->program->lists[spot->list].first_field];
}

static void draw_spot(Random *r, World *world, const Spot *spot)
{
    if (spot->field == NO_INDEX) {
        draw_hidden(r, world, spot->list);
    } else {
        *find_place(r, world, spot) = draw_value(r, spot->field, spot->lo, spot->hi);
    }
}

bool random_fill(Random *r, World *world)
{
    world->stamp++;
    for (uint32_t i = 0; i < r->spots.count; i++) {
        draw_spot(r, world, &r->spots.items[i]);
    }
    for (unsigned tries = 0; !plain_is_valid(r->oracle, world); tries++) {
        if (tries == MOST_FILLS) {
            return false;
        }
        for (uint32_t i = 0; i < r->spots.count; i++) {
            if (r->spots.items[i].list != NO_INDEX) {
                draw_spot(r, world, &r->spots.items[i]);
            }
        }
    }
    return true;
}

/* The hidden part as it is now, rows and all. */
static PlainList copy_list(const Random *r, const World *world, uint16_t l)
{
    const ListInfo *list = &r->oracle->program->lists[l];
    PlainList copy = { .count = world->lists[l].count,
                       .rows = ARENA_ARRAY(r->oracle->arena, Plain *, list->most + 1u) };
    for (uint32_t i = r->oracle->record->lists[l].count; i < copy.count; i++) {
        copy.rows[i] = arena_copy(r->oracle->arena, world->lists[l].rows[i],
                                  (list->field_count + 1u) * sizeof(Plain));
    }
    return copy;
}

static void restore_list(const Random *r, World *world, uint16_t l, const PlainList *copy)
{
    const ListInfo *list = &r->oracle->program->lists[l];
    world->lists[l].count = copy->count;
    for (uint32_t i = r->oracle->record->lists[l].count; i < copy->count; i++) {
        memcpy(world->lists[l].rows[i], copy->rows[i], (list->field_count + 1u) * sizeof(Plain));
    }
}

bool random_flip(Random *r, World *world, uint32_t at)
{
    const Spot *spot = &r->spots.items[at];
    PlainList list = { 0 };
    Plain before = { 0 };
    if (spot->field == NO_INDEX) {
        list = copy_list(r, world, spot->list);
    } else {
        before = *find_place(r, world, spot);
    }
    world->stamp++;
    for (unsigned i = 0; i < MOST_TRIES; i++) {
        draw_spot(r, world, spot);
        if (plain_is_valid(r->oracle, world)) {
            return true;
        }
    }
    if (spot->field == NO_INDEX) {
        restore_list(r, world, spot->list, &list);
    } else {
        *find_place(r, world, spot) = before;
    }
    return false;
}
