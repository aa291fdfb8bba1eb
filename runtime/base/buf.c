/* buf.c - growing text and the few formatting directives of str.h. */
#include "runtime/base/limits.h"
#include "runtime/base/str.h"
#include <stdarg.h>
#include <string.h>

/* Room for size more bytes. Old bytes stay valid, so a buffer may be added to itself. */
static void reserve(StrBuf *buf, size_t size)
{
    size_t needed, larger;
    if (!size_add(buf->len, size, &needed) || !size_add(needed, buf->cap + 32, &larger)) {
        arena_fail(buf->arena);
    }
    if (needed <= buf->cap) {
        return;
    }
    buf->ptr = arena_grow(buf->arena, buf->ptr, buf->cap, larger);
    buf->cap = larger;
}

void buf_add(StrBuf *buf, Str text)
{
    if (!text.len) {
        return;
    }
    if (text.len > buf->cap - buf->len) {
        reserve(buf, text.len);
    }
    memcpy(buf->ptr + buf->len, text.ptr, text.len);
    buf->len += text.len;
}

void buf_add_c(StrBuf *buf, const char *text)
{
    buf_add(buf, str_from_c(text));
}

void buf_add_words(StrBuf *buf, Str name)
{
    for (size_t i = 0; i < name.len; i++) {
        buf_add_char(buf, name.ptr[i] == '_' || name.ptr[i] == '.' ? ' ' : name.ptr[i]);
    }
}

void buf_add_char(StrBuf *buf, char c)
{
    if (buf->len == buf->cap) {
        reserve(buf, 1);
    }
    buf->ptr[buf->len++] = c;
}

void buf_add_int(StrBuf *buf, int64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0) {
        digits[--at] = '-';
    }
    buf_add(buf, (Str){ digits + at, sizeof digits - at });
}

/* One directive; returns how many bytes of the format follow the %. */
static size_t add_directive(StrBuf *buf, const char *directive, va_list *arguments)
{
    switch (*directive) {
    case 's': buf_add_c(buf, va_arg(*arguments, const char *)); return 1;
    case 'S': buf_add(buf, va_arg(*arguments, Str)); return 1;
    case 'd': buf_add_int(buf, va_arg(*arguments, int)); return 1;
    case 'u': buf_add_int(buf, va_arg(*arguments, unsigned)); return 1;
    case 'c': buf_add_char(buf, (char)va_arg(*arguments, int)); return 1;
    case '%': buf_add_char(buf, '%'); return 1;
    case 'l':
        if (strncmp(directive, "lld", 3) == 0) {
            buf_add_int(buf, va_arg(*arguments, int64_t));
            return 3;
        }
    }
    /* Not in the list: shown as it stands, which a test of the message notices. */
    buf_add_char(buf, '%');
    return 0;
}

static void add_formatted(StrBuf *buf, const char *format, va_list *arguments)
{
    while (*format) {
        size_t plain = strcspn(format, "%");
        buf_add(buf, (Str){ format, plain });
        format += plain;
        if (*format) {
            format += 1 + add_directive(buf, format + 1, arguments);
        }
    }
}

void buf_add_format(StrBuf *buf, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_formatted(buf, format, &arguments);
    va_end(arguments);
}

Str buf_get(const StrBuf *buf)
{
    return (Str){ buf->ptr, buf->len };
}

Str str_format(Arena *arena, const char *format, ...)
{
    StrBuf buf = { .arena = arena };
    va_list arguments;
    va_start(arguments, format);
    add_formatted(&buf, format, &arguments);
    va_end(arguments);
    return buf_get(&buf);
}
