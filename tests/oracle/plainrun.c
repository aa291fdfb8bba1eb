/* plainrun.c - cglrun over the second engine: plainrun FILE.cgl [--as-of DATE] [--policy
 * NAME=VALUE]... < PATIENTS.ndjson > brief reports. A record with more unknowns than can be
 * enumerated prints {"too_many":true}. */
#include "compiler/tools/source_program.h"
#include "compiler/verify/bound.h"
#include "runtime/base/limits.h"
#include "runtime/report/report.h"
#include "tests/oracle/plain_evaluation.h"

#include <stdio.h>
#include <string.h>

/* The bound is a promise of the diagrams: it asks the reasoner, whose functions this program
 * replaces. */
uint64_t bound_check(Arena *arena, const Ast *ast, Program *program, DiagList *diags)
{
    (void)arena, (void)ast, (void)program, (void)diags;
    return 0;
}

static void print(Str text)
{
    fwrite(text.ptr, 1, text.len, stdout);
}

static void run_record(Arena *session, Arena *run, ReportWriter *writer, Evaluation *evaluation,
                       Record *record)
{
    StrBuf buf = { .arena = run };
    evaluation_run(evaluation, run, record);
    report_add(writer, &buf, run, evaluation, record);
    if (plain_had_too_many(evaluation)) {
        print(STR("{\"too_many\":true}\n"));
    } else {
        print(buf_get(&buf));
    }
}

/* What follows the file: options in pairs. */
static bool read_options(Arena *session, const Program *program, char **argv,
                         ReportOptions *options, PolicySet *set)
{
    Day last;
    Str why;
    for (; argv[0] && argv[1]; argv += 2) {
        Str value = str_from_c(argv[1]);
        if (strcmp(argv[0], "--as-of") == 0) {
            options->has_date = date_parse(value, &options->as_of, &last);
        }
        const char *equals = memchr(value.ptr, '=', value.len);
        if (strcmp(argv[0], "--policy") != 0 || !equals) {
            continue;
        }
        Str name = { value.ptr, (size_t)(equals - value.ptr) };
        Str rest = { equals + 1, value.len - name.len - 1 };
        if (!policy_set_text(session, program, set, name, rest, &why)) {
            return false;
        }
    }
    return true;
}

static int run_all(Arena *session, Arena *run, char **argv)
{
    SourceProgram sp;
    source_program_read(&sp, session, argv[1], false, NULL);
    if (!sp.program) {
        StrBuf buf = { .arena = session };
        diag_print(&buf, &sp.sources, &sp.diags, DIAG_STYLE_TEXT, false);
        print(buf_get(&buf));
        return 65;
    }
    plain_set_ast(sp.ast);
    ReportOptions options = { .format = REPORT_NDJSON, .detail = REPORT_BRIEF, .all = true };
    PolicySet policies = { 0 };
    options.policies = &policies;
    if (!read_options(session, sp.program, argv + 2, &options, &policies)) {
        return 64;
    }
    Evaluation *evaluation = evaluation_create(session, sp.program);
    ReportWriter *writer = report_create(session, sp.program, options);
    Record *record = record_create(session, run, sp.program);
    PatientReader *reader = patient_open(session, sp.program, 0, PATIENT_NDJSON);
    RecordError error;
    PatientNext next;
    while (arena_reset(run), (next = patient_next(reader, record, &error)) != PATIENT_END) {
        if (next == PATIENT_READ_FAILED) {
            return 74;
        }
        if (next == PATIENT_ERROR) {
            print(STR("{\"error\":true}\n"));
            continue;
        }
        policy_apply(&policies, sp.program, record);
        if (options.has_date && sp.program->reads_date) {
            record_set_date(record, sp.program, options.as_of);
        }
        run_record(session, run, writer, evaluation, record);
    }
    patient_close(reader);
    return 0;
}

int main(int argc, char **argv)
{
    jmp_buf recovery;
    Arena *session = arena_create(0), *run = arena_create(0);
    if (argc < 2 || !session || !run || setjmp(recovery)) {
        return 70;
    }
    arena_set_recovery(session, &recovery);
    arena_set_recovery(run, &recovery);
    return run_all(session, run, argv);
}
