/* spaces.c - two neighbours on one line: how many spaces stand between them. */
#include "compiler/format/layout.h"

/* 1000-12 would be read as a date. */
static bool looks_like_date(const Layout *layout, uint32_t minus)
{
    const TrailToken *left = &layout->tokens[minus - 1], *right = &layout->tokens[minus + 1];
    return left->width == 4 && right->width == 2;
}

static bool is_reference_sign(const Layout *layout, uint32_t token)
{
    return (layout->tokens[token].roles & TRAIL_REFERENCES) && !looks_like_date(layout, token);
}

static bool is_element(const Layout *layout, uint32_t bracket)
{
    return layout->tokens[bracket].roles & TRAIL_ELEMENT;
}

/* One space says that a unit follows, so a word that is none keeps away; of the words of the
 * language only `min` is a unit. */
static uint32_t space_after_number(const TrailToken *next)
{
    bool word = next->kind == TOK_NAME || next->kind == TOK_PATH || next->kind == TOK_NEW_NAME ||
                next->kind == TOK_STATEMENT_ID || next->kind == TOK_MIN;
    return word ? 2 : 1;
}

static uint32_t space_after(const Layout *layout, uint32_t token)
{
    const TrailToken *before = &layout->tokens[token - 1], *next = &layout->tokens[token];
    switch (before->kind) {
    case TOK_PAREN_L:
    case TOK_RANGE:
    case TOK_DOT: return 0;
    case TOK_BRACKET_L: return is_element(layout, token - 1) && next->kind != TOK_BRACKET_R;
    case TOK_MINUS:
        /* two of them would begin a comment */
        if (before->roles & TRAIL_SIGN) {
            return next->kind == TOK_MINUS;
        }
        return !is_reference_sign(layout, token - 1);
    case TOK_NUMBER: return space_after_number(next);
    default: return 1;
    }
}

uint32_t spaces_between(const Layout *layout, uint32_t token)
{
    const TrailToken *next = &layout->tokens[token];
    if (token == 0) {
        return 0;
    }
    switch (next->kind) {
    case 0:
    case TOK_COMMA:
    case TOK_PAREN_R:
    case TOK_RANGE:
    case TOK_DOT: return 0;
    case TOK_UNIT:
        /* 25%: putting that right is not a matter of layout */
        return next->start != layout->tokens[token - 1].end;
    case TOK_BRACKET_L: return is_element(layout, token) ? space_after(layout, token) : 0;
    case TOK_BRACKET_R: {
        uint32_t open = layout->match[token];
        return open && is_element(layout, open) && open + 1 != token;
    }
    case TOK_PAREN_L: return next->roles & TRAIL_CALL ? 0 : space_after(layout, token);
    case TOK_MINUS: return is_reference_sign(layout, token) ? 0 : space_after(layout, token);
    default: return space_after(layout, token);
    }
}
