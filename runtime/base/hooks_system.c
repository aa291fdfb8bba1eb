/* hooks_system.c - libc behind the hooks. A host without an operating system brings its own. */
#include "runtime/base/hooks.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* open is variadic in libc, so its address does not fit the table. */
static int open_file(const char *path, int flags, int mode)
{
    return open(path, flags | O_CLOEXEC, mode);
}

static void *alloc_zeroed(size_t size)
{
    return calloc(1, size);
}

static int list_folder(const char *path, void (*found)(void *context, const char *name),
                       void *context)
{
    DIR *folder = opendir(path);
    if (!folder) {
        return -1;
    }
    for (struct dirent *entry; (entry = readdir(folder));) {
        found(context, entry->d_name);
    }
    return closedir(folder);
}

Hooks hooks = {
    .alloc = alloc_zeroed,
    .release = free,
    .open = open_file,
    .read = read,
    .write = write,
    .sync = fsync,
    .rename = rename,
    .close = close,
    .unlink = unlink,
    .make_folder = mkdir,
    .list = list_folder,
};
