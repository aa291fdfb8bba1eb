/* coverage_hear.c - which rules, and which elements of them, the expectations of a case say
 * something about. */
#include "compiler/testing/coverage.h"

#include <string.h>

/* The bit of the listed element with that key. */
static uint64_t find_element(const Coverage *c, uint32_t entry, const char *key)
{
    const AstField *list = c->index->entries.items[entry].rule->list;
    if (!list || !key) {
        return HEARD_ALL;
    }
    const ListRecord *elements = &c->record->lists[list->index];
    for (uint16_t i = 0; i < elements->count; i++) {
        if (str_equal(elements->keys[i], str_from_c(key))) {
            return i < 63 ? UINT64_C(1) << i : HEARD_ALL;
        }
    }
    return 0;
}

/* element: its key, or NULL: then it may stand in the name, after an @. */
static void hear(Coverage *c, const Map *map, const char *name, const char *element)
{
    const char *end = name ? strchr(name, '@') : NULL;
    Str text = end ? (Str){ name, (size_t)(end - name) } : str_from_c(name);
    uint32_t entry = name ? map_find(map, text) : MAP_NONE;
    if (entry != MAP_NONE) {
        c->heard[entry] |= find_element(c, entry, end ? end + 1 : element);
    }
}

static void hear_keys(Coverage *c, const Map *map, json_t *object, const char *element)
{
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value) hear(c, map, name, element);
}

static void hear_items(Coverage *c, const Map *map, json_t *array)
{
    size_t i;
    json_t *item;
    json_array_foreach(array, i, item)
        hear(c, map, json_string_value(json_is_object(item) ? json_object_get(item, "name") : item),
             NULL);
}

/* Direction, strength and timing are the same for every patient, and cautions are heard of by
 * themselves: who names them beside advice says nothing of what comes out. */
static bool is_said_beside_status(const char *key)
{
    return strcmp(key, "direction") == 0 || strcmp(key, "strength") == 0 ||
           strcmp(key, "timing") == 0 || strcmp(key, "cautions") == 0;
}

static void hear_advice(Coverage *c, json_t *advice)
{
    const char *key;
    json_t *value;
    json_object_foreach(advice, key, value)
    {
        if (is_said_beside_status(key)) {
            continue;
        }
        if (json_is_object(value)) {
            hear_keys(c, &c->advice, value, NULL);
        } else {
            hear_items(c, &c->advice, value);
        }
    }
}

void coverage_hear(Coverage *c, json_t *expect)
{
    const char *key, *element;
    json_t *value, *decisions;
    json_object_foreach(expect, key, value)
    {
        if (strcmp(key, "decisions") == 0) {
            hear_keys(c, &c->decisions, value, NULL);
        } else if (strcmp(key, "advice") == 0) {
            hear_advice(c, value);
        } else if (strcmp(key, "cautions") == 0 || strcmp(key, "no_cautions") == 0) {
            hear_items(c, &c->cautions, value);
        } else if (strcmp(key, "problems") != 0) {
            json_object_foreach(value, element, decisions)
                hear_keys(c, &c->decisions, decisions, element);
        }
    }
}

/* A definition for each element, read by a rule for each of the same, is heard for the same
 * elements. */
static uint64_t pass_elements(const Coverage *c, uint32_t reader, uint32_t read, uint64_t elements)
{
    const AstField *list = c->index->entries.items[read].rule->list;
    return list && list == c->index->entries.items[reader].rule->list ? elements : HEARD_ALL;
}

/* Definitions have no answer of their own: they are heard in what reads them. Entries stand in no
 * order of reading. */
void coverage_spread(const Coverage *c, uint64_t *flags)
{
    IndexList todo = { 0 };
    for (uint32_t i = 0; i < c->index->entries.count; i++) {
        if (flags[i] && c->index->entries.items[i].rule) {
            vec_add(c->arena, &todo, i);
        }
    }
    while (todo.count) {
        uint32_t reader = todo.items[--todo.count];
        const IndexList *reads = &c->index->entries.items[reader].reads;
        for (uint32_t i = 0; i < reads->count; i++) {
            uint32_t read = reads->items[i];
            if (c->index->entries.items[read].kind != RULE_ENTRY_DEFINE) {
                continue;
            }
            uint64_t more = flags[read] | pass_elements(c, reader, read, flags[reader]);
            if (more == flags[read]) {
                continue;
            }
            flags[read] = more;
            vec_add(c->arena, &todo, read);
        }
    }
}
