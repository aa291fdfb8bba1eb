/* patient.h - records of people into the slots of a program: JSON object, JSON array, NDJSON, CSV.
 * Streaming: memory does not grow with the file. One record in, one outcome out, always, in order.
 */
#ifndef PATIENT_PATIENT_H
#define PATIENT_PATIENT_H
#include "runtime/base/io.h"
#include "runtime/bytecode/record.h"

typedef enum PatientFormat {
    PATIENT_AUTO,
    PATIENT_JSON,
    PATIENT_NDJSON,
    PATIENT_CSV
} PatientFormat;

typedef struct RecordError { /* a record that cannot be read at all */
    uint64_t line;
    Str code, message,
        at;      /* code as in problems.def: "R001"; at: "column 17" or a path; no values */
    Str patient; /* its key if it could be read, else ptr NULL */
} RecordError;

typedef enum PatientNext {
    PATIENT_RECORD,
    PATIENT_ERROR,
    PATIENT_END,
    PATIENT_READ_FAILED,
    PATIENT_REFUSED /* a table none of whose columns is a field; *error names them. Then the end */
} PatientNext;

typedef struct PatientReader PatientReader;
/* fd stays the caller's. AUTO: by the first non-blank byte ('[' array, '{' NDJSON or one object
 * over lines), CSV if a field's path stands there. */
PatientReader *patient_open(Arena *session_arena, const Program *program, int fd,
                            PatientFormat format);
/* The next record into *record (cleared first), or the error in its place. */
PatientNext patient_next(PatientReader *reader, Record *record, RecordError *error);
/* One JSON object given as bytes (API, tests). False: *error is set. */
bool patient_read_json(Arena *session_arena, const Program *program, Str json, Record *record,
                       RecordError *error);
/* The same with a reader's prepared tables: for many records, as the session does not grow. The
 * reader's fd is not touched. */
bool patient_read_bytes(PatientReader *reader, Str json, Record *record, RecordError *error);
/* Before the first record: the numbers of a table have decimal commas. */
void patient_set_decimal_comma(PatientReader *reader, bool decimal_comma);
/* Of a table, as soon as a record was read: comma, semicolon or tab; else NUL. */
char patient_get_separator(const PatientReader *reader);
void patient_close(PatientReader *reader);

/* Policies: NAME=VALUE from the command line, and a policy file (one JSON object). On success the
 * gap's slot is stored in the policy set; false and *why otherwise. */
typedef struct PolicySet {
    uint16_t count;
    uint16_t *fields;
    Reg *values;
    Rat *exact;
    bool *off_grid;
} PolicySet;
bool policy_set_text(Arena *arena, const Program *program, PolicySet *set, Str name, Str value,
                     Str *why);
bool policy_set_json(Arena *arena, const Program *program, PolicySet *set, Str json, Str *why);
/* More's values take the place of the set's. */
void policy_add_all(Arena *arena, PolicySet *set, const PolicySet *more);
bool policy_is_set(const PolicySet *set, uint16_t field);
/* Put the set into a cleared record. */
void policy_apply(const PolicySet *set, const Program *program, Record *record);
#endif
