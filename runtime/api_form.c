/* api_form.c - what a form asks of the library: the schema, questions, the record as it was read.
 */
#include "runtime/api_parts.h"
#include "runtime/patient/change.h"
#include "runtime/report/schema_json.h"

/* ---- schema and record ---- */

const char *cgl_session_get_schema(CglSession *session)
{
    jmp_buf recovery;
    if (!session) {
        return "";
    }
    session->error[0] = '\0';
    if (setjmp(recovery)) {
        api_set_error(session, STR("out of memory"));
        return "";
    }
    arena_set_recovery(session->arena, &recovery);
    if (!session->schema) {
        StrBuf out = { .arena = session->arena };
        schema_json_add(&out, session->program);
        session->schema = str_to_c(session->arena, buf_get(&out));
    }
    return session->schema;
}

const char *cgl_report_get_record(CglReport *report)
{
    jmp_buf recovery;
    if (!report || !report->writer) {
        return "";
    }
    CglSession *session = report->session;
    session->error[0] = '\0';
    if (setjmp(recovery)) {
        api_set_error(session, STR("out of memory"));
        return "";
    }
    arena_set_recovery(session->run, &recovery);
    if (report->error) {
        return "{}";
    }
    StrBuf out = { .arena = session->run };
    record_json_add(&out, session->program, session->record);
    return str_to_c(session->run, buf_get(&out));
}

/* ---- questions ---- */

static bool find_question(CglSession *session, Question *question, Str about, Str *why)
{
    if (question->kind != QUESTION_WHAT_IF) {
        return question_find(session->asked, session->program, (QuestionKind)question->kind, about,
                             &question->block, why);
    }
    ChangeSet *changes = ARENA_NEW(session->asked, ChangeSet);
    question->changes = changes;
    return change_parse(session->asked, session->program, about, changes, why);
}

/* The question before stays until the new one is understood, so it is understood in memory of its
 * own. */
static bool take_question(CglSession *session, Question question, const char *about)
{
    jmp_buf recovery;
    Str why = STR_NONE;
    Arena *before = session->asked, *asked = arena_create(0);
    if (!asked || setjmp(recovery)) {
        session->asked = before;
        arena_destroy(asked);
        return api_set_error(session, STR("out of memory"));
    }
    arena_set_recovery(asked, &recovery);
    session->asked = asked;
    if (!find_question(session, &question, str_copy(asked, str_from_c(about)), &why)) {
        api_set_error(session, why);
        session->asked = before;
        arena_destroy(asked);
        return false;
    }
    arena_destroy(before);
    session->question = question;
    return true;
}

bool cgl_session_set_question(CglSession *session, CglQuestion question, const char *about)
{
    static const QuestionKind kinds[] = {
        [CGL_REPORT] = QUESTION_NONE,     [CGL_WHY] = QUESTION_WHY,
        [CGL_WHY_NOT] = QUESTION_WHY_NOT, [CGL_WHAT_IF] = QUESTION_WHAT_IF,
        [CGL_NEXT] = QUESTION_NEXT,
    };
    if (!session) {
        return false;
    }
    session->error[0] = '\0';
    if ((unsigned)question >= sizeof kinds / sizeof *kinds) {
        return api_set_error(session, STR("there is no such question"));
    }
    Question next = { .kind = (uint8_t)kinds[question] };
    if (question == CGL_REPORT || question == CGL_NEXT) {
        session->question = next;
        return true;
    }
    return about ? take_question(session, next, about)
                 : api_set_error(session, STR("a question needs something that it is about"));
}
