/* cone.h - everything that an answer can depend on. */
#ifndef REASON_CONE_H
#define REASON_CONE_H
#include "runtime/bytecode/program.h"

typedef struct Cone {
    uint16_t *regs;
    uint32_t reg_count; /* slots, and window fields of every element, that the block and its needs
                           read */
    uint16_t *own;
    uint32_t own_count; /* window fields read of the element that the answer is about */
    uint16_t *lists;
    uint32_t list_count; /* lists whose length or hidden part matters */
    bool opaque;         /* a native function stands in it */
} Cone;

/* One per block. */
Cone *cone_make_all(Arena *arena, const Program *program);
/* The list in whose window a register lies, NO_INDEX if none. */
uint16_t cone_find_window(const Program *program, uint16_t reg);
#endif
