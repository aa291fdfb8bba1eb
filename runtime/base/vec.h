/* vec.h - a growing array on an arena: VEC(T) is the type; items, count are read directly. */
#ifndef BASE_VEC_H
#define BASE_VEC_H
#include "runtime/base/arena.h"
#include <stdint.h>
#include <string.h>

#define VEC(T)                    \
    struct {                      \
        T *items;                 \
        uint32_t count, capacity; \
    }

/* Grow if needed; returns the new items pointer. Used by vec_add only. */
void *vec_grow(Arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t size);

#define vec_add(arena, vec, item)                                                                \
    ((vec)->count == (vec)->capacity                                                             \
         ? (void)((vec)->items = vec_grow((arena), (vec)->items, (vec)->count, &(vec)->capacity, \
                                          sizeof *(vec)->items))                                 \
         : (void)0,                                                                              \
     (vec)->items[(vec)->count++] = (item))
#endif
