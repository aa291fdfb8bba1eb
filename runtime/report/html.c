#include "runtime/report/html.h"
#include "runtime/report/digest.h"
#include "runtime/report/html_text.h"
#include "runtime/report/say.h"

enum { FACTS_SHOWN = 4, BLOCKS_SHOWN = 6 };

typedef struct Html {
    StrBuf *out;
    Arena *arena;               /* run arena: pieces under way */
    const Report *report;
    const Program *program;
    const ReportOptions *options;
    Digest digest;
} Html;

/* ---- pieces ---- */

static void put(Html *html, const char *markup)
{
    buf_add_c(html->out, markup);
}

static void put_text(Html *html, Str text)
{
    html_text_add(html->out, text);
}

static Str get_title(Html *html, uint32_t block)
{
    StrBuf piece = { .arena = html->arena };

    say_title(&piece, html->program->blocks[block].title, html->program->blocks[block].name);
    return buf_get(&piece);
}

static Str get_reason(Html *html, uint16_t index)
{
    StrBuf piece = { .arena = html->arena };

    if (index == NO_INDEX)
        return STR("an exclusion of the guideline holds");
    say_wording(&piece, html->program->reasons[index].label, html->program->reasons[index].name);
    return buf_get(&piece);
}

static void put_fact(Html *html, FactRef fact)
{
    StrBuf name = { .arena = html->arena }, value = { .arena = html->arena };

    say_fact(&name, html->program, html->report->record, fact);
    say_fact_value(&value, html->program, html->report->record, fact, true);
    put_text(html, buf_get(&name));
    put(html, ": ");
    html_text_wrap(html->out, "strong", NULL, buf_get(&value));
}

static void put_statements(Html *html, uint32_t first, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        put(html, i == 0 ? " " : ", ");
        html_text_wrap(html->out, "code", NULL,
                       html->program->statements[html->program->statement_refs[first + i]].id);
    }
}

static void put_titles(Html *html, const uint32_t *blocks, uint32_t count)
{
    for (uint32_t i = 0; i < count && i < BLOCKS_SHOWN; i++) {
        put(html, i == 0 ? "" : "; ");
        put_text(html, get_title(html, blocks[i]));
    }
    if (count > BLOCKS_SHOWN)
        buf_add_format(html->out, "; and %u more", count - BLOCKS_SHOWN);
}

static void put_heading(Html *html, const char *heading)
{
    buf_add_format(html->out, "<h3>%s</h3>\n", heading);
}

/* ---- advice ---- */

static void put_why(Html *html, const BecauseList *because)
{
    if (because->count == 0)
        return;
    put(html, "<dt>Why</dt><dd>");
    for (uint32_t i = 0; i < because->count && i < FACTS_SHOWN; i++) {
        put(html, i == 0 ? "" : "; ");
        put_fact(html, because->items[i].fact);
    }
    if (because->count > FACTS_SHOWN)
        buf_add_format(html->out, "; and %u more, see below", because->count - FACTS_SHOWN);
    put(html, "</dd>\n");
}

static void put_exclusions(Html *html, const Entry *entry)
{
    const Program *program = html->program;
    uint64_t bits = collect_get_reasons(program, entry);

    for (; bits != 0; bits &= bits - 1) {
        uint32_t index = program->blocks[entry->block].aux + (uint32_t)__builtin_ctzll(bits);
        const AuxInfo *aux = &program->aux[index];
        bool own = aux->statement_count == 0 && aux->reason != NO_INDEX;
        put(html, "<dt>Because</dt><dd>");
        put_text(html, get_reason(html, aux->reason));
        put_statements(html, own ? program->reasons[aux->reason].statements : aux->statements,
                       own ? program->reasons[aux->reason].statement_count : aux->statement_count);
        put(html, "</dd>\n");
    }
}

static void put_advice_cautions(Html *html, const Entry *entry)
{
    const BlockInfo *block = &html->program->blocks[entry->block];

    for (uint32_t i = 0; i < block->caution_count; i++) {
        uint32_t caution = html->program->block_refs[block->cautions + i];
        if (!collect_caution_holds(html->report, caution, entry))
            continue;
        put(html, "<dt class=\"caution\">Caution</dt><dd class=\"caution\">");
        put_text(html, get_title(html, caution));
        put(html, "</dd>\n");
    }
}

static void put_pair(Html *html, const char *term, Str text)
{
    if (text.len == 0)
        return;
    buf_add_format(html->out, "<dt>%s</dt><dd>", term);
    put_text(html, text);
    put(html, "</dd>\n");
}

static void put_sources(Html *html, const BlockInfo *block)
{
    const Program *program = html->program;

    put_pair(html, "Timing", block->timing);
    for (uint32_t i = 0; i < block->show_count && html->options->detail == REPORT_FULL; i++) {
        const StatementInfo *figure = &program->statements[program->statement_refs[block->shows + i]];
        put(html, "<dt>Figure</dt><dd>");
        put_text(html, figure->text);
        put(html, " ");
        html_text_wrap(html->out, "code", NULL, figure->id);
        put(html, "</dd>\n");
    }
    put_pair(html, "Evidence", block->evidence);
    if (block->statement_count + block->ref_count == 0 && !block->outside)
        return;
    put(html, "<dt>Source</dt><dd class=\"meta\">");
    put_statements(html, block->statements, block->statement_count);
    for (uint32_t i = 0; i < block->ref_count; i++)
        buf_add_format(html->out, "%s%d", i > 0 ? ", " : block->ref_count == 1 ? " ref. " : " refs. ",
                       program->refs[block->refs + i]);
    if (block->outside) {
        put(html, " ");
        put_text(html, block->outside_text);
    }
    put(html, "</dd>\n");
}

static void put_card_header(Html *html, uint32_t index, const char *class)
{
    const BlockInfo *block = &html->program->blocks[index];
    StrBuf strength = { .arena = html->arena };

    buf_add_format(html->out, "<div class=\"card %s\"><header>", class);
    html_text_wrap(html->out, "h4", NULL, get_title(html, index));
    if (block->strength != NO_INDEX) {
        say_readable(&strength, html->program->strengths[block->strength]);
        html_text_wrap(html->out, "span", "tag", buf_get(&strength));
    }
    put(html, "</header>\n<dl>\n");
}

static uint32_t put_card(Html *html, uint32_t i, uint8_t status, const char *class)
{
    const EntryList *list = &html->report->advice;
    uint32_t block = list->items[i].block;

    put_card_header(html, block, class);
    for (; i < list->count && list->items[i].block == block; i++) {
        const Entry *entry = &list->items[i];
        if (entry->answer->status != status)
            continue;
        if (entry->element != NO_INDEX) {
            put(html, "<dt class=\"about\">For</dt><dd class=\"about\">");
            html_text_wrap(html->out, "strong", NULL, collect_get_about(html->report, entry));
            put(html, "</dd>\n");
        }
        if (status == STATUS_RULED_OUT)
            put_exclusions(html, entry);
        if (html->options->detail == REPORT_FULL)
            put_why(html, &entry->because);
        if (status == STATUS_APPLIES)
            put_advice_cautions(html, entry);
    }
    put_sources(html, &html->program->blocks[block]);
    put(html, "</dl></div>\n");
    return i;
}

typedef enum Direction { FOR, AGAINST, BOTH } Direction;

static void put_advice(Html *html, const char *heading, uint8_t status, Direction direction,
                       const char *class)
{
    const EntryList *list = &html->report->advice;
    bool any = false;

    for (uint32_t i = 0; i < list->count;) {
        bool against = html->program->blocks[list->items[i].block].against;
        if (list->items[i].answer->status != status ||
            (direction != BOTH && against != (direction == AGAINST))) {
            i++;
            continue;
        }
        if (!any)
            put_heading(html, heading);
        any = true;
        i = put_card(html, i, status, class);
    }
}

static void put_all_advice(Html *html)
{
    if (html->digest.applies_for + html->digest.applies_against == 0) {
        put_heading(html, "Advice");
        put(html, html->report->open.count > 0 ? "<p>None can be given on what is known so far.</p>\n"
                                               : "<p>None of this guideline applies.</p>\n");
    }
    put_advice(html, "Advised", STATUS_APPLIES, FOR, "for");
    put_advice(html, "Advised against", STATUS_APPLIES, AGAINST, "against");
    put_advice(html, "Ruled out", STATUS_RULED_OUT, BOTH, "out");
    if (html->options->all)
        put_advice(html, "Does not apply", STATUS_NOT_APPLICABLE, BOTH, "out");
}

/* ---- what is open ---- */

static void put_kept_open(Html *html, const Ask *ask)
{
    put(html, "<p class=\"meta\">Keeps open: ");
    put_titles(html, ask->blocks.items, ask->blocks.count);
    put(html, "</p></li>\n");
}

static void put_elements(Html *html, const Ask *ask)
{
    const ListRecord *list = &html->report->record->lists[ask->fact.list];

    for (uint32_t i = 0; i < ask->elements.count; i++) {
        put(html, i == 0 ? " of " : ", ");
        html_text_wrap(html->out, "strong", NULL, list->keys[ask->elements.items[i]]);
    }
}

static void put_fact_ask(Html *html, const Ask *ask)
{
    const Program *program = html->program;
    StrBuf label = { .arena = html->arena }, path = { .arena = html->arena };

    if (ask->fact.field == NO_INDEX) {
        const ListInfo *list = &program->lists[ask->fact.list];
        say_title(&label, list->label, list->path);
        buf_add_c(&label, html->report->record->lists[ask->fact.list].partial
                              ? ": the list is not complete" : ": not listed, or not all");
        buf_add(&path, list->path);
    } else {
        const FieldInfo *field = &program->fields[ask->fact.field];
        say_title(&label, field->label, field->path);
        if (ask->fact.list != NO_INDEX)
            buf_add_format(&path, "%S[].", program->lists[ask->fact.list].path);
        buf_add(&path, field->path);
    }
    put(html, "<li>");
    html_text_wrap(html->out, "strong", NULL, buf_get(&label));
    put_elements(html, ask);
    put(html, " ");
    html_text_wrap(html->out, "code", NULL, buf_get(&path));
    put_kept_open(html, ask);
}

static void put_gap_ask(Html *html, const Ask *ask)
{
    const FieldInfo *gap = &html->program->fields[ask->fact.field];
    StrBuf readings = { .arena = html->arena };

    put(html, "<li>");
    html_text_wrap(html->out, "strong", NULL, gap->label.len > 0 ? gap->label : gap->path);
    put(html, " ");
    html_text_wrap(html->out, "code", NULL, gap->path);
    put(html, "<p class=\"meta\">");
    if (gap->policy) {
        say_readings(&readings, html->program, gap);
        put(html, "A policy can settle it: ");
        put_text(html, gap->policy_text);
        put(html, ", ");
        put_text(html, buf_get(&readings));
    } else {
        put(html, "No policy can settle it: the judgement stays with the team");
    }
    put(html, "</p>");
    put_kept_open(html, ask);
}

static void put_questions(Html *html)
{
    const Digest *digest = &html->digest;

    if (digest->facts.count > 0) {
        put_heading(html, "Open: what to ask, most useful first");
        put(html, "<ol class=\"ask\">\n");
        for (uint32_t i = 0; i < digest->facts.count; i++)
            put_fact_ask(html, &digest->facts.items[i]);
        put(html, "</ol>\n");
    }
    if (digest->gaps.count + digest->faults.count == 0)
        return;
    put_heading(html, "Open: what the guideline leaves undecided");
    put(html, "<ul class=\"plain\">\n");
    for (uint32_t i = 0; i < digest->gaps.count; i++)
        put_gap_ask(html, &digest->gaps.items[i]);
    for (uint32_t i = 0; i < digest->faults.count; i++) {
        uint32_t fault = digest->faults.items[i];
        put(html, "<li><span class=\"fault\">A fault of the guideline:</span> ");
        put_text(html, get_title(html, fault / 2));
        put(html, fault % 2 == 0 ? " has no case for such a patient</li>\n"
                                 : " has two cases that contradict each other</li>\n");
    }
    put(html, "</ul>\n");
}

static void put_open(Html *html)
{
    const EntryList *list = &html->report->open;

    put_questions(html);
    if (list->count == 0)
        return;
    put_heading(html, "Advice that cannot be said yet");
    put(html, "<ul class=\"plain\">\n");
    for (uint32_t i = 0; i < list->count;) {
        uint32_t block = list->items[i].block;
        bool any = false;
        put(html, html->program->blocks[block].against ? "<li>Against: " : "<li>");
        put_text(html, get_title(html, block));
        for (; i < list->count && list->items[i].block == block; i++) {
            Str about = collect_get_about(html->report, &list->items[i]);
            if (about.ptr == NULL)
                continue;
            put(html, any ? ", " : ": ");
            html_text_wrap(html->out, "strong", NULL,
                           str_equal(about, STR("*")) ? STR("any not listed") : about);
            any = true;
        }
        put(html, "</li>\n");
    }
    put(html, "</ul>\n");
}

/* ---- decisions ---- */

static void put_reasons(Html *html, const Entry *entry)
{
    uint64_t bits = collect_get_reasons(html->program, entry);
    bool first = true;

    for (; bits != 0; bits &= bits - 1, first = false) {
        uint32_t aux = html->program->blocks[entry->block].aux + (uint32_t)__builtin_ctzll(bits);
        put(html, first ? ": " : "; ");
        put_text(html, get_reason(html, html->program->aux[aux].reason));
    }
}

static void put_decision(Html *html, const Entry *entry)
{
    ValueType type = say_get_block_type(html->program, &html->program->blocks[entry->block]);
    const Answer *answer = &entry->answer->main;
    StrBuf value = { .arena = html->arena };

    put(html, "<tr>");
    put(html, "<th scope=\"row\">");
    put_text(html, get_title(html, entry->block));
    put(html, "</th>");
    if (collect_is_settled(answer)) {
        say_value_kindly(&value, html->program, type, answer->value,
                         answer->off_grid ? &answer->exact : NULL);
        put(html, "<td>");
        html_text_wrap(html->out, "strong", NULL, buf_get(&value));
        put_reasons(html, entry);
    } else {
        say_possible(&value, html->program, type, answer);
        put(html, "<td class=\"open\">open: ");
        put_text(html, buf_get(&value));
    }
    put(html, "</td></tr>\n");
}

static void put_table(Html *html, const PlanTable *table, const EntryList *rows)
{
    for (uint32_t i = 0; i < rows->count; i++) {
        if (i % table->count == 0) {
            StrBuf name = { .arena = html->arena };
            say_title(&name, STR_NONE, html->program->lists[table->list].element);
            put(html, "<table><caption>");
            put_text(html, buf_get(&name));
            put(html, " ");
            put_text(html, collect_get_about(html->report, &rows->items[i]));
            put(html, "</caption><tbody>\n");
        }
        put_decision(html, &rows->items[i]);
        if ((i + 1) % table->count == 0)
            put(html, "</tbody></table>\n");
    }
}

static void put_decisions(Html *html)
{
    const Report *report = html->report;

    if (report->plan->decision_count + report->plan->table_count == 0)
        return;
    put_heading(html, "Decisions");
    put(html, "<table><tbody>\n");
    for (uint32_t i = 0; i < report->decisions.count; i++)
        put_decision(html, &report->decisions.items[i]);
    put(html, "</tbody></table>\n");
    for (uint32_t i = 0; i < report->plan->table_count; i++)
        put_table(html, &report->plan->tables[i], &report->tables[i]);
}

/* ---- the rest ---- */

static void put_cautions(Html *html)
{
    const EntryList *list = &html->report->cautions;

    if (list->count == 0)
        return;
    put_heading(html, "Cautions");
    put(html, "<ul class=\"plain\">\n");
    for (uint32_t i = 0; i < list->count; i++) {
        const BlockInfo *block = &html->program->blocks[list->items[i].block];
        put(html, "<li class=\"caution\">");
        put_text(html, get_title(html, list->items[i].block));
        put_statements(html, block->statements, block->statement_count);
        put(html, "</li>\n");
    }
    put(html, "</ul>\n");
}

static void put_rules(Html *html)
{
    const Digest *digest = &html->digest;

    if (digest->rules.count == 0)
        return;
    put_heading(html, "Why");
    put(html, "<table><thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">Facts it stands on</th></tr>"
              "</thead><tbody>\n");
    for (uint32_t i = 0; i < digest->rules.count; i++) {
        const Rule *rule = &digest->rules.items[i];
        put(html, "<tr><th scope=\"row\">");
        put_text(html, get_title(html, rule->block));
        put(html, "</th><td>");
        for (uint32_t k = 0; k < rule->facts.count; k++) {
            put(html, k == 0 ? "" : "; ");
            put_fact(html, rule->facts.items[k]);
        }
        put(html, "</td></tr>\n");
    }
    put(html, "</tbody></table>\n");
}

static void put_problems(Html *html)
{
    const Report *report = html->report;

    if (report->problems.count == 0)
        return;
    put_heading(html, "Problems in the data");
    put(html, "<p class=\"meta\">Such a value counts as unknown.</p>\n<table><tbody>\n");
    for (uint32_t i = 0; i < report->problems.count; i++) {
        const Problem *problem = &report->problems.items[i];
        put(html, "<tr><th scope=\"row\">");
        html_text_wrap(html->out, "code", NULL, problem->at);
        put(html, "</th><td>");
        put_text(html, problem->message);
        put(html, " ");
        html_text_wrap(html->out, "code", NULL, str_from_c(problem->code));
        if (html->options->show_values && problem->shown.ptr != NULL) {
            put(html, " ");
            html_text_wrap(html->out, "code", NULL, problem->shown);
        }
        put(html, "</td></tr>\n");
    }
    put(html, "</tbody></table>\n");
}

/* ---- one patient ---- */

static void put_policies(Html *html)
{
    const PolicySet *set = html->options->policies;

    for (uint16_t i = 0; set && i < set->count; i++) {
        const FieldInfo *field = &html->program->fields[set->fields[i]];
        StrBuf value = { .arena = html->arena };
        put(html, i == 0 ? "<p class=\"meta\">Policies in force: " : ", ");
        put_text(html, field->label.len > 0 ? field->policy_text : field->path);
        put(html, " ");
        say_value(&value, html->program, say_get_field_type(field), set->values[i],
                  set->off_grid[i] ? &set->exact[i] : NULL);
        html_text_wrap(html->out, "strong", NULL, buf_get(&value));
    }
    if (set && set->count > 0)
        put(html, "</p>\n");
}

static void put_header(Html *html, uint64_t number)
{
    Str key = html->report->record->key;

    buf_add_format(html->out, "<article id=\"p%lld\">\n<header><h2>Patient ", (int64_t)number);
    put_text(html, key.ptr ? key : STR("without identifier"));
    put(html, "</h2>");
    if (html->program->reads_date && html->options->has_date) {
        StrBuf date = { .arena = html->arena };
        date_print(&date, html->options->as_of);
        put(html, "<span class=\"meta\">as of ");
        put_text(html, buf_get(&date));
        put(html, "</span>");
    }
    put(html, "</header>\n");
    put_policies(html);
}

static void list_patient(HtmlPage *page, const Html *html)
{
    const Digest *digest = &html->digest;
    Str key = html->report->record->key;
    StrBuf *out = &page->contents;

    buf_add_format(out, "<li><a href=\"#p%lld\">", (int64_t)page->count);
    html_text_add(out, key.ptr ? key : STR("without identifier"));
    buf_add_format(out, "</a> <span class=\"n\">%u advised, %u open%s</span></li>\n",
                   digest->applies_for + digest->applies_against, html->report->open.count,
                   html->report->problems.count > 0 ? ", problems" : "");
    page->listed++;
}

enum { CONTENTS_MOST = 2000 };

void html_add(StrBuf *out, HtmlPage *page, Arena *run_arena, const Report *report,
              const ReportOptions *options)
{
    Html html = { .out = out, .arena = run_arena, .report = report, .program = report->program,
                  .options = options };

    digest_make(&html.digest, run_arena, report, options->detail);
    page->count++;
    if (page->listed < CONTENTS_MOST)
        list_patient(page, &html);
    put_header(&html, page->count);
    put_all_advice(&html);
    put_open(&html);
    if (options->detail != REPORT_ADVICE)
        put_decisions(&html);
    put_cautions(&html);
    put_rules(&html);
    put_problems(&html);
    put(&html, "</article>\n");
}

void html_add_error(StrBuf *out, HtmlPage *page, const RecordError *error)
{
    page->count++;
    if (page->listed < CONTENTS_MOST) {
        buf_add_format(&page->contents, "<li><a href=\"#p%lld\">line %lld</a> <span class=\"n\">cannot be read"
                       "</span></li>\n", (int64_t)page->count, (int64_t)error->line);
        page->listed++;
    }
    buf_add_format(out, "<article id=\"p%lld\">\n<header><h2>Line %lld</h2></header>\n",
                   (int64_t)page->count, (int64_t)error->line);
    buf_add_c(out, "<p class=\"fault\">This record cannot be read.</p>\n<p>");
    html_text_add(out, error->message);
    buf_add_c(out, " ");
    html_text_wrap(out, "code", NULL, error->code);
    if (error->at.len > 0) {
        buf_add_c(out, " ");
        html_text_wrap(out, "code", NULL, error->at);
    }
    buf_add_c(out, "</p>\n</article>\n");
}

/* ---- the page ---- */

void html_begin(StrBuf *out, HtmlPage *page, const Plan *plan, const ReportOptions *options)
{
    const Program *program = plan->program;
    StrBuf hash = { .arena = page->arena };
    Str title = program->title.len > 0 ? program->title : program->name;

    (void)options;
    plan_add_hash(&hash, program->hash);
    buf_add_c(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n");
    html_text_wrap(out, "title", NULL, title);
    buf_add_c(out, "\n<style>\n");
    buf_add_c(out, html_text_style);
    buf_add_c(out, "</style>\n</head>\n<body>\n<header>\n");
    html_text_wrap(out, "h1", NULL, title);
    buf_add_c(out, "\n<p class=\"meta\">");
    html_text_add(out, program->name);
    buf_add_c(out, " ");
    html_text_add(out, program->version);
    if (program->issued_by.len > 0) {
        buf_add_c(out, ", ");
        html_text_add(out, program->issued_by);
    }
    buf_add_c(out, " &#183; program ");
    html_text_wrap(out, "code", NULL, (Str){ hash.ptr + 7, 12 });
    buf_add_c(out, "</p>\n</header>\n<main>\n");
}

void html_end(StrBuf *out, const HtmlPage *page)
{
    buf_add_c(out, "</main>\n");
    if (page->count > 1) {
        buf_add_c(out, "<nav aria-label=\"Patients\">\n<h3>Patients</h3>\n<ol>\n");
        buf_add(out, buf_get(&page->contents));
        buf_add_c(out, "</ol>\n");
        if (page->listed < page->count)
            buf_add_format(out, "<p class=\"meta\">and %lld more below</p>\n",
                           (int64_t)(page->count - page->listed));
        buf_add_c(out, "</nav>\n");
    }
    buf_add_c(out, "</body>\n</html>\n");
}
