/* test_runner.c - run tests and cases, count, and say what failed. */
#include "compiler/testing/test_runner.h"
#include "compiler/testing/case_runner.h"
#include "compiler/testing/claims.h"
#include "compiler/testing/coverage.h"
#include "compiler/testing/test_case.h"
#include "compiler/tools/json_build.h"
#include "runtime/base/code_point.h"

#include <string.h>

static void report_case(TestCount *count, StrBuf *out, Str place, Str name, bool passed,
                        const StrBuf *why, bool verbose)
{
    if (passed) {
        count->passed++;
    } else {
        count->failed++;
    }
    if (passed && !verbose) {
        return;
    }
    code_point_add_shown(out, place, false);
    buf_add_c(out, passed ? ": ok \"" : ": FAILED \"");
    code_point_add_shown(out, name, false);
    buf_add_c(out, "\"\n");
    if (!passed) {
        code_point_add_shown(out, buf_get(why), true);
    }
}

static void add_to_coverage(void *context, const Evaluation *evaluation, const Record *record,
                            json_t *one)
{
    coverage_add(context, evaluation, record, one);
}

/* Its expectations, and the checks of the guideline on its patient. */
static bool run_one(const SourceProgram *sp, CaseRunner *runner, json_t *one, StrBuf *why)
{
    bool passed = case_runner_run(runner, one, why);
    return (!sp->claims || claims_hold(sp->claims, one, why)) && passed;
}

static CaseRunner *create_runner(const SourceProgram *sp)
{
    if (!sp->coverage) {
        return case_runner_create(sp->arena, sp->program);
    }
    CaseRunner *runner = case_runner_create(sp->arena, coverage_get_program(sp->coverage));
    case_runner_watch(runner, add_to_coverage, sp->coverage);
    return runner;
}

TestCount test_runner_run(const SourceProgram *sp, StrBuf *out, bool verbose)
{
    TestCount count = { 0, 0 };
    CaseRunner *runner = create_runner(sp);
    for (uint32_t i = 0; i < sp->ast->tests.count; i++) {
        const AstTest *test = sp->ast->tests.items[i];
        StrBuf why = { .arena = sp->arena };
        Str wrong = STR_NONE;
        json_t *one = test_case_make(sp->arena, sp->ast, test, &wrong);
        bool passed = one && run_one(sp, runner, one, &why);
        if (!one) {
            buf_add_format(&why, "    %S\n", wrong);
        }
        json_decref(one);
        Str place = str_format(sp->arena, "%S:%u", sp->sources.files.items[test->span.file].path,
                               source_locate(&sp->sources, test->span).line);
        report_case(&count, out, place, test->name.text, passed, &why, verbose);
    }
    case_runner_destroy(runner);
    return count;
}

static void run_line(const SourceProgram *sp, CaseRunner *runner, Str line, Str place,
                     TestCount *count, StrBuf *out, bool verbose)
{
    StrBuf why = { .arena = sp->arena };
    json_error_t error;
    json_t *one = json_loadb(line.ptr, line.len, 0, &error);
    json_build_check(sp->arena);
    bool passed = one && run_one(sp, runner, one, &why);
    if (!one) {
        buf_add_format(&why, "    not a JSON object: %s\n", error.text);
    }
    const char *name = one ? json_string_value(json_object_get(one, "name")) : NULL;
    report_case(count, out, place, str_copy(sp->arena, str_from_c(name ? name : "unnamed")), passed,
                &why, verbose);
    json_decref(one);
}

TestCount test_runner_run_cases(const SourceProgram *sp, Str ndjson, const char *path, StrBuf *out,
                                bool verbose)
{
    TestCount count = { 0, 0 };
    CaseRunner *runner = create_runner(sp);
    unsigned number = 0;
    Str line;
    while (str_take_line(&ndjson, &line)) {
        number++;
        if (line.len > 0) {
            run_line(sp, runner, line, str_format(sp->arena, "%s:%u", path, number), &count, out,
                     verbose);
        }
    }
    case_runner_destroy(runner);
    return count;
}
