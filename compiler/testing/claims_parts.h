/* claims_parts.h - between the files of claims. Inside this room only. */
#ifndef TESTING_CLAIMS_PARTS_H
#define TESTING_CLAIMS_PARTS_H
#include "compiler/testing/case_runner.h"
#include "compiler/testing/claims.h"
#include "runtime/reason/coding.h"

typedef struct Claim {
    const AstCheck *check;
    AstRule *rule;              /* the decision that stands for what it speaks of */
    uint32_t block;             /* of that decision */
    VEC(const AstRule *) reads; /* each once, in the order in which the check names them */
    VEC(uint32_t) blocks;       /* of those: where their answers are */
    /* monotone: what a patient has shown first */
    int direction; /* 1 rises, -1 falls, 0 neither yet */
    Str shown_by;  /* the name of that case */
} Claim;

struct Claims {
    Arena *arena;
    const Ast *ast;
    VEC(Claim) items;
    const Program *program;
    CaseRunner *runner;
    const Coding *codings; /* per register of a fact */
};

typedef struct Shown { /* what the patient of a case shows */
    const Evaluation *evaluation;
    const Record *record;
} Shown;

/* The check that is violated with its place, up to the colon. (claims_say.c) */
void claims_begin_line(const Claims *claims, const Claim *claim, StrBuf *why);
/* What the claim speaks of and how this patient has it, up to the end of the line. */
void claims_say_reads(const Claims *claims, const Claim *claim, const Shown *shown, StrBuf *why);
/* `independent of`, `monotone in`: false after a line in why. (claims_vary.c) */
bool claims_vary(Claims *claims, Claim *claim, json_t *one, StrBuf *why);
#endif
