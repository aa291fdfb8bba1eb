/* batch.h - the run: records in, reports out, one for one and in order. */
#ifndef RUNTIME_BATCH_H
#define RUNTIME_BATCH_H
#include "runtime/cli.h"

typedef struct Batch {
    Arena *arena; /* session */
    const Program *program;
    const CliOptions *options;
    ReportOptions report;
    const PolicySet *policies;
    void *native_context;
    bool (*native)(void *context, uint16_t native, const Reg *arguments, Reg *result);
    int64_t (*get_time)(void); /* milliseconds, for progress; NULL: none is shown */
    bool flush_each;           /* standard output is a terminal: every report at once */
    /* results */
    uint64_t records, errors, faults, problems;
    bool interrupted, read_failed, stopped;
    IoStatus written;
} Batch;

/* All inputs, then the table. Results are in the batch. The first input that cannot be opened ends
 * the run: its name is returned, else NULL. */
const char *batch_run(Batch *batch);
#endif
