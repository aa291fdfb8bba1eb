/* host.c - what the runtime asks of an operating system, where there is none: memory, and a no to
 * everything else. So the module imports nothing. */
#include "runtime/base/hooks.h"
#include "runtime/base/interrupt.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

static void *alloc_zeroed(size_t size)
{
    return calloc(1, size);
}

static int refuse(void)
{
    errno = ENOSYS;
    return -1;
}

static int no_open(const char *path, int flags, int mode)
{
    (void)path;
    (void)flags;
    (void)mode;
    return refuse();
}

static ssize_t no_read(int fd, void *buffer, size_t size)
{
    (void)fd;
    (void)buffer;
    (void)size;
    return refuse();
}

static ssize_t no_write(int fd, const void *buffer, size_t size)
{
    (void)fd;
    (void)buffer;
    (void)size;
    return refuse();
}

static int no_file(int fd)
{
    (void)fd;
    return refuse();
}

static int no_rename(const char *from, const char *to)
{
    (void)from;
    (void)to;
    return refuse();
}

static int no_path(const char *path)
{
    (void)path;
    return refuse();
}

static int no_folder(const char *path, mode_t mode)
{
    (void)path;
    (void)mode;
    return refuse();
}

static int no_list(const char *path, void (*found)(void *context, const char *name), void *context)
{
    (void)path;
    (void)found;
    (void)context;
    return refuse();
}

Hooks hooks = {
    .alloc = alloc_zeroed,
    .release = free,
    .open = no_open,
    .read = no_read,
    .write = no_write,
    .sync = no_file,
    .rename = no_rename,
    .close = no_file,
    .unlink = no_path,
    .make_folder = no_folder,
    .list = no_list,
};

bool interrupt_is_pending(void)
{
    return false;
}

void interrupt_hold(void)
{
}

void interrupt_release(void)
{
}

/* A claim that does not hold, as out of memory, ends the engine. */
_Noreturn void _Exit(int code)
{
    (void)code;
    __builtin_trap();
}

_Noreturn void _exit(int code)
{
    _Exit(code);
}

/* Debian compiles its helpers for wide numbers with a guard on the stack. */
uintptr_t __stack_chk_guard = 0x5afe57ac;
_Noreturn void __stack_chk_fail(void);
_Noreturn void __stack_chk_fail(void)
{
    __builtin_trap();
}
