/* cells_limits_test.c - gate words, natives, and where the exact path gives up. */
#include "tests/unit/cells_harness.h"
#include <time.h>

/* ---- gates, natives ---- */

static Answer fitness = { .settled = true, .value = { .mask = MASK_YES } };
static const Answer *answer_gate(void *context, uint16_t reg, uint16_t element)
{
    return &fitness;
}

static void test_gates(void **state)
{
    Bench t;
    bench_open(&t);
    Lesions l = build_lesions(&t, 4);
    BReg a = build_scalar_bool(&t.b, "a");
    uint32_t q = open_block(&t, "q", REG_BOOL);
    set_result(&t, q, a);
    uint32_t d =
        open_block(&t, "missing", REG_BOOL); /* a missing and lesions missing and q settled */
    build_info_of(&t.b, d)->gate = true;
    BReg missing = build_new(&t.b, OP_MISSING, a, 0, 0),
         none = build_new(&t.b, OP_NO_LIST, l.list, 0, 0);
    BReg settled = build_new(&t.b, OP_SETTLED, build_result(&t.b, q), 0, 0);
    set_result(&t, d,
               build_new(&t.b, OP_AND, build_new(&t.b, OP_AND, missing, none, 0), settled, 0));
    uint32_t known = open_block(&t, "known", REG_BOOL); /* a else no */
    set_result(&t, known, build_new(&t.b, OP_KNOWN_FACT, a, build_bool(&t.b, MASK_NO), 0));
    uint32_t result = open_block(&t, "result", REG_BOOL); /* q else a */
    set_result(&t, result, build_new(&t.b, OP_KNOWN_RESULT, build_result(&t.b, q), a, 0));
    uint32_t may_be = open_block(&t, "may_be", REG_BOOL); /* q may be no */
    set_result(&t, may_be,
               build_new(&t.b, OP_MAY_BE, build_result(&t.b, q), build_bool(&t.b, MASK_NO), 0));
    uint32_t needs = open_block(&t, "needs", REG_BOOL);
    set_result(&t, needs, build_new(&t.b, OP_NEEDS_FACTS, build_result(&t.b, q), 0, 0));
    bench_build(&t);
    t.host.answer = answer_gate;
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_YES);
    answer = bench_ask(&t, known);
    assert_settled(&answer, MASK_NO);
    answer = bench_ask(&t, result);
    assert_settled(&answer, MASK_YES);
    answer = bench_ask(&t, may_be);
    assert_settled(&answer, MASK_NO);
    fitness =
        (Answer){ .failed = true,
                  .value = { .mask = MASK_UNKNOWN } }; /* it may be anything, and needs nothing */
    bench_begin(&t);
    answer = bench_ask(&t, may_be);
    assert_settled(&answer, MASK_YES);
    answer = bench_ask(&t, needs);
    assert_settled(&answer, MASK_NO);
    answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_NO);
    answer = bench_ask(&t, result);
    assert_open(&t, &answer, MASK_UNKNOWN, "a");
    fitness = (Answer){ .settled = true, .value = { .mask = MASK_YES } };
    bench_close(&t);
}

static bool add_ages(void *context, uint16_t native, const Reg *arguments, Reg *result)
{
    *result = (Reg){ .lo = arguments[0].lo + 2 * arguments[1].lo,
                     .hi = arguments[0].lo + 2 * arguments[1].lo };
    return arguments[1].lo != 13;
}

static void test_natives(void **state)
{
    Bench t;
    bench_open(&t);
    BReg a = build_scalar(&t.b, "a", REG_INT, 0, 100), c = build_scalar(&t.b, "c", REG_INT, 0, 100),
         p = build_scalar_bool(&t.b, "p");
    uint16_t native = build_native(&t.b, (NativeInfo){ .parameter_count = 2,
                                                       .result = REG_INT,
                                                       .parameters = { REG_INT, REG_INT } });
    uint32_t d = open_block(&t, "d", REG_BOOL); /* (p or not p) and native(a, c) <= 10 */
    BReg first = build_new(&t.b, OP_MOVE, a, 0, 0);
    build_new(&t.b, OP_MOVE, c, 0, 0);
    BReg sum = build_temp(&t.b, REG_INT, NO_INDEX);
    build_insn(&t.b, OP_NATIVE, sum, first, 0, 0, native);
    BReg low = build_new(&t.b, OP_LE, sum, build_int(&t.b, 10), 0);
    BReg sure = build_new(&t.b, OP_OR, p, build_new(&t.b, OP_NOT, p, 0, 0), 0);
    set_result(&t, d, build_new(&t.b, OP_AND, sure, low, 0));
    bench_build(&t);
    t.host.native = add_ages;
    build_give_number(&t.b, t.record, a, 4);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_open(&t, &answer, MASK_UNKNOWN, "c");
    build_give_number(&t.b, t.record, c, 3); /* 4 + 6 */
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_YES);
    build_give_number(&t.b, t.record, c, 4);
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_NO);
    build_give_number(&t.b, t.record, c, 13); /* the native fails */
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_true(answer.failed);
    bench_close(&t);
}

/* ---- limits ---- */

/* Sums of sizes over the lesions that are central: every subset of 24 is another sum. */
static void test_over_the_limit(void **state)
{
    Bench t;
    bench_open(&t);
    Lesions l = build_lesions(&t, 24);
    BReg other = build_scalar_bool(&t.b, "other");
    uint32_t d = open_block(&t, "sum", REG_BOOL);
    BReg acc = start(&t, REG_DEC, build_dec(&t.b, "0"));
    build_each(&t.b, l.list);
    build_op(&t.b, OP_ACC_SUM, acc, l.central, l.size, 0);
    build_next(&t.b);
    set_result(&t, d, build_new(&t.b, OP_LE, acc, build_dec(&t.b, "10"), 0));
    uint32_t easy = open_block(&t, "easy", REG_BOOL);
    set_result(&t, easy, other);
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_true(answer.undecided);
    assert_open(&t, &answer, MASK_UNKNOWN, "lesions");
    answer = bench_ask(&t, easy); /* the others are not touched by it */
    assert_false(answer.undecided);
    assert_open(&t, &answer, MASK_UNKNOWN, "other");
    bench_close(&t);
}

/* A burden over 50 hidden lesions and 40 rules over it in well under a tenth of a second, even
 * unoptimised. */
static void test_speed(void **state)
{
    Bench t;
    bench_open(&t);
    Lesions l = build_lesions(&t, 50);
    uint32_t blocks[40];
    BReg facts[40];
    for (int i = 0; i < 40; i++) {
        facts[i] = build_scalar_bool(&t.b, "fact");
    }
    uint32_t burden = build_burden(&t, l);
    for (int i = 0; i < 40; i++) {
        blocks[i] = open_block(&t, "rule", REG_BOOL);
        BReg part =
            build_new(&t.b, OP_AND, facts[i], build_result(&t.b, i ? blocks[i - 1] : burden), 0);
        set_result(&t, blocks[i], build_new(&t.b, OP_OR, part, facts[(i + 7) % 40], 0));
    }
    bench_build(&t);
    clock_t begun = clock();
    bench_begin(&t);
    for (int i = 0; i < 40; i++) {
        Answer answer = bench_ask(&t, blocks[i]);
        assert_false(answer.settled);
    }
    double seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
    print_message("%.1f ms, %llu nodes\n", seconds * 1000,
                  (unsigned long long)cells_get_node_count(t.cells));
    assert_true(seconds < 0.5);
    bench_close(&t);
}

/* A list of the largest bound, absent: `any` over it is a chain. */
static void test_largest_bound(void **state)
{
    Bench t;
    bench_open(&t);
    Lesions l = build_lesions(&t, LIMIT_LIST_BOUND);
    uint32_t d = build_burden(&t, l), any = open_block(&t, "any", REG_BOOL);
    BReg acc = start(&t, REG_BOOL, build_bool(&t.b, MASK_NO));
    build_each(&t.b, l.list);
    BReg small = build_new(&t.b, OP_LE, l.size, build_dec(&t.b, "3"), 0);
    build_op(&t.b, OP_ACC_ANY, acc, build_new(&t.b, OP_AND, small, l.central, 0), 0, 0);
    build_next(&t.b);
    set_result(&t, any, acc);
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, any);
    assert_open(&t, &answer, MASK_UNKNOWN, "lesions");
    assert_false(answer.undecided);
    assert_true(cells_get_node_count(t.cells) < 20000);
    answer = bench_ask(
        &t,
        d); /* the largest of n takes n * n steps, which may be too many; it is open either way */
    assert_open(&t, &answer, MASK_UNKNOWN, "lesions");
    bench_close(&t);
}

/* Memory that ends anywhere leaves by the recovery point, and the engine serves the next record. */
static void test_exhaustion(void **state)
{
    Bench t;
    bench_open(&t);
    Lesions l = build_lesions(&t, 50);
    uint32_t d = build_burden(&t, l);
    bench_build(&t);
    record_finish(t.record, t.program);
    volatile bool done = false;
    for (size_t limit = 1 << 10; !done; limit += 48 << 10) {
        Arena *run = arena_create(limit);
        jmp_buf recovery;
        arena_set_recovery(run, &recovery);
        if (setjmp(recovery) == 0) {
            Answer answer;
            cells_begin(t.cells, run, t.record, t.host);
            cells_answer(t.cells, d, t.program->blocks[d].result, NO_INDEX, &answer);
            assert_open(&t, &answer, MASK_UNKNOWN, "lesions");
            done = true;
        }
        arena_destroy(run);
    }
    bench_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gates),          cmocka_unit_test(test_natives),
        cmocka_unit_test(test_over_the_limit), cmocka_unit_test(test_largest_bound),
        cmocka_unit_test(test_exhaustion),     cmocka_unit_test(test_speed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
