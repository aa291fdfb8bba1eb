/* bound.c - the largest diagrams a program can need. */
#include "compiler/verify/bound.h"
#include "lang/diagnose.h"
#include "runtime/base/limits.h"
#include "runtime/reason/reason.h"

typedef struct Bound {
    Arena *arena;
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

static void warn_over(Bound *b)
{
    Program *p = b->program;
    p->undecidable = ARENA_ARRAY(b->arena, Str, p->block_count + 1);
    for (uint32_t i = 0; i < p->block_count; i++) {
        if (!b->over[i]) continue;
        p->undecidable[p->undecidable_count++] = p->blocks[i].name;
        diagnose_undecidable(b->diags, p->blocks[i].name);
    }
}

static void warn_faults(Bound *b)
{
    for (uint32_t i = 0; i < b->program->block_count; i++) {
        const BlockInfo *block = &b->program->blocks[i];
        if (b->faults[i] & 1) diagnose_hole(b->diags, block->name, block->file, block->line);
        if (b->faults[i] & 2) diagnose_overlap(b->diags, block->name, block->file, block->line);
    }
}

uint64_t bound_check(Arena *arena, Program *program, DiagList *diags)
{
    Bound b = { .arena = arena, .program = program, .diags = diags, .over = ARENA_ARRAY(arena, bool, program->block_count + 1),
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
