/* bad_values.c - a host that gives every function what it does not expect: nothing, and numbers
 * without a meaning. */
#include <cgl.h>
#include <stdio.h>
#include <string.h>

static int failures;

static void check(const char *what, bool good)
{
    if (!good) {
        failures++;
        printf("%s\n", what);
    }
}

static bool is_text(const char *text, const char *wanted)
{
    return text && strcmp(text, wanted) == 0;
}

static void give_no_objects(void)
{
    size_t size = 7;
    cgl_program_destroy(NULL);
    cgl_session_destroy(NULL);
    cgl_diagnostics_destroy(NULL);
    check("no diagnostics: no text", is_text(cgl_diagnostics_get_text(NULL), ""));
    check("no program: no name", is_text(cgl_program_get_name(NULL), ""));
    check("no program: no version", is_text(cgl_program_get_version(NULL), ""));
    check("no program: no hash", is_text(cgl_program_get_hash(NULL), ""));
    check("no program needs no date", !cgl_program_needs_date(NULL));
    check("no program: no session", !cgl_session_create(NULL));
    check("no session takes a date", !cgl_session_set_date(NULL, "2026-11-23"));
    check("no session takes a policy", !cgl_session_set_policy(NULL, "very_low", "3"));
    check("no session takes a library", !cgl_session_allow_native(NULL, "x.so", NULL));
    check("no session takes a format", !cgl_session_set_format(NULL, CGL_TEXT, CGL_FULL));
    check("no session takes a question", !cgl_session_set_question(NULL, CGL_NEXT, NULL));
    check("no session: no schema", is_text(cgl_session_get_schema(NULL), ""));
    check("no report: no record", is_text(cgl_report_get_record(NULL), ""));
    check("no session: no error", is_text(cgl_session_get_error(NULL), ""));
    check("no session evaluates", !cgl_session_evaluate(NULL, "{}", 2));
    check("no report: no text", is_text(cgl_report_get_text(NULL, &size), "") && size == 0);
    check("no report: no text, no size", is_text(cgl_report_get_text(NULL, NULL), ""));
    check("no report is an error", cgl_report_is_error(NULL));
    check("no report has no answers", cgl_report_count(NULL, CGL_DECISIONS) == 0);
    check("nor a first one", !cgl_report_get(NULL, CGL_RECOMMENDATIONS, 0));
    check("nor one of a name", !cgl_report_find(NULL, CGL_RECOMMENDATIONS, "ecg", NULL));
    check("nor problems", cgl_report_count_problems(NULL) == 0);
    check("nor a first problem", !cgl_report_get_problem(NULL, 0, CGL_PROBLEM_CODE));
}

static void ask_no_answer(void)
{
    check("no answer: no name", is_text(cgl_answer_get_name(NULL), ""));
    check("no answer: no title", is_text(cgl_answer_get_title(NULL), ""));
    check("no answer: no element", !cgl_answer_get_element(NULL));
    check("no answer: no status", cgl_answer_get_status(NULL) == CGL_NO_STATUS);
    check("no answer: no type", cgl_answer_get_type(NULL) == CGL_NO_TYPE);
    check("no answer: no value", !cgl_answer_get_value(NULL));
    check("no answer: no unit", is_text(cgl_answer_get_unit(NULL), ""));
    check("no answer is not undecided", !cgl_answer_is_undecided(NULL));
    for (int part = -1; part <= CGL_LAST_PART + 1; part++) {
        check("no answer: no parts", cgl_answer_count(NULL, (CglPart)part) == 0);
        check("no answer: no first part", !cgl_answer_get(NULL, (CglPart)part, 0));
    }
}

static void ask_for_what_is_not_there(CglReport *report)
{
    CglAnswer *ecg = cgl_report_find(report, CGL_RECOMMENDATIONS, "ecg", NULL);
    check("a recommendation by name", is_text(cgl_answer_get_name(ecg), "ecg"));
    check("not of a name that is not there",
          !cgl_report_find(report, CGL_RECOMMENDATIONS, "eeg", NULL) &&
              !cgl_report_find(report, CGL_RECOMMENDATIONS, NULL, NULL));
    check("not about an element that is not there",
          !cgl_report_find(report, CGL_RECOMMENDATIONS, "ecg", "L1"));
    check("not of another kind", !cgl_report_find(report, CGL_DECISIONS, "ecg", NULL) &&
                                     !cgl_report_find(report, (CglKind)9, "ecg", NULL));
    check("no such kind",
          cgl_report_count(report, (CglKind)-1) == 0 && !cgl_report_get(report, (CglKind)3, 0));
    check("not behind the last one", cgl_report_count(report, CGL_RECOMMENDATIONS) == 2 &&
                                         cgl_report_get(report, CGL_RECOMMENDATIONS, 1) &&
                                         !cgl_report_get(report, CGL_RECOMMENDATIONS, 2));
    check("no such part", cgl_answer_count(ecg, (CglPart)-1) == 0 &&
                              !cgl_answer_get(ecg, (CglPart)(CGL_LAST_PART + 1), 0));
    check("no text behind the last one",
          cgl_answer_count(ecg, CGL_STATEMENTS) == 1 &&
              is_text(cgl_answer_get(ecg, CGL_STATEMENTS, 0), "H-01") &&
              !cgl_answer_get(ecg, CGL_STATEMENTS, 1));
    check("no problem where there is none",
          cgl_report_count_problems(report) == 0 &&
              !cgl_report_get_problem(report, 0, CGL_PROBLEM_CODE));
}

static void ask_an_error(CglReport *report)
{
    check("a record that cannot be read has no answers",
          cgl_report_count(report, CGL_RECOMMENDATIONS) == 0);
    check("it has one problem", cgl_report_count_problems(report) == 1 &&
                                    cgl_report_get_problem(report, 0, CGL_PROBLEM_CODE)[0] == 'R' &&
                                    cgl_report_get_problem(report, 0, CGL_PROBLEM_MESSAGE)[0] &&
                                    cgl_report_get_problem(report, 0, CGL_PROBLEM_PLACE));
    check("no such part of a problem", !cgl_report_get_problem(report, 0, (CglProblemPart)3));
}

static void refuses(const char *what, CglProgram *program, CglDiagnostics *diagnostics)
{
    check(what, !program && diagnostics && cgl_diagnostics_get_text(diagnostics)[0]);
    cgl_diagnostics_destroy(diagnostics);
    cgl_program_destroy(program);
}

static void load_what_is_not_there(void)
{
    CglDiagnostics *diagnostics = NULL;
    CglProgram *program = cgl_program_load(NULL, 0, &diagnostics);
    refuses("no bytes are not a program", program, diagnostics);
    program = cgl_program_load(NULL, 100, &diagnostics);
    refuses("nor are they with a size", program, diagnostics);
    program = cgl_program_load("CGL", 0, &diagnostics);
    refuses("nor are bytes without a size", program, diagnostics);
    program = cgl_program_load_file(NULL, &diagnostics);
    refuses("no path is not a file", program, diagnostics);
    program = cgl_program_load_file("", &diagnostics);
    refuses("nor is an empty one", program, diagnostics);
    program = cgl_program_load_file("-", &diagnostics);
    refuses("a line is not the standard input", program, diagnostics);
    check("without a place for diagnostics", !cgl_program_load_file(NULL, NULL));
}

/* A call that failed, its reason, and the session as good as before. */
static void fails(CglSession *session, const char *what, bool done)
{
    check(what, !done && cgl_session_get_error(session)[0]);
}

static void set_what_is_not_there(CglSession *session)
{
    fails(session, "no date", cgl_session_set_date(session, NULL));
    fails(session, "an empty date", cgl_session_set_date(session, ""));
    fails(session, "half a date", cgl_session_set_date(session, "2026-11"));
    fails(session, "no policy", cgl_session_set_policy(session, NULL, "3"));
    fails(session, "no value", cgl_session_set_policy(session, "very_low", NULL));
    fails(session, "an empty value", cgl_session_set_policy(session, "very_low", ""));
    fails(session, "no library", cgl_session_allow_native(session, NULL, NULL));
    fails(session, "a library that is not there",
          cgl_session_allow_native(session, "-", "00112233"));
    fails(session, "a folder as library", cgl_session_allow_native(session, "/", NULL));
    fails(session, "no such format", cgl_session_set_format(session, (CglFormat)77, (CglDetail)99));
    fails(session, "no such detail", cgl_session_set_format(session, CGL_JSON, (CglDetail)3));
    fails(session, "a negative format", cgl_session_set_format(session, (CglFormat)-1, CGL_FULL));
    check("a format that is there", cgl_session_set_format(session, CGL_JSON, CGL_FULL) &&
                                        is_text(cgl_session_get_error(session), ""));
}

static void evaluate_what_is_not_there(CglSession *session)
{
    size_t size = 0;
    CglReport *report = cgl_session_evaluate(session, NULL, 5);
    check("no record, with a size", !report && cgl_session_get_error(session)[0]);
    report = cgl_session_evaluate(session, NULL, 0);
    check("an empty record is an error with a report", report && cgl_report_is_error(report));
    ask_an_error(report);
    report = cgl_session_evaluate(session, "{}", 0);
    check("so are bytes without a size", report && cgl_report_is_error(report));
    report = cgl_session_evaluate(session, "{\"potassium\":3,\"swallows\":true}", 31);
    const char *text = cgl_report_get_text(report, &size);
    check("a record is evaluated as ever, in the form that was set",
          report && !cgl_report_is_error(report) && text[0] == '{' && strlen(text) == size);
    ask_for_what_is_not_there(report);
}

int main(int argc, char **argv)
{
    CglProgram *program = cgl_program_load_file(argc > 1 ? argv[1] : NULL, NULL);
    CglSession *session = cgl_session_create(program);
    if (!session) {
        printf("no session\n");
        return 1;
    }
    give_no_objects();
    ask_no_answer();
    load_what_is_not_there();
    set_what_is_not_there(session);
    evaluate_what_is_not_there(session);
    cgl_session_destroy(session);
    cgl_program_destroy(program);
    return failures != 0;
}
