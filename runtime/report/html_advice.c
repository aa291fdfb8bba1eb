/* html_advice.c - one card for each advice. */
#include "runtime/report/html_parts.h"

enum { WHYS = 5 };

static void put_why_item(Html *html, const Why *why)
{
    if (why->block == NO_INDEX32) {
        html_put_fact(html, why->fact);
        return;
    }
    const BlockAnswer *answer = evaluation_get(html->report->evaluation, why->block, why->element);
    StrBuf value = { .arena = html->arena };
    say_answer(&value, html->program, &html->program->blocks[why->block], &answer->main);
    html_put_text(html, html_get_title(html, why->block));
    html_put(html, ": ");
    html_text_wrap(html->out, "strong", NULL, buf_get(&value));
}

static void put_why(Html *html, const Entry *entry)
{
    WhyList list;

    digest_explain(&list, html->arena, html->report, entry);
    if (list.count == 0) {
        return;
    }
    html_put(html, "<dt>Why</dt><dd>");
    for (uint32_t i = 0; i < list.count && i < WHYS; i++) {
        html_put(html, i == 0 ? "" : "; ");
        put_why_item(html, &list.items[i]);
    }
    if (list.count > WHYS) {
        buf_add_format(html->out, "; and %u more, see below", list.count - WHYS);
    }
    html_put(html, "</dd>\n");
}

static void put_exclusions(Html *html, const Entry *entry)
{
    const Program *program = html->program;
    uint64_t bits = collect_get_reasons(program, entry);

    for (; bits != 0; bits &= bits - 1) {
        uint32_t index = program->blocks[entry->block].aux + (uint32_t)__builtin_ctzll(bits);
        const AuxInfo *aux = &program->aux[index];
        bool own = aux->statement_count == 0 && aux->reason != NO_INDEX;
        html_put(html, "<dt>Because</dt><dd>");
        html_put_text(html, html_get_reason(html, aux->reason));
        html_put_statements(html, own ? program->reasons[aux->reason].statements : aux->statements,
                            own ? program->reasons[aux->reason].statement_count
                                : aux->statement_count);
        html_put(html, "</dd>\n");
    }
}

static void put_advice_cautions(Html *html, const Entry *entry)
{
    const BlockInfo *block = &html->program->blocks[entry->block];

    for (uint32_t i = 0; i < block->caution_count; i++) {
        uint32_t caution = html->program->block_refs[block->cautions + i];
        if (!collect_caution_holds(html->report, caution, entry)) {
            continue;
        }
        html_put(html, "<dt class=\"caution\">Caution</dt><dd class=\"caution\">");
        html_put_text(html, html_get_title(html, caution));
        html_put(html, "</dd>\n");
    }
}

static void put_pair(Html *html, const char *term, Str text)
{
    if (text.len == 0) {
        return;
    }
    buf_add_format(html->out, "<dt>%s</dt><dd>", term);
    html_put_text(html, text);
    html_put(html, "</dd>\n");
}

static void put_sources(Html *html, const BlockInfo *block)
{
    const Program *program = html->program;

    put_pair(html, "Timing", block->timing);
    for (uint32_t i = 0; i < block->show_count && html->options->detail == REPORT_FULL; i++) {
        const StatementInfo *figure =
            &program->statements[program->statement_refs[block->shows + i]];
        html->shows_figures = true;
        html_put(html, "<dt>Figure</dt><dd>");
        html_put_text(html, figure->text);
        html_put(html, " ");
        html_text_wrap(html->out, "code", NULL, figure->id);
        html_put(html, "</dd>\n");
    }
    put_pair(html, "Evidence", block->evidence);
    if (block->statement_count + block->ref_count == 0 && !block->outside) {
        return;
    }
    html_put(html, "<dt>Source</dt><dd class=\"meta\">");
    html_put_statements(html, block->statements, block->statement_count);
    for (uint32_t i = 0; i < block->ref_count; i++) {
        buf_add_format(html->out, "%s%d",
                       i > 0                   ? ", "
                       : block->ref_count == 1 ? " ref. "
                                               : " refs. ",
                       program->refs[block->refs + i]);
    }
    if (block->outside) {
        html_put(html, " ");
        html_put_text(html, block->outside_text);
    }
    html_put(html, "</dd>\n");
}

static void put_card_header(Html *html, uint32_t index, const char *class)
{
    const BlockInfo *block = &html->program->blocks[index];
    StrBuf strength = { .arena = html->arena };

    buf_add_format(html->out, "<div class=\"card %s\"><header>", class);
    html_text_wrap(html->out, "h4", NULL, html_get_title(html, index));
    if (block->strength != NO_INDEX) {
        say_strength(&strength, html->program->strengths[block->strength], block->against);
        html_text_wrap(html->out, "span", "tag", buf_get(&strength));
    }
    html_put(html, "</header>\n<dl>\n");
}

static uint32_t put_card(Html *html, uint32_t i, uint8_t status, const char *class)
{
    const EntryList *list = &html->report->advice;
    uint32_t block = list->items[i].block;

    put_card_header(html, block, class);
    for (; i < list->count && list->items[i].block == block; i++) {
        const Entry *entry = &list->items[i];
        if (entry->answer->status != status) {
            continue;
        }
        if (entry->element != NO_INDEX) {
            html_put(html, "<dt class=\"about\">For</dt><dd class=\"about\">");
            html_text_wrap(html->out, "strong", NULL, html_get_about(html, entry));
            html_put(html, "</dd>\n");
        }
        if (status == STATUS_RULED_OUT) {
            put_exclusions(html, entry);
        }
        if (html->options->detail == REPORT_FULL) {
            put_why(html, entry);
        }
        if (status == STATUS_APPLIES) {
            put_advice_cautions(html, entry);
        }
    }
    put_sources(html, &html->program->blocks[block]);
    html_put(html, "</dl></div>\n");
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
        if (!any) {
            html_put_heading(html, heading);
        }
        any = true;
        i = put_card(html, i, status, class);
    }
}

/* A figure beside an advice is easily read as this patient's own chance. */
static void put_note_on_figures(Html *html)
{
    if (!html->shows_figures || html->told_of_figures) {
        return;
    }
    html->told_of_figures = true;
    html_put(html, "<p class=\"meta\">" SAY_FIGURES "</p>\n");
}

void html_advice_put(Html *html)
{
    if (html->digest.applies_for + html->digest.applies_against == 0) {
        html_put_heading(html, "Advice");
        html_put(html, html->report->open.count > 0
                           ? "<p>None can be given on what is known so far.</p>\n"
                           : "<p>None of this guideline applies.</p>\n");
    }
    put_advice(html, "Advised", STATUS_APPLIES, FOR, "for");
    put_advice(html, "Advised against", STATUS_APPLIES, AGAINST, "against");
    put_note_on_figures(html);
    put_advice(html, "Ruled out", STATUS_RULED_OUT, BOTH, "out");
    if (html->options->all) {
        put_advice(html, "Does not apply", STATUS_NOT_APPLICABLE, BOTH, "out");
    }
    put_note_on_figures(html);
}
