/* why_not.c - the answer to "why not": the smallest sets of facts that keep a recommendation from
 * applying, as text and as JSON. */
#include "runtime/base/json_writer.h"
#include "runtime/report/question.h"
#include "runtime/report/say.h"

enum { INDENT = 2, WORDS = 5 };

/* ---- pieces ---- */

static bool is_gap(const Asked *asked, const Obstacle *obstacle)
{
    return obstacle->fact.field != NO_INDEX &&
           asked->report->program->fields[obstacle->fact.field].role == FIELD_GAP;
}

static Str say_recorded(const Asked *asked, const Obstacle *obstacle, bool kindly)
{
    StrBuf out = { .arena = asked->arena };

    say_fact_value(&out, asked->report->program, asked->report->record, obstacle->fact, kindly);
    return buf_get(&out);
}

static Str say_needed(const Asked *asked, const Obstacle *obstacle, bool kindly)
{
    const Program *program = asked->report->program;
    StrBuf out = { .arena = asked->arena };

    if (!obstacle->valued) {
        return STR_NONE;
    }
    ValueType type = say_get_field_type(&program->fields[obstacle->fact.field]);
    if (kindly) {
        say_value_kindly(&out, program, type, obstacle->value, NULL);
    } else {
        say_value(&out, program, type, obstacle->value, NULL);
    }
    return buf_get(&out);
}

/* ---- text ---- */

/* "Future liver remnant: 22 %; 40 % would do" */
static void add_obstacle(Wrap *wrap, const Asked *asked, const Obstacle *obstacle)
{
    StrBuf name = { .arena = asked->arena };

    say_fact(&name, asked->report->program, asked->report->record, obstacle->fact);
    question_add_named(wrap, WRAP_STRONG, buf_get(&name), say_recorded(asked, obstacle, true));
    if (obstacle->valued && is_gap(asked, obstacle)) {
        wrap_add_c(wrap, WRAP_PLAIN, "by the text; read as");
        wrap_add_glued(wrap, WRAP_ASK, say_needed(asked, obstacle, true));
        wrap_add_c(wrap, WRAP_PLAIN, "it would do");
        return;
    }
    wrap_join(wrap, WRAP_PLAIN, STR(";"));
    if (obstacle->valued) {
        wrap_add_glued(wrap, WRAP_ASK, say_needed(asked, obstacle, true));
        wrap_add_c(wrap, WRAP_PLAIN, "would do");
    } else {
        wrap_add_c(wrap, WRAP_PLAIN, "which value would do depends on other facts");
    }
}

static void add_set(Wrap *wrap, const Asked *asked, const ObstacleSet *set, uint32_t number)
{
    for (uint32_t i = 0; i < set->count; i++) {
        wrap_start_line(wrap, INDENT, WORDS + INDENT);
        if (i == 0) {
            wrap_add(wrap, WRAP_DIM, str_format(asked->arena, "%u.", number));
        }
        wrap_move_to(wrap, WORDS);
        if (i > 0) {
            wrap_add_c(wrap, WRAP_DIM, "and");
        }
        add_obstacle(wrap, asked, &set->items[i]);
    }
}

static void add_line(Wrap *wrap, const char *words)
{
    wrap_start_line(wrap, INDENT, INDENT);
    wrap_add_c(wrap, WRAP_PLAIN, words);
}

static void add_sets(Wrap *wrap, const Asked *asked, const Obstacles *obstacles)
{
    if (obstacles->sets.count == 0) {
        add_line(wrap, obstacles->more
                           ? "What would make it apply could not be found within the limits."
                           : "No values of the facts that it reads would make it apply.");
        return;
    }
    add_line(wrap, obstacles->sets.count == 1
                       ? "It would apply with this, everything else as recorded:"
                       : "It would apply with any one of these, everything else as recorded:");
    for (uint32_t i = 0; i < obstacles->sets.count; i++) {
        add_set(wrap, asked, &obstacles->sets.items[i], i + 1);
    }
    if (obstacles->more) {
        add_line(wrap, "There may be others.");
    }
}

static void add_entry(Wrap *wrap, const Asked *asked, uint16_t element)
{
    uint32_t block = asked->options->question.block;
    uint8_t status = evaluation_get(asked->evaluation, block, element)->status;
    Obstacles obstacles;

    wrap_start_line(wrap, 0, INDENT);
    question_add_named(wrap, WRAP_STRONG, question_get_title(asked, block, element),
                       question_get_value(asked, block, element, true));
    if (status == STATUS_APPLIES) {
        add_line(wrap, "Nothing keeps it from applying.");
        return;
    }
    finder_find(asked->finder, asked->arena, asked->report->record, block, element, &obstacles);
    add_sets(wrap, asked, &obstacles);
}

void why_not_add_text(StrBuf *out, const Asked *asked, bool first)
{
    question_tell_entries(out, asked, first, "why not", add_entry);
}

/* ---- JSON ---- */

static void add_json_obstacle(StrBuf *out, const Asked *asked, const Obstacle *obstacle)
{
    StrBuf path = { .arena = asked->arena };

    fact_print_path(&path, asked->report->program, obstacle->fact);
    json_separate(out);
    json_add_literal(out, "{");
    question_add_pair(out, "fact", buf_get(&path));
    question_add_pair(out, "state",
                      !obstacle->missing        ? STR("against")
                      : is_gap(asked, obstacle) ? STR("gap")
                                                : STR("missing"));
    question_add_pair(out, "value",
                      obstacle->missing ? STR_NONE : say_recorded(asked, obstacle, false));
    question_add_pair(out, "with", say_needed(asked, obstacle, false));
    json_add_literal(out, "}");
}

static void add_json_entry(StrBuf *out, const Asked *asked, uint16_t element)
{
    uint32_t block = asked->options->question.block;
    Obstacles obstacles;

    finder_find(asked->finder, asked->arena, asked->report->record, block, element, &obstacles);
    json_separate(out);
    json_add_literal(out, "{");
    question_add_answer(out, asked, block, element);
    json_add_literal(out, ",\"sets\":[");
    for (uint32_t i = 0; i < obstacles.sets.count; i++) {
        const ObstacleSet *set = &obstacles.sets.items[i];
        json_separate(out);
        json_add_literal(out, "[");
        for (uint32_t k = 0; k < set->count; k++) {
            add_json_obstacle(out, asked, &set->items[k]);
        }
        json_add_literal(out, "]");
    }
    json_add_literal(out, "]");
    json_add(out, obstacles.more ? STR(",\"more\":true}") : STR(",\"more\":false}"));
}

void why_not_add_json(StrBuf *out, const Asked *asked)
{
    question_add_entries(out, asked, "why_not", add_json_entry);
}
