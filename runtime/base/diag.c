/* diag.c - the list of diagnostics. */
#include "runtime/base/diag.h"
#include "runtime/base/limits.h"

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

static uint32_t *get_counter(DiagList *list, DiagSeverity severity)
{
    return severity == DIAG_ERROR ? &list->errors : &list->warnings;
}

bool diag_is_full(const DiagList *list)
{
    return list->errors >= LIMIT_DIAGNOSTICS;
}

/* Counted once if it comes twice in a row; what came before is not remembered. */
static void count_only(DiagList *list, const Diag *diag)
{
    bool again = list->last_code && is_same_span(list->last, diag->span) &&
                 str_equal(str_from_c(list->last_code), str_from_c(diag->code));
    *get_counter(list, diag->severity) += !again;
    list->last = diag->span;
    list->last_code = diag->code;
    arena_rewind(list->arena, diag->message.ptr);
}

void diag_offer(DiagList *list, Span span, DiagRepair repair)
{
    Diag *last = list->items.count ? &list->items.items[list->items.count - 1] : NULL;
    if (last && is_same_span(last->span, span)) {
        last->repair = repair;
    }
}

void diag_add(DiagList *list, Diag diag)
{
    if (is_known(list, &diag)) {
        return;
    }
    if (diag.severity == DIAG_NOTE) {
        vec_add(list->arena, &list->items, diag);
    } else if (*get_counter(list, diag.severity) >= LIMIT_DIAGNOSTICS) {
        count_only(list, &diag);
    } else {
        vec_add(list->arena, &list->items, diag);
        ++*get_counter(list, diag.severity);
    }
}

const char *diag_get_severity(DiagSeverity severity)
{
    static const char *const names[] = { "error", "warning", "note" };
    return names[severity];
}
