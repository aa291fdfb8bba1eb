/* build_node.h - between the builders only. */
#ifndef LANG_BUILD_NODE_H
#define LANG_BUILD_NODE_H
#include "lang/parse/parse.h"

Expr *build_node(Parse *parse, ExprKind kind, Expr *const *args, uint32_t count, Span span);
/* Into the module's list and the program's order. */
void build_decl(Parse *parse, DeclKind kind, void *node, Span span);
void build_missing_end(Parse *parse);
#endif
