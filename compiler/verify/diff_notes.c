/* diff_notes.c - what changed beside the answers: facts that are asked for, and words. */
#include "compiler/verify/diff.h"
#include "runtime/report/say.h"
#include "runtime/value/unit.h"

static void add_note(Arena *arena, DiffNotes *notes, Str note)
{
    vec_add(arena, notes, note);
}

/* ---- facts ---- */

static bool is_fact(const FieldInfo *field)
{
    return field->role == FIELD_SCALAR || field->role == FIELD_ELEMENT || field->role == FIELD_GAP;
}

static Str name_field(Arena *arena, const Program *program, uint16_t index)
{
    const FieldInfo *field = &program->fields[index];
    Str kind = field->role == FIELD_GAP ? STR("the gap ") : STR("");
    return field->list == NO_INDEX
               ? str_format(arena, "%S`%S`", kind, field->path)
               : str_format(arena, "`%S[].%S`", program->lists[field->list].path, field->path);
}

static bool is_number(const FieldInfo *field)
{
    return field->type == REG_INT || field->type == REG_DEC || field->type == REG_DATE;
}

static Str say_range(Arena *arena, const Program *program, const FieldInfo *field)
{
    StrBuf out = { .arena = arena };
    ValueType type = say_get_field_type(field);
    say_value(&out, program, type, (Reg){ .lo = field->lo, .hi = field->lo }, NULL);
    buf_add_c(&out, " to ");
    say_value(&out, program, type, (Reg){ .lo = field->hi, .hi = field->hi }, NULL);
    return buf_get(&out);
}

static bool has_value(const EnumInfo *info, Str value)
{
    for (uint16_t i = 0; i < info->count; i++) {
        if (str_equal(info->values[i], value)) {
            return true;
        }
    }
    return false;
}

static void note_values(Arena *arena, DiffReport *report, Str name, const EnumInfo *old,
                        const EnumInfo *next)
{
    for (uint16_t i = 0; i < old->count; i++) {
        if (!has_value(next, old->values[i])) {
            add_note(arena, &report->facts,
                     str_format(arena, "%S: the value %S is gone", name, old->values[i]));
        }
    }
    for (uint16_t i = 0; i < next->count; i++) {
        if (!has_value(old, next->values[i])) {
            add_note(arena, &report->facts,
                     str_format(arena, "%S: the value %S is new", name, next->values[i]));
        }
    }
}

static void note_field(Arena *arena, DiffReport *report, uint16_t first, uint16_t second)
{
    const FieldInfo *old = &report->first->fields[first], *next = &report->second->fields[second];
    Str name = name_field(arena, report->second, second);
    if (next->type == REG_ENUM) {
        note_values(arena, report, name, &report->first->enums[old->enumeration],
                    &report->second->enums[next->enumeration]);
    }
    if (is_number(next) && (old->lo != next->lo || old->hi != next->hi)) {
        add_note(arena, &report->facts,
                 str_format(arena, "%S: its range was %S and is %S", name,
                            say_range(arena, report->first, old),
                            say_range(arena, report->second, next)));
    }
}

static bool is_matched(const PairMatch *match, uint16_t count, uint16_t first)
{
    for (uint16_t i = 0; i < count; i++) {
        if (match->fields[i] == first) {
            return true;
        }
    }
    return false;
}

static void note_lists(Arena *arena, DiffReport *report)
{
    for (uint16_t i = 0; i < report->second->list_count; i++) {
        uint16_t first = pair_get_match(report->pair)->lists[i];
        const ListInfo *next = &report->second->lists[i];
        if (first == NO_INDEX) {
            add_note(arena, &report->facts, str_format(arena, "the list `%S` is new", next->path));
            continue;
        }
        const ListInfo *old = &report->first->lists[first];
        if (old->most != next->most) {
            add_note(arena, &report->facts,
                     str_format(arena, "the list `%S` had up to %u elements and has up to %u",
                                next->path, old->most, next->most));
        }
    }
}

/* One that has another type or unit is another fact: it is gone, and new. */
void diff_note_facts(Arena *arena, DiffReport *report)
{
    const PairMatch *match = pair_get_match(report->pair);
    note_lists(arena, report);
    for (uint16_t i = 0; i < report->second->field_count; i++) {
        if (!is_fact(&report->second->fields[i])) {
            continue;
        }
        if (match->fields[i] != NO_INDEX) {
            note_field(arena, report, match->fields[i], i);
            continue;
        }
        add_note(arena, &report->facts,
                 str_format(arena, "%S is new", name_field(arena, report->second, i)));
    }
    for (uint16_t i = 0; i < report->first->field_count; i++) {
        if (is_fact(&report->first->fields[i]) &&
            !is_matched(match, report->second->field_count, i)) {
            add_note(arena, &report->facts,
                     str_format(arena, "%S is gone", name_field(arena, report->first, i)));
        }
    }
}

/* ---- words ---- */

static void note_pair(Arena *arena, DiffReport *report, const BlockInfo *block, const char *what,
                      Str old, Str next)
{
    if (!str_equal(old, next)) {
        add_note(
            arena, &report->words,
            str_format(arena, "`%S`: %s was \"%S\" and is \"%S\"", block->name, what, old, next));
    }
}

static Str get_strength(const Program *program, const BlockInfo *block)
{
    return block->strength == NO_INDEX ? STR("none") : program->strengths[block->strength];
}

static void note_statements(Arena *arena, DiffReport *report, const BlockInfo *old,
                            const BlockInfo *next)
{
    bool same = old->statement_count == next->statement_count;
    for (uint32_t i = 0; same && i < old->statement_count; i++) {
        uint32_t a = report->first->statement_refs[old->statements + i],
                 b = report->second->statement_refs[next->statements + i];
        same = str_equal(report->first->statements[a].id, report->second->statements[b].id);
    }
    if (!same) {
        add_note(arena, &report->words,
                 str_format(arena, "`%S` rests on other statements", next->name));
    }
}

static void note_block(Arena *arena, DiffReport *report, const BlockInfo *old,
                       const BlockInfo *next)
{
    note_pair(arena, report, next, "its title", old->title, next->title);
    if (next->kind == BLOCK_ADVICE) {
        note_pair(arena, report, next, "its strength", get_strength(report->first, old),
                  get_strength(report->second, next));
        note_pair(arena, report, next, "its timing", old->timing, next->timing);
        note_pair(arena, report, next, "its evidence", old->evidence, next->evidence);
        if (old->against != next->against) {
            add_note(arena, &report->words,
                     str_format(arena,
                                next->against ? "`%S` is now advised against"
                                              : "`%S` is no longer advised against",
                                next->name));
        }
    }
    note_statements(arena, report, old, next);
}

static const StatementInfo *find_statement(const Program *program, Str id)
{
    for (uint32_t i = 0; i < program->statement_count; i++) {
        if (str_equal(program->statements[i].id, id)) {
            return &program->statements[i];
        }
    }
    return NULL;
}

static void note_texts(Arena *arena, DiffReport *report)
{
    for (uint32_t i = 0; i < report->second->statement_count; i++) {
        const StatementInfo *next = &report->second->statements[i];
        const StatementInfo *old = find_statement(report->first, next->id);
        if (!old || !str_equal(old->text, next->text)) {
            add_note(arena, &report->words,
                     str_format(arena,
                                old ? "statement %S has another text" : "statement %S is new",
                                next->id));
        }
    }
    for (uint32_t i = 0; i < report->first->statement_count; i++) {
        Str id = report->first->statements[i].id;
        if (!find_statement(report->second, id)) {
            add_note(arena, &report->words, str_format(arena, "statement %S is gone", id));
        }
    }
}

void diff_note_words(Arena *arena, DiffReport *report)
{
    const PairMatch *match = pair_get_match(report->pair);
    for (uint32_t i = 0; i < report->second->block_count; i++) {
        uint32_t b = report->second->declared[i], first = match->blocks[b];
        const BlockInfo *block = &report->second->blocks[b];
        if (first != NO_INDEX32 && block->kind != BLOCK_DEFINE) {
            note_block(arena, report, &report->first->blocks[first], block);
        }
    }
    note_texts(arena, report);
}
