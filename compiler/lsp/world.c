/* world.c - from an open text to the guideline that it is part of. */
#include "compiler/lsp/world.h"
#include "compiler/compile.h"
#include "compiler/lsp/index.h"
#include "compiler/tools/module_main.h"
#include "compiler/verify/bound.h"
#include "runtime/base/io.h"
#include "runtime/base/limits.h"

enum { KEPT_BYTES = 16 << 20, MOST_FOLDERS = 8 };

uint32_t world_find_file(const World *world, Str path)
{
    for (uint32_t i = 0; world->ast && i < world->sources.files.count; i++) {
        if (str_equal(world->sources.files.items[i].path, path)) {
            return i;
        }
    }
    return UINT32_MAX;
}

static bool find_open(void *context, Str path, Str *text)
{
    const Document *document = document_find_path(context, path);
    *text = document ? document->text : STR_NONE;
    return document != NULL;
}

/* An empty text is a text. */
static Str get_bytes(Str text)
{
    return text.ptr ? text : STR("");
}

/* The arena has what a search for this guideline left on it; it goes with the next reading. */
static void read_main(World *world, Documents *documents, Str path, Str text)
{
    ModuleTexts texts = { path, find_open, documents };
    source_init(&world->sources, world->arena);
    diag_init(&world->diags, world->arena);
    world->main_path = path;
    world->compiled = false;
    world->index = NULL;
    ModuleFinder finder =
        document_is_file(path) ? compile_text_finder(&texts) : compile_library_finder();
    world->ast =
        lang_read(world->arena, &world->sources, &world->diags, path, get_bytes(text), finder);
}

static bool read_text(World *world, Documents *documents, Str path, Str *text)
{
    return find_open(documents, path, text) ||
           io_read_file(world->arena, str_to_c(world->arena, path), LIMIT_SOURCE_BYTES, 2, text) ==
               IO_OK;
}

/* Is this file a guideline, and does it reach the document? Then the world holds it. */
static bool try_main(World *world, Documents *documents, const Document *document, Str path)
{
    Str text = STR_NONE;
    if (!read_text(world, documents, path, &text) || !module_main_is_guideline(text)) {
        return false;
    }
    read_main(world, documents, path, text);
    return world_find_file(world, document->path) != UINT32_MAX;
}

static bool search_folder(World *world, Documents *documents, const Document *document, Str folder)
{
    NameVec names = { 0 };
    io_list_folder(world->arena, str_to_c(world->arena, folder), STR(".cgl"), &names);
    for (uint32_t i = 0; i < names.count; i++) {
        Str path = str_format(world->arena, "%S%S", folder, names.items[i]);
        if (try_main(world, documents, document, path)) {
            return true;
        }
    }
    return false;
}

/* The document's own folder, then those above it. */
static bool search(World *world, Documents *documents, const Document *document)
{
    Str folder = document->path;
    for (int i = 0; i < MOST_FOLDERS && folder.len > 1; i++) {
        folder.len -= i > 0;
        while (folder.len > 0 && folder.ptr[folder.len - 1] != '/') {
            folder.len--;
        }
        if (folder.len > 0 && search_folder(world, documents, document, folder)) {
            return true;
        }
    }
    return false;
}

static void read_for(World *world, Documents *documents, const Document *document)
{
    bool alone = module_main_is_guideline(document->text) || !document_is_file(document->path);
    if (!alone && ((document->main.len &&
                    try_main(world, documents, document, str_copy(world->arena, document->main))) ||
                   search(world, documents, document))) {
        return;
    }
    read_main(world, documents, str_copy(world->arena, document->path), document->text);
}

void world_read(World *world, Documents *documents, Document *document, unsigned generation)
{
    if (world->ast && world->generation == generation &&
        world_find_file(world, document->path) != UINT32_MAX) {
        return;
    }
    world->ast = NULL;
    arena_shrink(world->arena, KEPT_BYTES);
    read_for(world, documents, document);
    document_set_main(document, world->main_path);
    world->generation = generation;
}

const Index *world_get_index(World *world)
{
    if (!world->index) {
        world->index = index_build(world->arena, world->ast);
    }
    return world->index;
}

void world_compile(World *world)
{
    if (world->compiled || world->diags.errors || !world->ast->main->is_guideline) {
        return;
    }
    world->compiled = true;
    Program *program = compile_program(world->arena, world->ast, &world->diags, NULL);
    if (program) {
        bound_check(world->arena, world->ast, program, &world->diags);
    }
}
