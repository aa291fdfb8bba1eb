/* graph_builder.h - what all drawings of rules share while they are made. */
#ifndef TOOLS_GRAPH_BUILDER_H
#define TOOLS_GRAPH_BUILDER_H
#include "compiler/graph/graph_condition.h"
#include "compiler/graph/graph_model.h"

typedef VEC(const AstRule *) GraphRules;

typedef struct GraphBuilder {
    Arena *arena;
    Wording *wording;
    const Ast *ast;
    const AstModule *module;
    GraphModel *model;
} GraphBuilder;

/* Is the rule drawn by itself? Decisions, scores and defines with cases are. A define that names a
 * condition is read through. */
bool graph_builder_draws(const AstRule *rule);
/* A module's name for people: its title, else its identifier in words. */
Str graph_builder_name_module(Arena *arena, Wording *wording, const AstModule *module);
/* A gap as a line of a node: once, unless it opens another way. answer: the setting that opens the
 * way, may be empty. */
void graph_builder_add_gap(GraphBuilder *b, const AstGap *gap, Str answer, GraphNode *node);
/* A gap as a node of its own. */
GraphNode *graph_builder_add_gap_node(GraphBuilder *b, const AstGap *gap);
#endif
