/* mutant_crew.c - processes that share the list of mutants and a table of results. */
#include "compiler/testing/mutant_crew.h"

#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Shared by all processes. */
typedef struct Board {
    atomic_uint next; /* rule that nobody has taken */
    MutantResult results[];
} Board;

typedef struct Crew {
    Judge *judge;
    const MutantList *mutants;
    VEC(uint32_t) rules; /* first mutant of each rule; the last is one past the end */
    Board *board;
} Crew;

/* A rule is judged by one process: what killed one of its mutants is tried first on the next, and
 * who kills what does not depend on the number of processes. A mutant counts as crashed until it
 * has been judged. */
static void judge_rule(const Crew *crew, uint32_t rule)
{
    for (uint32_t i = crew->rules.items[rule]; i < crew->rules.items[rule + 1]; i++) {
        MutantResult *result = &crew->board->results[i];
        if (result->verdict != VERDICT_NONE) {
            continue;
        }
        result->verdict = VERDICT_CRASHED;
        result->verdict =
            (uint8_t)judge_try(crew->judge, &crew->mutants->items[i], &result->killer);
    }
}

static bool start_worker(const Crew *crew)
{
    pid_t child = fork();
    if (child != 0) {
        return child > 0;
    }
    for (;;) {
        unsigned rule = atomic_fetch_add(&crew->board->next, 1);
        if (rule + 1 >= crew->rules.count) {
            _exit(0);
        }
        judge_rule(crew, rule);
    }
}

static bool is_done(const Crew *crew)
{
    for (uint32_t i = 0; i < crew->mutants->count; i++) {
        if (crew->board->results[i].verdict == VERDICT_NONE) {
            return false;
        }
    }
    return true;
}

/* What a crashed process left undone is taken up in another round; each round leaves less. */
static bool run_rounds(const Crew *crew, unsigned jobs)
{
    while (!is_done(crew)) {
        unsigned started = 0;
        atomic_store(&crew->board->next, 0);
        while (started < jobs && start_worker(crew)) {
            started++;
        }
        while (wait(NULL) > 0) {
            continue;
        }
        if (!started) {
            return false;
        }
    }
    return true;
}

static void find_rules(Arena *arena, Crew *crew)
{
    const MutantList *mutants = crew->mutants;
    for (uint32_t i = 0; i < mutants->count; i++) {
        if (i == 0 || mutants->items[i].rule != mutants->items[i - 1].rule) {
            vec_add(arena, &crew->rules, i);
        }
    }
    vec_add(arena, &crew->rules, mutants->count);
}

const MutantResult *crew_judge(Arena *arena, Judge *judge, const MutantList *mutants, unsigned jobs)
{
    Crew crew = { .judge = judge, .mutants = mutants };
    size_t size = sizeof(Board) + mutants->count * sizeof(MutantResult);
    find_rules(arena, &crew);
    crew.board = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (crew.board == MAP_FAILED) {
        return NULL;
    }
    bool done = run_rounds(&crew, jobs);
    const MutantResult *results =
        done ? arena_copy(arena, crew.board->results, mutants->count * sizeof(MutantResult)) : NULL;
    munmap(crew.board, size);
    return results;
}
