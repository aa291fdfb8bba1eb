/* words_rule.c - a case, an advice or a caution as one sentence. */
#include "compiler/words/words_parts.h"

static void append(Wording *wording, Words *out, const Words *line)
{
    words_add(wording, out, words_get_text(wording->arena, line));
}

static void add_results(Wording *wording, Words *out, const AstRule *rule, Expr **results)
{
    for (uint32_t i = 0; i < rule->results.count; i++) {
        if (i > 0) {
            words_add_c(wording, out, " and ");
        }
        if (rule->results.count > 1) {
            words_add_result(wording, out, rule, (uint16_t)i);
            words_add_c(wording, out, " ");
        }
        words_value_add(wording, out, results[i]);
    }
}

static void add_reasons(Wording *wording, Words *out, const AstBecause *because)
{
    for (uint32_t i = 0; i < because->reasons.count; i++) {
        const AstReason *reason = because->reasons.items[i];
        words_add_c(wording, out, i ? "; " : " (because: ");
        words_add(wording, out,
                  reason->label.text.len ? reason->label.text
                                         : words_name(wording, reason->name.text, true));
    }
    if (because->reasons.count) {
        words_add_c(wording, out, ")");
    }
}

Words *words_of_case(Wording *wording, const AstRule *rule, const AstCase *one)
{
    Words *out = words_new(wording);
    add_results(wording, out, rule, one->results);
    if (!one->when) {
        words_add_c(wording, out, " otherwise");
        return out;
    }
    bool always = one->when->kind == EX_ALWAYS;
    words_add_c(wording, out, always ? " " : " if ");
    Words *when = words_of_condition(wording, one->when);
    for (uint32_t i = 0; i < when->words.count; i++) {
        vec_add(wording->arena, &out->words, when->words.items[i]);
    }
    out->items.items = when->items.items;
    out->items.count = when->items.count;
    if (!when->items.count) {
        add_reasons(wording, out, &one->because);
    }
    return out;
}

static void add_unless(Wording *wording, Words *out, const AstUnless *unless)
{
    words_add_c(wording, out, "; unless ");
    append(wording, out, words_of_condition(wording, unless->when));
    add_reasons(wording, out, &unless->because);
}

Words *words_of_advice(Wording *wording, const AstRule *rule)
{
    Words *out = words_new(wording);
    words_add_c(wording, out, rule->against ? "against “" : "“");
    vec_add(wording->arena, &out->words,
            ((Word){ WORD_RULE, words_title_result(wording, rule, 0), .of.rule = rule }));
    words_add_c(wording, out, rule->list ? "”, for each " : "”");
    if (rule->list) {
        words_add(wording, out, words_name(wording, rule->list_name.text, false));
    }
    bool always = !rule->when || rule->when->kind == EX_ALWAYS;
    words_add_c(wording, out, always ? ", always" : ", when ");
    if (!always) {
        append(wording, out, words_of_condition(wording, rule->when));
    }
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        add_unless(wording, out, &rule->unless.items[i]);
    }
    return out;
}
