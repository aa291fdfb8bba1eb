/* place.c - offsets to positions and back. */
#include "compiler/lsp/place.h"
#include "runtime/base/code_point.h"

/* Bytes of a code point; a stray byte counts as one. */
static size_t measure_point(Str text, size_t at)
{
    uint32_t code;
    unsigned bytes = code_point_read(text, at, &code);
    return bytes ? bytes : 1;
}

/* What it counts in the client's encoding: beyond the basic plane two units of UTF-16. */
static uint32_t count_units(size_t bytes, bool utf8)
{
    return utf8 ? (uint32_t)bytes : bytes == 4 ? 2 : 1;
}

Place place_from_offset(Str text, const SourceFile *lines, size_t at, bool utf8)
{
    size_t limit = at < text.len ? at : text.len;
    Place place = { .line = source_find_line(lines, limit) };
    for (size_t here = lines->line_starts[place.line]; here < limit;) {
        size_t bytes = measure_point(text, here);
        place.character += count_units(bytes, utf8);
        here += bytes;
    }
    return place;
}

static size_t find_line_start(Str text, uint32_t line)
{
    size_t at = 0;
    for (; line > 0; line--) {
        Str rest = { text.ptr + at, text.len - at };
        size_t length = str_measure_line(rest);
        Str end = { rest.ptr + length, rest.len - length };
        if (!end.len) {
            return text.len;
        }
        at += length + str_measure_line_end(end);
    }
    return at;
}

size_t place_to_offset(Str text, Place place, bool utf8)
{
    size_t at = find_line_start(text, place.line);
    size_t end = at + str_measure_line((Str){ text.ptr + at, text.len - at });
    for (uint32_t left = place.character; at < end && left > 0;) {
        size_t bytes = measure_point(text, at);
        uint32_t units = count_units(bytes, utf8);
        if (units > left) {
            break;
        }
        left -= units;
        at += bytes;
    }
    return at;
}

static json_t *print_place(Place place)
{
    return json_pack("{sisi}", "line", (int)place.line, "character", (int)place.character);
}

json_t *place_print_range(const SourceFile *file, Span span, bool utf8)
{
    uint32_t end = span.end > span.start ? span.end : span.start;
    return json_pack("{soso}", "start",
                     print_place(place_from_offset(file->text, file, span.start, utf8)), "end",
                     print_place(place_from_offset(file->text, file, end, utf8)));
}

static bool read_number(const json_t *json, uint32_t *number)
{
    json_int_t value = json_integer_value(json);
    *number = (uint32_t)value;
    return json_is_integer(json) && value >= 0 && value <= INT32_MAX;
}

bool place_read(const json_t *json, Place *place)
{
    return read_number(json_object_get(json, "line"), &place->line) &&
           read_number(json_object_get(json, "character"), &place->character);
}
