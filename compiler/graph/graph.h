/* graph.h - the algorithm of a guideline drawn: an overview, and one drawing or more for each
 * module with rules ("section").
 *
 * A drawing is made in three steps that know nothing of each other's trade: the model
 * (graph_model.h: questions, what they may answer, advice), its source for Graphviz (graph_dot.h),
 * and the picture (graph_svg.h). The picture of the same guideline is the same bytes on every
 * machine with the same Graphviz: text is measured by graph_font.h, no font is asked for. */
#ifndef TOOLS_GRAPH_H
#define TOOLS_GRAPH_H
#include "compiler/tools/source_program.h"

typedef struct GraphSheet {
    Str name;  /* "overview", "local", and "local-2" if one page does not hold the section */
    Str title; /* for people */
    const AstModule *module;            /* NULL: the overview */
    uint32_t part, parts;               /* part from 1; 1 of 1 if there is one */
    const struct GraphDrawing *drawing; /* inside this room */
    uint32_t first, count;              /* its blocks */
} GraphSheet;
typedef VEC(GraphSheet) GraphSheets;

/* Every drawing there is, laid out: the overview first, then the sections in the order of the
 * guideline. The tree is checked and without errors; everything lives on sp->arena. Takes about 5
 * ms a sheet. */
GraphSheets graph_list(const SourceProgram *sp);
/* NULL if there is none of that name. */
const GraphSheet *graph_find(const GraphSheets *sheets, Str name);

/* Source for Graphviz: one digraph for each block, in the order of the drawing. */
void graph_print_dot(StrBuf *out, const GraphSheet *sheet);
/* An <svg> element to stand in a file or within HTML: no XML declaration, no reference to anything
 * outside, and ids that begin with the sheet's or the section's name. False if Graphviz refused a
 * block, which is a bug of ours. */
bool graph_print_svg(StrBuf *out, const GraphSheet *sheet);
#endif
