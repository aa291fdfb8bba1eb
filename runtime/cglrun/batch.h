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
    VEC(Arena *) arenas; /* all but the session's: given back however the run ends */
} Batch;

/* All inputs, then the table. If the session's memory does not suffice, what is whole is written,
 * everything is given back, and the run leaves by the recovery point of the session's arena. */
void batch_run(Batch *batch);

/* ---- for the crew ---- */

/* One engine: what evaluates and writes one record at a time. */
typedef struct Engine {
    Batch *batch;
    Arena *session, *run; /* run: forgotten after each record */
    Evaluation *evaluation;
    ReportWriter *writer;
    Summary *summary; /* NULL unless asked for */
} Engine;

/* An arena that lives as long as the run. */
Arena *batch_create_arena(Batch *batch, size_t limit);
void batch_create_engine(Engine *engine, Batch *batch, Arena *session_arena);
/* The record's report or, if it needs too much memory, its error, behind what is in the buffer. */
typedef struct Outcome {
    bool error, fault, problem;
} Outcome;
Outcome batch_add_record(Engine *engine, StrBuf *buf, Record *record);
Outcome batch_add_error(Engine *engine, StrBuf *buf, const RecordError *error);
/* Counts a written record; false if the run must stop after it. */
bool batch_count(Batch *batch, Outcome outcome);
#endif
