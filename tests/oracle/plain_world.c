/* plain_world.c - what a record leaves free, and the values it may take. */
#include "tests/oracle/plain.h"
#include "compiler/lower/visit.h"

#include <stdlib.h>

enum { MOST_VALUES = 100, MOST_PARTS = 400 };

/* ---- the record's facts ---- */

static Plain read_reg(const Program *p, const FieldInfo *field, Reg value, uint8_t state, Rat exact)
{
    if (fact_is_missing(state) || state == FACT_IN_PART) {
        return plain_fail();
    }
    switch (field->type) {
    case REG_BOOL: return plain_bool(value.mask == MASK_YES);
    case REG_ENUM: return (Plain){ .kind = PL_ENUM, .i = __builtin_ctzll(value.mask) };
    case REG_INT: return plain_int(value.lo);
    case REG_DATE: return (Plain){ .kind = PL_DATE, .i = value.lo };
    default: return plain_num(exact);
    }
}

static Plain read_scalar(Oracle *o, uint16_t f)
{
    const FieldInfo *field = &o->program->fields[f];
    uint32_t slot = field->reg - o->program->slot_first;
    uint8_t state = o->record->states[slot];
    Rat exact = { 0, 1 };
    if (field->type == REG_DEC && !fact_is_missing(state)) {
        exact = record_get_exact(o->record, o->program, f, NO_INDEX);
    }
    return read_reg(o->program, field, o->record->slots[slot], state, exact);
}

static Plain read_element(Oracle *o, uint16_t f, uint16_t element)
{
    const FieldInfo *field = &o->program->fields[f];
    const ListInfo *list = &o->program->lists[field->list];
    const ListRecord *record = &o->record->lists[field->list];
    uint32_t at = (uint32_t)element * list->used_fields + (field->reg - list->window);
    Rat exact = { 0, 1 };
    if (field->type == REG_DEC && !fact_is_missing(record->states[at])) {
        exact = record_get_exact(o->record, o->program, f, element);
    }
    return read_reg(o->program, field, record->rows[at], record->states[at], exact);
}

static bool has_register(const FieldInfo *field)
{
    return field->reg != NO_INDEX;
}

static void fill_list(Oracle *o, World *world, uint16_t l)
{
    const ListInfo *list = &o->program->lists[l];
    PlainList *out = &world->lists[l];
    out->count = o->record->lists[l].count;
    out->rows = ARENA_ARRAY(o->arena, Plain *, list->most + 1u);
    for (uint16_t i = 0; i < list->most; i++) {
        out->rows[i] = ARENA_ARRAY(o->arena, Plain, list->field_count + 1u);
        for (uint16_t f = 0; f < list->field_count && i < out->count; f++) {
            if (has_register(&o->program->fields[list->first_field + f])) {
                out->rows[i][f] = read_element(o, (uint16_t)(list->first_field + f), i);
            }
        }
    }
}

World *plain_world(Oracle *o)
{
    World *world = ARENA_NEW(o->arena, World);
    world->scalars = ARENA_ARRAY(o->arena, Plain, o->program->field_count + 1u);
    world->lists = ARENA_ARRAY(o->arena, PlainList, o->program->list_count + 1u);
    for (uint16_t f = 0; f < o->program->field_count; f++) {
        if (o->program->fields[f].list == NO_INDEX && has_register(&o->program->fields[f])) {
            world->scalars[f] = read_scalar(o, f);
        }
    }
    for (uint16_t l = 0; l < o->program->list_count; l++) {
        if (o->program->lists[l].used) {
            fill_list(o, world, l);
        }
    }
    return world;
}

void plain_remember(Oracle *o, World *world)
{
    world->memo = ARENA_ARRAY(o->arena, PlainMemo *, o->program->block_count + 1);
    for (uint32_t b = 0; b < o->program->block_count; b++) {
        uint16_t list = o->program->blocks[b].list;
        world->memo[b] = ARENA_ARRAY(o->arena, PlainMemo,
                                     list == NO_INDEX ? 1 : o->program->lists[list].most + 1u);
    }
    world->stamp = 1;
}

static Plain plain_zero(Plain like)
{
    return like.kind == PL_INT ? plain_int(0) : plain_num(rat_from_int(0));
}

bool plain_is_valid(Oracle *o, const World *world)
{
    for (uint16_t l = 0; l < o->program->list_count; l++) {
        const ListInfo *list = &o->program->lists[l];
        if (list->largest_by == NO_INDEX || !list->used || !world->lists[l].filled) {
            continue;
        }
        Plain largest = world->scalars[list->largest_by];
        uint32_t listed = o->record->lists[l].count, count = world->lists[l].count;
        uint16_t f = (uint16_t)(list->largest_field - list->first_field);
        uint32_t slot = o->program->fields[list->largest_by].reg - o->program->slot_first;
        if (fact_is_missing(o->record->states[slot]) || o->record->lists[l].hidden_most == 0) {
            continue;
        }
        if (count == listed && plain_compare(largest, plain_zero(largest)) <= 0) {
            continue;
        }
        bool ignored = false, reached = false, over = false;
        for (uint32_t i = 0; i < count; i++) {
            int order = plain_compare(world->lists[l].rows[i][f], largest);
            if (i < listed && order > 0) {
                ignored = true;
            }
            if (i >= listed && order > 0) {
                over = true;
            }
            if (order == 0) {
                reached = true;
            }
        }
        if (!ignored && (over || !reached)) {
            return false;
        }
    }
    return true;
}

/* ---- representatives ---- */

typedef VEC(Rat) Points;
typedef struct Search {
    Oracle *o;
    const FieldInfo *field;
    Points points;
    bool compares_facts; /* the program compares two facts: more than one representative in each gap
                          */
} Search;

static void add_point(Search *s, Rat value, UnitId unit)
{
    Rat point = value;
    if ((unit == UNIT_NONE) != (s->field->unit == UNIT_NONE)) {
        return;
    }
    if (unit != UNIT_NONE && !unit_convert(value, unit, s->field->unit, &point)) {
        return;
    }
    for (uint32_t i = 0; i < s->points.count; i++) {
        if (rat_compare(s->points.items[i], point) == 0) {
            return;
        }
    }
    vec_add(s->o->arena, &s->points, point);
}

static void add_root(void *context, Rat value, UnitId unit)
{
    add_point(context, value, unit);
}

static bool is_known(const Expr *e)
{
    return e->kind == EX_NUMBER || e->kind == EX_DATE || e->kind == EX_AS_OF;
}

static Rat get_bound(const FieldInfo *field, int64_t bound)
{
    return field->type == REG_DEC ? rat_from_dec(bound) : rat_from_int(bound);
}

/* Of a fact compared with another one: the ends of that one's range, between which both may lie. */
static void add_range(void *context, Expr *e)
{
    if (e->kind != EX_FIELD && e->kind != EX_GAP) {
        return;
    }
    Search *s = context;
    const Program *p = s->o->program;
    const FieldInfo *field = &p->fields[e->kind == EX_GAP ? e->gap->index : e->field->index];
    if (field->type == REG_DEC || field->type == REG_INT || field->type == REG_DATE) {
        add_point(s, get_bound(field, field->lo), field->unit);
        add_point(s, get_bound(field, field->hi), field->unit);
    }
}

static void look_at(void *context, Expr *e)
{
    Search *s = context;
    plain_roots(s->o, e, add_root, s);
    if (e->kind == EX_NUMBER) {
        add_point(s, e->value.number, e->type.unit);
    }
    if (e->kind == EX_DATE) {
        add_point(s, rat_from_int(e->value.day_lo), UNIT_NONE);
    }
    if (e->kind == EX_COMPARE && !is_known(e->args[0]) && !is_known(e->args[1])) {
        s->compares_facts = true;
        visit_expr(e, add_range, s);
    }
    if (e->kind == EX_LATEST) {
        s->compares_facts = true;
    }
}

static void add_part_of_date(Search *s, uint8_t state, Reg days)
{
    if (state != FACT_IN_PART) {
        return;
    }
    add_point(s, rat_from_int(days.lo), UNIT_NONE);
    add_point(s, rat_from_int(days.hi), UNIT_NONE);
}

static void add_known_values(Search *s)
{
    World *world = plain_world(s->o);
    const Program *p = s->o->program;
    for (uint16_t f = 0; f < p->field_count; f++) {
        Plain value = world->scalars[f];
        if (value.kind == PL_NUM) {
            add_point(s, value.n, p->fields[f].unit);
        }
        if (value.kind == PL_INT || value.kind == PL_DATE) {
            add_point(s, rat_from_int(value.i), UNIT_NONE);
        }
        if (p->fields[f].list == NO_INDEX && has_register(&p->fields[f])) {
            uint32_t slot = p->fields[f].reg - p->slot_first;
            add_part_of_date(s, s->o->record->states[slot], s->o->record->slots[slot]);
        }
    }
    for (uint16_t l = 0; l < p->list_count; l++) {
        for (uint32_t i = 0; i < world->lists[l].count; i++) {
            for (uint16_t f = 0; f < p->lists[l].field_count; f++) {
                Plain value = world->lists[l].rows[i][f];
                if (value.kind == PL_NUM) {
                    add_point(s, value.n, p->fields[p->lists[l].first_field + f].unit);
                }
                if (value.kind == PL_INT || value.kind == PL_DATE) {
                    add_point(s, rat_from_int(value.i), UNIT_NONE);
                }
                const FieldInfo *field = &p->fields[p->lists[l].first_field + f];
                if (!has_register(field)) {
                    continue;
                }
                const ListRecord *record = &s->o->record->lists[l];
                uint32_t at = i * p->lists[l].used_fields + (field->reg - p->lists[l].window);
                add_part_of_date(s, record->states[at], record->rows[at]);
            }
        }
    }
}

static int compare_points(const void *a, const void *b)
{
    return rat_compare(*(const Rat *)a, *(const Rat *)b);
}

static Plain make_value(const FieldInfo *field, Rat at)
{
    int64_t whole = 0;
    if (field->type == REG_DEC) {
        return plain_num(at);
    }
    rat_to_int(at, &whole);
    return field->type == REG_INT ? plain_int(whole) : (Plain){ .kind = PL_DATE, .i = whole };
}

static Rat between(Rat low, Rat high, unsigned part, unsigned parts)
{
    Rat width, step, out, share = { part, parts };
    rat_make(part, parts, &share);
    rat_sub(high, low, &width);
    rat_mul(width, share, &step);
    rat_add(low, step, &out);
    return out;
}

/* Representatives strictly between two points: of integers and dates the next few, of decimals
 * equal steps. */
static bool fill_gap(const FieldInfo *field, Rat low, Rat high, unsigned wanted, Plain *values,
                     uint32_t *count)
{
    for (unsigned k = 1; k <= wanted; k++) {
        Rat at;
        if (field->type == REG_DEC) {
            at = between(low, high, k, wanted + 1);
        } else if (!rat_floor_dec(low, &(Dec){ 0 }, &(bool){ 0 })) {
            return false;
        } else {
            Dec floor = 0;
            bool exact;
            rat_floor_dec(low, &floor, &exact);
            int64_t whole = floor / DEC_ONE - (floor % DEC_ONE < 0) + (int64_t)k;
            at = rat_from_int(whole);
            if (rat_compare(at, high) >= 0) {
                break;
            }
        }
        if (*count == MOST_VALUES) {
            return false;
        }
        values[(*count)++] = make_value(field, at);
    }
    return true;
}

static bool fill_numbers(Search *s, Plain *values, uint32_t *count)
{
    const FieldInfo *field = s->field;
    Rat lo = get_bound(field, field->lo), hi = get_bound(field, field->hi);
    s->points.count = 0;
    add_point(s, lo, field->unit);
    add_point(s, hi, field->unit);
    for (uint32_t i = 0; i < s->o->ast->rules.count; i++) {
        visit_rule(s->o->ast->rules.items[i], look_at, s);
    }
    add_known_values(s);
    qsort(s->points.items, s->points.count, sizeof *s->points.items, compare_points);
    for (uint32_t i = 0; i < s->points.count; i++) {
        Rat at = s->points.items[i];
        if (rat_compare(at, lo) < 0 || rat_compare(at, hi) > 0) {
            continue;
        }
        bool whole = at.den == 1;
        if (field->type == REG_DEC || whole) {
            if (*count == MOST_VALUES) {
                return false;
            }
            values[(*count)++] = make_value(field, at);
        }
        if (i + 1 < s->points.count && rat_compare(s->points.items[i + 1], hi) <= 0 &&
            !fill_gap(field, at, s->points.items[i + 1], s->compares_facts ? 3 : 1, values,
                      count)) {
            return false;
        }
    }
    return true;
}

/* Dates given in part: every day is too many; the first, the last and the days around what the
 * program compares. */
static bool list_values(Oracle *o, const FieldInfo *field, int64_t lo, int64_t hi, Plain *values,
                        uint32_t *count)
{
    FieldInfo narrowed = *field;
    Search search = { .o = o, .field = &narrowed };
    narrowed.lo = lo;
    narrowed.hi = hi;
    *count = 0;
    if (field->type == REG_BOOL || field->type == REG_ENUM) {
        unsigned n = field->type == REG_BOOL ? 2 : o->program->enums[field->enumeration].count;
        for (unsigned v = 0; v < n; v++) {
            values[(*count)++] =
                (Plain){ .kind = field->type == REG_BOOL ? PL_BOOL : PL_ENUM, .i = v };
        }
        return true;
    }
    if (field->type == REG_INT && hi - lo < 20) {
        for (int64_t v = lo; v <= hi; v++) {
            values[(*count)++] = plain_int(v);
        }
        return true;
    }
    return fill_numbers(&search, values, count);
}

/* ---- what a rule can read ---- */

typedef struct Reads {
    uint8_t *fields, *lists;
    uint8_t *rules;
    Oracle *o;
} Reads;

static void note_read(void *context, Expr *e)
{
    Reads *reads = context;
    if (e->kind == EX_FIELD) {
        reads->fields[e->field->index] = 1;
    }
    if (e->kind == EX_FIELD && e->field->owner) {
        reads->lists[e->field->list->index] = 1;
    }
    if (e->kind == EX_LIST) {
        reads->lists[e->field->index] = 1;
    }
    if (e->kind == EX_GAP) {
        reads->fields[e->gap->index] = 1;
    }
    if (e->rule) {
        for (uint32_t i = 0; i < reads->o->ast->rules.count; i++) {
            if (reads->o->ast->rules.items[i] == e->rule && !reads->rules[i]) {
                reads->rules[i] = 1;
            }
        }
    }
}

static Reads find_reads(Oracle *o, AstRule *rule)
{
    Reads reads = { ARENA_ARRAY(o->arena, uint8_t, o->program->field_count + 1u),
                    ARENA_ARRAY(o->arena, uint8_t, o->program->list_count + 1u),
                    ARENA_ARRAY(o->arena, uint8_t, o->ast->rules.count + 1u), o };
    visit_rule(rule, note_read, &reads);
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < o->ast->rules.count; i++) {
            if (reads.rules[i] == 1) {
                reads.rules[i] = 2;
                visit_rule(o->ast->rules.items[i], note_read, &reads);
                more = true;
            }
        }
    }
    for (uint32_t i = 0; i < o->ast->rules.count;
         i++) { /* a rule about each element reads its list */
        if ((reads.rules[i] || o->ast->rules.items[i] == rule) && o->ast->rules.items[i]->list) {
            reads.lists[o->ast->rules.items[i]->list->index] = 1;
        }
    }
    return reads;
}

/* ---- hidden parts of lists ---- */

typedef struct Part {
    Oracle *o;
    const Reads *reads;
    uint16_t list;
    FreeFact *fact;
} Part;

static bool add_part(Part *part, Plain **rows, uint32_t count)
{
    if (part->fact->count == MOST_PARTS) {
        return false;
    }
    const ListInfo *list = &part->o->program->lists[part->list];
    PlainList *out = &part->fact->parts[part->fact->count++];
    out->count = count;
    out->rows = ARENA_ARRAY(part->o->arena, Plain *, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        out->rows[i] =
            arena_copy(part->o->arena, rows[i], (list->field_count + 1u) * sizeof(Plain));
    }
    return true;
}

/* All ways to fill cell `at` and those after it, cells counted element by element. */
static bool fill_cells(Part *part, Plain **rows, uint32_t count, uint32_t at)
{
    const ListInfo *list = &part->o->program->lists[part->list];
    uint32_t element = list->field_count ? at / list->field_count : count;
    if (element >= count) {
        return add_part(part, rows, count);
    }
    uint16_t f = (uint16_t)(at % list->field_count);
    const FieldInfo *field = &part->o->program->fields[list->first_field + f];
    bool summary = list->largest_by != NO_INDEX && list->largest_field == list->first_field + f;
    if (!has_register(field) || (!part->reads->fields[list->first_field + f] && !summary)) {
        return fill_cells(part, rows, count, at + 1);
    }
    Plain *values = ARENA_ARRAY(part->o->arena, Plain, MOST_VALUES);
    uint32_t n;
    if (!list_values(part->o, field, field->lo, field->hi, values, &n)) {
        return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        rows[element][f] = values[i];
        if (!fill_cells(part, rows, count, at + 1)) {
            return false;
        }
    }
    return true;
}

static bool list_parts(Oracle *o, const Reads *reads, uint16_t l, FreeFact *fact)
{
    const ListRecord *record = &o->record->lists[l];
    Part part = { o, reads, l, fact };
    fact->parts = ARENA_ARRAY(o->arena, PlainList, MOST_PARTS);
    for (uint16_t n = record->hidden_least; n <= record->hidden_most; n++) {
        Plain **rows = ARENA_ARRAY(o->arena, Plain *, n + 1u);
        for (uint16_t i = 0; i < n; i++) {
            rows[i] = ARENA_ARRAY(o->arena, Plain, o->program->lists[l].field_count + 1u);
        }
        if (!fill_cells(&part, rows, n, 0)) {
            return false;
        }
    }
    return true;
}

/* ---- free facts ---- */

static bool add_free(Oracle *o, FreeFacts *facts, unsigned most, uint16_t f, uint16_t list,
                     uint16_t element, int64_t lo, int64_t hi)
{
    const FieldInfo *field = &o->program->fields[f];
    FreeFact fact = {
        .gap = field->role == FIELD_GAP, .field = f, .list = list, .element = element
    };
    fact.id = fact.gap ? f : fact_get_id(o->program, (FactRef){ f, list, element });
    fact.values = ARENA_ARRAY(o->arena, Plain, MOST_VALUES);
    if (facts->count == most || !list_values(o, field, lo, hi, fact.values, &fact.count)) {
        return false;
    }
    vec_add(o->arena, facts, fact);
    return true;
}

static bool add_elements(Oracle *o, const Reads *reads, uint16_t l, unsigned most, FreeFacts *facts)
{
    const ListInfo *list = &o->program->lists[l];
    const ListRecord *record = &o->record->lists[l];
    for (uint16_t i = 0; i < record->count; i++) {
        for (uint16_t f = list->first_field; f < list->first_field + list->field_count; f++) {
            const FieldInfo *field = &o->program->fields[f];
            bool summary = list->largest_by != NO_INDEX && list->largest_field == f;
            if (!has_register(field) || !(reads->fields[f] || summary)) {
                continue;
            }
            uint32_t at = (uint32_t)i * list->used_fields + (field->reg - list->window);
            bool in_part = record->states[at] == FACT_IN_PART;
            if (!fact_is_missing(record->states[at]) && !in_part) {
                continue;
            }
            int64_t lo = in_part ? record->rows[at].lo : field->lo,
                    hi = in_part ? record->rows[at].hi : field->hi;
            if (!add_free(o, facts, most, f, l, i, lo, hi)) {
                return false;
            }
        }
    }
    if (record->hidden_most == 0) {
        return true;
    }
    FreeFact fact = { .field = NO_INDEX, .list = l };
    fact.id = fact_get_id(o->program, (FactRef){ NO_INDEX, l, 0 });
    if (facts->count == most || !list_parts(o, reads, l, &fact)) {
        return false;
    }
    vec_add(o->arena, facts, fact);
    return true;
}

bool plain_free_facts(Oracle *o, AstRule *rule, unsigned most, FreeFacts *facts)
{
    const Program *p = o->program;
    Reads reads = find_reads(o, rule);
    for (uint16_t f = 0; f < p->field_count; f++) {
        const FieldInfo *field = &p->fields[f];
        if (!reads.fields[f] || field->list != NO_INDEX || !has_register(field)) {
            continue;
        }
        uint32_t slot = field->reg - p->slot_first;
        uint8_t state = o->record->states[slot];
        bool in_part = state == FACT_IN_PART;
        if (!fact_is_missing(state) && !in_part) {
            continue;
        }
        int64_t lo = in_part ? o->record->slots[slot].lo : field->lo,
                hi = in_part ? o->record->slots[slot].hi : field->hi;
        if (!add_free(o, facts, most, f, NO_INDEX, 0, lo, hi)) {
            return false;
        }
    }
    for (uint16_t l = 0; l < p->list_count; l++) {
        if (reads.lists[l] && !add_elements(o, &reads, l, most, facts)) {
            return false;
        }
    }
    return true;
}

void plain_complete(Oracle *o, World *world, const FreeFact *fact, uint32_t choice)
{
    if (fact->field == NO_INDEX) {
        PlainList *list = &world->lists[fact->list];
        const PlainList *part = &fact->parts[choice];
        list->count = o->record->lists[fact->list].count;
        list->filled = true;
        for (uint32_t i = 0; i < part->count; i++) {
            list->rows[list->count++] = part->rows[i];
        }
    } else if (fact->list == NO_INDEX) {
        world->scalars[fact->field] = fact->values[choice];
    } else {
        uint16_t first = o->program->lists[fact->list].first_field;
        world->lists[fact->list].rows[fact->element][fact->field - first] = fact->values[choice];
    }
}
