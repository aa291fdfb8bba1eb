/* visit.h - every expression of a rule, in source order, by a callback; with an explicit depth, as
 * the parser limits it. */
#ifndef COMPILER_VISIT_H
#define COMPILER_VISIT_H
#include "lang/ast.h"

typedef void (*ExprVisitor)(void *context, Expr *expr);
void visit_expr(Expr *expr, ExprVisitor visit, void *context); /* the expression and all below it */
void visit_rule(AstRule *rule, ExprVisitor visit, void *context);
#endif
