/* native_library.c - from a path to a loaded library.
 *
 * The file is opened once. Where a hash is given, its bytes are copied into memory that nobody can
 * change any more, and the copy is what is hashed and what is loaded: between the two looks at a
 * path it might have become another file. */
#include "runtime/base/hooks.h"
#include "runtime/base/io.h"
#include "runtime/bytecode/hash.h"
#include "runtime/native/native_parts.h"
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIBRARY_BYTES ((off_t)256 << 20) /* as much is read to be hashed */
#define REFUSE(...) return (*why = str_format(arena, __VA_ARGS__), false)

/* "/opt/librenal.so.1" is the library that guidelines call "renal". */
static Str get_name(Str path)
{
    for (size_t i = path.len; i > 0; i--) {
        if (path.ptr[i - 1] == '/') {
            path = (Str){ path.ptr + i, path.len - i };
            break;
        }
    }
    if (str_starts_with(path, STR("lib"))) {
        path = (Str){ path.ptr + 3, path.len - 3 };
    }
    for (size_t i = 0; i + 3 <= path.len; i++) {
        if (memcmp(path.ptr + i, ".so", 3) == 0) {
            path.len = i;
        }
    }
    return path;
}

/* ---- what is in it ---- */

static bool is_hash(const uint8_t hash[HASH_SIZE], const char *digits)
{
    for (unsigned i = 0; i < 2 * HASH_SIZE; i++) {
        unsigned nibble = i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 15;
        char digit = digits[i] >= 'A' && digits[i] <= 'F' ? (char)(digits[i] + 32) : digits[i];
        if (digit != "0123456789abcdef"[nibble]) {
            return false; /* also where the digits end too early */
        }
    }
    return digits[2 * HASH_SIZE] == 0;
}

/* A copy that is sealed: the bytes that were hashed stay. -1 if it cannot be made. */
static int seal_copy(Str bytes)
{
    int copy = memfd_create("native library", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (copy < 0) {
        return -1;
    }
    int seals = F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL;
    if (io_write_all(copy, bytes) != IO_OK || fcntl(copy, F_ADD_SEALS, seals) != 0) {
        hooks.close(copy);
        return -1;
    }
    return copy;
}

/* The whole file in place of its descriptor, by its sealed copy. */
static bool take_checked(Arena *arena, Library *library, off_t size, const char *path,
                         const char *sha256, Str *why)
{
    uint8_t hash[HASH_SIZE];
    size_t room = (size_t)size + 1, used = 0; /* one more: a file that grew is another file */
    char *bytes = arena_alloc(arena, room);
    ssize_t got = 1;
    while (used < room && (got = io_read_some(library->file, bytes + used, room - used)) > 0) {
        used += (size_t)got;
    }
    if (got < 0 || used != (size_t)size) {
        REFUSE("library %s cannot be read", path);
    }
    hash_make((Str){ bytes, used }, hash);
    if (!is_hash(hash, sha256)) {
        REFUSE("library %s has another SHA-256 than was given", path);
    }
    int copy = seal_copy((Str){ bytes, used });
    if (copy < 0) {
        REFUSE("library %s cannot be copied to be loaded", path);
    }
    hooks.close(library->file);
    library->file = copy;
    return true;
}

/* ---- silence ---- */

/* The standard streams, kept aside. */
typedef struct Streams {
    int saved[3]; /* -1: it was closed */
} Streams;

/* Whatever a library does when it is loaded or goes: what it prints must not land between the
 * reports, nor what it reads come from the records. Only where the process is the caller's own and
 * no other thread is at work. False if there is no null device; then all is as it was. */
static bool leave_streams(Streams *streams)
{
    int nothing = hooks.open("/dev/null", O_RDWR, 0);
    if (nothing < 0) {
        return false;
    }
    fflush(NULL);
    for (int fd = 0; fd <= 2; fd++) {
        streams->saved[fd] = fd == nothing ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 3);
        dup2(nothing, fd);
    }
    if (nothing > 2) {
        hooks.close(nothing);
    }
    return true;
}

static void return_to_streams(const Streams *streams)
{
    fflush(NULL); /* what was printed and not yet written */
    for (int fd = 0; fd <= 2; fd++) {
        if (streams->saved[fd] < 0) {
            hooks.close(fd);
        } else {
            dup2(streams->saved[fd], fd);
            hooks.close(streams->saved[fd]);
        }
    }
}

static void *open_quietly(const char *path)
{
    Streams streams;
    bool left = leave_streams(&streams);
    void *handle = left ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    if (left) {
        return_to_streams(&streams);
    }
    return handle;
}

static void close_quietly(void *handle)
{
    Streams streams;
    if (leave_streams(&streams)) {
        dlclose(handle);
        return_to_streams(&streams);
    }
}

/* ---- opening ---- */

/* A pipe would wait for a writer, and what a device gives is not a file twice. */
static bool open_file(Arena *arena, Library *library, const char *path, off_t *size, Str *why)
{
    struct stat info;
    library->file = hooks.open(path, O_RDONLY | O_NONBLOCK, 0);
    if (library->file < 0 || fstat(library->file, &info) != 0) {
        REFUSE("library %s cannot be read", path);
    }
    if (!S_ISREG(info.st_mode)) {
        REFUSE("library %s is not a regular file", path);
    }
    if (info.st_size > LIBRARY_BYTES) {
        REFUSE("library %s is larger than 256 MiB", path);
    }
    *size = info.st_size;
    return true;
}

static bool open_library(Arena *arena, Library *library, const char *path, const char *sha256,
                         Str *why)
{
    off_t size = 0;
    if (!open_file(arena, library, path, &size, why)) {
        return false;
    }
    const char *loaded = path;
    if (sha256 != NULL) {
        if (!take_checked(arena, library, size, path, sha256, why)) {
            return false;
        }
        loaded = str_to_c(arena, str_format(arena, "/proc/self/fd/%d", library->file));
    }
    library->handle = library->quiet ? open_quietly(loaded) : dlopen(loaded, RTLD_NOW | RTLD_LOCAL);
    if (library->handle == NULL) {
        REFUSE("library %s cannot be loaded", path);
    }
    return true;
}

bool library_load(Arena *arena, Library *library, const char *path, const char *sha256, bool quiet,
                  Str *why)
{
    *library = (Library){ .file = -1, .quiet = quiet };
    /* A path without slash would be searched for in places that the environment names. */
    if (strchr(path, '/') == NULL) {
        path = str_to_c(arena, str_format(arena, "./%s", path));
    }
    library->name = get_name(str_copy(arena, str_from_c(path)));
    if (open_library(arena, library, path, sha256, why)) {
        return true;
    }
    library_unload(library);
    return false;
}

/* The descriptor stays open as long as the library: the loader knows libraries by their paths, and
 * the number in the path must not become another file's. */
void library_unload(Library *library)
{
    if (library->handle != NULL) {
        if (library->quiet) {
            close_quietly(library->handle);
        } else {
            dlclose(library->handle);
        }
        library->handle = NULL;
    }
    if (library->file >= 0) {
        hooks.close(library->file);
        library->file = -1;
    }
}
