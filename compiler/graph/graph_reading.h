/* graph_reading.h - what a rule asks of a decision: read through names and through the advice it
 * builds on. */
#ifndef TOOLS_GRAPH_READING_H
#define TOOLS_GRAPH_READING_H
#include "lang/ast.h"

typedef struct GraphReading {
    bool found;     /* the rule reads the decision at all */
    uint64_t asked; /* the values of its first result that it asks for, by index */
} GraphReading;

/* Of an advice or caution: by its `when`; an exception asks for nothing. */
GraphReading graph_reading_of_advice(const AstRule *advice, const AstRule *decision);
/* Of a decision, in any part of it. */
bool graph_reading_by_decision(const AstRule *reader, const AstRule *decision);
#endif
