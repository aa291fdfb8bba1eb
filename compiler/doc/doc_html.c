/* doc_html.c - pieces of HTML: escaped text, links to what is told elsewhere, conditions with their
 * lists. */
#include "compiler/doc/doc_parts.h"
#include "runtime/base/html_text.h"

void doc_put(Doc *doc, const char *markup)
{
    buf_add_c(doc->out, markup);
}
void doc_put_text(Doc *doc, Str text)
{
    html_text_add(doc->out, text);
}

/* Signs as they are printed, not as they are typed. */
void doc_put_prose(Doc *doc, Str text)
{
    size_t start = 0;
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.ptr[i + 1] != '=' || (text.ptr[i] != '<' && text.ptr[i] != '>')) {
            continue;
        }
        html_text_add(doc->out, (Str){ text.ptr + start, i - start });
        doc_put(doc, text.ptr[i] == '<' ? "≤" : "≥");
        start = i + 2;
    }
    html_text_add(doc->out, (Str){ text.ptr + start, text.len - start });
}

void doc_put_glued(Doc *doc, Str text)
{
    for (size_t start = 0, i = 0; i <= text.len; i++) {
        if (i < text.len && text.ptr[i] != ' ') {
            continue;
        }
        html_text_add(doc->out, (Str){ text.ptr + start, i - start });
        if (i < text.len) {
            doc_put(doc, "&#160;");
        }
        start = i + 1;
    }
}

/* ---- links ---- */

static void put_target(Doc *doc, const DocPlace *place)
{
    if (place->page != doc->page) {
        doc_put_text(doc, doc->pages.items[place->page].file);
    }
    doc_put(doc, "#");
    doc_put_text(doc, place->id);
}

void doc_open_link(Doc *doc, const char *class, const DocPlace *place)
{
    doc_put(doc, "<a");
    if (class) {
        buf_add_format(doc->out, " class=\"%s\"", class);
    }
    doc_put(doc, " href=\"");
    put_target(doc, place);
    doc_put(doc, "\">");
}

void doc_put_link(Doc *doc, const char *class, const DocPlace *place, Str text)
{
    doc_open_link(doc, class, place);
    doc_put_text(doc, text);
    doc_put(doc, "</a>");
}

void doc_put_statement_link(Doc *doc, const AstStatement *statement)
{
    uint32_t number = doc_plan_get_number(doc, statement);
    doc_open_link(doc, "id", &doc->statements[number]);
    doc_put_text(doc, statement->id.text);
    doc_put(doc, "</a>");
}

void doc_put_entry_link(Doc *doc, const RuleEntry *entry)
{
    Str title = doc_plan_get_title(doc, entry);
    if (entry->check) {
        doc_put_text(doc, title);
    } else {
        doc_put_link(doc, entry->gap ? "gap" : "rule",
                     &doc->entries[doc_plan_get_entry(doc, entry)], title);
    }
}

/* ---- words ---- */

/* A term explains itself under the pointer. */
static void put_rule_word(Doc *doc, const Word *word)
{
    const AstRule *rule = word->of.rule;
    uint32_t number = doc_plan_get_number(doc, rule);
    if (rule->kind != RULE_DEFINE || !rule->means) {
        doc_put_link(doc, "rule", &doc->entries[number], word->text);
        return;
    }
    bool yes_no = rule->means->type.kind == TY_YES_NO;
    const Words *means = yes_no ? words_of_condition(doc->wording, rule->means)
                                : words_of_value(doc->wording, rule->means);
    buf_add_format(doc->out, "<a class=\"rule\" title=\"");
    doc_put_text(doc, words_get_text(doc->arena, means));
    doc_put(doc, "\" href=\"");
    put_target(doc, &doc->entries[number]);
    doc_put(doc, "\">");
    doc_put_text(doc, word->text);
    doc_put(doc, "</a>");
}

/* A number and its unit stay on one line; words may break, or tables would grow too wide. */
static void put_value(Doc *doc, Str text)
{
    bool number = text.len && text.ptr[0] >= '0' && text.ptr[0] <= '9';
    doc_put(doc, "<b>");
    if (number) {
        doc_put_glued(doc, text);
    } else {
        doc_put_text(doc, text);
    }
    doc_put(doc, "</b>");
}

static void put_word(Doc *doc, const Word *word)
{
    switch (word->kind) {
    case WORD_FACT:
        doc_put_link(doc, "fact", &doc->fact_places[doc_plan_get_number(doc, word->of.field)],
                     word->text);
        break;
    case WORD_RULE: put_rule_word(doc, word); break;
    case WORD_GAP:
        doc_put_link(doc, "gap", &doc->entries[doc_plan_get_number(doc, word->of.gap)], word->text);
        break;
    case WORD_VALUE: put_value(doc, word->text); break;
    default: doc_put_text(doc, word->text); break;
    }
}

void doc_put_words(Doc *doc, const Words *words)
{
    for (uint32_t i = 0; i < words->words.count; i++) {
        put_word(doc, &words->words.items[i]);
    }
    if (!words->items.count) {
        return;
    }
    doc_put(doc, ":\n<ul class=\"parts\">\n");
    for (uint32_t i = 0; i < words->items.count; i++) {
        doc_put(doc, "<li>");
        doc_put_words(doc, words->items.items[i]);
        doc_put(doc, "</li>\n");
    }
    doc_put(doc, "</ul>\n");
}

void doc_put_condition(Doc *doc, const Expr *expr)
{
    doc_put_words(doc, words_of_condition(doc->wording, expr));
}

/* ---- pieces of cards ---- */

void doc_put_heading(Doc *doc, unsigned level, Str id, Str title)
{
    buf_add_format(doc->out, "<h%u", level);
    if (id.len) {
        doc_put(doc, " id=\"");
        doc_put_text(doc, id);
        doc_put(doc, "\"");
    }
    doc_put(doc, ">");
    doc_put_text(doc, title);
    buf_add_format(doc->out, "</h%u>\n", level);
}

void doc_put_separator(Doc *doc, bool *any)
{
    if (*any) {
        doc_put(doc, " <span class=\"dot\">·</span> ");
    }
    *any = true;
}

/* Runs are written as such: 36, 37, 102–108. */
void doc_put_refs(Doc *doc, const int32_t *refs, uint32_t count)
{
    for (uint32_t i = 0; i < count;) {
        uint32_t last = i;
        while (last + 1 < count && refs[last + 1] == refs[last] + 1) {
            last++;
        }
        if (last == i + 1) {
            last = i;
        }
        buf_add_format(doc->out, i ? ", %d" : "%d", (int)refs[i]);
        if (last > i) {
            buf_add_format(doc->out, "–%d", (int)refs[last]);
        }
        i = last + 1;
    }
}

void doc_put_from(Doc *doc, const AstFrom *from)
{
    for (uint32_t i = 0; i < from->statements.count; i++) {
        doc_put(doc, i ? ", " : "");
        doc_put_statement_link(doc, from->statements.items[i]);
    }
    if (!from->outside) {
        return;
    }
    doc_put(doc, from->statements.count ? "; " : "");
    doc_put(doc, "<strong class=\"outside\">not from this guideline:</strong> ");
    doc_put_text(doc, from->outside_text.text);
}

/* The reasons of a case or an exception, each with the statements it rests on. */
void doc_put_because(Doc *doc, const AstBecause *because)
{
    if (!because->reasons.count) {
        return;
    }
    doc_put(doc, " <span class=\"because\">");
    for (uint32_t i = 0; i < because->reasons.count; i++) {
        const AstReason *reason = because->reasons.items[i];
        doc_put(doc, i ? "; " : "");
        doc_put_text(doc, reason->label.text.len
                              ? reason->label.text
                              : words_name(doc->wording, reason->name.text, true));
        const AstFrom *from = because->from.statements.count || because->from.outside
                                  ? &because->from
                                  : &reason->from;
        if (!from->statements.count && !from->outside) {
            continue;
        }
        doc_put(doc, " (");
        doc_put_from(doc, from);
        doc_put(doc, ")");
    }
    doc_put(doc, "</span>");
}

void doc_open_row(Doc *doc, const char *title)
{
    buf_add_format(doc->out, "<div><dt>%s</dt><dd>", title);
}
void doc_close_row(Doc *doc)
{
    doc_put(doc, "</dd></div>\n");
}

/* ---- types ---- */

static void put_bound(Doc *doc, const Expr *bound)
{
    doc_put_words(doc, words_of_value(doc->wording, bound));
}

static void put_range(Doc *doc, const AstTypeRef *ref)
{
    if (!ref->range_lo) {
        return;
    }
    doc_put(doc, ", ");
    put_bound(doc, ref->range_lo);
    doc_put(doc, " to ");
    put_bound(doc, ref->range_hi);
}

static void put_values(Doc *doc, const AstEnum *enumeration)
{
    doc_put(doc, enumeration->ordered ? "one of, in this order: " : "one of: ");
    for (uint32_t i = 0; i < enumeration->values.count; i++) {
        doc_put(doc, i ? ", " : "");
        put_value(doc, words_name_value(doc->wording, enumeration, (uint16_t)i));
    }
}

/* The unit, unless a range says it. */
static void put_quantity(Doc *doc, const Type *type, bool ranged)
{
    if (type->dim == DIM_NONE) {
        doc_put(doc, "a number");
        return;
    }
    Str kind = dim_accepts(STR("duration"), type->dim) ? STR("duration") : dim_get_name(type->dim);
    doc_put_text(doc, str_equal(kind, STR("percent")) ? STR("share")
                                                      : words_name(doc->wording, kind, false));
    if (ranged) {
        return;
    }
    doc_put(doc, " in ");
    doc_put_text(doc, words_name_unit(doc->arena, unit_get_code(type->unit), false));
}

void doc_put_type(Doc *doc, const AstTypeRef *ref, const Type *type)
{
    switch (type->kind) {
    case TY_YES_NO: doc_put(doc, "yes or no"); break;
    case TY_INTEGER: doc_put(doc, "a whole number"); break;
    case TY_DECIMAL: put_quantity(doc, type, ref && ref->range_lo); break;
    case TY_REAL:
    case TY_ROOT: doc_put(doc, "a number"); break;
    case TY_DATE: doc_put(doc, "a date"); break;
    case TY_ENUM: put_values(doc, type->enumeration); break;
    case TY_TEXT: doc_put(doc, "text, copied and never read"); break;
    case TY_KEY: doc_put(doc, "a label, copied into the report"); break;
    case TY_LIST:
        doc_put(doc, "a list, for each ");
        doc_put_text(doc, words_name(doc->wording, type->record->name.text, false));
        doc_put(doc, " the facts below");
        break;
    default: break;
    }
    if (ref && type->kind != TY_LIST) {
        put_range(doc, ref);
    }
    if (ref && type->kind == TY_LIST && ref->range_hi) {
        doc_put(doc, "; at most ");
        put_bound(doc, ref->range_hi);
    }
}
