/* code_point.h - one character of a text, and which ones no text may hold: what a reader sees must
 * be what the programs read. Sources, images, records and reports ask here. */
#ifndef BASE_CODE_POINT_H
#define BASE_CODE_POINT_H
#include "runtime/base/str.h"

/* Bytes of the well-formed UTF-8 sequence at `at` (RFC 3629: no surrogates, no overlong forms) and
 * its code point; 0 where there is none, or at the end. */
unsigned code_point_read(Str text, size_t at, uint32_t *code);

/* C0 and C1 controls and DEL, the tab and the line ends among them. */
bool code_point_is_control(uint32_t code);
/* Turns the direction in which the rest of a line is read. */
bool code_point_turns(uint32_t code);
/* Not seen at all, or seen as a line end by some programs and not by others (U+2028, U+2029). The
 * joiners U+200C and U+200D are not among them: words of several scripts are spelt with them. */
bool code_point_is_hidden(uint32_t code);
/* One of these three: shown, it would steer what shows it, or deceive who reads it. */
bool code_point_is_unseen(uint32_t code);
/* None of these, but for the tab and the line ends. */
bool code_point_is_fit(uint32_t code);
/* Byte offset of the first thing in a text that is not UTF-8 or not fit; text.len if all is. */
size_t code_point_find_unfit(Str text);
/* A text of others (a name, a path) as it may be shown: a replacement mark (U+FFFD) for everything
 * unseen and each byte that is not UTF-8. With lines, line feeds stay. */
void code_point_add_shown(StrBuf *out, Str text, bool lines);
#endif
