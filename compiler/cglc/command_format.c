/* command_format.c - cglc fmt: files in place, or standard input to standard output. */
#include "compiler/cglc/commands.h"
#include "compiler/format/format.h"
#include "runtime/base/limits.h"
#include "runtime/value/number.h"

#include <string.h>

typedef struct Formatting {
    Arena *arena;
    const Arguments *arguments;
    FormatLines lines;
    StrBuf out;
} Formatting;

/* ---- --lines A-B ---- */

static bool read_line_number(Str text, uint32_t *line)
{
    int64_t value = 0;
    bool good = number_parse_int(text, &value) == NUMBER_OK && value > 0 && value < UINT32_MAX;
    *line = good ? (uint32_t)value : 0;
    return good;
}

static bool read_lines(const char *text, FormatLines *lines)
{
    const char *minus = text ? strchr(text, '-') : NULL;
    if (!text) {
        return true;
    }
    if (!minus) {
        return false;
    }
    return read_line_number((Str){ text, (size_t)(minus - text) }, &lines->first) &&
           read_line_number(str_from_c(minus + 1), &lines->last) && lines->first <= lines->last;
}

/* ---- one file ---- */

static void print_mistakes(const Formatting *formatting, FormatResult *result)
{
    StrBuf buf = { .arena = formatting->arena };
    diag_print(&buf, &result->sources, &result->diags, formatting->arguments->style,
               formatting->arguments->color);
    if (buf.len) {
        command_write(2, buf_get(&buf));
    }
}

static int write_result(Formatting *formatting, const char *path, Str before, Str after)
{
    bool input = strcmp(path, "-") == 0, same = str_equal(before, after);
    bool check = formatting->arguments->given[OPT_CHECK];
    if (formatting->arguments->given[OPT_DIFF]) {
        format_diff(&formatting->out, formatting->arena, path, before, after);
    } else if (check && !same) {
        buf_add_format(&formatting->out, "%s\n", path);
    }
    if (check || formatting->arguments->given[OPT_DIFF]) {
        return check && !same ? EXIT_FAILED : EXIT_OK;
    }
    if (input) {
        buf_add(&formatting->out, after);
        return EXIT_OK;
    }
    if (same || io_write_file_atomically(path, after) == IO_OK) {
        return EXIT_OK;
    }
    command_say(formatting->arena, "%s: cannot be written; it is as it was", path);
    return EXIT_IO;
}

static int format_file(Formatting *formatting, const char *path)
{
    Str text = STR_NONE;
    int code = command_protect_file(formatting->arena, path);
    if (code) {
        return code;
    }
    IoStatus status = io_read_file(formatting->arena, path, LIMIT_SOURCE_BYTES, 0, &text);
    if (status != IO_OK) {
        return command_report_unreadable(formatting->arena, path, status);
    }
    FormatResult result = format_text(formatting->arena, str_from_c(path), text, formatting->lines);
    if (result.status == FORMAT_LOST) {
        command_say(formatting->arena,
                    "%s: its layout would have lost something, so it is as it was; please report "
                    "this file",
                    path);
        return EXIT_BUG;
    }
    print_mistakes(formatting, &result);
    code = result.status == FORMAT_DONE ? write_result(formatting, path, text, result.text)
                                        : EXIT_DATA;
    return code <= EXIT_FAILED && result.diags.errors ? EXIT_DATA : code;
}

int command_fmt(Arena *arena, const Arguments *arguments)
{
    Formatting formatting = { .arena = arena, .arguments = arguments, .out = { .arena = arena } };
    if (!read_lines(arguments->values[OPT_LINES], &formatting.lines)) {
        command_say(arena, "--lines %s: two numbers of lines are needed, like 10-20",
                    arguments->values[OPT_LINES]);
        return EXIT_USAGE;
    }
    if (arguments->values[OPT_LINES] && arguments->file_count > 1) {
        command_say(arena, "%s", "--lines is about one file");
        return EXIT_USAGE;
    }
    int worst = EXIT_OK;
    for (unsigned i = 0; i < arguments->file_count; i++) {
        int code = format_file(&formatting, arguments->files[i]);
        worst = code > worst ? code : worst;
    }
    int code = command_write(1, buf_get(&formatting.out));
    return code ? code : worst;
}
