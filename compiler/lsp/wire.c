/* wire.c - bytes to messages and back. */
#include "compiler/lsp/wire.h"
#include "runtime/base/io.h"
#include "runtime/base/limits.h"

#include <poll.h>
#include <string.h>

enum { READ_SIZE = 1 << 16, MOST_HEADER = 1 << 12 };

/* ---- reading ---- */

/* What was taken leaves; what is left moves to the front. */
static void make_room(Wire *wire)
{
    if (wire->at == wire->len) {
        wire->at = wire->len = 0;
    } else if (wire->at > 0) {
        memmove(wire->bytes, wire->bytes + wire->at, wire->len - wire->at);
        wire->len -= wire->at;
        wire->at = 0;
    }
    if (wire->capacity - wire->len >= READ_SIZE) {
        return;
    }
    size_t larger = wire->capacity * 2 + READ_SIZE;
    wire->bytes = arena_grow(wire->arena, wire->bytes, wire->capacity, larger);
    wire->capacity = larger;
}

bool wire_read(Wire *wire, int patience)
{
    struct pollfd poller = { .fd = wire->in, .events = POLLIN };
    if (wire->ended || (patience >= 0 && poll(&poller, 1, patience) <= 0)) {
        return false;
    }
    make_room(wire);
    ssize_t got = io_read_some(wire->in, wire->bytes + wire->len, READ_SIZE);
    wire->ended = got <= 0;
    wire->len += got > 0 ? (size_t)got : 0;
    return got > 0;
}

/* ---- one message ---- */

static bool is_name(Str line, const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = i < line.len ? line.ptr[i] : '\0';
        c = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        if (c != name[i]) {
            return false;
        }
    }
    return true;
}

/* The number behind the colon; false if it is none, or larger than what is served. */
static bool read_length(Str text, size_t *length)
{
    size_t at = 0, value = 0, digits = 0;
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t')) {
        at++;
    }
    for (; at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9'; at++, digits++) {
        value = value * 10 + (size_t)(text.ptr[at] - '0');
        if (value > LIMIT_MESSAGE_BYTES) {
            return false;
        }
    }
    *length = value;
    return digits > 0;
}

/* The header: lines up to an empty one. Bytes of it, or 0 where its end has not come. */
static size_t measure_header(Str text)
{
    const char *end = memmem(text.ptr, text.len, "\r\n\r\n", 4);
    return end ? (size_t)(end - text.ptr) + 4 : 0;
}

static WireStatus read_header(Str header, size_t *length)
{
    static const char name[] = "content-length:";
    Str line;
    WireStatus status = WIRE_BAD;
    while (str_take_line(&header, &line)) {
        if (is_name(line, name, sizeof name - 1)) {
            Str rest = { line.ptr + sizeof name - 1, line.len - (sizeof name - 1) };
            status = read_length(rest, length) ? WIRE_MESSAGE : WIRE_LOST;
        }
    }
    return status;
}

WireStatus wire_take(Wire *wire, Str *body)
{
    Str rest = { wire->bytes + wire->at, wire->len - wire->at };
    size_t header = rest.len ? measure_header(rest) : 0, length = 0;
    if (!header) {
        bool endless = rest.len > MOST_HEADER;
        wire->at += endless ? rest.len : 0;
        return endless ? WIRE_BAD : WIRE_NONE;
    }
    WireStatus status = read_header((Str){ rest.ptr, header }, &length);
    if (status != WIRE_MESSAGE) {
        wire->at += header;
        return status;
    }
    if (rest.len - header < length) {
        return WIRE_NONE;
    }
    *body = (Str){ rest.ptr + header, length };
    wire->at += header + length;
    return WIRE_MESSAGE;
}

/* ---- writing ---- */

void wire_send(Wire *wire, Arena *scratch, Str body)
{
    StrBuf header = { .arena = scratch };
    buf_add_format(&header, "Content-Length: %lld\r\n\r\n", (int64_t)body.len);
    bool sent = io_write_all(wire->out, buf_get(&header)) == IO_OK &&
                io_write_all(wire->out, body) == IO_OK;
    wire->ended = wire->ended || !sent;
}
