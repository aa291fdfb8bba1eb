/* server.h - what the files of this room share: one client, its open texts, the guideline at hand.
 * Inside this room only. */
#ifndef LSP_SERVER_H
#define LSP_SERVER_H
#include "compiler/lsp/wire.h"
#include "compiler/lsp/world.h"
#include "compiler/tools/json_build.h"

typedef enum LspError {
    LSP_NO_ERROR = 0,
    LSP_PARSE_ERROR = -32700,
    LSP_INVALID_REQUEST = -32600,
    LSP_METHOD_NOT_FOUND = -32601,
    LSP_INVALID_PARAMS = -32602,
    LSP_INTERNAL_ERROR = -32603,
    LSP_NOT_INITIALIZED = -32002,
    LSP_CANCELLED = -32800,
    LSP_REQUEST_FAILED = -32803
} LspError;

typedef struct Published { /* what the client was told of a file */
    Str path;
    uint64_t hash;
    bool any;
} Published;

typedef struct Server {
    Str version;
    Arena *session; /* lives as long as the client does */
    Arena *request; /* emptied after each message */
    Wire wire;
    json_t **queue; /* messages that were read and not yet answered, owned */
    uint32_t queued, queue_capacity;
    Documents documents;
    World world;
    unsigned generation; /* counts changes of texts and files */
    VEC(Published) published;
    bool initialized, shut_down, left;
    bool utf8;
    LspError error; /* of the request being answered, with its message */
    Str message;
} Server;

/* A request's answer, owned by the caller; NULL with server->error set where there is none. */
typedef json_t *(*RequestFunction)(Server *server, const json_t *params);
typedef void (*NotificationFunction)(Server *server, const json_t *params);

/* Refuses the request: sets the error, returns NULL. message: literal or on the request's arena. */
json_t *server_refuse(Server *server, LspError error, Str message);
/* Prints the notification and sends it; params is taken over. */
void server_notify(Server *server, const char *method, json_t *params);
/* A line in the editor's log. */
void server_log(Server *server, Str message);

/* ---- what requests begin with ---- */

/* A place in an open document, in the guideline it belongs to, which the world then holds. */
typedef struct Spot {
    Document *document;
    uint32_t file; /* in world.sources */
    size_t offset; /* of the position, if one was asked about */
} Spot;
/* false with the error set if the parameters name no open document, or no position. */
bool server_find_document(Server *server, const json_t *params, Spot *spot);
bool server_find_spot(Server *server, const json_t *params, Spot *spot);
/* A view of a member of the parameters; STR_NONE if it is no text. */
Str server_get_text(const json_t *object, const char *key);

/* ---- places for the client ---- */

/* The URI of a file of the world; STR_NONE for one that the client cannot open. */
Str server_get_uri(Server *server, uint32_t file);
json_t *server_print_range(Server *server, Span span);
/* {uri, range}; JSON null where the file cannot be opened. */
json_t *server_print_location(Server *server, Span span);

/* ---- diagnostics (publish.c) ---- */

/* Sends the diagnostics of every open text whose own are no longer those shown. */
void publish_stale(Server *server);
/* The guideline at hand is compiled; what that finds is shown. */
void publish_at_rest(Server *server);
/* One of the world's diagnostics as the client knows it. */
json_t *publish_print(Server *server, const Diag *diag);
void publish_closed(Server *server, Str path);
#endif
