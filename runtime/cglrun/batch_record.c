/* batch_record.c - one record of a run: read, evaluated, its report behind the others, counted.
 * What the run and its crew share. */
#include "runtime/base/interrupt.h"
#include "runtime/cglrun/batch.h"

Arena *batch_create_arena(Batch *batch, size_t limit)
{
    vec_add(batch->arena, &batch->arenas, NULL);
    Arena *arena = arena_create_within(batch->arena, limit);
    batch->arenas.items[batch->arenas.count - 1] = arena;
    return arena;
}

void batch_drop_arenas(Batch *batch, uint32_t from)
{
    for (uint32_t i = from; i < batch->arenas.count; i++) {
        arena_destroy(batch->arenas.items[i]);
    }
    batch->arenas.count = from;
}

static Evaluation *create_evaluation(const Batch *batch, Arena *session_arena)
{
    Evaluation *evaluation = evaluation_create(session_arena, batch->program);

    if (batch->native) {
        evaluation_set_natives(evaluation, batch->native_context, batch->native);
        evaluation_watch_natives(evaluation, batch->is_given_up);
    }
    return evaluation;
}

void batch_create_engine(Engine *engine, Batch *batch, Arena *session_arena, size_t run_limit)
{
    const Program *program = batch->program;

    *engine = (Engine){ .batch = batch, .session = session_arena };
    engine->run = batch_create_arena(batch, run_limit);
    engine->evaluation = create_evaluation(batch, session_arena);
    engine->writer = report_create(session_arena, program, batch->report);
    if (question_needs_helper(&batch->report.question)) {
        engine->scratch = batch_create_arena(batch, run_limit);
        report_set_helper(engine->writer, create_evaluation(batch, session_arena), engine->scratch);
    }
    engine->summary = batch->options->summary ? summary_create(session_arena, program) : NULL;
}

PatientNext batch_read(Batch *batch, Record *record, RecordError *error)
{
    PatientNext next = intake_next(&batch->intake, record, error);

    if (next != PATIENT_RECORD) {
        return next;
    }
    policy_apply(batch->policies, batch->program, record);
    if (batch->program->reads_date) {
        record_set_date(record, batch->program, batch->options->as_of);
    }
    return next;
}

Outcome batch_add_error(Engine *engine, StrBuf *buf, const RecordError *error)
{
    if (engine->summary) {
        summary_add_error(engine->summary);
    }
    report_add_error(engine->writer, buf, error);
    return (Outcome){ .error = true };
}

Outcome batch_add_exhausted(Engine *engine, StrBuf *buf, const Record *record)
{
    RecordError error = { .line = record->line, .code = STR("R099"), .at = STR("") };

    error.message = STR("the record needs more memory than a record may use");
    error.patient = record->key;
    return batch_add_error(engine, buf, &error);
}

static Outcome evaluate(Engine *engine, StrBuf *buf, const Record *record)
{
    uint64_t faults = report_get_fault_count(engine->writer);

    evaluation_use_compiled(engine->evaluation, engine->batch->compiled);
    evaluation_run(engine->evaluation, engine->run, record);
    report_add(engine->writer, buf, engine->run, engine->evaluation, record);
    if (interrupt_is_pending()) {
        arena_fail(engine->run); /* what was called may have been cut off */
    }
    if (engine->summary) {
        summary_add(engine->summary, engine->evaluation, record);
    }
    return (Outcome){ .fault = report_get_fault_count(engine->writer) > faults,
                      .problem = record->problems.count > 0 };
}

bool batch_try_record(Engine *engine, StrBuf *buf, Record *record, Outcome *outcome)
{
    jmp_buf exhausted;
    jmp_buf *owner = arena_get_recovery(record->arena);
    size_t start = buf->len;
    bool fits = false;

    arena_reset(engine->run);
    arena_set_recovery(engine->run, &exhausted);
    if (engine->scratch) {
        arena_reset(engine->scratch);
        arena_set_recovery(engine->scratch, &exhausted);
    }
    arena_set_recovery(record->arena, &exhausted);
    if (setjmp(exhausted) == 0) {
        *outcome = evaluate(engine, buf, record);
        fits = true;
    } else {
        buf->len = start;
    }
    arena_set_recovery(record->arena, owner);
    return fits;
}

bool batch_count(Batch *batch, Outcome outcome)
{
    const CliOptions *options = batch->options;

    batch->records++;
    batch->errors += outcome.error;
    batch->faults += outcome.fault;
    batch->problems += outcome.problem;
    progress_show(&batch->progress, batch->records, batch->errors);
    if (options->strict && (outcome.error || outcome.problem)) {
        return false;
    }
    return options->max_errors == 0 || batch->errors < options->max_errors;
}
