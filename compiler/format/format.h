/* format.h - the layout of a text: the same tokens and comments, in the one layout of the language.
 */
#ifndef FORMAT_FORMAT_H
#define FORMAT_FORMAT_H
#include "runtime/base/diag.h"

typedef enum FormatStatus {
    FORMAT_DONE,    /* `text` is the layout */
    FORMAT_NO_TEXT, /* not UTF-8: `text` is what was given */
    FORMAT_LOST     /* the layout read again has other tokens or comments: a fault of this room */
} FormatStatus;

/* From 1, both included; { 0, 0 } for all. Declarations outside stay as they are. */
typedef struct FormatLines {
    uint32_t first, last;
} FormatLines;

typedef struct FormatResult {
    FormatStatus status;
    Str text;          /* on the arena */
    SourceSet sources; /* for printing the diagnostics */
    DiagList diags;    /* mistakes that kept a declaration as it is; nothing else is looked at */
} FormatResult;

FormatResult format_text(Arena *arena, Str path, Str text, FormatLines lines);

/* A unified diff with three lines around each change; nothing where both are the same. */
void format_diff(StrBuf *out, Arena *scratch, const char *path, Str before, Str after);
#endif
