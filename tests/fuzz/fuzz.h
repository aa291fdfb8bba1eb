/* fuzz.h - a target takes any bytes, does no harm, and aborts if what must hold of them does not.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H
#include <stddef.h>
#include <stdint.h>

/* Called by libFuzzer, or by replay.c. Always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
#endif
