/* cglc.c - the author's program: its command line. What each command does is in compiler/tools. */
#include "compiler/tools/eval.h"
#include "compiler/tools/schema.h"
#include "compiler/tools/source_program.h"
#include "compiler/tools/test_runner.h"
#include "runtime/base/limits.h"
#include "runtime/bytecode/image.h"
#include "runtime/bytecode/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 64, EXIT_DATA = 65, EXIT_INPUT = 66, EXIT_BUG = 70, EXIT_IO = 74 };

typedef struct Options {
    const char *output, *vignettes;
    DiagStyle style;
    bool color, verbose, help;
    bool dump_ast, dump_ir, dump_asm;
    const char *files[256];
    unsigned file_count;
} Options;

typedef struct Command {
    const char *name, *usage, *what;
    int (*run)(Arena *arena, const Options *options);
} Command;

/* ---- output ---- */

static int write_to(int fd, Str text)
{
    static Out out;     /* its buffer is too large for the stack */
    out_init(&out, fd);
    out_write(&out, text);
    IoStatus status = out_flush(&out);
    return status == IO_OK || status == IO_READER_GONE ? EXIT_OK : EXIT_IO;
}

static int say_error(Arena *arena, const char *format, const char *subject)
{
    StrBuf buf = { .arena = arena };
    buf_add_format(&buf, "cglc: ");
    buf_add_format(&buf, format, subject);
    buf_add_char(&buf, '\n');
    return write_to(2, buf_get(&buf));
}

static int report_unreadable(Arena *arena, const char *path, IoStatus status)
{
    const char *why = status == IO_NOT_FOUND ? "%s: cannot be opened" : status == IO_TOO_LARGE ? "%s: is larger than 16 MiB"
                                                                                             : "%s: reading failed";
    say_error(arena, why, path);
    return status == IO_READ_FAILED ? EXIT_IO : EXIT_INPUT;
}

static void print_diagnostics(SourceProgram *sp, const Options *options)
{
    StrBuf buf = { .arena = sp->arena };
    diag_print(&buf, &sp->sources, &sp->diags, options->style, options->color);
    if (buf.len) write_to(2, buf_get(&buf));
}

/* Reads one file; exit code if it cannot go on, 0 otherwise. */
static int read_program(SourceProgram *sp, Arena *arena, const char *path, bool check_only, const Options *options,
                        CompileDump *dump)
{
    source_program_read(sp, arena, path, check_only, dump);
    if (sp->status != IO_OK) return report_unreadable(arena, path, sp->status);
    print_diagnostics(sp, options);
    return sp->diags.errors ? EXIT_DATA : EXIT_OK;
}

/* ---- commands ---- */

static const char *make_output_path(Arena *arena, const char *source)
{
    size_t length = strlen(source);
    if (length > 4 && strcmp(source + length - 4, ".cgl") == 0) length -= 4;
    return str_to_c(arena, str_format(arena, "%S.cgb", (Str){ source, length }));
}

static int print_dumps(SourceProgram *sp, const Options *options, const StrBuf *ir)
{
    StrBuf out = { .arena = sp->arena };
    if (options->dump_ast) ast_dump(&out, sp->ast);
    if (options->dump_ir) buf_add(&out, buf_get(ir));
    if (options->dump_asm) program_disassemble(&out, sp->program);
    return write_to(1, buf_get(&out));
}

static int run_compile(Arena *arena, const Options *options)
{
    SourceProgram sp;
    StrBuf ir = { .arena = arena };
    CompileDump dump = { .ir = options->dump_ir ? &ir : NULL };
    const char *path = options->files[0];
    int code = read_program(&sp, arena, path, false, options, &dump);
    if (code) return code;
    if (options->dump_ast || options->dump_ir || options->dump_asm) return print_dumps(&sp, options, &ir);
    const char *output = options->output ? options->output : make_output_path(arena, path);
    if (io_write_file_atomically(output, sp.image) == IO_OK) return EXIT_OK;
    say_error(arena, "%s: cannot be written", output);
    return EXIT_IO;
}

static int run_check(Arena *arena, const Options *options)
{
    int worst = EXIT_OK;
    for (unsigned i = 0; i < options->file_count; i++) {
        SourceProgram sp;
        int code = read_program(&sp, arena, options->files[i], false, options, NULL);
        if (code > worst) worst = code;
    }
    return worst;
}

static int run_cases(SourceProgram *sp, const Options *options, StrBuf *out, TestCount *total)
{
    Str text = STR_NONE;
    IoStatus status = io_read_file(sp->arena, options->vignettes, LIMIT_IMAGE_BYTES, 0, &text);
    if (status != IO_OK) return report_unreadable(sp->arena, options->vignettes, status);
    TestCount count = test_runner_run_cases(sp, text, options->vignettes, out, options->verbose);
    total->passed += count.passed;
    total->failed += count.failed;
    return EXIT_OK;
}

static int run_test(Arena *arena, const Options *options)
{
    TestCount total = { 0, 0 };
    StrBuf out = { .arena = arena };
    for (unsigned i = 0; i < options->file_count; i++) {
        SourceProgram sp;
        int code = read_program(&sp, arena, options->files[i], false, options, NULL);
        if (code) return code;
        TestCount count = test_runner_run(&sp, &out, options->verbose);
        total.passed += count.passed;
        total.failed += count.failed;
        if (options->vignettes && (code = run_cases(&sp, options, &out, &total)) != EXIT_OK) return code;
    }
    buf_add_format(&out, "%u passed, %u failed\n", total.passed, total.failed);
    int code = write_to(1, buf_get(&out));
    return code ? code : total.failed ? EXIT_FAILED : EXIT_OK;
}

static int run_eval(Arena *arena, const Options *options)
{
    SourceProgram sp;
    StrBuf out = { .arena = arena };
    bool good = eval_expression(&sp, arena, options->files[0], &out);
    print_diagnostics(&sp, options);
    return good ? write_to(1, buf_get(&out)) : EXIT_DATA;
}

static int run_disasm(Arena *arena, const Options *options)
{
    Str bytes = STR_NONE, why = STR_NONE;
    IoStatus status = io_read_file(arena, options->files[0], LIMIT_IMAGE_BYTES, 0, &bytes);
    if (status != IO_OK) return report_unreadable(arena, options->files[0], status);
    Program *program = image_read(arena, bytes, &why);
    if (!program || !program_verify(program, &why)) {
        StrBuf line = { .arena = arena };
        buf_add_format(&line, "cglc: %s: %S\n", options->files[0], why);
        write_to(2, buf_get(&line));
        return EXIT_DATA;
    }
    StrBuf out = { .arena = arena };
    program_disassemble(&out, program);
    return write_to(1, buf_get(&out));
}

static int run_schema(Arena *arena, const Options *options)
{
    SourceProgram sp;
    StrBuf out = { .arena = arena };
    int code = read_program(&sp, arena, options->files[0], false, options, NULL);
    if (code) return code;
    schema_print(&out, sp.program);
    return write_to(1, buf_get(&out));
}

static int run_later(Arena *arena, const Options *options)
{
    (void)options;
    say_error(arena, "%s", "this command is not there yet in this version");
    return EXIT_USAGE;
}

static const Command COMMANDS[] = {
    { "check", "check FILE...", "parse, resolve, type-check, lint; write nothing", run_check },
    { "test", "test [--vignettes F.ndjson] [--verbose] FILE...", "run the tests of a guideline", run_test },
    { "eval", "eval 'EXPRESSION'", "evaluate one expression and print its value", run_eval },
    { "disasm", "disasm FILE.cgb", "list a compiled program", run_disasm },
    { "schema", "schema FILE", "the patient record as JSON Schema (2020-12)", run_schema },
    { "fmt", "fmt [--check] FILE...", "format in place (not there yet)", run_later },
    { "verify", "verify FILE", "proofs (not there yet)", run_later },
    { "diff", "diff OLD NEW [PATIENTS]", "what changes between two versions (not there yet)", run_later },
    { "trace", "trace FILE", "statements x rules (not there yet)", run_later },
    { "doc", "doc FILE -o DIR", "HTML reference of the guideline (not there yet)", run_later },
    { "graph", "graph FILE [-o FILE.svg]", "the algorithm drawn (not there yet)", run_later },
    { "emit-c", "emit-c FILE.cgl -o FILE.c", "native code (not there yet)", run_later },
    { "lsp", "lsp", "language server (not there yet)", run_later },
    { "repl", "repl [FILE]", "interactive session (not there yet)", run_later },
};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

/* ---- command line ---- */

static void print_help(StrBuf *out)
{
    buf_add_c(out, "cglc - compile, check and test clinical guidelines written in CGL\n\n"
                   "usage: cglc FILE.cgl [-o FILE.cgb]   compile (default output: FILE.cgb beside the source)\n");
    for (int i = 0; i < COMMAND_COUNT; i++)
        buf_add_format(out, "       cglc %s\n           %s\n", COMMANDS[i].usage, COMMANDS[i].what);
    buf_add_c(out, "\noptions:\n"
                   "  -o FILE                     output file\n"
                   "  --diagnostics text|json|gnu how messages are printed (default text)\n"
                   "  --dump=ast|ir|asm           print what a pass made instead of writing a file\n"
                   "  --vignettes F.ndjson        also run the cases of this file\n"
                   "  --verbose                   name tests that pass, too\n"
                   "  --help, --version\n"
                   "\nexit codes: 0 all well, 1 a test failed, 64 usage, 65 bad guideline or bytecode,\n"
                   "66 input cannot be opened, 70 a bug of ours, 74 reading or writing failed\n");
}

static int print_usage_error(Arena *arena, const char *what)
{
    say_error(arena, "%s (cglc --help lists the commands)", what);
    return EXIT_USAGE;
}

static bool read_style(const char *text, DiagStyle *style)
{
    if (strcmp(text, "text") == 0) *style = DIAG_STYLE_TEXT;
    else if (strcmp(text, "json") == 0) *style = DIAG_STYLE_JSON;
    else if (strcmp(text, "gnu") == 0) *style = DIAG_STYLE_GNU;
    else return false;
    return true;
}

static bool read_dump(const char *text, Options *options)
{
    if (strcmp(text, "ast") == 0) options->dump_ast = true;
    else if (strcmp(text, "ir") == 0) options->dump_ir = true;
    else if (strcmp(text, "asm") == 0) options->dump_asm = true;
    else return false;
    return true;
}

/* --name VALUE or --name=VALUE; NULL if argument i is not that option. */
static const char *read_value(char **argv, int argc, int *i, const char *name)
{
    size_t length = strlen(name);
    if (strncmp(argv[*i], name, length) != 0) return NULL;
    if (argv[*i][length] == '=') return argv[*i] + length + 1;
    if (argv[*i][length] != '\0' || *i + 1 >= argc) return NULL;
    return argv[++*i];
}

static bool read_option(char **argv, int argc, int *i, Options *o)
{
    const char *value;
    if (strcmp(argv[*i], "--help") == 0 || strcmp(argv[*i], "-h") == 0) return o->help = true;
    if (strcmp(argv[*i], "--verbose") == 0) return o->verbose = true;
    if ((value = read_value(argv, argc, i, "-o"))) { o->output = value; return true; }
    if ((value = read_value(argv, argc, i, "--vignettes"))) { o->vignettes = value; return true; }
    if ((value = read_value(argv, argc, i, "--diagnostics"))) return read_style(value, &o->style);
    if ((value = read_value(argv, argc, i, "--dump"))) return read_dump(value, o);
    return false;
}

/* free: what looks like an unknown option is an argument (an expression may begin with a minus). */
/* `-5` and `-(2 + 3)` are expressions to evaluate. */
static bool looks_like_option(const char *text)
{
    return text[0] == '-' && text[1] != '\0' && !strchr("0123456789 (", text[1]);
}

static const char *read_arguments(int argc, char **argv, int start, bool free, Options *o)
{
    bool only_files = false;
    for (int i = start; i < argc; i++) {
        if (!only_files && strcmp(argv[i], "--") == 0) only_files = true;
        else if (only_files || !looks_like_option(argv[i])) {
            if (o->file_count == sizeof o->files / sizeof *o->files) return "too many files";
            o->files[o->file_count++] = argv[i];
        } else if (!read_option(argv, argc, &i, o)) {
            if (!free || o->file_count) return "an option is not known or its value is wrong";
            o->files[o->file_count++] = argv[i];
        }
    }
    return NULL;
}

static const Command *find_command(const char *name)
{
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(COMMANDS[i].name, name) == 0) return &COMMANDS[i];
    return NULL;
}

static int run(Arena *arena, int argc, char **argv)
{
    Options options = { .style = DIAG_STYLE_TEXT, .color = isatty(2) && !getenv("NO_COLOR") };
    if (argc < 2) return print_usage_error(arena, "no file given");
    if (strcmp(argv[1], "--version") == 0) return write_to(1, STR("cglc 0.1.0\n"));
    const Command *command = find_command(argv[1]);
    const char *wrong = read_arguments(argc, argv, command ? 2 : 1, command && command->run == run_eval, &options);
    if (options.help) {
        StrBuf help = { .arena = arena };
        print_help(&help);
        return write_to(1, buf_get(&help));
    }
    if (wrong) return print_usage_error(arena, wrong);
    if (command && command->run == run_later) return run_later(arena, &options);
    if (!options.file_count) return print_usage_error(arena, "no file given");
    if (!command && options.file_count > 1) return print_usage_error(arena, "one file is compiled at a time");
    return command ? command->run(arena, &options) : run_compile(arena, &options);
}

int main(int argc, char **argv)
{
    jmp_buf recovery;
    Arena *arena = arena_create(LIMIT_COMPILE_BYTES);
    if (!arena || setjmp(recovery)) {
        static const char message[] = "cglc: out of memory\n";
        ssize_t ignored = write(2, message, sizeof message - 1);
        (void)ignored;
        return EXIT_BUG;
    }
    arena_set_recovery(arena, &recovery);
    int code = run(arena, argc, argv);
    arena_destroy(arena);
    return code;
}
