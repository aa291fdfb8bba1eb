/* command_diff.c - cglc diff: what a new version changes, for which patients. */
#include "compiler/cglc/commands.h"
#include "compiler/cglc/revision.h"
#include "compiler/verify/diff.h"
#include "compiler/verify/verify.h"
#include "runtime/base/interrupt.h"
#include "runtime/base/limits.h"
#include "runtime/bytecode/image.h"
#include "runtime/bytecode/verify.h"

#include <string.h>

/* The two programs, and the file of patients or NULL. */
typedef struct Sides {
    const Program *first, *second;
    const char *patients;
} Sides;

static int refuse(Arena *arena, const char *format, const char *subject)
{
    command_say(arena, format, subject);
    return EXIT_USAGE;
}

/* ---- programs ---- */

static bool is_compiled(const char *path)
{
    size_t length = strlen(path);
    return length > 4 && strcmp(path + length - 4, ".cgb") == 0;
}

static int load_image(Arena *arena, const char *path, const Program **program)
{
    Str bytes = STR_NONE, why = STR_NONE;
    IoStatus status = io_read_file(arena, path, LIMIT_IMAGE_BYTES, 0, &bytes);
    if (status != IO_OK) {
        return command_report_unreadable(arena, path, status);
    }
    Program *read = image_read(arena, bytes, &why);
    if (!read || !program_verify(read, &why)) {
        command_say(arena, "%s", str_to_c(arena, str_format(arena, "%s: %S", path, why)));
        return EXIT_DATA;
    }
    *program = read;
    return EXIT_OK;
}

/* Warnings are what `check` is for. */
static int finish_source(SourceProgram *sp, const Arguments *arguments, const Program **program)
{
    StrBuf buf = { .arena = sp->arena };
    *program = sp->program;
    if (!sp->diags.errors) {
        return EXIT_OK;
    }
    diag_print(&buf, &sp->sources, &sp->diags, arguments->style, arguments->color);
    command_write(2, buf_get(&buf));
    return EXIT_DATA;
}

static int load_source(Arena *arena, const char *path, const Arguments *arguments,
                       const Program **program)
{
    SourceProgram *sp = ARENA_NEW(arena, SourceProgram);
    source_program_read(sp, arena, path, false, NULL);
    if (sp->status != IO_OK) {
        return command_report_unreadable(arena, path, sp->status);
    }
    int code = command_protect_from_stream(sp, arguments);
    return code ? code : finish_source(sp, arguments, program);
}

static int load(Arena *arena, const char *path, const Arguments *arguments, const Program **program)
{
    int code = command_protect_file(arena, path);
    return code                ? code
           : is_compiled(path) ? load_image(arena, path, program)
                               : load_source(arena, path, arguments, program);
}

static int load_revision(Arena *arena, const char *path, const Arguments *arguments,
                         const Program **program)
{
    SourceProgram *sp = ARENA_NEW(arena, SourceProgram);
    Revision *revision = ARENA_NEW(arena, Revision);
    Str text = STR_NONE;
    *revision = (Revision){ arena, str_from_c(arguments->values[OPT_GIT]), str_from_c(path) };
    if (!revision_read(revision, revision->main_path, &text)) {
        command_say(arena, "%s: git has no such file in that revision",
                    str_to_c(arena, str_format(arena, "%S:%s", revision->name, path)));
        return EXIT_INPUT;
    }
    source_program_read_text(sp, arena, path, text, revision_find_modules(revision));
    return finish_source(sp, arguments, program);
}

static int load_sides(Arena *arena, const Arguments *arguments, Sides *sides)
{
    bool git = arguments->values[OPT_GIT] != NULL;
    unsigned programs = git ? 1 : 2;
    const char *first = arguments->files[0], *second = arguments->files[programs - 1];
    if (arguments->file_count < programs || arguments->file_count > programs + 1) {
        return refuse(
            arena, "%s",
            git ? "diff --git REV takes one guideline, and patients if there are any"
                : "diff takes two guidelines, old and new, and patients if there are any");
    }
    sides->patients = arguments->file_count > programs ? arguments->files[programs] : NULL;
    int code = git ? load_revision(arena, first, arguments, &sides->first)
                   : load(arena, first, arguments, &sides->first);
    return code ? code : load(arena, second, arguments, &sides->second);
}

/* ---- options ---- */

static bool take_part(Str *rest, char end, Str *part)
{
    size_t at = 0;
    while (at < rest->len && rest->ptr[at] != end) {
        at++;
    }
    *part = (Str){ rest->ptr, at };
    bool more = at < rest->len;
    *rest = more ? (Str){ rest->ptr + at + 1, rest->len - at - 1 } : STR_NONE;
    return more;
}

/* OLD=NEW,OLD=NEW */
static bool read_names(Arena *arena, const char *text, PairNames *names)
{
    Str rest = str_from_c(text), one;
    for (bool more = text != NULL; more;) {
        PairName name;
        more = take_part(&rest, ',', &one);
        if (!take_part(&one, '=', &name.first) || !name.first.len || !one.len) {
            return false;
        }
        name.second = one;
        vec_add(arena, names, name);
    }
    return true;
}

static bool knows(const Program *program, Str name)
{
    for (uint32_t i = 0; i < program->block_count; i++) {
        if (str_equal(program->blocks[i].name, name)) {
            return true;
        }
    }
    for (uint16_t i = 0; i < program->field_count; i++) {
        if (str_equal(program->fields[i].path, name)) {
            return true;
        }
    }
    return program_find_list(program, name) != NO_INDEX32;
}

static int check_names(Arena *arena, const PairNames *names, const Sides *sides)
{
    for (uint32_t i = 0; i < names->count; i++) {
        const PairName *name = &names->items[i];
        if (!knows(sides->first, name->first)) {
            return refuse(arena, "--renamed: the old guideline has no %s",
                          str_to_c(arena, name->first));
        }
        if (!knows(sides->second, name->second)) {
            return refuse(arena, "--renamed: the new guideline has no %s",
                          str_to_c(arena, name->second));
        }
    }
    return EXIT_OK;
}

static int check_form(Arena *arena, const char *form)
{
    bool good = !form || strcmp(form, "text") == 0 || strcmp(form, "json") == 0;
    return good ? EXIT_OK : refuse(arena, "--format %s: of diff it is text or json", form);
}

/* ---- patients ---- */

static int count_patients(Arena *arena, const Arguments *arguments, const Sides *sides,
                          DiffReport *report)
{
    DiffPatients input = { .path = sides->patients };
    const char *as_of = arguments->values[OPT_AS_OF];
    Day last;
    Str why = STR_NONE;
    input.has_date = as_of && date_parse(str_from_c(as_of), &input.as_of, &last);
    if (!input.has_date && (sides->first->reads_date || sides->second->reads_date)) {
        return refuse(arena, "%s", "the guideline reads the date: give --as-of DATE for patients");
    }
    switch (diff_count_patients(arena, report, &input, &why)) {
    case DIFF_READ: return EXIT_OK;
    case DIFF_MISSING: return command_report_unreadable(arena, input.path, IO_NOT_FOUND);
    case DIFF_UNREAD: return command_report_unreadable(arena, input.path, IO_READ_FAILED);
    case DIFF_REFUSED: break;
    }
    command_say(arena, "%s", str_to_c(arena, str_format(arena, "%s: %S", input.path, why)));
    return EXIT_DATA;
}

/* ---- the report ---- */

static int print_report(Arena *arena, const Arguments *arguments, const DiffReport *report)
{
    StrBuf out = { .arena = arena };
    const char *form = arguments->values[OPT_FORMAT];
    if (form && strcmp(form, "json") == 0) {
        diff_print_json(&out, report);
    } else {
        diff_print(&out, report, arguments->given[OPT_ALL]);
    }
    int written = command_write(1, buf_get(&out));
    return written           ? written
           : report->stopped ? INTERRUPT_EXIT
           : report->broken  ? EXIT_FAILED
                             : EXIT_OK;
}

int command_diff(Arena *arena, const Arguments *arguments)
{
    Sides sides = { .patients = NULL };
    PairNames names = { NULL, 0, 0 };
    DiffReport report;
    DiffOptions options = { .names = &names };
    int code = check_form(arena, arguments->values[OPT_FORMAT]);
    if (!code && !command_read_limit(arguments, &options.limit)) {
        code = refuse(arena, "--limit %s: a number from 1 to 100000000 is needed",
                      arguments->values[OPT_LIMIT]);
    }
    if (!code && !read_names(arena, arguments->values[OPT_RENAMED], &names)) {
        code = refuse(arena, "--renamed %s: it is OLD=NEW, with commas between several",
                      arguments->values[OPT_RENAMED]);
    }
    code = code ? code : load_sides(arena, arguments, &sides);
    code = code ? code : check_names(arena, &names, &sides);
    if (code) {
        return code;
    }
    interrupt_catch();
    diff_run(arena, sides.first, sides.second, options, &report);
    code = sides.patients ? count_patients(arena, arguments, &sides, &report) : EXIT_OK;
    return code ? code : print_report(arena, arguments, &report);
}
