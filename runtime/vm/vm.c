/* vm.c - a session's register file, and what can be known about a program before any patient. */
#include "runtime/bytecode/anatomy.h"
#include "runtime/vm/machine.h"
#include <string.h>

static unsigned get_column_count(const ListInfo *list)
{
    return (unsigned)list->width - list->used_fields;
}

/* A failure must never look settled: of an enumeration with one value the set gets a second bit
 * that names nothing. */
static Reg get_whole(const Program *program, uint16_t reg)
{
    Reg whole = reg_get_unknown(program, reg);
    RegType type = (RegType)program->regs[reg].type;
    if (type == REG_BOOL || type == REG_ENUM) {
        whole.may_fail = 1;
        whole.mask = mask_is_single(whole.mask) ? MASK_UNKNOWN : whole.mask;
    }
    return whole;
}

static const Reg *plan_wholes(Arena *arena, const Program *program)
{
    Reg *whole = ARENA_ARRAY(arena, Reg, program->reg_count);
    for (uint32_t i = 0; i < program->reg_count; i++) {
        whole[i] = get_whole(program, (uint16_t)i);
    }
    return whole;
}

static Reg *plan_blank_row(Arena *arena, const Program *program, const ListInfo *list)
{
    Reg *row = ARENA_ARRAY(arena, Reg, list->used_fields);
    for (uint32_t i = 0; i < list->field_count; i++) {
        const FieldInfo *field = &program->fields[list->first_field + i];
        if (field->reg != NO_INDEX) {
            row[field->reg - list->window] = field_get_unknown(program, field);
        }
    }
    return row;
}

static Reg *const *plan_blank_rows(Arena *arena, const Program *program)
{
    Reg **rows = ARENA_ARRAY(arena, Reg *, program->list_count);
    for (uint32_t i = 0; i < program->list_count; i++) {
        if (program->lists[i].used) {
            rows[i] = plan_blank_row(arena, program, &program->lists[i]);
        }
    }
    return rows;
}

/* ---- loops ---- */

static void widen(uint16_t *first, uint16_t *count, uint16_t at)
{
    if (*count == 0) {
        *first = at;
        *count = 1;
        return;
    }
    uint16_t end = (uint16_t)(*first + *count);
    *first = at < *first ? at : *first;
    end = at >= end ? (uint16_t)(at + 1) : end;
    *count = (uint16_t)(end - *first);
}

static void note_register(LoopPlan *plan, const ListInfo *list, uint16_t reg, bool written)
{
    if (reg < list->window || reg >= list->window + list->width) {
        return;
    }
    uint16_t at = (uint16_t)(reg - list->window);
    if (at < list->used_fields) {
        widen(&plan->field_first, &plan->field_count, at);
    } else {
        widen(&plan->column_first, &plan->column_count, (uint16_t)(at - list->used_fields));
        plan->writes = plan->writes || written;
    }
}

static void note_instruction(LoopPlan *plan, const Program *program, const ListInfo *list,
                             uint32_t pc)
{
    uint32_t count;
    const RegRead *reads = anatomy_get_reads(program, pc, &count);
    for (uint32_t i = 0; i < count; i++) {
        note_register(plan, list, reads[i].reg, false);
    }
    if (anatomy_get_insn(program, pc)->writes) {
        note_register(plan, list, program->code[pc].dst, true);
    }
}

static LoopPlan plan_loop(const Program *program, uint32_t each)
{
    LoopPlan plan = { 0 };
    const Insn *insn = &program->code[each];
    for (uint32_t pc = each + 1; pc < insn->imm; pc++) {
        note_instruction(&plan, program, &program->lists[insn->a], pc);
    }
    return plan;
}

static bool opens_loop(const Program *program, uint32_t pc)
{
    return anatomy_get_insn(program, pc)->family == FAMILY_OPEN;
}

static void plan_loops(Arena *arena, const Program *program, VmPlan *plan)
{
    uint32_t count = 0;
    uint32_t *loop_of = ARENA_ARRAY(arena, uint32_t, program->code_count);
    for (uint32_t pc = 0; pc < program->code_count; pc++) {
        loop_of[pc] = opens_loop(program, pc) ? count++ : 0;
    }
    LoopPlan *loops = ARENA_ARRAY(arena, LoopPlan, count);
    for (uint32_t pc = 0; pc < program->code_count; pc++) {
        if (opens_loop(program, pc)) {
            loops[loop_of[pc]] = plan_loop(program, pc);
        }
    }
    plan->loop_of = loop_of;
    plan->loops = loops;
}

/* ---- session ---- */

static const VmPlan *create_plan(Arena *arena, const Program *program)
{
    VmPlan *plan = ARENA_NEW(arena, VmPlan);
    plan->whole = plan_wholes(arena, program);
    plan->blank_rows = plan_blank_rows(arena, program);
    plan_loops(arena, program, plan);
    return plan;
}

Vm *vm_create(Arena *session_arena, const Program *program)
{
    Vm *vm = ARENA_NEW(session_arena, Vm);
    vm->program = program;
    vm->plan = create_plan(session_arena, program);
    vm->regs = ARENA_ARRAY(session_arena, Reg, program->reg_count);
    vm->columns = ARENA_ARRAY(session_arena, Reg *, program->list_count);
    for (uint32_t i = 0; i < program->list_count; i++) {
        const ListInfo *list = &program->lists[i];
        size_t cells = (size_t)(list->most + 1) * (list->used ? get_column_count(list) : 0);
        vm->columns[i] = ARENA_ARRAY(session_arena, Reg, cells);
    }
    for (uint32_t i = 0; i < program->const_count; i++) {
        vm->regs[i] = program->constants[i].reg;
    }
    return vm;
}

/* Results of the patient before must not show through where a block is left out. */
static void forget_columns(Vm *vm, uint32_t index)
{
    const ListInfo *list = &vm->program->lists[index];
    unsigned width = list->used ? get_column_count(list) : 0;
    const Reg *whole = vm->plan->whole + list->window + list->used_fields;
    size_t rows = width > 0 ? vm->record->lists[index].count + 1u : 0;
    for (size_t row = 0; row < rows; row++) {
        memcpy(vm->columns[index] + row * width, whole, width * sizeof(Reg));
    }
}

void vm_begin(Vm *vm, const Record *record)
{
    const Program *program = vm->program;
    vm->record = record;
    memcpy(vm->regs + program->slot_first, record->slots,
           (size_t)(program->window_first - program->slot_first) * sizeof(Reg));
    /* Temporaries are written before they are read: the verifier saw to it. */
    memcpy(vm->regs + program->window_first, vm->plan->whole + program->window_first,
           (size_t)(program->temp_first - program->window_first) * sizeof(Reg));
    for (uint32_t i = 0; i < program->list_count; i++) {
        forget_columns(vm, i);
    }
}

static Reg find_result(const Vm *vm, uint16_t reg, uint16_t element)
{
    const RegPlace *place = anatomy_get_reg(vm->program, reg);
    if (element == NO_INDEX || place->column == NO_INDEX) {
        return vm->regs[reg];
    }
    unsigned width = get_column_count(&vm->program->lists[place->list]);
    return vm->columns[place->list][(size_t)element * width + place->column];
}

Reg vm_get_result(const Vm *vm, uint16_t reg, uint16_t element)
{
    Reg value = find_result(vm, reg, element);
    uint8_t type = vm->program->regs[reg].type;
    if (type == REG_BOOL || type == REG_ENUM) {
        value.may_fail = 0;
    }
    return value;
}
