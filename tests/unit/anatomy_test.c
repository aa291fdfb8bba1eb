/* anatomy_test.c - what registers are and what instructions read, against lists by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "runtime/bytecode/verify.h"
#include "tests/unit/program_builder.h"

/* A gate about each lesion and a decision about the patient:
 *
 *   block 0, define worrying, for each lesion     pc 0 EACH lesions
 *                                                    1   MISSING t0, lesion.size
 *                                                    2   MOVE lesion.worrying, t0
 *                                                    3 NEXT lesions
 *   block 1, decision seen, for each lesion          4 MOVE t1, no       (before the loop)
 *                                                    5 EACH nodes        (every node)
 *                                                    6   ACC_ANY t1, node.hot
 *                                                    7 NEXT nodes
 *                                                    8 EACH lesions      (its own)
 *                                                    9   LE t2, k, lesion.size
 *                                                   10   MOVE t3, none; 11 NONE t4
 *                                                   12   EACH nodes
 *                                                   13     ACC_LATEST t3, node.hot, node.day,
 * node.hot (t4) 14   NEXT nodes 15   SKIP_NO t2 -> 17 16   AND t5, t2, t1 17   MOVE lesion.seen, t2
 *                                                   18 NEXT lesions
 *   block 2, decision many                          19 LENGTH t6, lesions
 *                                                   20 IN t7, grade, {0}
 *                                                   21 MOVE t8, t6
 *                                                   22 NATIVE t9, t8 (one argument)
 *                                                   23 MOVE many, t7
 */
typedef struct Sample {
    Builder b;
    Program *p;
    uint16_t lesions, nodes;
    BReg size, hot, day, grade, limit, set, no, none;
    BReg missing, any, large, latest, best, both, length, in, argument, called;
    uint32_t worrying, seen, many;
} Sample;

static Arena *arena;
static Sample s;

static void build_worrying(void)
{
    s.worrying = build_block_each(&s.b, s.lesions, BLOCK_DEFINE, "worrying", REG_BOOL, NO_INDEX);
    s.b.blocks.items[s.worrying].gate = true;
    build_each(&s.b, s.lesions);
    s.missing = build_new(&s.b, OP_MISSING, s.size, 0, 0);
    build_op(&s.b, OP_MOVE, build_result(&s.b, s.worrying), s.missing, 0, 0);
    build_next(&s.b);
}

static void build_seen(void)
{
    Builder *b = &s.b;
    s.seen = build_block_each(b, s.lesions, BLOCK_DECISION, "seen", REG_BOOL, NO_INDEX);
    s.any = build_temp(b, REG_BOOL, NO_INDEX);
    build_op(b, OP_MOVE, s.any, s.no, 0, 0);
    build_each(b, s.nodes);
    build_op(b, OP_ACC_ANY, s.any, s.hot, 0, 0);
    build_next(b);
    build_each(b, s.lesions);
    s.large = build_new(b, OP_LE, s.limit, s.size, 0);
    s.latest = build_temp(b, REG_BOOL, NO_INDEX);
    s.best = build_temp(b, REG_DATE, NO_INDEX);
    build_op(b, OP_MOVE, s.latest, s.none, 0, 0);
    build_op(b, OP_NONE, s.best, 0, 0, 0);
    build_each(b, s.nodes);
    build_insn(b, OP_ACC_LATEST, s.latest, s.hot, s.day, s.hot, s.best);
    build_next(b);
    uint32_t skip = build_skip(b, OP_SKIP_NO, s.large);
    s.both = build_new(b, OP_AND, s.large, s.any, 0);
    build_land(b, skip);
    build_op(b, OP_MOVE, build_result(b, s.seen), s.large, 0, 0);
    build_next(b);
}

static void build_many(void)
{
    Builder *b = &s.b;
    NativeInfo info = { .name = STR("f"),
                        .library = STR("l"),
                        .symbol = STR("f"),
                        .parameter_count = 1,
                        .result = REG_INT,
                        .parameters = { REG_INT } };
    uint16_t native = build_native(b, info);
    s.many = build_block(b, BLOCK_DECISION, "many", REG_BOOL, NO_INDEX);
    s.length = build_new(b, OP_LENGTH, s.lesions, 0, 0);
    s.in = build_new(b, OP_IN, s.grade, s.set, 0);
    s.argument = build_temp(b, REG_INT, NO_INDEX);
    build_op(b, OP_MOVE, s.argument, s.length, 0, 0);
    s.called = build_temp(b, REG_INT, NO_INDEX);
    build_insn(b, OP_NATIVE, s.called, s.argument, 0, 0, native);
    build_op(b, OP_MOVE, build_result(b, s.many), s.in, 0, 0);
}

static int set_up(void **state)
{
    arena = arena_create(0);
    build_begin(&s.b, arena);
    uint16_t grades = build_enum(&s.b, "grade", true, "low high");
    s.grade = build_scalar_enum(&s.b, "grade", grades);
    s.lesions = build_list(&s.b, "lesions", 0, 3);
    s.size = build_element(&s.b, s.lesions, "size", REG_INT, 0, 30);
    s.nodes = build_list(&s.b, "nodes", 0, 2);
    s.hot = build_element(&s.b, s.nodes, "hot", REG_BOOL, 0, 1);
    s.day = build_element(&s.b, s.nodes, "day", REG_DATE, 0, 1000);
    s.limit = build_int(&s.b, 5);
    s.set = build_set(&s.b, grades, 1);
    s.no = build_bool(&s.b, MASK_NO);
    s.none = build_bool(&s.b, 0);
    build_worrying();
    build_seen();
    build_many();
    s.p = build_end(&s.b);
    Str why = STR_NONE;
    s.p->anatomy = NULL;
    if (!program_verify(s.p, &why)) {
        fail_msg("%.*s", (int)why.len, why.ptr);
    }
    return 0;
}

static int tear_down(void **state)
{
    arena_destroy(arena);
    return 0;
}

/* ---- registers ---- */

static void assert_place(BReg reg, uint32_t owner, uint16_t field, uint16_t list, uint16_t column)
{
    const RegPlace *place = anatomy_get_reg(s.p, build_reg(&s.b, reg));
    assert_int_equal(place->owner, owner);
    assert_int_equal(place->field, field);
    assert_int_equal(place->list, list);
    assert_int_equal(place->column, column);
}

static void facts_know_their_field_and_list(void **state)
{
    assert_place(s.grade, NO_INDEX32, build_field_index(&s.b, s.grade), NO_INDEX, NO_INDEX);
    assert_place(s.size, NO_INDEX32, build_field_index(&s.b, s.size), s.lesions, NO_INDEX);
    assert_place(s.day, NO_INDEX32, build_field_index(&s.b, s.day), s.nodes, NO_INDEX);
}

static void results_know_their_block_and_column(void **state)
{
    assert_place(build_result(&s.b, s.worrying), 0, NO_INDEX, s.lesions, 0);
    assert_place(build_result(&s.b, s.seen), 1, NO_INDEX, s.lesions, 1);
    assert_place(build_result(&s.b, s.many), 2, NO_INDEX, NO_INDEX, NO_INDEX);
    assert_true(anatomy_is_result(s.p, build_reg(&s.b, build_result(&s.b, s.many))));
}

static void constants_and_temporaries_are_nobodys(void **state)
{
    assert_place(s.limit, NO_INDEX32, NO_INDEX, NO_INDEX, NO_INDEX);
    assert_place(s.large, NO_INDEX32, NO_INDEX, NO_INDEX, NO_INDEX);
    assert_false(anatomy_is_result(s.p, build_reg(&s.b, s.large)));
}

/* ---- where an instruction stands ---- */

static void loops_are_known_by_the_instruction_that_opens_them(void **state)
{
    static const uint32_t none = NO_INDEX32;
    const uint32_t loops[24] = { none, 0,  0,  0, none, none, 5, 5,    none, 8,    8,    8,
                                 8,    12, 12, 8, 8,    8,    8, none, none, none, none, none };
    assert_int_equal(s.p->code_count, 24);
    for (uint32_t pc = 0; pc < 24; pc++) {
        assert_int_equal(anatomy_get_insn(s.p, pc)->loop, loops[pc]);
    }
}

static void only_the_loop_that_closes_with_its_block_is_its_own(void **state)
{
    assert_int_equal(s.p->anatomy->own_loops[0], 0);
    assert_int_equal(s.p->anatomy->own_loops[1], 8);
    assert_int_equal(s.p->anatomy->own_loops[2], NO_INDEX32);
    for (uint32_t pc = 0; pc < 24; pc++) {
        bool own = (pc >= 1 && pc <= 3) || (pc >= 9 && pc <= 18);
        assert_int_equal(anatomy_get_insn(s.p, pc)->own, own);
    }
}

static void instructions_say_which_list_they_name(void **state)
{
    assert_int_equal(anatomy_get_insn(s.p, 0)->list, s.lesions);
    assert_int_equal(anatomy_get_insn(s.p, 7)->list, s.nodes);
    assert_int_equal(anatomy_get_insn(s.p, 19)->list, s.lesions);
    assert_int_equal(anatomy_get_insn(s.p, 20)->list, NO_INDEX);
}

static void instructions_say_what_they_do(void **state)
{
    static const uint8_t families[24] = { FAMILY_OPEN,  FAMILY_GATE,  FAMILY_VALUE, FAMILY_CLOSE,
                                          FAMILY_VALUE, FAMILY_OPEN,  FAMILY_FOLD,  FAMILY_CLOSE,
                                          FAMILY_OPEN,  FAMILY_VALUE, FAMILY_VALUE, FAMILY_VALUE,
                                          FAMILY_OPEN,  FAMILY_FOLD,  FAMILY_CLOSE, FAMILY_SKIP,
                                          FAMILY_VALUE, FAMILY_VALUE, FAMILY_CLOSE, FAMILY_VALUE,
                                          FAMILY_VALUE, FAMILY_VALUE, FAMILY_VALUE, FAMILY_VALUE };
    for (uint32_t pc = 0; pc < 24; pc++) {
        const InsnPlace *place = anatomy_get_insn(s.p, pc);
        bool flows = place->family == FAMILY_OPEN || place->family == FAMILY_CLOSE ||
                     place->family == FAMILY_SKIP;
        assert_int_equal(place->family, families[pc]);
        assert_int_equal(place->writes, !flows);
    }
}

/* ---- what an instruction reads ---- */

typedef struct Expected {
    BReg reg;
    ReadRole role;
    uint8_t operand;
} Expected;

static void assert_reads(uint32_t pc, const Expected *expected, uint32_t expected_count)
{
    uint32_t count;
    const RegRead *reads = anatomy_get_reads(s.p, pc, &count);
    assert_int_equal(count, expected_count);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(reads[i].reg, build_reg(&s.b, expected[i].reg));
        assert_int_equal(reads[i].role, expected[i].role);
        assert_int_equal(reads[i].operand, expected[i].operand);
    }
}
#define ASSERT_READS(pc, ...)                                                            \
    do {                                                                                 \
        const Expected expected_[] = { __VA_ARGS__ };                                    \
        assert_reads((pc), expected_, (uint32_t)(sizeof expected_ / sizeof *expected_)); \
    } while (0)

static void an_operation_reads_its_operands(void **state)
{
    ASSERT_READS(9, { s.limit, READ_VALUE, 0 }, { s.size, READ_VALUE, 1 });
    ASSERT_READS(15, { s.large, READ_VALUE, 0 });
    ASSERT_READS(16, { s.large, READ_VALUE, 0 }, { s.any, READ_VALUE, 1 });
}

static void a_set_and_a_fact_are_read_as_such(void **state)
{
    ASSERT_READS(1, { s.size, READ_FACT, 0 });
    ASSERT_READS(20, { s.grade, READ_VALUE, 0 }, { s.set, READ_SET, 1 });
}

static void an_accumulator_reads_what_it_holds(void **state)
{
    ASSERT_READS(6, { s.hot, READ_VALUE, 0 }, { s.any, READ_STATE, 0 });
    ASSERT_READS(13, { s.hot, READ_VALUE, 0 }, { s.day, READ_VALUE, 1 }, { s.hot, READ_VALUE, 2 },
                 { s.latest, READ_STATE, 0 }, { s.best, READ_STATE, 0 });
}

static void a_call_reads_its_arguments(void **state)
{
    ASSERT_READS(22, { s.argument, READ_ARGUMENT, 0 });
}

static void a_loop_a_length_and_none_read_no_register(void **state)
{
    assert_reads(0, NULL, 0);
    assert_reads(3, NULL, 0);
    assert_reads(11, NULL, 0);
    assert_reads(19, NULL, 0);
}

/* Of every opcode: what it reads are the letters of its signature, and nothing is left out. */
static void count_read(void *context, RegRead read)
{
    ++*(unsigned *)context;
}

static void every_signature_is_read_whole(void **state)
{
    for (uint16_t op = 0; op < OP_COUNT_; op++) {
        OpShape shape = opcode_get_shape(op);
        unsigned expected = 0, count = 0;
        for (unsigned i = 0; i < shape.operand_count; i++) {
            expected += shape.operand[i] != 'L';
        }
        expected += opcode_get_family(op) == FAMILY_FOLD;
        expected += shape.imm == 'R' || shape.imm == 'N'; /* the one native has one argument */
        Insn insn = { .op = op };
        anatomy_visit_reads(s.p, &insn, count_read, &count);
        assert_int_equal(count, expected);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(facts_know_their_field_and_list),
        TEST(results_know_their_block_and_column),
        TEST(constants_and_temporaries_are_nobodys),
        TEST(loops_are_known_by_the_instruction_that_opens_them),
        TEST(only_the_loop_that_closes_with_its_block_is_its_own),
        TEST(instructions_say_which_list_they_name),
        TEST(instructions_say_what_they_do),
        TEST(an_operation_reads_its_operands),
        TEST(a_set_and_a_fact_are_read_as_such),
        TEST(an_accumulator_reads_what_it_holds),
        TEST(a_call_reads_its_arguments),
        TEST(a_loop_a_length_and_none_read_no_register),
        TEST(every_signature_is_read_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
