/* vm_gate.c - gate words: they look at the record and at answers, not at what is possible. So their
 * result is always yes or no. Of an element that the record does not list nothing is known and
 * nothing is settled. */
#include "runtime/bytecode/anatomy.h"
#include "runtime/base/claim.h"
#include "runtime/vm/machine.h"

/* The running loop whose list has this register in its window; NULL for patient-level registers. */
static const Loop *find_loop(const Frame *frame, uint16_t reg)
{
    const Program *program = frame->vm->program;
    uint16_t list = anatomy_get_reg(program, reg)->list;
    for (unsigned i = 0; i < frame->depth && list != NO_INDEX; i++) {
        if (frame->loops[i].info == &program->lists[list]) {
            return &frame->loops[i];
        }
    }
    return NULL;
}

static bool is_missing(const Frame *frame, uint16_t reg)
{
    const Program *program = frame->vm->program;
    const Loop *loop = find_loop(frame, reg);
    if (loop == NULL) {
        return fact_is_missing(frame->vm->record->states[reg - program->slot_first]);
    }
    size_t cell = (size_t)loop->element * loop->info->used_fields + (reg - loop->info->window);
    return loop->hidden || fact_is_missing(loop->list->states[cell]);
}

/* NULL if there is none to ask. */
static const Answer *find_answer(const Frame *frame, uint16_t reg)
{
    const Loop *loop = find_loop(frame, reg);
    if (frame->vm->answer == NULL || (loop != NULL && loop->hidden)) {
        return NULL;
    }
    return frame->vm->answer(frame->vm->context, reg, loop == NULL ? NO_INDEX : loop->element);
}

static bool has_result(const Answer *answer)
{
    return answer != NULL && answer->settled && !answer->failed;
}

/* The value of an answer that failed is everything of its type: nothing is excluded. */
static bool may_be(const Frame *frame, const Answer *answer, const Insn *insn)
{
    Mask set = frame->vm->regs[insn->b].mask;
    if (answer == NULL) {
        return (frame->vm->regs[insn->a].mask & set) != 0;
    }
    return (answer->value.mask & set) != 0;
}

static bool needs_facts(const Answer *answer)
{
    return answer == NULL || (!answer->settled && answer->need_count > 0);
}

/* A settled decimal off the grid lies between two grid points. */
static Reg get_settled(const Answer *answer)
{
    Reg value = answer->value;
    if (answer->off_grid && value.lo == value.hi) {
        value.hi = value.lo + 1;
    }
    return value;
}

static Reg answer_gate(bool holds)
{
    return (Reg){ .mask = mask_from_bool(holds) };
}

Reg ask_gate(const Frame *frame, const Insn *insn)
{
    const Reg *regs = frame->vm->regs;
    const Answer *answer;
    switch (insn->op) {
    case OP_MISSING: return answer_gate(is_missing(frame, insn->a));
    case OP_NO_LIST: return answer_gate(fact_is_missing(frame->vm->record->lists[insn->a].state));
    case OP_PARTIAL: return answer_gate(frame->vm->record->lists[insn->a].partial);
    case OP_KNOWN_FACT: return regs[is_missing(frame, insn->a) ? insn->b : insn->a];
    default: break;
    }
    answer = find_answer(frame, insn->a);
    switch (insn->op) {
    case OP_SETTLED: return answer_gate(has_result(answer));
    case OP_MAY_BE: return answer_gate(may_be(frame, answer, insn));
    case OP_NEEDS_FACTS: return answer_gate(needs_facts(answer));
    case OP_KNOWN_RESULT: break;
    default: CLAIM_NEVER("Every gate word has a meaning here."); break;
    }
    return has_result(answer) ? get_settled(answer) : regs[insn->b];
}
