/* eval.h - `cglc eval`: one expression without a patient. */
#ifndef TOOLS_EVAL_H
#define TOOLS_EVAL_H
#include "compiler/tools/source_program.h"

/* The value as CGL writes it, one line, into out; false with diagnostics. Unknown or failed:
 * "unknown". */
bool eval_expression(SourceProgram *sp, Arena *arena, const char *text, StrBuf *out);
#endif
