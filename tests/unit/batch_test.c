/* batch_test.c - the run of cglrun when memory and the operating system fail: what is written is
 * whole, every record in has its record out or the failure is told, everything is given back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include "runtime/cglrun/batch.h"
#include "tests/unit/faulty_hooks.h"
#include "tests/unit/program_builder.h"
#include <errno.h>

/* ---- an operating system in memory ---- */

static struct {
    const char *input;
    size_t input_len, at;
    size_t read_most, write_most; /* bytes one call takes at most */
    long reads, writes, fail_read, fail_write;
    bool interrupts; /* every other call is interrupted first */
    int error;
    char *output;
    size_t output_len, output_cap;
} os;

static int open_file(const char *path, int flags, int mode)
{
    (void)flags;
    (void)mode;
    return strcmp(path, "in") == 0 ? 900 : -1;
}

static int close_file(int fd)
{
    (void)fd;
    return 0;
}

static ssize_t read_file(int fd, void *buffer, size_t size)
{
    size_t left = os.input_len - os.at;

    assert_int_equal(fd, 900);
    os.reads++;
    if (os.interrupts && os.reads % 2 == 1) {
        errno = EINTR;
        return -1;
    }
    if (os.reads == os.fail_read) {
        errno = EIO;
        return -1;
    }
    size = size < os.read_most ? size : os.read_most;
    size = size < left ? size : left;
    memcpy(buffer, os.input + os.at, size);
    os.at += size;
    return (ssize_t)size;
}

static ssize_t write_file(int fd, const void *buffer, size_t size)
{
    if (fd != 1) {
        return (ssize_t)size;
    }
    os.writes++;
    if (os.interrupts && os.writes % 2 == 1) {
        errno = EINTR;
        return -1;
    }
    if (os.writes == os.fail_write) {
        errno = os.error;
        return -1;
    }
    size = size < os.write_most ? size : os.write_most;
    if (os.output_len + size > os.output_cap) {
        os.output_cap = (os.output_len + size) * 2;
        os.output = realloc(os.output, os.output_cap);
    }
    memcpy(os.output + os.output_len, buffer, size);
    os.output_len += size;
    return (ssize_t)size;
}

static void boot(const char *input)
{
    os.input = input;
    os.input_len = strlen(input);
    os.at = os.output_len = 0;
    os.read_most = os.write_most = SIZE_MAX;
    os.reads = os.writes = os.fail_read = os.fail_write = 0;
    os.interrupts = false;
    hooks.open = open_file;
    hooks.close = close_file;
    hooks.read = read_file;
    hooks.write = write_file;
}

/* ---- a program ---- */

static Program *make_program(Arena *arena)
{
    Builder b;

    build_begin(&b, arena);
    build_unused(&b, "id", FIELD_KEY, REG_BOOL);
    BReg hb = build_scalar(&b, "hb", REG_DEC, 0, 30 * DEC_ONE);
    uint16_t spots = build_list(&b, "spots", 0, 4);
    BReg size = build_element(&b, spots, "size", REG_DEC, 0, 10 * DEC_ONE);
    BReg limit = build_gap(&b, "limit", REG_DEC, 11 * DEC_ONE, 12 * DEC_ONE);
    BReg least = build_dec(&b, "3");
    uint32_t anaemia = build_block(&b, BLOCK_DECISION, "anaemia", REG_BOOL, 0);
    build_op(&b, OP_LT, build_result(&b, anaemia), hb, limit, 0);
    uint32_t large = build_block_each(&b, spots, BLOCK_DECISION, "large", REG_BOOL, 0);
    build_each(&b, spots);
    build_op(&b, OP_LE, build_result(&b, large), least, size, 0);
    build_next(&b);
    uint32_t iron = build_block(&b, BLOCK_ADVICE, "iron", REG_BOOL, 0);
    build_op(&b, OP_MOVE, build_result(&b, iron), build_result(&b, anaemia), 0, 0);
    return build_end(&b);
}

/* ---- one run ---- */

typedef struct Result {
    bool out_of_memory;
    const char *unread;
    IoStatus written;
    uint64_t records, errors;
} Result;

static Program *program;
static Arena *program_arena;

static Result run_batch(const char *const *arguments)
{
    char *argv[16] = { (char *)"cglrun", (char *)"program", (char *)"in" };
    int argc = 3;
    Arena *arena = arena_create(0);
    jmp_buf exhausted;
    Result result = { 0 };
    PolicySet none = { 0 };

    if (!arena) {
        return (Result){ .out_of_memory = true };
    }
    while (arguments && *arguments) {
        argv[argc++] = (char *)*arguments++;
    }
    arena_set_recovery(arena, &exhausted);
    if (setjmp(exhausted) == 0) {
        CliOptions *options = ARENA_NEW(arena, CliOptions);
        Str message = STR_NONE;
        assert_int_equal(cli_parse(arena, argc, argv, options, &message), CLI_RUN);
        Batch *batch = ARENA_NEW(arena, Batch);
        batch->arena = arena;
        batch->program = program;
        batch->options = options;
        batch->policies = &none;
        batch->report = (ReportOptions){ .format = options->format, .detail = options->detail };
        batch_run(batch);
        result = (Result){ false, batch->unread, batch->written, batch->records, batch->errors };
    } else {
        result.out_of_memory = true;
    }
    arena_destroy(arena);
    return result;
}

static const char *make_input(unsigned records)
{
    static char *text;
    static const char *const lines[] = {
        "{\"id\":\"A\",\"hb\":10,\"spots\":[{\"size\":4},{\"size\":1}]}\n",
        "{\"id\":\"B\",\"hb\":11.5}\n",
        "nonsense\n",
        "{\"id\":\"C\",\"hb\":\"x\",\"spots\":[{}]}\n",
    };

    free(text);
    text = malloc(records * 64 + 1);
    text[0] = '\0';
    size_t len = 0;
    for (unsigned i = 0; i < records; i++) {
        len += (size_t)sprintf(text + len, "%s", lines[i % 4]);
    }
    return text;
}

static char *good;
static size_t good_len;

static void keep_good(const char *input, const char *const *arguments)
{
    boot(input);
    Result result = run_batch(arguments);
    assert_false(result.out_of_memory);
    assert_int_equal(result.written, IO_OK);
    free(good);
    good = malloc(os.output_len + 1);
    memcpy(good, os.output, os.output_len);
    good_len = os.output_len;
}

/* What came out is the beginning of what should; whole: and ends with a line. */
static void assert_beginning(bool whole)
{
    assert_true(os.output_len <= good_len);
    assert_memory_equal(os.output, good, os.output_len);
    if (whole && os.output_len > 0) {
        assert_int_equal(os.output[os.output_len - 1], '\n');
    }
}

static void assert_good(void)
{
    assert_int_equal(os.output_len, good_len);
    assert_memory_equal(os.output, good, good_len);
}

static int set_up(void **state)
{
    (void)state;
    program_arena = arena_create(0);
    program = make_program(program_arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(program_arena);
    return 0;
}

/* ---- tests ---- */

static const char *const two_jobs[] = { "--jobs", "2", NULL };

static void test_one_out_for_one_in(void **state)
{
    (void)state;
    unsigned lines = 0;

    for (unsigned records = 0; records < 200; records = records * 2 + 1) {
        boot(make_input(records));
        Result result = run_batch(NULL);
        assert_int_equal(result.records, records);
        assert_int_equal(result.errors, (records + 1) / 4);
        lines = 0;
        for (size_t i = 0; i < os.output_len; i++) {
            lines += os.output[i] == '\n';
        }
        assert_int_equal(lines, records);
    }
}

/* Short reads and writes and interruptions change nothing. */
static void test_small_portions(void **state)
{
    (void)state;
    const char *input = make_input(100);

    keep_good(input, NULL);
    for (unsigned most = 1; most < 50; most += 7) {
        boot(input);
        os.read_most = most;
        os.write_most = most * 3;
        os.interrupts = true;
        assert_int_equal(run_batch(most % 2 ? NULL : two_jobs).written, IO_OK);
        assert_good();
    }
}

static void test_every_write_can_fail(void **state)
{
    (void)state;
    const char *input = make_input(800);

    keep_good(input, NULL);
    for (unsigned jobs = 1; jobs <= 2; jobs++) {
        for (long n = 1;; n++) {
            boot(input);
            os.fail_write = n;
            os.error = n % 2 ? ENOSPC : EIO;
            os.write_most = 20000;
            Result result = run_batch(jobs == 2 ? two_jobs : NULL);
            if (os.writes < n) {
                break;
            }
            assert_int_equal(result.written, IO_WRITE_FAILED);
            assert_beginning(false);
        }
        assert_good();
    }
}

static void test_the_reader_goes_away(void **state)
{
    (void)state;
    const char *input = make_input(800);

    keep_good(input, NULL);
    boot(input);
    os.fail_write = 2;
    os.error = EPIPE;
    Result result = run_batch(NULL);
    assert_int_equal(result.written, IO_READER_GONE);
    assert_true(result.records < 800);
    assert_beginning(true);
}

static void test_every_read_can_fail(void **state)
{
    (void)state;
    const char *input = make_input(60);

    keep_good(input, NULL);
    for (unsigned jobs = 1; jobs <= 2; jobs++) {
        for (long n = 1;; n++) {
            boot(input);
            os.fail_read = n;
            os.read_most = 100;
            Result result = run_batch(jobs == 2 ? two_jobs : NULL);
            if (os.reads < n) {
                break;
            }
            assert_string_equal(result.unread, "in");
            assert_int_equal(result.written, IO_OK);
            assert_beginning(true);
        }
        assert_good();
    }
}

/* Each record has its report, or R099 in its place: nothing between them. */
static void assert_right_or_exhausted(void)
{
    size_t at = 0, expected = 0;

    while (at < os.output_len) {
        const char *end = memchr(os.output + at, '\n', os.output_len - at);
        const char *good_end = memchr(good + expected, '\n', good_len - expected);
        assert_non_null(end);
        assert_non_null(good_end);
        size_t len = (size_t)(end - os.output) - at,
               good_line = (size_t)(good_end - good) - expected;
        bool same = len == good_line && memcmp(os.output + at, good + expected, len) == 0;
        if (!same) {
            os.output[at + len] = '\0';
            assert_non_null(strstr(os.output + at, "\"code\":\"R099\""));
        }
        at += len + 1;
        expected += good_line + 1;
    }
}

static void fail_allocations(const char *input, const char *const *arguments, bool persistent)
{
    keep_good(input, arguments);
    for (long n = 1;; n++) {
        boot(input);
        faults_start(n, persistent);
        Result result = run_batch(arguments);
        long calls = faults.calls, live = faults.live;
        faults_stop();
        assert_int_equal(live, 0);
        if (calls < n) {
            break;
        }
        assert_right_or_exhausted();
        if (!result.out_of_memory) {
            assert_int_equal(result.records, 40);
        }
    }
    assert_good();
}

static void test_every_allocation_can_fail(void **state)
{
    (void)state;
    const char *input = make_input(40);

    fail_allocations(input, NULL, false);
    fail_allocations(input, NULL, true);
}

static void test_every_allocation_of_a_crew_can_fail(void **state)
{
    (void)state;
    const char *input = make_input(40);

    fail_allocations(input, two_jobs, false);
    fail_allocations(input, two_jobs, true);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_one_out_for_one_in),
        TEST(test_small_portions),
        TEST(test_every_write_can_fail),
        TEST(test_the_reader_goes_away),
        TEST(test_every_read_can_fail),
        TEST(test_every_allocation_can_fail),
        TEST(test_every_allocation_of_a_crew_can_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
