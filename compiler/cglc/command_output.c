/* command_output.c - what cglc writes, and the files that it must not write over. */
#include "compiler/cglc/commands.h"
#include "runtime/base/code_point.h"

#include <string.h>

int command_write(int fd, Str text)
{
    static Out out; /* its buffer is too large for the stack */
    out_init(&out, fd);
    out_write(&out, text);
    IoStatus status = out_flush(&out);
    return status == IO_OK || status == IO_READER_GONE ? EXIT_OK : EXIT_IO;
}

void command_say(Arena *arena, const char *format, const char *subject)
{
    StrBuf buf = { .arena = arena };
    buf_add_c(&buf, "cglc: ");
    code_point_add_shown(&buf, str_format(arena, format, subject), false);
    buf_add_char(&buf, '\n');
    command_write(2, buf_get(&buf));
}

/* ---- what is read must not be written ---- */

static const OptionId inputs[] = { OPT_VIGNETTES, OPT_EQUIVALENT };

int command_protect_file(Arena *arena, const char *path)
{
    if (!io_writes_to(1, path)) {
        return EXIT_OK;
    }
    command_say(arena, "%s: is read here, and standard output goes into it",
                strcmp(path, "-") == 0 ? "standard input" : path);
    return EXIT_USAGE;
}

/* `cglc schema g.cgl >> g.cgl` */
int command_protect_from_stream(const SourceProgram *sp, const Arguments *arguments)
{
    int code = EXIT_OK;
    for (size_t i = 0; code == EXIT_OK && i < sizeof inputs / sizeof *inputs; i++) {
        const char *path = arguments->values[inputs[i]];
        code = path ? command_protect_file(sp->arena, path) : EXIT_OK;
    }
    for (uint32_t i = 0; code == EXIT_OK && i < sp->sources.files.count; i++) {
        const SourceFile *file = &sp->sources.files.items[i];
        code = file->builtin ? EXIT_OK
                             : command_protect_file(sp->arena, str_to_c(sp->arena, file->path));
    }
    return code;
}

static const char *find_source(const SourceProgram *sp, const char *output)
{
    for (uint32_t i = 0; i < sp->sources.files.count; i++) {
        const SourceFile *file = &sp->sources.files.items[i];
        const char *path = str_to_c(sp->arena, file->path);
        if (!file->builtin && io_is_same_file(path, output)) {
            return path;
        }
    }
    return NULL;
}

static const char *find_input(const SourceProgram *sp, const Arguments *arguments,
                              const char *output)
{
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        const char *path = arguments->values[inputs[i]];
        if (path && io_is_same_file(path, output)) {
            return path;
        }
    }
    return find_source(sp, output);
}

int command_protect_inputs(const SourceProgram *sp, const Arguments *arguments, const char *output)
{
    const char *input = find_input(sp, arguments, output);
    if (!input) {
        return EXIT_OK;
    }
    StrBuf line = { .arena = sp->arena };
    bool same = strcmp(input, output) == 0;
    buf_add_format(&line, "%s%s%s: is read here and cannot also be written to", output,
                   same ? "" : " is the file ", same ? "" : input);
    command_say(sp->arena, "%s", str_to_c(sp->arena, buf_get(&line)));
    return EXIT_USAGE;
}

int command_write_file(Arena *arena, const char *path, Str bytes)
{
    if (io_write_file_atomically(path, bytes) == IO_OK) {
        return EXIT_OK;
    }
    command_say(arena, "%s: cannot be written", path);
    return EXIT_IO;
}
