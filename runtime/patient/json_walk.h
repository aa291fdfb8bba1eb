/* json_walk.h - one strict walk over one JSON object, written down as a tape.
 *
 * The walk visits every byte, so nothing unchecked is skipped. Who finds the tokens is
 * json_tokens.h; the grammar over them is here, once: only one value in the text, a depth limit,
 * numbers. Duplicate keys are the caller's business. The caller gives the tape, and asks again with
 * a larger one after JSON_TAPE_FULL. */
#ifndef PATIENT_JSON_WALK_H
#define PATIENT_JSON_WALK_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Arena Arena;

/* Readable bytes that must follow the text; simdjson reads in blocks. */
#define JSON_PADDING 64u

typedef enum JsonKind {
    JSON_OBJECT,
    JSON_OBJECT_END,
    JSON_ARRAY,
    JSON_ARRAY_END,
    JSON_KEY,
    JSON_STRING,
    JSON_NUMBER,
    JSON_TRUE,
    JSON_FALSE,
    JSON_NULL
} JsonKind;

typedef struct JsonEvent {
    uint8_t kind;     /* JsonKind */
    uint32_t len;     /* of text */
    uint32_t next;    /* event after this value: after the end of an object or array */
    const char *text; /* key, string (unescaped), number as written; in the text or the arena */
} JsonEvent;

typedef enum JsonStatus {
    JSON_OK,
    JSON_TAPE_FULL, /* too short: walk again with a tape of tape->count events */
    JSON_NO_MEMORY, /* there is none for the tokens */
    JSON_BAD_UTF8,
    JSON_BAD_STRING, /* control character, unknown escape, half a surrogate pair, not closed */
    JSON_BAD_NUMBER,
    JSON_SYNTAX,
    JSON_INCOMPLETE, /* ends before it is complete */
    JSON_TOO_DEEP,
    JSON_TRAILING, /* something follows the object */
    JSON_NOT_OBJECT
} JsonStatus;

typedef struct JsonTape {
    JsonEvent *events;
    uint32_t count, capacity;
    uint32_t fault; /* offset of the fault; UINT32_MAX if it is none of the grammar */
} JsonTape;

/* text[len] is overwritten for the time of the walk and restored: no token can run into what
 * follows. arena: for texts that hold escapes. On failure the tape holds the events before the
 * fault. */
JsonStatus json_walk(Arena *arena, char *text, size_t len, uint32_t depth_limit, JsonTape *tape);

/* White space between tokens. */
static inline bool json_is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* A number by the grammar of JSON, nothing else. */
static inline bool json_is_number(const char *p, size_t len)
{
    const char *end = p + len;
    if (p < end && *p == '-') {
        p++;
    }
    if (p == end) {
        return false;
    }
    if (*p == '0') {
        p++;
    } else if (*p >= '1' && *p <= '9') {
        while (p < end && *p >= '0' && *p <= '9') {
            p++;
        }
    } else {
        return false;
    }
    if (p < end && *p == '.') {
        const char *first = ++p;
        while (p < end && *p >= '0' && *p <= '9') {
            p++;
        }
        if (p == first) {
            return false;
        }
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        if (++p < end && (*p == '+' || *p == '-')) {
            p++;
        }
        const char *first = p;
        while (p < end && *p >= '0' && *p <= '9') {
            p++;
        }
        if (p == first) {
            return false;
        }
    }
    return p == end;
}

#ifdef __cplusplus
}
#endif
#endif
