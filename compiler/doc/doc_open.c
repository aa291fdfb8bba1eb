/* doc_open.c - what the guideline leaves open: the question, where it bites, how it may be read,
 * who may settle it. */
#include "compiler/doc/doc_parts.h"

static void put_readings(Doc *doc, const AstGap *gap)
{
    doc_open_row(doc, "Readings");
    doc_put_type(doc, &gap->type_ref, &gap->type_ref.type);
    doc_close_row(doc);
}

static void put_settling(Doc *doc, const AstGap *gap)
{
    doc_open_row(doc, "Settled by");
    if (gap->policy) {
        doc_put(doc, "a policy of the hospital, stated openly; none is set by default. ");
        if (gap->policy_text.text.len) {
            doc_put(doc, "<q>");
            doc_put_prose(doc, gap->policy_text.text);
            doc_put(doc, "</q>");
        }
    } else {
        doc_put(doc, "nobody in advance: the team decides for its patient");
    }
    doc_close_row(doc);
}

static void put_links(Doc *doc, const char *title, const IndexList *entries)
{
    if (!entries->count) {
        return;
    }
    bool any = false;
    doc_open_row(doc, title);
    for (uint32_t i = 0; i < entries->count; i++) {
        doc_put_separator(doc, &any);
        doc_put_entry_link(doc, &doc->index->entries.items[entries->items[i]]);
    }
    doc_close_row(doc);
}

/* Answers of a report that read the question through what lies between. */
static IndexList list_further(Doc *doc, const RuleEntry *entry)
{
    bool *seen = ARENA_ARRAY(doc->arena, bool, doc->index->entries.count);
    IndexList todo = { 0 }, further = { 0 };
    for (uint32_t i = 0; i < entry->read_by.count; i++) {
        vec_add(doc->arena, &todo, entry->read_by.items[i]);
        seen[entry->read_by.items[i]] = true;
    }
    for (uint32_t at = 0; at < todo.count; at++) {
        const RuleEntry *through = &doc->index->entries.items[todo.items[at]];
        for (uint32_t i = 0; i < through->read_by.count; i++) {
            uint32_t reader = through->read_by.items[i];
            if (seen[reader]) {
                continue;
            }
            seen[reader] = true;
            vec_add(doc->arena, &todo, reader);
        }
    }
    for (uint32_t i = 0; i < doc->index->entries.count; i++) {
        RuleEntryKind kind = doc->index->entries.items[i].kind;
        bool direct = false;
        for (uint32_t k = 0; k < entry->read_by.count; k++) {
            direct = direct || entry->read_by.items[k] == i;
        }
        bool shown =
            kind != RULE_ENTRY_DEFINE && kind != RULE_ENTRY_CHECK && kind != RULE_ENTRY_CAUTION;
        if (seen[i] && !direct && shown) {
            vec_add(doc->arena, &further, i);
        }
    }
    return further;
}

static void put_effects(Doc *doc, const RuleEntry *entry)
{
    IndexList further = list_further(doc, entry);
    put_links(doc, "Where it bites", &entry->read_by);
    put_links(doc, "And through it", &further);
}

static void put_source(Doc *doc, const AstGap *gap)
{
    doc_open_row(doc, "In the text");
    doc_put_from(doc, &gap->from);
    if (gap->place.text.len) {
        doc_put(doc, ", ");
        doc_put_text(doc, gap->place.text);
    }
    doc_close_row(doc);
}

static void put_gap(Doc *doc, const RuleEntry *entry)
{
    const AstGap *gap = entry->gap;
    buf_add_format(doc->out,
                   "<article class=\"card gap\" id=\"%S\">\n<header><p class=\"kind\">%s</p>\n",
                   doc->entries[doc_plan_get_entry(doc, entry)].id,
                   gap->policy ? "A policy may settle it" : "Open");
    doc_put_heading(doc, 3, STR_NONE, words_title_gap(doc->wording, gap));
    doc_put(doc, "</header>\n<p class=\"says\">");
    doc_put_prose(doc, gap->text.text);
    doc_put(doc, "</p>\n<dl>\n");
    put_readings(doc, gap);
    put_settling(doc, gap);
    put_effects(doc, entry);
    put_source(doc, gap);
    doc_open_row(doc, "Name");
    buf_add_format(doc->out, "<code>%S</code>", entry->name);
    doc_close_row(doc);
    doc_put(doc, "</dl>\n</article>\n");
}

static void put_kind(Doc *doc, RuleEntryKind kind, const char *id, const char *title,
                     const char *lead)
{
    bool any = false;
    for (uint32_t i = 0; i < doc->index->entries.count; i++) {
        const RuleEntry *entry = &doc->index->entries.items[i];
        if (entry->kind != kind) {
            continue;
        }
        if (!any) {
            buf_add_format(doc->out, "<section>\n<h2 id=\"%s\">%s</h2>\n<p class=\"lead\">%s</p>\n",
                           id, title, lead);
        }
        any = true;
        put_gap(doc, entry);
    }
    if (any) {
        doc_put(doc, "</section>\n");
    }
}

void doc_open_put(Doc *doc)
{
    doc_put(
        doc,
        "<p class=\"lead\">Where the text is silent or contradicts itself, no answer is made up. The question stands "
        "here, and every answer that depends on it stays open until somebody settles it.</p>\n");
    put_kind(
        doc, RULE_ENTRY_POLICY, "with-policy", "A hospital may settle these",
        "By a policy that it states itself. None has a default; the policies in force stand in every report.");
    put_kind(doc, RULE_ENTRY_GAP, "without-policy", "Only the team can settle these",
             "No policy: the judgement stays with the people who know the patient.");
}
