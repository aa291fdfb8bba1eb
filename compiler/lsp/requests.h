/* requests.h - the functions of methods.def. Inside this room only. */
#ifndef LSP_REQUESTS_H
#define LSP_REQUESTS_H
#include "compiler/lsp/server.h"

json_t *request_initialize(Server *server, const json_t *params);
json_t *request_shut_down(Server *server, const json_t *params);
void request_leave(Server *server, const json_t *params);
/* text.c: the editor's texts */
void text_open(Server *server, const json_t *params);
void text_change(Server *server, const json_t *params);
void text_save(Server *server, const json_t *params);
void text_close(Server *server, const json_t *params);
void text_watched(Server *server, const json_t *params);
#endif
