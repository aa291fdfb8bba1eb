/* place.h - offsets of bytes and positions of the protocol: line and character from 0, a character
 * being a unit of UTF-16, or of UTF-8 where the client asked for it. */
#ifndef LSP_PLACE_H
#define LSP_PLACE_H
#include "runtime/base/source.h"

#include <jansson.h>

typedef struct Place {
    uint32_t line, character;
} Place;

Place place_from_offset(Str text, const SourceFile *lines, size_t at, bool utf8);
/* What lies outside the text is its nearest end, as the protocol has it. */
size_t place_to_offset(Str text, Place place, bool utf8);
/* {"start": {line, character}, "end": ...} */
json_t *place_print_range(const SourceFile *file, Span span, bool utf8);
/* false where the JSON is no position. */
bool place_read(const json_t *json, Place *place);
#endif
