/* build_table.c - decision tables: columns, rows, cells. Result cells are marked `=>` and may stand
 * anywhere, but in the order of the result columns. */
#include "lang/parse/build.h"
#include "lang/parse/build_node.h"
#include "lang/messages/diagnose.h"

void build_table(Parse *parse, Span span)
{
    AstRule *rule = parse->rule;
    uint32_t started =
        (1u << CLAUSE_MEANS) | (1u << CLAUSE_CASE) | (1u << CLAUSE_LINE) | (1u << CLAUSE_POINTS);
    if (parse->rule_clauses & started) {
        diagnose_two_bodies(parse->diags, span, "table",
                            rule->body == RULE_MEANS ? "means" : "case");
        return;
    }
    if (!build_clause(parse, CLAUSE_TABLE, span)) {
        rule->broken = true; /* the columns and rows that follow belong to no table */
        return;
    }
    rule->body = RULE_TABLE;
    rule->table = ARENA_NEW(parse->arena, AstTable);
    rule->table->span = span;
    rule->table->first = rule->mode == CASES_FIRST;
}

/* Columns and rows belong to a table; a message once if there is none. */
static AstTable *find_table(Parse *parse, Span span)
{
    AstRule *rule = parse->rule;
    if (!rule->table && !rule->broken) {
        diagnose_row_without_table(parse->diags, span);
        rule->broken = true;
    }
    return rule->table;
}

void build_columns(Parse *parse, Span span)
{
    const AstTable *table = parse->rule->table;
    if (table && table->columns.count + table->result_columns.count && !parse->rule->broken) {
        diagnose_clause_twice(parse->diags, span, "columns");
        parse->rule->broken = true;
    }
}

void build_column(Parse *parse, Expr *column)
{
    AstTable *table = find_table(parse, column->span);
    if (table) {
        vec_add(parse->arena, &table->columns, column);
    }
}

void build_result_column(Parse *parse, Name name)
{
    AstTable *table = find_table(parse, name.span);
    if (table) {
        vec_add(parse->arena, &table->result_columns, name);
    }
}

void build_row(Parse *parse, Span span)
{
    AstTable *table = find_table(parse, span);
    parse->row_results = 0;
    if (!table) {
        return;
    }
    AstRow row = { .span = span };
    row.results = ARENA_ARRAY(parse->arena, Expr *, parse->rule->results.count);
    vec_add(parse->arena, &table->rows, row);
}

/* Several values in one cell: perhaps meant as several cells. */
static bool has_list(const AstRow *row)
{
    for (uint32_t i = 0; i < row->cells.count; i++) {
        const Expr *written = row->cells.items[i].written;
        if (written && written->kind == EX_IN && written->arg_count > 2) {
            return true;
        }
    }
    return false;
}

void build_row_end(Parse *parse, Span span)
{
    AstTable *table = parse->rule->table;
    if (!table) {
        return;
    }
    AstRow *row = &table->rows.items[table->rows.count - 1];
    row->span = span;
    if (parse->rule->broken) {
        return;
    }
    if (row->cells.count != table->columns.count ||
        parse->row_results != table->result_columns.count) {
        diagnose_row_cells(parse->diags, span, row->cells.count, parse->row_results,
                           table->columns.count, table->result_columns.count,
                           table->columns.count ? table->columns.items[0]->span : table->span,
                           row->cells.count < table->columns.count && has_list(row));
    }
}

void build_cell(Parse *parse, AstCell *cell)
{
    AstRule *rule = parse->rule;
    if (!rule->table) {
        return;
    }
    AstRow *row = &rule->table->rows.items[rule->table->rows.count - 1];
    if (cell->result) {
        if (parse->row_results < rule->results.count) {
            row->results[parse->row_results] = cell->written;
        }
        parse->row_results++;
    } else {
        vec_add(parse->arena, &row->cells, *cell);
    }
}

static AstCell *make_cell(Parse *parse, Expr *written, Span span)
{
    AstCell *cell = ARENA_NEW(parse->arena, AstCell);
    cell->written = written;
    cell->span = span;
    return cell;
}

AstCell *build_cell_any(Parse *parse, Span span)
{
    AstCell *cell = make_cell(parse, NULL, span);
    cell->any = true;
    return cell;
}

/* The column takes the place of args[0] in check. */
AstCell *build_cell_values(Parse *parse, const ExprList *items, bool negated, Span span)
{
    Expr *column = build_leaf(parse, EX_ERROR, span);
    return make_cell(parse, build_in(parse, column, items, negated, span), span);
}

AstCell *build_cell_compare(Parse *parse, int op, Expr *value, Span span)
{
    return make_cell(
        parse, build_compare(parse, op, build_leaf(parse, EX_ERROR, span), value, span), span);
}

AstCell *build_cell_result(Parse *parse, Expr *value, Span span)
{
    AstCell *cell = make_cell(parse, value, span);
    cell->result = true;
    return cell;
}
