/* origin.c - the last writer of every operand, in one pass over each block. */
#include "runtime/reason/origin.h"

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
        origin = *origin_get(tracer->origins, origin.writer);
    }
    return origin;
}

/* A set is no value of the patient's, and a state is explained by the elements that made it. */
static bool is_value(RegRead read)
{
    return read.role != READ_SET && read.role != READ_STATE;
}

static void trace_instruction(Tracer *tracer, uint32_t pc)
{
    const Program *program = tracer->program;
    const Insn *insn = &program->code[pc];
    uint32_t count;
    const RegRead *reads = anatomy_get_reads(program, pc, &count);
    Origin *origins = tracer->origins->reads + (reads - program->anatomy->reads);
    for (uint32_t i = 0; i < count; i++) {
        origins[i] = (Origin){ NO_INDEX32, reads[i].reg, false };
        if (!is_value(reads[i])) {
            continue;
        }
        origins[i] = find_origin(tracer, reads[i].reg);
        /* What a choice leaves for later is looked at as a choice: it must be one itself, not a
         * value that was one. */
        if (insn->op != OP_SELECT || i != 2) {
            origins[i] = pass_moves(tracer, origins[i]);
        }
    }
    if (anatomy_get_insn(program, pc)->writes) {
        tracer->last[insn->dst] = pc + 1;
    }
}

const Origins *origin_make(Arena *arena, const Program *p)
{
    Origins *origins = ARENA_NEW(arena, Origins);
    Tracer tracer = { p, NULL, origins, ARENA_ARRAY(arena, uint32_t, (size_t)p->reg_count + 1) };
    origins->program = p;
    origins->reads = ARENA_ARRAY(arena, Origin, p->anatomy->code[p->code_count].first_read);
    origins->results = ARENA_ARRAY(arena, Origin, (size_t)p->block_count + 1);
    for (uint32_t b = 0; b < p->block_count; b++) {
        tracer.block = &p->blocks[b];
        for (uint32_t pc = tracer.block->code; pc < tracer.block->code_end; pc++) {
            trace_instruction(&tracer, pc);
        }
        origins->results[b] = pass_moves(&tracer, find_origin(&tracer, tracer.block->result));
    }
    return origins;
}
