/* diff_print.c - a difference for people and for machines. */
#include "compiler/verify/diff.h"
#include "runtime/base/json_writer.h"
#include "runtime/report/say.h"

enum { MOST_FOLLOWERS = 10 }; /* shown unless all are wanted */

static const BlockInfo *get_block(const DiffReport *report, const DiffRule *rule)
{
    return rule->second != NO_INDEX32 ? &report->second->blocks[rule->second]
                                      : &report->first->blocks[rule->first];
}

/* ---- turns ---- */

static Str name_value(const DiffReport *report, const DiffRule *rule, uint32_t value)
{
    static const char *const statuses[] = { "does not apply", "applies", "ruled out" };
    const BlockInfo *block = get_block(report, rule);
    if (block->kind == BLOCK_ADVICE) {
        return str_from_c(statuses[value]);
    }
    if (block->kind == BLOCK_CAUTION) {
        return value ? STR("given") : STR("not given");
    }
    return pair_get_value(report->pair, rule->first, rule->second, value);
}

static void print_numbers(StrBuf *out, const DiffReport *report, const DiffRule *rule,
                          PairTurn turn)
{
    const BlockInfo *block = get_block(report, rule);
    ValueType type = say_get_block_type(report->second, block);
    say_rat(out, type, turn.before, RAT_NEAREST);
    buf_add_c(out, " -> ");
    say_rat(out, type, turn.now, RAT_NEAREST);
}

static void print_turn(StrBuf *out, const DiffReport *report, const DiffRule *rule,
                       const DiffTurn *turn)
{
    switch (turn->turn.kind) {
    case PAIR_VALUES:
        buf_add_format(out, "%S -> %S", name_value(report, rule, turn->turn.from),
                       name_value(report, rule, turn->turn.to));
        break;
    case PAIR_NUMBERS: print_numbers(out, report, rule, turn->turn); break;
    case PAIR_RISES: buf_add_c(out, "rises"); break;
    case PAIR_FALLS: buf_add_c(out, "falls"); break;
    case PAIR_FAILS_NOW: buf_add_c(out, "now cannot be computed"); break;
    case PAIR_FAILED_BEFORE: buf_add_c(out, "could not be computed before"); break;
    case PAIR_FAILS_OTHERWISE: buf_add_c(out, "fails in another way"); break;
    }
}

static void print_turns(StrBuf *out, const DiffReport *report, const DiffRule *rule)
{
    bool first = true;
    for (uint32_t i = 0; i < rule->turns.count; i++) {
        if (rule->turns.items[i].patient) {
            buf_add_c(out, first ? "     " : ", ");
            print_turn(out, report, rule, &rule->turns.items[i]);
            first = false;
        }
    }
    if (!first) {
        buf_add_char(out, '\n');
    }
}

/* ---- conditions ---- */

static void print_case(StrBuf *out, const DiffCase *one)
{
    if (!one->conditions.count) {
        buf_add_c(out, "every patient");
    }
    for (uint32_t i = 0; i < one->conditions.count; i++) {
        buf_add_format(out, i ? " and %S" : "%S", one->conditions.items[i]);
    }
    buf_add_char(out, '\n');
}

static void print_cases(StrBuf *out, const DiffRule *rule)
{
    const char *begin = rule->kind == DIFF_CHANGED ? "     where " : "     only where ";
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        buf_add_c(out, i ? "     or where " : begin);
        print_case(out, &rule->cases.items[i]);
    }
    if (rule->more) {
        buf_add_c(out, "     or in further cases\n");
    }
}

/* ---- patients ---- */

/* Patients are told of answers that both programs give. */
static bool is_counted(const DiffReport *report, const DiffRule *rule)
{
    return rule->first != NO_INDEX32 && rule->second != NO_INDEX32 &&
           get_block(report, rule)->kind != BLOCK_DEFINE;
}

static void print_count(StrBuf *out, const DiffReport *report, const DiffRule *rule)
{
    if (!report->all || !is_counted(report, rule)) {
        return;
    }
    buf_add_format(out, "     %u of %u patients", rule->patients, report->all);
    if (rule->opens || rule->closes) {
        buf_add_format(out, ": %u between settled answers, %u to open, %u from open", rule->settled,
                       rule->opens, rule->closes);
    }
    buf_add_char(out, '\n');
}

static const DiffPatient *find_patient(const DiffRule *rule)
{
    for (uint32_t i = 0; i < rule->turns.count; i++) {
        if (rule->turns.items[i].patient) {
            return rule->turns.items[i].patient;
        }
    }
    return NULL;
}

static bool has_fact(const ShownPatient *patient, Str path)
{
    for (uint32_t i = 0; i < patient->facts.count; i++) {
        if (str_equal(patient->facts.items[i].path, path)) {
            return true;
        }
    }
    return false;
}

static void print_facts(StrBuf *out, const ShownPatient *patient, const ShownPatient *other,
                        bool *first)
{
    for (uint32_t i = 0; i < patient->facts.count; i++) {
        const PatientFact *fact = &patient->facts.items[i];
        if (other && has_fact(other, fact->path)) {
            continue;
        }
        buf_add_format(out, *first ? "%S %S%s" : ", %S %S%s", fact->path, fact->value,
                       fact->gap ? " (a reading of the gap)" : "");
        *first = false;
    }
}

static void print_patient(StrBuf *out, const DiffPatient *patient)
{
    bool first = true;
    buf_add_c(out, "     patient: ");
    print_facts(out, &patient->second, NULL, &first);
    print_facts(out, &patient->first, &patient->second, &first);
    if (first) {
        buf_add_c(out, "whatever the facts");
    }
    if (patient->second.has_date || patient->first.has_date) {
        buf_add_c(out, ", on ");
        date_print(out, patient->second.has_date ? patient->second.as_of : patient->first.as_of);
    }
}

static void print_witness(StrBuf *out, const DiffRule *rule)
{
    const DiffPatient *patient = find_patient(rule);
    if (patient) {
        print_patient(out, patient);
        buf_add_char(out, '\n');
    }
}

/* ---- rules ---- */

static void print_rule(StrBuf *out, const DiffReport *report, const DiffRule *rule)
{
    const BlockInfo *block = get_block(report, rule);
    buf_add_format(out, "  %S  %S:%u", block->name, block->file, block->line);
    buf_add_format(out, rule->kind == DIFF_UNDECIDED ? "  %S\n" : "\n", rule->reason);
    print_turns(out, report, rule);
    print_cases(out, rule);
    print_count(out, report, rule);
    print_witness(out, rule);
}

static void print_rules(StrBuf *out, const DiffReport *report, DiffKind kind, uint32_t most,
                        const char *heading)
{
    uint32_t shown = 0;
    for (uint32_t i = 0; i < report->rules.count; i++) {
        if (report->rules.items[i].kind != kind) {
            continue;
        }
        if (shown == 0) {
            buf_add_format(out, "%s\n", heading);
        }
        if (shown++ < most) {
            print_rule(out, report, &report->rules.items[i]);
        }
    }
    if (shown > most) {
        buf_add_format(out, "  ... %u more: --all\n", shown - most);
    }
}

static void print_notes(StrBuf *out, const DiffNotes *notes, const char *heading)
{
    if (notes->count) {
        buf_add_format(out, "%s\n", heading);
    }
    for (uint32_t i = 0; i < notes->count; i++) {
        buf_add_format(out, "  %S\n", notes->items[i]);
    }
}

/* ---- the summary ---- */

static void print_summary(StrBuf *out, const DiffReport *report)
{
    const uint32_t *counts = report->counts;
    buf_add_format(out, "%u %s changed, %u %s, %u proved unchanged", counts[DIFF_CHANGED],
                   counts[DIFF_CHANGED] == 1 ? "rule" : "rules", counts[DIFF_FOLLOWS],
                   counts[DIFF_FOLLOWS] == 1 ? "answer follows" : "answers follow",
                   counts[DIFF_SAME]);
    if (counts[DIFF_ADDED]) {
        buf_add_format(out, ", %u new", counts[DIFF_ADDED]);
    }
    if (counts[DIFF_REMOVED]) {
        buf_add_format(out, ", %u gone", counts[DIFF_REMOVED]);
    }
    if (counts[DIFF_UNDECIDED]) {
        buf_add_format(out, ", %u not decided", counts[DIFF_UNDECIDED]);
    }
    if (report->all) {
        buf_add_format(out, " · %u of %u patients are told something else", report->changed,
                       report->all);
    }
    buf_add_char(out, '\n');
    if (report->broken) {
        buf_add_format(out, "%u %s could not be read\n", report->broken,
                       report->broken == 1 ? "record" : "records");
    }
}

void diff_print(StrBuf *out, const DiffReport *report, bool all)
{
    print_summary(out, report);
    print_notes(out, &report->facts, "FACTS");
    print_rules(out, report, DIFF_CHANGED, UINT32_MAX, "CHANGED");
    print_rules(out, report, DIFF_FOLLOWS, all ? UINT32_MAX : MOST_FOLLOWERS, "FOLLOWS");
    print_rules(out, report, DIFF_ADDED, UINT32_MAX, "NEW");
    print_rules(out, report, DIFF_REMOVED, UINT32_MAX, "GONE");
    print_rules(out, report, DIFF_UNDECIDED, UINT32_MAX, "NOT DECIDED");
    print_notes(out, &report->words, "SAID OTHERWISE");
    if (report->stopped) {
        buf_add_c(out, "interrupted: what is not listed was not compared\n");
    }
}

/* ---- JSON ---- */

static void add_text(StrBuf *out, const char *key, Str text)
{
    json_add_key(out, key);
    json_add_string(out, text);
}

static void add_number(StrBuf *out, const char *key, uint32_t number)
{
    json_add_key(out, key);
    buf_add_format(out, "%u", number);
}

static void add_patient(StrBuf *out, const DiffPatient *patient)
{
    bool dated = patient->second.has_date || patient->first.has_date;
    json_add_literal(out, ",\"patient\":");
    json_add(out, patient->second.json);
    if (!str_equal(patient->first.json, patient->second.json)) {
        json_add_literal(out, ",\"old_patient\":");
        json_add(out, patient->first.json);
    }
    if (dated) {
        json_add_literal(out, ",\"as_of\":\"");
        date_print(out, patient->second.has_date ? patient->second.as_of : patient->first.as_of);
        json_add_literal(out, "\"");
    }
    json_add_literal(out, ",\"readings\":{");
    for (uint32_t i = 0; i < patient->second.facts.count; i++) {
        const PatientFact *fact = &patient->second.facts.items[i];
        if (fact->gap) {
            json_separate(out);
            json_add_string(out, fact->path);
            json_add_literal(out, ":");
            json_add_string(out, fact->value);
        }
    }
    json_add_literal(out, "}");
}

static void add_turns(StrBuf *out, const DiffReport *report, const DiffRule *rule)
{
    json_add_literal(out, ",\"turns\":[");
    for (uint32_t i = 0; i < rule->turns.count; i++) {
        const DiffTurn *turn = &rule->turns.items[i];
        StrBuf text = { .arena = out->arena };
        print_turn(&text, report, rule, turn);
        json_separate(out);
        json_add_literal(out, "{");
        add_text(out, "turn", buf_get(&text));
        if (turn->patient) {
            add_patient(out, turn->patient);
        }
        json_add_literal(out, "}");
    }
    json_add_literal(out, "]");
}

static void add_cases(StrBuf *out, const DiffRule *rule)
{
    buf_add_format(out, ",\"%s\":[", rule->kind == DIFF_CHANGED ? "where" : "only_where");
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        json_separate(out);
        json_add_literal(out, "[");
        for (uint32_t k = 0; k < rule->cases.items[i].conditions.count; k++) {
            json_separate(out);
            json_add_string(out, rule->cases.items[i].conditions.items[k]);
        }
        json_add_literal(out, "]");
    }
    json_add_literal(out, "]");
    if (rule->more) {
        json_add_literal(out, ",\"more_cases\":true");
    }
}

static void add_rule(StrBuf *out, const DiffReport *report, const DiffRule *rule)
{
    const BlockInfo *block = get_block(report, rule);
    json_separate(out);
    json_add_literal(out, "{");
    add_text(out, "name", block->name);
    add_text(out, "file", block->file);
    add_number(out, "line", block->line);
    if (rule->kind == DIFF_UNDECIDED) {
        add_text(out, "reason", rule->reason);
    }
    if (rule->kind == DIFF_CHANGED || rule->kind == DIFF_FOLLOWS) {
        add_turns(out, report, rule);
        add_cases(out, rule);
    }
    if (report->all && is_counted(report, rule)) {
        add_number(out, "patients", rule->patients);
        add_number(out, "settled", rule->settled);
        add_number(out, "to_open", rule->opens);
        add_number(out, "from_open", rule->closes);
    }
    json_add_literal(out, "}");
}

static void add_rules(StrBuf *out, const DiffReport *report, const char *key, DiffKind kind)
{
    buf_add_format(out, ",\"%s\":[", key);
    for (uint32_t i = 0; i < report->rules.count; i++) {
        if (report->rules.items[i].kind == kind) {
            add_rule(out, report, &report->rules.items[i]);
        }
    }
    json_add_literal(out, "]");
}

static void add_notes(StrBuf *out, const char *key, const DiffNotes *notes)
{
    buf_add_format(out, ",\"%s\":[", key);
    for (uint32_t i = 0; i < notes->count; i++) {
        json_separate(out);
        json_add_string(out, notes->items[i]);
    }
    json_add_literal(out, "]");
}

static void add_program(StrBuf *out, const char *key, const Program *program)
{
    json_add_key(out, key);
    json_add_literal(out, "{");
    add_text(out, "guideline", program->name);
    add_text(out, "version", program->version);
    json_add_literal(out, "}");
}

void diff_print_json(StrBuf *out, const DiffReport *report)
{
    json_add_literal(out, "{");
    add_program(out, "old", report->first);
    add_program(out, "new", report->second);
    buf_add_format(out, ",\"same\":%s,\"unchanged\":%u", diff_is_same(report) ? "true" : "false",
                   report->counts[DIFF_SAME]);
    if (report->all || report->broken) {
        add_number(out, "patients", report->all);
        add_number(out, "patients_changed", report->changed);
        add_number(out, "records_not_read", report->broken);
    }
    if (report->stopped) {
        json_add_literal(out, ",\"interrupted\":true");
    }
    add_rules(out, report, "changed", DIFF_CHANGED);
    add_rules(out, report, "follows", DIFF_FOLLOWS);
    add_rules(out, report, "added", DIFF_ADDED);
    add_rules(out, report, "removed", DIFF_REMOVED);
    add_rules(out, report, "undecided", DIFF_UNDECIDED);
    add_notes(out, "facts", &report->facts);
    add_notes(out, "words", &report->words);
    json_add_literal(out, "}\n");
}
