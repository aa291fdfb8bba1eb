/* words_condition.c - a yes_no expression on one line. Negation is carried down to the leaves: in
 * three-valued logic, too, `not (a or b)` is `not a and not b`, so what is said is what is
 * computed. */
#include "compiler/words/words_parts.h"

/* ---- shape ---- */

const Expr *words_condition_strip(const Expr *expr, bool *negated)
{
    for (; expr->kind == EX_NOT; expr = expr->args[0]) {
        *negated = !*negated;
    }
    return expr;
}

bool words_condition_joins(const Expr *expr, bool negated, ExprKind joint)
{
    return (expr->kind == EX_AND || expr->kind == EX_OR) && (expr->kind == joint) != negated;
}

void words_condition_list(Wording *wording, PartList *parts, const Expr *expr, bool negated,
                          ExprKind joint)
{
    expr = words_condition_strip(expr, &negated);
    if (!words_condition_joins(expr, negated, joint)) {
        vec_add(wording->arena, parts, ((Part){ expr, negated }));
        return;
    }
    words_condition_list(wording, parts, expr->args[0], negated, joint);
    words_condition_list(wording, parts, expr->args[1], negated, joint);
}

const Expr *words_condition_find_count(const Expr *expr)
{
    bool counts = expr->kind == EX_COMPARE && expr->args[0] && expr->args[0]->kind == EX_COUNT_OF;
    return counts && expr->args[1]->kind == EX_NUMBER ? expr->args[0] : NULL;
}

/* ---- comparisons ---- */

static const CompareOp opposite[] = { [CMP_LT] = CMP_GE, [CMP_LE] = CMP_GT, [CMP_EQ] = CMP_NE,
                                      [CMP_NE] = CMP_EQ, [CMP_GE] = CMP_LT, [CMP_GT] = CMP_LE };
static const char *const signs[] = { "< ", "≤ ", "= ", "≠ ", "≥ ", "> " };
static const char *const of_numbers[] = { "less than ", "at most ",  "",
                                          "not ",       "at least ", "more than " };
static const char *const of_quantities[] = {
    "below ", "at most ", "", "not ", "at least ", "above "
};
static const char *const of_dates[] = { "before ", "on or before ", "",
                                        "not ",    "on or after ",  "after " };
static const char *const of_ranks[] = { "lower than ", "", "", "not ", "", "higher than " };

static const char *find_comparison(const Type *type, CompareOp op)
{
    if (type->kind == TY_DATE) {
        return of_dates[op];
    }
    if (type->kind == TY_ENUM) {
        return of_ranks[op];
    }
    bool plain = type->dim == DIM_NONE || dim_accepts(STR("duration"), type->dim);
    return plain ? of_numbers[op] : of_quantities[op];
}

static void add_comparison(Wording *wording, Words *out, const Expr *expr, bool negated, bool cell)
{
    CompareOp op = negated ? opposite[expr->op] : (CompareOp)expr->op;
    const Type *type = &expr->args[1]->type;
    if (wording->brief) {
        words_add_c(wording, out, signs[op]);
    } else {
        if (!cell) {
            words_add_c(wording, out, "is ");
        }
        words_add_c(wording, out, find_comparison(type, op));
    }
    words_value_add(wording, out, expr->args[1]);
    if (wording->brief || type->kind != TY_ENUM) {
        return;
    }
    if (op == CMP_LE) {
        words_add_c(wording, out, " or lower");
    }
    if (op == CMP_GE) {
        words_add_c(wording, out, " or higher");
    }
}

/* "at least 2 of these hold" */
void words_condition_add_count(Wording *wording, Words *out, const Expr *compare, bool negated)
{
    static const char *const counted[] = { "fewer than ",  "at most ",  "exactly ",
                                           "not exactly ", "at least ", "more than " };
    CompareOp op = negated ? opposite[compare->op] : (CompareOp)compare->op;
    words_add_c(wording, out, counted[op]);
    words_value_add(wording, out, compare->args[1]);
    words_add_c(wording, out, " of these hold");
}

/* ---- `is` and `in` ---- */

static void add_choice(Wording *wording, Words *out, const Expr *value)
{
    if (value->kind != EX_RANGE) {
        words_value_add(wording, out, value);
        return;
    }
    words_value_add(wording, out, value->args[0]);
    words_add_c(wording, out, wording->brief ? "–" : " to ");
    words_value_add(wording, out, value->args[1]);
}

/* args[1..]: "A", "either A or B", "one of A, B or C". */
static void add_choices(Wording *wording, Words *out, const Expr *expr, bool negated, bool cell)
{
    uint32_t count = expr->arg_count - 1;
    bool several = count > 1 && !cell && !wording->brief;
    if (negated) {
        words_add_c(wording, out, several ? (count > 2 ? "none of " : "neither ") : "not ");
    } else if (several) {
        words_add_c(wording, out, count > 2 ? "one of " : "either ");
    }
    for (uint32_t i = 1; i <= count; i++) {
        if (i > 1) {
            words_add_c(wording, out,
                        i < count                          ? ", "
                        : negated && count == 2 && several ? " nor "
                                                           : " or ");
        }
        add_choice(wording, out, expr->args[i]);
    }
}

void words_condition_add_test(Wording *wording, Words *out, const Expr *expr, bool negated,
                              bool cell)
{
    if (expr->kind == EX_COMPARE) {
        add_comparison(wording, out, expr, negated, cell);
        return;
    }
    if (!cell) {
        words_add_c(wording, out, wording->brief && !(negated != expr->negated) ? "= " : "is ");
    }
    add_choices(wording, out, expr, negated != expr->negated, cell);
}

/* `x is yes` of a yes_no: like x itself. */
static bool tests_yes_no(const Expr *expr)
{
    return expr->arg_count == 2 && expr->args[1]->kind == EX_YES_NO;
}

/* ---- gate words ---- */

/* "the list of lesions", or the fact. */
static void add_recorded(Wording *wording, Words *out, const Expr *subject)
{
    if (subject->kind == EX_LIST) {
        words_add_c(wording, out, "the list of ");
    }
    words_value_add(wording, out, subject);
}

static void add_gate_word(Wording *wording, Words *out, const Expr *expr, bool negated)
{
    static const struct {
        const char *plain, *negated;
    } said[] = {
        [EX_MISSING] = { " is not recorded", " is recorded" },
        [EX_PARTIAL] = { " is marked incomplete", " is not marked incomplete" },
        [EX_SETTLED] = { " is settled", " is not settled" },
        [EX_OPEN] = { " is still open", " is no longer open" },
        [EX_NEEDS_FACTS] = { " still needs facts", " needs no more facts" },
    };
    add_recorded(wording, out, expr->args[0]);
    words_add_c(wording, out,
                negated != expr->negated ? said[expr->kind].negated : said[expr->kind].plain);
}

static void add_may_be(Wording *wording, Words *out, const Expr *expr, bool negated)
{
    words_value_add(wording, out, expr->args[0]);
    words_add_c(wording, out, negated ? " can no longer be " : " may still be ");
    for (uint32_t i = 1; i < expr->arg_count; i++) {
        if (i > 1) {
            words_add_c(wording, out, i + 1 < expr->arg_count ? ", " : " or ");
        }
        words_value_add(wording, out, expr->args[i]);
    }
}

/* `x else no` is yes for a recorded yes only; `x else yes` is no for a recorded no only. */
static void add_else(Wording *wording, Words *out, const Expr *expr, bool negated)
{
    const Expr *subject = expr->args[0], *stand_in = expr->args[1];
    bool fallback =
        stand_in->kind == EX_ALWAYS || (stand_in->kind == EX_YES_NO && stand_in->value.flag);
    bool known = stand_in->kind == EX_YES_NO || stand_in->kind == EX_ALWAYS;
    if (!known) {
        words_condition_add(wording, out, subject, negated);
        words_add_c(wording, out, " or, if that is not known, ");
        words_condition_add(wording, out, stand_in, negated);
        return;
    }
    bool record = subject->kind == EX_FIELD;
    words_value_add(wording, out, subject);
    words_add_c(wording, out, fallback == negated ? " is " : " is not ");
    words_add_c(wording, out, record ? "recorded as " : "known to be ");
    words_add_value(wording, out, fallback ? STR("no") : STR("yes"));
}

/* ---- the rest ---- */

/* The same fact or answer compared once more: "X is at least 20 % and below 40 %". */
static bool repeats_subject(const Part *before, const Part *part)
{
    const Expr *a = before->expr, *b = part->expr;
    if (a->kind != EX_COMPARE || b->kind != EX_COMPARE || words_condition_find_count(b)) {
        return false;
    }
    a = a->args[0], b = b->args[0];
    if (a->kind != b->kind || a->element != b->element) {
        return false;
    }
    switch (a->kind) {
    case EX_FIELD: return a->field == b->field;
    case EX_PARAMETER: return a->parameter == b->parameter;
    case EX_RULE: return a->rule == b->rule && a->value.index == b->value.index;
    default: return false;
    }
}

static void add_part(Wording *wording, Words *out, const Part *part, bool all)
{
    bool compound = words_condition_joins(part->expr, part->negated, all ? EX_OR : EX_AND);
    if (compound) {
        words_add_c(wording, out, "(");
    }
    words_condition_add(wording, out, part->expr, part->negated);
    if (compound) {
        words_add_c(wording, out, ")");
    }
}

static void add_joined(Wording *wording, Words *out, const Expr *expr, bool negated)
{
    bool all = words_condition_joins(expr, negated, EX_AND);
    ExprKind joint = all ? EX_AND : EX_OR;
    PartList parts = { 0 };
    words_condition_list(wording, &parts, expr, negated, joint);
    for (uint32_t i = 0; i < parts.count; i++) {
        const Part *part = &parts.items[i];
        if (i > 0) {
            words_add_c(wording, out, i + 1 < parts.count ? ", " : all ? " and " : " or ");
        }
        if (i > 0 && repeats_subject(part - 1, part)) {
            words_condition_add_test(wording, out, part->expr, part->negated, true);
        } else {
            add_part(wording, out, part, all);
        }
    }
}

static void add_count_of(Wording *wording, Words *out, const Expr *expr, bool negated)
{
    const Expr *list = expr->args[0];
    words_condition_add_count(wording, out, expr, negated);
    words_add_c(wording, out, ": ");
    for (uint32_t i = 0; i < list->arg_count; i++) {
        if (i > 0) {
            words_add_c(wording, out, "; ");
        }
        words_condition_add(wording, out, list->args[i], false);
    }
}

static void add_within(Wording *wording, Words *out, const Expr *expr, bool negated)
{
    words_value_add(wording, out, expr->args[0]);
    words_add_c(wording, out, negated ? " is not within " : " is within ");
    words_value_add(wording, out, expr->args[1]);
    words_add_c(wording, out, expr->op == OP_BEFORE ? " before " : " after ");
    words_value_add(wording, out, expr->args[2]);
}

static void add_applies(Wording *wording, Words *out, const Expr *expr, bool negated)
{
    if (expr->rule->against) {
        words_add_c(wording, out, "the advice against ");
    }
    words_value_add(wording, out, expr);
    words_add_c(wording, out, negated ? " does not apply" : " applies");
}

/* A fact or a rule of type yes_no. */
static void add_yes_no(Wording *wording, Words *out, const Expr *expr, bool negated)
{
    words_value_add(wording, out, expr);
    words_add_c(wording, out, ": ");
    words_add_value(wording, out, negated ? STR("no") : STR("yes"));
}

static void add_test(Wording *wording, Words *out, const Expr *expr, bool negated)
{
    if (tests_yes_no(expr)) {
        words_condition_add(wording, out, expr->args[0],
                            negated != (expr->negated == expr->args[1]->value.flag));
    } else if (words_condition_find_count(expr)) {
        add_count_of(wording, out, expr, negated);
    } else {
        words_value_add(wording, out, expr->args[0]);
        words_add_c(wording, out, " ");
        words_condition_add_test(wording, out, expr, negated, false);
    }
}

void words_condition_add(Wording *wording, Words *out, const Expr *expr, bool negated)
{
    expr = words_condition_strip(expr, &negated);
    switch (expr->kind) {
    case EX_AND:
    case EX_OR: add_joined(wording, out, expr, negated); break;
    case EX_ALWAYS: words_add_c(wording, out, negated ? "never" : "always"); break;
    case EX_YES_NO:
        words_add_c(wording, out, expr->value.flag != negated ? "always" : "never");
        break;
    case EX_IS:
    case EX_IN:
    case EX_COMPARE: add_test(wording, out, expr, negated); break;
    case EX_WITHIN: add_within(wording, out, expr, negated); break;
    case EX_ANY:
    case EX_ALL:
        words_value_add_quantifier(wording, out, expr, negated);
        /* "no lesion where P" keeps P; "not every lesion" has become "at least one where not P". */
        words_condition_add(wording, out, expr->args[1], negated && expr->kind == EX_ALL);
        break;
    case EX_MISSING:
    case EX_PARTIAL:
    case EX_SETTLED:
    case EX_OPEN:
    case EX_NEEDS_FACTS: add_gate_word(wording, out, expr, negated); break;
    case EX_MAY_BE: add_may_be(wording, out, expr, negated); break;
    case EX_ELSE: add_else(wording, out, expr, negated); break;
    case EX_APPLIES: add_applies(wording, out, expr, negated); break;
    default: add_yes_no(wording, out, expr, negated); break;
    }
}
