/* check.c - the program, rule by rule: each after those it reads, so that their types are known. */
#include "lang/check/check.h"
#include "lang/check/check_parts.h"
#include "lang/resolve/resolve_parts.h"

static Check make_check(Ast *ast)
{
    return (Check){ .names = ast->names, .arena = ast->arena, .diags = ast->diags };
}

void check_program(Ast *ast)
{
    Check check = make_check(ast);
    for (uint32_t i = 0; i < ast->ordered.count; i++) {
        check_rule(&check, ast->ordered.items[i]);
    }
    check.rule = NULL;
    for (uint32_t i = 0; i < ast->checks.count; i++) {
        AstCheck *item = ast->checks.items[i];
        if (item->never) {
            check_condition(&check, item->never);
        }
        if (item->always) {
            check_condition(&check, item->always);
        }
    }
}

bool check_single(Ast *ast, Expr *expr)
{
    Check check = make_check(ast);
    uint32_t before = ast->diags->errors;
    resolve_single(ast->names, expr);
    check_expr(&check, expr);
    return ast->diags->errors == before && expr->type.kind != TY_ERROR;
}
