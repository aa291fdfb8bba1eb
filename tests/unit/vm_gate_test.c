/* vm_gate_test.c - gate words look at the record and at answers. */
#include "tests/unit/vm_harness.h"

typedef struct Asked {
    Answer answer;
    uint16_t reg, element;
    unsigned times;
} Asked;

static const Answer *answer(void *context, uint16_t reg, uint16_t element)
{
    Asked *asked = context;
    asked->reg = reg;
    asked->element = element;
    asked->times++;
    return &asked->answer;
}

typedef struct Gates {
    Builder b;
    BReg x, flag, size, colour_of, value_of;
    uint16_t list;
    BReg results[9];
    Vm *vm;
    Record *record;
    Asked asked;
} Gates;

static void add_gate(Gates *g, unsigned index, const char *name, RegType type, uint16_t op, BReg a,
                     BReg second)
{
    uint32_t block = build_block(&g->b, BLOCK_DECISION, name, type, NO_INDEX);
    build_info_of(&g->b, block)->gate = true;
    build_op(&g->b, op, build_result(&g->b, block), a, second, 0);
    g->results[index] = build_result(&g->b, block);
}

static Gates *build_gates(void)
{
    Gates *g = ARENA_NEW(arena, Gates);
    Builder *b = &g->b;
    build_begin(b, arena);
    uint16_t colour = build_enum(b, "colour", false, "red green blue");
    g->x = build_scalar(b, "x", REG_INT, 0, 9);
    g->list = build_list(b, "lesions", 0, 3);
    g->size = build_element(b, g->list, "size", REG_INT, 0, 9);
    uint32_t decided = build_block(b, BLOCK_DECISION, "colour_of", REG_ENUM, colour);
    build_op(b, OP_FAIL, build_result(b, decided), 0, 0, 0);
    uint32_t valued = build_block(b, BLOCK_DECISION, "value_of", REG_INT, NO_INDEX);
    build_op(b, OP_MOVE, build_result(b, valued), g->x, 0, 0);
    g->colour_of = build_result(b, decided);
    g->value_of = build_result(b, valued);
    add_gate(g, 0, "missing", REG_BOOL, OP_MISSING, g->x, 0);
    add_gate(g, 1, "no_list", REG_BOOL, OP_NO_LIST, g->list, 0);
    add_gate(g, 2, "partial", REG_BOOL, OP_PARTIAL, g->list, 0);
    add_gate(g, 3, "settled", REG_BOOL, OP_SETTLED, g->colour_of, 0);
    add_gate(g, 4, "may_be", REG_BOOL, OP_MAY_BE, g->colour_of, build_set(b, colour, 6));
    add_gate(g, 5, "needs", REG_BOOL, OP_NEEDS_FACTS, g->colour_of, 0);
    add_gate(g, 6, "fact", REG_INT, OP_KNOWN_FACT, g->x, build_int(b, 7));
    add_gate(g, 7, "result", REG_INT, OP_KNOWN_RESULT, g->value_of, build_int(b, 5));
    Program *program = finish(b);
    g->vm = vm_create(arena, program);
    g->vm->context = &g->asked;
    g->vm->answer = answer;
    g->record = record_create(arena, arena, program);
    return g;
}

static Reg get_gate(Gates *g, unsigned index)
{
    return vm_get_result(g->vm, build_reg(&g->b, g->results[index]), NO_INDEX);
}

static void gates_look_at_the_record(void **state)
{
    (void)state;
    Gates *g = build_gates();
    run(g->vm, g->record);
    assert_int_equal(get_gate(g, 0).mask, MASK_YES);
    assert_int_equal(get_gate(g, 1).mask, MASK_YES);
    assert_int_equal(get_gate(g, 2).mask, MASK_NO);
    assert_true(get_gate(g, 6).lo == 7 && get_gate(g, 6).hi == 7);
    build_give_number(&g->b, g->record, g->x, 3);
    build_give_element(&g->b, g->record, g->list);
    g->record->lists[g->list].partial = true;
    run(g->vm, g->record);
    assert_int_equal(get_gate(g, 0).mask, MASK_NO);
    assert_int_equal(get_gate(g, 1).mask, MASK_NO);
    assert_int_equal(get_gate(g, 2).mask, MASK_YES);
    assert_int_equal(get_gate(g, 6).lo, 3);
    uint16_t slot = (uint16_t)(build_reg(&g->b, g->x) - g->vm->program->slot_first);
    g->record->states[slot] = FACT_FAULTY;
    run(g->vm, g->record);
    assert_int_equal(get_gate(g, 0).mask, MASK_YES);
    g->record->states[slot] = FACT_IN_PART;
    run(g->vm, g->record);
    assert_int_equal(get_gate(g, 0).mask, MASK_NO);
}

static void check_answers(Gates *g, Answer given, Mask settled, Mask may_be, Mask needs,
                          int64_t result)
{
    g->asked.answer = given;
    run(g->vm, g->record);
    assert_int_equal(get_gate(g, 3).mask, settled);
    assert_int_equal(get_gate(g, 4).mask, may_be);
    assert_int_equal(get_gate(g, 5).mask, needs);
    assert_int_equal(get_gate(g, 7).lo, result);
    assert_int_equal(g->asked.element, NO_INDEX);
    assert_int_equal(g->asked.reg, build_reg(&g->b, g->value_of));
}

static void gates_look_at_answers(void **state)
{
    (void)state;
    Gates *g = build_gates();
    check_answers(g, (Answer){ .settled = true, .value = { .mask = 2 } }, MASK_YES, MASK_YES,
                  MASK_NO, 2);
    check_answers(g, (Answer){ .settled = true, .value = { .mask = 1 } }, MASK_YES, MASK_NO,
                  MASK_NO, 1);
    check_answers(g, (Answer){ .failed = true, .value = { .mask = 3 } }, MASK_NO, MASK_YES, MASK_NO,
                  5);
    check_answers(g, (Answer){ .value = { .mask = 3 }, .need_count = 1 }, MASK_NO, MASK_YES,
                  MASK_YES, 5);
    check_answers(g, (Answer){ .value = { .mask = 1 }, .gap_count = 1 }, MASK_NO, MASK_NO, MASK_NO,
                  5);
}

/* A settled number between two grid points stays between them. */
static void known_results_off_the_grid(void **state)
{
    (void)state;
    Builder b;
    build_begin(&b, arena);
    BReg x = build_scalar(&b, "x", REG_DEC, 0, DEC_ONE);
    uint32_t third = build_block(&b, BLOCK_DECISION, "third", REG_DEC, NO_INDEX);
    build_op(&b, OP_DIV, build_result(&b, third), x, build_dec(&b, "3"), 0);
    uint32_t gate = build_block(&b, BLOCK_DECISION, "gate", REG_DEC, NO_INDEX);
    build_info_of(&b, gate)->gate = true;
    build_op(&b, OP_KNOWN_RESULT, build_result(&b, gate), build_result(&b, third),
             build_dec(&b, "0"), 0);
    Program *program = finish(&b);
    Asked asked = { .answer = { .settled = true,
                                .off_grid = true,
                                .exact = { 1, 3 },
                                .value = { .lo = 33333333, .hi = 33333333 } } };
    Vm *vm = vm_create(arena, program);
    vm->context = &asked;
    vm->answer = answer;
    run(vm, record_create(arena, arena, program));
    Reg result = vm_get_result(vm, program->blocks[gate].result, NO_INDEX);
    assert_true(result.lo == 33333333 && result.hi == 33333334);
}

/* Of an unlisted element the gate sees what the fast path leaves possible. */
static void hidden_elements_may_be(void **state)
{
    (void)state;
    Builder b;
    build_begin(&b, arena);
    uint16_t colour = build_enum(&b, "colour", false, "red green blue");
    uint16_t list = build_list(&b, "lesions", 0, 3);
    BReg large = build_element(&b, list, "large", REG_BOOL, 0, 0);
    uint32_t each = build_block_each(&b, list, BLOCK_DECISION, "d", REG_ENUM, colour);
    build_each(&b, list);
    build_op(&b, OP_SELECT, build_result(&b, each), large, build_set(&b, colour, 1),
             build_set(&b, colour, 2));
    build_next(&b);
    uint32_t gate = build_block_each(&b, list, BLOCK_DECISION, "gate", REG_BOOL, 0);
    build_info_of(&b, gate)->gate = true;
    build_each(&b, list);
    BReg may = build_new(&b, OP_MAY_BE, build_result(&b, each), build_set(&b, colour, 2), 0);
    BReg not = build_new(&b, OP_MAY_BE, build_result(&b, each), build_set(&b, colour, 4), 0);
    build_op(&b, OP_AND, build_result(&b, gate), may, build_new(&b, OP_NOT, not, 0, 0), 0);
    build_next(&b);
    Program *program = finish(&b);
    Vm *vm = vm_create(arena, program);
    run(vm, record_create(arena, arena, program));
    assert_int_equal(vm_get_result(vm, program->blocks[gate].result, 0).mask, MASK_YES);
}

/* Gate words about elements: asked with the element's index; the hidden one is missing and not
 * settled. */
static void gates_in_loops(void **state)
{
    (void)state;
    Builder b;
    build_begin(&b, arena);
    uint16_t list = build_list(&b, "lesions", 0, 3);
    BReg size = build_element(&b, list, "size", REG_INT, 0, 9);
    uint32_t each = build_block_each(&b, list, BLOCK_DECISION, "large", REG_BOOL, 0);
    build_each(&b, list);
    build_op(&b, OP_LT, build_result(&b, each), build_int(&b, 4), size, 0);
    build_next(&b);
    uint32_t gate = build_block_each(&b, list, BLOCK_ADVICE, "measure", REG_BOOL, 0);
    build_info_of(&b, gate)->gate = true;
    build_each(&b, list);
    BReg missing = build_new(&b, OP_MISSING, size, 0, 0);
    BReg settled = build_new(&b, OP_SETTLED, build_result(&b, each), 0, 0);
    build_op(&b, OP_AND, build_result(&b, gate), missing, build_new(&b, OP_NOT, settled, 0, 0), 0);
    build_next(&b);
    Program *program = finish(&b);
    Asked asked = { 0 };
    Vm *vm = vm_create(arena, program);
    vm->context = &asked;
    vm->answer = answer;
    Record *record = record_create(arena, arena, program);
    build_give_element(&b, record, list);
    build_give_in(&b, record, list, build_give_element(&b, record, list), size,
                  (Reg){ .lo = 5, .hi = 5 });
    record->lists[list].partial = true;
    run(vm, record);
    uint16_t reg = build_reg(&b, build_result(&b, gate));
    assert_int_equal(vm_get_result(vm, reg, 0).mask, MASK_YES);
    assert_int_equal(vm_get_result(vm, reg, 1).mask, MASK_NO);
    assert_int_equal(vm_get_result(vm, reg, 2).mask, MASK_YES);
    assert_int_equal(asked.times, 2);
    assert_int_equal(asked.element, 1);
    assert_int_equal(asked.reg, build_reg(&b, build_result(&b, each)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gates_look_at_the_record), cmocka_unit_test(gates_look_at_answers),
        cmocka_unit_test(gates_in_loops),           cmocka_unit_test(known_results_off_the_grid),
        cmocka_unit_test(hidden_elements_may_be),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
