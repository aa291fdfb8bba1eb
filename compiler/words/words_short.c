/* words_short.c - the short form of drawings: signs, and lines of a given width. */
#include "compiler/words/words_parts.h"
#include "runtime/base/wrap.h"

typedef struct Lines {
    StrBuf out;
    unsigned width, column, lines, most;
    bool full;
} Lines;

static void end_with_ellipsis(Lines *lines)
{
    buf_add_c(&lines->out, "…");
    lines->full = true;
}

static void add_word(Lines *lines, Str word)
{
    unsigned width = wrap_get_width(word);
    bool fits = lines->column == 0 || lines->column + 1 + width <= lines->width;
    if (lines->full) {
        return;
    }
    if (!fits && lines->lines == lines->most) {
        end_with_ellipsis(lines);
        return;
    }
    if (!fits) {
        lines->lines++;
    }
    if (lines->column) {
        buf_add_char(&lines->out, fits ? ' ' : '\n');
    }
    buf_add(&lines->out, word);
    lines->column = fits && lines->column ? lines->column + 1 + width : width;
}

/* A value and the sign before it stay together: "≥", then "5 ng/mL". Blanks that must not break are
 * U+00A0. */
Str words_wrap(Arena *arena, Str text, unsigned width, unsigned lines)
{
    Lines state = { .out = { .arena = arena }, .width = width, .lines = 1, .most = lines };
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        while (at < text.len && text.ptr[at] != ' ') {
            at++;
        }
        if (at > start) {
            add_word(&state, (Str){ text.ptr + start, at - start });
        }
        at++;
    }
    return buf_get(&state.out);
}

static void add_unbroken(StrBuf *out, Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == ' ') {
            buf_add_c(out, "\u00a0");
        } else {
            buf_add_char(out, text.ptr[i]);
        }
    }
}

static bool is_sign(Str text)
{
    return str_starts_with(text, STR("≥")) || str_starts_with(text, STR("≤")) ||
           str_starts_with(text, STR("≠")) || str_starts_with(text, STR("<")) ||
           str_starts_with(text, STR("=")) || str_starts_with(text, STR(">"));
}

static Str wrap_words(Wording *wording, const Words *words, unsigned width, unsigned lines)
{
    StrBuf text = { .arena = wording->arena };
    for (uint32_t i = 0; i < words->words.count; i++) {
        const Word *word = &words->words.items[i];
        if ((word->kind == WORD_VALUE && wrap_get_width(word->text) <= width) ||
            is_sign(word->text)) {
            add_unbroken(&text, word->text);
        } else {
            buf_add(&text, word->text);
        }
    }
    return words_wrap(wording->arena, buf_get(&text), width, lines);
}

Str words_shorten(Wording *wording, const Expr *expr, unsigned width, unsigned lines)
{
    Words *words = words_new(wording);
    wording->brief = true;
    if (expr->type.kind == TY_YES_NO) {
        words_condition_add(wording, words, expr, false);
    } else {
        words_value_add(wording, words, expr);
    }
    wording->brief = false;
    return wrap_words(wording, words, width, lines);
}

Str words_shorten_cell(Wording *wording, const AstCell *cell, unsigned width, unsigned lines)
{
    wording->brief = true;
    Words *words = words_of_cell(wording, cell);
    wording->brief = false;
    return wrap_words(wording, words, width, lines);
}
