/* doc_page.c - the frame of a page: head, contents, the ways to the pages before and after. */
#include "compiler/doc/doc_parts.h"

static Str get_guideline_title(const Doc *doc)
{
    const AstModule *main = doc->ast->main;
    return main->title.text.len ? main->title.text
                                : words_name(doc->wording, main->name.text, true);
}

static const DocPage *get_page(const Doc *doc)
{
    return &doc->pages.items[doc->page];
}

/* ---- contents ---- */

static void put_page_link(Doc *doc, uint32_t number)
{
    const DocPage *page = &doc->pages.items[number];
    buf_add_format(doc->out, "<a href=\"%S\"%s>", page->file,
                   number == doc->page ? " aria-current=\"page\"" : "");
    doc_put_text(doc, page->title);
    doc_put(doc, "</a>");
}

static void put_section_links(Doc *doc, const DocPage *page)
{
    bool any = false;
    for (uint32_t i = 0; i < page->sections.count; i++) {
        const DocSection *section = &page->sections.items[i];
        if (!section->title.len) {
            continue;
        }
        doc_put(doc, any ? "" : "<ul>\n");
        any = true;
        doc_put(doc, "<li>");
        DocPlace place = { (uint32_t)(page - doc->pages.items), section->id };
        doc_put_link(doc, NULL, &place, section->title);
        doc_put(doc, "</li>\n");
    }
    doc_put(doc, any ? "</ul>\n" : "");
}

/* Sections of every page on the overview, of the page itself elsewhere. */
static void put_contents(Doc *doc)
{
    doc_put(doc, "<nav class=\"contents\" aria-label=\"Contents\">\n<ol>\n");
    for (uint32_t i = 0; i < doc->pages.count; i++) {
        doc_put(doc, "<li>");
        put_page_link(doc, i);
        if (i == doc->page) {
            put_section_links(doc, &doc->pages.items[i]);
        }
        doc_put(doc, "</li>\n");
    }
    doc_put(doc, "</ol>\n</nav>\n");
}

/* ---- head and foot ---- */

static void put_top(Doc *doc)
{
    doc_put(doc, "<header class=\"top\">\n<p>");
    DocPlace home = { 0, STR("main") };
    if (doc->page == 0) {
        doc_put_text(doc, get_guideline_title(doc));
    } else {
        doc_put_link(doc, NULL, &home, get_guideline_title(doc));
    }
    doc_put(doc, "</p>\n<p class=\"version\">");
    doc_put_text(doc, doc->ast->main->name.text);
    doc_put(doc, " ");
    doc_put_text(doc, doc->ast->main->version.text);
    doc_put(doc, "</p>\n</header>\n");
}

void doc_page_open(Doc *doc)
{
    doc_put(doc,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    if (doc->page > 0) {
        doc_put_text(doc, get_page(doc)->title);
        doc_put(doc, " – ");
    }
    doc_put_text(doc, get_guideline_title(doc));
    doc_put(doc, "</title>\n<style>\n");
    doc_put(doc, doc_style);
    doc_put(doc, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the text</a>\n");
    put_top(doc);
    doc_put(doc, get_page(doc)->kind == DOC_DRAWN ? "<div class=\"frame wide\">\n"
                                                  : "<div class=\"frame\">\n");
    put_contents(doc);
    doc_put(doc, "<main id=\"main\">\n");
    doc_put_heading(doc, 1, STR_NONE, doc->page ? get_page(doc)->title : get_guideline_title(doc));
}

static void put_neighbours(Doc *doc)
{
    doc_put(doc, "<nav class=\"neighbours\" aria-label=\"Pages before and after\">\n");
    if (doc->page > 0) {
        doc_put(doc, "<span>← ");
        put_page_link(doc, doc->page - 1);
        doc_put(doc, "</span>\n");
    }
    if (doc->page + 1 < doc->pages.count) {
        doc_put(doc, "<span class=\"next\">");
        put_page_link(doc, doc->page + 1);
        doc_put(doc, " →</span>\n");
    }
    doc_put(doc, "</nav>\n");
}

void doc_page_close(Doc *doc)
{
    put_neighbours(doc);
    doc_put(doc,
            "</main>\n</div>\n<footer class=\"bottom\">\n<p>Written from the program by cglc ");
    doc_put_text(doc, doc->version);
    doc_put(
        doc,
        ". It describes the guideline as encoded, not a patient, and is not medical advice.</p>\n</footer>\n"
        "</body>\n</html>\n");
}
