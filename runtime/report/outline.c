/* outline.c - the answers of one patient as a list of what a reader is told, in its order: header,
 * advice, what is open, decisions, cautions, why, problems in the data. */
#include "runtime/patient/problem.h"
#include "runtime/report/outline_parts.h"

/* ---- header ---- */

static void make_patient(Maker *maker)
{
    Str key = maker->report->record->key;
    StrBuf date = outline_new_piece(maker);

    outline_add(maker, OUTLINE_PATIENT, key.ptr ? key : STR("without identifier"));
    if (maker->program->reads_date && maker->options->has_date) {
        date_print(&date, maker->options->as_of);
        outline_say_c(maker, RUN_PLAIN, "as of");
        outline_say(maker, RUN_STRONG, buf_get(&date));
    }
}

static void make_policies(Maker *maker)
{
    const PolicySet *set = maker->options->policies;

    if (set == NULL || set->count == 0) {
        return;
    }
    outline_add(maker, OUTLINE_POLICIES, STR_NONE);
    for (uint16_t i = 0; i < set->count; i++) {
        const FieldInfo *field = &maker->program->fields[set->fields[i]];
        StrBuf value = outline_new_piece(maker);
        say_value(&value, maker->program, say_get_field_type(field), set->values[i],
                  set->off_grid[i] ? &set->exact[i] : NULL);
        outline_part(maker, i == 0, ";");
        outline_say(maker, RUN_PLAIN,
                    field->policy_text.len > 0 ? field->policy_text : field->path);
        outline_say(maker, RUN_STRONG, buf_get(&value));
    }
}

static void make_header(Maker *maker)
{
    StrBuf counts = outline_new_piece(maker);

    make_patient(maker);
    make_policies(maker);
    digest_say_counts(&counts, &maker->digest, maker->report);
    outline_add(maker, OUTLINE_COUNTS, buf_get(&counts));
}

/* ---- the rest ---- */

static void make_cautions(Maker *maker)
{
    const EntryList *list = &maker->report->cautions;

    if (list->count > 0) {
        outline_add_section(maker, "Cautions");
    }
    for (uint32_t i = 0; i < list->count; i++) {
        const BlockInfo *block = &maker->program->blocks[list->items[i].block];
        outline_add(maker, OUTLINE_ITEM, STR_NONE)->tone = TONE_WARN;
        outline_say(maker, RUN_PLAIN, outline_get_title(maker, list->items[i].block));
        outline_say_statements(maker, block->statements, block->statement_count);
    }
}

static void say_accepted(Maker *maker, const Problem *problem)
{
    Arena *arena = maker->arena;
    Str accepted = problem_print_accepted(arena, maker->program, problem);

    if (accepted.len > 0) {
        outline_say(maker, RUN_SOFT, str_format(arena, "(accepted: %S)", accepted));
    }
}

static void make_problem(Maker *maker, const Problem *problem)
{
    outline_add(maker, OUTLINE_PROBLEM, problem->at)->tag = str_from_c(problem->code);
    outline_say(maker, RUN_PLAIN, problem->message);
    if (problem->line) {
        outline_say(maker, RUN_SOFT,
                    str_format(maker->arena, "(line %u)", (unsigned)problem->line));
    }
    if (maker->options->show_values && problem->shown.ptr != NULL) {
        outline_say(maker, RUN_PATH, problem->shown);
    }
    if (maker->options->explain_problems) {
        say_accepted(maker, problem);
    }
}

static void make_problems(Maker *maker)
{
    const Report *report = maker->report;

    if (report->problems.count == 0) {
        return;
    }
    outline_add_section(maker, "Problems in the data");
    outline_add(maker, OUTLINE_NOTE, STR_NONE);
    outline_say_c(maker, RUN_SOFT, "A faulty value counts as unknown.");
    for (uint32_t i = 0; i < report->problems.count; i++) {
        make_problem(maker, &report->problems.items[i]);
    }
}

/* ---- the whole ---- */

static Maker begin(Outline *outline, Arena *run_arena, const Report *report,
                   const ReportOptions *options)
{
    Maker maker = { .outline = outline,
                    .arena = run_arena,
                    .report = report,
                    .program = report->program,
                    .options = options };

    digest_make(&maker.digest, run_arena, report, options->detail);
    return maker;
}

void outline_make(Outline *outline, Arena *run_arena, const Report *report,
                  const ReportOptions *options)
{
    Maker maker = begin(outline, run_arena, report, options);

    *outline = (Outline){ .arena = run_arena,
                          .advised = maker.digest.applies_for + maker.digest.applies_against,
                          .open = report->open.count,
                          .problems = report->problems.count };
    make_header(&maker);
    outline_advice_make(&maker);
    outline_open_make(&maker);
    if (options->detail != REPORT_ADVICE) {
        outline_decisions_make(&maker);
    }
    make_cautions(&maker);
    if (options->detail == REPORT_FULL) {
        outline_decisions_make_why(&maker);
    }
    make_problems(&maker);
}
