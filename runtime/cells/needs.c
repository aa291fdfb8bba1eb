/* needs.c - the facts and gaps that an answer hangs on. */
#include "runtime/cells/engine.h"
#include <stdlib.h>

static int compare_ids(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

uint32_t needs_sort(uint32_t *ids, uint32_t count)
{
    uint32_t kept = 0;
    if (count) {
        qsort(ids, count, sizeof *ids, compare_ids);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || ids[i] != ids[kept - 1]) {
            ids[kept++] = ids[i];
        }
    }
    return kept;
}

Needs needs_begin(Arena *arena, const Program *program)
{
    return (Needs){ .arena = arena, .program = program };
}

void needs_add(Needs *needs, FactRef fact)
{
    bool hidden = fact.field == NO_INDEX;
    FieldRole role = hidden ? FIELD_ELEMENT : needs->program->fields[fact.field].role;
    if (role == FIELD_AS_OF) {
        return; /* open only where a program is judged for any date: no fact of a patient */
    }
    if (role == FIELD_GAP) {
        vec_add(needs->arena, &needs->gaps, fact.field);
        return;
    }
    if (hidden && needs->hidden >> fact.list & 1) {
        return;
    }
    if (hidden) {
        needs->hidden |= UINT64_C(1) << fact.list;
        fact.element = 0;
    }
    vec_add(needs->arena, &needs->facts, fact_get_id(needs->program, fact));
}

void needs_store(Needs *needs, Answer *answer)
{
    answer->needs = needs->facts.items;
    answer->need_count = needs_sort(needs->facts.items, needs->facts.count);
    answer->gap_count = (uint16_t)needs_sort(needs->gaps.items, needs->gaps.count);
    answer->gaps = ARENA_ARRAY(needs->arena, uint16_t, answer->gap_count);
    for (uint32_t i = 0; i < answer->gap_count; i++) {
        answer->gaps[i] = (uint16_t)needs->gaps.items[i];
    }
}
