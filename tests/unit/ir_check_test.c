/* ir_check_test.c - the checker of the intermediate form accepts what lowering and emitting make,
 * and names what is broken in it. Each test lowers the same small guideline and breaks one thing.
 */
#include "compiler/lower/ir_check.h"
#include "compiler/compile.h"
#include "lang/lang.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const char GUIDELINE[] =
    "guideline g version \"1\" source s \"S\" strength high end\n"
    "record lesion size : length in cm 0 cm..30 cm  seen : date end\n"
    "enum level : low, middle, high_level\n"
    "patient a : yes_no  b : yes_no  n : integer 0..9  x : decimal 0..9  l : level\n"
    "  lesions : list of lesion 0..3 end\n"
    "statement A-01 at s \"1\" strength high \"a\"\n"
    "decision first : level from A-01 first\n"
    "  case high_level when l is high_level and a\n"
    "  case middle when round(x / 2, 1) > 1 or b\n"
    "  otherwise low\n"
    "end\n"
    "decision large : yes_no from A-01 means any lesions with (size > 3 cm) end\n"
    "decision both : yes_no from A-01 means large and n + 1 > 2 end\n"
    "advise act from A-01 when first is high_level unless large because of_size end\n"
    "reason of_size \"Of its size\"\n";

static Arena *arena;
static Compilation c;

static Str find_nothing(void *context, Arena *where, Str dotted, Str importing, Str *path,
                        bool *builtin)
{
    return STR_NONE;
}

static int lower(void **state)
{
    static SourceSet sources;
    static DiagList diags;
    arena = arena_create(0);
    source_init(&sources, arena);
    diag_init(&diags, arena);
    Ast *ast = lang_read(arena, &sources, &diags, STR("g.cgl"), str_from_c(GUIDELINE),
                         (ModuleFinder){ find_nothing, NULL });
    if (diags.errors) {
        fail_msg("%.*s", (int)diags.items.items[0].message.len, diags.items.items[0].message.ptr);
    }
    c = (Compilation){
        .arena = arena, .ast = ast, .diags = &diags, .program = ARENA_NEW(arena, Program)
    };
    tables_build(&c);
    lower_rules(&c);
    return 0;
}

static int forget(void **state)
{
    arena_destroy(arena);
    return 0;
}

static IrBlock *get_block(const char *name)
{
    for (uint32_t i = 0; i < c.blocks.count; i++) {
        if (str_equal(c.blocks.items[i]->info.name, str_from_c(name))) {
            return c.blocks.items[i];
        }
    }
    fail_msg("no block %s", name);
    return NULL;
}

/* The first node below that is of this kind and opcode; of leaves any opcode. */
static IrNode *find_node(IrNode *node, IrKind kind, uint16_t op)
{
    if (!node || (node->kind == kind && (kind < IR_OP || node->op == op))) {
        return node;
    }
    for (unsigned i = 0; i < 4; i++) {
        IrNode *found = node->args[i] ? find_node(node->args[i], kind, op) : NULL;
        if (found) {
            return found;
        }
    }
    return NULL;
}

static IrNode *get_node(const char *block, IrKind kind, uint16_t op)
{
    IrNode *node = find_node(get_block(block)->result, kind, op);
    assert_non_null(node);
    return node;
}

static void assert_whole(void)
{
    Str why = STR_NONE;
    if (!ir_check(&c, &why)) {
        fail_msg("%.*s", (int)why.len, why.ptr);
    }
}

static void assert_sentence(bool whole, Str why, const char *expected)
{
    assert_false(whole);
    assert_string_equal(str_to_c(arena, why), expected);
}

static void assert_broken(const char *expected)
{
    Str why = STR_NONE;
    bool whole = ir_check(&c, &why);
    assert_sentence(whole, why, expected);
}

static void assert_emitted_broken(const char *expected)
{
    Str why = STR_NONE;
    bool whole = ir_check_emitted(&c, &why);
    assert_sentence(whole, why, expected);
}

/* ---- what passes make ---- */

static void what_lowering_makes_is_whole(void **state)
{
    assert_whole();
    assert_whole(); /* a second walk meets every node again */
}

static void what_emitting_makes_is_whole(void **state)
{
    Str why = STR_NONE;
    emit_program(&c);
    assert_true(ir_check(&c, &why));
    assert_true(ir_check_emitted(&c, &why));
}

/* ---- types ---- */

static void an_operand_of_another_type_is_found(void **state)
{
    IrNode *both = get_node("both", IR_OP, OP_AND);
    both->args[1] = get_node("both", IR_OP, OP_ADD_INT);
    both->depth = both->args[1]->depth + 1;
    assert_broken("both, AND in line 13: the type of ADD_INT does not fit");
}

static void a_result_of_another_type_is_found(void **state)
{
    get_block("both")->result->type = REG_INT;
    assert_broken("both, AND in line 13: the type of AND does not fit");
}

static void sides_of_different_types_are_found(void **state)
{
    IrNode *less = get_node("both", IR_OP, OP_LT);
    less->args[0] = ir_rat(&c, get_block("both"), rat_from_int(1));
    assert_broken("both, LT in line 13: ADD_INT has another type than what stands beside it");
}

static void a_type_that_there_is_not_is_found(void **state)
{
    get_block("large")->result->type = REG_REAL + 1;
    assert_broken("large, ACC_ANY in line 12: it has no type");
}

static void values_without_enumeration_are_found(void **state)
{
    get_block("first")->result->enumeration = NO_INDEX;
    assert_broken("first, SELECT in line 0: its enumeration does not fit its type");
}

static void an_enumeration_without_values_is_found(void **state)
{
    get_block("large")->result->enumeration = 0;
    assert_broken("large, ACC_ANY in line 12: its enumeration does not fit its type");
}

/* ---- operands ---- */

static void a_missing_operand_is_found(void **state)
{
    get_node("both", IR_OP, OP_AND)->args[1] = NULL;
    get_node("both", IR_OP, OP_AND)->depth = 1;
    assert_broken("both, AND in line 13: an operand too few or too many");
}

static void an_operand_too_many_is_found(void **state)
{
    get_node("both", IR_OP, OP_ADD_INT)->args[2] = ir_int(&c, get_block("both"), 1);
    assert_broken("both, ADD_INT in line 13: an operand too few or too many");
}

static void a_set_that_is_not_constant_is_found(void **state)
{
    IrNode *in = get_node("first", IR_OP, OP_IN);
    in->args[1] = in->args[0];
    assert_broken("first, IN in line 8: fact stands where only a constant can");
}

static void a_number_out_of_bounds_is_found(void **state)
{
    get_node("first", IR_OP, OP_ROUND)->imm = DEC_DIGITS + 1;
    assert_broken("first, ROUND in line 9: its number 9 is out of bounds");
}

static void an_instruction_that_is_no_operation_is_found(void **state)
{
    IrNode *rounded = get_node("first", IR_OP, OP_ROUND);
    rounded->op = OP_MOVE;
    assert_broken("first, MOVE in line 9: it is not an operation");
    rounded->op = OP_SKIP_NO;
    assert_broken("first, SKIP_NO in line 9: it is not an operation");
    rounded->op = OP_COUNT_;
    assert_broken("first, ? in line 9: it is not an operation");
}

static void a_gate_word_outside_a_gate_is_found(void **state)
{
    IrBlock *block = get_block("both");
    IrNode *settled = ir_op(&c, block, OP_SETTLED, REG_BOOL, NO_INDEX,
                            get_node("both", IR_RESULT, 0), NULL, NULL, 0);
    block->result = settled;
    assert_broken("both, SETTLED in line 0: a gate word outside a gate");
    block->info.gate = true;
    assert_whole();
    settled->args[0] = ir_bool(&c, block, true);
    settled->depth = 1;
    assert_broken("both, SETTLED in line 0: constant stands where only a result can");
}

/* ---- order ---- */

static void a_node_that_reads_itself_is_found(void **state)
{
    IrNode *both = get_node("both", IR_OP, OP_AND);
    both->args[1] = both;
    assert_broken("both, AND in line 13: it does not stand right above its operands");
}

static void a_block_that_reads_a_later_one_is_found(void **state)
{
    get_node("both", IR_RESULT, 0)->block = c.blocks.count - 1;
    assert_broken("both, result in line 13: block 3 does not stand before it");
}

/* ---- leaves ---- */

static void a_result_of_another_type_than_its_block_is_found(void **state)
{
    get_node("both", IR_RESULT, 0)->block = 0;
    assert_broken("both, result in line 13: first has another type or list");
}

static void a_fact_that_nothing_uses_is_found(void **state)
{
    IrNode *fact = get_node("both", IR_FIELD, 0);
    c.program->fields[fact->field].used = false;
    assert_broken("both, fact in line 13: there is no fact 2 that is used");
}

static void a_fact_of_another_type_is_found(void **state)
{
    IrNode *fact = get_node("both", IR_FIELD, 0);
    fact->field = (uint16_t)program_find_field(c.program, STR("x"));
    assert_broken("both, fact in line 13: x has another type");
}

static void a_value_that_its_enumeration_does_not_have_is_found(void **state)
{
    get_node("first", IR_OP, OP_IN)->args[1]->constant.reg.mask = 8;
    assert_broken("first, constant in line 8: a value that its enumeration does not have");
}

static void a_number_off_the_grid_that_is_not_decimal_is_found(void **state)
{
    get_node("both", IR_OP, OP_ADD_INT)->args[1]->constant.off_grid = true;
    assert_broken("both, constant in line 13: only decimals lie off the grid");
}

static void an_interval_the_wrong_way_round_is_found(void **state)
{
    get_node("both", IR_OP, OP_ADD_INT)->args[1]->constant.reg.hi = -1;
    assert_broken("both, constant in line 13: it has no value");
}

/* ---- lists ---- */

static void a_forgotten_list_is_found(void **state)
{
    IrNode *size = find_node(get_block("large")->result->args[1], IR_FIELD, 0);
    size->lists = 0;
    assert_broken("large, LT in line 12: the lists that it reads are others");
}

static void an_element_outside_a_loop_is_found(void **state)
{
    IrBlock *large = get_block("large");
    large->result = large->result->args[1];
    assert_broken("large, LT in line 12: it reads an element outside a loop over its list");
    large->list = 0;
    c.blocks.items[3]->result = c.blocks.items[3]->when; /* who read it as one of the patient */
    c.blocks.items[2]->result = ir_bool(&c, c.blocks.items[2], true);
    c.blocks.items[3]->aux.count = 0;
    assert_whole();
}

static void a_loop_over_no_list_is_found(void **state)
{
    get_block("large")->result->list = 1;
    assert_broken("large, ACC_ANY in line 12: list 1 does not belong there");
}

static void a_loop_that_does_not_accumulate_is_found(void **state)
{
    get_block("large")->result->op = OP_OR;
    assert_broken("large, OR in line 12: it does not accumulate");
}

static void a_loop_that_starts_with_another_type_is_found(void **state)
{
    get_block("large")->result->args[0] = ir_int(&c, get_block("large"), 0);
    assert_broken("large, ACC_ANY in line 12: it starts with another type");
}

static void a_condition_that_is_not_yes_no_is_found(void **state)
{
    IrBlock *act = get_block("act");
    act->aux.items[0].node = ir_int(&c, act, 1);
    assert_broken("act, constant in line 0: a condition that is not a yes_no");
}

/* ---- after emitting ---- */

static void a_register_that_is_held_is_found(void **state)
{
    emit_program(&c);
    get_node("both", IR_OP, OP_LT)->reg = 1;
    assert_emitted_broken("both, LT in line 13: it holds a register after its block");
}

static void a_register_of_another_type_is_found(void **state)
{
    emit_program(&c);
    get_block("both")->info.result = get_block("first")->info.result;
    Str sentence = str_format(arena, "both, AND in line 13: register %u has another type",
                              (unsigned)get_block("first")->info.result);
    assert_emitted_broken(str_to_c(arena, sentence));
}

static void a_block_that_is_read_and_not_listed_is_found(void **state)
{
    emit_program(&c);
    IrBlock *both = get_block("both");
    assert_int_equal(both->info.need_count, 1);
    both->info.need_count = 0;
    assert_emitted_broken("both, AND in line 13: it reads block 1 without listing it");
}

static void a_block_that_is_listed_and_not_read_is_found(void **state)
{
    emit_program(&c);
    IrBlock *large = get_block("large");
    large->info.needs = get_block("both")->info.needs;
    large->info.need_count = 1;
    assert_emitted_broken("large, ACC_ANY in line 12: it lists blocks that it does not read");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, lower, forget)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_lowering_makes_is_whole),
        TEST(what_emitting_makes_is_whole),
        TEST(an_operand_of_another_type_is_found),
        TEST(a_result_of_another_type_is_found),
        TEST(sides_of_different_types_are_found),
        TEST(a_type_that_there_is_not_is_found),
        TEST(values_without_enumeration_are_found),
        TEST(an_enumeration_without_values_is_found),
        TEST(a_missing_operand_is_found),
        TEST(an_operand_too_many_is_found),
        TEST(a_set_that_is_not_constant_is_found),
        TEST(a_number_out_of_bounds_is_found),
        TEST(an_instruction_that_is_no_operation_is_found),
        TEST(a_gate_word_outside_a_gate_is_found),
        TEST(a_node_that_reads_itself_is_found),
        TEST(a_block_that_reads_a_later_one_is_found),
        TEST(a_result_of_another_type_than_its_block_is_found),
        TEST(a_fact_that_nothing_uses_is_found),
        TEST(a_fact_of_another_type_is_found),
        TEST(a_value_that_its_enumeration_does_not_have_is_found),
        TEST(a_number_off_the_grid_that_is_not_decimal_is_found),
        TEST(an_interval_the_wrong_way_round_is_found),
        TEST(a_forgotten_list_is_found),
        TEST(an_element_outside_a_loop_is_found),
        TEST(a_loop_over_no_list_is_found),
        TEST(a_loop_that_does_not_accumulate_is_found),
        TEST(a_loop_that_starts_with_another_type_is_found),
        TEST(a_condition_that_is_not_yes_no_is_found),
        TEST(a_register_that_is_held_is_found),
        TEST(a_register_of_another_type_is_found),
        TEST(a_block_that_is_read_and_not_listed_is_found),
        TEST(a_block_that_is_listed_and_not_read_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
