/* report.h - the report: one patient's answers as text, JSON, CSV or HTML. Contract: keys, order,
 * numbers. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H
#include "runtime/base/io.h"
#include "runtime/patient/patient.h"
#include "runtime/reason/reason.h"

typedef enum ReportFormat {
    REPORT_TEXT,
    REPORT_JSON,
    REPORT_NDJSON,
    REPORT_CSV,
    REPORT_HTML,
    REPORT_NONE
} ReportFormat;
typedef enum ReportDetail { REPORT_FULL, REPORT_BRIEF, REPORT_ADVICE } ReportDetail;

/* A question about each patient that is answered in place of the report (text, JSON, NDJSON). */
typedef enum QuestionKind {
    QUESTION_NONE,
    QUESTION_WHY,
    QUESTION_WHY_NOT,
    QUESTION_WHAT_IF,
    QUESTION_NEXT
} QuestionKind;
typedef struct Question {
    uint8_t kind;                    /* QuestionKind */
    uint32_t block;                  /* what it is about */
    const struct ChangeSet *changes; /* of WHAT_IF */
} Question;
/* The recommendation of that name; of WHY also a decision or a caution. False: *why says that there
 * is none, and what may have been meant. */
bool question_find(Arena *arena, const Program *program, QuestionKind kind, Str name,
                   uint32_t *block, Str *why);

typedef struct ReportOptions {
    ReportFormat format;
    ReportDetail detail;
    bool all; /* --all: advice that does not apply too */
    bool show_values;
    bool explain_problems; /* with what would be accepted */
    bool color;            /* text on a terminal */
    unsigned width;        /* text: columns, 0 = 80 */
    bool has_date;
    Day as_of;
    const PolicySet *policies;
    Question question;
} ReportOptions;

typedef struct ReportWriter ReportWriter;
typedef struct Plan Plan;
ReportWriter *report_create(Arena *session_arena, const Program *program, ReportOptions options);
/* Does a question of this kind ask of other records than the one at hand? Then the writer needs a
 * helper before the first record: an evaluation of its own to change, and an arena that it empties.
 */
static inline bool question_needs_helper(const Question *question)
{
    return question->kind >= QUESTION_WHY_NOT;
}
void report_set_helper(ReportWriter *writer, Evaluation *helper, Arena *scratch);
/* The same with a plan of the program (plan_create) that lives at least as long: for who makes a
 * writer for each patient. */
ReportWriter *report_create_planned(Arena *arena, Plan *plan, ReportOptions options);
/* Before the first, for each, after the last record; text goes to buf (the caller writes and
 * empties it). evaluation_explain and verdict are computed only where the format and detail print
 * them. */
void report_begin(ReportWriter *writer, StrBuf *buf);
void report_add(ReportWriter *writer, StrBuf *buf, Arena *run_arena, Evaluation *evaluation,
                const Record *record);
void report_add_error(ReportWriter *writer, StrBuf *buf, const RecordError *error);
void report_end(ReportWriter *writer, StrBuf *buf);
/* The answers that the last report_add printed (collect.h), as long as its run arena and its record
 * are not touched; NULL before the first. */
const struct Report *report_get_collected(const ReportWriter *writer);
/* Records so far in which an answer certainly met a hole or an overlap: a fault of the guideline
 * (exit 1). */
uint64_t report_get_fault_count(const ReportWriter *writer);

/* Cohort table (--summary). */
typedef struct Summary Summary;
Summary *summary_create(Arena *session_arena, const Program *program);
void summary_add(Summary *summary, const Evaluation *evaluation, const Record *record);
void summary_add_error(Summary *summary);
/* Adds what another thread counted of the same program. */
void summary_merge(Summary *summary, const Summary *other);
void summary_print(const Summary *summary, StrBuf *buf, bool color, unsigned width);
#endif
