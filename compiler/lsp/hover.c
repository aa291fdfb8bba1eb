/* hover.c - what is known of the name under the pointer: its declaration as it is written, its
 * type, and who reads it. */
#include "compiler/lsp/requests.h"
#include "lang/resolve/resolve_parts.h"

enum { MOST_LINES = 12, MOST_READERS = 6 };

/* ---- the declaration as it is written ---- */

static bool is_one_line(SubjectKind kind)
{
    return kind == SUBJECT_FIELD || kind == SUBJECT_VALUE || kind == SUBJECT_SOURCE ||
           kind == SUBJECT_STRENGTH || kind == SUBJECT_MODULE;
}

static Str trim(Str line)
{
    while (line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t')) {
        line = (Str){ line.ptr + 1, line.len - 1 };
    }
    return line;
}

/* From the line of its name to its `end`, an empty line, or as much as fits. */
static void print_source(StrBuf *out, const SourceSet *sources, const Subject *subject)
{
    SourcePlace place = source_locate(sources, subject->name.span);
    Str text = sources->files.items[subject->name.span.file].text, line;
    Str rest = { text.ptr + place.line_start, text.len - place.line_start };
    int most = is_one_line(subject->kind) ? 1 : MOST_LINES;
    buf_add_c(out, "```cgl\n");
    for (int i = 0; i < most && str_take_line(&rest, &line) && trim(line).len; i++) {
        buf_add_format(out, "%S\n", most == 1 ? trim(line) : line);
        if (str_equal(line, STR("end"))) {
            break;
        }
    }
    buf_add_c(out, "```\n");
}

/* ---- its type ---- */

static void print_type(StrBuf *out, Server *server, const Subject *subject)
{
    const AstTypeRef *ref = index_get_type(subject);
    if (ref && ref->type.kind != TY_ERROR) {
        buf_add_format(out, ": %S", resolve_describe(server->request, &ref->type));
    }
}

static void print_about(StrBuf *out, Server *server, const Index *index, const Subject *subject)
{
    buf_add_format(out, "\n%S `%S`", index_get_noun(subject), subject->name.text);
    print_type(out, server, subject);
    if (subject->owner != NO_SUBJECT) {
        const Subject *owner = &index->subjects.items[subject->owner];
        if (owner->kind != SUBJECT_MODULE) {
            buf_add_format(out, ", of the %S `%S`", index_get_noun(owner), owner->name.text);
        }
    }
    buf_add_char(out, '\n');
}

/* ---- who reads it ---- */

/* Each declaration once; places of one declaration stand together. */
static uint32_t print_readers(StrBuf *out, const Index *index, uint32_t subject)
{
    uint32_t count = 0, last = NO_SUBJECT;
    for (uint32_t i = 0; i < index->occurrences.count; i++) {
        const Occurrence *place = &index->occurrences.items[i];
        if (place->subject != subject || place->declares || place->in == last ||
            place->in == NO_SUBJECT || place->in == subject) {
            continue;
        }
        last = place->in;
        if (count++ < MOST_READERS) {
            buf_add_format(out, "%s`%S`", count > 1 ? ", " : "\nnamed by ",
                           index->subjects.items[last].name.text);
        }
    }
    return count;
}

static void print_use(StrBuf *out, const Index *index, uint32_t subject)
{
    uint32_t count = print_readers(out, index, subject);
    if (count > MOST_READERS) {
        buf_add_format(out, " and %u more", (unsigned)(count - MOST_READERS));
    }
    buf_add_c(out, count ? "\n" : "\nnothing names it\n");
}

json_t *hover_show(Server *server, const json_t *params)
{
    Here here;
    if (!navigate_find(server, params, &here)) {
        return NULL;
    }
    if (!here.name) {
        return json_null();
    }
    StrBuf out = { .arena = server->request };
    const Subject *subject = &here.index->subjects.items[here.name->subject];
    print_source(&out, &server->world.sources, subject);
    print_about(&out, server, here.index, subject);
    print_use(&out, here.index, here.name->subject);
    return json_pack("{s{ssso}so}", "contents", "kind", "markdown", "value",
                     json_build_text(buf_get(&out)), "range",
                     server_print_range(server, here.name->span));
}
