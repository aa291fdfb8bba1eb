/* answers.c - a host that reads single answers. For each line of a file of records it prints what
 * every accessor gives, so that the test can hold it against the JSON report of the same record:
 * one line for each answer, its fields separated by tabs, what is a list by bars. */
#include <cgl.h>
#include <stdio.h>
#include <string.h>

static const char *const kinds[] = { "decision", "recommendation", "caution" };
static const char *const statuses[] = { "none",      "settled",        "unsettled", "applies",
                                        "ruled_out", "not_applicable", "open" };
static const char *const types[] = { "-", "yes_no", "choice", "integer", "decimal", "date" };

static void print_part(CglAnswer *answer, CglPart part)
{
    size_t count = cgl_answer_count(answer, part);
    putchar('\t');
    for (size_t i = 0; i < count; i++) {
        printf("%s%s", i ? "|" : "", cgl_answer_get(answer, part, i));
    }
}

static void print_answer(CglKind kind, CglAnswer *answer)
{
    const char *element = cgl_answer_get_element(answer), *value = cgl_answer_get_value(answer);
    printf("%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t%s", kinds[kind], cgl_answer_get_name(answer),
           element ? element : "-", statuses[cgl_answer_get_status(answer)],
           types[cgl_answer_get_type(answer)], value ? value : "-", cgl_answer_is_undecided(answer),
           cgl_answer_get_title(answer), cgl_answer_get_unit(answer));
    for (int part = 0; part <= CGL_LAST_PART; part++) {
        print_part(answer, (CglPart)part);
    }
    putchar('\n');
}

/* By index; by name the same one is found. */
static int print_kind(CglReport *report, CglKind kind)
{
    size_t count = cgl_report_count(report, kind);
    for (size_t i = 0; i < count; i++) {
        CglAnswer *answer = cgl_report_get(report, kind, i);
        print_answer(kind, answer);
        if (cgl_report_find(report, kind, cgl_answer_get_name(answer),
                            cgl_answer_get_element(answer)) != answer) {
            printf("another answer has this name\n");
            return 1;
        }
    }
    return 0;
}

static int print_report(CglReport *report)
{
    int failed = 0;
    for (int kind = CGL_DECISIONS; kind <= CGL_CAUTIONS; kind++) {
        failed |= print_kind(report, (CglKind)kind);
    }
    for (size_t i = 0; i < cgl_report_count_problems(report); i++) {
        printf("problem\t%s\t%s\t%s\n", cgl_report_get_problem(report, i, CGL_PROBLEM_CODE),
               cgl_report_get_problem(report, i, CGL_PROBLEM_PLACE),
               cgl_report_get_problem(report, i, CGL_PROBLEM_MESSAGE));
    }
    return failed;
}

int main(int argc, char **argv)
{
    static char line[1 << 20];
    int failed = 0;
    FILE *records = argc > 2 ? fopen(argv[2], "r") : NULL;
    CglProgram *program = cgl_program_load_file(argc > 1 ? argv[1] : NULL, NULL);
    CglSession *session = cgl_session_create(program);
    if (!records || !session) {
        printf("usage: answers PROGRAM.cgb RECORDS.ndjson\n");
        return 64;
    }
    while (fgets(line, sizeof line, records)) {
        CglReport *report = cgl_session_evaluate(session, line, strcspn(line, "\n"));
        failed |= !report || print_report(report);
        printf("end\n");
    }
    fclose(records);
    cgl_session_destroy(session);
    cgl_program_destroy(program);
    return failed;
}
