/* source_program.c - read, check and compile one guideline. */
#include "compiler/tools/source_program.h"
#include "compiler/verify/bound.h"
#include "runtime/base/limits.h"
#include "runtime/bytecode/image.h"

static void begin(SourceProgram *sp, Arena *arena, const char *path)
{
    *sp = (SourceProgram){ .arena = arena, .main_path = str_from_c(path) };
    source_init(&sp->sources, arena);
    diag_init(&sp->diags, arena);
}

static void read_text(SourceProgram *sp, Str text, ModuleFinder finder, bool check_only,
                      CompileDump *dump)
{
    sp->ast = lang_read(sp->arena, &sp->sources, &sp->diags, sp->main_path, text, finder);
    if (sp->diags.errors || check_only) {
        return;
    }
    sp->program = compile_program(sp->arena, sp->ast, &sp->diags, dump);
    if (!sp->program) {
        return;
    }
    sp->most_nodes = bound_check(sp->arena, sp->ast, sp->program, &sp->diags);
    sp->image = image_write(sp->arena, sp->program);
}

void source_program_read(SourceProgram *sp, Arena *arena, const char *path, bool check_only,
                         CompileDump *dump)
{
    Str text = STR_NONE;
    begin(sp, arena, path);
    sp->status = io_read_file(arena, path, LIMIT_SOURCE_BYTES, 2, &text);
    if (sp->status != IO_OK) {
        return;
    }
    read_text(sp, text, compile_module_finder(&sp->main_path), check_only, dump);
}

void source_program_read_text(SourceProgram *sp, Arena *arena, const char *path, Str text,
                              ModuleFinder finder)
{
    begin(sp, arena, path);
    read_text(sp, text, finder, false, NULL);
}
