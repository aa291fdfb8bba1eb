/* explain.c - why a settled answer is as it is: from the result register backwards through the instructions of its block,
 * with the values that the fast path left in the registers.
 *
 * Of an `and` that is no, the first operand that is no; of one that is yes, all operands; dually for `or`. Comparisons
 * give the facts they read; results of other blocks are followed, one block at a time, from a work list (running a
 * block again overwrites the temporaries of the one before). Gate words give what they ask about: the fact whether it is
 * missing or not, and of an answer that is open the missing facts that keep it open. */
#include "runtime/reason/reason_internal.h"
#include "runtime/base/limits.h"

#include <string.h>

typedef struct Visit { uint32_t block, rule; uint16_t element; } Visit;

typedef struct Explainer {
    Evaluation *e;
    Arena *arena;
    VEC(Visit) visits;
    VEC(Because) found;
    const BlockInfo *block;
    uint32_t rule;              /* rule under which facts are noted now */
    uint16_t elements[64];      /* per list: element in its window */
    unsigned depth;
    bool unsettled;             /* something was open on the fast path */
} Explainer;

static void explain_register(Explainer *x, uint16_t reg, uint32_t before);

/* ---- noting ---- */

static void note_fact(Explainer *x, FactRef fact)
{
    vec_add(x->arena, &x->found, ((Because){ fact, x->rule }));
}

static void note_scalar(Explainer *x, uint16_t reg)
{
    const Program *p = x->e->program;
    uint16_t field = x->e->field_of[reg];
    if (fact_is_missing(x->e->record->states[reg - p->slot_first])) return;
    if (p->fields[field].role == FIELD_SCALAR) note_fact(x, (FactRef){ .field = field, .list = NO_INDEX });
}

static void note_list(Explainer *x, uint16_t list)
{
    if (fact_is_missing(x->e->record->lists[list].state)) return;
    note_fact(x, (FactRef){ .field = NO_INDEX, .list = list });
}

static void note_element_field(Explainer *x, uint16_t list, uint16_t reg)
{
    const ListInfo *info = &x->e->program->lists[list];
    const ListRecord *record = &x->e->record->lists[list];
    uint16_t element = x->elements[list & 63];
    size_t at = (size_t)element * info->used_fields + (reg - info->window);
    if (element >= record->count || fact_is_missing(record->states[at])) return;
    note_fact(x, (FactRef){ .field = x->e->field_of[reg], .list = list, .element = element });
}

/* Of an element that is not listed all that can be said is that it is not. */
static bool is_listed(Explainer *x, uint16_t list)
{
    if (x->elements[list & 63] < x->e->record->lists[list].count) return true;
    note_fact(x, (FactRef){ .field = NO_INDEX, .list = list });
    return false;
}

/* What a gate asks for is a reason, missing or not. Returns whether it is there. */
static bool explain_asked_fact(Explainer *x, uint16_t reg)
{
    const Program *p = x->e->program;
    uint16_t field = x->e->field_of[reg], list = reg < p->window_first ? NO_INDEX : x->e->list_of[reg];
    if (list == NO_INDEX) {
        if (p->fields[field].role == FIELD_SCALAR) note_fact(x, (FactRef){ .field = field, .list = NO_INDEX });
        return !fact_is_missing(x->e->record->states[reg - p->slot_first]);
    }
    const ListInfo *info = &p->lists[list];
    uint16_t element = x->elements[list & 63];
    if (!is_listed(x, list)) return false;
    note_fact(x, (FactRef){ .field = field, .list = list, .element = element });
    return !fact_is_missing(x->e->record->lists[list].states[(size_t)element * info->used_fields + (reg - info->window)]);
}

/* A decision becomes the rule of what it reads; a define is transparent. */
static void follow_result(Explainer *x, uint16_t reg, uint16_t element)
{
    uint32_t owner = x->e->owner[reg];
    if (owner == NO_INDEX32) return;
    const BlockInfo *block = &x->e->program->blocks[owner];
    Visit visit = { owner, block->kind == BLOCK_DEFINE ? x->rule : owner, element };
    for (uint32_t i = 0; i < x->visits.count; i++)
        if (x->visits.items[i].block == visit.block && x->visits.items[i].rule == visit.rule &&
            x->visits.items[i].element == visit.element)
            return;
    vec_add(x->arena, &x->visits, visit);
}

static void note_lacking(Explainer *x, const Answer *answer, uint32_t rule, bool gaps)
{
    for (uint32_t i = 0; i < answer->need_count; i++)
        vec_add(x->arena, &x->found, ((Because){ fact_from_id(x->e->program, answer->needs[i]), rule }));
    for (uint32_t i = 0; gaps && i < answer->gap_count; i++)
        vec_add(x->arena, &x->found, ((Because){ { .field = answer->gaps[i], .list = NO_INDEX }, rule }));
}

/* What a gate asks of an answer: the facts that settle it, or the facts and gaps that keep it open. Returns whether it
 * is settled. */
static bool explain_asked_answer(Explainer *x, const Insn *insn)
{
    uint16_t reg = insn->a;
    const Program *p = x->e->program;
    uint32_t owner = x->e->owner[reg];
    uint16_t list = reg < p->result_first ? x->e->list_of[reg] : NO_INDEX;
    if (owner == NO_INDEX32 || (list != NO_INDEX && !is_listed(x, list))) return false;
    uint16_t element = list == NO_INDEX ? NO_INDEX : x->elements[list & 63];
    const Answer *answer = &evaluation_get(x->e, owner, element)->main;
    if (answer->settled) {
        follow_result(x, reg, element);
        return !answer->failed;
    }
    note_lacking(x, answer, p->blocks[owner].kind == BLOCK_DEFINE ? x->rule : owner, insn->op != OP_NEEDS_FACTS);
    return false;
}

/* A field of the current element, or a result of another block for it. */
static void explain_window(Explainer *x, uint16_t reg)
{
    uint16_t list = x->e->list_of[reg];
    const ListInfo *info = &x->e->program->lists[list];
    if (reg < info->window + info->used_fields) note_element_field(x, list, reg);
    else follow_result(x, reg, x->elements[list & 63]);
}

static void explain_window_or_result(Explainer *x, uint16_t reg)
{
    if (reg < x->e->program->result_first) explain_window(x, reg);
    else follow_result(x, reg, NO_INDEX);
}

/* ---- instructions ---- */

static Reg get_value(const Explainer *x, uint16_t reg) { return x->e->vm->regs[reg]; }

/* The last instruction before `before` in this block that writes the register. */
static uint32_t find_writer(const Explainer *x, uint16_t reg, uint32_t before)
{
    const Program *p = x->e->program;
    for (uint32_t pc = before; pc-- > x->block->code;)
        if (p->code[pc].dst == reg && p->code[pc].op != OP_EACH && p->code[pc].op != OP_NEXT &&
            p->code[pc].op != OP_SKIP_NO && p->code[pc].op != OP_SKIP_YES)
            return pc;
    return NO_INDEX32;
}

static uint32_t find_loop_start(const Explainer *x, uint32_t pc)
{
    const Program *p = x->e->program;
    unsigned open = 0;
    while (pc-- > x->block->code) {
        if (p->code[pc].op == OP_NEXT) open++;
        if (p->code[pc].op == OP_EACH && open-- == 0) return pc;
    }
    return NO_INDEX32;
}

static void explain_decided(Explainer *x, const Insn *insn, uint32_t pc, Mask deciding)
{
    Mask a = get_value(x, insn->a).mask, b = get_value(x, insn->b).mask;
    if (a == deciding) explain_register(x, insn->a, pc);
    else if (b == deciding) explain_register(x, insn->b, pc);
    else {
        explain_register(x, insn->a, pc);
        explain_register(x, insn->b, pc);
    }
}

/* Does one of the cases that this register chooses among hold, so that it is not what remains otherwise? */
static bool has_case_that_holds(const Explainer *x, uint16_t reg, uint32_t before)
{
    uint32_t pc = find_writer(x, reg, before);
    while (pc != NO_INDEX32 && x->e->program->code[pc].op == OP_SELECT) {
        const Insn *insn = &x->e->program->code[pc];
        if (get_value(x, insn->a).mask != MASK_NO) return true;
        pc = find_writer(x, insn->c, pc);
    }
    return false;
}

/* Of unique cases the one that holds is the explanation; of ordered ones also those before it that do not; of what
 * remains otherwise, that no case holds. */
static void explain_select(Explainer *x, const Insn *insn, uint32_t pc)
{
    Mask when = get_value(x, insn->a).mask;
    if (when == MASK_UNKNOWN) {
        explain_register(x, insn->a, pc);
        explain_register(x, insn->b, pc);
        explain_register(x, insn->c, pc);
        return;
    }
    if (when == MASK_YES || x->block->body != BODY_UNIQUE || !has_case_that_holds(x, insn->c, pc))
        explain_register(x, insn->a, pc);
    explain_register(x, when == MASK_YES ? insn->b : insn->c, pc);
}

/* Of a list word: the elements that decide it (any: the first yes; all: the first no), else every element. */
static void explain_loop(Explainer *x, const Insn *insn, uint32_t pc)
{
    Evaluation *e = x->e;
    uint32_t each = find_loop_start(x, pc);
    uint16_t list = e->program->code[each].a;
    uint16_t count = e->record->lists[list].count, outer = x->elements[list & 63];
    Reg result = get_value(x, insn->dst);
    bool decided = (insn->op == OP_ACC_ANY && result.mask == MASK_YES) || (insn->op == OP_ACC_ALL && result.mask == MASK_NO);
    for (uint16_t i = 0; i < count; i++) {
        vm_run_element(e->vm, each, i);
        e->vm->regs[insn->dst] = result;
        x->elements[list & 63] = i;
        if (decided && get_value(x, insn->a).mask != result.mask) continue;
        explain_register(x, insn->a, pc);
        if (insn->op == OP_ACC_SUM || insn->op == OP_ACC_MIN || insn->op == OP_ACC_MAX || insn->op == OP_ACC_LATEST)
            explain_register(x, insn->b, pc);
        if (insn->op == OP_ACC_LATEST) explain_register(x, insn->c, pc);
        if (decided) break;
    }
    x->elements[list & 63] = outer;
    if (count == 0) note_list(x, list);
}

static void explain_operands(Explainer *x, const Insn *insn, uint32_t pc)
{
    Str signature = opcode_get_signature(insn->op);
    uint16_t operands[3] = { insn->a, insn->b, insn->c };
    unsigned n = 0;
    for (size_t i = 2; i < signature.len && n < 3 && signature.ptr[i] != ','; i++, n++)
        if (signature.ptr[i] != 's' && signature.ptr[i] != 'L') explain_register(x, operands[n], pc);
    if (insn->op == OP_NATIVE)
        for (unsigned i = 0; i < x->e->program->natives[insn->imm].parameter_count; i++)
            explain_register(x, (uint16_t)(insn->a + i), pc);
}

static void explain_instruction(Explainer *x, uint32_t pc)
{
    const Insn *insn = &x->e->program->code[pc];
    switch (insn->op) {
    case OP_AND:
        if (get_value(x, insn->dst).mask == MASK_NO) explain_decided(x, insn, pc, MASK_NO);
        else explain_operands(x, insn, pc);
        break;
    case OP_OR:
        if (get_value(x, insn->dst).mask == MASK_YES) explain_decided(x, insn, pc, MASK_YES);
        else explain_operands(x, insn, pc);
        break;
    case OP_SELECT: explain_select(x, insn, pc); break;
    case OP_LENGTH: note_list(x, insn->a); break;
    case OP_ACC_ANY: case OP_ACC_ALL: case OP_ACC_COUNT: case OP_ACC_SUM: case OP_ACC_MIN: case OP_ACC_MAX:
    case OP_ACC_LATEST: explain_loop(x, insn, pc); break;
    case OP_MISSING: explain_asked_fact(x, insn->a); break;
    case OP_NO_LIST: case OP_PARTIAL: note_fact(x, (FactRef){ .field = NO_INDEX, .list = insn->a }); break;
    case OP_SETTLED: case OP_MAY_BE: case OP_NEEDS_FACTS: explain_asked_answer(x, insn); break;
    case OP_KNOWN_FACT: /* `x else y` */
        if (!explain_asked_fact(x, insn->a)) explain_register(x, insn->b, pc);
        break;
    case OP_KNOWN_RESULT:
        if (!explain_asked_answer(x, insn)) explain_register(x, insn->b, pc);
        break;
    default: explain_operands(x, insn, pc); break;
    }
}

static void explain_register(Explainer *x, uint16_t reg, uint32_t before)
{
    const Program *p = x->e->program;
    if (reg < p->slot_first) return;
    if (reg < p->window_first) { note_scalar(x, reg); return; }
    if (reg < p->result_first) {
        uint32_t own = find_writer(x, reg, before);
        if (own == NO_INDEX32) { explain_window(x, reg); return; }
        explain_instruction(x, own);
        return;
    }
    uint32_t pc = find_writer(x, reg, before);
    if (pc == NO_INDEX32) { follow_result(x, reg, NO_INDEX); return; }
    if (x->depth > 4 * LIMIT_EXPR_DEPTH) return;
    x->depth++;
    explain_instruction(x, pc);
    x->depth--;
}

/* ---- blocks ---- */

static void explain_visit(Explainer *x, Visit visit)
{
    Evaluation *e = x->e;
    x->block = &e->program->blocks[visit.block];
    x->rule = visit.rule;
    if (e->shares_temps) vm_run_block(e->vm, visit.block);
    if (x->block->list != NO_INDEX) {
        uint32_t each = x->block->code;
        while (e->program->code[each].op != OP_EACH || e->program->code[each].a != x->block->list ||
               e->program->code[each].imm + 1 != x->block->code_end)
            each++;
        vm_run_element(e->vm, each, visit.element);
        x->elements[x->block->list & 63] = visit.element;
    }
    explain_register(x, x->block->result, x->block->code_end);
}

/* Everything known that a block can read, where the fast path alone does not settle the answer. */
static void note_readable(Explainer *x, const Insn *insn)
{
    const Program *p = x->e->program;
    Str signature = opcode_get_signature(insn->op);
    uint16_t operands[3] = { insn->a, insn->b, insn->c };
    unsigned n = 0;
    for (size_t i = 2; i < signature.len && n < 3 && signature.ptr[i] != ','; i++, n++) {
        char letter = signature.ptr[i];
        if (letter == 'L' && insn->op == OP_LENGTH) note_list(x, operands[n]);
        if (letter == 'L' || letter == 's' || letter == '_') continue;
        if (operands[n] >= p->slot_first && operands[n] < p->window_first) note_scalar(x, operands[n]);
        else if (operands[n] >= p->window_first && operands[n] < p->temp_first) explain_window_or_result(x, operands[n]);
    }
}

static void note_block(Explainer *x, Visit visit)
{
    const Program *p = x->e->program;
    x->block = &p->blocks[visit.block];
    x->rule = visit.rule;
    uint16_t looped = NO_INDEX;
    for (uint32_t pc = x->block->code; pc < x->block->code_end; pc++) {
        const Insn *insn = &p->code[pc];
        bool own = insn->a == x->block->list && insn->imm + 1 == x->block->code_end;
        if (insn->op == OP_EACH && !own) looped = insn->a;
        if (insn->op == OP_NEXT && insn->a == looped) looped = NO_INDEX;
        uint16_t count = looped == NO_INDEX ? 1 : x->e->record->lists[looped].count;
        for (uint16_t i = 0; i < count; i++) {
            if (x->block->list != NO_INDEX) x->elements[x->block->list & 63] = visit.element;
            if (looped != NO_INDEX) x->elements[looped & 63] = i;
            note_readable(x, insn);
        }
    }
}

/* Place of a fact in the schema: a list stands where it is declared, its elements after it by index. */
static uint64_t order_fact(const Program *p, FactRef fact)
{
    if (fact.list == NO_INDEX) return (uint64_t)fact.field << 32;
    uint64_t place = (uint64_t)p->lists[fact.list].first_field << 32;
    return fact.field == NO_INDEX ? place : place | (uint64_t)(fact.element + 1u) << 16 | fact.field;
}

typedef struct Keyed { uint64_t place; Because because; } Keyed;

static bool stands_before(const Keyed *a, const Keyed *b)
{
    return a->place != b->place ? a->place < b->place : a->because.rule < b->because.rule;
}

/* Each (fact, rule) once, in schema order. A few dozen at most: insertion. */
static void sort_found(Explainer *x, BecauseList *list)
{
    Keyed *keyed = ARENA_ARRAY(x->arena, Keyed, x->found.count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < x->found.count; i++) {
        Keyed one = { order_fact(x->e->program, x->found.items[i].fact), x->found.items[i] };
        uint32_t at = count;
        while (at > 0 && stands_before(&one, &keyed[at - 1])) at--;
        if (at > 0 && !stands_before(&keyed[at - 1], &one)) continue;
        memmove(keyed + at + 1, keyed + at, (count - at) * sizeof *keyed);
        keyed[at] = one;
        count++;
    }
    list->items = ARENA_ARRAY(x->arena, Because, count + 1);
    for (uint32_t i = 0; i < count; i++) list->items[i] = keyed[i].because;
    list->count = count;
}

void evaluation_explain(Evaluation *e, Arena *run_arena, uint32_t block, uint16_t element, BecauseList *list)
{
    const BlockAnswer *answer = evaluation_get(e, block, element);
    Explainer x = { .e = e, .arena = run_arena };
    memset(list, 0, sizeof *list);
    if (!answer->main.settled || e->program->list_count > 64) return;
    list->by_cases = answer->main.by_cases;
    vec_add(run_arena, &x.visits, ((Visit){ block, block, element }));
    for (uint32_t i = 0; i < x.visits.count; i++) {
        if (list->by_cases) note_block(&x, x.visits.items[i]);
        else explain_visit(&x, x.visits.items[i]);
    }
    sort_found(&x, list);
}
