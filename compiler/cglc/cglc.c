/* cglc.c - the author's program. What each command does is in commands.c, the command line in
 * arguments.c. */
#include "compiler/cglc/arguments.h"
#include "compiler/tools/json_build.h"
#include "runtime/base/interrupt.h"
#include "runtime/base/limits.h"
#include "runtime/cgl.h"

#include <stdlib.h>
#include <unistd.h>

static int print_help(Arena *arena, const Command *command)
{
    StrBuf help = { .arena = arena };
    arguments_print_help(&help, command);
    return command_write(1, buf_get(&help));
}

static int run(Arena *arena, int argc, char **argv)
{
    Arguments arguments = { .color = isatty(2) && !getenv("NO_COLOR") };
    const Command *command = NULL;
    Str message = STR_NONE;
    switch (arguments_read(arena, argc, argv, &command, &arguments, &message)) {
    case ARGUMENTS_RUN: return command->run(arena, &arguments);
    case ARGUMENTS_HELP: return print_help(arena, command);
    case ARGUMENTS_VERSION: return command_write(1, STR("cglc " CGL_VERSION "\n"));
    case ARGUMENTS_USAGE: break;
    }
    command_say(arena, "%s (cglc --help lists the commands)", str_to_c(arena, message));
    return EXIT_USAGE;
}

int main(int argc, char **argv)
{
    jmp_buf recovery;
    io_claim_streams();
    Arena *arena = arena_create(LIMIT_COMPILE_BYTES);
    if (!arena || setjmp(recovery)) {
        static const char message[] = "cglc: out of memory\n";
        ssize_t ignored = write(2, message, sizeof message - 1);
        (void)ignored;
        return EXIT_BUG;
    }
    arena_set_recovery(arena, &recovery);
    json_build_begin();
    interrupt_end_at_once();
    int code = run(arena, argc, argv);
    arena_destroy(arena);
    return code;
}
