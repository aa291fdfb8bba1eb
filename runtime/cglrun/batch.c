/* batch.c - the run from the first record to the table: alone, or with a crew. */
#include "runtime/cglrun/batch.h"
#include "runtime/base/interrupt.h"
#include "runtime/base/limits.h"
#include "runtime/cglrun/crew.h"
#include <unistd.h>

enum { FLUSH_AT = 65536 };

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

static bool add_exhausted(Run *run)
{
    return !interrupt_is_pending() &&
           batch_count(run->batch, batch_add_exhausted(&run->engine, &run->buf, run->record));
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
        return add_exhausted(run);
    }
    PatientNext next = batch_read(run->batch, run->record, &error);
    if (next == PATIENT_END) {
        return false;
    }
    if (next == PATIENT_ERROR) {
        outcome = batch_add_error(&run->engine, &run->buf, &error);
    } else if (!batch_try_record(&run->engine, &run->buf, run->record, &outcome)) {
        return add_exhausted(run);
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

    batch_create_engine(&run->engine, batch, batch->arena, LIMIT_RUN_BYTES);
    intake_begin(&batch->intake, batch_create_arena(batch, 0), batch->program, batch->options);
    progress_begin(&batch->progress, batch->get_time);
    report_begin(run->engine.writer, &run->buf);
    flush(run, false);
    if (!can_share(batch) || !crew_run(batch, &run->engine, &run->buf)) {
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
    batch_drop_arenas(batch, 0);
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
