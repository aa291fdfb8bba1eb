/* expression.c - an expression that is too long for its line: it breaks at all places of its
 * weakest operator, each operator beginning a line under the first operand; brackets are opened
 * last.
 *
 *   when     unfit_or_declining
 *            and (extrahepatic.present
 *                 or treatment.response is progression) */
#include "compiler/format/layout.h"

static bool has_wide(const Layout *layout, uint32_t first, uint32_t end)
{
    return first < end && layout->wide[end] > layout->wide[first];
}

bool expression_fits(const Layout *layout, uint32_t first, uint32_t end, uint32_t column,
                     uint32_t tail)
{
    return !has_wide(layout, first, end) &&
           column + layout_width(layout, first, end) + tail <= LAYOUT_WIDTH;
}

static uint32_t lay_flat(Layout *layout, uint32_t first, uint32_t end, uint32_t column,
                         uint32_t tail)
{
    layout_set_flat(layout, first, end);
    column += layout_width(layout, first, end);
    layout->over |= column + tail > LAYOUT_WIDTH;
    return column;
}

/* ---- lists ---- */

static uint32_t fill_item(Layout *layout, const Part *item, uint32_t column, uint32_t tail)
{
    bool comma = layout->tokens[item->end - 1].kind == TOK_COMMA;
    if (!comma || item->end - item->first < 2) {
        return expression_lay(layout, item->first, item->end, column, tail);
    }
    uint32_t end = expression_lay(layout, item->first, item->end - 1, column, tail + 1);
    layout_set_space(layout, item->end - 1, 0);
    return end + 1;
}

uint32_t expression_fill(Layout *layout, const Parts *parts, uint32_t column, uint32_t tail)
{
    return expression_fill_from(layout, parts, column, column, tail);
}

uint32_t expression_fill_from(Layout *layout, const Parts *parts, uint32_t at, uint32_t column,
                              uint32_t tail)
{
    for (uint32_t i = 0; i < parts->count; i++) {
        const Part *item = &parts->items[i];
        uint32_t after = i + 1 == parts->count ? tail : 0;
        uint32_t space = spaces_between(layout, item->first);
        if (i && expression_fits(layout, item->first, item->end, at + space, after)) {
            layout_set_space(layout, item->first, 0);
            at += space;
        } else if (i) {
            layout_set_line(layout, item->first, column);
            at = column;
        }
        at = fill_item(layout, item, at, after);
    }
    return at;
}

/* ---- count of ---- */

bool expression_is_count(const Layout *layout, uint32_t first, uint32_t end)
{
    return first < end && layout->tokens[first].kind == TOK_COUNT && layout->match[first] > first &&
           layout->match[first] + 1 == end;
}

uint32_t expression_lay_count(Layout *layout, uint32_t first, uint32_t terms, uint32_t end_column)
{
    uint32_t end = layout->match[first];
    Parts parts = layout_split_list(layout, first + 2, end);
    layout_set_space(layout, first + 1, 0);
    for (uint32_t i = 0; i < parts.count; i++) {
        layout_set_line(layout, parts.items[i].first, terms);
        fill_item(layout, &parts.items[i], terms, 0);
    }
    layout_set_line(layout, end, end_column);
    return end_column + layout->tokens[end].width;
}

/* ---- brackets ---- */

static uint32_t open_bracket(Layout *layout, uint32_t open, uint32_t column, uint32_t tail)
{
    uint32_t close = layout->match[open];
    if (layout->tokens[open].kind == TOK_COUNT) {
        return expression_lay_count(layout, open, column + LAYOUT_INDENT, column);
    }
    Parts parts = layout_split_list(layout, open + 1, close);
    uint32_t inside = column + layout->tokens[open].width + spaces_between(layout, open + 1);
    layout_set_space(layout, open + 1, 0);
    uint32_t after = spaces_between(layout, close) + layout->tokens[close].width;
    uint32_t end = parts.count > 1 ? expression_fill(layout, &parts, inside, tail + after)
                                   : expression_lay(layout, open + 1, close, inside, tail + after);
    layout_set_space(layout, close, 0);
    return end + after;
}

static uint32_t find_open(const Layout *layout, uint32_t first, uint32_t end)
{
    while (first < end && layout->match[first] <= first) {
        first++;
    }
    return first;
}

/* What follows a bracket up to the next one stays with it. */
static uint32_t lay_brackets(Layout *layout, uint32_t first, uint32_t end, uint32_t column,
                             uint32_t tail)
{
    for (uint32_t at = first; at < end;) {
        if (at > first) {
            layout_set_space(layout, at, 0);
            column += spaces_between(layout, at);
        }
        if (layout->match[at] <= at) {
            column += layout->tokens[at].width;
            at++;
            continue;
        }
        uint32_t close = layout->match[at], next = find_open(layout, close + 1, end);
        uint32_t rest = layout_width(layout, at, next) - layout_width(layout, at, close + 1);
        rest += next == end ? tail : 0;
        column = expression_fits(layout, at, close + 1, column, rest)
                     ? lay_flat(layout, at, close + 1, column, rest)
                     : open_bracket(layout, at, column, rest);
        at = close + 1;
    }
    layout->over |= column + tail > LAYOUT_WIDTH;
    return column;
}

/* ---- operators ---- */

/* From the weakest to the strongest. */
static const int LEVELS[][4] = {
    { TOK_OR },
    { TOK_AND },
    { TOK_WHERE, TOK_WITH, TOK_ARE },
    { TOK_PLUS, TOK_MINUS },
    { TOK_TIMES, TOK_DIVIDE },
};
enum { LEVEL_COUNT = sizeof LEVELS / sizeof *LEVELS, LEVEL_VALUES = 3 };

static uint32_t break_before(Layout *layout, const Parts *parts, uint32_t column, uint32_t tail)
{
    uint32_t at = column;
    for (uint32_t i = 0; i < parts->count; i++) {
        uint32_t first = parts->items[i].first, end = parts->items[i].end;
        uint32_t after = i + 1 == parts->count ? tail : 0;
        if (i == 0) {
            at = expression_lay(layout, first, end, column, after);
            continue;
        }
        layout_set_line(layout, first, column);
        at = column + layout->tokens[first].width;
        if (first + 1 < end) {
            uint32_t space = spaces_between(layout, first + 1);
            layout_set_space(layout, first + 1, 0);
            at = expression_lay(layout, first + 1, end, at + space, after);
        }
    }
    return at;
}

/* `x in A, B` and `d may be A, B`: the values are filled. */
static uint32_t find_values(const Layout *layout, uint32_t first, uint32_t end)
{
    uint32_t in = layout_find(layout, first, end, TOK_IN);
    uint32_t word = in < end ? in : layout_find(layout, first, end, TOK_BE);
    return word + 1 < end && layout_find(layout, word, end, TOK_COMMA) < end ? word + 1 : end;
}

static uint32_t lay_values(Layout *layout, uint32_t first, uint32_t values, uint32_t end,
                           uint32_t column, uint32_t tail)
{
    column = lay_flat(layout, first, values, column, 0) + spaces_between(layout, values);
    layout_set_space(layout, values, 0);
    Parts parts = layout_split_list(layout, values, end);
    return expression_fill(layout, &parts, column, tail);
}

static uint32_t lay_not(Layout *layout, uint32_t first, uint32_t end, uint32_t column,
                        uint32_t tail)
{
    layout_set_space(layout, first + 1, 0);
    uint32_t inside = column + layout->tokens[first].width + spaces_between(layout, first + 1);
    return expression_lay(layout, first + 1, end, inside, tail);
}

uint32_t expression_lay(Layout *layout, uint32_t first, uint32_t end, uint32_t column,
                        uint32_t tail)
{
    if (first >= end || expression_fits(layout, first, end, column, tail)) {
        return lay_flat(layout, first, end, column, tail);
    }
    for (int level = 0; level < LEVEL_COUNT; level++) {
        if (level == 2 && layout->tokens[first].kind == TOK_NOT && first + 1 < end) {
            return lay_not(layout, first, end, column, tail);
        }
        uint32_t values = find_values(layout, first, end);
        if (level == LEVEL_VALUES && values < end) {
            return lay_values(layout, first, values, end, column, tail);
        }
        Parts parts = layout_split_before(layout, first, end, LEVELS[level]);
        if (parts.count > 1) {
            return break_before(layout, &parts, column, tail);
        }
    }
    return lay_brackets(layout, first, end, column, tail);
}
