/* cli.h - what the command line of cglrun asks for. */
#ifndef RUNTIME_CLI_H
#define RUNTIME_CLI_H
#include "runtime/report/report.h"

typedef enum CliColor { CLI_COLOR_AUTO, CLI_COLOR_ALWAYS, CLI_COLOR_NEVER } CliColor;

typedef struct CliOptions {
    const char *program;      /* the .cgb */
    VEC(const char *) inputs; /* none: standard input */
    VEC(const char *) policies, policy_files, natives;
    bool format_given;
    ReportFormat format;
    ReportDetail detail;
    CliColor color;
    uint8_t question;           /* QuestionKind */
    const char *question_about; /* a name of the guideline */
    bool all, summary, strict, show_values, progress, decimal_comma, explain_problems;
    bool has_date;
    Day as_of;
    uint64_t max_errors;  /* 0: no limit */
    unsigned jobs, width; /* width 0: choose */
} CliOptions;

typedef enum CliResult { CLI_RUN, CLI_HELP, CLI_VERSION, CLI_USAGE } CliResult;

/* CLI_USAGE: *message says in one sentence what is wrong. */
CliResult cli_parse(Arena *arena, int argc, char **argv, CliOptions *options, Str *message);
void cli_print_help(StrBuf *out);
#endif
