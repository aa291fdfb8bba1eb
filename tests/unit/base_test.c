/* base_test.c - arenas, vectors, maps. */
#include "runtime/base/arena.h"
#include "runtime/base/map.h"
#include "runtime/base/vec.h"
#include "tests/unit/faulty_hooks.h"
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void test_memory_is_zeroed_and_aligned(void **state)
{
    Arena *arena = arena_create(0);
    for (int round = 0; round < 2; round++) {
        for (size_t size = 0; size < 300; size += 7) {
            unsigned char *bytes = arena_alloc(arena, size);
            assert_int_equal((uintptr_t)bytes % 16, 0);
            for (size_t i = 0; i < size; i++) {
                assert_int_equal(bytes[i], 0);
            }
            memset(bytes, 0xff, size); /* dirty for the second round */
        }
        arena_reset(arena);
    }
    arena_destroy(arena);
}

static void check_zeroed(const unsigned char *bytes, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        assert_int_equal(bytes[i], 0);
    }
}

/* Only what was written before is cleared; the object here begins in such bytes and ends behind
 * them. */
static void test_memory_is_zeroed_where_old_bytes_end(void **state)
{
    Arena *arena = arena_create(0);
    for (size_t size = 100; size < 9000; size += 1100) {
        unsigned char *copied = arena_copy(arena, "old", 3);
        memset(copied, 0xff, 16);
        unsigned char *bytes = arena_alloc(arena, size);
        check_zeroed(bytes, 0, size);
        bytes = arena_grow(arena, bytes, size, size + 700);
        check_zeroed(bytes, 0, size + 700);
        memset(bytes, 0xff, size + 700);
        arena_reset(arena);
    }
    arena_destroy(arena);
}

static unsigned blocks_given_back;

static void count_release(void *memory)
{
    blocks_given_back++;
    free(memory);
}

static void test_shrinking_gives_back_what_is_too_much(void **state)
{
    Arena *arena = arena_create(0);
    arena_alloc(arena, 100);
    arena_alloc(arena, (size_t)5 << 20);
    hooks.release = count_release;
    blocks_given_back = 0;
    arena_shrink(arena, (size_t)64 << 10);
    assert_int_equal(blocks_given_back, 1); /* the large one; the first has 16 KiB */
    assert_int_equal(arena_get_used(arena), 0);
    check_zeroed(arena_alloc(arena, 100), 0, 100);
    arena_shrink(arena, 0);
    assert_int_equal(blocks_given_back, 2);
    hooks.release = free;
    arena_destroy(arena);
}

static void test_a_limit_that_is_set_later_counts_what_is_there(void **state)
{
    Arena *arena = arena_create(0);
    jmp_buf exhausted;
    volatile bool refused = false;
    arena_alloc(arena, 1600);
    arena_set_limit(arena, 1600 + 160);
    arena_set_recovery(arena, &exhausted);
    arena_alloc(arena, 160);
    if (setjmp(exhausted)) {
        refused = true;
    } else {
        arena_alloc(arena, 1);
    }
    assert_true(refused);
    arena_set_limit(arena, 0);
    arena_alloc(arena, 100000);
    arena_destroy(arena);
}

static void test_objects_do_not_overlap(void **state)
{
    Arena *arena = arena_create(0);
    unsigned char *objects[500];
    for (size_t i = 0; i < 500; i++) {
        objects[i] = arena_alloc(arena, 1 + i * 13 % 4000);
        memset(objects[i], (int)(i % 251), 1 + i * 13 % 4000);
    }
    for (size_t i = 0; i < 500; i++) {
        for (size_t j = 0; j < 1 + i * 13 % 4000; j++) {
            assert_int_equal(objects[i][j], i % 251);
        }
    }
    arena_destroy(arena);
}

static void test_size_zero_gives_distinct_pointers(void **state)
{
    Arena *arena = arena_create(0);
    void *first = arena_alloc(arena, 0), *second = arena_alloc(arena, 0);
    assert_non_null(first);
    assert_ptr_not_equal(first, second);
    assert_non_null(arena_copy(arena, NULL, 0));
    arena_destroy(arena);
}

/* Does an allocation of this size leave by the recovery point? */
static bool fails(Arena *arena, size_t count, size_t size)
{
    jmp_buf recovery;
    if (setjmp(recovery)) {
        arena_set_recovery(arena, NULL);
        return true;
    }
    arena_set_recovery(arena, &recovery);
    arena_alloc_array(arena, count, size);
    arena_set_recovery(arena, NULL);
    return false;
}

static void test_limit_is_exact(void **state)
{
    Arena *arena = arena_create(1024);
    assert_false(fails(arena, 1, 1000)); /* rounded to 1008 */
    assert_int_equal(arena_get_used(arena), 1008);
    assert_true(fails(arena, 1, 17));
    assert_false(fails(arena, 1, 16));
    assert_int_equal(arena_get_used(arena), 1024);
    assert_true(fails(arena, 1, 0));
    arena_reset(arena);
    assert_int_equal(arena_get_used(arena), 0);
    assert_false(fails(arena, 1, 1024));
    arena_destroy(arena);
}

static void test_sizes_that_overflow_fail(void **state)
{
    Arena *arena = arena_create(0);
    assert_true(fails(arena, 1, SIZE_MAX));
    assert_true(fails(arena, 1, SIZE_MAX - 15));
    assert_true(fails(arena, 1, SIZE_MAX - 40));
    assert_true(fails(arena, SIZE_MAX / 2, 3));
    assert_true(fails(arena, 2, SIZE_MAX / 2 + 1));
    assert_false(fails(arena, 10, 10));           /* still usable */
    assert_true(fails(arena, 1, SIZE_MAX - 100)); /* added to what is in use */
    arena_destroy(arena);
}

static void test_reset_keeps_blocks(void **state)
{
    faults_start(0, false);
    Arena *arena = arena_create(0);
    long after_first = 0;
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 100; i++) {
            arena_alloc(arena, 100);
            arena_alloc(arena, 30000);
        }
        if (round == 0) {
            after_first = faults.calls;
        }
        assert_int_equal(faults.calls, after_first);
        arena_reset(arena);
    }
    arena_destroy(arena);
    assert_int_equal(faults.live, 0);
    faults_stop();
}

static void test_reset_uses_what_fits(void **state)
{
    faults_start(0, false);
    Arena *arena = arena_create(0);
    arena_alloc(arena, 100);
    arena_reset(arena);
    arena_alloc(arena, 1000000); /* the block from before is too small, but stays */
    arena_alloc(arena, 200);
    assert_int_equal(faults.calls, 3);
    arena_reset(arena);
    arena_alloc(arena, 1000000);
    arena_alloc(arena, 200);
    assert_int_equal(faults.calls, 3);
    arena_destroy(arena);
    assert_int_equal(faults.live, 0);
    faults_stop();
}

static void test_every_allocation_may_fail(void **state)
{
    for (long fail_at = 1; fail_at < 30; fail_at++) {
        faults_start(fail_at, false);
        Arena *arena = arena_create(0);
        if (!arena) {
            assert_int_equal(fail_at, 1);
            continue;
        }
        bool failed = false;
        for (int i = 0; i < 200; i++) {
            failed |= fails(arena, 1, 5000);
        }
        assert_int_equal(failed, faults.calls >= fail_at);
        arena_destroy(arena);
        assert_int_equal(faults.live, 0);
    }
    faults_stop();
}

/* The process that fails must be another one. */
static void test_abort_without_recovery_point(void **state)
{
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(pipes[1], 2);
        signal(SIGABRT, SIG_DFL);
        Arena *arena = arena_create(16);
        arena_alloc(arena, 17);
        _exit(0);
    }
    close(pipes[1]);
    char text[64] = { 0 };
    assert_int_equal(read(pipes[0], text, sizeof text - 1), 14);
    assert_string_equal(text, "out of memory\n");
    close(pipes[0]);
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void test_destroy_nothing(void **state)
{
    arena_destroy(NULL);
}

static void test_vector_grows(void **state)
{
    Arena *arena = arena_create(0);
    VEC(uint64_t) numbers = { 0 };
    for (uint64_t i = 0; i < 1000; i++) {
        vec_add(arena, &numbers, i * i);
    }
    assert_int_equal(numbers.count, 1000);
    for (uint64_t i = 0; i < 1000; i++) {
        assert_int_equal(numbers.items[i], i * i);
    }
    arena_destroy(arena);
}

static void test_growing_keeps_the_bytes_and_zeroes_the_rest(void **state)
{
    Arena *arena = arena_create(0);
    char *first = arena_alloc(arena, 100);
    memset(first, 'a', 100);
    char *longer = arena_grow(arena, first, 100, 300);
    assert_ptr_equal(longer, first); /* nothing came behind it */
    char *between = arena_alloc(arena, 1);
    *between = 'b';
    assert_true(between >= longer + 300);
    char *moved = arena_grow(arena, longer, 300, 1000);
    assert_ptr_not_equal(moved, longer);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(moved[i], i < 100 ? 'a' : 0);
    }
    moved = arena_grow(arena, moved, 1000, 1 << 20); /* more than the block has */
    assert_int_equal(moved[99], 'a');
    assert_int_equal(moved[(1 << 20) - 1], 0);
    assert_int_equal(*between, 'b');
    assert_int_equal(((char *)arena_grow(arena, NULL, 0, 5))[4], 0);
    arena_destroy(arena);
}

/* Whether a lifetime fits must not depend on where its blocks end. */
static void test_rewinding_gives_back_and_zeroes(void **state)
{
    Arena *arena = arena_create(0);
    char *kept = arena_alloc(arena, 100);
    size_t used = arena_get_used(arena);
    char *first = arena_alloc(arena, 100);
    memset(first, 'x', 100);
    memset(arena_alloc(arena, 200), 'y', 200);
    arena_rewind(arena, first);
    assert_int_equal(arena_get_used(arena), used);
    char *again = arena_alloc(arena, 300);
    assert_ptr_equal(again, first);
    for (int i = 0; i < 300; i++) {
        assert_int_equal(again[i], 0);
    }
    arena_rewind(arena, "a literal"); /* and nothing of these is in the arena */
    arena_rewind(arena, NULL);
    assert_int_equal(kept[99], 0);
    assert_true(arena_get_used(arena) > used);
    arena_destroy(arena);
}

static void test_growing_counts_like_a_new_allocation(void **state)
{
    Arena *arena = arena_create(0);
    char *bytes = arena_alloc(arena, 16);
    arena_grow(arena, bytes, 16, 32);
    assert_int_equal(arena_get_used(arena), 48);
    arena_destroy(arena);
}

static void test_vector_capacity_does_not_wrap(void **state)
{
    Arena *arena = arena_create(0);
    jmp_buf recovery;
    uint32_t capacity = UINT32_C(0x80000000);
    if (setjmp(recovery) == 0) {
        arena_set_recovery(arena, &recovery);
        vec_grow(arena, NULL, 0, &capacity, 1);
        fail_msg("2^32 elements");
    }
    arena_destroy(arena);
}

static void test_map_finds_what_was_added(void **state)
{
    Arena *arena = arena_create(0);
    Map map;
    map_init(&map, arena);
    assert_int_equal(map_find(&map, STR("absent")), MAP_NONE);
    for (uint32_t i = 0; i < 2000; i++) {
        assert_true(map_add(&map, str_format(arena, "key%u", i), i));
    }
    for (uint32_t i = 0; i < 2000; i++) {
        assert_int_equal(map_find(&map, str_format(arena, "key%u", i)), i);
    }
    assert_int_equal(map_find(&map, STR("key2000")), MAP_NONE);
    assert_int_equal(map.count, 2000);
    arena_destroy(arena);
}

static void test_map_keeps_the_first_unless_set(void **state)
{
    Arena *arena = arena_create(0);
    Map map;
    map_init(&map, arena);
    assert_true(map_add(&map, STR_NONE, 5)); /* the empty key is a key */
    assert_false(map_add(&map, STR(""), 6));
    assert_int_equal(map_find(&map, STR("")), 5);
    map_set(&map, STR(""), 7);
    map_set(&map, STR("a\0b"), 8);
    assert_int_equal(map_find(&map, STR_NONE), 7);
    assert_int_equal(map_find(&map, STR("a\0c")), MAP_NONE);
    assert_int_equal(map_find(&map, STR("a\0b")), 8);
    arena_destroy(arena);
}

static void test_map_size_does_not_wrap(void **state)
{
    Arena *arena = arena_create(0);
    jmp_buf recovery;
    Map map = { .arena = arena, .count = UINT32_C(0x40000000), .capacity = UINT32_C(0x80000000) };
    if (setjmp(recovery) == 0) {
        arena_set_recovery(arena, &recovery);
        map_add(&map, STR("one more"), 1);
        fail_msg("2^32 entries");
    }
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_is_zeroed_and_aligned),
        cmocka_unit_test(test_memory_is_zeroed_where_old_bytes_end),
        cmocka_unit_test(test_shrinking_gives_back_what_is_too_much),
        cmocka_unit_test(test_a_limit_that_is_set_later_counts_what_is_there),
        cmocka_unit_test(test_objects_do_not_overlap),
        cmocka_unit_test(test_size_zero_gives_distinct_pointers),
        cmocka_unit_test(test_limit_is_exact),
        cmocka_unit_test(test_sizes_that_overflow_fail),
        cmocka_unit_test(test_reset_keeps_blocks),
        cmocka_unit_test(test_reset_uses_what_fits),
        cmocka_unit_test(test_every_allocation_may_fail),
        cmocka_unit_test(test_abort_without_recovery_point),
        cmocka_unit_test(test_destroy_nothing),
        cmocka_unit_test(test_vector_grows),
        cmocka_unit_test(test_growing_keeps_the_bytes_and_zeroes_the_rest),
        cmocka_unit_test(test_growing_counts_like_a_new_allocation),
        cmocka_unit_test(test_rewinding_gives_back_and_zeroes),
        cmocka_unit_test(test_vector_capacity_does_not_wrap),
        cmocka_unit_test(test_map_finds_what_was_added),
        cmocka_unit_test(test_map_keeps_the_first_unless_set),
        cmocka_unit_test(test_map_size_does_not_wrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
