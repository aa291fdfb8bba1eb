/* mutant_maker.c - a change of the text, once; and the tokens around which changes are made. */
#include "compiler/testing/mutant_maker.h"

#include <string.h>

/* ---- text as people read it ---- */

static size_t measure_comment(Str text, size_t at)
{
    if (at + 1 >= text.len || text.ptr[at] != '-' || text.ptr[at + 1] != '-') {
        return 0;
    }
    return str_measure_line((Str){ text.ptr + at, text.len - at });
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Without comments, one space for any number of blanks. */
static void add_squeezed(StrBuf *out, Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        size_t comment = measure_comment(text, i);
        if (comment || is_blank(text.ptr[i])) {
            if (out->len && out->ptr[out->len - 1] != ' ') {
                buf_add_char(out, ' ');
            }
            i += comment ? comment - 1 : 0;
        } else {
            buf_add_char(out, text.ptr[i]);
        }
    }
}

static Str trim(Str text)
{
    while (text.len && text.ptr[text.len - 1] == ' ') {
        text.len--;
    }
    while (text.len && text.ptr[0] == ' ') {
        text = (Str){ text.ptr + 1, text.len - 1 };
    }
    return text;
}

Str maker_get_text(const MutantMaker *maker, Span span)
{
    return (Str){ maker->source.ptr + span.start, span.end - span.start };
}

static Str show(const MutantMaker *maker, Span shown, Span place, const Str *text)
{
    StrBuf out = { .arena = maker->arena };
    uint32_t start = place.start > shown.start ? place.start : shown.start;
    uint32_t end = place.end < shown.end ? place.end : shown.end;
    add_squeezed(
        &out, maker_get_text(maker, (Span){ shown.file, shown.start, text ? start : shown.end }));
    if (text) {
        add_squeezed(&out, *text);
        if (end < shown.end) {
            add_squeezed(&out, maker_get_text(maker, (Span){ shown.file, end, shown.end }));
        }
    }
    return trim(buf_get(&out));
}

/* ---- one more mutant ---- */

static bool is_known(const MutantMaker *maker, Span place, Str text)
{
    for (uint32_t i = maker->first; i < maker->list->count; i++) {
        const Mutant *other = &maker->list->items[i];
        if (other->place.start == place.start && other->place.end == place.end &&
            str_equal(other->text, text)) {
            return true;
        }
    }
    return false;
}

static uint32_t count_twins(const MutantMaker *maker, const Mutant *mutant)
{
    uint32_t twins = 0;
    for (uint32_t i = maker->first; i < maker->list->count; i++) {
        const Mutant *other = &maker->list->items[i];
        twins += str_equal(other->before, mutant->before) && str_equal(other->after, mutant->after);
    }
    return twins;
}

void maker_add(MutantMaker *maker, MutationKind kind, Span shown, Span place, Str text)
{
    if (is_known(maker, place, text)) {
        return;
    }
    Mutant mutant = { .kind = kind, .rule = maker->rule, .place = place, .text = text };
    mutant.before = show(maker, shown, place, NULL);
    mutant.after = show(maker, shown, place, &text);
    if (str_equal(mutant.before, mutant.after)) {
        return;
    }
    mutant.twin = count_twins(maker, &mutant) + 1;
    vec_add(maker->arena, maker->list, mutant);
}

/* ---- tokens ---- */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || (c & 0x80);
}

static size_t measure_text(Str text, size_t at)
{
    size_t end = at + 1;
    while (end < text.len && text.ptr[end] != '"') {
        end += text.ptr[end] == '\\' ? 2 : 1;
    }
    return (end < text.len ? end + 1 : text.len) - at;
}

static size_t measure_token(Str text, size_t at)
{
    static const char *const pairs[] = { "<=", ">=", "!=", "=>", ".." };
    size_t end = at;
    if (text.ptr[at] == '"') {
        return measure_text(text, at);
    }
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (at + 1 < text.len && memcmp(text.ptr + at, pairs[i], 2) == 0) {
            return 2;
        }
    }
    while (end < text.len && is_word(text.ptr[end])) {
        end++;
    }
    return end > at ? end - at : 1;
}

/* The next token from `at` on; false at the end. */
static bool next_token(const MutantMaker *maker, uint32_t at, uint32_t to, Span *token)
{
    Str text = { maker->source.ptr, to };
    for (;;) {
        size_t comment = measure_comment(text, at);
        if (comment) {
            at += (uint32_t)comment;
        } else if (at < to && is_blank(text.ptr[at])) {
            at++;
        } else {
            break;
        }
    }
    if (at >= to) {
        return false;
    }
    *token = (Span){ maker->rule->span.file, at, at + (uint32_t)measure_token(text, at) };
    return true;
}

bool maker_find_token(const MutantMaker *maker, uint32_t from, uint32_t to, const char *word,
                      Span *token)
{
    for (uint32_t at = from; next_token(maker, at, to, token); at = token->end) {
        if (str_equal(maker_get_text(maker, *token), str_from_c(word))) {
            return true;
        }
    }
    return false;
}

bool maker_find_last(const MutantMaker *maker, uint32_t from, uint32_t to, Span *token)
{
    Span next;
    bool found = false;
    for (uint32_t at = from; next_token(maker, at, to, &next); at = next.end) {
        *token = next;
        found = true;
    }
    return found;
}
