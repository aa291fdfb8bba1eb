/* outline_decisions.c - the table of decisions, and the facts that the rules rest on. */
#include "runtime/report/outline_parts.h"

/* ---- decisions ---- */

static void say_settled(Maker *maker, const Entry *entry)
{
    const BlockInfo *block = &maker->program->blocks[entry->block];
    StrBuf value = outline_new_piece(maker);
    const char *mark = ":";

    say_answer(&value, maker->program, block, &entry->answer->main);
    outline_say(maker, RUN_STRONG, buf_get(&value));
    for (uint64_t bits = collect_get_reasons(maker->program, entry); bits != 0; bits &= bits - 1) {
        const AuxInfo *aux = &maker->program->aux[block->aux + (uint32_t)__builtin_ctzll(bits)];
        outline_join(maker, mark);
        outline_say(maker, RUN_PLAIN, outline_get_reason(maker, aux->reason));
        mark = ";";
    }
}

static void say_unsettled(Maker *maker, const Entry *entry)
{
    ValueType type = say_get_block_type(maker->program, &maker->program->blocks[entry->block]);
    StrBuf possible = outline_new_piece(maker);

    say_possible(&possible, maker->program, type, &entry->answer->main);
    outline_say_c(maker, RUN_OPEN,
                  entry->answer->main.undecided ? "open, not worked out to the end:" : "open:");
    outline_say(maker, RUN_PLAIN, buf_get(&possible));
}

static void make_decision(Maker *maker, const Entry *entry, uint8_t level)
{
    OutlineItem *row = outline_add(maker, OUTLINE_ROW, outline_get_title(maker, entry->block));
    bool settled = collect_is_settled(&entry->answer->main);

    row->level = level;
    row->id = maker->program->blocks[entry->block].name;
    row->tone = settled ? TONE_PLAIN : TONE_OPEN;
    if (settled) {
        say_settled(maker, entry);
    } else {
        say_unsettled(maker, entry);
    }
}

/* "Lesion L1" */
static void make_group(Maker *maker, const PlanTable *table, const Entry *entry)
{
    StrBuf name = outline_new_piece(maker);

    say_kind(&name, &maker->program->lists[table->list]);
    outline_add(maker, OUTLINE_GROUP, buf_get(&name));
    outline_say(maker, RUN_STRONG, collect_get_about(maker->report, entry));
}

static void make_table(Maker *maker, const PlanTable *table, const EntryList *rows)
{
    for (uint32_t i = 0; i < rows->count; i++) {
        if (i % table->count == 0) {
            make_group(maker, table, &rows->items[i]);
        }
        make_decision(maker, &rows->items[i], 1);
    }
}

void outline_decisions_make(Maker *maker)
{
    const Report *report = maker->report;

    if (report->plan->decision_count + report->plan->table_count == 0) {
        return;
    }
    outline_add_section(maker, "Decisions");
    for (uint32_t i = 0; i < report->decisions.count; i++) {
        make_decision(maker, &report->decisions.items[i], 0);
    }
    for (uint32_t i = 0; i < report->plan->table_count; i++) {
        make_table(maker, &report->plan->tables[i], &report->tables[i]);
    }
}

/* ---- why ---- */

static Str get_titles(Maker *maker, const Rule *rule)
{
    StrBuf titles = outline_new_piece(maker);

    for (uint32_t i = 0; i < rule->blocks.count; i++) {
        buf_add_c(&titles, i == 0 ? "" : "; ");
        buf_add(&titles, outline_get_title(maker, rule->blocks.items[i]));
    }
    return buf_get(&titles);
}

void outline_decisions_make_why(Maker *maker)
{
    const Digest *digest = &maker->digest;

    if (digest->rules.count > 0) {
        outline_add_section(maker, "Why");
    }
    for (uint32_t i = 0; i < digest->rules.count; i++) {
        const Rule *rule = &digest->rules.items[i];
        outline_add(maker, OUTLINE_REASON, get_titles(maker, rule));
        for (uint32_t k = 0; k < rule->facts.count; k++) {
            outline_part(maker, k == 0, ";");
            outline_say_fact(maker, rule->facts.items[k]);
        }
    }
}
