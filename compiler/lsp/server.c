/* server.c - one client: messages in, answers out, and what is done when nobody asks. */
#include "compiler/lsp/server.h"
#include "compiler/lsp/lsp.h"
#include "compiler/lsp/requests.h"
#include "runtime/base/limits.h"

#include <setjmp.h>
#include <string.h>

enum {
    KEPT_BYTES = 4 << 20,
    REST = 100 /* ms without a message, then the guideline is compiled */
};

/* ---- sending ---- */

static int add_piece(const char *bytes, size_t size, void *out)
{
    buf_add(out, (Str){ bytes, size });
    return 0;
}

static void send(Server *server, json_t *message)
{
    StrBuf text = { .arena = server->request };
    json_build_check(server->request);
    json_dump_callback(message, add_piece, &text, JSON_COMPACT);
    json_decref(message);
    wire_send(&server->wire, server->request, buf_get(&text));
}

void server_notify(Server *server, const char *method, json_t *params)
{
    send(server, json_pack("{ssssso}", "jsonrpc", "2.0", "method", method, "params", params));
}

void server_log(Server *server, Str message)
{
    server_notify(server, "window/logMessage",
                  json_pack("{siso}", "type", 2, "message", json_build_text(message)));
}

static void send_error(Server *server, json_t *id, LspError error, Str message)
{
    json_t *about = json_pack("{siso}", "code", (int)error, "message", json_build_text(message));
    send(server,
         json_pack("{sssOso}", "jsonrpc", "2.0", "id", id ? id : json_null(), "error", about));
}

json_t *server_refuse(Server *server, LspError error, Str message)
{
    server->error = error;
    server->message = message;
    return NULL;
}

/* ---- what requests begin with ---- */

Str server_get_text(const json_t *object, const char *key)
{
    const json_t *text = json_object_get(object, key);
    return json_is_string(text) ? (Str){ json_string_value(text), json_string_length(text) }
                                : STR_NONE;
}

bool server_find_document(Server *server, const json_t *params, Spot *spot)
{
    Str uri = server_get_text(json_object_get(params, "textDocument"), "uri");
    *spot = (Spot){ .document = uri.ptr ? document_find(&server->documents, uri) : NULL };
    if (!spot->document) {
        server_refuse(server, LSP_INVALID_PARAMS, STR("this text is not open"));
        return false;
    }
    world_read(&server->world, &server->documents, spot->document, server->generation);
    spot->file = world_find_file(&server->world, spot->document->path);
    return true;
}

bool server_find_spot(Server *server, const json_t *params, Spot *spot)
{
    Place place;
    if (!place_read(json_object_get(params, "position"), &place)) {
        server_refuse(server, LSP_INVALID_PARAMS, STR("a position is needed"));
        return false;
    }
    if (!server_find_document(server, params, spot)) {
        return false;
    }
    spot->offset = place_to_offset(spot->document->text, place, server->utf8);
    return true;
}

/* ---- places for the client ---- */

Str server_get_uri(Server *server, uint32_t file)
{
    if (file >= server->world.sources.files.count) {
        return STR_NONE;
    }
    const SourceFile *source = &server->world.sources.files.items[file];
    const Document *document = document_find_path(&server->documents, source->path);
    if (document) {
        return document->uri;
    }
    return document_is_file(source->path) ? document_uri_from_path(server->request, source->path)
                                          : STR_NONE;
}

json_t *server_print_range(Server *server, Span span)
{
    return place_print_range(&server->world.sources.files.items[span.file], span, server->utf8);
}

json_t *server_print_location(Server *server, Span span)
{
    Str uri = server_get_uri(server, span.file);
    return uri.ptr ? json_pack("{soso}", "uri", json_build_text(uri), "range",
                               server_print_range(server, span))
                   : json_null();
}

/* ---- the protocol's own requests ---- */

static bool offers_utf8(const json_t *params)
{
    const json_t *general = json_object_get(json_object_get(params, "capabilities"), "general");
    const json_t *encodings = json_object_get(general, "positionEncodings");
    for (size_t i = 0; i < json_array_size(encodings); i++) {
        const char *name = json_string_value(json_array_get(encodings, i));
        if (name && strcmp(name, "utf-8") == 0) {
            return true;
        }
    }
    return false;
}

static const char *const PROVIDERS[] = {
    "hoverProvider",
    "definitionProvider",
    "referencesProvider",
    "documentHighlightProvider",
    "documentSymbolProvider",
    "workspaceSymbolProvider",
    "documentFormattingProvider",
    "documentRangeFormattingProvider",
    "foldingRangeProvider",
    "selectionRangeProvider",
};

static json_t *print_capabilities(const Server *server)
{
    json_t *sync = json_pack("{sbsis{sb}}", "openClose", 1, "change", 2, "save", "includeText", 0);
    json_t *json = json_pack("{ssso}", "positionEncoding", server->utf8 ? "utf-8" : "utf-16",
                             "textDocumentSync", sync);
    for (size_t i = 0; i < sizeof PROVIDERS / sizeof *PROVIDERS; i++) {
        json_object_set_new(json, PROVIDERS[i], json_true());
    }
    json_object_set_new(json, "completionProvider", json_pack("{s[s]}", "triggerCharacters", "."));
    json_object_set_new(json, "signatureHelpProvider",
                        json_pack("{s[ss]}", "triggerCharacters", "(", ","));
    json_object_set_new(json, "renameProvider", json_pack("{sb}", "prepareProvider", 1));
    json_object_set_new(json, "codeActionProvider",
                        json_pack("{s[s]}", "codeActionKinds", "quickfix"));
    return json;
}

json_t *request_initialize(Server *server, const json_t *params)
{
    if (server->initialized) {
        return server_refuse(server, LSP_INVALID_REQUEST, STR("initialized already"));
    }
    server->initialized = true;
    server->utf8 = offers_utf8(params);
    return json_pack("{sos{ssso}}", "capabilities", print_capabilities(server), "serverInfo",
                     "name", "cglc", "version", json_build_text(server->version));
}

json_t *request_shut_down(Server *server, const json_t *params)
{
    (void)params;
    server->shut_down = true;
    return json_null();
}

void request_leave(Server *server, const json_t *params)
{
    (void)params;
    server->left = true;
}

/* ---- dispatching ---- */

typedef struct Method {
    const char *name;
    RequestFunction answer;
    NotificationFunction take;
    bool is_request;
} Method;
static const Method METHODS[] = {
#define REQUEST(name, function) { name, function, NULL, true },
#define TELLS(name, function) { name, NULL, function, false },
#include "compiler/lsp/methods.def"
#undef REQUEST
#undef TELLS
};

static const Method *find_method(const char *name)
{
    for (size_t i = 0; i < sizeof METHODS / sizeof *METHODS; i++) {
        if (strcmp(METHODS[i].name, name) == 0) {
            return &METHODS[i];
        }
    }
    return NULL;
}

/* Did the client take it back while it waited? */
static bool is_cancelled(const Server *server, const json_t *id)
{
    for (uint32_t i = 1; i < server->queued; i++) {
        const json_t *message = server->queue[i];
        const char *method = json_string_value(json_object_get(message, "method"));
        const json_t *about = json_object_get(json_object_get(message, "params"), "id");
        if (method && strcmp(method, "$/cancelRequest") == 0 && json_equal(about, id)) {
            return true;
        }
    }
    return false;
}

static bool is_known_request(Server *server, const Method *method, const json_t *id)
{
    bool first = method && method->answer == request_initialize;
    if (!server->initialized && !first) {
        server_refuse(server, LSP_NOT_INITIALIZED, STR("`initialize` comes first"));
    } else if (server->shut_down) {
        server_refuse(server, LSP_INVALID_REQUEST, STR("after `shutdown` comes `exit`"));
    } else if (!method || !method->is_request) {
        server_refuse(server, LSP_METHOD_NOT_FOUND, STR("this is not a request of this server"));
    } else if (is_cancelled(server, id)) {
        server_refuse(server, LSP_CANCELLED, STR("taken back"));
    }
    return server->error == LSP_NO_ERROR;
}

static void answer(Server *server, const Method *method, json_t *id, const json_t *params)
{
    server->error = LSP_NO_ERROR;
    json_t *result = is_known_request(server, method, id) ? method->answer(server, params) : NULL;
    if (server->error != LSP_NO_ERROR) {
        json_decref(result);
        send_error(server, id, server->error, server->message);
        return;
    }
    send(server, json_pack("{sssOso}", "jsonrpc", "2.0", "id", id, "result",
                           result ? result : json_null()));
}

static void take(Server *server, const Method *method, const json_t *params)
{
    bool ready = server->initialized && !server->shut_down;
    if (method && method->take && (ready || method->take == request_leave)) {
        method->take(server, params);
    }
}

static void handle(Server *server, json_t *message)
{
    json_t *id = json_object_get(message, "id");
    const char *name = json_string_value(json_object_get(message, "method"));
    const json_t *params = json_object_get(message, "params");
    bool good_id = !id || json_is_integer(id) || json_is_string(id);
    if (!name && id && (json_object_get(message, "result") || json_object_get(message, "error"))) {
        return; /* an answer: this server asks nothing */
    }
    if (!name || !good_id) {
        send_error(server, good_id ? id : NULL, LSP_INVALID_REQUEST,
                   STR("a message needs a method, and an id that is a number or a text"));
    } else if (id) {
        answer(server, find_method(name), id, params);
    } else {
        take(server, find_method(name), params);
    }
}

/* ---- the queue ---- */

static void push(Server *server, json_t *message)
{
    if (server->queued == server->queue_capacity) {
        uint32_t larger = server->queue_capacity * 2 + 16;
        server->queue =
            arena_grow(server->session, server->queue, server->queue_capacity * sizeof(json_t *),
                       larger * sizeof(json_t *));
        server->queue_capacity = larger;
    }
    server->queue[server->queued++] = message;
}

static void drop_first(Server *server)
{
    json_decref(server->queue[0]);
    memmove(server->queue, server->queue + 1, --server->queued * sizeof(json_t *));
}

static void queue_message(Server *server, Str body)
{
    json_error_t error;
    json_t *message = json_loadb(body.ptr, body.len, JSON_DECODE_ANY, &error);
    json_build_check(server->request);
    if (message) {
        push(server, message);
    } else {
        send_error(server, NULL, LSP_PARSE_ERROR, STR("this is not JSON"));
    }
}

static void queue_messages(Server *server)
{
    Str body;
    WireStatus status;
    while ((status = wire_take(&server->wire, &body)) != WIRE_NONE) {
        if (status == WIRE_MESSAGE) {
            queue_message(server, body);
            continue;
        }
        send_error(server, NULL, LSP_PARSE_ERROR,
                   status == WIRE_BAD ? STR("a message begins with Content-Length")
                                      : STR("a message of this length is not served"));
        server->left = server->left || status == WIRE_LOST;
    }
}

/* Everything that has come by now; where nothing is to be done, waits for something. */
static void read_messages(Server *server)
{
    bool idle = !server->queued;
    while (wire_read(&server->wire, 0)) {
        queue_messages(server);
    }
    if (!idle || server->queued || server->left || server->wire.ended) {
        return;
    }
    publish_stale(server);
    if (!wire_read(&server->wire, REST)) {
        publish_at_rest(server);
        wire_read(&server->wire, -1);
    }
    queue_messages(server);
}

/* ---- one client ---- */

static void serve(Server *server)
{
    while (!server->left && !(server->wire.ended && !server->queued)) {
        read_messages(server);
        if (server->queued && !server->left) {
            handle(server, server->queue[0]);
            drop_first(server);
        }
        arena_shrink(server->request, KEPT_BYTES);
    }
}

/* Memory ran out: the request at hand is refused, the guideline forgotten, and the next one may
 * fit. */
static void recover(Server *server)
{
    arena_shrink(server->request, 0);
    server->world.ast = NULL;
    arena_shrink(server->world.arena, 0);
    for (uint32_t i = 0; i < server->documents.items.count; i++) {
        server->documents.items.items[i]->stale = false;
    }
    if (server->queued) {
        send_error(server, json_object_get(server->queue[0], "id"), LSP_INTERNAL_ERROR,
                   STR("out of memory"));
        drop_first(server);
    }
}

static bool make_arenas(Server *server, jmp_buf *recovery)
{
    Arena **arenas[] = { &server->session, &server->request, &server->wire.arena,
                         &server->world.arena };
    for (size_t i = 0; i < sizeof arenas / sizeof *arenas; i++) {
        *arenas[i] = arena_create(i == 3 ? LIMIT_COMPILE_BYTES : 0);
        if (!*arenas[i]) {
            return false;
        }
        arena_set_recovery(*arenas[i], recovery);
    }
    server->documents.arena = server->session;
    return true;
}

static void end(Server *server)
{
    while (server->queued) {
        drop_first(server);
    }
    document_close_all(&server->documents);
    arena_destroy(server->world.arena);
    arena_destroy(server->wire.arena);
    arena_destroy(server->request);
    arena_destroy(server->session);
}

int lsp_run(int in, int out, Str version)
{
    static Server server;
    static int failures; /* in a row: memory that never comes back ends the server */
    jmp_buf recovery;
    server = (Server){ .version = version, .wire = { .in = in, .out = out }, .generation = 1 };
    failures = 0;
    if (!make_arenas(&server, &recovery)) {
        end(&server);
        return 1;
    }
    if (setjmp(recovery) == 0 || ++failures < 10) {
        if (failures) {
            recover(&server);
        }
        serve(&server);
    }
    bool good = server.left && server.shut_down;
    end(&server);
    return good ? 0 : 1;
}
