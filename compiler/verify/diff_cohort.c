/* diff_cohort.c - patients of a file, each run by both programs. */
#include "compiler/verify/diff.h"
#include "runtime/base/interrupt.h"
#include "runtime/base/io.h"
#include "runtime/base/limits.h"
#include "runtime/report/say.h"

typedef struct Runner {
    const Program *program;
    Arena *run;
    Record *record;
    PatientReader *reader;
    Evaluation *evaluation;
    int fd;
} Runner;

typedef struct Cohort {
    Arena *arena;
    DiffReport *report;
    const DiffPatients *input;
    Runner first, second;
} Cohort;

static bool ends_with(Str text, Str end)
{
    return text.len >= end.len && memcmp(text.ptr + text.len - end.len, end.ptr, end.len) == 0;
}

static PatientFormat choose_format(Str path)
{
    return ends_with(path, STR(".csv")) || ends_with(path, STR(".CSV")) ? PATIENT_CSV
           : ends_with(path, STR(".ndjson"))                            ? PATIENT_NDJSON
                                                                        : PATIENT_AUTO;
}

static bool open_runner(Cohort *c, Runner *runner, const Program *program)
{
    *runner = (Runner){ .program = program, .fd = io_open_read(c->input->path) };
    if (runner->fd < 0) {
        return false;
    }
    runner->run = arena_create_within(c->arena, LIMIT_RUN_BYTES);
    runner->record = record_create(c->arena, runner->run, program);
    runner->reader =
        patient_open(c->arena, program, runner->fd, choose_format(str_from_c(c->input->path)));
    runner->evaluation = evaluation_create(c->arena, program);
    return true;
}

static void close_runner(Runner *runner)
{
    if (runner->fd < 0) {
        return;
    }
    patient_close(runner->reader);
    io_close(runner->fd);
    arena_destroy(runner->run);
}

static PatientNext read_one(Runner *runner, RecordError *error)
{
    arena_reset(runner->run);
    return patient_next(runner->reader, runner->record, error);
}

static void evaluate(Cohort *c, Runner *runner)
{
    if (runner->program->reads_date && c->input->has_date) {
        record_set_date(runner->record, runner->program, c->input->as_of);
    }
    evaluation_run(runner->evaluation, runner->run, runner->record);
}

/* ---- one answer ---- */

typedef enum Change { CHANGE_NONE, CHANGE_SETTLED, CHANGE_OPENS, CHANGE_CLOSES } Change;

static bool is_open(const BlockInfo *block, const BlockAnswer *answer)
{
    bool fails = answer->main.failed || answer->main.no_result;
    return block->kind == BLOCK_ADVICE ? answer->status == STATUS_OPEN && !fails
                                       : !answer->main.settled && !fails;
}

/* As it is written: the same text is the same answer. */
static Str say(const Cohort *c, const Program *program, const BlockInfo *block,
               const BlockAnswer *answer)
{
    StrBuf out = { .arena = c->first.run };
    if (answer->main.failed || answer->main.no_result) {
        return STR("fails");
    }
    if (block->kind == BLOCK_ADVICE) {
        return str_format(c->first.run, "%u", answer->status);
    }
    say_value(&out, program, say_get_block_type(program, block), answer->main.value,
              answer->main.off_grid ? &answer->main.exact : NULL);
    return buf_get(&out);
}

static Change compare_answers(const Cohort *c, const DiffRule *rule, uint16_t element)
{
    const BlockInfo *a = &c->report->first->blocks[rule->first],
                    *b = &c->report->second->blocks[rule->second];
    const BlockAnswer *old = evaluation_get(c->first.evaluation, rule->first, element),
                      *next = evaluation_get(c->second.evaluation, rule->second, element);
    if (!old->ready || !next->ready) {
        return CHANGE_NONE;
    }
    bool was = is_open(a, old), is = is_open(b, next);
    if (was || is) {
        return was == is ? CHANGE_NONE : is ? CHANGE_OPENS : CHANGE_CLOSES;
    }
    bool same = str_equal(say(c, c->report->first, a, old), say(c, c->report->second, b, next));
    return same ? CHANGE_NONE : CHANGE_SETTLED;
}

/* Of each element that both have listed; the first that changed counts. */
static Change compare_rule(const Cohort *c, const DiffRule *rule)
{
    uint16_t list = c->report->first->blocks[rule->first].list,
             other = c->report->second->blocks[rule->second].list;
    if (list == NO_INDEX) {
        return compare_answers(c, rule, NO_INDEX);
    }
    uint16_t count = c->first.record->lists[list].count, its = c->second.record->lists[other].count;
    Change change = CHANGE_NONE;
    for (uint16_t i = 0; i < count && i < its && change == CHANGE_NONE; i++) {
        change = compare_answers(c, rule, i);
    }
    return change;
}

static bool may_change(const DiffReport *report, const DiffRule *rule)
{
    return (rule->kind == DIFF_CHANGED || rule->kind == DIFF_FOLLOWS ||
            rule->kind == DIFF_UNDECIDED) &&
           report->second->blocks[rule->second].kind != BLOCK_DEFINE;
}

static void compare_patient(Cohort *c)
{
    bool any = false;
    for (uint32_t i = 0; i < c->report->rules.count; i++) {
        DiffRule *rule = &c->report->rules.items[i];
        Change change = may_change(c->report, rule) ? compare_rule(c, rule) : CHANGE_NONE;
        rule->settled += change == CHANGE_SETTLED;
        rule->opens += change == CHANGE_OPENS;
        rule->closes += change == CHANGE_CLOSES;
        rule->patients += change != CHANGE_NONE;
        any = any || change != CHANGE_NONE;
    }
    c->report->changed += any;
}

/* ---- all ---- */

static DiffIntake read_all(Cohort *c, Str *why)
{
    RecordError error;
    while (!interrupt_is_pending()) {
        PatientNext one = read_one(&c->first, &error), other = read_one(&c->second, &error);
        if (one == PATIENT_END || other == PATIENT_END) {
            return DIFF_READ;
        }
        if (one == PATIENT_READ_FAILED || other == PATIENT_READ_FAILED) {
            return DIFF_UNREAD;
        }
        if (one == PATIENT_REFUSED || other == PATIENT_REFUSED) {
            *why = str_copy(c->arena, error.message);
            return DIFF_REFUSED;
        }
        if (one == PATIENT_ERROR || other == PATIENT_ERROR) {
            c->report->broken++;
            continue;
        }
        c->report->all++;
        evaluate(c, &c->first);
        evaluate(c, &c->second);
        compare_patient(c);
    }
    c->report->stopped = true;
    return DIFF_READ;
}

DiffIntake diff_count_patients(Arena *arena, DiffReport *report, const DiffPatients *input,
                               Str *why)
{
    Cohort c = { .arena = arena, .report = report, .input = input };
    bool good = open_runner(&c, &c.first, report->first);
    good = open_runner(&c, &c.second, report->second) && good;
    DiffIntake intake = good ? read_all(&c, why) : DIFF_MISSING;
    close_runner(&c.first);
    close_runner(&c.second);
    return intake;
}
