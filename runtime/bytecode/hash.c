/* hash.c - the one-shot functions of OpenSSL 3 look up the algorithm and allocate for each call:
 * for the first of a process that costs as much as compiling a small guideline, and for a report,
 * of a few kilobytes, as much as the hash. The older functions do neither. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "runtime/bytecode/hash.h"
#include <openssl/sha.h>

void hash_make(Str bytes, uint8_t hash[HASH_SIZE])
{
    SHA256_CTX state;
    SHA256_Init(&state);
    SHA256_Update(&state, bytes.ptr, bytes.len);
    SHA256_Final(hash, &state);
}
