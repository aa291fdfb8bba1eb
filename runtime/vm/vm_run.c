/* vm_run.c - the loop over instructions. Nothing is checked here: the verifier has. */
#include "runtime/vm/machine.h"
#include "runtime/base/claim.h"
#include <string.h>

/* A value has often just been written in two halves; a load of both at once would have to wait for
 * them. */
static inline void copy_reg(Reg *to, const Reg *from)
{
    int64_t lo = from->lo;
    __asm__("" : "+r"(lo));
    to->hi = from->hi;
    to->lo = lo;
}

/* ---- loops ---- */

static size_t get_column_width(const Loop *loop)
{
    return (size_t)loop->info->width - loop->info->used_fields;
}

/* Put the element's fields and earlier results into the list's window. */
static void show_element(const Loop *loop, Reg *regs)
{
    const LoopPlan *plan = loop->plan;
    const Reg *row = loop->hidden
                         ? loop->blank
                         : loop->list->rows + (size_t)loop->element * loop->info->used_fields;
    Reg *window = regs + loop->info->window;
    memcpy(window + plan->field_first, row + plan->field_first, plan->field_count * sizeof(Reg));
    if (plan->column_count > 0) {
        const Reg *columns = loop->columns + loop->element * get_column_width(loop);
        memcpy(window + loop->info->used_fields + plan->column_first, columns + plan->column_first,
               plan->column_count * sizeof(Reg));
    }
}

static void keep_columns(const Loop *loop, const Reg *regs)
{
    const LoopPlan *plan = loop->plan;
    Reg *columns = loop->columns + loop->element * get_column_width(loop);
    const Reg *window = regs + loop->info->window + loop->info->used_fields;
    memcpy(columns + plan->column_first, window + plan->column_first,
           plan->column_count * sizeof(Reg));
}

/* At the first element. False if there is none, not even a hidden one. */
static bool open_loop(Frame *frame, const Insn *insn, uint32_t pc)
{
    Vm *vm = frame->vm;
    const ListRecord *list = &vm->record->lists[insn->a];
    if (list->count == 0 && list->hidden_most == 0) {
        return false;
    }
    CLAIM(frame->depth < LIMIT_LOOP_DEPTH, "Loops nest as deep as the verifier allows.");
    Loop *loop = &frame->loops[frame->depth++];
    *loop = (Loop){ .plan = &vm->plan->loops[vm->plan->loop_of[pc]],
                    .info = &vm->program->lists[insn->a],
                    .list = list,
                    .columns = vm->columns[insn->a],
                    .blank = vm->plan->blank_rows[insn->a],
                    .body = pc + 1,
                    .hidden = list->count == 0 };
    return true;
}

/* True if the body runs once more. */
static bool step_loop(Frame *frame)
{
    CLAIM(frame->depth > 0, "What closes a loop stands inside it.");
    Loop *loop = &frame->loops[frame->depth - 1];
    if (loop->plan->writes) {
        keep_columns(loop, frame->vm->regs);
    }
    unsigned runs = loop->list->count + (loop->list->hidden_most > 0);
    if ((unsigned)loop->element + 1 >= runs) {
        frame->depth--;
        return false;
    }
    loop->element++;
    loop->hidden = loop->element == loop->list->count;
    show_element(loop, frame->vm->regs);
    return true;
}

/* ---- values ---- */

static Reg select_value(const Vm *vm, const Insn *insn)
{
    const Reg *regs = vm->regs;
    Reg condition = regs[insn->a];
    if (condition.mask == MASK_YES) {
        return regs[insn->b];
    }
    if (condition.mask == MASK_NO) {
        return regs[insn->c];
    }
    Reg whole = vm->plan->whole[insn->dst];
    return condition.may_fail ? whole
                              : join_values((RegType)vm->program->regs[insn->dst].type,
                                            regs[insn->b], regs[insn->c], whole);
}

static Reg and_masks(Reg a, Reg b)
{
    Reg result = { .mask = logic_and(a.mask, b.mask) };
    result.may_fail = (a.may_fail | b.may_fail) & (result.mask != MASK_NO);
    return result;
}

static Reg or_masks(Reg a, Reg b)
{
    Reg result = { .mask = logic_or(a.mask, b.mask) };
    result.may_fail = (a.may_fail | b.may_fail) & (result.mask != MASK_YES);
    return result;
}

static Reg test_membership(Reg a, Reg set)
{
    return a.may_fail ? (Reg){ .mask = MASK_UNKNOWN, .may_fail = 1 }
                      : (Reg){ .mask = mask_in(a.mask, set.mask) };
}

static Reg test_sameness(Reg a, Reg b)
{
    if (a.may_fail | b.may_fail) {
        return (Reg){ .mask = MASK_UNKNOWN, .may_fail = 1 };
    }
    if ((a.mask & b.mask) == 0) {
        return (Reg){ .mask = MASK_NO };
    }
    return (Reg){ .mask = mask_is_single(a.mask) && a.mask == b.mask ? MASK_YES : MASK_UNKNOWN };
}

static Reg call_native(const Vm *vm, const Insn *insn)
{
    const NativeInfo *native = &vm->program->natives[insn->imm];
    Reg result;
    for (unsigned i = 0; i < native->parameter_count; i++) {
        uint16_t reg = (uint16_t)(insn->a + i);
        if (!reg_is_settled(vm->program, reg, vm->regs[reg])) {
            return vm->plan->whole[insn->dst];
        }
    }
    if (vm->native == NULL || !vm->native(vm->context, insn->imm, vm->regs + insn->a, &result)) {
        return vm->plan->whole[insn->dst];
    }
    return result;
}

static Reg keep_some(const Vm *vm, const Insn *insn)
{
    return join_values((RegType)vm->program->regs[insn->dst].type, vm->regs[insn->a],
                       vm->regs[insn->a], vm->plan->whole[insn->dst]);
}

static Reg make_none(RegType type)
{
    switch (type) {
    case REG_BOOL:
    case REG_ENUM: return (Reg){ .mask = 0 };
    case REG_REAL: return (Reg){ .real = REAL_UNKNOWN };
    case REG_INT:
    case REG_DEC:
    case REG_DATE: break;
    }
    return (Reg){ .lo = 1, .hi = 0 };
}

static Interval count_elements(const ListRecord *list)
{
    return (Interval){ list->count + list->hidden_least, list->count + list->hidden_most };
}

/* ---- the loop: each instruction jumps to the next one's place, which branch predictors follow
 * best ---- */

#define A regs[insn->a]
#define B regs[insn->b]
#define IA get_interval(regs[insn->a])
#define IB get_interval(regs[insn->b])
#define GO_ON                   \
    do {                        \
        if (++insn >= stop) {   \
            return;             \
        }                       \
        goto *places[insn->op]; \
    } while (0)
#define NUMBER(expression)                     \
    regs[insn->dst] = make_number(expression); \
    GO_ON
#define REAL(expression)                            \
    regs[insn->dst].real = keep_finite(expression); \
    GO_ON

static void run_code(Frame *frame, uint32_t start, uint32_t end)
{
    static const void *const places[OP_COUNT_] = {
#define OP(NAME, family, signature, synopsis, sentence) &&op_##NAME,
#include "runtime/bytecode/opcodes.def"
#undef OP
    };
    Vm *vm = frame->vm;
    const Insn *code = vm->program->code, *insn = code + start, *stop = code + end;
    const Reg *whole = vm->plan->whole;
    Reg *regs = vm->regs;
    if (start >= end) {
        return;
    }
    goto *places[insn->op];
    /* One line for each instruction: */
    /* clang-format off */
op_MOVE: copy_reg(&regs[insn->dst], &A); GO_ON;
op_NOT: regs[insn->dst] = (Reg){ .mask = logic_not(A.mask), .may_fail = A.may_fail }; GO_ON;
op_AND: regs[insn->dst] = and_masks(A, B); GO_ON;
op_OR: regs[insn->dst] = or_masks(A, B); GO_ON;
op_IN: regs[insn->dst] = test_membership(A, B); GO_ON;
op_SAME: regs[insn->dst] = test_sameness(A, B); GO_ON;
op_LT: regs[insn->dst] = compare_less(IA, IB); GO_ON;
op_LE: regs[insn->dst] = compare_at_most(IA, IB); GO_ON;
op_EQ: regs[insn->dst] = compare_equal(IA, IB); GO_ON;
op_REAL_LT: regs[insn->dst] = compare_less_real(A.real, B.real); GO_ON;
op_REAL_LE: regs[insn->dst] = compare_at_most_real(A.real, B.real); GO_ON;
op_SELECT: regs[insn->dst] = select_value(vm, insn); GO_ON;
op_ADD_INT:
op_ADD: NUMBER(interval_add(IA, IB));
op_SUB_INT:
op_SUB: NUMBER(interval_sub(IA, IB));
op_MUL_INT: NUMBER(combine(interval_mul_int, A, B));
op_MUL: NUMBER(combine(interval_mul, A, B));
op_DIV: NUMBER(combine(interval_div, A, B));
op_MIN: regs[insn->dst] = take_extreme(A, B, whole[insn->dst], false); GO_ON;
op_MAX: regs[insn->dst] = take_extreme(A, B, whole[insn->dst], true); GO_ON;
op_TO_DEC: NUMBER(same_bits(A, whole[insn->a]) ? INTERVAL_WHOLE : interval_from_int(IA));
op_TO_REAL: REAL(convert_to_real(IA));
op_ORDINAL:
op_BIT: NUMBER(A.may_fail ? INTERVAL_WHOLE : get_ordinal(A.mask));
op_ROUND: NUMBER(same_bits(A, whole[insn->a]) ? INTERVAL_WHOLE : interval_round(IA, insn->imm));
op_ROUND_INT: NUMBER(same_bits(A, whole[insn->a]) ? INTERVAL_WHOLE : interval_round_int(IA));
op_ROUND_SQRT: NUMBER(interval_round_sqrt(IA, insn->imm));
op_ROUND_REAL: NUMBER(round_real(A.real, insn->imm));
op_REAL_ADD: REAL(A.real + B.real);
op_REAL_SUB: REAL(A.real - B.real);
op_REAL_MUL: REAL(A.real * B.real);
op_REAL_DIV: REAL(A.real / B.real);
op_REAL_SQRT: REAL(real_sqrt(A.real));
op_REAL_LN: REAL(real_ln(A.real));
op_REAL_EXP: REAL(real_exp(A.real));
op_REAL_POW: REAL(real_power(A.real, B.real));
op_ADD_DAYS: regs[insn->dst] = add_days(IA, IB, whole[insn->dst]); GO_ON;
op_ADD_MONTHS: regs[insn->dst] = add_months(IA, IB, whole[insn->dst]); GO_ON;
op_DAYS: NUMBER(count_days(IA, IB));
op_MONTHS: NUMBER(count_units(date_months_between, IA, IB));
op_YEARS: NUMBER(count_units(date_years_between, IA, IB));
op_WEEKS: NUMBER(count_units(date_weeks_between, IA, IB));
op_LENGTH: NUMBER(count_elements(&vm->record->lists[insn->a]));
op_EACH:
    if (open_loop(frame, insn, (uint32_t)(insn - code))) {
        show_element(&frame->loops[frame->depth - 1], regs);
    } else {
        insn = code + insn->imm;
    }
    GO_ON;
op_NEXT: insn = step_loop(frame) ? code + frame->loops[frame->depth - 1].body - 1 : insn; GO_ON;
op_ACC_ANY:
op_ACC_ALL:
op_ACC_COUNT:
op_ACC_SUM:
op_ACC_MIN:
op_ACC_MAX:
op_ACC_LATEST: fold(frame, insn); GO_ON;
op_NONE: regs[insn->dst] = make_none((RegType)vm->program->regs[insn->dst].type); GO_ON;
op_SOME: regs[insn->dst] = keep_some(vm, insn); GO_ON;
op_FAIL:
op_HOLE:
op_TWO: regs[insn->dst] = whole[insn->dst]; GO_ON;
op_MISSING:
op_NO_LIST:
op_PARTIAL:
op_SETTLED:
op_MAY_BE:
op_NEEDS_FACTS:
op_KNOWN_FACT:
op_KNOWN_RESULT: regs[insn->dst] = ask_gate(frame, insn); GO_ON;
op_NATIVE: regs[insn->dst] = call_native(vm, insn); GO_ON;
op_SKIP_NO: insn += A.mask == MASK_NO ? insn->imm : 0u; GO_ON;
op_SKIP_YES: insn += A.mask == MASK_YES ? insn->imm : 0u; GO_ON;
    /* clang-format on */
}

void vm_run_block(Vm *vm, uint32_t block)
{
    Frame frame;
    frame.vm = vm;
    frame.depth = 0;
    run_code(&frame, vm->program->blocks[block].code, vm->program->blocks[block].code_end);
}

/* The code of the blocks is one piece, and a block leaves no loop open. */
void vm_run(Vm *vm)
{
    Frame frame;
    frame.vm = vm;
    frame.depth = 0;
    run_code(&frame, 0, vm->program->code_count);
}

void vm_run_element(Vm *vm, uint32_t each, uint16_t element)
{
    Frame frame;
    const Insn *insn = &vm->program->code[each];
    frame.vm = vm;
    frame.depth = 0;
    if (!open_loop(&frame, insn, each)) {
        return;
    }
    frame.loops[0].element = element;
    frame.loops[0].hidden = element >= frame.loops[0].list->count;
    show_element(&frame.loops[0], vm->regs);
    run_code(&frame, each + 1, insn->imm);
}
