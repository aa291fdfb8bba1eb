/* mutate.h - `cglc test --mutate`: change the guideline in one place at a time and see whether a
 * test notices. */
#ifndef TOOLS_MUTATE_H
#define TOOLS_MUTATE_H
#include "compiler/tools/source_program.h"

typedef struct MutateOptions {
    Str vignettes;
    const char *vignettes_path; /* further cases; ptr NULL if there are none */
    Str reasons;
    const char *reasons_path; /* of mutants that are no change (mutant_reasons.h); ptr NULL if there
                                 are none */
    unsigned jobs;            /* processes; 0 = as many as processors */
    bool verbose;             /* every mutant with what became of it */
} MutateOptions;

typedef enum MutateResult {
    MUTATE_ALL_NOTICED,
    MUTATE_SURVIVORS, /* or a stated reason that is not needed */
    MUTATE_FAILED     /* a bug of ours: out says which mutant */
} MutateResult;

/* The tests of the program must pass (test_runner.h). What people read goes to out. */
MutateResult mutate_run(const SourceProgram *sp, const MutateOptions *options, StrBuf *out);
#endif
