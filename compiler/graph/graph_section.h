/* graph_section.h - the rules of a section as questions, answers and advice. */
#ifndef TOOLS_GRAPH_SECTION_H
#define TOOLS_GRAPH_SECTION_H
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

/* What is drawn by itself: decisions, scores, defines with cases. A define that names a condition
 * is read through. */
bool graph_decision_is_drawn(const AstRule *rule);
/* A decision with its cases or its table. */
void graph_decision_build(GraphBuilder *b, const AstRule *rule);

/* Advice and cautions of `rules` as a tree: what many of them ask is asked first. */
void graph_advice_build(GraphBuilder *b, const GraphRules *rules);
/* A gap as a line of a node; answer: the setting that opens the way, may be empty. */
void graph_advice_add_gap(GraphBuilder *b, const AstGap *gap, Str answer, GraphNode *node);

/* Of a module for people: its title, else its name in words. */
Str graph_section_name_module(Arena *arena, Wording *wording, const AstModule *module);
/* All of it for one sheet; a gap that the rules read and no condition shows gets a node of its own.
 */
void graph_section_build(GraphBuilder *b, const GraphRules *rules);
#endif
