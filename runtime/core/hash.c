/* hash.c - SHA-256 as FIPS 180-4 writes it down, for builds without OpenSSL. */
#include "runtime/bytecode/hash.h"

#include <string.h>

enum { BLOCK = 64, LENGTH = 8, ROUNDS = 64 };

/* The first 32 bits of the fractions of the cube roots of the first 64 primes. */
static const uint32_t constants[ROUNDS] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

static uint32_t turn(uint32_t word, unsigned bits)
{
    return word >> bits | word << (32 - bits);
}

static uint32_t read_word(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* The message schedule: sixteen words of the block, the others mixed from those before. */
static void spread(uint32_t words[ROUNDS], const uint8_t *block)
{
    for (unsigned i = 0; i < 16; i++) {
        words[i] = read_word(block + 4 * i);
    }
    for (unsigned i = 16; i < ROUNDS; i++) {
        uint32_t a = words[i - 15], b = words[i - 2];
        uint32_t low = turn(a, 7) ^ turn(a, 18) ^ a >> 3;
        uint32_t high = turn(b, 17) ^ turn(b, 19) ^ b >> 10;
        words[i] = words[i - 16] + low + words[i - 7] + high;
    }
}

/* s: the letters a to h of the standard. */
static void take_round(uint32_t s[8], uint32_t word)
{
    uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
    uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
    uint32_t first = s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) + choice + word;
    uint32_t second = (turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) + majority;
    memmove(s + 1, s, 7 * sizeof *s);
    s[4] += first;
    s[0] = first + second;
}

static void take_block(uint32_t state[8], const uint8_t *block)
{
    uint32_t words[ROUNDS], s[8];
    spread(words, block);
    memcpy(s, state, sizeof s);
    for (unsigned i = 0; i < ROUNDS; i++) {
        take_round(s, constants[i] + words[i]);
    }
    for (unsigned i = 0; i < 8; i++) {
        state[i] += s[i];
    }
}

/* The rest of the bytes, a one bit, zeros, the length in bits: one block or two. */
static void take_end(uint32_t state[8], const uint8_t *rest, size_t count, uint64_t bits)
{
    uint8_t blocks[2 * BLOCK] = { 0 };
    size_t size = count + 1 + LENGTH <= BLOCK ? BLOCK : 2 * BLOCK;
    if (count) {
        memcpy(blocks, rest, count);
    }
    blocks[count] = 0x80;
    for (unsigned i = 0; i < LENGTH; i++) {
        blocks[size - 1 - i] = (uint8_t)(bits >> 8 * i);
    }
    for (size_t at = 0; at < size; at += BLOCK) {
        take_block(state, blocks + at);
    }
}

void hash_make(Str bytes, uint8_t hash[HASH_SIZE])
{
    /* of the square roots of the first eight primes */
    uint32_t state[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
    const uint8_t *at = (const uint8_t *)bytes.ptr;
    size_t left = bytes.len;
    for (; left >= BLOCK; left -= BLOCK, at += BLOCK) {
        take_block(state, at);
    }
    take_end(state, at, left, (uint64_t)bytes.len * 8);
    for (unsigned i = 0; i < HASH_SIZE; i++) {
        hash[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
    }
}
