/* graph_decision.c - a decision with its cases: a question, what leads to each answer, the answers;
 * or its table. */
#include "compiler/graph/graph_section.h"

/* ---- words ---- */

static const char *describe_mode(const AstRule *rule)
{
    if (rule->body == RULE_CASES) {
        if (rule->cases.count < 2) {
            return "";
        }
        return rule->mode == CASES_FIRST   ? "the first that holds"
               : rule->mode == CASES_WORST ? "the worst that holds"
                                           : "";
    }
    if (rule->body == RULE_TABLE && rule->table->first) {
        return "the first row that holds";
    }
    return rule->body == RULE_POINTS ? "sum of points" : "";
}

static void add_part(StrBuf *buf, Str text)
{
    if (buf->len && text.len) {
        buf_add_c(buf, " · ");
    }
    buf_add(buf, text);
}

static Str describe(GraphBuilder *b, const AstRule *rule)
{
    StrBuf buf = { .arena = b->arena };
    if (rule->list_name.text.len) {
        buf_add_format(&buf, "for each %S", words_name(b->wording, rule->list_name.text, false));
    }
    add_part(&buf, str_from_c(describe_mode(rule)));
    add_part(&buf, graph_model_list_statements(b->arena, &rule->from));
    return buf_get(&buf);
}

static Str get_title(GraphBuilder *b, const AstRule *rule)
{
    StrBuf buf = { .arena = b->arena };
    for (uint32_t i = 0; i < rule->results.count; i++) {
        buf_add_format(&buf, "%s%S", i ? " / " : "",
                       words_title_result(b->wording, rule, (uint16_t)i));
    }
    if (rule->kind == RULE_DECISION && rule->body == RULE_CASES) {
        buf_add_char(&buf, '?');
    }
    return buf_get(&buf);
}

static Str say_results(GraphBuilder *b, const AstRule *rule, Expr **results)
{
    StrBuf buf = { .arena = b->arena };
    for (uint32_t i = 0; i < rule->results.count; i++) {
        buf_add_format(&buf, "%s%S", i ? " / " : "",
                       graph_condition_say(b->arena, b->wording, results[i]));
    }
    return buf_get(&buf);
}

static void add_gaps(GraphBuilder *b, const Expr *expr, GraphNode *to)
{
    GraphOpenings gaps = graph_condition_list_gaps(b->arena, expr);
    for (uint32_t i = 0; i < gaps.count; i++) {
        graph_builder_add_gap(b, gaps.items[i].gap, STR_NONE, to);
    }
}

/* ---- cases ---- */

typedef struct Branch {
    Str result;
    GraphNode *answer;
} Branch;
typedef struct Branches {
    GraphBuilder *b;
    GraphNode *question;
    VEC(Branch) list;
} Branches;

/* The conditions of a result, which several cases may have. */
static GraphNode *get_branch(Branches *branches, const AstRule *rule, Expr **results)
{
    GraphBuilder *b = branches->b;
    Str text = say_results(b, rule, results);
    for (uint32_t i = 0; i < branches->list.count; i++) {
        if (str_equal(branches->list.items[i].result, text)) {
            return branches->list.items[i].answer;
        }
    }
    GraphNode *answer = graph_model_add_node(b->model, GRAPH_ANSWER, STR_NONE, STR_NONE);
    GraphNode *result = graph_model_add_node(b->model, GRAPH_RESULT, STR_NONE, text);
    graph_model_add_edge(b->model, graph_model_at_node(branches->question, GRAPH_EDGE_STEP),
                         answer);
    graph_model_add_edge(b->model, graph_model_at_node(answer, GRAPH_EDGE_STEP), result);
    vec_add(b->arena, &branches->list, ((Branch){ text, answer }));
    return answer;
}

static void add_case(Branches *branches, const AstRule *rule, Expr **results, const Expr *when,
                     uint32_t number)
{
    GraphBuilder *b = branches->b;
    GraphNode *answer = get_branch(branches, rule, results);
    Str words = when ? graph_condition_say(b->arena, b->wording, when) : STR("otherwise");
    GraphLine *line = graph_model_add_line(b->model, answer, GRAPH_CONDITION, words);
    if (rule->mode == CASES_FIRST && rule->cases.count > 1) {
        line->mark = str_format(b->arena, "%u.", (unsigned)number);
    }
    if (when) {
        add_gaps(b, when, answer);
    }
}

static void build_cases(GraphBuilder *b, const AstRule *rule, GraphNode *question)
{
    Branches branches = { .b = b, .question = question };
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        add_case(&branches, rule, rule->cases.items[i].results, rule->cases.items[i].when, i + 1);
    }
    if (rule->otherwise) {
        add_case(&branches, rule, rule->otherwise, NULL, rule->cases.count + 1);
    }
}

/* ---- tables, points, formulas ---- */

static void add_cell(GraphBuilder *b, GraphNode *node, Str text)
{
    vec_add(b->arena, &node->cells, text);
}

static void add_results(GraphBuilder *b, GraphNode *node, const AstTable *table, Expr **results)
{
    for (uint32_t i = 0; i < table->result_columns.count; i++) {
        add_cell(b, node,
                 results ? graph_condition_say(b->arena, b->wording, results[i]) : STR_NONE);
    }
}

static void add_row(GraphBuilder *b, GraphNode *node, const AstTable *table, const AstRow *row)
{
    for (uint32_t i = 0; i < table->columns.count; i++) {
        const AstCell *cell = &row->cells.items[i];
        add_cell(b, node, cell->any ? STR("–") : words_shorten_cell(b->wording, cell, 40, 1));
    }
    add_results(b, node, table, row->results);
}

static void build_table(GraphBuilder *b, const AstRule *rule, GraphNode *node)
{
    const AstTable *table = rule->table;
    node->inputs = table->columns.count;
    node->columns = node->inputs + table->result_columns.count;
    for (uint32_t i = 0; i < table->columns.count; i++) {
        add_cell(b, node, graph_condition_say(b->arena, b->wording, table->columns.items[i]));
    }
    for (uint32_t i = 0; i < table->result_columns.count; i++) {
        add_cell(b, node, words_title_result(b->wording, rule, (uint16_t)i));
    }
    for (uint32_t i = 0; i < table->rows.count; i++) {
        add_row(b, node, table, &table->rows.items[i]);
    }
    for (uint32_t i = 0; table->otherwise && i < table->columns.count; i++) {
        add_cell(b, node, i ? STR_NONE : STR("otherwise"));
    }
    if (table->otherwise) {
        add_results(b, node, table, table->otherwise);
    }
}

static void build_points(GraphBuilder *b, const AstRule *rule, GraphNode *node)
{
    node->columns = 2;
    node->inputs = 1;
    add_cell(b, node, STR("if"));
    add_cell(b, node, STR("points"));
    for (uint32_t i = 0; i < rule->points.count; i++) {
        add_cell(b, node, graph_condition_say(b->arena, b->wording, rule->points.items[i].when));
        add_cell(b, node, str_format(b->arena, "%lld", (long long)rule->points.items[i].points));
    }
}

static void build_formula(GraphBuilder *b, const AstRule *rule, GraphNode *node)
{
    const Expr *means = rule->means;
    bool counts = means->kind == EX_COUNT_OF;
    if (!counts) {
        graph_model_add_line(b->model, node, GRAPH_RESULT,
                             graph_condition_say(b->arena, b->wording, means));
    } else {
        graph_model_add_line(b->model, node, GRAPH_RESULT, STR("How many of:"));
    }
    for (uint32_t i = 0; counts && i < means->arg_count; i++) {
        graph_model_add_line(b->model, node, GRAPH_CONDITION,
                             graph_condition_say(b->arena, b->wording, means->args[i]));
    }
}

/* ---- the whole ---- */

static void add_table_gaps(GraphBuilder *b, const AstTable *table, GraphNode *node)
{
    for (uint32_t i = 0; i < table->columns.count; i++) {
        add_gaps(b, table->columns.items[i], node);
    }
}

void graph_decision_build(GraphBuilder *b, const AstRule *rule)
{
    bool cells = rule->body == RULE_TABLE || rule->body == RULE_POINTS;
    graph_model_start_block(b->model);
    GraphNode *node = graph_model_add_node(b->model, cells ? GRAPH_TABLE : GRAPH_DECISION,
                                           rule->name.text, get_title(b, rule));
    node->note = describe(b, rule);
    switch (rule->body) {
    case RULE_CASES: build_cases(b, rule, node); break;
    case RULE_TABLE:
        build_table(b, rule, node);
        add_table_gaps(b, rule->table, node);
        break;
    case RULE_POINTS: build_points(b, rule, node); break;
    default:
        build_formula(b, rule, node);
        add_gaps(b, rule->means, node);
        break;
    }
}
