/* diag.h - diagnostics as data. Rooms add them to a list; only a front end prints.
 * The codes and titles are in lang/messages/diagnostics.def (compiler) - this room knows no list.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H
#include "runtime/base/source.h"

typedef enum DiagSeverity { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE } DiagSeverity;

/* What would put it right, ready to be done: this text in that place. */
typedef struct DiagRepair {
    Str title; /* "write `size`" */
    Span place;
    Str text;
} DiagRepair;

#define DIAG_NO_REPAIR ((DiagRepair){ STR_NONE, SPAN_NOWHERE, STR_NONE })

typedef struct Diag {
    DiagSeverity severity;
    const char *code; /* "E0312": static text */
    Span span;
    Str message;       /* one sentence, no final full stop */
    Span second;       /* SPAN_NOWHERE if none */
    Str second_note;   /* what stands there */
    Str help;          /* what to do, or empty; prose, whatever the repair says */
    DiagRepair repair; /* title.ptr NULL: none is known */
} Diag;

typedef struct DiagList {
    Arena *arena;
    VEC(Diag) items;           /* the first LIMIT_DIAGNOSTICS errors, and as many warnings */
    uint32_t errors, warnings; /* all that were found */
    Span last;                 /* of the latest that is not kept */
    const char *last_code;
} DiagList;

typedef enum DiagStyle { DIAG_STYLE_TEXT, DIAG_STYLE_JSON, DIAG_STYLE_GNU } DiagStyle;

void diag_init(DiagList *list, Arena *arena);
/* Drops an exact repetition (same code and span). A message that is not kept gives its memory back:
 * it must be a literal, or what the caller allocated last. */
void diag_add(DiagList *list, Diag diag);
/* A repair of what was added last, if it is about this place; else it is dropped. */
void diag_offer(DiagList *list, Span span, DiagRepair repair);
/* No further error will be shown: looking for what may have been meant is idle. */
bool diag_is_full(const DiagList *list);
/* Sorted by file and place, then how many are not shown. color: ANSI escapes in DIAG_STYLE_TEXT. */
const char *diag_get_severity(DiagSeverity severity); /* "error" */
void diag_print(StrBuf *out, const SourceSet *sources, DiagList *list, DiagStyle style, bool color);
#endif
