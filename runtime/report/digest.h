/* digest.h - the report turned round for a reader: not answer by answer, but what to ask first,
 * what only the guideline or a policy can settle, and why, rule by rule. Text and HTML print it. */
#ifndef REPORT_DIGEST_H
#define REPORT_DIGEST_H
#include "runtime/report/collect.h"
#include "runtime/report/report.h"

/* One thing that keeps answers open: a field (of all the elements that lack it), a list's hidden
 * part, a gap. */
typedef struct Ask {
    FactRef fact;           /* element: the first one */
    VEC(uint16_t) elements; /* listed elements that lack the field */
    VEC(uint32_t) blocks;   /* answers that it keeps open: advice first, each once */
    uint32_t advice;        /* how many of them are advice */
} Ask;
typedef VEC(Ask) AskList;

/* Rules that stand on the same facts. */
typedef struct Rule {
    VEC(uint32_t) blocks;
    VEC(FactRef) facts;
} Rule;

/* One piece of a short explanation: a decision that was followed, or a fact that the rule itself
 * reads. */
typedef struct Why {
    uint32_t block; /* NO_INDEX32: a fact */
    uint16_t element;
    FactRef fact;
} Why;
typedef VEC(Why) WhyList;

/* A unique decision that has no case, or two. */
typedef struct DigestFault {
    uint32_t fault;       /* as in Answer.faults */
    bool certain;         /* whatever is still missing; else it may be so */
    const Answer *answer; /* the first that meets it: what it waits for tells of whom it is so */
} DigestFault;

typedef struct Digest {
    AskList facts;           /* most useful first */
    AskList gaps;            /* most useful first */
    VEC(DigestFault) faults; /* each once */
    VEC(Rule) rules;         /* in the order in which the advice uses them */
    uint32_t applies_for, applies_against, ruled_out, inapplicable;
} Digest;

/* detail ADVICE: decisions are not shown, so nothing is asked for their sake. */
void digest_make(Digest *digest, Arena *run_arena, const Report *report, ReportDetail detail);
/* "7 advised, 5 advised against, 2 still open, 3 facts to ask, 1 gap" */
void digest_say_counts(StrBuf *out, const Digest *digest, const Report *report);
/* Why an advice stands as it does, as short as it can be said: settled decisions first, then the
 * rule's own facts. */
void digest_explain(WhyList *list, Arena *run_arena, const Report *report, const Entry *entry);
#endif
