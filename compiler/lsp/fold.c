/* fold.c - what an editor folds, and what it selects step by step: declarations and comments, read
 * off the tokens of the text as it stands. */
#include "compiler/lsp/requests.h"
#include "lang/parse/trail.h"

static const Trail *read_trail(Server *server, uint32_t file)
{
    DiagList ignored;
    diag_init(&ignored, server->request);
    return trail_read(server->request, &server->world.sources, &ignored, file);
}

/* ---- folding ---- */

typedef struct Folds {
    Server *server;
    const SourceFile *source;
    json_t *list;
} Folds;

/* From the line of the one byte to that of the other, where these are two. */
static void add_fold(Folds *folds, uint32_t start, uint32_t end, const char *kind)
{
    bool utf8 = folds->server->utf8;
    Place first = place_from_offset(folds->source->text, folds->source, start, utf8);
    Place last = place_from_offset(folds->source->text, folds->source, end, utf8);
    if (last.line > first.line) {
        json_array_append_new(folds->list, json_pack("{sisiss}", "startLine", (int)first.line,
                                                     "endLine", (int)last.line, "kind", kind));
    }
}

static void fold_declarations(Folds *folds, const Trail *trail)
{
    uint32_t first = UINT32_MAX;
    for (uint32_t i = 0; i < trail->tokens.count; i++) {
        const TrailToken *token = &trail->tokens.items[i];
        if (token->kind && !(token->roles & TRAIL_DECLARATION)) {
            continue;
        }
        if (first != UINT32_MAX) {
            add_fold(folds, trail->tokens.items[first].start, trail->tokens.items[i - 1].end,
                     "region");
        }
        first = i;
    }
}

static bool is_next_line(const Trail *trail, const TrailComment *one, const TrailComment *other)
{
    uint32_t breaks = 0;
    for (uint32_t at = one->end; at < other->start; at++) {
        char c = trail->text.ptr[at];
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
            return false;
        }
        breaks += c == '\n';
    }
    return breaks == 1;
}

/* Comments below each other, with nothing between them. */
static void fold_comments(Folds *folds, const Trail *trail)
{
    for (uint32_t i = 0; i < trail->comments.count;) {
        uint32_t last = i;
        while (last + 1 < trail->comments.count && is_next_line(trail, &trail->comments.items[last],
                                                                &trail->comments.items[last + 1])) {
            last++;
        }
        add_fold(folds, trail->comments.items[i].start, trail->comments.items[last].end, "comment");
        i = last + 1;
    }
}

json_t *fold_list(Server *server, const json_t *params)
{
    Spot spot;
    if (!server_find_document(server, params, &spot)) {
        return NULL;
    }
    const Trail *trail = read_trail(server, spot.file);
    Folds folds = { server, &server->world.sources.files.items[spot.file], json_array() };
    fold_declarations(&folds, trail);
    fold_comments(&folds, trail);
    return folds.list;
}

/* ---- selecting ---- */

/* The span from the last token before the offset that has one of the roles to the next such. */
static bool find_part(const Trail *trail, size_t offset, uint32_t roles, Span *part)
{
    bool found = false;
    for (uint32_t i = 0; i < trail->tokens.count; i++) {
        const TrailToken *token = &trail->tokens.items[i];
        bool begins = !token->kind || (token->roles & roles);
        if (begins && token->start > offset) {
            break;
        }
        if (begins) {
            part->start = token->start;
            found = token->kind != 0;
        }
        part->end = token->end;
    }
    return found && part->start <= offset && offset <= part->end;
}

static bool find_token(const Trail *trail, size_t offset, Span *part)
{
    for (uint32_t i = 0; i < trail->tokens.count; i++) {
        const TrailToken *token = &trail->tokens.items[i];
        if (token->kind && token->start <= offset && offset < token->end) {
            part->start = token->start;
            part->end = token->end;
            return true;
        }
    }
    return false;
}

/* The range with this part in it, where it is smaller. */
static json_t *narrow(Server *server, json_t *range, Span *last, Span part)
{
    bool smaller = part.start >= last->start && part.end <= last->end &&
                   part.end - part.start < last->end - last->start;
    if (!smaller) {
        return range;
    }
    *last = part;
    return json_pack("{soso}", "range", server_print_range(server, part), "parent", range);
}

/* The text, the declaration, the clause or field, the token. */
static json_t *select_at(Server *server, const Trail *trail, uint32_t file, size_t offset)
{
    static const uint32_t clause = TRAIL_DECLARATION | TRAIL_CLAUSE | TRAIL_FIELD;
    Span last = { file, 0, (uint32_t)trail->text.len }, part = { .file = file };
    json_t *range = json_pack("{so}", "range", server_print_range(server, last));
    if (find_part(trail, offset, TRAIL_DECLARATION, &part)) {
        range = narrow(server, range, &last, part);
    }
    if (find_part(trail, offset, clause, &part)) {
        range = narrow(server, range, &last, part);
    }
    if (find_token(trail, offset, &part)) {
        range = narrow(server, range, &last, part);
    }
    return range;
}

json_t *fold_select(Server *server, const json_t *params)
{
    Spot spot;
    const json_t *positions = json_object_get(params, "positions");
    if (!server_find_document(server, params, &spot)) {
        return NULL;
    }
    const Trail *trail = read_trail(server, spot.file);
    json_t *list = json_array();
    for (size_t i = 0; i < json_array_size(positions); i++) {
        Place place;
        if (!place_read(json_array_get(positions, i), &place)) {
            json_decref(list);
            return server_refuse(server, LSP_INVALID_PARAMS, STR("positions are needed"));
        }
        size_t offset = place_to_offset(trail->text, place, server->utf8);
        json_array_append_new(list, select_at(server, trail, spot.file, offset));
    }
    return list;
}
