/* command_lsp.c - cglc lsp: serves the editor that started it. */
#include "compiler/cglc/commands.h"
#include "compiler/lsp/lsp.h"
#include "runtime/cgl.h"

int command_lsp(Arena *arena, const Arguments *arguments)
{
    (void)arena;
    (void)arguments;
    return lsp_run(0, 1, STR(CGL_VERSION)) ? EXIT_FAILED : EXIT_OK;
}
