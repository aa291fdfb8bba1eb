/* doc_body.c - the body of a decision, a score or a term: cases as an ordered list, tables as
 * tables, points as points. */
#include "compiler/doc/doc_parts.h"

enum { DENSE_COLUMNS = 6 };

/* ---- cases ---- */

static void put_value(Doc *doc, const Expr *value)
{
    doc_put_words(doc, words_of_value(doc->wording, value));
}

static void put_results(Doc *doc, const AstRule *rule, Expr **results)
{
    for (uint32_t i = 0; i < rule->results.count; i++) {
        if (i > 0) {
            doc_put(doc, "; ");
        }
        if (rule->results.count > 1) {
            doc_put_text(doc, words_name_result(doc->wording, rule, (uint16_t)i));
            doc_put(doc, ": ");
        }
        put_value(doc, results[i]);
    }
}

static const char *get_mode(const AstRule *rule)
{
    if (rule->mode == CASES_WORST) {
        return "The worst line that holds decides; all its reasons are given.";
    }
    if (rule->mode == CASES_FIRST) {
        return "Read from the top: the first line that holds decides.";
    }
    return rule->cases.count > 1 ? "Lines with different results never hold for the same patient."
                                 : NULL;
}

static void put_case(Doc *doc, const AstRule *rule, const AstCase *one)
{
    doc_put(doc, "<li>");
    put_results(doc, rule, one->results);
    if (one->when) {
        bool always = one->when->kind == EX_ALWAYS;
        doc_put(doc, always ? " " : " if ");
        doc_put_condition(doc, one->when);
    } else {
        doc_put(doc, " otherwise");
    }
    doc_put_because(doc, &one->because);
    doc_put(doc, "</li>\n");
}

static void put_cases(Doc *doc, const AstRule *rule)
{
    const char *mode = get_mode(rule);
    doc_open_row(doc, "Answer");
    if (mode) {
        buf_add_format(doc->out, "<p class=\"note\">%s</p>\n", mode);
    }
    buf_add_format(doc->out, "<%s class=\"cases\">\n", rule->mode == CASES_FIRST ? "ol" : "ul");
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        put_case(doc, rule, &rule->cases.items[i]);
    }
    if (rule->otherwise) {
        doc_put(doc, "<li>");
        put_results(doc, rule, rule->otherwise);
        doc_put(doc, " otherwise</li>\n");
    }
    buf_add_format(doc->out, "</%s>", rule->mode == CASES_FIRST ? "ol" : "ul");
    doc_close_row(doc);
}

/* ---- tables ---- */

static void put_columns(Doc *doc, const AstRule *rule)
{
    doc_put(doc, "<thead><tr>");
    for (uint32_t i = 0; i < rule->table->columns.count; i++) {
        doc_put(doc, "<th scope=\"col\">");
        put_value(doc, rule->table->columns.items[i]);
        doc_put(doc, "</th>");
    }
    for (uint32_t i = 0; i < rule->results.count; i++) {
        doc_put(doc, "<th scope=\"col\" class=\"result\">");
        doc_put_text(doc, words_title_result(doc->wording, rule, (uint16_t)i));
        doc_put(doc, "</th>");
    }
    doc_put(doc, "</tr></thead>\n");
}

/* With the head of its column, which a narrow screen shows beside it. */
static void open_cell(Doc *doc, const char *look, Str head)
{
    buf_add_format(doc->out, "<td%s data-head=\"", look);
    doc_put_text(doc, head);
    doc_put(doc, "\">");
}

static void put_result_cells(Doc *doc, const AstRule *rule, Expr **results)
{
    for (uint32_t i = 0; i < rule->results.count; i++) {
        open_cell(doc, " class=\"result\"", words_title_result(doc->wording, rule, (uint16_t)i));
        put_value(doc, results[i]);
        doc_put(doc, "</td>");
    }
}

static void put_row(Doc *doc, const AstRule *rule, const AstRow *row)
{
    doc_put(doc, "<tr>");
    for (uint32_t i = 0; i < row->cells.count; i++) {
        const AstCell *cell = &row->cells.items[i];
        const Words *head = words_of_value(doc->wording, rule->table->columns.items[i]);
        open_cell(doc, cell->any ? " class=\"any\"" : "", words_get_text(doc->arena, head));
        if (cell->any) {
            doc_put(doc, "–");
        } else {
            doc_put_words(doc, words_of_cell(doc->wording, cell));
        }
        doc_put(doc, "</td>");
    }
    put_result_cells(doc, rule, row->results);
    doc_put(doc, "</tr>\n");
}

static bool has_any(const AstTable *table)
{
    for (uint32_t i = 0; i < table->rows.count; i++) {
        for (uint32_t k = 0; k < table->rows.items[i].cells.count; k++) {
            if (table->rows.items[i].cells.items[k].any) {
                return true;
            }
        }
    }
    return false;
}

static void put_table(Doc *doc, const AstRule *rule)
{
    const AstTable *table = rule->table;
    doc_put(doc, "<div class=\"wide\"><dt>Table</dt><dd><p class=\"note\">");
    doc_put(doc, table->first ? "Read from the top: the first row that fits decides."
                              : "Rows with different results never fit the same patient.");
    doc_put(doc, has_any(table) ? " A dash stands for anything." : "");
    buf_add_format(
        doc->out,
        "</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table%s>\n",
        table->columns.count + rule->results.count > DENSE_COLUMNS ? " class=\"dense\"" : "");
    put_columns(doc, rule);
    doc_put(doc, "<tbody>\n");
    for (uint32_t i = 0; i < table->rows.count; i++) {
        put_row(doc, rule, &table->rows.items[i]);
    }
    if (table->otherwise) {
        buf_add_format(doc->out, "<tr><td class=\"any\" colspan=\"%u\">otherwise</td>",
                       (unsigned)table->columns.count);
        put_result_cells(doc, rule, table->otherwise);
        doc_put(doc, "</tr>\n");
    }
    doc_put(doc, "</tbody></table></div>");
    doc_close_row(doc);
}

/* ---- scores ---- */

static void put_points(Doc *doc, const AstRule *rule)
{
    doc_put(
        doc,
        "<div class=\"wide\"><dt>Sum of</dt><dd><table class=\"points\">\n"
        "<thead><tr><th scope=\"col\">Points</th><th scope=\"col\">if</th></tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < rule->points.count; i++) {
        const AstPoints *points = &rule->points.items[i];
        buf_add_format(doc->out, "<tr><td class=\"number\">%lld</td><td>", points->points);
        doc_put_condition(doc, points->when);
        doc_put(doc, "</td></tr>\n");
    }
    doc_put(doc, "</tbody></table>");
    doc_close_row(doc);
}

/* ---- one expression ---- */

static void put_means(Doc *doc, const AstRule *rule)
{
    bool yes_no = rule->means->type.kind == TY_YES_NO;
    doc_open_row(doc, yes_no ? "Holds if" : "Value");
    if (yes_no) {
        doc_put_condition(doc, rule->means);
    } else {
        doc_put_words(doc, words_of_value(doc->wording, rule->means));
    }
    doc_close_row(doc);
}

static void put_parameters(Doc *doc, const AstRule *rule)
{
    if (!rule->parameters.count) {
        return;
    }
    doc_open_row(doc, "Given");
    for (uint32_t i = 0; i < rule->parameters.count; i++) {
        const AstParameter *parameter = rule->parameters.items[i];
        doc_put(doc, i ? "; " : "");
        doc_put_text(doc, words_name(doc->wording, parameter->name.text, false));
        doc_put(doc, " (");
        doc_put_type(doc, &parameter->type_ref, &parameter->type_ref.type);
        doc_put(doc, ")");
    }
    doc_close_row(doc);
}

static void put_result_type(Doc *doc, const AstRule *rule, uint32_t index)
{
    const AstResult *result = &rule->results.items[index];
    if (rule->results.count > 1) {
        doc_put(doc, "<p>");
        doc_put_text(doc, words_title_result(doc->wording, rule, (uint16_t)index));
        doc_put(doc, ": ");
    }
    doc_put_type(doc, result->has_type ? &result->type_ref : NULL, &result->type_ref.type);
    doc_put(doc, rule->results.count > 1 ? "</p>\n" : "");
}

/* What may come out; a define says so only if its author wrote a type. */
static void put_possible(Doc *doc, const AstRule *rule)
{
    if (!rule->results.count || !rule->results.items[0].has_type) {
        return;
    }
    doc_open_row(doc, "Possible");
    for (uint32_t i = 0; i < rule->results.count; i++) {
        put_result_type(doc, rule, i);
    }
    doc_close_row(doc);
}

void doc_rule_put_body(Doc *doc, const AstRule *rule)
{
    put_parameters(doc, rule);
    put_possible(doc, rule);
    switch (rule->body) {
    case RULE_MEANS: put_means(doc, rule); break;
    case RULE_TABLE: put_table(doc, rule); break;
    case RULE_POINTS: put_points(doc, rule); break;
    default: put_cases(doc, rule); break;
    }
}
