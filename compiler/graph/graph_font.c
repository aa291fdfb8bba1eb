/* graph_font.c - widths of Helvetica as its metrics file gives them, for the characters 32 to 126.
 */
#include "compiler/graph/graph_font.h"

#include <string.h>

enum { FIRST = 32, LAST = 126, REGULAR = 0, BOLD = 1 };
static const uint16_t WIDTHS[][LAST - FIRST + 1] = {
    {
        278,  278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
        556,  556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
        667,  778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
        333,  556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
        556,  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    },
    {
        278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
        556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
        975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
        333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
        611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
    }
};

enum { OTHER_WIDTH = 640 }; /* accented letters, signs: a wide letter */

bool graph_font_is_bold(const char *face)
{
    return face && strcmp(face, GRAPH_BOLD) == 0;
}

static bool is_no_break_space(Str text, size_t at)
{
    return at + 1 < text.len && (unsigned char)text.ptr[at] == 0xC2 &&
           (unsigned char)text.ptr[at + 1] == 0xA0;
}

uint64_t graph_font_measure(Str text, bool bold)
{
    uint64_t width = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c >= FIRST && c <= LAST) {
            width += WIDTHS[bold ? BOLD : REGULAR][c - FIRST];
        } else if (is_no_break_space(text, i)) {
            width += WIDTHS[REGULAR][0];
        } else if (c >= 0xC0) {
            width += OTHER_WIDTH; /* the first byte of a character; the others count nothing */
        }
    }
    return width;
}

uint64_t graph_font_measure_longest_word(Str text, bool bold)
{
    uint64_t longest = 0;
    for (size_t start = 0, i = 0; i <= text.len; i++) {
        if (i < text.len && text.ptr[i] != ' ' && !is_no_break_space(text, i)) {
            continue;
        }
        uint64_t width = graph_font_measure((Str){ text.ptr + start, i - start }, bold);
        if (width > longest) {
            longest = width;
        }
        start = i < text.len && text.ptr[i] != ' ' ? i + 2 : i + 1;
    }
    return longest;
}

/* Where a word too long for a line is cut: at a blank that should not break, else after as many
 * characters as fit, at least one. */
static size_t cut_word(Str text, size_t start, size_t end, uint64_t width, bool bold)
{
    size_t cut = end, blank = end;
    for (size_t i = start + 1; i < end; i++) {
        bool inside = ((unsigned char)text.ptr[i] & 0xC0) == 0x80;
        if (inside) {
            continue;
        }
        if (cut != end && graph_font_measure((Str){ text.ptr + start, i - start }, bold) > width) {
            break;
        }
        cut = i;
        if (is_no_break_space(text, i)) {
            blank = i;
        }
    }
    return blank != end ? blank : cut;
}

/* Where the line that begins at `start` ends: before a blank, or at the end. */
static size_t find_break(Str text, size_t start, uint64_t width, bool bold)
{
    size_t end = start;
    for (size_t i = start; i <= text.len; i++) {
        if (i < text.len && text.ptr[i] != ' ') {
            continue;
        }
        bool fits = graph_font_measure((Str){ text.ptr + start, i - start }, bold) <= width;
        if (!fits) {
            return end > start ? end : cut_word(text, start, i, width, bold);
        }
        end = i;
    }
    return end;
}

GraphLineBreaks graph_font_wrap(Arena *arena, Str text, uint64_t width, bool bold)
{
    while (text.len && text.ptr[text.len - 1] == ' ') {
        text.len--;
    }
    GraphLineBreaks breaks = { ARENA_ARRAY(arena, Str, text.len + 1), 0 };
    for (size_t start = 0; start < text.len;) {
        while (text.ptr[start] == ' ' || is_no_break_space(text, start)) {
            start += text.ptr[start] == ' ' ? 1 : 2;
        }
        if (start >= text.len) {
            break;
        }
        size_t end = find_break(text, start, width, bold);
        breaks.lines[breaks.count++] = (Str){ text.ptr + start, end - start };
        start = end;
    }
    return breaks;
}
