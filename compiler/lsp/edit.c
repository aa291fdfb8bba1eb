/* edit.c - changes that the server proposes: the layout, and the repairs of diagnostics. */
#include "compiler/format/format.h"
#include "compiler/lsp/requests.h"

/* ---- the layout ---- */

static size_t count_same_start(Str a, Str b)
{
    size_t at = 0, line = 0, most = a.len < b.len ? a.len : b.len;
    for (; at < most && a.ptr[at] == b.ptr[at]; at++) {
        line = a.ptr[at] == '\n' ? at + 1 : line;
    }
    return line;
}

static size_t count_same_end(Str a, Str b, size_t start)
{
    size_t count = 0, line = 0, most = (a.len < b.len ? a.len : b.len) - start;
    for (; count < most && a.ptr[a.len - 1 - count] == b.ptr[b.len - 1 - count]; count++) {
        line = a.ptr[a.len - 1 - count] == '\n' ? count : line;
    }
    return count == most ? count : line;
}

/* One edit from the first line that differs to the last. */
static json_t *print_difference(Server *server, uint32_t file, Str before, Str after)
{
    json_t *list = json_array();
    if (str_equal(before, after)) {
        return list;
    }
    size_t start = count_same_start(before, after), end = count_same_end(before, after, start);
    Span span = { file, (uint32_t)start, (uint32_t)(before.len - end) };
    Str text = { after.ptr + start, after.len - end - start };
    json_array_append_new(list, json_pack("{soso}", "range", server_print_range(server, span),
                                          "newText", json_build_text(text)));
    return list;
}

static json_t *lay_out(Server *server, const json_t *params, FormatLines lines)
{
    Spot spot;
    if (!server_find_document(server, params, &spot)) {
        return NULL;
    }
    Str text = server->world.sources.files.items[spot.file].text;
    FormatResult result = format_text(server->request, spot.document->path, text, lines);
    if (result.status != FORMAT_DONE) {
        return server_refuse(server, LSP_REQUEST_FAILED,
                             result.status == FORMAT_LOST
                                 ? STR("its layout would have lost something, so it stays as it "
                                       "is; please report this file")
                                 : STR("the text is not UTF-8"));
    }
    return print_difference(server, spot.file, text, result.text);
}

json_t *edit_format(Server *server, const json_t *params)
{
    return lay_out(server, params, (FormatLines){ 0, 0 });
}

json_t *edit_format_range(Server *server, const json_t *params)
{
    Place start, end;
    const json_t *range = json_object_get(params, "range");
    if (!place_read(json_object_get(range, "start"), &start) ||
        !place_read(json_object_get(range, "end"), &end) || start.line > end.line) {
        return server_refuse(server, LSP_INVALID_PARAMS, STR("a range is needed"));
    }
    return lay_out(server, params, (FormatLines){ start.line + 1, end.line + 1 });
}

/* ---- repairs ---- */

static json_t *print_edit(Server *server, const DiagRepair *repair)
{
    json_t *changes = json_object();
    Str uri = server_get_uri(server, repair->place.file);
    json_t *edit = json_pack("{soso}", "range", server_print_range(server, repair->place),
                             "newText", json_build_text(repair->text));
    json_object_set_new(changes, str_to_c(server->request, uri), json_pack("[o]", edit));
    return json_pack("{so}", "changes", changes);
}

static json_t *print_action(Server *server, const Diag *diag)
{
    return json_pack("{sosssbsoso}", "title", json_build_text(diag->repair.title), "kind",
                     "quickfix", "isPreferred", 1, "edit", print_edit(server, &diag->repair),
                     "diagnostics", json_pack("[o]", publish_print(server, diag)));
}

json_t *edit_repair(Server *server, const json_t *params)
{
    Spot spot;
    Place start, end;
    const json_t *range = json_object_get(params, "range");
    if (!place_read(json_object_get(range, "start"), &start) ||
        !place_read(json_object_get(range, "end"), &end)) {
        return server_refuse(server, LSP_INVALID_PARAMS, STR("a range is needed"));
    }
    if (!server_find_document(server, params, &spot)) {
        return NULL;
    }
    size_t first = place_to_offset(spot.document->text, start, server->utf8);
    size_t last = place_to_offset(spot.document->text, end, server->utf8);
    const DiagList *diags = &server->world.diags;
    json_t *list = json_array();
    for (uint32_t i = 0; i < diags->items.count; i++) {
        const Diag *diag = &diags->items.items[i];
        bool here =
            diag->span.file == spot.file && diag->span.start <= last && diag->span.end >= first;
        if (here && diag->repair.title.ptr && server_get_uri(server, diag->repair.place.file).ptr) {
            json_array_append_new(list, print_action(server, diag));
        }
    }
    return list;
}
