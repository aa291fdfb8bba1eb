/* hunt.h - from the ways of a diagram to values that are tried. */
#ifndef VERIFY_HUNT_H
#define VERIFY_HUNT_H
#include "compiler/verify/values.h"
#include "runtime/base/vec.h"

/* A value of one fact, by the name of its variable. */
typedef struct Given {
    uint64_t name;
    Rat value;
} Given;
typedef VEC(Given) GivenList;

typedef struct Hunt {
    Arena *arena;
    void *context;
    bool (*is_date)(const void *context, uint64_t name);  /* then it is looked for near our days */
    bool (*shows)(void *context, const GivenList *given); /* do these values show it? */
} Hunt;
/* The first values that do, of the first ways to the target. False: none were found. */
bool hunt_find(const Hunt *hunt, Diagram diagram, WayTarget target);
#endif
