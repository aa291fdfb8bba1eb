/* words_value.c - an expression as a thing: facts, answers, numbers, sums over lists, formulas. */
#include "compiler/words/words_parts.h"
#include "runtime/value/number.h"

/* ---- literals ---- */

static Str print_number(Wording *wording, const Expr *expr)
{
    StrBuf out = { .arena = wording->arena };
    Rat one = rat_from_int(1);
    rat_print_rounded(&out, expr->value.number, RAT_NEAREST);
    if (!expr->unit.text.len) {
        return buf_get(&out);
    }
    buf_add_char(&out, ' ');
    buf_add(&out, words_name_unit(wording->arena, expr->unit.text,
                                  rat_compare(expr->value.number, one) == 0));
    return buf_get(&out);
}

static Str print_date(Wording *wording, const Expr *expr)
{
    StrBuf out = { .arena = wording->arena };
    date_print_range(&out, expr->value.day_lo, expr->value.day_hi);
    return buf_get(&out);
}

static void add_literal(Wording *wording, Words *out, const Expr *expr)
{
    switch (expr->kind) {
    case EX_NUMBER: words_add_value(wording, out, print_number(wording, expr)); break;
    case EX_DATE: words_add_value(wording, out, print_date(wording, expr)); break;
    case EX_TEXT:
        words_add_value(wording, out, str_format(wording->arena, "“%S”", expr->value.text));
        break;
    case EX_VALUE:
        words_add_value(wording, out,
                        words_name_value(wording, expr->type.enumeration, expr->value.index));
        break;
    default: words_add_value(wording, out, expr->value.flag ? STR("yes") : STR("no")); break;
    }
}

/* ---- lists ---- */

static Str name_element(Wording *wording, const Expr *expr)
{
    return words_name(wording, expr->args[0]->field->type_ref.type.record->name.text, false);
}

void words_value_add_quantifier(Wording *wording, Words *out, const Expr *expr, bool negated)
{
    bool every = expr->kind == EX_ALL && !negated, none = expr->kind == EX_ANY && negated;
    words_add_c(wording, out, every ? "for every " : none ? "no " : "at least one ");
    words_add(wording, out, name_element(wording, expr));
    words_add_c(wording, out, every ? ", " : " where ");
}

static void add_filter(Wording *wording, Words *out, const Expr *filter)
{
    if (!filter) {
        return;
    }
    words_add_c(wording, out, " where ");
    words_condition_add(wording, out, filter, false);
}

static void add_count(Wording *wording, Words *out, const Expr *expr)
{
    words_add_c(wording, out, "number of ");
    words_value_add(wording, out, expr->args[0]);
    add_filter(wording, out, expr->args[1]);
}

/* A floor that no value can be below only says what the empty list gives. */
static bool is_empty_value(const Expr *floor, const Expr *value)
{
    const AstField *field = value->field;
    const Expr *low = field ? field->type_ref.range_lo : NULL;
    return low && low->kind == EX_NUMBER && floor->kind == EX_NUMBER &&
           str_equal(low->unit.text, floor->unit.text) &&
           rat_compare(low->value.number, floor->value.number) == 0;
}

static void add_floor(Wording *wording, Words *out, const Expr *expr)
{
    bool empty = expr->kind == EX_MAX && is_empty_value(expr->args[3], expr->args[1]);
    words_add_c(wording, out,
                empty                  ? " ("
                : expr->kind == EX_MAX ? " (but at least "
                                       : " (but at most ");
    words_value_add(wording, out, expr->args[3]);
    words_add_c(wording, out, empty ? " if there are none)" : ")");
}

static void add_extreme(Wording *wording, Words *out, const Expr *expr)
{
    words_add_c(wording, out,
                expr->kind == EX_SUM   ? "sum of "
                : expr->kind == EX_MAX ? "greatest "
                                       : "smallest ");
    words_value_add(wording, out, expr->args[1]);
    words_add_c(wording, out, expr->kind == EX_SUM ? " over the " : " of the ");
    words_value_add(wording, out, expr->args[0]);
    add_filter(wording, out, expr->args[2]);
    if (expr->args[3] && !wording->brief) {
        add_floor(wording, out, expr);
    }
}

static void add_latest(Wording *wording, Words *out, const Expr *expr)
{
    words_value_add(wording, out, expr->args[3]);
    words_add_c(wording, out, " of the latest ");
    words_add(wording, out, name_element(wording, expr));
    words_add_c(wording, out, " (by ");
    words_value_add(wording, out, expr->args[1]);
    words_add_c(wording, out, ")");
    add_filter(wording, out, expr->args[2]);
}

static void add_count_of(Wording *wording, Words *out, const Expr *expr)
{
    words_add_c(wording, out, "the number of these that hold (");
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        if (i > 0) {
            words_add_c(wording, out, "; ");
        }
        words_condition_add(wording, out, expr->args[i], false);
    }
    words_add_c(wording, out, ")");
}

/* ---- arithmetic ---- */

static bool is_operation(const Expr *expr)
{
    return expr->kind == EX_ADD || expr->kind == EX_SUB || expr->kind == EX_MUL ||
           expr->kind == EX_DIV;
}

static void add_operand(Wording *wording, Words *out, const Expr *expr)
{
    bool brackets = (expr->parens && is_operation(expr)) || expr->kind == EX_ROUND;
    if (brackets) {
        words_add_c(wording, out, "(");
    }
    words_value_add(wording, out, expr);
    if (brackets) {
        words_add_c(wording, out, ")");
    }
}

/* `x / 1 cm` is x counted in centimetres. */
static bool counts_units(const Expr *expr)
{
    const Expr *by = expr->args[1];
    return expr->kind == EX_DIV && by->kind == EX_NUMBER && by->unit.text.len &&
           rat_compare(by->value.number, rat_from_int(1)) == 0;
}

static void add_operation(Wording *wording, Words *out, const Expr *expr)
{
    const char *sign = expr->kind == EX_ADD   ? " + "
                       : expr->kind == EX_SUB ? " − "
                       : expr->kind == EX_MUL ? " × "
                                              : " / ";
    add_operand(wording, out, expr->args[0]);
    if (counts_units(expr)) {
        words_add_c(wording, out, " in ");
        words_add_value(wording, out,
                        words_name_unit(wording->arena, expr->args[1]->unit.text, false));
        return;
    }
    words_add_c(wording, out, sign);
    add_operand(wording, out, expr->args[1]);
}

static void add_arguments(Wording *wording, Words *out, const Expr *expr, const char *between)
{
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        if (i > 0) {
            words_add_c(wording, out, i + 1 < expr->arg_count ? ", " : between);
        }
        words_value_add(wording, out, expr->args[i]);
    }
}

static void add_round(Wording *wording, Words *out, const Expr *expr)
{
    add_operand(wording, out, expr->args[0]);
    if (expr->digits == ROUND_TO_INTEGER) {
        words_add_c(wording, out, ", rounded to a whole number");
    } else {
        words_add(wording, out,
                  str_format(wording->arena, ", rounded to %u digit%s after the point",
                             expr->digits, expr->digits == 1 ? "" : "s"));
    }
}

static void add_function(Wording *wording, Words *out, const char *name, const Expr *expr)
{
    words_add_c(wording, out, name);
    words_add_c(wording, out, "(");
    add_arguments(wording, out, expr, ", ");
    words_add_c(wording, out, ")");
}

static void add_call(Wording *wording, Words *out, const Expr *expr)
{
    if (expr->kind == EX_CALL) {
        words_add_result(wording, out, expr->rule, 0);
    } else {
        words_add(wording, out, words_name(wording, expr->native->name.text, false));
    }
    const Word *name = &out->words.items[out->words.count - 1];
    bool has_of = name->text.len > 3 &&
                  str_equal((Str){ name->text.ptr + name->text.len - 3, 3 }, STR(" of"));
    words_add_c(wording, out, !expr->arg_count ? "" : has_of ? " " : " of ");
    add_arguments(wording, out, expr, " and ");
}

static void add_scalars(Wording *wording, Words *out, const Expr *expr)
{
    words_add_c(wording, out, expr->kind == EX_MIN2 ? "the smaller of " : "the greater of ");
    add_arguments(wording, out, expr, " and ");
}

static void add_between(Wording *wording, Words *out, const Expr *expr)
{
    static const char *const heads[] = { [UNIT_YEARS] = "completed years from ",
                                         [UNIT_MONTHS] = "completed months from ",
                                         [UNIT_WEEKS] = "completed weeks from ",
                                         [UNIT_DAYS] = "days from " };
    words_add_c(wording, out, heads[expr->op]);
    add_operand(wording, out, expr->args[0]);
    words_add_c(wording, out, " to ");
    add_operand(wording, out, expr->args[1]);
}

/* ---- names ---- */

static void add_advice(Wording *wording, Words *out, const AstRule *rule)
{
    words_add_c(wording, out, "“");
    vec_add(wording->arena, &out->words,
            ((Word){ WORD_RULE, words_title_result(wording, rule, 0), .of.rule = rule }));
    words_add_c(wording, out, "”");
}

static void add_gap(Wording *wording, Words *out, const Expr *expr)
{
    bool number = expr->type.kind == TY_INTEGER || expr->type.kind == TY_DECIMAL;
    words_add_c(wording, out,
                number && !wording->brief ? "the value of the open question "
                                          : "the open question ");
    words_add_c(wording, out, "“");
    words_add_gap(wording, out, expr->gap);
    words_add_c(wording, out, "”");
}

static void add_operator(Wording *wording, Words *out, const Expr *expr)
{
    switch (expr->kind) {
    case EX_ADD:
    case EX_SUB:
    case EX_MUL:
    case EX_DIV: add_operation(wording, out, expr); break;
    case EX_NEG:
        words_add_c(wording, out, "−");
        add_operand(wording, out, expr->args[0]);
        break;
    case EX_BETWEEN: add_between(wording, out, expr); break;
    case EX_ROUND: add_round(wording, out, expr); break;
    case EX_MIN2:
    case EX_MAX2: add_scalars(wording, out, expr); break;
    case EX_SQRT: add_function(wording, out, "√", expr); break;
    case EX_LN: add_function(wording, out, "ln ", expr); break;
    case EX_EXP: add_function(wording, out, "exp ", expr); break;
    case EX_POWER:
        add_operand(wording, out, expr->args[0]);
        words_add_c(wording, out, " to the power of ");
        add_operand(wording, out, expr->args[1]);
        break;
    case EX_CALL:
    case EX_NATIVE: add_call(wording, out, expr); break;
    case EX_ELSE:
        words_value_add(wording, out, expr->args[0]);
        words_add_c(wording, out, ", or ");
        words_value_add(wording, out, expr->args[1]);
        words_add_c(wording, out, " if that is not known,");
        break;
    case EX_ERROR:
    case EX_NAME:
    case EX_RANGE: words_add(wording, out, expr->name.text); break;
    default: words_condition_add(wording, out, expr, false); break;
    }
}

void words_value_add(Wording *wording, Words *out, const Expr *expr)
{
    switch (expr->kind) {
    case EX_YES_NO:
    case EX_NUMBER:
    case EX_DATE:
    case EX_TEXT:
    case EX_VALUE: add_literal(wording, out, expr); break;
    case EX_FIELD:
    case EX_LIST: words_add_fact(wording, out, expr->field); break;
    case EX_RULE: words_add_result(wording, out, expr->rule, expr->value.index); break;
    case EX_APPLIES: add_advice(wording, out, expr->rule); break;
    case EX_GAP: add_gap(wording, out, expr); break;
    case EX_PARAMETER:
        words_add(wording, out, words_name(wording, expr->parameter->name.text, false));
        break;
    case EX_AS_OF: words_add_c(wording, out, "the date of evaluation"); break;
    case EX_COUNT: add_count(wording, out, expr); break;
    case EX_SUM:
    case EX_MIN:
    case EX_MAX: add_extreme(wording, out, expr); break;
    case EX_LATEST: add_latest(wording, out, expr); break;
    case EX_COUNT_OF: add_count_of(wording, out, expr); break;
    default: add_operator(wording, out, expr); break;
    }
}
