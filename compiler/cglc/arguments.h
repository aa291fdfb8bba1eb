/* arguments.h - the command line of cglc: words in, a command and its arguments out. */
#ifndef CGLC_ARGUMENTS_H
#define CGLC_ARGUMENTS_H
#include "compiler/cglc/commands.h"

typedef struct Command {
    const char *name, *arguments, *what;
    CommandFunction run;
} Command;

typedef enum ArgumentsResult {
    ARGUMENTS_RUN,
    ARGUMENTS_HELP,
    ARGUMENTS_VERSION,
    ARGUMENTS_USAGE
} ArgumentsResult;

/* *command: what to run or to explain; NULL in a general call for help. ARGUMENTS_USAGE: *message
 * says in one sentence what is wrong. Options may stand before the command, too; an expression to
 * evaluate may begin with a minus. */
ArgumentsResult arguments_read(Arena *arena, int argc, char **argv, const Command **command,
                               Arguments *arguments, Str *message);
/* The part of one command, or everything (NULL). */
void arguments_print_help(StrBuf *out, const Command *command);
#endif
