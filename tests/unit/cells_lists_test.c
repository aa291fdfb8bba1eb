/* cells_lists_test.c - exact answers over lists that hide elements, and their summaries. */
#include "tests/unit/cells_harness.h"

static void give_size(Bench *t, Lesions l, double size)
{
    uint16_t e = build_give_element(&t->b, t->record, l.list);
    build_give_in(&t->b, t->record, l.list, e, l.size, (Reg){ .lo = GRID(size), .hi = GRID(size) });
}
static void make_partial(Bench *t, Lesions l)
{
    t->record->lists[l.list].state = FACT_KNOWN;
    t->record->lists[l.list].partial = true;
}

/* ---- what is hidden is one fact ---- */

static void test_absent_list(void **state)
{
    Bench t;
    bench_open(&t);
    Lesions l = build_lesions(&t, 50);
    uint32_t d = build_burden(&t, l);
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_open(&t, &answer, MASK_UNKNOWN, "lesions");
    build_give_number(&t.b, t.record, l.count, 3); /* the number alone settles it */
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_YES);
    build_give_number(&t.b, t.record, l.count, 2);
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_open(&t, &answer, MASK_UNKNOWN, "lesions");
    build_give_number(&t.b, t.record, l.largest, GRID(4.9));
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_NO);
    build_give_number(&t.b, t.record, l.largest, GRID(5));
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_YES);
    bench_close(&t);
}

/* An absent list without its number: the largest of 6 cm is the size of a lesion. */
static void test_summary_is_an_element(void **state)
{
    Bench t;
    bench_open(&t);
    Lesions l = build_lesions(&t, 50);
    uint32_t d = open_block(&t, "large", REG_BOOL);
    set_result(&t, d, build_new(&t.b, OP_LE, build_dec(&t.b, "5"), fold_largest(&t, l), 0));
    uint32_t largest = open_block(&t, "largest", REG_DEC);
    set_result(&t, largest, fold_largest(&t, l));
    uint32_t length = open_block(&t, "length", REG_INT);
    set_result(&t, length, build_new(&t.b, OP_LENGTH, l.list, 0, 0));
    bench_build(&t);
    build_give_number(&t.b, t.record, l.largest, GRID(6));
    bench_begin(&t);
    assert_int_equal(t.record->lists[l.list].hidden_least, 1);
    Answer answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_YES);
    answer = bench_ask(&t, largest);
    assert_true(answer.settled);
    assert_int_equal(answer.value.lo, GRID(6));
    answer = bench_ask(&t, length);
    assert_int_equal(answer.possible_count, 50);
    assert_int_equal(answer.possible[0].num, 1);
    build_give_number(&t.b, t.record, l.largest, GRID(0)); /* 0 says that there may be none */
    bench_begin(&t);
    assert_int_equal(t.record->lists[l.list].hidden_least, 0);
    answer = bench_ask(&t, length);
    assert_int_equal(answer.possible_count, 51);
    answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_NO);
    bench_close(&t);
}

/* One lesion without a size, the largest 6 cm, the list not complete: below 6 cm there is a second
 * one, else there may be. No listed size alone makes that difference: with nothing hidden it is at
 * least 6 cm. */
static void test_listed_size_makes_an_element(void **state)
{
    Bench t;
    bench_open(&t);
    Lesions l = build_lesions(&t, 3);
    uint32_t several = open_block(&t, "several", REG_BOOL);
    BReg length = build_new(&t.b, OP_LENGTH, l.list, 0, 0);
    set_result(&t, several, build_new(&t.b, OP_LE, build_int(&t.b, 2), length, 0));
    uint32_t large = open_block(&t, "large", REG_BOOL);
    set_result(&t, large, build_new(&t.b, OP_LE, build_dec(&t.b, "6"), fold_largest(&t, l), 0));
    uint32_t both = open_block(&t, "both", REG_BOOL); /* a single lesion of less than 6 cm */
    BReg small = build_new(&t.b, OP_LT, fold_largest(&t, l), build_dec(&t.b, "6"), 0);
    BReg single = build_new(&t.b, OP_EQ, length, build_int(&t.b, 1), 0);
    set_result(&t, both, build_new(&t.b, OP_AND, small, single, 0));
    bench_build(&t);
    uint16_t e = build_give_element(&t.b, t.record, l.list);
    make_partial(&t, l);
    build_give_number(&t.b, t.record, l.largest, GRID(6));
    bench_begin(&t);
    assert_int_equal(t.record->lists[l.list].hidden_least, 0);
    Answer answer = bench_ask(&t, several);
    assert_open(&t, &answer, MASK_UNKNOWN, "lesions");
    answer = bench_ask(&t, large);
    assert_settled(&answer, MASK_YES);
    answer = bench_ask(&t, both);
    assert_settled(&answer, MASK_NO);
    build_give_in(&t.b, t.record, l.list, e, l.size, (Reg){ .lo = GRID(2), .hi = GRID(2) });
    bench_begin(&t);
    assert_int_equal(t.record->lists[l.list].hidden_least, 1);
    answer = bench_ask(&t, several);
    assert_settled(&answer, MASK_YES);
    bench_close(&t);
}

/* A number of 1 beside one listed lesion: complete, and the size of 6 cm binds nothing. */
static void test_summary_beside_a_number(void **state)
{
    Bench t;
    bench_open(&t);
    Lesions l = build_lesions(&t, 3);
    uint32_t d = open_block(&t, "large", REG_BOOL);
    set_result(&t, d, build_new(&t.b, OP_LE, build_dec(&t.b, "6"), fold_largest(&t, l), 0));
    bench_build(&t);
    uint16_t e = build_give_element(&t.b, t.record, l.list);
    make_partial(&t, l);
    build_give_number(&t.b, t.record, l.largest, GRID(6));
    build_give_number(&t.b, t.record, l.count, 1);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_open(&t, &answer, MASK_UNKNOWN, "lesions[1].size");
    build_give_in(&t.b, t.record, l.list, e, l.size, (Reg){ .lo = GRID(2), .hi = GRID(2) });
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_settled(&answer, MASK_NO);
    bench_close(&t);
}

static void test_partial_list_and_summary(void **state)
{
    Bench t;
    bench_open(&t);
    Lesions l = build_lesions(&t, 50);
    uint32_t d = open_block(&t, "largest", REG_DEC);
    set_result(&t, d, fold_largest(&t, l));
    bench_build(&t);
    give_size(&t, l, 4);
    make_partial(&t, l);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_string_equal(bench_show_numbers(&t, &answer), "4..30");
    assert_string_equal(bench_show_needs(&t, &answer), "lesions");
    build_give_number(&t.b, t.record, l.largest, GRID(3)); /* below a listed size: ignored */
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_string_equal(bench_show_numbers(&t, &answer), "4..30");
    build_give_number(&t.b, t.record, l.largest, GRID(4)); /* reached by the listed one */
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_true(answer.settled);
    assert_int_equal(answer.value.lo, GRID(4));
    build_give_number(&t.b, t.record, l.largest, GRID(7)); /* a hidden one has it */
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_true(answer.settled);
    assert_int_equal(answer.value.lo, GRID(7));
    bench_close(&t);
}

/* Is an unlisted lesion 6 cm or larger, the largest being 6 cm and exactly one lesion not listed?
 * The listed size is missing: below 6 the unlisted one has 6 (yes); at 6 it may be smaller. So no
 * unlisted size gives two answers for two listed sizes: only the list is needed. */
static void test_listed_size_moves_nothing(void **state)
{
    Bench t;
    bench_open(&t);
    Lesions l = build_lesions(&t, 5);
    uint16_t other = build_list(&t.b, "drugs", 0, 5); /* a list without a summary beside it */
    BReg given = build_element(&t.b, other, "given", REG_BOOL, 0, 0);
    uint32_t each = build_block_each(&t.b, l.list, BLOCK_ADVICE, "large", REG_BOOL, NO_INDEX);
    build_each(&t.b, l.list);
    build_op(&t.b, OP_LE, build_result(&t.b, each), build_dec(&t.b, "6"), l.size, 0);
    build_next(&t.b);
    uint32_t any = open_block(&t, "any", REG_BOOL);
    BReg acc = start(&t, REG_BOOL, build_bool(&t.b, MASK_NO));
    build_each(&t.b, other);
    build_op(&t.b, OP_ACC_ANY, acc, given, 0, 0);
    build_next(&t.b);
    set_result(&t, any, acc);
    bench_build(&t);
    build_give_element(&t.b, t.record, l.list);
    make_partial(&t, l);
    build_give_number(&t.b, t.record, l.largest, GRID(6));
    build_give_number(&t.b, t.record, l.count, 2);
    bench_begin(&t);
    Answer answer = bench_ask_at(&t, each, CELLS_HIDDEN);
    assert_open(&t, &answer, MASK_UNKNOWN, "lesions");
    bench_close(&t);
}

/* ---- words over lists ---- */

static void test_any_and_all(void **state)
{
    Bench t;
    bench_open(&t);
    Lesions l = build_lesions(&t, 4);
    uint32_t any = open_block(&t, "any", REG_BOOL), all = 0;
    BReg acc = start(&t, REG_BOOL, build_bool(&t.b, MASK_NO));
    build_each(&t.b, l.list);
    build_op(&t.b, OP_ACC_ANY, acc, l.central, 0, 0);
    build_next(&t.b);
    set_result(&t, any, acc);
    all = open_block(&t, "all", REG_BOOL);
    acc = start(&t, REG_BOOL, build_bool(&t.b, MASK_YES));
    build_each(&t.b, l.list);
    build_op(&t.b, OP_ACC_ALL, acc, l.central, 0, 0);
    build_next(&t.b);
    set_result(&t, all, acc);
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, any);
    assert_open(&t, &answer, MASK_UNKNOWN, "lesions");
    t.record->lists[l.list].state = FACT_KNOWN; /* listed and empty */
    bench_begin(&t);
    answer = bench_ask(&t, any);
    assert_settled(&answer, MASK_NO);
    answer = bench_ask(&t, all);
    assert_settled(&answer, MASK_YES);
    build_give_element(&t.b, t.record, l.list);
    uint16_t second = build_give_element(&t.b, t.record, l.list);
    bench_begin(&t);
    answer = bench_ask(&t, all);
    assert_open(&t, &answer, MASK_UNKNOWN, "lesions[1].central, lesions[2].central");
    build_give_in(&t.b, t.record, l.list, second, l.central, (Reg){ .mask = MASK_NO });
    bench_begin(&t);
    answer = bench_ask(&t, all);
    assert_settled(&answer, MASK_NO);
    answer = bench_ask(&t, any);
    assert_open(&t, &answer, MASK_UNKNOWN, "lesions[1].central");
    bench_close(&t);
}

/* Of a complete empty list the largest without a floor fails; of an absent one it may. */
static void test_largest_of_nothing(void **state)
{
    Bench t;
    bench_open(&t);
    Lesions l = build_lesions(&t, 4);
    uint32_t d = open_block(&t, "largest", REG_DEC);
    BReg none = build_temp(&t.b, REG_DEC, NO_INDEX);
    build_op(&t.b, OP_NONE, none, 0, 0, 0);
    build_each(&t.b, l.list);
    build_op(&t.b, OP_ACC_MAX, none, build_bool(&t.b, MASK_YES), l.size, 0);
    build_next(&t.b);
    set_result(&t, d, build_new(&t.b, OP_SOME, none, 0, 0));
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, d);
    assert_false(answer.settled || answer.failed);
    assert_true(answer.fails && !answer.lo_open && !answer.hi_open); /* of some, a size */
    assert_int_equal(rat_compare(answer.range_hi, rat_from_int(30)), 0);
    assert_string_equal(bench_show_needs(&t, &answer), "lesions");
    t.record->lists[l.list].state = FACT_KNOWN;
    bench_begin(&t);
    answer = bench_ask(&t, d);
    assert_true(answer.failed);
    assert_int_equal(answer.need_count, 0);
    bench_close(&t);
}

/* The number of lesions, and how many are central, as numbers. */
static void test_counts(void **state)
{
    Bench t;
    bench_open(&t);
    Lesions l = build_lesions(&t, 4);
    uint32_t length = open_block(&t, "length", REG_INT);
    set_result(&t, length, build_new(&t.b, OP_LENGTH, l.list, 0, 0));
    uint32_t central = open_block(&t, "central", REG_INT);
    BReg acc = start(&t, REG_INT, build_int(&t.b, 0));
    build_each(&t.b, l.list);
    build_op(&t.b, OP_ACC_COUNT, acc, l.central, 0, 0);
    build_next(&t.b);
    set_result(&t, central, acc);
    uint32_t fewer = open_block(&t, "fewer", REG_BOOL); /* never more central ones than lesions */
    set_result(&t, fewer,
               build_new(&t.b, OP_LE, build_result(&t.b, central), build_result(&t.b, length), 0));
    bench_build(&t);
    uint16_t e = build_give_element(&t.b, t.record, l.list);
    build_give_in(&t.b, t.record, l.list, e, l.central, (Reg){ .mask = MASK_YES });
    make_partial(&t, l);
    bench_begin(&t);
    Answer answer = bench_ask(&t, length);
    assert_string_equal(bench_show_numbers(&t, &answer), "1, 2, 3, 4");
    answer = bench_ask(&t, central);
    assert_string_equal(bench_show_numbers(&t, &answer), "1, 2, 3, 4");
    answer = bench_ask(&t, fewer);
    assert_settled(&answer, MASK_YES);
    bench_close(&t);
}

/* ---- blocks for each element ---- */

static void test_columns(void **state)
{
    Bench t;
    bench_open(&t);
    Lesions l = build_lesions(&t, 4);
    BReg blocked = build_scalar_bool(&t.b, "blocked");
    uint32_t fit = build_block_each(&t.b, l.list, BLOCK_DECISION, "fit", REG_BOOL,
                                    NO_INDEX); /* size <= 3 and not blocked */
    build_each(&t.b, l.list);
    BReg small = build_new(&t.b, OP_LE, l.size, build_dec(&t.b, "3"), 0);
    build_op(&t.b, OP_AND, build_result(&t.b, fit), small, build_new(&t.b, OP_NOT, blocked, 0, 0),
             0);
    build_next(&t.b);
    uint32_t both = build_block_each(&t.b, l.list, BLOCK_ADVICE, "both", REG_BOOL,
                                     NO_INDEX); /* fit and not central */
    build_each(&t.b, l.list);
    build_op(&t.b, OP_AND, build_result(&t.b, both), build_result(&t.b, fit),
             build_new(&t.b, OP_NOT, l.central, 0, 0), 0);
    build_next(&t.b);
    uint32_t any = open_block(&t, "any", REG_BOOL); /* any lesions with fit */
    BReg acc = start(&t, REG_BOOL, build_bool(&t.b, MASK_NO));
    build_each(&t.b, l.list);
    build_op(&t.b, OP_ACC_ANY, acc, build_result(&t.b, fit), 0, 0);
    build_next(&t.b);
    set_result(&t, any, acc);
    bench_build(&t);
    give_size(&t, l, 2);
    give_size(&t, l, 4);
    bench_begin(&t);
    Answer answer = bench_ask_at(&t, both, 0);
    assert_open(&t, &answer, MASK_UNKNOWN, "lesions[1].central, blocked");
    answer = bench_ask_at(&t, both, 1);
    assert_settled(&answer, MASK_NO);
    answer = bench_ask(&t, any);
    assert_open(&t, &answer, MASK_UNKNOWN, "blocked");
    make_partial(&t, l);
    bench_begin(&t);
    answer = bench_ask_at(&t, both, CELLS_HIDDEN);
    assert_open(&t, &answer, MASK_UNKNOWN, "lesions, blocked");
    answer = bench_ask(&t, any);
    assert_open(&t, &answer, MASK_UNKNOWN, "blocked");
    build_give_bool(&t.b, t.record, blocked, true);
    bench_begin(&t);
    answer = bench_ask_at(&t, both, CELLS_HIDDEN);
    assert_settled(&answer, MASK_NO);
    build_give_bool(&t.b, t.record, blocked, false);
    build_give_number(&t.b, t.record, l.count,
                      3); /* one that is not listed, and by the summary small and central? */
    build_give_number(&t.b, t.record, l.largest, GRID(4));
    bench_begin(&t);
    answer = bench_ask_at(&t, fit, CELLS_HIDDEN);
    assert_open(&t, &answer, MASK_UNKNOWN, "lesions");
    t.record->lists[l.list].count = 1; /* two hidden: one has 4 cm, the other may have 3 */
    bench_begin(&t);
    answer = bench_ask_at(&t, fit, CELLS_HIDDEN);
    assert_open(&t, &answer, MASK_UNKNOWN, "lesions");
    build_give_number(&t.b, t.record, l.largest, GRID(3));
    bench_begin(&t);
    answer = bench_ask_at(&t, fit, CELLS_HIDDEN);
    assert_true(answer.settled); /* whichever: fits; still an entry about the list */
    assert_int_equal(answer.value.mask, MASK_YES);
    assert_string_equal(bench_show_needs(&t, &answer), "lesions");
    bench_close(&t);
}

/* ---- latest ---- */

typedef struct Labs {
    uint16_t list;
    BReg date, value;
    uint32_t block;
} Labs;

static Labs build_latest(Bench *t, uint16_t most)
{
    Labs l;
    l.list = build_list(&t->b, "labs", 0, most);
    l.date = build_element(&t->b, l.list, "date", REG_DATE, DAY_MIN, DAY_MAX);
    l.value = build_element(&t->b, l.list, "value", REG_DEC, 0, GRID(100));
    l.block = open_block(t, "high", REG_BOOL);
    BReg value = build_temp(&t->b, REG_DEC, NO_INDEX), date = build_temp(&t->b, REG_DATE, NO_INDEX);
    build_op(&t->b, OP_NONE, value, 0, 0, 0);
    build_op(&t->b, OP_NONE, date, 0, 0, 0);
    build_each(&t->b, l.list);
    build_insn(&t->b, OP_ACC_LATEST, value, build_bool(&t->b, MASK_YES), l.date, l.value, date);
    build_next(&t->b);
    set_result(
        t, l.block,
        build_new(&t->b, OP_LE, build_dec(&t->b, "5"), build_new(&t->b, OP_SOME, value, 0, 0), 0));
    return l;
}
static uint16_t give_lab(Bench *t, Labs l, int64_t day, double value)
{
    uint16_t e = build_give_element(&t->b, t->record, l.list);
    if (day) {
        build_give_in(&t->b, t->record, l.list, e, l.date, (Reg){ .lo = day, .hi = day });
    }
    if (value >= 0) {
        build_give_in(&t->b, t->record, l.list, e, l.value,
                      (Reg){ .lo = GRID(value), .hi = GRID(value) });
    }
    return e;
}

static void test_latest(void **state)
{
    Bench t;
    bench_open(&t);
    Labs l = build_latest(&t, 50);
    bench_build(&t);
    give_lab(&t, l, 100, 7);
    give_lab(&t, l, 200, 3);
    bench_begin(&t);
    Answer answer = bench_ask(&t, l.block);
    assert_settled(&answer, MASK_NO);
    give_lab(&t, l, 150, -1); /* older: its value does not matter */
    bench_begin(&t);
    answer = bench_ask(&t, l.block);
    assert_settled(&answer, MASK_NO);
    give_lab(&t, l, 0, 2); /* date unknown: low as well, but it may be the same day */
    bench_begin(&t);
    answer = bench_ask(&t, l.block); /* on day 200 it contradicts, on no other */
    assert_fails(&t, &answer, MASK_NO, "labs[4].date");
    record_clear(t.record, t.program);
    give_lab(&t, l, 100, 7);
    give_lab(&t, l, 100, 8);
    bench_begin(&t);
    answer = bench_ask(&t, l.block);
    assert_true(answer.failed);
    t.record->lists[l.list].count = 1;
    give_lab(&t, l, 100, 7); /* twice the same value is no contradiction */
    bench_begin(&t);
    answer = bench_ask(&t, l.block);
    assert_settled(&answer, MASK_YES);
    t.record->lists[l.list].count = 1;
    give_lab(&t, l, 100, -1); /* its value is missing: if it is 7, yes, else a contradiction */
    t.record->lists[l.list].states[3] = FACT_MISSING;
    t.record->lists[l.list].rows[3] = (Reg){ .lo = 0, .hi = GRID(100) };
    bench_begin(&t);
    answer = bench_ask(&t, l.block);
    assert_fails(&t, &answer, MASK_YES, "labs[2].value");
    assert_false(answer.failed);
    give_lab(&t, l, 101, 1); /* a later day makes the two days before irrelevant */
    bench_begin(&t);
    answer = bench_ask(&t, l.block);
    assert_settled(&answer, MASK_NO);
    record_clear(t.record, t.program);
    bench_begin(&t);
    answer = bench_ask(&t, l.block);
    assert_false(answer.undecided);
    assert_open(&t, &answer, MASK_UNKNOWN, "labs");
    bench_close(&t);
}

/* ---- elements against a missing limit ---- */

/* A size at or above the limit but below 5, and a limit of at least 5: no such lesion, however many
 * are hidden. */
static void test_star_of_comparisons(void **state)
{
    Bench t;
    bench_open(&t);
    BReg limit = build_scalar(&t.b, "limit", REG_DEC, 0, GRID(30));
    Lesions l = build_lesions(&t, 50);
    uint32_t blocks[2];
    for (int i = 0; i < 2; i++) {
        blocks[i] = open_block(&t, i ? "may" : "never", REG_BOOL);
        BReg acc = start(&t, REG_BOOL, build_bool(&t.b, MASK_NO));
        build_each(&t.b, l.list);
        BReg small = build_new(&t.b, OP_LT, l.size, build_dec(&t.b, "5"), 0);
        BReg above = build_new(&t.b, OP_LE, limit, l.size, 0);
        build_op(&t.b, OP_ACC_ANY, acc, build_new(&t.b, OP_AND, small, above, 0), 0, 0);
        build_next(&t.b);
        BReg high = build_new(&t.b, OP_LE, build_dec(&t.b, i ? "4" : "5"), limit, 0);
        set_result(&t, blocks[i], build_new(&t.b, OP_AND, acc, high, 0));
    }
    bench_build(&t);
    bench_begin(&t);
    Answer answer = bench_ask(&t, blocks[0]);
    assert_settled(&answer, MASK_NO);
    answer = bench_ask(&t, blocks[1]);
    assert_open(&t, &answer, MASK_UNKNOWN, "limit, lesions");
    print_message("%llu nodes\n", (unsigned long long)cells_get_node_count(t.cells));
    bench_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_absent_list),
        cmocka_unit_test(test_summary_is_an_element),
        cmocka_unit_test(test_listed_size_makes_an_element),
        cmocka_unit_test(test_summary_beside_a_number),
        cmocka_unit_test(test_partial_list_and_summary),
        cmocka_unit_test(test_listed_size_moves_nothing),
        cmocka_unit_test(test_any_and_all),
        cmocka_unit_test(test_largest_of_nothing),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_latest),
        cmocka_unit_test(test_star_of_comparisons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
