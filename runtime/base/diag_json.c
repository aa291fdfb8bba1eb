/* diag_json.c - diagnostics for machines: one array, every key always there. */
#include "runtime/base/diag_print.h"
#include <utf8proc.h>

static void print_escape(StrBuf *out, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    buf_add_c(out, "\\u00");
    buf_add_char(out, hex[c >> 4]);
    buf_add_char(out, hex[c & 15]);
}

/* One code point; returns its bytes. What is not UTF-8 becomes U+FFFD, since JSON has no others. */
static size_t print_code_point(StrBuf *out, Str text)
{
    unsigned char first = (unsigned char)text.ptr[0];
    utf8proc_int32_t c;
    utf8proc_ssize_t len =
        utf8proc_iterate((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, &c);
    if (len <= 0) {
        buf_add_c(out, "\xef\xbf\xbd");
        return 1;
    }
    if (first < 0x20 || first == 0x7f) {
        print_escape(out, first);
    } else if (first == '"' || first == '\\') {
        buf_add_format(out, "\\%c", first);
    } else {
        buf_add(out, (Str){ text.ptr, (size_t)len });
    }
    return (size_t)len;
}

static void print_string(StrBuf *out, Str text)
{
    buf_add_char(out, '"');
    for (size_t at = 0; at < text.len;) {
        at += print_code_point(out, (Str){ text.ptr + at, text.len - at });
    }
    buf_add_char(out, '"');
}

/* The keys of a place; null where the span is nowhere. Ends are exclusive. */
static void print_place(StrBuf *out, const SourceSet *sources, Span span)
{
    if (span.file >= sources->files.count) {
        buf_add_c(out, "\"file\":null,\"line\":null,\"column\":null,"
                       "\"end_line\":null,\"end_column\":null");
        return;
    }
    uint32_t end = span.end > span.start ? span.end : span.start;
    SourcePlace first = source_locate(sources, span);
    SourcePlace last = source_locate(sources, (Span){ span.file, end, end });
    buf_add_c(out, "\"file\":");
    print_string(out, sources->files.items[span.file].path);
    buf_add_format(out, ",\"line\":%u,\"column\":%u,\"end_line\":%u,\"end_column\":%u", first.line,
                   first.column, last.line, last.column);
}

static void print_second(StrBuf *out, const SourceSet *sources, const Diag *diag)
{
    if (diag->second.file >= sources->files.count && !diag->second_note.len) {
        buf_add_c(out, "null");
        return;
    }
    buf_add_char(out, '{');
    print_place(out, sources, diag->second);
    buf_add_c(out, ",\"note\":");
    print_string(out, diag->second_note);
    buf_add_char(out, '}');
}

static void print_repair(StrBuf *out, const SourceSet *sources, const DiagRepair *repair)
{
    if (!repair->title.ptr) {
        buf_add_c(out, "null");
        return;
    }
    buf_add_c(out, "{\"title\":");
    print_string(out, repair->title);
    buf_add_char(out, ',');
    print_place(out, sources, repair->place);
    buf_add_c(out, ",\"text\":");
    print_string(out, repair->text);
    buf_add_char(out, '}');
}

static void print_object(StrBuf *out, const SourceSet *sources, const Diag *diag)
{
    buf_add_format(out, "{\"severity\":\"%s\",\"code\":\"%s\",\"message\":",
                   diag_get_severity(diag->severity), diag->code);
    print_string(out, diag->message);
    buf_add_char(out, ',');
    print_place(out, sources, diag->span);
    buf_add_c(out, ",\"second\":");
    print_second(out, sources, diag);
    buf_add_c(out, ",\"help\":");
    if (diag->help.len) {
        print_string(out, diag->help);
    } else {
        buf_add_c(out, "null");
    }
    buf_add_c(out, ",\"repair\":");
    print_repair(out, sources, &diag->repair);
    buf_add_char(out, '}');
}

void diag_print_json(StrBuf *out, const SourceSet *sources, const Diag *const *sorted,
                     uint32_t count)
{
    buf_add_char(out, '[');
    for (uint32_t i = 0; i < count; i++) {
        buf_add_c(out, i ? ",\n " : "");
        print_object(out, sources, sorted[i]);
    }
    buf_add_c(out, "]\n");
}
