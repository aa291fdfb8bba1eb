/* navigate.c - from a name to where it is declared, and to where it stands. */
#include "compiler/lsp/requests.h"

bool navigate_find(Server *server, const json_t *params, Here *here)
{
    if (!server_find_spot(server, params, &here->spot)) {
        return false;
    }
    here->index = world_get_index(&server->world);
    here->name = index_find(here->index, here->spot.file, here->spot.offset);
    return true;
}

json_t *navigate_define(Server *server, const json_t *params)
{
    Here here;
    if (!navigate_find(server, params, &here)) {
        return NULL;
    }
    return here.name ? server_print_location(
                           server, here.index->subjects.items[here.name->subject].name.span)
                     : json_null();
}

static bool wants_declaration(const json_t *params)
{
    const json_t *context = json_object_get(params, "context");
    return json_is_true(json_object_get(context, "includeDeclaration"));
}

json_t *navigate_refer(Server *server, const json_t *params)
{
    Here here;
    if (!navigate_find(server, params, &here)) {
        return NULL;
    }
    json_t *list = json_array();
    for (uint32_t i = 0; here.name && i < here.index->occurrences.count; i++) {
        const Occurrence *place = &here.index->occurrences.items[i];
        if (place->subject != here.name->subject ||
            (place->declares && !wants_declaration(params))) {
            continue;
        }
        json_t *location = server_print_location(server, place->span);
        if (!json_is_null(location)) {
            json_array_append_new(list, location);
        }
    }
    return list;
}

json_t *navigate_highlight(Server *server, const json_t *params)
{
    enum { READ = 2, WRITE = 3 };
    Here here;
    if (!navigate_find(server, params, &here)) {
        return NULL;
    }
    json_t *list = json_array();
    for (uint32_t i = 0; here.name && i < here.index->occurrences.count; i++) {
        const Occurrence *place = &here.index->occurrences.items[i];
        if (place->subject == here.name->subject && place->span.file == here.spot.file) {
            json_array_append_new(list, json_pack("{sosi}", "range",
                                                  server_print_range(server, place->span), "kind",
                                                  place->declares ? WRITE : READ));
        }
    }
    return list;
}
