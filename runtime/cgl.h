/* cgl.h - evaluate compiled clinical guidelines inside another program.
 *
 * Four opaque types. A CglProgram is a verified guideline: immutable, shared by as many threads as
 * you like. A CglSession evaluates patients, one thread at a time. A CglReport is the answers about
 * one patient and belongs to its session: it is valid until the session's next evaluation.
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

#ifdef __cplusplus
}
#endif
#endif
