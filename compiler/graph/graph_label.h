/* graph_label.h - HTML-like labels of Graphviz: how each kind of node looks. Colours go with a sign
 * and a line, so that they need not be seen: in print without colour, and by the colour-blind. */
#ifndef TOOLS_GRAPH_LABEL_H
#define TOOLS_GRAPH_LABEL_H
#include "compiler/graph/graph_model.h"

/* What stands between < and > of the label. */
void graph_label_print(StrBuf *out, const GraphNode *node);
/* The sign of a kind and the colour of its band; false if it has none. dashed: a sign in a dashed
 * frame. */
typedef struct GraphSign {
    const char *sign, *color;
    bool dashed;
} GraphSign;
bool graph_label_get_sign(GraphKind kind, GraphSign *sign);
#endif
