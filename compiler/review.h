/* review.h - `review_by` at run time, and trees with rules that nobody wrote. */
#ifndef COMPILER_REVIEW_H
#define COMPILER_REVIEW_H
#include "lang/ast.h"

/* A copy of the tree with these rules after its own; the rules themselves are shared. */
Ast *ast_extend(Arena *arena, const Ast *ast, AstRule *const *rules, uint32_t count);
/* With the caution of a passed `review_by`, where the program reads the date; else the tree itself.
 */
Ast *review_add_caution(Arena *arena, Ast *ast);
#endif
