/* visit.c - walking the expressions of a rule. The depth of a tree is limited when it is built. */
#include "lang/visit.h"

static void visit_optional(Expr *expr, ExprVisit visit, void *context)
{
    if (expr) {
        visit(context, expr);
    }
}

static void visit_results(const AstRule *rule, Expr **results, ExprVisit visit, void *context)
{
    for (uint32_t i = 0; results && i < rule->results.count; i++) {
        visit_optional(results[i], visit, context);
    }
}

/* A cell's test begins with its column, which is visited once for the whole table. */
static void visit_cell(const AstCell *cell, ExprVisit visit, void *context)
{
    for (uint32_t i = 1; !cell->any && i < cell->written->arg_count; i++) {
        visit(context, cell->written->args[i]);
    }
}

static void visit_table(const AstRule *rule, AstTable *table, ExprVisit visit, void *context)
{
    for (uint32_t i = 0; i < table->columns.count; i++) {
        visit(context, table->columns.items[i]);
    }
    for (uint32_t i = 0; i < table->rows.count; i++) {
        AstRow *row = &table->rows.items[i];
        for (uint32_t j = 0; j < row->cells.count; j++) {
            visit_cell(&row->cells.items[j], visit, context);
        }
        visit_results(rule, row->results, visit, context);
    }
}

void visit_rule_parts(AstRule *rule, ExprVisit visit, void *context)
{
    visit_optional(rule->means, visit, context);
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        visit_results(rule, rule->cases.items[i].results, visit, context);
        visit_optional(rule->cases.items[i].when, visit, context);
    }
    if (rule->table) {
        visit_table(rule, rule->table, visit, context);
    }
    visit_results(rule, rule->otherwise, visit, context);
    for (uint32_t i = 0; i < rule->points.count; i++) {
        visit(context, rule->points.items[i].when);
    }
    visit_optional(rule->when, visit, context);
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        visit(context, rule->unless.items[i].when);
    }
}

void visit_tree(Expr *expr, ExprVisit visit, void *context)
{
    if (!expr) {
        return;
    }
    visit(context, expr);
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        visit_tree(expr->args[i], visit, context);
    }
}
