/* fault.c - where a document fails, for people: line and column, never the text. */
#include "runtime/patient/json.h"

RecordErrorId json_get_error(JsonStatus status)
{
    switch (status) {
    case JSON_TAPE_FULL: return RECORD_VALUES;
    case JSON_BAD_UTF8: return RECORD_UTF8;
    case JSON_BAD_STRING: return RECORD_STRING;
    case JSON_BAD_NUMBER: return RECORD_NUMBER;
    case JSON_INCOMPLETE: return RECORD_INCOMPLETE;
    case JSON_TOO_DEEP: return RECORD_DEPTH;
    case JSON_TRAILING: return RECORD_TRAILING;
    case JSON_NOT_OBJECT: return RECORD_NOT_RECORD;
    default: return RECORD_SYNTAX;
    }
}

static bool is_continuation(const char *p, const char *end)
{
    return p < end && ((unsigned char)*p & 0xC0) == 0x80;
}

/* Bytes of the valid UTF-8 sequence at p, 0 if there is none (overlong, surrogate, above 10FFFF,
 * cut off). */
static unsigned measure_point(const char *p, const char *end)
{
    unsigned char first = (unsigned char)*p;
    unsigned char second = p + 1 < end ? (unsigned char)p[1] : 0;
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xC2 || first > 0xF4 || !is_continuation(p + 1, end)) {
        return 0;
    }
    if (first < 0xE0) {
        return 2;
    }
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
        !is_continuation(p + 2, end)) {
        return 0;
    }
    if (first < 0xF0) {
        return 3;
    }
    if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F) ||
        !is_continuation(p + 3, end)) {
        return 0;
    }
    return 4;
}

size_t utf8_find_fault(Str text)
{
    const char *end = text.ptr + text.len;
    for (const char *p = text.ptr; p < end;) {
        unsigned size = measure_point(p, end);
        if (!size) {
            return (size_t)(p - text.ptr);
        }
        p += size;
    }
    return text.len;
}

/* The first control character inside a text, or the quote of the text that is not closed. */
static size_t find_string_fault(Document document)
{
    size_t open = SIZE_MAX;
    for (size_t i = 0; i < document.len; i++) {
        char c = document.text[i];
        if (open != SIZE_MAX && (unsigned char)c < 0x20) {
            return i;
        }
        if (c == '\\' && open != SIZE_MAX) {
            i++;
        } else if (c == '"') {
            open = open == SIZE_MAX ? i : SIZE_MAX;
        }
    }
    return open == SIZE_MAX ? 0 : open;
}

static size_t find_first(Document document)
{
    size_t i = 0;
    while (i < document.len && strchr(" \t\r\n", document.text[i]) && document.text[i]) {
        i++;
    }
    return i;
}

size_t json_find_fault(JsonStatus status, const JsonTape *tape, Document document)
{
    if (tape->fault != UINT32_MAX) {
        return tape->fault;
    }
    switch (status) {
    case JSON_BAD_UTF8: return utf8_find_fault((Str){ document.text, document.len });
    case JSON_BAD_STRING: return find_string_fault(document);
    case JSON_INCOMPLETE: return document.len;
    default: return find_first(document);
    }
}

void record_error_set(Arena *arena, RecordError *error, RecordErrorId id, Document document,
                      size_t offset)
{
    uint64_t line = document.line, column = document.column + 1;
    for (size_t i = 0; i < offset && i < document.len; i++) {
        char c = document.text[i];
        bool halved = c == '\r' && i + 1 < document.len && document.text[i + 1] == '\n';
        bool line_end = c == '\n' || (c == '\r' && !halved);
        line += line_end;
        column = line_end ? 1 : column + (((unsigned char)document.text[i] & 0xC0) != 0x80);
    }
    *error = (RecordError){ .line = document.line,
                            .code = record_error_get_code(id),
                            .message = record_error_get_sentence(id),
                            .patient = STR_NONE };
    error->at = line == document.line
                    ? str_format(arena, "column %lld", (int64_t)column)
                    : str_format(arena, "line %lld, column %lld", (int64_t)line, (int64_t)column);
}
