/* doc_overview.c - the first page: what this is, where it comes from, how to read it, what is in
 * it. */
#include "compiler/doc/doc_parts.h"

/* ---- what it is ---- */

static void put_identity(Doc *doc)
{
    static const char digits[] = "0123456789abcdef";
    doc_open_row(doc, "Program");
    doc_put(doc, "<code class=\"hash\">SHA-256 ");
    for (int i = 0; i < 32; i++) {
        uint8_t byte = doc->sp->program->hash[i];
        buf_add_format(doc->out, "%c%c%s", digits[byte >> 4], digits[byte & 15],
                       i % 4 == 3 && i < 31 ? "<wbr>" : "");
    }
    doc_put(doc, "</code> <span class=\"note\">every report of this program names it</span>");
    doc_close_row(doc);
}

static void put_label(Doc *doc, const char *title, Label label)
{
    if (!label.text.len) {
        return;
    }
    doc_open_row(doc, title);
    doc_put_text(doc, label.text);
    doc_close_row(doc);
}

static void put_sources(Doc *doc)
{
    const Ast *ast = doc->ast;
    if (!ast->all_sources.count) {
        return;
    }
    doc_open_row(doc, ast->all_sources.count > 1 ? "Sources" : "Source");
    for (uint32_t i = 0; i < ast->all_sources.count; i++) {
        doc_put(doc, i ? "<br>" : "");
        doc_put_text(doc, ast->all_sources.items[i].title.text);
        if (ast->all_sources.count > 1) {
            buf_add_format(doc->out, " <span class=\"note\">(%S)</span>",
                           ast->all_sources.items[i].name.text);
        }
    }
    doc_close_row(doc);
}

static bool states_evidence(const Doc *doc)
{
    for (uint32_t i = 0; i < doc->ast->statements.count; i++) {
        if (doc->ast->statements.items[i]->evidence.text.len) {
            return true;
        }
    }
    for (uint32_t i = 0; i < doc->ast->rules.count; i++) {
        if (doc->ast->rules.items[i]->evidence.text.len) {
            return true;
        }
    }
    return false;
}

static void put_evidence(Doc *doc)
{
    doc_open_row(doc, "Evidence");
    doc_put(doc, states_evidence(doc)
                     ? "levels are given where the source states them, and nowhere else"
                     : "this encoding gives no levels or grades");
    doc_close_row(doc);
}

static void put_strengths(Doc *doc)
{
    if (!doc->ast->strengths.count) {
        return;
    }
    doc_open_row(doc, "Strength");
    doc_put(doc, "that of the wording, never raised; from strong for to strong against: ");
    for (uint32_t i = 0; i < doc->ast->strengths.count; i++) {
        doc_put(doc, i ? ", " : "");
        doc_put(doc, "<span class=\"strength\">");
        doc_put_text(doc, words_name(doc->wording, doc->ast->strengths.items[i].text, false));
        doc_put(doc, "</span>");
    }
    doc_close_row(doc);
}

static void put_entry_row(Doc *doc, const char *label, bool (*wanted)(const RuleEntry *))
{
    bool any = false;
    for (uint32_t i = 0; i < doc->index->entries.count; i++) {
        const RuleEntry *entry = &doc->index->entries.items[i];
        if (!entry->rule || !wanted(entry)) {
            continue;
        }
        if (!any) {
            doc_open_row(doc, label);
        }
        doc_put_separator(doc, &any);
        doc_put_entry_link(doc, entry);
    }
    if (any) {
        doc_close_row(doc);
    }
}

static bool is_in_every_report(const RuleEntry *entry)
{
    return entry->kind == RULE_ENTRY_CAUTION && entry->rule->when &&
           entry->rule->when->kind == EX_ALWAYS;
}

/* Nothing else is added to what the source says. */
static bool is_from_outside(const RuleEntry *entry)
{
    return entry->rule->from.outside;
}

static void put_about(Doc *doc)
{
    const AstModule *main = doc->ast->main;
    doc_put(doc, "<dl class=\"about\">\n");
    put_sources(doc);
    put_label(doc, "Issued by", main->issued_by);
    put_label(doc, "Version", main->version);
    put_label(doc, "Encoding to be reviewed by", main->review_by);
    put_evidence(doc);
    put_strengths(doc);
    put_entry_row(doc, "In every report", is_in_every_report);
    put_entry_row(doc, "From outside", is_from_outside);
    put_identity(doc);
    doc_put(doc, "</dl>\n");
}

/* ---- what is in it ---- */

static uint32_t count_entries(const Doc *doc, RuleEntryKind kind)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < doc->index->entries.count; i++) {
        count += doc->index->entries.items[i].kind == kind;
    }
    return count;
}

static void put_count(Doc *doc, uint32_t count, const char *one, const char *many)
{
    if (count) {
        buf_add_format(doc->out, "<li><b>%u</b> %s</li>\n", (unsigned)count,
                       count == 1 ? one : many);
    }
}

static void put_counts(Doc *doc)
{
    doc_put(doc, "<ul class=\"counts\">\n");
    put_count(doc, doc->ast->statements.count, "statement", "statements");
    put_count(doc, count_entries(doc, RULE_ENTRY_DECISION) + count_entries(doc, RULE_ENTRY_SCORE),
              "decision or score", "decisions and scores");
    put_count(doc, count_entries(doc, RULE_ENTRY_ADVICE), "piece of advice", "pieces of advice");
    put_count(doc, count_entries(doc, RULE_ENTRY_AGAINST), "advised against", "advised against");
    put_count(doc, count_entries(doc, RULE_ENTRY_CAUTION), "caution", "cautions");
    put_count(doc, doc->ast->gaps.count, "open question", "open questions");
    doc_put(doc, "</ul>\n");
}

static void put_page_contents(Doc *doc, const DocPage *page)
{
    DocPlace top = { (uint32_t)(page - doc->pages.items), STR("main") };
    doc_put(doc, "<li>");
    doc_put_link(doc, NULL, &top, page->title);
    bool any = false;
    for (uint32_t i = 0; i < page->sections.count; i++) {
        const DocSection *section = &page->sections.items[i];
        if (!section->title.len) {
            continue;
        }
        DocPlace place = { top.page, section->id };
        if (!any) {
            doc_put(doc, section->sheet ? "\n<ul class=\"inline\">\n" : "\n<ul>\n");
        }
        any = true;
        doc_put(doc, "<li>");
        doc_put_link(doc, NULL, &place, section->title);
        if (section->count) {
            buf_add_format(doc->out, " <span class=\"note ids\">%S",
                           doc->ast->statements.items[section->first]->id.text);
        }
        if (section->count > 1) {
            buf_add_format(
                doc->out, " to %S",
                doc->ast->statements.items[section->first + section->count - 1]->id.text);
        }
        doc_put(doc, section->count ? "</span></li>\n" : "</li>\n");
    }
    doc_put(doc, any ? "</ul></li>\n" : "</li>\n");
}

static void put_contents(Doc *doc)
{
    doc_put(doc, "<section>\n<h2 id=\"contents\">Contents</h2>\n<ol class=\"toc\">\n");
    for (uint32_t i = 1; i < doc->pages.count; i++) {
        put_page_contents(doc, &doc->pages.items[i]);
    }
    doc_put(doc, "</ol>\n</section>\n");
}

/* ---- how to read it ---- */

static const char how_to_read[] =
    "<section>\n<h2 id=\"how-to-read\">How to read these pages</h2>\n"
    "<p>The pages follow the source section by section; a conclusion may stand with the section that it sums up. Each "
    "<b>statement</b> is what the source says, in the words of those who encoded it, with its place in the source, its references and "
    "the strength of its wording. Below it stands every rule that rests on it; a rule that rests on several statements "
    "is told in full below the first of them, and in one line below the others.</p>\n"
    "<dl class=\"legend\">\n"
    "<div><dt>Decision, score</dt><dd>an answer that every report gives, or says why it cannot yet</dd></div>\n"
    "<div class=\"for\"><dt>Advice</dt><dd>given when its condition holds, <b>unless</b> one of its exceptions does; the reason is then "
    "reported</dd></div>\n"
    "<div class=\"against\"><dt>Advice against</dt><dd>what the source says not to do</dd></div>\n"
    "<div class=\"caution\"><dt>Caution</dt><dd>a reservation; it is printed beside the advice it belongs to</dd></div>\n"
    "<div class=\"gap\"><dt>Open question</dt><dd>what the source leaves undecided; answers that depend on it stay open</dd></div>\n"
    "<div><dt>Term</dt><dd>a name for an intermediate condition; it has no answer of its own</dd></div>\n"
    "</dl>\n"
    "<p>What is <a class=\"fact\" href=\"record.html#main\">underlined with dots</a> is a fact of the patient record. A fact that is not "
    "recorded is unknown: never no, never zero. An answer that such a fact could still change stays open, and the report asks for it. "
    "Figures are those of studies and of groups of patients; nothing here computes with them, and none predicts the course of one "
    "patient.</p>\n</section>\n";

static void put_checks(Doc *doc)
{
    if (!doc->ast->checks.count) {
        return;
    }
    doc_put(
        doc,
        "<section>\n<h2 id=\"checks\">What must hold for every patient</h2>\n<ul class=\"plain\">\n");
    for (uint32_t i = 0; i < doc->ast->checks.count; i++) {
        doc_put(doc, "<li>");
        doc_put_text(doc, doc->ast->checks.items[i]->text.text);
        doc_put(doc, "</li>\n");
    }
    doc_put(doc, "</ul>\n</section>\n");
}

void doc_overview_put(Doc *doc)
{
    doc_put(
        doc,
        "<p class=\"lead\">What the program of this guideline answers for one patient, to be read beside the publication. An encoding of a published text, not medical advice.</p>\n");
    put_about(doc);
    put_counts(doc);
    put_contents(doc);
    doc_drawing_put_overview(doc);
    doc_put(doc, how_to_read);
    put_checks(doc);
}
