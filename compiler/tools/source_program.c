/* source_program.c - read, check and compile one guideline. */
#include "compiler/tools/source_program.h"
#include "compiler/verify/bound.h"
#include "runtime/base/limits.h"
#include "runtime/bytecode/image.h"

void source_program_read(SourceProgram *sp, Arena *arena, const char *path, bool check_only,
                         CompileDump *dump)
{
    *sp = (SourceProgram){ .arena = arena, .main_path = str_from_c(path) };
    Str text = STR_NONE;
    source_init(&sp->sources, arena);
    diag_init(&sp->diags, arena);
    sp->status = io_read_file(arena, path, LIMIT_SOURCE_BYTES, 2, &text);
    if (sp->status != IO_OK) {
        return;
    }
    sp->ast = lang_read(arena, &sp->sources, &sp->diags, sp->main_path, text,
                        compile_module_finder(&sp->main_path));
    if (sp->diags.errors || check_only) {
        return;
    }
    sp->program = compile_program(arena, sp->ast, &sp->diags, dump);
    if (!sp->program) {
        return;
    }
    sp->most_nodes = bound_check(arena, sp->ast, sp->program, &sp->diags);
    sp->image = image_write(arena, sp->program);
}
