/* what_if.c - the answer to "what if": two columns, as recorded and with the changes, of what
 * differs; as text and as JSON. */
#include "runtime/report/what_if.h"
#include "runtime/report/json.h"
#include "runtime/base/json_writer.h"
#include "runtime/report/say.h"

#include <string.h>

enum { INDENT = 2, GAP = 2, COLUMNS = 3 };

/* ---- the changes ---- */

static FactRef get_fact(const Program *program, const Change *change)
{
    return (FactRef){ .field = change->field,
                      .list = program->fields[change->field].list,
                      .element = change->element == NO_INDEX ? 0 : change->element };
}

static Str say_fact_name(const Asked *asked, FactRef fact, bool kindly)
{
    StrBuf out = { .arena = asked->arena };

    if (kindly) {
        say_fact(&out, asked->report->program, asked->report->record, fact);
    } else {
        fact_print_path(&out, asked->report->program, fact);
    }
    return buf_get(&out);
}

static Str say_value_of(const Asked *side, FactRef fact, bool kindly)
{
    StrBuf out = { .arena = side->arena };

    say_fact_value(&out, side->report->program, side->report->record, fact, kindly);
    return buf_get(&out);
}

/* ---- text: three columns ---- */

/* As many words as fit into the width; at least one. */
static Str take_line(Str *text, unsigned width)
{
    size_t end = 0;

    for (size_t at = 0; at <= text->len; at++) {
        bool word_ends = at == text->len || text->ptr[at] == ' ';
        if (word_ends && (end == 0 || wrap_get_width((Str){ text->ptr, at }) <= width)) {
            end = at;
        } else if (word_ends) {
            break;
        }
    }
    Str line = { text->ptr, end };
    size_t skip = end < text->len ? end + 1 : end;
    *text = (Str){ text->ptr + skip, text->len - skip };
    return line;
}

static bool has_text(const Str *cells)
{
    return cells[0].len + cells[1].len + cells[2].len > 0;
}

static void add_cells(Wrap *wrap, const char *mark, Str name, Str before, Str after)
{
    unsigned column = (wrap->width - 2 * INDENT) * 3 / 10, first = wrap->width - 2 * column;
    unsigned starts[COLUMNS] = { INDENT, first, first + column };
    unsigned widths[COLUMNS] = { first - INDENT - GAP, column - GAP, column - GAP };
    Str cells[COLUMNS] = { name, before, after };

    for (bool top = true; has_text(cells); top = false) {
        wrap_start_line(wrap, 0, 0);
        if (top && mark[0]) {
            wrap_add_c(wrap, mark[0] == '+' ? WRAP_GOOD : WRAP_BAD, mark);
        }
        for (unsigned i = 0; i < COLUMNS; i++) {
            Str line = take_line(&cells[i], widths[i]);
            if (line.len > 0) {
                wrap_move_to(wrap, starts[i]);
                wrap_add_glued(wrap, i == 2 ? WRAP_STRONG : WRAP_PLAIN, line);
            }
        }
    }
}

/* "+" where it came, "-" where it went. */
static const char *get_mark(const Difference *one)
{
    if (str_equal(one->before, STR("-"))) {
        return "+";
    }
    return str_equal(one->after, STR("-")) ? "-" : "";
}

static void add_differences(Wrap *wrap, const Comparison *c, const Difference *items,
                            uint32_t count, const char *heading, int against)
{
    const Program *program = c->as_recorded.report->program;
    bool any = false;

    for (uint32_t i = 0; i < count; i++) {
        const Difference *one = &items[i];
        if (against >= 0 && program->blocks[one->block].against != (against == 1)) {
            continue;
        }
        if (!any) {
            wrap_blank_line(wrap);
            wrap_add_c(wrap, WRAP_HEADING, heading);
            any = true;
        }
        add_cells(wrap, get_mark(one),
                  question_get_title(&c->as_recorded, one->block, one->element), one->before,
                  one->after);
    }
}

static void add_changes(Wrap *wrap, const Comparison *c)
{
    const Asked *asked = &c->as_recorded;
    const ChangeSet *set = asked->options->question.changes;
    const Program *program = asked->report->program;

    add_cells(wrap, "", STR(" "), STR("as recorded"), STR("what if"));
    for (uint32_t i = 0; i < set->items.count; i++) {
        const Change *change = &set->items.items[i];
        FactRef fact = get_fact(program, change);
        if (change_fits(change, program, asked->report->record)) {
            add_cells(wrap, "", say_fact_name(asked, fact, true), say_value_of(asked, fact, true),
                      say_value_of(&c->what_if, fact, true));
        } else {
            wrap_start_line(wrap, INDENT, INDENT);
            wrap_add(wrap, WRAP_DIM, say_fact_name(asked, fact, false));
            wrap_add_c(wrap, WRAP_BAD, "is not listed in this record; nothing is changed there");
        }
    }
}

static void add_unchanged(Wrap *wrap, const Comparison *c)
{
    wrap_blank_line(wrap);
    if (c->decisions.count + c->advice.count + c->cautions.count == 0) {
        wrap_add_c(wrap, WRAP_STRONG,
                   "Nothing changes: every decision, recommendation and caution "
                   "is as before.");
        return;
    }
    wrap_add(wrap, WRAP_DIM,
             str_format(c->as_recorded.arena, "Unchanged: %u recommendation%s that appl%s.",
                        c->unchanged, c->unchanged == 1 ? "" : "s",
                        c->unchanged == 1 ? "ies" : "y"));
}

static bool has_problem(const Report *report, const Problem *problem)
{
    for (uint32_t i = 0; i < report->problems.count; i++) {
        const Problem *other = &report->problems.items[i];
        if (strcmp(other->code, problem->code) == 0 && str_equal(other->at, problem->at)) {
            return true;
        }
    }
    return false;
}

/* Those that only the changed record has. */
static void add_new_problems(Wrap *wrap, const Comparison *c)
{
    const Report *after = c->what_if.report;

    for (uint32_t i = 0; i < after->problems.count; i++) {
        const Problem *problem = &after->problems.items[i];
        if (has_problem(c->as_recorded.report, problem)) {
            continue;
        }
        wrap_start_line(wrap, INDENT, 2 * INDENT);
        wrap_add_c(wrap, WRAP_BAD, "A problem that comes with the changes:");
        wrap_add_c(wrap, WRAP_DIM, problem->code);
        wrap_add(wrap, WRAP_PLAIN, problem->message);
    }
}

void what_if_add_text(StrBuf *out, const Asked *asked, bool first)
{
    Wrap wrap = question_begin_text(out, asked, first, "what if");
    Report changed;
    Comparison c;

    what_if_compare(&c, asked, &changed);
    add_changes(&wrap, &c);
    add_new_problems(&wrap, &c);
    add_differences(&wrap, &c, c.decisions.items, c.decisions.count, "DECISIONS", -1);
    add_differences(&wrap, &c, c.advice.items, c.advice.count, "DO", 0);
    add_differences(&wrap, &c, c.advice.items, c.advice.count, "DO NOT", 1);
    add_differences(&wrap, &c, c.cautions.items, c.cautions.count, "CAUTIONS", -1);
    add_unchanged(&wrap, &c);
    wrap_end_line(&wrap);
}

/* ---- JSON ---- */

static void add_json_changes(StrBuf *out, const Comparison *c)
{
    const Asked *asked = &c->as_recorded;
    const ChangeSet *set = asked->options->question.changes;
    const Program *program = asked->report->program;

    for (uint32_t i = 0; i < set->items.count; i++) {
        const Change *change = &set->items.items[i];
        FactRef fact = get_fact(program, change);
        bool fits = change_fits(change, program, asked->report->record);
        json_separate(out);
        json_add_literal(out, "{");
        question_add_pair(out, "fact", say_fact_name(asked, fact, false));
        question_add_pair(out, "before", fits ? say_value_of(asked, fact, false) : STR_NONE);
        question_add_pair(out, "after", fits ? say_value_of(&c->what_if, fact, false) : STR_NONE);
        json_add(out, fits ? STR("}") : STR(",\"listed\":false}"));
    }
}

static void add_json_block(StrBuf *out, const Comparison *c, const Difference *one)
{
    const Program *program = c->as_recorded.report->program;
    Entry entry = { .block = one->block, .element = one->element };

    json_separate(out);
    json_add_literal(out, "{");
    question_add_pair(out, "name", program->blocks[one->block].name);
    question_add_pair(out, "title", program->blocks[one->block].title);
    question_add_pair(out, "about", collect_get_about(c->as_recorded.report, &entry));
}

static void add_json_answers(StrBuf *out, const Comparison *c, const Difference *items,
                             uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        add_json_block(out, c, &items[i]);
        json_add_literal(out, ",\"before\":");
        json_add_result(out, c->as_recorded.report, items[i].block, items[i].element);
        json_add_literal(out, ",\"after\":");
        json_add_result(out, c->what_if.report, items[i].block, items[i].element);
        json_add_literal(out, "}");
    }
}

static Str get_status(const Asked *side, const Difference *one)
{
    const BlockAnswer *answer = evaluation_get(side->evaluation, one->block, one->element);

    return collect_get_status(answer->ready ? answer->status : (uint8_t)STATUS_NOT_APPLICABLE);
}

static void add_json_advice(StrBuf *out, const Comparison *c)
{
    for (uint32_t i = 0; i < c->advice.count; i++) {
        const Difference *one = &c->advice.items[i];
        bool against = c->as_recorded.report->program->blocks[one->block].against;
        add_json_block(out, c, one);
        question_add_pair(out, "direction", against ? STR("against") : STR("for"));
        question_add_pair(out, "before", get_status(&c->as_recorded, one));
        question_add_pair(out, "after", get_status(&c->what_if, one));
        json_add_literal(out, "}");
    }
}

static void add_json_cautions(StrBuf *out, const Comparison *c)
{
    for (uint32_t i = 0; i < c->cautions.count; i++) {
        const Difference *one = &c->cautions.items[i];
        bool held = str_equal(one->before, STR("holds"));
        add_json_block(out, c, one);
        json_add(out, held ? STR(",\"before\":true,\"after\":false}")
                           : STR(",\"before\":false,\"after\":true}"));
    }
}

void what_if_add_json(StrBuf *out, const Asked *asked)
{
    Report changed;
    Comparison c;

    what_if_compare(&c, asked, &changed);
    question_begin_json(out, asked);
    json_add_literal(out, ",\"what_if\":{\"changes\":[");
    add_json_changes(out, &c);
    json_add_literal(out, "],\"decisions\":[");
    add_json_answers(out, &c, c.decisions.items, c.decisions.count);
    json_add_literal(out, "],\"advice\":[");
    add_json_advice(out, &c);
    json_add_literal(out, "],\"cautions\":[");
    add_json_cautions(out, &c);
    buf_add_format(out, "],\"unchanged\":%u", c.unchanged);
    json_add_problems(out, &changed, asked->options);
    json_add_literal(out, "}");
    question_end_json(out, asked);
}
