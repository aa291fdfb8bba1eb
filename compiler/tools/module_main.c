/* module_main.c - from a module to the nearest guideline that reaches it. */
#include "compiler/tools/module_main.h"
#include "runtime/base/limits.h"

#include <string.h>

static Str get_text(const SourceProgram *sp, const AstModule *module)
{
    return sp->sources.files.items[module->file].text;
}

/* The folder that the dots of the name count from, with the slash at its end; "" is here. Parts
 * that the path does not name lie above. */
static Str find_root(Arena *arena, Str path, Str name)
{
    StrBuf root = { .arena = arena };
    size_t left = path.len, above = 0;
    for (size_t i = 0; i <= name.len; i++) {
        if (i < name.len && name.ptr[i] != '.') {
            continue;
        }
        while (left > 0 && path.ptr[left - 1] != '/') { /* the file, then a folder for each dot */
            left--;
        }
        if (i == name.len) {
            break;
        }
        if (left > 0) {
            left--;
        } else {
            above++;
        }
    }
    for (; above > 0; above--) {
        buf_add_c(&root, "../");
    }
    buf_add(&root, (Str){ path.ptr, left });
    return buf_get(&root);
}

bool module_main_is_guideline(Str text)
{
    static const char blanks[] = " \t\r\n";
    size_t at = 0;
    for (;;) {
        while (at < text.len && strchr(blanks, text.ptr[at]) && text.ptr[at]) {
            at++;
        }
        if (at + 1 >= text.len || text.ptr[at] != '-' || text.ptr[at + 1] != '-') {
            break;
        }
        while (at < text.len && text.ptr[at] != '\n') {
            at++;
        }
    }
    return str_starts_with((Str){ text.ptr + at, text.len - at }, STR("guideline"));
}

/* The file by which this guideline knows the module; UINT32_MAX if it does not, or knows another.
 */
static uint32_t find_file(const SourceProgram *whole, const SourceProgram *sp)
{
    for (uint32_t i = 0; i < whole->ast->modules.count; i++) {
        const AstModule *module = whole->ast->modules.items[i];
        if (str_equal(module->name.text, sp->ast->main->name.text) &&
            str_equal(get_text(whole, module), get_text(sp, sp->ast->main))) {
            return module->file;
        }
    }
    return UINT32_MAX;
}

static void keep_own_warnings(DiagList *diags, uint32_t file)
{
    uint32_t kept = 0;
    diags->warnings = 0;
    for (uint32_t i = 0; i < diags->items.count; i++) {
        const Diag *diag = &diags->items.items[i];
        bool warning = diag->severity == DIAG_WARNING;
        if (warning && diag->span.file != file) {
            continue;
        }
        diags->warnings += warning;
        diags->items.items[kept++] = *diag;
    }
    diags->items.count = kept;
}

static bool reaches(const SourceProgram *sp, SourceProgram *whole, const char *path)
{
    Str text = STR_NONE;
    if (io_read_file(sp->arena, path, LIMIT_SOURCE_BYTES, 2, &text) != IO_OK ||
        !module_main_is_guideline(text)) {
        return false;
    }
    source_program_read(whole, sp->arena, path, false, NULL);
    uint32_t file = whole->status == IO_OK ? find_file(whole, sp) : UINT32_MAX;
    if (file == UINT32_MAX) {
        return false;
    }
    whole->sources.files.items[file].path = sp->main_path;
    keep_own_warnings(&whole->diags, file);
    return true;
}

bool module_main_read(const SourceProgram *sp, SourceProgram *whole)
{
    NameVec names = { 0 };
    Str name = sp->ast->main->name.text;
    if (sp->ast->main->is_guideline || !name.len) {
        return false;
    }
    Str root = find_root(sp->arena, sp->main_path, name);
    io_list_folder(sp->arena, str_to_c(sp->arena, root), STR(".cgl"), &names);
    for (uint32_t i = 0; i < names.count; i++) {
        Str path = str_format(sp->arena, "%S%S", root, names.items[i]);
        if (reaches(sp, whole, str_to_c(sp->arena, path))) {
            return true;
        }
    }
    return false;
}
