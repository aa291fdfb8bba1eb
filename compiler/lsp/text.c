/* text.c - what the editor tells of its texts: opened, changed, saved, closed. */
#include "compiler/lsp/requests.h"

static Document *find_named(Server *server, const json_t *params, const char *what)
{
    Str uri = server_get_text(json_object_get(params, "textDocument"), "uri");
    Document *document = uri.ptr ? document_find(&server->documents, uri) : NULL;
    if (!document) {
        server_log(server, str_format(server->request, "%s: this text is not open", what));
    }
    return document;
}

static int64_t get_version(const json_t *item)
{
    return json_integer_value(json_object_get(item, "version"));
}

void text_open(Server *server, const json_t *params)
{
    const json_t *item = json_object_get(params, "textDocument");
    Str uri = server_get_text(item, "uri"), text = server_get_text(item, "text");
    if (!uri.ptr || !text.ptr) {
        server_log(server, STR("didOpen: a text needs a URI and its content"));
        return;
    }
    document_open(&server->documents, uri, text, get_version(item));
    server->generation++;
}

/* ---- changes ---- */

/* The text with what stands between two places replaced; ends given the wrong way round are meant
 * the other way. */
static Str replace(Arena *arena, Str text, size_t start, size_t end, Str by)
{
    StrBuf out = { .arena = arena };
    size_t first = start < end ? start : end, last = start < end ? end : start;
    buf_add(&out, (Str){ text.ptr, first });
    buf_add(&out, by);
    buf_add(&out, (Str){ text.ptr + last, text.len - last });
    return out.len ? buf_get(&out) : STR("");
}

static bool apply(Server *server, const json_t *change, Str *text)
{
    const json_t *range = json_object_get(change, "range");
    Str by = server_get_text(change, "text");
    Place start, end;
    if (!by.ptr) {
        return false;
    }
    if (!range || json_is_null(range)) {
        *text = by;
        return true;
    }
    if (!place_read(json_object_get(range, "start"), &start) ||
        !place_read(json_object_get(range, "end"), &end)) {
        return false;
    }
    *text = replace(server->request, *text, place_to_offset(*text, start, server->utf8),
                    place_to_offset(*text, end, server->utf8), by);
    return true;
}

/* All changes of one message, or none. */
void text_change(Server *server, const json_t *params)
{
    Document *document = find_named(server, params, "didChange");
    const json_t *changes = json_object_get(params, "contentChanges");
    const json_t *version = json_object_get(json_object_get(params, "textDocument"), "version");
    if (!document) {
        return;
    }
    if (json_is_integer(version) && json_integer_value(version) < document->version) {
        server_log(server, STR("didChange: an older version than the one that is open; left out"));
        return;
    }
    Str text = document->text;
    for (size_t i = 0; i < json_array_size(changes); i++) {
        if (!apply(server, json_array_get(changes, i), &text)) {
            server_log(server, STR("didChange: a change without a text or with a range that is "
                                   "none; left out"));
            return;
        }
    }
    document_set_text(document, text);
    if (json_is_integer(version)) {
        document->version = json_integer_value(version);
    }
    server->generation++;
}

/* ---- the rest ---- */

static void read_again(Server *server)
{
    server->generation++;
    for (uint32_t i = 0; i < server->documents.items.count; i++) {
        server->documents.items.items[i]->stale = server->documents.items.items[i]->open;
    }
}

void text_save(Server *server, const json_t *params)
{
    (void)params;
    read_again(server);
}

void text_watched(Server *server, const json_t *params)
{
    (void)params;
    read_again(server);
}

void text_close(Server *server, const json_t *params)
{
    Document *document = find_named(server, params, "didClose");
    if (!document) {
        return;
    }
    publish_closed(server, document->path);
    document_close(document);
    read_again(server);
}
