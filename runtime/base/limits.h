/* limits.h - every hard maximum of the project and the only reason for it. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H
#include <stdbool.h>
#include <stddef.h>

enum {
    LIMIT_ENUM_VALUES = 64, /* a possible-set is one 64-bit mask */
    LIMIT_EXPR_DEPTH = 200, /* the parser's and walkers' stack stays small */
    LIMIT_JSON_DEPTH = 64,  /* records are three levels deep; deeper is an attack */
    LIMIT_LIST_BOUND =
        1000, /* largest bound a list may declare: the worst case is computed from it */
    LIMIT_REGISTERS = 65536, /* operands are 16 bits */
    LIMIT_REASONS = 64, /* of one advice or `worst of`, also unnamed: a bit each where they hold */
    LIMIT_LISTS = 64,   /* of one record: a set of them is one 64-bit word */
    LIMIT_LOOP_DEPTH =
        2, /* a list word inside a list word; more has no use and squares the bound */
    LIMIT_NATIVE_PARAMETERS = 8, /* arguments of a native function */
    LIMIT_NODES = 400000, /* diagram nodes of one answer, and steps that make them: about 0.2 s
                             (language: "Bound") */
    LIMIT_RECORD_STEPS = 1000000, /* of all answers of one record: about 0.5 s; what is left then is
                                     undecided */
    LIMIT_TERMS = 50000, /* sums, products ... that one answer keeps for comparing: 10 MiB */
    LIMIT_TOLD = 100000, /* missing facts that the undecided answers of one record name: a report of
                            an attack stays readable */
    LIMIT_LABEL = 200,   /* bytes of a label: it stands at every answer about its element */
    LIMIT_TOKEN = 4096,  /* one token of a source */
    LIMIT_DIAGNOSTICS = 100,  /* errors that are shown, and warnings; the others are counted: more
                                 help nobody */
    LIMIT_READ_ERRORS = 2000, /* of one file: it is not read further, for it is no guideline */
    LIMIT_IMPORTS = 256,      /* modules of one program */
    LIMIT_STEPS =
        10000, /* steps of one answer that wait for each other: passes over them recurse */
    LIMIT_INLINED = 20000, /* function calls of one program: a body stands at each call, and nesting
                              multiplies */
    LIMIT_RECORD_VALUES = 1 << 20, /* keys, values and punctuation of one record: the reader's tape
                                      stays under 32 MiB */
    LIMIT_RECORD_PROBLEMS =
        1000 /* problems kept of one record: a report of an attack stays readable */
};
#define LIMIT_SOURCE_BYTES ((size_t)16 << 20)  /* one source file */
#define LIMIT_IMAGE_BYTES ((size_t)64 << 20)   /* one .cgb */
#define LIMIT_MESSAGE_BYTES ((size_t)64 << 20) /* one message of an editor: a source in JSON */
#define LIMIT_RECORD_BYTES \
    ((size_t)8 << 20) /* one patient record: memory stays flat on a 1 GB line */
#define LIMIT_COMPILE_BYTES ((size_t)1 << 30) /* a compilation's arena */
#define LIMIT_RUN_BYTES ((size_t)512 << 20)   /* one patient's arena */
#define LIMIT_INSTRUCTIONS 100000000ull /* worst case of one evaluation, enforced by the loader */

/* a + b and a * b in size_t; false on overflow. */
static inline bool size_add(size_t a, size_t b, size_t *out)
{
    return !__builtin_add_overflow(a, b, out);
}
static inline bool size_mul(size_t a, size_t b, size_t *out)
{
    return !__builtin_mul_overflow(a, b, out);
}
#endif
