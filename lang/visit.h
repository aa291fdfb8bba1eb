/* visit.h - every expression of a rule, each once, outermost only. */
#ifndef LANG_VISIT_H
#define LANG_VISIT_H
#include "lang/ast.h"

typedef void (*ExprVisit)(void *context, Expr *expr);
void visit_rule_parts(AstRule *rule, ExprVisit visit, void *context);
/* An expression and all below it. */
void visit_tree(Expr *expr, ExprVisit visit, void *context);
#endif
