/* failure.c - which operation failed: from the result of a failed answer back along the operands
 * that failed, to the first one whose operands did not. */
#include "runtime/base/limits.h"
#include "runtime/reason/reason_internal.h"
#include "runtime/value/date.h"

enum {
    MOST_STEPS = 10000
}; /* of one search: every step goes back in the code or to an earlier block */

typedef struct Search {
    Evaluation *e;
    uint32_t block;
    uint16_t list, element; /* the listed element it is about; NO_INDEX: the patient */
    Origin at;
} Search;

static bool has_failed(const Evaluation *e, uint16_t reg)
{
    Reg value = e->vm->regs[reg];
    switch ((RegType)e->program->regs[reg].type) {
    case REG_BOOL:
    case REG_ENUM: return value.may_fail != 0;
    case REG_REAL: return value.real != value.real;
    case REG_DATE: return value.lo == DAY_MIN && value.hi == DAY_MAX;
    default: return value.lo == INT64_MIN && value.hi == INT64_MAX;
    }
}

static bool has_element(const Search *search, uint16_t list)
{
    return search->list == list && search->element < search->e->record->lists[list].count;
}

/* The registers of the block hold the values of this patient, or of this element, again. False if
 * the block is about an element that is not known. */
static bool enter_block(Search *search, uint32_t block)
{
    Evaluation *e = search->e;
    uint16_t list = e->program->blocks[block].list;
    if (list != NO_INDEX && !has_element(search, list)) {
        return false;
    }
    search->block = block;
    vm_run_block(e->vm, block);
    if (list != NO_INDEX) {
        vm_run_element(e->vm, e->program->anatomy->own_loops[block], search->element);
    }
    search->at = e->origins->results[block];
    return true;
}

/* A case that was not chosen fails nothing. */
static bool is_asked(const Search *search, const Insn *insn, const RegRead *read)
{
    const Evaluation *e = search->e;
    if (insn->op != OP_SELECT || has_failed(e, insn->a)) {
        return true;
    }
    return read->operand == (e->vm->regs[insn->a].mask == MASK_YES ? 1 : 2);
}

static bool follow_operand(Search *search, uint32_t pc)
{
    const Evaluation *e = search->e;
    const Origin *origins = origin_get(e->origins, pc);
    uint32_t count;
    const RegRead *reads = anatomy_get_reads(e->program, pc, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (is_asked(search, &e->program->code[pc], &reads[i]) && origins[i].varies &&
            has_failed(e, origins[i].reg)) {
            search->at = origins[i];
            return true;
        }
    }
    return false;
}

/* Inside a loop an operand failed for some element: its registers stay in place. */
static bool follow_element(Search *search, uint32_t pc)
{
    Evaluation *e = search->e;
    uint32_t each = anatomy_get_insn(e->program, pc)->loop;
    uint16_t count = each == NO_INDEX32 ? 0 : e->record->lists[e->program->code[each].a].count;
    for (uint16_t i = 0; i < count; i++) {
        vm_run_element(e->vm, each, i);
        if (follow_operand(search, pc)) {
            search->list = e->program->code[each].a;
            search->element = i;
            return true;
        }
    }
    return false;
}

static bool follow(Search *search, uint32_t pc)
{
    bool folds = anatomy_get_insn(search->e->program, pc)->family == FAMILY_FOLD;
    return folds ? follow_element(search, pc) : follow_operand(search, pc);
}

static void take(const Search *search, uint32_t pc, Failure *failure)
{
    const Evaluation *e = search->e;
    const Insn *insn = &e->program->code[pc];
    *failure = (Failure){ .block = search->block,
                          .line = e->program->lines[pc],
                          .op = insn->op,
                          .a = { e->vm->regs[insn->a], e->program->regs[insn->a].type },
                          .b = { e->vm->regs[insn->b], e->program->regs[insn->b].type } };
}

bool evaluation_find_failure(Evaluation *e, uint32_t block, uint16_t element, Failure *failure)
{
    Search search = { .e = e, .list = e->program->blocks[block].list, .element = element };
    if (!enter_block(&search, block)) {
        return false;
    }
    for (int step = 0; step < MOST_STEPS; step++) {
        uint32_t writer = search.at.writer;
        uint32_t owner = anatomy_get_reg(e->program, search.at.reg)->owner;
        if (writer == NO_INDEX32 && (owner == NO_INDEX32 || owner >= search.block)) {
            return false;
        }
        if (writer == NO_INDEX32) {
            if (!enter_block(&search, owner)) {
                return false;
            }
        } else if (!follow(&search, writer)) {
            take(&search, writer, failure);
            return true;
        }
    }
    return false;
}
