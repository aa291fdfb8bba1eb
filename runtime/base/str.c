/* str.c - text as pointer and length. */
#include "runtime/base/str.h"
#include "runtime/base/limits.h"
#include <string.h>

Str str_from_c(const char *text)
{
    return text ? (Str){ text, strlen(text) } : STR_NONE;
}

Str str_copy(Arena *arena, Str text)
{
    return (Str){ arena_copy(arena, text.ptr, text.len), text.len };
}

char *str_to_c(Arena *arena, Str text)
{
    size_t size;
    if (!size_add(text.len, 1, &size)) {
        arena_fail(arena);
    }
    char *copy = arena_alloc(arena, size);
    if (text.len) {
        memcpy(copy, text.ptr, text.len);
    }
    return copy;
}

bool str_equal(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

int str_compare(Str a, Str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;
    if (order != 0) {
        return order;
    }
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts_with(Str text, Str prefix)
{
    return text.len >= prefix.len && str_equal((Str){ text.ptr, prefix.len }, prefix);
}

size_t str_measure_line(Str text)
{
    size_t at = 0;
    while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r') {
        at++;
    }
    return at;
}

size_t str_measure_line_end(Str text)
{
    if (text.len > 1 && text.ptr[0] == '\r' && text.ptr[1] == '\n') {
        return 2;
    }
    return text.len && (text.ptr[0] == '\n' || text.ptr[0] == '\r');
}

static Str drop(Str text, size_t count)
{
    return (Str){ text.ptr + count, text.len - count };
}

bool str_take_line(Str *rest, Str *line)
{
    if (!rest->len) {
        return false;
    }
    *line = (Str){ rest->ptr, str_measure_line(*rest) };
    *rest = drop(*rest, line->len);
    *rest = drop(*rest, str_measure_line_end(*rest));
    return true;
}

/* FNV-1a, then a final mix because tables use the low bits. */
uint64_t str_hash(Str text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < text.len; i++) {
        hash = (hash ^ (unsigned char)text.ptr[i]) * UINT64_C(0x100000001b3);
    }
    hash ^= hash >> 32;
    return hash * UINT64_C(0x9e3779b97f4a7c15) >> 7;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* One row of the table for optimal string alignment; returns the smallest entry. */
static unsigned fill_distance_row(Str a, Str b, size_t i, unsigned *rows[3])
{
    unsigned *row = rows[0], *above = rows[1], *above2 = rows[2];
    row[0] = (unsigned)i;
    unsigned smallest = row[0];
    for (size_t j = 1; j <= b.len; j++) {
        unsigned substituted = above[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
        row[j] = least(substituted, least(above[j], row[j - 1]) + 1);
        bool swapped =
            i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1];
        if (swapped) {
            row[j] = least(row[j], above2[j - 2] + 1);
        }
        smallest = least(smallest, row[j]);
    }
    return smallest;
}

unsigned str_distance(Arena *scratch, Str a, Str b, unsigned limit)
{
    size_t difference = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (difference > limit) {
        return limit + 1;
    }
    unsigned *rows[3];
    for (int i = 0; i < 3; i++) {
        rows[i] = ARENA_ARRAY(scratch, unsigned, b.len + 1);
    }
    for (size_t j = 0; j <= b.len; j++) {
        rows[0][j] = (unsigned)j;
    }
    unsigned before = 0;
    for (size_t i = 1; i <= a.len; i++) {
        unsigned *oldest = rows[2];
        rows[2] = rows[1];
        rows[1] = rows[0];
        rows[0] = oldest;
        unsigned smallest = fill_distance_row(a, b, i, rows);
        /* A swap reaches back two rows, so both must be out of reach. */
        if (smallest > limit && before > limit) {
            return limit + 1;
        }
        before = smallest;
    }
    return least(rows[0][b.len], limit + 1);
}
