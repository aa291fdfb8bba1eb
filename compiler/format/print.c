/* print.c - the one place where tokens and comments are written. Whatever a layout asks for, each
 * comment is written between the same two tokens, and behind one a line ends. */
#include "compiler/format/layout.h"

enum { COMMENT_SPACE = 4 }; /* behind the longest line of those that end in comments */

/* A comment at the end of a line, until its column is known. */
typedef struct Note {
    size_t offset;  /* in the output */
    uint32_t width; /* of its line */
    uint32_t line;  /* number of its line; comments on lines of their own do not count */
    uint32_t block;
    const TrailComment *comment;
} Note;

typedef struct Printer {
    const Layout *layout;
    StrBuf out;
    VEC(Note) notes;
    const char *line_end;
    uint32_t column, line, block;
} Printer;

static Str get_text(const Layout *layout, uint32_t start, uint32_t end)
{
    return (Str){ layout->trail->text.ptr + start, end - start };
}

static void add_spaces(StrBuf *out, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        buf_add_char(out, ' ');
    }
}

/* ---- gaps ---- */

static uint32_t count_breaks(Str text)
{
    uint32_t count = 0;
    for (size_t at = 0; at < text.len; at++) {
        bool pair = text.ptr[at] == '\r' && at + 1 < text.len && text.ptr[at + 1] == '\n';
        count += !pair && (text.ptr[at] == '\n' || text.ptr[at] == '\r');
    }
    return count;
}

static void start_line(Printer *printer, bool blank, uint32_t column)
{
    if (printer->out.len) {
        buf_add_c(&printer->out, printer->line_end);
        printer->line++;
    }
    if (blank && printer->out.len) {
        buf_add_c(&printer->out, printer->line_end);
        printer->line++;
    }
    add_spaces(&printer->out, column);
    printer->column = column;
}

static void note_comment(Printer *printer, const TrailComment *comment)
{
    Note note = { printer->out.len, printer->column, printer->line, printer->block, comment };
    vec_add(printer->layout->arena, &printer->notes, note);
}

static void print_own_line(Printer *printer, const TrailComment *comment, bool blank,
                           uint32_t column)
{
    start_line(printer, blank, column);
    printer->line -= printer->line > 0 && !blank; /* these end no group of comments */
    buf_add(&printer->out, get_text(printer->layout, comment->start, comment->end));
}

static void print_gap(Printer *printer, uint32_t token)
{
    const Layout *layout = printer->layout;
    const TrailToken *next = &layout->tokens[token];
    const Gap *gap = &layout->gaps[token];
    uint32_t at = token ? next[-1].end : 0;
    uint32_t end = token + 1 < layout->count ? next[1].comment : layout->trail->comments.count;
    bool broken = false, blank = gap->forced && !layout_had_blank(layout, token);
    for (uint32_t i = next->comment; i < end; i++) {
        const TrailComment *comment = &layout->trail->comments.items[i];
        uint32_t breaks = count_breaks(get_text(layout, at, comment->start));
        if (token && !broken && breaks == 0) {
            note_comment(printer, comment);
        } else {
            blank |= breaks > 1 && (broken || gap->blank_first);
            print_own_line(printer, comment, blank, gap->comment_column);
            blank = false;
        }
        broken |= breaks > 0 || !token;
        at = comment->end;
    }
    if (next->kind == 0) {
        return;
    }
    blank |= count_breaks(get_text(layout, at, next->start)) > 1 && gap->blank_last &&
             (broken || gap->blank_first);
    if (gap->line || next->comment < end) {
        start_line(printer, blank, gap->line ? gap->column : LAYOUT_DEEP);
    } else {
        add_spaces(&printer->out, gap->column);
        printer->column += gap->column;
    }
}

static void print_token(Printer *printer, uint32_t token)
{
    const Layout *layout = printer->layout;
    const TrailToken *next = &layout->tokens[token];
    if (layout->gaps[token].verbatim) {
        uint32_t start = token ? next[-1].end : 0;
        Str gap = get_text(layout, start, next->start);
        buf_add(&printer->out, gap);
        printer->line += count_breaks(gap);
    } else {
        print_gap(printer, token);
    }
    buf_add(&printer->out, get_text(layout, next->start, next->end));
    printer->column += next->width;
}

/* ---- comments at the ends of lines ---- */

static bool is_same_group(const Note *note, const Note *next)
{
    return note->block == next->block && next->line <= note->line + 1;
}

static uint32_t find_group_end(const Printer *printer, uint32_t first, uint32_t *widest)
{
    uint32_t end = first;
    *widest = 0;
    do {
        uint32_t width = printer->notes.items[end].width;
        *widest = width > *widest ? width : *widest;
        end++;
    } while (end < printer->notes.count &&
             is_same_group(&printer->notes.items[end - 1], &printer->notes.items[end]));
    return end;
}

/* Room for a text of about this length, so that it is not copied while it grows. */
static StrBuf make_buffer(Arena *arena, size_t length)
{
    size_t size = length + length / 4 + 64;
    return (StrBuf){ .arena = arena, .ptr = arena_alloc(arena, size), .cap = size };
}

static Str weave_notes(const Printer *printer)
{
    StrBuf woven = make_buffer(printer->layout->arena, printer->out.len);
    Str text = buf_get(&printer->out);
    size_t at = 0;
    for (uint32_t first = 0, end; first < printer->notes.count; first = end) {
        uint32_t widest;
        end = find_group_end(printer, first, &widest);
        for (uint32_t i = first; i < end; i++) {
            const Note *note = &printer->notes.items[i];
            buf_add(&woven, (Str){ text.ptr + at, note->offset - at });
            add_spaces(&woven, widest - note->width + COMMENT_SPACE);
            buf_add(&woven, get_text(printer->layout, note->comment->start, note->comment->end));
            at = note->offset;
        }
    }
    buf_add(&woven, (Str){ text.ptr + at, text.len - at });
    return buf_get(&woven);
}

/* ---- the whole ---- */

/* What is left as it is keeps its line ends; then the rest has the same ones. */
static const char *choose_line_end(const Layout *layout, const Block *blocks, uint32_t count)
{
    Str text = layout->trail->text;
    bool verbatim = false;
    for (uint32_t i = 0; i < count; i++) {
        verbatim |= blocks[i].verbatim;
    }
    for (size_t at = 0; verbatim && at < text.len; at++) {
        if (text.ptr[at] == '\r') {
            return at + 1 < text.len && text.ptr[at + 1] == '\n' ? "\r\n" : "\r";
        }
        if (text.ptr[at] == '\n') {
            break;
        }
    }
    return "\n";
}

Str print_layout(const Layout *layout, const Block *blocks, uint32_t count)
{
    Printer printer = { .layout = layout,
                        .out = make_buffer(layout->arena, layout->trail->text.len),
                        .line_end = choose_line_end(layout, blocks, count) };
    uint32_t last = layout->count - 1;
    for (uint32_t i = 0; i < layout->count; i++) {
        print_token(&printer, i); /* a comment before it belongs to the block that ends here */
        while (printer.block < count && blocks[printer.block].end <= i) {
            printer.block++;
        }
    }
    if (printer.out.len && !layout->gaps[last].verbatim) {
        buf_add_c(&printer.out, printer.line_end);
    }
    return weave_notes(&printer);
}
