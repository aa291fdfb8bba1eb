/* commands.h - what the commands of cglc do: from the arguments of the command line to an exit
 * code.
 *
 * Messages go to standard error, results to standard output or the file asked for. Exit codes are
 * promises: see below. */
#ifndef CGLC_COMMANDS_H
#define CGLC_COMMANDS_H
#include "compiler/tools/source_program.h"
#include "runtime/base/diag.h"
#include "runtime/base/io.h"

enum {
    EXIT_OK = 0,
    EXIT_FAILED = 1,
    EXIT_USAGE = 64,
    EXIT_DATA = 65,
    EXIT_INPUT = 66,
    EXIT_BUG = 70,
    EXIT_IO = 74
};

typedef enum OptionId {
#define OPTION(id, name, argument, commands, help) OPT_##id,
#include "compiler/cglc/options.def"
#undef OPTION
    OPTION_COUNT
} OptionId;

typedef struct Arguments {
    bool given[OPTION_COUNT];
    const char *values[OPTION_COUNT]; /* NULL: not given, or takes none */
    DiagStyle style;
    bool color;             /* of diagnostics */
    const char *files[256]; /* at least one when a command runs */
    unsigned file_count;
} Arguments;

typedef int (*CommandFunction)(Arena *arena, const Arguments *arguments);

#define COMMAND(id, name, usage, what) int command_##id(Arena *arena, const Arguments *arguments);
#define LATER(name, usage, what)
#include "compiler/cglc/commands.def"
#undef COMMAND
#undef LATER
int command_later(Arena *arena, const Arguments *arguments);

/* Writes text to a file descriptor; EXIT_OK or EXIT_IO. A reader that went away is no failure. */
int command_write(int fd, Str text);
/* Reads one guideline and prints its diagnostics; an exit code if it cannot go on, EXIT_OK
 * otherwise. */
int command_read_program(SourceProgram *sp, Arena *arena, const char *path, bool check_only,
                         const Arguments *arguments, CompileDump *dump);
/* Before the first of its outputs is written: EXIT_USAGE, said, if that name leads to a file that
 * this run reads. */
int command_protect_inputs(const SourceProgram *sp, const Arguments *arguments, const char *output);
/* The same of standard output and one file that is read ("-" = standard input). */
int command_protect_file(Arena *arena, const char *path);
/* The same of standard output and everything this run reads, once the sources are read. */
int command_protect_from_stream(const SourceProgram *sp, const Arguments *arguments);
/* Whole or not at all; EXIT_OK or EXIT_IO, said. */
int command_write_file(Arena *arena, const char *path, Str bytes);
/* Says why a file could not be read; the exit code that belongs to it. */
int command_report_unreadable(Arena *arena, const char *path, IoStatus status);
/* --limit: 0 if it is not given. False: it is no number from 1 to 100000000. */
bool command_read_limit(const Arguments *arguments, uint32_t *limit);
/* "cglc: " and the message on standard error; format takes one C string. */
void command_say(Arena *arena, const char *format, const char *subject);
#endif
