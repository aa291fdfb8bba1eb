/* graph_condition.h - a condition taken apart into questions with answers, as an algorithm asks
 * them: all of them must come out as told. Defines that only give a name to a condition are read
 * through. */
#ifndef TOOLS_GRAPH_CONDITION_H
#define TOOLS_GRAPH_CONDITION_H
#include "compiler/words/words.h"

typedef struct GraphOpening { /* a gap that may let a patient pass all the same */
    const AstGap *gap;
    Str answer; /* ... if it is settled so; empty: as it is settled */
} GraphOpening;
typedef VEC(GraphOpening) GraphOpenings;
typedef VEC(Str) StrList;

typedef struct GraphAsk {
    Str key;              /* equal for equal questions */
    uint32_t number;      /* of the key, for who counts questions */
    Str question;         /* "RAS?" */
    Str answer;           /* "wild type" */
    Str sentence;         /* both in one: "RAS is wild type" */
    StrList alternatives; /* one of these must hold, or all, as the question says; else empty */
    bool labelled;        /* the sentence is a name for the alternatives */
    const AstRule *rule;  /* decided by this rule; NULL: a fact or a comparison */
    VEC(const AstRule *) advice; /* one of these has to apply ... */
    bool only_advice;            /* ... and nothing else is asked */
    const AstGap *gap;           /* the question is how this gap is settled */
    GraphOpenings openings;
} GraphAsk;
typedef VEC(GraphAsk) GraphAsks;

/* What has to be asked for `when`; nothing for `always`. Duplicates are left out. */
GraphAsks graph_condition_split(Arena *arena, Wording *wording, const Expr *when);
bool graph_condition_same(const GraphAsk *a, const GraphAsk *b); /* question and answer */
/* Gaps that the expression reads, through defines but not through decisions. */
GraphOpenings graph_condition_list_gaps(Arena *arena, const Expr *expr);
/* One line of words. */
Str graph_condition_say(Arena *arena, Wording *wording, const Expr *expr);
#endif
