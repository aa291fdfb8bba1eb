/* graph_svg.h - from the source of a drawing to a picture, by Graphviz. */
#ifndef TOOLS_GRAPH_SVG_H
#define TOOLS_GRAPH_SVG_H
#include "compiler/graph/graph_model.h"

typedef struct GraphPicture {
    Str svg;                /* elements, upper left corner at 0, 0 */
    uint32_t width, height; /* points */
    bool drawn;             /* false: Graphviz refused, which is a bug of ours */
} GraphPicture;

/* Lays out every block of the model; model->blocks pictures on its arena. */
GraphPicture *graph_svg_draw(const GraphModel *model);

typedef struct GraphRange {
    uint32_t first, count;
} GraphRange; /* of blocks */
/* One <svg> element called `name`: title, legend, these blocks in columns that suit a page. */
void graph_svg_print(StrBuf *out, const GraphModel *model, const GraphPicture *pictures,
                     GraphRange range, Str name, Str title);
/* How large a point is in print if these blocks fill a sheet of A4, in percent. */
uint32_t graph_svg_get_scale(const GraphModel *model, const GraphPicture *pictures,
                             GraphRange range);
#endif
