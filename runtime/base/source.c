/* source.c - source files; places are computed when a message needs them. */
#include "runtime/base/source.h"
#include "runtime/base/code_point.h"
#include "runtime/base/limits.h"

void source_init(SourceSet *set, Arena *arena)
{
    *set = (SourceSet){ .arena = arena };
}

/* Listings ask for the line of every instruction, so a place must not cost a walk through the file.
 */
static void index_lines(Arena *arena, SourceFile *file)
{
    uint32_t count = 1;
    Str rest = file->text, line;
    while (str_take_line(&rest, &line)) {
        count++;
    }
    file->line_starts = ARENA_ARRAY(arena, uint32_t, count);
    file->line_starts[file->line_count++] = 0;
    for (rest = file->text; str_take_line(&rest, &line);) {
        bool ended = rest.ptr > line.ptr + line.len;
        if (ended) {
            file->line_starts[file->line_count++] = (uint32_t)(rest.ptr - file->text.ptr);
        }
    }
}

uint32_t source_add(SourceSet *set, Str path, Str text, bool builtin)
{
    size_t size;
    /* Offsets are 32 bits; readers stop at LIMIT_SOURCE_BYTES long before. */
    if (!size_add(text.len, 2, &size) || size > UINT32_MAX) {
        arena_fail(set->arena);
    }
    char *copy = arena_alloc(set->arena, size);
    if (text.len) {
        memcpy(copy, text.ptr, text.len);
    }
    SourceFile file = { str_copy(set->arena, path), { copy, text.len }, builtin, NULL, 0 };
    index_lines(set->arena, &file);
    vec_add(set->arena, &set->files, file);
    return set->files.count - 1;
}

/* Continuation bytes belong to the code point before them. */
static uint32_t count_code_points(const char *bytes, size_t size)
{
    uint32_t count = 0;
    for (size_t i = 0; i < size; i++) {
        count += ((unsigned char)bytes[i] & 0xc0) != 0x80;
    }
    return count;
}

uint32_t source_find_line(const SourceFile *file, size_t at)
{
    uint32_t low = 0, high = file->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (file->line_starts[middle] <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

SourcePlace source_locate(const SourceSet *set, Span span)
{
    if (span.file >= set->files.count) {
        return (SourcePlace){ 0 };
    }
    const SourceFile *file = &set->files.items[span.file];
    Str text = file->text;
    size_t at = span.start < text.len ? span.start : text.len;
    uint32_t line = source_find_line(file, at);
    SourcePlace place = { .line = line + 1, .line_start = file->line_starts[line] };
    place.column = 1 + count_code_points(text.ptr + place.line_start, at - place.line_start);
    Str rest = { text.ptr + place.line_start, text.len - place.line_start };
    place.line_text = (Str){ rest.ptr, str_measure_line(rest) };
    return place;
}

/* Bytes up to the last slash, that one included. */
static size_t measure_folder(Str path)
{
    size_t folder = path.len;
    while (folder > 0 && path.ptr[folder - 1] != '/') {
        folder--;
    }
    return folder;
}

Str source_name_from(const SourceSet *set, uint32_t file, uint32_t other)
{
    if (file >= set->files.count) {
        return STR("");
    }
    Str path = set->files.items[file].path, from = set->files.items[other].path;
    size_t folder = measure_folder(from);
    if (str_starts_with(path, (Str){ from.ptr, folder })) {
        path = (Str){ path.ptr + folder, path.len - folder };
    }
    return code_point_find_unfit(path) == path.len ? path : STR("?");
}

Span span_join(Span first, Span last)
{
    if (first.file == UINT32_MAX || first.file != last.file) {
        return first.file == UINT32_MAX ? last : first;
    }
    Span joined = first;
    if (last.start < joined.start) {
        joined.start = last.start;
    }
    if (last.end > joined.end) {
        joined.end = last.end;
    }
    return joined;
}
