/* json_walk.c - the grammar of JSON over the tokens of a text: the one loop that decides what is an
 * object, whoever found the tokens. Walking the tokens ourselves takes half the time of simdjson's
 * On-Demand walk of the same document.
 *
 *   {"a":[1,2]}      tokens   {  "a"  :  [  1  ,  2  ]  }
 *                    tape     OBJECT KEY ARRAY NUMBER NUMBER ARRAY_END OBJECT_END */
#include "runtime/patient/json_walk.h"
#include "runtime/base/arena.h"
#include "runtime/patient/json_tokens.h"

#include <string.h>

enum { MOST_DEPTH = 64 };

/* Where the walk stands. It is small and its functions are all inlined, so that it lives in
 * registers. */
typedef struct Walk {
    const char *text;
    const uint32_t *token; /* offsets of tokens; the last: of the NUL behind the text */
    JsonEvent *event;      /* where the tape goes on; there is room for every token */
    uint32_t count;        /* events so far */
    uint32_t depth;
    char closing;  /* what would end the innermost object or array */
    char *strings; /* where the next text without its escapes goes; NULL: there are none */
} Walk;

/* ---- tokens ---- */

static inline void add(Walk *walk, JsonKind kind, const char *content, size_t len)
{
    walk->event->kind = (uint8_t)kind;
    walk->event->len = (uint32_t)len;
    walk->event->next = ++walk->count;
    walk->event->text = content;
    walk->event++;
    walk->token++;
}

static inline char peek(const Walk *walk)
{
    return walk->text[*walk->token];
}

/* Bytes of the current token: up to the next one, without the white space between. */
static inline size_t measure(const Walk *walk)
{
    const char *start = walk->text + walk->token[0], *stop = walk->text + walk->token[1];
    while (json_is_blank(stop[-1])) {
        stop--;
    }
    return (size_t)(stop - start);
}

static bool unescape(Walk *walk, const char **content, size_t *len)
{
    char *start = walk->strings;
    char *end = json_tokens_unescape(*content, start);
    if (!end) {
        return false;
    }
    walk->strings = end;
    *content = start;
    *len = (size_t)(end - start);
    return true;
}

/* A text is what stands between its quotes, unless it has escapes. */
static inline JsonStatus add_string(Walk *walk, JsonKind kind)
{
    const char *content = walk->text + *walk->token + 1;
    const char *stop = walk->text + walk->token[1] - 1;
    while (json_is_blank(*stop)) {
        stop--;
    }
    if (*stop != '"') {
        return JSON_SYNTAX;
    }
    size_t len = (size_t)(stop - content);
    if (walk->strings && memchr(content, '\\', len) && !unescape(walk, &content, &len)) {
        return JSON_BAD_STRING;
    }
    add(walk, kind, content, len);
    return JSON_OK;
}

static inline JsonStatus add_key(Walk *walk)
{
    if (peek(walk) != '"') {
        return JSON_SYNTAX;
    }
    JsonStatus status = add_string(walk, JSON_KEY);
    if (status) {
        return status;
    }
    if (peek(walk) != ':') {
        return JSON_SYNTAX;
    }
    walk->token++;
    return JSON_OK;
}

static inline JsonStatus add_word(Walk *walk, JsonKind kind, const char *word, size_t len)
{
    if (measure(walk) != len || memcmp(walk->text + *walk->token, word, len) != 0) {
        return JSON_SYNTAX;
    }
    add(walk, kind, walk->text + *walk->token, len);
    return JSON_OK;
}

static inline JsonStatus add_number(Walk *walk)
{
    size_t len = measure(walk);
    if (!json_is_number(walk->text + *walk->token, len)) {
        return JSON_BAD_NUMBER;
    }
    add(walk, JSON_NUMBER, walk->text + *walk->token, len);
    return JSON_OK;
}

static inline JsonStatus add_scalar(Walk *walk)
{
    switch (peek(walk)) {
    case '"': return add_string(walk, JSON_STRING);
    case 't': return add_word(walk, JSON_TRUE, "true", 4);
    case 'f': return add_word(walk, JSON_FALSE, "false", 5);
    case 'n': return add_word(walk, JSON_NULL, "null", 4);
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9': return add_number(walk);
    default: return JSON_SYNTAX;
    }
}

/* ---- objects and arrays ---- */

/* Which are open: their first events. */
typedef struct Open {
    JsonEvent *starts[MOST_DEPTH];
    uint32_t limit;
} Open;

static inline JsonStatus enter(Open *open, Walk *walk, char bracket)
{
    if (walk->depth == open->limit) {
        return JSON_TOO_DEEP;
    }
    open->starts[walk->depth++] = walk->event;
    add(walk, bracket == '{' ? JSON_OBJECT : JSON_ARRAY, NULL, 0);
    walk->closing = bracket == '{' ? '}' : ']';
    return JSON_OK;
}

static inline void leave(Open *open, Walk *walk)
{
    add(walk, walk->closing == '}' ? JSON_OBJECT_END : JSON_ARRAY_END, NULL, 0);
    open->starts[--walk->depth]->next = walk->count;
    if (walk->depth) {
        walk->closing = open->starts[walk->depth - 1]->kind == JSON_OBJECT ? '}' : ']';
    }
}

/* One item after the other: a value, in an object with its key before it. Whatever stops it,
 * given->token stands there. */
static JsonStatus follow(Walk *given, uint32_t depth_limit)
{
    Walk walk = *given;
    Open open;
    open.limit = depth_limit;
    JsonStatus status = peek(&walk) == '{' ? JSON_OK : JSON_NOT_OBJECT;
    while (!status) {
        if (walk.closing == '}' && (status = add_key(&walk))) {
            break;
        }
        char c = peek(&walk);
        bool opens = c == '{' || c == '[';
        if ((status = opens ? enter(&open, &walk, c) : add_scalar(&walk))) {
            break;
        }
        if (opens && peek(&walk) != walk.closing) {
            continue;
        }
        while (walk.depth && peek(&walk) == walk.closing) {
            leave(&open, &walk);
        }
        if (walk.depth == 0) {
            break;
        }
        if (peek(&walk) != ',') {
            status = JSON_SYNTAX;
        } else {
            walk.token++;
        }
    }
    *given = walk;
    return status;
}

/* ---- the whole ---- */

static JsonStatus walk_tokens(Walk walk, const JsonTokens *tokens, uint32_t depth_limit,
                              JsonTape *tape)
{
    JsonStatus status = follow(&walk, depth_limit < MOST_DEPTH ? depth_limit : MOST_DEPTH);
    bool ended = walk.token == tokens->starts + tokens->count;
    if (!status && !ended) {
        status = JSON_TRAILING;
    } else if (status && ended) {
        status = JSON_INCOMPLETE;
    }
    tape->count = walk.count;
    if (status) {
        tape->fault = *walk.token;
    }
    return status;
}

/* All memory is taken before the byte behind the text is changed. */
JsonStatus json_walk(Arena *arena, char *text, size_t len, uint32_t depth_limit, JsonTape *tape)
{
    JsonTokens tokens;
    tape->count = 0;
    tape->fault = UINT32_MAX;
    JsonStatus status = json_tokens_find(arena, text, len, &tokens);
    if (status) {
        return status;
    }
    if (tokens.count > tape->capacity) {
        tape->count = tokens.count;
        return JSON_TAPE_FULL;
    }
    Walk walk = { .text = text, .token = tokens.starts, .event = tape->events };
    if (memchr(text, '\\', len)) {
        walk.strings = arena_alloc(arena, len + JSON_PADDING);
    }
    char after = text[len];
    text[len] = '\0';
    status = walk_tokens(walk, &tokens, depth_limit, tape);
    text[len] = after;
    return status;
}
