/* verify_parts.h - inside the verifier: its two halves. */
#ifndef BYTECODE_VERIFY_PARTS_H
#define BYTECODE_VERIFY_PARTS_H
#include "runtime/bytecode/anatomy.h"

/* Leaves a function with false and one sentence. */
#define REFUSE(...) return (*why = str_format(program->arena, __VA_ARGS__), false)

/* Every index of every table points into its table, regions and windows are laid out as program.h
 * says, types agree. Looks at no instruction. The reader of images calls it too. */
bool verify_tables(const Program *program, Str *why);
bool verify_schema(const Program *program, Str *why); /* the part of it about fields and lists */

/* A define that looks at the record alone is a constant of the record: rules that are no gates may
 * read it. */
bool verify_is_record_gate(const Program *program, const BlockInfo *block);

/* Every instruction, given that the tables are right. Also finds the worst case. */
bool verify_code(Program *program, const RegPlace *places, Str *why);
#endif
