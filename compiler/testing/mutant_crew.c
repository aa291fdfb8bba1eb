/* mutant_crew.c - processes that share the list of mutants and a table of results. */
#include "compiler/testing/mutant_crew.h"
#include "runtime/base/hooks.h"

#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Shared by all processes. */
typedef struct Board {
    atomic_uint next;    /* rule that nobody has taken */
    atomic_bool starved; /* the system had no memory: what was found is worth nothing */
    MutantResult results[];
} Board;

typedef struct Crew {
    Arena *arena; /* the judge's */
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

static void judge_rules(const Crew *crew)
{
    while (!hooks_were_refused()) {
        unsigned rule = atomic_fetch_add(&crew->board->next, 1);
        if (rule + 1 >= crew->rules.count) {
            return;
        }
        judge_rule(crew, rule);
    }
}

/* A mutant that met no memory would be told as one that does not compile, or that nobody notices.
 */
_Noreturn static void work(const Crew *crew)
{
    jmp_buf exhausted;
    if (setjmp(exhausted) == 0) {
        arena_set_recovery(crew->arena, &exhausted);
        judge_rules(crew);
    }
    if (hooks_were_refused()) {
        atomic_store(&crew->board->starved, true);
    }
    _exit(0);
}

static bool start_worker(const Crew *crew)
{
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* whoever interrupts the parent means its children too */
        work(crew);
    }
    return child > 0;
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
    while (!is_done(crew) && !atomic_load(&crew->board->starved)) {
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
    Crew crew = { .arena = arena, .judge = judge, .mutants = mutants };
    size_t size = sizeof(Board) + mutants->count * sizeof(MutantResult);
    find_rules(arena, &crew);
    crew.board = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (crew.board == MAP_FAILED) {
        return NULL;
    }
    bool done = run_rounds(&crew, jobs), starved = atomic_load(&crew.board->starved);
    const MutantResult *results =
        done && !starved
            ? arena_copy(arena, crew.board->results, mutants->count * sizeof(MutantResult))
            : NULL;
    munmap(crew.board, size);
    if (starved) {
        arena_fail(arena);
    }
    return results;
}
