/* check_number.c - numbers, quantities, dates: which may meet, and what comes out. A plain number
 * and a quantity never mix; two quantities mix if their dimensions do. */
#include "lang/check/check_parts.h"
#include "lang/messages/diagnose.h"
#include "lang/resolve/resolve_parts.h"

static const Type none = { .kind = TY_ERROR };

bool check_is_number(const Type *type)
{
    return type->kind == TY_INTEGER || type->kind == TY_DECIMAL || type->kind == TY_ROOT ||
           type->kind == TY_REAL;
}

static bool is_real(const Type *type)
{
    return type->kind == TY_REAL || type->kind == TY_ROOT;
}
static DimId dim_of(const Type *type)
{
    return type->kind == TY_DECIMAL ? type->dim : DIM_NONE;
}

void check_number(Check *check, Expr *expr)
{
    if (!expr->unit.text.len) {
        expr->type = (Type){ .kind = expr->is_integer ? TY_INTEGER : TY_DECIMAL };
        return;
    }
    UnitId unit = resolve_unit(check->names, expr->unit);
    expr->type = unit == UNIT_NONE
                     ? none
                     : (Type){ .kind = TY_DECIMAL, .dim = unit_get_dim(unit), .unit = unit };
}

/* ---- may they meet? ---- */

static bool is_duration(const Type *type)
{
    return type->kind == TY_DECIMAL && type->dim != DIM_NONE &&
           dim_accepts(STR("duration"), type->dim);
}

static void report_dimensions(Check *check, Expr *a, Expr *b, const char *what, Span span)
{
    Str left = check_describe(check, &a->type), right = check_describe(check, &b->type);
    DimId da = dim_of(&a->type), db = dim_of(&b->type);
    if (da == DIM_NONE && a->kind == EX_NUMBER) {
        diagnose_missing_unit(check->diags, a->span, a->name.text, unit_get_code(b->type.unit));
    } else if (db == DIM_NONE && b->kind == EX_NUMBER) {
        diagnose_missing_unit(check->diags, b->span, b->name.text, unit_get_code(a->type.unit));
    } else {
        UnitId unit = da == DIM_NONE ? b->type.unit : db == DIM_NONE ? a->type.unit : UNIT_NONE;
        diagnose_dimension_mismatch(check->diags, span, left, right, what,
                                    is_duration(&a->type) && is_duration(&b->type),
                                    unit == UNIT_NONE ? STR_NONE : unit_get_code(unit));
    }
}

bool check_same_kind(Check *check, Expr *a, Expr *b, const char *what, Span span)
{
    if (!check_scalar(check, a) || !check_scalar(check, b)) {
        return false;
    }
    bool numbers = check_is_number(&a->type) && check_is_number(&b->type);
    if (numbers && dim_of(&a->type) != dim_of(&b->type)) {
        report_dimensions(check, a, b, what, span);
        return false;
    }
    bool same =
        numbers || (a->type.kind == b->type.kind && a->type.enumeration == b->type.enumeration);
    if (!same) {
        diagnose_kind_mismatch(check->diags, span, check_describe(check, &a->type),
                               check_describe(check, &b->type), what);
    }
    return same;
}

/* ---- sums and the smaller or larger of two ---- */

static Type join_numbers(const Type *a, const Type *b)
{
    if (is_real(a) || is_real(b)) {
        return (Type){ .kind = TY_REAL };
    }
    if (a->kind == TY_INTEGER && b->kind == TY_INTEGER) {
        return *a;
    }
    if (a->kind == TY_DECIMAL) {
        return *a;
    }
    return (Type){ .kind = TY_DECIMAL };
}

/* date + duration, date - duration, date - date. */
static Type check_dates(Check *check, Expr *expr)
{
    const Type *a = &expr->args[0]->type, *b = &expr->args[1]->type;
    UnitId day = unit_find(STR("d"));
    if (expr->kind == EX_SUB && a->kind == TY_DATE && b->kind == TY_DATE) {
        return (Type){ .kind = TY_DECIMAL, .dim = unit_get_dim(day), .unit = day };
    }
    if (a->kind == TY_DATE && is_duration(b)) {
        return *a;
    }
    diagnose_date_arithmetic(check->diags, expr->span, check_describe(check, a),
                             check_describe(check, b));
    return none;
}

static Type check_sum(Check *check, Expr *expr)
{
    Expr *a = expr->args[0], *b = expr->args[1];
    bool extreme = expr->kind == EX_MIN2 || expr->kind == EX_MAX2;
    if (!check_scalar(check, a) | !check_scalar(check, b)) {
        return none;
    }
    if (!extreme && (a->type.kind == TY_DATE || b->type.kind == TY_DATE)) {
        return check_dates(check, expr);
    }
    if (!check_same_kind(check, a, b,
                         extreme                ? "compared"
                         : expr->kind == EX_ADD ? "added"
                                                : "subtracted",
                         expr->span)) {
        return none;
    }
    if (check_is_number(&a->type)) {
        return join_numbers(&a->type, &b->type);
    }
    if (extreme && a->type.kind == TY_DATE) {
        return a->type;
    }
    diagnose_number_expected(check->diags, a->span, check_describe(check, &a->type));
    return none;
}

/* ---- products and quotients ---- */

static bool check_factors(Check *check, Expr *expr)
{
    bool good = true;
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        Expr *arg = expr->args[i];
        if (!check_scalar(check, arg)) {
            good = false;
        } else if (!check_is_number(&arg->type)) {
            diagnose_number_expected(check->diags, arg->span, check_describe(check, &arg->type));
            good = false;
        }
    }
    return good;
}

static Type check_product(Check *check, Expr *expr)
{
    const Type *a = &expr->args[0]->type, *b = &expr->args[1]->type;
    DimId da = dim_of(a), db = dim_of(b);
    ProductPlan plan = { 0 };
    bool divide = expr->kind == EX_DIV;
    if (!check_factors(check, expr)) {
        return none;
    }
    if (da == DIM_NONE && db == DIM_NONE) {
        if (is_real(a) || is_real(b)) {
            return (Type){ .kind = TY_REAL };
        }
        bool whole = !divide && a->kind == TY_INTEGER && b->kind == TY_INTEGER;
        return (Type){ .kind = whole ? TY_INTEGER : TY_DECIMAL };
    }
    bool real = is_real(a) || is_real(b);
    if (!real && db == DIM_NONE) {
        return *a;
    }
    if (!real && da == DIM_NONE && !divide) {
        return *b;
    }
    if (!real && da != DIM_NONE && unit_plan_product(a->unit, b->unit, divide, &plan)) {
        return (Type){ .kind = TY_DECIMAL, .dim = unit_get_dim(plan.result), .unit = plan.result };
    }
    diagnose_no_dimension(check->diags, expr->span, check_describe(check, a),
                          check_describe(check, b), divide);
    return none;
}

void check_arithmetic(Check *check, Expr *expr)
{
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        check_expr(check, expr->args[i]);
    }
    if (expr->kind == EX_MUL || expr->kind == EX_DIV) {
        expr->type = check_product(check, expr);
    } else if (expr->kind != EX_NEG) {
        expr->type = check_sum(check, expr);
    } else if (!check_factors(check, expr)) {
        expr->type = none;
    } else {
        expr->type =
            is_real(&expr->args[0]->type) ? (Type){ .kind = TY_REAL } : expr->args[0]->type;
    }
}

/* ---- functions ---- */

void check_round(Check *check, Expr *expr)
{
    Expr *arg = expr->args[0];
    check_expr(check, arg);
    expr->type = none;
    if (!check_factors(check, expr)) {
        return;
    }
    if (arg->type.kind == TY_DECIMAL && arg->type.dim != DIM_NONE) {
        if (expr->digits == ROUND_TO_INTEGER) {
            expr->digits = 0;
        }
        expr->type = arg->type;
    } else if (expr->digits == ROUND_TO_INTEGER) {
        expr->type = (Type){ .kind = TY_INTEGER };
    } else {
        expr->type = (Type){ .kind = TY_DECIMAL };
    }
}

void check_function(Check *check, Expr *expr)
{
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        check_expr(check, expr->args[i]);
    }
    expr->type = none;
    if (!check_factors(check, expr)) {
        return;
    }
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        Expr *arg = expr->args[i];
        if (dim_of(&arg->type) == DIM_NONE) {
            continue;
        }
        diagnose_plain_number_expected(check->diags, arg->span, check_describe(check, &arg->type),
                                       unit_get_code(arg->type.unit));
        return;
    }
    bool root = expr->kind == EX_SQRT && !is_real(&expr->args[0]->type);
    expr->type = (Type){ .kind = root ? TY_ROOT : TY_REAL };
}

/* ---- where a type is declared ---- */

static bool fits(const Type *type, const Type *declared)
{
    if (declared->kind == TY_INTEGER) {
        return type->kind == TY_INTEGER;
    }
    if (declared->kind == TY_DECIMAL) {
        return (type->kind == TY_DECIMAL || type->kind == TY_INTEGER) &&
               dim_of(type) == declared->dim;
    }
    if (declared->kind == TY_REAL) {
        return check_is_number(type) && dim_of(type) == DIM_NONE;
    }
    return type->kind == declared->kind && type->enumeration == declared->enumeration;
}

bool check_fits(Check *check, Expr *expr, const Type *declared, const char *what, Span declared_at)
{
    if (declared->kind == TY_ERROR || !check_scalar(check, expr)) {
        return false;
    }
    if (fits(&expr->type, declared)) {
        return true;
    }
    bool unit = declared->kind == TY_DECIMAL && declared->dim != DIM_NONE &&
                expr->kind == EX_NUMBER && dim_of(&expr->type) == DIM_NONE;
    if (unit) {
        diagnose_missing_unit(check->diags, expr->span, expr->name.text,
                              unit_get_code(declared->unit));
    } else if (expr->type.kind == TY_ROOT) {
        diagnose_root_unrounded(check->diags, expr->span);
    } else {
        diagnose_result_type(check->diags, expr->span, check_describe(check, &expr->type), what,
                             check_describe(check, declared), declared_at);
    }
    return false;
}

/* By 1 kg, 0.5, 0.01: as exact as a product by 1, 2, 100 of the same unit. */
static bool divides_exactly(const Expr *quotient)
{
    const Expr *a = quotient->args[0], *b = quotient->args[1];
    Rat divisor = b->value.number;
    bool plain = dim_of(&b->type) == DIM_NONE;
    if (b->kind != EX_NUMBER ||
        (!plain && !unit_convert(divisor, b->type.unit, a->type.unit, &divisor))) {
        return false;
    }
    return divisor.num == 1 || divisor.num == -1;
}

/* A quotient, or a sum or product with one in it, before it is rounded. */
bool check_may_be_quotient(const Expr *expr)
{
    switch (expr->kind) {
    case EX_DIV: return !divides_exactly(expr) || check_may_be_quotient(expr->args[0]);
    case EX_RULE: return expr->rule->quotient;
    case EX_CALL: return expr->rule->quotient;
    case EX_ADD:
    case EX_SUB:
    case EX_MUL:
    case EX_NEG:
    case EX_MIN2:
    case EX_MAX2:
    case EX_ELSE:
        for (uint32_t i = 0; i < expr->arg_count; i++) {
            if (check_may_be_quotient(expr->args[i])) {
                return true;
            }
        }
        return false;
    default: return false;
    }
}
