/* progress.h - how far a run is, on one line of standard error. */
#ifndef RUNTIME_PROGRESS_H
#define RUNTIME_PROGRESS_H
#include <stdbool.h>
#include <stdint.h>

typedef struct Progress {
    int64_t (*get_time)(void); /* milliseconds; NULL: nothing is shown */
    int64_t started, next;
    bool drawn;
    bool failed; /* it could not be written, and is not shown any more */
} Progress;

void progress_begin(Progress *progress, int64_t (*get_time)(void));
/* Cheap: asks for the time once in 64 records. */
void progress_show(Progress *progress, uint64_t records, uint64_t errors);
void progress_end(Progress *progress);
#endif
