/* stream.h - a descriptor cut into documents: lines, objects over several lines, elements of an
 * array, rows of a CSV file. A line ends with LF, CR or CRLF. Memory stays flat: what is longer
 * than LIMIT_RECORD_BYTES is skipped to its end. */
#ifndef PATIENT_STREAM_H
#define PATIENT_STREAM_H
#include "runtime/patient/json.h"

typedef enum StreamResult {
    STREAM_DOCUMENT,
    STREAM_TOO_LONG,
    STREAM_END,
    STREAM_FAILED
} StreamResult;

/* Where a document ends, found byte by byte; the state survives until more bytes have been read. */
typedef struct Cut {
    size_t depth;          /* open brackets */
    bool in_text, escaped; /* JSON text; a line end closes it: no text goes over a line */
    bool content;          /* something other than white space was seen */
    uint8_t cell;          /* CSV: CellState */
    char separator;        /* CSV: between cells; NUL: any that a table may have */
    bool misplaced;        /* CSV: a quote inside a cell, or something behind a closing quote */
} Cut;

typedef struct Stream {
    Arena *arena;
    int fd;
    char *buffer; /* capacity + JSON_PADDING bytes */
    size_t capacity, start, end;
    bool at_end, failed;
    bool after_return; /* the byte before start is a carriage return: a line feed counts with it */
    char separator;    /* of the rows; NUL until the header has shown it */
    uint64_t line, column; /* of buffer[start]: line from 1, code points before it on its line */
} Stream;

void stream_open(Stream *stream, Arena *arena, int fd);
/* A byte order mark at the very start is not part of the first document. */
void stream_skip_mark(Stream *stream);
/* Past white space: the byte that follows, or -1 at the end or on failure (see failed). */
int stream_peek(Stream *stream);
/* What stands before the first separator or line end: at most 255 bytes, which stay unread. */
Str stream_peek_cell(Stream *stream);
void stream_skip(Stream *stream, size_t size);

StreamResult stream_next_line(Stream *stream, Document *document);
/* Whole lines until no bracket is open. */
StreamResult stream_next_object(Stream *stream, Document *document);
/* Up to a comma or closing bracket of the array around it; *end is that byte, or 0 at the end of
 * the input. */
StreamResult stream_next_element(Stream *stream, Document *document, char *end);
/* A row, quotes honoured; *cut says how it ended. */
StreamResult stream_next_row(Stream *stream, Document *document, Cut *cut);

typedef enum CellState { CELL_START, CELL_PLAIN, CELL_QUOTED, CELL_QUOTE_SEEN } CellState;

/* One byte of a row, as far as quotes and separators go. */
void stream_follow_cell(Cut *cut, char c);

/* Does the first line leave a bracket open that the next lines go on to close? Else each line is a
 * record. */
bool stream_is_over_lines(Stream *stream);
#endif
