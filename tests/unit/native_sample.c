/* native_sample.c - native functions for native_test.c, which compiles this as a library of its
 * own; and the example of how one is written. */
#include "runtime/cgl_native.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define EXPORT CGL_NATIVE_API

EXPORT int64_t sample_add(int64_t a, int64_t b);
EXPORT double sample_mix(double weight, int64_t age, int female);
EXPORT int sample_not(int a);
EXPORT int sample_choice(int64_t a);
EXPORT int64_t sample_later(int64_t day, int64_t count);
EXPORT double sample_ratio(double a, double b);
EXPORT double sample_real(double a);
EXPORT int64_t sample_crash(int64_t a);
EXPORT int sample_constant(void);
EXPORT int64_t sample_meddle(int64_t a);

int64_t sample_add(int64_t a, int64_t b)
{
    return a + b;
}
double sample_mix(double weight, int64_t age, int female)
{
    return weight * 2 + (double)age + (female ? 0.5 : 0);
}
int sample_not(int a)
{
    return !a;
}
int sample_choice(int64_t a)
{
    return (int)a;
} /* may be no value of the enumeration */
int64_t sample_later(int64_t day, int64_t count)
{
    return day + count;
}
double sample_ratio(double a, double b)
{
    return a / b;
}
double sample_real(double a)
{
    return a / 3;
}
int sample_constant(void)
{
    return 1;
}

int64_t sample_crash(int64_t a)
{
    if (a == 1) {
        abort();
    }
    if (a == 2) {
        *(volatile int *)16 = 0;
    }
    if (a == 3) {
        _Exit(0);
    }
    return a;
}

#ifdef TALKATIVE
/* What a library may do when it comes and goes. */
static __attribute__((constructor)) void come(void)
{
    char byte;
    printf("native greeting\n");
    fprintf(stderr, "native warning\n");
    if (read(0, &byte, 1) > 0) {
        printf("native theft\n");
    }
}
static __attribute__((destructor)) void go(void)
{
    printf("native farewell\n");
    fflush(stdout);
}
#endif

/* What no function should do, by number. */
int64_t sample_meddle(int64_t a)
{
    char bytes[600] = "out of turn";
    switch (a) {
    case 1:
        printf("native output\n");
        fflush(stdout);
        break;
    case 2: fprintf(stderr, "native complaint\n"); break;
    case 3: return read(0, bytes, sizeof bytes); /* 0: there is nothing to be read */
    case 40: pause(); break;
    default: break;
    }
    /* Every descriptor there may be: one is the socket of the worker. */
    for (int fd = 3; (a == 5 || a == 6) && fd < 64; fd++) {
        send(fd, bytes, a == 5 ? 11 : sizeof bytes, MSG_DONTWAIT | MSG_NOSIGNAL);
    }
    return a;
}

#ifndef NO_MANIFEST
CGL_NATIVE_API const CglNativeManifest cgl_native_manifest[] = {
#ifdef WRONG_TYPES
    { "add", "sample_add", 'i', "id" },
#elif defined(WRONG_COUNT)
    { "add", "sample_add", 'i', "i" },
#elif defined(WRONG_RESULT)
    { "add", "sample_add", 'd', "ii" },
#elif defined(WRONG_SYMBOL)
    { "add", "sample_mix", 'i', "ii" },
#elif !defined(LACKS_ONE)
    { "add", "sample_add", 'i', "ii" },
#endif
    { "mix", "sample_mix", 'd', "dib" },     { "not", "sample_not", 'b', "b" },
    { "choice", "sample_choice", 'e', "i" }, { "later", "sample_later", 't', "ti" },
    { "ratio", "sample_ratio", 'd', "dd" },  { "real", "sample_real", 'r', "r" },
    { "crash", "sample_crash", 'i', "i" },   { "constant", "sample_constant", 'b', "" },
    { "meddle", "sample_meddle", 'i', "i" }, { NULL, NULL, 0, NULL },
};
#endif
