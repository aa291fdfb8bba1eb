/* ir_bounds.h - between which numbers a node lies, from declared ranges alone. */
#ifndef COMPILER_IR_BOUNDS_H
#define COMPILER_IR_BOUNDS_H
#include "compiler/lower/ir.h"

typedef struct IrBounds {
    bool known;
    __int128 lo, hi;
} IrBounds; /* integers, or grid units of a decimal */
/* known = false: nothing useful can be said. */
IrBounds ir_get_bounds(const Compilation *c, const IrNode *node, unsigned depth);
#endif
