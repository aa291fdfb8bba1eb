/* diagnose.c - codes, titles, severities; how a constructor adds its message. */
#include "lang/messages/diagnose_add.h"

typedef struct Entry {
    const char *code, *title;
    DiagSeverity severity;
} Entry;
static const Entry entries[] = {
#define DIAGNOSTIC(id, code, severity, title) { code, title, DIAG_##severity },
#include "lang/messages/diagnostics.def"
#undef DIAGNOSTIC
};

const char *diagnose_get_code(Diagnostic diagnostic)
{
    return entries[diagnostic].code;
}
const char *diagnose_get_title(Diagnostic diagnostic)
{
    return entries[diagnostic].title;
}

void diagnose_add(DiagList *list, Diagnostic id, Span span, Str message, Str help)
{
    diagnose_add_second(list, id, span, message, SPAN_NOWHERE, STR_NONE, help);
}

void diagnose_add_second(DiagList *list, Diagnostic id, Span span, Str message, Span second,
                         Str note, Str help)
{
    if (second.file == UINT32_MAX) {
        note = STR_NONE;
    }
    diag_add(list,
             (Diag){ entries[id].severity, entries[id].code, span, message, second, note, help });
}
