#include "runtime/base/wrap.h"
#include "runtime/base/code_point.h"
#include <utf8proc.h>

/* ---- one code point ---- */

static size_t read_code(Str text, size_t at, utf8proc_int32_t *code)
{
    utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text.ptr + at,
                                             (utf8proc_ssize_t)(text.len - at), code);

    if (size > 0) {
        return (size_t)size;
    }
    *code = 0xfffd;
    return 1;
}

/* Characters that move the cursor, switch the terminal or turn the direction of text. */
static bool is_unsafe(utf8proc_int32_t code)
{
    return code_point_is_unseen((uint32_t)code) || code == 0xfffd;
}

static unsigned get_code_width(utf8proc_int32_t code)
{
    return is_unsafe(code) ? 1 : (unsigned)utf8proc_charwidth(code);
}

Wrap wrap_begin(StrBuf *out, unsigned width, bool color)
{
    enum { USUAL = 80, NARROWEST = 40 };
    unsigned columns = width == 0 ? USUAL : width < NARROWEST ? NARROWEST : width;

    return (Wrap){ .buf = out, .width = columns, .color = color };
}

unsigned wrap_get_width(Str text)
{
    unsigned width = 0;
    utf8proc_int32_t code;

    for (size_t at = 0; at < text.len;) {
        at += read_code(text, at, &code);
        width += get_code_width(code);
    }
    return width;
}

static void add_safely(StrBuf *buf, Str text)
{
    utf8proc_int32_t code;

    for (size_t at = 0; at < text.len;) {
        size_t size = read_code(text, at, &code);
        if (code == WRAP_GLUE) {
            buf_add_char(buf, ' ');
        } else if (is_unsafe(code)) {
            buf_add_c(buf, "\xef\xbf\xbd");
        } else {
            buf_add(buf, (Str){ text.ptr + at, size });
        }
        at += size;
    }
}

/* ---- lines ---- */

static void add_blanks(Wrap *out, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        buf_add_char(out->buf, ' ');
    }
    out->column += count;
    out->parted = true;
}

void wrap_end_line(Wrap *out)
{
    if (out->column > 0) {
        buf_add_char(out->buf, '\n');
    }
    out->column = 0;
    out->begun = false;
    out->parted = true;
}

void wrap_blank_line(Wrap *out)
{
    wrap_end_line(out);
    buf_add_char(out->buf, '\n');
}

void wrap_start_line(Wrap *out, unsigned column, unsigned hanging)
{
    wrap_end_line(out);
    add_blanks(out, column);
    out->indent = hanging;
}

void wrap_move_to(Wrap *out, unsigned column)
{
    if (out->column < column) {
        add_blanks(out, column - out->column);
    } else if (!out->parted) {
        add_blanks(out, 1);
    }
}

void wrap_rule(Wrap *out, const char *mark)
{
    wrap_end_line(out);
    for (unsigned i = 0; i < out->width; i++) {
        buf_add_c(out->buf, mark);
    }
    buf_add_char(out->buf, '\n');
}

/* ---- words ---- */

static const char *const styles[] = { "",         "\033[1;36m", "\033[1m",  "\033[2m",
                                      "\033[32m", "\033[31m",   "\033[33m", "\033[36m" };

static void break_line(Wrap *out)
{
    buf_add_char(out->buf, '\n');
    out->column = 0;
    out->begun = false;
    add_blanks(out, out->indent);
}

/* A blank before the word, or a new line if it does not fit; a word longer than a line stands as it
 * is. The last column is kept for what may be joined to the word. */
static void add_word(Wrap *out, Str word, bool join)
{
    unsigned width = wrap_get_width(word), blank = join || out->parted ? 0 : 1;

    if (!join && out->begun && out->column != out->indent &&
        out->column + blank + width >= out->width) {
        break_line(out);
    } else if (blank > 0) {
        add_blanks(out, 1);
    }
    add_safely(out->buf, word);
    out->column += width;
    out->begun = true;
    out->parted = false;
}

static void begin_style(Wrap *out, WrapStyle style)
{
    if (out->color && style != WRAP_PLAIN) {
        buf_add_c(out->buf, styles[style]);
    }
}

static void end_style(Wrap *out, WrapStyle style)
{
    if (out->color && style != WRAP_PLAIN) {
        buf_add_c(out->buf, "\033[0m");
    }
}

static void add_words(Wrap *out, WrapStyle style, Str words, bool join)
{
    begin_style(out, style);
    for (size_t at = 0; at < words.len;) {
        size_t start = at;
        while (at < words.len && words.ptr[at] != ' ' && words.ptr[at] != '\n') {
            at++;
        }
        if (at > start) {
            add_word(out, (Str){ words.ptr + start, at - start }, join);
            join = false;
        }
        at++;
    }
    end_style(out, style);
}

void wrap_add(Wrap *out, WrapStyle style, Str words)
{
    add_words(out, style, words, false);
}

void wrap_add_c(Wrap *out, WrapStyle style, const char *words)
{
    add_words(out, style, str_from_c(words), false);
}

void wrap_add_glued(Wrap *out, WrapStyle style, Str words)
{
    begin_style(out, style);
    add_word(out, words, false);
    end_style(out, style);
}

void wrap_join(Wrap *out, WrapStyle style, Str words)
{
    add_words(out, style, words, true);
}
