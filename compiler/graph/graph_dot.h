/* graph_dot.h - a drawing as source for Graphviz. Text of the guideline is escaped for the
 * HTML-like labels it stands in. */
#ifndef TOOLS_GRAPH_DOT_H
#define TOOLS_GRAPH_DOT_H
#include "compiler/graph/graph_model.h"

/* One block: `digraph "local-1" { ... }`. */
void graph_dot_print_block(StrBuf *out, const GraphModel *model, uint32_t block);
#endif
