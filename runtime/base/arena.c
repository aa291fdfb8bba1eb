/* arena.c - blocks of growing size; objects are cut off the front of the current one. */
#include "runtime/base/arena.h"
#include "runtime/base/hooks.h"
#include "runtime/base/limits.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 16 };
#define FIRST_BLOCK ((size_t)16 << 10)
#define LARGEST_GROWTH ((size_t)4 << 20) /* blocks double up to here */

/* 32 bytes on a 64-bit machine, so the bytes behind it stay aligned to 16. */
typedef struct Block {
    struct Block *next;
    size_t size; /* of the bytes behind the header */
    size_t used;
    size_t touched; /* bytes from here on have never been handed out: they are zero */
} Block;
_Static_assert(sizeof(Block) % ALIGNMENT == 0, "the bytes behind a block's header must be aligned");

struct Arena {
    Block *current; /* head of the blocks in use */
    Block *spare;   /* blocks kept by a reset */
    size_t limit, used;
    size_t next_size;
    jmp_buf *recovery;
};

Arena *arena_create(size_t limit)
{
    Arena *arena = hooks_take(sizeof *arena);
    if (!arena) {
        return NULL;
    }
    *arena = (Arena){ .limit = limit, .next_size = FIRST_BLOCK };
    return arena;
}

static void release_blocks(Block *block)
{
    while (block) {
        Block *next = block->next;
        hooks.release(block);
        block = next;
    }
}

Arena *arena_create_within(Arena *owner, size_t limit)
{
    Arena *arena = arena_create(limit);
    if (!arena) {
        arena_fail(owner);
    }
    arena_set_recovery(arena, arena_get_recovery(owner));
    return arena;
}

void arena_destroy(Arena *arena)
{
    if (!arena) {
        return;
    }
    release_blocks(arena->current);
    release_blocks(arena->spare);
    hooks.release(arena);
}

void arena_reset(Arena *arena)
{
    while (arena->current) {
        Block *block = arena->current;
        arena->current = block->next;
        block->next = arena->spare;
        block->used = 0;
        arena->spare = block;
    }
    arena->used = 0;
}

void arena_shrink(Arena *arena, size_t keep)
{
    size_t kept = 0;
    arena_reset(arena);
    for (Block **link = &arena->spare; *link;) {
        Block *block = *link;
        if (block->size <= keep - kept) {
            kept += block->size;
            link = &block->next;
            continue;
        }
        *link = block->next;
        hooks.release(block);
        arena->next_size = FIRST_BLOCK;
    }
}

void arena_set_limit(Arena *arena, size_t limit)
{
    arena->limit = limit;
}

void arena_set_recovery(Arena *arena, jmp_buf *recovery)
{
    arena->recovery = recovery;
}

jmp_buf *arena_get_recovery(Arena *arena)
{
    return arena->recovery;
}

_Noreturn void arena_fail(Arena *arena)
{
    static const char message[] = "out of memory\n";
    if (arena->recovery) {
        longjmp(*arena->recovery, 1);
    }
    /* Nobody can be told: the owner of this lifetime never said how to go on. */
    ssize_t written = hooks.write(2, message, sizeof message - 1);
    (void)written;
    abort();
}

/* Take the first spare block with room for size bytes off its list. */
static Block *take_spare_block(Arena *arena, size_t size)
{
    for (Block **link = &arena->spare; *link; link = &(*link)->next) {
        Block *block = *link;
        if (block->size < size) {
            continue;
        }
        *link = block->next;
        return block;
    }
    return NULL;
}

static Block *make_block(Arena *arena, size_t size)
{
    size_t wanted = size > arena->next_size ? size : arena->next_size;
    size_t total;
    if (!size_add(wanted, sizeof(Block), &total)) {
        arena_fail(arena);
    }
    Block *block = hooks_take(total);
    if (!block) {
        arena_fail(arena);
    }
    *block = (Block){ .size = wanted };
    if (arena->next_size < LARGEST_GROWTH) {
        arena->next_size *= 2;
    }
    return block;
}

static void open_block(Arena *arena, size_t size)
{
    Block *block = take_spare_block(arena, size);
    if (!block) {
        block = make_block(arena, size);
    }
    block->next = arena->current;
    arena->current = block;
}

/* What a cut of so many bytes takes, if the limit allows it. The limit counts what is handed out,
 * not what the blocks take, so that whether a lifetime fits does not depend on what the arena held
 * before. */
static size_t round_size(Arena *arena, size_t size)
{
    size_t rounded, used;
    if (!size_add(size ? size : 1, ALIGNMENT - 1, &rounded)) {
        arena_fail(arena);
    }
    rounded &= ~(size_t)(ALIGNMENT - 1);
    if (!size_add(arena->used, rounded, &used) || (arena->limit && used > arena->limit)) {
        arena_fail(arena);
    }
    return rounded;
}

/* Uninitialised memory. */
static void *cut_bytes(Arena *arena, size_t size)
{
    size_t rounded = round_size(arena, size);
    if (!arena->current || arena->current->size - arena->current->used < rounded) {
        open_block(arena, rounded);
    }
    Block *block = arena->current;
    char *bytes = (char *)(block + 1) + block->used;
    block->used += rounded;
    arena->used += rounded;
    return bytes;
}

static void touch(Block *block)
{
    if (block->used > block->touched) {
        block->touched = block->used;
    }
}

/* Zero bytes that were just cut off: most lie where nobody has written yet, and pages come zeroed.
 */
static void clear_bytes(Block *block, char *bytes, size_t size)
{
    size_t at = (size_t)(bytes - (char *)(block + 1));
    size_t stale = block->touched > at ? block->touched - at : 0;
    memset(bytes, 0, stale < size ? stale : size);
    touch(block);
}

void *arena_alloc(Arena *arena, size_t size)
{
    char *bytes = cut_bytes(arena, size);
    clear_bytes(arena->current, bytes, size);
    return bytes;
}

void *arena_alloc_array(Arena *arena, size_t count, size_t size)
{
    size_t total;
    if (!size_mul(count, size, &total)) {
        arena_fail(arena);
    }
    return arena_alloc(arena, total);
}

void *arena_copy(Arena *arena, const void *bytes, size_t size)
{
    void *copy = cut_bytes(arena, size);
    touch(arena->current);
    if (size) {
        memcpy(copy, bytes, size);
    }
    return copy;
}

/* The last bytes of the current block, with room behind them. */
static bool can_extend(const Block *block, const char *bytes, size_t size, size_t rounded)
{
    const char *first = (const char *)(block + 1);
    if (!bytes || bytes < first || bytes >= first + block->size) {
        return false;
    }
    size_t at = (size_t)(bytes - first),
           end = at + ((size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1));
    return end == block->used && block->size - at >= rounded;
}

void *arena_grow(Arena *arena, void *bytes, size_t size, size_t larger)
{
    char *grown = bytes;
    size_t rounded = round_size(arena, larger);
    if (arena->current && can_extend(arena->current, bytes, size, rounded)) {
        arena->current->used = (size_t)(grown - (char *)(arena->current + 1)) + rounded;
        arena->used += rounded;
    } else {
        grown = cut_bytes(arena, larger);
        if (size) {
            memcpy(grown, bytes, size);
        }
    }
    clear_bytes(arena->current, grown + size, larger - size);
    return grown;
}

void arena_rewind(Arena *arena, const void *bytes)
{
    Block *block = arena->current;
    const char *from = bytes, *first = block ? (const char *)(block + 1) : NULL;
    if (!block || from < first || from >= first + block->used) {
        return;
    }
    size_t kept = (size_t)(from - first);
    arena->used -= block->used - kept;
    block->used = kept;
}

size_t arena_get_used(const Arena *arena)
{
    return arena->used;
}
