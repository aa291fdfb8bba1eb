/* bound.h - can every answer be computed exactly for every patient? Known at compile time.
 *
 * A cofactor of a reduced diagram never has more nodes. The diagrams of a record of which nothing
 * is known are therefore the largest there are: every other record fixes some of their variables.
 * That covers every legal length of every list: a list of n elements of which nothing is known is
 * the absent list with its number fixed to n, its elements being other names for the same variables
 * in the same order.
 *
 * Only the latest of a list is different: elements that are listed can be told from each other, in
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
