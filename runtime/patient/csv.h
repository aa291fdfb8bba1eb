/* csv.h - a row of a table into a record: RFC 4180 with commas, semicolons or tabs, the header's
 * names are paths ("lesions[1].size"). An empty cell is a key that is not there. */
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
    uint32_t element; /* as the header numbers it, from 0; may be beyond the list's bound */
    uint32_t number;  /* which of CsvList.numbers that is */
    Str name;         /* the header's, or the part behind "lesions[1]." */
} CsvColumn;

/* Where an element of the current row stands in the record, until that is known. */
#define ROW_EMPTY UINT32_MAX
#define ROW_FILLED (UINT32_MAX - 1)

typedef struct CsvList {
    VEC(uint32_t) numbers; /* elements that have columns, ascending */
    uint32_t *places;      /* of each in the current row: its index among the listed */
    uint32_t count;        /* listed elements of the current row */
} CsvList;

typedef struct CsvReader {
    Arena *arena; /* session */
    Form *form;
    CsvColumn *columns;
    Str *cells;
    CsvList *lists; /* per list of the program */
    uint32_t column_count;
    char separator;     /* NUL until it is known */
    bool decimal_comma; /* numbers are written "37,8" */
} CsvReader;

typedef enum CsvHeader {
    CSV_HEADER,
    CSV_SEPARATOR_LINE, /* it was "sep=;": the header follows */
    CSV_WRONG,          /* not a header of a table; *error says why */
    CSV_REFUSED         /* a table of something else: none of its columns is a field */
} CsvHeader;

void csv_open(CsvReader *reader, Arena *arena, Form *form);
CsvHeader csv_read_header(CsvReader *reader, Document document, const Cut *cut, Record *record,
                          RecordError *error);
bool csv_read_row(CsvReader *reader, Document document, const Cut *cut, Record *record,
                  RecordError *error);

/* ---- for header and rows ---- */

/* The next cell, unquoted in place; *at moves behind its separator. The quotes are well placed. */
Str csv_next_cell(Document document, char separator, size_t *at);
/* False: the row cannot be read as a whole, *error says why. */
bool csv_check_row(Document document, const Cut *cut, Record *record, RecordError *error);

static inline bool csv_is_in_list(const CsvColumn *column)
{
    return column->kind == COLUMN_ELEMENT || column->kind == COLUMN_UNKNOWN_ELEMENT;
}
#endif
