/* words.c - a condition laid out: one line where it is short and flat, else a lead and a list. And
 * back to text. */
#include "compiler/words/words.h"
#include "compiler/words/words_parts.h"
#include "runtime/base/wrap.h"

enum { LINE_WIDTH = 96, LINE_PARTS = 2, SHORT_WIDTH = 60 };

/* ---- parts ---- */

Words *words_new(Wording *wording)
{
    return ARENA_NEW(wording->arena, Words);
}

void words_add(Wording *wording, Words *out, Str text)
{
    if (text.len) {
        vec_add(wording->arena, &out->words, ((Word){ WORD_TEXT, text, { NULL } }));
    }
}

void words_add_c(Wording *wording, Words *out, const char *text)
{
    words_add(wording, out, str_from_c(text));
}

void words_add_value(Wording *wording, Words *out, Str text)
{
    vec_add(wording->arena, &out->words, ((Word){ WORD_VALUE, text, { NULL } }));
}

void words_add_fact(Wording *wording, Words *out, const AstField *field)
{
    vec_add(wording->arena, &out->words,
            ((Word){ WORD_FACT, words_name_field(wording, field), .of.field = field }));
}

void words_add_result(Wording *wording, Words *out, const AstRule *rule, uint16_t index)
{
    vec_add(wording->arena, &out->words,
            ((Word){ WORD_RULE, words_name_result(wording, rule, index), .of.rule = rule }));
}

void words_add_gap(Wording *wording, Words *out, const AstGap *gap)
{
    vec_add(wording->arena, &out->words,
            ((Word){ WORD_GAP, words_name_gap(wording, gap), .of.gap = gap }));
}

/* ---- layout ---- */

static unsigned measure(const Words *words)
{
    unsigned width = 0;
    for (uint32_t i = 0; i < words->words.count; i++) {
        width += wrap_get_width(words->words.items[i].text);
    }
    return width;
}

static Words *say_line(Wording *wording, const Expr *expr, bool negated)
{
    Words *line = words_new(wording);
    words_condition_add(wording, line, expr, negated);
    return line;
}

/* Parts that cannot be read in one breath with others. */
static bool is_long_form(const Expr *expr, bool negated)
{
    bool inside = negated;
    expr = words_condition_strip(expr, &inside);
    if (words_condition_find_count(expr)) {
        return true;
    }
    if (expr->kind == EX_ANY || expr->kind == EX_ALL) {
        bool body = inside && expr->kind == EX_ALL;
        const Expr *what = words_condition_strip(expr->args[1], &body);
        return what->kind == EX_AND || what->kind == EX_OR;
    }
    return false;
}

static bool fits_line(Wording *wording, const PartList *parts, ExprKind joint, const Words *line)
{
    unsigned width = measure(line);
    if (parts->count > LINE_PARTS && width > SHORT_WIDTH) {
        return false;
    }
    for (uint32_t i = 0; i < parts->count; i++) {
        const Part *part = &parts->items[i];
        ExprKind other = joint == EX_AND ? EX_OR : EX_AND;
        if (is_long_form(part->expr, part->negated)) {
            return false;
        }
        if (!words_condition_joins(part->expr, part->negated, other)) {
            continue;
        }
        PartList inner = { 0 };
        words_condition_list(wording, &inner, part->expr, part->negated, other);
        for (uint32_t k = 0; k < inner.count; k++) {
            if (inner.count > LINE_PARTS ||
                words_condition_joins(inner.items[k].expr, inner.items[k].negated, joint)) {
                return false;
            }
        }
    }
    return width <= LINE_WIDTH;
}

static Words *lay_out(Wording *wording, const Expr *expr, bool negated);

static Words *lay_out_joined(Wording *wording, const Expr *expr, bool negated)
{
    ExprKind joint = words_condition_joins(expr, negated, EX_AND) ? EX_AND : EX_OR;
    PartList parts = { 0 };
    words_condition_list(wording, &parts, expr, negated, joint);
    Words *line = say_line(wording, expr, negated);
    if (fits_line(wording, &parts, joint, line)) {
        return line;
    }
    Words *list = words_new(wording);
    words_add_c(wording, list,
                joint == EX_AND ? "all of these hold" : "at least one of these holds");
    for (uint32_t i = 0; i < parts.count; i++) {
        vec_add(wording->arena, &list->items,
                lay_out(wording, parts.items[i].expr, parts.items[i].negated));
    }
    return list;
}

static Words *lay_out_count(Wording *wording, const Expr *compare, bool negated)
{
    const Expr *counted = words_condition_find_count(compare);
    Words *list = words_new(wording);
    words_condition_add_count(wording, list, compare, negated);
    for (uint32_t i = 0; i < counted->arg_count; i++) {
        vec_add(wording->arena, &list->items, lay_out(wording, counted->args[i], false));
    }
    return list;
}

/* "at least one lesion where" before the lead of what holds for the element. */
static Words *lay_out_quantifier(Wording *wording, const Expr *expr, bool negated)
{
    Words *body = lay_out(wording, expr->args[1], negated && expr->kind == EX_ALL);
    Words *whole = words_new(wording);
    words_value_add_quantifier(wording, whole, expr, negated);
    for (uint32_t i = 0; i < body->words.count; i++) {
        vec_add(wording->arena, &whole->words, body->words.items[i]);
    }
    whole->items.items = body->items.items;
    whole->items.count = body->items.count;
    return whole;
}

static Words *lay_out(Wording *wording, const Expr *expr, bool negated)
{
    expr = words_condition_strip(expr, &negated);
    if (expr->kind == EX_AND || expr->kind == EX_OR) {
        return lay_out_joined(wording, expr, negated);
    }
    if (expr->kind == EX_ANY || expr->kind == EX_ALL) {
        return lay_out_quantifier(wording, expr, negated);
    }
    if (words_condition_find_count(expr)) {
        return lay_out_count(wording, expr, negated);
    }
    return say_line(wording, expr, negated);
}

Words *words_of_condition(Wording *wording, const Expr *expr)
{
    return lay_out(wording, expr, false);
}

static Words *lay_out_count_of(Wording *wording, const Expr *expr)
{
    Words *list = words_new(wording);
    words_add_c(wording, list, "how many of these hold");
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        vec_add(wording->arena, &list->items, lay_out(wording, expr->args[i], false));
    }
    return list;
}

Words *words_of_value(Wording *wording, const Expr *expr)
{
    if (expr->kind == EX_COUNT_OF) {
        return lay_out_count_of(wording, expr);
    }
    if (expr->type.kind == TY_YES_NO && (expr->kind < EX_YES_NO || expr->kind > EX_AS_OF)) {
        return lay_out(wording, expr, false);
    }
    Words *line = words_new(wording);
    words_value_add(wording, line, expr);
    return line;
}

Words *words_of_cell(Wording *wording, const AstCell *cell)
{
    Words *line = words_new(wording);
    if (cell->any) {
        words_add_c(wording, line, "any");
    } else {
        words_condition_add_test(wording, line, cell->test, false, true);
    }
    return line;
}

/* ---- text ---- */

static void add_text(StrBuf *out, const Words *words)
{
    for (uint32_t i = 0; i < words->words.count; i++) {
        buf_add(out, words->words.items[i].text);
    }
}

static void add_flat(StrBuf *out, const Words *words, bool outermost)
{
    add_text(out, words);
    if (!words->items.count) {
        return;
    }
    buf_add_c(out, outermost ? ": " : " (");
    for (uint32_t i = 0; i < words->items.count; i++) {
        if (i > 0) {
            buf_add_c(out, "; ");
        }
        add_flat(out, words->items.items[i], false);
    }
    if (!outermost) {
        buf_add_char(out, ')');
    }
}

Str words_get_text(Arena *arena, const Words *words)
{
    StrBuf out = { .arena = arena };
    add_flat(&out, words, true);
    return buf_get(&out);
}

void words_print(StrBuf *out, const Words *words, unsigned indent)
{
    add_text(out, words);
    buf_add_c(out, words->items.count ? ":\n" : "\n");
    for (uint32_t i = 0; i < words->items.count; i++) {
        for (unsigned k = 0; k < indent + 2; k++) {
            buf_add_char(out, ' ');
        }
        buf_add_c(out, "- ");
        words_print(out, words->items.items[i], indent + 2);
    }
}
