#include "runtime/cglrun/intake.h"
#include "runtime/base/hooks.h"
#include "runtime/base/interrupt.h"
#include <string.h>
#include <unistd.h>

/* ---- inputs ---- */

static PatientFormat choose_format(const char *path)
{
    size_t len = strlen(path);

    if (len > 4 && (strcmp(path + len - 4, ".csv") == 0 || strcmp(path + len - 4, ".CSV") == 0)) {
        return PATIENT_CSV;
    }
    if (len > 7 && strcmp(path + len - 7, ".ndjson") == 0) {
        return PATIENT_NDJSON;
    }
    return PATIENT_AUTO;
}

/* The next input; false if there is none or it cannot be opened. */
static bool open_next(Intake *intake)
{
    const CliOptions *options = intake->options;
    uint32_t count = options->inputs.count > 0 ? options->inputs.count : 1;

    if (intake->next >= count) {
        return false;
    }
    const char *path = options->inputs.count > 0 ? options->inputs.items[intake->next] : "-";
    intake->next++;
    intake->path = path;
    intake->fd = io_open_read(path);
    if (intake->fd < 0) {
        intake->missing = path;
        return false;
    }
    arena_reset(intake->arena);
    intake->reader = patient_open(intake->arena, intake->program, intake->fd, choose_format(path));
    intake->told = false;
    patient_set_decimal_comma(intake->reader, options->decimal_comma);
    return true;
}

static void close_input(Intake *intake)
{
    if (!intake->reader) {
        return;
    }
    patient_close(intake->reader);
    io_close(intake->fd);
    intake->reader = NULL;
}

void intake_begin(Intake *intake, Arena *arena, const Program *program, const CliOptions *options)
{
    *intake = (Intake){ .program = program, .options = options, .arena = arena };
}

/* A table whose cells are not parted by commas: what was found is told, on standard error. */
static void tell_separator(Intake *intake)
{
    char separator = patient_get_separator(intake->reader);

    intake->told = true;
    if (separator != ';' && separator != '\t') {
        return;
    }
    StrBuf line = { .arena = intake->arena };
    buf_add_format(&line, "cglrun: %s: the cells are separated by %s\n",
                   strcmp(intake->path, "-") == 0 ? "standard input" : intake->path,
                   separator == ';' ? "semicolons" : "tabs");
    /* Nothing depends on it: a failure is no reason to stop. */
    ssize_t put = hooks.write(STDERR_FILENO, line.ptr, line.len);
    (void)put;
}

static void refuse_input(Intake *intake, const RecordError *error)
{
    intake->refused = intake->path;
    intake->why = str_copy(intake->arena, error->message);
}

/* Whoever asks again after the end must not be given the inputs behind the one that ended the run.
 */
static bool has_ended(const Intake *intake)
{
    return interrupt_is_pending() || intake->missing || intake->unread || intake->refused;
}

PatientNext intake_next(Intake *intake, Record *record, RecordError *error)
{
    while (!has_ended(intake) && (intake->reader || open_next(intake))) {
        PatientNext next = patient_next(intake->reader, record, error);
        if (interrupt_is_pending()) {
            break; /* what was read may have been cut off */
        }
        if (!intake->told) {
            tell_separator(intake);
        }
        if (next == PATIENT_RECORD || next == PATIENT_ERROR) {
            return next;
        }
        close_input(intake);
        if (next == PATIENT_REFUSED) {
            refuse_input(intake, error);
            break;
        }
        if (next == PATIENT_READ_FAILED) {
            intake->unread = intake->path;
            break;
        }
    }
    return PATIENT_END;
}

void intake_end(Intake *intake)
{
    close_input(intake);
}
