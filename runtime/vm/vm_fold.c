/* vm_fold.c - accumulators inside loops.
 *
 * For a listed element the question is only whether it passes the filter. The generic hidden
 * element stands for hidden_least to hidden_most elements of which nothing is known but their
 * declared ranges: what is folded for it must hold for every number of them and every value of
 * each. */
#include "runtime/vm/machine.h"
#include "runtime/base/claim.h"

/* What one folding step works on. */
typedef struct Step {
    Reg filter;
    Interval takers; /* how many elements take part */
    bool certain;    /* at least one surely does */
    RegType type;    /* of the accumulator */
    Reg whole;
} Step;

static Step start_step(const Frame *frame, const Insn *insn)
{
    CLAIM(frame->depth > 0, "An accumulator stands inside a loop.");
    const Loop *loop = &frame->loops[frame->depth - 1];
    Step step = { .filter = frame->vm->regs[insn->a],
                  .type = (RegType)frame->vm->program->regs[insn->dst].type,
                  .whole = frame->vm->plan->whole[insn->dst] };
    int64_t least = loop->hidden ? loop->list->hidden_least : 1;
    int64_t most = loop->hidden ? loop->list->hidden_most : 1;
    step.takers.lo = step.filter.mask == MASK_YES ? least : 0;
    step.takers.hi = step.filter.mask == MASK_NO ? 0 : most;
    step.certain = step.takers.lo > 0;
    return step;
}

/* ---- yes_no ---- */

/* Yes, or unknown for the generic hidden element if there may be none. */
static Mask get_existence(const Frame *frame)
{
    const Loop *loop = &frame->loops[frame->depth - 1];
    return loop->hidden && loop->list->hidden_least == 0 ? MASK_UNKNOWN : MASK_YES;
}

static void fold_any(Reg *acc, Reg filter, Mask exists)
{
    acc->mask = logic_or(acc->mask, logic_and(filter.mask, exists));
    acc->may_fail = (acc->may_fail | filter.may_fail) & (acc->mask != MASK_YES);
}

static void fold_all(Reg *acc, Reg filter, Mask exists)
{
    Mask fails = logic_and(logic_not(filter.mask), exists);
    acc->mask = logic_and(acc->mask, logic_not(fails));
    acc->may_fail = (acc->may_fail | filter.may_fail) & (acc->mask != MASK_NO);
}

/* ---- sums ---- */

/* Any number of addends out of `takers`, each anywhere in x. */
static bool sum_takers(Interval x, Interval takers, Interval *sum)
{
    int64_t ends[4];
    if (__builtin_mul_overflow(x.lo, takers.lo, &ends[0]) ||
        __builtin_mul_overflow(x.lo, takers.hi, &ends[1]) ||
        __builtin_mul_overflow(x.hi, takers.lo, &ends[2]) ||
        __builtin_mul_overflow(x.hi, takers.hi, &ends[3])) {
        return false;
    }
    *sum =
        (Interval){ ends[0] < ends[1] ? ends[0] : ends[1], ends[2] > ends[3] ? ends[2] : ends[3] };
    return true;
}

static void fold_sum(Reg *acc, Interval x, const Step *step)
{
    Interval sum;
    *acc = sum_takers(x, step->takers, &sum) ? make_number(interval_add(get_interval(*acc), sum))
                                             : step->whole;
}

/* ---- values that may be none ---- */

static bool is_none(RegType type, Reg value)
{
    switch (type) {
    case REG_BOOL:
    case REG_ENUM: return value.mask == 0;
    case REG_REAL: return false; /* NaN already is the whole range */
    case REG_INT:
    case REG_DEC:
    case REG_DATE: break;
    }
    return value.lo > value.hi;
}

Reg join_values(RegType type, Reg a, Reg b, Reg whole)
{
    if (is_none(type, a) || is_none(type, b)) {
        return whole;
    }
    if (type == REG_BOOL || type == REG_ENUM) {
        return (Reg){ .mask = a.mask | b.mask, .may_fail = a.may_fail | b.may_fail };
    }
    if (type == REG_REAL) {
        return a.lo == b.lo ? a : (Reg){ .real = REAL_UNKNOWN };
    }
    return make_number(interval_union(get_interval(a), get_interval(b)));
}

Reg take_extreme(Reg a, Reg b, Reg whole, bool largest)
{
    if (same_bits(a, whole) || same_bits(b, whole)) {
        return whole;
    }
    return make_number(largest ? interval_max(get_interval(a), get_interval(b))
                               : interval_min(get_interval(a), get_interval(b)));
}

static void fold_extreme(Reg *acc, Reg x, bool largest, const Step *step)
{
    bool none = is_none(step->type, *acc);
    Reg taken = none ? x : take_extreme(*acc, x, step->whole, largest);
    *acc = step->certain ? taken : join_values(step->type, *acc, taken, step->whole);
}

/* ---- latest ---- */

static bool is_single(RegType type, Reg value)
{
    switch (type) {
    case REG_BOOL:
    case REG_ENUM: return value.mask != 0 && mask_is_single(value.mask);
    case REG_REAL: return false; /* not worth telling apart */
    case REG_INT:
    case REG_DEC:
    case REG_DATE: break;
    }
    return value.lo == value.hi;
}

/* Two different values on the same latest day fail, so the value is open wherever that may be. */
static void fold_latest(const Frame *frame, const Insn *insn, const Step *step)
{
    const Loop *loop = &frame->loops[frame->depth - 1];
    Reg whole_date = frame->vm->plan->whole[insn->imm];
    Reg *value = &frame->vm->regs[insn->dst], *date = &frame->vm->regs[insn->imm];
    Reg new_value = frame->vm->regs[insn->c], new_date = frame->vm->regs[insn->b];
    bool none = date->lo > date->hi;
    bool later = none || new_date.lo > date->hi;
    bool single = is_single(step->type, new_value);
    bool several = loop->hidden && loop->list->hidden_most > 1;
    bool open = (several && !single) || same_bits(new_date, whole_date);
    if (!none && new_date.hi < date->lo) {
        return;
    }
    if (step->certain && later) {
        *value = open ? step->whole : new_value;
        *date = new_date;
        return;
    }
    /* Where nothing was taken yet, joining gives the whole range. */
    bool joins = !open && (later || (single && same_bits(*value, new_value)));
    *value = joins ? join_values(step->type, *value, new_value, step->whole) : step->whole;
    Reg reached = take_extreme(*date, new_date, whole_date, true);
    *date = step->certain ? reached : join_values(REG_DATE, *date, reached, whole_date);
}

void fold(const Frame *frame, const Insn *insn)
{
    Reg *regs = frame->vm->regs;
    Reg *acc = &regs[insn->dst];
    if (insn->op == OP_ACC_ANY) {
        fold_any(acc, regs[insn->a], get_existence(frame));
        return;
    }
    if (insn->op == OP_ACC_ALL) {
        fold_all(acc, regs[insn->a], get_existence(frame));
        return;
    }
    Step step = start_step(frame, insn);
    if (step.takers.hi == 0) {
        return;
    }
    if (step.filter.may_fail) {
        *acc = step.whole;
        if (insn->op == OP_ACC_LATEST) {
            regs[insn->imm] = frame->vm->plan->whole[insn->imm];
        }
        return;
    }
    switch (insn->op) {
    case OP_ACC_COUNT: *acc = make_number(interval_add(get_interval(*acc), step.takers)); break;
    case OP_ACC_SUM: fold_sum(acc, get_interval(regs[insn->b]), &step); break;
    case OP_ACC_MIN: fold_extreme(acc, regs[insn->b], false, &step); break;
    case OP_ACC_MAX: fold_extreme(acc, regs[insn->b], true, &step); break;
    case OP_ACC_LATEST: fold_latest(frame, insn, &step); break;
    default: CLAIM_NEVER("Every accumulator has a meaning here."); break;
    }
}
