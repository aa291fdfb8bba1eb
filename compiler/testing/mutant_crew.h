/* mutant_crew.h - many processes judge the mutants: one that makes the compiler crash ends a
 * process, not the run. */
#ifndef TOOLS_MUTANT_CREW_H
#define TOOLS_MUTANT_CREW_H
#include "compiler/testing/mutant_judge.h"

typedef struct MutantResult {
    uint8_t verdict; /* Verdict */
    uint32_t killer; /* VERDICT_KILLED: which case */
} MutantResult;

/* One result a mutant, in their order, whatever the number of processes; NULL if there is no memory
 * or no process. */
const MutantResult *crew_judge(Arena *arena, Judge *judge, const MutantList *mutants,
                               unsigned jobs);
#endif
