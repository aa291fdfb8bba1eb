/* reports.c - a host that prints the reports of the records in a file, one a line:
 * PROGRAM.cgb RECORDS.ndjson. */
#include "runtime/cgl.h"
#include <stdio.h>
#include <string.h>

enum { LONGEST = 65536 };

static int print_reports(CglSession *session, FILE *records)
{
    static char line[LONGEST];
    while (fgets(line, sizeof line, records)) {
        size_t size = 0;
        CglReport *report = cgl_session_evaluate(session, line, strcspn(line, "\n"));
        if (!report) {
            fprintf(stderr, "%s\n", cgl_session_get_error(session));
            return 1;
        }
        const char *text = cgl_report_get_text(report, &size);
        fwrite(text, 1, size, stdout);
    }
    return 0;
}

int main(int count, char **words)
{
    CglDiagnostics *why = NULL;
    CglProgram *program = count == 3 ? cgl_program_load_file(words[1], &why) : NULL;
    FILE *records = program ? fopen(words[2], "r") : NULL;
    CglSession *session = cgl_session_create(program);
    int code = 2;
    if (records && session) {
        code = print_reports(session, records);
        fclose(records);
    }
    fputs(cgl_diagnostics_get_text(why), stderr);
    cgl_diagnostics_destroy(why);
    cgl_session_destroy(session);
    cgl_program_destroy(program);
    return code;
}
