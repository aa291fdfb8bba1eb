/* navigate.c - from a name to where it is declared, and to where it stands. */
#include "compiler/lsp/index.h"
#include "compiler/lsp/requests.h"

json_t *navigate_define(Server *server, const json_t *params)
{
    Spot spot;
    if (!server_find_spot(server, params, &spot)) {
        return NULL;
    }
    const Index *index = world_get_index(&server->world);
    const Occurrence *here = index_find(index, spot.file, spot.offset);
    return here ? server_print_location(server, index->subjects.items[here->subject].name.span)
                : json_null();
}

static bool wants_declaration(const json_t *params)
{
    const json_t *context = json_object_get(params, "context");
    return json_is_true(json_object_get(context, "includeDeclaration"));
}

json_t *navigate_refer(Server *server, const json_t *params)
{
    Spot spot;
    if (!server_find_spot(server, params, &spot)) {
        return NULL;
    }
    const Index *index = world_get_index(&server->world);
    const Occurrence *here = index_find(index, spot.file, spot.offset);
    json_t *list = json_array();
    for (uint32_t i = 0; here && i < index->occurrences.count; i++) {
        const Occurrence *place = &index->occurrences.items[i];
        if (place->subject != here->subject || (place->declares && !wants_declaration(params))) {
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
    Spot spot;
    if (!server_find_spot(server, params, &spot)) {
        return NULL;
    }
    const Index *index = world_get_index(&server->world);
    const Occurrence *here = index_find(index, spot.file, spot.offset);
    json_t *list = json_array();
    for (uint32_t i = 0; here && i < index->occurrences.count; i++) {
        const Occurrence *place = &index->occurrences.items[i];
        if (place->subject == here->subject && place->span.file == spot.file) {
            json_array_append_new(list, json_pack("{sosi}", "range",
                                                  server_print_range(server, place->span), "kind",
                                                  place->declares ? WRITE : READ));
        }
    }
    return list;
}
