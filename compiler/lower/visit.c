/* visit.c - walking the expressions of a rule. */
#include "compiler/lower/visit.h"

void visit_expr(Expr *expr, ExprVisitor visit, void *context)
{
    if (!expr) {
        return;
    }
    visit(context, expr);
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        visit_expr(expr->args[i], visit, context);
    }
}

static void visit_results(AstRule *rule, Expr **results, ExprVisitor visit, void *context)
{
    if (!results) {
        return;
    }
    for (uint32_t i = 0; i < rule->results.count; i++) {
        visit_expr(results[i], visit, context);
    }
}

static void visit_table(AstRule *rule, ExprVisitor visit, void *context)
{
    AstTable *table = rule->table;
    for (uint32_t r = 0; r < table->rows.count; r++) {
        AstRow *row = &table->rows.items[r];
        for (uint32_t i = 0; i < row->cells.count; i++) {
            if (!row->cells.items[i].any) {
                visit_expr(row->cells.items[i].test, visit, context);
            }
        }
        visit_results(rule, row->results, visit, context);
    }
    visit_results(rule, table->otherwise, visit, context);
}

void visit_rule(AstRule *rule, ExprVisitor visit, void *context)
{
    visit_expr(rule->means, visit, context);
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        visit_expr(rule->cases.items[i].when, visit, context);
        visit_results(rule, rule->cases.items[i].results, visit, context);
    }
    visit_results(rule, rule->otherwise, visit, context);
    if (rule->table) {
        visit_table(rule, visit, context);
    }
    for (uint32_t i = 0; i < rule->points.count; i++) {
        visit_expr(rule->points.items[i].when, visit, context);
    }
    visit_expr(rule->when, visit, context);
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        visit_expr(rule->unless.items[i].when, visit, context);
    }
}
