/* map.c - open addressing, never more than half full. Keys are views: their bytes must live as long
 * as the map. */
#include "runtime/base/map.h"

typedef struct MapEntry {
    Str key;
    uint32_t value;
    bool taken;
} MapEntry;

void map_init(Map *map, Arena *arena)
{
    *map = (Map){ .arena = arena };
}

/* The entry of the key, or the free entry where it belongs. The capacity is a power of two. */
static MapEntry *find_entry(MapEntry *entries, uint32_t capacity, Str key)
{
    uint32_t at = (uint32_t)str_hash(key) & (capacity - 1);
    while (entries[at].taken && !str_equal(entries[at].key, key)) {
        at = (at + 1) & (capacity - 1);
    }
    return &entries[at];
}

static void make_room(Map *map)
{
    if (map->count < map->capacity / 2) {
        return;
    }
    if (map->capacity > UINT32_MAX / 4) {
        arena_fail(map->arena);
    }
    uint32_t capacity = map->capacity ? map->capacity * 2 : 16;
    MapEntry *entries = ARENA_ARRAY(map->arena, MapEntry, capacity);
    for (uint32_t i = 0; i < map->capacity; i++) {
        if (map->entries[i].taken) {
            *find_entry(entries, capacity, map->entries[i].key) = map->entries[i];
        }
    }
    map->entries = entries;
    map->capacity = capacity;
}

bool map_add(Map *map, Str key, uint32_t value)
{
    make_room(map);
    MapEntry *entry = find_entry(map->entries, map->capacity, key);
    if (entry->taken) {
        return false;
    }
    *entry = (MapEntry){ key, value, true };
    map->count++;
    return true;
}

void map_set(Map *map, Str key, uint32_t value)
{
    if (!map_add(map, key, value)) {
        find_entry(map->entries, map->capacity, key)->value = value;
    }
}

uint32_t map_find(const Map *map, Str key)
{
    if (!map->count) {
        return MAP_NONE;
    }
    const MapEntry *entry = find_entry(map->entries, map->capacity, key);
    return entry->taken ? entry->value : MAP_NONE;
}
