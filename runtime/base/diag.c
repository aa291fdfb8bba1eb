/* diag.c - the list of diagnostics. */
#include "runtime/base/diag.h"

void diag_init(DiagList *list, Arena *arena)
{
    *list = (DiagList){ .arena = arena };
}

static bool is_same_span(Span a, Span b)
{
    return a.file == b.file && a.start == b.start && a.end == b.end;
}

static bool is_known(const DiagList *list, const Diag *diag)
{
    for (uint32_t i = list->items.count; i-- > 0;) {
        const Diag *other = &list->items.items[i];
        if (is_same_span(other->span, diag->span) &&
            str_equal(str_from_c(other->code), str_from_c(diag->code))) {
            return true;
        }
    }
    return false;
}

void diag_add(DiagList *list, Diag diag)
{
    if (is_known(list, &diag)) {
        return;
    }
    vec_add(list->arena, &list->items, diag);
    list->errors += diag.severity == DIAG_ERROR;
    list->warnings += diag.severity == DIAG_WARNING;
}
