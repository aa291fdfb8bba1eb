/* layout.c - what layouts ask of the text, and how they set gaps. */
#include "compiler/format/layout.h"

/* ---- making ---- */

static int find_closing(int open)
{
    return open == TOK_PAREN_L ? TOK_PAREN_R : open == TOK_BRACKET_L ? TOK_BRACKET_R : TOK_END;
}

static bool opens(const Layout *layout, uint32_t token)
{
    int kind = layout->tokens[token].kind;
    return kind == TOK_PAREN_L || kind == TOK_BRACKET_L ||
           (kind == TOK_COUNT && layout->tokens[token + 1].kind == TOK_OF);
}

/* In broken text anything may be open; a declaration closes it. */
static void match_brackets(Layout *layout)
{
    VEC(uint32_t) open = { 0 };
    for (uint32_t i = 0; i + 1 < layout->count; i++) {
        if (layout->tokens[i].roles & TRAIL_DECLARATION) {
            open.count = 0;
        }
        if (opens(layout, i)) {
            vec_add(layout->arena, &open, i);
        } else if (open.count) {
            uint32_t last = open.items[open.count - 1];
            if (layout->tokens[i].kind == find_closing(layout->tokens[last].kind)) {
                layout->match[last] = i;
                layout->match[i] = last;
                open.count--;
            }
        }
    }
}

static void measure_flat(Layout *layout)
{
    uint32_t column = 0;
    for (uint32_t i = 0; i < layout->count; i++) {
        column += spaces_between(layout, i);
        layout->flat[i] = column;
        column += layout->tokens[i].width;
    }
}

static void count_wide(Layout *layout)
{
    for (uint32_t i = 0; i + 1 < layout->count; i++) {
        bool count = layout->tokens[i].kind == TOK_COUNT && layout->match[i];
        bool wide = count && layout_width(layout, i, layout->match[i] + 1) > LAYOUT_COUNT;
        layout->wide[i + 1] = layout->wide[i] + wide;
    }
}

Layout *layout_create(Arena *arena, const Trail *trail)
{
    Layout *layout = ARENA_NEW(arena, Layout);
    layout->arena = arena;
    layout->trail = trail;
    layout->tokens = trail->tokens.items;
    layout->count = trail->tokens.count;
    layout->gaps = ARENA_ARRAY(arena, Gap, layout->count);
    layout->flat = ARENA_ARRAY(arena, uint32_t, layout->count);
    layout->match = ARENA_ARRAY(arena, uint32_t, layout->count);
    layout->wide = ARENA_ARRAY(arena, uint32_t, layout->count);
    match_brackets(layout);
    measure_flat(layout);
    count_wide(layout);
    layout_set_flat(layout, 0, layout->count);
    return layout;
}

/* ---- asking ---- */

uint32_t layout_width(const Layout *layout, uint32_t first, uint32_t end)
{
    if (first >= end) {
        return 0;
    }
    return layout->flat[end - 1] + layout->tokens[end - 1].width - layout->flat[first];
}

static uint32_t get_comments_end(const Layout *layout, uint32_t token)
{
    return token + 1 < layout->count ? layout->tokens[token + 1].comment
                                     : layout->trail->comments.count;
}

bool layout_has_comment(const Layout *layout, uint32_t token)
{
    return layout->tokens[token].comment < get_comments_end(layout, token);
}

bool layout_has_inner_comment(const Layout *layout, uint32_t first, uint32_t end)
{
    return first + 1 < end && layout->tokens[first + 1].comment < get_comments_end(layout, end - 1);
}

static bool has_break(Str text, uint32_t start, uint32_t end)
{
    for (uint32_t at = start; at < end; at++) {
        if (text.ptr[at] == '\n' || text.ptr[at] == '\r') {
            return true;
        }
    }
    return false;
}

bool layout_began_line(const Layout *layout, uint32_t token)
{
    uint32_t start = token ? layout->tokens[token - 1].end : 0;
    return layout_has_comment(layout, token) ||
           has_break(layout->trail->text, start, layout->tokens[token].start);
}

static uint32_t count_breaks(Str text, uint32_t start, uint32_t end)
{
    uint32_t count = 0;
    for (uint32_t at = start; at < end; at++) {
        bool pair = text.ptr[at] == '\r' && at + 1 < end && text.ptr[at + 1] == '\n';
        count += !pair && (text.ptr[at] == '\n' || text.ptr[at] == '\r');
    }
    return count;
}

bool layout_had_blank(const Layout *layout, uint32_t token)
{
    uint32_t at = token ? layout->tokens[token - 1].end : 0;
    for (uint32_t i = layout->tokens[token].comment; i < get_comments_end(layout, token); i++) {
        const TrailComment *comment = &layout->trail->comments.items[i];
        if (count_breaks(layout->trail->text, at, comment->start) > 1) {
            return true;
        }
        at = comment->end;
    }
    return count_breaks(layout->trail->text, at, layout->tokens[token].start) > 1;
}

bool layout_was_one_line(const Layout *layout, uint32_t first, uint32_t end)
{
    return first >= end || !has_break(layout->trail->text, layout->tokens[first].start,
                                      layout->tokens[end - 1].end);
}

uint32_t layout_find(const Layout *layout, uint32_t first, uint32_t end, int kind)
{
    for (uint32_t i = first; i < end; i++) {
        if (layout->tokens[i].kind == kind) {
            return i;
        }
        if (layout->match[i] > i) {
            i = layout->match[i];
        }
    }
    return end;
}

static bool is_among(int kind, const int *kinds)
{
    for (; *kinds; kinds++) {
        if (*kinds == kind) {
            return true;
        }
    }
    return false;
}

Parts layout_split_before(const Layout *layout, uint32_t first, uint32_t end, const int *kinds)
{
    Parts parts = { 0 };
    uint32_t start = first;
    for (uint32_t i = first; i < end; i++) {
        bool sign = layout->tokens[i].roles & (TRAIL_SIGN | TRAIL_REFERENCES);
        if (i > start && !sign && is_among(layout->tokens[i].kind, kinds)) {
            vec_add(layout->arena, &parts, ((Part){ start, i }));
            start = i;
        }
        if (layout->match[i] > i) {
            i = layout->match[i];
        }
    }
    if (start < end) {
        vec_add(layout->arena, &parts, ((Part){ start, end }));
    }
    return parts;
}

Parts layout_split_list(const Layout *layout, uint32_t first, uint32_t end)
{
    Parts parts = { 0 };
    uint32_t start = first;
    for (uint32_t i = first; i < end; i++) {
        if (layout->tokens[i].kind == TOK_COMMA) {
            vec_add(layout->arena, &parts, ((Part){ start, i + 1 }));
            start = i + 1;
        }
        if (layout->match[i] > i) {
            i = layout->match[i];
        }
    }
    if (start < end) {
        vec_add(layout->arena, &parts, ((Part){ start, end }));
    }
    return parts;
}

Parts layout_split_roles(const Layout *layout, uint32_t first, uint32_t end, uint32_t roles)
{
    Parts parts = { 0 };
    for (uint32_t i = first; i < end; i++) {
        if (layout->tokens[i].roles & roles) {
            if (parts.count) {
                parts.items[parts.count - 1].end = i;
            }
            vec_add(layout->arena, &parts, ((Part){ i, end }));
        }
        if (roles == TRAIL_ITEM && layout->match[i] > i) {
            i = layout->match[i];
        }
    }
    return parts;
}

/* ---- setting ---- */

void layout_set_line(Layout *layout, uint32_t token, uint32_t column)
{
    bool comment = layout_has_comment(layout, token);
    layout->gaps[token] = (Gap){ .column = column,
                                 .comment_column = column,
                                 .line = true,
                                 .blank_first = comment,
                                 .blank_last = comment };
}

void layout_set_clause(Layout *layout, uint32_t token, uint32_t column)
{
    layout->gaps[token] = (Gap){ .column = column,
                                 .comment_column = column,
                                 .line = true,
                                 .blank_first = true,
                                 .blank_last = true };
}

void layout_set_space(Layout *layout, uint32_t token, uint32_t spaces)
{
    uint32_t least = spaces_between(layout, token);
    layout->gaps[token] = (Gap){ .column = spaces > least ? spaces : least };
}

void layout_set_flat(Layout *layout, uint32_t first, uint32_t end)
{
    for (uint32_t i = first + 1; i < end; i++) {
        layout_set_space(layout, i, 0);
    }
}

void layout_keep_lines(Layout *layout, uint32_t first, uint32_t end, uint32_t column)
{
    for (uint32_t i = first + 1; i < end; i++) {
        if (layout_began_line(layout, i)) {
            layout_set_line(layout, i, column);
        } else {
            layout_set_space(layout, i, 0);
        }
    }
}
