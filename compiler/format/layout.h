/* layout.h - what stands between two tokens: a line break with its indentation, or spaces. Layouts
 * write gaps and nothing else; print.c is the one place where a token or a comment is written.
 * Inside this room only. */
#ifndef FORMAT_LAYOUT_H
#define FORMAT_LAYOUT_H
#include "compiler/format/format.h"
#include "lang/parse/trail.h"
#include "lang/parser.h"

enum {
    LAYOUT_WIDTH = 100, /* columns of a line */
    LAYOUT_INDENT = 2,  /* of a clause */
    LAYOUT_DEEP = 4,    /* of columns, rows, lines of `worst of`, terms of `count of` */
    LAYOUT_COUNT = 60   /* columns up to which a `count of` stays on its line */
};

/* What stands before a token. */
typedef struct Gap {
    uint32_t column;         /* indentation where a line begins, else spaces */
    uint32_t comment_column; /* of comments on lines of their own */
    bool line;               /* the token begins a line */
    bool forced;             /* a blank line has to be here */
    bool blank_first;        /* the author's blank line may stay before the first comment */
    bool blank_last;         /* and before the token */
    bool verbatim;           /* as it was, byte for byte */
} Gap;

typedef struct Layout {
    Arena *arena;
    const Trail *trail;
    const TrailToken *tokens;
    uint32_t count; /* with the end of the text */
    Gap *gaps;
    uint32_t *flat;  /* where a token would begin if all stood on one line */
    uint32_t *match; /* of brackets and `count of` ... `end`: the other one; else 0 */
    uint32_t *wide;  /* how many `count of` before this token are too wide for a line */
    bool over;       /* something did not fit: set by the layouts of expressions */
} Layout;

/* A declaration, or what stands before the first one that can be read. Tokens, end exclusive. */
typedef struct Block {
    uint32_t first, end;
    bool verbatim;
    bool tall; /* laid out on several lines */
} Block;

/* A clause of a declaration, a field of a record, an item of a list. */
typedef struct Part {
    uint32_t first, end;
} Part;
typedef VEC(Part) Parts;

/* layout.c: asking */
Layout *layout_create(Arena *arena, const Trail *trail);
uint32_t layout_width(const Layout *layout, uint32_t first, uint32_t end);
bool layout_has_comment(const Layout *layout, uint32_t token); /* before it */
bool layout_has_inner_comment(const Layout *layout, uint32_t first, uint32_t end);
bool layout_began_line(const Layout *layout, uint32_t token); /* in the author's text */
bool layout_had_blank(const Layout *layout, uint32_t token);  /* somewhere before it */
bool layout_was_one_line(const Layout *layout, uint32_t first, uint32_t end);
/* The first token of this kind outside all brackets; `end` if there is none. */
uint32_t layout_find(const Layout *layout, uint32_t first, uint32_t end, int kind);
/* Cut before these kinds, or behind commas, outside all brackets. */
Parts layout_split_before(const Layout *layout, uint32_t first, uint32_t end, const int *kinds);
Parts layout_split_list(const Layout *layout, uint32_t first, uint32_t end);
/* The tokens from `first` on that bear one of these roles begin parts. */
Parts layout_split_roles(const Layout *layout, uint32_t first, uint32_t end, uint32_t roles);
/* and setting */
void layout_set_line(Layout *layout, uint32_t token, uint32_t column);
void layout_set_clause(Layout *layout, uint32_t token, uint32_t column); /* a blank line may stay */
void layout_set_flat(Layout *layout, uint32_t first, uint32_t end); /* gaps inside, not before */
void layout_set_space(Layout *layout, uint32_t token,
                      uint32_t spaces); /* at least what is needed */
/* The author's line breaks with this indentation. */
void layout_keep_lines(Layout *layout, uint32_t first, uint32_t end, uint32_t column);

/* spaces.c: how many spaces keep two tokens apart on one line. */
uint32_t spaces_between(const Layout *layout, uint32_t token);

/* expression.c: `column` is where the first token stands, `tail` the columns that follow the last
 * one on its line. They return the column behind it. */
uint32_t expression_lay(Layout *layout, uint32_t first, uint32_t end, uint32_t column,
                        uint32_t tail);
uint32_t expression_fill(Layout *layout, const Parts *parts, uint32_t column, uint32_t tail);
/* The first part begins at `at`, further lines at `column`. */
uint32_t expression_fill_from(Layout *layout, const Parts *parts, uint32_t at, uint32_t column,
                              uint32_t tail);
/* A `count of` that is a whole body: terms at one column, `end` at another. */
uint32_t expression_lay_count(Layout *layout, uint32_t first, uint32_t terms, uint32_t end_column);
bool expression_is_count(const Layout *layout, uint32_t first, uint32_t end);
bool expression_fits(const Layout *layout, uint32_t first, uint32_t end, uint32_t column,
                     uint32_t tail);

/* one file for each kind of declaration */
void declaration_lay(Layout *layout, Block *block);            /* declaration.c */
void fields_lay(Layout *layout, uint32_t first, uint32_t end); /* fields.c */
void rule_lay(Layout *layout, uint32_t first, uint32_t end);   /* rule.c */
void head_lay(Layout *layout, uint32_t first, uint32_t end);   /* head.c */
void head_lay_label(Layout *layout, uint32_t label, uint32_t end, uint32_t column,
                    uint32_t own_line);
void cases_lay(Layout *layout, const Parts *clauses); /* cases.c */
void cases_lay_because(Layout *layout, uint32_t because, uint32_t end, uint32_t column);
bool cases_is_case(const Layout *layout, const Part *clause);
uint32_t cases_get_indent(const Layout *layout, const Part *clause);
void table_lay(Layout *layout, const Parts *clauses);        /* table.c */
void test_lay(Layout *layout, uint32_t first, uint32_t end); /* test.c */

/* print.c */
Str print_layout(const Layout *layout, const Block *blocks, uint32_t count);
#endif
