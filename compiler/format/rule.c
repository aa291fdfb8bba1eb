/* rule.c - rules, gaps and headers: a head, then one clause a line. */
#include "compiler/format/layout.h"

typedef struct Rule {
    Parts clauses;
    uint32_t word_width; /* of the clause words where they stand in a column; 0: one space */
} Rule;

/* ---- clauses that continue the one before ---- */

static bool has_because(const Layout *layout, const Part *clause)
{
    return layout_find(layout, clause->first, clause->end, TOK_BECAUSE) < clause->end;
}

/* `table first`, `because R from S`, `from S at book "p. 2"`. */
static bool continues(const Layout *layout, const Part *before, const Part *clause)
{
    int first = layout->tokens[before->first].kind, next = layout->tokens[clause->first].kind;
    if (layout_has_comment(layout, clause->first)) {
        return false;
    }
    return (first == TOK_TABLE && (next == TOK_UNIQUE || next == TOK_FIRST)) ||
           (next == TOK_FROM && has_because(layout, before)) ||
           (first == TOK_FROM && next == TOK_AT);
}

static Parts join(const Layout *layout, const Parts *all)
{
    Parts clauses = { 0 };
    for (uint32_t i = 0; i < all->count; i++) {
        Part *last = clauses.count ? &clauses.items[clauses.count - 1] : NULL;
        if (last && continues(layout, last, &all->items[i])) {
            last->end = all->items[i].end;
        } else {
            vec_add(layout->arena, &clauses, all->items[i]);
        }
    }
    return clauses;
}

/* ---- one clause ---- */

static uint32_t get_indent(const Layout *layout, const Part *clause)
{
    int kind = layout->tokens[clause->first].kind;
    if (kind == TOK_COLUMNS || kind == TOK_ROW) {
        return LAYOUT_DEEP;
    }
    return cases_is_case(layout, clause) ? cases_get_indent(layout, clause) : LAYOUT_INDENT;
}

/* A text stands alone; the word before everything else gets a column of its own. */
static bool has_word(const Layout *layout, const Part *clause)
{
    return clause->end - clause->first > 1 && layout->tokens[clause->first].kind != TOK_STRING;
}

static uint32_t get_rest_column(const Layout *layout, const Rule *rule, const Part *clause)
{
    uint32_t word = layout->tokens[clause->first].width;
    return get_indent(layout, clause) + (rule->word_width > word ? rule->word_width : word) + 1;
}

/* Lists of names; `outside "…"` and `at book "…"` are items of theirs. */
static void lay_list(Layout *layout, const Part *clause, uint32_t column)
{
    static const int starts[] = { TOK_OUTSIDE, TOK_AT, 0 };
    Parts parts = { 0 };
    Parts items = layout_split_list(layout, clause->first + 1, clause->end);
    for (uint32_t i = 0; i < items.count; i++) {
        Parts pieces =
            layout_split_before(layout, items.items[i].first, items.items[i].end, starts);
        for (uint32_t j = 0; j < pieces.count; j++) {
            vec_add(layout->arena, &parts, pieces.items[j]);
        }
    }
    expression_fill(layout, &parts, column, 0);
}

static void lay_condition(Layout *layout, const Part *clause, uint32_t column)
{
    uint32_t first = clause->first + 1;
    uint32_t because = layout_find(layout, first, clause->end, TOK_BECAUSE);
    if (expression_fits(layout, first, clause->end, column, 0)) {
        layout_set_flat(layout, first, clause->end);
        return;
    }
    if (expression_is_count(layout, first, because)) {
        expression_lay_count(layout, first, LAYOUT_DEEP, LAYOUT_INDENT);
    } else {
        expression_lay(layout, first, because, column, 0);
    }
    if (because < clause->end) {
        cases_lay_because(layout, because, clause->end, column);
    }
}

static void lay_otherwise(Layout *layout, const Part *clause, uint32_t column)
{
    uint32_t because = layout_find(layout, clause->first, clause->end, TOK_BECAUSE);
    if (expression_fits(layout, clause->first, clause->end, LAYOUT_INDENT, 0)) {
        layout_set_flat(layout, clause->first, clause->end);
        return;
    }
    Parts values = layout_split_list(layout, clause->first + 1, because);
    expression_fill(layout, &values, column, 0);
    if (because < clause->end) {
        cases_lay_because(layout, because, clause->end, LAYOUT_INDENT + LAYOUT_DEEP);
    }
}

static void lay_body(Layout *layout, const Part *clause, uint32_t column)
{
    switch (layout->tokens[clause->first].kind) {
    case TOK_FROM:
    case TOK_SHOWS:
    case TOK_REFS:
    case TOK_STRENGTH: lay_list(layout, clause, column); break;
    case TOK_MEANS:
    case TOK_WHEN:
    case TOK_UNLESS: lay_condition(layout, clause, column); break;
    case TOK_OTHERWISE: lay_otherwise(layout, clause, column); break;
    default: layout_set_flat(layout, clause->first, clause->end);
    }
}

static void lay_clause(Layout *layout, const Rule *rule, const Part *clause)
{
    uint32_t column = get_rest_column(layout, rule, clause), indent = get_indent(layout, clause);
    layout_set_clause(layout, clause->first, indent);
    if (layout_has_inner_comment(layout, clause->first, clause->end)) {
        bool word = has_word(layout, clause) && indent == LAYOUT_INDENT;
        layout_keep_lines(layout, clause->first, clause->end,
                          word && !cases_is_case(layout, clause) ? column : indent + LAYOUT_DEEP);
        return;
    }
    if (has_word(layout, clause)) {
        layout_set_space(layout, clause->first + 1,
                         column - indent - layout->tokens[clause->first].width);
        lay_body(layout, clause, column);
        layout_set_space(layout, clause->first + 1,
                         column - indent - layout->tokens[clause->first].width);
    }
}

/* ---- the whole ---- */

static bool has_word_column(int kind)
{
    return kind == TOK_ADVISE || kind == TOK_GUIDELINE || kind == TOK_MODULE;
}

static uint32_t measure_words(const Layout *layout, const Parts *clauses)
{
    uint32_t widest = 0;
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Part *clause = &clauses->items[i];
        uint32_t width = layout->tokens[clause->first].width;
        widest = has_word(layout, clause) && width > widest ? width : widest;
    }
    return widest;
}

void rule_lay(Layout *layout, uint32_t first, uint32_t end)
{
    Parts all = layout_split_roles(layout, first, end, TRAIL_CLAUSE);
    Rule rule = { .clauses = join(layout, &all) };
    head_lay(layout, first, rule.clauses.count ? rule.clauses.items[0].first : end);
    if (has_word_column(layout->tokens[first].kind)) {
        rule.word_width = measure_words(layout, &rule.clauses);
    }
    for (uint32_t i = 0; i < rule.clauses.count; i++) {
        lay_clause(layout, &rule, &rule.clauses.items[i]);
    }
    cases_lay(layout, &rule.clauses);
    table_lay(layout, &rule.clauses);
}
