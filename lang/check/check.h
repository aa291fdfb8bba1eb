/* check.h - types, and everything that needs them. Inside this room only. */
#ifndef LANG_CHECK_H
#define LANG_CHECK_H
#include "lang/ast.h"

void check_program(Ast *ast);
/* One expression outside every rule; false after a message. */
bool check_single(Ast *ast, Expr *expr);
#endif
