/* json.h - one JSON object into a record. */
#ifndef PATIENT_JSON_H
#define PATIENT_JSON_H
#include "runtime/patient/fill.h"

/* A document in a buffer that has JSON_PADDING readable bytes behind it and may be written to. */
typedef struct Document {
    char *text;
    size_t len;
    uint64_t line;   /* of its first byte, from 1 */
    uint64_t column; /* code points before it on its line */
} Document;

typedef struct JsonReader {
    Arena *arena; /* session: holds the tape, which only grows */
    Form *form;
    JsonTape tape;
    uint32_t detour; /* so many records more are read from the tape without a try */
} JsonReader;

void json_open(JsonReader *reader, Arena *arena, Form *form);
/* Walk into reader->tape, which grows as needed. arena: for what the document's texts need. */
JsonStatus json_read_tape(JsonReader *reader, Arena *arena, Document document);
/* A scalar, or a quantity object where the field takes one. *given is set in any case; PROBLEM_NONE
 * if it can be taken. */
ProblemId json_get_given(const JsonTape *tape, const JsonEvent *value, const FieldInfo *field,
                         Given *given);
/* The record is cleared, its line set. False: *error is set and the record is as good as empty. */
bool json_read_record(JsonReader *reader, Document document, Record *record, RecordError *error);

/* An error in the place of a record. offset: of the fault in the document. */
void record_error_set(Arena *arena, RecordError *error, RecordErrorId id, Document document,
                      size_t offset);
/* The error that a failed walk stands for, and the offset of its fault. */
RecordErrorId json_get_error(JsonStatus status);
size_t json_find_fault(JsonStatus status, const JsonTape *tape, Document document);
/* Offset of the first byte that is not valid UTF-8; the length if there is none. */
size_t utf8_find_fault(Str text);
#endif
