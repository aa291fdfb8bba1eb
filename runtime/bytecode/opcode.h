/* opcode.h - the signature of an instruction, taken apart. Verifier, disassembler and manual share it. */
#ifndef BYTECODE_OPCODE_H
#define BYTECODE_OPCODE_H
#include "runtime/bytecode/program.h"

/* Letters as in opcodes.def; 0 where there is nothing. */
typedef struct OpShape {
    char dst;               /* '_' = no destination */
    char operand[3];        /* a, b, c */
    uint8_t operand_count;
    char imm;
} OpShape;

/* op < OP_COUNT_ */
OpShape opcode_get_shape(uint16_t op);
/* Markdown of the whole table: docs/bytecode.md is made from it. */
void opcode_print_manual(StrBuf *out);
#endif
