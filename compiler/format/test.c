/* test.c - tests: clause words in a column; `given` keeps the author's lines, since facts stand
 * together by subject; `expect` has three items on one line or one a line. */
#include "compiler/format/layout.h"

enum { MOST_ON_ONE_LINE = 3 };

/* ---- given ---- */

typedef struct Given {
    Layout *layout;
    uint32_t column;  /* where items begin */
    uint32_t at;      /* behind the last token */
    uint32_t element; /* column of the first `[` of the list at hand */
} Given;

static bool is_element(const Layout *layout, const Part *item)
{
    return layout->tokens[item->first].roles & TRAIL_ELEMENT;
}

/* The `[` of `lesions [ … ]`, or of an element that continues such a list. */
static uint32_t find_bracket(const Layout *layout, const Part *item)
{
    for (uint32_t i = item->first; i < item->end; i++) {
        if (layout->tokens[i].roles & TRAIL_ELEMENT) {
            return i;
        }
    }
    return item->end;
}

/* An element that is too long for its line, or that the author broke: its fields under the first.
 */
static uint32_t lay_element(Layout *layout, uint32_t open, uint32_t column)
{
    uint32_t close = layout->match[open], at = column + layout->tokens[open].width;
    Parts items = layout_split_roles(layout, open + 1, close, TRAIL_ITEM);
    uint32_t inside = at + spaces_between(layout, open + 1);
    for (uint32_t i = 0; i < items.count; i++) {
        uint32_t first = items.items[i].first,
                 width = layout_width(layout, first, items.items[i].end);
        uint32_t space = spaces_between(layout, first);
        uint32_t tail = i + 1 == items.count ? 2 : 0;
        layout_set_flat(layout, first, items.items[i].end);
        if (i && (layout_began_line(layout, first) || at + space + width + tail > LAYOUT_WIDTH)) {
            layout_set_line(layout, first, inside);
            at = inside;
        } else {
            layout_set_space(layout, first, 0);
            at += space;
        }
        at += width;
    }
    layout_set_space(layout, close, 0);
    return at + spaces_between(layout, close) + layout->tokens[close].width;
}

static bool is_broken(const Layout *layout, uint32_t open, uint32_t close)
{
    for (uint32_t i = open + 1; i < close; i++) {
        if ((layout->tokens[i].roles & TRAIL_ITEM) && i > open + 1 &&
            layout_began_line(layout, i)) {
            return true;
        }
    }
    return false;
}

static void lay_item(Given *given, const Part *item)
{
    Layout *layout = given->layout;
    uint32_t open = find_bracket(layout, item),
             width = layout_width(layout, item->first, item->end);
    layout_set_flat(layout, item->first, item->end);
    if (open == item->end) {
        given->at += width;
        return;
    }
    uint32_t column = given->at + layout_width(layout, item->first, open) +
                      (open > item->first ? spaces_between(layout, open) : 0);
    given->element = is_element(layout, item) ? given->element : column;
    uint32_t close = layout->match[open];
    if (given->at + width > LAYOUT_WIDTH || is_broken(layout, open, close)) {
        given->at = lay_element(layout, open, column) + layout_width(layout, close + 1, item->end);
    } else {
        given->at += width;
    }
}

static void lay_given(Layout *layout, const Parts *items, uint32_t column)
{
    Given given = { .layout = layout, .column = column, .at = column, .element = column };
    for (uint32_t i = 0; i < items->count; i++) {
        const Part *item = &items->items[i];
        uint32_t space = spaces_between(layout, item->first);
        bool fits = given.at + space + layout_width(layout, item->first, item->end) <= LAYOUT_WIDTH;
        if (i && (!fits || layout_began_line(layout, item->first))) {
            given.at = is_element(layout, item) ? given.element : column;
            lay_item(&given, item);
            layout_set_line(layout, item->first, is_element(layout, item) ? given.element : column);
        } else {
            given.at += i ? space : 0;
            lay_item(&given, item);
            if (i) {
                layout_set_space(layout, item->first, 0);
            }
        }
    }
}

/* ---- expect ---- */

/* `d possible a, b needs x, y`: its lists are filled, two columns deeper. */
static void lay_expectation(Layout *layout, const Part *item, uint32_t column)
{
    static const int words[] = { TOK_NEEDS, TOK_GAPS, TOK_BECAUSE, TOK_WITH, 0 };
    Parts parts = { 0 };
    Parts values = layout_split_list(layout, item->first, item->end);
    for (uint32_t i = 0; i < values.count; i++) {
        Parts pieces =
            layout_split_before(layout, values.items[i].first, values.items[i].end, words);
        for (uint32_t j = 0; j < pieces.count; j++) {
            vec_add(layout->arena, &parts, pieces.items[j]);
        }
    }
    expression_fill_from(layout, &parts, column, column + LAYOUT_INDENT, 0);
}

static void lay_expect(Layout *layout, const Parts *items, uint32_t column)
{
    if (!items->count) {
        return; /* nothing but values without a name: check says so */
    }
    uint32_t first = items->items[0].first, end = items->items[items->count - 1].end;
    if (items->count <= MOST_ON_ONE_LINE &&
        column + layout_width(layout, first, end) <= LAYOUT_WIDTH) {
        return;
    }
    for (uint32_t i = 0; i < items->count; i++) {
        lay_expectation(layout, &items->items[i], column);
        if (i) {
            layout_set_line(layout, items->items[i].first, column);
        }
    }
}

/* ---- the whole ---- */

static void lay_clause(Layout *layout, const Part *clause, uint32_t width)
{
    uint32_t column = LAYOUT_INDENT + width + 1, word = clause->first;
    Parts items = layout_split_roles(layout, word + 1, clause->end, TRAIL_ITEM);
    layout_set_clause(layout, word, LAYOUT_INDENT);
    if (layout_has_inner_comment(layout, word, clause->end)) {
        layout_keep_lines(layout, word, clause->end, column);
        return;
    }
    layout_set_flat(layout, word, clause->end);
    if (layout->tokens[word].kind == TOK_GIVEN) {
        lay_given(layout, &items, column);
    } else if (layout->tokens[word].kind == TOK_EXPECT) {
        lay_expect(layout, &items, column);
    }
    layout_set_space(layout, word + 1, column - LAYOUT_INDENT - layout->tokens[word].width);
}

void test_lay(Layout *layout, uint32_t first, uint32_t end)
{
    Parts clauses = layout_split_roles(layout, first, end, TRAIL_CLAUSE);
    uint32_t width = 0;
    for (uint32_t i = 0; i < clauses.count; i++) {
        uint32_t word = layout->tokens[clauses.items[i].first].width;
        width = word > width ? word : width;
    }
    layout_keep_lines(layout, first, clauses.count ? clauses.items[0].first : end, LAYOUT_INDENT);
    if (!layout_has_comment(layout, first + 1)) {
        layout_set_space(layout, first + 1, 1);
    }
    for (uint32_t i = 0; i < clauses.count; i++) {
        lay_clause(layout, &clauses.items[i], width);
    }
}
