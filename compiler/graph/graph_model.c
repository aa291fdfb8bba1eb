/* graph_model.c - nodes and edges of a drawing. */
#include "compiler/graph/graph_model.h"

static const struct {
    Str word, legend;
} KINDS[] = {
#define KIND(name, word, people) { { word, sizeof word - 1 }, { people, sizeof people - 1 } },
    GRAPH_KINDS(KIND)
#undef KIND
};

void graph_model_start_block(GraphModel *model)
{
    model->blocks++;
}

GraphNode *graph_model_add_node(GraphModel *model, GraphKind kind, Str name, Str title)
{
    GraphNode *node = ARENA_NEW(model->arena, GraphNode);
    node->kind = kind;
    node->id =
        str_format(model->arena, "%S_%u", KINDS[kind].word, (unsigned)model->nodes.count + 1);
    node->name = name;
    node->title = title;
    node->block = model->blocks - 1;
    vec_add(model->arena, &model->nodes, node);
    return node;
}

void graph_model_add_edge(GraphModel *model, GraphPlace from, GraphNode *to)
{
    vec_add(model->arena, &model->edges, ((GraphEdge){ from, to }));
}

GraphPlace graph_model_at_node(GraphNode *node, GraphEdgeKind kind)
{
    return (GraphPlace){ node, NO_LINE, kind };
}

GraphPlace graph_model_at_last_line(GraphNode *node, GraphEdgeKind kind)
{
    return (GraphPlace){ node, node->lines.count - 1, kind };
}

GraphLine *graph_model_add_line(GraphModel *model, GraphNode *node, GraphKind kind, Str text)
{
    vec_add(model->arena, &node->lines, ((GraphLine){ .kind = kind, .text = text }));
    return &node->lines.items[node->lines.count - 1];
}

Str graph_model_list_statements(Arena *arena, const AstFrom *from)
{
    StrBuf buf = { .arena = arena };
    for (uint32_t i = 0; i < from->ids.count; i++) {
        buf_add_format(&buf, "%s%S", i ? ", " : "", from->ids.items[i].text);
    }
    if (from->outside) {
        buf_add_format(&buf, "%soutside the text: %S", buf.len ? "; " : "",
                       from->outside_text.text);
    }
    return buf_get(&buf);
}

Str graph_model_get_word(GraphKind kind)
{
    return KINDS[kind].word;
}
Str graph_model_get_legend(GraphKind kind)
{
    return KINDS[kind].legend;
}
