/* stage.c - patients are made from ways and run; who does not show it is not shown. */
#include "compiler/verify/record_text.h"
#include "runtime/base/claim.h"
#include "runtime/base/limits.h"

struct Stage {
    Arena *arena;
    const Program *program;
    Arena *run;
    Evaluation *evaluation;
    PatientReader *reader;
    Record *record;
    bool *skipped;
};

Stage *stage_create(Arena *arena, const Program *program)
{
    Stage *s = ARENA_NEW(arena, Stage);
    *s = (Stage){ .arena = arena, .program = program };
    s->run = arena_create_within(arena, LIMIT_RUN_BYTES);
    s->reader = patient_open(arena, program, -1, PATIENT_NDJSON);
    s->record = record_create(arena, s->run, program);
    s->evaluation = evaluation_create(arena, program);
    s->skipped = ARENA_ARRAY(arena, bool, program->block_count + 1);
    evaluation_set_skipped(s->evaluation, s->skipped);
    return s;
}

void stage_destroy(Stage *s)
{
    patient_close(s->reader);
    arena_destroy(s->run);
}

/* ---- a run ---- */

static void set_gap(Stage *s, uint16_t index, Rat value)
{
    const FieldInfo *field = &s->program->fields[index];
    Reg reg;
    if (field->reg != NO_INDEX && record_text_get_reg(field, value, &reg)) {
        s->record->slots[field->reg - s->program->slot_first] = reg;
        s->record->states[field->reg - s->program->slot_first] = FACT_KNOWN;
    }
}

bool stage_load(Stage *s, Arena *arena, const GivenList *given, uint16_t list,
                ShownPatient *patient)
{
    RecordError error;
    record_text_make(arena, s->program, given, list, patient);
    arena_reset(s->run);
    if (!patient_read_bytes(s->reader, patient->json, s->record, &error)) {
        return false;
    }
    for (uint32_t i = 0; i < given->count; i++) {
        bool hidden;
        FactRef fact = cells_get_named(given->items[i].name, &hidden);
        if (fact.list == NO_INDEX && s->program->fields[fact.field].role == FIELD_GAP) {
            set_gap(s, fact.field, given->items[i].value);
        }
    }
    if (patient->has_date) {
        record_set_date(s->record, s->program, patient->as_of);
    }
    return s->record->problems.count == 0;
}

static void evaluate(Stage *s, uint32_t block)
{
    memset(s->skipped, true, s->program->block_count);
    s->skipped[block] = false;
    evaluation_run(s->evaluation, s->run, s->record);
}

const BlockAnswer *stage_get(Stage *s, uint32_t block)
{
    evaluate(s, block);
    bool alone = s->program->blocks[block].list == NO_INDEX;
    return evaluation_get(s->evaluation, block, alone ? NO_INDEX : 0);
}

const Answer *stage_ask(Stage *s, uint32_t block)
{
    return &stage_get(s, block)->main;
}

bool stage_leaves_range(Stage *s, uint32_t block)
{
    Failure failure;
    bool alone = s->program->blocks[block].list == NO_INDEX;
    return stage_ask(s, block)->failed &&
           evaluation_find_failure(s->evaluation, block, alone ? NO_INDEX : 0, &failure) &&
           failure.op == OP_FAIL && failure.block == block;
}

/* ---- what is to be shown ---- */

typedef struct Goal {
    Stage *stage;
    Arena *arena;
    uint32_t block;
    WayTarget target;
    ShownPatient *out;
} Goal;

static bool is_reached(WayTarget target, const Answer *answer)
{
    uint32_t fault = target.number * 2 + (target.kind == TARGET_TWO);
    switch (target.kind) {
    case TARGET_VALUE:
        return answer->settled && !answer->failed &&
               answer->value.mask == UINT64_C(1) << target.number;
    case TARGET_HOLE:
    case TARGET_TWO:
        return answer->no_result && answer->fault_count == 1 && answer->faults[0] == fault;
    case TARGET_FAILURE: break;
    }
    return answer->failed;
}

static bool shows(void *context, const GivenList *given)
{
    const Goal *goal = context;
    uint16_t list = goal->stage->program->blocks[goal->block].list;
    return stage_load(goal->stage, goal->arena, given, list, goal->out) &&
           is_reached(goal->target, stage_ask(goal->stage, goal->block));
}

static bool is_date(const void *context, uint64_t name)
{
    const Goal *goal = context;
    bool hidden;
    FactRef fact = cells_get_named(name, &hidden);
    return fact.field != NO_INDEX && goal->stage->program->fields[fact.field].type == REG_DATE;
}

bool stage_find(Stage *s, Arena *arena, Diagram diagram, uint32_t block, WayTarget target,
                ShownPatient *out)
{
    Goal goal = { s, arena, block, target, out };
    Hunt hunt = { arena, &goal, is_date, shows };
    return hunt_find(&hunt, diagram, target);
}

bool stage_try_empty(Stage *s, Arena *arena, uint32_t block, WayTarget target, ShownPatient *out)
{
    GivenList given = { NULL, 0, 0 };
    Goal goal = { s, arena, block, target, out };
    return shows(&goal, &given);
}
