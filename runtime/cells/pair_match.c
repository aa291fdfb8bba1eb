/* pair_match.c - by paths and names, then places in the order of the schemas.
 *
 *     first    age  cea  [lesions: size]              variables   age  cea  ldh  lesions 1: there?
 * size site second   age  cea  ldh  [lesions: size site]                               lesions 2:
 * ...
 */
#include "runtime/cells/pair_match.h"
#include "runtime/base/claim.h"

/* ---- values ---- */

bool pair_match_is_same_enum(const Program *a, uint16_t x, const Program *b, uint16_t y)
{
    const EnumInfo *one = &a->enums[x], *other = &b->enums[y];
    bool same = one->count == other->count;
    for (uint16_t i = 0; same && i < one->count; i++) {
        same = str_equal(one->values[i], other->values[i]);
    }
    return same;
}

uint32_t pair_match_list_values(const Program *a, uint16_t x, const Program *b, uint16_t y,
                                uint8_t *values)
{
    const EnumInfo *one = &a->enums[x], *other = &b->enums[y];
    for (uint16_t i = 0; i < one->count; i++) {
        values[i] = PAIR_NO_VALUE;
        for (uint16_t k = 0; k < other->count; k++) {
            if (str_equal(one->values[i], other->values[k])) {
                values[i] = (uint8_t)k;
            }
        }
    }
    return one->count;
}

/* ---- what is the same ---- */

typedef struct Matcher {
    const Program *first, *second;
    const PairNames *names;
    PairMatch match;
} Matcher;

/* What the first program calls it. */
static Str get_first_name(const PairNames *names, Str name)
{
    for (uint32_t i = 0; names && i < names->count; i++) {
        if (str_equal(names->items[i].second, name)) {
            return names->items[i].first;
        }
    }
    return name;
}

static bool share_values(const Matcher *m, const FieldInfo *a, const FieldInfo *b)
{
    uint8_t values[LIMIT_ENUM_VALUES];
    uint32_t count =
        pair_match_list_values(m->first, a->enumeration, m->second, b->enumeration, values);
    bool any = false;
    for (uint32_t i = 0; i < count; i++) {
        any = any || values[i] != PAIR_NO_VALUE;
    }
    return any;
}

static bool is_same_kind(const Matcher *m, const FieldInfo *a, const FieldInfo *b)
{
    bool plain = a->role == FIELD_KEY || a->role == FIELD_TEXT;
    if (a->role != b->role || plain || a->type != b->type || a->unit != b->unit) {
        return false;
    }
    bool number = a->type == REG_INT || a->type == REG_DEC || a->type == REG_DATE;
    return number                ? a->lo <= b->hi && b->lo <= a->hi
           : a->type == REG_ENUM ? share_values(m, a, b)
                                 : true;
}

/* Fields of lists are told by the name within the element. */
static uint16_t find_field(const Matcher *m, const FieldInfo *field)
{
    bool element = field->list != NO_INDEX;
    uint16_t list = element ? m->match.lists[field->list] : NO_INDEX;
    Str path = get_first_name(m->names, field->path);
    for (uint16_t i = 0; i < m->first->field_count; i++) {
        const FieldInfo *other = &m->first->fields[i];
        if (other->list == list && (!element || list != NO_INDEX) && str_equal(other->path, path) &&
            is_same_kind(m, other, field)) {
            return i;
        }
    }
    return NO_INDEX;
}

PairMatch pair_match_make(Arena *arena, const Program *first, const Program *second,
                          const PairNames *names)
{
    Matcher m = { first,
                  second,
                  names,
                  { ARENA_ARRAY(arena, uint16_t, (size_t)second->field_count + 1),
                    ARENA_ARRAY(arena, uint16_t, (size_t)second->list_count + 1),
                    ARENA_ARRAY(arena, uint32_t, (size_t)second->block_count + 1) } };
    for (uint16_t i = 0; i < second->list_count; i++) {
        uint32_t list = program_find_list(first, get_first_name(names, second->lists[i].path));
        m.match.lists[i] = list == NO_INDEX32 ? NO_INDEX : (uint16_t)list;
    }
    for (uint16_t i = 0; i < second->field_count; i++) {
        m.match.fields[i] = find_field(&m, &second->fields[i]);
    }
    for (uint32_t i = 0; i < second->block_count; i++) {
        const BlockInfo *block = &second->blocks[i];
        m.match.blocks[i] =
            program_find_block(first, (BlockKind)block->kind, get_first_name(names, block->name));
    }
    return m.match;
}

/* ---- where variables stand ---- */

/* One scalar or list of the two schemas; NO_INDEX: the program does not have it. */
typedef struct Item {
    bool list;
    uint16_t first, second;
} Item;
typedef struct Layouter {
    Arena *arena;
    const Program *first, *second;
    const PairMatch *match;
    VEC(Item) items;
    SharedField *first_fields, *second_fields;
    SharedList *first_lists, *second_lists;
} Layouter;

/* The item of the i-th field: of a list only its first one has any. */
static bool make_item(const Program *program, uint16_t i, Item *item, uint16_t *index)
{
    uint16_t list = program->fields[i].list;
    item->list = list != NO_INDEX;
    *index = item->list ? list : i;
    return !item->list || program->lists[list].first_field == i;
}

static void insert_item(Layouter *l, uint32_t at, Item item)
{
    vec_add(l->arena, &l->items, item);
    memmove(&l->items.items[at + 1], &l->items.items[at],
            (l->items.count - 1 - at) * sizeof *l->items.items);
    l->items.items[at] = item;
}

/* What only the second has stands behind what stands before it there. */
static void merge_second(Layouter *l)
{
    uint32_t at = 0;
    for (uint16_t i = 0; i < l->second->field_count; i++) {
        Item item = { .first = NO_INDEX };
        if (!make_item(l->second, i, &item, &item.second)) {
            continue;
        }
        uint16_t twin = item.list ? l->match->lists[item.second] : l->match->fields[i];
        if (twin == NO_INDEX) {
            insert_item(l, at++, item);
            continue;
        }
        for (uint32_t k = 0; k < l->items.count; k++) {
            if (l->items.items[k].list == item.list && l->items.items[k].first == twin) {
                l->items.items[k].second = item.second;
                at = k + 1;
            }
        }
    }
}

static void list_items(Layouter *l)
{
    for (uint16_t i = 0; i < l->first->field_count; i++) {
        Item item = { .second = NO_INDEX };
        if (make_item(l->first, i, &item, &item.first)) {
            vec_add(l->arena, &l->items, item);
        }
    }
    merge_second(l);
}

static void name_fields(Layouter *l)
{
    uint16_t next = l->first->field_count;
    for (uint16_t i = 0; i < l->first->field_count; i++) {
        const FieldInfo *field = &l->first->fields[i];
        l->first_fields[i] = (SharedField){ .name = i, .lo = field->lo, .hi = field->hi };
    }
    for (uint16_t i = 0; i < l->second->field_count; i++) {
        const FieldInfo *field = &l->second->fields[i];
        uint16_t twin = l->match->fields[i];
        l->second_fields[i] = (SharedField){ .name = twin == NO_INDEX ? next++ : twin,
                                             .lo = field->lo,
                                             .hi = field->hi };
    }
}

/* Which of its own values each value is that both have. */
static void share_enum(Layouter *l, uint16_t first, uint16_t second)
{
    const FieldInfo *a = &l->first->fields[first], *b = &l->second->fields[second];
    uint8_t values[LIMIT_ENUM_VALUES];
    uint32_t all =
        pair_match_list_values(l->first, a->enumeration, l->second, b->enumeration, values);
    uint8_t *mine = ARENA_ARRAY(l->arena, uint8_t, all), *its = ARENA_ARRAY(l->arena, uint8_t, all);
    uint16_t count = 0;
    for (uint32_t i = 0; i < all; i++) {
        if (values[i] != PAIR_NO_VALUE) {
            mine[count] = (uint8_t)i;
            its[count++] = values[i];
        }
    }
    l->first_fields[first].value_count = l->second_fields[second].value_count = count;
    l->first_fields[first].values = mine;
    l->second_fields[second].values = its;
}

static void count_values(const Program *program, SharedField *fields)
{
    for (uint16_t i = 0; i < program->field_count; i++) {
        const FieldInfo *field = &program->fields[i];
        bool named =
            field->type == REG_ENUM && field->role != FIELD_KEY && field->role != FIELD_TEXT;
        if (named && !fields[i].values) {
            fields[i].value_count = program->enums[field->enumeration].count;
        }
    }
}

static void share_domains(Layouter *l)
{
    for (uint16_t i = 0; i < l->second->field_count; i++) {
        uint16_t twin = l->match->fields[i];
        if (twin == NO_INDEX) {
            continue;
        }
        SharedField *mine = &l->second_fields[i], *its = &l->first_fields[twin];
        const FieldInfo *field = &l->second->fields[i], *other = &l->first->fields[twin];
        mine->lo = its->lo = mine->lo > its->lo ? mine->lo : its->lo;
        mine->hi = its->hi = mine->hi < its->hi ? mine->hi : its->hi;
        if (field->type == REG_ENUM &&
            !pair_match_is_same_enum(l->first, other->enumeration, l->second, field->enumeration)) {
            share_enum(l, twin, i);
        }
    }
    count_values(l->first, l->first_fields);
    count_values(l->second, l->second_fields);
}

/* The first's fields in its order, then those that only the second has. */
static uint32_t place_elements(Layouter *l, const Item *item)
{
    uint32_t next = 1;
    if (item->first != NO_INDEX) {
        const ListInfo *list = &l->first->lists[item->first];
        for (uint16_t i = 0; i < list->field_count; i++) {
            l->first_fields[list->first_field + i].var = next++;
        }
    }
    if (item->second != NO_INDEX) {
        const ListInfo *list = &l->second->lists[item->second];
        for (uint16_t i = list->first_field; i < list->first_field + list->field_count; i++) {
            uint16_t twin = l->match->fields[i];
            l->second_fields[i].var = twin == NO_INDEX ? next++ : l->first_fields[twin].var;
        }
    }
    return next;
}

static uint32_t get_bound(const Program *program, uint16_t list)
{
    return list == NO_INDEX || !program->lists[list].used ? 0 : program->lists[list].most;
}

static void place_list(Layouter *l, const Item *item, uint32_t *next)
{
    uint32_t mine = get_bound(l->first, item->first), its = get_bound(l->second, item->second);
    SharedList list = { .name = item->first != NO_INDEX
                                    ? item->first
                                    : (uint16_t)(l->first->list_count + item->second),
                        .first = *next,
                        .stride = place_elements(l, item),
                        .total = mine > its ? mine : its };
    *next += list.total * list.stride + 1;
    if (item->first != NO_INDEX) {
        l->first_lists[item->first] = list;
    }
    if (item->second != NO_INDEX) {
        l->second_lists[item->second] = list;
    }
}

static uint32_t place_items(Layouter *l)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < l->items.count; i++) {
        const Item *item = &l->items.items[i];
        if (item->list) {
            place_list(l, item, &next);
            continue;
        }
        if (item->first != NO_INDEX) {
            l->first_fields[item->first].var = next;
        }
        if (item->second != NO_INDEX) {
            l->second_fields[item->second].var = next;
        }
        next++;
    }
    return next;
}

/* ---- faults, functions ---- */

static uint32_t *list_faults(Arena *arena, const Program *program, const PairMatch *match,
                             uint32_t first_count)
{
    uint32_t *faults = ARENA_ARRAY(arena, uint32_t, (size_t)program->block_count + 1);
    for (uint32_t i = 0; i < program->block_count; i++) {
        faults[i] = !match                           ? i
                    : match->blocks[i] == NO_INDEX32 ? first_count + i
                                                     : match->blocks[i];
    }
    return faults;
}

static uint32_t find_native(const Program *program, const NativeInfo *native)
{
    for (uint16_t i = 0; i < program->native_count; i++) {
        const NativeInfo *other = &program->natives[i];
        if (str_equal(other->name, native->name) && str_equal(other->library, native->library) &&
            str_equal(other->symbol, native->symbol)) {
            return i;
        }
    }
    return NO_INDEX32;
}

static uint32_t *list_natives(Arena *arena, const Program *program, const Program *first)
{
    uint32_t *natives = ARENA_ARRAY(arena, uint32_t, (size_t)program->native_count + 1);
    for (uint16_t i = 0; i < program->native_count; i++) {
        uint32_t twin = find_native(first, &program->natives[i]);
        natives[i] = twin == NO_INDEX32 ? (uint32_t)first->native_count + i : twin;
    }
    return natives;
}

PairLayout pair_match_lay_out(Arena *arena, const Program *first, const Program *second,
                              const PairMatch *match)
{
    Layouter l = { .arena = arena, .first = first, .second = second, .match = match };
    l.first_fields = ARENA_ARRAY(arena, SharedField, (size_t)first->field_count + 1);
    l.second_fields = ARENA_ARRAY(arena, SharedField, (size_t)second->field_count + 1);
    l.first_lists = ARENA_ARRAY(arena, SharedList, (size_t)first->list_count + 1);
    l.second_lists = ARENA_ARRAY(arena, SharedList, (size_t)second->list_count + 1);
    list_items(&l);
    name_fields(&l);
    share_domains(&l);
    PairLayout layout = { .var_count = place_items(&l) };
    layout.first = (Shared){ .fields = l.first_fields,
                             .lists = l.first_lists,
                             .faults = list_faults(arena, first, NULL, 0),
                             .natives = list_natives(arena, first, first) };
    layout.second = (Shared){ .fields = l.second_fields,
                              .lists = l.second_lists,
                              .faults = list_faults(arena, second, match, first->block_count),
                              .natives = list_natives(arena, second, first) };
    return layout;
}
