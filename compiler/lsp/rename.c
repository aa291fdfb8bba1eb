/* rename.c - another name everywhere. The guideline is read once more with the changes in it, and
 * only one that means the same is sent: no error, and as many places of the new name as of the old
 * one. */
#include "compiler/compile.h"
#include "compiler/lsp/requests.h"
#include "runtime/base/limits.h"

typedef struct Renaming {
    Server *server;
    const Index *index;
    uint32_t subject;
    Str name;
    Str *texts; /* of each file of the world, changed; ptr NULL: not */
} Renaming;

/* ---- may it be renamed? ---- */

static bool may_rename(const Renaming *renaming, Str *why)
{
    const Server *server = renaming->server;
    if (server->world.diags.errors) {
        *why = STR("the guideline has errors, so not every place of the name is known");
        return false;
    }
    if (renaming->index->subjects.items[renaming->subject].kind == SUBJECT_MODULE) {
        *why = STR("a module is called like its file: rename the file and its imports");
        return false;
    }
    for (uint32_t i = 0; i < renaming->index->occurrences.count; i++) {
        const Occurrence *place = &renaming->index->occurrences.items[i];
        if (place->subject != renaming->subject) {
            continue;
        }
        if (server->world.sources.files.items[place->span.file].builtin) {
            *why = STR("the name belongs to the standard library");
            return false;
        }
        if (!place->exact) {
            *why = STR("the name is written in another way in one of its places");
            return false;
        }
    }
    return true;
}

static bool is_fit(Str name, SubjectKind kind)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '_' || (c == '.' && kind == SUBJECT_FIELD) ||
                    (c == '-' && kind == SUBJECT_STATEMENT);
        bool text = kind == SUBJECT_TEST && c != '"' && c != '\\' && (unsigned char)c >= ' ';
        if (!word && !text) {
            return false;
        }
    }
    return name.len > 0;
}

/* ---- the changed texts ---- */

static Str change_text(const Renaming *renaming, uint32_t file)
{
    StrBuf out = { .arena = renaming->server->request };
    Str text = renaming->server->world.sources.files.items[file].text;
    size_t at = 0;
    for (uint32_t i = 0; i < renaming->index->occurrences.count; i++) {
        const Occurrence *place = &renaming->index->occurrences.items[i];
        if (place->subject != renaming->subject || place->span.file != file) {
            continue;
        }
        buf_add(&out, (Str){ text.ptr + at, place->span.start - at });
        buf_add(&out, renaming->name);
        at = place->span.end;
    }
    buf_add(&out, (Str){ text.ptr + at, text.len - at });
    return buf_get(&out);
}

static uint32_t count_places(const Index *index, uint32_t subject)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < index->occurrences.count; i++) {
        count += index->occurrences.items[i].subject == subject;
    }
    return count;
}

static bool find_changed(void *context, Str path, Str *text)
{
    const Renaming *renaming = context;
    uint32_t file = world_find_file(&renaming->server->world, path);
    *text = file == UINT32_MAX ? STR_NONE : renaming->texts[file];
    return text->ptr != NULL;
}

/* The same subject in the new tree: the walk meets all of them in the same order. */
static bool means_the_same(const Renaming *renaming, const Ast *ast, const Index *after)
{
    const Index *before = renaming->index;
    return !ast->diags->errors && ast->diags->warnings == renaming->server->world.diags.warnings &&
           after->subjects.count == before->subjects.count &&
           after->occurrences.count == before->occurrences.count &&
           count_places(after, renaming->subject) == count_places(before, renaming->subject) &&
           str_equal(after->subjects.items[renaming->subject].name.text, renaming->name);
}

static bool try_out(Renaming *renaming, Str *why)
{
    World *world = &renaming->server->world;
    Arena *arena = renaming->server->request;
    SourceSet sources;
    DiagList diags;
    ModuleTexts texts = { world->main_path, find_changed, renaming };
    source_init(&sources, arena);
    diag_init(&diags, arena);
    renaming->texts = ARENA_ARRAY(arena, Str, world->sources.files.count);
    for (uint32_t i = 0; i < world->sources.files.count; i++) {
        renaming->texts[i] =
            world->sources.files.items[i].builtin ? STR_NONE : change_text(renaming, i);
    }
    const Ast *ast =
        lang_read(arena, &sources, &diags, world->main_path,
                  renaming->texts[world->ast->main->file], compile_text_finder(&texts));
    if (means_the_same(renaming, ast, index_build(arena, ast))) {
        return true;
    }
    *why = diags.errors ? str_format(arena, "`%S` cannot be its name: %S", renaming->name,
                                     diags.items.items[0].message)
                        : str_format(arena, "`%S` means something else somewhere", renaming->name);
    return false;
}

/* ---- the answers ---- */

static json_t *print_edits(const Renaming *renaming)
{
    Server *server = renaming->server;
    json_t *changes = json_object();
    for (uint32_t i = 0; i < renaming->index->occurrences.count; i++) {
        const Occurrence *place = &renaming->index->occurrences.items[i];
        if (place->subject != renaming->subject) {
            continue;
        }
        const char *uri = str_to_c(server->request, server_get_uri(server, place->span.file));
        json_t *list = json_object_get(changes, uri);
        if (!list) {
            json_object_set_new(changes, uri, json_array());
            list = json_object_get(changes, uri);
        }
        json_array_append_new(list,
                              json_pack("{soso}", "range", server_print_range(server, place->span),
                                        "newText", json_build_text(renaming->name)));
    }
    return json_pack("{so}", "changes", changes);
}

static const Occurrence *find_name(Server *server, const json_t *params, Renaming *renaming)
{
    Here here;
    if (!navigate_find(server, params, &here)) {
        return NULL;
    }
    if (!here.name) {
        server_refuse(server, LSP_REQUEST_FAILED, STR("nothing that has a name stands here"));
        return NULL;
    }
    Str why = STR_NONE;
    *renaming = (Renaming){ .server = server, .index = here.index, .subject = here.name->subject };
    if (!may_rename(renaming, &why)) {
        server_refuse(server, LSP_REQUEST_FAILED, why);
        return NULL;
    }
    return here.name;
}

json_t *rename_prepare(Server *server, const json_t *params)
{
    Renaming renaming;
    const Occurrence *here = find_name(server, params, &renaming);
    if (!here) {
        return NULL;
    }
    return json_pack("{soso}", "range", server_print_range(server, here->span), "placeholder",
                     json_build_text(renaming.index->subjects.items[here->subject].name.text));
}

json_t *rename_all(Server *server, const json_t *params)
{
    Renaming renaming;
    Str why = STR_NONE;
    if (!find_name(server, params, &renaming)) {
        return NULL;
    }
    renaming.name = server_get_text(params, "newName");
    if (!is_fit(renaming.name, renaming.index->subjects.items[renaming.subject].kind)) {
        return server_refuse(server, LSP_INVALID_PARAMS, STR("this cannot be a name"));
    }
    return try_out(&renaming, &why) ? print_edits(&renaming)
                                    : server_refuse(server, LSP_REQUEST_FAILED, why);
}
