/* command_verify.c - cglc verify: proofs, and patients who refute. */
#include "compiler/cglc/commands.h"
#include "compiler/verify/verify.h"
#include "runtime/base/interrupt.h"
#include "runtime/value/number.h"

#include <string.h>

enum { MOST_LIMIT = 100000000 };

bool command_read_limit(const Arguments *arguments, uint32_t *limit)
{
    const char *text = arguments->values[OPT_LIMIT];
    int64_t number = 0;
    *limit = 0;
    if (!text) {
        return true;
    }
    bool good = number_parse_int(str_from_c(text), &number) == NUMBER_OK && number > 0 &&
                number <= MOST_LIMIT;
    *limit = (uint32_t)number;
    return good;
}

static int refuse_form(Arena *arena, const char *form)
{
    command_say(arena, "--format %s: of verify it is text or json", form);
    return EXIT_USAGE;
}

/* FOLDER/001.json for the first patient, in the order in which they are told. */
static int write_witnesses(Arena *arena, const VerifyReport *report, const char *folder)
{
    uint32_t number = 0;
    if (io_make_folder(arena, folder) != IO_OK) {
        command_say(arena, "%s: this folder cannot be made", folder);
        return EXIT_IO;
    }
    for (uint32_t i = 0; i < report->items.count; i++) {
        const Proved *claim = &report->items.items[i];
        if (!claim->patient) {
            continue;
        }
        Str path = str_format(arena, "%s/%S", folder, verify_name_patient(arena, ++number));
        int code = command_write_file(arena, str_to_c(arena, path),
                                      str_format(arena, "%S\n", claim->patient->json));
        if (code) {
            return code;
        }
    }
    return EXIT_OK;
}

static int judge(const Arguments *arguments, const VerifyReport *report)
{
    bool strict = arguments->given[OPT_REQUIRE_PROOF] &&
                  (report->verdicts[VERDICT_UNDECIDED] || report->stopped);
    return report->stopped                               ? INTERRUPT_EXIT
           : report->verdicts[VERDICT_REFUTED] || strict ? EXIT_FAILED
                                                         : EXIT_OK;
}

static int print_report(SourceProgram *sp, const Arguments *arguments, const VerifyReport *report)
{
    StrBuf out = { .arena = sp->arena };
    const char *form = arguments->values[OPT_FORMAT];
    const char *folder = arguments->values[OPT_WITNESSES];
    if (form && strcmp(form, "json") == 0) {
        verify_print_json(&out, sp->ast, report);
    } else {
        verify_print(&out, sp->ast, report, folder ? str_from_c(folder) : STR_NONE);
    }
    int code = folder ? write_witnesses(sp->arena, report, folder) : EXIT_OK;
    int written = command_write(1, buf_get(&out));
    return code ? code : written ? written : judge(arguments, report);
}

int command_verify(Arena *arena, const Arguments *arguments)
{
    SourceProgram sp;
    VerifyOptions options = { 0 };
    VerifyReport report;
    const char *form = arguments->values[OPT_FORMAT], *folder = arguments->values[OPT_WITNESSES];
    if (form && strcmp(form, "text") != 0 && strcmp(form, "json") != 0) {
        return refuse_form(arena, form);
    }
    if (!command_read_limit(arguments, &options.limit)) {
        command_say(arena, "--limit %s: a number from 1 to 100000000 is needed",
                    arguments->values[OPT_LIMIT]);
        return EXIT_USAGE;
    }
    if (arguments->file_count != 1) {
        command_say(arena, "%s", "verify is about one guideline at a time");
        return EXIT_USAGE;
    }
    int code = command_read_program(&sp, arena, arguments->files[0], false, arguments, NULL);
    if (!code && folder) {
        code = command_protect_inputs(&sp, arguments, folder);
    }
    if (code) {
        return code;
    }
    interrupt_catch();
    if (!verify_run(arena, sp.ast, options, &sp.diags, &report)) {
        command_say(arena, "%s: with its checks it is larger than a program may be",
                    arguments->files[0]);
        return EXIT_DATA;
    }
    return print_report(&sp, arguments, &report);
}
