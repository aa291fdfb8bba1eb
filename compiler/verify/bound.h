/* bound.h - can every answer be computed exactly for every patient? Known at compile time.
 *
 * A cofactor of a reduced diagram never has more nodes: what is known takes variables away. So the
 * program is tried with as little known as can be, in two ways: with nothing at all, and with every
 * list at its full length and no field of its elements known. The second is no cofactor of the
 * first: what is hidden can be left out as a whole, what is listed cannot, and the steps on the way
 * to a diagram may be many where the diagram is small. Elements of which nothing is known are
 * alike, so of answers about an element those of the first and the last stand for all.
 *
 * The latest of a list is different again: elements that are listed can be told from each other, in
 * every order of their dates. A list of few is tried with so many elements of which nothing is
 * known; whoever reads the latest of a longer one is warned of. */
#ifndef VERIFY_BOUND_H
#define VERIFY_BOUND_H
#include "lang/ast.h"
#include "runtime/bytecode/program.h"

/* The program's places are looked up in the tree it was compiled from. Warns for each unique
 * decision that has no case, or two with different results, for some patient. Warns for each answer
 * over LIMIT_NODES and names it in program->undecidable. Returns the largest number of nodes. */
uint64_t bound_check(Arena *arena, const Ast *ast, Program *program, DiagList *diags);
#endif
