/* origin.h - where what an instruction reads was computed: worked out once for a program, so that
 * explaining need not search the code. */
#ifndef REASON_ORIGIN_H
#define REASON_ORIGIN_H
#include "runtime/bytecode/program.h"

/* A register that is read, and the instruction of the same block that wrote it last before;
 * NO_INDEX32 if none did. Of a register that only got another's value it is the other. */
typedef struct Origin {
    uint32_t writer;
    uint16_t reg;
    bool varies; /* it is a register and no constant: its value is the patient's */
} Origin;

typedef struct Origins {
    Origin (*operands)[3]; /* per instruction: of a, b, c */
    Origin *results;       /* per block */
    uint32_t *own_loops;   /* per for-each block: the EACH over its elements, else NO_INDEX32 */
} Origins;

const Origins *origin_make(Arena *arena, const Program *program);
#endif
