/* form.c - a host that shows what a form needs: PROGRAM.cgb RECORD.json [schema | record | QUESTION
 * [ABOUT]]; QUESTION is a number of CglQuestion. Without more it tries each once. */
#include <cgl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 65536 };

static char json[MOST_BYTES];

static size_t read_record(const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t size = file ? fread(json, 1, sizeof json, file) : 0;
    if (file) {
        fclose(file);
    }
    return size;
}

static bool ask(CglSession *session, CglQuestion question, const char *about, size_t size)
{
    if (!cgl_session_set_question(session, question, about)) {
        printf("%s\n", cgl_session_get_error(session));
        return false;
    }
    CglReport *report = cgl_session_evaluate(session, json, size);
    fputs(cgl_report_get_text(report, NULL), stdout);
    return report != NULL;
}

static bool show(CglSession *session, int count, char **words, size_t size)
{
    if (strcmp(words[3], "schema") == 0) {
        return puts(cgl_session_get_schema(session)) >= 0;
    }
    if (strcmp(words[3], "record") == 0) {
        CglReport *report = cgl_session_evaluate(session, json, size);
        return puts(cgl_report_get_record(report)) >= 0;
    }
    return ask(session, (CglQuestion)atoi(words[3]), count > 4 ? words[4] : NULL, size);
}

/* A question that was refused leaves the one before in force. */
static bool try_each(CglSession *session, size_t size)
{
    bool good = ask(session, CGL_NEXT, NULL, size) && ask(session, CGL_WHY, "ecg", size);
    good &= !ask(session, CGL_WHY, "eeg", size) && !ask(session, CGL_WHY_NOT, NULL, size);
    good &= !ask(session, CGL_WHAT_IF, "potassium=many", size);
    CglReport *report = cgl_session_evaluate(session, json, size);
    good &= strstr(cgl_report_get_text(report, NULL), "\"guideline\"") != NULL;
    good &= cgl_session_set_format(session, CGL_HTML, CGL_FULL) &&
            ask(session, CGL_WHAT_IF, "swallows=yes", size) && ask(session, CGL_REPORT, NULL, size);
    return good;
}

int main(int count, char **words)
{
    CglProgram *program = cgl_program_load_file(count > 2 ? words[1] : NULL, NULL);
    CglSession *session = cgl_session_create(program);
    size_t size = count > 2 ? read_record(words[2]) : 0;
    bool good =
        session && (count > 3 ? show(session, count, words, size) : try_each(session, size));
    cgl_session_destroy(session);
    cgl_program_destroy(program);
    return good ? 0 : 1;
}
