/* text.c - the bytes of a source before the lexer sees them. */
#include "lang/parse/text.h"
#include "lang/messages/diagnose.h"
#include "runtime/base/code_point.h"

/* A file that is no text at all is not reported byte by byte. */
enum { MOST_REPORTS = 10 };

static void report(DiagList *diags, Span place, unsigned length, uint32_t code, char byte)
{
    if (length == 0) {
        diagnose_invalid_utf8(diags, place, (unsigned char)byte);
    } else if (code_point_is_control(code)) {
        diagnose_control_character(diags, place, code);
    } else if (code_point_turns(code)) {
        diagnose_bidi_control(diags, place, code);
    } else {
        diagnose_hidden_character(diags, place, code);
    }
}

void text_check(DiagList *diags, uint32_t file, Str text, char *buffer)
{
    size_t at = 0;
    unsigned reports = 0;
    if (str_starts_with(text, STR("\xEF\xBB\xBF"))) {
        memset(buffer, ' ', 3); /* a byte order mark says nothing here */
        at = 3;
    }
    while (at < text.len) {
        uint32_t code = 0;
        unsigned char byte = (unsigned char)text.ptr[at];
        if ((byte >= 0x20 && byte < 0x7F) || byte == '\n') { /* nearly every byte of a guideline */
            at++;
            continue;
        }
        unsigned length = code_point_read(text, at, &code), used = length ? length : 1;
        if (length == 0 || !code_point_is_fit(code)) {
            if (reports++ <= MOST_REPORTS) {
                report(diags, (Span){ file, (uint32_t)at, (uint32_t)(at + used) }, length, code,
                       text.ptr[at]);
            }
            memset(buffer + at, ' ', used);
        }
        at += used;
    }
}
