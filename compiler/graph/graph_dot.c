/* graph_dot.c - source for Graphviz: the frame of the drawing, its edges; labels are made by
 * graph_label.c. */
#include "compiler/graph/graph_dot.h"
#include "compiler/graph/graph_font.h"
#include "compiler/graph/graph_label.h"

#define INK "#3A4650"

static void print_quoted(StrBuf *out, Str text)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\') {
            buf_add_char(out, '\\');
        }
        buf_add_char(out, text.ptr[i] == '\n' ? ' ' : text.ptr[i]);
    }
    buf_add_char(out, '"');
}

static void print_frame(StrBuf *out, const GraphModel *model, uint32_t block)
{
    buf_add_c(out, "digraph ");
    print_quoted(out, str_format(out->arena, "%S-block_%u", model->name, (unsigned)block + 1));
    buf_add_format(
        out,
        " {\n    graph [rankdir=LR, nodesep=0.11, ranksep=%s, ordering=%s, margin=0, pad=0.04, splines=true, bgcolor=none, id=",
        model->far ? "0.6" : "0.35", model->far ? "\"\"" : "out");
    print_quoted(out, str_format(out->arena, "%S-block_%u", model->name, (unsigned)block + 1));
    buf_add_c(out, "];\n    node [shape=plain, fontname=\"" GRAPH_REGULAR
                   "\", fontsize=10, fontcolor=\"#111111\"];\n"
                   "    edge [color=\"" INK "\", arrowsize=0.6];\n");
}

static bool is_declared(const GraphNode *node)
{
    switch (node->kind) {
    case GRAPH_DECISION:
    case GRAPH_TABLE:
    case GRAPH_ADVISE:
    case GRAPH_AGAINST:
    case GRAPH_GATE: return node->name.len > 0;
    default: return false;
    }
}

/* What is declared here can be linked to by its name, the rest has a number; so has an advice with
 * the name of a decision. */
static Str get_anchor(const GraphModel *model, const GraphNode *node)
{
    if (!is_declared(node)) {
        return node->id;
    }
    for (uint32_t i = 0; model->nodes.items[i] != node; i++) {
        if (is_declared(model->nodes.items[i]) &&
            str_equal(model->nodes.items[i]->name, node->name)) {
            return node->id;
        }
    }
    return node->name;
}

static void print_node(StrBuf *out, const GraphModel *model, const GraphNode *node)
{
    buf_add_format(out, "    %S [class=%S, id=", node->id, graph_model_get_word(node->kind));
    print_quoted(out, str_format(out->arena, "%S-%S", model->name, get_anchor(model, node)));
    buf_add_c(out, ", label=<");
    graph_label_print(out, node);
    buf_add_c(out, ">];\n");
}

/* Edges within a column order it. */
static void print_column_edge(StrBuf *out, const GraphModel *model, const GraphEdge *edge,
                              uint32_t number)
{
    buf_add_format(out, "    { rank=same; %S -> %S [id=", edge->from.node->id, edge->to->id);
    print_quoted(out, str_format(out->arena, "%S-edge_%u", model->name, (unsigned)number));
    buf_add_format(out, ", style=%s]; }\n",
                   edge->from.kind == GRAPH_EDGE_BELOW ? "dotted" : "invis");
}

static void print_edge(StrBuf *out, const GraphModel *model, const GraphEdge *edge, uint32_t number)
{
    static const char *const styles[] = {
        [GRAPH_EDGE_STEP] = "",
        [GRAPH_EDGE_UNLESS] = ", style=dashed, color=\"#A63603\", arrowhead=tee",
        [GRAPH_EDGE_OPEN] = ", style=dashed, color=\"#6A3D9A\", arrowhead=empty",
    };
    if (edge->from.kind == GRAPH_EDGE_BELOW || edge->from.kind == GRAPH_EDGE_ORDER) {
        print_column_edge(out, model, edge, number);
        return;
    }
    bool to_label = edge->to->kind == GRAPH_ANSWER;
    buf_add_format(out, "    %S", edge->from.node->id);
    if (edge->from.line != NO_LINE) {
        buf_add_format(out, ":line_%u", (unsigned)edge->from.line + 1);
    }
    buf_add_format(out, ":e -> %S:w [id=", edge->to->id);
    print_quoted(out, str_format(out->arena, "%S-edge_%u", model->name, (unsigned)number));
    buf_add_format(out, "%s%s];\n", to_label ? ", arrowhead=none" : "", styles[edge->from.kind]);
}

void graph_dot_print_block(StrBuf *out, const GraphModel *model, uint32_t block)
{
    print_frame(out, model, block);
    for (uint32_t i = 0; i < model->nodes.count; i++) {
        if (model->nodes.items[i]->block == block) {
            print_node(out, model, model->nodes.items[i]);
        }
    }
    for (uint32_t i = 0; i < model->edges.count; i++) {
        if (model->edges.items[i].to->block == block) {
            print_edge(out, model, &model->edges.items[i], i + 1);
        }
    }
    buf_add_c(out, "}\n");
}
