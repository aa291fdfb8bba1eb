/* opcode.h - the signature of an instruction, taken apart. Verifier, listing and VM share it. */
#ifndef BYTECODE_OPCODE_H
#define BYTECODE_OPCODE_H
#include "runtime/bytecode/program.h"

/* Letters as in opcodes.def; 0 where there is nothing. */
typedef struct OpShape {
    char dst;        /* '_' = no destination */
    char operand[3]; /* a, b, c */
    uint8_t operand_count;
    char imm;
} OpShape;

/* op < OP_COUNT_ */
OpShape opcode_get_shape(uint16_t op);
#endif
