/* check_lint.c - warnings: comparisons that never or always hold, literals outside a declared
 * range, cases that cannot be reached. */
#include "lang/check_parts.h"
#include "lang/diagnose.h"
#include "lang/resolve_parts.h"

typedef struct Declared { const AstTypeRef *ref; Str name; Span at; } Declared;

/* The declaration whose range bounds this expression, if it is a plain reference. */
static Declared find_declared(const Expr *expr)
{
    switch (expr->kind) {
    case EX_FIELD:
        return (Declared){ &expr->field->type_ref, expr->field->path.text, expr->field->path.span };
    case EX_GAP:
        return (Declared){ &expr->gap->type_ref, expr->gap->name.text, expr->gap->name.span };
    case EX_RULE: {
        const AstResult *result = &expr->rule->results.items[expr->value.index];
        return (Declared){ &result->type_ref, result->name.text, result->name.span };
    }
    default: return (Declared){ NULL, STR_NONE, SPAN_NOWHERE };
    }
}

static bool has_range(const AstTypeRef *ref)
{
    return ref && ref->range_lo && ref->lo <= ref->hi && ref->lo != INT64_MIN;
}

static Rat to_rat(const Type *type, int64_t grid)
{
    return type->kind == TY_DECIMAL ? rat_from_dec(grid) : rat_from_int(grid);
}

/* The literal in the unit of the declared type; false if it has no place on it. */
static bool read_literal(const Expr *literal, const Type *type, Rat *value)
{
    *value = literal->value.number;
    if (literal->kind != EX_NUMBER || (type->kind != TY_DECIMAL && type->kind != TY_INTEGER))
        return false;
    if (literal->type.kind == TY_DECIMAL && literal->type.dim != DIM_NONE)
        return unit_convert(*value, literal->type.unit, type->unit, value);
    return true;
}

void check_lint_range(Check *check, const Expr *literal, const AstTypeRef *declared, Str name,
                      Span declared_at)
{
    Rat value;
    if (!has_range(declared) || !read_literal(literal, &declared->type, &value)) return;
    Rat lo = to_rat(&declared->type, declared->lo), hi = to_rat(&declared->type, declared->hi);
    if (rat_compare(value, lo) < 0 || rat_compare(value, hi) > 0)
        diagnose_outside_range(check->diags, literal->span, name, declared_at);
}

/* 1 always, 0 never, -1 depends: of lo..hi compared with a value inside it. */
static int decide(int op, int against_lo, int against_hi)
{
    switch (op) {
    case CMP_LT: return against_lo <= 0 ? 0 : -1;
    case CMP_GE: return against_lo <= 0 ? 1 : -1;
    case CMP_LE: return against_hi >= 0 ? 1 : -1;
    case CMP_GT: return against_hi >= 0 ? 0 : -1;
    default: return -1;
    }
}

static int mirror(int op)
{
    static const int table[] = { [CMP_LT] = CMP_GT, [CMP_LE] = CMP_GE, [CMP_EQ] = CMP_EQ,
                                 [CMP_NE] = CMP_NE, [CMP_GE] = CMP_LE, [CMP_GT] = CMP_LT };
    return table[op];
}

static void lint_literal(Check *check, const Expr *expr, const Expr *subject, const Expr *literal,
                         int op)
{
    Declared declared = find_declared(subject);
    Rat value;
    if (!has_range(declared.ref) || !read_literal(literal, &declared.ref->type, &value)) return;
    int lo = rat_compare(value, to_rat(&declared.ref->type, declared.ref->lo));
    int hi = rat_compare(value, to_rat(&declared.ref->type, declared.ref->hi));
    if (lo < 0 || hi > 0) {
        diagnose_outside_range(check->diags, literal->span, declared.name, declared.at);
        return;
    }
    int always = decide(op, lo, hi);
    if (always >= 0)
        diagnose_decided_comparison(check->diags, expr->span, always, declared.name, declared.at);
}

void check_lint_compare(Check *check, const Expr *expr)
{
    const Expr *a = expr->args[0], *b = expr->args[1];
    if (a->type.kind == TY_REAL || b->type.kind == TY_REAL)
        diagnose_real_compared(check->diags, expr->span);
    if (b->kind == EX_NUMBER) lint_literal(check, expr, a, b, expr->op);
    else if (a->kind == EX_NUMBER) lint_literal(check, expr, b, a, mirror(expr->op));
}

/* ---- cases ---- */

static bool is_always(const Expr *expr)
{
    return expr && (expr->kind == EX_ALWAYS || (expr->kind == EX_YES_NO && expr->value.flag));
}

/* After a case that always holds: the next cases of `first`, and `otherwise` of every mode. */
void check_lint_cases(Check *check, const AstRule *rule)
{
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        const AstCase *item = &rule->cases.items[i];
        if (!is_always(item->when)) continue;
        if (rule->mode == CASES_FIRST && i + 1 < rule->cases.count)
            diagnose_unreachable(check->diags, rule->cases.items[i + 1].span, "this case",
                                 item->span);
        else if (rule->otherwise)
            diagnose_unreachable(check->diags, rule->otherwise_span, "`otherwise`", item->span);
        return;
    }
}
