/* vec.c - growth of vectors. */
#include "runtime/base/vec.h"
#include "runtime/base/limits.h"

void *vec_grow(Arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t size)
{
    if (*capacity > UINT32_MAX / 2) {
        arena_fail(arena);
    }
    uint32_t larger = *capacity ? *capacity * 2 : 8;
    size_t bytes;
    if (!size_mul(larger, size, &bytes)) {
        arena_fail(arena);
    }
    void *grown = arena_grow(arena, items, *capacity * size, bytes);
    *capacity = larger;
    return grown;
}
