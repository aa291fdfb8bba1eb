/* csv.h - a row of a table into a record: RFC 4180, the header's names are paths
 * ("lesions[1].size"). An empty cell is a key that is not there. */
#ifndef PATIENT_CSV_H
#define PATIENT_CSV_H
#include "runtime/patient/stream.h"

typedef enum ColumnKind {
    COLUMN_FIELD,   /* of the patient */
    COLUMN_ELEMENT, /* of an element of a list */
    COLUMN_LIST,    /* the list itself: "[]" says that it is empty */
    COLUMN_UNKNOWN,
    COLUMN_UNKNOWN_ELEMENT /* no field, but its element is there */
} ColumnKind;

typedef struct CsvColumn {
    uint8_t kind; /* ColumnKind */
    uint16_t field, list;
    uint32_t element; /* from 0; may be beyond the list's bound */
    Str name;         /* the header's, or the part behind "lesions[1]." */
} CsvColumn;

typedef struct CsvReader {
    Arena *arena; /* session */
    Form *form;
    CsvColumn *columns;
    Str *cells;
    uint32_t *counts; /* per list: elements of the current row */
    uint32_t column_count;
} CsvReader;

void csv_open(CsvReader *reader, Arena *arena, Form *form);
/* False: the file is refused, *error says why. */
bool csv_read_header(CsvReader *reader, Document document, const Cut *cut, Record *record,
                     RecordError *error);
bool csv_read_row(CsvReader *reader, Document document, const Cut *cut, Record *record,
                  RecordError *error);
#endif
