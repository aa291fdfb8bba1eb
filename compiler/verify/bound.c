/* bound.c - the largest diagrams a program can need. */
#include "compiler/verify/bound.h"
#include "lang/diagnose.h"
#include "runtime/base/limits.h"
#include "runtime/reason/reason.h"

typedef struct Bound {
    Arena *arena;
    const Ast *ast;
    Program *program;
    DiagList *diags;
    bool *over;             /* per block */
    uint8_t *faults;        /* per block: bit 0 a hole, bit 1 an overlap, for some patient */
    uint64_t most;
} Bound;

static void note_element(Bound *b, Evaluation *evaluation, uint32_t block, uint16_t element)
{
    const Answer *answer = &evaluation_get(evaluation, block, element)->main;
    if (answer->undecided) b->over[block] = true;
    for (uint16_t i = 0; i < answer->fault_count; i++) b->faults[answer->faults[i] / 2] |= answer->faults[i] % 2 ? 2 : 1;
}

static void note_answers(Bound *b, Evaluation *evaluation, const Record *record)
{
    for (uint32_t i = 0; i < b->program->block_count; i++) {
        const BlockInfo *block = &b->program->blocks[i];
        if (!block->reported) continue;
        if (block->list == NO_INDEX) {
            note_element(b, evaluation, i, NO_INDEX);
            continue;
        }
        for (uint16_t k = 0; k < record->lists[block->list].count; k++) note_element(b, evaluation, i, k);
        if (block->kind == BLOCK_ADVICE) note_element(b, evaluation, i, CELLS_HIDDEN);
    }
}

/* Nothing known at all. */
static void try_record(Bound *b, Arena *run, Evaluation *evaluation, Record *record)
{
    uint64_t before = evaluation_get_stats(evaluation).nodes;
    record_clear(record, b->program);
    record_finish(record, b->program);
    evaluation_run(evaluation, run, record);
    note_answers(b, evaluation, record);
    uint64_t nodes = evaluation_get_stats(evaluation).nodes - before;
    if (nodes > b->most) b->most = nodes;
}

static bool is_of_rule(const AstRule *rule, const BlockInfo *block)
{
    if (block->kind == BLOCK_ADVICE) return rule->kind == RULE_ADVISE;
    if (block->kind == BLOCK_CAUTION) return rule->kind == RULE_CAUTION;
    return rule->kind == RULE_DEFINE || rule->kind == RULE_DECISION || rule->kind == RULE_SCORE;
}

/* Where the answer's name is declared. */
static Span find_place(const Bound *b, const BlockInfo *block)
{
    for (uint32_t i = 0; i < b->ast->rules.count; i++) {
        const AstRule *rule = b->ast->rules.items[i];
        if (!is_of_rule(rule, block)) continue;
        if (str_equal(rule->name.text, block->name)) return rule->name.span;
        for (uint32_t r = 0; r < rule->results.count; r++)
            if (str_equal(rule->results.items[r].name.text, block->name)) return rule->results.items[r].name.span;
    }
    return SPAN_NOWHERE;
}

static void warn_over(Bound *b)
{
    Program *p = b->program;
    p->undecidable = ARENA_ARRAY(b->arena, Str, p->block_count + 1);
    for (uint32_t i = 0; i < p->block_count; i++) {
        if (!b->over[i]) continue;
        p->undecidable[p->undecidable_count++] = p->blocks[i].name;
        diagnose_undecidable(b->diags, find_place(b, &p->blocks[i]), p->blocks[i].name);
    }
}

static void warn_faults(Bound *b)
{
    for (uint32_t i = 0; i < b->program->block_count; i++) {
        const BlockInfo *block = &b->program->blocks[i];
        if (b->faults[i] & 1) diagnose_hole(b->diags, find_place(b, block), block->name);
        if (b->faults[i] & 2) diagnose_overlap(b->diags, find_place(b, block), block->name);
    }
}

uint64_t bound_check(Arena *arena, const Ast *ast, Program *program, DiagList *diags)
{
    Bound b = { .arena = arena, .ast = ast, .program = program, .diags = diags, .over = ARENA_ARRAY(arena, bool, program->block_count + 1),
                .faults = ARENA_ARRAY(arena, uint8_t, program->block_count + 1) };
    Arena *run = arena_create(0);
    if (!run) arena_fail(arena);
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
    try_record(&b, run, evaluation, record);
    arena_set_recovery(arena, outer);
    arena_destroy(run);
    warn_over(&b);
    warn_faults(&b);
    return b.most;
}
