/* graph_tree.c - what advice and cautions ask of a tree of questions while it grows. */
#include "compiler/graph/graph_tree.h"

void graph_tree_connect(GraphBuilder *b, const Places *from, GraphNode *to)
{
    for (uint32_t i = 0; i < from->count; i++) {
        graph_model_add_edge(b->model, from->items[i], to);
    }
}

const Item *graph_tree_find_item(const Tree *tree, const AstRule *rule)
{
    for (uint32_t i = 0; i < tree->items.count; i++) {
        if (tree->items.items[i]->rule == rule) {
            return tree->items.items[i];
        }
    }
    return NULL;
}

bool graph_tree_has_ask(const GraphAsks *asks, const GraphAsk *ask)
{
    for (uint32_t i = 0; i < asks->count; i++) {
        if (graph_condition_same(&asks->items[i], ask)) {
            return true;
        }
    }
    return false;
}

GraphAsks graph_tree_drop_asks(Arena *arena, const GraphAsks *asks, const GraphAsks *settled)
{
    GraphAsks left = { 0 };
    for (uint32_t i = 0; i < asks->count; i++) {
        if (!graph_tree_has_ask(settled, &asks->items[i])) {
            vec_add(arena, &left, asks->items[i]);
        }
    }
    return left;
}
