/* graph_overview.h - the whole guideline on one page: facts, decisions, sections with the numbers
 * of their rules. */
#ifndef TOOLS_GRAPH_OVERVIEW_H
#define TOOLS_GRAPH_OVERVIEW_H
#include "compiler/graph/graph_section.h"

/* b->module is not read. */
void graph_overview_build(GraphBuilder *b);
#endif
