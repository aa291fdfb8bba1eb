/* check_list.c - list words and calls. */
#include "lang/check/check_parts.h"
#include "lang/messages/diagnose.h"

static void check_filter(Check *check, Expr *filter)
{
    if (filter) {
        check_condition(check, filter);
    }
}

/* sum, min, max of a field: numbers; min and max of dates too. The floor is one more of them. */
static Type check_value(Check *check, Expr *expr)
{
    Expr *value = expr->args[1], *floor = expr->args[3];
    check_expr(check, value);
    if (!check_scalar(check, value)) {
        return value->type;
    }
    bool number = value->type.kind == TY_INTEGER || value->type.kind == TY_DECIMAL;
    if (!number && !(value->type.kind == TY_DATE && expr->kind != EX_SUM)) {
        diagnose_number_expected(check->diags, value->span, check_describe(check, &value->type));
        return (Type){ .kind = TY_ERROR };
    }
    if (!floor) {
        return value->type;
    }
    check_expr(check, floor);
    if (!check_same_kind(check, value, floor, "compared", floor->span)) {
        return (Type){ .kind = TY_ERROR };
    }
    if (value->type.kind == TY_INTEGER && floor->type.kind == TY_DECIMAL) {
        return floor->type;
    }
    return value->type;
}

static Type check_latest(Check *check, Expr *expr)
{
    Expr *key = expr->args[1], *value = expr->args[3];
    check_expr(check, key);
    check_filter(check, expr->args[2]);
    check_expr(check, value);
    if (check_scalar(check, key) && key->type.kind != TY_DATE) {
        diagnose_date_expected(check->diags, key->span, check_describe(check, &key->type));
    }
    return value->type;
}

void check_list_word(Check *check, Expr *expr)
{
    switch (expr->kind) {
    case EX_ANY:
    case EX_ALL:
        check_condition(check, expr->args[1]);
        expr->type = (Type){ .kind = TY_YES_NO };
        break;
    case EX_COUNT:
        check_filter(check, expr->args[1]);
        expr->type = (Type){ .kind = TY_INTEGER };
        break;
    case EX_LATEST: expr->type = check_latest(check, expr); break;
    default:
        check_filter(check, expr->args[2]);
        expr->type = check_value(check, expr);
        break;
    }
    check_expr(check, expr->args[0]);
}

void check_call(Check *check, Expr *expr)
{
    AstParameter *const *parameters =
        expr->kind == EX_CALL ? expr->rule->parameters.items : expr->native->parameters.items;
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        const Type *type = &parameters[i]->type_ref.type;
        check_late_value(check, expr->args[i], type);
        check_expr(check, expr->args[i]);
        check_fits(check, expr->args[i], type, "the parameter", parameters[i]->name.span);
    }
    if (expr->kind == EX_NATIVE) {
        expr->type = expr->native->result.type;
        return;
    }
    expr->type = expr->rule->results.items[0].type_ref.type;
    check_reads(check, expr);
}
