/* head.c - the head of a rule: its results with their types and labels.
 *
 *   decision resectability       : resectable, unresectable "Class"
 *        and potential_situation : situation */
#include "compiler/format/layout.h"

/* The label of a head, a field, a reason: behind it if it fits, else on a line of its own. */
void head_lay_label(Layout *layout, uint32_t label, uint32_t end, uint32_t column,
                    uint32_t own_line)
{
    if (label >= end) {
        return;
    }
    layout_set_flat(layout, label, end);
    if (column + 1 + layout_width(layout, label, end) <= LAYOUT_WIDTH) {
        layout_set_space(layout, label, 1);
    } else {
        layout_set_line(layout, label, own_line);
    }
}

typedef struct Heads {
    Parts results;
    uint32_t name_column; /* where names begin */
    uint32_t name_width;  /* of the widest that has a type */
} Heads;

static uint32_t measure_name(const Layout *layout, const Heads *heads, uint32_t i)
{
    const Part *result = &heads->results.items[i];
    uint32_t colon = layout_find(layout, result->first, result->end, TOK_COLON);
    uint32_t width = layout_width(layout, result->first + 1, colon);
    return colon < result->end && heads->name_column + width < LAYOUT_WIDTH ? width : 0;
}

static uint32_t find_label(const Layout *layout, const Part *result)
{
    bool label = layout->tokens[result->end - 1].kind == TOK_STRING;
    return label ? result->end - 1 : result->end;
}

/* `: type` with its values filled; the column behind it. */
static uint32_t lay_type(Layout *layout, uint32_t colon, uint32_t end, uint32_t column)
{
    Parts values = layout_split_list(layout, colon + 1, end);
    layout_set_space(layout, colon + 1, 1);
    return expression_fill(layout, &values, column + 2, 0);
}

/* The type stands behind the parameters, so they leave room for it. */
static uint32_t lay_name(Layout *layout, const Heads *heads, uint32_t i, uint32_t end,
                         uint32_t label)
{
    const Part *result = &heads->results.items[i];
    if (i == 0) {
        uint32_t type = layout_find(layout, end, label, TOK_COMMA) == label
                            ? layout_width(layout, end, label)
                            : 0;
        return expression_lay(layout, result->first, end, 0, type ? type + 1 : 0);
    }
    uint32_t word = layout->tokens[result->first].width;
    layout_set_line(layout, result->first, heads->name_column - word - 1);
    layout_set_flat(layout, result->first, end);
    return heads->name_column + layout_width(layout, result->first + 1, end);
}

static void lay_result(Layout *layout, const Heads *heads, uint32_t i)
{
    const Part *result = &heads->results.items[i];
    uint32_t label = find_label(layout, result);
    uint32_t colon = layout_find(layout, result->first, label, TOK_COLON);
    uint32_t at = lay_name(layout, heads, i, colon, label), own_line = LAYOUT_INDENT;
    bool parameters = layout->tokens[colon - 1].kind == TOK_PAREN_R;
    if (colon < label && parameters && at + 1 + layout_width(layout, colon, label) > LAYOUT_WIDTH) {
        layout_set_line(layout, colon, heads->name_column);
        at = lay_type(layout, colon, label, heads->name_column);
    } else if (colon < label) {
        uint32_t typed = heads->name_column + heads->name_width + 1;
        uint32_t spaces = heads->results.count > 1 && typed > at ? typed - at : 1;
        layout_set_space(layout, colon, spaces);
        own_line = heads->results.count > 1 ? at + spaces : own_line;
        at = lay_type(layout, colon, label, at + spaces);
    }
    head_lay_label(layout, label, result->end, at, own_line);
}

void head_lay(Layout *layout, uint32_t first, uint32_t end)
{
    static const int more[] = { TOK_AND, 0 };
    if (layout_has_inner_comment(layout, first, end)) {
        layout_keep_lines(layout, first, end, LAYOUT_INDENT);
        return;
    }
    Heads heads = { .results = layout_split_before(layout, first, end, more),
                    .name_column = layout->tokens[first].width + 1 };
    for (uint32_t i = 0; i < heads.results.count; i++) {
        uint32_t width = measure_name(layout, &heads, i);
        heads.name_width = width > heads.name_width ? width : heads.name_width;
    }
    for (uint32_t i = 0; i < heads.results.count; i++) {
        lay_result(layout, &heads, i);
    }
}
