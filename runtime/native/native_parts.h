/* native_parts.h - inside the calls of native functions. */
#ifndef VM_NATIVE_PARTS_H
#define VM_NATIVE_PARTS_H
#include "runtime/base/limits.h"
#include "runtime/native/native.h"
#include <ffi.h>
#include <sys/types.h>

/* The process that runs a library's functions. */
typedef struct Worker {
    pid_t process; /* 0 = none */
    int socket;
    uint64_t calls; /* the number of the last request */
} Worker;

typedef struct Library {
    Str name; /* as guidelines name it */
    void *handle;
    int file;   /* what was checked; -1 = none */
    bool quiet; /* the standard streams are the null device while it is loaded and unloaded */
    Worker worker;
} Library;

/* A function that a program names. */
typedef struct Binding {
    void (*function)(void); /* NULL = not bound */
    Library *library;
    unsigned value_count; /* of an enumeration that it returns */
    bool given_up;        /* it hung once */
    ffi_cif cif;
    ffi_type *types[LIMIT_NATIVE_PARAMETERS];
} Binding;

struct Natives {
    Arena *arena;
    const Program *program;
    Binding *bindings; /* native_count */
    Library *libraries;
    unsigned library_count;
    unsigned patience; /* milliseconds */
    bool isolated;
};

/* The library at this path, if it is a regular file with this hash (64 hexadecimal digits, or
 * NULL: any). quiet: nothing that it prints while it is loaded or unloaded is seen; no other thread
 * may be at work then. False and one sentence otherwise; then nothing is left open. */
bool library_load(Arena *arena, Library *library, const char *path, const char *sha256, bool quiet,
                  Str *why);
void library_unload(Library *library);

/* Call in this process. (native_call.c) */
bool native_run(const Natives *natives, uint16_t index, const Reg *arguments, Reg *result);
unsigned native_count_parameters(const Natives *natives, uint16_t index);

typedef enum CallOutcome {
    CALL_DONE,
    CALL_FAILED,
    CALL_HUNG /* no answer in time */
} CallOutcome;
/* Call in the worker (native_worker.c), which is started if there is none. patience: milliseconds.
 */
CallOutcome worker_call(Worker *worker, const Natives *natives, uint16_t index, unsigned patience,
                        const Reg *arguments, Reg *result);
void worker_stop(Worker *worker);
#endif
