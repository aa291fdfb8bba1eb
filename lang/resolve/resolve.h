/* resolve.h - names to declarations. Inside this room only. */
#ifndef LANG_RESOLVE_H
#define LANG_RESOLVE_H
#include "lang/ast.h"

void resolve_program(Ast *ast);
#endif
