/* vm_test.c - the fast path instruction by instruction: truth tables and intervals against what
 * they mean. */
#include "tests/unit/vm_harness.h"
#include <math.h>

/* ---- truth tables: a set operation gives exactly the results of its members ---- */

typedef struct Trial { /* result = op(x, y, z), each a slot or left out */
    Builder b;
    BReg in[3];
    uint32_t block;
    Vm *vm;
    Record *record;
} Trial;

/* types: of the slots, e.g. "bbb"; 'e' = an enumeration with three values. */
static void try_begin(Trial *t, const char *types)
{
    build_begin(&t->b, arena);
    static const char *names[] = { "x", "y", "z" };
    uint16_t colour = build_enum(&t->b, "colour", true, "red green blue");
    for (unsigned i = 0; types[i] != 0; i++) {
        switch (types[i]) {
        case 'b': t->in[i] = build_scalar_bool(&t->b, names[i]); break;
        case 'e': t->in[i] = build_scalar_enum(&t->b, names[i], colour); break;
        case 'i': t->in[i] = build_scalar(&t->b, names[i], REG_INT, INT64_MIN, INT64_MAX); break;
        case 'd': t->in[i] = build_scalar(&t->b, names[i], REG_DEC, DEC_MIN, DEC_MAX); break;
        case 't': t->in[i] = build_scalar(&t->b, names[i], REG_DATE, DAY_MIN, DAY_MAX); break;
        default: t->in[i] = build_scalar(&t->b, names[i], REG_REAL, 0, 0); break;
        }
    }
}

static void try_end(Trial *t, BReg value)
{
    RegInfo info = build_get_info(&t->b, value);
    t->block = build_block(&t->b, BLOCK_DECISION, "result", (RegType)info.type, info.enumeration);
    /* The instructions stood before the block: take them in. */
    build_info_of(&t->b, t->block)->code = 0;
    build_op(&t->b, OP_MOVE, build_result(&t->b, t->block), value, 0, 0);
    Program *program = finish(&t->b);
    t->vm = vm_create(arena, program);
    t->record = record_create(arena, arena, program);
}

static Reg try_run(Trial *t, const Reg *values, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        build_give(&t->b, t->record, t->in[i], values[i]);
    }
    run(t->vm, t->record);
    return vm_get_result(t->vm, t->vm->program->blocks[t->block].result, NO_INDEX);
}

typedef unsigned (*Meaning)(unsigned x, unsigned y, unsigned z);
static unsigned mean_not(unsigned x, unsigned y, unsigned z)
{
    (void)y, (void)z;
    return !x;
}
static unsigned mean_and(unsigned x, unsigned y, unsigned z)
{
    (void)z;
    return x && y;
}
static unsigned mean_or(unsigned x, unsigned y, unsigned z)
{
    (void)z;
    return x || y;
}
static unsigned mean_same(unsigned x, unsigned y, unsigned z)
{
    (void)z;
    return x == y;
}
static unsigned mean_select(unsigned x, unsigned y, unsigned z)
{
    return x ? y : z;
}

/* The set of results over all members of the operand sets. */
static Mask lift(Meaning meaning, Mask x, Mask y, Mask z)
{
    Mask result = 0;
    for (unsigned i = 0; i < 27; i++) {
        unsigned a = i % 3, b = i / 3 % 3, c = i / 9;
        if ((x >> a & 1) && (y >> b & 1) && (z >> c & 1)) {
            result |= UINT64_C(1) << meaning(a, b, c);
        }
    }
    return result;
}

static void check_table(uint16_t op, const char *types, Meaning meaning)
{
    Trial t = { 0 };
    unsigned count = (unsigned)strlen(types);
    try_begin(&t, types);
    try_end(&t, build_new(&t.b, op, t.in[0], t.in[1], t.in[2]));
    Mask limits[3];
    for (unsigned i = 0; i < 3; i++) {
        limits[i] = i >= count ? 1 : types[i] == 'b' ? 3 : 7;
    }
    for (Mask x = 1; x <= limits[0]; x++) {
        for (Mask y = 1; y <= limits[1]; y++) {
            for (Mask z = 1; z <= limits[2]; z++) {
                Reg values[3] = { { .mask = x }, { .mask = y }, { .mask = z } };
                Reg result = try_run(&t, values, count);
                assert_int_equal(result.mask, lift(meaning, x, y, z));
            }
        }
    }
}

static void logic_is_exact(void **state)
{
    (void)state;
    check_table(OP_NOT, "b", mean_not);
    check_table(OP_AND, "bb", mean_and);
    check_table(OP_OR, "bb", mean_or);
    check_table(OP_SAME, "ee", mean_same);
    check_table(OP_SAME, "bb", mean_same);
    check_table(OP_SELECT, "bee", mean_select);
    check_table(OP_SELECT, "bbb", mean_select);
}

static void membership_is_exact(void **state)
{
    (void)state;
    for (Mask set = 1; set <= 7; set++) {
        Trial t = { 0 };
        try_begin(&t, "e");
        try_end(&t, build_new(&t.b, OP_IN, t.in[0], build_set(&t.b, 1, set), 0));
        for (Mask x = 1; x <= 7; x++) {
            Mask expected = ((x & ~set) != 0 ? MASK_NO : 0) | ((x & set) != 0 ? MASK_YES : 0);
            assert_int_equal(try_run(&t, &(Reg){ .mask = x }, 1).mask, expected);
        }
    }
}

static void ordinals(void **state)
{
    (void)state;
    Trial t = { 0 };
    try_begin(&t, "e");
    try_end(&t, build_new(&t.b, OP_ORDINAL, t.in[0], 0, 0));
    static const int64_t expected[8][2] = { { 0, 0 }, { 0, 0 }, { 1, 1 }, { 0, 1 },
                                            { 2, 2 }, { 0, 2 }, { 1, 2 }, { 0, 2 } };
    for (Mask x = 1; x <= 7; x++) {
        Reg result = try_run(&t, &(Reg){ .mask = x }, 1);
        assert_int_equal(result.lo, expected[x][0]);
        assert_int_equal(result.hi, expected[x][1]);
    }
}

/* ---- intervals ---- */

static Mask compare_members(uint16_t op, int64_t alo, int64_t ahi, int64_t blo, int64_t bhi)
{
    Mask result = 0;
    for (int64_t a = alo; a <= ahi; a++) {
        for (int64_t b = blo; b <= bhi; b++) {
            bool holds = op == OP_LT ? a < b : op == OP_LE ? a <= b : a == b;
            result |= mask_from_bool(holds);
        }
    }
    return result;
}

static void comparisons_are_exact(void **state)
{
    (void)state;
    static const uint16_t ops[] = { OP_LT, OP_LE, OP_EQ };
    for (unsigned k = 0; k < 3; k++) {
        Trial t = { 0 };
        try_begin(&t, "ii");
        try_end(&t, build_new(&t.b, ops[k], t.in[0], t.in[1], 0));
        for (int i = 0; i < 256; i++) {
            int64_t alo = i & 3, ahi = i >> 2 & 3, blo = i >> 4 & 3, bhi = i >> 6;
            if (alo <= ahi && blo <= bhi) {
                Reg values[2] = { { .lo = alo, .hi = ahi }, { .lo = blo, .hi = bhi } };
                assert_int_equal(try_run(&t, values, 2).mask,
                                 compare_members(ops[k], alo, ahi, blo, bhi));
            }
        }
    }
}

static Reg run_numbers(uint16_t op, const char *types, Reg x, Reg y)
{
    Trial t = { 0 };
    Reg values[2] = { x, y };
    try_begin(&t, types);
    try_end(&t, build_new(&t.b, op, t.in[0], types[1] != 0 ? t.in[1] : 0, 0));
    return try_run(&t, values, (unsigned)strlen(types));
}

static void check_numbers(uint16_t op, const char *types, int64_t alo, int64_t ahi, int64_t blo,
                          int64_t bhi, int64_t lo, int64_t hi)
{
    Reg result =
        run_numbers(op, types, (Reg){ .lo = alo, .hi = ahi }, (Reg){ .lo = blo, .hi = bhi });
    if (result.lo != lo || result.hi != hi) {
        print_error("%.*s: %lld..%lld\n", (int)opcode_get_name(op).len, opcode_get_name(op).ptr,
                    (long long)result.lo, (long long)result.hi);
    }
    assert_int_equal(result.lo, lo);
    assert_int_equal(result.hi, hi);
}

#define D(x) ((int64_t)((x)*DEC_ONE))
#define WHOLE INT64_MIN, INT64_MAX

static void numbers(void **state)
{
    (void)state;
    check_numbers(OP_ADD_INT, "ii", 1, 2, 10, 20, 11, 22);
    check_numbers(OP_ADD_INT, "ii", INT64_MAX, INT64_MAX, 1, 1, WHOLE);
    check_numbers(OP_ADD_INT, "ii", WHOLE, 0, 0, WHOLE);
    check_numbers(OP_SUB_INT, "ii", 1, 2, 10, 20, -19, -8);
    check_numbers(OP_SUB_INT, "ii", WHOLE, 7, 7, WHOLE);
    check_numbers(OP_MUL_INT, "ii", -2, 3, 5, 7, -14, 21);
    check_numbers(OP_MUL_INT, "ii", WHOLE, 0, 0, WHOLE); /* a failure times zero fails */
    check_numbers(OP_ADD, "dd", D(1), D(1), D(2), D(3), D(3), D(4));
    check_numbers(OP_MUL, "dd", D(3), D(3), D(2), D(2), D(6), D(6));
    check_numbers(OP_MUL, "dd", 1, 1, 1, 1, 0, 1); /* 1e-16 lies between two grid points */
    check_numbers(OP_DIV, "dd", D(1), D(1), D(3), D(3), 33333333, 33333334);
    check_numbers(OP_DIV, "dd", D(6), D(6), D(3), D(3), D(2), D(2));
    check_numbers(OP_DIV, "dd", D(1), D(1), D(-1), D(1), WHOLE);
    check_numbers(OP_DIV, "dd", WHOLE, D(2), D(2), WHOLE);
    check_numbers(OP_MIN, "ii", 1, 5, 3, 4, 1, 4);
    check_numbers(OP_MAX, "ii", 1, 5, 3, 4, 3, 5);
    check_numbers(OP_MAX, "ii", WHOLE, 3, 3, WHOLE); /* a failed operand */
    check_numbers(OP_TO_DEC, "i", 3, 4, 0, 0, D(3), D(4));
    check_numbers(OP_ROUND_INT, "d", D(5) / 2, D(5) / 2, 0, 0, 2, 2); /* half to even */
    check_numbers(OP_ROUND_INT, "d", D(7) / 2, D(7) / 2, 0, 0, 4, 4);
    check_numbers(OP_ROUND_INT, "d", WHOLE, 0, 0, WHOLE);
    check_numbers(OP_BIT, "b", 2, 0, 0, 0, 1, 1);
    check_numbers(OP_BIT, "b", 3, 0, 0, 0, 0, 1);
}

static void dates(void **state)
{
    (void)state;
    /* 2024-01-31 is day 19753; 2024-02-29 day 19782; 2024-03-31 day 19813. */
    check_numbers(OP_DAYS, "tt", 19782, 19782, 19753, 19753, D(29), D(29));
    check_numbers(OP_DAYS, "tt", 10, 12, 3, 5, D(5), D(9));
    check_numbers(OP_DAYS, "tt", DAY_MIN, DAY_MAX, 3, 5, WHOLE);
    check_numbers(OP_MONTHS, "tt", 19813, 19813, 19753, 19753, 2, 2);
    check_numbers(OP_MONTHS, "tt", 19812, 19813, 19753, 19753, 1, 2);
    check_numbers(OP_ADD_DAYS, "td", 10, 12, D(5), D(5), 15, 17);
    check_numbers(OP_ADD_DAYS, "td", 10, 12, D(5), D(6), DAY_MIN, DAY_MAX);
    check_numbers(OP_ADD_DAYS, "td", 10, 12, D(5) / 2, D(5) / 2, DAY_MIN, DAY_MAX);
    check_numbers(OP_ADD_DAYS, "td", DAY_MAX, DAY_MAX, D(1), D(1), DAY_MIN, DAY_MAX);
    check_numbers(OP_YEARS, "tt", 19782, 19783, 19417, 19417, 0, 1); /* from 1 March 2023 */
    check_numbers(OP_YEARS, "tt", 19417, 19417, 19782, 19783, -1, 0);
    check_numbers(OP_YEARS, "tt", DAY_MIN, DAY_MAX, 3, 5, INT64_MIN, INT64_MAX);
    check_numbers(OP_WEEKS, "tt", 19766, 19767, 19753, 19753, 1, 2);
    check_numbers(OP_WEEKS, "tt", 19753, 19753, 19766, 19767, -2, -1);
    check_numbers(OP_ADD_MONTHS, "td", 19753, 19753, D(2), D(2), 19813, 19813);
    check_numbers(OP_ADD_MONTHS, "td", 19753, 19753, D(1), D(1), 19782,
                  19782); /* 29 February 2024 */
    check_numbers(OP_ADD_MONTHS, "td", 19751, 19755, D(1), D(1), 19782,
                  19784); /* 29, 30, 31 January, 1, 2 February */
    check_numbers(OP_ADD_MONTHS, "td", 19751, 19755, D(1), D(2), DAY_MIN, DAY_MAX);
    check_numbers(OP_ADD_MONTHS, "td", 19753, 19753, D(1) / 2, D(1) / 2, DAY_MIN, DAY_MAX);
    check_numbers(OP_ADD_MONTHS, "td", DAY_MAX, DAY_MAX, D(1), D(1), DAY_MIN, DAY_MAX);
}

static void reals(void **state)
{
    (void)state;
    Reg one = { .real = 1.0 }, two = { .real = 2.0 }, unknown = { .real = NAN };
    assert_true(run_numbers(OP_REAL_ADD, "rr", one, two).real == 3.0);
    assert_true(isnan(run_numbers(OP_REAL_DIV, "rr", one, (Reg){ .real = 0.0 }).real));
    assert_true(isnan(run_numbers(OP_REAL_LN, "r", (Reg){ .real = 0.0 }, one).real));
    assert_true(isnan(run_numbers(OP_REAL_EXP, "r", (Reg){ .real = 1e6 }, one).real));
    assert_true(isnan(run_numbers(OP_REAL_MUL, "rr", unknown, two).real));
    assert_int_equal(run_numbers(OP_REAL_LT, "rr", one, two).mask, MASK_YES);
    assert_int_equal(run_numbers(OP_REAL_LE, "rr", two, one).mask, MASK_NO);
    assert_int_equal(run_numbers(OP_REAL_LT, "rr", unknown, two).mask, MASK_UNKNOWN);
    assert_true(run_numbers(OP_TO_REAL, "d", (Reg){ .lo = D(1) / 4, .hi = D(1) / 4 }, one).real ==
                0.25);
    assert_true(isnan(run_numbers(OP_TO_REAL, "d", (Reg){ .lo = 1, .hi = 2 }, one).real));
}

/* ---- failure is not a value ---- */

/* 1/x with x = 0: nothing that uses it is settled, unless it does not matter. */
static void failures_stay_open(void **state)
{
    (void)state;
    Trial t = { 0 };
    try_begin(&t, "d");
    BReg zero = build_dec(&t.b, "0"), one = build_dec(&t.b, "1"), no = build_bool(&t.b, MASK_NO);
    BReg failed = build_new(&t.b, OP_DIV, one, t.in[0], 0);
    BReg positive = build_new(&t.b, OP_LT, zero, failed, 0);
    BReg bit = build_new(&t.b, OP_BIT, positive, 0, 0);
    BReg floor = build_new(&t.b, OP_MAX, failed, zero, 0);
    BReg chosen = build_new(&t.b, OP_SELECT, positive, one, one);
    BReg decided = build_new(&t.b, OP_AND, no, positive, 0);
    BReg tests[] = { positive, build_new(&t.b, OP_LE, build_int(&t.b, 0), bit, 0),
                     build_new(&t.b, OP_LE, zero, floor, 0), build_new(&t.b, OP_EQ, chosen, one, 0),
                     build_new(&t.b, OP_OR, no, positive, 0) };
    BReg results[6];
    for (unsigned i = 0; i < 5; i++) {
        results[i] = build_new(&t.b, OP_MOVE, tests[i], 0, 0);
    }
    results[5] = decided;
    BReg all = build_bool(&t.b, MASK_NO);
    for (unsigned i = 0; i < 5; i++) {
        /* yes if one of them is settled */
        all = build_new(&t.b, OP_OR, all, results[i], 0);
    }
    try_end(&t, all);
    Reg value = try_run(&t, &(Reg){ .lo = 0, .hi = 0 }, 1);
    assert_int_equal(value.mask, MASK_UNKNOWN);
    for (unsigned i = 0; i < 5; i++) {
        assert_int_equal(t.vm->regs[build_reg(&t.b, results[i])].mask, MASK_UNKNOWN);
    }
    assert_int_equal(t.vm->regs[build_reg(&t.b, decided)].mask, MASK_NO);
    value = try_run(&t, &(Reg){ .lo = D(2), .hi = D(2) }, 1);
    assert_int_equal(value.mask, MASK_YES);
}

/* A choice that failed is not even one of all its values. */
static void failed_choices(void **state)
{
    (void)state;
    Trial t = { 0 };
    try_begin(&t, "e");
    BReg failed = build_temp(&t.b, REG_ENUM, 1);
    build_op(&t.b, OP_FAIL, failed, 0, 0, 0);
    BReg in = build_new(&t.b, OP_IN, failed, build_set(&t.b, 1, 7), 0);
    BReg same = build_new(&t.b, OP_SAME, failed, failed, 0);
    BReg ordinal =
        build_new(&t.b, OP_LE, build_int(&t.b, 0), build_new(&t.b, OP_ORDINAL, failed, 0, 0), 0);
    BReg either = build_new(&t.b, OP_OR, build_new(&t.b, OP_OR, in, same, 0), ordinal, 0);
    try_end(&t,
            build_new(&t.b, OP_LE, build_int(&t.b, 0), build_new(&t.b, OP_BIT, either, 0, 0), 0));
    assert_int_equal(try_run(&t, &(Reg){ .mask = 1 }, 1).mask, MASK_UNKNOWN);
    assert_int_equal(t.vm->regs[build_reg(&t.b, in)].mask, MASK_UNKNOWN);
    assert_int_equal(t.vm->regs[build_reg(&t.b, same)].mask, MASK_UNKNOWN);
    assert_int_equal(t.vm->regs[build_reg(&t.b, ordinal)].mask, MASK_UNKNOWN);
}

/* A sum over elements whose filter failed. */
static void failed_filters(void **state)
{
    (void)state;
    static const uint16_t ops[] = { OP_ACC_COUNT, OP_ACC_SUM, OP_ACC_MAX };
    for (unsigned i = 0; i < 3; i++) {
        Builder b;
        build_begin(&b, arena);
        uint16_t list = build_list(&b, "list", 0, 2);
        BReg x = build_element(&b, list, "x", REG_DEC, 0, 5);
        uint32_t block = build_block(&b, BLOCK_DECISION, "d", REG_BOOL, 0);
        BReg zero = i == 0 ? build_int(&b, 0) : build_grid(&b, 0);
        BReg acc = build_new(&b, OP_MOVE, zero, 0, 0), failed = build_temp(&b, REG_BOOL, 0);
        build_op(&b, OP_FAIL, failed, 0, 0, 0);
        build_each(&b, list);
        build_op(&b, ops[i], acc, failed, i == 0 ? 0 : x, 0);
        build_next(&b);
        build_op(&b, OP_LE, build_result(&b, block), zero, acc, 0);
        Program *program = finish(&b);
        Vm *vm = vm_create(arena, program);
        Record *record = record_create(arena, arena, program);
        build_give_element(&b, record, list);
        run(vm, record);
        assert_int_equal(vm_get_result(vm, program->blocks[block].result, NO_INDEX).mask,
                         MASK_UNKNOWN);
    }
}

/* An enumeration with one value: its failure must not look like that value. */
static void failure_of_one_value(void **state)
{
    (void)state;
    Builder b;
    build_begin(&b, arena);
    uint16_t only = build_enum(&b, "only", false, "one");
    uint32_t block = build_block(&b, BLOCK_DECISION, "d", REG_ENUM, only);
    build_op(&b, OP_FAIL, build_result(&b, block), 0, 0, 0);
    Program *program = finish(&b);
    Vm *vm = vm_create(arena, program);
    run(vm, record_create(arena, arena, program));
    assert_false(reg_is_settled(program, program->blocks[0].result,
                                vm_get_result(vm, program->blocks[0].result, NO_INDEX)));
}

/* ---- the rest ---- */

/* A skip jumps: the register behind it keeps what it was. */
static void skips_are_jumps(void **state)
{
    (void)state;
    Trial t = { 0 };
    try_begin(&t, "bb");
    uint32_t no = build_skip(&t.b, OP_SKIP_NO, t.in[0]);
    BReg first = build_new(&t.b, OP_NOT, t.in[1], 0, 0);
    build_land(&t.b, no);
    uint32_t yes = build_skip(&t.b, OP_SKIP_YES, t.in[0]);
    BReg second = build_new(&t.b, OP_NOT, t.in[1], 0, 0);
    build_land(&t.b, yes);
    try_end(&t, build_new(&t.b, OP_MOVE, t.in[0], 0, 0));
    for (Mask x = 1; x <= 3; x++) {
        Reg values[2] = { { .mask = x }, { .mask = MASK_NO } };
        t.vm->regs[build_reg(&t.b, first)].mask = t.vm->regs[build_reg(&t.b, second)].mask =
            MASK_UNKNOWN;
        try_run(&t, values, 2);
        /* not no = yes; untouched = unknown, as it was */
        assert_int_equal(t.vm->regs[build_reg(&t.b, first)].mask,
                         x == MASK_NO ? MASK_UNKNOWN : MASK_YES);
        assert_int_equal(t.vm->regs[build_reg(&t.b, second)].mask,
                         x == MASK_YES ? MASK_UNKNOWN : MASK_YES);
    }
}

static bool add_native(void *context, uint16_t native, const Reg *arguments, Reg *result)
{
    unsigned *calls = context;
    assert_int_equal(native, 0);
    ++*calls;
    *result =
        (Reg){ .lo = arguments[0].lo + arguments[1].lo, .hi = arguments[0].lo + arguments[1].lo };
    return arguments[0].lo != 13;
}

static void natives_get_known_values_only(void **state)
{
    (void)state;
    Trial t = { 0 };
    unsigned calls = 0;
    try_begin(&t, "ii");
    build_native(&t.b, (NativeInfo){ .name = STR("add"),
                                     .parameter_count = 2,
                                     .result = REG_INT,
                                     .parameters = { REG_INT, REG_INT } });
    BReg first = build_new(&t.b, OP_MOVE, t.in[0], 0, 0);
    build_new(&t.b, OP_MOVE, t.in[1], 0, 0);
    BReg sum = build_temp(&t.b, REG_INT, NO_INDEX);
    build_insn(&t.b, OP_NATIVE, sum, first, 0, 0, 0);
    try_end(&t, sum);
    t.vm->context = &calls;
    t.vm->native = add_native;
    Reg known[2] = { { .lo = 3, .hi = 3 }, { .lo = 4, .hi = 4 } },
        open[2] = { { .lo = 3, .hi = 3 }, { .lo = 4, .hi = 5 } };
    Reg fails[2] = { { .lo = 13, .hi = 13 }, { .lo = 4, .hi = 4 } };
    assert_int_equal(try_run(&t, known, 2).lo, 7);
    Reg result = try_run(&t, open, 2);
    assert_true(result.lo == INT64_MIN && result.hi == INT64_MAX);
    assert_int_equal(calls, 1);
    result = try_run(&t, fails, 2);
    assert_true(result.lo == INT64_MIN && result.hi == INT64_MAX);
    assert_int_equal(calls, 2);
    t.vm->native = NULL;
    result = try_run(&t, known, 2);
    assert_true(result.lo == INT64_MIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logic_is_exact),
        cmocka_unit_test(membership_is_exact),
        cmocka_unit_test(ordinals),
        cmocka_unit_test(comparisons_are_exact),
        cmocka_unit_test(numbers),
        cmocka_unit_test(dates),
        cmocka_unit_test(reals),
        cmocka_unit_test(failures_stay_open),
        cmocka_unit_test(failed_choices),
        cmocka_unit_test(failed_filters),
        cmocka_unit_test(failure_of_one_value),
        cmocka_unit_test(skips_are_jumps),
        cmocka_unit_test(natives_get_known_values_only),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
