/* mutant_reasons.h - mutants that are no change, for a reason that a person gives.
 *
 * One line a mutant, as the tool names it, a colon and the reason; lines that begin with # are
 * comments: rf: `size > 3 cm` -> `size > 3.5 cm`: no lesion is measured between these A line names
 * a rule and words, no line number, so it survives edits elsewhere. */
#ifndef TOOLS_MUTANT_REASONS_H
#define TOOLS_MUTANT_REASONS_H
#include "compiler/testing/mutants.h"

typedef struct MutantReason {
    uint32_t line;   /* from 1 */
    Str text;        /* the whole line */
    uint32_t mutant; /* index; UINT32_MAX: there is no such mutant */
} MutantReason;
typedef VEC(MutantReason) MutantReasons;

void reasons_read(Arena *arena, Str text, const MutantList *mutants, MutantReasons *reasons);
/* NULL if no line names it. */
const MutantReason *reasons_find(const MutantReasons *reasons, uint32_t mutant);
#endif
