/* lsp.h - the language server: what an editor asks about a guideline that is being written. */
#ifndef LSP_LSP_H
#define LSP_LSP_H
#include "runtime/base/str.h"

/* Serves one client over two descriptors until it says goodbye or goes away. The exit code that the
 * protocol wants: 0 after `shutdown` and `exit`, else 1. */
int lsp_run(int in, int out, Str version);
#endif
