/* anatomy.c - from tables and signatures to places and reads. */
#include "runtime/bytecode/anatomy.h"
#include "runtime/base/claim.h"
#include "runtime/base/limits.h"

/* ---- registers ---- */

static void place_fields(RegPlace *regs, const Program *program)
{
    for (uint16_t i = 0; i < program->field_count; i++) {
        if (program->fields[i].reg != NO_INDEX) {
            regs[program->fields[i].reg].field = i;
        }
    }
}

static void place_windows(RegPlace *regs, const Program *program)
{
    for (uint16_t l = 0; l < program->list_count; l++) {
        const ListInfo *list = &program->lists[l];
        for (uint16_t i = 0; list->used && i < list->width; i++) {
            RegPlace *place = &regs[list->window + i];
            place->list = l;
            if (i >= list->used_fields) {
                place->column = (uint16_t)(i - list->used_fields);
            }
        }
    }
}

/* Whoever comes first has it: the verifier refuses the second. */
static void place_result(RegPlace *regs, uint16_t reg, uint32_t block)
{
    if (regs[reg].owner == NO_INDEX32) {
        regs[reg].owner = block;
    }
}

static void place_results(RegPlace *regs, const Program *program)
{
    for (uint32_t b = 0; b < program->block_count; b++) {
        const BlockInfo *block = &program->blocks[b];
        place_result(regs, block->result, b);
        if (block->when != NO_INDEX) {
            place_result(regs, block->when, b);
        }
        for (uint32_t k = 0; k < block->aux_count; k++) {
            place_result(regs, program->aux[block->aux + k].reg, b);
        }
    }
}

Anatomy *anatomy_create(Arena *arena, const Program *program)
{
    Anatomy *anatomy = ARENA_NEW(arena, Anatomy);
    anatomy->program = program;
    anatomy->regs = ARENA_ARRAY(arena, RegPlace, program->reg_count);
    for (uint32_t i = 0; i < program->reg_count; i++) {
        anatomy->regs[i] = (RegPlace){ NO_INDEX32, NO_INDEX, NO_INDEX, NO_INDEX };
    }
    place_fields(anatomy->regs, program);
    place_windows(anatomy->regs, program);
    place_results(anatomy->regs, program);
    return anatomy;
}

/* ---- what an instruction reads ---- */

static bool is_register(char letter)
{
    return letter && letter != '_' && letter != 'L';
}

static ReadRole get_role(char letter)
{
    switch (letter) {
    case 's': return READ_SET;
    case 'F': return READ_FACT;
    case 'Q': return READ_ANSWER;
    default: return READ_VALUE;
    }
}

static void visit_arguments(const Program *program, const Insn *insn,
                            void (*visit)(void *context, RegRead read), void *context)
{
    CLAIM_ALWAYS(insn->imm < program->native_count, "A call names a native function.");
    for (uint8_t i = 0; i < program->natives[insn->imm].parameter_count; i++) {
        visit(context, (RegRead){ (uint16_t)(insn->a + i), READ_ARGUMENT, i });
    }
}

void anatomy_visit_reads(const Program *program, const Insn *insn,
                         void (*visit)(void *context, RegRead read), void *context)
{
    OpShape shape = opcode_get_shape(insn->op);
    const uint16_t operands[3] = { insn->a, insn->b, insn->c };
    for (uint8_t i = 0; i < shape.operand_count; i++) {
        if (is_register(shape.operand[i])) {
            RegRead read = { operands[i], (uint8_t)get_role(shape.operand[i]), i };
            visit(context, read);
        }
    }
    if (shape.imm == 'N') {
        visit_arguments(program, insn, visit, context);
    }
    if (opcode_get_family(insn->op) == FAMILY_FOLD) {
        visit(context, (RegRead){ insn->dst, READ_STATE, 0 });
    }
    if (shape.imm == 'R') {
        visit(context, (RegRead){ (uint16_t)insn->imm, READ_STATE, 0 });
    }
}

static void count_read(void *context, RegRead read)
{
    uint32_t *count = context;
    (void)read;
    ++*count;
}

static void store_read(void *context, RegRead read)
{
    RegRead **end = context;
    *(*end)++ = read;
}

static void add_reads(Arena *arena, Anatomy *anatomy)
{
    const Program *program = anatomy->program;
    uint32_t count = 0;
    for (uint32_t pc = 0; pc < program->code_count; pc++) {
        anatomy->code[pc].first_read = count;
        anatomy_visit_reads(program, &program->code[pc], count_read, &count);
    }
    anatomy->code[program->code_count].first_read = count;
    RegRead *end = anatomy->reads = ARENA_ARRAY(arena, RegRead, count);
    for (uint32_t pc = 0; pc < program->code_count; pc++) {
        anatomy_visit_reads(program, &program->code[pc], store_read, &end);
    }
    CLAIM(end == anatomy->reads + count, "Reads are stored as they were counted.");
}

/* ---- where an instruction stands ---- */

/* The loop over a block's own elements is the one that closes at its end. Others over the same
 * list, which stand before it, run for every element; inside it there are none. */
static bool opens_own_loop(const BlockInfo *block, const Insn *insn)
{
    return block->list != NO_INDEX && insn->a == block->list && insn->imm + 1 == block->code_end;
}

static void place_block(Anatomy *anatomy, uint32_t index)
{
    const Program *program = anatomy->program;
    const BlockInfo *block = &program->blocks[index];
    uint32_t open[LIMIT_LOOP_DEPTH + 1];
    unsigned depth = 0;
    bool own = false;
    for (uint32_t pc = block->code; pc < block->code_end; pc++) {
        const Insn *insn = &program->code[pc];
        OpShape shape = opcode_get_shape(insn->op);
        OpFamily family = opcode_get_family(insn->op);
        InsnPlace *place = &anatomy->code[pc];
        place->loop = depth ? open[depth - 1] : NO_INDEX32;
        place->list = shape.operand[0] == 'L' ? insn->a : NO_INDEX;
        place->own = own;
        place->writes = shape.dst != '_';
        place->family = (uint8_t)family;
        if (family == FAMILY_OPEN) {
            CLAIM_ALWAYS(depth <= LIMIT_LOOP_DEPTH, "Loops nest as deep as the verifier allows.");
            open[depth++] = pc;
            if (opens_own_loop(block, insn)) {
                anatomy->own_loops[index] = pc;
                own = true;
            }
        } else if (family == FAMILY_CLOSE) {
            CLAIM_ALWAYS(depth > 0, "What closes a loop stands inside it.");
            depth--;
        }
    }
    CLAIM(depth == 0, "Loops are closed inside their block.");
}

void anatomy_add_code(Arena *arena, Anatomy *anatomy)
{
    const Program *program = anatomy->program;
    anatomy->code = ARENA_ARRAY(arena, InsnPlace, (size_t)program->code_count + 1);
    anatomy->own_loops = ARENA_ARRAY(arena, uint32_t, program->block_count);
    for (uint32_t b = 0; b < program->block_count; b++) {
        anatomy->own_loops[b] = NO_INDEX32;
        place_block(anatomy, b);
    }
    add_reads(arena, anatomy);
}
