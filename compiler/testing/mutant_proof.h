/* mutant_proof.h - does a changed program say the same about every patient? Shown by the diagrams
 * of a record of which nothing is known: reduced diagrams that are equal are the same function of
 * all facts (runtime/cells/README.md), and every record fixes some of its variables. */
#ifndef TOOLS_MUTANT_PROOF_H
#define TOOLS_MUTANT_PROOF_H
#include "runtime/bytecode/program.h"

typedef struct Proof Proof;
/* `original` lives on arena; its diagrams are kept for the next mutant. */
Proof *proof_create(Arena *arena, const Program *original);
void proof_destroy(Proof *proof);
/* One flag a block of the original. changed: what it computes may have been changed; affected: it
 * reads such a one, from near or far, or is one. True: every answer is the same for every patient.
 * False: not shown. */
bool proof_is_equal(Proof *proof, const Program *mutant, const bool *changed, const bool *affected);
#endif
