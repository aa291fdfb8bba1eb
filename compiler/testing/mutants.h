/* mutants.h - every small change of a guideline that a test ought to notice.
 *
 * A mutant is a change of the text: some bytes replaced by others. So nothing is tried that no
 * author could write, and what was changed can be shown as it stands in the file. The modules of
 * the standard library are not changed. */
#ifndef TOOLS_MUTANTS_H
#define TOOLS_MUTANTS_H
#include "lang/ast.h"

typedef enum MutationKind {
#define MUTATION(id, name, what) MUTATION_##id,
#include "compiler/testing/mutations.def"
#undef MUTATION
    MUTATION_COUNT_
} MutationKind;

typedef struct Mutant {
    MutationKind kind;
    const AstRule *rule;
    Span place;        /* the bytes that are replaced */
    Str text;          /* what stands there instead; may be empty */
    Str before, after; /* for people: the least that shows the change; after is empty if something
                          was dropped */
    uint32_t twin;     /* which of the mutants of this rule that read alike, from 1 */
} Mutant;
typedef VEC(Mutant) MutantList;

/* Of a checked tree without errors; by modules and rules as they stand. */
void mutants_find(Arena *arena, const Ast *ast, MutantList *mutants);
Str mutants_get_name(MutationKind kind);
Str mutants_get_meaning(MutationKind kind);
/* How people and the file of equivalent mutants name it: "rf: `size > 3 cm` -> `size >= 3 cm`". */
Str mutants_name(Arena *arena, const Mutant *mutant);
/* The text of a source with the change made; line ends that are dropped are put back, so that lines
 * keep their numbers. */
Str mutants_apply(Arena *arena, Str source, const Mutant *mutant);
#endif
