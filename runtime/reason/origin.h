/* origin.h - where what an instruction reads was computed: worked out once for a program, so that explaining need not
 * search the code. */
#ifndef REASON_ORIGIN_H
#define REASON_ORIGIN_H
#include "runtime/bytecode/program.h"

/* Instructions that wrote operands a, b, c last before this one, in the same block; NO_INDEX32 if none did. */
typedef struct Operands { uint32_t writers[3]; } Operands;

typedef struct Origins {
    Operands *operands;         /* per instruction */
    uint32_t *results;          /* per block: the instruction that wrote its result last */
    uint32_t *own_loops;        /* per for-each block: the EACH over its elements, else NO_INDEX32 */
    uint8_t reads[OP_COUNT_];   /* per opcode: bit i stands for operand i if that is a register with a value of the patient */
} Origins;

const Origins *origin_make(Arena *arena, const Program *program);
#endif
