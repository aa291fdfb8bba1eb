/* cases.c - cases, lines of `worst of` and points: value, `when`, `because`, one column each.
 *
 *   unsuitable when central               because central_location
 *   unsuitable when colon_distance < 1 cm because colon_under_1_cm */
#include "compiler/format/layout.h"

enum { WIDEST_VALUE = 60 }; /* a wider one is followed by its `when` on the next line */

typedef struct Case {
    uint32_t first, when, because, end;
    uint32_t indent, value; /* its columns */
} Case;
typedef VEC(Case) Cases;

bool cases_is_case(const Layout *layout, const Part *clause)
{
    switch (layout->tokens[clause->first].kind) {
    case TOK_WHEN:
    case TOK_UNLESS:
    case TOK_OTHERWISE: return false;
    default: return layout_find(layout, clause->first, clause->end, TOK_WHEN) < clause->end;
    }
}

/* Lines of `worst of` stand deeper. */
uint32_t cases_get_indent(const Layout *layout, const Part *clause)
{
    int kind = layout->tokens[clause->first].kind;
    return kind == TOK_CASE || kind == TOK_NUMBER ? LAYOUT_INDENT : LAYOUT_DEEP;
}

static Cases collect(const Layout *layout, const Parts *clauses)
{
    Cases cases = { 0 };
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Part *clause = &clauses->items[i];
        if (!cases_is_case(layout, clause) ||
            layout_has_inner_comment(layout, clause->first, clause->end)) {
            continue;
        }
        Case one = { .first = clause->first,
                     .when = layout_find(layout, clause->first, clause->end, TOK_WHEN),
                     .because = layout_find(layout, clause->first, clause->end, TOK_BECAUSE),
                     .end = clause->end,
                     .indent = cases_get_indent(layout, clause) };
        one.value = layout_width(layout, one.first, one.when);
        vec_add(layout->arena, &cases, one);
    }
    return cases;
}

/* `because R, S from X` at this column, on a line of its own. */
static void lay_because_line(Layout *layout, uint32_t because, uint32_t end, uint32_t column)
{
    Parts parts = layout_split_list(layout, because + 1, end);
    layout_set_line(layout, because, column);
    layout_set_space(layout, because + 1, 1);
    expression_fill(layout, &parts, column + layout->tokens[because].width + 1, 0);
}

void cases_lay_because(Layout *layout, uint32_t because, uint32_t end, uint32_t column)
{
    lay_because_line(layout, because, end, column);
}

static uint32_t get_when_width(const Case *one, uint32_t column)
{
    return one->value <= column ? column : one->value;
}

static uint32_t get_condition_end(const Layout *layout, const Case *one, uint32_t column)
{
    return one->indent + get_when_width(one, column) + 1 +
           layout_width(layout, one->when, one->because);
}

static bool is_on_one_line(const Layout *layout, const Case *one, uint32_t column)
{
    return one->value <= column &&
           expression_fits(layout, one->when, one->because,
                           one->indent + get_when_width(one, column) + 1, 0);
}

/* The widest condition behind which every reason still fits: where reasons stand. */
static uint32_t find_because_column(const Layout *layout, const Cases *cases, uint32_t column)
{
    uint32_t widest = 0, longest = 0;
    for (uint32_t i = 0; i < cases->count; i++) {
        const Case *one = &cases->items[i];
        uint32_t width = layout_width(layout, one->because, one->end);
        if (width && is_on_one_line(layout, one, column)) {
            longest = width > longest &&
                              get_condition_end(layout, one, column) + 1 + width <= LAYOUT_WIDTH
                          ? width
                          : longest;
        }
    }
    for (uint32_t i = 0; i < cases->count; i++) {
        const Case *one = &cases->items[i];
        uint32_t end = get_condition_end(layout, one, column);
        bool fits = one->because < one->end && is_on_one_line(layout, one, column) &&
                    end + 1 + longest <= LAYOUT_WIDTH;
        widest = fits && end > widest ? end : widest;
    }
    return widest + 1;
}

static void lay_long_condition(Layout *layout, const Case *one, uint32_t column)
{
    uint32_t when = one->indent + get_when_width(one, column) + 1;
    bool over = layout->over;
    layout->over = one->value > column;
    if (!layout->over) {
        expression_lay(layout, one->when + 1, one->because, when + 5, 0);
    }
    if (layout->over) {
        layout_set_line(layout, one->when, one->indent + LAYOUT_DEEP);
        expression_lay(layout, one->when + 1, one->because, one->indent + LAYOUT_DEEP + 5, 0);
    }
    layout->over = over;
}

static void lay_case(Layout *layout, const Case *one, uint32_t column, uint32_t because)
{
    expression_lay(layout, one->first, one->when, one->indent, 0);
    layout_set_space(layout, one->when, get_when_width(one, column) - one->value + 1);
    layout_set_space(layout, one->when + 1, 1);
    bool has_because = one->because < one->end;
    if (!is_on_one_line(layout, one, column)) {
        lay_long_condition(layout, one, column);
    } else {
        layout_set_flat(layout, one->when, one->because);
        uint32_t at = get_condition_end(layout, one, column);
        uint32_t start = at < because ? because : at + 1;
        if (has_because && start + layout_width(layout, one->because, one->end) <= LAYOUT_WIDTH) {
            layout_set_flat(layout, one->because, one->end);
            layout_set_space(layout, one->because, start - at);
            return;
        }
    }
    if (has_because) {
        lay_because_line(layout, one->because, one->end, one->indent + LAYOUT_DEEP);
    }
}

void cases_lay(Layout *layout, const Parts *clauses)
{
    Cases cases = collect(layout, clauses);
    uint32_t column = 0;
    for (uint32_t i = 0; i < cases.count; i++) {
        uint32_t value = cases.items[i].value;
        column = value > column && value <= WIDEST_VALUE ? value : column;
    }
    uint32_t because = find_because_column(layout, &cases, column);
    for (uint32_t i = 0; i < cases.count; i++) {
        lay_case(layout, &cases.items[i], column, because);
    }
}
