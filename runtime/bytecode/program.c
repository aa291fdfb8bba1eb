/* program.c - questions about a program that every engine asks. */
#include "runtime/bytecode/program.h"
#include <string.h>

Reg reg_get_unknown(const Program *program, uint16_t reg)
{
    RegInfo info = program->regs[reg];
    switch ((RegType)info.type) {
    case REG_BOOL: return (Reg){ .mask = MASK_UNKNOWN };
    case REG_ENUM: return (Reg){ .mask = mask_all(program->enums[info.enumeration].count) };
    case REG_DATE: return (Reg){ .lo = DAY_MIN, .hi = DAY_MAX };
    case REG_REAL: return (Reg){ .real = REAL_UNKNOWN };
    case REG_INT:
    case REG_DEC: break;
    }
    return (Reg){ .lo = INT64_MIN, .hi = INT64_MAX };
}

bool reg_is_settled(const Program *program, uint16_t reg, Reg value)
{
    switch ((RegType)program->regs[reg].type) {
    case REG_BOOL:
    case REG_ENUM: return value.mask != 0 && mask_is_single(value.mask);
    case REG_REAL: return value.real == value.real;
    case REG_INT:
    case REG_DEC:
    case REG_DATE: break;
    }
    return value.lo == value.hi;
}

bool *program_list_gated(Arena *arena, const Program *program)
{
    bool *gated = ARENA_ARRAY(arena, bool, program->block_count + 1);

    for (uint32_t b = 0; b < program->block_count; b++) {
        const BlockInfo *block = &program->blocks[b];
        gated[b] = block->gate;
        for (uint32_t i = 0; i < block->need_count; i++) {
            gated[b] = gated[b] || gated[program->block_refs[block->needs + i]];
        }
    }
    return gated;
}

uint32_t program_find_block(const Program *program, BlockKind kind, Str name)
{
    for (uint32_t i = 0; i < program->block_count; i++) {
        if (program->blocks[i].kind == kind && str_equal(program->blocks[i].name, name)) {
            return i;
        }
    }
    return NO_INDEX32;
}

uint32_t program_find_field(const Program *program, Str path)
{
    for (uint32_t i = 0; i < program->field_count; i++) {
        const FieldInfo *field = &program->fields[i];
        if (field->role != FIELD_ELEMENT && field->list == NO_INDEX &&
            str_equal(field->path, path)) {
            return i;
        }
    }
    return NO_INDEX32;
}

uint32_t program_find_list(const Program *program, Str path)
{
    for (uint32_t i = 0; i < program->list_count; i++) {
        if (str_equal(program->lists[i].path, path)) {
            return i;
        }
    }
    return NO_INDEX32;
}
