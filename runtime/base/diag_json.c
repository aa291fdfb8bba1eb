/* diag_json.c - diagnostics for machines: one array, every key always there. */
#include "runtime/base/diag_print.h"
#include "runtime/base/json_writer.h"

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
    json_add_foreign_string(out, sources->files.items[span.file].path);
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
    json_add_foreign_string(out, diag->second_note);
    buf_add_char(out, '}');
}

static void print_repair(StrBuf *out, const SourceSet *sources, const DiagRepair *repair)
{
    if (!repair->title.ptr) {
        buf_add_c(out, "null");
        return;
    }
    buf_add_c(out, "{\"title\":");
    json_add_foreign_string(out, repair->title);
    buf_add_char(out, ',');
    print_place(out, sources, repair->place);
    buf_add_c(out, ",\"text\":");
    json_add_foreign_string(out, repair->text);
    buf_add_char(out, '}');
}

static void print_object(StrBuf *out, const SourceSet *sources, const Diag *diag)
{
    buf_add_format(out, "{\"severity\":\"%s\",\"code\":\"%s\",\"message\":",
                   diag_get_severity(diag->severity), diag->code);
    json_add_foreign_string(out, diag->message);
    buf_add_char(out, ',');
    print_place(out, sources, diag->span);
    buf_add_c(out, ",\"second\":");
    print_second(out, sources, diag);
    buf_add_c(out, ",\"help\":");
    if (diag->help.len) {
        json_add_foreign_string(out, diag->help);
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
