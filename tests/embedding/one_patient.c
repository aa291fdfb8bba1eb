/* one_patient.c - a host: load a program, set a policy, evaluate one patient, look at the answer.
 */
#include <cgl.h>
#include <stdio.h>
#include <string.h>

static size_t read_all(const char *path, char *bytes, size_t room)
{
    FILE *file = fopen(path, "rb");
    size_t size = file ? fread(bytes, 1, room, file) : 0;
    if (file) {
        fclose(file);
    }
    return size;
}

static int complain(const char *what)
{
    fprintf(stderr, "%s\n", what);
    return 1;
}

int main(int argc, char **argv)
{
    char record[4096];
    CglDiagnostics *diagnostics = NULL;
    if (argc != 3) {
        return complain("usage: one_patient PROGRAM.cgb PATIENT.json");
    }
    CglProgram *program = cgl_program_load_file(argv[1], &diagnostics);
    if (!program) {
        return complain(cgl_diagnostics_get_text(diagnostics));
    }
    CglSession *session = cgl_session_create(program);
    if (!session) {
        return complain("no memory");
    }
    if (cgl_session_set_policy(session, "no_such_policy", "1")) {
        return complain("an unknown policy was taken");
    }
    if (cgl_session_get_error(session)[0] == '\0') {
        return complain("no reason was given");
    }
    if (!cgl_session_set_policy(session, "very_low", "3")) {
        return complain(cgl_session_get_error(session));
    }
    CglReport *report =
        cgl_session_evaluate(session, record, read_all(argv[2], record, sizeof record));
    if (!report || cgl_report_is_error(report)) {
        return complain("no report");
    }
    const char *text = cgl_report_get_text(report, NULL);
    if (!strstr(text, "\"needs\":[\"swallows\"]")) {
        return complain(text);
    }
    if (!strstr(text, "\"name\":\"ecg\"") || !strstr(text, "\"status\":\"applies\"")) {
        return complain(text);
    }
    report = cgl_session_evaluate(session, "{\"id\":", 6);
    if (!report || !cgl_report_is_error(report)) {
        return complain("half a record was taken for a whole one");
    }
    cgl_session_destroy(session);
    cgl_program_destroy(program);
    if (cgl_program_load("CGB\n", 4, &diagnostics)) {
        return complain("four bytes were taken for a program");
    }
    cgl_diagnostics_destroy(diagnostics);
    return 0;
}
