/* arena.h - memory that dies together.
 *
 * An arena belongs to one lifetime (a compilation, a loaded program, one
 * patient). There is no free of single objects. When memory runs out, or the
 * arena's limit is reached, arena_alloc does not return: it jumps to the
 * recovery point that the owner of the lifetime set with arena_set_recovery.
 * So nobody between the owner and the allocation checks for NULL, and nobody
 * between them may hold a resource that is not in an arena. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Arena Arena;

/* NULL if there is no memory. limit 0 = unlimited; in bytes otherwise. */
Arena *arena_create(size_t limit);
/* One that fails as its owner does: by the recovery point that the owner has now. Never NULL; the
 * caller destroys it. */
Arena *arena_create_within(Arena *owner, size_t limit);
void arena_destroy(Arena *arena); /* NULL is allowed */
/* Forget everything allocated; keeps the blocks for reuse (run arenas). */
void arena_reset(Arena *arena);
/* Forget everything, and give back what is more than `keep` bytes. */
void arena_shrink(Arena *arena, size_t keep);
/* From now on; what was handed out counts. */
void arena_set_limit(Arena *arena, size_t limit);
void arena_set_recovery(Arena *arena, jmp_buf *recovery);
jmp_buf *arena_get_recovery(Arena *arena);

/* Zeroed, aligned to 16. Never NULL. size 0 gives a valid pointer. */
void *arena_alloc(Arena *arena, size_t size);
/* count * size with overflow check. */
void *arena_alloc_array(Arena *arena, size_t count, size_t size);
/* A copy of size bytes. */
void *arena_copy(Arena *arena, const void *bytes, size_t size);
/* The same bytes with room for more, which is zeroed; `bytes` must be the whole of an allocation of
 * `size` bytes, or NULL with size 0. Stays in place where nothing was allocated since; counts like
 * a new allocation all the same. */
void *arena_grow(Arena *arena, void *bytes, size_t size, size_t larger);
/* Gives back what was allocated from these bytes on, they included, as far as it lies in the block
 * at hand; anything else is left as it is. Nobody may look there again. What arena_grow counted
 * stays counted. */
void arena_rewind(Arena *arena, const void *bytes);
/* Bytes handed out since creation or the last reset. */
size_t arena_get_used(const Arena *arena);
/* Leave by the recovery point (used when a hard limit is met). */
_Noreturn void arena_fail(Arena *arena);

#define ARENA_NEW(arena, T) ((T *)arena_alloc((arena), sizeof(T)))
#define ARENA_ARRAY(arena, T, n) ((T *)arena_alloc_array((arena), (n), sizeof(T)))
#endif
