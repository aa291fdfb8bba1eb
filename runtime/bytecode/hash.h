/* hash.h - the fingerprint of a program, a library or a report: SHA-256 of its bytes. */
#ifndef BYTECODE_HASH_H
#define BYTECODE_HASH_H
#include "runtime/base/str.h"

enum { HASH_SIZE = 32 };
void hash_make(Str bytes, uint8_t hash[HASH_SIZE]);
#endif
