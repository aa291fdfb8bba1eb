/* claim.c - the last words of a process that found a fault of its own. */
#include "runtime/base/claim.h"
#include "runtime/base/hooks.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LAST_WORDS = 1024 };

/* No arena: this may be what is broken. */
typedef struct Words {
    char bytes[LAST_WORDS];
    size_t count;
} Words;

static void say(Words *words, Str text)
{
    size_t room = sizeof words->bytes - words->count;
    size_t size = text.len < room ? text.len : room;
    memcpy(words->bytes + words->count, text.ptr, size);
    words->count += size;
}

static void say_number(Words *words, unsigned number)
{
    char digits[3 * sizeof number];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    say(words, (Str){ digits + at, sizeof digits - at });
}

_Noreturn void claim_fail(const char *file, unsigned line, Str sentence)
{
    Words words = { .count = 0 };
    say(&words, STR("internal error: this does not hold: "));
    say(&words, sentence);
    say(&words, STR(" ("));
    say(&words, (Str){ file, strlen(file) });
    say(&words, STR(":"));
    say_number(&words, line);
    say(&words, STR(")\n"));
    ssize_t written = hooks.write(2, words.bytes, words.count);
    (void)written;
    if (CLAIMS_ARE_CHECKED) {
        abort();
    }
    _exit(CLAIM_EXIT);
}
