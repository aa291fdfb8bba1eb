/* crew.h - many threads, the same bytes: one reads and writes in order, the others evaluate. */
#ifndef RUNTIME_CREW_H
#define RUNTIME_CREW_H
#include "runtime/cglrun/batch.h"

/* summary: NULL or where to add what the threads counted. */
void crew_run(Batch *batch, Summary *summary);
#endif
