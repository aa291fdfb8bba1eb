/* gate.c - words that ask what is known: of the record, or of another answer. */
#include "runtime/base/claim.h"
#include "runtime/cells/engine.h"

bool gate_is(const Insn *insn)
{
    return opcode_get_family(insn->op) == FAMILY_GATE;
}

uint16_t gate_get_list(const Program *program, const Insn *insn)
{
    bool of_list = insn->op == OP_NO_LIST || insn->op == OP_PARTIAL;
    return of_list ? NO_INDEX : anatomy_get_reg(program, insn->a)->list;
}

static bool is_missing(const Program *program, const Record *record, uint16_t reg, uint32_t element)
{
    uint16_t list = anatomy_get_reg(program, reg)->list;
    if (list == NO_INDEX) {
        return fact_is_missing(record->states[reg - program->slot_first]);
    }
    const ListInfo *info = &program->lists[list];
    const ListRecord *rows = &record->lists[list];
    return element >= rows->count ||
           fact_is_missing(
               rows->states[(size_t)element * info->used_fields + (reg - info->window)]);
}

/* NULL for elements that are not listed: nothing is settled about them. */
static const Answer *find_answer(const Program *program, const Record *record,
                                 const CellsHost *host, uint16_t reg, uint32_t element)
{
    uint16_t list = anatomy_get_reg(program, reg)->list;
    if (!host->answer) {
        return NULL;
    }
    if (list == NO_INDEX) {
        return host->answer(host->context, reg, NO_INDEX);
    }
    return element < record->lists[list].count ? host->answer(host->context, reg, (uint16_t)element)
                                               : NULL;
}

const Answer *gate_find_settled(const Program *program, const Record *record, const CellsHost *host,
                                const Insn *insn, uint32_t element)
{
    const Answer *answer = find_answer(program, record, host, insn->a, element);
    return answer && answer->settled && !answer->failed ? answer : NULL;
}

bool gate_ask(const Program *program, const Record *record, const CellsHost *host, const Insn *insn,
              uint32_t element)
{
    switch ((Opcode)insn->op) {
    case OP_KNOWN_FACT:
    case OP_MISSING: return is_missing(program, record, insn->a, element);
    case OP_NO_LIST: return fact_is_missing(record->lists[insn->a].state);
    case OP_PARTIAL: return record->lists[insn->a].partial;
    case OP_KNOWN_RESULT:
    case OP_SETTLED: return gate_find_settled(program, record, host, insn, element) != NULL;
    case OP_MAY_BE:
    case OP_NEEDS_FACTS: break;
    default: CLAIM_NEVER("Every gate word has a meaning on diagrams."); break;
    }
    const Answer *answer = find_answer(program, record, host, insn->a, element);
    if (insn->op == OP_NEEDS_FACTS) {
        return !answer || (!answer->settled && answer->need_count > 0);
    }
    return !answer || (answer->value.mask & program->constants[insn->b].reg.mask) != 0;
}

/* ---- as variables ---- */

enum { NAME_PC = 16, NAME_GATE = 62 };

Node gate_load(Cells *e, const Insn *insn, uint32_t element)
{
    uint32_t pc = (uint32_t)(insn - e->program->code);
    CLAIM(e->gate_vars[pc] != 0, "Each gate word has variables of its own.");
    VarId id = (e->gate_vars[pc] - 1 + element) << VAR_PART_BITS;
    if (!*var_slot(e->d, id)) {
        Var *var = *var_slot(e->d, id) = ARENA_NEW(e->arena, Var);
        *var = (Var){ .name = UINT64_C(1) << NAME_GATE | (uint64_t)pc << NAME_PC | element,
                      .lo = rat_from_int(0),
                      .hi = rat_from_int(1) };
    }
    return var_load(e->d, id, true);
}

bool gate_from_name(uint64_t name, uint32_t *pc, uint32_t *element)
{
    *pc = (uint32_t)(name >> NAME_PC);
    *element = (uint16_t)name;
    return name >> NAME_GATE == 1;
}
