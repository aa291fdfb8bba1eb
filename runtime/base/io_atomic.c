/* io_atomic.c - a file is replaced completely or not at all. */
#include "runtime/base/hooks.h"
#include "runtime/base/interrupt.h"
#include "runtime/base/io.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ATTEMPTS = 100 };

/* "TARGET.tmpN" beside the target, because rename works within one file system only. */
static bool name_temporary(char *name, size_t size, const char *path, unsigned attempt)
{
    static const char suffix[] = ".tmp00";
    size_t len = strlen(path);
    if (len + sizeof suffix > size) {
        return false;
    }
    memcpy(name, path, len);
    memcpy(name + len, suffix, sizeof suffix);
    name[len + 4] = (char)('0' + attempt / 10);
    name[len + 5] = (char)('0' + attempt % 10);
    return true;
}

/* A file that nobody else has: O_EXCL, so two writers never share one and no link is followed. */
static int open_temporary(char *name, size_t size, const char *path)
{
    for (unsigned attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (!name_temporary(name, size, path, attempt)) {
            return -1;
        }
        int fd;
        do {
            fd = hooks.open(name, O_WRONLY | O_CREAT | O_EXCL, 0666);
        } while (fd < 0 && errno == EINTR);
        if (fd >= 0 || errno != EEXIST) {
            return fd;
        }
    }
    return -1;
}

static bool sync_file(int fd)
{
    int synced;
    do {
        synced = hooks.sync(fd);
    } while (synced != 0 && errno == EINTR);
    return synced == 0;
}

/* The rename lasts only when the folder is on the disk too. Some file systems cannot sync a folder;
 * the file is whole in any case, so a failure here is none. */
static void sync_folder(char *name, const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t len = slash ? (size_t)(slash - path) + 1 : 0;
    memcpy(name, slash ? path : ".", slash ? len : 1);
    name[slash ? len : 1] = 0;
    int fd = hooks.open(name, O_RDONLY | O_DIRECTORY, 0);
    if (fd < 0) {
        return;
    }
    hooks.sync(fd);
    hooks.close(fd);
}

/* A device or a pipe cannot be replaced: /dev/null must stay what it is. */
static bool is_special(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

static IoStatus write_special(const char *path, Str bytes)
{
    int fd = hooks.open(path, O_WRONLY, 0);
    if (fd < 0) {
        return IO_WRITE_FAILED;
    }
    bool written = io_write_all(fd, bytes) == IO_OK;
    if (hooks.close(fd) != 0 && errno != EINTR) {
        written = false;
    }
    return written ? IO_OK : IO_WRITE_FAILED;
}

/* A link goes on pointing where it did: what it points at is replaced. */
static const char *follow_link(const char *path, char *target)
{
    struct stat info;
    bool link = lstat(path, &info) == 0 && S_ISLNK(info.st_mode);
    return link && realpath(path, target) ? target : path;
}

/* A file that may not be written stays as it is, though its folder would let us replace it. */
static bool is_protected(const char *path)
{
    return access(path, F_OK) == 0 && access(path, W_OK) != 0;
}

/* Who may read and write it is not ours to change. */
static void keep_mode(int fd, const char *path)
{
    struct stat info;
    if (stat(path, &info) == 0 && fchmod(fd, info.st_mode & 07777) != 0) {
        return; /* a file system without modes */
    }
}

static IoStatus replace_file(const char *path, Str bytes)
{
    char name[PATH_MAX];
    int fd = open_temporary(name, sizeof name, path);
    if (fd < 0) {
        return IO_WRITE_FAILED;
    }
    keep_mode(fd, path);
    bool written = io_write_all(fd, bytes) == IO_OK && sync_file(fd);
    /* Some systems report a full disk only on closing. An interrupted close has closed. */
    if (hooks.close(fd) != 0 && errno != EINTR) {
        written = false;
    }
    if (!written || hooks.rename(name, path) != 0) {
        hooks.unlink(name);
        return IO_WRITE_FAILED;
    }
    sync_folder(name, path);
    return IO_OK;
}

/* Whoever interrupts the program finds the old file or the new one, and nothing beside it. */
IoStatus io_write_file_atomically(const char *path, Str bytes)
{
    char target[PATH_MAX];
    path = follow_link(path, target);
    if (is_protected(path)) {
        return IO_WRITE_FAILED;
    }
    if (is_special(path)) {
        return write_special(path, bytes);
    }
    interrupt_hold();
    IoStatus status = replace_file(path, bytes);
    interrupt_release();
    return status;
}

static bool is_one_file(const struct stat *a, const struct stat *b)
{
    return S_ISREG(a->st_mode) && a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

bool io_is_same_file(const char *path, const char *other)
{
    struct stat a, b;
    return stat(path, &a) == 0 && stat(other, &b) == 0 && is_one_file(&a, &b);
}

bool io_writes_to(int fd, const char *path)
{
    struct stat a, b;
    bool known = strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &b) == 0 : stat(path, &b) == 0;
    return known && fstat(fd, &a) == 0 && is_one_file(&a, &b);
}

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* What is above is made first; a folder that somebody else makes meanwhile is as good as ours. */
IoStatus io_make_folder(Arena *scratch, const char *path)
{
    char *part = str_to_c(scratch, str_from_c(path));

    for (char *slash = part + strspn(part, "/"); *slash; slash++) {
        if (*slash != '/') {
            continue;
        }
        *slash = 0;
        if (!is_folder(part) && hooks.make_folder(part, 0777) != 0 && !is_folder(part)) {
            return IO_WRITE_FAILED;
        }
        *slash = '/';
    }
    if (is_folder(path) || hooks.make_folder(path, 0777) == 0 || is_folder(path)) {
        return IO_OK;
    }
    return IO_WRITE_FAILED;
}
