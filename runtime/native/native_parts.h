/* native_parts.h - inside the calls of native functions. */
#ifndef VM_NATIVE_PARTS_H
#define VM_NATIVE_PARTS_H
#include "runtime/native/native.h"
#include <sys/types.h>

/* The process that runs a library's functions. */
typedef struct Worker {
    pid_t process; /* 0 = none */
    int socket;
} Worker;

/* Call in this process. */
bool native_run(const Natives *natives, uint16_t index, const Reg *arguments, Reg *result);
/* Call in the worker, which is started if there is none. */
bool worker_call(Worker *worker, const Natives *natives, uint16_t index, unsigned count,
                 const Reg *arguments, Reg *result);
void worker_stop(Worker *worker);
#endif
