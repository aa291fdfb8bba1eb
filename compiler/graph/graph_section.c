/* graph_section.c - one sheet of a section: its decisions, then its advice. */
#include "compiler/graph/graph_section.h"
#include "compiler/lower/visit.h"

static bool has_name(const GraphModel *model, Str name)
{
    for (uint32_t i = 0; i < model->nodes.count; i++) {
        const GraphNode *node = model->nodes.items[i];
        if (str_equal(node->name, name)) {
            return true;
        }
        for (uint32_t k = 0; k < node->lines.count; k++) {
            if (str_equal(node->lines.items[k].name, name)) {
                return true;
            }
        }
    }
    return false;
}

/* ---- gaps that no condition of this sheet shows ---- */

typedef struct Leftover {
    GraphBuilder *b;
    const AstRule *rule;
    GraphNode *node;
} Leftover;

static void show_gap(void *context, Expr *expr)
{
    Leftover *left = context;
    GraphBuilder *b = left->b;
    if (expr->kind != EX_GAP || has_name(b->model, expr->gap->name.text)) {
        return;
    }
    if (!left->node) {
        graph_model_start_block(b->model);
        left->node = graph_model_add_node(b->model, GRAPH_QUESTION, left->rule->name.text,
                                          words_title_result(b->wording, left->rule, 0));
    }
    graph_builder_add_gap(b, expr->gap, STR_NONE, left->node);
}

void graph_section_build(GraphBuilder *b, const GraphRules *rules)
{
    for (uint32_t i = 0; i < rules->count; i++) {
        if (graph_builder_draws(rules->items[i])) {
            graph_decision_build(b, rules->items[i]);
        }
    }
    b->model->advice = b->model->blocks;
    graph_advice_build(b, rules);
    for (uint32_t i = 0; i < rules->count; i++) {
        Leftover left = { .b = b, .rule = rules->items[i] };
        visit_rule((AstRule *)rules->items[i], show_gap, &left);
    }
}
