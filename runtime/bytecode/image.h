/* image.h - a program as bytes (.cgb) and back.
 *
 * Layout: magic "CGB\n", format version u32, SHA-256 of everything after it (32 bytes), then
 * sections in fixed order without gaps: section id u32, length u64, content. Little-endian.
 * Trailing bytes are an error. The last section holds the places in the source; the SHA-256 of the
 * sections before it is the program's identity. The reader trusts nothing: it checks the hash,
 * every index against its table, every count against what is left, UTF-8 of every text. After
 * image_read comes program_verify; only then may a program run. */
#ifndef BYTECODE_IMAGE_H
#define BYTECODE_IMAGE_H
#include "runtime/bytecode/program.h"

#define IMAGE_FORMAT 3u
/* Also fills program->hash, the identity. */
Str image_write(Arena *arena, Program *program);
/* NULL on failure, and then *why is one sentence naming what is wrong (offset, section). */
Program *image_read(Arena *arena, Str bytes, Str *why);
#endif
