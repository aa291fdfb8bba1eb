/* json_tokens.h - the two parts of reading JSON that a library does faster: where the tokens of a
 * text start, and what a text with escapes says. json_tokens.cpp has simdjson do them; a build
 * without it takes runtime/core/json_tokens.c. Both say the same of every text. */
#ifndef PATIENT_JSON_TOKENS_H
#define PATIENT_JSON_TOKENS_H
#include "runtime/patient/json_walk.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct JsonTokens {
    const uint32_t *starts; /* count of them, then the length of the text twice; until the next call
                               or as long as the arena */
    uint32_t count;
} JsonTokens;

/* UTF-8 is checked, control characters in texts, and that each text is closed; the grammar over the
 * tokens is not. A token is one of { } [ ] : , or anything else up to the next one or white space;
 * a quote begins one unless it stands behind a bare word. text: with JSON_PADDING behind it. */
JsonStatus json_tokens_find(Arena *arena, const char *text, size_t len, JsonTokens *tokens);

/* Writes what a text says; content: behind its quote. NULL if an escape is malformed, else the end
 * of what was written. out: room for the text as written and JSON_PADDING. */
char *json_tokens_unescape(const char *content, char *out);

#ifdef __cplusplus
}
#endif
#endif
