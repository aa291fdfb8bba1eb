/* wire.h - messages of the protocol on a pair of descriptors: "Content-Length: N", an empty line, N
 * bytes. */
#ifndef LSP_WIRE_H
#define LSP_WIRE_H
#include "runtime/base/str.h"

typedef enum WireStatus {
    WIRE_MESSAGE, /* a whole one */
    WIRE_NONE,    /* none is there yet */
    WIRE_BAD,     /* bytes that are no message; reading goes on behind them */
    WIRE_LOST     /* a message of a size that is not served: nobody knows what follows */
} WireStatus;

typedef struct Wire {
    Arena *arena; /* the wire's own */
    int in, out;
    char *bytes; /* what has been read and not taken: from `at` to `len` */
    size_t at, len, capacity;
    bool ended; /* the client went away */
} Wire;

/* Takes a message out of what has been read. *body is good until the next wire_read. */
WireStatus wire_take(Wire *wire, Str *body);
/* Waits so many milliseconds (-1: for ever, 0: not at all) for bytes and reads them; false if none
 * came. */
bool wire_read(Wire *wire, int patience);
/* A client that went away ends the wire. */
void wire_send(Wire *wire, Arena *scratch, Str body);
#endif
