/* io.c - reading and buffered writing through hooks. */
#include "runtime/base/io.h"
#include "runtime/base/hooks.h"
#include "runtime/base/interrupt.h"
#include "runtime/base/limits.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void io_claim_streams(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        struct stat info;
        if (fstat(fd, &info) != 0 && errno == EBADF) {
            /* the lowest free number is this one; it is opened for the other direction */
            hooks.open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY, 0);
        }
    }
}

int io_open_read(const char *path)
{
    if (strcmp(path, "-") == 0) {
        return 0;
    }
    int fd;
    do {
        fd = hooks.open(path, O_RDONLY, 0);
    } while (fd < 0 && errno == EINTR);
    return fd < 0 ? -1 : fd;
}

const char *io_explain_open(const char *path)
{
    int fd = hooks.open(path, O_RDONLY, 0);
    bool absent = fd < 0 && (errno == ENOENT || errno == ENOTDIR);
    io_close(fd);
    return absent ? "no such file" : "cannot be opened";
}

void io_close(int fd)
{
    /* Standard input stays open: somebody else opened it. An interrupted close has closed. */
    if (fd > 0) {
        hooks.close(fd);
    }
}

ssize_t io_read_some(int fd, void *buffer, size_t size)
{
    ssize_t got;
    do {
        got = hooks.read(fd, buffer, size);
    } while (got < 0 && errno == EINTR && !interrupt_is_pending());
    return got < 0 ? -1 : got;
}

/* Twice the room, but never more than is needed to see that the limit is passed. */
static void grow_text(StrBuf *text, size_t limit, size_t padding)
{
    size_t most, cap = text->cap ? text->cap : 8192;
    if (!size_add(limit, padding + 1, &most)) {
        arena_fail(text->arena);
    }
    cap = cap > most / 2 ? most : cap * 2;
    char *grown = arena_alloc(text->arena, cap);
    if (text->len) {
        memcpy(grown, text->ptr, text->len);
    }
    text->ptr = grown;
    text->cap = cap;
}

/* Reads to the end of the file; keeps room for the padding. */
static IoStatus read_all(int fd, StrBuf *text, size_t limit, size_t padding)
{
    for (;;) {
        if (text->len + padding >= text->cap) {
            grow_text(text, limit, padding);
        }
        ssize_t got = io_read_some(fd, text->ptr + text->len, text->cap - padding - text->len);
        if (got < 0) {
            return IO_READ_FAILED;
        }
        if (got == 0) {
            break;
        }
        text->len += (size_t)got;
        if (text->len > limit) {
            return IO_TOO_LARGE;
        }
    }
    memset(text->ptr + text->len, 0, padding);
    return IO_OK;
}

/* The descriptor is the one thing here that is not in the arena: when memory runs out
 * it is closed on the way to the owner's recovery point. */
IoStatus io_read_file(Arena *arena, const char *path, size_t limit, size_t padding, Str *text)
{
    int fd = io_open_read(path);
    if (fd < 0) {
        return IO_NOT_FOUND;
    }
    jmp_buf out_of_memory;
    jmp_buf *owner = arena_get_recovery(arena);
    if (setjmp(out_of_memory)) {
        io_close(fd);
        arena_set_recovery(arena, owner);
        arena_fail(arena);
    }
    arena_set_recovery(arena, &out_of_memory);
    StrBuf bytes = { .arena = arena };
    IoStatus status = read_all(fd, &bytes, limit, padding);
    arena_set_recovery(arena, owner);
    io_close(fd);
    if (status == IO_OK) {
        *text = buf_get(&bytes);
    }
    return status;
}

IoStatus io_write_all(int fd, Str bytes)
{
    while (bytes.len) {
        ssize_t put = hooks.write(fd, bytes.ptr, bytes.len);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0) {
            return errno == EPIPE ? IO_READER_GONE : IO_WRITE_FAILED;
        }
        if (put == 0) {
            return IO_WRITE_FAILED; /* no progress: trying again would never end */
        }
        bytes.ptr += put;
        bytes.len -= (size_t)put;
    }
    return IO_OK;
}

void out_init(Out *out, int fd)
{
    out->fd = fd;
    out->status = IO_OK;
    out->used = 0;
}

IoStatus out_flush(Out *out)
{
    if (out->status == IO_OK) {
        out->status = io_write_all(out->fd, (Str){ out->buffer, out->used });
    }
    out->used = 0;
    return out->status;
}

void out_write(Out *out, Str bytes)
{
    if (out->status != IO_OK || !bytes.len) {
        return;
    }
    if (bytes.len > sizeof out->buffer - out->used && out_flush(out) != IO_OK) {
        return;
    }
    if (bytes.len > sizeof out->buffer) {
        out->status = io_write_all(out->fd, bytes);
        return;
    }
    memcpy(out->buffer + out->used, bytes.ptr, bytes.len);
    out->used += bytes.len;
}

/* ---- folders ---- */

typedef struct Listing {
    Arena *arena;
    Str suffix;
    NameVec *names;
} Listing;

/* Memory that runs out in here would leave the folder open: the names are kept short of that by the
 * arena's own limit, and a listing is read once a command. */
static void take_name(void *context, const char *name)
{
    Listing *listing = context;
    Str text = str_from_c(name), suffix = listing->suffix;
    if (text.len > suffix.len &&
        memcmp(text.ptr + text.len - suffix.len, suffix.ptr, suffix.len) == 0) {
        vec_add(listing->arena, listing->names, str_copy(listing->arena, text));
    }
}

static int compare_names(const void *a, const void *b)
{
    return str_compare(*(const Str *)a, *(const Str *)b);
}

void io_list_folder(Arena *arena, const char *path, Str suffix, NameVec *names)
{
    Listing listing = { arena, suffix, names };
    hooks.list(path[0] ? path : ".", take_name, &listing);
    if (names->count) {
        qsort(names->items, names->count, sizeof *names->items, compare_names);
    }
}
