/* replay.c - a target without libFuzzer: each file as it is, then N changes of it, the same in
 * every run.
 *
 *   TARGET N TRACE [--lines] FILE...     --lines: every line of the files is an input
 *
 * The last input that was tried stands in the file TRACE: what is left of a run that did not end.
 */
#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_INPUT = 1 << 20, MOST_INPUTS = 4096, MOST_COPY = 64 };

typedef struct Input {
    char *bytes;
    size_t size;
} Input;
static Input inputs[MOST_INPUTS];
static size_t input_count;
static char changed[2 * MOST_INPUT];
static uint64_t state;

static uint64_t next_random(void)
{
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static size_t pick(size_t below)
{
    return below ? (size_t)(next_random() % below) : 0;
}

/* ---- inputs ---- */

static void add_input(const char *bytes, size_t size)
{
    if (input_count == MOST_INPUTS) {
        return;
    }
    char *copy = malloc(size + 1);
    if (!copy) {
        exit(70);
    }
    memcpy(copy, bytes, size);
    inputs[input_count++] = (Input){ copy, size };
}

static void read_inputs(const char *path, int lines)
{
    static char bytes[MOST_INPUT];
    FILE *file = fopen(path, "rb");
    size_t size = file ? fread(bytes, 1, sizeof bytes, file) : 0, start = 0;
    if (!file) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(66);
    }
    fclose(file);
    if (!lines) {
        add_input(bytes, size);
        return;
    }
    for (size_t i = 0; i <= size; i++) {
        if (i < size && bytes[i] != '\n') {
            continue;
        }
        if (i > start) {
            add_input(bytes + start, i - start);
        }
        start = i + 1;
    }
}

/* ---- changes ---- */

static size_t replace(size_t size, size_t at, size_t out, const char *in, size_t length)
{
    memmove(changed + at + length, changed + at + out, size - at - out);
    memcpy(changed + at, in, length);
    return size - out + length;
}

static size_t change_token(size_t size, size_t at)
{
    static const char *const tokens[] = { "-0",
                                          "1e999",
                                          "9223372036854775807",
                                          "-9223372036854775808",
                                          "0.00000001",
                                          "1e-8",
                                          "0.1234567890123",
                                          "\"",
                                          "null",
                                          "[",
                                          "]",
                                          "{",
                                          "}",
                                          ",",
                                          ":",
                                          "\\u0000",
                                          "\xff",
                                          "\xf0\x9f\x98\x80",
                                          "end",
                                          "(",
                                          ")",
                                          " and ",
                                          " not ",
                                          " missing ",
                                          " where ",
                                          "0..0",
                                          "64",
                                          "12345678901234567890",
                                          "2026-02-30",
                                          "0001-01-01",
                                          "9999-12-31" };
    const char *token = tokens[pick(sizeof tokens / sizeof *tokens)];
    return replace(size, at, pick(2) ? 0 : pick(size - at < 6 ? size - at : 6), token,
                   strlen(token));
}

/* A piece of this or another input. */
static size_t insert_piece(size_t size, size_t at)
{
    const Input *other = &inputs[pick(input_count)];
    char piece[MOST_COPY];
    size_t from = pick(other->size), length = pick(MOST_COPY);
    if (length > other->size - from) {
        length = other->size - from;
    }
    memcpy(piece, other->bytes + from, length);
    return replace(size, at, 0, piece, length);
}

static size_t repeat(size_t size, size_t at)
{
    char piece[512];
    size_t times = 1 + pick(sizeof piece - 1);
    memset(piece, size ? changed[at < size ? at : size - 1] : '[', times);
    return replace(size, at, 0, piece, times);
}

static size_t change(size_t size)
{
    static const unsigned char edges[] = { 0, 1, 0x7f, 0x80, 0xfe, 0xff };
    size_t at = pick(size);
    switch (pick(8)) {
    case 0:
    case 1:
        if (size) {
            changed[at] = (char)next_random();
        }
        return size;
    case 2:
        if (size) {
            changed[at] = (char)edges[pick(sizeof edges)];
        }
        return size;
    case 3:
        if (size) {
            changed[at] = (char)(changed[at] ^ 1 << pick(8));
        }
        return size;
    case 4: return replace(size, at, pick(size - at < MOST_COPY ? size - at : MOST_COPY), "", 0);
    case 5: return insert_piece(size, at);
    case 6: return pick(8) ? insert_piece(size, at) : repeat(size, at);
    default: return change_token(size, at);
    }
}

/* ---- running ---- */

static void run(const char *bytes, size_t size, int trace)
{
    if (pwrite(trace, bytes, size, 0) != (ssize_t)size || ftruncate(trace, (off_t)size) != 0) {
        exit(74);
    }
    LLVMFuzzerTestOneInput((const uint8_t *)bytes, size);
}

static void run_changes(const Input *input, size_t count, int trace)
{
    for (size_t i = 0; i < count; i++) {
        size_t size = input->size;
        memcpy(changed, input->bytes, size);
        for (size_t left = 1 + pick(4); left > 0; left--) {
            size = change(size);
        }
        run(changed, size, trace);
    }
}

int main(int argc, char **argv)
{
    int lines = 0, trace = argc < 3 ? -1 : open(argv[2], O_RDWR | O_CREAT | O_TRUNC, 0666);
    if (argc < 3) {
        return 64;
    }
    if (trace < 0) {
        return 74;
    }
    for (int i = 3; i < argc; i++) {
        if (strcmp(argv[i], "--lines") == 0) {
            lines = 1;
        } else {
            read_inputs(argv[i], lines);
        }
    }
    for (size_t i = 0; i < input_count; i++) {
        state = i;
        run(inputs[i].bytes, inputs[i].size, trace);
        run_changes(&inputs[i], strtoul(argv[1], NULL, 10), trace);
    }
    printf("%zu inputs and %s changes of each\n", input_count, argv[1]);
    return input_count == 0;
}
