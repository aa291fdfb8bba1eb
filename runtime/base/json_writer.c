/* json_writer.c - strings escaped, and compact JSON indented. */
#include "runtime/base/json_writer.h"
#include <utf8proc.h>

enum { PRETTY_WIDTH = 96 };

/* Bytes that JSON wants escaped, and no others: Python's and JavaScript's writers then give the
 * same bytes. */
static bool needs_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

static void add_escape(StrBuf *out, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    char text[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };
    const char *shorts = "\"\"\\\\\bb\ff\nn\rr\tt";

    for (const char *pair = shorts; *pair; pair += 2) {
        if ((unsigned char)pair[0] == c) {
            text[1] = pair[1];
            json_add(out, (Str){ text, 2 });
            return;
        }
    }
    json_add(out, (Str){ text, 6 });
}

void json_add_escaped(StrBuf *out, Str text)
{
    size_t start = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (!needs_escape((unsigned char)text.ptr[i])) {
            continue;
        }
        json_add(out, (Str){ text.ptr + start, i - start });
        add_escape(out, (unsigned char)text.ptr[i]);
        start = i + 1;
    }
    if (start < text.len) {
        json_add(out, (Str){ text.ptr + start, text.len - start });
    }
}

void json_escape_tail(StrBuf *out, size_t start)
{
    size_t i = start;

    while (i < out->len && !needs_escape((unsigned char)out->ptr[i])) {
        i++;
    }
    if (i == out->len) {
        return;
    }
    /* Escaped behind itself, then moved down. If the buffer grows meanwhile, the old bytes stay
     * readable. */
    size_t end = out->len;
    json_add_escaped(out, (Str){ out->ptr + start, end - start });
    memmove(out->ptr + start, out->ptr + end, out->len - end);
    out->len -= end - start;
}

void json_add_string(StrBuf *out, Str text)
{
    json_add_literal(out, "\"");
    json_add_escaped(out, text);
    json_add_literal(out, "\"");
}

void json_add_string_or_null(StrBuf *out, Str text)
{
    if (text.len == 0) {
        json_add_literal(out, "null");
    } else {
        json_add_string(out, text);
    }
}

/* Bytes of one code point; 0 where the text is not UTF-8. */
static size_t measure_code_point(Str text)
{
    utf8proc_int32_t code;
    utf8proc_ssize_t len =
        utf8proc_iterate((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, &code);
    return len > 0 ? (size_t)len : 0;
}

void json_add_foreign_string(StrBuf *out, Str text)
{
    json_add_literal(out, "\"");
    for (size_t at = 0; at < text.len;) {
        size_t len = measure_code_point((Str){ text.ptr + at, text.len - at });
        if (len == 0) {
            json_add_literal(out, "\xef\xbf\xbd");
        } else if (text.ptr[at] == 0x7f) {
            json_add_literal(out, "\\u007f");
        } else {
            json_add_escaped(out, (Str){ text.ptr + at, len });
        }
        at += len ? len : 1;
    }
    json_add_literal(out, "\"");
}

/* ---- indented ---- */

static size_t skip_string(Str text, size_t i)
{
    for (i++; i < text.len && text.ptr[i] != '"'; i++) {
        if (text.ptr[i] == '\\') {
            i++;
        }
    }
    return i + 1;
}

/* End of the list or object that opens at i, if nothing opens inside it; else 0. */
static size_t find_flat_end(Str text, size_t i)
{
    for (i++; i < text.len;) {
        char c = text.ptr[i];
        if (c == '[' || c == '{') {
            return 0;
        }
        if (c == ']' || c == '}') {
            return i + 1;
        }
        i = c == '"' ? skip_string(text, i) : i + 1;
    }
    return 0;
}

static void break_line(StrBuf *out, unsigned depth)
{
    json_add_literal(out, "\n");
    for (unsigned i = 0; i < depth; i++) {
        json_add_literal(out, "  ");
    }
}

/* One token or a whole flat value on the current line. */
static size_t copy_inline(StrBuf *out, Str text, size_t i, size_t end)
{
    while (i < end) {
        size_t next = text.ptr[i] == '"' ? skip_string(text, i) : i + 1;
        json_add(out, (Str){ text.ptr + i, next - i });
        if (text.ptr[i] == ',' || text.ptr[i] == ':') {
            json_add_literal(out, " ");
        }
        i = next;
    }
    return end;
}

void json_add_pretty(StrBuf *out, Str compact)
{
    unsigned depth = 0;

    for (size_t i = 0; i < compact.len;) {
        char c = compact.ptr[i];
        if (c == '[' || c == '{') {
            size_t end = find_flat_end(compact, i);
            if (end != 0 && (end - i) + 2 * depth <= PRETTY_WIDTH) {
                i = copy_inline(out, compact, i, end);
                continue;
            }
            json_add(out, (Str){ &c, 1 });
            break_line(out, ++depth);
        } else if (c == ']' || c == '}') {
            break_line(out, --depth);
            json_add(out, (Str){ &c, 1 });
        } else if (c == ',') {
            json_add_literal(out, ",");
            break_line(out, depth);
        } else if (c == ':') {
            json_add_literal(out, ": ");
        } else if (c == '"') {
            i = copy_inline(out, compact, i, skip_string(compact, i));
            continue;
        } else {
            json_add(out, (Str){ &c, 1 });
        }
        i++;
    }
}
