/* eval.h - `cglc eval`: one expression without a patient. */
#ifndef TOOLS_EVAL_H
#define TOOLS_EVAL_H
#include "compiler/tools/source_program.h"

typedef enum EvalResult {
    EVAL_DONE,
    EVAL_REFUSED,   /* the diagnostics say why */
    EVAL_NEEDS_DATE /* it reads the date, and none is given */
} EvalResult;

/* The value as CGL writes it, one line, into out. Unknown or failed: "unknown". The names it may
 * use are those of the library built in; no file is read. as_of: NULL if no date is given. */
EvalResult eval_expression(SourceProgram *sp, Arena *arena, const char *text, const Day *as_of,
                           StrBuf *out);
#endif
