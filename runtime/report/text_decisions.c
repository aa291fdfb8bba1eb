/* text_decisions.c - the table of decisions, and the facts that the rules stand on. */
#include "runtime/report/text_parts.h"

/* ---- decisions ---- */

static void add_settled(Text *text, const Entry *entry)
{
    const BlockInfo *block = &text->program->blocks[entry->block];
    StrBuf value = text_new_piece(text);
    const char *mark = ":";

    say_answer(&value, text->program, block, &entry->answer->main);
    wrap_add(&text->wrap, WRAP_STRONG, buf_get(&value));
    for (uint64_t bits = collect_get_reasons(text->program, entry); bits != 0; bits &= bits - 1) {
        const AuxInfo *aux = &text->program->aux[block->aux + (uint32_t)__builtin_ctzll(bits)];
        wrap_join(&text->wrap, WRAP_PLAIN, str_from_c(mark));
        wrap_add(&text->wrap, WRAP_PLAIN, text_get_reason(text, aux->reason));
        mark = ";";
    }
}

static void add_unsettled(Text *text, const Entry *entry)
{
    ValueType type = say_get_block_type(text->program, &text->program->blocks[entry->block]);
    StrBuf possible = text_new_piece(text);

    say_possible(&possible, text->program, type, &entry->answer->main);
    wrap_add_c(&text->wrap, WRAP_ASK, "open:");
    wrap_add(&text->wrap, WRAP_PLAIN, buf_get(&possible));
}

/* The title in its column, on several lines if it is long; the value beside its last line. */
static void add_decision(Text *text, const Entry *entry, unsigned indent, unsigned column)
{
    unsigned width = text->wrap.width;

    wrap_start_line(&text->wrap, indent, indent + 2);
    text->wrap.width = indent + column;
    wrap_add(&text->wrap, WRAP_PLAIN, text_get_title(text, entry->block));
    text->wrap.width = width;
    text->wrap.indent = indent + column;
    wrap_move_to(&text->wrap, indent + column);
    if (collect_is_settled(&entry->answer->main)) {
        add_settled(text, entry);
    } else {
        add_unsettled(text, entry);
    }
}

/* Where values stand, from the start of a title: after the longest title, but before the middle of
 * the line. */
static unsigned find_column(Text *text, const uint32_t *blocks, uint32_t count)
{
    unsigned widest = 0, most = text->wrap.width / 2 - TEXT_DETAIL;

    for (uint32_t i = 0; i < count; i++) {
        unsigned width = wrap_get_width(text_get_title(text, blocks[i])) + 2;
        widest = width > widest ? width : widest;
    }
    return widest < most ? widest : most;
}

static void add_table(Text *text, const PlanTable *table, const EntryList *rows)
{
    const ListInfo *list = &text->program->lists[table->list];
    unsigned column =
        find_column(text, text->report->plan->element_decisions + table->first, table->count);

    for (uint32_t i = 0; i < rows->count; i++) {
        if (i % table->count == 0) {
            StrBuf name = text_new_piece(text);
            say_title(&name, STR_NONE, list->element);
            wrap_start_line(&text->wrap, TEXT_INDENT, TEXT_DETAIL);
            wrap_add(&text->wrap, WRAP_PLAIN, buf_get(&name));
            wrap_add(&text->wrap, WRAP_STRONG, collect_get_about(text->report, &rows->items[i]));
        }
        add_decision(text, &rows->items[i], TEXT_DETAIL, column);
    }
}

void text_decisions_add(Text *text)
{
    const Report *report = text->report;
    unsigned column = find_column(text, report->plan->decisions, report->plan->decision_count);

    if (report->plan->decision_count + report->plan->table_count == 0) {
        return;
    }
    text_add_heading(text, "DECISIONS");
    for (uint32_t i = 0; i < report->decisions.count; i++) {
        add_decision(text, &report->decisions.items[i], TEXT_INDENT, column);
    }
    for (uint32_t i = 0; i < report->plan->table_count; i++) {
        add_table(text, &report->plan->tables[i], &report->tables[i]);
    }
    wrap_end_line(&text->wrap);
}

/* ---- why ---- */

void text_decisions_add_why(Text *text)
{
    const Digest *digest = &text->digest;

    if (digest->rules.count > 0) {
        text_add_heading(text, "WHY");
    }
    for (uint32_t i = 0; i < digest->rules.count; i++) {
        const Rule *rule = &digest->rules.items[i];
        wrap_start_line(&text->wrap, TEXT_INDENT, TEXT_INDENT);
        for (uint32_t k = 0; k < rule->blocks.count; k++) {
            text_add_mark(text, k == 0, ";");
            wrap_add(&text->wrap, WRAP_PLAIN, text_get_title(text, rule->blocks.items[k]));
        }
        wrap_start_line(&text->wrap, TEXT_DETAIL, TEXT_DETAIL);
        for (uint32_t k = 0; k < rule->facts.count; k++) {
            text_add_mark(text, k == 0, ";");
            text_add_fact(text, rule->facts.items[k]);
        }
    }
    wrap_end_line(&text->wrap);
}
