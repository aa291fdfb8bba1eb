/* batch.h - the run: records in, reports out, one for one and in order. */
#ifndef RUNTIME_BATCH_H
#define RUNTIME_BATCH_H
#include "runtime/cglrun/intake.h"
#include "runtime/cglrun/progress.h"

typedef struct Batch {
    Arena *arena; /* session */
    const Program *program;
    const CliOptions *options;
    ReportOptions report;
    const PolicySet *policies;
    void *native_context;
    bool (*native)(void *context, uint16_t native, const Reg *arguments, Reg *result);
    bool (*is_given_up)(const void *context, uint16_t native);
    int64_t (*get_time)(void); /* milliseconds, for progress; NULL: none is shown */
    bool flush_each;           /* standard output is a terminal: every report at once */
    /* results */
    uint64_t records, errors, faults,
        problems;        /* errors, faults, problems: records that have them */
    IoStatus written;    /* standard output */
    IoStatus told;       /* standard error: the table and the progress that were asked for */
    const char *missing; /* an input that could not be opened; NULL: none */
    const char *unread;  /* one that could not be read to its end; "-" is standard input */
    const char *refused; /* a table that is not one of patients, and why */
    Str why;
    /* under way */
    Intake intake;
    Out out;
    Progress progress;
    const Compiled *compiled; /* for all threads; NULL: not yet. Set while none of them works */
    bool compile_tried;
    VEC(Arena *) arenas; /* all but the session's: given back however the run ends */
} Batch;

/* All inputs, then the table. If the session's memory does not suffice, what is whole is written,
 * everything is given back, and the run leaves by the recovery point of the session's arena. */
void batch_run(Batch *batch);

/* ---- one record, for the run and its crew (batch_record.c) ---- */

/* One engine: what evaluates and writes one record at a time. */
typedef struct Engine {
    Batch *batch;
    Arena *session, *run; /* run: forgotten after each record */
    Arena *scratch;       /* of a helper that questions use; NULL: none */
    Evaluation *evaluation;
    ReportWriter *writer;
    Summary *summary; /* NULL unless asked for */
} Engine;

/* An arena that lives as long as the run. */
Arena *batch_create_arena(Batch *batch, size_t limit);
/* Gives back those that were created after the first `from`. */
void batch_drop_arenas(Batch *batch, uint32_t from);
/* run_limit: bytes that the evaluation of one record may take. */
void batch_create_engine(Engine *engine, Batch *batch, Arena *session_arena, size_t run_limit);
/* The next record, with policies and date in it. Leaves by the recovery point of the record's
 * arena if it needs too much memory; the next call then goes on behind it. */
PatientNext batch_read(Batch *batch, Record *record, RecordError *error);
typedef struct Outcome {
    bool error, fault, problem;
} Outcome;
/* The record's report behind what is in the buffer. False, and nothing added, if that needs more
 * memory than there is, or if somebody wants the run to end. */
bool batch_try_record(Engine *engine, StrBuf *buf, Record *record, Outcome *outcome);
Outcome batch_add_exhausted(Engine *engine, StrBuf *buf, const Record *record);
Outcome batch_add_error(Engine *engine, StrBuf *buf, const RecordError *error);
/* Counts a written record; false if the run must stop after it. */
bool batch_count(Batch *batch, Outcome outcome);
#endif
