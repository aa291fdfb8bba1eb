/* question.h - one question about one patient in place of the report: why, why not, what if, what
 * to ask next. Each answer is text or JSON. */
#ifndef REPORT_QUESTION_H
#define REPORT_QUESTION_H
#include "runtime/report/collect.h"
#include "runtime/report/report.h"
#include "runtime/patient/change.h"
#include "runtime/reason/next.h"
#include "runtime/reason/obstacle.h"
#include "runtime/base/wrap.h"

/* Everything that answering takes. */
typedef struct Asked {
    const Report *report;
    const ReportOptions *options;
    Evaluation *evaluation;
    Finder *finder;     /* of WHY_NOT */
    Asker *asker;       /* of NEXT */
    Evaluation *helper; /* of WHAT_IF, with a record to change */
    Record *other;
    Arena *arena; /* run arena */
    Str settings; /* JSON of as_of and policies */
} Asked;

/* ---- text ---- */
/* A rule, "PATIENT 05", the heading on the right, a rule. */
Wrap question_begin_text(StrBuf *out, const Asked *asked, bool first, const char *heading);
void question_add_problems(Wrap *wrap, const Asked *asked);
/* A whole answer by entries: one about the patient, or one for each listed element. */
typedef void EntryTeller(Wrap *wrap, const Asked *asked, uint16_t element);
void question_tell_entries(StrBuf *out, const Asked *asked, bool first, const char *heading,
                           EntryTeller *tell);

/* ---- JSON ---- */
/* From the opening brace to the policies. */
void question_begin_json(StrBuf *out, const Asked *asked);
/* The problems and the closing brace. */
void question_end_json(StrBuf *out, const Asked *asked);
/* A whole answer whose entries stand under the key, as above. */
typedef void EntryAdder(StrBuf *out, const Asked *asked, uint16_t element);
void question_add_entries(StrBuf *out, const Asked *asked, const char *key, EntryAdder *add);
/* ,"statements":[{"id":...,"text":...,"place":...}] */
void question_add_statements(StrBuf *out, const Program *program, uint32_t first, uint32_t count);

/* ---- both ---- */
/* What an answer is called, with its element. */
Str question_get_title(const Asked *asked, uint32_t block, uint16_t element);
/* "potentially resectable", "open: low or high", of a recommendation "does not apply"; not kindly
 * as CGL writes it. */
Str question_get_value(const Asked *asked, uint32_t block, uint16_t element, bool kindly);
/* Name, colon, value. */
void question_add_named(Wrap *wrap, WrapStyle style, Str name, Str value);
/* A key with a text or null, after a comma where one is needed. */
void question_add_pair(StrBuf *out, const char *key, Str value);
/* "name","title","about","status" or "value", "statements" of the answer. */
void question_add_answer(StrBuf *out, const Asked *asked, uint32_t block, uint16_t element);

/* ---- the answers ---- */
void why_add_text(StrBuf *out, const Asked *asked, bool first);
void why_add_json(StrBuf *out, const Asked *asked);
void why_not_add_text(StrBuf *out, const Asked *asked, bool first);
void why_not_add_json(StrBuf *out, const Asked *asked);
void what_if_add_text(StrBuf *out, const Asked *asked, bool first);
void what_if_add_json(StrBuf *out, const Asked *asked);
void next_print_text(StrBuf *out, const Asked *asked, bool first);
void next_print_json(StrBuf *out, const Asked *asked);
#endif
