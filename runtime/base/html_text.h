/* html_text.h - text into HTML: the one place where it is escaped. */
#ifndef BASE_HTML_TEXT_H
#define BASE_HTML_TEXT_H
#include "runtime/base/str.h"

/* What stands for a byte of ASCII, NULL if it stands for itself: "&lt;". */
const char *html_text_find_entity(unsigned char c);
/* Escaped for element content and for quoted attributes; a replacement mark for what is unseen
 * (code_point.h) and for what is not UTF-8. */
void html_text_add(StrBuf *out, Str text);
/* <NAME class="CLASS">TEXT</NAME>; no class if NULL. */
void html_text_wrap(StrBuf *out, const char *name, const char *class, Str text);
#endif
