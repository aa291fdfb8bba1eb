/* next_print.c - the answer to "what to ask next": questions with their replies and what each
 * settles, what the text leaves open, what need not be asked; as text and as JSON. */
#include "runtime/base/json_writer.h"
#include "runtime/report/question.h"
#include "runtime/report/say.h"

enum { INDENT = 2, WORDS = 5, SHOWN = 10, NAMED = 4 };

/* ---- values of a reply ---- */

static void say_one(StrBuf *out, const Program *program, ValueType type, int64_t value)
{
    say_value(out, program, type, (Reg){ .lo = value, .hi = value }, NULL);
}

/* A bound that lies one step of the grid beside a rounder number is told by that number. */
static bool is_just_below(uint8_t type, int64_t value)
{
    return type == REG_DEC && (value + 1) % 1000 == 0;
}

static bool is_just_above(uint8_t type, int64_t value)
{
    return type == REG_DEC && (value - 1) % 1000 == 0;
}

static void say_low(StrBuf *out, const Program *program, ValueType type, int64_t lo)
{
    bool above = is_just_above(type.type, lo);

    buf_add_c(out, above ? "over " : "");
    say_one(out, program, type, above ? lo - 1 : lo);
}

static void say_high(StrBuf *out, const Program *program, ValueType type, int64_t hi, bool alone)
{
    bool below = is_just_below(type.type, hi);

    buf_add_c(out, below ? alone ? "under " : " to under " : alone ? "up to " : " to ");
    say_one(out, program, type, below ? hi + 1 : hi);
}

/* "under 20 %", "20 % to under 40 %", "40 % or more", "3". */
static void say_interval(StrBuf *out, const Program *program, const FieldInfo *field, int64_t lo,
                         int64_t hi)
{
    ValueType type = say_get_field_type(field);

    if (lo == hi) {
        say_one(out, program, type, lo);
    } else if (lo <= field->lo && hi >= field->hi) {
        buf_add_c(out, "any value");
    } else if (lo <= field->lo) {
        say_high(out, program, type, hi, true);
    } else {
        say_low(out, program, type, lo);
        if (hi < field->hi) {
            say_high(out, program, type, hi, false);
        } else if (!is_just_above(type.type, lo)) {
            buf_add_c(out, type.type == REG_DATE ? " or later" : " or more");
        }
    }
}

static void say_numbers(StrBuf *out, const Program *program, const FieldInfo *field,
                        const NextReply *reply)
{
    const char *between = "";

    for (uint32_t i = 0; i < reply->values.count;) {
        int64_t lo = reply->values.items[i].lo, hi = reply->values.items[i].hi;
        for (i++; i < reply->values.count && reply->values.items[i].lo == hi + 1; i++) {
            hi = reply->values.items[i].hi;
        }
        buf_add_c(out, between);
        say_interval(out, program, field, lo, hi);
        between = ", ";
    }
}

/* Where a value is held against other facts, or calculated with, a reply stands for the one that
 * was tried and for no other. */
static void say_tried(StrBuf *out, const Program *program, const FieldInfo *field,
                      const NextReply *reply)
{
    for (uint32_t i = 0; i < reply->values.count; i++) {
        buf_add_c(out, i == 0 ? "" : ", ");
        say_one(out, program, say_get_field_type(field), reply->values.items[i].value.lo);
    }
    buf_add_c(out, ", for instance");
}

static void say_words(StrBuf *out, const Program *program, const FieldInfo *field,
                      const NextReply *reply, bool kindly)
{
    ValueType type = say_get_field_type(field);

    for (uint32_t i = 0; i < reply->values.count; i++) {
        buf_add_c(out, i == 0 ? "" : kindly ? " or " : ", ");
        if (kindly) {
            say_value_kindly(out, program, type, reply->values.items[i].value, NULL);
        } else {
            say_value(out, program, type, reply->values.items[i].value, NULL);
        }
    }
}

static Str say_reply(const Asked *asked, const NextQuestion *question, const NextReply *reply,
                     bool kindly)
{
    const Program *program = asked->report->program;
    StrBuf out = { .arena = asked->arena };

    if (question->fact.field == NO_INDEX) {
        return reply->complete ? STR("complete as listed") : STR("otherwise");
    }
    const FieldInfo *field = &program->fields[question->fact.field];
    if (field->type == REG_BOOL || field->type == REG_ENUM) {
        say_words(&out, program, field, reply, kindly);
    } else if (!question->whole) {
        say_tried(&out, program, field, reply);
    } else {
        say_numbers(&out, program, field, reply);
    }
    return buf_get(&out);
}

/* ---- text ---- */

static void add_heading(Wrap *wrap, const char *heading)
{
    wrap_blank_line(wrap);
    wrap_add_c(wrap, WRAP_HEADING, heading);
}

static Str say_name(const Asked *asked, FactRef fact)
{
    StrBuf out = { .arena = asked->arena };

    say_fact(&out, asked->report->program, asked->report->record, fact);
    return buf_get(&out);
}

static Str say_path(const Asked *asked, FactRef fact)
{
    StrBuf out = { .arena = asked->arena };

    fact_print_path(&out, asked->report->program, fact);
    return buf_get(&out);
}

/* "9 recommendations, 2 decisions" */
static Str say_settled(const Asked *asked, const NextReply *reply)
{
    StrBuf out = { .arena = asked->arena };

    if (reply->advice > 0) {
        buf_add_format(&out, "%u recommendation%s", reply->advice, reply->advice == 1 ? "" : "s");
    }
    if (reply->decisions > 0) {
        buf_add_format(&out, "%s%u decision%s", out.len > 0 ? ", " : "", reply->decisions,
                       reply->decisions == 1 ? "" : "s");
    }
    if (out.len > 0) {
        return buf_get(&out);
    }
    if (reply->narrowed == 0) {
        return STR("nothing alone");
    }
    buf_add_format(&out, "nothing alone, narrows %u decision%s", reply->narrowed,
                   reply->narrowed == 1 ? "" : "s");
    return buf_get(&out);
}

static void add_replies(Wrap *wrap, const Asked *asked, const NextQuestion *question)
{
    for (uint32_t i = 0; i < question->replies.count; i++) {
        const NextReply *reply = &question->replies.items[i];
        wrap_start_line(wrap, WORDS + INDENT, WORDS + 2 * INDENT);
        wrap_add(wrap, WRAP_STRONG, say_reply(asked, question, reply, true));
        wrap_join(wrap, WRAP_PLAIN, STR(":"));
        wrap_add(wrap, WRAP_PLAIN, say_settled(asked, reply));
    }
    if (!question->whole && question->fact.field != NO_INDEX) {
        wrap_start_line(wrap, WORDS + INDENT, WORDS + 2 * INDENT);
        wrap_add_c(wrap, WRAP_DIM,
                   "Held against other facts or calculated with: tried with one value of each.");
    }
}

static void add_question(Wrap *wrap, const Asked *asked, const NextQuestion *question,
                         uint32_t number)
{
    wrap_start_line(wrap, number < 10 ? 1 : 0, WORDS);
    wrap_add_glued(wrap, WRAP_DIM, str_format(asked->arena, " %u.", number));
    wrap_move_to(wrap, WORDS);
    wrap_add(wrap, WRAP_ASK, say_name(asked, question->fact));
    wrap_add(wrap, WRAP_DIM, str_format(asked->arena, "(%S)", say_path(asked, question->fact)));
    if (question->faulty) {
        wrap_add_c(wrap, WRAP_BAD, "recorded, but cannot be used");
    }
    add_replies(wrap, asked, question);
}

static void add_names(Wrap *wrap, const Asked *asked, const NextPlan *plan, bool needed)
{
    bool any = false;

    for (uint32_t i = 0; i < plan->facts.count; i++) {
        const NextQuestion *question = &plan->facts.items[i];
        if (question->needed != needed || next_settles(question)) {
            continue;
        }
        if (!any) {
            add_heading(wrap, needed ? "NEEDED, THOUGH NO REPLY SETTLES A RECOMMENDATION ALONE"
                                     : "CHANGES NO RECOMMENDATION, ONLY DECISIONS OR CAUTIONS");
        }
        any = true;
        wrap_start_line(wrap, INDENT, 2 * INDENT);
        wrap_add(wrap, WRAP_PLAIN, say_name(asked, question->fact));
        if (question->faulty) {
            wrap_add_c(wrap, WRAP_BAD, "(recorded, but cannot be used)");
        }
    }
}

static void add_settling(Wrap *wrap, const Asked *asked, const NextPlan *plan)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < plan->facts.count; i++) {
        if (!next_settles(&plan->facts.items[i])) {
            continue;
        }
        if (count == 0) {
            add_heading(wrap, "ASK, MOST USEFUL FIRST: WHAT EACH REPLY SETTLES");
        }
        count++;
        if (count <= SHOWN) {
            add_question(wrap, asked, &plan->facts.items[i], count);
        }
    }
    if (count > SHOWN) {
        wrap_start_line(wrap, WORDS, WORDS);
        wrap_add(wrap, WRAP_DIM,
                 str_format(asked->arena, "and %u more (all of them with --format json)",
                            count - SHOWN));
    }
}

/* ---- what the text leaves open ---- */

static Str say_status(const NextState *state)
{
    return state->status == STATUS_APPLIES     ? STR("applies")
           : state->status == STATUS_RULED_OUT ? STR("is ruled out")
                                               : STR("does not apply");
}

static bool tells(const Asked *asked, const NextState *state)
{
    return state->settled && asked->report->program->blocks[state->block].kind == BLOCK_ADVICE;
}

/* Recommendations that the reading settles: those that apply first. */
static void add_reading(Wrap *wrap, const Asked *asked, const NextQuestion *gap,
                        const NextReply *reply)
{
    uint32_t told = 0;

    wrap_start_line(wrap, WORDS, WORDS + INDENT);
    wrap_add_c(wrap, WRAP_PLAIN, "read as");
    wrap_add(wrap, WRAP_STRONG, say_reply(asked, gap, reply, true));
    wrap_join(wrap, WRAP_PLAIN, STR(":"));
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < gap->answer_count; i++) {
            const NextState *state = &reply->states[i];
            if (!tells(asked, state) || (state->status == STATUS_APPLIES) != (pass == 0)) {
                continue;
            }
            if (++told <= NAMED) {
                if (told > 1) {
                    wrap_join(wrap, WRAP_PLAIN, STR(";"));
                }
                wrap_add(wrap, WRAP_PLAIN, question_get_title(asked, state->block, state->element));
                wrap_add(wrap, WRAP_DIM, say_status(state));
            }
        }
    }
    if (told == 0) {
        wrap_add(wrap, WRAP_PLAIN, say_settled(asked, reply));
    } else if (told > NAMED) {
        wrap_join(wrap, WRAP_PLAIN, STR(";"));
        wrap_add(wrap, WRAP_DIM, str_format(asked->arena, "and %u more", told - NAMED));
    }
}

static bool has_outcome(const NextQuestion *gap)
{
    for (uint32_t i = 0; i < gap->replies.count; i++) {
        const NextReply *reply = &gap->replies.items[i];
        if (reply->advice + reply->decisions + reply->narrowed > 0) {
            return true;
        }
    }
    return false;
}

static void add_gap(Wrap *wrap, const Asked *asked, const NextQuestion *gap)
{
    const FieldInfo *field = &asked->report->program->fields[gap->fact.field];

    wrap_start_line(wrap, INDENT, 2 * INDENT);
    wrap_add(wrap, WRAP_ASK, field->label.len > 0 ? field->label : field->path);
    wrap_add(wrap, WRAP_DIM,
             str_format(asked->arena, "(%S%s)", field->path,
                        field->policy ? "" : ": no policy can settle it"));
}

static void add_gaps(Wrap *wrap, const Asked *asked, const NextPlan *plan, bool alone)
{
    bool any = false;

    for (uint32_t i = 0; i < plan->gaps.count; i++) {
        const NextQuestion *gap = &plan->gaps.items[i];
        if (has_outcome(gap) != alone) {
            continue;
        }
        if (!any) {
            add_heading(wrap, alone
                                  ? "THE TEXT LEAVES OPEN: WHAT FOLLOWS FROM EACH READING"
                                  : "THE TEXT LEAVES OPEN, AND NO READING SETTLES ANYTHING ALONE");
        }
        any = true;
        add_gap(wrap, asked, gap);
        for (uint32_t k = 0; alone && k < gap->replies.count; k++) {
            add_reading(wrap, asked, gap, &gap->replies.items[k]);
        }
    }
}

static void add_decided(Wrap *wrap, const Asked *asked, const NextPlan *plan)
{
    if (plan->decided.count == 0) {
        return;
    }
    add_heading(wrap, "NOT RECORDED, AND NOTHING WAITS FOR IT");
    wrap_start_line(wrap, INDENT, INDENT);
    for (uint32_t i = 0; i < plan->decided.count; i++) {
        if (i > 0) {
            wrap_join(wrap, WRAP_PLAIN, STR(";"));
        }
        wrap_add(wrap, WRAP_PLAIN, say_name(asked, plan->decided.items[i]));
    }
}

void next_print_text(StrBuf *out, const Asked *asked, bool first)
{
    Wrap wrap = question_begin_text(out, asked, first, "what to ask next");
    NextPlan plan;

    asker_find(asked->asker, asked->arena, asked->evaluation, asked->report->record, &plan);
    wrap_add(&wrap, WRAP_PLAIN,
             plan.open_advice + plan.open_decisions == 0
                 ? STR("Nothing is open; nothing needs to be asked.")
                 : str_format(asked->arena, "Open: %u recommendation%s, %u decision%s.",
                              plan.open_advice, plan.open_advice == 1 ? "" : "s",
                              plan.open_decisions, plan.open_decisions == 1 ? "" : "s"));
    add_settling(&wrap, asked, &plan);
    add_names(&wrap, asked, &plan, true);
    add_names(&wrap, asked, &plan, false);
    add_gaps(&wrap, asked, &plan, true);
    add_gaps(&wrap, asked, &plan, false);
    add_decided(&wrap, asked, &plan);
    wrap_end_line(&wrap);
}

/* ---- JSON ---- */

static void add_json_states(StrBuf *out, const Asked *asked, const NextQuestion *question,
                            const NextReply *reply)
{
    const Program *program = asked->report->program;

    json_add_literal(out, ",\"then\":[");
    for (uint32_t i = 0; i < question->answer_count; i++) {
        const NextState *state = &reply->states[i];
        Entry entry = { .block = state->block, .element = state->element };
        if (!tells(asked, state)) {
            continue;
        }
        json_separate(out);
        json_add_literal(out, "{");
        question_add_pair(out, "name", program->blocks[state->block].name);
        question_add_pair(out, "about", collect_get_about(asked->report, &entry));
        question_add_pair(out, "status", collect_get_status(state->status));
        json_add_literal(out, "}");
    }
    json_add_literal(out, "]");
}

static void add_json_replies(StrBuf *out, const Asked *asked, const NextQuestion *question)
{
    json_add_literal(out, ",\"replies\":[");
    for (uint32_t i = 0; i < question->replies.count; i++) {
        const NextReply *reply = &question->replies.items[i];
        json_separate(out);
        json_add_literal(out, "{");
        question_add_pair(out, "values", say_reply(asked, question, reply, false));
        if (reply->values.count > 0) {
            StrBuf value = { .arena = asked->arena };
            say_value(&value, asked->report->program,
                      say_get_field_type(&asked->report->program->fields[question->fact.field]),
                      reply->values.items[0].value, NULL);
            question_add_pair(out, "example", buf_get(&value));
        }
        buf_add_format(out, ",\"recommendations\":%u,\"decisions\":%u,\"narrowed\":%u",
                       reply->advice, reply->decisions, reply->narrowed);
        buf_add_format(out, ",\"weight\":%u", (unsigned)reply->weight);
        add_json_states(out, asked, question, reply);
        json_add_literal(out, "}");
    }
    json_add_literal(out, "]");
}

static void add_json_fact(StrBuf *out, const Asked *asked, const NextQuestion *question)
{
    json_separate(out);
    json_add_literal(out, "{\"ask\":[");
    json_add_string(out, say_path(asked, question->fact));
    json_add_literal(out, "]");
    question_add_pair(out, "question", say_name(asked, question->fact));
    question_add_pair(out, "state", question->faulty ? STR("faulty") : STR("missing"));
    question_add_pair(out, "kind",
                      next_settles(question) ? STR("settles")
                      : question->needed     ? STR("needed")
                                             : STR("side"));
    json_add(out, question->whole ? STR(",\"exact\":true") : STR(",\"exact\":false"));
    add_json_replies(out, asked, question);
    json_add_literal(out, "}");
}

static void add_json_gap(StrBuf *out, const Asked *asked, const NextQuestion *gap)
{
    const FieldInfo *field = &asked->report->program->fields[gap->fact.field];

    json_separate(out);
    json_add_literal(out, "{");
    question_add_pair(out, "name", field->path);
    question_add_pair(out, "text", field->label);
    json_add(out, field->policy ? STR(",\"policy\":true") : STR(",\"policy\":false"));
    add_json_replies(out, asked, gap);
    json_add_literal(out, "}");
}

void next_print_json(StrBuf *out, const Asked *asked)
{
    NextPlan plan;

    asker_find(asked->asker, asked->arena, asked->evaluation, asked->report->record, &plan);
    question_begin_json(out, asked);
    json_add_literal(out, ",\"next\":{\"questions\":[");
    for (uint32_t i = 0; i < plan.facts.count; i++) {
        add_json_fact(out, asked, &plan.facts.items[i]);
    }
    json_add_literal(out, "],\"gaps\":[");
    for (uint32_t i = 0; i < plan.gaps.count; i++) {
        add_json_gap(out, asked, &plan.gaps.items[i]);
    }
    json_add_literal(out, "],\"decided\":[");
    for (uint32_t i = 0; i < plan.decided.count; i++) {
        json_separate(out);
        json_add_string(out, say_path(asked, plan.decided.items[i]));
    }
    buf_add_format(out, "],\"open\":{\"recommendations\":%u,\"decisions\":%u}}", plan.open_advice,
                   plan.open_decisions);
    question_end_json(out, asked);
}
