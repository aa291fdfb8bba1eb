/* no_questions.h - for tests that put another engine behind reports: what questions ask of the
 * reasoner beyond answers. They are tested with the real one (tests/golden/question). */
#ifndef TESTS_NO_QUESTIONS_H
#define TESTS_NO_QUESTIONS_H
#include "runtime/reason/next.h"
#include "runtime/reason/obstacle.h"

void evaluation_trace(Evaluation *evaluation, uint32_t block, uint16_t element, Trail *trail)
{
    (void)evaluation, (void)block, (void)element;
    *trail = (Trail){ 0 };
}

Finder *finder_create(Arena *session_arena, const Program *program, Evaluation *evaluation,
                      Arena *scratch)
{
    (void)session_arena, (void)program, (void)evaluation, (void)scratch;
    return NULL;
}

void finder_find(Finder *finder, Arena *arena, const Record *record, uint32_t block,
                 uint16_t element, Obstacles *obstacles)
{
    (void)finder, (void)arena, (void)record, (void)block, (void)element;
    *obstacles = (Obstacles){ 0 };
}

Asker *asker_create(Arena *session_arena, const Program *program, Evaluation *evaluation,
                    Arena *scratch)
{
    (void)session_arena, (void)program, (void)evaluation, (void)scratch;
    return NULL;
}

void asker_find(Asker *asker, Arena *arena, const Evaluation *answers, const Record *record,
                NextPlan *plan)
{
    (void)asker, (void)arena, (void)answers, (void)record;
    *plan = (NextPlan){ 0 };
}

bool next_settles(const NextQuestion *question)
{
    (void)question;
    return false;
}
#endif
