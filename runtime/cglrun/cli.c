#include "runtime/cglrun/cli.h"
#include <string.h>

typedef enum OptionId {
#define OPTION(id, name, argument, help) OPTION_##id,
#include "runtime/cglrun/cli_options.def"
#undef OPTION
    OPTION_COUNT_
} OptionId;

typedef struct OptionInfo {
    const char *name, *argument, *help;
} OptionInfo;

static const OptionInfo infos[] = {
#define OPTION(id, name, argument, help) { name, argument, help },
#include "runtime/cglrun/cli_options.def"
#undef OPTION
};

typedef struct Parser {
    Arena *arena;
    CliOptions *options;
    Str *message;
    CliResult result;
} Parser;

static bool refuse(Parser *parser, Str message)
{
    *parser->message = message;
    parser->result = CLI_USAGE;
    return false;
}

/* ---- arguments ---- */

/* The place of a word among names parted by blanks; false if it is none of them. */
static bool find_word(Str word, const char *names, unsigned *index)
{
    *index = 0;
    while (*names) {
        size_t len = strcspn(names, " ");
        if (str_equal(word, (Str){ names, len })) {
            return true;
        }
        names += len + (names[len] == ' ');
        ++*index;
    }
    return false;
}

static bool take_word(Parser *parser, OptionId id, Str value, const char *names, unsigned *index)
{
    if (find_word(value, names, index)) {
        return true;
    }
    return refuse(parser,
                  str_format(parser->arena, "--%s must be one of: %s", infos[id].name, names));
}

static bool take_number(Parser *parser, OptionId id, Str value, uint64_t least, uint64_t most,
                        uint64_t *number)
{
    uint64_t result = 0;
    bool good = value.len > 0 && value.len <= 18;

    for (size_t i = 0; good && i < value.len; i++) {
        good = value.ptr[i] >= '0' && value.ptr[i] <= '9';
        result = result * 10 + (uint64_t)(value.ptr[i] - '0');
    }
    *number = result;
    if (good && result >= least && result <= most) {
        return true;
    }
    return refuse(parser, str_format(parser->arena, "--%s must be a whole number from %lld to %lld",
                                     infos[id].name, (int64_t)least, (int64_t)most));
}

static bool take_date(Parser *parser, Str value)
{
    CliOptions *options = parser->options;
    Day last;

    options->has_date = date_parse(value, &options->as_of, &last) && options->as_of == last;
    if (options->has_date) {
        return true;
    }
    return refuse(parser, STR("--as-of must be a whole date of the calendar, as 2026-11-23"));
}

static bool take_format(Parser *parser, Str value)
{
    static const ReportFormat formats[] = { REPORT_TEXT, REPORT_JSON, REPORT_NDJSON,
                                            REPORT_CSV,  REPORT_HTML, REPORT_NONE };
    unsigned index;

    if (!take_word(parser, OPTION_FORMAT, value, "text json ndjson csv html none", &index)) {
        return false;
    }
    parser->options->format = formats[index];
    parser->options->format_given = true;
    return true;
}

static bool take_detail(Parser *parser, Str value)
{
    static const ReportDetail details[] = { REPORT_FULL, REPORT_BRIEF, REPORT_ADVICE };
    unsigned index;

    if (!take_word(parser, OPTION_REPORT, value, "full brief advice", &index)) {
        return false;
    }
    parser->options->detail = details[index];
    return true;
}

static bool take_color(Parser *parser, Str value)
{
    static const CliColor colors[] = { CLI_COLOR_AUTO, CLI_COLOR_ALWAYS, CLI_COLOR_NEVER };
    unsigned index;

    if (!take_word(parser, OPTION_COLOR, value, "auto always never", &index)) {
        return false;
    }
    parser->options->color = colors[index];
    return true;
}

static bool take_count(Parser *parser, OptionId id, Str value)
{
    CliOptions *options = parser->options;
    uint64_t number;

    if (id == OPTION_MAX_ERRORS) {
        return take_number(parser, id, value, 1, 1000000000000ull, &options->max_errors);
    }
    if (!take_number(parser, id, value, id == OPTION_JOBS ? 1 : 40, id == OPTION_JOBS ? 256 : 1000,
                     &number)) {
        return false;
    }
    *(id == OPTION_JOBS ? &options->jobs : &options->width) = (unsigned)number;
    return true;
}

/* One question in a run: two answers in one record would not be told apart. */
static bool take_question(Parser *parser, QuestionKind kind, const char *about)
{
    CliOptions *options = parser->options;

    if (options->question != QUESTION_NONE) {
        return refuse(parser,
                      STR("one question at a time: --next, --why, --why-not or --what-if, once"));
    }
    options->question = (uint8_t)kind;
    options->question_about = about;
    return true;
}

/* ---- options ---- */

static bool take_flag(Parser *parser, OptionId id)
{
    CliOptions *options = parser->options;

    switch (id) {
    case OPTION_ALL: options->all = true; return true;
    case OPTION_SUMMARY: options->summary = true; return true;
    case OPTION_STRICT: options->strict = true; return true;
    case OPTION_SHOW_VALUES: options->show_values = true; return true;
    case OPTION_PROGRESS: options->progress = true; return true;
    case OPTION_EXPLAIN_PROBLEMS: options->explain_problems = true; return true;
    case OPTION_NEXT: return take_question(parser, QUESTION_NEXT, NULL);
    case OPTION_DECIMAL_COMMA: options->decimal_comma = true; return true;
    case OPTION_HELP: parser->result = CLI_HELP; return false;
    case OPTION_VERSION: parser->result = CLI_VERSION; return false;
    default: break;
    }
    return refuse(parser,
                  str_format(parser->arena, "--%s is not in this version yet", infos[id].name));
}

static bool take_option(Parser *parser, OptionId id, const char *text)
{
    CliOptions *options = parser->options;
    Str value = str_from_c(text);

    switch (id) {
    case OPTION_FORMAT: return take_format(parser, value);
    case OPTION_REPORT: return take_detail(parser, value);
    case OPTION_COLOR: return take_color(parser, value);
    case OPTION_AS_OF: return take_date(parser, value);
    case OPTION_JOBS:
    case OPTION_WIDTH:
    case OPTION_MAX_ERRORS: return take_count(parser, id, value);
    case OPTION_POLICY: vec_add(parser->arena, &options->policies, text); return true;
    case OPTION_POLICY_FILE: vec_add(parser->arena, &options->policy_files, text); return true;
    case OPTION_WHY: return take_question(parser, QUESTION_WHY, text);
    case OPTION_WHY_NOT: return take_question(parser, QUESTION_WHY_NOT, text);
    case OPTION_WHAT_IF: return take_question(parser, QUESTION_WHAT_IF, text);
    case OPTION_ALLOW_NATIVE: vec_add(parser->arena, &options->natives, text); return true;
    default: return take_flag(parser, id);
    }
}

static OptionId find_option(Str name)
{
    unsigned id = 0;

    while (id < OPTION_COUNT_ && !str_equal(name, str_from_c(infos[id].name))) {
        id++;
    }
    return (OptionId)id;
}

static bool refuse_unknown(Parser *parser, Str name)
{
    unsigned best = 3;
    const char *near = NULL;

    for (unsigned id = 0; id < OPTION_COUNT_; id++) {
        unsigned distance = str_distance(name, str_from_c(infos[id].name), best);
        if (distance >= best) {
            continue;
        }
        best = distance;
        near = infos[id].name;
    }
    if (near) {
        return refuse(parser, str_format(parser->arena, "unknown option --%S; did you mean --%s?",
                                         name, near));
    }
    return refuse(parser, str_format(parser->arena, "unknown option --%S", name));
}

/* "--name", "--name value" or "--name=value"; *at moves over what was used. */
static bool parse_option(Parser *parser, int argc, char **argv, int *at)
{
    const char *text = argv[*at] + 2, *equals = strchr(text, '=');
    Str name = { text, equals ? (size_t)(equals - text) : strlen(text) };
    OptionId id = find_option(name);

    if (id == OPTION_COUNT_) {
        return refuse_unknown(parser, name);
    }
    if (!infos[id].argument) {
        if (equals) {
            return refuse(parser, str_format(parser->arena, "--%S takes no value", name));
        }
        return take_flag(parser, id);
    }
    if (equals) {
        return take_option(parser, id, equals + 1);
    }
    if (*at + 1 >= argc) {
        return refuse(
            parser, str_format(parser->arena, "--%S needs a value: %s", name, infos[id].argument));
    }
    return take_option(parser, id, argv[++*at]);
}

static bool parse_argument(Parser *parser, int argc, char **argv, int *at, bool options)
{
    const char *text = argv[*at];

    if (options && strcmp(text, "-h") == 0) {
        return take_flag(parser, OPTION_HELP);
    }
    if (options && text[0] == '-' && text[1] == '-') {
        return parse_option(parser, argc, argv, at);
    }
    if (options && text[0] == '-' && text[1] != '\0') {
        return refuse(parser, str_format(parser->arena, "unknown option %s", text));
    }
    if (!parser->options->program) {
        parser->options->program = text;
    } else {
        vec_add(parser->arena, &parser->options->inputs, text);
    }
    return true;
}

static void check_question(Parser *parser)
{
    const CliOptions *options = parser->options;
    bool prints = options->format == REPORT_TEXT || options->format == REPORT_JSON ||
                  options->format == REPORT_NDJSON;

    if (parser->result == CLI_RUN && options->question != QUESTION_NONE && !prints) {
        refuse(parser, STR("the answer to a question is printed as text, json or ndjson"));
    }
}

CliResult cli_parse(Arena *arena, int argc, char **argv, CliOptions *options, Str *message)
{
    Parser parser = { arena, options, message, CLI_RUN };
    bool more_options = true;

    *options = (CliOptions){ .format = REPORT_NDJSON, .jobs = 1 };
    for (int at = 1; at < argc; at++) {
        if (more_options && strcmp(argv[at], "--") == 0) {
            more_options = false;
            continue;
        }
        if (!parse_argument(&parser, argc, argv, &at, more_options)) {
            return parser.result;
        }
    }
    if (!options->program) {
        refuse(&parser, STR("no program given; usage: cglrun PROGRAM.cgb [PATIENTS...]"));
    }
    check_question(&parser);
    return parser.result;
}

void cli_print_help(StrBuf *out)
{
    buf_add_c(out,
              "usage: cglrun [OPTION...] PROGRAM.cgb [PATIENTS...]\n"
              "\n"
              "Evaluates a compiled guideline for each patient: JSON (one object or an array), "
              "NDJSON or CSV;\n"
              "'-' or no file is standard input. One record in, one report out, in order.\n\n");
    for (unsigned id = 0; id < OPTION_COUNT_; id++) {
        size_t start = out->len;
        buf_add_format(out, "  --%s", infos[id].name);
        if (infos[id].argument) {
            buf_add_format(out, " %s", infos[id].argument);
        }
        do {
            buf_add_char(out, ' ');
        } while (out->len - start < 28);
        buf_add_format(out, "%s\n", infos[id].help);
    }
    buf_add_c(out, "\n"
                   "Exit: 0 all well; 1 some records had errors, or the guideline contradicted "
                   "itself; 64 usage;\n"
                   "65 bad program, or a table without a column of the record; 66 an input cannot "
                   "be opened;\n"
                   "70 a bug of ours; 74 reading or writing failed; 130 interrupted.\n");
}
