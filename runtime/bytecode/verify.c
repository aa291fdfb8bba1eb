/* verify.c - tables first, then who owns which result, then the code. What it leaves behind is the
 * program's anatomy. */
#include "runtime/bytecode/verify.h"
#include "runtime/bytecode/verify_parts.h"

static bool check_owner(const Program *program, const Anatomy *anatomy, uint16_t reg,
                        uint32_t block, Str *why)
{
    uint32_t owner = anatomy->regs[reg].owner;
    if (owner != block) {
        REFUSE("%S: its result register belongs to %S too", program->blocks[block].name,
               program->blocks[owner].name);
    }
    return true;
}

static bool check_owners(const Program *program, const Anatomy *anatomy, uint32_t index, Str *why)
{
    const BlockInfo *block = &program->blocks[index];
    if (!check_owner(program, anatomy, block->result, index, why) ||
        (block->when != NO_INDEX && !check_owner(program, anatomy, block->when, index, why))) {
        return false;
    }
    for (uint32_t i = 0; i < block->aux_count; i++) {
        if (!check_owner(program, anatomy, program->aux[block->aux + i].reg, index, why)) {
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
    Anatomy *anatomy = anatomy_create(program->arena, program);
    for (uint32_t i = 0; i < program->block_count; i++) {
        if (!check_owners(program, anatomy, i, why)) {
            return false;
        }
    }
    if (!verify_code(program, anatomy->regs, why)) {
        return false;
    }
    anatomy_add_code(program->arena, anatomy);
    program->anatomy = anatomy;
    return true;
}
