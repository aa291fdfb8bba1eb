/* cgl.h - evaluate compiled clinical guidelines inside another program.
 *
 * Five opaque types. A CglProgram is a verified guideline: immutable, shared by as many threads as
 * you like. A CglSession evaluates patients, one thread at a time. A CglReport is the answers about
 * one patient and belongs to its session: it is valid until the session's next evaluation.
 * A CglAnswer is one of these answers and belongs to the report.
 * CglDiagnostics say what was wrong with a program, policy or option.
 *
 * Ownership: what a function named cgl_..._load or cgl_..._create returns is yours; give it back
 * with the matching cgl_..._destroy. Text that a function returns belongs to the object that it was
 * asked of. Destroy sessions before their program.
 *
 * NULL may be given to every function for every pointer, and does no harm: each says below what it
 * means there. In short: destroying nothing does nothing, asking nothing gives "", false or NULL,
 * and where an object is needed without which nothing can be done, the call fails as it would for
 * any other fault. The same holds for numbers that no enumeration here has.
 *
 * The library never prints, never exits, never reads standard input, no clock, no locale, no
 * environment variable. The
 * same program, record, policies and date give the same bytes in every process and thread. All text
 * is UTF-8. */
#ifndef CGL_H
#define CGL_H
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define CGL_API __attribute__((visibility("default")))
#else
#define CGL_API
#endif

#define CGL_VERSION "0.1.0"

typedef struct CglProgram CglProgram;
typedef struct CglSession CglSession;
typedef struct CglReport CglReport;
typedef struct CglAnswer CglAnswer;
typedef struct CglDiagnostics CglDiagnostics;

/* How much of a report, and in which form. */
typedef enum CglFormat { CGL_JSON, CGL_TEXT, CGL_HTML } CglFormat;
typedef enum CglDetail { CGL_FULL, CGL_BRIEF, CGL_ADVICE } CglDetail;

/* The version of the library, for comparison with CGL_VERSION. */
CGL_API const char *cgl_get_version(void);

/* ---- diagnostics ---- */

/* Never NULL: one or more sentences, each on its line. NULL gives "". */
CGL_API const char *cgl_diagnostics_get_text(const CglDiagnostics *diagnostics);
/* NULL does nothing. */
CGL_API void cgl_diagnostics_destroy(CglDiagnostics *diagnostics);

/* ---- programs ---- */

/* Reads and verifies compiled bytes (.cgb); they are copied. NULL on failure: then, if diagnostics
 * is not NULL, *diagnostics says why and is yours to destroy (it is NULL if there was no memory
 * even for that). No bytes (NULL, or size 0) are not a program. */
CGL_API CglProgram *cgl_program_load(const void *bytes, size_t size, CglDiagnostics **diagnostics);
/* The same from a file; "-" is a file of that name. NULL names no file: it fails. */
CGL_API CglProgram *cgl_program_load_file(const char *path, CglDiagnostics **diagnostics);
/* NULL does nothing. */
CGL_API void cgl_program_destroy(CglProgram *program);

/* As the guideline calls itself. NULL gives "", here and for version and hash. */
CGL_API const char *cgl_program_get_name(const CglProgram *program);
CGL_API const char *cgl_program_get_version(const CglProgram *program);
/* "sha256:" and 64 hexadecimal digits: the identity of the compiled guideline. */
CGL_API const char *cgl_program_get_hash(const CglProgram *program);
/* True if cgl_session_set_date must be called before an evaluation. NULL gives false. */
CGL_API bool cgl_program_needs_date(const CglProgram *program);

/* ---- sessions ---- */

/* NULL if there is no memory or no program. No date, no policies, no natives, CGL_JSON, CGL_FULL.
 */
CGL_API CglSession *cgl_session_create(const CglProgram *program);
/* NULL does nothing. */
CGL_API void cgl_session_destroy(CglSession *session);

/* The date of evaluation, "2026-11-23". False if it is not a whole date, or NULL; the one that was
 * set before stays. */
CGL_API bool cgl_session_set_date(CglSession *session, const char *date);
/* One policy, written as on the command line: "yes", "2", "25 %", a reading's name. False if the
 * guideline has no such policy or the value does not fit, or one of them is NULL;
 * cgl_session_get_error says why. */
CGL_API bool cgl_session_set_policy(CglSession *session, const char *name, const char *value);
/* Allow native functions from this library (a path; false if NULL). sha256: 64 hexadecimal digits
 * that the file must have, or NULL: any. */
CGL_API bool cgl_session_allow_native(CglSession *session, const char *library, const char *sha256);
/* How reports are written from now on. False if the library has no such format or detail; then
 * nothing changes. */
CGL_API bool cgl_session_set_format(CglSession *session, CglFormat format, CglDetail detail);
/* What the next evaluations answer: the report, or in its place one question about the patient. As
 * text or JSON; under CGL_HTML it is JSON. */
typedef enum CglQuestion {
    CGL_REPORT,
    CGL_WHY,     /* about: a recommendation, decision or caution: from it down to the facts */
    CGL_WHY_NOT, /* about: a recommendation: what keeps it from applying */
    CGL_WHAT_IF, /* about: changes, "liver.flr=30 %, lesions[2].size=3": what differs with them */
    CGL_NEXT     /* what to ask next, and what each reply settles; about: NULL */
} CglQuestion;
/* False if there is no such question, nothing of that name, or the changes cannot be read;
 * cgl_session_get_error says why, and the question before stays. */
CGL_API bool cgl_session_set_question(CglSession *session, CglQuestion question, const char *about);
/* What a form needs, as one JSON object: the fields of the record in declared order with path,
 * label, type, units, range, values and lists, and the policies (runtime/report/schema_json.h). It
 * lives as long as the session. NULL gives "", and so does memory that runs out. */
CGL_API const char *cgl_session_get_schema(CglSession *session);
/* Why the last call on this session returned false or NULL; "" if it did not, and for NULL. */
CGL_API const char *cgl_session_get_error(const CglSession *session);

/* Evaluates one patient: one JSON object of `size` bytes. A record that cannot be read gives a
 * report too (see cgl_report_is_error). NULL only if something is missing before any patient can be
 * evaluated (the session, the date, an allowed native, the bytes: json NULL and size not 0) or
 * memory ran out; cgl_session_get_error says which, and the session can be used again. */
CGL_API CglReport *cgl_session_evaluate(CglSession *session, const char *json, size_t size);

/* ---- reports ---- */

/* The text, NUL-terminated; *size, if size is not NULL, gets its length. No report (NULL) gives "",
 * of length 0. */
CGL_API const char *cgl_report_get_text(const CglReport *report, size_t *size);
/* True if the record could not be read: the text is an error object, not a report. NULL, which
 * is not a report either, gives true. */
CGL_API bool cgl_report_is_error(const CglReport *report);

/* The record as it was read, as one JSON object: the path of each known fact that the guideline
 * reads, and its value as text with its unit: {"liver.flr":"75 %"}. Values that are problems are
 * not in it. NULL gives "", and so does memory that runs out. */
CGL_API const char *cgl_report_get_record(CglReport *report);

/* ---- single answers ----
 *
 * What a report says, one answer at a time: the same answers in the same words as its JSON. Names,
 * values and paths are written as in CGL and in JSON. All of it belongs to the report and lives as
 * long. It is made when it is first asked for; if memory runs out then, the call gives what it
 * gives for NULL, and cgl_session_get_error says so. */

/* Decisions: about the patient in declared order, then those about the elements of each list,
 * element by element. Recommendations: those that apply, are ruled out or do not apply, then the
 * open ones. Cautions: those that hold. */
typedef enum CglKind { CGL_DECISIONS, CGL_RECOMMENDATIONS, CGL_CAUTIONS } CglKind;

typedef enum CglStatus {
    CGL_NO_STATUS,      /* there is no answer: NULL was asked */
    CGL_SETTLED,        /* a decision with one value; a caution that holds */
    CGL_UNSETTLED,      /* a decision that missing facts, gaps or a fault leave without one */
    CGL_APPLIES,        /* the other four: recommendations */
    CGL_RULED_OUT,      /* it would apply, but an exclusion holds */
    CGL_NOT_APPLICABLE, /* not in the JSON of a report */
    CGL_OPEN
} CglStatus;

typedef enum CglType {
    CGL_NO_TYPE, /* not a decision */
    CGL_YES_NO,
    CGL_CHOICE, /* a value of an enumeration */
    CGL_INTEGER,
    CGL_DECIMAL, /* a plain number or, with a unit, a quantity */
    CGL_DATE
} CglType;

/* What an answer may have several of. A list that makes no sense for the answer is empty. */
typedef enum CglPart {
    CGL_POSSIBLE,         /* the values that an unsettled decision may still take, if few */
    CGL_RANGE,            /* else two texts: least and largest number or date; "" without a bound */
    CGL_NEEDS,            /* paths of the facts that may settle it: "liver.flr" */
    CGL_NEED_LABELS,      /* the same facts as people call them, in the same order */
    CGL_GAPS,             /* what the guideline itself leaves open: gaps, and faults of its rules */
    CGL_BECAUSE,          /* paths of the facts that a recommendation rests on, if it applies or is
                             ruled out and the session's form has them: CGL_JSON or CGL_FULL */
    CGL_REASONS,          /* why a decision is as bad as it is, or what rules a recommendation out;
                             "" for an exclusion without a reason */
    CGL_ANSWER_CAUTIONS,  /* names of the cautions beside a recommendation */
    CGL_STATEMENTS,       /* ids of the statements of the source that it rests on */
    CGL_STATEMENT_TEXTS,  /* their texts, ... */
    CGL_STATEMENT_PLACES, /* ... and where they are in the source; "" if not given */
    CGL_LAST_PART = CGL_STATEMENT_PLACES
} CglPart;

/* 0 for NULL, for a kind that there is not, and where the record could not be read. */
CGL_API size_t cgl_report_count(CglReport *report, CglKind kind);
/* NULL if there is no such answer: report NULL, no such kind, index too large. */
CGL_API CglAnswer *cgl_report_get(CglReport *report, CglKind kind, size_t index);
/* The answer of this name; element: the key of the list's element that it is about ("*": those not
 * listed), or NULL: about the patient. NULL if there is none: report or name NULL included. */
CGL_API CglAnswer *cgl_report_find(CglReport *report, CglKind kind, const char *name,
                                   const char *element);

/* NULL gives "", here and for the title (which is "" too if the guideline gives none). */
CGL_API const char *cgl_answer_get_name(CglAnswer *answer);
CGL_API const char *cgl_answer_get_title(CglAnswer *answer);
/* The key of the element that it is about, "*" for those not listed; NULL if it is about the
 * patient, and for NULL. */
CGL_API const char *cgl_answer_get_element(CglAnswer *answer);
/* NULL gives CGL_NO_STATUS. */
CGL_API CglStatus cgl_answer_get_status(const CglAnswer *answer);
/* Of a decision's value. NULL gives CGL_NO_TYPE. */
CGL_API CglType cgl_answer_get_type(const CglAnswer *answer);
/* A settled decision's value without its unit: "yes", "resectable", "2.5", "2026-11-23". NULL if
 * there is none, and for NULL. */
CGL_API const char *cgl_answer_get_value(CglAnswer *answer);
/* The UCUM code of the value's unit; "" if it has none, and for NULL. */
CGL_API const char *cgl_answer_get_unit(CglAnswer *answer);
/* True if it is unsettled because working it out would take more than the limits of the language
 * allow: what it needs may then be more than it needs. NULL gives false. */
CGL_API bool cgl_answer_is_undecided(const CglAnswer *answer);
/* How many of this part it has. 0 for NULL and for a part that there is not. */
CGL_API size_t cgl_answer_count(CglAnswer *answer, CglPart part);
/* NULL if there is no such text: answer NULL, no such part, index too large. */
CGL_API const char *cgl_answer_get(CglAnswer *answer, CglPart part, size_t index);

/* What was found wrong with the record: its problems, or the one error for which it could not be
 * read. No text holds a value of the patient. */
typedef enum CglProblemPart {
    CGL_PROBLEM_CODE,   /* "P003", "R001" */
    CGL_PROBLEM_PLACE,  /* a path, "column 17", or "" */
    CGL_PROBLEM_MESSAGE /* a sentence */
} CglProblemPart;

/* NULL gives 0. */
CGL_API size_t cgl_report_count_problems(CglReport *report);
/* NULL if there is no such problem: report NULL, index too large, no such part. */
CGL_API const char *cgl_report_get_problem(CglReport *report, size_t index, CglProblemPart part);

#ifdef __cplusplus
}
#endif
#endif
