/* origin.c - the last writer of every operand, in one pass over each block. */
#include "runtime/reason/origin.h"
#include "runtime/bytecode/opcode.h"

static uint8_t find_reads(uint16_t op)
{
    OpShape shape = opcode_get_shape(op);
    uint8_t reads = 0;
    for (unsigned i = 0; i < shape.operand_count; i++)
        if (shape.operand[i] != '_' && shape.operand[i] != 's' && shape.operand[i] != 'L') reads |= (uint8_t)(1u << i);
    return reads;
}

/* Writers so far of the registers: those of the block at hand are at or behind its first instruction. */
static uint32_t find_writer(const uint32_t *last, const BlockInfo *block, uint16_t reg)
{
    return last[reg] > block->code ? last[reg] - 1 : NO_INDEX32;
}

/* last: per register the instruction that wrote it, + 1; blocks stand one behind the other. */
static void trace_block(Origins *origins, const Program *p, uint32_t b, uint32_t *last)
{
    const BlockInfo *block = &p->blocks[b];
    origins->own_loops[b] = NO_INDEX32;
    for (uint32_t pc = block->code; pc < block->code_end; pc++) {
        const Insn *insn = &p->code[pc];
        uint16_t operands[3] = { insn->a, insn->b, insn->c };
        for (unsigned i = 0; i < 3; i++)
            origins->operands[pc].writers[i] = origins->reads[insn->op] >> i & 1 ? find_writer(last, block, operands[i]) : NO_INDEX32;
        if (opcode_get_shape(insn->op).dst != '_') last[insn->dst] = pc + 1;
        bool own = insn->op == OP_EACH && insn->a == block->list && insn->imm + 1 == block->code_end;
        if (own && origins->own_loops[b] == NO_INDEX32) origins->own_loops[b] = pc;
    }
    origins->results[b] = find_writer(last, block, block->result);
}

const Origins *origin_make(Arena *arena, const Program *p)
{
    Origins *origins = ARENA_NEW(arena, Origins);
    uint32_t *last = ARENA_ARRAY(arena, uint32_t, (size_t)p->reg_count + 1);
    origins->operands = ARENA_ARRAY(arena, Operands, (size_t)p->code_count + 1);
    origins->results = ARENA_ARRAY(arena, uint32_t, (size_t)p->block_count + 1);
    origins->own_loops = ARENA_ARRAY(arena, uint32_t, (size_t)p->block_count + 1);
    for (uint16_t op = 0; op < OP_COUNT_; op++) origins->reads[op] = find_reads(op);
    for (uint32_t b = 0; b < p->block_count; b++) trace_block(origins, p, b, last);
    return origins;
}
