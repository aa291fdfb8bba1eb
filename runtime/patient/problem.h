/* problem.h - noting what is wrong with a record: by code, place and sentence, never by value. */
#ifndef PATIENT_PROBLEM_H
#define PATIENT_PROBLEM_H
#include "runtime/patient/patient.h"

typedef enum ProblemId {
    PROBLEM_NONE,
#define PROBLEM(id, code, title, sentence) PROBLEM_##id,
#include "runtime/patient/problems.def"
    PROBLEM_COUNT_
} ProblemId;

typedef enum RecordErrorId {
#define RECORD_ERROR(id, code, title, sentence) RECORD_##id,
#include "runtime/patient/problems.def"
    RECORD_ERROR_COUNT_
} RecordErrorId;

const char *problem_get_code(ProblemId id);
const char *problem_get_title(ProblemId id);
const char *problem_get_sentence(ProblemId id);
Str record_error_get_code(RecordErrorId id);
Str record_error_get_title(RecordErrorId id);
Str record_error_get_sentence(RecordErrorId id);

/* "liver.flr is outside its range 0 %..100 %". detail fills the %S of the sentence. */
Str problem_print(Arena *arena, ProblemId id, Str subject, Str detail);
/* Note a problem. order: see fill.c; at must live as long as the record's arena; shown is copied,
 * its length limited. At most LIMIT_RECORD_PROBLEMS are kept, then one "further problems". */
void problem_add(Record *record, ProblemId id, uint64_t order, Str at, Str detail, Str shown);
/* The problem noted last is about this field or list. Nothing if it was not kept. */
void problem_set_subject(Record *record, ProblemSubject subject, uint16_t index);
/* What would be taken in its place: "a number from 0 to 100 in %". Empty where there is nothing to
 * say. */
Str problem_print_accepted(Arena *arena, const Program *program, const Problem *problem);
/* By order, then path, then code. */
void problem_sort(Record *record);
/* No further problem will be kept: work that only finds wording can be saved. */
bool problem_is_full(const Record *record);

/* Text that is safe to print in a message: control and direction-changing characters as \u{202E},
 * length limited. */
Str problem_quote_name(Arena *arena, Str name);
/* Does the text hold characters that do not print or that change the direction of print?
 * lines: tab, line feed and carriage return are allowed. The text is valid UTF-8. */
bool text_is_clean(Str text, bool lines);

typedef struct NameList {
    Str *items;
    uint32_t count;
} NameList;
/* The nearest name, NULL if none is near. */
const Str *suggest_find(Arena *arena, Str given, NameList names);
/* "; did you mean NAME?" or empty. */
Str suggest_name(Arena *arena, Str given, NameList names);
#endif
