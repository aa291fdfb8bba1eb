/* mutant_reasons.c - lines of the file against the names of the mutants. */
#include "compiler/testing/mutant_reasons.h"

#include <string.h>

static bool begins_with_name(Str line, Str name)
{
    Str rest = { line.ptr + name.len, line.len - name.len };
    return str_starts_with(line, name) && str_starts_with(rest, STR(": ")) && rest.len > 2;
}

static uint32_t find_mutant(Str line, const Str *names, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (begins_with_name(line, names[i])) {
            return i;
        }
    }
    return UINT32_MAX;
}

void reasons_read(Arena *arena, Str text, const MutantList *mutants, MutantReasons *reasons)
{
    Str *names = ARENA_ARRAY(arena, Str, mutants->count + 1);
    for (uint32_t i = 0; i < mutants->count; i++) {
        names[i] = mutants_name(arena, &mutants->items[i]);
    }
    Str line;
    for (uint32_t number = 1; str_take_line(&text, &line); number++) {
        if (!line.len || line.ptr[0] == '#') {
            continue;
        }
        vec_add(arena, reasons,
                ((MutantReason){ number, line, find_mutant(line, names, mutants->count) }));
    }
}

const MutantReason *reasons_find(const MutantReasons *reasons, uint32_t mutant)
{
    for (uint32_t i = 0; i < reasons->count; i++) {
        if (reasons->items[i].mutant == mutant) {
            return &reasons->items[i];
        }
    }
    return NULL;
}
