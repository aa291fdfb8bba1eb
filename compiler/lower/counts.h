/* counts.h - is there room in a program for everything that is declared? Indices have 16 bits. */
#ifndef COMPILER_COUNTS_H
#define COMPILER_COUNTS_H
#include "lang/ast.h"

/* False after a message at the first declaration that is one too many. */
bool counts_check(const Ast *ast, DiagList *diags);
#endif
