/* compile.h - the door of this room: typed tree in, program out. */
#ifndef COMPILER_COMPILE_H
#define COMPILER_COMPILE_H
#include "lang/lang.h"
#include "runtime/bytecode/program.h"

typedef struct CompileDump { StrBuf *ir; } CompileDump;     /* NULL members are not wanted */
/* A verified program, or NULL with errors in diags. dump may be NULL. */
Program *compile_program(Arena *arena, Ast *ast, DiagList *diags, CompileDump *dump);
/* Modules beside the main file first, then the standard library built in. */
ModuleFinder compile_module_finder(Str *main_path);     /* *main_path must outlive the finder */
#endif
