/* format_fuzz.c - text to lay out: nothing is lost, and a second run changes nothing. */
#include "compiler/format/format.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

enum { MEMORY = 256 << 20 };

static Str lay_out(Arena *arena, Str text)
{
    FormatResult result = format_text(arena, STR("fuzz.cgl"), text, (FormatLines){ 0, 0 });
    if (result.status == FORMAT_LOST) {
        abort();
    }
    return result.text;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The same characters, spaces and line ends aside; a byte order mark may go. */
static bool is_same(Str before, Str after)
{
    size_t i = before.len > 2 && memcmp(before.ptr, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size_t j = i && after.len > 2 && memcmp(after.ptr, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    for (;; i++, j++) {
        while (i < before.len && is_space(before.ptr[i])) {
            i++;
        }
        while (j < after.len && is_space(after.ptr[j])) {
            j++;
        }
        if (i == before.len || j == after.len) {
            return i == before.len && j == after.len;
        }
        if (before.ptr[i] != after.ptr[j]) {
            return false;
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jmp_buf recovery;
    Arena *arena = arena_create(MEMORY);
    if (arena && setjmp(recovery) == 0) {
        arena_set_recovery(arena, &recovery);
        Str text = { arena_copy(arena, data, size), size };
        Str once = lay_out(arena, text);
        if (!is_same(text, once) || !str_equal(once, lay_out(arena, once))) {
            abort();
        }
    }
    arena_destroy(arena);
    return 0;
}
