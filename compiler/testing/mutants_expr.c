/* mutants_expr.c - changes inside expressions. The depth of a tree is limited when it is parsed. */
#include "compiler/testing/mutant_maker.h"

static void replace_word(MutantMaker *maker, MutationKind kind, Span shown, Span word,
                         const char *other)
{
    maker_add(maker, kind, shown, word, str_from_c(other));
}

/* Between two operands stands `word`: other words take its place. */
static void swap_word(MutantMaker *maker, MutationKind kind, Span shown, uint32_t from, uint32_t to,
                      const char *word, const char *other)
{
    Span found;
    if (maker_find_token(maker, from, to, word, &found)) {
        replace_word(maker, kind, shown, found, other);
    }
}

static void insert(MutantMaker *maker, MutationKind kind, Span shown, uint32_t at, const char *text)
{
    maker_add(maker, kind, shown, (Span){ shown.file, at, at }, str_from_c(text));
}

/* ---- and, or, count of: operands in a row ---- */

typedef VEC(const Expr *) Operands;

static void collect_operands(MutantMaker *maker, const Expr *expr, ExprKind kind,
                             Operands *operands)
{
    if (expr->kind == kind && (!expr->parens || operands->count == 0)) {
        collect_operands(maker, expr->args[0], expr->args[0]->parens ? EX_ERROR : kind, operands);
        vec_add(maker->arena, operands, expr->args[1]);
    } else {
        vec_add(maker->arena, operands, expr);
    }
}

/* With the word or comma that joins it to its neighbour. */
static void drop_operands(MutantMaker *maker, const Operands *operands)
{
    for (uint32_t i = 0; operands->count > 1 && i < operands->count; i++) {
        Span here = operands->items[i]->span;
        uint32_t start = i == 0 ? here.start : operands->items[i - 1]->span.end;
        uint32_t end = i == 0 ? operands->items[1]->span.start : here.end;
        maker_drop(maker, MUTATION_OPERAND, (Span){ here.file, start, end });
    }
}

static void add_operands(MutantMaker *maker, const Operands *operands)
{
    for (uint32_t i = 0; i < operands->count; i++) {
        mutants_add_expr(maker, operands->items[i], true);
    }
}

static void add_connective(MutantMaker *maker, const Expr *expr)
{
    Operands operands = { NULL, 0, 0 };
    const char *word = expr->kind == EX_AND ? "and" : "or",
               *other = expr->kind == EX_AND ? "or" : "and";
    collect_operands(maker, expr, expr->kind, &operands);
    for (uint32_t i = 0; i + 1 < operands.count; i++) {
        Span left = operands.items[i]->span, right = operands.items[i + 1]->span;
        swap_word(maker, MUTATION_CONNECTIVE, span_join(left, right), left.end, right.start, word,
                  other);
    }
    drop_operands(maker, &operands);
    add_operands(maker, &operands);
}

static void add_count_of(MutantMaker *maker, const Expr *expr)
{
    Operands operands = { NULL, 0, 0 };
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        vec_add(maker->arena, &operands, expr->args[i]);
    }
    drop_operands(maker, &operands);
    add_operands(maker, &operands);
}

static void add_not(MutantMaker *maker, const Expr *expr)
{
    Span word;
    const Expr *operand = expr->args[0];
    if (maker_find_token(maker, expr->span.start, operand->span.start, "not", &word)) {
        maker_add(maker, MUTATION_CONNECTIVE, expr->span,
                  (Span){ word.file, word.start, operand->span.start }, STR(""));
    }
    mutants_add_expr(maker, operand, operand->kind == EX_AND || operand->kind == EX_OR);
}

static void negate(MutantMaker *maker, const Expr *expr)
{
    insert(maker, MUTATION_CONNECTIVE, expr->span, expr->span.start, "not ");
}

/* ---- comparisons ---- */

/* Towards the neighbour that differs at the limit only, and the opposite. */
static const char *const signs[] = { [CMP_LT] = "<",  [CMP_LE] = "<=", [CMP_EQ] = "=",
                                     [CMP_NE] = "!=", [CMP_GE] = ">=", [CMP_GT] = ">" };
static const int8_t other_signs[][3] = {
    [CMP_LT] = { CMP_LE, CMP_GE, -1 },     [CMP_LE] = { CMP_LT, CMP_GT, -1 },
    [CMP_EQ] = { CMP_LE, CMP_GE, CMP_NE }, [CMP_NE] = { CMP_EQ, -1, -1 },
    [CMP_GE] = { CMP_GT, CMP_LT, -1 },     [CMP_GT] = { CMP_GE, CMP_LE, -1 },
};

static void change_sign(MutantMaker *maker, MutationKind kind, Span shown, uint32_t from,
                        uint32_t to, int op)
{
    for (int i = 0; i < 3 && other_signs[op][i] >= 0; i++) {
        swap_word(maker, kind, shown, from, to, signs[op], signs[other_signs[op][i]]);
    }
}

static bool is_constant(const Expr *expr)
{
    return expr->kind == EX_NUMBER || expr->kind == EX_DATE || expr->kind == EX_VALUE ||
           expr->kind == EX_YES_NO;
}

static void add_side(MutantMaker *maker, MutationKind kind, Span shown, const Expr *side,
                     const Expr *other)
{
    if (is_constant(side)) {
        mutants_add_threshold(maker, kind, shown, side, other);
    } else {
        mutants_add_expr(maker, side, false);
    }
}

static void add_compare(MutantMaker *maker, const Expr *expr)
{
    const Expr *a = expr->args[0], *b = expr->args[1];
    change_sign(maker, MUTATION_COMPARISON, expr->span, a->span.end, b->span.start, expr->op);
    add_side(maker, MUTATION_THRESHOLD, expr->span, a, b);
    add_side(maker, MUTATION_THRESHOLD, expr->span, b, a);
}

/* ---- is, in, may be ---- */

/* Is this value among the items already? */
static bool is_listed(const Expr *expr, uint32_t first, uint16_t index)
{
    for (uint32_t i = first; i < expr->arg_count; i++) {
        if (expr->args[i]->kind == EX_VALUE && expr->args[i]->value.index == index) {
            return true;
        }
    }
    return false;
}

/* Each value that is not listed, in the place of `item`. */
static void replace_value(MutantMaker *maker, MutationKind kind, Span shown, const Expr *expr,
                          const Expr *item)
{
    const AstEnum *values = item->type.enumeration;
    for (uint32_t v = 0; item->kind == EX_VALUE && values && v < values->values.count; v++) {
        if (!is_listed(expr, 1, (uint16_t)v)) {
            maker_add(maker, kind, shown, item->span, values->values.items[v].text);
        }
    }
}

static void add_range(MutantMaker *maker, MutationKind kind, Span shown, const Expr *range,
                      const Expr *subject)
{
    mutants_add_threshold(maker, kind, shown, range->args[0], subject);
    mutants_add_threshold(maker, kind, shown, range->args[1], subject);
}

/* args[0] is the subject; of one value its opposite is a change of the word before it. */
static void add_items(MutantMaker *maker, MutationKind kind, Span shown, const Expr *expr,
                      const Expr *subject)
{
    Operands items = { NULL, 0, 0 };
    for (uint32_t i = 1; i < expr->arg_count; i++) {
        const Expr *item = expr->args[i];
        vec_add(maker->arena, &items, item);
        if (item->kind == EX_RANGE) {
            add_range(maker, kind, shown, item, subject);
        } else if (item->kind == EX_NUMBER || item->kind == EX_DATE) {
            mutants_add_threshold(maker, kind, shown, item, subject);
        } else if (expr->arg_count == 2 && !is_constant(item)) {
            mutants_add_expr(maker, item, false);
        }
    }
    if (items.count > 1) {
        drop_operands(maker, &items);
    } else if (items.items[0]->kind == EX_VALUE &&
               items.items[0]->type.enumeration->values.count > 2) {
        replace_value(maker, kind, shown, expr, items.items[0]);
    }
}

static void add_is(MutantMaker *maker, const Expr *expr)
{
    Span word, negation;
    const Expr *subject = expr->args[0];
    uint32_t from = subject->span.end, to = expr->args[1]->span.start;
    mutants_add_expr(maker, subject, false);
    if (maker_find_token(maker, from, to, "is", &word)) {
        if (maker_find_token(maker, word.end, to, "not", &negation)) {
            maker_add(maker, MUTATION_COMPARISON, expr->span,
                      (Span){ word.file, word.end, negation.end }, STR(""));
        } else {
            insert(maker, MUTATION_COMPARISON, expr->span, word.end, " not");
        }
    }
    add_items(maker, MUTATION_VALUE, expr->span, expr, subject);
}

static void add_in(MutantMaker *maker, const Expr *expr)
{
    Span word;
    const Expr *subject = expr->args[0];
    uint32_t from = subject->span.end, to = expr->args[1]->span.start;
    mutants_add_expr(maker, subject, false);
    if (maker_find_token(maker, from, to, "not", &word)) {
        maker_add(maker, MUTATION_COMPARISON, expr->span, (Span){ word.file, from, word.end },
                  STR(""));
    } else {
        insert(maker, MUTATION_COMPARISON, expr->span, from, " not");
    }
    add_items(maker, MUTATION_VALUE, expr->span, expr, subject);
}

static void add_within(MutantMaker *maker, const Expr *expr)
{
    const Expr *length = expr->args[1], *anchor = expr->args[2];
    const char *word = expr->op == OP_BEFORE ? "before" : "after",
               *other = expr->op == OP_BEFORE ? "after" : "before";
    swap_word(maker, MUTATION_COMPARISON, expr->span, length->span.end, anchor->span.start, word,
              other);
    mutants_add_window(maker, expr->span, length);
    mutants_add_units(maker, expr->span, length);
    mutants_add_expr(maker, expr->args[0], false);
    if (length->kind != EX_NUMBER) {
        mutants_add_expr(maker, length, false);
    }
    mutants_add_expr(maker, anchor, false);
}

/* Each other unit takes the place of the one that is counted. */
static void add_between(MutantMaker *maker, const Expr *expr)
{
    static const char *const units[] = { [UNIT_YEARS] = "years",
                                         [UNIT_MONTHS] = "months",
                                         [UNIT_WEEKS] = "weeks",
                                         [UNIT_DAYS] = "days" };
    for (int unit = UNIT_YEARS; unit <= UNIT_DAYS; unit++) {
        if (unit != expr->op) {
            swap_word(maker, MUTATION_UNIT, expr->span, expr->span.start, expr->args[0]->span.start,
                      units[expr->op], units[unit]);
        }
    }
    mutants_add_expr(maker, expr->args[0], false);
    mutants_add_expr(maker, expr->args[1], false);
}

/* ---- lists ---- */

/* `any L with (P)` and `all L are (P)`: two words change at once. */
static void add_quantifier(MutantMaker *maker, const Expr *expr)
{
    bool any = expr->kind == EX_ANY;
    Span head, word;
    uint32_t list_start = expr->args[0]->span.start, list_end = expr->args[0]->span.end;
    if (maker_find_token(maker, expr->span.start, list_start, any ? "any" : "all", &head) &&
        maker_find_token(maker, list_end, expr->args[1]->span.start, any ? "with" : "are", &word)) {
        Str middle = maker_get_text(maker, (Span){ head.file, head.end, word.start });
        maker_add(
            maker, MUTATION_LIST_WORD, expr->span, span_join(head, word),
            str_format(maker->arena, "%s%S%s", any ? "all" : "any", middle, any ? "are" : "with"));
    }
    mutants_add_expr(maker, expr->args[1], true);
}

/* From behind `before` to the bracket that closes the filter. */
static void add_filter(MutantMaker *maker, const Expr *expr, const Expr *filter)
{
    Span word, close;
    if (!filter) {
        return;
    }
    if (maker_find_token(maker, expr->span.start, filter->span.start, "where", &word) &&
        maker_find_token(maker, filter->span.end, maker->rule->span.end, ")", &close)) {
        maker_drop(maker, MUTATION_FILTER, span_join(word, close));
    }
    mutants_add_expr(maker, filter, true);
}

static void add_extreme(MutantMaker *maker, const Expr *expr)
{
    bool max = expr->kind == EX_MAX || expr->kind == EX_MAX2;
    const char *word = expr->kind == EX_SUM ? "sum"
                       : max                ? "max"
                                            : "min",
               *other = max ? "min" : "max";
    swap_word(maker, MUTATION_LIST_WORD, expr->span, expr->span.start, expr->span.end, word, other);
}

static void add_list_value(MutantMaker *maker, const Expr *expr)
{
    const Expr *floor = expr->args[3];
    add_extreme(maker, expr);
    add_filter(maker, expr, expr->args[2]);
    if (floor && floor->kind == EX_NUMBER) {
        mutants_add_number(maker, MUTATION_ARITHMETIC, expr->span, floor);
    } else if (floor) {
        mutants_add_expr(maker, floor, false);
    }
}

/* ---- arithmetic ---- */

static void add_arguments(MutantMaker *maker, const Expr *expr)
{
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        const Expr *argument = expr->args[i];
        if (argument && argument->kind == EX_NUMBER) {
            mutants_add_number(maker, MUTATION_ARITHMETIC, expr->span, argument);
        } else if (argument) {
            mutants_add_expr(maker, argument, false);
        }
    }
}

static void add_operation(MutantMaker *maker, const Expr *expr, const char *sign, const char *other)
{
    swap_word(maker, MUTATION_ARITHMETIC, expr->span, expr->args[0]->span.end,
              expr->args[1]->span.start, sign, other);
    add_arguments(maker, expr);
}

/* The digits are no expression of the tree. */
static void add_round(MutantMaker *maker, const Expr *expr)
{
    Span close, digits;
    mutants_add_expr(maker, expr->args[0], false);
    if (expr->digits > DEC_DIGITS ||
        !maker_find_last(maker, expr->args[0]->span.end, expr->span.end, &close) ||
        !maker_find_token(maker, expr->args[0]->span.end, close.start, ",", &digits) ||
        !maker_find_last(maker, digits.end, close.start, &digits)) {
        return;
    }
    for (int step = -1; step <= 1; step += 2) {
        if ((int)expr->digits + step >= 0 && (int)expr->digits + step <= DEC_DIGITS) {
            maker_add(maker, MUTATION_ARITHMETIC, expr->span, digits,
                      str_format(maker->arena, "%d", (int)expr->digits + step));
        }
    }
}

/* ---- gate words ---- */

static void add_gate_word(MutantMaker *maker, const Expr *expr, const char *word, const char *other)
{
    uint32_t from = expr->args[0]->span.end;
    swap_word(maker, MUTATION_GATE_WORD, expr->span, from, expr->span.end, word, other);
    swap_word(maker, MUTATION_GATE_WORD, expr->span, from, expr->span.end, other, word);
}

static void add_else(MutantMaker *maker, const Expr *expr)
{
    Span left = expr->args[0]->span, right = expr->args[1]->span;
    maker_add(maker, MUTATION_GATE_WORD, span_join(left, right),
              (Span){ left.file, left.end, right.end }, STR(""));
    maker_add(maker, MUTATION_GATE_WORD, span_join(left, right),
              (Span){ left.file, left.start, right.start }, STR(""));
    add_arguments(maker, expr);
}

/* ---- the whole ---- */

/* What no change of its own word turns round. */
static void add_atom(MutantMaker *maker, const Expr *expr, bool condition)
{
    if (condition && expr->type.kind == TY_YES_NO && expr->kind != EX_YES_NO) {
        negate(maker, expr);
    }
}

void mutants_add_expr(MutantMaker *maker, const Expr *expr, bool condition)
{
    switch (expr->kind) {
    case EX_AND:
    case EX_OR: add_connective(maker, expr); return;
    case EX_NOT: add_not(maker, expr); return;
    case EX_COMPARE: add_compare(maker, expr); return;
    case EX_IS: add_is(maker, expr); return;
    case EX_IN: add_in(maker, expr); return;
    case EX_WITHIN: add_within(maker, expr); return;
    case EX_MISSING: add_gate_word(maker, expr, "missing", "known"); return;
    case EX_SETTLED:
    case EX_OPEN: add_gate_word(maker, expr, "settled", "open"); return;
    default: break;
    }
    add_atom(maker, expr, condition);
    switch (expr->kind) {
    case EX_ANY:
    case EX_ALL: add_quantifier(maker, expr); break;
    case EX_COUNT:
        if (expr->args[1]) {
            add_filter(maker, expr, expr->args[1]);
        }
        break;
    case EX_SUM:
    case EX_MIN:
    case EX_MAX: add_list_value(maker, expr); break;
    case EX_LATEST: add_filter(maker, expr, expr->args[2]); break;
    case EX_COUNT_OF: add_count_of(maker, expr); break;
    case EX_MAY_BE: add_items(maker, MUTATION_VALUE, expr->span, expr, expr->args[0]); break;
    case EX_ELSE: add_else(maker, expr); break;
    case EX_ADD: add_operation(maker, expr, "+", "-"); break;
    case EX_SUB: add_operation(maker, expr, "-", "+"); break;
    case EX_MUL: add_operation(maker, expr, "*", "/"); break;
    case EX_DIV: add_operation(maker, expr, "/", "*"); break;
    case EX_MIN2:
    case EX_MAX2:
        add_extreme(maker, expr);
        add_arguments(maker, expr);
        break;
    case EX_ROUND: add_round(maker, expr); break;
    case EX_BETWEEN: add_between(maker, expr); break;
    case EX_NEG:
    case EX_SQRT:
    case EX_LN:
    case EX_EXP:
    case EX_POWER:
    case EX_CALL:
    case EX_NATIVE: add_arguments(maker, expr); break;
    default: break;
    }
}

void mutants_add_result(MutantMaker *maker, const Expr *result, const Type *type)
{
    const AstEnum *values = type->enumeration;
    switch (result->kind) {
    case EX_VALUE:
        for (uint32_t v = 0; values && v < values->values.count; v++) {
            if (v != result->value.index) {
                maker_add(maker, MUTATION_OUTCOME, result->span, result->span,
                          values->values.items[v].text);
            }
        }
        break;
    case EX_YES_NO:
        maker_add(maker, MUTATION_OUTCOME, result->span, result->span,
                  result->value.flag ? STR("no") : STR("yes"));
        break;
    case EX_NUMBER: mutants_add_number(maker, MUTATION_OUTCOME, result->span, result); break;
    default: mutants_add_expr(maker, result, type->kind == TY_YES_NO); break;
    }
}

/* ---- cells ---- */

static void add_cell_value(MutantMaker *maker, const AstCell *cell, const Expr *written)
{
    const Expr *item = written->args[1];
    if (item->kind == EX_YES_NO) {
        maker_add(maker, MUTATION_CELL, cell->span, item->span,
                  item->value.flag ? STR("no") : STR("yes"));
    } else if (item->kind == EX_VALUE) {
        replace_value(maker, MUTATION_CELL, cell->span, written, item);
    }
}

void mutants_add_cell(MutantMaker *maker, const AstCell *cell, const Expr *column)
{
    const Expr *written = cell->written;
    Span word;
    if (cell->any) {
        return;
    }
    maker_add(maker, MUTATION_CELL, cell->span, cell->span, STR("-"));
    if (written->kind == EX_COMPARE) {
        change_sign(maker, MUTATION_CELL, cell->span, cell->span.start,
                    written->args[1]->span.start, written->op);
        add_side(maker, MUTATION_CELL, cell->span, written->args[1], column);
        return;
    }
    if (maker_find_token(maker, cell->span.start, written->args[1]->span.start, "not", &word)) {
        maker_drop(maker, MUTATION_CELL,
                   (Span){ word.file, word.start, written->args[1]->span.start });
    }
    add_items(maker, MUTATION_CELL, cell->span, written, column);
    if (written->arg_count == 2) {
        add_cell_value(maker, cell, written);
    }
}
