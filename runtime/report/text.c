#include "runtime/report/text.h"
#include "runtime/report/plan.h"
#include "runtime/report/text_parts.h"

/* ---- pieces ---- */

StrBuf text_new_piece(Text *text)
{
    return (StrBuf){ .arena = text->arena };
}

Str text_get_title(Text *text, uint32_t block)
{
    StrBuf piece = text_new_piece(text);

    say_title(&piece, text->program->blocks[block].title, text->program->blocks[block].name);
    return buf_get(&piece);
}

Str text_get_reason(Text *text, uint16_t reason)
{
    StrBuf piece = text_new_piece(text);

    if (reason == NO_INDEX) {
        return STR("an exclusion of the guideline holds");
    }
    say_wording(&piece, text->program->reasons[reason].label, text->program->reasons[reason].name);
    return buf_get(&piece);
}

Str text_get_about(Text *text, const Entry *entry)
{
    StrBuf piece = text_new_piece(text);

    say_element(&piece, text->program, text->report->record,
                text->program->blocks[entry->block].list, entry->element);
    return buf_get(&piece);
}

void text_add_heading(Text *text, const char *heading)
{
    wrap_blank_line(&text->wrap);
    wrap_add_c(&text->wrap, WRAP_HEADING, heading);
    wrap_end_line(&text->wrap);
}

void text_add_mark(Text *text, bool first, const char *mark)
{
    if (!first) {
        wrap_join(&text->wrap, WRAP_PLAIN, str_from_c(mark));
    }
}

void text_add_fact(Text *text, FactRef fact)
{
    StrBuf name = text_new_piece(text), value = text_new_piece(text);

    say_fact(&name, text->program, text->report->record, fact);
    buf_add_char(&name, ':');
    say_fact_value(&value, text->program, text->report->record, fact, true);
    wrap_add(&text->wrap, WRAP_PLAIN, buf_get(&name));
    if (value.len < 24) {
        wrap_add_glued(&text->wrap, WRAP_STRONG, buf_get(&value));
    } else {
        wrap_add(&text->wrap, WRAP_STRONG, buf_get(&value));
    }
}

void text_add_statements(Text *text, uint32_t first, uint32_t count)
{
    const Program *program = text->program;

    for (uint32_t i = 0; i < count; i++) {
        text_add_mark(text, i == 0, ",");
        wrap_add(&text->wrap, WRAP_DIM, program->statements[program->statement_refs[first + i]].id);
    }
}

/* ---- header ---- */

static void add_policies(Text *text)
{
    const PolicySet *set = text->options->policies;

    for (uint16_t i = 0; set && i < set->count; i++) {
        const FieldInfo *field = &text->program->fields[set->fields[i]];
        StrBuf value = text_new_piece(text);
        if (i == 0) {
            wrap_start_line(&text->wrap, 0, TEXT_INDENT);
            wrap_add_c(&text->wrap, WRAP_DIM, "Policies in force:");
        } else {
            wrap_join(&text->wrap, WRAP_PLAIN, STR(","));
        }
        wrap_add(&text->wrap, WRAP_PLAIN, field->path);
        say_value(&value, text->program, say_get_field_type(field), set->values[i],
                  set->off_grid[i] ? &set->exact[i] : NULL);
        wrap_add_glued(&text->wrap, WRAP_STRONG, buf_get(&value));
    }
    wrap_end_line(&text->wrap);
}

static void add_header(Text *text)
{
    const Program *program = text->program;
    Wrap *wrap = &text->wrap;
    StrBuf date = text_new_piece(text), hash = text_new_piece(text), counts = text_new_piece(text);

    wrap_rule(wrap, "\xe2\x94\x80");
    wrap_start_line(wrap, 0, 0);
    wrap_add_c(wrap, WRAP_DIM, "Patient");
    wrap_add(wrap, WRAP_STRONG,
             text->report->record->key.ptr ? text->report->record->key : STR("(no identifier)"));
    if (program->reads_date && text->options->has_date) {
        date_print(&date, text->options->as_of);
        wrap_add_c(wrap, WRAP_DIM, "as of");
        wrap_add(wrap, WRAP_STRONG, buf_get(&date));
    }
    wrap_start_line(wrap, 0, 0);
    wrap_add(wrap, WRAP_PLAIN, program->title.len > 0 ? program->title : program->name);
    plan_add_hash(&hash, program->hash);
    wrap_start_line(wrap, 0, 0);
    wrap_add(wrap, WRAP_DIM, program->name);
    wrap_add(wrap, WRAP_DIM, program->version);
    wrap_add_c(wrap, WRAP_DIM, "\xc2\xb7 program");
    wrap_add(wrap, WRAP_DIM, (Str){ hash.ptr + 7, 12 });
    wrap_end_line(wrap);
    add_policies(text);
    digest_say_counts(&counts, &text->digest, text->report);
    wrap_start_line(wrap, 0, TEXT_INDENT);
    wrap_add(wrap, WRAP_PLAIN, buf_get(&counts));
    wrap_end_line(wrap);
    wrap_rule(wrap, "\xe2\x94\x80");
}

/* ---- the rest ---- */

static void add_cautions(Text *text)
{
    const EntryList *list = &text->report->cautions;

    if (list->count > 0) {
        text_add_heading(text, "CAUTIONS");
    }
    for (uint32_t i = 0; i < list->count; i++) {
        const BlockInfo *block = &text->program->blocks[list->items[i].block];
        wrap_start_line(&text->wrap, TEXT_INDENT, TEXT_DETAIL);
        wrap_add_c(&text->wrap, WRAP_WARN, "!");
        wrap_add(&text->wrap, WRAP_PLAIN, text_get_title(text, list->items[i].block));
        text_add_statements(text, block->statements, block->statement_count);
    }
    wrap_end_line(&text->wrap);
}

static void add_problems(Text *text)
{
    const Report *report = text->report;

    if (report->problems.count > 0) {
        text_add_heading(text, "PROBLEMS IN THE DATA (a faulty value counts as unknown)");
    }
    for (uint32_t i = 0; i < report->problems.count; i++) {
        const Problem *problem = &report->problems.items[i];
        wrap_start_line(&text->wrap, TEXT_INDENT, TEXT_INDENT + 5);
        wrap_add_c(&text->wrap, WRAP_DIM, problem->code);
        wrap_add(&text->wrap, WRAP_PLAIN, problem->message);
        if (text->options->show_values && problem->shown.ptr != NULL) {
            wrap_add(&text->wrap, WRAP_PLAIN, str_format(text->arena, "[%S]", problem->shown));
        }
    }
    wrap_end_line(&text->wrap);
}

/* ---- the whole ---- */

static Wrap new_wrap(StrBuf *out, const ReportOptions *options)
{
    unsigned width = options->width == 0 ? 80 : options->width < 40 ? 40 : options->width;

    return (Wrap){ .buf = out, .width = width, .color = options->color };
}

void text_add_report(StrBuf *out, Arena *run_arena, const Report *report,
                     const ReportOptions *options, bool first)
{
    Text text = { .wrap = new_wrap(out, options),
                  .arena = run_arena,
                  .report = report,
                  .program = report->program,
                  .options = options };

    digest_make(&text.digest, run_arena, report, options->detail);
    if (!first) {
        wrap_blank_line(&text.wrap);
    }
    add_header(&text);
    text_advice_add(&text);
    text_open_add(&text);
    if (options->detail != REPORT_ADVICE) {
        text_decisions_add(&text);
    }
    add_cautions(&text);
    if (options->detail == REPORT_FULL) {
        text_decisions_add_why(&text);
    }
    add_problems(&text);
}

void text_add_error(StrBuf *out, const RecordError *error, const ReportOptions *options, bool first)
{
    Wrap wrap = new_wrap(out, options);
    char line[24];
    StrBuf number = { .ptr = line, .cap = sizeof line };

    if (!first) {
        wrap_blank_line(&wrap);
    }
    wrap_rule(&wrap, "\xe2\x94\x80");
    buf_add_int(&number, (int64_t)error->line);
    wrap_add_c(&wrap, WRAP_BAD, "A record cannot be read:");
    wrap_add_c(&wrap, WRAP_PLAIN, "line");
    wrap_add(&wrap, WRAP_PLAIN, buf_get(&number));
    if (error->patient.ptr != NULL) {
        wrap_join(&wrap, WRAP_PLAIN, STR(","));
        wrap_add_c(&wrap, WRAP_PLAIN, "patient");
        wrap_add(&wrap, WRAP_STRONG, error->patient);
    }
    wrap_start_line(&wrap, TEXT_INDENT, TEXT_DETAIL);
    wrap_add(&wrap, WRAP_DIM, error->code);
    wrap_add(&wrap, WRAP_PLAIN, error->message);
    if (error->at.len > 0) {
        wrap_add(&wrap, WRAP_DIM, error->at);
    }
    wrap_end_line(&wrap);
    wrap_rule(&wrap, "\xe2\x94\x80");
}
