/* graph_builder.c - what all drawings of rules share: which rules are drawn, what a module is
 * called, how a gap is shown. */
#include "compiler/graph/graph_builder.h"

bool graph_builder_draws(const AstRule *rule)
{
    if (rule->kind == RULE_DECISION || rule->kind == RULE_SCORE) {
        return true;
    }
    return rule->kind == RULE_DEFINE && rule->parameters.count == 0 &&
           (rule->body == RULE_CASES || rule->body == RULE_TABLE || rule->body == RULE_POINTS);
}

Str graph_builder_name_module(Arena *arena, Wording *wording, const AstModule *module)
{
    if (module->title.text.len) {
        return module->title.text;
    }
    Str name = module->name.text;
    for (size_t i = name.len; i > 0; i--) {
        if (name.ptr[i - 1] == '.') {
            name = (Str){ name.ptr + i, name.len - i };
            break;
        }
    }
    return words_name(wording, name, true);
}

static Str say_gap(GraphBuilder *b, const AstGap *gap)
{
    return gap->text.text.len ? gap->text.text : words_title_gap(b->wording, gap);
}

static Str describe_gap(GraphBuilder *b, const AstGap *gap)
{
    return str_format(b->arena, "%S · %S", words_name_gap(b->wording, gap),
                      graph_model_list_statements(b->arena, &gap->from));
}

void graph_builder_add_gap(GraphBuilder *b, const AstGap *gap, Str answer, GraphNode *node)
{
    for (uint32_t i = 0; i < node->lines.count; i++) {
        if (str_equal(node->lines.items[i].name, gap->name.text) && !answer.len) {
            return;
        }
    }
    GraphLine *line = graph_model_add_line(b->model, node, GRAPH_GAP, say_gap(b, gap));
    line->name = gap->name.text;
    line->note = describe_gap(b, gap);
    if (answer.len) {
        line->mark = str_format(b->arena, "or if settled: %S", answer);
    }
}

GraphNode *graph_builder_add_gap_node(GraphBuilder *b, const AstGap *gap)
{
    GraphNode *node = graph_model_add_node(b->model, GRAPH_GAP, gap->name.text, say_gap(b, gap));
    node->note = describe_gap(b, gap);
    return node;
}
