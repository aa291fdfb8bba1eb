/* doc_statement.c - a statement of the source as a card, with every rule that rests on it: in full
 * where it is told, else in a line. */
#include "compiler/doc/doc_parts.h"

/* ---- head ---- */

static void put_mark(Doc *doc, const char *class, Str text)
{
    buf_add_format(doc->out, "<span class=\"%s\">", class);
    doc_put_text(doc, text);
    doc_put(doc, "</span>\n");
}

static Str name_role(const AstStatement *s)
{
    if (str_equal(s->role.text, STR("figure"))) {
        return STR("Figure of a study");
    }
    return str_equal(s->role.text, STR("context")) ? STR("Context") : STR("Rule");
}

static void put_place(Doc *doc, const AstStatement *s)
{
    doc_put(doc, "<p class=\"place\">");
    doc_put_glued(doc, s->place.text);
    if (s->refs.count) {
        doc_put(doc, s->place.text.len ? " · reference" : "Reference");
        doc_put(doc, s->refs.count == 1 ? " " : "s ");
        doc_put_refs(doc, s->refs.items, s->refs.count);
    }
    if (s->evidence.text.len) {
        doc_put(doc, " · evidence ");
        doc_put_text(doc, s->evidence.text);
    }
    if (doc->ast->all_sources.count > 1 && s->source.text.len) {
        doc_put(doc, " · ");
        doc_put_text(doc, s->source.text);
    }
    doc_put(doc, "</p>\n");
}

static void put_head(Doc *doc, const AstStatement *s)
{
    doc_put(doc, "<header><h3>");
    doc_put_statement_link(doc, s);
    doc_put(doc, "</h3>\n<p class=\"marks\">");
    put_mark(doc, "role", name_role(s));
    if (s->strength.text.len) {
        put_mark(doc, "strength", words_name(doc->wording, s->strength.text, false));
    }
    doc_put(doc, "</p>\n");
    put_place(doc, s);
    doc_put(doc, "</header>\n<p class=\"says\">");
    doc_put_prose(doc, s->text.text);
    doc_put(doc, "</p>\n");
}

/* ---- rules ---- */

static const RuleEntry *get_entry(const Doc *doc, const RuleUse *use)
{
    return &doc->index->entries.items[use->entry];
}

static bool is_told_here(const Doc *doc, const RuleUse *use)
{
    const RuleEntry *entry = get_entry(doc, use);
    return entry->rule && use->kind != RULE_USE_SHOWS && doc->homes[use->entry] == use->statement;
}

static void put_kind(Doc *doc, const RuleEntry *entry)
{
    buf_add_format(doc->out, "<span class=\"kind\">%S</span> ", doc_rule_get_kind(doc, entry));
}

/* The part of the rule that rests on the statement, or when it holds. */
static void put_gist(Doc *doc, const RuleUse *use)
{
    const AstRule *rule = get_entry(doc, use)->rule;
    if (!rule) {
        return;
    }
    const Words *words = NULL;
    const char *before = ": ";
    if (use->kind == RULE_USE_CASE) {
        words = words_of_case(doc->wording, rule, &rule->cases.items[use->part]);
    } else if (use->kind == RULE_USE_UNLESS) {
        before = ": unless ";
        words = words_of_condition(doc->wording, rule->unless.items[use->part].when);
    } else if (use->kind == RULE_USE_FROM && rule->when && rule->when->kind != EX_ALWAYS) {
        before = ": when ";
        words = words_of_condition(doc->wording, rule->when);
    }
    if (!words) {
        return;
    }
    doc_put(doc, "<span class=\"gist\">");
    doc_put(doc, before);
    doc_put_text(doc, words_get_text(doc->arena, words));
    doc_put(doc, "</span>");
}

static void put_line(Doc *doc, const RuleUse *use)
{
    const RuleEntry *entry = get_entry(doc, use);
    doc_put(doc, "<li>");
    put_kind(doc, entry);
    doc_put_entry_link(doc, entry);
    if (use->kind == RULE_USE_SHOWS) {
        doc_put(doc, "<span class=\"gist\">: shown with it</span>");
    } else {
        put_gist(doc, use);
    }
    doc_put(doc, "</li>\n");
}

/* Rules that are told elsewhere. */
static void put_lines(Doc *doc, const IndexList *uses)
{
    bool any = false;
    for (uint32_t i = 0; i < uses->count; i++) {
        const RuleUse *use = &doc->index->uses.items[uses->items[i]];
        if (is_told_here(doc, use) || get_entry(doc, use)->check) {
            continue;
        }
        if (!any) {
            doc_put(doc, "<ul class=\"lines\">\n");
        }
        any = true;
        put_line(doc, use);
    }
    if (any) {
        doc_put(doc, "</ul>\n");
    }
}

static void put_cards(Doc *doc, const IndexList *uses)
{
    const RuleEntry *last = NULL;
    for (uint32_t i = 0; i < uses->count; i++) {
        const RuleUse *use = &doc->index->uses.items[uses->items[i]];
        const RuleEntry *entry = get_entry(doc, use);
        if (!is_told_here(doc, use) || entry == last) {
            continue;
        }
        doc_rule_put(doc, entry);
        last = entry;
    }
}

static const char *say_unused(const AstStatement *s)
{
    if (str_equal(s->role.text, STR("context"))) {
        return "Context: no rule rests on it.";
    }
    return s->role.text.len ? "A figure that no advice shows." : "No rule rests on it.";
}

void doc_statement_put(Doc *doc, uint32_t statement)
{
    const AstStatement *s = doc->ast->statements.items[statement];
    const IndexList *uses = &doc->index->of_statement[statement];
    buf_add_format(doc->out, "<section class=\"statement\" id=\"%S\">\n", s->id.text);
    put_head(doc, s);
    if (!uses->count) {
        buf_add_format(doc->out, "<p class=\"unused\">%s</p>\n", say_unused(s));
    }
    put_lines(doc, uses);
    put_cards(doc, uses);
    doc_put(doc, "</section>\n");
}
