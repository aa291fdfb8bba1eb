/* check_lint.c - warnings: comparisons that never or always hold, literals outside a declared
 * range, cases that cannot be reached. */
#include "lang/check/check_parts.h"
#include "lang/messages/diagnose.h"
#include "lang/resolve/resolve_parts.h"

typedef struct Bounds {
    bool known;
    Type type;
    int64_t lo, hi; /* on the grid of the type */
    Str name;
    Span at; /* what declares them */
} Bounds;

static Bounds read_bounds(const AstTypeRef *ref, Name name)
{
    bool known = ref->range_lo && ref->lo <= ref->hi && ref->lo != INT64_MIN;
    return (Bounds){ known, ref->type, ref->lo, ref->hi, name.text, name.span };
}

/* How many elements: by the bound of the list; with a filter from none on. */
static Bounds count_bounds(const Expr *expr)
{
    const AstField *list = expr->args[0]->field;
    if (expr->args[0]->kind != EX_LIST) {
        return (Bounds){ .known = false };
    }
    Bounds bounds = read_bounds(&list->type_ref, list->path);
    bounds.type = (Type){ .kind = TY_INTEGER };
    if (expr->args[1]) {
        bounds.lo = 0;
    }
    return bounds;
}

/* The range of an expression where it is declared, or plain to see. */
static Bounds find_bounds(const Expr *expr)
{
    switch (expr->kind) {
    case EX_FIELD: return read_bounds(&expr->field->type_ref, expr->field->path);
    case EX_GAP: return read_bounds(&expr->gap->type_ref, expr->gap->name);
    case EX_RULE: {
        const AstResult *result = &expr->rule->results.items[expr->value.index];
        return read_bounds(&result->type_ref, result->name);
    }
    case EX_COUNT: return count_bounds(expr);
    case EX_COUNT_OF:
        return (Bounds){ true,      { .kind = TY_INTEGER }, 0, expr->arg_count, STR("count of"),
                         expr->span };
    default: return (Bounds){ .known = false };
    }
}

static Rat to_rat(const Type *type, int64_t grid)
{
    return type->kind == TY_DECIMAL ? rat_from_dec(grid) : rat_from_int(grid);
}

/* The literal in the unit of the declared type; false if it has no place on it. */
static bool read_literal(const Expr *literal, const Type *type, Rat *value)
{
    *value = literal->value.number;
    if (literal->kind != EX_NUMBER || (type->kind != TY_DECIMAL && type->kind != TY_INTEGER)) {
        return false;
    }
    if (literal->type.kind == TY_DECIMAL && literal->type.dim != DIM_NONE) {
        return unit_convert(*value, literal->type.unit, type->unit, value);
    }
    return true;
}

void check_lint_range(Check *check, const Expr *literal, const AstTypeRef *declared, Name name)
{
    Bounds bounds = read_bounds(declared, name);
    Rat value;
    if (!bounds.known || !read_literal(literal, &bounds.type, &value)) {
        return;
    }
    if (rat_compare(value, to_rat(&bounds.type, bounds.lo)) < 0 ||
        rat_compare(value, to_rat(&bounds.type, bounds.hi)) > 0) {
        diagnose_outside_range(check->diags, literal->span, bounds.name, bounds.at);
    }
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
    Bounds bounds = find_bounds(subject);
    Rat value;
    if (!bounds.known || !read_literal(literal, &bounds.type, &value)) {
        return;
    }
    int lo = rat_compare(value, to_rat(&bounds.type, bounds.lo));
    int hi = rat_compare(value, to_rat(&bounds.type, bounds.hi));
    if (lo < 0 || hi > 0) {
        diagnose_outside_range(check->diags, literal->span, bounds.name, bounds.at);
        return;
    }
    int always = decide(op, lo, hi);
    if (always >= 0) {
        diagnose_decided_comparison(check->diags, expr->span, always, bounds.name, bounds.at);
    }
}

/* birth + 18 a beside as_of: an age was meant, more often than not. */
static void lint_age(Check *check, const Expr *sum, const Expr *other)
{
    if (other->kind != EX_AS_OF || sum->kind != EX_ADD || sum->args[0]->kind != EX_FIELD) {
        return;
    }
    const Expr *years = sum->args[1];
    if (years->kind == EX_NUMBER && str_equal(years->unit.text, STR("a"))) {
        diagnose_age_by_sum(check->diags, sum->span, sum->args[0]->field->path.text,
                            years->name.text);
    }
}

void check_lint_compare(Check *check, const Expr *expr)
{
    const Expr *a = expr->args[0], *b = expr->args[1];
    lint_age(check, a, b);
    lint_age(check, b, a);
    if (a->type.kind == TY_REAL || b->type.kind == TY_REAL) {
        diagnose_real_compared(check->diags, expr->span);
    }
    if (b->kind == EX_NUMBER) {
        lint_literal(check, expr, a, b, expr->op);
    } else if (a->kind == EX_NUMBER) {
        lint_literal(check, expr, b, a, mirror(expr->op));
    }
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
        if (!is_always(item->when)) {
            continue;
        }
        if (rule->mode == CASES_FIRST && i + 1 < rule->cases.count) {
            diagnose_unreachable(check->diags, rule->cases.items[i + 1].span, "this case",
                                 item->span);
        } else if (rule->otherwise) {
            diagnose_unreachable(check->diags, rule->otherwise_span, "`otherwise`", item->span);
        }
        return;
    }
}
