/* cglrun.c - the hospital's program: loads verified bytecode, evaluates patients. It contains no
 * parser. */
#include "runtime/base/code_point.h"
#include "runtime/base/interrupt.h"
#include "runtime/base/limits.h"
#include "runtime/cglrun/batch.h"
#include "runtime/bytecode/image.h"
#include "runtime/bytecode/verify.h"
#include "runtime/cgl.h"
#include "runtime/native/native.h"
#include "runtime/patient/change.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum {
    EXIT_ERRORS = 1,
    EXIT_USAGE = 64,
    EXIT_BAD_DATA = 65,
    EXIT_NO_INPUT = 66,
    EXIT_BUG = 70,
    EXIT_IO = 74
};
enum { WIDEST = 100, HASH_DIGITS = 64 };
static const char STANDARD_OUTPUT[] = "standard output";

/* ---- messages ---- */

static void write_all(int fd, Str text)
{
    while (text.len > 0) {
        ssize_t put = write(fd, text.ptr, text.len);
        if (put <= 0) {
            return;
        }
        text.ptr += put;
        text.len -= (size_t)put;
    }
}

/* One line on standard error, whatever a file is called. */
static int fail(Arena *arena, int code, Str message)
{
    StrBuf line = { .arena = arena };

    buf_add_c(&line, "cglrun: ");
    code_point_add_shown(&line, message, false);
    buf_add_char(&line, '\n');
    write_all(STDERR_FILENO, buf_get(&line));
    return code;
}

static int fail_about(Arena *arena, int code, const char *path, const char *what)
{
    return fail(arena, code, str_format(arena, "%s: %s", path, what));
}

/* ---- the program ---- */

static int load_program(Arena *arena, const char *path, Program **program)
{
    Str bytes, why = STR_NONE;

    switch (io_read_file(arena, path, LIMIT_IMAGE_BYTES, 0, &bytes)) {
    case IO_OK: break;
    case IO_NOT_FOUND: return fail_about(arena, EXIT_NO_INPUT, path, io_explain_open(path));
    case IO_TOO_LARGE:
        return fail_about(arena, EXIT_BAD_DATA, path, "is larger than a program may be");
    default: return fail_about(arena, EXIT_IO, path, "reading failed");
    }
    *program = image_read(arena, bytes, &why);
    if (!*program || !program_verify(*program, &why)) {
        return fail(arena, EXIT_BAD_DATA,
                    str_format(arena, "%s: not a valid program: %S", path, why));
    }
    return 0;
}

/* ---- policies ---- */

static int parse_policy_file(Arena *arena, const Program *program, const char *path, PolicySet *set)
{
    Str bytes, why = STR_NONE;
    IoStatus status = io_read_file(arena, path, LIMIT_RECORD_BYTES, 64, &bytes);

    if (status == IO_TOO_LARGE) {
        return fail_about(arena, EXIT_USAGE, path, "is larger than a policy file may be");
    }
    if (status != IO_OK) {
        return fail_about(arena, EXIT_NO_INPUT, path, "cannot be read");
    }
    if (!policy_set_json(arena, program, set, bytes, &why)) {
        return fail(arena, EXIT_USAGE, str_format(arena, "%s: %S", path, why));
    }
    return 0;
}

/* Which of two files a hospital means is not guessed. */
static int add_policy_file(Arena *arena, const Program *program, const char *path, PolicySet *set)
{
    PolicySet own = { 0 };
    int code = parse_policy_file(arena, program, path, &own);

    for (uint16_t i = 0; code == 0 && i < own.count; i++) {
        if (policy_is_set(set, own.fields[i])) {
            code = fail(arena, EXIT_USAGE,
                        str_format(arena, "%s: policy %S is given in another policy file already",
                                   path, program->fields[own.fields[i]].path));
        }
    }
    if (code == 0) {
        policy_add_all(arena, set, &own);
    }
    return code;
}

static int set_policy(Arena *arena, const Program *program, const char *text, PolicySet *set)
{
    const char *equals = strchr(text, '=');
    uint16_t before = set->count;
    Str why = STR_NONE;

    if (!equals) {
        return fail(arena, EXIT_USAGE,
                    str_format(arena, "--policy wants NAME=VALUE, not '%s'", text));
    }
    Str name = { text, (size_t)(equals - text) };
    if (!policy_set_text(arena, program, set, name, str_from_c(equals + 1), &why)) {
        return fail(arena, EXIT_USAGE, why);
    }
    if (set->count == before) {
        return fail(arena, EXIT_USAGE,
                    str_format(arena, "policy %S is given more than once", name));
    }
    return 0;
}

/* The command line wins over files. */
static int set_policies(Arena *arena, const Program *program, const CliOptions *options,
                        PolicySet *set)
{
    PolicySet given = { 0 };
    int code = 0;

    for (uint32_t i = 0; code == 0 && i < options->policy_files.count; i++) {
        code = add_policy_file(arena, program, options->policy_files.items[i], set);
    }
    for (uint32_t i = 0; code == 0 && i < options->policies.count; i++) {
        code = set_policy(arena, program, options->policies.items[i], &given);
    }
    policy_add_all(arena, set, &given);
    return code;
}

/* ---- natives ---- */

static bool is_hash(const char *text)
{
    return strlen(text) == HASH_DIGITS && strspn(text, "0123456789abcdefABCDEF") == HASH_DIGITS;
}

/* LIBRARY or LIBRARY=SHA256. A file may have an equals sign in its name: what follows the last one
 * is meant as a hash if it is one, or if there is no such file and it cannot be a part of a path.
 */
static int allow_native(Arena *arena, Natives *natives, const char *text)
{
    char *path = str_to_c(arena, str_from_c(text)), *equals = strrchr(path, '=');
    bool hashed =
        equals && (is_hash(equals + 1) || (!strchr(equals, '/') && access(path, F_OK) != 0));
    Str why = STR_NONE;

    if (hashed) {
        *equals = '\0';
    }
    if (hashed && !is_hash(equals + 1)) {
        return fail(
            arena, EXIT_USAGE,
            str_format(
                arena,
                "--allow-native %s: its SHA-256 has %u hexadecimal digits; after '=' stand %u characters",
                path, HASH_DIGITS, (unsigned)strlen(equals + 1)));
    }
    if (!natives_allow(natives, path, hashed ? equals + 1 : NULL, &why)) {
        return fail(arena, EXIT_USAGE, str_format(arena, "--allow-native %s: %S", path, why));
    }
    return 0;
}

/* A native function that is not allowed ends the run before it starts: an answer without it would
 * be another one. */
static int allow_natives(Arena *arena, const Program *program, const CliOptions *options,
                         Natives **natives)
{
    Str why = STR_NONE;
    int code = 0;

    if (program->native_count == 0) {
        return 0;
    }
    *natives = natives_create(arena, program);
    natives_set_isolated(*natives, true);
    for (uint32_t i = 0; code == 0 && i < options->natives.count; i++) {
        code = allow_native(arena, *natives, options->natives.items[i]);
    }
    if (code == 0 && !natives_check(*natives, &why)) {
        code = fail(arena, EXIT_USAGE,
                    str_format(arena, "%S; allow its library with --allow-native", why));
    }
    return code;
}

/* ---- how it is shown ---- */

static bool wants_color(const CliOptions *options)
{
    const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");

    if (options->color != CLI_COLOR_AUTO) {
        return options->color == CLI_COLOR_ALWAYS;
    }
    return isatty(STDOUT_FILENO) && !(no_color && *no_color) &&
           !(terminal && strcmp(terminal, "dumb") == 0);
}

static unsigned choose_width(const CliOptions *options)
{
    struct winsize size;

    if (options->width > 0) {
        return options->width;
    }
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
        size.ws_col >= 40) {
        return size.ws_col < WIDEST ? size.ws_col : WIDEST;
    }
    return 0;
}

static int parse_changes(Arena *arena, const Program *program, const char *text, Question *question)
{
    ChangeSet *changes = ARENA_NEW(arena, ChangeSet);
    Str why = STR_NONE;

    question->changes = changes;
    if (change_parse(arena, program, str_from_c(text), changes, &why)) {
        return 0;
    }
    return fail(arena, EXIT_USAGE, str_format(arena, "--what-if: %S", why));
}

static int find_question(Arena *arena, const Program *program, const CliOptions *options,
                         Question *question)
{
    QuestionKind kind = (QuestionKind)options->question;
    Str why = STR_NONE;

    question->kind = options->question;
    if (kind == QUESTION_WHAT_IF) {
        return parse_changes(arena, program, options->question_about, question);
    }
    if (!options->question_about ||
        question_find(arena, program, kind, str_from_c(options->question_about), &question->block,
                      &why)) {
        return 0;
    }
    return fail(arena, EXIT_USAGE, why);
}

static ReportOptions choose_report(const CliOptions *options, const PolicySet *policies)
{
    ReportFormat automatic = isatty(STDOUT_FILENO) ? REPORT_TEXT : REPORT_NDJSON;

    return (ReportOptions){
        .format = options->format_given ? options->format : automatic,
        .detail = options->detail,
        .all = options->all,
        .show_values = options->show_values,
        .explain_problems = options->explain_problems,
        .color = wants_color(options),
        .width = choose_width(options),
        .has_date = options->has_date,
        .as_of = options->as_of,
        .policies = policies,
    };
}

/* ---- the run ---- */

/* Before anything is written: a name that is wrong is wrong for the whole run. */
static const char *find_unreadable(const CliOptions *options)
{
    for (uint32_t i = 0; i < options->inputs.count; i++) {
        if (strcmp(options->inputs.items[i], "-") != 0 &&
            access(options->inputs.items[i], R_OK) != 0) {
            return options->inputs.items[i];
        }
    }
    return NULL;
}

static const char *name_input(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

/* `cglrun P r.ndjson >> r.ndjson` would read its own reports without end, and `>> P` spoil what it
 * runs. */
static const char *find_written(const CliOptions *options)
{
    if (options->inputs.count == 0 && io_writes_to(STDOUT_FILENO, "-")) {
        return "-";
    }
    for (uint32_t i = 0; i < options->inputs.count; i++) {
        if (io_writes_to(STDOUT_FILENO, options->inputs.items[i])) {
            return options->inputs.items[i];
        }
    }
    for (uint32_t i = 0; i < options->policy_files.count; i++) {
        if (io_writes_to(STDOUT_FILENO, options->policy_files.items[i])) {
            return options->policy_files.items[i];
        }
    }
    return io_writes_to(STDOUT_FILENO, options->program) ? options->program : NULL;
}

/* Before anything is read. */
static int protect_inputs(Arena *arena, const CliOptions *options)
{
    const char *written = find_written(options);

    return written ? fail_about(arena, EXIT_USAGE, name_input(written),
                                "is read here, and standard output goes into it")
                   : 0;
}

static int report_result(Arena *arena, const Batch *batch)
{
    if (batch->written == IO_WRITE_FAILED) {
        return fail_about(arena, EXIT_IO, STANDARD_OUTPUT, "writing failed");
    }
    if (batch->written == IO_READER_GONE) {
        return 0; /* whoever read us has seen enough */
    }
    if (interrupt_is_pending()) {
        return INTERRUPT_EXIT;
    }
    if (batch->missing) {
        return fail_about(arena, EXIT_NO_INPUT, batch->missing, io_explain_open(batch->missing));
    }
    if (batch->unread) {
        return fail_about(arena, EXIT_IO, name_input(batch->unread), "reading failed");
    }
    if (batch->refused) {
        return fail(arena, EXIT_BAD_DATA,
                    str_format(arena, "%s: %S", name_input(batch->refused), batch->why));
    }
    if (batch->told == IO_WRITE_FAILED) {
        return fail_about(arena, EXIT_IO, "standard error", "writing failed");
    }
    if (batch->errors > 0 || batch->faults > 0) {
        return EXIT_ERRORS;
    }
    return batch->options->strict && batch->problems > 0 ? EXIT_ERRORS : 0;
}

static int64_t get_milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int run_batch(Arena *arena, const Program *program, const CliOptions *options,
                     const PolicySet *policies, const Question *question, Natives *natives)
{
    Batch *batch =
        ARENA_NEW(arena, Batch); /* it holds the output's buffer: too large for a stack */

    batch->arena = arena;
    batch->program = program;
    batch->options = options;
    batch->policies = policies;
    batch->report = choose_report(options, policies);
    batch->report.question = *question;
    batch->flush_each = isatty(STDOUT_FILENO);
    if (options->progress || (isatty(STDERR_FILENO) && !batch->flush_each)) {
        batch->get_time = get_milliseconds;
    }
    if (natives) {
        batch->native_context = natives;
        batch->native = native_call;
        batch->is_given_up = native_is_given_up;
    }
    batch_run(batch);
    return report_result(arena, batch);
}

static int run(Arena *arena, const CliOptions *options)
{
    Natives *natives = NULL;
    Program *program = NULL;
    PolicySet policies = { 0 };
    Question question = { 0 };
    const char *missing;
    int code = protect_inputs(arena, options);

    if (code == 0) {
        code = load_program(arena, options->program, &program);
    }
    if (code == 0) {
        code = set_policies(arena, program, options, &policies);
    }
    if (code == 0) {
        code = find_question(arena, program, options, &question);
    }
    if (code != 0) {
        return code;
    }
    if (program->reads_date && !options->has_date) {
        return fail(arena, EXIT_USAGE, STR("this program reads the date: give --as-of DATE"));
    }
    missing = find_unreadable(options);
    if (missing) {
        return fail_about(arena, EXIT_NO_INPUT, missing, io_explain_open(missing));
    }
    code = allow_natives(arena, program, options, &natives);
    if (code != 0) {
        return code;
    }
    code = run_batch(arena, program, options, &policies, &question, natives);
    if (natives) {
        natives_close(natives);
    }
    return code;
}

static int print_text(Arena *arena, Str text)
{
    Out *out = ARENA_NEW(arena, Out);

    out_init(out, STDOUT_FILENO);
    out_write(out, text);
    return out_flush(out) == IO_WRITE_FAILED
               ? fail_about(arena, EXIT_IO, STANDARD_OUTPUT, "writing failed")
               : 0;
}

static int start(Arena *arena, int argc, char **argv)
{
    CliOptions *options = ARENA_NEW(arena, CliOptions);
    StrBuf text = { .arena = arena };
    Str message = STR_NONE;

    switch (cli_parse(arena, argc, argv, options, &message)) {
    case CLI_RUN: return run(arena, options);
    case CLI_HELP: cli_print_help(&text); return print_text(arena, buf_get(&text));
    case CLI_VERSION: return print_text(arena, STR("cglrun " CGL_VERSION "\n"));
    case CLI_USAGE: break;
    }
    return fail(arena, EXIT_USAGE, message);
}

int main(int argc, char **argv)
{
    static jmp_buf exhausted;
    Arena *arena;
    int code;

    io_claim_streams();
    interrupt_catch();
    signal(SIGPIPE, SIG_IGN); /* a reader that goes away is told by write */
    arena = arena_create(0);
    if (!arena || setjmp(exhausted)) {
        write_all(STDERR_FILENO, STR("cglrun: out of memory\n"));
        return EXIT_BUG;
    }
    arena_set_recovery(arena, &exhausted);
    code = start(arena, argc, argv);
    arena_destroy(arena);
    return code;
}
