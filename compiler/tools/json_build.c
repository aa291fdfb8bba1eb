/* json_build.c - jansson over the hooks. */
#include "compiler/tools/json_build.h"
#include "runtime/base/hooks.h"

static void give_back(void *memory)
{
    hooks.release(memory);
}

void json_build_begin(void)
{
    json_set_alloc_funcs(hooks_take, give_back);
}

void json_build_check(Arena *arena)
{
    if (hooks_were_refused()) {
        arena_fail(arena);
    }
}

json_t *json_build_text(Str text)
{
    return json_stringn(text.ptr ? text.ptr : "", text.len);
}

static int add_piece(const char *bytes, size_t size, void *out)
{
    buf_add(out, (Str){ bytes, size });
    return 0;
}

void json_build_print(StrBuf *out, json_t *value, size_t flags)
{
    json_build_check(out->arena);
    json_dump_callback(value, add_piece, out, flags);
    json_build_check(out->arena);
    buf_add_char(out, '\n');
    json_decref(value);
}
