/* test_runner.h - `cglc test`: the tests of a guideline and cases from a file. */
#ifndef TOOLS_TEST_RUNNER_H
#define TOOLS_TEST_RUNNER_H
#include "compiler/tools/source_program.h"

typedef struct TestCount {
    uint32_t passed, failed;
} TestCount;
/* Runs every `test` of the program; one line a failure with its place and what differs. */
TestCount test_runner_run(const SourceProgram *sp, StrBuf *out, bool verbose);
/* Cases from NDJSON text (--vignettes). */
TestCount test_runner_run_cases(const SourceProgram *sp, Str ndjson, const char *path, StrBuf *out,
                                bool verbose);
#endif
