/* graph_html.h - the HTML-like labels of Graphviz, as far as drawings need them: a frame is a
 * table, a field is a cell with paragraphs. Text of the guideline is escaped here and nowhere else.
 */
#ifndef TOOLS_GRAPH_HTML_H
#define TOOLS_GRAPH_HTML_H
#include "compiler/graph/graph_font.h"

enum { GRAPH_TITLE_SIZE = 10, GRAPH_TEXT_SIZE = 9, GRAPH_NOTE_SIZE = 9 };
#define GRAPH_NOTE_COLOR "#4A545B"

typedef struct GraphStyle { /* of a paragraph */
    unsigned size, width;   /* points; lines are broken at the width */
    const char *face;       /* GRAPH_BOLD, GRAPH_OBLIQUE or NULL */
    const char *color;      /* NULL = black */
    bool right;             /* set to the right */
} GraphStyle;

/* Paragraphs stand between the two; a field without any is empty. */
void graph_html_open_paragraphs(StrBuf *out);
void graph_html_close_paragraphs(StrBuf *out);
/* Nothing if the text has no words. */
void graph_html_print_paragraph(StrBuf *out, Str text, GraphStyle style);
/* One paragraph that fills a cell by itself. */
void graph_html_print_text(StrBuf *out, Str text, GraphStyle style);
#endif
