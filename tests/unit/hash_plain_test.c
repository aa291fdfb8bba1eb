/* hash_plain_test.c - SHA-256 without OpenSSL: the values that NIST publishes, and OpenSSL's own
 * for every length around the blocks. */
#include "runtime/bytecode/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

void plain_hash(Str bytes, uint8_t hash[HASH_SIZE]);

#define hash_make plain_hash
#include "runtime/core/hash.c"
#undef hash_make

static void expect(Str bytes, const char *digits)
{
    uint8_t hash[HASH_SIZE];
    char text[2 * HASH_SIZE + 1];
    plain_hash(bytes, hash);
    for (int i = 0; i < HASH_SIZE; i++) {
        text[2 * i] = "0123456789abcdef"[hash[i] >> 4];
        text[2 * i + 1] = "0123456789abcdef"[hash[i] & 15];
    }
    text[2 * HASH_SIZE] = '\0';
    assert_string_equal(text, digits);
}

/* FIPS 180-4's examples. */
static void hashes_the_examples_of_the_standard(void **state)
{
    (void)state;
    expect(STR("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
           "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    expect(STR("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklm"
               "nopqrlmnopqrsmnopqrstnopqrstu"),
           "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
}

static void hashes_a_million_letters(void **state)
{
    enum { MILLION = 1000000 };
    char *letters = malloc(MILLION);
    (void)state;
    assert_non_null(letters);
    memset(letters, 'a', MILLION);
    expect((Str){ letters, MILLION },
           "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(letters);
}

/* From NIST's validation suite (SHA256ShortMsg). */
static void hashes_short_messages(void **state)
{
    (void)state;
    expect(STR_NONE, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(STR("\xd3"), "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1");
    expect(STR("\x11\xaf"), "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98");
    expect(STR("\xb4\x19\x0e"), "dff2e73091f6c05e528896c4c831b9448653dc2ff043528f6769437bc7b975c2");
    expect(STR("\x74\xba\x25\x21"),
           "b16aa56be3880d18cd41e68384cf1ec8c17680c45a02b1575dc1518923ae8b0e");
}

static void hashes_every_length_as_openssl_does(void **state)
{
    enum { MOST = 600 };
    char bytes[MOST];
    uint8_t ours[HASH_SIZE], theirs[HASH_SIZE];
    uint32_t noise = 1;
    (void)state;
    for (size_t len = 0; len <= MOST; len++) {
        for (size_t i = 0; i < len; i++) {
            noise = noise * 1664525 + 1013904223;
            bytes[i] = (char)(noise >> 24);
        }
        plain_hash((Str){ bytes, len }, ours);
        hash_make((Str){ bytes, len }, theirs);
        assert_memory_equal(ours, theirs, HASH_SIZE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_the_examples_of_the_standard),
        cmocka_unit_test(hashes_a_million_letters),
        cmocka_unit_test(hashes_short_messages),
        cmocka_unit_test(hashes_every_length_as_openssl_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
