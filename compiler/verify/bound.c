/* bound.c - the largest diagrams a program can need. */
#include "compiler/verify/bound.h"
#include "compiler/verify/unique.h"
#include "lang/messages/diagnose.h"
#include "runtime/base/claim.h"
#include "runtime/base/limits.h"
#include "runtime/bytecode/anatomy.h"
#include "runtime/reason/reason.h"

/* Elements without dates come in every order, and what is known of them multiplies the cases, a day
 * known in part above all: three, their values compared with one more fact, can be over the limit
 * though they are not with nothing known. */
enum { MOST_SORTED = 2 };

typedef struct Bound {
    Arena *arena;
    const Ast *ast;
    Program *program;
    DiagList *diags;
    bool *over;       /* per block */
    bool *warned;     /* per block: not to be tried any more, it would take the steps of others */
    uint16_t *sorted; /* per block: a list too long to sort whose latest element it reads, else
                         NO_INDEX */
    bool sorts;       /* some block reads the latest of a list */
    bool *listed;     /* per block: it reads a list, through others as well */
    uint8_t *seen;    /* per block: holes and overlaps that were met */
    uint64_t most;
} Bound;

static void note_element(Bound *b, Evaluation *evaluation, uint32_t block, uint16_t element)
{
    const Answer *answer = &evaluation_get(evaluation, block, element)->main;
    if (answer->undecided) {
        b->over[block] = true;
    }
    for (uint16_t i = 0; i < answer->fault_count; i++) {
        b->seen[answer->faults[i] / 2] |= answer->faults[i] % 2 ? SUSPECT_OVERLAP : SUSPECT_HOLE;
    }
}

static void note_answers(Bound *b, Evaluation *evaluation, const Record *record)
{
    for (uint32_t i = 0; i < b->program->block_count; i++) {
        const BlockInfo *block = &b->program->blocks[i];
        if (!block->reported || b->warned[i]) {
            continue;
        }
        if (block->list == NO_INDEX) {
            note_element(b, evaluation, i, NO_INDEX);
            continue;
        }
        uint16_t count = record->lists[block->list].count;
        if (count > 0) {
            note_element(b, evaluation, i, 0);
            note_element(b, evaluation, i, count - 1);
        }
        if (block->kind == BLOCK_ADVICE) {
            note_element(b, evaluation, i, CELLS_HIDDEN);
        }
    }
}

static void list_elements(Record *record, const ListInfo *info, uint32_t list, uint16_t count)
{
    if (!info->used) {
        return;
    }
    ListRecord *elements = &record->lists[list];
    elements->state = FACT_KNOWN;
    elements->count = elements->touched = count < info->most ? count : info->most;
}

/* Nothing known but that the lists have so many elements; of 0, not even that. */
static void try_record(Bound *b, Arena *run, Evaluation *evaluation, Record *record,
                       uint16_t listed)
{
    uint64_t before = evaluation_get_stats(evaluation).nodes;
    record_clear(record, b->program);
    for (uint32_t i = 0; listed && i < b->program->list_count; i++) {
        list_elements(record, &b->program->lists[i], i, listed);
    }
    record_finish(record, b->program);
    for (uint32_t i = 0; i < b->program->block_count; i++) {
        b->warned[i] = b->over[i] || (listed > MOST_SORTED && b->sorted[i] != NO_INDEX) ||
                       (listed && !b->listed[i]);
    }
    evaluation_keep_own(evaluation);
    evaluation_set_skipped(evaluation, b->warned);
    evaluation_run(evaluation, run, record);
    note_answers(b, evaluation, record);
    uint64_t nodes = evaluation_get_stats(evaluation).nodes - before;
    if (nodes > b->most) {
        b->most = nodes;
    }
}

/* ---- what reads the latest of a list ---- */

/* The list of a loop in which the latest element is taken: the longest, NO_INDEX if there is none.
 */
static uint16_t find_sorted_list(const Program *p, const BlockInfo *block)
{
    uint16_t found = NO_INDEX;
    for (uint32_t pc = block->code; pc < block->code_end; pc++) {
        if (p->code[pc].op != OP_ACC_LATEST) {
            continue;
        }
        uint32_t loop = anatomy_get_insn(p, pc)->loop;
        CLAIM_ALWAYS(loop != NO_INDEX32, "An accumulator stands inside a loop.");
        uint16_t list = p->code[loop].a;
        if (found == NO_INDEX || p->lists[list].most > p->lists[found].most) {
            found = list;
        }
    }
    return found;
}

/* A block that reads such a block is such a one itself. Blocks read only those that stand before
 * them. */
static void find_sorted(Bound *b)
{
    Program *p = b->program;
    for (uint32_t i = 0; i < p->block_count; i++) {
        const BlockInfo *block = &p->blocks[i];
        uint16_t list = find_sorted_list(p, block);
        b->sorts = b->sorts || list != NO_INDEX;
        b->sorted[i] = list != NO_INDEX && p->lists[list].most > MOST_SORTED ? list : NO_INDEX;
        for (uint32_t k = 0; k < block->need_count && b->sorted[i] == NO_INDEX; k++) {
            b->sorted[i] = b->sorted[p->block_refs[block->needs + k]];
        }
    }
}

/* ---- what reads a list ---- */

static bool names_list(const Program *p, const BlockInfo *block)
{
    for (uint32_t pc = block->code; pc < block->code_end; pc++) {
        if (anatomy_get_insn(p, pc)->list != NO_INDEX) {
            return true;
        }
    }
    return block->list != NO_INDEX;
}

/* What reads none has the same diagram, however long lists are. */
static void find_listed(Bound *b)
{
    Program *p = b->program;
    for (uint32_t i = 0; i < p->block_count; i++) {
        const BlockInfo *block = &p->blocks[i];
        b->listed[i] = names_list(p, block);
        for (uint32_t k = 0; k < block->need_count && !b->listed[i]; k++) {
            b->listed[i] = b->listed[p->block_refs[block->needs + k]];
        }
    }
}

/* ---- warnings ---- */

static bool is_of_rule(const AstRule *rule, const BlockInfo *block)
{
    if (block->kind == BLOCK_ADVICE) {
        return rule->kind == RULE_ADVISE;
    }
    if (block->kind == BLOCK_CAUTION) {
        return rule->kind == RULE_CAUTION;
    }
    return rule->kind == RULE_DEFINE || rule->kind == RULE_DECISION || rule->kind == RULE_SCORE;
}

/* The rule of an answer, and which of its results it is; 0 where it has no names for them. NULL: it
 * is nobody's. */
static const AstRule *find_rule(const Bound *b, const BlockInfo *block, uint32_t *result)
{
    for (uint32_t i = 0; i < b->ast->rules.count; i++) {
        const AstRule *rule = b->ast->rules.items[i];
        if (!is_of_rule(rule, block)) {
            continue;
        }
        *result = 0;
        if (str_equal(rule->name.text, block->name)) {
            return rule;
        }
        for (; *result < rule->results.count; (*result)++) {
            if (str_equal(rule->results.items[*result].name.text, block->name)) {
                return rule;
            }
        }
    }
    return NULL;
}

/* Where the answer's name is declared. */
static Span find_place(const Bound *b, const BlockInfo *block)
{
    uint32_t result;
    const AstRule *rule = find_rule(b, block, &result);
    if (!rule) {
        return SPAN_NOWHERE;
    }
    bool own = str_equal(rule->name.text, block->name);
    return own ? rule->name.span : rule->results.items[result].name.span;
}

static void warn_over(Bound *b)
{
    Program *p = b->program;
    p->undecidable = ARENA_ARRAY(b->arena, Str, p->block_count + 1);
    for (uint32_t i = 0; i < p->block_count; i++) {
        Str name = p->blocks[i].name;
        bool sorted = p->blocks[i].reported && b->sorted[i] != NO_INDEX;
        if (!b->over[i] && !sorted) {
            continue;
        }
        p->undecidable[p->undecidable_count++] = name;
        Span place = find_place(b, &p->blocks[i]);
        if (sorted) {
            diagnose_unsorted(b->diags, place, name, p->lists[b->sorted[i]].path, MOST_SORTED);
        } else {
            diagnose_undecidable(b->diags, place, name);
        }
    }
}

static void warn_range(Bound *b, const BlockInfo *block, Str patient)
{
    uint32_t result;
    const AstRule *rule = find_rule(b, block, &result);
    if (rule && result < rule->results.count && rule->results.items[result].type_ref.range_lo) {
        const AstTypeRef *ref = &rule->results.items[result].type_ref;
        diagnose_range_left_by(b->diags, ref->span, block->name, patient);
    }
}

static void warn_faults(Bound *b)
{
    UniqueFaults faults = { NULL, 0, 0 };
    unique_find(b->arena, b->program, b->seen, &faults);
    for (uint32_t i = 0; i < faults.count; i++) {
        const UniqueFault *fault = &faults.items[i];
        const BlockInfo *block = &b->program->blocks[fault->block];
        switch (fault->kind) {
        case SUSPECT_HOLE:
            diagnose_hole(b->diags, find_place(b, block), block->name, fault->patient);
            break;
        case SUSPECT_OVERLAP:
            diagnose_overlap(b->diags, find_place(b, block), block->name, fault->patient);
            break;
        case SUSPECT_RANGE: warn_range(b, block, fault->patient); break;
        }
    }
}

uint64_t bound_check(Arena *arena, const Ast *ast, Program *program, DiagList *diags)
{
    Bound b = { .arena = arena,
                .ast = ast,
                .program = program,
                .diags = diags,
                .over = ARENA_ARRAY(arena, bool, program->block_count + 1),
                .warned = ARENA_ARRAY(arena, bool, program->block_count + 1),
                .seen = ARENA_ARRAY(arena, uint8_t, program->block_count + 1),
                .listed = ARENA_ARRAY(arena, bool, program->block_count + 1),
                .sorted = ARENA_ARRAY(arena, uint16_t, program->block_count + 1) };
    find_sorted(&b);
    find_listed(&b);
    Arena *run = arena_create(0);
    if (!run) {
        arena_fail(arena);
    }
    jmp_buf *outer = arena_get_recovery(arena), recovery;
    if (setjmp(recovery)) {
        arena_destroy(run);
        arena_set_recovery(arena, outer);
        arena_fail(arena);
    }
    arena_set_recovery(arena, &recovery);
    arena_set_recovery(run, &recovery);
    Evaluation *evaluation = evaluation_create(arena, program);
    Record *record = record_create(arena, run, program);
    evaluation_set_scope(evaluation, SCOPE_ENDS);
    try_record(&b, run, evaluation, record, 0);
    try_record(&b, run, evaluation, record, LIMIT_LIST_BOUND); /* every list at its own length */
    if (b.sorts) {
        try_record(&b, run, evaluation, record, MOST_SORTED);
    }
    arena_set_recovery(arena, outer);
    arena_destroy(run);
    warn_over(&b);
    warn_faults(&b);
    return b.most;
}
