/* html_parts.h - the parts of a patient's page, and what they share. Inside the room only. */
#ifndef REPORT_HTML_PARTS_H
#define REPORT_HTML_PARTS_H
#include "runtime/report/digest.h"
#include "runtime/report/html_text.h"
#include "runtime/report/say.h"

typedef struct Html {
    StrBuf *out;
    Arena *arena; /* run arena: pieces under way */
    const Report *report;
    const Program *program;
    const ReportOptions *options;
    Digest digest;
    bool shows_figures, told_of_figures; /* of studies, so far in this report */
} Html;

void html_put(Html *html, const char *markup);
void html_put_text(Html *html, Str text);
Str html_get_title(Html *html, uint32_t block);
Str html_get_reason(Html *html, uint16_t reason);
/* What an entry about an element is about: "lesion L1". */
Str html_get_about(Html *html, const Entry *entry);
/* "Future liver remnant: <strong>75 %</strong>" */
void html_put_fact(Html *html, FactRef fact);
void html_put_statements(Html *html, uint32_t first, uint32_t count);
void html_put_heading(Html *html, const char *heading);

void html_advice_put(Html *html);
void html_open_put(Html *html);
void html_decisions_put(Html *html);
void html_decisions_put_why(Html *html);
#endif
