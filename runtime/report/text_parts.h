/* text_parts.h - the parts of the text report, and what they share. Inside the room only. */
#ifndef REPORT_TEXT_PARTS_H
#define REPORT_TEXT_PARTS_H
#include "runtime/report/digest.h"
#include "runtime/report/say.h"
#include "runtime/report/wrap.h"

enum { TEXT_INDENT = 2, TEXT_DETAIL = 4, TEXT_DETAIL_WORDS = 13 };

typedef struct Text {
    Wrap wrap;
    Arena *arena; /* run arena: pieces under way */
    const Report *report;
    const Program *program;
    const ReportOptions *options;
    Digest digest;
    bool shows_figures, told_of_figures; /* of studies, so far in this report */
} Text;

StrBuf text_new_piece(Text *text);
Str text_get_title(Text *text, uint32_t block);
Str text_get_reason(Text *text, uint16_t reason);
/* What an entry about an element is about: "lesion L1". */
Str text_get_about(Text *text, const Entry *entry);
void text_add_heading(Text *text, const char *heading);
/* A mark before all but the first. */
void text_add_mark(Text *text, bool first, const char *mark);
/* "Future liver remnant: 75 %" */
void text_add_fact(Text *text, FactRef fact);
void text_add_statements(Text *text, uint32_t first, uint32_t count);

void text_advice_add(Text *text);
void text_open_add(Text *text);
void text_decisions_add(Text *text);
void text_decisions_add_why(Text *text);
#endif
