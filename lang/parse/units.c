#include "lang/parse/units.h"
#include "runtime/value/unit.h"
#include <string.h>

enum { LONGEST_UNIT = 24 }; /* longer than any code of the table */

static bool is_word_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_unit_character(char c)
{
    return is_word_character(c) || (c && memchr("%*/[]{}.'^+-", c, 12));
}

/* `3 d : integer` is the number 3 and a field called d. */
static bool is_name_of_field(Str rest)
{
    size_t at = 0;
    while (at < rest.len && (rest.ptr[at] == ' ' || rest.ptr[at] == '\t')) {
        at++;
    }
    return at < rest.len && rest.ptr[at] == ':';
}

static bool ends_here(Str text, size_t length)
{
    if (length == text.len) {
        return true;
    }
    bool word = is_word_character(text.ptr[length - 1]) && is_word_character(text.ptr[length]);
    bool call =
        is_word_character(text.ptr[length - 1]) && text.ptr[length] == '('; /* 2 /min(a, b) */
    bool more =
        text.ptr[length] == '/' && length + 1 < text.len && is_word_character(text.ptr[length + 1]);
    return !word && !more && !call &&
           !is_name_of_field((Str){ text.ptr + length, text.len - length });
}

/* Characters that may belong to a unit, up to a range sign. */
static size_t measure_run(Str text)
{
    size_t run = 0;
    while (run < text.len && run < LONGEST_UNIT && is_unit_character(text.ptr[run])) {
        if (text.ptr[run] == '.' && run + 1 < text.len && text.ptr[run + 1] == '.') {
            break;
        }
        run++;
    }
    return run;
}

size_t unit_measure_attempt(Str text)
{
    size_t run = measure_run(text), sign = 0;
    for (size_t at = 1; at + 1 < run; at++) {
        bool slash =
            text.ptr[at] == '/' && is_letter(text.ptr[at - 1]) && is_letter(text.ptr[at + 1]);
        bool arbitrary = text.ptr[at] == '[' && is_letter(text.ptr[at - 1]); /* k[IU] */
        sign = slash || arbitrary ? at : sign;
    }
    return sign ? run : 0;
}

size_t unit_measure(Str text)
{
    size_t run = measure_run(text);
    bool letter = false; /* "1" and "10" are numbers, whatever the table says */
    for (size_t length = run; length; length--) {
        if (!ends_here(text, length) || unit_find((Str){ text.ptr, length }) == UNIT_NONE) {
            continue;
        }
        for (size_t at = 0; at < length; at++) {
            letter |= text.ptr[at] < '0' || text.ptr[at] > '9';
        }
        return letter ? length : 0;
    }
    return 0;
}

/* ---- did you mean ---- */

typedef struct Word {
    const char *word, *unit;
} Word;
static const Word words[] = {
    { "day", "d" },       { "week", "wk" },       { "month", "mo" },      { "year", "a" },
    { "yr", "a" },        { "hour", "h" },        { "minute", "min" },    { "percent", "%" },
    { "mcg", "ug" },      { "IU", "[IU]" },       { "cc", "mL" },         { "inch", "[in_i]" },
    { "mmHg", "mm[Hg]" }, { "centimeter", "cm" }, { "millimeter", "mm" },
};

static char to_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

static bool is_same_letters(Str a, Str b)
{
    if (a.len != b.len) {
        return false;
    }
    for (size_t i = 0; i < a.len; i++) {
        if (to_lower(a.ptr[i]) != to_lower(b.ptr[i])) {
            return false;
        }
    }
    return true;
}

/* A word of everyday language, in the singular or with an s. */
static Str find_word(Str wrong)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        Str word = str_from_c(words[i].word);
        bool plural = wrong.len == word.len + 1 && wrong.ptr[word.len] == 's';
        if (is_same_letters(plural ? (Str){ wrong.ptr, word.len } : wrong, word)) {
            return str_from_c(words[i].unit);
        }
    }
    return STR_NONE;
}

Str unit_suggest(Arena *scratch, Str wrong)
{
    Str best = find_word(wrong);
    unsigned least = wrong.len > 2 ? 2 : 1; /* every two letters are near some unit */
    if (best.ptr) {
        return best;
    }
    for (unsigned unit = 1; unit < unit_get_count(); unit++) {
        Str code = unit_get_code((UnitId)unit);
        if (is_same_letters(wrong, code)) {
            return code;
        }
        unsigned distance = str_distance(wrong, code, least);
        if (distance >= least) {
            continue;
        }
        least = distance;
        best = code;
    }
    return best;
}
