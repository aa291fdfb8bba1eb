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

/* Names longer than this are not compared letter by letter. */
enum { LONGEST = 128 };

/* Three rows of the table for optimal string alignment, the newest first. */
typedef struct Rows {
    unsigned cells[3][LONGEST + 1];
    unsigned *row, *above, *above2;
} Rows;

static void step_rows(Rows *rows)
{
    unsigned *oldest = rows->above2;
    rows->above2 = rows->above;
    rows->above = rows->row;
    rows->row = oldest;
}

/* Only cells near the diagonal can be within the limit; the others hold limit + 1. Returns the
 * smallest. */
static unsigned fill_row(Rows *rows, Str a, Str b, size_t i, unsigned limit)
{
    unsigned *row = rows->row, *above = rows->above, *above2 = rows->above2;
    size_t first = i > limit ? i - limit : 1, last = i + limit < b.len ? i + limit : b.len;
    row[first - 1] = first == 1 ? (unsigned)i : limit + 1;
    unsigned smallest = row[first - 1];
    for (size_t j = first; j <= last; j++) {
        unsigned substituted = above[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
        row[j] = least(substituted, least(above[j], row[j - 1]) + 1);
        bool swapped =
            i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1];
        if (swapped) {
            row[j] = least(row[j], above2[j - 2] + 1);
        }
        smallest = least(smallest, row[j]);
    }
    if (last < b.len) {
        row[last + 1] = limit + 1;
    }
    return smallest;
}

static unsigned fill_rows(Rows *rows, Str a, Str b, unsigned limit)
{
    unsigned before = 0;
    for (size_t i = 1; i <= a.len; i++) {
        step_rows(rows);
        unsigned smallest = fill_row(rows, a, b, i, limit);
        /* A swap reaches back two rows, so both must be out of reach. */
        if (smallest > limit && before > limit) {
            return limit + 1;
        }
        before = smallest;
    }
    return least(rows->row[b.len], limit + 1);
}

unsigned str_distance(Str a, Str b, unsigned limit)
{
    Rows rows;
    size_t difference = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (difference > limit) {
        return limit + 1;
    }
    if (b.len > LONGEST || a.len > LONGEST) {
        return str_equal(a, b) ? 0 : limit + 1;
    }
    rows.row = rows.cells[0];
    rows.above = rows.cells[1];
    rows.above2 = rows.cells[2];
    for (size_t j = 0; j <= b.len; j++) {
        rows.row[j] = rows.above[j] = rows.above2[j] = least((unsigned)j, limit + 1);
    }
    return fill_rows(&rows, a, b, limit);
}
