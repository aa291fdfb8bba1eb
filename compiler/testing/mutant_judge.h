/* mutant_judge.h - what becomes of a mutant: does the compiler refuse it, does a test notice it, is
 * it no change at all? */
#ifndef TOOLS_MUTANT_JUDGE_H
#define TOOLS_MUTANT_JUDGE_H
#include "compiler/testing/mutants.h"
#include "compiler/tools/source_program.h"

#include <jansson.h>

typedef enum Verdict {
    VERDICT_NONE,     /* not judged yet */
    VERDICT_CRASHED,  /* the process that judged it died */
    VERDICT_KILLED,   /* a test fails: which one is told */
    VERDICT_REJECTED, /* it does not compile */
    VERDICT_WARNED, /* no test fails, but the compiler gives a warning that it does not give for the
                       original */
    VERDICT_IDENTICAL, /* the compiled program is the same, byte for byte */
    VERDICT_PROVED,    /* every answer is the same for every patient */
    VERDICT_SURVIVED
} Verdict;

/* A test of the language or a case of a file, as the case runner reads it. */
typedef struct JudgeCase {
    Str name, place;
    json_t *json;
    Str report;    /* of the original */
    bool *expects; /* per entry of the rule index: it expects something of this one */
    bool always;   /* it expects something of the record itself */
} JudgeCase;
typedef VEC(JudgeCase) JudgeCases;

typedef struct Judge Judge;
/* cases: json, name and place are given; the rest is filled in. They must pass. NULL and *why if
 * the guideline without its tests is another program. Everything lives on arena until
 * judge_destroy. */
Judge *judge_create(Arena *arena, const SourceProgram *original, JudgeCases cases, Str *why);
void judge_destroy(Judge *judge);
/* *killer: index of the case that fails, if one does. */
Verdict judge_try(Judge *judge, const Mutant *mutant, uint32_t *killer);
/* Up to `most` cases that expect something of the mutant's rule, else of rules that read it.
 * Returns how many. */
uint32_t judge_find_near(Judge *judge, const Mutant *mutant, uint32_t *cases, uint32_t most);
#endif
