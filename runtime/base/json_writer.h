/* json_writer.h - JSON text, compact, in the order in which it is written. There is no tree: the
 * report's order of keys is fixed, so each piece goes straight to the buffer. Indented JSON is made
 * from the compact text, so that both always hold the same bytes between the blanks. */
#ifndef BASE_JSON_WRITER_H
#define BASE_JSON_WRITER_H
#include "runtime/base/str.h"
#include <string.h>

/* Most pieces have 8 to 32 bytes: two halves that may overlap. */
static inline void json_copy(char *to, const char *from, size_t len)
{
    if (len >= 16 && len <= 32) {
        char first[16], last[16];
        memcpy(first, from, 16);
        memcpy(last, from + len - 16, 16);
        memcpy(to, first, 16);
        memcpy(to + len - 16, last, 16);
    } else if (len >= 8 && len < 16) {
        char first[8], last[8];
        memcpy(first, from, 8);
        memcpy(last, from + len - 8, 8);
        memcpy(to, first, 8);
        memcpy(to + len - 8, last, 8);
    } else {
        memcpy(to, from, len);
    }
}

/* Like buf_add, without a call where there is room: reports are made of many short pieces. */
static inline void json_add(StrBuf *out, Str piece)
{
    if (piece.len > out->cap - out->len) {
        buf_add(out, piece);
        return;
    }
    json_copy(out->ptr + out->len, piece.ptr, piece.len);
    out->len += piece.len;
}
#define json_add_literal(out, text) json_add((out), STR(text))

/* A comma unless the last byte opened a list or an object. */
static inline void json_separate(StrBuf *out)
{
    char last = out->len > 0 ? out->ptr[out->len - 1] : '[';

    if (last != '[' && last != '{' && last != ',' && last != ':') {
        json_add_literal(out, ",");
    }
}

/* `"key":` with a comma before it where one belongs; its value comes next. key: plain ASCII. */
static inline void json_add_key(StrBuf *out, const char *key)
{
    json_separate(out);
    json_add_literal(out, "\"");
    buf_add_c(out, key);
    json_add_literal(out, "\":");
}

/* The text in quotes. Text is valid UTF-8 wherever it comes from (readers check it). */
void json_add_string(StrBuf *out, Str text);
/* The same of text that nobody has checked: what is not UTF-8 becomes U+FFFD, since JSON has no
 * others, and DEL is escaped. */
void json_add_foreign_string(StrBuf *out, Str text);
/* The text between the quotes. */
void json_add_escaped(StrBuf *out, Str text);
/* Escapes what was added since `start`, where it needs it (names in a program are hostile until
 * looked at). */
void json_escape_tail(StrBuf *out, size_t start);
/* A string, or null for an empty text. */
void json_add_string_or_null(StrBuf *out, Str text);
/* The same value, indented by two blanks a level; scalar lists stay on one line while they fit. No
 * final newline. */
void json_add_pretty(StrBuf *out, Str compact);
#endif
