/* claim.h - what must hold, said in code and checked while it runs.
 *
 * A claim is never about input: what a file, a record or an author can get wrong is refused with a
 * message. It is about us. A claim that does not hold is a fault of the program, and going on would
 * turn it into a wrong answer somewhere else.
 *
 *     CLAIM(run->depth > 0, "An accumulator stands inside a loop.");
 *
 * The sentence says what holds, in the present tense, so that it also serves as the comment. */
#ifndef BASE_CLAIM_H
#define BASE_CLAIM_H
#include "runtime/base/str.h"

/* Exit code of a program that found a fault of its own (docs/cli.md). */
enum { CLAIM_EXIT = 70 };

#ifdef CGL_DEBUG
enum { CLAIMS_ARE_CHECKED = 1 };
#else
enum { CLAIMS_ARE_CHECKED = 0 };
#endif

/* Checked in debug, sanitizer, fuzz and coverage builds. A release build compiles the condition and
 * does not evaluate it: it must have no effect of its own. */
#ifdef CGL_DEBUG
#define CLAIM(condition, sentence) CLAIM_ALWAYS(condition, sentence)
#else
#define CLAIM(condition, sentence) ((void)sizeof((condition) ? 1 : 0), (void)sizeof("" sentence))
#endif

/* Checked in every build: for places where memory would be read or written out of bounds. */
#define CLAIM_ALWAYS(condition, sentence)                                                        \
    (__builtin_expect(!(condition), 0) ? claim_fail(__FILE__, (unsigned)__LINE__, STR(sentence)) \
                                       : (void)0)

/* For `default:` over a closed set, and the end of a function that always returns earlier. A
 * release build goes on there. */
#define CLAIM_NEVER(sentence) CLAIM(false, sentence)

/* Writes "internal error", the sentence and its place to standard error. Then aborts where claims
 * are checked, so that a debugger or a fuzzer stops there; elsewhere ends the process with
 * CLAIM_EXIT and without writing anything that is still buffered. */
_Noreturn void claim_fail(const char *file, unsigned line, Str sentence);
#endif
