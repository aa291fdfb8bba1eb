#include "lang/units.h"
#include "runtime/value/unit.h"
#include <string.h>

enum { LONGEST_UNIT = 24 };     /* longer than any code of the table */

static bool is_word_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_unit_character(char c)
{
    return is_word_character(c) || (c && memchr("%*/[]{}.'^+-", c, 12));
}

/* `3 d : integer` is the number 3 and a field called d. */
static bool is_name_of_field(Str rest)
{
    size_t at = 0;
    while (at < rest.len && (rest.ptr[at] == ' ' || rest.ptr[at] == '\t')) at++;
    return at < rest.len && rest.ptr[at] == ':';
}

static bool ends_here(Str text, size_t length)
{
    if (length == text.len) return true;
    bool word = is_word_character(text.ptr[length - 1]) && is_word_character(text.ptr[length]);
    bool call = is_word_character(text.ptr[length - 1]) && text.ptr[length] == '(';       /* 2 /min(a, b) */
    return !word && !call && !is_name_of_field((Str){ text.ptr + length, text.len - length });
}

size_t unit_measure(Str text)
{
    size_t run = 0;
    bool letter = false;        /* "1" and "10" are numbers, whatever the table says */
    while (run < text.len && run < LONGEST_UNIT && is_unit_character(text.ptr[run])) run++;
    for (size_t length = run; length; length--) {
        if (!ends_here(text, length) || unit_find((Str){ text.ptr, length }) == UNIT_NONE) continue;
        for (size_t at = 0; at < length; at++)
            letter |= text.ptr[at] < '0' || text.ptr[at] > '9';
        return letter ? length : 0;
    }
    return 0;
}
