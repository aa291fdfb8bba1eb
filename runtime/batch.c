#include "runtime/batch.h"
#include "runtime/base/hooks.h"
#include "runtime/base/limits.h"
#include "runtime/progress.h"
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { FLUSH_AT = 65536 };

/* ---- interruption ---- */

static volatile sig_atomic_t interrupted;
static volatile sig_atomic_t reading_fd = -1;

/* A read that waits would wait on: the end of file is put in its place, and the loop sees the flag.
 */
static void note_interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
    if (reading_fd >= 0) {
        int nothing = hooks.open("/dev/null", O_RDONLY, 0);
        if (nothing >= 0)
            dup2(nothing, reading_fd);
    }
}

static void catch_signals(void)
{
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = note_interrupt;
    action.sa_flags = (int)SA_RESETHAND; /* a second one ends us at once */
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* ---- one run ---- */

typedef struct Run {
    Batch *batch;
    Arena *file_arena, *run_arena;
    Record *record;
    Evaluation *evaluation;
    ReportWriter *writer;
    Summary *summary;
    StrBuf buf;
    size_t whole; /* bytes of buf that are whole reports */
    Out out;
    Progress progress;
} Run;

static void flush(Run *run, bool all)
{
    out_write(&run->out, buf_get(&run->buf));
    run->buf.len = 0;
    run->whole = 0;
    if (all)
        out_flush(&run->out);
}

static void add_report(Run *run)
{
    Batch *batch = run->batch;

    policy_apply(batch->policies, batch->program, run->record);
    if (batch->program->reads_date)
        record_set_date(run->record, batch->program, batch->options->as_of);
    evaluation_run(run->evaluation, run->run_arena, run->record);
    if (run->summary)
        summary_add(run->summary, run->evaluation, run->record);
    report_add(run->writer, &run->buf, run->run_arena, run->evaluation, run->record);
    batch->problems += run->record->problems.count > 0;
}

static void add_error(Run *run, const RecordError *error)
{
    run->batch->errors++;
    if (run->summary)
        summary_add_error(run->summary);
    report_add_error(run->writer, &run->buf, error);
}

/* A record that needs more memory than a record may have is an error like any other. */
static void add_exhausted(Run *run)
{
    RecordError error = { .line = run->record->line,
                          .code = STR("R099"),
                          .at = STR(""),
                          .message = STR("the record needs more memory than a record may use") };

    run->buf.len = run->whole;
    arena_reset(run->run_arena);
    add_error(run, &error);
}

/* One record in, one outcome out. False at the end of the file. */
static bool step(Run *run, PatientReader *reader)
{
    RecordError error = { 0 };
    jmp_buf exhausted;

    arena_reset(run->run_arena);
    arena_set_recovery(run->run_arena, &exhausted);
    if (setjmp(exhausted)) {
        add_exhausted(run);
        run->batch->records++;
        return true;
    }
    PatientNext next = patient_next(reader, run->record, &error);
    if (interrupted || next == PATIENT_END || next == PATIENT_READ_FAILED) {
        run->batch->read_failed |= next == PATIENT_READ_FAILED && !interrupted;
        return false;
    }
    if (next == PATIENT_ERROR)
        add_error(run, &error);
    else
        add_report(run);
    run->batch->records++;
    return true;
}

static bool must_stop(const Run *run)
{
    const Batch *batch = run->batch;
    const CliOptions *options = batch->options;

    if (run->out.status != IO_OK || interrupted)
        return true;
    if (options->strict && (batch->errors > 0 || batch->problems > 0))
        return true;
    return options->max_errors > 0 && batch->errors >= options->max_errors;
}

static void run_file(Run *run, int fd, PatientFormat format)
{
    Batch *batch = run->batch;

    arena_reset(run->file_arena);
    PatientReader *reader = patient_open(run->file_arena, batch->program, fd, format);
    reading_fd = fd;
    while (!must_stop(run) && step(run, reader)) {
        run->whole = run->buf.len;
        if (batch->flush_each || run->buf.len >= FLUSH_AT)
            flush(run, batch->flush_each);
        progress_show(&run->progress, batch->records, batch->errors);
    }
    reading_fd = -1;
    patient_close(reader);
}

static PatientFormat choose_format(const char *path)
{
    size_t len = strlen(path);

    if (len > 4 && (strcmp(path + len - 4, ".csv") == 0 || strcmp(path + len - 4, ".CSV") == 0))
        return PATIENT_CSV;
    if (len > 7 && strcmp(path + len - 7, ".ndjson") == 0)
        return PATIENT_NDJSON;
    return PATIENT_AUTO;
}

static const char *run_files(Run *run)
{
    const CliOptions *options = run->batch->options;
    uint32_t count = options->inputs.count > 0 ? options->inputs.count : 1;

    for (uint32_t i = 0; i < count && !must_stop(run) && !run->batch->read_failed; i++) {
        const char *path = options->inputs.count > 0 ? options->inputs.items[i] : "-";
        int fd = io_open_read(path);
        if (fd < 0)
            return path;
        run_file(run, fd, choose_format(path));
        io_close(fd);
    }
    return NULL;
}

/* The table stands after the reports where people read them, else beside them on standard error. */
static void print_summary(Run *run)
{
    Batch *batch = run->batch;
    bool beside = batch->report.format != REPORT_TEXT && batch->report.format != REPORT_NONE;

    if (!run->summary)
        return;
    if (!beside) {
        if (batch->report.format == REPORT_TEXT && batch->records > 0)
            buf_add_char(&run->buf, '\n');
        summary_print(run->summary, &run->buf, batch->report.color, batch->report.width);
        return;
    }
    StrBuf table = { .arena = batch->arena };
    summary_print(run->summary, &table, false, batch->report.width);
    flush(run, true);
    Out *error = ARENA_NEW(batch->arena, Out);
    out_init(error, STDERR_FILENO);
    out_write(error, buf_get(&table));
    out_flush(error);
}

const char *batch_run(Batch *batch)
{
    Run *run = ARENA_NEW(batch->arena, Run);
    const char *missing;

    catch_signals();
    run->batch = batch;
    run->file_arena = arena_create(0);
    run->run_arena = arena_create(LIMIT_RUN_BYTES);
    if (!run->file_arena || !run->run_arena)
        arena_fail(batch->arena);
    arena_set_recovery(run->file_arena, arena_get_recovery(batch->arena));
    run->record = record_create(batch->arena, run->run_arena, batch->program);
    run->evaluation = evaluation_create(batch->arena, batch->program);
    if (batch->native)
        evaluation_set_natives(run->evaluation, batch->native_context, batch->native);
    run->writer = report_create(batch->arena, batch->program, batch->report);
    run->summary = batch->options->summary ? summary_create(batch->arena, batch->program) : NULL;
    run->buf.arena = batch->arena;
    out_init(&run->out, STDOUT_FILENO);
    progress_begin(&run->progress, batch->get_time);
    report_begin(run->writer, &run->buf);
    missing = run_files(run);
    report_end(run->writer, &run->buf);
    progress_end(&run->progress);
    print_summary(run);
    flush(run, true);
    batch->faults = report_get_fault_count(run->writer);
    batch->interrupted = interrupted;
    batch->stopped = must_stop(run);
    batch->written = run->out.status;
    arena_destroy(run->run_arena);
    arena_destroy(run->file_arena);
    return missing;
}
