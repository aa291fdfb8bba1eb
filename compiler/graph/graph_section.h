/* graph_section.h - the rules of a section as questions, answers and advice. */
#ifndef TOOLS_GRAPH_SECTION_H
#define TOOLS_GRAPH_SECTION_H
#include "compiler/graph/graph_builder.h"

/* A decision with its cases or its table. (graph_decision.c) */
void graph_decision_build(GraphBuilder *b, const AstRule *rule);
/* Advice and cautions of `rules` as a tree: what many of them ask is asked first. (graph_advice.c)
 */
void graph_advice_build(GraphBuilder *b, const GraphRules *rules);
/* All of it for one sheet; a gap that the rules read and no condition shows gets a node of its own.
 */
void graph_section_build(GraphBuilder *b, const GraphRules *rules);
#endif
