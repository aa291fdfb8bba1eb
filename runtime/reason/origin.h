/* origin.h - where what an instruction reads was computed: worked out once for a program, so that
 * explaining need not search the code. */
#ifndef REASON_ORIGIN_H
#define REASON_ORIGIN_H
#include "runtime/bytecode/anatomy.h"

/* A register that is read, and the instruction of the same block that wrote it last before;
 * NO_INDEX32 if none did. Where a register only got another's value it is the other. */
typedef struct Origin {
    uint32_t writer;
    uint16_t reg;
    bool varies; /* its value is the patient's: not a constant, nor the state of an accumulator */
} Origin;

typedef struct Origins {
    const Program *program;
    Origin *reads;   /* one for each of the anatomy's reads */
    Origin *results; /* per block */
} Origins;

const Origins *origin_make(Arena *arena, const Program *program);
/* Of what the instruction reads, in the order of anatomy_get_reads. */
static inline const Origin *origin_get(const Origins *origins, uint32_t pc)
{
    return origins->reads + anatomy_get_insn(origins->program, pc)->first_read;
}
#endif
