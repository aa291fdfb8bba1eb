/* modules.c - finding the text of an imported module. Dots are folders, beside the importing main
 * file first. */
#include "compiler/modules.h"
#include "compiler/compile.h"
#include "runtime/base/io.h"
#include "runtime/base/limits.h"

static Str make_path(Arena *arena, Str base, Str dotted)
{
    size_t folder = base.len;
    while (folder > 0 && base.ptr[folder - 1] != '/') {
        folder--;
    }
    StrBuf buf = { .arena = arena };
    buf_add(&buf, (Str){ base.ptr, folder });
    for (size_t i = 0; i < dotted.len; i++) {
        buf_add_char(&buf, dotted.ptr[i] == '.' ? '/' : dotted.ptr[i]);
    }
    buf_add_c(&buf, ".cgl");
    return buf_get(&buf);
}

static Str find_builtin(Arena *arena, Str dotted, Str *path)
{
    for (const BuiltinModule *module = builtin_modules; module->name; module++) {
        if (str_equal(str_from_c(module->name), dotted)) {
            *path = str_format(arena, "<stdlib>/%S.cgl", dotted);
            return (Str){ module->text, module->size };
        }
    }
    return STR_NONE;
}

/* Module names hold letters, digits, dots and underscores only (the grammar sees to it), so that no
 * import can leave the folder. */
static Str find_with(const ModuleTexts *texts, Arena *arena, Str dotted, Str *path, bool *builtin)
{
    Str text = STR_NONE, name = make_path(arena, texts->main_path, dotted);
    *builtin = false;
    *path = name;
    if (texts->find && texts->find(texts->context, name, &text)) {
        return text;
    }
    if (io_read_file(arena, str_to_c(arena, name), LIMIT_SOURCE_BYTES, 2, &text) == IO_OK) {
        return text;
    }
    text = find_builtin(arena, dotted, path);
    *builtin = text.ptr != NULL;
    return text;
}

/* context: the path of the main file. */
static Str find_module(void *context, Arena *arena, Str dotted, Str importing_path, Str *path,
                       bool *builtin)
{
    ModuleTexts texts = { .main_path = *(Str *)context };
    return find_with(&texts, arena, dotted, path, builtin);
}

static Str find_text(void *context, Arena *arena, Str dotted, Str importing_path, Str *path,
                     bool *builtin)
{
    return find_with(context, arena, dotted, path, builtin);
}

static Str find_library_module(void *context, Arena *arena, Str dotted, Str importing_path,
                               Str *path, bool *builtin)
{
    Str text = find_builtin(arena, dotted, path);
    *builtin = text.ptr != NULL;
    return text;
}

ModuleFinder compile_library_finder(void)
{
    return (ModuleFinder){ find_library_module, NULL };
}

ModuleFinder compile_module_finder(Str *main_path)
{
    return (ModuleFinder){ find_module, main_path };
}

ModuleFinder compile_text_finder(ModuleTexts *texts)
{
    return (ModuleFinder){ find_text, texts };
}
