/* words_parts.h - what the files words*.c share. Inside the room only. */
#ifndef TOOLS_WORDS_PARTS_H
#define TOOLS_WORDS_PARTS_H
#include "compiler/words/words.h"
#include "lang/labels.h"

struct Wording {
    Arena *arena;
    Labels labels;
    bool brief; /* signs instead of words */
};

Words *words_new(Wording *wording);
void words_add(Wording *wording, Words *out, Str text);
void words_add_c(Wording *wording, Words *out, const char *text);
void words_add_value(Wording *wording, Words *out, Str text);
void words_add_fact(Wording *wording, Words *out, const AstField *field);
void words_add_result(Wording *wording, Words *out, const AstRule *rule, uint16_t index);
void words_add_gap(Wording *wording, Words *out, const AstGap *gap);

/* words_condition.c: one line. In brackets if it is made of several and stands among others. */
void words_condition_add(Wording *wording, Words *out, const Expr *expr, bool negated);
/* What remains of an expression without its nots; flips *negated for each. */
const Expr *words_condition_strip(const Expr *expr, bool *negated);
/* Is it said as `and` (or as `or`) once the negation is driven inwards? */
bool words_condition_joins(const Expr *expr, bool negated, ExprKind joint);
/* Parts of a chain of the same joint, in order, with their negations. */
typedef struct Part {
    const Expr *expr;
    bool negated;
} Part;
typedef VEC(Part) PartList;
void words_condition_list(Wording *wording, PartList *parts, const Expr *expr, bool negated,
                          ExprKind joint);
/* "at least 2 of these hold" if the expression compares `count of` with a number; NULL otherwise.
 */
const Expr *words_condition_find_count(const Expr *expr);
void words_condition_add_count(Wording *wording, Words *out, const Expr *compare, bool negated);
/* What stands behind the column or subject: "is at least 3 cm", or without "is " in a cell. */
void words_condition_add_test(Wording *wording, Words *out, const Expr *expr, bool negated,
                              bool cell);

/* words_value.c */
void words_value_add(Wording *wording, Words *out, const Expr *expr);
/* "at least one lesion where ", before the condition of an element. */
void words_value_add_quantifier(Wording *wording, Words *out, const Expr *expr, bool negated);
#endif
