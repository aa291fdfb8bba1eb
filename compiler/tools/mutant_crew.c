/* mutant_crew.c - processes that share the list of mutants and a table of results. */
#include "compiler/tools/mutant_crew.h"

#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Shared by all processes. Neighbours in the list go to whoever is free: they are of one rule, and what killed one kills the next. */
typedef struct Board {
    atomic_uint next;
    MutantResult results[];
} Board;

static void work(Judge *judge, const MutantList *mutants, Board *board)
{
    for (;;) {
        unsigned at = atomic_fetch_add(&board->next, 1);
        if (at >= mutants->count) return;
        uint32_t killer;
        Verdict verdict = judge_try(judge, &mutants->items[at], &killer);
        board->results[at].killer = killer;
        board->results[at].verdict = (uint8_t)verdict;
    }
}

static bool start_worker(Judge *judge, const MutantList *mutants, Board *board)
{
    pid_t child = fork();
    if (child != 0) return child > 0;
    work(judge, mutants, board);
    _exit(0);
}

/* A crashed worker leaves one mutant without a verdict; another takes its place for the rest. */
static bool wait_for_workers(Judge *judge, const MutantList *mutants, Board *board)
{
    int status;
    while (wait(&status) > 0)
        if (status != 0 && atomic_load(&board->next) < mutants->count && !start_worker(judge, mutants, board)) return false;
    return true;
}

const MutantResult *crew_judge(Arena *arena, Judge *judge, const MutantList *mutants, unsigned jobs)
{
    size_t size = sizeof(Board) + mutants->count * sizeof(MutantResult);
    Board *board = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (board == MAP_FAILED) return NULL;
    unsigned started = 0;
    while (started < jobs && start_worker(judge, mutants, board)) started++;
    bool done = wait_for_workers(judge, mutants, board) && started > 0;
    const MutantResult *results = done ? arena_copy(arena, board->results, mutants->count * sizeof(MutantResult)) : NULL;
    munmap(board, size);
    return results;
}
