/* probe.h - coverage: what lowering makes of chosen places of the tree becomes hidden yes_no
 * definitions of the program.
 *
 * The caller says which nodes of the tree it wants to watch. Lowering notes the IR node of each,
 * wherever it comes by (a function comes by once a call), and probe_finish appends one block per
 * note behind all others. A program compiled without probes is the same as ever: the engines know
 * nothing of this. */
#ifndef COMPILER_PROBE_H
#define COMPILER_PROBE_H
#include "lang/ast.h"
#include "runtime/base/map.h"

typedef enum ProbePart {
    PROBE_SIDES,   /* the condition itself: known yes, known no */
    PROBE_YES,     /* it is asked of elements: there is a listed one for which it is known yes */
    PROBE_NO,      /* likewise, known no */
    PROBE_BOUNDARY /* the two sides of the comparison are equal (for some listed element, as above)
                    */
} ProbePart;

typedef struct Probe {
    uint32_t point;      /* as given to probe_want */
    uint8_t part;        /* ProbePart */
    const AstRule *rule; /* the rule whose code it stands in: of a function, the rule that calls */
    uint32_t
        block; /* a yes_no result; for each element if the rule is and asks about its own element */
    bool never_yes, never_no; /* declared ranges prove that it cannot be */
} Probe;

typedef struct Probes {
    Arena *arena;
    Map wanted; /* address of a node -> point */
    VEC(struct ProbeNote) notes;
    VEC(Probe) items; /* filled by compile_program */
} Probes;

void probe_init(Probes *probes, Arena *arena);
/* node: an Expr that is a condition; the bound of a range; an AstCase, AstRow, AstPoints,
 * AstUnless; the address of a rule's or table's `otherwise`. A node is wanted once. */
void probe_want(Probes *probes, const void *node, uint32_t point);

/* ---- for the passes ---- */
struct Compilation;
struct IrBlock;
struct IrNode;
/* node became this IR node in b. Nothing happens unless coverage was asked for and the node is
 * wanted. */
void probe_note(struct Compilation *c, struct IrBlock *b, const void *node, struct IrNode *made);
/* After lowering: a block for each note. */
void probe_finish(struct Compilation *c);
#endif
