/* verify_tables.c - every index points into its table. */
#include "runtime/base/limits.h"
#include "runtime/bytecode/opcode.h"
#include "runtime/bytecode/verify_parts.h"

enum { AUX_LIMIT = 64 }; /* what holds is told by one 64-bit mask a block */

static bool is_range(uint32_t first, uint32_t count, uint32_t size)
{
    return first <= size && count <= size - first;
}

/* ---- registers ---- */

static bool check_regions(const Program *program, Str *why)
{
    if (program->slot_first != program->const_count ||
        program->window_first < program->slot_first ||
        program->result_first < program->window_first ||
        program->temp_first < program->result_first || program->reg_count < program->temp_first ||
        program->reg_count >= LIMIT_REGISTERS) {
        REFUSE("the regions of the registers are out of order");
    }
    return true;
}

static bool check_reg_info(const Program *program, uint32_t reg, Str *why)
{
    RegInfo info = program->regs[reg];
    if (info.type > REG_REAL) {
        REFUSE("register %u: no such type", reg);
    }
    bool named = info.type == REG_ENUM;
    if (named != (info.enumeration != NO_INDEX) ||
        (named && (info.enumeration == 0 || info.enumeration >= program->enum_count))) {
        REFUSE("register %u: no such enumeration", reg);
    }
    return true;
}

static bool is_floor(Constant constant)
{
    Dec floor;
    bool exact;
    return rat_floor_dec(constant.exact, &floor, &exact) && !exact && floor == constant.reg.lo &&
           constant.reg.hi - 1 == floor;
}

static bool is_sound_constant(const Program *program, uint32_t index)
{
    Constant constant = program->constants[index];
    Reg reg = constant.reg;
    switch ((RegType)program->regs[index].type) {
    case REG_BOOL: return reg.mask <= MASK_UNKNOWN && reg.may_fail == 0;
    case REG_ENUM: {
        Mask all = mask_all(program->enums[program->regs[index].enumeration].count);
        return (reg.mask & ~all) == 0 && reg.may_fail == 0;
    }
    case REG_DEC: return constant.off_grid ? is_floor(constant) : reg.lo == reg.hi;
    case REG_DATE: return reg.lo == reg.hi && reg.lo >= DAY_MIN && reg.lo <= DAY_MAX;
    case REG_REAL: return reg.real - reg.real == 0;
    case REG_INT: break;
    }
    return reg.lo == reg.hi;
}

static bool check_registers(const Program *program, Str *why)
{
    if (!check_regions(program, why)) {
        return false;
    }
    for (uint32_t i = 0; i < program->reg_count; i++) {
        if (!check_reg_info(program, i, why)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < program->const_count; i++) {
        bool off_grid = program->constants[i].off_grid && program->regs[i].type != REG_DEC;
        if (off_grid || !is_sound_constant(program, i)) {
            REFUSE("constant %u: no value of its type", i);
        }
    }
    return true;
}

static bool check_enums(const Program *program, Str *why)
{
    if (program->enum_count == 0 || program->enums[0].count != 2) {
        REFUSE("the first enumeration is not yes_no");
    }
    for (uint32_t i = 0; i < program->enum_count; i++) {
        if (program->enums[i].count == 0 || program->enums[i].count > LIMIT_ENUM_VALUES) {
            REFUSE("enumeration %u: no values, or more than 64", i);
        }
    }
    return true;
}

/* ---- statements, reasons, natives ---- */

static bool check_statements(const Program *program, Str *why)
{
    for (uint32_t i = 0; i < program->statement_count; i++) {
        const StatementInfo *statement = &program->statements[i];
        bool scale =
            statement->strength == NO_INDEX || statement->strength < program->strength_count;
        if (statement->role > STATEMENT_CONTEXT || !scale ||
            !is_range(statement->refs, statement->ref_count, program->ref_count)) {
            REFUSE("statement %S: an index outside its table", statement->id);
        }
    }
    for (uint32_t i = 0; i < program->reason_count; i++) {
        const ReasonInfo *reason = &program->reasons[i];
        if (!is_range(reason->statements, reason->statement_count, program->statement_ref_count)) {
            REFUSE("reason %S: an index outside its table", reason->name);
        }
    }
    return true;
}

static bool check_refs(const Program *program, Str *why)
{
    for (uint32_t i = 0; i < program->statement_ref_count; i++) {
        if (program->statement_refs[i] >= program->statement_count) {
            REFUSE("reference %u: no such statement", i);
        }
    }
    for (uint32_t i = 0; i < program->block_ref_count; i++) {
        if (program->block_refs[i] >= program->block_count) {
            REFUSE("reference %u: no such block", i);
        }
    }
    return true;
}

static bool check_natives(const Program *program, Str *why)
{
    for (uint32_t i = 0; i < program->native_count; i++) {
        const NativeInfo *native = &program->natives[i];
        bool sound = native->parameter_count <= LIMIT_NATIVE_PARAMETERS &&
                     native->result <= REG_REAL && native->result_unit < unit_get_count();
        for (unsigned k = 0; sound && k < native->parameter_count; k++) {
            sound =
                native->parameters[k] <= REG_REAL && native->parameter_units[k] < unit_get_count();
        }
        if (!sound) {
            REFUSE("native function %S: a type or unit that does not exist", native->name);
        }
    }
    return true;
}

/* ---- blocks ---- */

static bool is_own_register(const Program *program, const BlockInfo *block, uint16_t reg)
{
    if (block->list == NO_INDEX) {
        return reg >= program->result_first && reg < program->temp_first;
    }
    const ListInfo *list = &program->lists[block->list];
    return reg >= list->window + list->used_fields && reg < list->window + list->width;
}

static bool check_results(const Program *program, const BlockInfo *block, Str *why)
{
    bool is_rule = block->kind == BLOCK_ADVICE || block->kind == BLOCK_CAUTION;
    if (!is_own_register(program, block, block->result) ||
        (is_rule && program->regs[block->result].type != REG_BOOL)) {
        REFUSE("%S: its result register does not fit", block->name);
    }
    if (block->when != NO_INDEX && (!is_own_register(program, block, block->when) ||
                                    program->regs[block->when].type != REG_BOOL)) {
        REFUSE("%S: the register of its condition does not fit", block->name);
    }
    if (block->aux_count > AUX_LIMIT ||
        !is_range(block->aux, block->aux_count, program->aux_count)) {
        REFUSE("%S: its further results are not in the table, or more than 64", block->name);
    }
    for (uint32_t i = 0; i < block->aux_count; i++) {
        const AuxInfo *aux = &program->aux[block->aux + i];
        if (!is_own_register(program, block, aux->reg) ||
            program->regs[aux->reg].type != REG_BOOL || aux->value >= LIMIT_ENUM_VALUES) {
            REFUSE("%S: a further result does not fit", block->name);
        }
    }
    return true;
}

static bool check_aux(const Program *program, Str *why)
{
    for (uint32_t i = 0; i < program->aux_count; i++) {
        const AuxInfo *aux = &program->aux[i];
        if ((aux->reason != NO_INDEX && aux->reason >= program->reason_count) ||
            !is_range(aux->statements, aux->statement_count, program->statement_ref_count)) {
            REFUSE("further result %u: an index outside its table", i);
        }
    }
    return true;
}

static bool check_block_ranges(const Program *program, const BlockInfo *block, Str *why)
{
    if (!is_range(block->statements, block->statement_count, program->statement_ref_count) ||
        !is_range(block->shows, block->show_count, program->statement_ref_count) ||
        !is_range(block->refs, block->ref_count, program->ref_count) ||
        !is_range(block->cautions, block->caution_count, program->block_ref_count) ||
        !is_range(block->needs, block->need_count, program->block_ref_count)) {
        REFUSE("%S: an index outside its table", block->name);
    }
    for (uint32_t i = 0; i < block->caution_count; i++) {
        if (program->blocks[program->block_refs[block->cautions + i]].kind != BLOCK_CAUTION) {
            REFUSE("%S: a caution of it is none", block->name);
        }
    }
    return true;
}

/* The blocks cut the code without gaps. */
static bool check_code_ranges(const Program *program, Str *why)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < program->block_count; i++) {
        const BlockInfo *block = &program->blocks[i];
        if (block->code != next || block->code_end < next ||
            block->code_end > program->code_count) {
            REFUSE("%S: its code does not follow that of the block before", block->name);
        }
        next = block->code_end;
    }
    if (next != program->code_count) {
        REFUSE("code stands behind the last block");
    }
    return true;
}

static bool asks_about_result(const Program *program, const BlockInfo *block)
{
    for (uint32_t pc = block->code; pc < block->code_end; pc++) {
        if (opcode_get_shape(program->code[pc].op).operand[0] == 'Q') {
            return true;
        }
    }
    return false;
}

bool verify_is_record_gate(const Program *program, const BlockInfo *block)
{
    if (block->kind != BLOCK_DEFINE || asks_about_result(program, block)) {
        return false;
    }
    for (uint32_t i = 0; i < block->need_count; i++) {
        if (program->blocks[program->block_refs[block->needs + i]].gate) {
            return false;
        }
    }
    return true;
}

/* Blocks read only what stands before them; only gates read gates. */
static bool check_needs(const Program *program, uint32_t index, Str *why)
{
    const BlockInfo *block = &program->blocks[index];
    const uint32_t *needs = block->need_count ? program->block_refs + block->needs : NULL;
    for (uint32_t i = 0; i < block->need_count; i++) {
        if (needs[i] >= index || (i > 0 && needs[i] <= needs[i - 1])) {
            REFUSE("%S: what it reads is not listed in order before it", block->name);
        }
        const BlockInfo *need = &program->blocks[needs[i]];
        if (need->gate && !block->gate && !verify_is_record_gate(program, need)) {
            REFUSE("%S: it reads %S, which is a gate", block->name, need->name);
        }
    }
    return true;
}

static bool check_block(const Program *program, uint32_t index, Str *why)
{
    const BlockInfo *block = &program->blocks[index];
    if (block->kind > BLOCK_CAUTION || block->body > BODY_WORST || block->lo > block->hi ||
        block->unit >= unit_get_count()) {
        REFUSE("%S: a kind, range or unit that does not exist", block->name);
    }
    if (block->strength != NO_INDEX && block->strength >= program->strength_count) {
        REFUSE("%S: no such strength", block->name);
    }
    if (block->list != NO_INDEX &&
        (block->list >= program->list_count || !program->lists[block->list].used)) {
        REFUSE("%S: no such list", block->name);
    }
    return check_results(program, block, why) && check_block_ranges(program, block, why) &&
           check_needs(program, index, why);
}

static bool check_declared(const Program *program, Str *why)
{
    bool *seen = ARENA_ARRAY(program->arena, bool, program->block_count);
    for (uint32_t i = 0; i < program->block_count; i++) {
        uint32_t block = program->declared[i];
        if (block >= program->block_count || seen[block]) {
            REFUSE("the order of declaration does not name each block once");
        }
        seen[block] = true;
    }
    return true;
}

static bool check_blocks(const Program *program, Str *why)
{
    if (!check_code_ranges(program, why)) {
        return false;
    }
    for (uint32_t i = 0; i < program->block_count; i++) {
        if (!check_block(program, i, why)) {
            return false;
        }
    }
    return check_declared(program, why);
}

bool verify_tables(const Program *program, Str *why)
{
    return check_enums(program, why) && check_registers(program, why) &&
           verify_schema(program, why) && check_refs(program, why) &&
           check_statements(program, why) && check_natives(program, why) &&
           check_aux(program, why) && check_blocks(program, why);
}
