/* coverage.h - `cglc test --coverage`: which places of a guideline its tests reach.
 *
 * A place counts in a test that passed and that says what must come out of the rule in which the
 * place stands, or of a rule that reads it through definitions alone (a definition is no answer: a
 * test cannot name it). A test that merely runs over a rule proves nothing about it, nor does one
 * that names another element. Sides count where they are known, not merely possible. */
#ifndef TOOLS_COVERAGE_H
#define TOOLS_COVERAGE_H
#include "compiler/testing/coverage_points.h"
#include "runtime/reason/reason.h"

#include <jansson.h>

typedef struct Coverage Coverage;

/* Compiles the tree once more, with probes. NULL with a message in diags if that program is too
 * large. */
Coverage *coverage_create(Arena *arena, Ast *ast, DiagList *diags);
/* Run the tests with this program: its answers are those of the ordinary one. */
const Program *coverage_get_program(const Coverage *coverage);
/* One case (case_runner.h) that passed: how its evaluation ended. */
void coverage_add(Coverage *coverage, const Evaluation *evaluation, const Record *record,
                  json_t *one);

/* A table of kinds and the list of what is not covered, for people. */
void coverage_print(StrBuf *out, const Coverage *coverage);
/* For machines: one JSON object, or the text of lcov. */
void coverage_print_json(StrBuf *out, const Coverage *coverage);
void coverage_print_lcov(StrBuf *out, const Coverage *coverage);

/* Inside coverage. */
/* Which entries the expectations speak of; then what those read. (coverage_hear.c) */
void coverage_hear(Coverage *coverage, json_t *expect);
void coverage_spread(const Coverage *coverage, uint64_t *flags);
/* Takes away states that an advice or a caution cannot have. (coverage_sides.c) */
void coverage_drop_impossible(Arena *arena, const RuleIndex *index, CoveragePoints *points);
typedef struct CoverageCount {
    uint32_t seen, all;
} CoverageCount;
CoverageCount coverage_count(const Coverage *coverage, CoverageKind kind);
#define HEARD_ALL UINT64_MAX
typedef struct PointMarks {
    bool side[COVERAGE_SIDES];
} PointMarks;
struct Coverage {
    Arena *arena;
    const Ast *ast;
    const RuleIndex *index;
    const Program *program;
    CoveragePoints points;
    Probes probes;
    CoverageFallbacks fallbacks;
    uint32_t *entry_of_probe;        /* in whose code it stands */
    uint32_t *point_of_statement;    /* NO_PART: figures, context */
    Map decisions, advice, cautions; /* name -> entry */
    uint32_t tests;                  /* that passed */
    /* of the test at hand */
    uint64_t *heard; /* per entry: for which elements the test says what must come out of it, bit by
                        bit; HEARD_ALL: for the patient, or for whichever */
    const Record *record;
    uint64_t *decided; /* per entry: heard, and an answer came out */
    PointMarks *now;   /* per point */
};
#endif
