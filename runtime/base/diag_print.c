/* diag_print.c - diagnostics in order, for people (text), for editors (GNU one-liners). */
#include "runtime/base/diag_print.h"
#include "runtime/base/limits.h"

/* ---- order ---- */

/* By file, then offset; diagnostics about nothing in particular (file UINT32_MAX) come last. */
static bool comes_before(const Diag *a, const Diag *b)
{
    if (a->span.file != b->span.file) {
        return a->span.file < b->span.file;
    }
    return a->span.start < b->span.start;
}

static void merge(const Diag **from, const Diag **to, uint32_t start, uint32_t middle, uint32_t end)
{
    uint32_t left = start, right = middle;
    for (uint32_t i = start; i < end; i++) {
        bool take_right = left == middle || (right < end && comes_before(from[right], from[left]));
        to[i] = take_right ? from[right++] : from[left++];
    }
}

/* Merge sort: those at one place stay in the order in which they were found. */
static const Diag **sort_diags(Arena *arena, const DiagList *list)
{
    uint32_t count = list->items.count;
    const Diag **sorted = ARENA_ARRAY(arena, const Diag *, count);
    const Diag **other = ARENA_ARRAY(arena, const Diag *, count);
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = &list->items.items[i];
    }
    for (uint64_t run = 1; run < count; run *= 2) {
        for (uint64_t start = 0; start < count; start += 2 * run) {
            uint64_t middle = start + run < count ? start + run : count;
            uint64_t end = start + 2 * run < count ? start + 2 * run : count;
            merge(sorted, other, (uint32_t)start, (uint32_t)middle, (uint32_t)end);
        }
        const Diag **swapped = sorted;
        sorted = other;
        other = swapped;
    }
    return sorted;
}

/* ---- text ---- */

typedef struct Palette {
    const char *severity[3], *strong, *plain;
} Palette;

static const Palette colors = {
    { "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m" },
    "\x1b[1m",
    "\x1b[0m",
};
static const Palette no_colors = { { "", "", "" }, "", "" };

static bool is_somewhere(const SourceSet *sources, Span span)
{
    return span.file < sources->files.count;
}

/* "path:line:column: ", or nothing for a diagnostic that has no place. */
static void print_place(StrBuf *out, const SourceSet *sources, Span span)
{
    if (!is_somewhere(sources, span)) {
        return;
    }
    SourcePlace place = source_locate(sources, span);
    diag_print_clean(out, sources->files.items[span.file].path);
    buf_add_format(out, ":%u:%u: ", place.line, place.column);
}

static unsigned count_digits(uint32_t value)
{
    unsigned count = 1;
    for (; value >= 10; value /= 10) {
        count++;
    }
    return count;
}

static unsigned measure_gutter(const SourceSet *sources, const Diag *diag)
{
    uint32_t first = source_locate(sources, diag->span).line;
    uint32_t second = source_locate(sources, diag->second).line;
    return count_digits(first > second ? first : second);
}

static void print_second(StrBuf *out, const SourceSet *sources, const Diag *diag,
                         const Palette *palette)
{
    const char *color = palette->severity[DIAG_NOTE];
    buf_add_c(out, palette->strong);
    print_place(out, sources, diag->second);
    buf_add_format(out, "%s%snote:%s ", palette->plain, color, palette->plain);
    diag_print_clean(out, diag->second_note);
    buf_add_char(out, '\n');
    if (is_somewhere(sources, diag->second)) {
        diag_print_excerpt(out, sources, diag->second, measure_gutter(sources, diag), color);
    }
}

static void print_text(StrBuf *out, const SourceSet *sources, const Diag *diag,
                       const Palette *palette)
{
    const char *color = palette->severity[diag->severity];
    buf_add_c(out, palette->strong);
    print_place(out, sources, diag->span);
    buf_add_format(out, "%s%s%s[%s]:%s ", palette->plain, color, diag_get_severity(diag->severity),
                   diag->code, palette->plain);
    diag_print_clean(out, diag->message);
    buf_add_char(out, '\n');
    if (is_somewhere(sources, diag->span)) {
        diag_print_excerpt(out, sources, diag->span, measure_gutter(sources, diag), color);
    }
    if (is_somewhere(sources, diag->second) || diag->second_note.len) {
        print_second(out, sources, diag, palette);
    }
    if (diag->help.len) {
        buf_add_format(out, "%shelp:%s ", palette->strong, palette->plain);
        diag_print_clean(out, diag->help);
        buf_add_char(out, '\n');
    }
}

/* ---- GNU ---- */

static void print_gnu(StrBuf *out, const SourceSet *sources, const Diag *diag)
{
    print_place(out, sources, diag->span);
    buf_add_format(out, "%s: ", diag_get_severity(diag->severity));
    diag_print_clean(out, diag->message);
    buf_add_format(out, " [%s]\n", diag->code);
}

static uint32_t count_unshown(uint32_t found)
{
    return found > LIMIT_DIAGNOSTICS ? found - LIMIT_DIAGNOSTICS : 0;
}

static void add_count(StrBuf *buf, uint32_t count, const char *noun)
{
    if (count) {
        buf_add_format(buf, "%s%u more %s%s", buf->len ? " and " : "", (unsigned)count, noun,
                       count == 1 ? "" : "s");
    }
}

/* "214 more errors are not shown", as one more note. */
static void note_unshown(DiagList *list)
{
    uint32_t errors = count_unshown(list->errors), warnings = count_unshown(list->warnings);
    StrBuf message = { .arena = list->arena };
    if (!errors && !warnings) {
        return;
    }
    add_count(&message, errors, "error");
    add_count(&message, warnings, "warning");
    buf_add_c(&message, errors + warnings == 1 ? " is not shown" : " are not shown");
    diag_add(list, (Diag){ .severity = DIAG_NOTE,
                           .code = "N0001",
                           .span = SPAN_NOWHERE,
                           .message = buf_get(&message),
                           .second = SPAN_NOWHERE });
}

void diag_print(StrBuf *out, const SourceSet *sources, DiagList *list, DiagStyle style, bool color)
{
    note_unshown(list);
    const Diag *const *sorted = sort_diags(out->arena, list);
    if (style == DIAG_STYLE_JSON) {
        diag_print_json(out, sources, sorted, list->items.count);
        return;
    }
    for (uint32_t i = 0; i < list->items.count; i++) {
        if (style == DIAG_STYLE_GNU) {
            print_gnu(out, sources, sorted[i]);
            continue;
        }
        if (i > 0) {
            buf_add_char(out, '\n');
        }
        print_text(out, sources, sorted[i], color ? &colors : &no_colors);
    }
}
