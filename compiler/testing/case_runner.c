/* case_runner.c - run a case and compare its report with what is expected. */
#include "compiler/testing/case_runner.h"
#include "compiler/testing/case_form.h"
#include "compiler/tools/json_build.h"
#include "runtime/base/hooks.h"
#include "runtime/base/limits.h"
#include "runtime/report/report.h"

#include <string.h>

struct CaseRunner {
    Arena *arena;
    const Program *program;
    Arena *run;
    PatientReader *reader;
    Record *record;
    Evaluation *evaluation;
    ReportWriter *plain; /* without policies and date; NULL until it is needed */
    json_t *report;      /* of the case that runs */
    StrBuf *why;
    bool failed;
    CaseWatcher watcher; /* NULL: nobody watches */
    void *watcher_context;
};

CaseRunner *case_runner_create(Arena *arena, const Program *program)
{
    CaseRunner *r = ARENA_NEW(arena, CaseRunner);
    r->arena = arena;
    r->program = program;
    r->run = arena_create_within(arena, LIMIT_RUN_BYTES);
    r->reader = patient_open(arena, program, -1, PATIENT_NDJSON);
    r->record = record_create(arena, r->run, program);
    r->evaluation = evaluation_create(arena, program);
    return r;
}

void case_runner_destroy(CaseRunner *runner)
{
    patient_close(runner->reader);
    arena_destroy(runner->run);
}

void case_runner_watch(CaseRunner *runner, CaseWatcher watcher, void *context)
{
    runner->watcher = watcher;
    runner->watcher_context = context;
}

/* ---- saying what differs ---- */

static void complain(CaseRunner *r, const char *what, const char *name, json_t *expected,
                     json_t *found)
{
    char *left = expected ? json_dumps(expected, JSON_ENCODE_ANY | JSON_SORT_KEYS) : NULL;
    char *right = found ? json_dumps(found, JSON_ENCODE_ANY) : NULL;
    buf_add_format(r->why, "    %s %s", what, name);
    if (left) {
        buf_add_format(r->why, ": expected %s", left);
    }
    buf_add_format(r->why, ", the report says %s\n", right ? right : "nothing");
    hooks.release(left);
    hooks.release(right);
    r->failed = true;
}

static bool same_value(json_t *a, json_t *b)
{
    if (json_is_number(a) && json_is_number(b)) {
        return json_number_value(a) == json_number_value(b);
    }
    return json_equal(a, b);
}

static bool contains(json_t *array, json_t *value)
{
    size_t i;
    json_t *item;
    json_array_foreach(array, i, item) if (same_value(item, value)) return true;
    return false;
}

static bool contains_all(json_t *array, json_t *wanted)
{
    size_t i;
    json_t *item;
    json_array_foreach(wanted, i, item) if (!contains(array, item)) return false;
    return true;
}

static bool same_set(json_t *a, json_t *b)
{
    return json_array_size(a) == json_array_size(b) && contains_all(a, b) && contains_all(b, a);
}

/* ---- expectations ---- */

/* needs and gaps are lower bounds; not_needs must be absent, with no_gaps every gap. */
static void check_openness(CaseRunner *r, const char *name, json_t *expected, json_t *found)
{
    static const char *const lists[] = { "needs", "gaps" };
    for (int k = 0; k < 2; k++) {
        json_t *wanted = json_object_get(expected, lists[k]),
               *have = json_object_get(found, lists[k]);
        if (wanted && !contains_all(have, wanted)) {
            complain(r, lists[k], name, wanted, have);
        }
    }
    json_t *gaps = json_object_get(found, "gaps");
    if (json_is_true(json_object_get(expected, "no_gaps")) && json_array_size(gaps) > 0) {
        complain(r, "gaps, not wanted,", name, NULL, gaps);
    }
    json_t *item, *unwanted = json_object_get(expected, "not_needs"),
                  *have = json_object_get(found, "needs");
    size_t i;
    json_array_foreach(unwanted, i, item) if (contains(have, item))
        complain(r, "needs, not wanted,", name, unwanted, have);
}

static void check_answer(CaseRunner *r, const char *name, json_t *expected, json_t *found)
{
    if (!found) {
        complain(r, "no such decision:", name, expected, NULL);
        return;
    }
    if (json_is_object(expected) && json_is_true(json_object_get(expected, "unknown"))) {
        json_t *possible = json_object_get(expected, "possible"),
               *have = json_object_get(found, "possible");
        if (json_object_get(found, "value")) {
            complain(r, "settled, not open:", name, NULL, found);
        } else if (possible && !same_set(possible, have)) {
            complain(r, "possible values of", name, possible, have);
        }
        check_openness(r, name, expected, found);
        return;
    }
    json_t *value = json_is_object(expected) ? json_object_get(expected, "value") : expected;
    json_t *have = json_object_get(found, "value");
    if (!have || !same_value(value, have)) {
        complain(r, "value of", name, value, found);
    }
    json_t *reasons = json_is_object(expected) ? json_object_get(expected, "reasons") : NULL;
    if (reasons && !same_set(reasons, json_object_get(found, "reasons"))) {
        complain(r, "reasons of", name, reasons, json_object_get(found, "reasons"));
    }
}

static void check_decisions(CaseRunner *r, json_t *expected)
{
    const char *name;
    json_t *value, *decisions = json_object_get(r->report, "decisions");
    json_object_foreach(expected, name, value)
        check_answer(r, name, value, json_object_get(decisions, name));
}

static json_t *find_element(json_t *elements, const char *key)
{
    size_t i;
    json_t *element;
    json_array_foreach(elements, i, element)
    {
        const char *have = json_string_value(json_object_get(element, "key"));
        if (have && strcmp(have, key) == 0) {
            return element;
        }
    }
    return NULL;
}

static void check_elements(CaseRunner *r, const char *list, json_t *expected)
{
    json_t *elements = json_object_get(json_object_get(r->report, "each"), list), *decisions,
           *value;
    const char *key, *name;
    json_object_foreach(expected, key, decisions)
    {
        json_t *element = find_element(elements, key);
        if (!element) {
            complain(r, "no element", key, NULL, elements);
        } else {
            json_object_foreach(decisions, name, value)
                check_answer(r, name, value, json_object_get(element, name));
        }
    }
}

/* "name@key" about one element, "name" about the patient. */
static bool names_entry(const char *wanted, json_t *entry)
{
    const char *name = json_string_value(json_object_get(entry, "name"));
    const char *about = json_string_value(json_object_get(entry, "about"));
    size_t length = name ? strlen(name) : 0;
    if (!name || strncmp(wanted, name, length) != 0) {
        return false;
    }
    if (wanted[length] == '\0') {
        return about == NULL;
    }
    return wanted[length] == '@' && about && strcmp(wanted + length + 1, about) == 0;
}

static json_t *find_entry(json_t *entries, const char *wanted)
{
    size_t i;
    json_t *entry;
    json_array_foreach(entries, i, entry) if (names_entry(wanted, entry)) return entry;
    return NULL;
}

/* "applies", "ruled_out", "not_applicable", "open"; NULL: the guideline has no such advice. */
static const char *get_status(CaseRunner *r, const char *wanted)
{
    json_t *entry = find_entry(json_object_get(r->report, "advice"), wanted);
    if (entry) {
        return json_string_value(json_object_get(entry, "status"));
    }
    if (find_entry(json_object_get(r->report, "open"), wanted)) {
        return "open";
    }
    return NULL;
}

static void check_status(CaseRunner *r, const char *name, const char *expected)
{
    const char *status = get_status(r, name);
    bool good = status && (strcmp(expected, "not") == 0 ? strcmp(status, "ruled_out") == 0 ||
                                                              strcmp(status, "not_applicable") == 0
                                                        : strcmp(status, expected) == 0);
    if (good) {
        return;
    }
    buf_add_format(r->why, "    advice %s: expected %s, the report says %s\n", name,
                   strcmp(expected, "not") == 0 ? "ruled_out or not_applicable" : expected,
                   status ? status : "nothing (no such advice or element)");
    r->failed = true;
}

static void check_open(CaseRunner *r, json_t *expected)
{
    json_t *name = json_is_object(expected) ? json_object_get(expected, "name") : expected;
    check_status(r, json_string_value(name), "open");
    json_t *entry = find_entry(json_object_get(r->report, "open"), json_string_value(name));
    if (entry && json_is_object(expected)) {
        check_openness(r, json_string_value(name), expected, entry);
    }
}

/* The entry of an advice whatever its status; NULL if there is none. */
static json_t *find_advice(CaseRunner *r, const char *wanted)
{
    json_t *entry = find_entry(json_object_get(r->report, "advice"), wanted);
    return entry ? entry : find_entry(json_object_get(r->report, "open"), wanted);
}

/* As the report prints them. */
static void check_said(CaseRunner *r, const char *key, json_t *expected)
{
    const char *name;
    json_t *value;
    json_object_foreach(expected, name, value)
    {
        json_t *found = json_object_get(find_advice(r, name), key);
        if (!found || !json_equal(found, value)) {
            complain(r, key, name, value, found);
        }
    }
}

static bool has_name(json_t *names, json_t *wanted)
{
    size_t i;
    json_t *name;
    json_array_foreach(names, i, name) if (json_equal(name, wanted)) return true;
    return false;
}

/* Cautions that stand beside advice: these at least. */
static void check_beside(CaseRunner *r, json_t *expected)
{
    size_t i;
    const char *name;
    json_t *cautions, *caution;
    json_object_foreach(expected, name, cautions)
    {
        json_t *found = json_object_get(find_advice(r, name), "cautions");
        json_array_foreach(cautions, i, caution)
        {
            if (!has_name(found, caution)) {
                complain(r, "caution beside", name, caution, found);
            }
        }
    }
}

/* Of advice that is ruled out: exactly these. */
static void check_exceptions(CaseRunner *r, json_t *expected)
{
    size_t i;
    const char *name;
    json_t *reasons, *exception;
    json_object_foreach(expected, name, reasons)
    {
        json_t *found = json_array();
        json_array_foreach(json_object_get(find_advice(r, name), "unless"), i, exception)
        {
            json_t *reason = json_object_get(exception, "reason");
            if (json_is_string(reason)) {
                json_array_append(found, reason);
            }
        }
        if (!same_set(reasons, found)) {
            complain(r, "reasons of", name, reasons, found);
        }
        json_decref(found);
    }
}

static void check_advice(CaseRunner *r, json_t *expected)
{
    size_t i;
    const char *name;
    json_t *item;
    json_array_foreach(json_object_get(expected, "applies"), i, item)
        check_status(r, json_string_value(item), "applies");
    json_array_foreach(json_object_get(expected, "not"), i, item)
        check_status(r, json_string_value(item), "not");
    json_array_foreach(json_object_get(expected, "open"), i, item) check_open(r, item);
    json_object_foreach(json_object_get(expected, "status"), name, item)
        check_status(r, name, json_string_value(item));
    for (int k = 0; k < CASE_SAID_COUNT; k++) {
        check_said(r, case_said[k], json_object_get(expected, case_said[k]));
    }
    check_beside(r, json_object_get(expected, "cautions"));
    check_exceptions(r, json_object_get(expected, "reasons"));
}

static void check_cautions(CaseRunner *r, json_t *expected, bool wanted)
{
    size_t i;
    json_t *item, *cautions = json_object_get(r->report, "cautions");
    json_array_foreach(expected, i, item)
    {
        bool listed = find_entry(cautions, json_string_value(item)) != NULL;
        if (listed == wanted) {
            continue;
        }
        buf_add_format(r->why, "    caution %s is %s\n", json_string_value(item),
                       wanted ? "missing" : "listed, not expected");
        r->failed = true;
    }
}

static const char *get_text(json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

static bool has_problem(CaseRunner *r, const char *at)
{
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(r->report, "problems"), i,
                       item) if (strcmp(get_text(item, "at"), at) == 0) return true;
    return false;
}

static void check_problems(CaseRunner *r, json_t *expected)
{
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(r->report, "problems"), i, item)
    {
        if (contains(expected, json_object_get(item, "at"))) {
            continue;
        }
        buf_add_format(r->why, "    problem, not expected: %s %s\n", get_text(item, "code"),
                       get_text(item, "message"));
        r->failed = true;
    }
    json_array_foreach(expected, i, item)
    {
        if (has_problem(r, json_string_value(item))) {
            continue;
        }
        buf_add_format(r->why, "    problem %s: expected, the report has none there\n",
                       json_string_value(item));
        r->failed = true;
    }
}

static void check_report(CaseRunner *r, json_t *expect)
{
    const char *key;
    json_t *value;
    json_object_foreach(expect, key, value)
    {
        if (strcmp(key, "decisions") == 0) {
            check_decisions(r, value);
        } else if (strcmp(key, "advice") == 0) {
            check_advice(r, value);
        } else if (strcmp(key, "cautions") == 0) {
            check_cautions(r, value, true);
        } else if (strcmp(key, "no_cautions") == 0) {
            check_cautions(r, value, false);
        } else if (strcmp(key, "problems") == 0) {
            check_problems(r, value);
        } else {
            check_elements(r, key, value);
        }
    }
}

/* ---- running ---- */

static Str dump(Arena *arena, json_t *value)
{
    char *printed = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    if (!printed) {
        arena_fail(arena);
    }
    Str copy = str_copy(arena, str_from_c(printed));
    hooks.release(printed);
    return copy;
}

static bool read_patient(CaseRunner *r, json_t *one, PolicySet *policies)
{
    RecordError error = { 0 };
    Str why = STR_NONE;
    json_t *patient = json_object_get(one, "patient"), *policy = json_object_get(one, "policy");
    record_clear(r->record, r->program);
    if (!patient_read_bytes(r->reader, dump(r->arena, patient), r->record, &error)) {
        buf_add_format(r->why, "    the record cannot be read: %S\n", error.message);
        return false;
    }
    if (policy && !policy_set_json(r->arena, r->program, policies, dump(r->arena, policy), &why)) {
        buf_add_format(r->why, "    %S\n", why);
        return false;
    }
    policy_apply(policies, r->program, r->record);
    return true;
}

static bool set_date(CaseRunner *r, json_t *one, ReportOptions *options)
{
    const char *text = json_string_value(json_object_get(one, "as_of"));
    Day last;
    if (!r->program->reads_date) {
        return true;
    }
    if (!text || !date_parse(str_from_c(text), &options->as_of, &last) || last != options->as_of) {
        buf_add_c(r->why,
                  "    the guideline reads the date: give the test one (`as_of 2026-11-23`)\n");
        return false;
    }
    options->has_date = true;
    record_set_date(r->record, r->program, options->as_of);
    return true;
}

/* Most cases have neither policies nor a date: one writer serves them all. */
static ReportWriter *get_writer(CaseRunner *r, ReportOptions options)
{
    bool plain = options.policies->count == 0 && !options.has_date;
    if (!plain) {
        return report_create(r->arena, r->program, options);
    }
    options.policies = NULL;
    if (!r->plain) {
        r->plain = report_create(r->arena, r->program, options);
    }
    return r->plain;
}

static bool run_case(CaseRunner *r, json_t *one, StrBuf *why, PolicySet *policies,
                     ReportOptions *options)
{
    r->why = why;
    arena_reset(r->run);
    options->policies = policies;
    if (!case_form_check(one, why) || !read_patient(r, one, policies) ||
        !set_date(r, one, options)) {
        return false;
    }
    evaluation_run(r->evaluation, r->run, r->record);
    return true;
}

const Evaluation *case_runner_evaluate(CaseRunner *r, json_t *one, StrBuf *why,
                                       const Record **record)
{
    PolicySet policies = { 0 };
    ReportOptions options = { .detail = REPORT_FULL };
    *record = r->record;
    return run_case(r, one, why, &policies, &options) ? r->evaluation : NULL;
}

bool case_runner_report(CaseRunner *r, json_t *one, StrBuf *out, StrBuf *why)
{
    PolicySet policies = { 0 };
    ReportOptions options = { .format = REPORT_NDJSON, .detail = REPORT_FULL, .all = true };
    if (!run_case(r, one, why, &policies, &options)) {
        return false;
    }
    ReportWriter *writer = get_writer(r, options);
    report_begin(writer, out);
    report_add(writer, out, r->run, r->evaluation, r->record);
    report_end(writer, out);
    return true;
}

bool case_runner_check(CaseRunner *r, json_t *one, Str report, StrBuf *why)
{
    json_error_t error;
    r->why = why;
    r->failed = false;
    r->report = json_loadb(report.ptr, report.len, JSON_DISABLE_EOF_CHECK, &error);
    json_build_check(r->arena);
    if (!r->report) {
        buf_add_format(why, "    the report is not JSON: %s\n", error.text);
        return false;
    }
    check_report(r, json_object_get(one, "expect"));
    json_build_check(r->arena);
    json_decref(r->report);
    r->report = NULL;
    return !r->failed;
}

bool case_runner_run(CaseRunner *r, json_t *one, StrBuf *why)
{
    StrBuf out = { .arena = r->arena };
    bool passed =
        case_runner_report(r, one, &out, why) && case_runner_check(r, one, buf_get(&out), why);
    if (passed && r->watcher) {
        r->watcher(r->watcher_context, r->evaluation, r->record, one);
    }
    return passed;
}
