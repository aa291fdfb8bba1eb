/* reply.h - the replies that a fact can have, as far as a program can tell them apart: every value
 * of a yes_no and of an enumeration, of a number one for each interval between the constants that
 * it is held against. */
#ifndef REASON_REPLY_H
#define REASON_REPLY_H
#include "runtime/reason/coding.h"

/* Numbers: lo..hi are all values of the reply, inclusive, on the grid; `value` is one of them, as
 * round as there is one. Of others only `value` counts. */
typedef struct Reply {
    Reg value;
    int64_t lo, hi;
} Reply;
typedef struct Replies {
    Reply *items; /* ascending; values of an enumeration in its order */
    uint32_t count;
    bool whole; /* every value of a reply gives the same answers; else the value itself enters some,
                   and the reply's value is an example */
} Replies;

/* codings: coding_make of the program. The field has a register. A real has none. */
Replies reply_list(Arena *arena, const Program *program, const Coding *codings, uint16_t field);
/* A value of a number's reply that is near to `other`, which lies outside, and is written in few
 * digits. */
int64_t reply_get_nearest(const Reply *reply, uint8_t type, int64_t other);
#endif
