/* next.h - which missing fact to ask for first: every reply that each can have is tried, and what
 * then is settled is counted.
 *
 * Questions are ranked by what a reply settles on the average, replies that lead to the same
 * counting as one: (1) recommendations, each with the weight of its strength, (2) whether a
 * recommendation waits for it, (3) decisions settled or narrowed, (4) the cost that the schema
 * declares, the lower first, (5) the order of the schema. */
#ifndef REASON_NEXT_H
#define REASON_NEXT_H
#include "runtime/reason/reason.h"
#include "runtime/reason/reply.h"

/* An answer that is open, and what it is after a reply. */
typedef struct NextState {
    uint32_t block;
    uint16_t element;
    bool settled;
    uint8_t status; /* AdviceStatus, of a recommendation */
    Mask possible;  /* of a yes_no or an enumeration */
} NextState;

/* Replies that lead to the same. */
typedef struct NextReply {
    VEC(Reply) values;
    bool complete;     /* of a list: that it is complete as it is listed. No values: all others */
    NextState *states; /* of the question's answers, in their order */
    uint32_t advice, decisions, narrowed; /* how many it settles; decisions that stay open with less
                                             possible */
    uint64_t weight;                      /* of the recommendations */
} NextReply;
typedef struct NextQuestion {
    FactRef fact; /* field NO_INDEX: what a list hides */
    bool faulty;  /* the record has a value that cannot be used */
    bool needed;  /* a recommendation waits for it; else decisions alone */
    bool whole;   /* the replies stand for all values */
    VEC(NextReply) replies;
    uint32_t answer_count;    /* answers that wait for it */
    uint64_t weight, decided; /* sums over the replies */
    uint32_t cost;
} NextQuestion;
typedef struct NextPlan {
    VEC(NextQuestion) facts, gaps; /* the most useful first */
    VEC(FactRef) decided; /* missing, and no value of it changes a recommendation or a decision */
    uint32_t open_advice, open_decisions;
} NextPlan;

/* For one session; `evaluation` is the asker's own, the memory of a try is in `scratch`. */
typedef struct Asker Asker;
Asker *asker_create(Arena *session_arena, const Program *program, Evaluation *evaluation,
                    Arena *scratch);
void asker_find(Asker *asker, Arena *arena, const Evaluation *answers, const Record *record,
                NextPlan *plan);
/* Does the question settle anything by itself? */
bool next_settles(const NextQuestion *question);
#endif
