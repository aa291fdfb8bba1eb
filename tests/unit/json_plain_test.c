/* json_plain_test.c - JSON without simdjson against JSON with it: status, place of the fault and
 * every event of damaged documents. The walk over the tokens is compiled a second time, upon the
 * other finder; JSON_DOCUMENTS=3000000 takes a long look. */
#include "runtime/base/arena.h"
#include "runtime/patient/json.h"
#include "runtime/patient/json_tokens.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

JsonStatus plain_walk(Arena *arena, char *text, size_t len, uint32_t depth_limit, JsonTape *tape);
JsonStatus plain_find(Arena *arena, const char *text, size_t len, JsonTokens *tokens);
char *plain_unescape(const char *content, char *out);

#define json_walk plain_walk
#define json_tokens_find plain_find
#define json_tokens_unescape plain_unescape
#include "runtime/core/json_tokens.c"
#include "runtime/patient/json_walk.c"
#undef json_walk
#undef json_tokens_find
#undef json_tokens_unescape

enum { MOST_BYTES = 2048, MOST_EVENTS = 512, USUAL_DOCUMENTS = 200000 };

typedef JsonStatus Walker(Arena *arena, char *text, size_t len, uint32_t depth_limit,
                          JsonTape *tape);

typedef struct Outcome {
    JsonStatus status;
    JsonTape tape;
    JsonEvent events[MOST_EVENTS];
    char text[MOST_BYTES + JSON_PADDING];
} Outcome;

static Outcome fast, plain;
static Arena *arena;
static uint64_t seed = 88172645463325252;

static uint32_t draw(uint32_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 33) % below;
}

static void walk(Outcome *outcome, Walker *walker, Str document, uint32_t depth)
{
    memset(outcome->text, '!', sizeof outcome->text);
    memcpy(outcome->text, document.ptr, document.len);
    outcome->tape = (JsonTape){ .events = outcome->events, .capacity = MOST_EVENTS };
    outcome->status = walker(arena, outcome->text, document.len, depth, &outcome->tape);
    assert_int_equal(outcome->text[document.len], '!');
}

static void expect_same_events(void)
{
    assert_int_equal(fast.tape.count, plain.tape.count);
    for (uint32_t i = 0; i < fast.tape.count; i++) {
        const JsonEvent *a = &fast.events[i], *b = &plain.events[i];
        assert_int_equal(a->kind, b->kind);
        assert_int_equal(a->len, b->len);
        assert_true(a->next == b->next || fast.status != JSON_OK); /* an open one has no end */
        if (a->len) {
            assert_memory_equal(a->text, b->text, a->len);
        }
    }
}

static void expect_same(Str document, uint32_t depth)
{
    walk(&fast, json_walk, document, depth);
    walk(&plain, plain_walk, document, depth);
    if (fast.status != plain.status || fast.tape.fault != plain.tape.fault) {
        print_error("document: %.*s\n", (int)document.len, document.ptr);
    }
    assert_int_equal(fast.status, plain.status);
    assert_int_equal(fast.tape.fault, plain.tape.fault);
    if (fast.status != JSON_TAPE_FULL) {
        expect_same_events();
    }
    arena_reset(arena);
}

/* ---- documents ---- */

static const char *const samples[] = {
    "{\"id\":\"P1\",\"liver\":{\"flr\":32.5,\"bilobar\":true},\"ras\":\"mutant\",\"lines\":2,"
    "\"weeks\":\"1 d\",\"list\":[{\"id\":\"2\",\"size\":{\"value\":31,\"unit\":\"mm\"}},{\"c\":{}}]}",
    " {\"id\" :\t\"P2\", \"total\":-9223372036854775808,\r\n \"d\":[{\"dose\":0.5e-3}, []],\"note\":"
    "\"\\u00e4\\n\\ud83d\\ude00\\\\\\\"\\/\" , \"x\":null,\"y\":false}  ",
    "{\"a\":[[[[[{\"b\":[1,2,3,\"\\b\\f\\r\\t\"]}]]]]]}",
    "{\"\xC3\xA4\":\"\xE2\x82\xAC \xF0\x9F\x98\x80\",\"\":\"\",\"z\":[true,false,null,0,-0,1E+9]}",
    "{\"a\":\"0123456789012345678901234567890123456789012345678901234567890123456789\\n\"}",
};

static const char *const pieces[] = {
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\n",
    "\r\n",
    " ",
    "\t",
    "0",
    "01",
    "-",
    ".",
    "e9",
    "1e400",
    "null",
    "true",
    "nul",
    "\"a\"",
    "\"a\":",
    "\xFF",
    "\xC3",
    "\xE2\x80",
    "\\u0000",
    "\\ud800",
    "\\udc00",
    "\\u12",
    "\\x",
    "\x01",
    "\x0c",
    "\x1a",
    "\x7f",
    "\xC0\x80",
    "[]",
    "{}",
    "\"\"",
    "\\\\",
    "\\\"",
    "a\"b\"",
    "\"a\"\"b",
    "\xED\xA0\x80",
    "\xF4\x90\x80\x80",
    "\\ud83d\\ude00",
    "'",
    "/**/",
};

static size_t cut_out(char *text, size_t len)
{
    size_t at = draw((uint32_t)len), size = 1 + draw(6);
    size = size < len - at ? size : len - at;
    memmove(text + at, text + at + size, len - at - size);
    return len - size;
}

static size_t put_in(char *text, size_t len, Str piece)
{
    size_t at = draw((uint32_t)len + 1);
    memmove(text + at + piece.len, text + at, len - at);
    memcpy(text + at, piece.ptr, piece.len);
    return len + piece.len;
}

static size_t damage(char *text, size_t len)
{
    switch (draw(4)) {
    case 0: return len ? cut_out(text, len) : len;
    case 1:
        if (len) {
            text[draw((uint32_t)len)] = (char)draw(256);
        }
        return len;
    default: return put_in(text, len, str_from_c(pieces[draw(sizeof pieces / sizeof *pieces)]));
    }
}

static Str draw_document(char *text)
{
    const char *sample = samples[draw(sizeof samples / sizeof *samples)];
    size_t len = strlen(sample);
    memcpy(text, sample, len);
    for (unsigned times = draw(6); times > 0; times--) {
        len = damage(text, len);
    }
    return (Str){ text, len };
}

/* ---- tests ---- */

static void damaged_documents_read_the_same(void **state)
{
    static char text[MOST_BYTES];
    const char *wanted = getenv("JSON_DOCUMENTS");
    long count = wanted ? atol(wanted) : USUAL_DOCUMENTS, good = 0;
    (void)state;
    for (long i = 0; i < count; i++) {
        expect_same(draw_document(text), 1 + draw(12));
        good += fast.status == JSON_OK;
    }
    assert_true(good > count / 10 && good < count * 9 / 10);
}

static void tokens_alone_read_the_same(void **state)
{
    static char text[MOST_BYTES];
    (void)state;
    for (int i = 0; i < 50000; i++) {
        size_t len = 0;
        for (unsigned times = draw(12); times > 0; times--) {
            len = put_in(text, len, str_from_c(pieces[draw(sizeof pieces / sizeof *pieces)]));
        }
        expect_same((Str){ text, len }, 64);
    }
}

static void every_escaped_unit_reads_the_same(void **state)
{
    static const char digits[] = "0123456789abcDEF";
    char text[] = "{\"a\":\"\\u0000\"}";
    (void)state;
    for (unsigned unit = 0; unit < 0x10000; unit++) {
        for (unsigned i = 0; i < 4; i++) {
            text[8 + i] = digits[unit >> (12 - 4 * i) & 15];
        }
        expect_same(str_from_c(text), 64);
    }
}

static void a_tape_that_is_too_short_says_how_long(void **state)
{
    char text[] = "{\"a\":[1,2]}................................................................";
    JsonEvent events[2];
    JsonTape tape = { .events = events, .capacity = 2 };
    (void)state;
    assert_int_equal(plain_walk(arena, text, 11, 64, &tape), JSON_TAPE_FULL);
    assert_int_equal(tape.count, 9);
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(0);
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_documents_read_the_same),
        cmocka_unit_test(tokens_alone_read_the_same),
        cmocka_unit_test(every_escaped_unit_reads_the_same),
        cmocka_unit_test(a_tape_that_is_too_short_says_how_long),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
