/* doc_rule.c - a rule as a card: what it is, when it holds, what it rests on, who uses it. */
#include "compiler/doc/doc_parts.h"

static const char *get_class(const RuleEntry *entry)
{
    switch (entry->kind) {
    case RULE_ENTRY_ADVICE: return "for";
    case RULE_ENTRY_AGAINST: return "against";
    case RULE_ENTRY_CAUTION: return "caution";
    case RULE_ENTRY_DEFINE: return "term";
    default: return "decision";
    }
}

Str doc_rule_get_kind(Doc *doc, const RuleEntry *entry)
{
    if (entry->gap) {
        return STR("Open question");
    }
    if (entry->kind == RULE_ENTRY_DEFINE) {
        return entry->rule->parameters.count ? STR("Function") : STR("Term");
    }
    return words_name(doc->wording, rule_index_get_word(entry->kind), true);
}

/* ---- head ---- */

static void put_strength(Doc *doc, const AstRule *rule)
{
    if (!rule->strength.text.len) {
        return;
    }
    doc_put(doc, "<span class=\"strength\">");
    doc_put_text(doc, words_name_strength(doc->wording, rule));
    doc_put(doc, "</span>");
}

static void put_head(Doc *doc, const RuleEntry *entry)
{
    const AstRule *rule = entry->rule;
    doc_put(doc, "<header><p class=\"kind\">");
    doc_put_text(doc, doc_rule_get_kind(doc, entry));
    if (rule->list) {
        doc_put(doc, " <span>for each ");
        doc_put_text(doc, words_name(doc->wording, rule->list_name.text, false));
        doc_put(doc, "</span>");
    }
    put_strength(doc, rule);
    doc_put(doc, "</p>\n");
    doc_put_heading(doc, doc->pages.items[doc->page].kind == DOC_TERMS ? 2 : 4, STR_NONE,
                    doc_plan_get_title(doc, entry));
    doc_put(doc, "</header>\n");
}

/* ---- advice ---- */

static void put_unless(Doc *doc, const AstRule *rule)
{
    if (!rule->unless.count) {
        return;
    }
    doc_open_row(doc, "Unless");
    if (rule->unless.count > 1) {
        doc_put(doc, "at least one of these holds:\n<ul class=\"parts\">\n");
    }
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        const AstUnless *unless = &rule->unless.items[i];
        doc_put(doc, rule->unless.count > 1 ? "<li>" : "");
        doc_put_condition(doc, unless->when);
        doc_put_because(doc, &unless->because);
        doc_put(doc, rule->unless.count > 1 ? "</li>\n" : "");
    }
    if (rule->unless.count > 1) {
        doc_put(doc, "</ul>\n");
    }
    doc_close_row(doc);
}

static void put_timing(Doc *doc, const AstRule *rule)
{
    if (!rule->timing.text.len) {
        return;
    }
    doc_open_row(doc, "Timing");
    doc_put_text(doc, words_name_timing(doc->arena, rule->timing.text));
    doc_close_row(doc);
}

static void put_figures(Doc *doc, const AstRule *rule)
{
    if (!rule->show_statements.count) {
        return;
    }
    doc_open_row(doc, "Figures");
    doc_put(
        doc,
        "<p class=\"note\">Figures of studies, not predictions for the patient.</p>\n<ul class=\"figures\">\n");
    for (uint32_t i = 0; i < rule->show_statements.count; i++) {
        const AstStatement *s = rule->show_statements.items[i];
        doc_put(doc, "<li>");
        doc_put_prose(doc, s->text.text);
        doc_put(doc, " ");
        doc_put_statement_link(doc, s);
        doc_put(doc, "</li>\n");
    }
    doc_put(doc, "</ul>");
    doc_close_row(doc);
}

/* Cautions that name the advice belong to it. */
static void put_cautions(Doc *doc, const RuleEntry *entry)
{
    bool any = false;
    for (uint32_t i = 0; i < entry->read_by.count; i++) {
        const RuleEntry *caution = &doc->index->entries.items[entry->read_by.items[i]];
        if (caution->kind != RULE_ENTRY_CAUTION) {
            continue;
        }
        if (!any) {
            doc_open_row(doc, "Cautions");
            doc_put(doc, "<ul class=\"cautions\">\n");
        }
        any = true;
        doc_put(doc, "<li>");
        doc_put_entry_link(doc, caution);
        doc_put(doc, "</li>\n");
    }
    if (!any) {
        return;
    }
    doc_put(doc, "</ul>");
    doc_close_row(doc);
}

static void put_when(Doc *doc, const AstRule *rule)
{
    doc_open_row(doc, rule->kind == RULE_CAUTION ? "Given when" : "When");
    if (!rule->when || rule->when->kind == EX_ALWAYS) {
        doc_put(doc, "always, for every patient");
    } else {
        doc_put_condition(doc, rule->when);
    }
    doc_close_row(doc);
}

static void put_own_refs(Doc *doc, const AstRule *rule)
{
    if (rule->has_refs) {
        doc_open_row(doc, "References");
        doc_put_refs(doc, rule->refs.items, rule->refs.count);
        doc_put(doc, ", as the source numbers them");
        doc_close_row(doc);
    }
    if (rule->evidence.text.len) {
        doc_open_row(doc, "Evidence");
        doc_put_text(doc, rule->evidence.text);
        doc_put(doc, ", as the source states it");
        doc_close_row(doc);
    }
}

static void put_gate(Doc *doc, const AstRule *rule)
{
    if (!rule->gate) {
        return;
    }
    doc_open_row(doc, "Looks at");
    doc_put(doc, "what is recorded so far; it may change as more becomes known");
    doc_close_row(doc);
}

static void put_advice(Doc *doc, const RuleEntry *entry)
{
    put_when(doc, entry->rule);
    put_unless(doc, entry->rule);
    put_timing(doc, entry->rule);
    put_gate(doc, entry->rule);
    put_figures(doc, entry->rule);
    put_cautions(doc, entry);
    put_own_refs(doc, entry->rule);
}

/* ---- what it rests on and who uses it ---- */

static void put_source(Doc *doc, const AstRule *rule)
{
    if (!rule->from.statements.count && !rule->from.outside) {
        return;
    }
    doc_open_row(doc, "Rests on");
    doc_put_from(doc, &rule->from);
    doc_close_row(doc);
}

static void put_readers(Doc *doc, const RuleEntry *entry)
{
    bool advice = entry->kind == RULE_ENTRY_ADVICE || entry->kind == RULE_ENTRY_AGAINST,
         any = false;
    for (uint32_t i = 0; i < entry->read_by.count; i++) {
        const RuleEntry *reader = &doc->index->entries.items[entry->read_by.items[i]];
        if (reader->check || (advice && reader->kind == RULE_ENTRY_CAUTION)) {
            continue;
        }
        if (!any) {
            doc_open_row(doc, "Used by");
        }
        doc_put_separator(doc, &any);
        doc_put_entry_link(doc, reader);
    }
    if (any) {
        doc_close_row(doc);
    }
}

static void put_name(Doc *doc, const RuleEntry *entry)
{
    doc_open_row(doc, "Name");
    doc_put(doc, "<code>");
    doc_put_text(doc, entry->name);
    doc_put(doc, "</code>");
    for (uint32_t i = 1; i < entry->rule->results.count; i++) {
        Str name = entry->rule->results.items[i].name.text;
        if (map_add(&doc->ids, name, 0)) {
            buf_add_format(doc->out, ", <code id=\"%S\">%S</code>", name, name);
        } else {
            buf_add_format(doc->out, ", <code>%S</code>", name);
        }
    }
    doc_close_row(doc);
}

void doc_rule_put(Doc *doc, const RuleEntry *entry)
{
    const AstRule *rule = entry->rule;
    buf_add_format(doc->out, "<article class=\"card %s\" id=\"%S\">\n", get_class(entry),
                   doc->entries[doc_plan_get_entry(doc, entry)].id);
    put_head(doc, entry);
    doc_put(doc, "<dl>\n");
    if (rule->kind == RULE_ADVISE || rule->kind == RULE_CAUTION) {
        put_advice(doc, entry);
    } else {
        doc_rule_put_body(doc, rule);
        put_gate(doc, rule);
    }
    doc_put(doc, "</dl>\n<dl class=\"foot\">\n");
    put_source(doc, rule);
    put_readers(doc, entry);
    put_name(doc, entry);
    doc_put(doc, "</dl>\n</article>\n");
}
