#include "runtime/report/json.h"
#include "runtime/patient/problem.h"
#include "runtime/base/json_writer.h"
#include "runtime/report/say.h"

/* ---- values ---- */

static void add_enum_values(StrBuf *out, const Plan *plan, ValueType type, Mask mask)
{
    const EnumInfo *info = &plan->program->enums[type.enumeration];

    for (uint16_t i = 0; i < info->count; i++) {
        if ((mask >> i & 1) == 0) {
            continue;
        }
        json_separate(out);
        json_add(out, plan->values[type.enumeration][i]);
    }
}

static void add_date(StrBuf *out, Reg value)
{
    json_add_literal(out, "\"");
    if (value.lo == value.hi) {
        date_print(out, value.lo);
    } else {
        date_print_range(out, value.lo, value.hi);
    }
    json_add_literal(out, "\"");
}

static void add_value(StrBuf *out, const Plan *plan, ValueType type, Reg value, const Rat *exact)
{
    ValueType bare = { type.type, type.enumeration, UNIT_NONE };

    if (type.type == REG_BOOL) {
        json_add(out, value.mask == MASK_YES ? STR("true") : STR("false"));
    } else if (type.type == REG_ENUM) {
        json_add(out, plan->values[type.enumeration][value.mask ? __builtin_ctzll(value.mask) : 0]);
    } else if (type.type == REG_DATE) {
        add_date(out, value);
    } else {
        say_value(out, plan->program, bare, value, exact);
    }
}

static void add_rat(StrBuf *out, ValueType type, Rat value, RatRounding rounding)
{
    ValueType bare = { type.type, type.enumeration, UNIT_NONE };

    if (type.type == REG_DATE) {
        json_add_literal(out, "\"");
    }
    say_rat(out, bare, value, rounding);
    if (type.type == REG_DATE) {
        json_add_literal(out, "\"");
    }
}

/* ---- what is possible ---- */

static void add_bound(StrBuf *out, ValueType type, bool open, Rat bound, RatRounding rounding)
{
    json_separate(out);
    if (open) {
        json_add_literal(out, "null");
    } else {
        add_rat(out, type, bound, rounding);
    }
}

static void add_range(StrBuf *out, ValueType type, const Answer *answer)
{
    bool nothing = answer->settled || type.type == REG_REAL;
    bool lo_open = nothing || answer->lo_open || answer->range_lo.den == 0;
    bool hi_open = nothing || answer->hi_open || answer->range_hi.den == 0;

    json_add_literal(out, "\"range\":[");
    add_bound(out, type, lo_open, answer->range_lo, RAT_DOWN);
    add_bound(out, type, hi_open, answer->range_hi, RAT_UP);
    json_add_literal(out, "]");
}

static void add_possible_numbers(StrBuf *out, ValueType type, const Answer *answer)
{
    json_add_literal(out, "\"possible\":[");
    for (uint16_t i = 0; i < answer->possible_count; i++) {
        json_separate(out);
        add_rat(out, type, answer->possible[i], RAT_NEAREST);
    }
    json_add_literal(out, "]");
}

static void add_possible(StrBuf *out, const Plan *plan, ValueType type, const Answer *answer)
{
    if (answer->no_result) {
        json_add_literal(out, "\"possible\":[]");
    } else if (type.type == REG_BOOL || type.type == REG_ENUM) {
        Mask mask = collect_get_possible(plan->program, type, answer);
        json_add_literal(out, "\"possible\":[");
        if (type.type == REG_ENUM) {
            add_enum_values(out, plan, type, mask);
        } else {
            json_add(out, mask == MASK_UNKNOWN ? STR("false,true")
                          : mask == MASK_YES   ? STR("true")
                                               : STR("false"));
        }
        json_add_literal(out, "]");
    } else if (answer->possible_count > 0 && !answer->settled) {
        add_possible_numbers(out, type, answer);
    } else {
        add_range(out, type, answer);
    }
}

/* Names are escaped where any name of the program needs it. */
static void escape_names(StrBuf *out, const Plan *plan, size_t start)
{
    if (!plan->plain) {
        json_escape_tail(out, start);
    }
}

static void add_path(StrBuf *out, const Plan *plan, FactRef fact)
{
    json_add_literal(out, "\"");
    size_t start = out->len;
    fact_print_path(out, plan->program, fact);
    escape_names(out, plan, start);
    json_add_literal(out, "\"");
}

static void add_fault(StrBuf *out, const Plan *plan, uint32_t fault)
{
    json_add_literal(out, "\"");
    size_t start = out->len;
    collect_print_fault(out, plan->program, fault);
    escape_names(out, plan, start);
    json_add_literal(out, "\"");
}

static void add_need(StrBuf *out, const Plan *plan, uint32_t id)
{
    const Str *path = plan_find_path(plan, id);

    if (path) {
        json_add(out, *path);
    } else {
        add_path(out, plan, fact_from_id(plan->program, id));
    }
}

void json_add_needs(StrBuf *out, const Plan *plan, const Answer *answer)
{
    const Program *program = plan->program;

    json_add_literal(out, ",\"needs\":[");
    for (uint32_t i = 0; i < answer->need_count; i++) {
        json_separate(out);
        add_need(out, plan, answer->needs[i]);
    }
    json_add_literal(out, "],\"gaps\":[");
    for (uint16_t i = 0; i < answer->gap_count; i++) {
        json_separate(out);
        json_add_string(out, program->fields[answer->gaps[i]].path);
    }
    for (uint16_t i = 0; i < answer->fault_count; i++) {
        json_separate(out);
        add_fault(out, plan, answer->faults[i]);
    }
    json_add_literal(out, "]");
    if (answer->fails) {
        json_add_literal(out, ",\"fails\":true");
    }
    if (answer->undecided) {
        json_add_literal(out, ",\"undecided\":true");
    }
}

/* ---- decisions ---- */

static void add_reasons(StrBuf *out, const Plan *plan, const Entry *entry)
{
    const BlockInfo *block = &plan->program->blocks[entry->block];
    uint64_t bits = collect_get_reasons(plan->program, entry);

    if (bits == 0) {
        return;
    }
    json_add_literal(out, ",\"reasons\":[");
    for (; bits != 0; bits &= bits - 1) {
        uint32_t aux = block->aux + (uint32_t)__builtin_ctzll(bits);
        json_separate(out);
        json_add(out, plan->reasons[plan->program->aux[aux].reason]);
    }
    json_add_literal(out, "]");
}

static void add_decision(StrBuf *out, const Plan *plan, const Entry *entry)
{
    const BlockInfo *block = &plan->program->blocks[entry->block];
    const Answer *answer = &entry->answer->main;
    ValueType type = say_get_block_type(plan->program, block);

    if (collect_is_settled(answer)) {
        json_add(out, plan->blocks[entry->block].settled);
        add_value(out, plan, type, answer->value, answer->off_grid ? &answer->exact : NULL);
        add_reasons(out, plan, entry);
    } else {
        json_add(out, plan->blocks[entry->block].key);
        add_possible(out, plan, type, answer);
        json_add_needs(out, plan, answer);
    }
    json_add(out, plan->blocks[entry->block].gate);
    json_add_literal(out, "}");
}

void json_add_result(StrBuf *out, const Report *report, uint32_t block, uint16_t element)
{
    Entry entry = { .block = block,
                    .element = element,
                    .answer = evaluation_get(report->evaluation, block, element) };
    const Answer *answer = &entry.answer->main;
    ValueType type = say_get_block_type(report->program, &report->program->blocks[block]);

    json_add_literal(out, "{");
    if (collect_is_settled(answer)) {
        json_add_literal(out, "\"value\":");
        add_value(out, report->plan, type, answer->value, answer->off_grid ? &answer->exact : NULL);
        add_reasons(out, report->plan, &entry);
    } else {
        add_possible(out, report->plan, type, answer);
        json_add_needs(out, report->plan, answer);
    }
    json_add_literal(out, "}");
}

static void add_decisions(StrBuf *out, const Report *report)
{
    json_add_literal(out, ",\"decisions\":{");
    for (uint32_t i = 0; i < report->decisions.count; i++) {
        json_separate(out);
        add_decision(out, report->plan, &report->decisions.items[i]);
    }
    json_add_literal(out, "}");
}

static void add_table(StrBuf *out, const Report *report, const PlanTable *table,
                      const EntryList *rows)
{
    const ListRecord *list = &report->record->lists[table->list];

    json_separate(out);
    json_add(out, table->head);
    for (uint32_t i = 0; i < rows->count; i++) {
        if (i % table->count == 0) {
            json_separate(out);
            json_add_literal(out, "{\"key\":");
            json_add_string(out, list->keys[i / table->count]);
        }
        json_add_literal(out, ",");
        add_decision(out, report->plan, &rows->items[i]);
        if ((i + 1) % table->count == 0) {
            json_add_literal(out, "}");
        }
    }
    json_add_literal(out, "]");
}

static void add_tables(StrBuf *out, const Report *report)
{
    json_add_literal(out, ",\"each\":{");
    for (uint32_t i = 0; i < report->plan->table_count; i++) {
        add_table(out, report, &report->plan->tables[i], &report->tables[i]);
    }
    json_add_literal(out, "}");
}

/* ---- advice ---- */

static void add_about(StrBuf *out, const Report *report, const Entry *entry)
{
    Str about = collect_get_about(report, entry);

    if (about.ptr == NULL) {
        json_add_literal(out, "null");
    } else {
        json_add_string(out, about);
    }
}

/* Most facts are about the patient, known, and a word. */
static bool add_word(StrBuf *out, const Report *report, FactRef fact)
{
    const Program *program = report->program;
    const FieldInfo *field = fact.field == NO_INDEX ? NULL : &program->fields[fact.field];

    if (!field || field->role != FIELD_SCALAR || field->reg == NO_INDEX) {
        return false;
    }
    unsigned slot = (unsigned)field->reg - program->slot_first;
    Mask mask = report->record->slots[slot].mask;
    if (report->record->states[slot] != FACT_KNOWN) {
        return false;
    }
    if (field->type == REG_BOOL) {
        json_add(out, mask == MASK_YES ? STR("yes") : STR("no"));
    } else if (field->type == REG_ENUM) {
        json_add(out, program->enums[field->enumeration].values[__builtin_ctzll(mask)]);
    } else {
        return false;
    }
    return true;
}

static void add_because_item(StrBuf *out, const Report *report, const Because *item)
{
    const Plan *plan = report->plan;

    if (item->fact.field == NO_INDEX) {
        json_add_literal(out, "{\"fact\":");
        add_path(out, plan, item->fact);
        json_add_literal(out, ",\"value\":\"");
    } else {
        if (item->fact.list != NO_INDEX) {
            json_add(out, plan->lists[item->fact.list]);
            buf_add_int(out, item->fact.element + 1);
        }
        json_add(out, plan->facts[item->fact.field]);
    }
    size_t start = out->len;
    if (!add_word(out, report, item->fact)) {
        say_fact_value(out, plan->program, report->record, item->fact, false);
    }
    escape_names(out, plan, start);
    json_add(out, plan->blocks[item->rule].rule);
}

static void add_because(StrBuf *out, const Report *report, const BecauseList *list)
{
    json_add_literal(out, ",\"because\":[");
    for (uint32_t i = 0; i < list->count; i++) {
        json_separate(out);
        add_because_item(out, report, &list->items[i]);
    }
    json_add_literal(out, "]");
    if (list->by_cases) {
        json_add_literal(out, ",\"by_cases\":true");
    }
}

static void add_unless(StrBuf *out, const Plan *plan, const Entry *entry)
{
    const BlockInfo *block = &plan->program->blocks[entry->block];

    json_add_literal(out, ",\"unless\":[");
    for (uint64_t bits = collect_get_reasons(plan->program, entry); bits != 0; bits &= bits - 1) {
        json_separate(out);
        json_add(out, plan->unless[block->aux + (uint32_t)__builtin_ctzll(bits)]);
    }
    json_add_literal(out, "]");
}

static void add_advice_cautions(StrBuf *out, const Report *report, const Entry *entry)
{
    const Program *program = report->program;
    const BlockInfo *block = &program->blocks[entry->block];

    json_add_literal(out, ",\"cautions\":[");
    for (uint32_t i = 0; i < block->caution_count; i++) {
        uint32_t caution = program->block_refs[block->cautions + i];
        if (!collect_caution_holds(report, caution, entry)) {
            continue;
        }
        json_separate(out);
        json_add(out, report->plan->blocks[caution].name);
    }
    json_add_literal(out, "]");
}

static void note_cut(JsonCuts *cuts, size_t start, size_t end, ReportDetail detail)
{
    vec_add(cuts->arena, &cuts->items, ((JsonCut){ start, end, detail }));
}

static void add_status(StrBuf *out, uint8_t status)
{
    json_add_literal(out, "\"");
    json_add(out, collect_get_status(status));
    json_add_literal(out, "\"");
}

static void add_advice_entry(StrBuf *out, const Report *report, const Entry *entry, JsonCuts *cuts)
{
    const BlockText *text = &report->plan->blocks[entry->block];

    json_add(out, text->advice);
    add_status(out, entry->answer->status);
    json_add(out, text->gate);
    json_add_literal(out, ",\"about\":");
    add_about(out, report, entry);
    json_add(out, text->sources);
    size_t start = out->len;
    add_because(out, report, &entry->because);
    note_cut(cuts, start, out->len, REPORT_BRIEF);
    if (entry->answer->status == STATUS_RULED_OUT) {
        add_unless(out, report->plan, entry);
    }
    add_advice_cautions(out, report, entry);
    start = out->len;
    json_add(out, text->shows);
    note_cut(cuts, start, out->len, REPORT_BRIEF);
    json_add(out, text->timing);
}

static void add_advice(StrBuf *out, const Report *report, bool all, JsonCuts *cuts)
{
    json_add_literal(out, ",\"advice\":[");
    for (uint32_t i = 0; i < report->advice.count; i++) {
        const Entry *entry = &report->advice.items[i];
        if (entry->answer->status == STATUS_NOT_APPLICABLE && !all) {
            continue;
        }
        json_separate(out);
        add_advice_entry(out, report, entry, cuts);
    }
    json_add_literal(out, "]");
}

static void add_open(StrBuf *out, const Report *report)
{
    json_add_literal(out, ",\"open\":[");
    for (uint32_t i = 0; i < report->open.count; i++) {
        const Entry *entry = &report->open.items[i];
        json_separate(out);
        json_add(out, report->plan->blocks[entry->block].open);
        add_about(out, report, entry);
        json_add_needs(out, report->plan, &entry->answer->main);
        json_add(out, report->plan->blocks[entry->block].gate);
        json_add_literal(out, "}");
    }
    json_add_literal(out, "]");
}

static void add_cautions(StrBuf *out, const Report *report)
{
    json_add_literal(out, ",\"cautions\":[");
    for (uint32_t i = 0; i < report->cautions.count; i++) {
        json_separate(out);
        json_add(out, report->plan->blocks[report->cautions.items[i].block].caution);
    }
    json_add_literal(out, "]");
}

/* ---- the whole ---- */

void json_add_body(StrBuf *out, const Report *report, Str settings, bool all, JsonCuts *cuts)
{
    json_add(out, report->plan->guideline);
    if (report->record->key.ptr == NULL) {
        json_add_literal(out, "null");
    } else {
        json_add_string(out, report->record->key);
    }
    json_add(out, settings);
    cuts->items.count = 0;
    size_t start = out->len;
    add_decisions(out, report);
    note_cut(cuts, start, out->len, REPORT_ADVICE);
    add_tables(out, report);
    add_advice(out, report, all, cuts);
    add_open(out, report);
    add_cautions(out, report);
}

void json_add_shown(StrBuf *out, Str body, const JsonCuts *cuts, ReportDetail detail)
{
    size_t at = 0;

    for (uint32_t i = 0; i < cuts->items.count; i++) {
        const JsonCut *cut = &cuts->items.items[i];
        if (cut->detail > detail) {
            continue;
        }
        json_add(out, (Str){ body.ptr + at, cut->start - at });
        at = cut->end;
    }
    json_add(out, (Str){ body.ptr + at, body.len - at });
}

static void add_accepted(StrBuf *out, const Report *report, const Problem *problem)
{
    Str accepted = problem_print_accepted(report->record->arena, report->program, problem);

    if (accepted.len > 0) {
        json_add_literal(out, ",\"accepted\":");
        json_add_string(out, accepted);
    }
}

void json_add_problems(StrBuf *out, const Report *report, const ReportOptions *options)
{
    json_add_literal(out, ",\"problems\":[");
    for (uint32_t i = 0; i < report->problems.count; i++) {
        const Problem *problem = &report->problems.items[i];
        json_separate(out);
        json_add_literal(out, "{\"code\":");
        json_add_string(out, str_from_c(problem->code));
        json_add_literal(out, ",\"at\":");
        json_add_string(out, problem->at);
        json_add_literal(out, ",\"message\":");
        json_add_string(out, problem->message);
        if (options && problem->line) {
            json_add_literal(out, ",\"line\":");
            buf_add_int(out, problem->line);
        }
        if (options && options->show_values && problem->shown.ptr != NULL) {
            json_add_literal(out, ",\"shown\":");
            json_add_string(out, problem->shown);
        }
        if (options && options->explain_problems) {
            add_accepted(out, report, problem);
        }
        json_add_literal(out, "}");
    }
    json_add_literal(out, "]");
}

void json_add_error(StrBuf *out, const RecordError *error)
{
    json_add_literal(out, "{\"line\":");
    buf_add_int(out, (int64_t)error->line);
    if (error->patient.ptr != NULL) {
        json_add_literal(out, ",\"patient\":");
        json_add_string(out, error->patient);
    }
    json_add_literal(out, ",\"error\":{\"code\":");
    json_add_string(out, error->code);
    json_add_literal(out, ",\"message\":");
    json_add_string(out, error->message);
    json_add_literal(out, ",\"at\":");
    json_add_string_or_null(out, error->at);
    json_add_literal(out, "}}");
}

static void add_policies(StrBuf *out, const Plan *plan, const PolicySet *set)
{
    const Program *program = plan->program;

    /* In declared order, however they were given. */
    for (uint16_t field = 0; set && field < program->field_count; field++) {
        for (uint16_t i = 0; i < set->count; i++) {
            if (set->fields[i] != field) {
                continue;
            }
            json_separate(out);
            json_add_string(out, program->fields[field].path);
            json_add_literal(out, ":");
            add_value(out, plan, say_get_field_type(&program->fields[field]), set->values[i],
                      set->off_grid[i] ? &set->exact[i] : NULL);
        }
    }
}

Str json_make_settings(Arena *session_arena, const Plan *plan, const ReportOptions *options)
{
    StrBuf out = { .arena = session_arena };

    json_add_literal(&out, ",\"as_of\":");
    if (plan->program->reads_date && options->has_date) {
        add_date(&out, (Reg){ .lo = options->as_of, .hi = options->as_of });
    } else {
        json_add_literal(&out, "null");
    }
    json_add_literal(&out, ",\"policies\":{");
    add_policies(&out, plan, options->policies);
    json_add_literal(&out, "}");
    return buf_get(&out);
}
