/* diag_excerpt.c - a line of source and the carets under it.
 *
 * A line becomes cells: what is shown for one code point and how many columns that takes. Carets
 * are set by columns, so they stand right under wide, combining and tabulated text. */
#include "runtime/base/code_point.h"
#include "runtime/base/diag_print.h"
#include <utf8proc.h>

enum {
    TAB_WIDTH = 4,
    WINDOW = 96, /* columns of a line that are shown */
    LEAD = 24,   /* columns before the span, if the line is cut */
    NEAR = 4096  /* bytes before and behind its start that are looked at */
};

typedef struct Cell {
    Str bytes;
    size_t start, end; /* byte offsets in the line */
    unsigned column, width;
} Cell;

typedef struct Cells {
    Cell *items;
    size_t count;
    unsigned width;
} Cells;

/* What to show for the code point at the start of the text; *used gets its bytes. */
static Cell read_cell(Str text, size_t *used)
{
    utf8proc_int32_t c;
    utf8proc_ssize_t len =
        utf8proc_iterate((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, &c);
    *used = len > 0 ? (size_t)len : 1;
    if (len <= 0 || code_point_is_unseen((uint32_t)c)) {
        return (Cell){ .bytes = STR("\xef\xbf\xbd"), .width = 1 };
    }
    return (Cell){ .bytes = { text.ptr, *used }, .width = (unsigned)utf8proc_charwidth(c) };
}

void diag_print_clean(StrBuf *out, Str text)
{
    code_point_add_shown(out, text, false);
}

static Cell make_tab(unsigned column)
{
    unsigned width = TAB_WIDTH - column % TAB_WIDTH;
    return (Cell){ .bytes = { "    ", width }, .width = width };
}

static Cells split_line(Arena *arena, Str line)
{
    Cells cells = { .items = ARENA_ARRAY(arena, Cell, line.len) };
    for (size_t at = 0, used = 1; at < line.len; at += used) {
        Cell cell;
        if (line.ptr[at] == '\t') {
            cell = make_tab(cells.width);
            used = 1;
        } else {
            cell = read_cell((Str){ line.ptr + at, line.len - at }, &used);
        }
        cell.column = cells.width;
        cell.start = at;
        cell.end = at + used;
        cells.width += cell.width;
        cells.items[cells.count++] = cell;
    }
    return cells;
}

/* Column where the code point that holds this byte starts. */
static unsigned find_column(const Cells *cells, size_t at)
{
    for (size_t i = 0; i < cells->count; i++) {
        if (cells->items[i].end > at) {
            return cells->items[i].column;
        }
    }
    return cells->width;
}

/* Column behind everything that starts before this byte. */
static unsigned find_column_behind(const Cells *cells, size_t at)
{
    for (size_t i = 0; i < cells->count; i++) {
        if (cells->items[i].start >= at) {
            return cells->items[i].column;
        }
    }
    return cells->width;
}

/* Columns from..to, the last one exclusive. */
typedef struct Columns {
    unsigned from, to;
} Columns;

/* At least one column: a span may be empty, or a combining mark. What goes on in the next line ends
 * with this one. */
static Columns find_span(const Cells *cells, size_t start, size_t end)
{
    Columns span = { find_column(cells, start), find_column_behind(cells, end) };
    if (span.to <= span.from) {
        span.to = span.from + 1;
    }
    return span;
}

static Columns choose_window(unsigned width, unsigned start)
{
    if (width <= WINDOW) {
        return (Columns){ 0, width };
    }
    unsigned from = start > LEAD ? start - LEAD : 0;
    if (from > width - WINDOW) {
        from = width - WINDOW;
    }
    return (Columns){ from, from + WINDOW };
}

static void print_repeated(StrBuf *out, char c, unsigned count)
{
    while (count-- > 0) {
        buf_add_char(out, c);
    }
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static unsigned most(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

/* A wide character or a tab across the window's edge leaves blanks, so that columns stay true. */
static void print_cells(StrBuf *out, const Cells *cells, Columns window)
{
    for (size_t i = 0; i < cells->count; i++) {
        const Cell *cell = &cells->items[i];
        unsigned start = cell->column, end = start + cell->width;
        if (start >= window.from && end <= window.to) {
            buf_add(out, cell->bytes);
        } else if (end > window.from && start < window.to) {
            print_repeated(out, ' ', least(end, window.to) - most(start, window.from));
        }
    }
}

static void print_gutter(StrBuf *out, unsigned width, uint32_t line)
{
    char digits[11];
    unsigned count = 0;
    for (; line; line /= 10) {
        digits[count++] = (char)('0' + line % 10);
    }
    print_repeated(out, ' ', 1 + (width > count ? width - count : 0));
    while (count > 0) {
        buf_add_char(out, digits[--count]);
    }
    buf_add_c(out, " | ");
}

static const char cut_mark[] = "...";

/* A line may have megabytes: the part of it around this byte, whole code points. */
static Str cut_line(Str line, size_t at)
{
    size_t from = at > NEAR ? at - NEAR : 0, to = line.len - at > NEAR ? at + NEAR : line.len;
    while (from > 0 && ((unsigned char)line.ptr[from] & 0xC0) == 0x80) {
        from--;
    }
    while (to < line.len && ((unsigned char)line.ptr[to] & 0xC0) == 0x80) {
        to++;
    }
    return (Str){ line.ptr + from, to - from };
}

void diag_print_excerpt(StrBuf *out, const SourceSet *sources, Span span, unsigned gutter,
                        const char *color)
{
    SourcePlace place = source_locate(sources, span);
    size_t start = span.start - place.line_start,
           end = span.end > span.start ? span.end : span.start;
    Str line = cut_line(place.line_text, start < place.line_text.len ? start : place.line_text.len);
    size_t before = (size_t)(line.ptr - place.line_text.ptr);
    Cells cells = split_line(out->arena, line);
    Columns marked = find_span(&cells, start - before, end - place.line_start - before);
    Columns window = choose_window(cells.width, marked.from);
    bool cut = window.from > 0 || before > 0;
    print_gutter(out, gutter, place.line);
    buf_add_c(out, cut ? cut_mark : "");
    print_cells(out, &cells, window);
    buf_add_c(out,
              window.to < cells.width || before + line.len < place.line_text.len ? cut_mark : "");
    buf_add_char(out, '\n');
    print_gutter(out, gutter, 0);
    print_repeated(out, ' ', marked.from - window.from + (cut ? sizeof cut_mark - 1 : 0));
    buf_add_c(out, color);
    unsigned last = window.to > marked.from ? least(marked.to, window.to) : marked.from + 1;
    print_repeated(out, '^', last - marked.from);
    buf_add_c(out, *color ? "\x1b[0m" : "");
    buf_add_char(out, '\n');
}
