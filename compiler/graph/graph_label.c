/* graph_label.c - how nodes look: frames with wrapped text, a sign in a band of colour before what
 * is advised. */
#include "compiler/graph/graph_label.h"
#include "compiler/graph/graph_html.h"

typedef struct Look {
    const char *border, *fill, *sign; /* sign NULL: no band */
    unsigned thickness, width;        /* of the border; of the text, in points */
    const char *style;                /* of the border */
} Look;

static const Look LOOKS[GRAPH_KIND_COUNT_] = {
    [GRAPH_START] = { "#3A4650", "#FFFFFF", NULL, 1, 120, "ROUNDED" },
    [GRAPH_QUESTION] = { "#5B6770", "#F1F4F6", NULL, 1, 120, "ROUNDED" },
    [GRAPH_CONDITION] = { "#5B6770", "#F1F4F6", NULL, 1, 170, "ROUNDED" },
    [GRAPH_ANSWER] = { "#9AA5AD", "#FFFFFF", NULL, 1, 190, "" },
    [GRAPH_DECISION] = { "#111111", "#F1F4F6", NULL, 2, 120, "ROUNDED" },
    [GRAPH_TABLE] = { "#111111", "#F1F4F6", NULL, 2, 480, "" },
    [GRAPH_RESULT] = { "#37474F", "#37474F", NULL, 1, 120, "ROUNDED" },
    [GRAPH_ADVISE] = { "#00694A", "#E7F4EE", "+", 1, 180, "" },
    [GRAPH_AGAINST] = { "#A63603", "#FCEBE0", "×", 2, 180, "" },
    [GRAPH_GATE] = { "#0B5394", "#E6F0F9", "i", 1, 180, "" },
    [GRAPH_CAUTION] = { "#8A6100", "#FFF8E3", "!", 1, 180, "" },
    [GRAPH_FIGURE] = { "#6B7780", "#F7F7F7", "#", 1, 180, "" },
    [GRAPH_UNLESS] = { "#A63603", "#FFFFFF", NULL, 1, 130, "DASHED" },
    [GRAPH_GAP] = { "#6A3D9A", "#FFFFFF", "?", 1, 130, "DASHED" },
    [GRAPH_FACTS] = { "#5B6770", "#F1F4F6", NULL, 1, 140, "ROUNDED" },
    [GRAPH_SECTION] = { "#3A4650", "#FFFFFF", NULL, 1, 165, "" },
};

enum {
    WHEN_WIDTH = 140,
    CAUTION_WIDTH = 210,
    ANSWER_WIDTH = 120,
    RESULT_WIDTH = 84,
    COUNT_WIDTH = 31
};
enum { FEW_COLUMNS = 3, WIDE_CELL = 200, NARROW_CELL = 64, ANSWER_CELL = 84, OPTION_WIDTH = 110 };

/* ---- paragraphs ---- */

static void print_title(StrBuf *out, Str text, unsigned width, const char *color)
{
    graph_html_print_paragraph(out, text,
                               (GraphStyle){ GRAPH_TITLE_SIZE, width, GRAPH_BOLD, color, false });
}

static void print_text(StrBuf *out, Str text, unsigned width, const char *face, const char *color)
{
    graph_html_print_paragraph(out, text,
                               (GraphStyle){ GRAPH_TEXT_SIZE, width, face, color, false });
}

static void print_note(StrBuf *out, Str text, unsigned width)
{
    graph_html_print_paragraph(
        out, text, (GraphStyle){ GRAPH_NOTE_SIZE, width, NULL, GRAPH_NOTE_COLOR, false });
}

/* Lines that have no form of their own, with a number or a bullet. */
static void print_lines(StrBuf *out, const GraphNode *node, unsigned width)
{
    for (uint32_t i = 0; i < node->lines.count; i++) {
        const GraphLine *line = &node->lines.items[i];
        if (line->kind == GRAPH_ANSWER || LOOKS[line->kind].sign) {
            continue;
        }
        Str mark = line->mark.len ? line->mark : line->kind == GRAPH_RESULT ? STR_NONE : STR("•");
        print_text(out, mark.len ? str_format(out->arena, "%S %S", mark, line->text) : line->text,
                   width, NULL, NULL);
    }
}

/* ---- frames and fields ---- */

static void open_frame(StrBuf *out, const Look *look, unsigned padding)
{
    buf_add_format(
        out,
        "<TABLE BORDER=\"%u\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"%u\" COLOR=\"%s\" BGCOLOR=\"%s\"",
        look->thickness, padding, look->border, look->fill);
    if (look->style[0]) {
        buf_add_format(out, " STYLE=\"%s\"", look->style);
    }
    buf_add_char(out, '>');
}

static void close_frame(StrBuf *out)
{
    buf_add_c(out, "</TABLE>");
}

/* attributes: of the cell, after those that every field has. */
static void open_field(StrBuf *out, const char *attributes)
{
    buf_add_format(out, "<TD ALIGN=\"LEFT\" BALIGN=\"LEFT\"%s%s>", attributes[0] ? " " : "",
                   attributes);
    graph_html_open_paragraphs(out);
}

static void close_field(StrBuf *out)
{
    graph_html_close_paragraphs(out);
    buf_add_c(out, "</TD>");
}

static void open_row(StrBuf *out, const char *attributes)
{
    buf_add_c(out, "<TR>");
    open_field(out, attributes);
}

static void close_row(StrBuf *out)
{
    close_field(out);
    buf_add_c(out, "</TR>");
}

static const char *make_attributes(StrBuf *out, const char *format, unsigned value)
{
    return value ? str_to_c(out->arena, str_format(out->arena, format, value)) : "";
}

static bool is_filled(const Look *look)
{
    return look->style[0] == '\0';
}

/* The band with the sign of a kind; a dashed frame has a sign without a band. */
static void print_sign(StrBuf *out, const Look *look)
{
    buf_add_c(out, "<TD WIDTH=\"14\"");
    if (is_filled(look)) {
        buf_add_format(out, " BGCOLOR=\"%s\"", look->border);
    }
    buf_add_format(out,
                   "><FONT COLOR=\"%s\" POINT-SIZE=\"11\" FACE=\"" GRAPH_BOLD "\">%s</FONT></TD>",
                   is_filled(look) ? "#FFFFFF" : look->border, look->sign);
}

static void open_signed_row(StrBuf *out, const Look *look)
{
    buf_add_c(out, "<TR>");
    print_sign(out, look);
    open_field(out, str_to_c(out->arena, str_format(out->arena, "BGCOLOR=\"%s\" WIDTH=\"%u\"",
                                                    look->fill, look->width + 6)));
}

/* ---- lines with a form of their own ---- */

static void print_signed_line(StrBuf *out, const GraphLine *line, unsigned width)
{
    open_signed_row(out, &LOOKS[line->kind]);
    if (line->kind == GRAPH_FIGURE) {
        print_note(out, str_format(out->arena, "%S: %S", line->text, line->note), width);
    } else {
        print_text(out, line->mark, width, GRAPH_OBLIQUE, NULL);
        print_text(out, line->text, width, NULL, NULL);
        print_note(out, line->note, width);
    }
    close_row(out);
}

/* What the text leaves open, as a dashed field within a node. */
static void print_gap_line(StrBuf *out, const GraphLine *line, uint32_t number, unsigned width,
                           unsigned columns)
{
    const Look *look = &LOOKS[GRAPH_GAP];
    open_row(out,
             str_to_c(out->arena,
                      str_format(out->arena,
                                 "PORT=\"line_%u\" COLSPAN=\"%u\" BORDER=\"1\" STYLE=\"DASHED\" "
                                 "COLOR=\"%s\" BGCOLOR=\"%s\"",
                                 (unsigned)number, columns, look->border, look->fill)));
    print_text(out, line->mark, width, GRAPH_BOLD, look->border);
    print_text(out, str_format(out->arena, "? %S", line->text), width, GRAPH_OBLIQUE, NULL);
    print_note(out, line->note, width);
    close_row(out);
}

/* An answer of a question, at the side where the way goes on. */
static void print_answer_line(StrBuf *out, const GraphLine *line, uint32_t number,
                              const char *color)
{
    buf_add_format(
        out,
        "<TR>%s<TD PORT=\"line_%u\" ALIGN=\"RIGHT\" BALIGN=\"RIGHT\" BORDER=\"1\" SIDES=\"T\" COLOR=\"#C3CBD0\">",
        color ? "<TD></TD>" : "", (unsigned)number);
    graph_html_print_text(out, line->text,
                          (GraphStyle){ GRAPH_TEXT_SIZE, OPTION_WIDTH, GRAPH_BOLD, color, true });
    buf_add_c(out, "</TD></TR>");
}

static void print_ways_out(StrBuf *out, const GraphNode *node, unsigned width, unsigned columns)
{
    for (uint32_t i = 0; i < node->lines.count; i++) {
        if (node->lines.items[i].kind == GRAPH_ANSWER) {
            print_answer_line(out, &node->lines.items[i], i + 1, NULL);
        } else if (node->lines.items[i].kind == GRAPH_GAP) {
            print_gap_line(out, &node->lines.items[i], i + 1, width, columns);
        }
    }
}

/* ---- nodes ---- */

/* More than four lines beside what it leads to. */
static bool is_long(Str text)
{
    return graph_font_measure(text, false) * GRAPH_TEXT_SIZE > (uint64_t)4 * 1000 * WHEN_WIDTH;
}

/* Several cautions: when, and what is to be heeded. */
static void print_cautions(StrBuf *out, const GraphNode *node)
{
    const Look *look = &LOOKS[GRAPH_CAUTION];
    open_frame(out, look, 3);
    for (uint32_t i = 0; i < node->lines.count; i++) {
        const GraphLine *line = &node->lines.items[i];
        bool beside = line->mark.len && !is_long(line->mark);
        buf_add_c(out, "<TR>");
        print_sign(out, look);
        if (beside) {
            open_field(out, "");
            print_text(out, line->mark, WHEN_WIDTH, GRAPH_OBLIQUE, NULL);
            close_field(out);
        }
        open_field(out, beside ? "" : "COLSPAN=\"2\"");
        if (!beside) {
            print_text(out, line->mark, CAUTION_WIDTH + WHEN_WIDTH, GRAPH_OBLIQUE, NULL);
        }
        print_text(out, line->text, beside ? CAUTION_WIDTH : CAUTION_WIDTH + WHEN_WIDTH, NULL,
                   NULL);
        print_note(out, line->note, CAUTION_WIDTH);
        close_row(out);
    }
    close_frame(out);
}

/* Advice with its cautions; a gap that is asked, with its settings. */
static void print_signed(StrBuf *out, const GraphNode *node)
{
    const Look *look = &LOOKS[node->kind];
    open_frame(out, look, 3);
    open_signed_row(out, look);
    if (node->kind == GRAPH_GAP) {
        print_text(out, node->title, look->width, GRAPH_OBLIQUE, NULL);
    } else {
        print_title(out, node->title, look->width, NULL);
    }
    print_note(out, node->note, look->width);
    print_lines(out, node, look->width);
    close_row(out);
    for (uint32_t i = 0; i < node->lines.count; i++) {
        const GraphLine *line = &node->lines.items[i];
        if (line->kind == GRAPH_ANSWER) {
            print_answer_line(out, line, i + 1, look->border);
        } else if (LOOKS[line->kind].sign) {
            print_signed_line(out, line, look->width);
        }
    }
    close_frame(out);
}

static void print_box(StrBuf *out, const GraphNode *node)
{
    const Look *look = &LOOKS[node->kind];
    bool result = node->kind == GRAPH_RESULT, unless = node->kind == GRAPH_UNLESS;
    unsigned least = result ? RESULT_WIDTH : node->kind == GRAPH_ANSWER ? ANSWER_WIDTH : 0;
    open_frame(out, look, 3);
    open_row(out, make_attributes(out, "WIDTH=\"%u\"", least));
    if (unless) {
        print_text(out, STR("unless"), look->width, GRAPH_BOLD, look->border);
    }
    if (unless) {
        print_text(out, node->title, look->width, NULL, NULL);
    } else {
        print_title(out, node->title, look->width, result ? "#FFFFFF" : NULL);
    }
    print_lines(out, node, look->width);
    print_note(out, node->note, look->width);
    close_row(out);
    print_ways_out(out, node, look->width, 1);
    close_frame(out);
}

/* ---- tables ---- */

static bool is_head(const GraphNode *node, uint32_t i)
{
    return i < node->columns;
}
static bool is_result(const GraphNode *node, uint32_t i)
{
    return i % node->columns >= node->inputs;
}

static GraphStyle get_cell_style(const GraphNode *node, uint32_t i, unsigned width)
{
    bool head = is_head(node, i);
    return (GraphStyle){ head ? GRAPH_TEXT_SIZE - 1 : GRAPH_TEXT_SIZE, width,
                         head || is_result(node, i) ? GRAPH_BOLD : NULL, NULL, false };
}

/* No narrower than its longest word: a word cut in two is not read as one. */
static unsigned get_column_width(const GraphNode *node, uint32_t column)
{
    unsigned width = node->columns <= FEW_COLUMNS ? WIDE_CELL
                     : is_result(node, column)    ? ANSWER_CELL
                                                  : NARROW_CELL;
    for (uint32_t i = column; i < node->cells.count; i += node->columns) {
        GraphStyle style = get_cell_style(node, i, 0);
        uint64_t longest =
            graph_font_measure_longest_word(node->cells.items[i], graph_font_is_bold(style.face)) *
            style.size;
        if (longest > (uint64_t)width * 1000) {
            width = (unsigned)((longest + 999) / 1000);
        }
    }
    return width;
}

static void print_cell(StrBuf *out, const GraphNode *node, uint32_t i, unsigned width)
{
    buf_add_format(
        out,
        "<TD BORDER=\"1\" SIDES=\"TL\" COLOR=\"#9AA5AD\" ALIGN=\"LEFT\" BALIGN=\"LEFT\" BGCOLOR=\"%s\">",
        is_head(node, i)     ? "#DDE3E7"
        : is_result(node, i) ? "#E4E9EC"
                             : "#FFFFFF");
    graph_html_print_text(out, node->cells.items[i], get_cell_style(node, i, width));
    buf_add_c(out, "</TD>");
}

static void print_cells(StrBuf *out, const GraphNode *node)
{
    unsigned *widths = ARENA_ARRAY(out->arena, unsigned, node->columns);
    for (uint32_t column = 0; column < node->columns; column++) {
        widths[column] = get_column_width(node, column);
    }
    for (uint32_t i = 0; i < node->cells.count; i++) {
        if (i % node->columns == 0) {
            buf_add_c(out, "<TR>");
        }
        print_cell(out, node, i, widths[i % node->columns]);
        if (i % node->columns == node->columns - 1) {
            buf_add_c(out, "</TR>");
        }
    }
}

static void print_table(StrBuf *out, const GraphNode *node)
{
    const Look *look = &LOOKS[GRAPH_TABLE];
    open_frame(out, look, 3);
    open_row(out, make_attributes(out, "COLSPAN=\"%u\"", node->columns));
    print_title(out, node->title, look->width, NULL);
    print_note(out, node->note, look->width);
    close_row(out);
    print_cells(out, node);
    print_ways_out(out, node, look->width, node->columns);
    close_frame(out);
}

/* ---- overview ---- */

static void print_count(StrBuf *out, const GraphLine *line)
{
    const Look *look = &LOOKS[line->kind];
    buf_add_c(out, "<TD WIDTH=\"13\"");
    if (is_filled(look)) {
        buf_add_format(out, " BGCOLOR=\"%s\"", look->border);
    } else {
        buf_add_format(out, " BORDER=\"1\" STYLE=\"DASHED\" COLOR=\"%s\"", look->border);
    }
    buf_add_format(out,
                   "><FONT COLOR=\"%s\" POINT-SIZE=\"9\" FACE=\"" GRAPH_BOLD
                   "\">%s</FONT></TD><TD ALIGN=\"LEFT\" WIDTH=\"17\">",
                   is_filled(look) ? "#FFFFFF" : look->border, look->sign);
    graph_html_print_text(out, line->text,
                          (GraphStyle){ GRAPH_TEXT_SIZE, COUNT_WIDTH, NULL, NULL, false });
    buf_add_c(out, "</TD>");
}

/* Numbers of rules, each behind its sign; the last cell keeps them to the left. */
static void print_counts(StrBuf *out, const GraphNode *node)
{
    unsigned left = LOOKS[GRAPH_SECTION].width;
    StrBuf cells = { .arena = out->arena };
    for (uint32_t i = 0; i < node->lines.count; i++) {
        if (!LOOKS[node->lines.items[i].kind].sign) {
            continue;
        }
        print_count(&cells, &node->lines.items[i]);
        left -= left > COUNT_WIDTH ? COUNT_WIDTH : 0;
    }
    if (!cells.len) {
        return;
    }
    buf_add_format(
        out,
        "<TR><TD ALIGN=\"LEFT\"><TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"2\"><TR>%S"
        "<TD WIDTH=\"%u\"></TD></TR></TABLE></TD></TR>",
        buf_get(&cells), left);
}

static void print_section(StrBuf *out, const GraphNode *node)
{
    const Look *look = &LOOKS[GRAPH_SECTION];
    open_frame(out, look, 3);
    open_row(out, make_attributes(out, "WIDTH=\"%u\"", look->width + 4));
    print_title(out, node->title, look->width, NULL);
    print_lines(out, node, look->width);
    close_row(out);
    print_counts(out, node);
    close_frame(out);
}

/* ---- the whole ---- */

void graph_label_print(StrBuf *out, const GraphNode *node)
{
    switch (node->kind) {
    case GRAPH_TABLE: print_table(out, node); break;
    case GRAPH_CAUTION: print_cautions(out, node); break;
    case GRAPH_SECTION: print_section(out, node); break;
    case GRAPH_ADVISE:
    case GRAPH_AGAINST:
    case GRAPH_GATE:
    case GRAPH_GAP: print_signed(out, node); break;
    default: print_box(out, node); break;
    }
}

bool graph_label_get_sign(GraphKind kind, GraphSign *sign)
{
    const Look *look = &LOOKS[kind];
    *sign = (GraphSign){ look->sign, look->border, !is_filled(look) };
    return look->sign != NULL;
}
