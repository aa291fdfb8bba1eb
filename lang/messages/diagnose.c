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
    diag_add(list, (Diag){ .severity = entries[id].severity,
                           .code = entries[id].code,
                           .span = span,
                           .message = message,
                           .second = second,
                           .second_note = note,
                           .help = help });
}

void diagnose_offer(DiagList *list, Span span, Str text)
{
    if (text.ptr && !diag_is_full(list)) {
        diag_offer(list, span, (DiagRepair){ TEXT("write `%S`", text), span, text });
    }
}

void diagnose_offer_behind(DiagList *list, Span span, Str text)
{
    if (text.ptr && !diag_is_full(list)) {
        Span end = { span.file, span.end, span.end };
        diag_offer(list, span, (DiagRepair){ TEXT("add `%S`", text), end, text });
    }
}

void diagnose_offer_removal(DiagList *list, Span span)
{
    diag_offer(list, span, (DiagRepair){ STR("remove it"), span, STR("") });
}
