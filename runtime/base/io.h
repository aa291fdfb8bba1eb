/* io.h - files, through hooks. No errno leaks out: results are IoStatus. */
#ifndef BASE_IO_H
#define BASE_IO_H
#include "runtime/base/str.h"
#include "runtime/base/vec.h"
#include <sys/types.h>

typedef enum IoStatus {
    IO_OK,
    IO_NOT_FOUND,    /* cannot be opened: exit 66 */
    IO_TOO_LARGE,    /* over the limit of limits.h */
    IO_READ_FAILED,  /* exit 74 */
    IO_WRITE_FAILED, /* exit 74 */
    IO_READER_GONE   /* EPIPE: the reader went away */
} IoStatus;

/* The whole file, followed by `padding` zero bytes that do not count. "-" = standard input. */
IoStatus io_read_file(Arena *arena, const char *path, size_t limit, size_t padding, Str *text);
/* Temporary beside the target, fsync, rename. Nothing is left behind on failure. A file that is
 * there already keeps its mode, a link what it points at; one that may not be written is not
 * replaced. */
IoStatus io_write_file_atomically(const char *path, Str bytes);
/* Do both names lead to one file (through links as well)? false where one of them is not there. */
bool io_is_same_file(const char *path, const char *other);
/* Is what the descriptor writes to a regular file, and that one? "-" = standard input. */
bool io_writes_to(int fd, const char *path);
/* A folder, with those above it that are missing. One that is there already is fine;
 * IO_WRITE_FAILED if it cannot be made. */
IoStatus io_make_folder(Arena *scratch, const char *path);

/* The names in a folder that end so, in the order of their bytes; none if it cannot be read. */
typedef VEC(Str) NameVec;
void io_list_folder(Arena *arena, const char *path, Str suffix, NameVec *names);

/* Everything, whatever portions the system takes. */
IoStatus io_write_all(int fd, Str bytes);

/* Buffered output to a descriptor. The first failure sticks; later writes do nothing. */
typedef struct Out {
    int fd;
    IoStatus status;
    size_t used;
    char buffer[65536];
} Out;
void out_init(Out *out, int fd);
void out_write(Out *out, Str bytes);
IoStatus out_flush(Out *out); /* returns the sticky status */
/* One call of read: >0 bytes, 0 end, -1 failed. Repeats on EINTR, unless
                                       somebody wants the program to end. */
ssize_t io_read_some(int fd, void *buffer, size_t size);
/* Before anything is opened: where standard input, output or error is closed, something that fails
 * to be read or written takes its number, so that no file of ours gets it. */
void io_claim_streams(void);
int io_open_read(const char *path); /* -1 if it cannot be opened; "-" = 0 */
/* Why that failed, for people: "no such file", or "cannot be opened". */
const char *io_explain_open(const char *path);
void io_close(int fd);
#endif
