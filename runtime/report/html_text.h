/* html_text.h - text into HTML: escaping, and the page's own style sheet. */
#ifndef REPORT_HTML_TEXT_H
#define REPORT_HTML_TEXT_H
#include "runtime/base/str.h"

/* Escaped for element content and for quoted attributes; a replacement mark for what is unseen
 * (code_point.h) and for what is not UTF-8. */
void html_text_add(StrBuf *out, Str text);
/* <NAME class="CLASS">TEXT</NAME>; no class if NULL. */
void html_text_wrap(StrBuf *out, const char *name, const char *class, Str text);
extern const char html_text_style[];
#endif
