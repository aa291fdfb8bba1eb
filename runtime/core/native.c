/* native.c - native.h for builds that call no foreign function: every library is refused, and a
 * program that needs one is told so before the first patient. */
#include "runtime/native/native.h"

struct Natives {
    bool needed;
};

static bool refuse(Str *why)
{
    *why = STR("this build of the library calls no native functions");
    return false;
}

Natives *natives_create(Arena *arena, const Program *program)
{
    Natives *natives = ARENA_NEW(arena, Natives);
    natives->needed = program->native_count > 0;
    return natives;
}

bool natives_allow(Natives *natives, const char *path, const char *sha256, Str *why)
{
    (void)natives;
    (void)path;
    (void)sha256;
    return refuse(why);
}

bool natives_check(Natives *natives, Str *why)
{
    return !natives->needed || refuse(why);
}

bool native_call(void *natives, uint16_t index, const Reg *arguments, Reg *result)
{
    (void)natives;
    (void)index;
    (void)arguments;
    (void)result;
    return false;
}

void natives_close(Natives *natives)
{
    (void)natives;
}
