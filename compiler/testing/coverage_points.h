/* coverage_points.h - what tests can reach in a guideline: a list of places, each with the sides
 * that it has. */
#ifndef TOOLS_COVERAGE_POINTS_H
#define TOOLS_COVERAGE_POINTS_H
#include "compiler/compile.h"
#include "compiler/index/rule_index.h"

/* Kind, name in the summary (singular, plural), the sides: up to three, NULL where there is none.
 * Written once. */
#define COVERAGE_KINDS(KIND)                                                                     \
    KIND(STATEMENT, "statement", "statements", "decided", NULL, NULL)                            \
    KIND(CASE, "case", "cases", "chosen", NULL, NULL) /* `otherwise` and lines of points, too */ \
    KIND(ROW, "row", "table rows", "chosen", NULL, NULL)                                         \
    KIND(THRESHOLD, "threshold", "threshold sides", "true", "false", NULL)                       \
    KIND(BOUNDARY, "threshold", "exact boundaries", "at the boundary", NULL, NULL)               \
    KIND(CONDITION, "condition", "condition sides", "true", "false",                             \
         NULL) /* every other question of yes or no */                                           \
    KIND(ADVICE, "advice", "states of advice", "applying", "not applying", "open")               \
    KIND(CAUTION, "caution", "states of cautions", "listed", "not listed", NULL)                 \
    KIND(UNLESS, "exception", "exceptions", "taken", NULL, NULL)                                 \
    KIND(GAP, "gap", "states of gaps", "open", "settled by a policy", NULL)                      \
    KIND(FACT, "fact", "missing facts", "missing", NULL, NULL)
typedef enum CoverageKind {
#define KIND(id, one, many, a, b, c) COVERAGE_##id,
    COVERAGE_KINDS(KIND)
#undef KIND
        COVERAGE_KIND_COUNT
} CoverageKind;
enum { COVERAGE_SIDES = 3 };

typedef struct CoveragePoint {
    CoverageKind kind;
    Span span;
    uint32_t entry; /* of the rule that it stands in (RuleIndex.entries); NO_PART for statements and
                       facts */
    uint32_t statement; /* COVERAGE_STATEMENT: index in the tree's statements */
    const AstField
        *field; /* COVERAGE_FACT; of `x is missing` and `x is known` the fact that they ask about */
    bool known; /* of those: it is the second */
    const AstGap
        *gap; /* of a case, row or exception: a gap without policy that its condition asks */
    uint32_t boundary;             /* of a threshold: the point of its boundary */
    bool has[COVERAGE_SIDES];      /* sides that exist here */
    uint32_t seen[COVERAGE_SIDES]; /* tests that reached them */
} CoveragePoint;
typedef VEC(CoveragePoint) CoveragePoints;

/* `x else y`: where x is missing, the rule takes y and its answer does not stay open for it. */
typedef struct CoverageFallback {
    uint32_t entry;
    const AstField *field;
} CoverageFallback;
typedef VEC(CoverageFallback) CoverageFallbacks;

/* Every place of a rule that some report depends on; what can be asked of the engine is entered
 * into probes. */
void coverage_points_collect(Arena *arena, const RuleIndex *index, CoveragePoints *points,
                             Probes *probes, CoverageFallbacks *fallbacks);

const char *coverage_kind_get_name(CoverageKind kind);
const char *coverage_kind_get_plural(CoverageKind kind);
const char *coverage_kind_get_side(CoverageKind kind,
                                   unsigned side); /* NULL: the kind has no such side */
#endif
