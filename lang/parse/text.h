/* text.h - the bytes of a source before anything is read into them. */
#ifndef LANG_TEXT_H
#define LANG_TEXT_H
#include "runtime/base/diag.h"

/* Reports what is not UTF-8, control characters, and characters that reorder text or are not seen;
 * blanks all of them in `buffer` (the lexer's copy) so that each is reported once. */
void text_check(DiagList *diags, uint32_t file, Str text, char *buffer);
#endif
