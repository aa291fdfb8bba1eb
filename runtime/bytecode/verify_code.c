/* verify_code.c - each instruction against its signature. */
#include "runtime/bytecode/verify_state.h"

/* Letters whose registers must have one and the same type within an instruction. */
typedef struct Group {
    bool bound;
    RegInfo info;
} Group;

static bool check_type(Checker *checker, const OpShape *shape, char letter, uint16_t reg,
                       Group *group)
{
    if (reg >= checker->program->reg_count) {
        REFUSE_HERE(checker, "register %u does not exist", (unsigned)reg);
    }
    RegInfo info = checker->program->regs[reg];
    if (!opcode_takes_type(letter, info.type)) {
        REFUSE_HERE(checker, "register %u has the wrong type", (unsigned)reg);
    }
    if (!opcode_shares_type(shape, letter)) {
        return true;
    }
    if (group->bound &&
        (group->info.type != info.type || group->info.enumeration != info.enumeration)) {
        REFUSE_HERE(checker, "register %u has another type than the one beside it", (unsigned)reg);
    }
    *group = (Group){ true, info };
    return true;
}

/* ---- operands ---- */

/* Where no value at all may stand. */
static bool takes_none(uint16_t op, unsigned index)
{
    return op == OP_MOVE || op == OP_SOME || (op == OP_SELECT && index > 0);
}

static bool check_answer(Checker *checker, uint16_t reg)
{
    uint32_t owner = checker->places[reg].owner;
    if (owner == NO_INDEX32 || owner == checker->block) {
        REFUSE_HERE(checker, "register %u is no result of another block", (unsigned)reg);
    }
    const BlockInfo *block = &checker->program->blocks[owner];
    if (block->gate && !verify_is_record_gate(checker->program, block)) {
        REFUSE_HERE(checker, "it asks about %S, which is a gate", block->name);
    }
    return true;
}

static bool check_operand(Checker *checker, const OpShape *shape, unsigned index, uint16_t reg,
                          Group *group)
{
    char letter = shape->operand[index];
    uint16_t op = checker->program->code[checker->pc].op;
    if (!check_type(checker, shape, letter, reg, group) || !state_check_read(checker, reg)) {
        return false;
    }
    if (letter == 's') {
        if (reg >= checker->program->const_count) {
            REFUSE_HERE(checker, "register %u is no constant", (unsigned)reg);
        }
        return true;
    }
    if (!takes_none(op, index) && state_is_none(checker, reg)) {
        REFUSE_HERE(checker, "register %u may hold no value", (unsigned)reg);
    }
    if (letter == 'Q') {
        return check_answer(checker, reg);
    }
    if (letter == 'F' && checker->places[reg].field == NO_INDEX) {
        REFUSE_HERE(checker, "register %u is no fact", (unsigned)reg);
    }
    return true;
}

static bool check_list(Checker *checker, uint16_t list)
{
    if (list >= checker->program->list_count || !checker->program->lists[list].used) {
        REFUSE_HERE(checker, "list %u does not exist", (unsigned)list);
    }
    return true;
}

static bool check_operands(Checker *checker, const Insn *insn, const OpShape *shape, Group *group)
{
    uint16_t operands[3] = { insn->a, insn->b, insn->c };
    for (unsigned i = shape->imm == 'N' ? 1 : 0; i < 3; i++) {
        if (shape->operand[i] == 0 && operands[i] != 0) {
            REFUSE_HERE(checker, "an operand that it does not have");
        }
        if (shape->operand[i] == 'L' && !check_list(checker, operands[i])) {
            return false;
        }
        if (shape->operand[i] != 0 && shape->operand[i] != 'L' &&
            !check_operand(checker, shape, i, operands[i], group)) {
            return false;
        }
    }
    return true;
}

static bool check_native(Checker *checker, const Insn *insn)
{
    const Program *program = checker->program;
    const NativeInfo *native = &program->natives[insn->imm];
    for (unsigned i = 0; i < native->parameter_count; i++) {
        uint32_t reg = (uint32_t)insn->a + i;
        if (reg >= program->reg_count || program->regs[reg].type != native->parameters[i]) {
            REFUSE_HERE(checker, "an argument of %S has the wrong type", native->name);
        }
        if (!state_check_read(checker, (uint16_t)reg)) {
            return false;
        }
        if (state_is_none(checker, (uint16_t)reg)) {
            REFUSE_HERE(checker, "an argument of %S may hold no value", native->name);
        }
    }
    if (insn->dst >= program->reg_count || program->regs[insn->dst].type != native->result) {
        REFUSE_HERE(checker, "the result of %S has another type", native->name);
    }
    return true;
}

static bool check_imm(Checker *checker, const Insn *insn, const OpShape *shape)
{
    const Program *program = checker->program;
    uint32_t limit = 0;
    switch (shape->imm) {
    case 'D': limit = DEC_DIGITS + 1; break;
    case 'B': limit = program->block_count; break;
    case 'N': limit = program->native_count; break;
    case 'R': limit = program->reg_count; break;
    case 'E':
    case 'K': return true; /* with the scopes */
    default: limit = 1; break;
    }
    if (insn->imm >= limit) {
        REFUSE_HERE(checker, "its number %u is out of bounds", insn->imm);
    }
    if (shape->imm == 'R' && program->regs[insn->imm].type != REG_DATE) {
        REFUSE_HERE(checker, "register %u is no date", insn->imm);
    }
    return shape->imm != 'N' || check_native(checker, insn);
}

/* ---- results ---- */

static bool keeps_none(uint16_t op)
{
    return op == OP_ACC_MIN || op == OP_ACC_MAX || op == OP_ACC_LATEST;
}

static bool check_fold(Checker *checker, const Insn *insn, const OpShape *shape)
{
    if (!state_check_fold(checker, insn->dst)) {
        return false;
    }
    if (!keeps_none(insn->op) && state_is_none(checker, insn->dst)) {
        REFUSE_HERE(checker, "register %u may hold no value", (unsigned)insn->dst);
    }
    return shape->imm != 'R' || state_check_fold(checker, (uint16_t)insn->imm);
}

static bool gives_none(const Checker *checker, const Insn *insn)
{
    switch (insn->op) {
    case OP_NONE: return true;
    case OP_MOVE: return state_is_none(checker, insn->a);
    case OP_SELECT: return state_is_none(checker, insn->b) || state_is_none(checker, insn->c);
    default: return false;
    }
}

static bool check_result(Checker *checker, const Insn *insn, const OpShape *shape, Group *group)
{
    if (shape->dst == '_') {
        if (insn->dst != 0) {
            REFUSE_HERE(checker, "a result that it does not have");
        }
        return true;
    }
    if (!check_type(checker, shape, shape->dst, insn->dst, group)) {
        return false;
    }
    if (opcode_get_family(insn->op) == FAMILY_FOLD) {
        return check_fold(checker, insn, shape);
    }
    return state_define(checker, insn->dst, gives_none(checker, insn));
}

static bool check_flow(Checker *checker, const Insn *insn)
{
    switch (opcode_get_family(insn->op)) {
    case FAMILY_OPEN: return state_open_loop(checker, insn);
    case FAMILY_CLOSE: return state_close_loop(checker, insn);
    case FAMILY_SKIP: return state_open_skip(checker, insn);
    case FAMILY_VALUE:
    case FAMILY_FOLD:
    case FAMILY_GATE: break;
    }
    return true;
}

static bool count_cost(Checker *checker)
{
    if (__builtin_add_overflow(checker->total, checker->repeats, &checker->total) ||
        checker->total > LIMIT_INSTRUCTIONS) {
        REFUSE_HERE(checker, "one evaluation could run more than %lld instructions",
                    (int64_t)LIMIT_INSTRUCTIONS);
    }
    return true;
}

static bool check_instruction(Checker *checker)
{
    const Insn *insn = &checker->program->code[checker->pc];
    if (insn->op >= OP_COUNT_ || insn->pad != 0) {
        REFUSE_HERE(checker, "there is no such instruction");
    }
    if (opcode_get_family(insn->op) == FAMILY_GATE && !state_get_block(checker)->gate) {
        REFUSE_HERE(checker, "a gate word outside a gate");
    }
    OpShape shape = opcode_get_shape(insn->op);
    Group group = { 0 };
    return count_cost(checker) && check_operands(checker, insn, &shape, &group) &&
           check_imm(checker, insn, &shape) && check_result(checker, insn, &shape, &group) &&
           check_flow(checker, insn);
}

static bool check_block(Checker *checker, uint32_t index)
{
    const BlockInfo *block = &checker->program->blocks[index];
    state_start_block(checker, index);
    for (checker->pc = block->code; checker->pc < block->code_end; checker->pc++) {
        state_land(checker);
        if (!check_instruction(checker)) {
            return false;
        }
    }
    return state_finish_block(checker);
}

bool verify_code(Program *program, const RegPlace *places, Str *why)
{
    Checker checker = { .program = program,
                        .places = places,
                        .why = why,
                        .states = ARENA_ARRAY(program->arena, RegState, program->reg_count) };
    for (uint32_t i = 0; i < program->block_count; i++) {
        if (!check_block(&checker, i)) {
            return false;
        }
    }
    program->worst_case = checker.total;
    return true;
}
