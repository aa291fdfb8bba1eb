/* reach.h - everything that an answer can depend on. */
#ifndef REASON_REACH_H
#define REASON_REACH_H
#include "runtime/bytecode/program.h"

typedef struct Reach {
    uint16_t *regs;
    uint32_t reg_count; /* slots, and window fields of every element, that the block and its needs
                           read */
    uint16_t *own;
    uint32_t own_count; /* window fields read of the element that the answer is about */
    uint16_t *lists;
    uint32_t list_count; /* lists whose length or hidden part matters */
    bool opaque;         /* a native function stands in it */
} Reach;

/* One per block. */
Reach *reach_make_all(Arena *arena, const Program *program);
#endif
