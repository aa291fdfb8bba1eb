/* labels.h - what a fact, an answer or a value is called where the guideline gives no label: the
 * words of its identifier, with the abbreviations of the guideline's own texts ("braf" is "BRAF").
 * The one place that decides it: the program carries the result, and pages and drawings ask here as
 * well. */
#ifndef LANG_LABELS_H
#define LANG_LABELS_H
#include "lang/ast.h"
#include "runtime/base/map.h"

typedef struct Labels {
    Arena *arena;
    Map words;             /* small letters -> index in forms */
    VEC(Str) forms;        /* how the texts abbreviate the word; empty: they never do */
    VEC(bool) plain_words; /* the texts also write it as an ordinary word */
} Labels;

/* Reads every text of a resolved tree once. Everything lives on the arena. */
void labels_init(Labels *labels, Arena *arena, const Ast *ast);
/* "liver.r0_feasible" becomes "liver R0 feasible"; title: with a capital at its start. */
Str labels_make(const Labels *labels, Str identifier, bool title);
/* The label if there is one, else a title made of the identifier. */
static inline Str labels_get_title(const Labels *labels, Str label, Str identifier)
{
    return label.len > 0 ? label : labels_make(labels, identifier, true);
}
/* The next run of letters and digits from *at on; empty at the end of the text. */
Str labels_take_word(Str text, size_t *at);
#endif
