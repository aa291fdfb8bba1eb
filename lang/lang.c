/* lang.c - the door: modules read depth first, then names, then types. */
#include "lang/lang.h"
#include "lang/check/check.h"
#include "lang/messages/diagnose.h"
#include "lang/parser.h"
#include "lang/resolve/resolve.h"
#include "runtime/base/limits.h"
#include "runtime/base/map.h"

typedef struct Loader {
    Ast *ast;
    ModuleFinder finder;
    Map modules; /* dotted name -> index of `loaded` */
    VEC(AstModule *) loaded;
    VEC(const AstImport *) path; /* imports that lead here, for the message about a cycle */
} Loader;

static Ast *make_ast(Arena *arena, SourceSet *sources, DiagList *diags)
{
    Ast *ast = ARENA_NEW(arena, Ast);
    ast->arena = arena;
    ast->sources = sources;
    ast->diags = diags;
    return ast;
}

static Parse make_parse(Ast *ast, uint32_t file, int start)
{
    return (Parse){
        .arena = ast->arena,
        .ast = ast,
        .diags = ast->diags,
        .file = file,
        .text = ast->sources->files.items[file].text,
        .start = start,
        .module = ARENA_NEW(ast->arena, AstModule),
    };
}

static AstModule *read_module(Ast *ast, Str path, Str text, bool builtin)
{
    uint32_t file = source_add(ast->sources, path, text, builtin);
    Parse parse = make_parse(ast, file, TOK_START_TEXT);
    parse.module->file = file;
    parse_text(&parse);
    Span start = parse.has_declaration ? parse.first_declaration : (Span){ file, 0, 0 };
    if (!parse.has_header && !parse.header_failed) {
        diagnose_header_missing(ast->diags, start);
    }
    return parse.module;
}

/* ---- imports ---- */

/* Where an import of a module that is being read closes a circle: the way round, from its first
 * step. */
static void report_cycle(Loader *loader, const AstImport *import)
{
    StrBuf way = { .arena = loader->ast->arena };
    uint32_t first = UINT32_MAX;
    for (uint32_t i = 0; i < loader->path.count; i++) {
        if (str_equal(loader->path.items[i]->path.text, import->path.text)) {
            first = i;
        }
    }
    if (first == UINT32_MAX) { /* back to the file that nobody imported */
        buf_add_format(&way, "%S -> ", import->path.text);
        first = 0;
    }
    for (uint32_t i = first; i < loader->path.count; i++) {
        buf_add_format(&way, "%S -> ", loader->path.items[i]->path.text);
    }
    buf_add(&way, import->path.text);
    Span second = loader->path.count ? loader->path.items[first]->span : SPAN_NOWHERE;
    diagnose_import_cycle(loader->ast->diags, import->path.span, buf_get(&way), second);
}

static void check_version(Loader *loader, const AstImport *import, const AstModule *module)
{
    DiagList *diags = loader->ast->diags;
    if (!str_equal(import->path.text, module->name.text) && module->name.text.len) {
        diagnose_module_name(diags, module->name.span, module->name.text, import->path.text,
                             import->span);
    }
    if (!import->version.text.ptr || str_equal(import->version.text, module->version.text)) {
        return;
    }
    Span second = module->version.text.ptr ? module->version.span : module->name.span;
    diagnose_version_mismatch(diags, import->version.span, import->path.text, import->version.text,
                              module->version.text, second);
}

static void load_imports(Loader *loader, AstModule *module);

static AstModule *load_import(Loader *loader, AstImport *import, const AstModule *importer)
{
    Ast *ast = loader->ast;
    uint32_t known = map_find(&loader->modules, import->path.text);
    if (known != MAP_NONE) {
        AstModule *module = loader->loaded.items[known];
        if (module->visiting) {
            report_cycle(loader, import);
        }
        return module;
    }
    if (loader->loaded.count >= LIMIT_IMPORTS) {
        diagnose_too_many_modules(ast->diags, import->span);
        return NULL;
    }
    Str path = STR_NONE;
    bool builtin = false;
    Str text =
        loader->finder.find
            ? loader->finder.find(loader->finder.context, ast->arena, import->path.text,
                                  ast->sources->files.items[importer->file].path, &path, &builtin)
            : STR_NONE;
    if (!text.ptr) {
        diagnose_import_not_found(ast->diags, import->path.span, import->path.text);
        return NULL;
    }
    AstModule *module = read_module(ast, path, text, builtin);
    map_set(&loader->modules, import->path.text, loader->loaded.count);
    vec_add(ast->arena, &loader->loaded, module);
    vec_add(ast->arena, &loader->path, import);
    load_imports(loader, module);
    loader->path.count--;
    return module;
}

/* Depth is bounded by LIMIT_IMPORTS. */
static void load_imports(Loader *loader, AstModule *module)
{
    module->visiting = true;
    if (module->imports.count > LIMIT_IMPORTS) {
        diagnose_too_many_modules(loader->ast->diags, module->imports.items[LIMIT_IMPORTS].span);
        module->imports.count = 0; /* and not one message for each */
    }
    for (uint32_t i = 0; i < module->imports.count; i++) {
        AstImport *import = &module->imports.items[i];
        import->module = load_import(loader, import, module);
        if (import->module && import->module != module) {
            check_version(loader, import, import->module);
        }
    }
    module->visiting = false;
    module->visited = true;
    vec_add(loader->ast->arena, &loader->ast->modules, module);
}

/* The module `stdlib` imports every other of the library; an expression sees them all. */
static void load_library(Ast *ast, ModuleFinder finder)
{
    Loader loader = { .ast = ast, .finder = finder };
    Str path = STR_NONE;
    bool builtin = false;
    map_init(&loader.modules, ast->arena);
    Str text = finder.find ? finder.find(finder.context, ast->arena, STR("stdlib"), STR_NONE, &path,
                                         &builtin)
                           : STR_NONE;
    if (!text.ptr) {
        return;
    }
    load_imports(&loader, read_module(ast, path, text, builtin));
}

/* ---- the door ---- */

Ast *lang_read(Arena *arena, SourceSet *sources, DiagList *diags, Str path, Str text,
               ModuleFinder finder)
{
    Ast *ast = make_ast(arena, sources, diags);
    Loader loader = { .ast = ast, .finder = finder };
    map_init(&loader.modules, arena);
    ast->main = read_module(ast, path, text, false);
    if (ast->main->name.text.len) {
        map_set(&loader.modules, ast->main->name.text, 0);
        vec_add(arena, &loader.loaded, ast->main);
    }
    load_imports(&loader, ast->main);
    resolve_program(ast);
    check_program(ast);
    return ast;
}

Expr *lang_read_expression(Arena *arena, SourceSet *sources, DiagList *diags, Str text, Ast **out,
                           ModuleFinder finder)
{
    Ast *ast = make_ast(arena, sources, diags);
    uint32_t file = source_add(sources, STR("expression"), text, false);
    Parse parse = make_parse(ast, file, TOK_START_EXPRESSION);
    parse.module->file = file;
    parse.has_header = true;
    ast->main = parse.module;
    parse_text(&parse);
    *out = ast;
    if (diags->errors || !parse.expression) {
        return NULL;
    }
    load_library(ast, finder);
    resolve_program(ast);
    check_program(ast);
    return check_single(ast, parse.expression) && !diags->errors ? parse.expression : NULL;
}
