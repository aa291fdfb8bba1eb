/* build_expr.c - nodes of expressions. Each knows the depth of the tree below it: past the limit it
 * becomes EX_ERROR, so no later walk needs a check of its own. */
#include "lang/parse/build.h"
#include "lang/parse/build_node.h"
#include "lang/messages/diagnose.h"
#include "runtime/base/limits.h"

static Expr *make(Parse *parse, ExprKind kind, Span span, uint32_t args)
{
    Expr *expr = ARENA_NEW(parse->arena, Expr);
    expr->kind = kind;
    expr->span = span;
    expr->depth = 1;
    expr->args = args ? ARENA_ARRAY(parse->arena, Expr *, args) : NULL;
    expr->arg_count = args;
    return expr;
}

/* Call after the arguments are set. */
static Expr *measure(Parse *parse, Expr *expr)
{
    unsigned deepest = 0;
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        if (expr->args[i] && expr->args[i]->depth > deepest) {
            deepest = expr->args[i]->depth;
        }
    }
    expr->depth = (uint16_t)(deepest + 1);
    if (expr->depth <= LIMIT_EXPR_DEPTH) {
        return expr;
    }
    if (deepest == LIMIT_EXPR_DEPTH) {
        diagnose_nested_too_deep(parse->diags, expr->span);
    }
    *expr = (Expr){ .kind = EX_ERROR, .span = expr->span, .depth = LIMIT_EXPR_DEPTH + 1 };
    return expr;
}

/* It was said once: what is around it is too deep as well, and needs no node of its own. */
static bool is_too_deep(const Expr *expr)
{
    return expr && expr->kind == EX_ERROR && expr->depth > LIMIT_EXPR_DEPTH;
}

static Expr *widen(Expr *error, Span span)
{
    error->span = span;
    return error;
}

Expr *build_leaf(Parse *parse, ExprKind kind, Span span)
{
    return make(parse, kind, span, 0);
}

Expr *build_single(Parse *parse, ExprKind kind, Expr *a, Span span)
{
    if (is_too_deep(a)) {
        return widen(a, span);
    }
    Expr *expr = make(parse, kind, span, 1);
    expr->args[0] = a;
    return measure(parse, expr);
}

Expr *build_pair(Parse *parse, ExprKind kind, Expr *a, Expr *b, Span span)
{
    if (is_too_deep(a)) {
        return widen(a, span);
    }
    Expr *expr = make(parse, kind, span, 2);
    expr->args[0] = a;
    expr->args[1] = b;
    return measure(parse, expr);
}

Expr *build_node(Parse *parse, ExprKind kind, Expr *const *args, uint32_t count, Span span)
{
    Expr *expr = make(parse, kind, span, count);
    for (uint32_t i = 0; i < count; i++) {
        expr->args[i] = args[i];
    }
    return measure(parse, expr);
}

/* ---- literals ---- */

Expr *build_number(Parse *parse, Name digits, const Name *unit, Span span)
{
    Expr *expr = make(parse, EX_NUMBER, span, 0);
    parse->last_number = expr;
    bool point = memchr(digits.text.ptr, '.', digits.text.len) != NULL;
    int64_t whole = 0;
    Dec dec = 0;
    NumberParse status;
    expr->name = digits;
    expr->is_integer = !point && !unit;
    if (unit) {
        expr->unit = *unit;
    }
    if (point) {
        status = number_parse(digits.text, &dec);
    } else {
        status = number_parse_int(digits.text, &whole);
    }
    if (status == NUMBER_TOO_PRECISE) {
        diagnose_number_too_precise(parse->diags, digits.span);
    } else if (status != NUMBER_OK) {
        diagnose_number_too_large(parse->diags, digits.span);
    }
    expr->value.number = point ? rat_from_dec(dec) : rat_from_int(whole);
    if (status != NUMBER_OK) {
        expr->kind = EX_ERROR;
    }
    return expr;
}

Expr *build_negative(Parse *parse, Expr *a, Span span)
{
    if (a->kind != EX_NUMBER || a->parens) {
        return build_single(parse, EX_NEG, a, span);
    }
    a->value.number.num = -a->value.number.num;
    a->span = span;
    return a;
}

Expr *build_date(Parse *parse, Name date)
{
    Expr *expr = make(parse, EX_DATE, date.span, 0);
    expr->name = date;
    if (!date_parse(date.text, &expr->value.day_lo, &expr->value.day_hi)) {
        diagnose_bad_date(parse->diags, date.span, date.text);
        expr->kind = EX_ERROR;
    }
    return expr;
}

Expr *build_text(Parse *parse, Label label, Span span)
{
    Expr *expr = make(parse, EX_TEXT, span, 0);
    expr->value.text = label.text;
    return expr;
}

Expr *build_yes_no(Parse *parse, bool flag, Span span)
{
    Expr *expr = make(parse, EX_YES_NO, span, 0);
    expr->value.flag = flag;
    return expr;
}

Expr *build_name(Parse *parse, Name name, Span span)
{
    Expr *expr = make(parse, EX_NAME, span, 0);
    expr->name = name;
    return expr;
}

Expr *build_parens(Expr *a, Span span)
{
    a->parens = true;
    a->span = span;
    return a;
}

/* ---- comparison and membership ---- */

Expr *build_compare(Parse *parse, int op, Expr *a, Expr *b, Span span)
{
    Expr *expr = build_pair(parse, EX_COMPARE, a, b, span);
    expr->op = op;
    return expr;
}

Expr *build_is(Parse *parse, Expr *a, Expr *b, bool negated, Span span)
{
    Expr *expr = build_pair(parse, EX_IS, a, b, span);
    expr->negated = negated;
    return expr;
}

static Expr *build_with_items(Parse *parse, ExprKind kind, Expr *a, const ExprList *items,
                              Span span)
{
    Expr *expr = make(parse, kind, span, items->count + 1);
    expr->args[0] = a;
    for (uint32_t i = 0; i < items->count; i++) {
        expr->args[i + 1] = items->items[i];
    }
    return measure(parse, expr);
}

Expr *build_in(Parse *parse, Expr *a, const ExprList *items, bool negated, Span span)
{
    Expr *expr = build_with_items(parse, EX_IN, a, items, span);
    expr->negated = negated;
    return expr;
}

Expr *build_may_be(Parse *parse, Expr *a, const ExprList *items, Span span)
{
    return build_with_items(parse, EX_MAY_BE, a, items, span);
}

Expr *build_within(Parse *parse, int op, Expr *date, Expr *duration, Expr *anchor, Span span)
{
    Expr *expr = build_node(parse, EX_WITHIN, (Expr *[]){ date, duration, anchor }, 3, span);
    expr->op = op;
    return expr;
}

Expr *build_between(Parse *parse, int unit, Expr *from, Expr *to, Span span)
{
    Expr *expr = build_pair(parse, EX_BETWEEN, from, to, span);
    expr->op = unit;
    return expr;
}

/* `x is not missing` has another spelling, `x is known`: there is one way to say it. */
Expr *build_gate_word(Parse *parse, ExprKind kind, Expr *a, bool negated, bool not_word, Name word,
                      Span span)
{
    Expr *expr = build_single(parse, kind, a, span);
    expr->name = word;
    expr->negated = negated;
    if (not_word && kind != EX_PARTIAL && expr->kind != EX_ERROR) {
        expr->op = 1; /* check decides: value or gate word */
    }
    if (not_word && kind == EX_PARTIAL) {
        return build_single(parse, EX_NOT, expr, span);
    }
    return expr;
}

Expr *build_applies(Parse *parse, Name advice, Span span)
{
    Expr *expr = make(parse, EX_APPLIES, span, 0);
    expr->name = advice;
    return expr;
}

/* ---- lists of expressions ---- */

ExprList *build_list(Parse *parse, ExprList *list, Expr *item)
{
    if (!list) {
        list = ARENA_NEW(parse->arena, ExprList);
    }
    vec_add(parse->arena, list, item);
    return list;
}

/* `a in b, c` without brackets at the right edge of an item, or NULL. */
static const Expr *find_open_values(const Expr *expr)
{
    while (!expr->parens) {
        if (expr->kind == EX_IN || expr->kind == EX_MAY_BE) {
            return expr->arg_count > 2 ? expr : NULL;
        }
        if (expr->kind != EX_AND && expr->kind != EX_OR && expr->kind != EX_NOT) {
            return NULL;
        }
        expr = expr->args[expr->arg_count - 1];
    }
    return NULL;
}

ExprList *build_items(Parse *parse, ExprList *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const Expr *open = find_open_values(list->items[i]);
        if (!open) {
            continue;
        }
        diagnose_brackets_needed(parse->diags, open->span);
        list->items[i] = make(parse, EX_ERROR, open->span, 0);
    }
    return list;
}
