/* outline_piece.c - items and runs of the outline, and the names and statements that its parts say
 * alike. */
#include "runtime/report/outline_parts.h"

OutlineItem *outline_add(Maker *maker, OutlineKind kind, Str text)
{
    Outline *outline = maker->outline;
    OutlineItem item = { .kind = (uint8_t)kind, .text = text, .first_run = outline->runs.count };

    vec_add(maker->arena, &outline->items, item);
    return &outline->items.items[outline->items.count - 1];
}

void outline_add_section(Maker *maker, const char *heading)
{
    outline_add(maker, OUTLINE_SECTION, str_from_c(heading));
}

static void add_run(Maker *maker, OutlineStyle style, Str text, bool joined)
{
    Outline *outline = maker->outline;
    OutlineRun run = { (uint8_t)style, joined, text };

    if (text.len == 0) {
        return;
    }
    vec_add(maker->arena, &outline->runs, run);
    outline->items.items[outline->items.count - 1].run_count++;
}

void outline_say(Maker *maker, OutlineStyle style, Str text)
{
    add_run(maker, style, text, false);
}

void outline_say_c(Maker *maker, OutlineStyle style, const char *text)
{
    add_run(maker, style, str_from_c(text), false);
}

void outline_join(Maker *maker, const char *mark)
{
    add_run(maker, RUN_PLAIN, str_from_c(mark), true);
}

void outline_part(Maker *maker, bool first, const char *mark)
{
    if (!first) {
        outline_join(maker, mark);
    }
}

StrBuf outline_new_piece(Maker *maker)
{
    return (StrBuf){ .arena = maker->arena };
}

Str outline_get_title(Maker *maker, uint32_t block)
{
    StrBuf piece = outline_new_piece(maker);

    say_title(&piece, maker->program->blocks[block].title, maker->program->blocks[block].name);
    return buf_get(&piece);
}

Str outline_get_reason(Maker *maker, uint16_t reason)
{
    StrBuf piece = outline_new_piece(maker);

    if (reason == NO_INDEX) {
        return STR("an exclusion of the guideline holds");
    }
    say_title(&piece, maker->program->reasons[reason].label, maker->program->reasons[reason].name);
    return buf_get(&piece);
}

Str outline_get_about(Maker *maker, const Entry *entry)
{
    StrBuf piece = outline_new_piece(maker);

    say_element(&piece, maker->program, maker->report->record,
                maker->program->blocks[entry->block].list, entry->element);
    return buf_get(&piece);
}

void outline_say_fact(Maker *maker, FactRef fact)
{
    StrBuf name = outline_new_piece(maker), value = outline_new_piece(maker);

    say_fact(&name, maker->program, maker->report->record, fact);
    buf_add_char(&name, ':');
    say_fact_value(&value, maker->program, maker->report->record, fact, true);
    outline_say(maker, RUN_PLAIN, buf_get(&name));
    outline_say(maker, RUN_STRONG, buf_get(&value));
}

void outline_say_statements(Maker *maker, uint32_t first, uint32_t count)
{
    const Program *program = maker->program;

    for (uint32_t i = 0; i < count; i++) {
        outline_part(maker, i == 0, ",");
        outline_say(maker, RUN_ID, program->statements[program->statement_refs[first + i]].id);
    }
}
