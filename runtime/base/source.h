/* source.h - source files and places in them. A span is two byte offsets; line
 * and column are computed only when a message is printed. */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H
#include "runtime/base/str.h"
#include "runtime/base/vec.h"

typedef struct Span {
    uint32_t file;       /* index into SourceSet.files; SPAN_NOWHERE.file for none */
    uint32_t start, end; /* byte offsets, end exclusive */
} Span;
#define SPAN_NOWHERE ((Span){ UINT32_MAX, 0, 0 })

typedef struct SourceFile {
    Str path;     /* as the user wrote it, or as found by an import */
    Str text;     /* whole file, UTF-8, followed by two NUL bytes outside len (flex wants them) */
    bool builtin; /* a module of the standard library built into the program */
    uint32_t *line_starts; /* byte offsets, ascending; the first is 0 */
    uint32_t line_count;
} SourceFile;

typedef struct SourceSet {
    Arena *arena;
    VEC(SourceFile) files;
} SourceSet;

typedef struct SourcePlace {
    uint32_t line, column; /* from 1; column counts code points */
    Str line_text;         /* the line without its end */
    uint32_t line_start;   /* byte offset of the line */
} SourcePlace;

void source_init(SourceSet *set, Arena *arena);
uint32_t source_add(SourceSet *set, Str path, Str text, bool builtin); /* copies the text */
/* Number, from 0, of the last line that starts at or before the byte offset. */
uint32_t source_find_line(const SourceFile *file, size_t at);
SourcePlace source_locate(const SourceSet *set, Span span);
/* The file's path as seen from the folder of another file: the same wherever both are kept, and
 * nothing of where that is. Empty for no file; "?" if it holds what no text may hold. */
Str source_name_from(const SourceSet *set, uint32_t file, uint32_t other);
Span span_join(Span first, Span last);
#endif
