/* unknown.c - a record without facts, and diagrams over it. */
#include "compiler/verify/unknown.h"
#include "runtime/base/limits.h"

struct Unknown {
    const Program *program;
    Arena *run;
    Record *record;
    Cells *cells;
    bool begun;
    uint16_t list; /* of which one element is there, NO_INDEX */
};

Unknown *unknown_create(Arena *arena, const Program *program)
{
    Unknown *u = ARENA_NEW(arena, Unknown);
    *u = (Unknown){ .program = program };
    u->run = arena_create_within(arena, 0);
    u->record = record_create(arena, u->run, program);
    u->cells = cells_create(arena, program);
    return u;
}

void unknown_destroy(Unknown *u)
{
    arena_destroy(u->run);
}

/* Far enough from either end of the calendar that no arithmetic on dates leaves it. */
static void free_date(Record *record, const Program *program)
{
    uint16_t index = program->as_of_field;
    Day lo, hi, end;
    if (index == NO_INDEX || program->fields[index].reg == NO_INDEX) {
        return;
    }
    unsigned slot = program->fields[index].reg - program->slot_first;
    if (date_parse(STR("1900-01-01"), &lo, &end) && date_parse(STR("2199-12-31"), &end, &hi)) {
        record->slots[slot] = (Reg){ .lo = lo, .hi = hi };
        record->states[slot] = FACT_IN_PART;
    }
}

void unknown_fill(Record *record, const Program *program, uint16_t list)
{
    record_clear(record, program);
    if (list != NO_INDEX) {
        ListRecord *elements = &record->lists[list];
        elements->state = FACT_KNOWN;
        elements->partial = true;
        elements->count = elements->touched = 1;
    }
    record_finish(record, program);
    if (list != NO_INDEX) {
        record->lists[list].hidden_most = program->lists[list].most - 1u;
    }
    free_date(record, program);
}

static void begin(Unknown *u, uint16_t list)
{
    arena_reset(u->run);
    unknown_fill(u->record, u->program, list);
    cells_begin(u->cells, u->run, u->record, cells_make_lone_host());
    u->begun = true;
    u->list = list;
}

bool unknown_get_diagram(Unknown *u, uint32_t block, uint32_t steps, Diagram *diagram)
{
    const BlockInfo *info = &u->program->blocks[block];
    bool full = u->begun && cells_get_node_count(u->cells) > LIMIT_NODES;
    if (!u->begun || full || u->list != info->list) {
        begin(u, info->list);
    }
    CellsQuestion question = { .reg = info->result, .steps = steps };
    if (cells_get_diagram(u->cells, block, question, diagram)) {
        return true;
    }
    begin(u, info->list);
    u->begun = cells_get_diagram(u->cells, block, question, diagram);
    return u->begun;
}
