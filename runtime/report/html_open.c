/* html_open.c - what cannot be said yet: what to ask, most useful first. */
#include "runtime/report/html_parts.h"

enum { ASKS = 10, BLOCKS = 6 };

/* "Keeps open: A; B" or "Keeps 61 answers open, among them A; B; C". */
static void put_kept_open(Html *html, const Ask *ask)
{
    uint32_t count = ask->blocks.count, shown = count <= BLOCKS ? count : BLOCKS - 1;

    if (shown < count) {
        buf_add_format(html->out, "<p class=\"meta\">Keeps %u answers open, among them ", count);
    } else {
        html_put(html, "<p class=\"meta\">Keeps open: ");
    }
    for (uint32_t i = 0; i < shown; i++) {
        html_put(html, i == 0 ? "" : "; ");
        html_put_text(html, html_get_title(html, ask->blocks.items[i]));
    }
    html_put(html, "</p></li>\n");
}

static void put_elements(Html *html, const Ask *ask)
{
    const ListRecord *list = &html->report->record->lists[ask->fact.list];
    StrBuf name = { .arena = html->arena };

    if (ask->elements.count == 0) {
        return;
    }
    say_elements(&name, &html->program->lists[ask->fact.list], ask->elements.count);
    html_put(html, " of ");
    html_put_text(html, buf_get(&name));
    for (uint32_t i = 0; i < ask->elements.count; i++) {
        html_put(html, i == 0 ? " " : ", ");
        html_text_wrap(html->out, "strong", NULL, list->keys[ask->elements.items[i]]);
    }
}

/* at_length: with the answers that it keeps open. */
static void put_fact_ask(Html *html, const Ask *ask, bool at_length)
{
    const Program *program = html->program;
    StrBuf label = { .arena = html->arena }, path = { .arena = html->arena };

    if (ask->fact.field == NO_INDEX) {
        const ListInfo *list = &program->lists[ask->fact.list];
        say_title(&label, list->label, list->path);
        buf_add_c(&label, html->report->record->lists[ask->fact.list].partial
                              ? ": the list is not complete"
                              : ": not listed, or not all");
        buf_add(&path, list->path);
    } else {
        const FieldInfo *field = &program->fields[ask->fact.field];
        say_title(&label, field->label, field->path);
        if (ask->fact.list != NO_INDEX) {
            buf_add_format(&path, "%S[].", program->lists[ask->fact.list].path);
        }
        buf_add(&path, field->path);
    }
    html_put(html, "<li>");
    html_text_wrap(html->out, "strong", NULL, buf_get(&label));
    put_elements(html, ask);
    html_put(html, " ");
    html_text_wrap(html->out, "code", NULL, buf_get(&path));
    if (at_length) {
        put_kept_open(html, ask);
    } else {
        html_put(html, "</li>\n");
    }
}

static void put_gap_ask(Html *html, const Ask *ask)
{
    const FieldInfo *gap = &html->program->fields[ask->fact.field];
    StrBuf readings = { .arena = html->arena };

    html_put(html, "<li>");
    html_text_wrap(html->out, "strong", NULL, gap->label.len > 0 ? gap->label : gap->path);
    html_put(html, " ");
    html_text_wrap(html->out, "code", NULL, gap->path);
    html_put(html, "<p class=\"meta\">");
    if (gap->policy) {
        say_readings(&readings, html->program, gap);
        html_put(html, "A policy can settle it: ");
        html_put_text(html, gap->policy_text);
        html_put(html, ", ");
        html_put_text(html, buf_get(&readings));
    } else {
        html_put(html, "No policy can settle it: the judgement stays with the team");
    }
    html_put(html, "</p>");
    put_kept_open(html, ask);
}

static void put_questions(Html *html)
{
    const Digest *digest = &html->digest;

    if (digest->facts.count > 0) {
        html_put_heading(html, "Open: what to ask, most useful first");
        html_put(html, "<ol class=\"ask\">\n");
        for (uint32_t i = 0; i < digest->facts.count; i++) {
            put_fact_ask(html, &digest->facts.items[i], i < ASKS);
        }
        html_put(html, "</ol>\n");
    }
    if (digest->gaps.count + digest->faults.count == 0) {
        return;
    }
    html_put_heading(html, "Open: what the guideline leaves undecided");
    html_put(html, "<ul class=\"plain\">\n");
    for (uint32_t i = 0; i < digest->gaps.count; i++) {
        put_gap_ask(html, &digest->gaps.items[i]);
    }
    for (uint32_t i = 0; i < digest->faults.count; i++) {
        uint32_t fault = digest->faults.items[i];
        html_put(html, "<li><span class=\"fault\">A fault of the guideline:</span> ");
        html_put_text(html, html_get_title(html, fault / 2));
        html_put(html, fault % 2 == 0 ? " has no case for such a patient</li>\n"
                                      : " has two cases that contradict each other</li>\n");
    }
    html_put(html, "</ul>\n");
}

void html_open_put(Html *html)
{
    const EntryList *list = &html->report->open;

    put_questions(html);
    if (list->count == 0) {
        return;
    }
    html_put_heading(html, "Advice that cannot be said yet");
    html_put(html, "<ul class=\"plain\">\n");
    for (uint32_t i = 0; i < list->count;) {
        uint32_t block = list->items[i].block;
        bool any = false;
        html_put(html, html->program->blocks[block].against ? "<li>Against: " : "<li>");
        html_put_text(html, html_get_title(html, block));
        for (; i < list->count && list->items[i].block == block; i++) {
            if (list->items[i].element == NO_INDEX) {
                continue;
            }
            html_put(html, any ? ", " : ": ");
            html_text_wrap(html->out, "strong", NULL, html_get_about(html, &list->items[i]));
            any = true;
        }
        html_put(html, "</li>\n");
    }
    html_put(html, "</ul>\n");
}
