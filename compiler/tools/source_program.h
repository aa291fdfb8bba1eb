/* source_program.h - from a file name to a program in memory: what every command of cglc begins
 * with. */
#ifndef TOOLS_SOURCE_PROGRAM_H
#define TOOLS_SOURCE_PROGRAM_H
#include "compiler/compile.h"
#include "runtime/base/io.h"

typedef struct SourceProgram {
    Arena *arena;
    SourceSet sources;
    DiagList diags;
    Ast *ast;            /* NULL if the file could not be read */
    Program *program;    /* NULL if there were errors */
    Str image;           /* of program, once its bound is known */
    uint64_t most_nodes; /* diagram nodes of the worst record */
    IoStatus status;
    Str main_path;
    struct Coverage *coverage; /* what watches its tests (coverage.h), or NULL */
    struct Claims *claims;     /* its checks, for its tests (claims.h), or NULL */
} SourceProgram;

/* Reads and checks; compiles too unless check_only. Errors are in diags. */
void source_program_read(SourceProgram *sp, Arena *arena, const char *path, bool check_only,
                         CompileDump *dump);
/* The same of a text that stands for the file; its modules come from the finder, of which nothing
 * is kept. */
void source_program_read_text(SourceProgram *sp, Arena *arena, const char *path, Str text,
                              ModuleFinder finder);
#endif
