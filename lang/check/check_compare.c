/* check_compare.c - comparison signs, `is`, `in`, `within`. Signs are for what has an order, `is`
 * for what has names: one spelling each. */
#include "lang/check/check_parts.h"
#include "lang/messages/diagnose.h"
#include "lang/resolve/resolve_parts.h"

static const Type yes_no = { .kind = TY_YES_NO };

void check_late_value(Check *check, Expr *item, const Type *type)
{
    if (type->kind != TY_ENUM) {
        return;
    }
    bool name = item->kind == EX_NAME || item->kind == EX_RULE || item->kind == EX_GAP ||
                item->kind == EX_FIELD;
    uint16_t index = name ? names_find_value(type->enumeration, item->name.text) : NO_VALUE;
    if (index != NO_VALUE) {
        item->kind = EX_VALUE;
        item->value.index = index;
        item->type = *type;
    } else if (item->kind == EX_NAME) {
        diagnose_not_a_value(check->diags, item->span, item->name.text, check_describe(check, type),
                             names_suggest_value(check->names, type->enumeration, item->name.text));
        item->kind = EX_ERROR;
    }
}

/* ---- signs ---- */

/* `==` has had its message, which says how the other kinds are compared. */
static bool was_foreign(const Check *check, const Expr *expr)
{
    Span left = expr->args[0]->span, right = expr->args[1]->span;
    Str text = check->names->ast->sources->files.items[expr->span.file].text;
    for (uint32_t at = left.end; at + 1 < right.start; at++) {
        if (text.ptr[at] == '=' && text.ptr[at + 1] == '=') {
            return true;
        }
    }
    return false;
}

static void check_enum_compare(Check *check, Expr *expr)
{
    const AstEnum *enumeration = expr->args[0]->type.enumeration;
    if (expr->op == CMP_EQ || expr->op == CMP_NE) {
        diagnose_sign_for_is(check->diags, expr->span, expr->op == CMP_NE,
                             check_describe(check, &expr->args[0]->type));
    } else if (!enumeration->ordered) {
        diagnose_unordered_enum(check->diags, expr->span,
                                resolve_list_values(check->arena, enumeration), enumeration->span);
    }
}

void check_compare_typed(Check *check, Expr *expr)
{
    Expr *a = expr->args[0], *b = expr->args[1];
    expr->type = yes_no;
    check_late_value(check, b, &a->type);
    if (!check_same_kind(check, a, b, "compared", expr->span)) {
        return;
    }
    if (was_foreign(check, expr)) {
        return;
    }
    switch (a->type.kind) {
    case TY_ENUM: check_enum_compare(check, expr); break;
    case TY_YES_NO:
        diagnose_sign_for_is(check->diags, expr->span, expr->op == CMP_NE, STR("yes_no"));
        break;
    default: check_lint_compare(check, expr); break;
    }
}

void check_compare(Check *check, Expr *expr)
{
    check_expr(check, expr->args[0]);
    check_late_value(check, expr->args[1], &expr->args[0]->type);
    check_expr(check, expr->args[1]);
    check_compare_typed(check, expr);
}

/* ---- is ---- */

void check_is(Check *check, Expr *expr)
{
    Expr *a = expr->args[0], *b = expr->args[1];
    check_expr(check, a);
    expr->type = yes_no;
    check_late_value(check, b, &a->type);
    check_expr(check, b);
    if (!check_scalar(check, a) | !check_scalar(check, b)) {
        return;
    }
    bool named = a->type.kind == TY_ENUM || a->type.kind == TY_YES_NO;
    if (!named) {
        diagnose_is_for_sign(check->diags, expr->span, expr->negated,
                             check_describe(check, &a->type));
    } else {
        check_same_kind(check, a, b, "compared", expr->span);
    }
}

/* ---- in ---- */

static void check_range(Check *check, Expr *range, const Type *type)
{
    Expr *lo = range->args[0], *hi = range->args[1];
    if (type->kind == TY_ENUM) {
        if (!type->enumeration->ordered) {
            diagnose_unordered_enum(check->diags, range->span,
                                    resolve_list_values(check->arena, type->enumeration),
                                    type->enumeration->span);
        } else if (lo->kind == EX_VALUE && hi->kind == EX_VALUE &&
                   lo->value.index > hi->value.index) {
            diagnose_range_reversed(check->diags, range->span);
        }
        return;
    }
    Rat upper = hi->value.number;
    if (lo->kind == EX_DATE && hi->kind == EX_DATE && lo->value.day_lo > hi->value.day_hi) {
        diagnose_range_reversed(check->diags, range->span);
    }
    if (lo->kind != EX_NUMBER || hi->kind != EX_NUMBER) {
        return;
    }
    if (hi->type.unit != lo->type.unit &&
        !unit_convert(upper, hi->type.unit, lo->type.unit, &upper)) {
        return;
    }
    if (rat_compare(lo->value.number, upper) > 0) {
        diagnose_range_reversed(check->diags, range->span);
    }
}

static bool is_constant(const Expr *item)
{
    return item->kind == EX_NUMBER || item->kind == EX_DATE || item->kind == EX_VALUE ||
           item->kind == EX_YES_NO;
}

static void check_item(Check *check, Expr *subject, Expr *item, bool cell)
{
    const Type *type = &subject->type;
    check_late_value(check, item, type);
    check_expr(check, item);
    if (item->type.kind == TY_ERROR) {
        return;
    }
    if (!is_constant(item) && !(type->kind == TY_ENUM && !cell)) {
        diagnose_constant_expected(check->diags, item->span, cell);
        return;
    }
    bool number = check_is_number(type) && check_is_number(&item->type);
    bool same =
        number || (type->kind == item->type.kind && type->enumeration == item->type.enumeration);
    if (cell && !same) {
        diagnose_cell_type(check->diags, item->span, check_describe(check, &item->type),
                           check_describe(check, type), subject->span);
    } else if (check_same_kind(check, subject, item, "compared", item->span)) {
        check_lint_compare(check, &(Expr){ .kind = EX_COMPARE,
                                           .op = CMP_EQ,
                                           .span = item->span,
                                           .type = yes_no,
                                           .args = (Expr *[]){ subject, item },
                                           .arg_count = 2 });
    }
}

void check_in_typed(Check *check, Expr *expr, bool cell)
{
    Expr *subject = expr->args[0];
    expr->type = yes_no;
    if (!check_scalar(check, subject)) {
        return;
    }
    for (uint32_t i = 1; i < expr->arg_count; i++) {
        Expr *item = expr->args[i];
        if (item->kind != EX_RANGE) {
            check_item(check, subject, item, cell);
            continue;
        }
        item->args[0]->value.day_hi = item->args[0]->value.day_lo; /* 2026-01..2026-11 */
        item->args[1]->value.day_lo = item->args[1]->value.day_hi;
        check_item(check, subject, item->args[0], cell);
        check_item(check, subject, item->args[1], cell);
        item->type = subject->type;
        check_range(check, item, &subject->type);
    }
}

void check_in(Check *check, Expr *expr)
{
    check_expr(check, expr->args[0]);
    check_in_typed(check, expr, false);
}

/* ---- within ---- */

static void check_part(Check *check, Expr *part, bool date)
{
    check_expr(check, part);
    if (!check_scalar(check, part)) {
        return;
    }
    bool duration = part->type.kind == TY_DECIMAL && part->type.dim != DIM_NONE &&
                    dim_accepts(STR("duration"), part->type.dim);
    if (date ? part->type.kind != TY_DATE : !duration) {
        diagnose_within_part(check->diags, part->span, check_describe(check, &part->type), date);
    }
}

void check_between(Check *check, Expr *expr)
{
    for (uint32_t i = 0; i < 2; i++) {
        Expr *part = expr->args[i];
        check_expr(check, part);
        if (check_scalar(check, part) && part->type.kind != TY_DATE) {
            diagnose_between_part(check->diags, part->span, check_describe(check, &part->type));
        }
    }
    expr->type = (Type){ .kind = TY_INTEGER };
}

void check_within(Check *check, Expr *expr)
{
    check_part(check, expr->args[0], true);
    check_part(check, expr->args[1], false);
    check_part(check, expr->args[2], true);
    expr->type = yes_no;
}
