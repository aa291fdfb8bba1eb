/* record.h - one patient in the shape that a program reads: what patient readers fill and engines
 * read. */
#ifndef BYTECODE_RECORD_H
#define BYTECODE_RECORD_H
#include "runtime/bytecode/program.h"
#include "runtime/base/vec.h"

typedef enum FactState {
    FACT_MISSING, /* absent or null */
    FACT_FAULTY,  /* present, not usable: a problem was noted. Counts as missing */
    FACT_KNOWN,
    FACT_OFF_GRID, /* known; the exact value is in Record.off_grid */
    FACT_IN_PART   /* a partial date: an interval of days */
} FactState;
static inline bool fact_is_missing(uint8_t state)
{
    return state <= FACT_FAULTY;
}

typedef struct OffGrid {
    uint16_t field;   /* field index */
    uint16_t element; /* of an element field, from 0 */
    Rat exact;
} OffGrid;

typedef enum ProblemSubject { PROBLEM_OF_PLACE, PROBLEM_OF_FIELD, PROBLEM_OF_LIST } ProblemSubject;

/* Problems in the data. Codes: problems.def in runtime/patient; text without values. */
typedef struct Problem {
    const char *code; /* "P003" */
    Str at;           /* path: "lesions[1].size" */
    Str message;      /* never holds a value of the record */
    Str shown;        /* the faulty text, printed only under --show-values */
    uint32_t line;    /* of the source, where an operation failed; 0: none */
    uint64_t
        order; /* place in the schema: problems are listed by it, whatever the order of the keys */
    uint8_t subject; /* ProblemSubject */
    uint16_t index;  /* of the field or list in the program, if that is the subject */
} Problem;

typedef struct ListRecord {
    uint8_t state;    /* FACT_MISSING, FACT_FAULTY or FACT_KNOWN */
    bool partial;     /* the record says that it is not complete */
    bool unsaid;      /* a table with columns for more elements: complete only if a clause of the
                         schema says so */
    uint16_t count;   /* listed elements */
    uint16_t touched; /* rows before it may hold something though they are not listed (any more) */
    uint16_t hidden_least, hidden_most; /* further elements that may exist: 0,0 if the list is
                                           complete. From bound, counted_by and largest_by */
    Reg *rows;       /* count x used_fields, row-major; a missing field holds its declared range */
    uint8_t *states; /* same shape: FactState */
    Str *keys;       /* count: the element's label, else its index from 1 as text */
    Reg *blank;      /* used_fields: the row of an element of which nothing is known */
} ListRecord;

typedef struct Record {
    Arena *arena; /* run arena */
    Reg *slots;   /* window_first - slot_first registers; a missing one holds its declared range */
    uint8_t *states;   /* same: FactState. A set policy is FACT_KNOWN */
    ListRecord *lists; /* list_count; unused lists are validated, not stored */
    Str key;           /* patient label, ptr NULL if none */
    VEC(OffGrid) off_grid;
    VEC(Problem) problems;
    uint64_t line; /* where the record started in its file, from 1 */
    Reg *blank;    /* the slots of an empty record */
} Record;

/* All missing: ranges in place, lists absent (hidden 0..most). Sizes rows for the program's bounds.
 * The record's memory is allocated once; record_clear makes it empty for the next patient. */
Record *record_create(Arena *session_arena, Arena *run_arena, const Program *program);
void record_clear(Record *record, const Program *program);
/* Declared range of a field as a register. */
Reg field_get_unknown(const Program *program, const FieldInfo *field);
/* Set hidden_least/most of every list from complete unless / counted by / largest by; called by
 * readers after the last field. */
void record_finish(Record *record, const Program *program);
/* The same patient once more, to be changed. Both are of the program; `to` was cleared or was a
 * copy before. Texts and problems stay those of `from` and live as long. */
void record_copy(Record *to, const Record *from, const Program *program);
/* Another value of a fact, or none; of a list (field NO_INDEX) only none. The fact has a register,
 * and its element is listed. Afterwards record_finish_again. */
void record_put(Record *record, const Program *program, uint16_t field, uint16_t element, Reg value,
                uint8_t state);
void record_drop(Record *record, const Program *program, uint16_t list, uint16_t field,
                 uint16_t element);
/* Like record_finish, of a record that was finished before. */
void record_finish_again(Record *record, const Program *program);
/* FactState of a scalar's or an element's field. */
uint8_t record_get_state(const Record *record, const Program *program, uint16_t field,
                         uint16_t element);
/* Does the record tell the largest size of the list's elements (`largest by`)? */
bool record_has_summary(const Record *record, const Program *program, uint16_t list);
/* The date of evaluation; after record_clear, for programs that read it. */
void record_set_date(Record *record, const Program *program, Day as_of);
/* Its register, where the program reads it. */
Reg record_get_date(const Record *record, const Program *program);
/* The exact value of a known numeric fact. element: NO_INDEX for a scalar. */
Rat record_get_exact(const Record *record, const Program *program, uint16_t field,
                     uint16_t element);
#endif
