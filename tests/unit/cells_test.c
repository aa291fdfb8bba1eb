/* cells_test.c - exact answers worked out by hand, one for each point of "Unknown, exactly". */
#include "tests/unit/cells_harness.h"

static uint32_t open_bool(Bench *t)
{
    return build_block(&t->b, BLOCK_DECISION, "d", REG_BOOL, NO_INDEX);
}

/* ---- logic ---- */

/* a or not a holds in every completion; Kleene logic alone cannot say so. */
static void test_excluded_middle(void **state)
{
    Bench t;
    bench_open(&t);
    BReg a = build_scalar_bool(&t.b, "a");
    uint32_t d = open_bool(&t);
    set_result(&t, d, build_new(&t.b, OP_OR, a, build_new(&t.b, OP_NOT, a, 0, 0), 0));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_YES);
    bench_close(&t);
}

/* (a and b) or (a and not b) is a: b is not needed. */
static void test_only_essential_facts(void **state)
{
    Bench t;
    bench_open(&t);
    BReg a = build_scalar_bool(&t.b, "a"), b = build_scalar_bool(&t.b, "b");
    uint32_t d = open_bool(&t);
    BReg one = build_new(&t.b, OP_AND, a, b, 0),
         two = build_new(&t.b, OP_AND, a, build_new(&t.b, OP_NOT, b, 0, 0), 0);
    set_result(&t, d, build_new(&t.b, OP_OR, one, two, 0));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_open(&t, &answer, MASK_UNKNOWN, "a");
    bench_close(&t);
}

/* A gap with readings 1..4 and a count of four conditions, of which one is known to hold, one not
 * to. Count is 1..3. */
static void test_gap_is_a_fact(void **state)
{
    Bench t;
    bench_open(&t);
    BReg facts[4], sum = 0;
    const char *names[4] = { "p", "q", "r", "s" };
    for (int i = 0; i < 4; i++) {
        facts[i] = build_scalar_bool(&t.b, names[i]);
    }
    BReg gap = build_gap(&t.b, "needed", REG_INT, 1, 4);
    uint32_t d = open_bool(&t);
    for (int i = 0; i < 4; i++) {
        BReg bit = build_new(&t.b, OP_BIT, facts[i], 0, 0);
        sum = i ? build_new(&t.b, OP_ADD_INT, sum, bit, 0) : bit;
    }
    set_result(&t, d, build_new(&t.b, OP_LE, gap, sum, 0));
    bench_build(&t);
    build_give_bool(&t.b, t.record, facts[0], true);
    build_give_bool(&t.b, t.record, facts[1], false);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_open(&t, &answer, MASK_UNKNOWN, "r, s | needed");
    /* All four hold: high under every reading. */
    for (int i = 0; i < 4; i++) {
        build_give_bool(&t.b, t.record, facts[i], true);
    }
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_YES);
    /* A set policy is a constant. */
    build_give_bool(&t.b, t.record, facts[1], false);
    build_give_bool(&t.b, t.record, facts[2], false);
    build_give_number(&t.b, t.record, gap, 3);
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_NO);
    bench_close(&t);
}

/* ---- cells of numbers ---- */

static Answer ask_size(Bench *t, uint16_t op1, const char *c1, uint16_t op2, const char *c2,
                       uint16_t join)
{
    bench_open(t);
    BReg x = build_scalar(&t->b, "x", REG_DEC, 0, GRID(30));
    uint32_t d = open_bool(t);
    BReg p = build_new(&t->b, op1, x, build_dec(&t->b, c1), 0),
         q = build_new(&t->b, op2, build_dec(&t->b, c2), x, 0);
    set_result(t, d, build_new(&t->b, join, p, q, 0));
    bench_build(t);
    bench_begin(t);
    return bench_ask(t, d);
}

static void test_points_and_open_intervals(void **state)
{
    Bench t;
    Answer answer = ask_size(&t, OP_LE, "3", OP_LE, "3", OP_OR); /* x <= 3 or 3 <= x */
    assert_settled(&answer, MASK_YES);
    bench_close(&t);
    answer = ask_size(&t, OP_LT, "3", OP_LT, "3", OP_OR); /* x < 3 or 3 < x: not at 3 */
    assert_open(&t, &answer, MASK_UNKNOWN, "x");
    bench_close(&t);
    answer = ask_size(&t, OP_LT, "3", OP_LE, "3", OP_AND);
    assert_settled(&answer, MASK_NO);
    bench_close(&t);
    /* Nothing lies on the grid between the two, but a converted value may lie between. */
    answer = ask_size(&t, OP_LT, "0.00000002", OP_LT, "0.00000001", OP_AND);
    assert_open(&t, &answer, MASK_UNKNOWN, "x");
    bench_close(&t);
    /* The declared range is 0..30. */
    answer = ask_size(&t, OP_LE, "30", OP_LE, "31", OP_AND);
    assert_settled(&answer, MASK_NO);
    bench_close(&t);
}

static void test_integers_have_no_between(void **state)
{
    Bench t;
    bench_open(&t);
    BReg n = build_scalar(&t.b, "n", REG_INT, 0, 100000);
    uint32_t d = open_bool(&t);
    BReg low = build_new(&t.b, OP_LE, n, build_int(&t.b, 6), 0),
         high = build_new(&t.b, OP_LT, build_int(&t.b, 6), n, 0);
    BReg between = build_new(&t.b, OP_AND, build_new(&t.b, OP_LT, n, build_int(&t.b, 8), 0),
                             build_new(&t.b, OP_LT, build_int(&t.b, 7), n, 0), 0);
    set_result(&t, d, build_new(&t.b, OP_OR, build_new(&t.b, OP_AND, low, high, 0), between, 0));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_NO);
    bench_close(&t);
}

/* A threshold off the grid (1 d = 1/7 wk): below, at, above are three cells. */
static void test_threshold_off_grid(void **state)
{
    Bench t;
    bench_open(&t);
    BReg x = build_scalar(&t.b, "x", REG_DEC, 0, GRID(10));
    BReg day = build_ratio(&t.b, 1, 7);
    uint32_t at = open_bool(&t);
    set_result(&t, at, build_new(&t.b, OP_EQ, x, day, 0));
    uint32_t all = build_block(&t.b, BLOCK_DECISION, "all", REG_BOOL, NO_INDEX);
    BReg below = build_new(&t.b, OP_LT, x, day, 0), above = build_new(&t.b, OP_LT, day, x, 0);
    BReg either = build_new(&t.b, OP_OR, below, above, 0);
    set_result(&t, all, build_new(&t.b, OP_OR, either, build_result(&t.b, at), 0));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, at);
    assert_open(&t, &answer, MASK_UNKNOWN, "x");
    answer = bench_ask(&t, all);
    assert_settled(&answer, MASK_YES);
    bench_close(&t);
}

/* ---- arithmetic over one fact ---- */

static BReg make_root_test(Bench *t, BReg x)
{
    /* x * x < 2 and 1.41421356 < x: the root is 1.414213562..., so there are such x. */
    BReg below =
        build_new(&t->b, OP_LT, build_new(&t->b, OP_MUL, x, x, 0), build_dec(&t->b, "2"), 0);
    return build_new(&t->b, OP_AND, below,
                     build_new(&t->b, OP_LT, build_dec(&t->b, "1.41421356"), x, 0), 0);
}

static void test_exact_breakpoints(void **state)
{
    Bench t;
    bench_open(&t);
    BReg x = build_scalar(&t.b, "x", REG_DEC, 0, GRID(30));
    uint32_t third = open_bool(&t); /* 3 x <= 1 and 1 <= 3 x: at 1/3 only */
    BReg triple = build_new(&t.b, OP_MUL, x, build_dec(&t.b, "3"), 0);
    BReg one = build_dec(&t.b, "1");
    set_result(&t, third, build_new(&t.b, OP_EQ, triple, one, 0));
    uint32_t never =
        build_block(&t.b, BLOCK_DECISION, "never", REG_BOOL, NO_INDEX); /* 3 x < 1 and x > 1/3 */
    BReg less = build_new(&t.b, OP_LT, build_new(&t.b, OP_MUL, x, build_dec(&t.b, "3"), 0), one, 0);
    set_result(
        &t, never,
        build_new(&t.b, OP_AND, less, build_new(&t.b, OP_LT, build_ratio(&t.b, 1, 3), x, 0), 0));
    uint32_t root = build_block(&t.b, BLOCK_DECISION, "root", REG_BOOL, NO_INDEX);
    set_result(&t, root, make_root_test(&t, x));
    uint32_t beyond = build_block(&t.b, BLOCK_DECISION, "beyond", REG_BOOL,
                                  NO_INDEX); /* x * x < 2 and 1.41421357 <= x */
    BReg below = build_new(&t.b, OP_LT, build_new(&t.b, OP_MUL, x, x, 0), build_dec(&t.b, "2"), 0);
    set_result(&t, beyond,
               build_new(&t.b, OP_AND, below,
                         build_new(&t.b, OP_LE, build_dec(&t.b, "1.41421357"), x, 0), 0));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, third);
    assert_open(&t, &answer, MASK_UNKNOWN, "x");
    answer = bench_ask(&t, never);
    assert_settled(&answer, MASK_NO);
    answer = bench_ask(&t, root);
    assert_open(&t, &answer, MASK_UNKNOWN, "x");
    answer = bench_ask(&t, beyond);
    assert_settled(&answer, MASK_NO);
    bench_close(&t);
}

/* 6 / x >= 2 is x <= 3, and at 0 it fails. */
static void test_quotient(void **state)
{
    Bench t;
    bench_open(&t);
    BReg x = build_scalar(&t.b, "x", REG_DEC, 0, GRID(30)),
         y = build_scalar(&t.b, "y", REG_DEC, GRID(1), GRID(30));
    BReg six = build_dec(&t.b, "6"), two = build_dec(&t.b, "2"), three = build_dec(&t.b, "3");
    uint32_t zero = open_bool(&t);
    BReg high = build_new(&t.b, OP_LE, two, build_new(&t.b, OP_DIV, six, x, 0), 0);
    set_result(&t, zero, build_new(&t.b, OP_OR, high, build_new(&t.b, OP_LT, three, x, 0), 0));
    uint32_t safe = build_block(&t.b, BLOCK_DECISION, "safe", REG_BOOL, NO_INDEX);
    high = build_new(&t.b, OP_LE, two, build_new(&t.b, OP_DIV, six, y, 0), 0);
    set_result(&t, safe, build_new(&t.b, OP_OR, high, build_new(&t.b, OP_LT, three, y, 0), 0));
    uint32_t guarded = build_block(&t.b, BLOCK_DECISION, "guarded", REG_BOOL, NO_INDEX);
    high = build_new(&t.b, OP_LE, two, build_new(&t.b, OP_DIV, six, x, 0), 0);
    BReg guard = build_new(&t.b, OP_LT, build_dec(&t.b, "0"), x, 0);
    BReg above = build_new(&t.b, OP_LT, three, x, 0);
    BReg covered = build_new(&t.b, OP_SELECT, guard, build_new(&t.b, OP_OR, high, above, 0),
                             build_bool(&t.b, MASK_YES));
    set_result(&t, guarded, covered);
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, zero); /* fails at 0, yes elsewhere */
    assert_fails(&t, &answer, MASK_YES, "x");
    assert_false(answer.failed);
    answer = bench_ask(&t, safe);
    assert_settled(&answer, MASK_YES);
    answer = bench_ask(&t, guarded);
    assert_settled(&answer, MASK_YES);
    build_give_number(&t.b, t.record, x, 0);
    bench_begin(&t);
    answer = bench_ask(&t, zero);
    assert_false(answer.settled);
    assert_true(answer.failed);
    assert_int_equal(answer.need_count, 0);
    bench_close(&t);
}

/* round(sqrt(x x + n n), 2) with n = 2, x in 0..1: from 2 to 2.24 (root of 5 is 2.236). */
static void test_number_with_range(void **state)
{
    Bench t;
    bench_open(&t);
    BReg x = build_scalar(&t.b, "x", REG_DEC, 0, GRID(1));
    uint32_t d = build_block(&t.b, BLOCK_DECISION, "tbs", REG_DEC, NO_INDEX);
    BReg sum = build_new(&t.b, OP_ADD, build_new(&t.b, OP_MUL, x, x, 0), build_dec(&t.b, "4"), 0);
    set_result(&t, d, build_new_imm(&t.b, OP_ROUND_SQRT, sum, 2));
    uint32_t zone = open_bool(&t); /* 4 < x x + 4 < 4.25 */
    sum = build_new(&t.b, OP_ADD, build_new(&t.b, OP_MUL, x, x, 0), build_dec(&t.b, "4"), 0);
    BReg low = build_new(&t.b, OP_LT, build_dec(&t.b, "4"), sum, 0);
    set_result(
        &t, zone,
        build_new(&t.b, OP_AND, low, build_new(&t.b, OP_LT, sum, build_dec(&t.b, "4.25"), 0), 0));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_false(answer.settled);
    assert_string_equal(bench_show_numbers(&t, &answer), "2..2.24");
    assert_string_equal(bench_show_needs(&t, &answer), "x");
    assert_int_equal(answer.value.lo, GRID(2));
    answer = bench_ask(&t, zone);
    assert_open(&t, &answer, MASK_UNKNOWN, "x");
    build_give_number(&t.b, t.record, x, GRID(1) / 2);
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_true(answer.settled);
    assert_int_equal(answer.value.lo, GRID(206) / 100); /* sqrt(4.25) = 2.0615 */
    bench_close(&t);
}

/* ---- numbers as answers ---- */

static void test_possible_numbers(void **state)
{
    Bench t;
    bench_open(&t);
    BReg a = build_scalar_bool(&t.b, "a"), n = build_scalar(&t.b, "n", REG_INT, 0, 1000),
         x = build_scalar(&t.b, "x", REG_DEC, 0, GRID(30));
    uint32_t points = build_block(&t.b, BLOCK_DECISION, "points", REG_INT, NO_INDEX);
    set_result(&t, points, build_new(&t.b, OP_SELECT, a, build_int(&t.b, 5), build_int(&t.b, 2)));
    uint32_t capped =
        build_block(&t.b, BLOCK_DECISION, "capped", REG_INT, NO_INDEX); /* min(n, 3) */
    set_result(&t, capped, build_new(&t.b, OP_MIN, n, build_int(&t.b, 3), 0));
    uint32_t part =
        build_block(&t.b, BLOCK_DECISION, "part", REG_DEC, NO_INDEX); /* x where x > 4, else 7 */
    BReg above = build_new(&t.b, OP_LT, build_dec(&t.b, "4"), x, 0);
    set_result(&t, part, build_new(&t.b, OP_SELECT, above, x, build_dec(&t.b, "7")));
    uint32_t ways = build_block(&t.b, BLOCK_DECISION, "ways", REG_DEC,
                                NO_INDEX); /* x in 10..20 or in 5..12, else 15 */
    BReg from = build_new(&t.b, OP_SELECT, a, build_dec(&t.b, "10"), build_dec(&t.b, "5"));
    BReg to = build_new(&t.b, OP_SELECT, a, build_dec(&t.b, "20"), build_dec(&t.b, "12"));
    BReg within = build_new(&t.b, OP_AND, build_new(&t.b, OP_LE, from, x, 0),
                            build_new(&t.b, OP_LE, x, to, 0), 0);
    set_result(&t, ways, build_new(&t.b, OP_SELECT, within, x, build_dec(&t.b, "15")));
    uint32_t many =
        build_block(&t.b, BLOCK_DECISION, "many", REG_INT, NO_INDEX); /* too many to list */
    set_result(&t, many, n);
    uint32_t same = build_block(&t.b, BLOCK_DECISION, "same", REG_DEC,
                                NO_INDEX); /* max(x, 5) where x <= 5, else 5 */
    BReg five = build_dec(&t.b, "5"), small = build_new(&t.b, OP_LE, x, five, 0);
    set_result(&t, same,
               build_new(&t.b, OP_SELECT, small, build_new(&t.b, OP_MAX, x, five, 0), five));
    uint32_t off =
        build_block(&t.b, BLOCK_DECISION, "off", REG_DEC, NO_INDEX); /* 1/3 whatever a is */
    BReg third = build_new(&t.b, OP_DIV, build_dec(&t.b, "1"), build_dec(&t.b, "3"), 0);
    BReg sixth = build_new(&t.b, OP_DIV, build_dec(&t.b, "2"), build_dec(&t.b, "6"), 0);
    set_result(&t, off, build_new(&t.b, OP_SELECT, a, third, sixth));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, points);
    assert_string_equal(bench_show_numbers(&t, &answer), "2, 5");
    assert_string_equal(bench_show_needs(&t, &answer), "a");
    assert_int_equal(answer.value.lo, 2);
    assert_int_equal(answer.value.hi, 5);
    answer = bench_ask(&t, capped);
    assert_string_equal(bench_show_numbers(&t, &answer), "0, 1, 2, 3");
    assert_string_equal(bench_show_needs(&t, &answer), "n");
    answer = bench_ask(&t, part);
    assert_string_equal(bench_show_numbers(&t, &answer), "4..30");
    answer = bench_ask(&t, ways);
    assert_string_equal(bench_show_numbers(&t, &answer), "5..20");
    assert_string_equal(bench_show_needs(&t, &answer), "a, x");
    answer = bench_ask(&t, many);
    assert_string_equal(bench_show_numbers(&t, &answer), "0..1000");
    assert_int_equal(answer.value.hi, 1000);
    answer = bench_ask(&t, same);
    assert_true(answer.settled);
    assert_int_equal(answer.value.lo, GRID(5));
    answer = bench_ask(&t, off);
    assert_true(answer.settled && answer.off_grid);
    assert_int_equal((int64_t)answer.exact.num, 1);
    assert_int_equal((int64_t)answer.exact.den, 3);
    assert_int_equal(answer.value.lo, 33333333);
    assert_int_equal(answer.value.hi, 33333334);
    bench_close(&t);
}

/* Either way twice x: which way is no question. */
static void test_same_number_by_two_ways(void **state)
{
    Bench t;
    bench_open(&t);
    BReg a = build_scalar_bool(&t.b, "a"), x = build_scalar(&t.b, "x", REG_DEC, 0, GRID(30));
    uint32_t d = build_block(&t.b, BLOCK_DECISION, "d", REG_DEC, NO_INDEX);
    BReg sum = build_new(&t.b, OP_ADD, x, x, 0),
         quotient = build_new(&t.b, OP_DIV, x, build_dec(&t.b, "0.5"), 0);
    set_result(&t, d, build_new(&t.b, OP_SELECT, a, sum, quotient));
    uint32_t none = build_block(&t.b, BLOCK_DECISION, "none", REG_DEC, NO_INDEX);
    set_result(&t, none, build_new(&t.b, OP_SUB, x, x, 0));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_string_equal(bench_show_needs(&t, &answer), "x");
    assert_string_equal(bench_show_numbers(&t, &answer), "0..60");
    answer = bench_ask(&t, none);
    assert_true(answer.settled);
    assert_int_equal(answer.value.lo, 0);
    bench_close(&t);
}

/* ---- facts compared with each other ---- */

static void test_orders(void **state)
{
    Bench t;
    bench_open(&t);
    BReg x = build_scalar(&t.b, "x", REG_DEC, 0, GRID(100)),
         y = build_scalar(&t.b, "y", REG_DEC, 0, GRID(100));
    BReg z = build_scalar(&t.b, "z", REG_DEC, 0, GRID(100));
    BReg xy = 0, yz = 0, zx = 0;
    uint32_t cycle = open_bool(&t); /* x < y < z < x never */
    xy = build_new(&t.b, OP_LT, x, y, 0), yz = build_new(&t.b, OP_LT, y, z, 0),
    zx = build_new(&t.b, OP_LT, z, x, 0);
    set_result(&t, cycle, build_new(&t.b, OP_AND, build_new(&t.b, OP_AND, xy, yz, 0), zx, 0));
    uint32_t within = build_block(&t.b, BLOCK_DECISION, "within", REG_BOOL,
                                  NO_INDEX); /* x >= 40 and y < 40 and x < y: never */
    BReg forty = build_dec(&t.b, "40");
    BReg parts = build_new(&t.b, OP_AND, build_new(&t.b, OP_LE, forty, x, 0),
                           build_new(&t.b, OP_LT, y, forty, 0), 0);
    set_result(&t, within, build_new(&t.b, OP_AND, parts, build_new(&t.b, OP_LT, x, y, 0), 0));
    uint32_t open = build_block(&t.b, BLOCK_DECISION, "open", REG_BOOL, NO_INDEX);
    set_result(&t, open, build_new(&t.b, OP_LE, x, y, 0));
    uint32_t wider = build_block(&t.b, BLOCK_DECISION, "wider", REG_BOOL,
                                 NO_INDEX); /* 10 x < y and 10 < x: y over 100, never */
    BReg tenfold = build_new(&t.b, OP_MUL, x, build_dec(&t.b, "10"), 0);
    BReg tall = build_new(&t.b, OP_LT, tenfold, y, 0);
    set_result(
        &t, wider,
        build_new(&t.b, OP_AND, tall, build_new(&t.b, OP_LT, build_dec(&t.b, "10"), x, 0), 0));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, open);
    assert_open(&t, &answer, MASK_UNKNOWN, "x, y");
    answer = bench_ask(&t, cycle);
    assert_settled(&answer, MASK_NO);
    answer = bench_ask(&t, within);
    assert_settled(&answer, MASK_NO);
    bench_begin(
        &t); /* scales 1 and 10 in one class contradict each other, so a record of its own */
    answer = bench_ask(&t, wider);
    assert_settled(&answer, MASK_NO);
    bench_close(&t);
}

/* round(x), x in -3..3, asked after x < y: the seven numbers, not those at the representatives of
 * that comparison. */
static void test_numbers_of_a_compared_fact(void **state)
{
    Bench t;
    bench_open(&t);
    BReg x = build_scalar(&t.b, "x", REG_DEC, GRID(-3), GRID(3)),
         y = build_scalar(&t.b, "y", REG_DEC, GRID(-3), GRID(3));
    uint32_t less = open_bool(&t);
    set_result(&t, less, build_new(&t.b, OP_LT, x, y, 0));
    uint32_t whole = build_block(&t.b, BLOCK_DECISION, "whole", REG_INT, NO_INDEX);
    set_result(&t, whole, build_new(&t.b, OP_ROUND_INT, x, 0, 0));
    uint32_t least = build_block(&t.b, BLOCK_DECISION, "least", REG_DEC,
                                 NO_INDEX); /* y if below x, else at least 2 */
    BReg two = build_new(&t.b, OP_MAX, x, build_dec(&t.b, "2"), 0);
    set_result(&t, least, build_new(&t.b, OP_SELECT, build_new(&t.b, OP_LT, y, x, 0), y, two));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, less);
    assert_open(&t, &answer, MASK_UNKNOWN, "x, y");
    answer = bench_ask(&t, whole);
    assert_string_equal(bench_show_numbers(&t, &answer), "-3, -2, -1, 0, 1, 2, 3");
    assert_string_equal(bench_show_needs(&t, &answer), "x");
    answer = bench_ask(&t, least);
    assert_string_equal(bench_show_numbers(&t, &answer), "-3..3");
    assert_string_equal(bench_show_needs(&t, &answer), "x, y");
    bench_close(&t);
}

/* Between two cuts there is room for any order: 1 < x < y < z < 2, and z can move past both. */
static void test_orders_in_one_gap(void **state)
{
    Bench t;
    bench_open(&t);
    BReg facts[4], all = 0;
    const char *names[4] = { "x", "y", "z", "u" };
    for (int i = 0; i < 4; i++) {
        facts[i] = build_scalar(&t.b, names[i], REG_DEC, 0, GRID(3));
    }
    uint32_t d = open_bool(&t);
    for (int i = 0; i < 4; i++) {
        BReg above = build_new(&t.b, OP_LT, build_dec(&t.b, "1"), facts[i], 0);
        BReg within = build_new(&t.b, OP_AND, above,
                                build_new(&t.b, OP_LT, facts[i], build_dec(&t.b, "2"), 0), 0);
        all = i ? build_new(&t.b, OP_AND, all, within, 0) : within;
        if (i) {
            all =
                build_new(&t.b, OP_AND, all, build_new(&t.b, OP_LT, facts[i - 1], facts[i], 0), 0);
        }
    }
    set_result(&t, d, all);
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_open(&t, &answer, MASK_UNKNOWN, "x, y, z, u");
    bench_close(&t);
}

/* Whole numbers: between 10 and 13 there are two, so three different ones do not fit. */
static void test_orders_of_integers(void **state)
{
    Bench t;
    bench_open(&t);
    BReg facts[3], all = 0;
    const char *names[3] = { "l", "m", "n" };
    for (int i = 0; i < 3; i++) {
        facts[i] = build_scalar(&t.b, names[i], REG_INT, 0, 100000);
    }
    for (int k = 2; k <= 3; k++) { /* blocks 0 and 1: two, three of them */
        build_block(&t.b, BLOCK_DECISION, "d", REG_BOOL, NO_INDEX);
        for (int i = 0; i < k; i++) {
            BReg above = build_new(&t.b, OP_LT, build_int(&t.b, 10), facts[i], 0);
            BReg within = build_new(&t.b, OP_AND, above,
                                    build_new(&t.b, OP_LT, facts[i], build_int(&t.b, 13), 0), 0);
            all = i ? build_new(&t.b, OP_AND, all, within, 0) : within;
            if (i) {
                all = build_new(&t.b, OP_AND, all,
                                build_new(&t.b, OP_LT, facts[i - 1], facts[i], 0), 0);
            }
        }
        set_result(&t, (uint32_t)k - 2, all);
    }
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, 0);
    assert_open(&t, &answer, MASK_UNKNOWN, "l, m");
    answer = bench_ask(&t, 1);
    assert_settled(&answer, MASK_NO);
    bench_close(&t);
}

/* 40 % adequate; below, in a normal liver, at least the gap's reading of 20..25 %. */
static void test_fact_against_gap(void **state)
{
    Bench t;
    bench_open(&t);
    BReg flr = build_scalar(&t.b, "flr", REG_DEC, 0, GRID(100)),
         normal = build_scalar_bool(&t.b, "normal");
    BReg gap = build_gap(&t.b, "minimum", REG_DEC, GRID(20), GRID(25));
    uint32_t d = open_bool(&t);
    BReg high = build_new(&t.b, OP_LE, build_dec(&t.b, "40"), flr, 0);
    BReg enough = build_new(&t.b, OP_AND, normal, build_new(&t.b, OP_LE, gap, flr, 0), 0);
    set_result(&t, d, build_new(&t.b, OP_OR, high, enough, 0));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_open(&t, &answer, MASK_UNKNOWN, "flr, normal | minimum");
    build_give_number(&t.b, t.record, flr, GRID(22));
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_open(&t, &answer, MASK_UNKNOWN, "normal | minimum");
    build_give_number(&t.b, t.record, flr, GRID(25));
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_open(&t, &answer, MASK_UNKNOWN, "normal");
    build_give_number(&t.b, t.record, flr, GRID(19));
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_NO);
    bench_close(&t);
}

/* x + y over two facts: one derived variable, cut at 10 and 20, bounded by 0..60. */
static void test_arithmetic_over_several(void **state)
{
    Bench t;
    bench_open(&t);
    BReg x = build_scalar(&t.b, "x", REG_DEC, 0, GRID(30)),
         y = build_scalar(&t.b, "y", REG_DEC, 0, GRID(30));
    uint32_t d = open_bool(&t);
    BReg sum = build_new(&t.b, OP_ADD, x, y, 0);
    BReg low = build_new(&t.b, OP_LT, sum, build_dec(&t.b, "10"), 0),
         high = build_new(&t.b, OP_LT, build_dec(&t.b, "20"), sum, 0);
    set_result(&t, d, build_new(&t.b, OP_AND, low, high, 0));
    uint32_t bound = build_block(&t.b, BLOCK_DECISION, "bound", REG_BOOL, NO_INDEX);
    set_result(&t, bound,
               build_new(&t.b, OP_LE, build_new(&t.b, OP_ADD, x, y, 0), build_dec(&t.b, "60"), 0));
    uint32_t open = build_block(&t.b, BLOCK_DECISION, "open", REG_BOOL, NO_INDEX);
    set_result(&t, open,
               build_new(&t.b, OP_LE, build_new(&t.b, OP_ADD, y, x, 0), build_dec(&t.b, "59"), 0));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_NO);
    answer = bench_ask(&t, bound);
    assert_settled(&answer, MASK_YES);
    answer = bench_ask(&t, open);
    assert_open(&t, &answer, MASK_UNKNOWN, "x, y");
    bench_close(&t);
}

/* The gap reads 20..25 only: nothing at 26 or above is below it. */
static void test_orders_keep_ranges(void **state)
{
    Bench t;
    bench_open(&t);
    BReg flr = build_scalar(&t.b, "flr", REG_DEC, 0, GRID(100)),
         gap = build_gap(&t.b, "minimum", REG_DEC, GRID(20), GRID(25));
    const char *limits[2] = { "26", "24" };
    for (uint32_t i = 0; i < 2; i++) {
        uint32_t d = build_block(&t.b, BLOCK_DECISION, "d", REG_BOOL, NO_INDEX);
        BReg high = build_new(&t.b, OP_LE, build_dec(&t.b, limits[i]), flr, 0);
        set_result(&t, d, build_new(&t.b, OP_AND, high, build_new(&t.b, OP_LT, flr, gap, 0), 0));
    }
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, 0);
    assert_settled(&answer, MASK_NO);
    answer = bench_ask(&t, 1);
    assert_open(&t, &answer, MASK_UNKNOWN, "flr | minimum");
    bench_close(&t);
}

/* A date given in part is a fact with the days of its month. 2026-11 is 20758..20787. */
static void test_partial_date(void **state)
{
    Bench t;
    bench_open(&t);
    BReg day = build_scalar(&t.b, "surgery", REG_DATE, DAY_MIN, DAY_MAX);
    uint32_t d = open_bool(&t);
    set_result(&t, d, build_new(&t.b, OP_LT, day, build_date(&t.b, 20770), 0));
    uint32_t sure = build_block(&t.b, BLOCK_DECISION, "sure", REG_BOOL, NO_INDEX);
    set_result(&t, sure, build_new(&t.b, OP_LT, day, build_date(&t.b, 20788), 0));
    bench_build(&t);
    build_give(&t.b, t.record, day, (Reg){ .lo = 20758, .hi = 20787 });
    t.record->states[0] = FACT_IN_PART;
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_open(&t, &answer, MASK_UNKNOWN, "surgery");
    answer = bench_ask(&t, sure);
    assert_settled(&answer, MASK_YES);
    bench_close(&t);
}

/* ---- faults of the guideline ---- */

static void test_hole_keeps_its_name(void **state)
{
    Bench t;
    bench_open(&t);
    BReg a = build_scalar_bool(&t.b, "a"), c = build_scalar_bool(&t.b, "c");
    uint32_t before = build_block(&t.b, BLOCK_DEFINE, "before", REG_BOOL, NO_INDEX);
    set_result(&t, before, a);
    uint32_t d = open_bool(&t);
    BReg hole = build_temp(&t.b, REG_BOOL, 0), two = build_temp(&t.b, REG_BOOL, 0);
    build_insn(&t.b, OP_HOLE, hole, 0, 0, 0, d);
    build_insn(&t.b, OP_TWO, two, 0, 0, 0, d);
    BReg inner = build_new(&t.b, OP_SELECT, c, build_bool(&t.b, MASK_YES), two);
    set_result(&t, d, build_new(&t.b, OP_SELECT, a, inner, hole));
    uint32_t reader = build_block(&t.b, BLOCK_DECISION, "reader", REG_BOOL,
                                  NO_INDEX); /* d and a and c: hides both */
    BReg both = build_new(&t.b, OP_AND, a, c, 0);
    set_result(&t, reader, build_new(&t.b, OP_AND, build_result(&t.b, d), both, 0));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_fails(&t, &answer, MASK_YES, "a, c");
    assert_int_equal(answer.fault_count, 2);
    assert_int_equal(answer.faults[0], 2 * d);
    assert_int_equal(answer.faults[1], 2 * d + 1);
    answer = bench_ask(&t, reader);
    assert_open(&t, &answer, MASK_UNKNOWN, "a, c");
    assert_int_equal(answer.fault_count, 0);
    build_give_bool(&t.b, t.record, a, false);
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_int_equal(answer.fault_count, 1);
    assert_false(answer.settled || answer.failed);
    assert_int_equal(answer.need_count, 0);
    bench_close(&t);
}

/* ---- the fast path's results are taken over ---- */

static bool settle_first(void *context, uint16_t reg, uint16_t element, Reg *value)
{
    *value = (Reg){ .mask = MASK_YES };
    return reg == *(uint16_t *)context;
}

static void test_settled_results_are_constants(void **state)
{
    Bench t;
    bench_open(&t);
    BReg a = build_scalar_bool(&t.b, "a"), b = build_scalar_bool(&t.b, "b");
    uint32_t first = open_bool(&t);
    set_result(&t, first, a);
    uint32_t second = build_block(&t.b, BLOCK_DECISION, "second", REG_BOOL, NO_INDEX);
    set_result(&t, second, build_new(&t.b, OP_AND, build_result(&t.b, first), b, 0));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, second);
    assert_open(&t, &answer, MASK_UNKNOWN, "a, b");
    uint16_t reg = t.program->blocks[first].result;
    t.host = (CellsHost){ .context = &reg, .settled = settle_first };
    bench_begin(&t);
    answer = bench_ask(&t, second);
    assert_open(&t, &answer, MASK_UNKNOWN, "b");
    bench_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_excluded_middle),
        cmocka_unit_test(test_only_essential_facts),
        cmocka_unit_test(test_gap_is_a_fact),
        cmocka_unit_test(test_points_and_open_intervals),
        cmocka_unit_test(test_integers_have_no_between),
        cmocka_unit_test(test_threshold_off_grid),
        cmocka_unit_test(test_exact_breakpoints),
        cmocka_unit_test(test_quotient),
        cmocka_unit_test(test_number_with_range),
        cmocka_unit_test(test_possible_numbers),
        cmocka_unit_test(test_same_number_by_two_ways),
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_numbers_of_a_compared_fact),
        cmocka_unit_test(test_orders_in_one_gap),
        cmocka_unit_test(test_orders_of_integers),
        cmocka_unit_test(test_fact_against_gap),
        cmocka_unit_test(test_arithmetic_over_several),
        cmocka_unit_test(test_orders_keep_ranges),
        cmocka_unit_test(test_partial_date),
        cmocka_unit_test(test_hole_keeps_its_name),
        cmocka_unit_test(test_settled_results_are_constants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
