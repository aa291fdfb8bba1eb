/* api.c - cgl.h over the rooms below: every entry sets a recovery point, so that running out of
 * memory is an answer. */
#include "runtime/api_parts.h"
#include "runtime/base/hooks.h"
#include "runtime/base/limits.h"
#include "runtime/bytecode/image.h"
#include "runtime/bytecode/verify.h"
#include "runtime/native/native.h"

#include <string.h>

struct CglDiagnostics {
    size_t length;
    char text[];
};

const char *cgl_get_version(void)
{
    return CGL_VERSION;
}

/* ---- diagnostics ---- */

static CglDiagnostics *make_diagnostics(Str text)
{
    CglDiagnostics *diagnostics = hooks.alloc(sizeof *diagnostics + text.len + 1);
    if (!diagnostics) {
        return NULL;
    }
    diagnostics->length = text.len;
    if (text.len) {
        memcpy(diagnostics->text, text.ptr, text.len);
    }
    diagnostics->text[text.len] = '\0';
    return diagnostics;
}

const char *cgl_diagnostics_get_text(const CglDiagnostics *diagnostics)
{
    return diagnostics ? diagnostics->text : "";
}

void cgl_diagnostics_destroy(CglDiagnostics *diagnostics)
{
    if (diagnostics) {
        hooks.release(diagnostics);
    }
}

/* ---- programs ---- */

static void print_hash(char *out, const uint8_t *hash)
{
    static const char digits[] = "0123456789abcdef";
    memcpy(out, "sha256:", 7);
    for (int i = 0; i < 32; i++) {
        out[7 + 2 * i] = digits[hash[i] >> 4];
        out[8 + 2 * i] = digits[hash[i] & 15];
    }
    out[7 + 64] = '\0';
}

static CglProgram *fail_load(Arena *arena, Str why, CglDiagnostics **diagnostics)
{
    if (diagnostics) {
        *diagnostics = make_diagnostics(why);
    }
    arena_destroy(arena);
    return NULL;
}

/* file: a path, or NULL to take bytes. */
static CglProgram *load(const char *file, Str bytes, CglDiagnostics **diagnostics)
{
    jmp_buf recovery;
    if (diagnostics) {
        *diagnostics = NULL;
    }
    Arena *arena = arena_create(LIMIT_COMPILE_BYTES);
    if (!arena) {
        return NULL;
    }
    if (setjmp(recovery)) {
        return fail_load(arena, STR("out of memory"), diagnostics);
    }
    arena_set_recovery(arena, &recovery);
    if (file && io_read_file(arena, file, LIMIT_IMAGE_BYTES, 0, &bytes) != IO_OK) {
        return fail_load(arena, STR("the file cannot be read"), diagnostics);
    }
    if (!bytes.len) {
        return fail_load(arena, STR("there are no bytes to read a program from"), diagnostics);
    }
    Str why = STR_NONE;
    CglProgram *handle = ARENA_NEW(arena, CglProgram);
    handle->arena = arena;
    handle->program = image_read(arena, file ? bytes : str_copy(arena, bytes), &why);
    if (!handle->program || !program_verify(handle->program, &why)) {
        return fail_load(arena, why, diagnostics);
    }
    handle->name = str_to_c(arena, handle->program->name);
    handle->version = str_to_c(arena, handle->program->version);
    print_hash(handle->hash, handle->program->hash);
    arena_set_recovery(arena, NULL);
    return handle;
}

CglProgram *cgl_program_load(const void *bytes, size_t size, CglDiagnostics **diagnostics)
{
    return load(NULL, bytes ? (Str){ bytes, size } : STR_NONE, diagnostics);
}

CglProgram *cgl_program_load_file(const char *path, CglDiagnostics **diagnostics)
{
    /* below, "-" would be the standard input, which is the host's */
    return load(path && strcmp(path, "-") == 0 ? "./-" : path, STR_NONE, diagnostics);
}

void cgl_program_destroy(CglProgram *program)
{
    if (program) {
        arena_destroy(program->arena);
    }
}

const char *cgl_program_get_name(const CglProgram *program)
{
    return program ? program->name : "";
}
const char *cgl_program_get_version(const CglProgram *program)
{
    return program ? program->version : "";
}
const char *cgl_program_get_hash(const CglProgram *program)
{
    return program ? program->hash : "";
}
bool cgl_program_needs_date(const CglProgram *program)
{
    return program && program->program->reads_date;
}

/* ---- sessions ---- */

bool api_set_error(CglSession *session, Str why)
{
    size_t length = why.len < sizeof session->error - 1 ? why.len : sizeof session->error - 1;
    if (length) {
        memcpy(session->error, why.ptr, length);
    }
    session->error[length] = '\0';
    return false;
}

CglSession *cgl_session_create(const CglProgram *program)
{
    jmp_buf recovery;
    if (!program) {
        return NULL;
    }
    Arena *arena = arena_create(0), *run = arena_create(LIMIT_RUN_BYTES), *asked = arena_create(0);
    if (!arena || !run || !asked || setjmp(recovery)) {
        arena_destroy(arena);
        arena_destroy(run);
        arena_destroy(asked);
        return NULL;
    }
    arena_set_recovery(arena, &recovery);
    arena_set_recovery(run, &recovery);
    CglSession *session = ARENA_NEW(arena, CglSession);
    session->arena = arena;
    session->run = run;
    session->asked = asked;
    session->report.session = session;
    session->program = program->program;
    session->reader = patient_open(arena, program->program, -1, PATIENT_NDJSON);
    session->record = record_create(arena, run, program->program);
    session->evaluation = evaluation_create(arena, program->program);
    session->natives = natives_create(arena, program->program);
    session->plan = plan_create(arena, program->program);
    session->options = (ReportOptions){ .format = REPORT_NDJSON, .detail = REPORT_FULL };
    return session;
}

void cgl_session_destroy(CglSession *session)
{
    if (!session) {
        return;
    }
    Arena *arena = session->arena;
    natives_close(session->natives);
    patient_close(session->reader);
    arena_destroy(session->run);
    arena_destroy(session->asked);
    arena_destroy(session->scratch);
    arena_destroy(arena);
}

bool cgl_session_set_date(CglSession *session, const char *date)
{
    Day first, last;
    if (!session) {
        return false;
    }
    if (!date || !date_parse(str_from_c(date), &first, &last) || first != last) {
        return api_set_error(session, STR("the date must be a whole one, like 2026-11-23"));
    }
    session->options.has_date = true;
    session->options.as_of = first;
    session->error[0] = '\0';
    return true;
}

bool cgl_session_set_policy(CglSession *session, const char *name, const char *value)
{
    jmp_buf recovery;
    Str why = STR_NONE;
    if (!session) {
        return false;
    }
    if (!name || !value) {
        return api_set_error(session, STR("a policy needs a name and a value"));
    }
    if (setjmp(recovery)) {
        return api_set_error(session, STR("out of memory"));
    }
    arena_set_recovery(session->arena, &recovery);
    session->error[0] = '\0';
    if (policy_set_text(session->arena, session->program, &session->policies,
                        str_copy(session->arena, str_from_c(name)),
                        str_copy(session->arena, str_from_c(value)), &why)) {
        return true;
    }
    return api_set_error(session, why);
}

bool cgl_session_allow_native(CglSession *session, const char *library, const char *sha256)
{
    jmp_buf recovery;
    Str why = STR_NONE;
    if (!session) {
        return false;
    }
    if (!library) {
        return api_set_error(session, STR("a library needs a path"));
    }
    if (setjmp(recovery)) {
        return api_set_error(session, STR("out of memory"));
    }
    arena_set_recovery(session->arena, &recovery);
    session->error[0] = '\0';
    return natives_allow(session->natives, library, sha256, &why) ? true
                                                                  : api_set_error(session, why);
}

bool cgl_session_set_format(CglSession *session, CglFormat format, CglDetail detail)
{
    static const ReportFormat formats[] = {
        [CGL_JSON] = REPORT_NDJSON, [CGL_TEXT] = REPORT_TEXT, [CGL_HTML] = REPORT_HTML
    };
    static const ReportDetail details[] = {
        [CGL_FULL] = REPORT_FULL, [CGL_BRIEF] = REPORT_BRIEF, [CGL_ADVICE] = REPORT_ADVICE
    };
    if (!session) {
        return false;
    }
    if ((unsigned)format >= sizeof formats / sizeof *formats ||
        (unsigned)detail >= sizeof details / sizeof *details) {
        return api_set_error(session, STR("there is no such format or detail of a report"));
    }
    session->options.format = formats[format];
    session->options.detail = details[detail];
    session->error[0] = '\0';
    return true;
}

const char *cgl_session_get_error(const CglSession *session)
{
    return session ? session->error : "";
}

/* ---- evaluation ---- */

static bool is_ready(CglSession *session)
{
    Str why = STR_NONE;
    session->error[0] = '\0';
    if (session->program->reads_date && !session->options.has_date) {
        return api_set_error(session,
                             STR("the guideline reads the date: call cgl_session_set_date first"));
    }
    if (session->program->native_count && !natives_check(session->natives, &why)) {
        return api_set_error(session, why);
    }
    return true;
}

/* Gives the writer what the question in force needs. */
static void prepare_question(CglSession *session, ReportWriter *writer)
{
    if (!question_needs_helper(&session->question)) {
        return;
    }
    if (!session->scratch) {
        session->scratch = arena_create_within(session->arena, LIMIT_RUN_BYTES);
    }
    if (!session->helper) {
        session->helper = evaluation_create(session->arena, session->program);
        if (session->program->native_count) {
            evaluation_set_natives(session->helper, session->natives, native_call);
        }
    }
    arena_set_recovery(session->scratch, arena_get_recovery(session->arena));
    report_set_helper(writer, session->helper, session->scratch);
}

static void write_report(CglSession *session, StrBuf *buf, Str json)
{
    RecordError error = { .line = 1 };
    ReportOptions options = session->options;
    options.question = session->question;
    if (options.question.kind != QUESTION_NONE && options.format == REPORT_HTML) {
        options.format = REPORT_NDJSON;
    }
    ReportWriter *writer = report_create_planned(session->run, session->plan, options);
    prepare_question(session, writer);
    report_begin(writer, buf);
    session->report.writer = writer;
    session->report.error = !patient_read_bytes(session->reader, json, session->record, &error);
    if (session->report.error) {
        report_add_error(writer, buf, &error);
        session->report.unread = error;
    } else {
        policy_apply(&session->policies, session->program, session->record);
        if (session->options.has_date) {
            record_set_date(session->record, session->program, session->options.as_of);
        }
        if (session->program->native_count) {
            evaluation_set_natives(session->evaluation, session->natives, native_call);
        }
        evaluation_run(session->evaluation, session->run, session->record);
        report_add(writer, buf, session->run, session->evaluation, session->record);
    }
    report_end(writer, buf);
}

CglReport *cgl_session_evaluate(CglSession *session, const char *json, size_t size)
{
    jmp_buf recovery;
    if (!session || !is_ready(session)) {
        return NULL;
    }
    if (!json && size) {
        api_set_error(session, STR("there is no record at this address"));
        return NULL;
    }
    if (setjmp(recovery)) {
        session->report.writer = NULL;
        api_set_error(session, STR("out of memory"));
        return NULL;
    }
    arena_set_recovery(session->arena, &recovery);
    arena_set_recovery(session->run, &recovery);
    arena_reset(session->run);
    session->report = (CglReport){ .session = session };
    session->options.policies = &session->policies;
    StrBuf buf = { .arena = session->run };
    record_clear(session->record, session->program);
    write_report(session, &buf, (Str){ json, size });
    session->report.text = buf_get(&buf);
    buf_add_char(&buf, '\0');
    session->report.text.ptr = buf.ptr;
    return &session->report;
}

const char *cgl_report_get_text(const CglReport *report, size_t *size)
{
    if (size) {
        *size = report ? report->text.len : 0;
    }
    return report ? report->text.ptr : "";
}

bool cgl_report_is_error(const CglReport *report)
{
    return !report || report->error;
}
