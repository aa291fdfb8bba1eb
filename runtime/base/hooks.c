/* hooks.c - what the system refused is remembered. */
#include "runtime/base/hooks.h"
#include <stdatomic.h>

static atomic_bool refused;

void *hooks_take(size_t size)
{
    void *memory = hooks.alloc(size);
    if (!memory) {
        atomic_store_explicit(&refused, true, memory_order_relaxed);
    }
    return memory;
}

bool hooks_were_refused(void)
{
    return atomic_load_explicit(&refused, memory_order_relaxed);
}
