/* table.c - a table: every column exactly as wide as its widest cell. Where that makes a row too
 * long the head stands on end and gives no widths.
 *
 *     columns liver.r0_feasible
 *           | volume_adequate
 *           | => resectability
 *     row yes | no  | => potentially_resectable */
#include "compiler/format/layout.h"

enum { HEAD_WORD = 7 }; /* `columns` */

typedef struct Table {
    VEC(Part) lines; /* the head and the rows */
    VEC(uint32_t) widths;
    bool on_end;
} Table;

static const int BARS[] = { TOK_BAR, 0 };

static bool is_head(const Layout *layout, const Part *line)
{
    return layout->tokens[line->first].kind == TOK_COLUMNS;
}

static Table collect(const Layout *layout, const Parts *clauses)
{
    Table table = { 0 };
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Part *clause = &clauses->items[i];
        int kind = layout->tokens[clause->first].kind;
        bool line = kind == TOK_COLUMNS || kind == TOK_ROW;
        if (line && !layout_has_inner_comment(layout, clause->first, clause->end)) {
            vec_add(layout->arena, &table.lines, *clause);
        }
    }
    return table;
}

/* Without the bar before it. */
static Part get_cell(const Layout *layout, const Part *part)
{
    bool bar = layout->tokens[part->first].kind == TOK_BAR;
    return (Part){ part->first + bar, part->end };
}

static void widen(const Layout *layout, Table *table, uint32_t column, uint32_t width)
{
    if (column == table->widths.count) {
        vec_add(layout->arena, &table->widths, 0u);
    }
    if (width > table->widths.items[column]) {
        table->widths.items[column] = width;
    }
}

static void measure(const Layout *layout, Table *table, bool with_head)
{
    table->widths.count = 0;
    for (uint32_t i = 0; i < table->lines.count; i++) {
        const Part *line = &table->lines.items[i];
        if (is_head(layout, line) && !with_head) {
            continue;
        }
        Parts cells = layout_split_before(layout, line->first + 1, line->end, BARS);
        for (uint32_t j = 0; j < cells.count; j++) {
            Part cell = get_cell(layout, &cells.items[j]);
            widen(layout, table, j, layout_width(layout, cell.first, cell.end));
        }
    }
}

static uint32_t get_total(const Table *table)
{
    uint32_t total = LAYOUT_DEEP + HEAD_WORD + 1;
    for (uint32_t i = 0; i < table->widths.count; i++) {
        total += table->widths.items[i] + (i ? 3 : 0);
    }
    return total;
}

static void lay_across(Layout *layout, const Table *table, const Part *line)
{
    uint32_t word = layout->tokens[line->first].width, before = 0;
    Parts cells = layout_split_before(layout, line->first + 1, line->end, BARS);
    layout_set_flat(layout, line->first, line->end);
    for (uint32_t j = 0; j < cells.count; j++) {
        Part cell = get_cell(layout, &cells.items[j]);
        if (j == 0) {
            layout_set_space(layout, cell.first, table->on_end ? 1 : HEAD_WORD + 1 - word);
        } else {
            layout_set_space(layout, cell.first - 1, table->widths.items[j - 1] - before + 1);
        }
        before = layout_width(layout, cell.first, cell.end);
    }
}

static void lay_on_end(Layout *layout, const Part *line)
{
    uint32_t column = LAYOUT_DEEP + HEAD_WORD + 1;
    Parts cells = layout_split_before(layout, line->first + 1, line->end, BARS);
    layout_set_space(layout, line->first + 1, 1);
    for (uint32_t j = 0; j < cells.count; j++) {
        Part cell = get_cell(layout, &cells.items[j]);
        expression_lay(layout, cell.first, cell.end, column, 0);
        if (j) {
            layout_set_line(layout, cell.first - 1, column - 2);
            layout_set_space(layout, cell.first, 1);
        }
    }
}

void table_lay(Layout *layout, const Parts *clauses)
{
    Table table = collect(layout, clauses);
    measure(layout, &table, true);
    table.on_end = get_total(&table) > LAYOUT_WIDTH;
    if (table.on_end) {
        measure(layout, &table, false);
    }
    for (uint32_t i = 0; i < table.lines.count; i++) {
        const Part *line = &table.lines.items[i];
        if (table.on_end && is_head(layout, line)) {
            lay_on_end(layout, line);
        } else {
            lay_across(layout, &table, line);
        }
    }
}
