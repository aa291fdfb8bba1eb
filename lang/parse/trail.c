/* trail.c - what lexer, token stream and parser note of the text as it stands. */
#include "lang/parse/trail.h"
#include <utf8proc.h>

static uint32_t measure_columns(Str text)
{
    uint32_t columns = 0;
    for (size_t at = 0; at < text.len;) {
        if (text.ptr[at] > ' ' && text.ptr[at] < 0x7F) { /* nearly every character */
            columns++;
            at++;
            continue;
        }
        utf8proc_int32_t code = 0;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text.ptr + at,
                                                 (utf8proc_ssize_t)(text.len - at), &code);
        columns += size > 0 ? (uint32_t)utf8proc_charwidth(code) : 1;
        at += size > 0 ? (size_t)size : 1;
    }
    return columns;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

void trail_note_comment(Parse *parse, Span place)
{
    if (!parse->trail) {
        return;
    }
    while (place.end > place.start && is_blank(parse->text.ptr[place.end - 1])) {
        place.end--;
    }
    Str text = { parse->text.ptr + place.start, place.end - place.start };
    TrailComment comment = { place.start, place.end, measure_columns(text) };
    vec_add(parse->arena, &parse->trail->comments, comment);
}

/* The comments before a token were read while it was looked for. */
static uint32_t find_first_comment(const Trail *trail)
{
    uint32_t count = trail->tokens.count, at = trail->comments.count;
    uint32_t after = count ? trail->tokens.items[count - 1].end : 0;
    while (at > 0 && trail->comments.items[at - 1].start >= after) {
        at--;
    }
    return at;
}

void trail_note_token(Parse *parse, int kind, Span place)
{
    if (!parse->trail) {
        return;
    }
    Str text = { parse->text.ptr + place.start, place.end - place.start };
    TrailToken token = { .kind = kind,
                         .start = place.start,
                         .end = place.end,
                         .width = measure_columns(text),
                         .comment = find_first_comment(parse->trail) };
    vec_add(parse->arena, &parse->trail->tokens, token);
}

void trail_note_mistake(Parse *parse, Span place, uint32_t first)
{
    if (!parse->trail) {
        return;
    }
    vec_add(parse->arena, &parse->trail->broken, place.start);
    for (uint32_t i = first; i < parse->diags->items.count; i++) {
        vec_add(parse->arena, &parse->trail->mistakes, i);
    }
}

void trail_mark(Parse *parse, TrailRole role, Span place)
{
    if (!parse->trail) {
        return;
    }
    uint32_t low = 0, high = parse->trail->tokens.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (parse->trail->tokens.items[middle].start < place.start) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low < parse->trail->tokens.count) {
        parse->trail->tokens.items[low].roles |= role;
    }
}
