/* vec.c - growth of vectors. */
#include "runtime/base/vec.h"
#include "runtime/base/limits.h"

void *vec_grow(Arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t size)
{
    if (*capacity > UINT32_MAX / 2)
        arena_fail(arena);
    uint32_t larger = *capacity ? *capacity * 2 : 8;
    void *grown = arena_alloc_array(arena, larger, size);
    if (count)
        memcpy(grown, items, count * size);
    *capacity = larger;
    return grown;
}
