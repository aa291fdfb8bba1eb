/* intake.h - all inputs of a run as one row of records. */
#ifndef RUNTIME_INTAKE_H
#define RUNTIME_INTAKE_H
#include "runtime/cglrun/cli.h"

typedef struct Intake {
    const Program *program;
    const CliOptions *options;
    Arena *arena; /* one input's reader; forgotten with it */
    PatientReader *reader;
    int fd;
    const char *path; /* the one that is open; "-" is standard input */
    uint32_t next;    /* input to open next */
    bool told;        /* how the cells of the open one are parted was said, or need not be */
    /* how it ended */
    const char *missing; /* an input that cannot be opened */
    const char *unread;  /* an input that broke off */
    const char *refused; /* a table that is not one of patients; ... */
    Str why;             /* ... and what is wrong with it, in the intake's arena */
} Intake;

/* From now on SIGINT and SIGTERM end the run between two records. The arena is the intake's alone.
 */
void intake_begin(Intake *intake, Arena *arena, const Program *program, const CliOptions *options);
/* PATIENT_RECORD, PATIENT_ERROR or PATIENT_END. May leave by the recovery point of the record's
 * arena; the next call then goes on behind that record. */
PatientNext intake_next(Intake *intake, Record *record, RecordError *error);
void intake_end(Intake *intake);
#endif
