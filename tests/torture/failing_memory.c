/* failing_memory.c - stands before libc's allocator (LD_PRELOAD) and refuses what it is told to.
 *
 * Other than the hook in runtime/base, this reaches every library: the JSON reader and writer,
 * Graphviz, the C++ runtime, libc itself. Allocations are counted over all processes of a command,
 * in a file that they share.
 *
 *   CGL_MEMORY_COUNT  the file of eight bytes that holds the number of allocations so far
 *   CGL_MEMORY_FAIL   the number of the allocation to refuse, counted from 1
 *   CGL_MEMORY_ON     present: all later ones too */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* glibc's own names for what stands behind. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static uint64_t *counter; /* shared by all processes of the command; NULL: count nothing */
static uint64_t refused;  /* 0: none */
static bool persistent;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("CGL_MEMORY_COUNT"), *index = getenv("CGL_MEMORY_FAIL");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0) {
        return;
    }
    void *page = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    refused = index ? strtoull(index, NULL, 10) : 0;
    persistent = getenv("CGL_MEMORY_ON") != NULL;
    counter = page == MAP_FAILED ? NULL : page;
}

static bool is_refused(void)
{
    if (!counter) {
        return false;
    }
    uint64_t number = __atomic_add_fetch(counter, 1, __ATOMIC_RELAXED);
    if (refused == 0 || number < refused || (number > refused && !persistent)) {
        return false;
    }
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    return is_refused() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return is_refused() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return is_refused() ? NULL : __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size)
{
    return is_refused() ? NULL : __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    void *made = memalign(alignment, size);
    if (made) {
        *memory = made;
    }
    return made ? 0 : ENOMEM;
}
