/* why.h - the way from one answer to the facts as a list of nodes, nested as the rules are: each
 * rule once, where it is named first. */
#ifndef REPORT_WHY_H
#define REPORT_WHY_H
#include "runtime/report/question.h"

typedef struct WhyNode {
    uint32_t depth;   /* 1: read by the answer itself */
    uint32_t block;   /* NO_INDEX32: a fact */
    uint16_t element; /* of the block */
    bool again;       /* a rule that stands further up with all that it reads */
    FactRef fact;
    uint32_t first_test, test_count;
} WhyNode;

typedef struct WhyTree {
    VEC(WhyNode) nodes; /* in the order of reading, the children behind each */
    VEC(TrailTest) tests;
    bool by_cases; /* all that it can read: how it follows is by cases */
} WhyTree;

void why_make(WhyTree *tree, Arena *arena, Evaluation *evaluation, uint32_t block,
              uint16_t element);
/* Does the test say more than the value? Of `fit` not that it is not `unfit`, where there is no
 * third.
 */
bool why_tells_more(const Program *program, FactRef fact, const TrailTest *test);
/* "at least 25 %"; of a set "one of a, b". For people, or as CGL writes it (">= 25 %"). */
void why_say_test(StrBuf *out, const Program *program, FactRef fact, const TrailTest *test,
                  bool kindly);
#endif
