/* doc_record.c - the patient record: what is asked, of which kind, and which rules read it. */
#include "compiler/doc/doc_parts.h"

/* "loinc 2039-6": the name of a terminology is an abbreviation. */
static void put_code(Doc *doc, Str system, Str code)
{
    for (size_t i = 0; i < system.len; i++) {
        char c = system.ptr[i];
        buf_add_char(doc->out, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
    }
    doc_put(doc, " ");
    doc_put_text(doc, code);
}

static void put_codes(Doc *doc, const AstField *field)
{
    for (uint32_t i = 0; i < field->codes.count; i++) {
        const AstCode *code = &field->codes.items[i];
        doc_put(doc, "<p class=\"note\">");
        put_code(doc, code->system.text, code->code.text);
        doc_put(doc, "</p>\n");
    }
}

static void put_value_codes(Doc *doc, const AstField *field)
{
    const AstEnum *enumeration = field->type_ref.type.enumeration;
    if (field->type_ref.type.kind != TY_ENUM) {
        return;
    }
    for (uint32_t i = 0; i < enumeration->codes.count; i++) {
        Str code = enumeration->codes.items[i].text;
        size_t blank = 0;
        while (blank < code.len && code.ptr[blank] != ' ') {
            blank++;
        }
        if (blank >= code.len) {
            continue;
        }
        doc_put(doc, "<p class=\"note\">");
        doc_put_text(doc, words_name_value(doc->wording, enumeration, (uint16_t)i));
        doc_put(doc, ": ");
        put_code(doc, (Str){ code.ptr, blank },
                 (Str){ code.ptr + blank + 1, code.len - blank - 1 });
        doc_put(doc, "</p>\n");
    }
}

static void put_fact_note(Doc *doc, const char *before, const AstField *field)
{
    doc_put(doc, "<p class=\"note\">");
    doc_put(doc, before);
    doc_put_link(doc, "fact", &doc->fact_places[doc_plan_get_number(doc, field)],
                 words_name_field(doc->wording, field));
    doc_put(doc, "</p>\n");
}

static void put_notes(Doc *doc, const AstField *field)
{
    if (field->has_error) {
        doc_put(doc, "<p class=\"note\">measured to ± ");
        doc_put_words(doc, words_of_value(doc->wording, field->error));
        doc_put(doc, "</p>\n");
    }
    if (field->modifiable) {
        doc_put(doc, "<p class=\"note\">treatment can change it</p>\n");
    }
    if (field->complete_ref) {
        put_fact_note(doc, "complete unless said otherwise by ", field->complete_ref);
    }
    if (field->counted_ref) {
        put_fact_note(doc, "if not all are listed, their number is ", field->counted_ref);
    }
    if (field->largest_ref) {
        put_fact_note(doc, "if not all are listed, the largest is ", field->largest_ref);
    }
    put_codes(doc, field);
    put_value_codes(doc, field);
}

/* Of the readers either the cautions or all others. */
static void put_readers(Doc *doc, const IndexList *readers, bool cautions)
{
    bool any = false;
    for (uint32_t i = 0; i < readers->count; i++) {
        const RuleEntry *entry = &doc->index->entries.items[readers->items[i]];
        if ((entry->kind == RULE_ENTRY_CAUTION) != cautions) {
            continue;
        }
        if (!any) {
            doc_put(doc, cautions ? "<p><span class=\"kind\">Cautions</span> " : "<p>");
        }
        doc_put_separator(doc, &any);
        doc_put_entry_link(doc, entry);
    }
    if (any) {
        doc_put(doc, "</p>\n");
    }
}

static void put_fact(Doc *doc, uint32_t fact)
{
    const AstField *field = doc->facts.items[fact];
    bool list = field->type_ref.type.kind == TY_LIST;
    doc_put(doc, list           ? "<tr class=\"list\" id=\""
                 : field->owner ? "<tr class=\"element\" id=\""
                                : "<tr id=\"");
    doc_put_text(doc, doc->fact_places[fact].id);
    doc_put(doc, "\"><th scope=\"row\">");
    doc_put_text(doc, words_title_field(doc->wording, field));
    doc_put(doc, "<br><code>");
    doc_put_text(doc, field->path.text);
    doc_put(doc, "</code></th>\n<td>");
    doc_put_type(doc, &field->type_ref, &field->type_ref.type);
    put_notes(doc, field);
    doc_put(doc, "</td>\n<td class=\"readers\">");
    put_readers(doc, &doc->readers[fact], false);
    put_readers(doc, &doc->readers[fact], true);
    if (!doc->readers[fact].count) {
        doc_put(doc, "<span class=\"any\">none</span>");
    }
    doc_put(doc, "</td></tr>\n");
}

/* A list, what its elements hold, and the facts that stand in for it form a group. */
static const AstField *find_list(const Doc *doc, const AstField *field)
{
    if (field->list) {
        return field->list;
    }
    if (field->type_ref.type.kind == TY_LIST) {
        return field;
    }
    for (uint32_t i = 0; i < doc->ast->patient.count; i++) {
        const AstField *list = doc->ast->patient.items[i];
        if (list->complete_ref == field || list->counted_ref == field ||
            list->largest_ref == field) {
            return list;
        }
    }
    return NULL;
}

/* "labs" of "labs.cea"; empty for a field without a group. */
static Str get_group(const Doc *doc, uint32_t fact)
{
    const AstField *field = doc->facts.items[fact], *list = find_list(doc, field);
    if (list) {
        return list->path.text;
    }
    size_t at = 0;
    while (at < field->path.text.len && field->path.text.ptr[at] != '.') {
        at++;
    }
    return at < field->path.text.len ? (Str){ field->path.text.ptr, at } : STR_NONE;
}

static void open_group(Doc *doc, Str group)
{
    doc_put(doc, "<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"3\">");
    doc_put_text(doc, group.len ? words_name(doc->wording, group, true) : STR("Patient"));
    doc_put(doc, "</th></tr>\n");
}

void doc_record_put(Doc *doc)
{
    doc_put(
        doc,
        "<p class=\"lead\">Every fact that a rule can ask for. A fact that is not recorded is unknown: never no, never "
        "zero, never an empty list.</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Facts\">\n"
        "<table class=\"record\">\n<thead><tr><th scope=\"col\">Fact</th><th scope=\"col\">What is entered</th>"
        "<th scope=\"col\">Read by</th></tr></thead>\n");
    for (uint32_t i = 0; i < doc->facts.count; i++) {
        bool first = i == 0 || !str_equal(get_group(doc, i), get_group(doc, i - 1));
        if (first && i > 0) {
            doc_put(doc, "</tbody>\n");
        }
        if (first) {
            open_group(doc, get_group(doc, i));
        }
        put_fact(doc, i);
    }
    doc_put(doc, doc->facts.count ? "</tbody>\n</table>\n</div>\n" : "</table>\n</div>\n");
}
