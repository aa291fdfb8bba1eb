/* mutant_maker.h - what the files that look for mutants share. */
#ifndef TOOLS_MUTANT_MAKER_H
#define TOOLS_MUTANT_MAKER_H
#include "compiler/testing/mutants.h"

typedef struct MutantMaker {
    Arena *arena;
    const Ast *ast;
    const AstRule *rule; /* whose mutants are being made */
    uint32_t first;      /* its first mutant in the list */
    Str source;          /* the text of its file */
    MutantList *list;
} MutantMaker;

/* Replaces `place` by `text`; `shown`: what people are shown of the line, with the change in it. */
void maker_add(MutantMaker *maker, MutationKind kind, Span shown, Span place, Str text);
static inline void maker_drop(MutantMaker *maker, MutationKind kind, Span place)
{
    maker_add(maker, kind, place, place, STR(""));
}

Str maker_get_text(const MutantMaker *maker, Span span);
/* The first token `word` in [from, to), outside comments and texts; false if it is not there. */
bool maker_find_token(const MutantMaker *maker, uint32_t from, uint32_t to, const char *word,
                      Span *token);
/* The last token that ends at or before `to`, from `from` on. */
bool maker_find_last(const MutantMaker *maker, uint32_t from, uint32_t to, Span *token);

/* ---- mutants_expr.c ---- */
/* condition: the expression is answered yes or no and decides something by itself. */
void mutants_add_expr(MutantMaker *maker, const Expr *expr, bool condition);
/* The value of a case, row or line. */
void mutants_add_result(MutantMaker *maker, const Expr *result, const Type *type);
/* A cell without its column. */
void mutants_add_cell(MutantMaker *maker, const AstCell *cell, const Expr *column);

/* ---- mutants_number.c ---- */
/* A constant compared with `other`, moved both ways by the smallest step that matters there. */
void mutants_add_threshold(MutantMaker *maker, MutationKind kind, Span shown, const Expr *constant,
                           const Expr *other);
/* A number that is not compared: one more and one less in its last place. */
void mutants_add_number(MutantMaker *maker, MutationKind kind, Span shown, const Expr *number);
void mutants_add_units(MutantMaker *maker, Span shown, const Expr *number);
void mutants_add_window(MutantMaker *maker, Span shown, const Expr *length);
#endif
