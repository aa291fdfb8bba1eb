/* vm_lists_test.c - the fast path over lists: against plain counting, and partial records against
 * their completions. */
#include "tests/unit/vm_harness.h"

enum { MOST = 3, OTHERS = 2, RESULTS = 13 };
enum { ANY, ALL, COUNT, SUM, LEAST, MOSTLY, FLOOR, LATEST, LENGTH, PAIRS, SUITABLE, GREEN, TWO };

typedef struct Lists {
    Builder b;
    Program *program;
    uint16_t list, other, colour;
    BReg p, x, d, t, e, q;
    bool every; /* filters let every element pass, hidden ones too */
    BReg filter;
    BReg results[RESULTS];
    Vm *vm;
} Lists;

static BReg start_fold(Builder *b, RegType type, uint16_t enumeration, uint16_t op, BReg from)
{
    BReg acc = build_temp(b, type, enumeration);
    build_op(b, op, acc, from, 0, 0);
    return acc;
}

/* One block a result: open the block first, then fold. */
static void fold_one(Lists *l, unsigned index, const char *name, uint16_t op, RegType type,
                     uint16_t enumeration, uint16_t start, BReg from, BReg value)
{
    Builder *b = &l->b;
    uint32_t block = build_block(b, BLOCK_DECISION, name, type, enumeration);
    BReg acc = start_fold(b, type, enumeration, start, from);
    build_each(b, l->list);
    build_op(b, op, acc, l->filter, value, 0);
    build_next(b);
    build_op(b, start == OP_NONE ? OP_SOME : OP_MOVE, build_result(b, block), acc, 0, 0);
    l->results[index] = build_result(b, block);
}

static void fold_latest_one(Lists *l, unsigned index, const char *name, BReg colour)
{
    Builder *b = &l->b;
    uint32_t block = build_block(b, BLOCK_DECISION, name, REG_ENUM, l->colour);
    BReg value = start_fold(b, REG_ENUM, l->colour, OP_NONE, 0);
    BReg date = start_fold(b, REG_DATE, NO_INDEX, OP_NONE, 0);
    build_each(b, l->list);
    build_insn(b, OP_ACC_LATEST, value, l->filter, l->t, colour, date);
    build_next(b);
    build_op(b, OP_SOME, build_result(b, block), value, 0, 0);
    l->results[index] = build_result(b, block);
}

/* Is the latest of a value that is red or green, by x, one of the two? Yes, unless it fails. */
static void fold_two(Lists *l)
{
    Builder *b = &l->b;
    uint32_t block = build_block(b, BLOCK_DECISION, "two", REG_BOOL, 0);
    BReg value = start_fold(b, REG_ENUM, l->colour, OP_NONE, 0);
    BReg date = start_fold(b, REG_DATE, NO_INDEX, OP_NONE, 0);
    build_each(b, l->list);
    BReg enough = build_new(b, OP_LE, build_int(b, 1), l->x, 0);
    BReg chosen =
        build_new(b, OP_SELECT, enough, build_set(b, l->colour, 1), build_set(b, l->colour, 2));
    build_insn(b, OP_ACC_LATEST, value, l->filter, l->t, chosen, date);
    build_next(b);
    BReg some = build_new(b, OP_SOME, value, 0, 0);
    build_op(b, OP_IN, build_result(b, block), some, build_set(b, l->colour, 3), 0);
    l->results[TWO] = build_result(b, block);
}

/* suitable for each: p and x >= 1. pairs: count of suitable elements when any other is q, in a loop
 * in a loop. */
static void fold_pairs(Lists *l)
{
    Builder *b = &l->b;
    uint32_t each = build_block_each(b, l->list, BLOCK_DECISION, "suitable", REG_BOOL, 0);
    build_each(b, l->list);
    BReg enough = build_new(b, OP_LE, build_int(b, 1), l->x, 0);
    build_op(b, OP_AND, build_result(b, each), l->p, enough, 0);
    build_next(b);
    l->results[SUITABLE] = build_result(b, each);
    uint32_t block = build_block(b, BLOCK_DECISION, "pairs", REG_INT, NO_INDEX);
    BReg total = start_fold(b, REG_INT, NO_INDEX, OP_MOVE, build_int(b, 0));
    build_each(b, l->list);
    BReg any = start_fold(b, REG_BOOL, 0, OP_MOVE, build_bool(b, MASK_NO));
    build_each(b, l->other);
    uint32_t skip = build_skip(b, OP_SKIP_NO, l->q);
    build_op(b, OP_ACC_ANY, any, l->q, 0, 0);
    build_land(b, skip);
    build_next(b);
    build_op(b, OP_ACC_COUNT, total, build_new(b, OP_AND, build_result(b, each), any, 0), 0, 0);
    build_next(b);
    build_op(b, OP_MOVE, build_result(b, block), total, 0, 0);
    l->results[PAIRS] = build_result(b, block);
}

static Lists *build_lists(bool every)
{
    Lists *l = ARENA_NEW(arena, Lists);
    Builder *b = &l->b;
    build_begin(b, arena);
    l->colour = build_enum(b, "colour", false, "red green blue");
    l->list = build_list(b, "elements", 0, MOST);
    l->p = build_element(b, l->list, "p", REG_BOOL, 0, 0);
    l->x = build_element(b, l->list, "x", REG_INT, 0, 2);
    l->d = build_element(b, l->list, "d", REG_DEC, -1, 2);
    l->t = build_element(b, l->list, "t", REG_DATE, 100, 102);
    l->e = build_element_enum(b, l->list, "e", l->colour);
    l->other = build_list(b, "others", 0, OTHERS);
    l->q = build_element(b, l->other, "q", REG_BOOL, 0, 0);
    l->every = every;
    l->filter = every ? build_bool(b, MASK_YES) : l->p;
    fold_one(l, 0, "any", OP_ACC_ANY, REG_BOOL, 0, OP_MOVE, build_bool(b, MASK_NO), 0);
    fold_one(l, 1, "all", OP_ACC_ALL, REG_BOOL, 0, OP_MOVE, build_bool(b, MASK_YES), 0);
    fold_one(l, 2, "count", OP_ACC_COUNT, REG_INT, NO_INDEX, OP_MOVE, build_int(b, 0), 0);
    fold_one(l, 3, "sum", OP_ACC_SUM, REG_DEC, NO_INDEX, OP_MOVE, build_grid(b, 0), l->d);
    fold_one(l, 4, "least", OP_ACC_MIN, REG_INT, NO_INDEX, OP_NONE, 0, l->x);
    fold_one(l, 5, "most", OP_ACC_MAX, REG_INT, NO_INDEX, OP_NONE, 0, l->x);
    fold_one(l, 6, "floor", OP_ACC_MAX, REG_INT, NO_INDEX, OP_MOVE, build_int(b, 1), l->x);
    fold_latest_one(l, LATEST, "latest", l->e);
    fold_latest_one(l, GREEN, "green", build_set(b, l->colour, 2));
    fold_two(l);
    uint32_t length = build_block(b, BLOCK_DECISION, "length", REG_INT, NO_INDEX);
    build_op(b, OP_LENGTH, build_result(b, length), l->list, 0, 0);
    l->results[LENGTH] = build_result(b, length);
    fold_pairs(l);
    l->program = finish(b);
    l->vm = vm_create(arena, l->program);
    return l;
}

/* A record as plain numbers. -1 = missing. */
typedef struct Plain {
    bool given, partial, other_given;
    int count, least, most, other_count;
    int p[MOST], x[MOST], d[MOST], t[MOST], e[MOST], q[OTHERS];
} Plain;

static void give(Lists *l, Record *record, uint16_t list, uint16_t element, BReg field, int value,
                 bool mask)
{
    if (value >= 0 || (!mask && value == -1 && field == l->d)) {
        build_give_in(&l->b, record, list, element, field,
                      mask ? (Reg){ .mask = UINT64_C(1) << value }
                           : (Reg){ .lo = value, .hi = value });
    }
}

enum { D_MISSING = -9 };

static Record *make_record(Lists *l, Arena *memory, const Plain *plain)
{
    Record *record = record_create(memory, memory, l->program);
    for (int i = 0; plain->given && i < plain->count; i++) {
        uint16_t element = build_give_element(&l->b, record, l->list);
        give(l, record, l->list, element, l->p, plain->p[i], true);
        give(l, record, l->list, element, l->x, plain->x[i], false);
        if (plain->d[i] != D_MISSING) {
            give(l, record, l->list, element, l->d, plain->d[i], false);
        }
        give(l, record, l->list, element, l->t, plain->t[i] < 0 ? -1 : 100 + plain->t[i], false);
        give(l, record, l->list, element, l->e, plain->e[i], true);
    }
    record->lists[l->list].state = plain->given ? FACT_KNOWN : FACT_MISSING;
    record->lists[l->list].partial = plain->partial;
    for (int i = 0; plain->other_given && i < plain->other_count; i++) {
        uint16_t element = build_give_element(&l->b, record, l->other);
        give(l, record, l->other, element, l->q, plain->q[i], true);
    }
    record->lists[l->other].state = plain->other_given ? FACT_KNOWN : FACT_MISSING;
    record_finish(record, l->program);
    record->lists[l->list].hidden_least = (uint16_t)(plain->least - plain->count);
    record->lists[l->list].hidden_most = (uint16_t)(plain->most - plain->count);
    return record;
}

static void run_plain(Lists *l, const Plain *plain, Reg results[RESULTS], Arena *memory)
{
    Record *record = make_record(l, memory, plain);
    vm_begin(l->vm, record);
    for (uint32_t i = 0; i < l->program->block_count; i++) {
        vm_run_block(l->vm, i);
    }
    for (unsigned i = 0; i < RESULTS; i++) {
        uint16_t element = i == SUITABLE ? 0 : NO_INDEX;
        results[i] = vm_get_result(l->vm, build_reg(&l->b, l->results[i]), element);
    }
}

/* The same by plain counting; false in ok where the operation fails. */
static void count_plain(const Plain *c, bool every, int64_t out[RESULTS], bool ok[RESULTS])
{
    int64_t any = 0, all = 1, count = 0, sum = 0, least = 9, most = -9, floor = 1, pairs = 0,
            other = 0;
    int64_t date = -1, colour = -1;
    bool tie = false, two_tie = false, two = false;
    for (int i = 0; i < c->other_count; i++) {
        other |= c->q[i];
    }
    for (int i = 0; i < c->count; i++) {
        pairs += c->p[i] && c->x[i] >= 1 && other;
        all &= every || c->p[i];
        if (!every && !c->p[i]) {
            continue;
        }
        any = 1;
        count++;
        sum += c->d[i];
        least = c->x[i] < least ? c->x[i] : least;
        most = c->x[i] > most ? c->x[i] : most;
        floor = c->x[i] > floor ? c->x[i] : floor;
        if (c->t[i] > date) {
            date = c->t[i], colour = c->e[i], two = c->x[i] >= 1, tie = two_tie = false;
        } else if (c->t[i] == date) {
            tie |= c->e[i] != colour;
            two_tie |= (c->x[i] >= 1) != two;
        }
    }
    int64_t suitable = c->count > 0 && c->p[0] && c->x[0] >= 1;
    int64_t values[RESULTS] = { any,    all,      count, sum,      least, most, floor,
                                colour, c->count, pairs, suitable, 1,     1 };
    for (unsigned i = 0; i < RESULTS; i++) {
        out[i] = values[i];
        ok[i] = true;
    }
    ok[LEAST] = ok[MOSTLY] = count > 0;
    ok[LATEST] = count > 0 && !tie;
    ok[GREEN] = count > 0;
    ok[TWO] = count > 0 && !two_tie;
}

static bool is_mask(unsigned index)
{
    return index == ANY || index == ALL || index == LATEST || index == SUITABLE || index == GREEN ||
           index == TWO;
}

static bool holds(unsigned index, Reg reg, int64_t value)
{
    return is_mask(index) ? (reg.mask >> value & 1) != 0 : reg.lo <= value && value <= reg.hi;
}

static bool is_settled(unsigned index, Reg reg)
{
    return is_mask(index) ? reg.mask != 0 && mask_is_single(reg.mask) : reg.lo == reg.hi;
}

static int pick(uint64_t *seed, int count)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((*seed >> 33) % (unsigned)count);
}

static void fill_element(Plain *c, int i, uint64_t *seed)
{
    c->p[i] = c->p[i] < 0 ? pick(seed, 2) : c->p[i];
    c->x[i] = c->x[i] < 0 ? pick(seed, 3) : c->x[i];
    c->d[i] = c->d[i] == D_MISSING ? pick(seed, 4) - 1 : c->d[i];
    c->t[i] = c->t[i] < 0 ? pick(seed, 3) : c->t[i];
    c->e[i] = c->e[i] < 0 ? pick(seed, 3) : c->e[i];
}

static void blank_element(Plain *c, int i)
{
    c->p[i] = c->x[i] = c->t[i] = c->e[i] = -1;
    c->d[i] = D_MISSING;
}

/* One way in which the partial record may really be. */
static Plain complete(const Plain *partial, uint64_t *seed)
{
    Plain c = *partial;
    c.count = partial->least + pick(seed, partial->most - partial->least + 1);
    for (int i = 0; i < c.count; i++) {
        if (i >= partial->count) {
            blank_element(&c, i);
        }
        fill_element(&c, i, seed);
    }
    c.other_count = partial->other_given ? partial->other_count : pick(seed, OTHERS + 1);
    for (int i = 0; i < c.other_count; i++) {
        c.q[i] = partial->other_given && c.q[i] >= 0 ? c.q[i] : pick(seed, 2);
    }
    c.given = c.other_given = true;
    c.partial = false;
    c.least = c.most = c.count;
    return c;
}

static Plain make_partial(uint64_t *seed)
{
    Plain c = { .given = pick(seed, 4) > 0, .other_given = pick(seed, 3) > 0 };
    c.count = c.given ? pick(seed, MOST + 1) : 0;
    c.partial = c.given && pick(seed, 2);
    bool open = !c.given || c.partial;
    c.least = open ? c.count + pick(seed, MOST - c.count + 1) : c.count;
    c.most = open ? c.least + pick(seed, MOST - c.least + 1) : c.count;
    for (int i = 0; i < MOST; i++) {
        blank_element(&c, i);
        if (i < c.count) {
            fill_element(&c, i, seed);
        }
        int gone = pick(seed, 8);
        c.p[i] = gone == 0 || gone > 5 ? -1 : c.p[i];
        c.x[i] = gone == 1 ? -1 : c.x[i];
        c.d[i] = gone == 2 ? D_MISSING : c.d[i];
        c.t[i] = gone == 3 ? -1 : c.t[i];
        c.e[i] = gone == 4 ? -1 : c.e[i];
    }
    c.other_count = c.other_given ? pick(seed, OTHERS + 1) : 0;
    for (int i = 0; i < OTHERS; i++) {
        c.q[i] = pick(seed, 3) - 1;
    }
    return c;
}

static void check_completion(Lists *l, const Plain *c, const Reg open[RESULTS], Arena *memory)
{
    Reg closed[RESULTS];
    int64_t values[RESULTS];
    bool ok[RESULTS];
    count_plain(c, l->every, values, ok);
    run_plain(l, c, closed, memory);
    for (unsigned i = 0; i < RESULTS; i++) {
        if (i == SUITABLE && c->count == 0) {
            continue;
        }
        if (ok[i]) {
            assert_true(holds(i, open[i], values[i]));
            assert_true(is_settled(i, closed[i]) && holds(i, closed[i], values[i]));
        } else {
            assert_false(is_settled(i, open[i]));
            assert_false(is_settled(i, closed[i]));
        }
    }
}

static void check_completions(bool every)
{
    Lists *l = build_lists(every);
    Arena *memory = arena_create(0);
    uint64_t seed = 1;
    unsigned settled[RESULTS] = { 0 };
    for (unsigned round = 0; round < 6000; round++) {
        Plain partial = make_partial(&seed);
        Reg open[RESULTS];
        run_plain(l, &partial, open, memory);
        for (unsigned k = 0; k < 15; k++) {
            Plain c = complete(&partial, &seed);
            check_completion(l, &c, open, memory);
            arena_reset(memory);
        }
        for (unsigned i = 0; i < RESULTS; i++) {
            settled[i] += is_settled(i, open[i]);
        }
    }
    for (unsigned i = 0; i < RESULTS; i++) {
        assert_true(settled[i] > 300); /* else the promise would be empty */
    }
    arena_destroy(memory);
}

/* The result of a partial record holds the result of each of its completions; of a complete record
 * it is that result. */
static void results_hold_all_completions(void **state)
{
    (void)state;
    check_completions(false);
    check_completions(true);
}

/* Elements that exist although nothing is known about them. */
static void certain_hidden_elements(void **state)
{
    (void)state;
    Lists *l = build_lists(true);
    Arena *memory = arena_create(0);
    Reg r[RESULTS];
    run_plain(l, &(Plain){ .least = 1, .most = 1 }, r, memory);
    assert_int_equal(r[ANY].mask, MASK_YES);
    assert_true(r[COUNT].lo == 1 && r[COUNT].hi == 1);
    assert_true(r[SUM].lo == -1 && r[SUM].hi == 2);
    assert_true(r[MOSTLY].lo == 0 && r[MOSTLY].hi == 2);
    assert_int_equal(r[GREEN].mask, 2);
    run_plain(l, &(Plain){ .least = 1, .most = 3 }, r, memory);
    assert_true(r[COUNT].lo == 1 && r[COUNT].hi == 3);
    assert_true(r[SUM].lo == -3 && r[SUM].hi == 6);
    assert_true(r[MOSTLY].lo == 0 && r[MOSTLY].hi == 2);
    assert_int_equal(r[GREEN].mask, 2); /* equal values on one day stand */
    run_plain(l, &(Plain){ .least = 0, .most = 1 }, r, memory);
    assert_int_equal(r[ANY].mask, MASK_UNKNOWN);
    assert_int_equal(r[GREEN].mask, 7);
    assert_true(r[MOSTLY].lo == INT64_MIN && r[MOSTLY].hi == INT64_MAX);
    arena_destroy(memory);
}

static void absent_and_empty_lists(void **state)
{
    (void)state;
    Lists *l = build_lists(false);
    Arena *memory = arena_create(0);
    Plain absent = { .least = 0, .most = MOST }, empty = { .given = true };
    Reg r[RESULTS];
    run_plain(l, &absent, r, memory);
    assert_int_equal(r[0].mask, MASK_UNKNOWN);
    assert_int_equal(r[1].mask, MASK_UNKNOWN);
    assert_true(r[2].lo == 0 && r[2].hi == MOST);
    assert_true(r[3].lo == -MOST && r[3].hi == 2 * MOST);
    assert_true(r[6].lo == 1 && r[6].hi == 2);
    assert_true(r[8].lo == 0 && r[8].hi == MOST);
    run_plain(l, &empty, r, memory);
    assert_int_equal(r[0].mask, MASK_NO);
    assert_int_equal(r[1].mask, MASK_YES);
    assert_true(r[2].lo == 0 && r[2].hi == 0);
    assert_true(r[6].lo == 1 && r[6].hi == 1);
    assert_false(is_settled(4, r[4]));
    assert_int_equal(r[7].mask, 7);
    arena_destroy(memory);
}

/* What is not sure to be taken joins what was taken before. */
static void latest_values_join(void **state)
{
    (void)state;
    Lists *l = build_lists(false);
    Arena *memory = arena_create(0);
    Reg r[RESULTS];
    Plain plain = { .given = true,
                    .count = 2,
                    .least = 2,
                    .most = 2,
                    .p = { 1, -1 },
                    .x = { 0, 0 },
                    .t = { 0, 1 },
                    .e = { 2, 1 } };
    run_plain(l, &plain, r, memory);
    assert_int_equal(r[LATEST].mask, 6);
    assert_int_equal(r[TWO].mask, MASK_YES);
    plain.t[1] = 0; /* on one day: may fail */
    run_plain(l, &plain, r, memory);
    assert_int_equal(r[LATEST].mask, 7);
    plain.e[1] = 2;
    run_plain(l, &plain, r, memory);
    assert_int_equal(r[LATEST].mask, 4);
    arena_destroy(memory);
}

/* A date that cannot be computed leaves the latest value open, even of a single element. */
static void latest_by_a_failed_date(void **state)
{
    (void)state;
    Builder b;
    build_begin(&b, arena);
    uint16_t list = build_list(&b, "list", 0, 2);
    BReg day = build_element(&b, list, "day", REG_DATE, 0, 100),
         value = build_element(&b, list, "value", REG_INT, 0, 9);
    uint32_t block = build_block(&b, BLOCK_DECISION, "d", REG_INT, NO_INDEX);
    BReg acc = build_temp(&b, REG_INT, NO_INDEX), date = build_temp(&b, REG_DATE, NO_INDEX);
    build_op(&b, OP_NONE, acc, 0, 0, 0);
    build_op(&b, OP_NONE, date, 0, 0, 0);
    build_each(&b, list);
    BReg failed = build_new(&b, OP_ADD_DAYS, day, build_dec(&b, "0.5"), 0);
    build_insn(&b, OP_ACC_LATEST, acc, build_bool(&b, MASK_YES), failed, value, date);
    build_next(&b);
    build_op(&b, OP_SOME, build_result(&b, block), acc, 0, 0);
    Program *program = finish(&b);
    Vm *vm = vm_create(arena, program);
    Record *record = record_create(arena, arena, program);
    uint16_t element = build_give_element(&b, record, list);
    build_give_in(&b, record, list, element, day, (Reg){ .lo = 5, .hi = 5 });
    build_give_in(&b, record, list, element, value, (Reg){ .lo = 7, .hi = 7 });
    run(vm, record);
    Reg result = vm_get_result(vm, program->blocks[block].result, NO_INDEX);
    assert_true(result.lo == INT64_MIN && result.hi == INT64_MAX);
}

/* Columns of listed elements and of the generic hidden one. */
static void keeps_columns(void **state)
{
    (void)state;
    Lists *l = build_lists(false);
    Arena *memory = arena_create(0);
    Plain plain = { .given = true,
                    .partial = true,
                    .count = 2,
                    .least = 2,
                    .most = 3,
                    .p = { 1, 0 },
                    .x = { 2, 2 } };
    Reg r[RESULTS];
    run_plain(l, &plain, r, memory);
    uint16_t reg = build_reg(&l->b, l->results[SUITABLE]);
    assert_int_equal(vm_get_result(l->vm, reg, 0).mask, MASK_YES);
    assert_int_equal(vm_get_result(l->vm, reg, 1).mask, MASK_NO);
    assert_int_equal(vm_get_result(l->vm, reg, 2).mask, MASK_UNKNOWN);
    /* The next record does not see them. */
    Record *record = make_record(
        l, memory, &(Plain){ .given = true, .count = 1, .least = 1, .most = 1, .p = { 1 } });
    vm_begin(l->vm, record);
    assert_int_equal(vm_get_result(l->vm, reg, 0).mask, MASK_UNKNOWN);
    assert_int_equal(vm_get_result(l->vm, build_reg(&l->b, l->results[0]), NO_INDEX).mask,
                     MASK_UNKNOWN);
    arena_destroy(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_hold_all_completions), cmocka_unit_test(certain_hidden_elements),
        cmocka_unit_test(absent_and_empty_lists),       cmocka_unit_test(keeps_columns),
        cmocka_unit_test(latest_values_join),           cmocka_unit_test(latest_by_a_failed_date),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
