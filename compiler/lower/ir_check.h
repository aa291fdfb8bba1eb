/* ir_check.h - does the intermediate form keep its own rules? Run after each pass where claims are
 * checked (claim.h): a pass that makes a wrong node is then caught there, and not by the verifier
 * of the code that came of it, which can only say that some register has the wrong type. */
#ifndef COMPILER_IR_CHECK_H
#define COMPILER_IR_CHECK_H
#include "compiler/lower/ir.h"

/* After lowering: every node that a block reaches has the operands and types that opcodes.def gives
 * its opcode, stands above its operands, and knows which lists it reads; no block reads an element
 * outside a loop over its list. False: *why is one sentence that begins with the place. */
bool ir_check(Compilation *c, Str *why);
/* After emitting: results lie in registers of their type, what a block reads of others is listed,
 * and no node holds a register any more. */
bool ir_check_emitted(Compilation *c, Str *why);
#endif
