/* doc_drawing.c - the drawings: an overview on the first page, the sections on a page of their own,
 * which is as wide as the window. */
#include "compiler/doc/doc_parts.h"

void doc_drawing_put_links(Doc *doc, const DocPage *page)
{
    uint32_t number = doc_plan_find_page(doc, DOC_DRAWN);
    bool any = false;
    if (number == MAP_NONE) {
        return;
    }
    const DocPage *drawings = &doc->pages.items[number];
    for (uint32_t i = 0; i < drawings->sections.count; i++) {
        const DocSection *section = &drawings->sections.items[i];
        bool own = false;
        for (uint32_t k = 0; k < page->drawn.count; k++) {
            own = own || page->drawn.items[k] == section->sheet->module;
        }
        if (!own) {
            continue;
        }
        if (!any) {
            doc_put(doc, "<p class=\"drawn\"><span class=\"kind\">Drawn</span> ");
        }
        doc_put_separator(doc, &any);
        DocPlace place = { number, section->id };
        doc_put_link(doc, NULL, &place, section->title);
    }
    if (any) {
        doc_put(doc, "</p>\n");
    }
}

static void put_drawing(Doc *doc, const GraphSheet *sheet)
{
    doc_put(doc,
            "<figure class=\"drawing\" tabindex=\"0\" role=\"group\" aria-label=\"Drawing\">\n");
    if (!graph_print_svg(doc->out, sheet)) {
        doc->refused = true;
    }
    doc_put(doc, "</figure>\n");
}

void doc_drawing_put_overview(Doc *doc)
{
    if (doc->sheets.count < 2) {
        return;
    }
    doc_put(doc, "<section>\n<h2 id=\"drawing\">The way through the guideline</h2>\n");
    put_drawing(doc, &doc->sheets.items[0]);
    doc_put(doc, "</section>\n");
}

void doc_drawing_put_page(Doc *doc, const DocPage *page)
{
    doc_put(
        doc,
        "<p class=\"lead\">Questions and what follows from their answers, read from left to right. The rules themselves, with "
        "every condition and exception, stand on the pages of the text.</p>\n");
    for (uint32_t i = 0; i < page->sections.count; i++) {
        doc_put(doc, "<section>\n");
        doc_put_heading(doc, 2, page->sections.items[i].id, page->sections.items[i].title);
        put_drawing(doc, page->sections.items[i].sheet);
        doc_put(doc, "</section>\n");
    }
}
