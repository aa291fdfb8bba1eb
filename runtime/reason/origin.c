/* origin.c - the last writer of every operand, in one pass over each block. */
#include "runtime/reason/origin.h"
#include "runtime/bytecode/opcode.h"

static bool is_value(char letter)
{
    return letter && letter != '_' && letter != 's' && letter != 'L';
}

/* last: per register the instruction that wrote it, + 1; blocks stand one behind the other, and
 * those of the block at hand are at or behind its first instruction. */
typedef struct Tracer {
    const Program *program;
    const BlockInfo *block;
    Origins *origins;
    uint32_t *last;
} Tracer;

static Origin find_origin(const Tracer *tracer, uint16_t reg)
{
    uint32_t writer = tracer->last[reg] > tracer->block->code ? tracer->last[reg] - 1 : NO_INDEX32;
    return (Origin){ writer, reg, reg >= tracer->program->slot_first };
}

static Origin pass_moves(const Tracer *tracer, Origin origin)
{
    while (origin.writer != NO_INDEX32 && tracer->program->code[origin.writer].op == OP_MOVE) {
        origin = tracer->origins->operands[origin.writer][0];
    }
    return origin;
}

static void trace_instruction(Tracer *tracer, uint32_t pc)
{
    const Insn *insn = &tracer->program->code[pc];
    OpShape shape = opcode_get_shape(insn->op);
    uint16_t operands[3] = { insn->a, insn->b, insn->c };
    for (unsigned i = 0; i < 3; i++) {
        Origin *origin = &tracer->origins->operands[pc][i];
        *origin = (Origin){ NO_INDEX32, operands[i], false };
        if (!is_value(shape.operand[i])) {
            continue;
        }
        *origin = find_origin(tracer, operands[i]);
        /* What a choice leaves for later is looked at as a choice: it must be one itself, not a
         * value that was one. */
        if (insn->op != OP_SELECT || i != 2) {
            *origin = pass_moves(tracer, *origin);
        }
    }
    if (shape.dst != '_') {
        tracer->last[insn->dst] = pc + 1;
    }
}

static uint32_t find_own_loop(const Program *p, const BlockInfo *block)
{
    for (uint32_t pc = block->code; pc < block->code_end; pc++) {
        const Insn *insn = &p->code[pc];
        if (insn->op == OP_EACH && insn->a == block->list && insn->imm + 1 == block->code_end) {
            return pc;
        }
    }
    return NO_INDEX32;
}

const Origins *origin_make(Arena *arena, const Program *p)
{
    Origins *origins = ARENA_NEW(arena, Origins);
    Tracer tracer = { p, NULL, origins, ARENA_ARRAY(arena, uint32_t, (size_t)p->reg_count + 1) };
    origins->operands =
        arena_alloc_array(arena, (size_t)p->code_count + 1, sizeof *origins->operands);
    origins->results = ARENA_ARRAY(arena, Origin, (size_t)p->block_count + 1);
    origins->own_loops = ARENA_ARRAY(arena, uint32_t, (size_t)p->block_count + 1);
    for (uint32_t b = 0; b < p->block_count; b++) {
        tracer.block = &p->blocks[b];
        for (uint32_t pc = tracer.block->code; pc < tracer.block->code_end; pc++) {
            trace_instruction(&tracer, pc);
        }
        origins->results[b] = pass_moves(&tracer, find_origin(&tracer, tracer.block->result));
        origins->own_loops[b] = find_own_loop(p, tracer.block);
    }
    return origins;
}
