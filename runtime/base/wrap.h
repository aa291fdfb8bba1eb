/* wrap.h - words onto lines: wrapping by display width, hanging indents, colour. What comes from a
 * patient or a program cannot steer the terminal: control and direction characters become a
 * replacement mark. */
#ifndef BASE_WRAP_H
#define BASE_WRAP_H
#include "runtime/base/str.h"

typedef enum WrapStyle {
    WRAP_PLAIN,
    WRAP_HEADING,
    WRAP_STRONG,
    WRAP_DIM,
    WRAP_GOOD,
    WRAP_BAD,
    WRAP_WARN,
    WRAP_ASK
} WrapStyle;

typedef struct Wrap {
    StrBuf *buf;
    unsigned width; /* columns of a line */
    bool color;
    unsigned indent; /* where wrapped lines go on */
    unsigned column; /* used so far on this line */
    bool begun;      /* a word stands on this line */
    bool parted;     /* the next word needs no blank before it */
} Wrap;

/* Stands for a blank at which no line is broken: "75 %". */
#define WRAP_GLUE '\x1f'

/* Nothing written yet. width: columns, 0 where nobody says how many there are. */
Wrap wrap_begin(StrBuf *out, unsigned width, bool color);
/* Display columns of a text. */
unsigned wrap_get_width(Str text);
/* Ends the line under way, if any. */
void wrap_end_line(Wrap *out);
void wrap_blank_line(Wrap *out);
/* Starts a line at a column; wrapped lines go on at `hanging`. */
void wrap_start_line(Wrap *out, unsigned column, unsigned hanging);
/* Blanks up to a column; at least one if something stands there already. */
void wrap_move_to(Wrap *out, unsigned column);
/* Words, wrapped. Blanks between words are kept single. */
void wrap_add(Wrap *out, WrapStyle style, Str words);
void wrap_add_c(Wrap *out, WrapStyle style, const char *words);
/* Words that stay on one line: a value and its unit. */
void wrap_add_glued(Wrap *out, WrapStyle style, Str words);
/* The same as wrap_add without a blank before the first word. */
void wrap_join(Wrap *out, WrapStyle style, Str words);
void wrap_rule(Wrap *out, const char *mark);
#endif
