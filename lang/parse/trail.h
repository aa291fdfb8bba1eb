/* trail.h - the text as it stands: every token and every comment with its place, and which tokens
 * begin a declaration, a clause, an item. What a formatter reads; a compilation leaves no trail. */
#ifndef LANG_TRAIL_H
#define LANG_TRAIL_H
#include "lang/parse/parse.h"

typedef enum TrailRole {                        /* bits */
                         TRAIL_DECLARATION = 1, /* the first token of a declaration */
                         TRAIL_CLAUSE = 2,      /* of a clause of a declaration or of a field */
                         TRAIL_FIELD = 4,       /* of a field of a record */
                         TRAIL_ITEM = 8,        /* of an item of `given` or `expect` */
                         TRAIL_SIGN = 16,       /* a minus that belongs to what follows */
                         TRAIL_CALL = 32,       /* the bracket of arguments or parameters */
                         TRAIL_ELEMENT = 64,    /* `[` before the fields of an element */
                         TRAIL_REFERENCES = 128 /* the minus of 102-108 */
} TrailRole;

typedef struct TrailToken {
    int kind;            /* TOK_..., 0 for the end of the text */
    uint32_t roles;      /* bits of TrailRole */
    uint32_t start, end; /* byte offsets */
    uint32_t width;      /* columns, as a terminal shows it */
    uint32_t comment;    /* index of the first comment that stands before it */
} TrailToken;

typedef struct TrailComment {
    uint32_t start, end; /* without the blanks at its end */
    uint32_t width;
} TrailComment;

typedef struct Trail {
    Str text;
    VEC(TrailToken) tokens; /* the last one is the end of the text */
    VEC(TrailComment) comments;
    VEC(uint32_t) broken;   /* offsets of the mistakes behind which nobody knows what is what */
    VEC(uint32_t) mistakes; /* which diagnostics are about what the parser met there */
    bool is_text;           /* it is UTF-8 */
    bool is_whole;          /* the parser reached the end */
} Trail;

/* Reads a file of `sources` for its trail alone: no import is followed, no name is looked up. To
 * `diags` go the mistakes of `broken` and no others. (trail_read.c) */
Trail *trail_read(Arena *arena, SourceSet *sources, DiagList *diags, uint32_t file);

/* What lexer, token stream and parser note; nothing where no trail is wanted. */
void trail_note_comment(Parse *parse, Span place);
void trail_note_token(Parse *parse, int kind, Span place);
/* The parser met something else than the grammar wants; diagnostics from `first` on say so, if any
 * was needed. */
void trail_note_mistake(Parse *parse, Span place, uint32_t first);
void trail_mark(Parse *parse, TrailRole role, Span place);
#endif
