/* faulty_hooks.h - make the n-th allocation fail, and see that everything is given back. */
#ifndef TESTS_FAULTY_HOOKS_H
#define TESTS_FAULTY_HOOKS_H
#include "runtime/base/hooks.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

/* Calls since faults_start, memory that is still out, and which call fails (from 1; 0 = none).
 * Several threads may allocate at a time. */
static struct {
    atomic_long calls, live;
    long fail_at;
    bool persistent; /* every later call fails as well */
} faults;

static inline void *faulty_alloc(size_t size)
{
    long call = atomic_fetch_add(&faults.calls, 1) + 1;
    bool fail =
        faults.fail_at && (faults.persistent ? call >= faults.fail_at : call == faults.fail_at);
    if (fail) {
        return NULL;
    }
    void *memory = calloc(1, size);
    if (memory) {
        faults.live++;
    }
    return memory;
}

static inline void faulty_release(void *memory)
{
    if (memory) {
        faults.live--;
    }
    free(memory);
}

static inline void faults_start(long fail_at, bool persistent)
{
    faults.calls = 0;
    faults.live = 0;
    faults.fail_at = fail_at;
    faults.persistent = persistent;
    hooks.alloc = faulty_alloc;
    hooks.release = faulty_release;
}

static inline void *alloc_zeroed(size_t size)
{
    return calloc(1, size);
}

static inline void faults_stop(void)
{
    hooks.alloc = alloc_zeroed;
    hooks.release = free;
}
#endif
