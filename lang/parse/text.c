#include "lang/parse/text.h"
#include "lang/messages/diagnose.h"

/* Length of the well-formed UTF-8 sequence at `at` and its code point; 0 if there is none. */
static unsigned read_code_point(Str text, size_t at, uint32_t *code)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    unsigned char first = (unsigned char)text.ptr[at];
    unsigned length = first < 0x80                    ? 1
                      : first >= 0xC2 && first < 0xE0 ? 2
                      : first >= 0xE0 && first < 0xF0 ? 3
                      : first >= 0xF0 && first < 0xF5 ? 4
                                                      : 0;
    if (length == 0 || text.len - at < length) {
        return 0;
    }
    uint32_t value = length == 1 ? first : first & (0x7Fu >> length);
    for (unsigned i = 1; i < length; i++) {
        unsigned char next = (unsigned char)text.ptr[at + i];
        if ((next & 0xC0) != 0x80) {
            return 0;
        }
        value = value << 6 | (next & 0x3F);
    }
    if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) {
        return 0;
    }
    *code = value;
    return length;
}

/* Characters that make a reader see another order than the compiler. */
static bool is_bidi_control(uint32_t code)
{
    return code == 0x061C || code == 0x200E || code == 0x200F ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

static bool is_control(uint32_t code)
{
    bool layout = code == '\t' || code == '\n' || code == '\r';
    return (code < 0x20 && !layout) || (code >= 0x7F && code < 0xA0);
}

/* A file that is no text at all is not reported byte by byte. */
enum { MOST_REPORTS = 10 };

void text_check(DiagList *diags, uint32_t file, Str text, char *buffer)
{
    size_t at = 0;
    unsigned reports = 0;
    if (text.len >= 3 && memcmp(text.ptr, "\xEF\xBB\xBF", 3) == 0) {
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
        unsigned length = read_code_point(text, at, &code);
        Span place = { file, (uint32_t)at, (uint32_t)(at + (length ? length : 1)) };
        bool bad = true;
        if (reports > MOST_REPORTS) {
            bad = length == 0 || is_bidi_control(code) || is_control(code);
        } else if (length == 0) {
            diagnose_invalid_utf8(diags, place, (unsigned char)text.ptr[at]);
        } else if (is_bidi_control(code)) {
            diagnose_bidi_control(diags, place, code);
        } else if (is_control(code)) {
            diagnose_control_character(diags, place, code);
        } else {
            bad = false;
        }
        reports += bad;
        if (bad) {
            memset(buffer + at, ' ', length ? length : 1);
        }
        at += length ? length : 1;
    }
}
