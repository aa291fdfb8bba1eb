/* map.h - text to a 32-bit number, on an arena. Insertion only. */
#ifndef BASE_MAP_H
#define BASE_MAP_H
#include "runtime/base/str.h"

typedef struct Map {
    Arena *arena;
    struct MapEntry *entries;
    uint32_t count, capacity;
} Map;

#define MAP_NONE UINT32_MAX
void map_init(Map *map, Arena *arena);
/* Adds the key unless present. True if it was added. */
bool map_add(Map *map, Str key, uint32_t value);
void map_set(Map *map, Str key, uint32_t value); /* adds or replaces */
uint32_t map_find(const Map *map, Str key);      /* MAP_NONE if absent */
#endif
