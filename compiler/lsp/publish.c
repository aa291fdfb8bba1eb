/* publish.c - the compiler's diagnostics, shown as the author writes. */
#include "compiler/lsp/server.h"

/* The sentence, and below it what to do. */
static json_t *print_message(Server *server, const Diag *diag)
{
    return json_build_text(diag->help.len
                               ? str_format(server->request, "%S\n%S", diag->message, diag->help)
                               : diag->message);
}

static json_t *print_related(Server *server, const Diag *diag)
{
    json_t *location = server_print_location(server, diag->second), *list = json_array();
    if (json_is_null(location)) {
        json_decref(location);
        return list;
    }
    json_array_append_new(list, json_pack("{soso}", "location", location, "message",
                                          json_build_text(diag->second_note)));
    return list;
}

json_t *publish_print(Server *server, const Diag *diag)
{
    static const int severities[] = { [DIAG_ERROR] = 1, [DIAG_WARNING] = 2, [DIAG_NOTE] = 3 };
    json_t *json = json_pack("{sosissssso}", "range", server_print_range(server, diag->span),
                             "severity", severities[diag->severity], "code", diag->code, "source",
                             "cglc", "message", print_message(server, diag));
    json_t *related = print_related(server, diag);
    if (json_array_size(related)) {
        json_object_set_new(json, "relatedInformation", related);
    } else {
        json_decref(related);
    }
    return json;
}

static json_t *print_file(Server *server, uint32_t file)
{
    json_t *list = json_array();
    const DiagList *diags = &server->world.diags;
    for (uint32_t i = 0; i < diags->items.count; i++) {
        const Diag *diag = &diags->items.items[i];
        /* what is about no file is shown at the head of the guideline */
        bool nowhere = diag->span.file == UINT32_MAX && file == server->world.ast->main->file;
        if (diag->span.file == file || nowhere) {
            Diag placed = *diag;
            placed.span = nowhere ? (Span){ file, 0, 0 } : diag->span;
            json_array_append_new(list, publish_print(server, &placed));
        }
    }
    return list;
}

/* ---- what was shown before ---- */

static Published *find_published(Server *server, Str path)
{
    for (uint32_t i = 0; i < server->published.count; i++) {
        if (str_equal(server->published.items[i].path, path)) {
            return &server->published.items[i];
        }
    }
    return NULL;
}

static Published *add_published(Server *server, Str path)
{
    Published published = { .path = str_copy(server->session, path) };
    vec_add(server->session, &server->published, published);
    return &server->published.items[server->published.count - 1];
}

static int add_piece(const char *bytes, size_t size, void *out)
{
    buf_add(out, (Str){ bytes, size });
    return 0;
}

static uint64_t hash(Server *server, const json_t *list)
{
    StrBuf text = { .arena = server->request };
    json_dump_callback(list, add_piece, &text, JSON_COMPACT | JSON_ENCODE_ANY);
    return str_hash(buf_get(&text));
}

/* Files that are not open are told only when what is wrong with them changed. */
static bool is_news(Server *server, Str path, const json_t *list)
{
    Published *published = find_published(server, path);
    bool any = json_array_size(list) > 0;
    uint64_t now = hash(server, list);
    bool news = published ? published->hash != now : any;
    if (!published && any) {
        published = add_published(server, path);
    }
    if (published) {
        published->hash = now;
        published->any = any;
    }
    return news;
}

static void publish_file(Server *server, uint32_t file)
{
    Str path = server->world.sources.files.items[file].path, uri = server_get_uri(server, file);
    const Document *document = document_find_path(&server->documents, path);
    if (!uri.ptr) {
        return;
    }
    json_t *list = print_file(server, file);
    if (!is_news(server, path, list) && !document) {
        json_decref(list);
        return;
    }
    json_t *params = json_pack("{soso}", "uri", json_build_text(uri), "diagnostics", list);
    if (document) {
        json_object_set_new(params, "version", json_integer(document->version));
    }
    server_notify(server, "textDocument/publishDiagnostics", params);
}

static void publish_world(Server *server)
{
    for (uint32_t i = 0; i < server->world.sources.files.count; i++) {
        publish_file(server, i);
    }
}

/* ---- the doors ---- */

static void settle(Server *server)
{
    for (uint32_t i = 0; i < server->documents.items.count; i++) {
        Document *document = server->documents.items.items[i];
        if (document->open && world_find_file(&server->world, document->path) != UINT32_MAX) {
            document->stale = false;
        }
    }
}

void publish_stale(Server *server)
{
    for (uint32_t i = 0; i < server->documents.items.count; i++) {
        Document *document = server->documents.items.items[i];
        if (!document->open || !document->stale) {
            continue;
        }
        world_read(&server->world, &server->documents, document, server->generation);
        settle(server);
        publish_world(server);
    }
}

void publish_at_rest(Server *server)
{
    World *world = &server->world;
    uint32_t before = world->diags.items.count;
    if (!world->ast || world->compiled || world->generation != server->generation) {
        return;
    }
    world_compile(world);
    if (world->diags.items.count != before) {
        publish_world(server);
    }
}

/* What is wrong with a file of the guideline stays wrong when it is closed; a text that is no file
 * is gone. */
void publish_closed(Server *server, Str path)
{
    if (document_is_file(path)) {
        return;
    }
    server_notify(server, "textDocument/publishDiagnostics",
                  json_pack("{sos[]}", "uri", json_build_text(path), "diagnostics"));
}
