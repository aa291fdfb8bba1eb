/* symbols.c - the outline of a file, and the names of a guideline that hold some letters. */
#include "compiler/lsp/requests.h"
#include "lang/parse/trail.h"

enum { MOST_FOUND = 500 };

/* ---- the outline ---- */

/* From the first token of the declaration that holds this place to the last one before the next. */
static Span find_extent(const Trail *trail, Span span)
{
    Span extent = span;
    for (uint32_t i = 0; i < trail->tokens.count; i++) {
        const TrailToken *token = &trail->tokens.items[i];
        bool begins = (token->roles & TRAIL_DECLARATION) || !token->kind;
        if (begins && token->start > span.start) {
            break;
        }
        if (begins) {
            extent.start = token->start;
        }
        extent.end = token->end > span.end ? token->end : span.end;
    }
    return extent;
}

static json_t *print_symbol(Server *server, const Subject *subject, Span extent)
{
    return json_pack("{sososisoso}", "name", json_build_text(subject->name.text), "detail",
                     json_build_text(index_get_noun(subject)), "kind", index_get_symbol(subject),
                     "range", server_print_range(server, extent), "selectionRange",
                     server_print_range(server, subject->name.span));
}

static json_t *list_children(Server *server, const Index *index, uint32_t owner)
{
    json_t *list = json_array();
    for (uint32_t i = owner + 1; i < index->subjects.count; i++) {
        const Subject *subject = &index->subjects.items[i];
        if (subject->owner == owner && subject->name.span.file != UINT32_MAX) {
            json_array_append_new(list, print_symbol(server, subject, subject->name.span));
        }
    }
    return list;
}

/* A patient's field stands by itself: `patient` has no name. */
static bool is_top(const Index *index, const Subject *subject)
{
    return subject->owner == NO_SUBJECT ||
           index->subjects.items[subject->owner].kind == SUBJECT_MODULE;
}

static bool is_block(SubjectKind kind)
{
    return kind != SUBJECT_FIELD && kind != SUBJECT_VALUE && kind != SUBJECT_SOURCE &&
           kind != SUBJECT_STRENGTH;
}

json_t *symbols_list(Server *server, const json_t *params)
{
    Spot spot;
    if (!server_find_document(server, params, &spot)) {
        return NULL;
    }
    DiagList ignored;
    diag_init(&ignored, server->request);
    const Index *index = world_get_index(&server->world);
    const Trail *trail = trail_read(server->request, &server->world.sources, &ignored, spot.file);
    json_t *list = json_array();
    for (uint32_t i = 0; i < index->subjects.count; i++) {
        const Subject *subject = &index->subjects.items[i];
        Span name = subject->name.span;
        if (name.file != spot.file || !is_top(index, subject)) {
            continue;
        }
        json_t *symbol = print_symbol(server, subject,
                                      is_block(subject->kind) ? find_extent(trail, name) : name);
        if (subject->kind != SUBJECT_MODULE) {
            json_object_set_new(symbol, "children", list_children(server, index, i));
        }
        json_array_append_new(list, symbol);
    }
    return list;
}

/* ---- the search ---- */

static char make_small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The letters stand in the name in this order, whatever stands between. */
static bool holds(Str name, Str letters)
{
    size_t at = 0;
    for (size_t i = 0; i < name.len && at < letters.len; i++) {
        at += make_small(name.ptr[i]) == make_small(letters.ptr[at]);
    }
    return at == letters.len;
}

static void find_symbols(Server *server, const Index *index, Str letters, json_t *list)
{
    for (uint32_t i = 0; i < index->subjects.count && json_array_size(list) < MOST_FOUND; i++) {
        const Subject *subject = &index->subjects.items[i];
        if (subject->kind == SUBJECT_VALUE || !holds(subject->name.text, letters)) {
            continue;
        }
        json_t *location = server_print_location(server, subject->name.span);
        if (!json_is_null(location)) {
            json_array_append_new(list, json_pack("{sosiso}", "name",
                                                  json_build_text(subject->name.text), "kind",
                                                  index_get_symbol(subject), "location", location));
        }
    }
}

/* An earlier text of the same guideline was asked already. */
static bool was_asked(const Documents *documents, uint32_t number)
{
    for (uint32_t i = 0; i < number; i++) {
        const Document *other = documents->items.items[i];
        if (other->open && other->main.len &&
            str_equal(other->main, documents->items.items[number]->main)) {
            return true;
        }
    }
    return false;
}

/* Of every guideline that has a text open. */
json_t *symbols_search(Server *server, const json_t *params)
{
    Str letters = server_get_text(params, "query");
    json_t *list = json_array();
    for (uint32_t i = 0; i < server->documents.items.count; i++) {
        Document *document = server->documents.items.items[i];
        if (!document->open || was_asked(&server->documents, i)) {
            continue;
        }
        world_read(&server->world, &server->documents, document, server->generation);
        find_symbols(server, world_get_index(&server->world), letters, list);
    }
    return list;
}
