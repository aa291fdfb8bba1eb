/* explain.c - why a settled answer is as it is: from the result register backwards through the
 * instructions of its block, with the values that the fast path left in the registers.
 *
 * Of an `and` that is no, the first operand that is no; of one that is yes, all operands; dually
 * for `or`. Comparisons give the facts they read; results of other blocks are followed, one block
 * at a time, from a work list (running a block again overwrites the temporaries of the one before).
 * Gate words give what they ask about: the fact whether it is missing or not, and of an answer that
 * is open the missing facts that keep it open. */
#include "runtime/reason/reason_internal.h"
#include "runtime/base/claim.h"
#include "runtime/base/limits.h"

#include <string.h>

typedef struct Explainer {
    Evaluation *e;
    const Program *program;
    Arena *arena;
    Findings *findings;
    const BlockInfo *block;
    uint32_t rule;         /* rule under which facts are noted now */
    uint16_t rule_element; /* element that this rule is about */
    Trail *trail;          /* NULL: nobody wants to know the way */
    TrailTest test;        /* that the fact which is noted next was held against */
    unsigned depth;
    uint16_t elements[LIMIT_LISTS]; /* per list: element in its window */
} Explainer;

static void explain_origin(Explainer *x, const Origin *origin);

/* ---- noting ---- */

/* Place of a fact in the schema: a list stands where it is declared, its elements after it by
 * index. */
static uint64_t order_fact(const Program *p, FactRef fact)
{
    if (fact.list == NO_INDEX) {
        return (uint64_t)fact.field << 32;
    }
    uint64_t place = (uint64_t)p->lists[fact.list].first_field << 32;
    return fact.field == NO_INDEX ? place
                                  : place | (uint64_t)(fact.element + 1u) << 16 | fact.field;
}

static void note_under(Explainer *x, FactRef fact, uint32_t rule, uint16_t element)
{
    vec_add(x->arena, &x->findings->facts,
            ((Finding){ order_fact(x->program, fact), { fact, rule } }));
    if (x->trail) {
        vec_add(x->arena, &x->trail->steps,
                ((TrailStep){ .rule = rule,
                              .rule_element = element,
                              .block = NO_INDEX32,
                              .element = NO_INDEX,
                              .fact = fact,
                              .test = x->test }));
    }
}

static void note_fact(Explainer *x, FactRef fact)
{
    note_under(x, fact, x->rule, x->rule_element);
}

static void note_rule(Explainer *x, uint32_t block, uint16_t element)
{
    bool is_rule = x->program->blocks[block].kind != BLOCK_DEFINE;
    if (x->trail && is_rule) {
        vec_add(x->arena, &x->trail->steps,
                ((TrailStep){ .rule = x->rule,
                              .rule_element = x->rule_element,
                              .block = block,
                              .element = element }));
    }
}

static void note_scalar(Explainer *x, uint16_t reg)
{
    const Program *p = x->program;
    uint16_t field = anatomy_get_reg(x->program, reg)->field;
    if (fact_is_missing(x->e->record->states[reg - p->slot_first])) {
        return;
    }
    if (p->fields[field].role == FIELD_SCALAR) {
        note_fact(x, (FactRef){ .field = field, .list = NO_INDEX });
    }
}

static void note_list(Explainer *x, uint16_t list)
{
    if (fact_is_missing(x->e->record->lists[list].state)) {
        return;
    }
    note_fact(x, (FactRef){ .field = NO_INDEX, .list = list });
}

static void note_element_field(Explainer *x, const RegPlace *place, uint16_t reg)
{
    uint16_t list = place->list;
    const ListInfo *info = &x->program->lists[list];
    const ListRecord *record = &x->e->record->lists[list];
    uint16_t element = x->elements[list];
    size_t at = (size_t)element * info->used_fields + (reg - info->window);
    if (element >= record->count || fact_is_missing(record->states[at])) {
        return;
    }
    note_fact(x, (FactRef){ .field = place->field, .list = list, .element = element });
}

/* Of an element that is not listed all that can be said is that it is not. */
static bool is_listed(Explainer *x, uint16_t list)
{
    if (x->elements[list] < x->e->record->lists[list].count) {
        return true;
    }
    note_fact(x, (FactRef){ .field = NO_INDEX, .list = list });
    return false;
}

/* What a gate asks for is a reason, missing or not. Returns whether it is there. */
static bool explain_asked_fact(Explainer *x, uint16_t reg)
{
    const Program *p = x->program;
    uint16_t field = anatomy_get_reg(x->program, reg)->field,
             list = reg < p->window_first ? NO_INDEX : anatomy_get_reg(x->program, reg)->list;
    if (list == NO_INDEX) {
        if (p->fields[field].role == FIELD_SCALAR) {
            note_fact(x, (FactRef){ .field = field, .list = NO_INDEX });
        }
        return !fact_is_missing(x->e->record->states[reg - p->slot_first]);
    }
    const ListInfo *info = &p->lists[list];
    uint16_t element = x->elements[list];
    if (!is_listed(x, list)) {
        return false;
    }
    note_fact(x, (FactRef){ .field = field, .list = list, .element = element });
    return !fact_is_missing(x->e->record->lists[list].states[(size_t)element * info->used_fields +
                                                             (reg - info->window)]);
}

/* A decision becomes the rule of what it reads; a define is transparent. */
static void follow_result(Explainer *x, uint32_t owner, uint16_t element)
{
    if (owner == NO_INDEX32) {
        return;
    }
    const Findings *findings = x->findings;
    bool transparent = x->program->blocks[owner].kind == BLOCK_DEFINE;
    Visit visit = { owner, transparent ? x->rule : owner, element,
                    transparent ? x->rule_element : element };
    note_rule(x, owner, element);
    for (uint32_t i = 0; i < findings->visits.count; i++) {
        const Visit *before = &findings->visits.items[i];
        if (before->block == visit.block && before->rule == visit.rule &&
            before->element == visit.element &&
            (!x->trail || before->rule_element == visit.rule_element)) {
            return;
        }
    }
    vec_add(x->arena, &x->findings->visits, visit);
}

/* owner: the block whose answer is open. */
static void note_lacking(Explainer *x, const Answer *answer, uint32_t owner, uint16_t element,
                         bool gaps)
{
    bool transparent = x->program->blocks[owner].kind == BLOCK_DEFINE;
    uint32_t rule = transparent ? x->rule : owner;
    element = transparent ? x->rule_element : element;
    note_rule(x, owner, element);
    for (uint32_t i = 0; i < answer->need_count; i++) {
        note_under(x, fact_from_id(x->program, answer->needs[i]), rule, element);
    }
    for (uint32_t i = 0; gaps && i < answer->gap_count; i++) {
        note_under(x, (FactRef){ .field = answer->gaps[i], .list = NO_INDEX }, rule, element);
    }
}

/* What a gate asks of an answer: the facts that settle it, or the facts and gaps that keep it open.
 * Returns whether it is settled. */
static bool explain_asked_answer(Explainer *x, const Insn *insn)
{
    uint16_t reg = insn->a;
    uint32_t owner = anatomy_get_reg(x->program, reg)->owner;
    uint16_t list =
        reg < x->program->result_first ? anatomy_get_reg(x->program, reg)->list : NO_INDEX;
    if (owner == NO_INDEX32 || (list != NO_INDEX && !is_listed(x, list))) {
        return false;
    }
    uint16_t element = list == NO_INDEX ? NO_INDEX : x->elements[list];
    const Answer *answer = &evaluation_get(x->e, owner, element)->main;
    if (answer->settled) {
        follow_result(x, owner, element);
        return !answer->failed;
    }
    note_lacking(x, answer, owner, element, insn->op != OP_NEEDS_FACTS);
    return false;
}

/* A field of the current element, or a result of another block, of the patient or for that element.
 */
static void explain_window_or_result(Explainer *x, uint16_t reg)
{
    const RegPlace *place = anatomy_get_reg(x->program, reg);
    if (place->field != NO_INDEX) {
        note_element_field(x, place, reg);
    } else {
        follow_result(x, place->owner,
                      place->list == NO_INDEX ? NO_INDEX : x->elements[place->list]);
    }
}

/* ---- instructions ---- */

static Mask get_mask(const Explainer *x, uint16_t reg)
{
    return x->e->vm->regs[reg].mask;
}

static inline const Origin *get_operands(const Explainer *x, uint32_t pc)
{
    return origin_get(x->e->origins, pc);
}

static void explain_operands(Explainer *x, uint32_t pc)
{
    const Origin *operands = get_operands(x, pc);
    uint32_t count;
    anatomy_get_reads(x->program, pc, &count);
    for (uint32_t i = 0; i < count; i++) {
        explain_origin(x, &operands[i]);
    }
}

/* ---- what a fact was held against ---- */

static bool is_fact(const Explainer *x, const Origin *origin)
{
    return origin->varies && origin->writer == NO_INDEX32 &&
           anatomy_get_reg(x->program, origin->reg)->field != NO_INDEX;
}

static void explain_compared(Explainer *x, const Insn *insn, uint32_t pc)
{
    const Origin *operands = get_operands(x, pc);
    uint32_t count;
    anatomy_get_reads(x->program, pc, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (is_fact(x, &operands[i])) {
            x->test = trail_make_test(x->program, x->e->vm->regs, insn, i);
        }
        explain_origin(x, &operands[i]);
        x->test.relation = TRAIL_NO_TEST;
    }
}

/* An `and` that is no, an `or` that is yes: the first operand that decides. */
static void explain_logic(Explainer *x, const Insn *insn, uint32_t pc, Mask deciding)
{
    const Origin *operands = get_operands(x, pc);
    bool decided = get_mask(x, insn->dst) == deciding;
    if (decided && get_mask(x, insn->a) == deciding) {
        explain_origin(x, &operands[0]);
    } else if (decided && get_mask(x, insn->b) == deciding) {
        explain_origin(x, &operands[1]);
    } else {
        explain_operands(x, pc);
    }
}

/* Does one of the cases that this choice leaves for later hold, so that it is not what remains
 * otherwise? */
static bool has_case_that_holds(const Explainer *x, uint32_t select)
{
    uint32_t pc = get_operands(x, select)[2].writer;
    while (pc != NO_INDEX32 && x->program->code[pc].op == OP_SELECT) {
        if (get_mask(x, x->program->code[pc].a) != MASK_NO) {
            return true;
        }
        pc = get_operands(x, pc)[2].writer;
    }
    return false;
}

/* Of unique cases the one that holds is the explanation; of ordered ones also those before it that
 * do not; of what remains otherwise, that no case holds. */
static void explain_select(Explainer *x, const Insn *insn, uint32_t pc)
{
    const Origin *operands = get_operands(x, pc);
    Mask when = get_mask(x, insn->a);
    if (when == MASK_UNKNOWN) {
        explain_operands(x, pc);
        return;
    }
    if (when == MASK_YES || x->block->body != BODY_UNIQUE || !has_case_that_holds(x, pc)) {
        explain_origin(x, &operands[0]);
    }
    explain_origin(x, &operands[when == MASK_YES ? 1 : 2]);
}

/* Of a list word: the elements that decide it (any: the first yes; all: the first no), else every
 * element. */
static void explain_loop(Explainer *x, const Insn *insn, uint32_t pc)
{
    Evaluation *e = x->e;
    uint32_t each = anatomy_get_insn(x->program, pc)->loop;
    CLAIM_ALWAYS(each != NO_INDEX32, "An accumulator stands inside a loop.");
    uint16_t list = x->program->code[each].a;
    uint16_t count = e->record->lists[list].count, outer = x->elements[list];
    Reg result = e->vm->regs[insn->dst];
    bool decided = (insn->op == OP_ACC_ANY && result.mask == MASK_YES) ||
                   (insn->op == OP_ACC_ALL && result.mask == MASK_NO);
    for (uint16_t i = 0; i < count; i++) {
        vm_run_element(e->vm, each, i);
        e->vm->regs[insn->dst] = result;
        x->elements[list] = i;
        if (decided && get_mask(x, insn->a) != result.mask) {
            continue;
        }
        explain_operands(x, pc);
        if (decided) {
            break;
        }
    }
    x->elements[list] = outer;
    if (count == 0) {
        note_list(x, list);
    }
}

/* What is asked about, and of `x else y` also y where it is taken. */
static void explain_gate(Explainer *x, uint32_t pc)
{
    const Insn *insn = &x->program->code[pc];
    uint32_t count;
    const RegRead *reads = anatomy_get_reads(x->program, pc, &count);
    if (count == 0) {
        note_fact(x, (FactRef){ .field = NO_INDEX, .list = insn->a });
        return;
    }
    bool known =
        reads[0].role == READ_FACT ? explain_asked_fact(x, insn->a) : explain_asked_answer(x, insn);
    if (!known && count > 1 && reads[1].role == READ_VALUE) {
        explain_origin(x, &get_operands(x, pc)[1]);
    }
}

static void explain_value(Explainer *x, uint32_t pc)
{
    const Insn *insn = &x->program->code[pc];
    uint16_t list = anatomy_get_insn(x->program, pc)->list;
    switch (insn->op) {
    case OP_AND: explain_logic(x, insn, pc, MASK_NO); break;
    case OP_OR: explain_logic(x, insn, pc, MASK_YES); break;
    case OP_SELECT: explain_select(x, insn, pc); break;
    default:
        if (x->trail) {
            explain_compared(x, insn, pc);
        } else {
            explain_operands(x, pc);
        }
        break;
    }
    if (list != NO_INDEX) {
        note_list(x, list);
    }
}

static void explain_instruction(Explainer *x, uint32_t pc)
{
    const Insn *insn = &x->program->code[pc];
    switch ((OpFamily)anatomy_get_insn(x->program, pc)->family) {
    case FAMILY_VALUE: explain_value(x, pc); break;
    case FAMILY_FOLD: explain_loop(x, insn, pc); break;
    case FAMILY_GATE: explain_gate(x, pc); break;
    case FAMILY_OPEN:
    case FAMILY_CLOSE:
    case FAMILY_SKIP: CLAIM_NEVER("What makes a value is no loop and no skip."); break;
    }
}

static void explain_origin(Explainer *x, const Origin *origin)
{
    if (!origin->varies) {
        return;
    }
    if (origin->reg < x->program->window_first) {
        note_scalar(x, origin->reg);
    } else if (origin->writer == NO_INDEX32) {
        explain_window_or_result(x, origin->reg);
    } else if (x->depth <= 4 * LIMIT_EXPR_DEPTH) {
        x->depth++;
        explain_instruction(x, origin->writer);
        x->depth--;
    }
}

/* ---- blocks ---- */

static void explain_visit(Explainer *x, Visit visit)
{
    Evaluation *e = x->e;
    x->block = &x->program->blocks[visit.block];
    x->rule = visit.rule;
    x->rule_element = visit.rule_element;
    if (e->shares_temps) {
        vm_run_block(e->vm, visit.block);
    }
    if (x->block->list != NO_INDEX) {
        vm_run_element(e->vm, x->program->anatomy->own_loops[visit.block], visit.element);
        x->elements[x->block->list] = visit.element;
    }
    explain_origin(x, &e->origins->results[visit.block]);
}

/* Everything known that a block can read, where the fast path alone does not settle the answer. */
static void note_readable(Explainer *x, uint32_t pc)
{
    const Program *p = x->program;
    uint32_t count;
    const RegRead *reads = anatomy_get_reads(p, pc, &count);
    const Origin *origins = get_operands(x, pc);
    const InsnPlace *place = anatomy_get_insn(p, pc);
    if (place->list != NO_INDEX && place->family == FAMILY_VALUE) {
        note_list(x, place->list);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!origins[i].varies || reads[i].reg >= p->temp_first) {
            continue;
        }
        if (reads[i].reg < p->window_first) {
            note_scalar(x, reads[i].reg);
        } else {
            explain_window_or_result(x, reads[i].reg);
        }
    }
}

static void note_in_each_element(Explainer *x, uint32_t pc, uint16_t list)
{
    for (uint16_t i = 0; i < x->e->record->lists[list].count; i++) {
        x->elements[list] = i;
        note_readable(x, pc);
    }
}

/* Of the element that the block is about; in other loops, of every element. */
static void note_instruction(Explainer *x, uint32_t pc, uint32_t own_loop)
{
    const Program *p = x->program;
    bool looped = false;
    for (uint32_t loop = anatomy_get_insn(p, pc)->loop; loop != NO_INDEX32;
         loop = anatomy_get_insn(p, loop)->loop) {
        if (loop != own_loop) {
            note_in_each_element(x, pc, p->code[loop].a);
            looped = true;
        }
    }
    if (!looped) {
        note_readable(x, pc);
    }
}

static void note_block(Explainer *x, Visit visit)
{
    const Program *p = x->program;
    uint32_t own_loop = p->anatomy->own_loops[visit.block];
    x->block = &p->blocks[visit.block];
    x->rule = visit.rule;
    x->rule_element = visit.rule_element;
    for (uint32_t pc = x->block->code; pc < x->block->code_end; pc++) {
        if (x->block->list != NO_INDEX) {
            x->elements[x->block->list] = visit.element;
        }
        note_instruction(x, pc, own_loop);
    }
}

static bool stands_before(const Finding *a, const Finding *b)
{
    return a->place != b->place ? a->place < b->place : a->because.rule < b->because.rule;
}

/* Two sorted runs as one; of equals, those of the first run go before. */
static void merge_facts(Finding *target, const Finding *facts, uint32_t middle, uint32_t end)
{
    uint32_t left = 0, right = middle;
    for (uint32_t i = 0; i < end; i++) {
        bool from_left =
            right == end || (left < middle && !stands_before(&facts[right], &facts[left]));
        target[i] = facts[from_left ? left++ : right++];
    }
}

/* Room for as many facts as there is room for already. */
static Finding *get_spare(Findings *findings, Arena *run_arena)
{
    if (findings->spare_capacity < findings->facts.capacity) {
        findings->spare_capacity = findings->facts.capacity;
        findings->spare = ARENA_ARRAY(run_arena, Finding, findings->spare_capacity);
    }
    return findings->spare;
}

/* Each (fact, rule) once, in schema order; of equals the first. There may be many thousands where a
 * record is hostile. */
static void sort_facts(Findings *findings, Arena *run_arena)
{
    uint32_t count = findings->facts.count, kept = 0;
    Finding *facts = findings->facts.items;
    Finding *other = get_spare(findings, run_arena);
    for (uint32_t width = 1; width < count; width = width < count - width ? 2 * width : count) {
        for (uint32_t at = 0; at < count; at += 2 * width) {
            uint32_t end = count - at < 2 * width ? count - at : 2 * width;
            merge_facts(other + at, facts + at, width < end ? width : end, end);
        }
        Finding *sorted = other;
        other = facts;
        facts = sorted;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || stands_before(&facts[kept - 1], &facts[i])) {
            facts[kept++] = facts[i];
        }
    }
    findings->facts.items = facts;
    findings->spare = other;
    findings->facts.count = kept;
}

/* The work lists of a record's explanations; their memory dies with the record. */
static Findings *begin_findings(Evaluation *e)
{
    Findings *findings = &e->findings;
    if (findings->generation != e->generation) {
        *findings = (Findings){ .generation = e->generation };
    }
    findings->visits.count = findings->facts.count = 0;
    return findings;
}

/* Every visit, the last ones found on the way. */
static void follow_all(Evaluation *e, uint32_t block, uint16_t element, bool by_cases, Trail *trail)
{
    Findings *findings = begin_findings(e);
    Explainer x;
    CLAIM_ALWAYS(e->program->list_count <= LIMIT_LISTS, "A list has a bit in a set of lists.");
    x.e = e;
    x.program = e->program;
    x.arena = e->run_arena;
    x.findings = findings;
    x.trail = trail;
    x.test = (TrailTest){ .relation = TRAIL_NO_TEST };
    x.depth = 0;
    memset(x.elements, 0, e->program->list_count * sizeof *x.elements);
    vec_add(x.arena, &findings->visits, ((Visit){ block, block, element, element }));
    for (uint32_t i = 0; i < findings->visits.count; i++) {
        if (by_cases) {
            note_block(&x, findings->visits.items[i]);
        } else {
            explain_visit(&x, findings->visits.items[i]);
        }
    }
}

void evaluation_explain(Evaluation *e, Arena *run_arena, uint32_t block, uint16_t element,
                        BecauseList *list)
{
    const BlockAnswer *answer = evaluation_get(e, block, element);
    Findings *findings = &e->findings;
    memset(list, 0, sizeof *list);
    if (!answer->main.settled) {
        return;
    }
    list->by_cases = answer->main.by_cases;
    follow_all(e, block, element, list->by_cases, NULL);
    sort_facts(findings, run_arena);
    list->count = findings->facts.count;
    list->items = ARENA_ARRAY(run_arena, Because, list->count);
    for (uint32_t i = 0; i < list->count; i++) {
        list->items[i] = findings->facts.items[i].because;
    }
}

void evaluation_trace(Evaluation *e, uint32_t block, uint16_t element, Trail *trail)
{
    const BlockAnswer *answer = evaluation_get(e, block, element);
    *trail = (Trail){ .by_cases = answer->main.by_cases };
    if (answer->main.settled) {
        follow_all(e, block, element, trail->by_cases, trail);
    }
}
