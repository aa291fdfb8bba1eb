/* compile.h - the door of this room: typed tree in, program out. */
#ifndef COMPILER_COMPILE_H
#define COMPILER_COMPILE_H
#include "compiler/lower/probe.h"
#include "lang/lang.h"
#include "runtime/bytecode/program.h"

/* What is wanted besides the program; NULL members are not. */
typedef struct CompileDump {
    StrBuf *ir;
    Probes *probes;
} CompileDump;
/* A verified program, or NULL with errors in diags. dump may be NULL. */
Program *compile_program(Arena *arena, Ast *ast, DiagList *diags, CompileDump *dump);
/* Modules beside the main file first, then the standard library built in. */
ModuleFinder compile_module_finder(Str *main_path); /* *main_path must outlive the finder */
/* Texts that stand for files: those open in an editor. find: false if it has none of that path. */
typedef struct ModuleTexts {
    Str main_path;
    bool (*find)(void *context, Str path, Str *text);
    void *context;
} ModuleTexts;
/* The same, but such texts go before the files of their path. */
ModuleFinder compile_text_finder(ModuleTexts *texts); /* *texts must outlive the finder */
/* The standard library alone: no file is read. */
ModuleFinder compile_library_finder(void);
#endif
