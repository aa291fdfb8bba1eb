/* graph_tree.h - advice as a tree while it grows. Inside this room only. */
#ifndef TOOLS_GRAPH_TREE_H
#define TOOLS_GRAPH_TREE_H
#include "compiler/graph/graph_section.h"
#include "runtime/base/map.h"

typedef struct Item {
    const AstRule *rule;
    GraphNode *leaf;
    GraphAsks asks;
    const AstRule *after; /* hangs on this advice */
} Item;
typedef VEC(Item *) Items;

typedef VEC(GraphPlace) Places;

typedef struct State {   /* how far the tree has asked */
    Places places;       /* ways that lead on from here */
    GraphAsks path;      /* what holds there */
    GraphNode *cautions; /* what is to be heeded there, NULL until there is one */
} State;

typedef struct Tree {
    GraphBuilder *b;
    Items items;
    Map keys;         /* questions by number */
    uint32_t *counts; /* per question, while one is chosen */
    VEC(State) states;
    GraphNode *cautions;         /* that belong nowhere else */
    VEC(GraphNode *) exceptions; /* `unless` nodes; equal ones are shared */
} Tree;

void graph_tree_connect(GraphBuilder *b, const Places *from, GraphNode *to);
const Item *graph_tree_find_item(const Tree *tree, const AstRule *rule);
bool graph_tree_has_ask(const GraphAsks *asks, const GraphAsk *ask);
/* `asks` without those that are settled. */
GraphAsks graph_tree_drop_asks(Arena *arena, const GraphAsks *asks, const GraphAsks *settled);

/* A caution beside the advice that it speaks of, or where the tree has asked for most of what it
 * needs. (graph_caution.c) */
void graph_caution_place(Tree *tree, const AstRule *rule);
#endif
