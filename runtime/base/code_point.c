/* code_point.c - UTF-8 to code points, and the kinds of code points that texts are kept free of. */
#include "runtime/base/code_point.h"

static unsigned measure(unsigned char first)
{
    return first < 0x80                    ? 1
           : first >= 0xC2 && first < 0xE0 ? 2
           : first >= 0xE0 && first < 0xF0 ? 3
           : first >= 0xF0 && first < 0xF5 ? 4
                                           : 0;
}

unsigned code_point_read(Str text, size_t at, uint32_t *code)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    unsigned char first = at < text.len ? (unsigned char)text.ptr[at] : 0xFF;
    unsigned length = measure(first);
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

bool code_point_is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

bool code_point_turns(uint32_t code)
{
    return code == 0x061C || code == 0x200E || code == 0x200F ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

bool code_point_is_hidden(uint32_t code)
{
    return code == 0x200B || code == 0x2028 || code == 0x2029 ||
           (code >= 0x2060 && code <= 0x2065) || (code >= 0x206A && code <= 0x206F) ||
           code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB);
}

bool code_point_is_unseen(uint32_t code)
{
    return code_point_is_control(code) || code_point_turns(code) || code_point_is_hidden(code);
}

bool code_point_is_fit(uint32_t code)
{
    bool layout = code == '\t' || code == '\n' || code == '\r';
    return layout || !code_point_is_unseen(code);
}

size_t code_point_find_unfit(Str text)
{
    size_t at = 0;
    while (at < text.len) {
        uint32_t code = 0;
        unsigned length = code_point_read(text, at, &code);
        if (length == 0 || !code_point_is_fit(code)) {
            break;
        }
        at += length;
    }
    return at;
}

static bool is_shown(uint32_t code, bool lines)
{
    return !code_point_is_unseen(code) || (lines && code == '\n');
}

void code_point_add_shown(StrBuf *out, Str text, bool lines)
{
    size_t start = 0, at = 0;
    while (at < text.len) {
        uint32_t code = 0;
        unsigned length = code_point_read(text, at, &code), used = length ? length : 1;
        if (length == 0 || !is_shown(code, lines)) {
            buf_add(out, (Str){ text.ptr + start, at - start });
            buf_add_c(out, "\xef\xbf\xbd");
            start = at + used;
        }
        at += used;
    }
    buf_add(out, (Str){ text.ptr + start, text.len - start });
}
