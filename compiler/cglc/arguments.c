/* arguments.c - the command line of cglc, read off commands.def and options.def. */
#include "compiler/cglc/arguments.h"

#include "runtime/base/io.h"
#include "runtime/value/date.h"

#include <string.h>

static const Command COMMANDS[] = {
#define COMMAND(id, name, arguments, what) { name, arguments, what, command_##id },
#define LATER(name, arguments, what) { name, arguments, what " (not there yet)", command_later },
#include "compiler/cglc/commands.def"
#undef COMMAND
#undef LATER
};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

typedef struct OptionInfo {
    const char *name, *argument, *commands, *help;
} OptionInfo;
static const OptionInfo OPTIONS[OPTION_COUNT] = {
#define OPTION(id, name, argument, commands, help) { name, argument, commands, help },
#include "compiler/cglc/options.def"
#undef OPTION
};

typedef struct Reader {
    Arena *arena;
    int argc, at;
    char **argv;
    const Command *command;
    Arguments *arguments;
    Str message; /* of the first thing that is wrong */
} Reader;

static bool refuse(Reader *r, Str message)
{
    if (!r->message.len) {
        r->message = message;
    }
    return false;
}

/* ---- options ---- */

/* The word at hand is option id: its name alone, or its name, '=' and a value. */
static bool is_option(const char *word, OptionId id)
{
    size_t length = strlen(OPTIONS[id].name);
    if (strncmp(word, OPTIONS[id].name, length) != 0) {
        return false;
    }
    return word[length] == '\0' || (word[length] == '=' && OPTIONS[id].argument);
}

static OptionId find_option(const char *word)
{
    OptionId id = 0;
    while (id < OPTION_COUNT && !is_option(word, id)) {
        id++;
    }
    return id;
}

/* The last of two would win without a word. */
static bool take_value(Reader *r, OptionId id, const char *word)
{
    const char *equals = word + strlen(OPTIONS[id].name);
    if (r->arguments->values[id]) {
        return refuse(r, str_format(r->arena, "%s is given twice", OPTIONS[id].name));
    }
    if (*equals == '=') {
        r->arguments->values[id] = equals + 1;
    } else if (OPTIONS[id].argument[0] == '[') {
        return true; /* --coverage[=FILE] */
    } else if (r->at + 1 < r->argc) {
        r->arguments->values[id] = r->argv[++r->at];
    } else {
        return refuse(
            r, str_format(r->arena, "%s needs a value: %s %s", word, word, OPTIONS[id].argument));
    }
    return true;
}

static bool take_option(Reader *r, const char *word)
{
    OptionId id = find_option(word);
    if (id == OPTION_COUNT) {
        return refuse(r, str_format(r->arena, "%s is no option of cglc", word));
    }
    r->arguments->given[id] = true;
    return !OPTIONS[id].argument || take_value(r, id, word);
}

/* names: words with a blank between them. */
static bool holds_word(const char *names, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = names; (at = strstr(at, name)); at += length) {
        bool begins = at == names || at[-1] == ' ', ends = at[length] == ' ' || at[length] == '\0';
        if (begins && ends) {
            return true;
        }
    }
    return false;
}

static bool option_is_of(OptionId id, const Command *command)
{
    const char *commands = OPTIONS[id].commands;
    return strcmp(commands, "*") == 0 ||
           holds_word(commands, command->name[0] ? command->name : "compile");
}

static bool check_options(Reader *r)
{
    for (OptionId id = 0; id < OPTION_COUNT; id++) {
        if (r->arguments->given[id] && !option_is_of(id, r->command)) {
            return refuse(r, str_format(r->arena,
                                        r->command->name[0] ? "cglc %s takes no %s"
                                                            : "compiling%s takes no %s",
                                        r->command->name, OPTIONS[id].name));
        }
    }
    return true;
}

static bool check_word(Reader *r, OptionId id, const char *allowed)
{
    const char *value = r->arguments->values[id];
    if (!value || (value[0] && !strchr(value, ' ') && holds_word(allowed, value))) {
        return true;
    }
    return refuse(r, str_format(r->arena, "%s must be one of %s", OPTIONS[id].name, allowed));
}

static bool check_date(Reader *r)
{
    const char *value = r->arguments->values[OPT_AS_OF];
    Day first, last;
    if (!value || (date_parse(str_from_c(value), &first, &last) && first == last)) {
        return true;
    }
    return refuse(r, STR("--as-of must be a whole date of the calendar, as 2026-11-23"));
}

static DiagStyle get_style(const char *value)
{
    if (value && strcmp(value, "json") == 0) {
        return DIAG_STYLE_JSON;
    }
    return value && strcmp(value, "gnu") == 0 ? DIAG_STYLE_GNU : DIAG_STYLE_TEXT;
}

/* ---- words ---- */

static const Command *find_command(const char *name)
{
    for (int i = 1; i < COMMAND_COUNT; i++) {
        if (strcmp(COMMANDS[i].name, name) == 0) {
            return &COMMANDS[i];
        }
    }
    return NULL;
}

static bool take_file(Reader *r, const char *word)
{
    Arguments *a = r->arguments;
    if (a->file_count == sizeof a->files / sizeof *a->files) {
        return refuse(r, STR("too many files"));
    }
    a->files[a->file_count++] = word;
    return true;
}

/* `-` is standard input; `-5` and `-(2 + 3)` are expressions, and so is the first word of eval that
 * is no option. */
static bool is_file(const Reader *r, const char *word)
{
    if (word[0] != '-' || word[1] == '\0' || strchr("0123456789 (", word[1])) {
        return true;
    }
    return r->command->run == command_eval && !r->arguments->file_count &&
           find_option(word) == OPTION_COUNT;
}

static bool read_words(Reader *r)
{
    bool only_files = false, first = true;
    for (; r->at < r->argc; r->at++) {
        const char *word = r->argv[r->at];
        const Command *command = first && !only_files ? find_command(word) : NULL;
        if (!only_files && strcmp(word, "--") == 0) {
            only_files = true;
        } else if (command) {
            r->command = command;
        } else if (!(only_files || is_file(r, word) ? take_file(r, word) : take_option(r, word))) {
            return false;
        }
        if (r->command->name[0] || r->arguments->file_count) {
            first = false;
        }
    }
    return true;
}

/* A word of letters and hyphens, which no file is called: meant as a command. */
static bool is_like_command(const char *word)
{
    size_t length = strspn(word, "abcdefghijklmnopqrstuvwxyz-");
    return length > 0 && word[length] == '\0';
}

static const char *suggest_command(const char *word)
{
    unsigned least = strlen(word) > 3 ? 3 : 2;
    const char *best = NULL;
    for (int i = 1; i < COMMAND_COUNT; i++) {
        unsigned distance = str_distance(str_from_c(word), str_from_c(COMMANDS[i].name), least);
        if (distance < least) {
            least = distance;
            best = COMMANDS[i].name;
        }
    }
    return best;
}

static bool check_command(Reader *r)
{
    const char *word = r->arguments->file_count ? r->arguments->files[0] : "";
    int fd = r->command == &COMMANDS[0] && is_like_command(word) ? io_open_read(word) : 0;
    if (fd >= 0) {
        io_close(fd);
        return true;
    }
    const char *meant = suggest_command(word);
    return refuse(r,
                  meant ? str_format(r->arena, "no such command: %s; did you mean %s?", word, meant)
                        : str_format(r->arena, "no such command: %s", word));
}

static bool check_files(Reader *r)
{
    if (r->command->run == command_later) {
        return true; /* it says so itself */
    }
    if (r->command->run == command_lsp) {
        return !r->arguments->file_count || refuse(r, STR("cglc lsp takes no file"));
    }
    if (!r->arguments->file_count) {
        return refuse(r, STR("no file given"));
    }
    if (r->command == &COMMANDS[0] && r->arguments->file_count > 1) {
        return refuse(r, STR("one file is compiled at a time"));
    }
    return true;
}

ArgumentsResult arguments_read(Arena *arena, int argc, char **argv, const Command **command,
                               Arguments *arguments, Str *message)
{
    Reader r = { .arena = arena,
                 .argc = argc,
                 .at = 1,
                 .argv = argv,
                 .command = &COMMANDS[0],
                 .arguments = arguments };
    bool good = read_words(&r);
    *command = r.command->name[0] ? r.command : NULL;
    if (good && arguments->given[OPT_HELP]) {
        return ARGUMENTS_HELP;
    }
    if (good && arguments->given[OPT_VERSION]) {
        return ARGUMENTS_VERSION;
    }
    good = good && check_command(&r) && check_options(&r) &&
           check_word(&r, OPT_DIAGNOSTICS, "text json gnu") &&
           check_word(&r, OPT_DUMP, "ast ir asm") && check_date(&r) && check_files(&r);
    arguments->style = get_style(arguments->values[OPT_DIAGNOSTICS]);
    *command = r.command;
    *message = r.message;
    return good ? ARGUMENTS_RUN : ARGUMENTS_USAGE;
}

/* ---- help ---- */

static void print_usage(StrBuf *out, const Command *command)
{
    buf_add_format(out, "cglc %s%s%s\n", command->name,
                   command->name[0] && command->arguments[0] ? " " : "", command->arguments);
}

static void print_option(StrBuf *out, const OptionInfo *option)
{
    Str name = str_format(out->arena, "%s%s%s", option->name,
                          option->argument && option->argument[0] != '[' ? " " : "",
                          option->argument ? option->argument : "");
    buf_add_format(out, "  %S", name);
    for (size_t width = name.len; width < 23; width++) {
        buf_add_char(out, ' ');
    }
    buf_add_format(out, "  %s\n", option->help);
}

static void print_one(StrBuf *out, const Command *command)
{
    buf_add_c(out, "usage: ");
    print_usage(out, command);
    buf_add_format(out, "\n%s\n\noptions:\n", command->what);
    for (OptionId id = 0; id < OPTION_COUNT; id++) {
        if (option_is_of(id, command)) {
            print_option(out, &OPTIONS[id]);
        }
    }
}

static void print_all(StrBuf *out)
{
    buf_add_c(out, "cglc - compile, check and test clinical guidelines written in CGL\n\n");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        buf_add_c(out, i ? "       " : "usage: ");
        print_usage(out, &COMMANDS[i]);
        buf_add_format(out, "           %s\n", COMMANDS[i].what);
    }
    buf_add_c(out, "\noptions (cglc COMMAND --help tells which command takes which):\n");
    for (OptionId id = 0; id < OPTION_COUNT; id++) {
        print_option(out, &OPTIONS[id]);
    }
}

void arguments_print_help(StrBuf *out, const Command *command)
{
    if (command) {
        print_one(out, command);
    } else {
        print_all(out);
    }
    buf_add_c(
        out,
        "\nexit codes: 0 all well, 1 a test failed or a statement is not implemented, 64 usage,\n"
        "65 bad guideline or bytecode, 66 input cannot be opened, 70 a bug of ours,\n"
        "74 reading or writing failed\n");
}
