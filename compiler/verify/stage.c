/* stage.c - patients are made from ways and run; who does not show it is not shown. */
#include "compiler/verify/record_text.h"
#include "compiler/verify/values.h"
#include "runtime/base/claim.h"
#include "runtime/base/limits.h"

enum { MOST_WAYS = 64 };     /* that are tried */
enum { MOST_PATIENTS = 96 }; /* of one way, where arithmetic has to be hit */

struct Stage {
    Arena *arena;
    const Program *program;
    Arena *run;
    Evaluation *evaluation;
    PatientReader *reader;
    Record *record;
    bool *skipped;
    Day home_lo, home_hi;
};

Stage *stage_create(Arena *arena, const Program *program)
{
    Stage *s = ARENA_NEW(arena, Stage);
    Day end;
    *s = (Stage){ .arena = arena, .program = program };
    s->run = arena_create_within(arena, LIMIT_RUN_BYTES);
    s->reader = patient_open(arena, program, -1, PATIENT_NDJSON);
    s->record = record_create(arena, s->run, program);
    s->evaluation = evaluation_create(arena, program);
    s->skipped = ARENA_ARRAY(arena, bool, program->block_count + 1);
    evaluation_set_skipped(s->evaluation, s->skipped);
    date_parse(STR("2020-01-01"), &s->home_lo, &end);
    date_parse(STR("2030-01-01"), &s->home_hi, &end);
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

static bool load(Stage *s, const GivenList *given, const ShownPatient *patient)
{
    RecordError error;
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

const Answer *stage_ask(Stage *s, uint32_t block)
{
    evaluate(s, block);
    bool alone = s->program->blocks[block].list == NO_INDEX;
    return &evaluation_get(s->evaluation, block, alone ? NO_INDEX : 0)->main;
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
    uint32_t block;
    WayTarget target;
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

static bool shows(Stage *s, Goal goal, const GivenList *given, ShownPatient *patient, Arena *arena)
{
    record_text_make(arena, s->program, given, s->program->blocks[goal.block].list, patient);
    return load(s, given, patient) && is_reached(goal.target, stage_ask(s, goal.block));
}

/* ---- patients of a way ---- */

static ValueHome find_home(const Stage *s, uint64_t name)
{
    bool hidden;
    FactRef fact = cells_get_named(name, &hidden);
    bool date = fact.field != NO_INDEX && s->program->fields[fact.field].type == REG_DATE;
    return (ValueHome){ date, rat_from_int(s->home_lo), rat_from_int(s->home_hi) };
}

static Given *find_given(GivenList *given, uint64_t name)
{
    for (uint32_t i = 0; i < given->count; i++) {
        if (given->items[i].name == name) {
            return &given->items[i];
        }
    }
    return NULL;
}

/* What the way says of each variable; then of what its arithmetic is made of. */
typedef VEC(WayStep) StepList;
static bool list_steps(Arena *arena, Diagram diagram, const Way *way, StepList *steps)
{
    bool arithmetic = false;
    for (uint32_t i = 0; i < way->count; i++) {
        if (way->steps[i].name) {
            vec_add(arena, steps, way->steps[i]);
        }
    }
    for (uint32_t i = 0; i < way->count; i++) {
        const WayStep *derived = &way->steps[i];
        for (uint32_t k = 0; !derived->name && k < derived->source_count; k++) {
            bool known = false;
            WayStep step;
            for (uint32_t n = 0; n < steps->count; n++) {
                known = known || steps->items[n].name == derived->sources[k];
            }
            if (!known && diagram_find_range(diagram, derived->sources[k], &step)) {
                vec_add(arena, steps, step);
            }
        }
        arithmetic = arithmetic || !derived->name;
    }
    return arithmetic;
}

/* Where two facts are compared through their difference or sum, the second follows from the first:
 * it lies at the cut, or just beyond. */
static void meet_cut(GivenList *given, const WayStep *derived, const StepList *steps,
                     uint32_t number)
{
    if (derived->source_count < 2 || (!derived->has_lo && !derived->has_hi)) {
        return;
    }
    Given *a = find_given(given, derived->sources[number & 1]),
          *b = find_given(given, derived->sources[!(number & 1)]);
    Rat cut = derived->has_lo ? derived->lo : derived->hi, value, beside = cut;
    rat_add(cut, rat_from_int((int64_t)(number / 2 % 3) - 1), &beside);
    bool plus = number / 6 % 2;
    if (!a || !b ||
        !(plus ? rat_add(a->value, beside, &value) : rat_sub(a->value, beside, &value))) {
        return;
    }
    for (uint32_t i = 0; i < steps->count; i++) {
        if (steps->items[i].name == b->name && value_fits(&steps->items[i], value)) {
            b->value = value;
        }
    }
}

static uint32_t mix(uint32_t seed)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    return seed ^ seed << 5;
}

static void give(const Stage *s, Arena *arena, const StepList *steps, uint32_t number,
                 GivenList *given)
{
    uint32_t seed = number * 2654435761u + 1;
    given->count = 0;
    for (uint32_t i = 0; i < steps->count; i++) {
        const WayStep *step = &steps->items[i];
        seed = mix(seed);
        Rat value = number ? value_vary(step, find_home(s, step->name), seed >> 4)
                           : value_choose(step, find_home(s, step->name));
        vec_add(arena, given, ((Given){ step->name, value }));
    }
}

static bool try_way(Stage *s, Arena *arena, Diagram diagram, const Way *way, Goal goal,
                    ShownPatient *out)
{
    StepList steps = { NULL, 0, 0 };
    GivenList given = { NULL, 0, 0 };
    bool arithmetic = list_steps(arena, diagram, way, &steps);
    uint32_t most = arithmetic ? MOST_PATIENTS : 1;
    for (uint32_t number = 0; number < most; number++) {
        give(s, arena, &steps, number, &given);
        for (uint32_t i = 0; number % 3 && i < way->count; i++) {
            if (!way->steps[i].name) {
                meet_cut(&given, &way->steps[i], &steps, number);
            }
        }
        if (shows(s, goal, &given, out, arena)) {
            return true;
        }
    }
    return false;
}

bool stage_find(Stage *s, Arena *arena, Diagram diagram, uint32_t block, WayTarget target,
                ShownPatient *out)
{
    Ways *ways = diagram_begin_ways(arena, diagram, target);
    Goal goal = { block, target };
    Way way;
    for (unsigned i = 0; i < MOST_WAYS && diagram_next_way(ways, &way); i++) {
        if (try_way(s, arena, diagram, &way, goal, out)) {
            return true;
        }
    }
    return false;
}

bool stage_try_empty(Stage *s, Arena *arena, uint32_t block, WayTarget target, ShownPatient *out)
{
    GivenList given = { NULL, 0, 0 };
    return shows(s, (Goal){ block, target }, &given, out, arena);
}
