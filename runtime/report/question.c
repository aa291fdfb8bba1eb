/* question.c - what the answers to questions about one patient share, and who answers which. */
#include "runtime/report/question.h"
#include "runtime/report/json.h"
#include "runtime/base/json_writer.h"
#include "runtime/report/say.h"
#include "runtime/patient/problem.h"

#define LINE_MARK "\xe2\x94\x80"

/* ---- what is asked about ---- */

static uint32_t find_block(const Program *program, Str name)
{
    static const BlockKind kinds[] = { BLOCK_ADVICE, BLOCK_DECISION, BLOCK_CAUTION };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        uint32_t block = program_find_block(program, kinds[i], name);
        if (block != NO_INDEX32) {
            return block;
        }
    }
    return NO_INDEX32;
}

static NameList list_names(Arena *arena, const Program *program, bool advice_only)
{
    NameList names = { ARENA_ARRAY(arena, Str, program->block_count + 1), 0 };

    for (uint32_t i = 0; i < program->block_count; i++) {
        const BlockInfo *block = &program->blocks[i];
        if (block->kind == BLOCK_ADVICE || (!advice_only && block->kind != BLOCK_DEFINE)) {
            names.items[names.count++] = block->name;
        }
    }
    return names;
}

bool question_find(Arena *arena, const Program *program, QuestionKind kind, Str name,
                   uint32_t *block, Str *why)
{
    bool advice_only = kind == QUESTION_WHY_NOT;

    *block =
        advice_only ? program_find_block(program, BLOCK_ADVICE, name) : find_block(program, name);
    if (*block != NO_INDEX32) {
        return true;
    }
    *why = str_format(arena, "the guideline has no %s %S%S",
                      advice_only ? "recommendation" : "recommendation, decision or caution",
                      problem_quote_name(arena, name),
                      suggest_name(arena, name, list_names(arena, program, advice_only)));
    return false;
}

/* ---- the answers that it is about ---- */

static uint16_t count_entries(const Asked *asked)
{
    const BlockInfo *block = &asked->report->program->blocks[asked->options->question.block];

    return block->list == NO_INDEX ? 1 : asked->report->record->lists[block->list].count;
}

static uint16_t get_element(const Asked *asked, uint16_t entry)
{
    const BlockInfo *block = &asked->report->program->blocks[asked->options->question.block];

    return block->list == NO_INDEX ? NO_INDEX : entry;
}

Str question_get_value(const Asked *asked, uint32_t index, uint16_t element, bool kindly)
{
    static const char *const statuses[] = { [STATUS_NOT_APPLICABLE] = "does not apply",
                                            [STATUS_APPLIES] = "applies",
                                            [STATUS_RULED_OUT] = "ruled out",
                                            [STATUS_OPEN] = "open" };
    const Program *program = asked->report->program;
    const BlockInfo *block = &program->blocks[index];
    const BlockAnswer *answer = evaluation_get(asked->evaluation, index, element);
    ValueType type = say_get_block_type(program, block);
    StrBuf out = { .arena = asked->arena };

    if (block->kind == BLOCK_ADVICE) {
        return kindly ? str_from_c(statuses[answer->status]) : collect_get_status(answer->status);
    }
    if (!collect_is_settled(&answer->main)) {
        buf_add_c(&out, "open: ");
        say_possible(&out, program, type, &answer->main);
    } else if (kindly) {
        say_answer(&out, program, block, &answer->main);
    } else {
        say_value(&out, program, type, answer->main.value,
                  answer->main.off_grid ? &answer->main.exact : NULL);
    }
    return buf_get(&out);
}

Str question_get_title(const Asked *asked, uint32_t index, uint16_t element)
{
    const BlockInfo *block = &asked->report->program->blocks[index];
    StrBuf out = { .arena = asked->arena };

    say_title(&out, block->title, block->name);
    if (block->list != NO_INDEX) {
        buf_add_c(&out, ", ");
        say_element(&out, asked->report->program, asked->report->record, block->list, element);
    }
    return buf_get(&out);
}

/* ---- text ---- */

void question_add_named(Wrap *wrap, WrapStyle style, Str name, Str value)
{
    wrap_add(wrap, WRAP_PLAIN, name);
    wrap_join(wrap, WRAP_PLAIN, STR(":"));
    wrap_add(wrap, style, value);
}

Wrap question_begin_text(StrBuf *out, const Asked *asked, bool first, const char *heading)
{
    Wrap wrap = wrap_begin(out, asked->options->width, asked->options->color);
    Str key = asked->report->record->key;

    if (!first) {
        wrap_blank_line(&wrap);
    }
    wrap_rule(&wrap, LINE_MARK);
    wrap_start_line(&wrap, 0, 2);
    wrap_add_c(&wrap, WRAP_DIM, "Patient");
    wrap_add(&wrap, WRAP_STRONG, key.ptr ? key : STR("without identifier"));
    wrap_join(&wrap, WRAP_PLAIN, STR(":"));
    wrap_add_c(&wrap, WRAP_HEADING, heading);
    wrap_end_line(&wrap);
    wrap_rule(&wrap, LINE_MARK);
    question_add_problems(&wrap, asked);
    return wrap;
}

void question_tell_entries(StrBuf *out, const Asked *asked, bool first, const char *heading,
                           EntryTeller *tell)
{
    Wrap wrap = question_begin_text(out, asked, first, heading);
    uint16_t count = count_entries(asked);

    for (uint16_t i = 0; i < count; i++) {
        if (i > 0) {
            wrap_blank_line(&wrap);
        }
        tell(&wrap, asked, get_element(asked, i));
    }
    if (count == 0) {
        wrap_add_c(&wrap, WRAP_PLAIN, "The record lists nothing that this could be about.");
    }
    wrap_end_line(&wrap);
}

void question_add_problems(Wrap *wrap, const Asked *asked)
{
    const Report *report = asked->report;

    if (report->problems.count == 0) {
        return;
    }
    wrap_start_line(wrap, 0, 2);
    wrap_add_c(wrap, WRAP_BAD, "Problems in the data; faulty values count as unknown:");
    for (uint32_t i = 0; i < report->problems.count; i++) {
        const Problem *problem = &report->problems.items[i];
        wrap_start_line(wrap, 2, 7);
        wrap_add_c(wrap, WRAP_DIM, problem->code);
        wrap_add(wrap, WRAP_PLAIN, problem->message);
    }
    wrap_blank_line(wrap);
}

/* ---- JSON ---- */

void question_begin_json(StrBuf *out, const Asked *asked)
{
    Str key = asked->report->record->key;

    json_add(out, asked->report->plan->guideline);
    if (key.ptr == NULL) {
        json_add_literal(out, "null");
    } else {
        json_add_string(out, key);
    }
    json_add(out, asked->settings);
}

void question_end_json(StrBuf *out, const Asked *asked)
{
    json_add_problems(out, asked->report, asked->options);
    json_add_literal(out, "}");
}

void question_add_entries(StrBuf *out, const Asked *asked, const char *key, EntryAdder *add)
{
    uint16_t count = count_entries(asked);

    question_begin_json(out, asked);
    buf_add_format(out, ",\"%s\":[", key);
    for (uint16_t i = 0; i < count; i++) {
        add(out, asked, get_element(asked, i));
    }
    json_add_literal(out, "]");
    question_end_json(out, asked);
}

void question_add_statements(StrBuf *out, const Program *program, uint32_t first, uint32_t count)
{
    json_add_literal(out, ",\"statements\":[");
    for (uint32_t i = 0; i < count; i++) {
        const StatementInfo *statement = &program->statements[program->statement_refs[first + i]];
        json_separate(out);
        json_add_literal(out, "{\"id\":");
        json_add_string(out, statement->id);
        json_add_literal(out, ",\"text\":");
        json_add_string(out, statement->text);
        json_add_literal(out, ",\"place\":");
        json_add_string(out, statement->place);
        json_add_literal(out, "}");
    }
    json_add_literal(out, "]");
}

void question_add_pair(StrBuf *out, const char *key, Str value)
{
    json_add_key(out, key);
    json_add_string_or_null(out, value);
}

void question_add_answer(StrBuf *out, const Asked *asked, uint32_t index, uint16_t element)
{
    const BlockInfo *block = &asked->report->program->blocks[index];
    Entry entry = { .block = index, .element = element };

    question_add_pair(out, "name", block->name);
    question_add_pair(out, "title", block->title);
    question_add_pair(out, "about", collect_get_about(asked->report, &entry));
    question_add_pair(out, block->kind == BLOCK_ADVICE ? "status" : "value",
                      question_get_value(asked, index, element, false));
    question_add_statements(out, asked->report->program, block->statements, block->statement_count);
}
