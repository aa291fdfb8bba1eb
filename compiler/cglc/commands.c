/* commands.c - what the commands of cglc do. The tools themselves are in compiler/tools. */
#include "compiler/cglc/commands.h"

#include "compiler/doc/doc.h"
#include "compiler/testing/claims.h"
#include "compiler/testing/coverage.h"
#include "compiler/tools/eval.h"
#include "compiler/testing/mutate.h"
#include "compiler/tools/module_main.h"
#include "compiler/tools/schema.h"
#include "compiler/tools/source_program.h"
#include "compiler/testing/test_runner.h"
#include "compiler/tools/trace.h"
#include "lang/messages/diagnose.h"
#include "runtime/base/code_point.h"
#include "runtime/base/limits.h"
#include "runtime/bytecode/image.h"
#include "runtime/bytecode/verify.h"
#include "runtime/cgl.h"
#include "runtime/value/date.h"
#include "runtime/value/number.h"

#include <string.h>

int command_report_unreadable(Arena *arena, const char *path, IoStatus status)
{
    const char *why = status == IO_NOT_FOUND   ? io_explain_open(path)
                      : status == IO_TOO_LARGE ? "is larger than 16 MiB"
                                               : "reading failed";
    command_say(arena, "%s", str_to_c(arena, str_format(arena, "%s: %s", path, why)));
    return status == IO_READ_FAILED ? EXIT_IO : EXIT_INPUT;
}

static int print_diagnostics(SourceProgram *sp, const Arguments *arguments)
{
    StrBuf buf = { .arena = sp->arena };
    diag_print(&buf, &sp->sources, &sp->diags, arguments->style, arguments->color);
    int written = buf.len ? command_write(2, buf_get(&buf)) : EXIT_OK;
    return sp->diags.errors ? EXIT_DATA : written;
}

/* There is no clock: whoever wants to know says which day it is. */
static void check_review(SourceProgram *sp, const char *as_of)
{
    const Label *review_by = &sp->ast->main->review_by;
    Day day, ignored, last;
    bool both = as_of && review_by->text.ptr && date_parse(str_from_c(as_of), &day, &ignored) &&
                date_parse(review_by->text, &ignored, &last);
    if (both && day > last) {
        diagnose_review_passed(&sp->diags, review_by->span, review_by->text, str_from_c(as_of));
    }
}

int command_read_program(SourceProgram *sp, Arena *arena, const char *path, bool check_only,
                         const Arguments *arguments, CompileDump *dump)
{
    source_program_read(sp, arena, path, check_only, dump);
    if (sp->status != IO_OK) {
        return command_report_unreadable(arena, path, sp->status);
    }
    check_review(sp, arguments->values[OPT_AS_OF]);
    int code = command_protect_from_stream(sp, arguments);
    return code ? code : print_diagnostics(sp, arguments);
}

/* ---- commands ---- */

static const char *make_output_path(Arena *arena, const char *source)
{
    size_t length = strlen(source);
    if (length > 4 && strcmp(source + length - 4, ".cgl") == 0) {
        length -= 4;
    }
    return str_to_c(arena, str_format(arena, "%S.cgb", (Str){ source, length }));
}

static int print_dumps(SourceProgram *sp, const Arguments *arguments, const StrBuf *ir)
{
    StrBuf out = { .arena = sp->arena };
    const char *pass = arguments->values[OPT_DUMP];
    if (strcmp(pass, "ast") == 0) {
        ast_dump(&out, sp->ast);
    } else if (strcmp(pass, "ir") == 0) {
        buf_add(&out, buf_get(ir));
    } else {
        program_disassemble(&out, sp->program);
    }
    return command_write(1, buf_get(&out));
}

int command_compile(Arena *arena, const Arguments *arguments)
{
    SourceProgram sp;
    StrBuf ir = { .arena = arena };
    CompileDump dump = { .ir = arguments->given[OPT_DUMP] ? &ir : NULL };
    const char *path = arguments->files[0], *output = arguments->values[OPT_OUTPUT];
    int code = command_read_program(&sp, arena, path, false, arguments, &dump);
    if (code) {
        return code;
    }
    if (arguments->given[OPT_DUMP]) {
        return print_dumps(&sp, arguments, &ir);
    }
    if (!output) {
        output = make_output_path(arena, path);
    }
    code = command_protect_inputs(&sp, arguments, output);
    return code ? code : command_write_file(arena, output, sp.image);
}

static bool lacks_imports(const SourceProgram *sp)
{
    for (uint32_t i = 0; i < sp->ast->main->imports.count; i++) {
        if (!sp->ast->main->imports.items[i].module) {
            return true;
        }
    }
    return false;
}

/* A module is checked as the part of a guideline that it is; alone if there is none. */
static int check_file(Arena *arena, const char *path, const Arguments *arguments)
{
    SourceProgram sp, whole;
    source_program_read(&sp, arena, path, false, NULL);
    if (sp.status != IO_OK) {
        return command_report_unreadable(arena, path, sp.status);
    }
    bool part = module_main_read(&sp, &whole);
    SourceProgram *seen = part ? &whole : &sp;
    int code = command_protect_from_stream(seen, arguments);
    if (code) {
        return code;
    }
    check_review(seen, arguments->values[OPT_AS_OF]);
    code = print_diagnostics(seen, arguments);
    if (!part && !sp.ast->main->is_guideline && lacks_imports(&sp)) {
        command_say(arena,
                    "%s is a module that no guideline in the folder of its name imports; it was "
                    "checked alone",
                    path);
    }
    return code;
}

int command_check(Arena *arena, const Arguments *arguments)
{
    int worst = EXIT_OK;
    for (unsigned i = 0; i < arguments->file_count; i++) {
        int code = check_file(arena, arguments->files[i], arguments);
        worst = code > worst ? code : worst;
    }
    return worst;
}

/* Some editors write a byte order mark, which says nothing. */
static void drop_mark(Str *text)
{
    if (str_starts_with(*text, STR("\xEF\xBB\xBF"))) {
        *text = (Str){ text->ptr + 3, text->len - 3 };
    }
}

static int read_vignettes(SourceProgram *sp, const char *path, Str *text)
{
    IoStatus status = io_read_file(sp->arena, path, LIMIT_IMAGE_BYTES, 0, text);
    if (status != IO_OK) {
        return command_report_unreadable(sp->arena, path, status);
    }
    drop_mark(text);
    return EXIT_OK;
}

static int run_cases(SourceProgram *sp, const Arguments *arguments, StrBuf *out, TestCount *total)
{
    Str text = STR_NONE;
    int code = read_vignettes(sp, arguments->values[OPT_VIGNETTES], &text);
    if (code) {
        return code;
    }
    TestCount count =
        test_runner_run_cases(sp, text, arguments->values[OPT_VIGNETTES], out,
                              arguments->given[OPT_VERBOSE] && !arguments->given[OPT_MUTATE]);
    total->passed += count.passed;
    total->failed += count.failed;
    return EXIT_OK;
}

static bool is_json_path(const char *path)
{
    size_t length = strlen(path);
    return length > 5 && strcmp(path + length - 5, ".json") == 0;
}

static int write_coverage(const SourceProgram *sp, const char *path, StrBuf *out)
{
    StrBuf data = { .arena = sp->arena };
    coverage_print(out, sp->coverage);
    if (!path) {
        return EXIT_OK;
    }
    if (is_json_path(path)) {
        coverage_print_json(&data, sp->coverage);
    } else {
        coverage_print_lcov(&data, sp->coverage);
    }
    return command_write_file(sp->arena, path, buf_get(&data));
}

static uint32_t count_line(Str text, size_t at)
{
    uint32_t line = 0;
    Str rest = text;
    for (Str one; (size_t)(rest.ptr - text.ptr) <= at && str_take_line(&rest, &one);) {
        line++;
    }
    return line;
}

/* A reason is read by people: nothing in it may hide from them. */
static int check_reasons(Arena *arena, const MutateOptions *options)
{
    size_t bad = code_point_find_unfit(options->reasons);
    if (bad == options->reasons.len) {
        return EXIT_OK;
    }
    StrBuf place = { .arena = arena };
    buf_add_format(&place, "%s:%u", options->reasons_path, count_line(options->reasons, bad));
    command_say(arena, "%s: not UTF-8, or a character that is invisible",
                str_to_c(arena, buf_get(&place)));
    return EXIT_DATA;
}

/* The file that the option names, or the one beside the guideline; its name stays NULL if there is
 * none. */
static int read_reasons(SourceProgram *sp, const Arguments *arguments, MutateOptions *options)
{
    const char *given = arguments->values[OPT_EQUIVALENT];
    size_t folder = sp->main_path.len;
    while (folder > 0 && sp->main_path.ptr[folder - 1] != '/') {
        folder--;
    }
    Str beside =
        str_format(sp->arena, "%Stests/equivalent_mutants.txt", (Str){ sp->main_path.ptr, folder });
    options->reasons_path = given ? given : str_to_c(sp->arena, beside);
    IoStatus status =
        io_read_file(sp->arena, options->reasons_path, LIMIT_SOURCE_BYTES, 0, &options->reasons);
    if (status == IO_OK) {
        drop_mark(&options->reasons);
        return check_reasons(sp->arena, options);
    }
    if (!given && status == IO_NOT_FOUND) {
        return EXIT_OK;
    }
    return command_report_unreadable(sp->arena, options->reasons_path, status);
}

static unsigned read_jobs(const Arguments *arguments)
{
    int64_t jobs = 0;
    const char *text = arguments->values[OPT_JOBS];
    return text && number_parse_int(str_from_c(text), &jobs) == NUMBER_OK && jobs > 0 &&
                   jobs <= 1024
               ? (unsigned)jobs
               : 0;
}

static int run_mutants(SourceProgram *sp, const Arguments *arguments, StrBuf *out)
{
    MutateOptions options = { .vignettes_path = arguments->values[OPT_VIGNETTES],
                              .jobs = read_jobs(arguments),
                              .verbose = arguments->given[OPT_VERBOSE] };
    int code = read_reasons(sp, arguments, &options);
    if (!code && options.vignettes_path) {
        code = read_vignettes(sp, options.vignettes_path, &options.vignettes);
    }
    if (code) {
        return code;
    }
    MutateResult result = mutate_run(sp, &options, out);
    return result == MUTATE_FAILED ? EXIT_BUG : result == MUTATE_SURVIVORS ? EXIT_FAILED : EXIT_OK;
}

static int watch_coverage(SourceProgram *sp, const char *path, const Arguments *arguments)
{
    uint32_t before = sp->diags.errors;
    sp->coverage = coverage_create(sp->arena, sp->ast, &sp->diags);
    if (sp->diags.errors > before) {
        print_diagnostics(sp, arguments);
    }
    if (sp->coverage) {
        return EXIT_OK;
    }
    command_say(sp->arena,
                "%s: with what watches its tests it is too large; without --coverage they run",
                path);
    return EXIT_DATA;
}

static int run_watched(SourceProgram *sp, const Arguments *arguments, StrBuf *out, TestCount *total)
{
    int code = EXIT_OK;
    TestCount count =
        test_runner_run(sp, out, arguments->given[OPT_VERBOSE] && !arguments->given[OPT_MUTATE]);
    if (arguments->values[OPT_VIGNETTES] &&
        (code = run_cases(sp, arguments, out, &count)) != EXIT_OK) {
        return code;
    }
    total->passed += count.passed;
    total->failed += count.failed;
    if (sp->coverage &&
        (code = write_coverage(sp, arguments->values[OPT_COVERAGE], out)) != EXIT_OK) {
        return code;
    }
    if (!arguments->given[OPT_MUTATE]) {
        return EXIT_OK;
    }
    if (!count.failed) {
        return run_mutants(sp, arguments, out);
    }
    buf_add_c(out, "changes are tried when every test passes\n");
    return EXIT_FAILED;
}

static int run_tests(Arena *arena, const char *path, const Arguments *arguments, StrBuf *out,
                     TestCount *total)
{
    SourceProgram sp;
    int code = command_read_program(&sp, arena, path, false, arguments, NULL);
    if (code) {
        return code;
    }
    const char *coverage = arguments->values[OPT_COVERAGE];
    if (coverage && (code = command_protect_inputs(&sp, arguments, coverage)) != EXIT_OK) {
        return code;
    }
    if (!claims_create(&sp, &sp.claims)) {
        command_say(arena, "%s: with its checks it is larger than a program may be", path);
        return EXIT_DATA;
    }
    if (arguments->given[OPT_COVERAGE]) {
        code = watch_coverage(&sp, path, arguments);
    }
    if (!code) {
        code = run_watched(&sp, arguments, out, total);
    }
    claims_destroy(sp.claims);
    return code;
}

int command_test(Arena *arena, const Arguments *arguments)
{
    TestCount total = { 0, 0 };
    StrBuf out = { .arena = arena };
    int worst = EXIT_OK;
    if (arguments->values[OPT_COVERAGE] && arguments->file_count > 1) {
        command_say(arena, "%s", "--coverage=FILE is about one guideline at a time");
        return EXIT_USAGE;
    }
    if (arguments->values[OPT_JOBS] && !read_jobs(arguments)) {
        command_say(arena, "--jobs %s: a number from 1 to 1024 is needed",
                    arguments->values[OPT_JOBS]);
        return EXIT_USAGE;
    }
    for (unsigned i = 0; i < arguments->file_count; i++) {
        int code = run_tests(arena, arguments->files[i], arguments, &out, &total);
        if (code > EXIT_FAILED) {
            command_write(1, buf_get(&out));
            return code;
        }
        if (code > worst) {
            worst = code;
        }
    }
    buf_add_format(&out, "%u passed, %u failed\n", total.passed, total.failed);
    int code = command_write(1, buf_get(&out));
    return code ? code : total.failed ? EXIT_FAILED : worst;
}

int command_eval(Arena *arena, const Arguments *arguments)
{
    SourceProgram sp;
    Day day, last;
    StrBuf out = { .arena = arena };
    const char *as_of = arguments->values[OPT_AS_OF];
    if (arguments->file_count > 1) {
        command_say(arena, "%s", "eval takes one expression: put it in quotes");
        return EXIT_USAGE;
    }
    bool given = as_of && date_parse(str_from_c(as_of), &day, &last);
    EvalResult result = eval_expression(&sp, arena, arguments->files[0], given ? &day : NULL, &out);
    int code = print_diagnostics(&sp, arguments);
    if (result == EVAL_NEEDS_DATE) {
        command_say(arena, "%s", "this expression reads the date: give --as-of DATE");
        return EXIT_USAGE;
    }
    int written = command_write(1, buf_get(&out));
    return code ? code : written;
}

int command_disasm(Arena *arena, const Arguments *arguments)
{
    Str bytes = STR_NONE, why = STR_NONE;
    int code = command_protect_file(arena, arguments->files[0]);
    if (code) {
        return code;
    }
    IoStatus status = io_read_file(arena, arguments->files[0], LIMIT_IMAGE_BYTES, 0, &bytes);
    if (status != IO_OK) {
        return command_report_unreadable(arena, arguments->files[0], status);
    }
    Program *program = image_read(arena, bytes, &why);
    if (!program || !program_verify(program, &why)) {
        command_say(arena, "%s",
                    str_to_c(arena, str_format(arena, "%s: %S", arguments->files[0], why)));
        return EXIT_DATA;
    }
    StrBuf out = { .arena = arena };
    program_disassemble(&out, program);
    return command_write(1, buf_get(&out));
}

int command_schema(Arena *arena, const Arguments *arguments)
{
    SourceProgram sp;
    StrBuf out = { .arena = arena };
    int code = command_read_program(&sp, arena, arguments->files[0], false, arguments, NULL);
    if (code) {
        return code;
    }
    schema_print(&out, sp.program);
    return command_write(1, buf_get(&out));
}

/* Whole checks are not needed: a matrix of a guideline that does not compile yet is useful, too. */
int command_trace(Arena *arena, const Arguments *arguments)
{
    static const char *const forms[] = {
        [TRACE_TEXT] = "text", [TRACE_CSV] = "csv", [TRACE_JSON] = "json"
    };
    const char *wanted = arguments->given[OPT_FORMAT] ? arguments->values[OPT_FORMAT] : "text";
    TraceFormat form = TRACE_TEXT;
    while (form <= TRACE_JSON && strcmp(wanted, forms[form]) != 0) {
        form++;
    }
    if (form > TRACE_JSON) {
        command_say(arena, "--format of trace must be one of text csv json, not %s", wanted);
        return EXIT_USAGE;
    }
    SourceProgram sp;
    StrBuf out = { .arena = arena };
    int code = command_read_program(&sp, arena, arguments->files[0], true, arguments, NULL);
    if (code) {
        return code;
    }
    const RuleIndex *index = rule_index_build(arena, sp.ast);
    trace_print(&out, index, form);
    code = command_write(1, buf_get(&out));
    return code ? code : trace_count_missing(index) ? EXIT_FAILED : EXIT_OK;
}

static const char *name_page(Arena *arena, const char *folder, const DocFile *file)
{
    return str_to_c(arena, str_format(arena, "%s/%S", folder, file->name));
}

static int protect_from_pages(const SourceProgram *sp, const Arguments *arguments,
                              const DocFiles *files)
{
    const char *folder = arguments->values[OPT_OUTPUT];
    int code = command_protect_inputs(sp, arguments, folder);
    for (uint32_t i = 0; i < files->count && code == EXIT_OK; i++) {
        code =
            command_protect_inputs(sp, arguments, name_page(sp->arena, folder, &files->items[i]));
    }
    return code;
}

static int write_pages(Arena *arena, const char *folder, const DocFiles *files)
{
    int code = EXIT_OK;
    if (io_make_folder(arena, folder) != IO_OK) {
        command_say(arena, "%s: this folder cannot be made", folder);
        return EXIT_IO;
    }
    for (uint32_t i = 0; i < files->count && code == EXIT_OK; i++) {
        const DocFile *file = &files->items[i];
        code = command_write_file(arena, name_page(arena, folder, file), file->bytes);
    }
    return code;
}

int command_doc(Arena *arena, const Arguments *arguments)
{
    SourceProgram sp;
    const char *folder = arguments->values[OPT_OUTPUT];
    if (!folder || arguments->file_count > 1) {
        command_say(arena, "%s",
                    folder ? "doc writes the pages of one guideline"
                           : "doc needs a folder to write to: -o DIR");
        return EXIT_USAGE;
    }
    int code = command_read_program(&sp, arena, arguments->files[0], false, arguments, NULL);
    if (code) {
        return code;
    }
    DocFiles files = { 0 };
    if (!doc_make(&sp, STR(CGL_VERSION), &files)) {
        command_say(arena, "%s: a drawing could not be made", arguments->files[0]);
        return EXIT_BUG;
    }
    code = protect_from_pages(&sp, arguments, &files);
    return code ? code : write_pages(arena, folder, &files);
}

int command_later(Arena *arena, const Arguments *arguments)
{
    (void)arguments;
    command_say(arena, "%s", "this command is not there yet in this version");
    return EXIT_USAGE;
}
