/* verify.h - one pass over a program that makes it safe to run: types of every operand, regions
 * (constants and slots are never written; results once, by their block; gate instructions in gate
 * blocks only and Q operands of non-gates), reads before writes, loop nesting, skips inside their
 * block and loop, block dependencies backwards only, limits, worst-case instruction count (also
 * stored in program->worst_case). */
#ifndef BYTECODE_VERIFY_H
#define BYTECODE_VERIFY_H
#include "runtime/bytecode/program.h"

/* A program that passes has its anatomy afterwards (anatomy.h). *why: one sentence otherwise. */
bool program_verify(Program *program, Str *why);
/* The listing for people: header, constants, fields, blocks with one line an instruction. */
void program_disassemble(StrBuf *out, const Program *program);
#endif
