/* html_text.c - text into HTML and into the labels of drawings, which are HTML-like. */
#include "runtime/base/html_text.h"
#include "runtime/base/code_point.h"

const char *html_text_find_entity(unsigned char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    case '\t':
    case '\n': return " ";
    default: return NULL;
    }
}

/* What stands instead of the character at the start of the text; NULL if it stands for itself. */
static const char *replace(Str text, unsigned *used)
{
    unsigned char first = (unsigned char)text.ptr[0];
    uint32_t code = first;

    *used = 1;
    if (first >= 0x80) {
        unsigned length = code_point_read(text, 0, &code);
        *used = length ? length : 1;
        return length && !code_point_is_unseen(code) ? NULL : "\xef\xbf\xbd";
    }
    const char *entity = html_text_find_entity(first);
    return entity || !code_point_is_control(first) ? entity : "\xef\xbf\xbd";
}

void html_text_add(StrBuf *out, Str text)
{
    size_t start = 0;

    for (size_t at = 0; at < text.len;) {
        unsigned used = 1;
        const char *instead = replace((Str){ text.ptr + at, text.len - at }, &used);
        if (instead) {
            buf_add(out, (Str){ text.ptr + start, at - start });
            buf_add_c(out, instead);
            start = at + used;
        }
        at += used;
    }
    if (start < text.len) {
        buf_add(out, (Str){ text.ptr + start, text.len - start });
    }
}

void html_text_wrap(StrBuf *out, const char *name, const char *class, Str text)
{
    if (class) {
        buf_add_format(out, "<%s class=\"%s\">", name, class);
    } else {
        buf_add_format(out, "<%s>", name);
    }
    html_text_add(out, text);
    buf_add_format(out, "</%s>", name);
}
