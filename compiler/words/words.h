/* words.h - the typed tree in plain English, for people who read no code: conditions, values, table
 * cells, cases, advice.
 *
 * Facts and rules go by their labels, numbers carry readable units, negations are driven inwards
 * (`not (a or b)` is said as its two parts), and a condition too long or too deep for one line
 * becomes a lead and a list of items. The words of a fact, rule or gap know what they stand for, so
 * that a page can link them. Everything lives on the arena given to words_open; the tree must have
 * been checked without errors. */
#ifndef TOOLS_WORDS_H
#define TOOLS_WORDS_H
#include "lang/ast.h"

typedef enum WordKind {
    WORD_TEXT, /* the words between */
    WORD_FACT, /* of.field: a field of the record or of an element, or a list */
    WORD_RULE, /* of.rule: a decision, score, define, function or advice */
    WORD_GAP,  /* of.gap */
    WORD_VALUE /* a literal: "3 cm", "yes", "wild type"; its blanks should not break */
} WordKind;

typedef struct Word {
    WordKind kind;
    Str text;
    union {
        const AstField *field;
        const AstRule *rule;
        const AstGap *gap;
    } of;
} Word;

/* One line; with items a lead ("all of these hold") and its list. */
typedef struct Words Words;
struct Words {
    VEC(Word) words;
    VEC(Words *) items;
};

/* How a guideline is worded: made once a tree. */
typedef struct Wording Wording;
Wording *words_open(Arena *arena, const Ast *ast);

/* ---- names ---- */

/* A label as it stands in a sentence: without its bracketed note at the end, small at the start
 * unless that is a name or an abbreviation. Of an identifier without label the words, abbreviations
 * as the guideline writes them. */
Str words_name_field(Wording *wording, const AstField *field);
Str words_name_result(Wording *wording, const AstRule *rule, uint16_t index);
Str words_name_gap(Wording *wording, const AstGap *gap);
Str words_name_value(Wording *wording, const AstEnum *enumeration, uint16_t index);
/* The same as a heading: the whole label, with a capital. */
Str words_title_field(Wording *wording, const AstField *field);
Str words_title_result(Wording *wording, const AstRule *rule,
                       uint16_t index); /* of advice and cautions: index 0 */
Str words_title_gap(Wording *wording, const AstGap *gap);
/* Any identifier: "weak_against" is "weak against"; title = with a capital. */
Str words_name(Wording *wording, Str identifier, bool title);
/* The strength of an advice, as the reports say it: "must", and on advice against "must not". */
Str words_name_strength(Wording *wording, const AstRule *rule);
/* A UCUM code for people: "months", "mmHg", "kg/m2" with its exponent; one = of a single one. */
Str words_name_unit(Arena *arena, Str code, bool one);
/* "every 2 mo" of a `timing` clause as "every 2 months"; another text as it is. */
Str words_name_timing(Arena *arena, Str timing);

/* ---- sentences ---- */

/* A yes_no expression: "number of lesions is at least 4". */
Words *words_of_condition(Wording *wording, const Expr *expr);
/* Any expression as a thing: "greatest size of the lesions". */
Words *words_of_value(Wording *wording, const Expr *expr);
/* A cell beside its column's head: "at least 3 cm", "T1 or T2", "any". */
Words *words_of_cell(Wording *wording, const AstCell *cell);
/* "high if number of risk factors is at least 2"; otherwise = the case without condition. */
Words *words_of_case(Wording *wording, const AstRule *rule, const AstCase *one);
/* Advice or caution in one go: "“Surgery” applies when ..., unless ... because ...". */
Words *words_of_advice(Wording *wording, const AstRule *rule);

/* ---- as text ---- */

/* One line; items stand in brackets behind their lead. */
Str words_get_text(Arena *arena, const Words *words);
/* Lines with bullets, each level two blanks further in than `indent`; ends with a line break. */
void words_print(StrBuf *out, const Words *words, unsigned indent);
/* The short form of drawings: signs instead of words ("CEA ≥ 5 ng/mL"), lines of at most `width`
 * characters, at most `lines` of them; what is too much ends with an ellipsis. */
Str words_shorten(Wording *wording, const Expr *expr, unsigned width, unsigned lines);
Str words_shorten_cell(Wording *wording, const AstCell *cell, unsigned width, unsigned lines);
/* The same for any text. */
Str words_wrap(Arena *arena, Str text, unsigned width, unsigned lines);
#endif
