/* crew.h - many threads, the same bytes: one reads and writes in order, the others evaluate. */
#ifndef RUNTIME_CREW_H
#define RUNTIME_CREW_H
#include "runtime/cglrun/batch.h"

/* All records, with as many threads as the options say. engine, buf: the caller's own, for records
 * that are too large for a thread; what the threads counted is added to its summary. False, and
 * nothing is read or written, if there is not the memory for threads. */
bool crew_run(Batch *batch, Engine *engine, StrBuf *buf);
#endif
