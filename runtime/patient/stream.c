/* stream.c - reading in large chunks, cutting into documents. */
#include "runtime/patient/stream.h"
#include "runtime/base/limits.h"

#define CHUNK ((size_t)256 << 10)
#define PIECE ((size_t)1 << 10)
/* Room for the longest document and for the byte that ends it. */
#define LARGEST_BUFFER (LIMIT_RECORD_BYTES + CHUNK)

void stream_open(Stream *stream, Arena *arena, int fd)
{
    *stream = (Stream){ .arena = arena, .fd = fd, .line = 1 };
}

static size_t get_pending(const Stream *stream)
{
    return stream->end - stream->start;
}

static size_t get_larger(size_t capacity)
{
    if (capacity == 0) {
        return CHUNK;
    }
    return capacity * 2 < LIMIT_RECORD_BYTES ? capacity * 2 : LARGEST_BUFFER;
}

/* The old buffer stays in the arena: all of them together are not larger than the last. */
static void make_room(Stream *stream)
{
    if (stream->end < stream->capacity) {
        return;
    }
    size_t capacity = stream->capacity, pending = get_pending(stream);
    char *target = stream->buffer;
    if (stream->start <= capacity / 2 && capacity < LARGEST_BUFFER) {
        capacity = get_larger(capacity);
        target = arena_alloc(stream->arena, capacity + JSON_PADDING);
    }
    if (pending) {
        memmove(target, stream->buffer + stream->start, pending);
    }
    stream->buffer = target;
    stream->capacity = capacity;
    stream->start = 0;
    stream->end = pending;
}

static bool read_more(Stream *stream)
{
    if (stream->at_end || stream->failed) {
        return false;
    }
    make_room(stream);
    ssize_t got =
        io_read_some(stream->fd, stream->buffer + stream->end, stream->capacity - stream->end);
    stream->failed = got < 0;
    stream->at_end = got == 0;
    if (got > 0) {
        stream->end += (size_t)got;
    }
    return got > 0;
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* The first line feed or carriage return; NULL if there is none. In pieces: a text without the one
 * must not be searched to its end for each of the other. */
static const char *find_line_break(const char *at, const char *end)
{
    for (; at < end; at += PIECE) {
        size_t size = (size_t)(end - at) < PIECE ? (size_t)(end - at) : PIECE;
        const char *feed = memchr(at, '\n', size);
        const char *carriage = memchr(at, '\r', feed ? (size_t)(feed - at) : size);
        if (feed || carriage) {
            return carriage ? carriage : feed;
        }
        if (size < PIECE) {
            break;
        }
    }
    return NULL;
}

/* A line ends with LF, CR or both. The second half of a CRLF may be skipped later than the first.
 */
void stream_skip(Stream *stream, size_t size)
{
    if (size == 0) {
        return;
    }
    const char *at = stream->buffer + stream->start, *end = at + size;
    const char *line_end;
    at += stream->after_return && *at == '\n';
    while ((line_end = find_line_break(at, end))) {
        stream->line++;
        stream->column = 0;
        at = line_end + 1;
        at += *line_end == '\r' && at < end && *at == '\n';
    }
    stream->after_return = end[-1] == '\r';
    for (; at < end; at++) {
        stream->column += ((unsigned char)*at & 0xC0) != 0x80;
    }
    stream->start += size;
}

void stream_skip_mark(Stream *stream)
{
    while (get_pending(stream) < 3 && read_more(stream))
        ;
    if (get_pending(stream) >= 3 &&
        memcmp(stream->buffer + stream->start, "\xEF\xBB\xBF", 3) == 0) {
        stream->start += 3;
    }
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

int stream_peek(Stream *stream)
{
    do {
        size_t blanks = 0;
        while (blanks < get_pending(stream) && is_blank(stream->buffer[stream->start + blanks])) {
            blanks++;
        }
        stream_skip(stream, blanks);
        if (get_pending(stream)) {
            return (unsigned char)stream->buffer[stream->start];
        }
    } while (read_more(stream));
    return -1;
}

Str stream_peek_cell(Stream *stream)
{
    size_t len = 0;
    while (len < 255 && (len < get_pending(stream) || read_more(stream))) {
        char c = stream->buffer[stream->start + len];
        if (c == ',' || c == ';' || c == '\t' || is_line_end(c)) {
            break;
        }
        len++;
    }
    return len ? (Str){ stream->buffer + stream->start, len } : STR_NONE;
}

/* ---- where a document ends ---- */

/* Returns the offset of the byte that ends the document, or size. */
typedef size_t (*FindEnd)(Cut *cut, const char *text, size_t from, size_t size);

static size_t find_line_end(Cut *cut, const char *text, size_t from, size_t size)
{
    const char *found = find_line_break(text + from, text + size);
    return found ? (size_t)(found - text) : size;
}

/* One byte of JSON, as far as brackets and texts go. */
static void follow_json(Cut *cut, char c)
{
    if (cut->escaped) {
        cut->escaped = false;
    } else if (cut->in_text) {
        cut->escaped = c == '\\';
        cut->in_text = c != '"';
    } else if (c == '"') {
        cut->in_text = true;
    } else if (c == '{' || c == '[') {
        cut->depth++;
    } else if (c == '}' || c == ']') {
        cut->depth -= cut->depth > 0;
    }
    if (is_line_end(c)) {
        cut->in_text = cut->escaped = false;
    }
}

static size_t find_object_end(Cut *cut, const char *text, size_t from, size_t size)
{
    for (size_t i = from; i < size; i++) {
        follow_json(cut, text[i]);
        cut->content |= !is_blank(text[i]);
        if (is_line_end(text[i]) && cut->depth == 0 && cut->content) {
            return i;
        }
    }
    return size;
}

static size_t find_element_end(Cut *cut, const char *text, size_t from, size_t size)
{
    for (size_t i = from; i < size; i++) {
        if (!cut->in_text && cut->depth == 0 && (text[i] == ',' || text[i] == ']')) {
            return i;
        }
        follow_json(cut, text[i]);
    }
    return size;
}

/* Until the header has shown which one it is, all three are. */
static inline bool is_separator(const Cut *cut, char c)
{
    return cut->separator ? c == cut->separator : c == ',' || c == ';' || c == '\t';
}

void stream_follow_cell(Cut *cut, char c)
{
    bool ends = is_separator(cut, c);
    switch ((CellState)cut->cell) {
    case CELL_QUOTED: cut->cell = c == '"' ? CELL_QUOTE_SEEN : CELL_QUOTED; return;
    case CELL_QUOTE_SEEN:
        if (c == '"') {
            cut->cell = CELL_QUOTED;
            return;
        }
        cut->misplaced |= !ends;
        break;
    case CELL_START:
        if (c == '"') {
            cut->cell = CELL_QUOTED;
            return;
        }
        break;
    case CELL_PLAIN: cut->misplaced |= c == '"'; break;
    }
    cut->cell = ends ? CELL_START : CELL_PLAIN;
}

static size_t find_row_end(Cut *cut, const char *text, size_t from, size_t size)
{
    for (size_t i = from; i < size; i++) {
        if (is_line_end(text[i]) && cut->cell != CELL_QUOTED) {
            return i;
        }
        stream_follow_cell(cut, text[i]);
    }
    return size;
}

/* ---- documents ---- */

/* Skips what is too long in pieces, so that it is never held. */
static StreamResult next_document(Stream *stream, FindEnd find_end, Cut *cut, Document *document)
{
    bool too_long = false;
    size_t scanned = 0;
    *document = (Document){ .line = stream->line, .column = stream->column };
    for (;;) {
        size_t size = get_pending(stream);
        const char *text = stream->buffer + stream->start;
        size_t end = scanned < size ? find_end(cut, text, scanned, size) : size;
        bool found = end < size;
        if (!found && size > LIMIT_RECORD_BYTES) {
            too_long = true;
            stream_skip(stream, size);
            size = end = 0;
        }
        scanned = end;
        if (!found && read_more(stream)) {
            continue;
        }
        if (stream->failed && !found) {
            return STREAM_FAILED;
        }
        if (!found && end == 0 && !too_long) {
            return STREAM_END;
        }
        document->text = stream->buffer + stream->start;
        document->len = end;
        return too_long || end > LIMIT_RECORD_BYTES ? STREAM_TOO_LONG : STREAM_DOCUMENT;
    }
}

/* Past the document and the byte that ended it. The bytes stay until the next call. */
static char pass_document(Stream *stream, const Document *document)
{
    bool ended = get_pending(stream) > document->len;
    char end = ended ? stream->buffer[stream->start + document->len] : '\0';
    stream_skip(stream, document->len + ended);
    return end;
}

static StreamResult next_with(Stream *stream, FindEnd find_end, Cut *cut, Document *document,
                              char *end)
{
    StreamResult result = next_document(stream, find_end, cut, document);
    if (result == STREAM_DOCUMENT || result == STREAM_TOO_LONG) {
        *end = pass_document(stream, document);
    }
    return result;
}

static bool is_blank_document(const Document *document)
{
    size_t i = 0;
    while (i < document->len && is_blank(document->text[i])) {
        i++;
    }
    return i == document->len;
}

/* Blank lines are no documents; nor is the nothing between the halves of a CRLF. */
StreamResult stream_next_line(Stream *stream, Document *document)
{
    char end;
    StreamResult result;
    do {
        Cut cut = { 0 };
        result = next_with(stream, find_line_end, &cut, document, &end);
    } while (result == STREAM_DOCUMENT && is_blank_document(document));
    return result;
}

StreamResult stream_next_object(Stream *stream, Document *document)
{
    char end;
    Cut cut = { 0 };
    if (stream_peek(stream) < 0) {
        return stream->failed ? STREAM_FAILED : STREAM_END;
    }
    return next_with(stream, find_object_end, &cut, document, &end);
}

StreamResult stream_next_element(Stream *stream, Document *document, char *end)
{
    Cut cut = { 0 };
    stream_peek(stream);
    return next_with(stream, find_element_end, &cut, document, end);
}

/* Cells without anything in them are a row all the same, tabs between them included. */
static bool is_blank_row(const Document *document, char separator)
{
    return is_blank_document(document) && (separator != '\t' || document->len == 0 ||
                                           !memchr(document->text, '\t', document->len));
}

StreamResult stream_next_row(Stream *stream, Document *document, Cut *cut)
{
    char end;
    StreamResult result;
    do {
        *cut = (Cut){ .separator = stream->separator };
        result = next_with(stream, find_row_end, cut, document, &end);
    } while (result == STREAM_DOCUMENT && is_blank_row(document, stream->separator));
    return result;
}

/* ---- one object over lines, or a line each? ---- */

/* The line that starts at `from`: its end, read as far as the buffer may hold it. */
static size_t look_at_line(Stream *stream, size_t from, Cut *cut)
{
    size_t scanned = from;
    for (;;) {
        size_t size = get_pending(stream);
        const char *text = stream->buffer + stream->start;
        for (; scanned < size && !is_line_end(text[scanned]); scanned++) {
            follow_json(cut, text[scanned]);
            cut->content |= !is_blank(text[scanned]);
        }
        if (scanned < size || size > LIMIT_RECORD_BYTES || !read_more(stream)) {
            return scanned;
        }
    }
}

/* Where the line behind the line end at `end` starts. */
static size_t step_over_line_end(Stream *stream, size_t end)
{
    size_t next = end + 1;
    bool carriage = stream->buffer[stream->start + end] == '\r';
    if (carriage && (next < get_pending(stream) || read_more(stream))) {
        next += stream->buffer[stream->start + next] == '\n';
    }
    return next;
}

/* A first line that was cut off also leaves a bracket open. But then it may end inside a text, and
 * the line after it is a whole object. */
bool stream_is_over_lines(Stream *stream)
{
    Cut first = { 0 }, second = { 0 };
    size_t end = look_at_line(stream, 0, &first);
    if (first.depth == 0 || first.in_text) {
        return false;
    }
    if (end >= get_pending(stream)) {
        return true;
    }
    size_t start = step_over_line_end(stream, end);
    size_t next = look_at_line(stream, start, &second);
    const char *text = stream->buffer + stream->start;
    while (next > start && is_blank(text[next - 1])) {
        next--;
    }
    bool whole = second.content && second.depth == 0 && text[start] == '{' && text[next - 1] == '}';
    return !whole;
}
