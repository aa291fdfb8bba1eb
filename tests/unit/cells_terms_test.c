/* cells_terms_test.c - arithmetic on missing facts: bounds hold, breakpoints are where they are by
 * hand, failures are cells. */
#include "runtime/cells/engine.h"
#include "tests/unit/cells_harness.h"

/* ---- bounds against values ---- */

static uint64_t seed = 7;
static int64_t pick(int64_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((seed >> 33) % (uint64_t)n);
}
static Rat pick_rat(void)
{
    Rat value;
    rat_make(pick(2001) - 1000, 1 + pick(12), &value);
    return value;
}
static Rat pick_inside(Range range)
{
    Rat width, part, step, value;
    rat_sub(range.hi, range.lo, &width);
    rat_make(pick(9), 8, &part);
    rat_mul(width, part, &step);
    rat_add(range.lo, step, &value);
    return value;
}
static Range pick_range(void)
{
    Rat a = pick_rat(), b = pick(4) ? pick_rat() : a;
    return rat_compare(a, b) <= 0 ? (Range){ .lo = a, .hi = b } : (Range){ .lo = b, .hi = a };
}

/* Every value of every operation lies inside the bounds, and only announced failures happen. */
static void test_bounds_hold(void **state)
{
    static const unsigned ops[] = { OP_ADD, OP_SUB,   OP_MUL,       OP_DIV,       OP_MIN,
                                    OP_MAX, OP_ROUND, OP_ROUND_INT, OP_ROUND_SQRT };
    for (int i = 0; i < 20000; i++) {
        unsigned op = ops[pick(9)];
        bool same = op == OP_MUL && pick(2);
        Range a = pick_range(), b = same ? a : pick_range();
        Range range = range_apply(op, 2, a, b, same);
        Rat x = pick_inside(a), y = same ? x : pick_inside(b), value;
        if (!rat_apply(op, 2, x, y, &value)) {
            assert_true(range.may_fail);
            continue;
        }
        assert_false(range.fails);
        assert_true(range.lo_none || rat_compare(range.lo, value) <= 0);
        assert_true(range.hi_none || rat_compare(value, range.hi) <= 0);
    }
}

static void test_bounds_of_dates_hold(void **state)
{
    static const unsigned ops[] = { OP_ADD_DAYS, OP_ADD_MONTHS, OP_DAYS,
                                    OP_MONTHS,   OP_YEARS,      OP_WEEKS };
    for (int i = 0; i < 20000; i++) {
        unsigned op = ops[pick(6)];
        bool moves = op == OP_ADD_DAYS || op == OP_ADD_MONTHS;
        int64_t day = pick(20000), other = moves ? pick(100) - 50 : pick(20000), wide = pick(900),
                high = pick(50);
        Range a = { .lo = rat_from_int(day), .hi = rat_from_int(day + wide) };
        Range b = { .lo = rat_from_int(other), .hi = rat_from_int(other + high) };
        Range range = range_apply(op, 0, a, b, false);
        Rat value, x = rat_from_int(day + pick(wide + 1)), y = rat_from_int(other + pick(high + 1));
        if (!rat_apply(op, 0, x, y, &value)) {
            assert_true(range.may_fail);
            continue;
        }
        assert_true(range.lo_none || rat_compare(range.lo, value) <= 0);
        assert_true(range.hi_none || rat_compare(value, range.hi) <= 0);
    }
}

/* ---- one comparison of one fact ---- */

/* The rule `low <= x and x <= high and TERM`, TERM built by the test: open if the fact makes a
 * difference there. */
typedef struct Probe {
    Bench t;
    BReg x;
    uint32_t block;
} Probe;

static void open_probe(Probe *p, RegType type, int64_t lo, int64_t hi)
{
    bench_open(&p->t);
    p->x = build_scalar(&p->t.b, "x", type, lo, hi);
    p->block = build_block(&p->t.b, BLOCK_DECISION, "d", REG_BOOL, NO_INDEX);
}
static Answer ask_probe(Probe *p, BReg result)
{
    set_result(&p->t, p->block, result);
    bench_build(&p->t);
    bench_begin(&p->t);
    return bench_ask(&p->t, p->block);
}
/* Does `term` hold exactly on from..to (whole numbers, days)? */
static void assert_holds_on(Probe *p, BReg term, RegType type, int64_t from, int64_t to)
{
    Builder *b = &p->t.b;
    BReg lo = type == REG_DATE ? build_date(b, from) : build_int(b, from),
         hi = type == REG_DATE ? build_date(b, to) : build_int(b, to);
    BReg inside =
        build_new(b, OP_AND, build_new(b, OP_LE, lo, p->x, 0), build_new(b, OP_LE, p->x, hi, 0), 0);
    BReg both = build_new(b, OP_AND, inside, term, 0);
    BReg neither = build_new(b, OP_AND, build_new(b, OP_NOT, inside, 0, 0),
                             build_new(b, OP_NOT, term, 0, 0), 0);
    Answer answer = ask_probe(p, build_new(b, OP_OR, both, neither, 0));
    assert_settled(&answer, MASK_YES);
    bench_close(&p->t);
}

static void test_integers(void **state)
{
    Probe p;
    open_probe(&p, REG_INT, 0, 5000); /* 3 n + 1 <= 100: n <= 33 */
    BReg triple =
        build_new(&p.t.b, OP_ADD_INT, build_new(&p.t.b, OP_MUL_INT, p.x, build_int(&p.t.b, 3), 0),
                  build_int(&p.t.b, 1), 0);
    assert_holds_on(&p, build_new(&p.t.b, OP_LE, triple, build_int(&p.t.b, 100), 0), REG_INT, 0,
                    33);
    open_probe(&p, REG_INT, 0,
               5000); /* 10 < n n - 20 n + 100 < 50 fails for ... : (n - 10)^2 < 50: 3..17 */
    BReg shifted = build_new(&p.t.b, OP_SUB_INT, p.x, build_int(&p.t.b, 10), 0);
    BReg square = build_new(&p.t.b, OP_MUL_INT, shifted, shifted, 0);
    assert_holds_on(&p, build_new(&p.t.b, OP_LT, square, build_int(&p.t.b, 50), 0), REG_INT, 3, 17);
    open_probe(&p, REG_INT, -5000, 5000); /* round(n / 7) = 3: from 18 (2.57) to 24 (3.43) */
    BReg seventh = build_new(&p.t.b, OP_DIV, build_new(&p.t.b, OP_TO_DEC, p.x, 0, 0),
                             build_dec(&p.t.b, "7"), 0);
    BReg rounded = build_new(&p.t.b, OP_ROUND_INT, seventh, 0, 0);
    assert_holds_on(&p, build_new(&p.t.b, OP_EQ, rounded, build_int(&p.t.b, 3), 0), REG_INT, 18,
                    24);
    open_probe(&p, REG_INT, -5000, 5000); /* -2 n < 7: n >= -3 */
    BReg minus = build_new(&p.t.b, OP_MUL_INT, p.x, build_int(&p.t.b, -2), 0);
    assert_holds_on(&p, build_new(&p.t.b, OP_LT, minus, build_int(&p.t.b, 7), 0), REG_INT, -3,
                    5000);
}

/* 2026-01-31 is day 20484; 2026-02-28 20512, 2026-03-31 20543, 2026-04-30 20573. */
static void test_dates(void **state)
{
    Probe p;
    open_probe(&p, REG_DATE, 20000, 22000); /* x + 28 d <= 2026-04-30 */
    BReg later = build_new(&p.t.b, OP_ADD_DAYS, p.x, build_dec(&p.t.b, "28"), 0);
    assert_holds_on(&p, build_new(&p.t.b, OP_LE, later, build_date(&p.t.b, 20573), 0), REG_DATE,
                    20000, 20545);
    open_probe(&p, REG_DATE, 20000, 22000); /* days from x to 2026-03-31 at least 10 */
    BReg days = build_new(&p.t.b, OP_DAYS, build_date(&p.t.b, 20543), p.x, 0);
    assert_holds_on(&p, build_new(&p.t.b, OP_LE, build_dec(&p.t.b, "10"), days, 0), REG_DATE, 20000,
                    20533);
    open_probe(&p, REG_DATE, 20000,
               22000); /* whole months from 2026-01-31 to x = 1: 2026-03-01 .. 2026-03-30 */
    BReg months = build_new(&p.t.b, OP_MONTHS, p.x, build_date(&p.t.b, 20484), 0);
    assert_holds_on(&p, build_new(&p.t.b, OP_EQ, months, build_int(&p.t.b, 1), 0), REG_DATE, 20513,
                    20542);
}

/* 28, 29, 30 and 31 January 2026 and one month are 28 February; nothing fails. */
static void test_months_that_are_too_short(void **state)
{
    Probe p;
    open_probe(&p, REG_DATE, 20400, 20600);
    BReg moved = build_new(&p.t.b, OP_ADD_MONTHS, p.x, build_dec(&p.t.b, "1"), 0);
    assert_holds_on(&p, build_new(&p.t.b, OP_EQ, moved, build_date(&p.t.b, 20512), 0), REG_DATE,
                    20481, 20484);
    open_probe(&p, REG_DATE, 2932800, DAY_MAX); /* outside the calendar from 1 December 9999 on */
    moved = build_new(&p.t.b, OP_ADD_MONTHS, p.x, build_dec(&p.t.b, "1"), 0);
    Answer answer = ask_probe(&p, build_new(&p.t.b, OP_LE, moved, build_date(&p.t.b, DAY_MAX), 0));
    assert_false(answer.settled);
    bench_close(&p.t);
}

/* Born between 2008-01-01 and 2008-12-31 (days 13879 to 14244), asked on 28 February and 1 March
 * 2026 (20512, 20513): 18 years are completed by who was born up to 28 February, then up to
 * 1 March, 29 February among them. */
static void test_years_completed(void **state)
{
    static const int64_t days[][2] = { { 20512, 13937 }, { 20513, 13939 } };
    for (int i = 0; i < 2; i++) {
        Probe p;
        open_probe(&p, REG_DATE, 13879, 14244);
        BReg years = build_new(&p.t.b, OP_YEARS, build_date(&p.t.b, days[i][0]), p.x, 0);
        assert_holds_on(&p, build_new(&p.t.b, OP_LE, build_int(&p.t.b, 18), years, 0), REG_DATE,
                        13879, days[i][1]);
    }
    Probe p;
    open_probe(&p, REG_DATE, 20000, 22000); /* two weeks from 2026-01-31: 14 to 20 days */
    BReg weeks = build_new(&p.t.b, OP_WEEKS, p.x, build_date(&p.t.b, 20484), 0);
    assert_holds_on(&p, build_new(&p.t.b, OP_EQ, weeks, build_int(&p.t.b, 2), 0), REG_DATE, 20498,
                    20504);
}

/* A date written in part in the program ("2026-03") is one of its days; no fact tells which. */
static void test_partial_constant(void **state)
{
    Bench t;
    bench_open(&t);
    BReg x = build_scalar(&t.b, "x", REG_DATE, DAY_MIN, DAY_MAX);
    BReg march = build_constant(&t.b, build_info(REG_DATE, 0),
                                (Constant){ .reg = { .lo = 20513, .hi = 20543 } });
    uint32_t d = build_block(&t.b, BLOCK_DECISION, "d", REG_BOOL, NO_INDEX);
    set_result(&t, d, build_new(&t.b, OP_LT, x, march, 0));
    bench_build(&t);
    build_give_number(&t.b, t.record, x, 20512);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_YES);
    build_give_number(&t.b, t.record, x, 20543);
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_NO);
    build_give_number(&t.b, t.record, x, 20520);
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_open(&t, &answer, MASK_UNKNOWN, "");
    bench_close(&t);
}

/* ---- overflow ---- */

static void test_overflow_is_a_failure(void **state)
{
    Probe p;
    open_probe(&p, REG_INT, 0, INT64_MAX); /* n + 1 fails at the end of the integers */
    BReg next = build_new(&p.t.b, OP_ADD_INT, p.x, build_int(&p.t.b, 1), 0);
    Answer answer = ask_probe(&p, build_new(&p.t.b, OP_LT, p.x, next, 0));
    assert_open(&p.t, &answer, MASK_UNKNOWN, "x");
    assert_false(answer.failed);
    bench_close(&p.t);
    open_probe(&p, REG_INT, 0, INT64_MAX - 1);
    next = build_new(&p.t.b, OP_ADD_INT, p.x, build_int(&p.t.b, 1), 0);
    answer = ask_probe(&p, build_new(&p.t.b, OP_LT, p.x, next, 0));
    assert_settled(&answer, MASK_YES);
    bench_close(&p.t);
}

/* ---- fractions and negative ranges ---- */

static void test_breakpoints_below_zero(void **state)
{
    Probe p;
    open_probe(&p, REG_DEC, -30 * DEC_ONE, 30 * DEC_ONE); /* x x x = -1/27 only at -1/3 */
    BReg cube = build_new(&p.t.b, OP_MUL, build_new(&p.t.b, OP_MUL, p.x, p.x, 0), p.x, 0);
    BReg there = build_new(&p.t.b, OP_EQ, cube, build_ratio(&p.t.b, -1, 27), 0);
    BReg third = build_new(&p.t.b, OP_EQ, p.x, build_ratio(&p.t.b, -1, 3), 0);
    BReg same =
        build_new(&p.t.b, OP_OR, build_new(&p.t.b, OP_AND, there, third, 0),
                  build_new(&p.t.b, OP_NOT, build_new(&p.t.b, OP_OR, there, third, 0), 0, 0), 0);
    Answer answer = ask_probe(&p, same);
    assert_settled(&answer, MASK_YES);
    bench_close(&p.t);
    open_probe(&p, REG_DEC, -30 * DEC_ONE, 30 * DEC_ONE); /* max(x, -x) >= 0 */
    BReg minus = build_new(&p.t.b, OP_SUB, build_dec(&p.t.b, "0"), p.x, 0);
    answer = ask_probe(&p, build_new(&p.t.b, OP_LE, build_dec(&p.t.b, "0"),
                                     build_new(&p.t.b, OP_MAX, p.x, minus, 0), 0));
    assert_settled(&answer, MASK_YES);
    bench_close(&p.t);
    open_probe(&p, REG_DEC, -30 * DEC_ONE, 30 * DEC_ONE); /* x < x + 1, and 2 x + 1 = 2 x never */
    BReg twice = build_new(&p.t.b, OP_MUL, p.x, build_dec(&p.t.b, "2"), 0);
    BReg equal = build_new(&p.t.b, OP_EQ,
                           build_new(&p.t.b, OP_ADD, twice, build_dec(&p.t.b, "1"), 0), twice, 0);
    answer = ask_probe(&p, equal);
    assert_settled(&answer, MASK_NO);
    bench_close(&p.t);
}

/* sqrt of what may be negative fails there; x in -1..1. */
static void test_root(void **state)
{
    Probe p;
    open_probe(&p, REG_DEC, -DEC_ONE, DEC_ONE);
    BReg root = build_new_imm(&p.t.b, OP_ROUND_SQRT, p.x, 1);
    BReg high = build_new(&p.t.b, OP_LE, build_dec(&p.t.b, "0"), root, 0);
    BReg sure =
        build_new(&p.t.b, OP_OR, build_new(&p.t.b, OP_LT, p.x, build_dec(&p.t.b, "0"), 0), high, 0);
    Answer answer = ask_probe(&p, sure); /* x < 0 covers the failure */
    assert_settled(&answer, MASK_YES);
    bench_close(&p.t);
    open_probe(&p, REG_DEC, -DEC_ONE, -1);
    root = build_new_imm(&p.t.b, OP_ROUND_SQRT, p.x, 1);
    answer = ask_probe(&p, build_new(&p.t.b, OP_LE, build_dec(&p.t.b, "0"), root, 0));
    assert_true(answer.failed);
    bench_close(&p.t);
}

/* ---- several facts ---- */

static void test_quotient_of_two(void **state)
{
    Bench t;
    bench_open(&t);
    BReg x = build_scalar(&t.b, "x", REG_DEC, 0, 30 * DEC_ONE),
         y = build_scalar(&t.b, "y", REG_DEC, 0, 30 * DEC_ONE);
    uint32_t d =
        build_block(&t.b, BLOCK_DECISION, "d", REG_BOOL, NO_INDEX); /* x / y >= 0: fails at y = 0 */
    set_result(&t, d,
               build_new(&t.b, OP_LE, build_dec(&t.b, "0"), build_new(&t.b, OP_DIV, x, y, 0), 0));
    uint32_t scaled = build_block(&t.b, BLOCK_DECISION, "scaled", REG_BOOL,
                                  NO_INDEX); /* -2 x < -3 y and x < y: 3 y < 2 x, x < y */
    BReg left = build_new(&t.b, OP_MUL, x, build_dec(&t.b, "-2"), 0),
         right = build_new(&t.b, OP_MUL, y, build_dec(&t.b, "-3"), 0);
    set_result(&t, scaled, build_new(&t.b, OP_LT, left, right, 0));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_fails(&t, &answer, MASK_YES, "x, y");
    answer = bench_ask(&t, scaled);
    assert_open(&t, &answer, MASK_UNKNOWN, "x, y");
    build_give_number(&t.b, t.record, x, 0); /* 0 < 3 y, then -2 x < -3 y never */
    bench_begin(&t);
    answer = bench_ask(&t, scaled);
    assert_settled(&answer, MASK_NO);
    bench_close(&t);
}

/* ---- reals ---- */

static void test_reals(void **state)
{
    Bench t;
    bench_open(&t);
    BReg n = build_scalar(&t.b, "n", REG_INT, 1, 3),
         x = build_scalar(&t.b, "x", REG_DEC, 0, 30 * DEC_ONE), a = build_scalar_bool(&t.b, "a");
    uint32_t small = build_block(&t.b, BLOCK_DECISION, "small", REG_BOOL,
                                 NO_INDEX); /* exp(n) < 21: e^3 is 20.09 */
    BReg real = build_new(&t.b, OP_TO_REAL, build_new(&t.b, OP_TO_DEC, n, 0, 0), 0, 0);
    set_result(&t, small,
               build_new(&t.b, OP_REAL_LT, build_new(&t.b, OP_REAL_EXP, real, 0, 0),
                         build_real(&t.b, 21), 0));
    uint32_t open =
        build_block(&t.b, BLOCK_DECISION, "open", REG_BOOL, NO_INDEX); /* ln(x + 1) <= 1 */
    BReg more =
        build_new(&t.b, OP_TO_REAL, build_new(&t.b, OP_ADD, x, build_dec(&t.b, "1"), 0), 0, 0);
    set_result(&t, open,
               build_new(&t.b, OP_REAL_LE, build_new(&t.b, OP_REAL_LN, more, 0, 0),
                         build_real(&t.b, 1), 0));
    uint32_t rounded = build_block(&t.b, BLOCK_DECISION, "rounded", REG_DEC,
                                   NO_INDEX); /* round(sqrt 2, 3) or (2, 3) by power */
    BReg root = build_new(&t.b, OP_REAL_SQRT, build_real(&t.b, 2), 0, 0);
    BReg half = build_new(&t.b, OP_REAL_POW, build_real(&t.b, 2), build_real(&t.b, 0.5), 0);
    BReg one = build_new_imm(&t.b, OP_ROUND_REAL, root, 3),
         two = build_new_imm(&t.b, OP_ROUND_REAL, half, 3);
    set_result(&t, rounded, build_new(&t.b, OP_SELECT, a, one, two));
    uint32_t value =
        build_block(&t.b, BLOCK_DECISION, "value", REG_REAL, NO_INDEX); /* 2 - 0.5 either way */
    BReg minus = build_new(&t.b, OP_REAL_SUB, build_real(&t.b, 2), build_real(&t.b, 0.5), 0);
    BReg times = build_new(&t.b, OP_REAL_MUL, build_real(&t.b, 3), build_real(&t.b, 0.5), 0);
    set_result(&t, value, build_new(&t.b, OP_SELECT, a, minus, times));
    uint32_t fails = build_block(&t.b, BLOCK_DECISION, "fails", REG_BOOL, NO_INDEX); /* 1 / 0 */
    BReg never = build_new(&t.b, OP_REAL_DIV, build_real(&t.b, 1), build_real(&t.b, 0), 0);
    set_result(&t, fails, build_new(&t.b, OP_REAL_LT, never, build_real(&t.b, 1), 0));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, small);
    assert_settled(&answer, MASK_YES);
    answer = bench_ask(&t, open);
    assert_open(&t, &answer, MASK_UNKNOWN, "x");
    answer = bench_ask(&t, rounded);
    assert_true(answer.settled);
    assert_int_equal(answer.value.lo, 141400000);
    answer = bench_ask(&t, value);
    assert_true(answer.settled && answer.value.real == 1.5);
    answer = bench_ask(&t, fails);
    assert_true(answer.failed);
    bench_close(&t);
}

/* ---- a way longer than the recursion may follow ---- */

static void test_too_deep(void **state)
{
    enum { FACTS = 10400 };
    Bench t;
    bench_open(&t);
    BReg *facts = ARENA_ARRAY(t.arena, BReg, FACTS);
    for (int i = 0; i < FACTS; i++) {
        facts[i] = build_scalar_bool(&t.b, "fact");
    }
    build_block(&t.b, BLOCK_DECISION, "d", REG_BOOL, NO_INDEX);
    BReg all = build_temp(&t.b, REG_BOOL, NO_INDEX);
    build_op(&t.b, OP_MOVE, all, build_bool(&t.b, MASK_NO), 0, 0);
    /* From the last fact to the first every step only adds a row; the negation then goes all the
     * way down. */
    for (int i = FACTS; i-- > 0;) {
        build_op(&t.b, OP_OR, all, facts[i], all, 0);
    }
    build_op(&t.b, OP_NOT, all, all, 0, 0);
    set_result(&t, 0, all);
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, 0);
    assert_true(answer.undecided);
    assert_int_equal(answer.need_count, FACTS);
    assert_true(cells_get_node_count(t.cells) < 3 * FACTS); /* not the node limit */
    bench_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bounds_hold),
        cmocka_unit_test(test_bounds_of_dates_hold),
        cmocka_unit_test(test_integers),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_months_that_are_too_short),
        cmocka_unit_test(test_years_completed),
        cmocka_unit_test(test_partial_constant),
        cmocka_unit_test(test_overflow_is_a_failure),
        cmocka_unit_test(test_breakpoints_below_zero),
        cmocka_unit_test(test_root),
        cmocka_unit_test(test_quotient_of_two),
        cmocka_unit_test(test_reals),
        cmocka_unit_test(test_too_deep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
