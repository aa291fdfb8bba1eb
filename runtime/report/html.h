/* html.h - all patients of a run on one self-contained page: for the screen (light and dark) and
 * for paper. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H
#include "runtime/report/collect.h"
#include "runtime/report/report.h"

/* The contents list of a page; it is written at the end of the page and shown at its top. */
typedef struct HtmlPage {
    Arena *arena; /* session arena */
    StrBuf contents;
    uint64_t count;  /* articles */
    uint64_t listed; /* of them in the contents; the rest is only counted: memory stays flat */
} HtmlPage;

void html_begin(StrBuf *out, HtmlPage *page, const Plan *plan, const ReportOptions *options);
void html_add(StrBuf *out, HtmlPage *page, Arena *run_arena, const Report *report,
              const ReportOptions *options);
void html_add_error(StrBuf *out, HtmlPage *page, const RecordError *error);
void html_end(StrBuf *out, const HtmlPage *page);
extern const char html_style[]; /* of the page (html_style.c) */
#endif
