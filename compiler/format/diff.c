/* diff.c - what a layout changes, as a unified diff. */
#include "compiler/format/format.h"

enum {
    CONTEXT = 3, /* lines around a change */
    REACH = 400  /* lines that are searched for the place where both go on alike */
};

typedef VEC(Str) Lines;

typedef struct Change {
    uint32_t before, before_end, after, after_end; /* lines, ends exclusive */
} Change;
typedef VEC(Change) Changes;

typedef struct Diff {
    Lines before, after;
    Changes changes;
} Diff;

static Lines split_lines(Arena *arena, Str text)
{
    Lines lines = { 0 };
    size_t start = 0;
    for (size_t at = 0; at < text.len; at++) {
        if (text.ptr[at] == '\n') {
            vec_add(arena, &lines, ((Str){ text.ptr + start, at + 1 - start }));
            start = at + 1;
        }
    }
    if (start < text.len) {
        vec_add(arena, &lines, ((Str){ text.ptr + start, text.len - start }));
    }
    return lines;
}

/* Both have the same line here, and the next ones do not differ: one alone may be any `end`. */
static bool meets(const Diff *diff, uint32_t before, uint32_t after)
{
    if (before == diff->before.count || after == diff->after.count) {
        return before == diff->before.count && after == diff->after.count;
    }
    if (!str_equal(diff->before.items[before], diff->after.items[after])) {
        return false;
    }
    return before + 1 == diff->before.count || after + 1 == diff->after.count ||
           str_equal(diff->before.items[before + 1], diff->after.items[after + 1]);
}

/* The end of the change that begins here; the nearest place where both go on alike. */
static Change find_change(const Diff *diff, uint32_t before, uint32_t after)
{
    uint32_t left = diff->before.count - before, right = diff->after.count - after;
    for (uint32_t sum = 1; sum <= left + right && sum <= REACH; sum++) {
        for (uint32_t i = 0; i <= sum && i <= left; i++) {
            if (sum - i <= right && meets(diff, before + i, after + sum - i)) {
                return (Change){ before, before + i, after, after + sum - i };
            }
        }
    }
    return (Change){ before, diff->before.count, after, diff->after.count };
}

static void find_changes(Arena *arena, Diff *diff)
{
    uint32_t before = 0, after = 0;
    while (before < diff->before.count || after < diff->after.count) {
        if (before < diff->before.count && after < diff->after.count &&
            str_equal(diff->before.items[before], diff->after.items[after])) {
            before++;
            after++;
            continue;
        }
        Change change = find_change(diff, before, after);
        vec_add(arena, &diff->changes, change);
        before = change.before_end;
        after = change.after_end;
    }
}

/* ---- printing ---- */

static void print_line(StrBuf *out, char sign, Str line)
{
    buf_add_char(out, sign);
    buf_add(out, line);
    if (line.ptr[line.len - 1] != '\n') {
        buf_add_c(out, "\n\\ No newline at end of file\n");
    }
}

static void print_range(StrBuf *out, char sign, uint32_t first, uint32_t end)
{
    buf_add_format(out, " %c%u,%u", sign, end > first ? first + 1 : first, end - first);
}

static uint32_t find_hunk_end(const Diff *diff, uint32_t first)
{
    uint32_t end = first + 1;
    while (end < diff->changes.count &&
           diff->changes.items[end].before - diff->changes.items[end - 1].before_end <=
               2 * CONTEXT) {
        end++;
    }
    return end;
}

static void print_hunk(StrBuf *out, const Diff *diff, uint32_t first, uint32_t end)
{
    const Change *head = &diff->changes.items[first], *tail = &diff->changes.items[end - 1];
    uint32_t lead = head->before < CONTEXT ? head->before : CONTEXT;
    uint32_t left = diff->before.count - tail->before_end, rest = left < CONTEXT ? left : CONTEXT;
    uint32_t at = head->before - lead;
    buf_add_c(out, "@@");
    print_range(out, '-', at, tail->before_end + rest);
    print_range(out, '+', head->after - lead, tail->after_end + rest);
    buf_add_c(out, " @@\n");
    for (uint32_t i = first; i < end; i++) {
        const Change *change = &diff->changes.items[i];
        for (; at < change->before; at++) {
            print_line(out, ' ', diff->before.items[at]);
        }
        for (; at < change->before_end; at++) {
            print_line(out, '-', diff->before.items[at]);
        }
        for (uint32_t j = change->after; j < change->after_end; j++) {
            print_line(out, '+', diff->after.items[j]);
        }
    }
    for (; at < tail->before_end + rest; at++) {
        print_line(out, ' ', diff->before.items[at]);
    }
}

void format_diff(StrBuf *out, Arena *scratch, const char *path, Str before, Str after)
{
    Diff diff = { .before = split_lines(scratch, before), .after = split_lines(scratch, after) };
    find_changes(scratch, &diff);
    if (diff.changes.count) {
        buf_add_format(out, "--- %s\n+++ %s\n", path, path);
    }
    for (uint32_t first = 0, end; first < diff.changes.count; first = end) {
        end = find_hunk_end(&diff, first);
        print_hunk(out, &diff, first, end);
    }
}
