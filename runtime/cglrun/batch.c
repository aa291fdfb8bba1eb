#include "runtime/cglrun/batch.h"
#include "runtime/base/limits.h"
#include "runtime/cglrun/crew.h"
#include <unistd.h>

enum { FLUSH_AT = 65536 };

/* ---- one record ---- */

Arena *batch_create_arena(Batch *batch, size_t limit)
{
    vec_add(batch->arena, &batch->arenas, NULL);
    Arena *arena = arena_create(limit);
    if (!arena) {
        arena_fail(batch->arena);
    }
    batch->arenas.items[batch->arenas.count - 1] = arena;
    arena_set_recovery(arena, arena_get_recovery(batch->arena));
    return arena;
}

void batch_create_engine(Engine *engine, Batch *batch, Arena *session_arena)
{
    const Program *program = batch->program;

    *engine = (Engine){ .batch = batch, .session = session_arena };
    engine->run = batch_create_arena(batch, LIMIT_RUN_BYTES);
    engine->evaluation = evaluation_create(session_arena, program);
    if (batch->native) {
        evaluation_set_natives(engine->evaluation, batch->native_context, batch->native);
        evaluation_watch_natives(engine->evaluation, batch->is_given_up);
    }
    engine->writer = report_create(session_arena, program, batch->report);
    engine->summary = batch->options->summary ? summary_create(session_arena, program) : NULL;
}

Outcome batch_add_error(Engine *engine, StrBuf *buf, const RecordError *error)
{
    if (engine->summary) {
        summary_add_error(engine->summary);
    }
    report_add_error(engine->writer, buf, error);
    return (Outcome){ .error = true };
}

static Outcome evaluate(Engine *engine, StrBuf *buf, Record *record)
{
    const Batch *batch = engine->batch;
    uint64_t faults = report_get_fault_count(engine->writer);

    policy_apply(batch->policies, batch->program, record);
    if (batch->program->reads_date) {
        record_set_date(record, batch->program, batch->options->as_of);
    }
    evaluation_run(engine->evaluation, engine->run, record);
    report_add(engine->writer, buf, engine->run, engine->evaluation, record);
    if (engine->summary) {
        summary_add(engine->summary, engine->evaluation, record);
    }
    return (Outcome){ .fault = report_get_fault_count(engine->writer) > faults,
                      .problem = record->problems.count > 0 };
}

static Outcome add_exhausted(Engine *engine, StrBuf *buf, const Record *record)
{
    RecordError error = { .line = record->line, .code = STR("R099"), .at = STR("") };

    error.message = STR("the record needs more memory than a record may use");
    error.patient = record->key;
    return batch_add_error(engine, buf, &error);
}

Outcome batch_add_record(Engine *engine, StrBuf *buf, Record *record)
{
    jmp_buf exhausted;
    jmp_buf *owner = arena_get_recovery(record->arena);
    size_t start = buf->len;
    Outcome outcome;

    arena_reset(engine->run);
    arena_set_recovery(engine->run, &exhausted);
    arena_set_recovery(record->arena, &exhausted);
    if (setjmp(exhausted) == 0) {
        outcome = evaluate(engine, buf, record);
    } else {
        buf->len = start;
        outcome = add_exhausted(engine, buf, record);
    }
    arena_set_recovery(record->arena, owner);
    return outcome;
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

/* ---- one after the other ---- */

typedef struct Run {
    Batch *batch;
    Engine engine;
    Arena *record_arena;
    Record *record;
    StrBuf buf;
} Run;

static void flush(Run *run, bool all)
{
    out_write(&run->batch->out, buf_get(&run->buf));
    run->buf.len = 0;
    if (all) {
        out_flush(&run->batch->out);
    }
}

/* One record in, one outcome out. False at the end. */
static bool step(Run *run)
{
    RecordError error = { 0 };
    jmp_buf exhausted;
    Outcome outcome;

    arena_reset(run->record_arena);
    arena_set_recovery(run->record_arena, &exhausted);
    if (setjmp(exhausted)) {
        return batch_count(run->batch, add_exhausted(&run->engine, &run->buf, run->record));
    }
    PatientNext next = intake_next(&run->batch->intake, run->record, &error);
    if (next == PATIENT_END) {
        return false;
    }
    if (next == PATIENT_ERROR) {
        outcome = batch_add_error(&run->engine, &run->buf, &error);
    } else {
        outcome = batch_add_record(&run->engine, &run->buf, run->record);
    }
    return batch_count(run->batch, outcome);
}

static void run_alone(Run *run)
{
    Batch *batch = run->batch;

    run->record_arena = batch_create_arena(batch, LIMIT_RUN_BYTES);
    run->record = record_create(batch->arena, run->record_arena, batch->program);
    while (batch->out.status == IO_OK && step(run)) {
        if (batch->flush_each || run->buf.len >= FLUSH_AT) {
            flush(run, batch->flush_each);
        }
    }
}

/* ---- the whole ---- */

/* The table stands after the reports where people read them, else beside them on standard error. */
static void print_summary(Run *run)
{
    Batch *batch = run->batch;
    const ReportOptions *report = &batch->report;

    if (!run->engine.summary) {
        return;
    }
    if (report->format == REPORT_TEXT || report->format == REPORT_NONE) {
        if (report->format == REPORT_TEXT && batch->records > 0) {
            buf_add_char(&run->buf, '\n');
        }
        summary_print(run->engine.summary, &run->buf, report->color, report->width);
        return;
    }
    StrBuf table = { .arena = batch->arena };
    summary_print(run->engine.summary, &table, false, report->width);
    flush(run, true);
    Out *error = ARENA_NEW(batch->arena, Out);
    out_init(error, STDERR_FILENO);
    out_write(error, buf_get(&table));
    if (out_flush(error) != IO_OK) {
        batch->told = error->status;
    }
}

/* Text, pages and indented JSON know what stood before: one writer makes them. A run that may stop
 * early must not count records that were evaluated ahead. */
static bool can_share(const Batch *batch)
{
    ReportFormat format = batch->report.format;
    bool may_stop = batch->options->strict || batch->options->max_errors > 0;

    return batch->options->jobs > 1 && !batch->native && !batch->flush_each &&
           (format == REPORT_NDJSON || format == REPORT_CSV || format == REPORT_NONE) &&
           !(may_stop && batch->options->summary);
}

static void run_all(Run *run)
{
    Batch *batch = run->batch;

    batch_create_engine(&run->engine, batch, batch->arena);
    intake_begin(&batch->intake, batch_create_arena(batch, 0), batch->program, batch->options);
    progress_begin(&batch->progress, batch->get_time);
    report_begin(run->engine.writer, &run->buf);
    if (can_share(batch)) {
        flush(run, false);
        crew_run(batch, run->engine.summary);
    } else {
        run_alone(run);
    }
    if (batch->intake.refused) {
        batch->refused = batch->intake.refused;
        batch->why = str_copy(batch->arena, batch->intake.why);
    }
    report_end(run->engine.writer, &run->buf);
    progress_end(&batch->progress);
    if (batch->options->progress && batch->progress.failed) {
        batch->told = IO_WRITE_FAILED;
    }
    print_summary(run);
    flush(run, true);
}

static void end_run(Batch *batch)
{
    out_flush(&batch->out);
    batch->written = batch->out.status;
    batch->unread = batch->intake.unread;
    batch->missing = batch->intake.missing;
    intake_end(&batch->intake);
    for (uint32_t i = 0; i < batch->arenas.count; i++) {
        arena_destroy(batch->arenas.items[i]);
    }
    batch->arenas.count = 0;
}

void batch_run(Batch *batch)
{
    Run *run = ARENA_NEW(batch->arena, Run);
    jmp_buf exhausted;
    jmp_buf *owner = arena_get_recovery(batch->arena);

    run->batch = batch;
    run->buf.arena = batch->arena;
    out_init(&batch->out, STDOUT_FILENO);
    arena_set_recovery(batch->arena, &exhausted);
    if (setjmp(exhausted) == 0) {
        run_all(run);
        arena_set_recovery(batch->arena, owner);
        end_run(batch);
        return;
    }
    arena_set_recovery(batch->arena, owner);
    end_run(batch);
    arena_fail(batch->arena);
}
