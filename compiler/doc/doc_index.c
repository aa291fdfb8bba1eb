/* doc_index.c - both ways: from each statement to its rules, from each rule to its statements. */
#include "compiler/doc/doc_parts.h"

static void put_rules_of(Doc *doc, uint32_t statement)
{
    const IndexList *uses = &doc->index->of_statement[statement];
    const RuleEntry *last = NULL;
    bool any = false;
    for (uint32_t i = 0; i < uses->count; i++) {
        const RuleUse *use = &doc->index->uses.items[uses->items[i]];
        const RuleEntry *entry = &doc->index->entries.items[use->entry];
        if (entry->check || entry == last) {
            continue;
        }
        doc_put_separator(doc, &any);
        doc_put_entry_link(doc, entry);
        if (use->kind == RULE_USE_SHOWS) {
            doc_put(doc, " <span class=\"note\">(shown)</span>");
        }
        last = entry;
    }
    if (!any) {
        doc_put(doc, "<span class=\"any\">none</span>");
    }
}

static void put_statements(Doc *doc)
{
    doc_put(
        doc,
        "<section>\n<h2 id=\"by-statement\">From the statements to the rules</h2>\n<div class=\"scroll\" tabindex=\"0\" "
        "role=\"group\" aria-label=\"Statements\"><table class=\"index\">\n<thead><tr><th scope=\"col\">Statement</th>"
        "<th scope=\"col\">Place</th><th scope=\"col\">What it says</th><th scope=\"col\">Rules</th></tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < doc->ast->statements.count; i++) {
        const AstStatement *s = doc->ast->statements.items[i];
        doc_put(doc, "<tr><th scope=\"row\">");
        doc_put_statement_link(doc, s);
        doc_put(doc, "</th><td>");
        doc_put_text(doc, s->place.text);
        doc_put(doc, "</td><td>");
        doc_put_prose(doc, s->text.text);
        doc_put(doc, "</td><td>");
        put_rules_of(doc, i);
        doc_put(doc, "</td></tr>\n");
    }
    doc_put(doc, "</tbody></table></div>\n</section>\n");
}

static void put_statements_of(Doc *doc, const RuleEntry *entry)
{
    for (uint32_t i = 0; i < entry->uses.count; i++) {
        const RuleUse *use = &doc->index->uses.items[entry->uses.items[i]];
        doc_put(doc, i ? ", " : "");
        doc_put_statement_link(doc, doc->ast->statements.items[use->statement]);
        if (use->kind == RULE_USE_SHOWS) {
            doc_put(doc, " <span class=\"note\">(shown)</span>");
        }
    }
    if (!entry->uses.count) {
        doc_put(doc, "<span class=\"any\">none</span>");
    }
}

static void put_rules(Doc *doc)
{
    doc_put(
        doc,
        "<section>\n<h2 id=\"by-rule\">From the rules to the statements</h2>\n<div class=\"scroll\" tabindex=\"0\" "
        "role=\"group\" aria-label=\"Rules\"><table class=\"index\">\n<thead><tr><th scope=\"col\">Rule</th>"
        "<th scope=\"col\">Kind</th><th scope=\"col\">Statements</th></tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < doc->index->entries.count; i++) {
        const RuleEntry *entry = &doc->index->entries.items[i];
        if (entry->check) {
            continue;
        }
        doc_put(doc, "<tr><th scope=\"row\">");
        doc_put_entry_link(doc, entry);
        doc_put(doc, "</th><td>");
        doc_put_text(doc, doc_rule_get_kind(doc, entry));
        doc_put(doc, "</td><td>");
        put_statements_of(doc, entry);
        doc_put(doc, "</td></tr>\n");
    }
    doc_put(doc, "</tbody></table></div>\n</section>\n");
}

void doc_index_put(Doc *doc)
{
    if (doc->ast->statements.count) {
        put_statements(doc);
    }
    if (doc->index->entries.count) {
        put_rules(doc);
    }
}
