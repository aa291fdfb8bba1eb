/* check_rule.c - the bodies of rules against their declared results; cells of tables to tests. */
#include "lang/check/check_parts.h"
#include "lang/messages/diagnose.h"

static const char *name_kind(const AstRule *rule)
{
    static const char *const names[] = { "the define", "the decision", "the score", "the advice",
                                         "the caution" };
    return names[rule->kind];
}

/* ---- results ---- */

/* The first that has to be rounded; NULL if it stands in another rule. */
static const Expr *find_quotient(const Expr *expr)
{
    if (expr->kind == EX_DIV) {
        return expr;
    }
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        const Expr *found =
            check_may_be_quotient(expr->args[i]) ? find_quotient(expr->args[i]) : NULL;
        if (found) {
            return found;
        }
    }
    return NULL;
}

/* By a constant: a product says the same where the constant's inverse is a decimal. */
static void report_quotient(Check *check, const AstRule *rule, const Expr *expr)
{
    const Expr *quotient = find_quotient(expr), *by = quotient ? quotient->args[1] : NULL;
    StrBuf factor = { .arena = check->arena };
    Str divisor = STR_NONE;
    Rat inverse;
    Dec decimal;
    if (by && by->kind == EX_NUMBER) {
        const SourceFile *file = &check->names->ast->sources->files.items[by->span.file];
        divisor = (Str){ file->text.ptr + by->span.start, by->span.end - by->span.start };
    }
    if (divisor.ptr && !by->unit.text.len && rat_div(rat_from_int(1), by->value.number, &inverse) &&
        rat_to_dec(inverse, &decimal)) {
        dec_print(&factor, decimal);
    }
    diagnose_quotient_unrounded(check->diags, quotient ? quotient->span : expr->span,
                                rule->name.text, divisor, factor.len ? buf_get(&factor) : STR_NONE);
}

static void check_quotient(Check *check, AstRule *rule, const Expr *expr)
{
    if (expr->type.kind != TY_DECIMAL || !check_may_be_quotient(expr)) {
        return;
    }
    rule->quotient = true;
    if (rule->kind == RULE_DECISION) {
        report_quotient(check, rule, expr);
    }
}

/* Without a declared type the first result gives it. */
static void infer_type(Check *check, AstRule *rule, AstResult *result, Expr *expr)
{
    if (expr->type.kind == TY_ROOT) {
        diagnose_root_unrounded(check->diags, expr->span);
        return;
    }
    if (result->type_ref.type.kind != TY_ERROR) {
        check_fits(check, expr, &result->type_ref.type, name_kind(rule), result->name.span);
        return;
    }
    if (!check_scalar(check, expr)) {
        return;
    }
    result->type_ref.type = expr->type;
    result->type_ref.lo = INT64_MIN;
    result->type_ref.hi = INT64_MAX;
}

static void check_result(Check *check, AstRule *rule, uint32_t index, Expr *expr)
{
    AstResult *result = &rule->results.items[index];
    check_late_value(check, expr, &result->type_ref.type);
    check_expr(check, expr);
    if (!result->has_type) {
        infer_type(check, rule, result, expr);
    } else if (check_fits(check, expr, &result->type_ref.type, name_kind(rule),
                          result->name.span)) {
        check_lint_range(check, expr, &result->type_ref, result->name);
    } else {
        return;
    }
    check_quotient(check, rule, expr);
}

static void check_results(Check *check, AstRule *rule, Expr **results)
{
    for (uint32_t i = 0; results && i < rule->results.count; i++) {
        check_result(check, rule, i, results[i]);
    }
}

/* ---- tables ---- */

static void check_cell(Check *check, AstCell *cell, const Expr *column)
{
    if (cell->any) {
        return;
    }
    cell->test = cell->written;
    if (cell->written->kind == EX_ERROR || column->type.kind == TY_ERROR) {
        return;
    }
    if (cell->written->kind == EX_COMPARE) {
        check_expr(check, cell->written->args[1]);
        check_compare_typed(check, cell->written);
    } else {
        check_in_typed(check, cell->written, true);
    }
}

static void check_table(Check *check, AstRule *rule, AstTable *table)
{
    for (uint32_t i = 0; i < table->columns.count; i++) {
        check_expr(check, table->columns.items[i]);
        check_scalar(check, table->columns.items[i]);
    }
    for (uint32_t i = 0; i < table->rows.count; i++) {
        AstRow *row = &table->rows.items[i];
        for (uint32_t j = 0; j < row->cells.count; j++) {
            check_cell(check, &row->cells.items[j], table->columns.items[j]);
        }
        check_results(check, rule, row->results);
    }
}

/* ---- bodies ---- */

/* The values of `worst of` need an order: the one in which the type lists them. */
static void check_worst(Check *check, AstRule *rule)
{
    const Type *type = &rule->results.items[0].type_ref.type;
    if (rule->mode == CASES_WORST && rule->body == RULE_CASES && type->kind != TY_ENUM &&
        type->kind != TY_ERROR) {
        diagnose_worst_of_type(check->diags, rule->name.span, check_describe(check, type));
    }
}

static void check_points(Check *check, AstRule *rule)
{
    const AstTypeRef *ref = &rule->results.items[0].type_ref;
    int64_t sum = 0;
    for (uint32_t i = 0; i < rule->points.count; i++) {
        check_condition(check, rule->points.items[i].when);
        sum += rule->points.items[i].points;
    }
    if (ref->range_lo && sum < ref->hi) {
        diagnose_score_range(check->diags, ref->span, sum);
    }
}

void check_rule(Check *check, AstRule *rule)
{
    check->rule = rule;
    check->gate_words = check->result_words = false;
    rule->is_gate = rule->gate;
    if (rule->means) {
        check_result(check, rule, 0, rule->means);
    }
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        check_results(check, rule, rule->cases.items[i].results);
        if (rule->cases.items[i].when) {
            check_condition(check, rule->cases.items[i].when);
        }
    }
    if (rule->table) {
        check_table(check, rule, rule->table);
    }
    check_results(check, rule, rule->otherwise);
    if (rule->results.count) {
        check_worst(check, rule);
    }
    if (rule->points.count) {
        check_points(check, rule);
    }
    if (rule->when) {
        check_condition(check, rule->when);
    }
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        check_condition(check, rule->unless.items[i].when);
    }
    check_lint_cases(check, rule);
    /* The verifier of bytecode has the same rule: such a define reads no other gate. */
    rule->record_gate = rule->gate && rule->kind == RULE_DEFINE && !check->result_words;
    if (rule->gate && !check->gate_words && !rule->broken) {
        diagnose_gate_without_word(check->diags, rule->name.span, rule->name.text);
    }
}
