/* opcode.h - the signature of an instruction, taken apart. Verifier, listing, VM and the checker of
 * the compiler's intermediate form share it. */
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

/* What kind of thing an instruction does; see opcodes.def. */
typedef enum OpFamily {
    FAMILY_VALUE,
    FAMILY_FOLD,
    FAMILY_GATE,
    FAMILY_OPEN,
    FAMILY_CLOSE,
    FAMILY_SKIP
} OpFamily;

/* op < OP_COUNT_ */
OpFamily opcode_get_family(uint16_t op);
OpShape opcode_get_shape(uint16_t op);
/* May a value of this RegType stand where the signature has this letter? */
bool opcode_takes_type(char letter, uint8_t type);
/* Does this letter share its type with the others of its instruction? An answer or fact does where
 * a value or a set stands beside it. */
bool opcode_shares_type(const OpShape *shape, char letter);
#endif
