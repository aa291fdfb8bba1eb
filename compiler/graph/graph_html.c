/* graph_html.c - paragraphs of HTML-like labels. Graphviz sets lines of one font with the distance
 * that we measure, and lines of several, or with <B>, too close: so each paragraph is a cell, and
 * bold is a face. */
#include "compiler/graph/graph_html.h"
#include "runtime/base/html_text.h"

/* Graphviz expands \N and the like, and reads two backslashes as one. */
static void print_escaped(StrBuf *out, Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        const char *entity = c == '\'' ? NULL : html_text_find_entity(c);
        if (c == '\\') {
            buf_add_c(out, "\\\\");
        } else if (c < 0x20 || c == 0x7f) {
            buf_add_char(out, ' ');
        } else if (entity) {
            buf_add_c(out, entity);
        } else {
            buf_add_char(out, (char)c);
        }
    }
}

static void print_line(StrBuf *out, Str line, const GraphStyle *style)
{
    print_escaped(out, line);
    buf_add_format(out, "<BR ALIGN=\"%s\"/>", style->right ? "RIGHT" : "LEFT");
}

void graph_html_print_text(StrBuf *out, Str text, GraphStyle style)
{
    GraphLineBreaks lines =
        graph_font_wrap(out->arena, text, (uint64_t)style.width * 1000 / style.size,
                        graph_font_is_bold(style.face));
    if (!lines.count) {
        return;
    }
    buf_add_format(out, "<FONT POINT-SIZE=\"%u\"", style.size);
    if (style.color) {
        buf_add_format(out, " COLOR=\"%s\"", style.color);
    }
    if (style.face) {
        buf_add_format(out, " FACE=\"%s\"", style.face);
    }
    buf_add_char(out, '>');
    for (uint32_t i = 0; i < lines.count; i++) {
        print_line(out, lines.lines[i], &style);
    }
    buf_add_c(out, "</FONT>");
}

void graph_html_print_paragraph(StrBuf *out, Str text, GraphStyle style)
{
    StrBuf inner = { .arena = out->arena };
    graph_html_print_text(&inner, text, style);
    if (inner.len) {
        buf_add_format(out, "<TR><TD ALIGN=\"%s\" BALIGN=\"%s\">%S</TD></TR>",
                       style.right ? "RIGHT" : "LEFT", style.right ? "RIGHT" : "LEFT",
                       buf_get(&inner));
    }
}

/* The last row is empty: a table must have one. */
void graph_html_open_paragraphs(StrBuf *out)
{
    buf_add_c(out, "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\">");
}

void graph_html_close_paragraphs(StrBuf *out)
{
    buf_add_c(out, "<TR><TD HEIGHT=\"0\"></TD></TR></TABLE>");
}
