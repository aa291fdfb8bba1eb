/* requests.h - the functions of methods.def. Inside this room only. */
#ifndef LSP_REQUESTS_H
#define LSP_REQUESTS_H
#include "compiler/lsp/index.h"
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
/* hover.c */
json_t *hover_show(Server *server, const json_t *params);
/* navigate.c: from a name to its other places */
typedef struct Here {
    Spot spot;
    const Index *index;
    const Occurrence *name; /* NULL: nothing that has a name stands there */
} Here;
/* false with the error set where server_find_spot says so. */
bool navigate_find(Server *server, const json_t *params, Here *here);
json_t *navigate_define(Server *server, const json_t *params);
json_t *navigate_refer(Server *server, const json_t *params);
json_t *navigate_highlight(Server *server, const json_t *params);
/* symbols.c */
json_t *symbols_list(Server *server, const json_t *params);
json_t *symbols_search(Server *server, const json_t *params);
/* edit.c: the layout, repairs */
json_t *edit_format(Server *server, const json_t *params);
json_t *edit_format_range(Server *server, const json_t *params);
json_t *edit_repair(Server *server, const json_t *params);
/* rename.c */
json_t *rename_prepare(Server *server, const json_t *params);
json_t *rename_all(Server *server, const json_t *params);
/* fold.c */
json_t *fold_list(Server *server, const json_t *params);
json_t *fold_select(Server *server, const json_t *params);
/* complete.c, signature.c */
json_t *complete_list(Server *server, const json_t *params);
json_t *signature_show(Server *server, const json_t *params);
#endif
