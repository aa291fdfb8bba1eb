/* patient.c - the door of the room: which kind of file it is, and one outcome for each record in
 * it. */
#include "runtime/base/limits.h"
#include "runtime/patient/csv.h"
#include "runtime/patient/stream.h"

typedef enum Mode {
    MODE_START, /* nothing read yet */
    MODE_LINES,
    MODE_OBJECTS,
    MODE_ARRAY, /* an element must follow */
    MODE_AFTER_ARRAY,
    MODE_HEADER,
    MODE_ROWS,
    MODE_END
} Mode;

struct PatientReader {
    const Program *program;
    PatientFormat format;
    Mode mode;
    bool first; /* no element of the array has been met */
    Stream stream;
    JsonReader json;
    CsvReader csv;
};

static PatientReader *create_reader(Arena *arena, const Program *program)
{
    PatientReader *reader = ARENA_NEW(arena, PatientReader);
    reader->program = program;
    json_open(&reader->json, arena, form_create(arena, program));
    return reader;
}

PatientReader *patient_open(Arena *session_arena, const Program *program, int fd,
                            PatientFormat format)
{
    PatientReader *reader = create_reader(session_arena, program);
    reader->format = format;
    stream_open(&reader->stream, session_arena, fd);
    csv_open(&reader->csv, session_arena, reader->json.form);
    return reader;
}

void patient_close(PatientReader *reader)
{
    if (reader) {
        reader->mode = MODE_END;
    }
}

/* ---- outcomes ---- */

static PatientNext fail(PatientReader *reader, Record *record, RecordError *error, RecordErrorId id,
                        Document document)
{
    record_error_set(record->arena, error, id, document, 0);
    return PATIENT_ERROR;
}

static PatientNext read_record(PatientReader *reader, Document document, Record *record,
                               RecordError *error)
{
    record->line = document.line;
    return json_read_record(&reader->json, document, record, error) ? PATIENT_RECORD
                                                                    : PATIENT_ERROR;
}

static PatientNext take_result(PatientReader *reader, StreamResult result, Document document,
                               Record *record, RecordError *error)
{
    switch (result) {
    case STREAM_DOCUMENT: return read_record(reader, document, record, error);
    case STREAM_TOO_LONG: return fail(reader, record, error, RECORD_LENGTH, document);
    case STREAM_FAILED: return PATIENT_READ_FAILED;
    case STREAM_END: break;
    }
    reader->mode = MODE_END;
    return PATIENT_END;
}

/* ---- modes ---- */

/* No JSON starts with a name: a table whose first column is a field, or in a group or list, or a
 * line that names the separator. */
static bool is_table(PatientReader *reader, int first)
{
    if (first < 0 || first == '{' || first == '[') {
        return false;
    }
    Str path = stream_peek_cell(&reader->stream);
    if (path.len > 2 && path.ptr[0] == '"' && path.ptr[path.len - 1] == '"') {
        path = (Str){ path.ptr + 1, path.len - 2 };
    }
    if (str_equal(path, STR("sep=")) || str_equal(path, STR("SEP="))) {
        return true;
    }
    Str name = { path.ptr, 0 };
    while (name.len < path.len && path.ptr[name.len] != '.' && path.ptr[name.len] != '[') {
        name.len++;
    }
    return name.len && form_find(reader->json.form->root, name);
}

static Mode choose_mode(PatientReader *reader)
{
    Stream *stream = &reader->stream;
    stream_skip_mark(stream);
    if (reader->format == PATIENT_CSV) {
        return MODE_HEADER;
    }
    if (reader->format == PATIENT_NDJSON) {
        return MODE_LINES;
    }
    int first = stream_peek(stream);
    if (reader->format == PATIENT_AUTO && is_table(reader, first)) {
        return MODE_HEADER;
    }
    if (first == '[') {
        stream_skip(stream, 1);
        reader->first = true;
        return MODE_ARRAY;
    }
    if (reader->format == PATIENT_JSON) {
        return MODE_OBJECTS;
    }
    return first == '{' && stream_is_over_lines(stream) ? MODE_OBJECTS : MODE_LINES;
}

static Document get_here(const Stream *stream)
{
    return (Document){ .line = stream->line, .column = stream->column };
}

/* The input ended inside the array. */
static PatientNext end_array(PatientReader *reader, Record *record, RecordError *error)
{
    if (reader->stream.failed) {
        return PATIENT_READ_FAILED;
    }
    reader->mode = MODE_END;
    return fail(reader, record, error, RECORD_NOT_CLOSED, get_here(&reader->stream));
}

static PatientNext next_of_array(PatientReader *reader, Record *record, RecordError *error)
{
    Document document;
    char end = '\0';
    int c = stream_peek(&reader->stream);
    if (c < 0) {
        return end_array(reader, record, error);
    }
    if (c == ']' && reader->first) {
        stream_skip(&reader->stream, 1);
        reader->mode = MODE_AFTER_ARRAY;
        return patient_next(reader, record, error);
    }
    reader->first = false;
    StreamResult result = stream_next_element(&reader->stream, &document, &end);
    if (end == ']') {
        reader->mode = MODE_AFTER_ARRAY;
    }
    if (result == STREAM_DOCUMENT && document.len == 0) {
        return fail(reader, record, error, RECORD_NO_ELEMENT, document);
    }
    PatientNext next = take_result(reader, result, document, record, error);
    /* A last element that was cut off is one error, not two. */
    if (end == '\0' && next == PATIENT_ERROR) {
        reader->mode = MODE_END;
    }
    return next;
}

static PatientNext next_after_array(PatientReader *reader, Record *record, RecordError *error)
{
    int c = stream_peek(&reader->stream);
    if (reader->stream.failed) {
        return PATIENT_READ_FAILED;
    }
    reader->mode = MODE_END;
    return c < 0 ? PATIENT_END
                 : fail(reader, record, error, RECORD_AFTER_ARRAY, get_here(&reader->stream));
}

void patient_set_decimal_comma(PatientReader *reader, bool decimal_comma)
{
    reader->csv.decimal_comma = decimal_comma;
}

char patient_get_separator(const PatientReader *reader)
{
    return reader->csv.separator;
}

static PatientNext take_header(PatientReader *reader, CsvHeader header, Record *record,
                               RecordError *error)
{
    switch (header) {
    case CSV_SEPARATOR_LINE: reader->mode = MODE_HEADER; break;
    case CSV_HEADER: break;
    case CSV_WRONG: reader->mode = MODE_END; return PATIENT_ERROR;
    case CSV_REFUSED: reader->mode = MODE_END; return PATIENT_REFUSED;
    }
    reader->stream.separator = reader->csv.separator;
    return patient_next(reader, record, error);
}

static PatientNext next_header(PatientReader *reader, Record *record, RecordError *error)
{
    Document document;
    Cut cut;
    StreamResult result = stream_next_row(&reader->stream, &document, &cut);
    reader->mode = MODE_ROWS;
    if (result != STREAM_DOCUMENT) {
        reader->mode = MODE_END;
    }
    if (result != STREAM_DOCUMENT) {
        return take_result(reader, result, document, record, error);
    }
    CsvHeader header = csv_read_header(&reader->csv, document, &cut, record, error);
    return take_header(reader, header, record, error);
}

static PatientNext next_row(PatientReader *reader, Record *record, RecordError *error)
{
    Document document;
    Cut cut;
    StreamResult result = stream_next_row(&reader->stream, &document, &cut);
    if (result != STREAM_DOCUMENT) {
        return take_result(reader, result, document, record, error);
    }
    record->line = document.line;
    return csv_read_row(&reader->csv, document, &cut, record, error) ? PATIENT_RECORD
                                                                     : PATIENT_ERROR;
}

static PatientNext next_of_mode(PatientReader *reader, Record *record, RecordError *error)
{
    Document document;
    StreamResult result;
    switch (reader->mode) {
    case MODE_LINES:
        result = stream_next_line(&reader->stream, &document);
        return take_result(reader, result, document, record, error);
    case MODE_OBJECTS:
        result = stream_next_object(&reader->stream, &document);
        return take_result(reader, result, document, record, error);
    case MODE_ARRAY: return next_of_array(reader, record, error);
    case MODE_AFTER_ARRAY: return next_after_array(reader, record, error);
    case MODE_HEADER: return next_header(reader, record, error);
    case MODE_ROWS: return next_row(reader, record, error);
    default: return PATIENT_END;
    }
}

PatientNext patient_next(PatientReader *reader, Record *record, RecordError *error)
{
    record_clear(record, reader->program);
    if (reader->mode == MODE_START) {
        reader->mode = choose_mode(reader);
    }
    return next_of_mode(reader, record, error);
}

/* ---- bytes ---- */

bool patient_read_bytes(PatientReader *reader, Str json, Record *record, RecordError *error)
{
    record_clear(record, reader->program);
    Document document = { .len = json.len, .line = 1 };
    if (json.len > LIMIT_RECORD_BYTES) {
        fail(reader, record, error, RECORD_LENGTH, document);
        return false;
    }
    document.text = arena_alloc(record->arena, json.len + JSON_PADDING);
    if (json.len) {
        memcpy(document.text, json.ptr, json.len);
    }
    return read_record(reader, document, record, error) == PATIENT_RECORD;
}

bool patient_read_json(Arena *session_arena, const Program *program, Str json, Record *record,
                       RecordError *error)
{
    return patient_read_bytes(create_reader(session_arena, program), json, record, error);
}
