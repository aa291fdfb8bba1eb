/* graph_font.h - how wide text is in a plain sans serif face (Helvetica, Arial and their metric
 * twins), from a table: no font is opened, so that a drawing is the same everywhere. */
#ifndef TOOLS_GRAPH_FONT_H
#define TOOLS_GRAPH_FONT_H
#include "runtime/base/str.h"

/* Names of the faces that Graphviz knows; it writes them into pictures as a family, a weight and a
 * style. */
#define GRAPH_REGULAR "Helvetica"
#define GRAPH_BOLD "Helvetica-Bold"
#define GRAPH_OBLIQUE "Helvetica-Oblique"
#define GRAPH_FONT_FAMILY "Helvetica,sans-Serif"

bool graph_font_is_bold(const char *face); /* NULL is regular */

/* In thousandths of the size; of UTF-8 text, a character outside the table counts as a wide one. */
uint64_t graph_font_measure(Str text, bool bold);
/* Of the widest word, same unit; words end at blanks of either kind. A line as wide as this cuts
 * none. */
uint64_t graph_font_measure_longest_word(Str text, bool bold);
/* Lines no wider than `width` (same unit), at least a character each; breaks at blanks, a word that
 * no line holds is cut. Lines are views of text. */
typedef struct GraphLineBreaks {
    Str *lines;
    uint32_t count;
} GraphLineBreaks;
GraphLineBreaks graph_font_wrap(Arena *arena, Str text, uint64_t width, bool bold);
#endif
