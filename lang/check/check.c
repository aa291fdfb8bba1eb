/* check.c - the program, rule by rule: each after those it reads, so that their types are known. */
#include "lang/check/check.h"
#include "lang/check/check_parts.h"
#include "lang/messages/diagnose.h"
#include "lang/resolve/resolve_parts.h"

static Check make_check(Ast *ast)
{
    return (Check){ .names = ast->names, .arena = ast->arena, .diags = ast->diags };
}

/* Only what has an order rises or falls. */
static void check_order(Check *check, const Type *type, Span span)
{
    if (type->kind == TY_ENUM && !type->enumeration->ordered) {
        diagnose_unordered_enum(check->diags, span,
                                resolve_list_values(check->arena, type->enumeration),
                                type->enumeration->span);
    }
}

static void check_claim(Check *check, const AstCheck *item)
{
    if (item->claim == CLAIM_NEVER || item->claim == CLAIM_ALWAYS) {
        check_condition(check, item->subject);
        return;
    }
    check_expr(check, item->subject);
    if (!check_scalar(check, item->subject) || item->claim != CLAIM_MONOTONE || !item->field_ref) {
        return;
    }
    check_order(check, &item->subject->type, item->subject->span);
    check_order(check, &item->field_ref->type_ref.type, item->field.span);
}

void check_program(Ast *ast)
{
    Check check = make_check(ast);
    for (uint32_t i = 0; i < ast->ordered.count; i++) {
        check_rule(&check, ast->ordered.items[i]);
    }
    check.rule = NULL;
    for (uint32_t i = 0; i < ast->checks.count; i++) {
        check_claim(&check, ast->checks.items[i]);
    }
    if (!ast->diags->errors) {
        check_lint_rules(&check);
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
