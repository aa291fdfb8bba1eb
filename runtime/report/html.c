#include "runtime/report/html.h"
#include "runtime/report/html_parts.h"

enum { CONTENTS_MOST = 2000 };

/* ---- pieces ---- */

void html_put(Html *html, const char *markup)
{
    buf_add_c(html->out, markup);
}

void html_put_text(Html *html, Str text)
{
    html_text_add(html->out, text);
}

Str html_get_title(Html *html, uint32_t block)
{
    StrBuf piece = { .arena = html->arena };

    say_title(&piece, html->program->blocks[block].title, html->program->blocks[block].name);
    return buf_get(&piece);
}

Str html_get_reason(Html *html, uint16_t index)
{
    StrBuf piece = { .arena = html->arena };

    if (index == NO_INDEX) {
        return STR("an exclusion of the guideline holds");
    }
    say_wording(&piece, html->program->reasons[index].label, html->program->reasons[index].name);
    return buf_get(&piece);
}

Str html_get_about(Html *html, const Entry *entry)
{
    StrBuf piece = { .arena = html->arena };

    say_element(&piece, html->program, html->report->record,
                html->program->blocks[entry->block].list, entry->element);
    return buf_get(&piece);
}

void html_put_fact(Html *html, FactRef fact)
{
    StrBuf name = { .arena = html->arena }, value = { .arena = html->arena };

    say_fact(&name, html->program, html->report->record, fact);
    say_fact_value(&value, html->program, html->report->record, fact, true);
    html_put_text(html, buf_get(&name));
    html_put(html, ": ");
    html_text_wrap(html->out, "strong", NULL, buf_get(&value));
}

void html_put_statements(Html *html, uint32_t first, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        html_put(html, i == 0 ? " " : ", ");
        html_text_wrap(html->out, "code", NULL,
                       html->program->statements[html->program->statement_refs[first + i]].id);
    }
}

void html_put_heading(Html *html, const char *heading)
{
    buf_add_format(html->out, "<h3>%s</h3>\n", heading);
}

/* ---- cautions and problems ---- */

static void put_cautions(Html *html)
{
    const EntryList *list = &html->report->cautions;

    if (list->count == 0) {
        return;
    }
    html_put_heading(html, "Cautions");
    html_put(html, "<ul class=\"plain\">\n");
    for (uint32_t i = 0; i < list->count; i++) {
        const BlockInfo *block = &html->program->blocks[list->items[i].block];
        html_put(html, "<li class=\"caution\">");
        html_put_text(html, html_get_title(html, list->items[i].block));
        html_put_statements(html, block->statements, block->statement_count);
        html_put(html, "</li>\n");
    }
    html_put(html, "</ul>\n");
}

static void put_problems(Html *html)
{
    const Report *report = html->report;

    if (report->problems.count == 0) {
        return;
    }
    html_put_heading(html, "Problems in the data");
    html_put(html, "<p class=\"meta\">Such a value counts as unknown.</p>\n<table><tbody>\n");
    for (uint32_t i = 0; i < report->problems.count; i++) {
        const Problem *problem = &report->problems.items[i];
        html_put(html, "<tr><th scope=\"row\">");
        html_text_wrap(html->out, "code", NULL, problem->at);
        html_put(html, "</th><td>");
        html_put_text(html, problem->message);
        html_put(html, " ");
        html_text_wrap(html->out, "code", NULL, str_from_c(problem->code));
        if (html->options->show_values && problem->shown.ptr != NULL) {
            html_put(html, " ");
            html_text_wrap(html->out, "code", NULL, problem->shown);
        }
        html_put(html, "</td></tr>\n");
    }
    html_put(html, "</tbody></table>\n");
}

/* ---- one patient ---- */

static void put_policies(Html *html)
{
    const PolicySet *set = html->options->policies;

    for (uint16_t i = 0; set && i < set->count; i++) {
        const FieldInfo *field = &html->program->fields[set->fields[i]];
        StrBuf value = { .arena = html->arena };
        html_put(html, i == 0 ? "<p class=\"meta\">Policies in force: " : ", ");
        html_put_text(html, field->policy_text.len > 0 ? field->policy_text : field->path);
        html_put(html, " ");
        say_value(&value, html->program, say_get_field_type(field), set->values[i],
                  set->off_grid[i] ? &set->exact[i] : NULL);
        html_text_wrap(html->out, "strong", NULL, buf_get(&value));
    }
    if (set && set->count > 0) {
        html_put(html, "</p>\n");
    }
}

static void put_header(Html *html, uint64_t number)
{
    Str key = html->report->record->key;
    StrBuf counts = { .arena = html->arena };

    buf_add_format(html->out, "<article id=\"p%lld\">\n<header><h2>Patient ", (int64_t)number);
    html_put_text(html, key.ptr ? key : STR("without identifier"));
    html_put(html, "</h2>");
    if (html->program->reads_date && html->options->has_date) {
        StrBuf date = { .arena = html->arena };
        date_print(&date, html->options->as_of);
        html_put(html, "<span class=\"meta\">as of ");
        html_put_text(html, buf_get(&date));
        html_put(html, "</span>");
    }
    html_put(html, "</header>\n");
    digest_say_counts(&counts, &html->digest, html->report);
    html_text_wrap(html->out, "p", "counts", buf_get(&counts));
    html_put(html, "\n");
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

void html_add(StrBuf *out, HtmlPage *page, Arena *run_arena, const Report *report,
              const ReportOptions *options)
{
    Html html = { .out = out,
                  .arena = run_arena,
                  .report = report,
                  .program = report->program,
                  .options = options };

    digest_make(&html.digest, run_arena, report, options->detail);
    page->count++;
    if (page->listed < CONTENTS_MOST) {
        list_patient(page, &html);
    }
    put_header(&html, page->count);
    html_advice_put(&html);
    html_open_put(&html);
    if (options->detail != REPORT_ADVICE) {
        html_decisions_put(&html);
    }
    put_cautions(&html);
    html_decisions_put_why(&html);
    put_problems(&html);
    html_put(&html, "</article>\n");
}

void html_add_error(StrBuf *out, HtmlPage *page, const RecordError *error)
{
    page->count++;
    if (page->listed < CONTENTS_MOST) {
        buf_add_format(&page->contents,
                       "<li><a href=\"#p%lld\">line %lld</a> <span class=\"n\">cannot be read"
                       "</span></li>\n",
                       (int64_t)page->count, (int64_t)error->line);
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
        if (page->listed < page->count) {
            buf_add_format(out, "<p class=\"meta\">and %lld more below</p>\n",
                           (int64_t)(page->count - page->listed));
        }
        buf_add_c(out, "</nav>\n");
    }
    buf_add_c(out, "</body>\n</html>\n");
}
