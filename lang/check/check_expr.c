/* check_expr.c - the type of every expression. */
#include "lang/check/check_parts.h"
#include "lang/messages/diagnose.h"
#include "lang/resolve/resolve_parts.h"

static const Type yes_no = { .kind = TY_YES_NO };

Str check_describe(const Check *check, const Type *type)
{
    return resolve_describe(check->arena, type);
}

bool check_scalar(Check *check, Expr *expr)
{
    switch (expr->type.kind) {
    case TY_ERROR: return false;
    case TY_LIST: diagnose_list_as_scalar(check->diags, expr->span, expr->name.text); break;
    case TY_TEXT:
    case TY_KEY:
        diagnose_text_in_logic(check->diags, expr->span, check_describe(check, &expr->type));
        break;
    default: return true;
    }
    expr->type.kind = TY_ERROR;
    return false;
}

void check_condition_type(Check *check, const Expr *expr)
{
    if (expr->type.kind != TY_YES_NO) {
        diagnose_condition_expected(check->diags, expr->span, check_describe(check, &expr->type));
    }
}

void check_condition(Check *check, Expr *expr)
{
    check_expr(check, expr);
    if (check_scalar(check, expr)) {
        check_condition_type(check, expr);
    }
}

static void check_logic(Check *check, Expr *expr)
{
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        check_condition(check, expr->args[i]);
    }
    expr->type = yes_no;
}

static void check_count_of(Check *check, Expr *expr)
{
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        check_condition(check, expr->args[i]);
    }
    expr->type = (Type){ .kind = TY_INTEGER };
}

static void check_rule_read(Check *check, Expr *expr)
{
    if (expr->kind == EX_RULE) {
        expr->type = expr->rule->results.items[expr->value.index].type_ref.type;
    } else {
        expr->type = yes_no;
    }
    check_reads(check, expr);
}

/* What resolve left open because the thing beside it has no declared type. */
static void check_open_name(Check *check, Expr *expr)
{
    diagnose_unknown_name(check->diags, expr->span, expr->name.text,
                          names_suggest(check->names, &check->names->values, expr->name.text));
    expr->kind = EX_ERROR;
}

static void check_range(Check *check, Expr *expr)
{
    check_expr(check, expr->args[0]);
    check_expr(check, expr->args[1]);
}

/* `2026-11` is a month: fine as the end of a range, but no constant to compare with. */
static void check_date(Check *check, Expr *expr)
{
    expr->type = (Type){ .kind = TY_DATE };
    if (expr->value.day_lo == expr->value.day_hi) {
        return;
    }
    diagnose_partial_date(check->diags, expr->span, expr->name.text);
    expr->type.kind = TY_ERROR;
}

void check_expr(Check *check, Expr *expr)
{
    switch (expr->kind) {
    case EX_ERROR: expr->type = (Type){ .kind = TY_ERROR }; break;
    case EX_YES_NO:
    case EX_ALWAYS: expr->type = yes_no; break;
    case EX_NUMBER: check_number(check, expr); break;
    case EX_DATE: check_date(check, expr); break;
    case EX_AS_OF: expr->type = (Type){ .kind = TY_DATE }; break;
    case EX_TEXT: expr->type = (Type){ .kind = TY_TEXT }; break;
    case EX_VALUE: break; /* resolve knew its enumeration */
    case EX_NAME: check_open_name(check, expr); break;
    case EX_FIELD:
    case EX_LIST: expr->type = expr->field->type_ref.type; break;
    case EX_GAP: expr->type = expr->gap->type_ref.type; break;
    case EX_PARAMETER: expr->type = expr->parameter->type_ref.type; break;
    case EX_RULE:
    case EX_APPLIES: check_rule_read(check, expr); break;
    case EX_NOT:
    case EX_AND:
    case EX_OR: check_logic(check, expr); break;
    case EX_COMPARE: check_compare(check, expr); break;
    case EX_IS: check_is(check, expr); break;
    case EX_IN: check_in(check, expr); break;
    case EX_RANGE: check_range(check, expr); break;
    case EX_WITHIN: check_within(check, expr); break;
    case EX_BETWEEN: check_between(check, expr); break;
    case EX_ADD:
    case EX_SUB:
    case EX_MUL:
    case EX_DIV:
    case EX_NEG:
    case EX_MIN2:
    case EX_MAX2: check_arithmetic(check, expr); break;
    case EX_ROUND: check_round(check, expr); break;
    case EX_SQRT:
    case EX_LN:
    case EX_EXP:
    case EX_POWER: check_function(check, expr); break;
    case EX_CALL:
    case EX_NATIVE: check_call(check, expr); break;
    case EX_ANY:
    case EX_ALL:
    case EX_COUNT:
    case EX_SUM:
    case EX_MIN:
    case EX_MAX:
    case EX_LATEST: check_list_word(check, expr); break;
    case EX_COUNT_OF: check_count_of(check, expr); break;
    case EX_MISSING:
    case EX_PARTIAL:
    case EX_SETTLED:
    case EX_OPEN:
    case EX_MAY_BE:
    case EX_NEEDS_FACTS:
    case EX_ELSE: check_gate_word(check, expr); break;
    }
}
