/* places.h - the places of a guideline that some patient should reach: cases, rows, exceptions. */
#ifndef VERIFY_PLACES_H
#define VERIFY_PLACES_H
#include "compiler/compile.h"

typedef enum PlaceKind {
    PLACE_CASE,
    PLACE_ROW,
    PLACE_OTHERWISE,
    PLACE_POINTS,
    PLACE_UNLESS
} PlaceKind;
typedef struct RulePlace {
    PlaceKind kind;
    const AstRule *rule;
    Span span;
} RulePlace;
typedef VEC(RulePlace) RulePlaces;

/* Probe.point is the index of the place. Modules built in are left out. */
void places_collect(Arena *arena, const Ast *ast, RulePlaces *places, Probes *probes);
/* "case", "row", ... */
const char *place_get_word(PlaceKind kind);
#endif
