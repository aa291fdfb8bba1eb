/* check_gate.c - gate words look at the record and at results, not at completions: only a rule
 * marked `gate` may use them, and it may ask about results of non-gates only. A `define` marked
 * `gate` that looks at the record alone is a constant of the record: any rule may read it. */
#include "lang/check/check_parts.h"
#include "lang/messages/diagnose.h"

static const char *const gate_words[] = {
    [EX_MISSING] = "is missing", [EX_PARTIAL] = "is partial", [EX_SETTLED] = "is settled",
    [EX_OPEN] = "is open",       [EX_MAY_BE] = "may be",      [EX_NEEDS_FACTS] = "needs facts",
    [EX_ELSE] = "else",
};

static const char *name_word(const Expr *expr)
{
    return expr->kind == EX_MISSING && expr->negated ? "is known" : gate_words[expr->kind];
}

static void mark_gate(Check *check, const Expr *expr)
{
    check->gate_words = true;
    if (!check->rule) {
        diagnose_gate_word_in_check(check->diags, expr->span, name_word(expr));
    } else if (!check->rule->gate) {
        diagnose_gate_word_without_gate(check->diags, expr->span, name_word(expr),
                                        check->rule->name.text, check->rule->name.span);
    }
}

void check_reads(Check *check, const Expr *expr)
{
    const AstRule *read = expr->rule;
    if (!read->gate || !check->rule) {
        return;
    }
    check->gate_words = true;
    check->result_words =
        check->result_words || !read->record_gate || check->rule->kind == RULE_DEFINE;
    if (read->record_gate) {
        return;
    }
    /* A define that is a gate is part of each gate that reads it: it has no answer of its own. */
    if (check->rule->gate && read->kind == RULE_DEFINE) {
        return;
    }
    if (check->rule->gate) {
        diagnose_gate_reads_gate(check->diags, expr->span, read->name.text, read->name.span);
    } else {
        diagnose_reads_gate(check->diags, expr->span, read->name.text, read->name.span,
                            check->rule->name.text);
    }
}

/* ---- what may stand before the word ---- */

static bool is_fact(const Expr *expr)
{
    return expr->kind == EX_FIELD || expr->kind == EX_LIST;
}
static bool is_result(const Expr *expr)
{
    return expr->kind == EX_RULE || expr->kind == EX_APPLIES;
}

static void check_result_subject(Check *check, const Expr *expr)
{
    const Expr *subject = expr->args[0];
    check->result_words = true;
    if (!is_result(subject)) {
        diagnose_gate_subject(check->diags, subject->span, name_word(expr),
                              STR("a decision, a define or an advice"));
    } else if (subject->rule->gate) {
        diagnose_gate_about_gate(check->diags, subject->span, name_word(expr),
                                 subject->rule->name.text, subject->rule->name.span);
    }
}

static void check_subject(Check *check, const Expr *expr)
{
    const Expr *subject = expr->args[0];
    if (subject->type.kind == TY_ERROR) {
        return;
    }
    if (expr->kind == EX_MISSING && !is_fact(subject)) {
        diagnose_gate_subject(check->diags, subject->span, name_word(expr),
                              STR("a field or a list of the record"));
    } else if (expr->kind == EX_PARTIAL && subject->kind != EX_LIST) {
        diagnose_gate_subject(check->diags, subject->span, name_word(expr),
                              STR("a list of the record"));
    } else if (expr->kind == EX_ELSE && subject->kind != EX_FIELD && subject->kind != EX_RULE) {
        diagnose_gate_subject(check->diags, subject->span, name_word(expr),
                              STR("a field or a decision"));
    } else if (expr->kind != EX_MISSING && expr->kind != EX_PARTIAL &&
               !(expr->kind == EX_ELSE && subject->kind == EX_FIELD)) {
        check_result_subject(check, expr);
    }
}

/* The subject is asked about, not read: a gate among them has its own message. */
static void type_subject(Check *check, Expr *expr)
{
    Expr *subject = expr->args[0];
    if (subject->kind == EX_APPLIES) {
        subject->type = (Type){ .kind = TY_YES_NO };
    } else if (subject->kind == EX_RULE) {
        subject->type = subject->rule->results.items[subject->value.index].type_ref.type;
    } else {
        check_expr(check, subject);
    }
}

static void check_values(Check *check, Expr *expr)
{
    Expr *subject = expr->args[0];
    if (subject->type.kind == TY_ERROR) {
        return;
    }
    if (subject->type.kind != TY_ENUM && subject->type.kind != TY_YES_NO) {
        diagnose_may_be_type(check->diags, subject->span, check_describe(check, &subject->type));
        return;
    }
    for (uint32_t i = 1; i < expr->arg_count; i++) {
        Expr *item = expr->args[i];
        check_late_value(check, item, &subject->type);
        check_expr(check, item);
        bool constant = item->kind == EX_VALUE || item->kind == EX_YES_NO;
        if (item->type.kind == TY_ERROR) {
            continue;
        }
        if (!constant) {
            diagnose_constant_expected(check->diags, item->span, false);
        } else {
            check_same_kind(check, subject, item, "compared", item->span);
        }
    }
}

void check_gate_word(Check *check, Expr *expr)
{
    mark_gate(check, expr);
    type_subject(check, expr);
    check_subject(check, expr);
    expr->type = (Type){ .kind = TY_YES_NO };
    if (expr->kind == EX_MAY_BE) {
        check_values(check, expr);
    }
    if (expr->kind != EX_ELSE) {
        return;
    }
    check_late_value(check, expr->args[1], &expr->args[0]->type);
    check_expr(check, expr->args[1]);
    expr->type = expr->args[0]->type;
    if (!check_scalar(check, expr->args[0])) {
        expr->type = (Type){ .kind = TY_ERROR };
    } else if (!check_fits(check, expr->args[1], &expr->args[0]->type, "what stands before `else`",
                           expr->args[0]->span)) {
        expr->type = (Type){ .kind = TY_ERROR };
    }
}
