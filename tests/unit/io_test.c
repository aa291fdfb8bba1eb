/* io_test.c - files when the system refuses, interrupts, or takes less than it was given. */
#include "runtime/base/io.h"
#include "tests/unit/faulty_hooks.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static Arena *arena;
static char folder[] = "/tmp/cgl_io_test_XXXXXX";
static char path[200];
static Hooks libc;

/* ---- calls that go wrong on demand ---- */

static struct {
    int error;      /* errno of the next calls */
    int count;      /* how many of them fail; -1 = all */
    size_t portion; /* most bytes of one read or write; 0 = as asked */
    int opened;     /* descriptors that are open */
} plan;

static bool must_fail(void)
{
    if (plan.count == 0) {
        return false;
    }
    if (plan.count > 0) {
        plan.count--;
    }
    errno = plan.error;
    return true;
}

static size_t cut(size_t size)
{
    return plan.portion && size > plan.portion ? plan.portion : size;
}

static int open_counted(const char *name, int flags, int mode)
{
    int fd = libc.open(name, flags, mode);
    plan.opened += fd >= 0;
    return fd;
}
static int close_counted(int fd)
{
    plan.opened--;
    return libc.close(fd);
}
static int open_failing(const char *name, int flags, int mode)
{
    return must_fail() ? -1 : open_counted(name, flags, mode);
}
static ssize_t read_failing(int fd, void *buffer, size_t size)
{
    return must_fail() ? -1 : libc.read(fd, buffer, cut(size));
}
static ssize_t write_failing(int fd, const void *buffer, size_t size)
{
    return must_fail() ? -1 : libc.write(fd, buffer, cut(size));
}
static ssize_t write_nothing(int fd, const void *buffer, size_t size)
{
    return 0;
}
static int open_existing(const char *name, int flags, int mode)
{
    errno = EEXIST;
    return -1;
}
static int open_no_folder(const char *name, int flags, int mode)
{
    return flags & O_DIRECTORY ? -1 : open_counted(name, flags, mode);
}
/* Paths and syncs as they come. */
static char opened_folder[250];
static int sync_count;
static int open_noting(const char *name, int flags, int mode)
{
    if (flags & O_DIRECTORY) {
        snprintf(opened_folder, sizeof opened_folder, "%s", name);
    }
    return open_counted(name, flags, mode);
}
static int sync_counted(int fd)
{
    sync_count++;
    return libc.sync(fd);
}
static int sync_failing(int fd)
{
    return must_fail() ? -1 : libc.sync(fd);
}
static int rename_failing(const char *from, const char *to)
{
    return must_fail() ? -1 : libc.rename(from, to);
}
static int close_failing(int fd)
{
    bool fail = must_fail();
    int error = errno;
    close_counted(fd);
    errno = error;
    return fail ? -1 : 0;
}

static void plan_failures(int error, int count)
{
    plan.error = error;
    plan.count = count;
}

/* ---- a folder of our own ---- */

static int create_folder(void **state)
{
    libc = hooks;
    arena = arena_create(0);
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    unlink(path);
    arena_destroy(arena);
    return rmdir(folder);
}

static int restore_hooks(void **state)
{
    bool leaked = plan.opened != 0;
    memset(&plan, 0, sizeof plan);
    hooks = libc;
    hooks.open = open_counted;
    hooks.close = close_counted;
    return leaked;
}

static void write_target(const char *text)
{
    snprintf(path, sizeof path, "%s/target", folder);
    FILE *file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
}

static int count_files(void)
{
    DIR *dir = opendir(folder);
    int count = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        count += entry->d_name[0] != '.';
    }
    closedir(dir);
    return count;
}

/* The target has this text and there is nothing beside it. */
static void assert_target(const char *text)
{
    char found[64] = { 0 };
    FILE *file = fopen(path, "r");
    size_t len = fread(found, 1, sizeof found - 1, file);
    fclose(file);
    assert_int_equal(len, strlen(text));
    assert_string_equal(found, text);
    assert_int_equal(count_files(), 1);
}

/* ---- reading ---- */

static void test_read(void **state)
{
    write_target("hello");
    Str text;
    assert_int_equal(io_read_file(arena, path, 5, 3, &text), IO_OK);
    assert_int_equal(text.len, 5);
    assert_memory_equal(text.ptr, "hello\0\0\0", 8);
    assert_int_equal(io_read_file(arena, path, 4, 0, &text), IO_TOO_LARGE);
    assert_int_equal(io_read_file(arena, "/nowhere/at/all", 4, 0, &text), IO_NOT_FOUND);
    assert_int_equal(io_read_file(arena, folder, 4, 0, &text), IO_READ_FAILED); /* a folder */
    write_target("");
    assert_int_equal(io_read_file(arena, path, 0, 2, &text), IO_OK);
    assert_int_equal(text.len, 0);
    assert_memory_equal(text.ptr, "\0\0", 2);
}

static void test_read_in_portions(void **state)
{
    write_target("0123456789");
    hooks.read = read_failing;
    plan.portion = 3;
    plan_failures(EINTR, 2);
    Str text;
    assert_int_equal(io_read_file(arena, path, 10, 0, &text), IO_OK);
    assert_int_equal(text.len, 10);
    assert_memory_equal(text.ptr, "0123456789", 10);
    plan_failures(EIO, -1);
    assert_int_equal(io_read_file(arena, path, 10, 0, &text), IO_READ_FAILED);
}

static void test_read_large(void **state)
{
    size_t size = 300000;
    char *bytes = arena_alloc(arena, size);
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (char)(i * 7 % 251);
    }
    write_target("");
    assert_int_equal(io_write_file_atomically(path, (Str){ bytes, size }), IO_OK);
    Str text;
    assert_int_equal(io_read_file(arena, path, size, 64, &text), IO_OK);
    assert_int_equal(text.len, size);
    assert_memory_equal(text.ptr, bytes, size);
    assert_int_equal(io_read_file(arena, path, size - 1, 64, &text), IO_TOO_LARGE);
}

static void test_open_is_repeated_when_interrupted(void **state)
{
    write_target("x");
    hooks.open = open_failing;
    plan_failures(EINTR, 3);
    Str text;
    assert_int_equal(io_read_file(arena, path, 10, 0, &text), IO_OK);
    plan_failures(EACCES, 1);
    assert_int_equal(io_read_file(arena, path, 10, 0, &text), IO_NOT_FOUND);
}

/* When memory runs out in the middle, the file is closed and the owner's recovery point reached. */
static void test_read_out_of_memory(void **state)
{
    write_target("");
    char *bytes = arena_alloc(arena, 100000);
    memset(bytes, 'a', 100000);
    assert_int_equal(io_write_file_atomically(path, (Str){ bytes, 100000 }), IO_OK);
    for (size_t limit = 1000; limit < 120000; limit += 17000) {
        Arena *small = arena_create(limit);
        jmp_buf recovery;
        if (setjmp(recovery) == 0) {
            arena_set_recovery(small, &recovery);
            Str text;
            io_read_file(small, path, 200000, 0, &text);
            fail_msg("100000 bytes in an arena of less");
        }
        assert_ptr_equal(arena_get_recovery(small), &recovery);
        assert_int_equal(plan.opened, 0);
        arena_destroy(small);
    }
}

static void test_limit_that_overflows(void **state)
{
    write_target("text");
    Arena *other = arena_create(0);
    jmp_buf recovery;
    if (setjmp(recovery) == 0) {
        arena_set_recovery(other, &recovery);
        Str text;
        io_read_file(other, path, SIZE_MAX, 1, &text);
        fail_msg("no room for the padding");
    }
    arena_destroy(other);
    assert_int_equal(plan.opened, 0);
}

/* ---- writing a file ---- */

static void test_write_replaces(void **state)
{
    write_target("old");
    assert_int_equal(io_write_file_atomically(path, STR("new\0text")), IO_OK);
    Str text;
    assert_int_equal(io_read_file(arena, path, 100, 0, &text), IO_OK);
    assert_true(str_equal(text, STR("new\0text")));
    assert_int_equal(count_files(), 1);
}

static void test_write_in_portions(void **state)
{
    write_target("old");
    hooks.write = write_failing;
    plan.portion = 1;
    plan_failures(EINTR, 2);
    assert_int_equal(io_write_file_atomically(path, STR("slowly")), IO_OK);
    assert_target("slowly");
}

static void assert_write_fails(int error)
{
    plan_failures(error, -1);
    assert_int_equal(io_write_file_atomically(path, STR("new")), IO_WRITE_FAILED);
    assert_int_equal(plan.opened, 0);
    plan_failures(0, 0);
    assert_target("old");
}

static void test_failures_leave_the_old_file(void **state)
{
    write_target("old");
    hooks.write = write_failing;
    assert_write_fails(ENOSPC);
    assert_write_fails(EIO);
    hooks.write = write_nothing;
    assert_write_fails(0);
    hooks.write = libc.write;
    hooks.sync = sync_failing;
    assert_write_fails(EIO);
    hooks.sync = libc.sync;
    hooks.rename = rename_failing;
    assert_write_fails(EXDEV);
    hooks.rename = libc.rename;
    hooks.close = close_failing;
    assert_write_fails(ENOSPC);
    hooks.close = close_counted;
    hooks.open = open_failing;
    assert_write_fails(EACCES);
}

static void test_interrupted_sync_and_close(void **state)
{
    write_target("old");
    hooks.sync = sync_failing;
    plan_failures(EINTR, 2);
    assert_int_equal(io_write_file_atomically(path, STR("new")), IO_OK);
    assert_target("new");
    hooks.sync = libc.sync;
    hooks.close = close_failing;
    plan_failures(EINTR, 1);
    assert_int_equal(io_write_file_atomically(path, STR("newer")), IO_OK);
    assert_target("newer");
}

static void test_file_and_folder_are_synced(void **state)
{
    write_target("old");
    hooks.open = open_noting;
    hooks.sync = sync_counted;
    sync_count = 0;
    assert_int_equal(io_write_file_atomically(path, STR("new")), IO_OK);
    char expected[250];
    snprintf(expected, sizeof expected, "%s/", folder);
    assert_string_equal(opened_folder, expected);
    assert_int_equal(sync_count, 2);
    char before[1000];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(io_write_file_atomically("target", STR("newer")), IO_OK);
    assert_int_equal(chdir(before), 0);
    assert_string_equal(opened_folder, ".");
    assert_int_equal(sync_count, 4);
    assert_target("newer");
}

/* A folder that cannot be synced is no failure: the file is whole. */
static void test_folder_cannot_be_synced(void **state)
{
    write_target("old");
    hooks.open = open_no_folder;
    assert_int_equal(io_write_file_atomically(path, STR("new")), IO_OK);
    assert_target("new");
}

static void test_no_temporary_can_be_made(void **state)
{
    write_target("old");
    hooks.open = open_existing;
    assert_int_equal(io_write_file_atomically(path, STR("new")), IO_WRITE_FAILED);
    assert_target("old");
    hooks.open = open_failing;
    plan_failures(EINTR, 2);
    assert_int_equal(io_write_file_atomically(path, STR("new")), IO_OK);
    assert_target("new");
}

/* A temporary that somebody left behind, or that is a link to a victim, is not written to. */
static void test_strange_temporary_is_left_alone(void **state)
{
    write_target("old");
    char temporary[250], victim[250];
    snprintf(temporary, sizeof temporary, "%s.tmp00", path);
    snprintf(victim, sizeof victim, "%s/victim", folder);
    assert_int_equal(symlink(victim, temporary), 0);
    assert_int_equal(io_write_file_atomically(path, STR("new")), IO_OK);
    assert_int_equal(access(victim, F_OK), -1);
    assert_int_equal(unlink(temporary), 0);
    assert_target("new");
}

static void test_no_folder_no_file(void **state)
{
    assert_int_equal(io_write_file_atomically("/nowhere/at/all", STR("x")), IO_WRITE_FAILED);
    assert_int_equal(io_write_file_atomically(folder, STR("x")), IO_WRITE_FAILED);
    char *endless = arena_alloc(arena, 10000);
    memset(endless, 'a', 9999);
    assert_int_equal(io_write_file_atomically(endless, STR("x")), IO_WRITE_FAILED);
}

static int make_folder_failing(const char *name, mode_t mode)
{
    return must_fail() ? -1 : libc.make_folder(name, mode);
}

static void test_folders_are_made(void **state)
{
    char deep[250], within[250];
    snprintf(deep, sizeof deep, "%s/a//b/c/", folder);
    assert_int_equal(io_make_folder(arena, deep), IO_OK);
    assert_int_equal(access(deep, W_OK), 0);
    assert_int_equal(io_make_folder(arena, deep), IO_OK);
    assert_int_equal(io_make_folder(arena, folder), IO_OK);
    assert_int_equal(io_make_folder(arena, "/"), IO_OK);
    assert_int_equal(io_make_folder(arena, "."), IO_OK);
    assert_int_equal(io_write_file_atomically(path, STR("x")), IO_OK);
    assert_int_equal(io_make_folder(arena, path), IO_WRITE_FAILED);
    snprintf(within, sizeof within, "%s/deeper", path);
    assert_int_equal(io_make_folder(arena, within), IO_WRITE_FAILED);
    hooks.make_folder = make_folder_failing;
    plan_failures(ENOSPC, -1);
    snprintf(within, sizeof within, "%s/d/e", folder);
    assert_int_equal(io_make_folder(arena, within), IO_WRITE_FAILED);
    plan_failures(ENOSPC, 0);
    for (const char *const *name = (const char *const[]){ "a/b/c", "a/b", "a", NULL }; *name;
         name++) {
        snprintf(within, sizeof within, "%s/%s", folder, *name);
        assert_int_equal(rmdir(within), 0);
    }
}

/* A pipe of our own stands for devices: a program that is wrong here must not reach those of the
 * machine. */
static void test_pipe_is_not_replaced(void **state)
{
    char name[250], text[8] = { 0 };
    snprintf(name, sizeof name, "%s/pipe", folder);
    assert_int_equal(mkfifo(name, 0600), 0);
    int reader = open(name, O_RDONLY | O_NONBLOCK);
    assert_int_equal(io_write_file_atomically(name, STR("piped")), IO_OK);
    assert_int_equal(read(reader, text, sizeof text - 1), 5);
    assert_string_equal(text, "piped");
    hooks.write = write_failing;
    plan_failures(EIO, -1);
    assert_int_equal(io_write_file_atomically(name, STR("x")), IO_WRITE_FAILED);
    hooks.write = libc.write;
    hooks.close = close_failing;
    plan_failures(EIO, 1);
    assert_int_equal(io_write_file_atomically(name, STR("x")), IO_WRITE_FAILED);
    plan_failures(EINTR, 1);
    assert_int_equal(io_write_file_atomically(name, STR("x")), IO_OK);
    hooks.open = open_failing;
    plan_failures(EACCES, 1);
    assert_int_equal(io_write_file_atomically(name, STR("x")), IO_WRITE_FAILED);
    struct stat info;
    assert_int_equal(stat(name, &info), 0);
    assert_true(S_ISFIFO(info.st_mode));
    close(reader);
    unlink(name);
}

/* ---- buffered output ---- */

static Out out;

static void test_output_arrives_in_order(void **state)
{
    write_target("");
    int fd = open(path, O_WRONLY);
    out_init(&out, fd);
    hooks.write = write_failing;
    plan.portion = 1000;
    StrBuf expected = { .arena = arena };
    char *large = arena_alloc(arena, 200000);
    memset(large, 'L', 200000);
    size_t sizes[] = { 0, 1, 65535, 1, 65536, 3, 65537, 200000, 10 };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        Str piece = { large, sizes[i] };
        out_write(&out, piece);
        out_write(&out, STR("|"));
        buf_add(&expected, piece);
        buf_add_char(&expected, '|');
    }
    assert_int_equal(out_flush(&out), IO_OK);
    close(fd);
    Str text;
    assert_int_equal(io_read_file(arena, path, 1 << 20, 0, &text), IO_OK);
    assert_true(str_equal(text, buf_get(&expected)));
}

static void test_first_failure_sticks(void **state)
{
    hooks.write = write_failing;
    out_init(&out, 1);
    plan_failures(ENOSPC, 1);
    out_write(&out, STR("x"));
    assert_int_equal(out_flush(&out), IO_WRITE_FAILED);
    out_write(&out, STR("y")); /* would succeed: but must not be written */
    assert_int_equal(out_flush(&out), IO_WRITE_FAILED);
    assert_int_equal(out.used, 0);
}

static void test_reader_gone(void **state)
{
    hooks.write = write_failing;
    out_init(&out, 1);
    plan_failures(EPIPE, -1);
    for (int i = 0; i < 3; i++) {
        out_write(&out, (Str){ arena_alloc(arena, sizeof out.buffer), sizeof out.buffer });
    }
    assert_int_equal(out_flush(&out), IO_READER_GONE);
    out_init(&out, 1);
    hooks.write = write_nothing;
    out_write(&out, STR("x"));
    assert_int_equal(out_flush(&out), IO_WRITE_FAILED);
}

static void test_standard_input_stays_open(void **state)
{
    assert_int_equal(io_open_read("-"), 0);
    io_close(0);
    assert_int_equal(plan.opened, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, restore_hooks, restore_hooks)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_read),
        TEST(test_read_in_portions),
        TEST(test_read_large),
        TEST(test_open_is_repeated_when_interrupted),
        TEST(test_read_out_of_memory),
        TEST(test_limit_that_overflows),
        TEST(test_write_replaces),
        TEST(test_write_in_portions),
        TEST(test_failures_leave_the_old_file),
        TEST(test_interrupted_sync_and_close),
        TEST(test_file_and_folder_are_synced),
        TEST(test_folder_cannot_be_synced),
        TEST(test_no_temporary_can_be_made),
        TEST(test_strange_temporary_is_left_alone),
        TEST(test_no_folder_no_file),
        TEST(test_folders_are_made),
        TEST(test_pipe_is_not_replaced),
        TEST(test_output_arrives_in_order),
        TEST(test_first_failure_sticks),
        TEST(test_reader_gone),
        TEST(test_standard_input_stays_open),
    };
    return cmocka_run_group_tests(tests, create_folder, remove_folder);
}
