/* verify.c - tables first, then who owns which result, then the code. */
#include "runtime/bytecode/verify.h"
#include "runtime/bytecode/verify_parts.h"

static bool claim(const Program *program, const Owners *owners, uint16_t reg, uint32_t block,
                  Str *why)
{
    uint32_t owner = owners->block[reg];
    if (owner != NO_INDEX32 && owner != block) {
        REFUSE("%S: its result register belongs to %S too", program->blocks[block].name,
               program->blocks[owner].name);
    }
    owners->block[reg] = block;
    return true;
}

static bool claim_results(const Program *program, const Owners *owners, uint32_t index, Str *why)
{
    const BlockInfo *block = &program->blocks[index];
    if (!claim(program, owners, block->result, index, why) ||
        (block->when != NO_INDEX && !claim(program, owners, block->when, index, why))) {
        return false;
    }
    for (uint32_t i = 0; i < block->aux_count; i++) {
        if (!claim(program, owners, program->aux[block->aux + i].reg, index, why)) {
            return false;
        }
    }
    return true;
}

bool program_verify(Program *program, Str *why)
{
    if (!verify_tables(program, why)) {
        return false;
    }
    Owners owners = { ARENA_ARRAY(program->arena, uint32_t, program->reg_count) };
    for (uint32_t i = 0; i < program->reg_count; i++) {
        owners.block[i] = NO_INDEX32;
    }
    for (uint32_t i = 0; i < program->block_count; i++) {
        if (!claim_results(program, &owners, i, why)) {
            return false;
        }
    }
    return verify_code(program, &owners, why);
}
