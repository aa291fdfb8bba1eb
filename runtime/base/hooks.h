/* hooks.h - the one door to memory and to the operating system.
 *
 * Every allocation and every read, write, open, fsync, rename, mkdir, list and close of the
 * program goes through this table, so that a test can make the first, second,
 * third ... call fail and look for a clean error. Production code never
 * replaces an entry. */
#ifndef BASE_HOOKS_H
#define BASE_HOOKS_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef struct Hooks {
    void *(*alloc)(size_t size); /* zeroed; NULL on failure */
    void (*release)(void *memory);
    int (*open)(const char *path, int flags, int mode);
    ssize_t (*read)(int fd, void *buffer, size_t size);
    ssize_t (*write)(int fd, const void *buffer, size_t size);
    int (*sync)(int fd);
    int (*rename)(const char *from, const char *to);
    int (*close)(int fd);
    int (*unlink)(const char *path);
    int (*make_folder)(const char *path, mode_t mode);
    /* Tells the names in a folder, in no order; below 0 if it cannot be read. */
    int (*list)(const char *path, void (*found)(void *context, const char *name), void *context);
} Hooks;

extern Hooks hooks; /* libc's functions unless a test changed them */

/* hooks.alloc, and it is remembered when the system had no memory. */
void *hooks_take(size_t size);
/* Has it ever had none? Then nothing that somebody went on to make without it can be trusted. */
bool hooks_were_refused(void);
#endif
