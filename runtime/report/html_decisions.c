/* html_decisions.c - the table of decisions, and the facts that the rules stand on. */
#include "runtime/report/html_parts.h"

/* ---- decisions ---- */

static void put_reasons(Html *html, const Entry *entry)
{
    uint64_t bits = collect_get_reasons(html->program, entry);
    bool first = true;

    for (; bits != 0; bits &= bits - 1, first = false) {
        uint32_t aux = html->program->blocks[entry->block].aux + (uint32_t)__builtin_ctzll(bits);
        html_put(html, first ? ": " : "; ");
        html_put_text(html, html_get_reason(html, html->program->aux[aux].reason));
    }
}

static void put_decision(Html *html, const Entry *entry)
{
    ValueType type = say_get_block_type(html->program, &html->program->blocks[entry->block]);
    const Answer *answer = &entry->answer->main;
    StrBuf value = { .arena = html->arena };

    html_put(html, "<tr>");
    html_put(html, "<th scope=\"row\">");
    html_put_text(html, html_get_title(html, entry->block));
    html_put(html, "</th>");
    if (collect_is_settled(answer)) {
        say_value_kindly(&value, html->program, type, answer->value,
                         answer->off_grid ? &answer->exact : NULL);
        html_put(html, "<td>");
        html_text_wrap(html->out, "strong", NULL, buf_get(&value));
        put_reasons(html, entry);
    } else {
        say_possible(&value, html->program, type, answer);
        html_put(html, "<td class=\"open\">open: ");
        html_put_text(html, buf_get(&value));
    }
    html_put(html, "</td></tr>\n");
}

static void put_table(Html *html, const PlanTable *table, const EntryList *rows)
{
    for (uint32_t i = 0; i < rows->count; i++) {
        if (i % table->count == 0) {
            StrBuf name = { .arena = html->arena };
            say_title(&name, STR_NONE, html->program->lists[table->list].element);
            html_put(html, "<table><caption>");
            html_put_text(html, buf_get(&name));
            html_put(html, " ");
            html_put_text(html, collect_get_about(html->report, &rows->items[i]));
            html_put(html, "</caption><tbody>\n");
        }
        put_decision(html, &rows->items[i]);
        if ((i + 1) % table->count == 0) {
            html_put(html, "</tbody></table>\n");
        }
    }
}

void html_decisions_put(Html *html)
{
    const Report *report = html->report;

    if (report->plan->decision_count + report->plan->table_count == 0) {
        return;
    }
    html_put_heading(html, "Decisions");
    html_put(html, "<table><tbody>\n");
    for (uint32_t i = 0; i < report->decisions.count; i++) {
        put_decision(html, &report->decisions.items[i]);
    }
    html_put(html, "</tbody></table>\n");
    for (uint32_t i = 0; i < report->plan->table_count; i++) {
        put_table(html, &report->plan->tables[i], &report->tables[i]);
    }
}

/* ---- why ---- */

void html_decisions_put_why(Html *html)
{
    const Digest *digest = &html->digest;

    if (digest->rules.count == 0) {
        return;
    }
    html_put_heading(html, "Why");
    html_put(html, "<table><thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">Facts it stands "
                   "on</th></tr>"
                   "</thead><tbody>\n");
    for (uint32_t i = 0; i < digest->rules.count; i++) {
        const Rule *rule = &digest->rules.items[i];
        html_put(html, "<tr><th scope=\"row\">");
        for (uint32_t k = 0; k < rule->blocks.count; k++) {
            html_put(html, k == 0 ? "" : "; ");
            html_put_text(html, html_get_title(html, rule->blocks.items[k]));
        }
        html_put(html, "</th><td>");
        for (uint32_t k = 0; k < rule->facts.count; k++) {
            html_put(html, k == 0 ? "" : "; ");
            html_put_fact(html, rule->facts.items[k]);
        }
        html_put(html, "</td></tr>\n");
    }
    html_put(html, "</tbody></table>\n");
}
