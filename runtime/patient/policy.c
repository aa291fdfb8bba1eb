/* policy.c - what a hospital has settled: values of gaps, from the command line and a file. */
#include "runtime/base/limits.h"
#include "runtime/patient/json.h"

static NameList list_policies(Arena *arena, const Program *program)
{
    NameList names = { ARENA_ARRAY(arena, Str, program->field_count), 0 };
    for (uint32_t i = 0; i < program->field_count; i++) {
        if (program->fields[i].role == FIELD_GAP && program->fields[i].policy) {
            names.items[names.count++] = program->fields[i].path;
        }
    }
    return names;
}

static const FieldInfo *find_named(const Program *program, Str name)
{
    for (uint32_t i = 0; i < program->field_count; i++) {
        if (program->fields[i].list == NO_INDEX && str_equal(program->fields[i].path, name)) {
            return &program->fields[i];
        }
    }
    return NULL;
}

/* The gap of that name that a hospital may set; NULL and a sentence otherwise. */
static const FieldInfo *find_policy(Arena *arena, const Program *program, Str name, Str *why)
{
    const FieldInfo *field = find_named(program, name);
    Str shown = problem_quote_name(arena, name);
    if (field && field->role == FIELD_GAP && field->policy) {
        return field;
    }
    if (field && field->role == FIELD_GAP) {
        *why = str_format(arena, "policy %S: the guideline does not let a hospital settle this gap",
                          shown);
    } else if (field) {
        *why = str_format(arena, "policy %S: this is a fact of the patient, not a gap", shown);
    } else {
        *why = str_format(arena, "policy %S: the guideline has no such gap%S", shown,
                          suggest_name(arena, name, list_policies(arena, program)));
    }
    return NULL;
}

static PolicySet copy_set(Arena *arena, const PolicySet *set, uint16_t count)
{
    PolicySet copy = { .count = count };
    copy.fields = ARENA_ARRAY(arena, uint16_t, count);
    copy.values = ARENA_ARRAY(arena, Reg, count);
    copy.exact = ARENA_ARRAY(arena, Rat, count);
    copy.off_grid = ARENA_ARRAY(arena, bool, count);
    for (uint16_t i = 0; i < set->count; i++) {
        copy.fields[i] = set->fields[i];
        copy.values[i] = set->values[i];
        copy.exact[i] = set->exact[i];
        copy.off_grid[i] = set->off_grid[i];
    }
    return copy;
}

/* A later setting of the same gap takes the place of an earlier one. In a copy: a file that fails
 * further on has changed nothing. */
static void store_policy(Arena *arena, PolicySet *set, uint16_t field, const Taken *taken,
                         Rat exact)
{
    uint16_t at = 0;
    while (at < set->count && set->fields[at] != field) {
        at++;
    }
    *set = copy_set(arena, set, at == set->count ? (uint16_t)(set->count + 1) : set->count);
    set->fields[at] = field;
    set->values[at] = taken->reg;
    set->exact[at] = exact;
    set->off_grid[at] = taken->state == FACT_OFF_GRID;
}

/* A policy is one value: not null, not a month, and not a number that a program left unrounded. */
static Taken take_policy(const Program *program, const FieldInfo *field, const Given *given,
                         Rat *exact)
{
    Taken taken = field_take(program, field, given, exact);
    if (taken.state == FACT_MISSING) {
        return (Taken){ .state = FACT_FAULTY, .problem = PROBLEM_WRONG_TYPE };
    }
    if (taken.note) {
        return (Taken){ .state = FACT_FAULTY, .problem = PROBLEM_TOO_PRECISE };
    }
    if (taken.state == FACT_IN_PART) {
        return (Taken){ .state = FACT_FAULTY, .problem = PROBLEM_BAD_DATE };
    }
    return taken;
}

static bool set_policy(Arena *arena, const Program *program, PolicySet *set, const FieldInfo *field,
                       const Given *given, Str *why)
{
    Rat exact = { 0, 1 };
    Taken taken = take_policy(program, field, given, &exact);
    if (taken.problem) {
        ProblemId problem = (ProblemId)taken.problem;
        Str expected = field_print_expected(arena, program, field, problem, given);
        *why = problem_print(arena, problem, str_format(arena, "policy %S", field->path), expected);
        return false;
    }
    store_policy(arena, set, (uint16_t)(field - program->fields), &taken, exact);
    return true;
}

bool policy_set_text(Arena *arena, const Program *program, PolicySet *set, Str name, Str value,
                     Str *why)
{
    const FieldInfo *field = find_policy(arena, program, name, why);
    if (field && field->type == REG_BOOL && field_get_given(field, value).kind == JSON_STRING) {
        *why = str_format(arena, "policy %S must be yes, no, true or false", field->path);
        return false;
    }
    if (!field) {
        return false;
    }
    Given given = field_get_given(field, value);
    return set_policy(arena, program, set, field, &given, why);
}

/* ---- file ---- */

static bool refuse_file(Arena *arena, JsonStatus status, const JsonTape *tape, Document document,
                        Str *why)
{
    RecordError error;
    if (status == JSON_NOT_OBJECT) {
        *why = STR("the policy file must hold one JSON object, name to value");
        return false;
    }
    record_error_set(arena, &error, json_get_error(status), document,
                     json_find_fault(status, tape, document));
    *why = str_format(arena, "the policy file cannot be read as one JSON object: %S, %S",
                      error.message, error.at);
    return false;
}

static bool is_repeated(const JsonTape *tape, const JsonEvent *key)
{
    const JsonEvent *earlier = tape->events + 1;
    while (earlier < key &&
           !(earlier->len == key->len && memcmp(earlier->text, key->text, key->len) == 0)) {
        earlier = &tape->events[earlier[1].next];
    }
    return earlier < key;
}

static bool set_from_event(Arena *arena, const Program *program, PolicySet *set,
                           const JsonTape *tape, const JsonEvent *key, Str *why)
{
    Str name = { key->text, key->len };
    Given given;
    const FieldInfo *field = find_policy(arena, program, name, why);
    if (!field) {
        return false;
    }
    if (is_repeated(tape, key)) {
        *why =
            str_format(arena, "policy %S is given more than once in the policy file", field->path);
        return false;
    }
    ProblemId problem = json_get_given(tape, key + 1, field, &given);
    if (!problem) {
        return set_policy(arena, program, set, field, &given, why);
    }
    Str expected = field_print_expected(arena, program, field, problem, &given);
    *why = problem_print(arena, problem, str_format(arena, "policy %S", field->path), expected);
    return false;
}

bool policy_set_json(Arena *arena, const Program *program, PolicySet *set, Str json, Str *why)
{
    JsonReader reader;
    Document document = { .len = json.len, .line = 1 };
    if (json.len > LIMIT_RECORD_BYTES) {
        *why = STR("the policy file is longer than 8 MiB");
        return false;
    }
    if (json.len >= 3 && memcmp(json.ptr, "\xEF\xBB\xBF", 3) == 0) {
        json = (Str){ json.ptr + 3, document.len -= 3 };
    }
    document.text = arena_alloc(arena, json.len + JSON_PADDING);
    if (json.len) {
        memcpy(document.text, json.ptr, json.len);
    }
    json_open(&reader, arena, NULL);
    JsonStatus status = json_read_tape(&reader, arena, document);
    if (status != JSON_OK) {
        return refuse_file(arena, status, &reader.tape, document, why);
    }
    PolicySet next = *set;
    const JsonEvent *key = reader.tape.events + 1;
    for (; key->kind == JSON_KEY; key = &reader.tape.events[key[1].next]) {
        if (!set_from_event(arena, program, &next, &reader.tape, key, why)) {
            return false;
        }
    }
    *set = next;
    return true;
}

void policy_add_all(Arena *arena, PolicySet *set, const PolicySet *more)
{
    for (uint16_t i = 0; i < more->count; i++) {
        Taken taken = { .state = more->off_grid[i] ? FACT_OFF_GRID : FACT_KNOWN,
                        .reg = more->values[i] };
        store_policy(arena, set, more->fields[i], &taken, more->exact[i]);
    }
}

bool policy_is_set(const PolicySet *set, uint16_t field)
{
    for (uint16_t i = 0; i < set->count; i++) {
        if (set->fields[i] == field) {
            return true;
        }
    }
    return false;
}

/* ---- into a record ---- */

void policy_apply(const PolicySet *set, const Program *program, Record *record)
{
    for (uint16_t i = 0; i < set->count; i++) {
        const FieldInfo *field = &program->fields[set->fields[i]];
        if (!field->used) {
            continue;
        }
        unsigned at = (unsigned)field->reg - program->slot_first;
        record->slots[at] = set->values[i];
        record->states[at] = set->off_grid[i] ? FACT_OFF_GRID : FACT_KNOWN;
        if (!set->off_grid[i]) {
            continue;
        }
        OffGrid item = { .field = set->fields[i], .exact = set->exact[i] };
        vec_add(record->arena, &record->off_grid, item);
    }
}
