/* graph_svg.c - the source is laid out by Graphviz, and its SVG is made fit to stand alone or in a
 * page. */
#include "compiler/graph/graph_svg.h"
#include "compiler/graph/graph_dot.h"
#include "compiler/graph/graph_font.h"
#include "compiler/graph/graph_label.h"
#include "compiler/graph/graph_layout.h"
#include "compiler/graph/graph_page.h"
#include "runtime/base/html_text.h"

#include <string.h>

/* ---- one block: what Graphviz wrote, line by line ---- */

static Str take_line(Str *rest)
{
    const char *end = memchr(rest->ptr, '\n', rest->len);
    Str line = { rest->ptr, end ? (size_t)(end - rest->ptr) + 1 : rest->len };
    *rest = (Str){ rest->ptr + line.len, rest->len - line.len };
    return line;
}

static Str find_node_title(const GraphModel *model, Str id)
{
    for (uint32_t i = 0; i < model->nodes.count; i++) {
        if (str_equal(model->nodes.items[i]->id, id)) {
            return model->nodes.items[i]->title;
        }
    }
    return STR_NONE;
}

/* Graphviz names an element by the identifier in the source; people and screen readers are told the
 * words. */
static void print_element_title(StrBuf *out, const GraphModel *model, Str line)
{
    size_t before = strlen("<title>"), after = strlen("</title>\n");
    if (line.len <= before + after) {
        return;
    }
    Str title = find_node_title(model, (Str){ line.ptr + before, line.len - before - after });
    if (!title.len) {
        return;
    }
    buf_add_c(out, "<title>");
    html_text_add(out, title);
    buf_add_c(out, "</title>\n");
}

/* The number in `<svg width="123pt" height="45pt"`. */
static uint32_t read_size(Str line, const char *name)
{
    const char *at = memmem(line.ptr, line.len, name, strlen(name));
    uint32_t value = 0;
    if (!at) {
        return 0;
    }
    for (at += strlen(name); *at >= '0' && *at <= '9' && value < 1000000; at++) {
        value = value * 10 + (uint32_t)(*at - '0');
    }
    return value;
}

/* Keeps what is drawn; drops declaration, document type, the element around it and comments, some
 * of which name the version. */
static void take_picture(GraphPicture *picture, StrBuf *out, const GraphModel *model, Str svg)
{
    bool inside = false, comment = false;
    while (svg.len) {
        Str line = take_line(&svg);
        if (comment || str_starts_with(line, STR("<!--"))) {
            comment = !memmem(line.ptr, line.len, "-->", 3);
        } else if (str_starts_with(line, STR("<svg"))) {
            picture->width = read_size(line, "width=\"");
            picture->height = read_size(line, "height=\"");
            take_line(&svg);
            inside = true;
        } else if (inside && str_starts_with(line, STR("<title>"))) {
            print_element_title(out, model, line);
        } else if (inside && !str_starts_with(line, STR("</svg>"))) {
            buf_add(out, line);
        }
    }
}

static GraphPicture make_picture(const GraphModel *model, Str svg)
{
    GraphPicture picture = { .drawn = svg.len > 0 };
    StrBuf out = { .arena = model->arena };
    take_picture(&picture, &out, model, svg);
    picture.svg = buf_get(&out);
    return picture;
}

static const char *print_source(const GraphModel *model, uint32_t block)
{
    StrBuf dot = { .arena = model->arena };
    graph_dot_print_block(&dot, model, block);
    return str_to_c(model->arena, buf_get(&dot));
}

GraphPicture *graph_svg_draw(const GraphModel *model)
{
    GraphPicture *pictures = ARENA_ARRAY(model->arena, GraphPicture, model->blocks);
    const char **sources = ARENA_ARRAY(model->arena, const char *, model->blocks);
    Str *svgs = ARENA_ARRAY(model->arena, Str, model->blocks);
    for (uint32_t i = 0; i < model->blocks; i++) {
        sources[i] = print_source(model, i);
    }
    graph_layout_draw(model->arena, sources, model->blocks, svgs);
    for (uint32_t i = 0; i < model->blocks; i++) {
        pictures[i] = make_picture(model, svgs[i]);
    }
    return pictures;
}

/* ---- title and legend ---- */

enum { LEGEND_SIZE = 9, LEGEND_Y = 34, LEGEND_SIDE = 13 };

static bool has_kind(const GraphModel *model, GraphRange range, GraphKind kind)
{
    for (uint32_t i = 0; i < model->nodes.count; i++) {
        const GraphNode *node = model->nodes.items[i];
        if (node->block - range.first >= range.count) {
            continue;
        }
        if (node->kind == kind) {
            return true;
        }
        for (uint32_t k = 0; k < node->lines.count; k++) {
            if (node->lines.items[k].kind == kind) {
                return true;
            }
        }
    }
    return false;
}

static void print_text(StrBuf *out, uint32_t x, uint32_t y, unsigned size, const char *style,
                       Str text)
{
    buf_add_format(
        out, "<text x=\"%u\" y=\"%u\" font-family=\"" GRAPH_FONT_FAMILY "\" font-size=\"%u\" %s>",
        (unsigned)x, (unsigned)y, size, style);
    html_text_add(out, text);
    buf_add_c(out, "</text>\n");
}

static uint32_t get_width(Str text, unsigned size, bool bold)
{
    return (uint32_t)((graph_font_measure(text, bold) * size + 999) / 1000);
}

/* Each kind that the drawing has, with its sign, and the remark; where the last one ends. */
static uint32_t print_legend(StrBuf *out, const GraphModel *model, GraphRange range)
{
    uint32_t x = GRAPH_PAGE_GAP;
    for (GraphKind kind = 0; kind < GRAPH_KIND_COUNT_; kind++) {
        GraphSign sign;
        if (!graph_label_get_sign(kind, &sign) || !has_kind(model, range, kind)) {
            continue;
        }
        buf_add_format(
            out,
            "<rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" fill=\"%s\" stroke=\"%s\"%s/>\n",
            (unsigned)x, LEGEND_Y, LEGEND_SIDE, LEGEND_SIDE, sign.dashed ? "white" : sign.color,
            sign.color, sign.dashed ? " stroke-dasharray=\"3,2\"" : "");
        buf_add_format(
            out,
            "<text x=\"%u\" y=\"%u\" text-anchor=\"middle\" font-family=\"" GRAPH_FONT_FAMILY
            "\" font-size=\"10\" "
            "font-weight=\"bold\" fill=\"%s\">%s</text>\n",
            (unsigned)x + LEGEND_SIDE / 2, LEGEND_Y + 10, sign.dashed ? sign.color : "white",
            sign.sign);
        Str words = graph_model_get_legend(kind);
        print_text(out, x + LEGEND_SIDE + 4, LEGEND_Y + 10, LEGEND_SIZE, "fill=\"#111111\"", words);
        x += LEGEND_SIDE + 4 + get_width(words, LEGEND_SIZE, false) + 14;
    }
    if (!model->remark.len) {
        return x;
    }
    print_text(out, x, LEGEND_Y + 10, LEGEND_SIZE, "fill=\"#4A545B\"", model->remark);
    return x + get_width(model->remark, LEGEND_SIZE, false) + GRAPH_PAGE_GAP;
}

/* What a line of that width holds; the whole stands in <title> and <desc>. */
static Str cut(Arena *arena, Str text, uint32_t width, unsigned size, bool bold)
{
    GraphLineBreaks lines = graph_font_wrap(arena, text, (uint64_t)width * 1000 / size, bold);
    if (!lines.count) {
        return STR_NONE;
    }
    return lines.count > 1 ? str_format(arena, "%S…", lines.lines[0]) : lines.lines[0];
}

/* Where it ends. */
static uint32_t print_title(StrBuf *out, Str whole_title, Str whole_subtitle)
{
    enum { TITLE_SIZE = 16, SUBTITLE_SIZE = 9, BASE = 22, WIDEST = 450 };
    Str title = cut(out->arena, whole_title, WIDEST, TITLE_SIZE, true);
    Str subtitle = cut(out->arena, whole_subtitle, WIDEST, SUBTITLE_SIZE, false);
    uint32_t x = GRAPH_PAGE_GAP + get_width(title, TITLE_SIZE, true) + 10;
    print_text(out, GRAPH_PAGE_GAP, BASE, TITLE_SIZE, "font-weight=\"bold\" fill=\"#111111\"",
               title);
    print_text(out, x, BASE, SUBTITLE_SIZE, "fill=\"#4A545B\"", subtitle);
    return x + get_width(subtitle, SUBTITLE_SIZE, false) + GRAPH_PAGE_GAP;
}

/* ---- the whole ---- */

static void open_svg(StrBuf *out, Str name, Str title, Str subtitle, uint32_t width,
                     uint32_t height)
{
    buf_add_format(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"%upt\" "
        "height=\"%upt\" viewBox=\"0 0 %u %u\" role=\"graphics-document\" aria-labelledby=\"%S-title %S-desc\">\n",
        (unsigned)width, (unsigned)height, (unsigned)width, (unsigned)height, name, name);
    buf_add_format(out, "<title id=\"%S-title\">", name);
    html_text_add(out, title);
    buf_add_format(out, "</title>\n<desc id=\"%S-desc\">", name);
    html_text_add(out, subtitle);
    buf_add_format(out, "</desc>\n<rect width=\"%u\" height=\"%u\" fill=\"white\"/>\n",
                   (unsigned)width, (unsigned)height);
}

static GraphBox *arrange(const GraphModel *model, const GraphPicture *pictures, GraphRange range,
                         uint32_t *width, uint32_t *height)
{
    GraphBox *boxes = ARENA_ARRAY(model->arena, GraphBox, range.count);
    for (uint32_t i = 0; i < range.count; i++) {
        boxes[i] = (GraphBox){ .width = pictures[range.first + i].width,
                               .height = pictures[range.first + i].height };
    }
    *width = 0;
    *height = GRAPH_PAGE_HEAD;
    if (range.count) {
        graph_page_arrange(boxes, range.count, width, height);
    }
    return boxes;
}

uint32_t graph_svg_get_scale(const GraphModel *model, const GraphPicture *pictures,
                             GraphRange range)
{
    uint32_t width, height;
    arrange(model, pictures, range, &width, &height);
    return graph_page_get_scale(width, height);
}

void graph_svg_print(StrBuf *out, const GraphModel *model, const GraphPicture *pictures,
                     GraphRange range, Str name, Str title)
{
    StrBuf head = { .arena = model->arena };
    uint32_t width, height;
    const GraphBox *boxes = arrange(model, pictures, range, &width, &height);
    uint32_t title_width = print_title(&head, title, model->subtitle),
             legend_width = print_legend(&head, model, range);
    if (width < title_width) {
        width = title_width;
    }
    if (width < legend_width) {
        width = legend_width;
    }
    open_svg(out, name, title, model->subtitle, width, height);
    buf_add(out, buf_get(&head));
    for (uint32_t i = 0; i < range.count; i++) {
        buf_add_format(out, "<g transform=\"translate(%u %u)\">\n%S</g>\n", (unsigned)boxes[i].x,
                       (unsigned)boxes[i].y, pictures[range.first + i].svg);
    }
    buf_add_c(out, "</svg>\n");
}
