/* str.h - text is a pointer and a length; NUL is a byte like any other.
 * Never freed: the bytes belong to an arena, a literal or a mapped source. */
#ifndef BASE_STR_H
#define BASE_STR_H
#include "runtime/base/arena.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Str {
    const char *ptr;
    size_t len;
} Str;

#define STR(literal) ((Str){ "" literal, sizeof(literal) - 1 })
#define STR_NONE ((Str){ NULL, 0 })

Str str_from_c(const char *text); /* no copy; NULL gives STR_NONE */
Str str_copy(Arena *arena, Str text);
char *str_to_c(Arena *arena, Str text); /* NUL-terminated copy */
bool str_equal(Str a, Str b);
int str_compare(Str a, Str b); /* by bytes: <0, 0, >0 */
bool str_starts_with(Str text, Str prefix);
/* Cuts the first line, without its end, off the rest; false if nothing is left. LF, CRLF and a lone
 * CR end a line. */
bool str_take_line(Str *rest, Str *line);
size_t str_measure_line(Str text);     /* bytes before the first line end */
size_t str_measure_line_end(Str text); /* bytes of the line end that stands first: 0, 1 or 2 */
uint64_t str_hash(Str text);
/* Damerau-Levenshtein distance, at most limit + 1; for "did you mean". Names of more than 128 bytes
 * are equal or far. */
unsigned str_distance(Str a, Str b, unsigned limit);

/* A growing text on an arena. Zero-initialise, set arena. */
typedef struct StrBuf {
    Arena *arena;
    char *ptr;
    size_t len, cap;
} StrBuf;
void buf_add(StrBuf *buf, Str text);
void buf_add_c(StrBuf *buf, const char *text);
/* An identifier in words: a blank for each '_' and '.'. */
void buf_add_words(StrBuf *buf, Str name);
void buf_add_char(StrBuf *buf, char c);
void buf_add_int(StrBuf *buf, int64_t value);
/* Only %s (const char *), %S (Str, by value), %d (int), %u (unsigned), %lld (int64_t), %c, %%. */
void buf_add_format(StrBuf *buf, const char *format, ...);
Str buf_get(const StrBuf *buf);                        /* a view, valid until the next add */
Str str_format(Arena *arena, const char *format, ...); /* same directives */
#endif
