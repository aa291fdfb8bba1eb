/* report_test.c - the report of answers made by hand: keys, order, statuses, reasons, verdict, all
 * formats. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "tests/unit/report_fake.h"
#include <openssl/evp.h>

static Fake fake;
static Evaluation *e;

static int set_up(void **state)
{
    (void)state;
    fake_create(&fake);
    e = fake.evaluation;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fake_destroy(&fake);
    return 0;
}

static ReportOptions get_options(ReportFormat format, ReportDetail detail)
{
    return (ReportOptions){ .format = format, .detail = detail, .has_date = true, .as_of = 20780 };
}

/* Reports of one record, `times` times. */
static char *render_times(ReportOptions options, unsigned times)
{
    ReportWriter *writer = report_create(fake.arena, fake.program, options);
    StrBuf buf = { .arena = fake.arena };

    report_begin(writer, &buf);
    for (unsigned i = 0; i < times; i++) {
        report_add(writer, &buf, fake.run, e, fake.record);
    }
    report_end(writer, &buf);
    return str_to_c(fake.arena, buf_get(&buf));
}

static char *render(ReportFormat format, ReportDetail detail)
{
    return render_times(get_options(format, detail), 1);
}

static void assert_holds(const char *text, const char *part)
{
    if (!strstr(text, part)) {
        fail_msg("\n%s\n  is not in\n%s", part, text);
    }
}

static void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part)) {
        fail_msg("\n%s\n  is in\n%s", part, text);
    }
}

/* ---- JSON ---- */

#define HASH "sha256:00070e151c232a31383f464d545b626970777e858c939aa1a8afb6bdc4cbd2d9"
#define QUIET                                                                                      \
    "{\"guideline\":{\"name\":\"seom_crlm\",\"version\":\"2020.1\",\"hash\":\"" HASH "\"},"        \
    "\"patient\":\"P0001\",\"as_of\":\"2026-11-23\",\"policies\":{},\"decisions\":{"               \
    "\"resectability\":{\"value\":\"resectable\"},\"risk_group\":{\"value\":\"low\"},"             \
    "\"risk_factor_count\":{\"value\":2},\"burden\":{\"value\":2.5},\"fit\":{\"value\":false},"    \
    "\"next_visit\":{\"value\":\"2026-11-23\"},\"slope\":{\"value\":0.5}},\"each\":{\"lesions\":[" \
    "]},"                                                                                          \
    "\"advice\":[],\"open\":[],\"cautions\":[]"

static char *get_verdict(const char *text)
{
    unsigned char hash[32];
    char *out = arena_alloc(fake.arena, 65);

    assert_int_equal(EVP_Digest(text, strlen(text), hash, NULL, EVP_sha256(), NULL), 1);
    for (int i = 0; i < 32; i++) {
        out[2 * i] = "0123456789abcdef"[hash[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[hash[i] & 15];
    }
    return out;
}

static void test_every_key_in_order(void **state)
{
    (void)state;
    StrBuf expected = { .arena = fake.arena };

    buf_add_c(&expected, QUIET ",\"next\":null,\"problems\":[],\"verdict\":\"sha256:");
    buf_add_c(&expected, get_verdict(QUIET ",\"problems\":[]}"));
    buf_add_c(&expected, "\"}\n");
    assert_string_equal(render(REPORT_NDJSON, REPORT_FULL),
                        str_to_c(fake.arena, buf_get(&expected)));
}

static char *cut_verdict(const char *text)
{
    const char *found = strstr(text, "\"verdict\":\"sha256:");

    assert_non_null(found);
    return str_to_c(fake.arena, (Str){ found + 11, 7 + 64 });
}

/* The same whatever is shown of the report, and another one as soon as an answer is another. */
static void test_verdict_knows_no_options(void **state)
{
    (void)state;
    Problem problem = { .code = "P003",
                        .at = STR("labs.cea"),
                        .message = STR("labs.cea is outside"),
                        .shown = STR("1e9") };
    ReportOptions options;

    fake_set_status(&fake, B_SURGERY, 0, STATUS_APPLIES);
    fake_set_status(&fake, B_VOLUMETRY, 0, STATUS_NOT_APPLICABLE);
    vec_add(fake.run, &fake.record->problems, problem);
    char *verdict = cut_verdict(render(REPORT_NDJSON, REPORT_FULL));
    for (ReportDetail detail = REPORT_FULL; detail <= REPORT_ADVICE; detail++) {
        for (int bits = 0; bits < 4; bits++) {
            options = get_options(REPORT_NDJSON, detail);
            options.all = bits & 1;
            options.show_values = bits & 2;
            assert_string_equal(cut_verdict(render_times(options, 1)), verdict);
        }
    }
    fake_set_status(&fake, B_VOLUMETRY, 0, STATUS_APPLIES);
    assert_string_not_equal(cut_verdict(render(REPORT_NDJSON, REPORT_FULL)), verdict);
}

static void test_detail_leaves_out_keys(void **state)
{
    (void)state;
    fake_set_status(&fake, B_SURGERY, 0, STATUS_APPLIES);
    fake_add_because(&fake, B_SURGERY, 0, (FactRef){ F_R0, NO_INDEX, 0 }, B_RESECTABILITY);
    e->because[B_SURGERY][0].by_cases = true;
    fake_know(&fake, F_R0, (Reg){ .mask = MASK_YES });
    char *full = render(REPORT_NDJSON, REPORT_FULL), *brief = render(REPORT_NDJSON, REPORT_BRIEF);
    char *advice = render(REPORT_NDJSON, REPORT_ADVICE);
    assert_holds(full, "\"because\":[{\"fact\":\"liver.r0_feasible\",\"value\":\"yes\",\"rule\":"
                       "\"resectability\"}],"
                       "\"by_cases\":true,\"cautions\"");
    assert_holds(full, "\"shows\":[{\"statement\":\"LOW-08\",\"text\":\"5-year survival 55 % after "
                       "R0, \\\"26 %\\\""
                       " after R1\",\"refs\":[23,24]}],\"timing\":null}");
    assert_lacks(brief, "because");
    assert_lacks(brief, "by_cases");
    assert_lacks(brief, "shows");
    assert_holds(brief, "\"decisions\":{\"resectability\"");
    assert_lacks(advice, "\"decisions\":");
    assert_holds(
        advice,
        "\"policies\":{},\"each\":{\"lesions\":[]},\"advice\":[{\"name\":\"upfront_surgery\"");
}

static void test_whole_advice_entry(void **state)
{
    (void)state;
    fake_set_status(&fake, B_SURGERY, 0, STATUS_APPLIES);
    fake_set_status(&fake, B_BIOLOGICS, 0, STATUS_APPLIES);
    fake_set_status(&fake, B_VOLUMETRY, 0, STATUS_APPLIES);
    e->answers[B_C_LEVELS][0].main = fake_mask(MASK_YES);
    char *text = render(REPORT_NDJSON, REPORT_BRIEF);
    assert_holds(
        text,
        "{\"name\":\"upfront_surgery\",\"title\":\"Liver resection without neoadjuvant "
        "chemotherapy\","
        "\"direction\":\"for\",\"strength\":\"must\",\"status\":\"applies\",\"about\":null,"
        "\"evidence\":null,\"statements\":[\"LOW-01\"],\"refs\":[18],\"cautions\":[\"no_levels\"],"
        "\"timing\":null}");
    assert_holds(
        text, "\"direction\":\"against\",\"strength\":\"not_recommended\",\"status\":\"applies\","
              "\"about\":null,\"evidence\":\"II, B\"");
    assert_holds(text, "\"strength\":null,\"status\":\"applies\",\"gate\":true,\"about\":null");
    assert_holds(
        text,
        "\"cautions\":[{\"name\":\"no_levels\",\"text\":\"Evidence levels are not in the text\","
        "\"statements\":[\"LOW-08\"]}],\"next\"");
}

static void test_advice_that_does_not_apply(void **state)
{
    (void)state;
    ReportOptions options = get_options(REPORT_NDJSON, REPORT_BRIEF);

    fake_set_status(&fake, B_CHEMO, 0, STATUS_NOT_APPLICABLE);
    assert_holds(render_times(options, 1), "\"advice\":[]");
    options.all = true;
    assert_holds(
        render_times(options, 1),
        "{\"name\":\"neoadjuvant_chemotherapy\",\"title\":\"Neoadjuvant chemotherapy\",\"direction\":\"for\","
        "\"strength\":\"option\",\"status\":\"not_applicable\"");
    assert_holds(render_times(options, 1), "\"timing\":\"every 2 mo\"");
}

static void test_ruled_out(void **state)
{
    (void)state;
    fake_add_lesion(&fake, "L1", DEC_ONE);
    fake_set_status(&fake, B_ABLATION, 0, STATUS_RULED_OUT);
    e->answers[B_ABLATION][0].aux_holds = 3;
    assert_holds(
        render(REPORT_NDJSON, REPORT_BRIEF),
        "\"status\":\"ruled_out\",\"about\":\"L1\",\"evidence\":null,\"statements\":[],\"refs\":[],"
        "\"unless\":[{\"reason\":\"central_location\",\"statements\":[\"ABL-13\"]},"
        "{\"reason\":\"heat_sink\",\"statements\":[\"ABL-13\"]}],\"cautions\":[]");
    e->answers[B_ABLATION][0].aux_holds = 2;
    assert_holds(render(REPORT_NDJSON, REPORT_BRIEF),
                 "\"unless\":[{\"reason\":\"heat_sink\",\"statements\":[\"ABL-13\"]}]");
}

static void test_each_element(void **state)
{
    (void)state;
    fake_add_lesion(&fake, "L\"1", DEC_ONE);
    fake_add_lesion(&fake, "2", DEC_ONE);
    /* lines: unsuitable central; cautioned heat_sink, heat_sink, size_over_limit */
    e->answers[B_RF][0].main = fake_mask(2);
    e->answers[B_RF][0].aux_holds = 0xf;
    e->answers[B_RF][1].main = fake_mask(1);
    e->answers[B_RF][1].aux_holds = 0;
    assert_holds(
        render(REPORT_NDJSON, REPORT_BRIEF),
        "\"each\":{\"lesions\":[{\"key\":\"L\\\"1\",\"rf\":{\"value\":\"cautioned\",\"reasons\":"
        "[\"heat_sink\",\"size_over_limit\"]}},{\"key\":\"2\",\"rf\":{\"value\":\"suitable\"}}]}");
}

static void test_hidden_elements(void **state)
{
    (void)state;
    fake_add_lesion(&fake, "L1", DEC_ONE);
    fake_set_status(&fake, B_ABLATION, 0, STATUS_NOT_APPLICABLE);
    fake_set_status(&fake, B_ABLATION, FAKE_HIDDEN, STATUS_OPEN);
    fake_set_needs(&fake, &e->answers[B_ABLATION][FAKE_HIDDEN].main, 1,
                   (FactRef[]){ { NO_INDEX, 0, 0 } });
    assert_holds(render(REPORT_NDJSON, REPORT_BRIEF),
                 "\"open\":[{\"name\":\"rf_ablation\",\"about\":\"*\",\"needs\":[\"lesions\"],"
                 "\"gaps\":[]}]");
    e->answers[B_ABLATION][FAKE_HIDDEN].ready = false;
    assert_holds(render(REPORT_NDJSON, REPORT_BRIEF), "\"open\":[]");
}

static void test_open_answers(void **state)
{
    (void)state;
    Answer *risk = &e->answers[B_RISK][0].main, *fit = &e->answers[B_FIT][0].main;

    fake_add_lesion(&fake, "L1", -1);
    *risk = fake_mask(3);
    fake_set_needs(&fake, risk, 2, (FactRef[]){ { F_CEA, NO_INDEX, 0 }, { F_L_SIZE, 0, 0 } });
    fake_set_gap(&fake, risk, F_G_FACTORS);
    *fit = fake_mask(3);
    fit->undecided = true;
    char *text = render(REPORT_NDJSON, REPORT_BRIEF);
    assert_holds(text, "\"risk_group\":{\"possible\":[\"low\",\"high\"],\"needs\":[\"labs.cea\","
                       "\"lesions[1].size\"],"
                       "\"gaps\":[\"high_risk_factor_count\"]}");
    assert_holds(text,
                 "\"fit\":{\"possible\":[false,true],\"needs\":[],\"gaps\":[],\"undecided\":true}");
    assert_holds(render(REPORT_TEXT, REPORT_FULL), "open, not worked out to the end: no or yes");
    assert_holds(render(REPORT_HTML, REPORT_FULL), "open, not worked out to the end: no or yes");
    assert_holds(render(REPORT_CSV, REPORT_FULL), ",no|yes|(undecided),");
    fit->undecided = false;
    assert_lacks(render(REPORT_TEXT, REPORT_FULL), "not worked out");
    assert_lacks(render(REPORT_CSV, REPORT_FULL), "(undecided)");
}

/* A recommendation that was not worked out to the end says so in every form. */
static void test_undecided_advice(void **state)
{
    (void)state;
    BlockAnswer *surgery = &e->answers[B_SURGERY][0];

    surgery->main = fake_mask(3);
    fake_set_status(&fake, B_SURGERY, 0, STATUS_OPEN);
    assert_lacks(render(REPORT_TEXT, REPORT_FULL), "not worked out");
    surgery->main.undecided = true;
    assert_holds(render(REPORT_TEXT, REPORT_FULL), "(not worked out to the end)");
    assert_holds(render(REPORT_HTML, REPORT_FULL), "(not worked out to the end)");
    assert_holds(render(REPORT_CSV, REPORT_FULL), ",open|(undecided),");
    assert_holds(render(REPORT_NDJSON, REPORT_BRIEF),
                 "\"open\":[{\"name\":\"upfront_surgery\",\"about\":null,\"needs\":[],\"gaps\":[],"
                 "\"undecided\":true}]");
}

static void test_open_numbers(void **state)
{
    (void)state;
    Rat some[] = { { 1, 1 }, { 5, 2 } }, day[] = { { 0, 1 }, { 20780, 1 } };
    Answer *count = &e->answers[B_COUNT][0].main, *burden = &e->answers[B_BURDEN][0].main;
    Answer *slope = &e->answers[B_SLOPE][0].main, *visit = &e->answers[B_NEXT_VISIT][0].main;

    *count = (Answer){ .possible = some, .possible_count = 2 };
    *burden = (Answer){ .range_lo = { 1, 3 }, .range_hi = { 2, 3 } };
    *slope = (Answer){ .value.real = REAL_UNKNOWN };
    *visit = (Answer){ .possible = day, .possible_count = 2 };
    char *text = render(REPORT_NDJSON, REPORT_BRIEF);
    assert_holds(text, "\"risk_factor_count\":{\"possible\":[1,2.5],\"needs\"");
    assert_holds(text, "\"burden\":{\"range\":[0.33333333,0.66666667],\"needs\"");
    assert_holds(text, "\"slope\":{\"range\":[null,null],\"needs\"");
    assert_holds(text, "\"next_visit\":{\"possible\":[\"1970-01-01\",\"2026-11-23\"],\"needs\"");
    burden->lo_open = true;
    assert_holds(render(REPORT_NDJSON, REPORT_BRIEF), "\"burden\":{\"range\":[null,0.66666667]");
    *visit = (Answer){ .range_lo = { 0, 1 }, .range_hi = { 1, 1 }, .hi_open = true };
    assert_holds(render(REPORT_NDJSON, REPORT_BRIEF),
                 "\"next_visit\":{\"range\":[\"1970-01-01\",null]");
}

/* An operation that fails on known data: the answer is unknown, and that is a problem of the data.
 */
static void test_failures(void **state)
{
    (void)state;
    fake_add_lesion(&fake, "L1", DEC_ONE);
    e->answers[B_RISK][0].main = (Answer){ .settled = true, .failed = true, .value.mask = 1 };
    e->answers[B_RF][0].main = (Answer){ .settled = true, .failed = true, .value.mask = 1 };
    e->answers[B_SURGERY][0].main = (Answer){ .settled = true, .failed = true, .value.mask = 2 };
    e->answers[B_SURGERY][0].status = STATUS_OPEN;
    e->answers[B_C_LEVELS][0].main = (Answer){ .settled = true, .failed = true, .value.mask = 2 };
    char *text = render(REPORT_NDJSON, REPORT_BRIEF);
    assert_holds(text, "\"risk_group\":{\"possible\":[\"low\",\"high\"],\"needs\":[],\"gaps\":[]}");
    assert_holds(text, "\"open\":[{\"name\":\"upfront_surgery\",\"about\":null,\"needs\":[],"
                       "\"gaps\":[]}],\"cautions\":[]");
    assert_holds(
        text,
        "{\"code\":\"P090\",\"at\":\"risk_group\",\"message\":\"risk_group cannot be computed");
    assert_holds(text, "\"at\":\"lesions[1].rf\"");
    assert_holds(text, "\"at\":\"upfront_surgery\"");
    assert_holds(text, "\"at\":\"no_levels\"");
}

static void test_faults_of_the_guideline(void **state)
{
    (void)state;
    static uint32_t faults[] = { B_RISK * 2, B_RESECTABILITY * 2 + 1 };
    ReportWriter *writer =
        report_create(fake.arena, fake.program, get_options(REPORT_NDJSON, REPORT_FULL));
    StrBuf buf = { .arena = fake.arena };

    report_add(writer, &buf, fake.run, e, fake.record);
    assert_int_equal(report_get_fault_count(writer), 0);
    e->answers[B_RISK][0].main = (Answer){ .value.mask = 1, .faults = faults, .fault_count = 2 };
    report_add(writer, &buf, fake.run, e, fake.record); /* another completion has a result */
    assert_int_equal(report_get_fault_count(writer), 0);
    buf.len = 0;
    e->answers[B_RISK][0].main.no_result = true;
    report_add(writer, &buf, fake.run, e, fake.record);
    assert_int_equal(report_get_fault_count(writer), 1);
    assert_holds(str_to_c(fake.arena, buf_get(&buf)),
                 "\"needs\":[],\"gaps\":[\"risk_group.no_case\",\"resectability.two_cases\"]}");
}

static void test_problems_and_values(void **state)
{
    (void)state;
    ReportOptions options = get_options(REPORT_NDJSON, REPORT_FULL);
    Problem problem = { .code = "P003",
                        .at = STR("labs.cea"),
                        .message = STR("labs.cea is outside"),
                        .shown = STR("\"x\"") };

    vec_add(fake.run, &fake.record->problems, problem);
    assert_holds(render_times(options, 1), "\"problems\":[{\"code\":\"P003\",\"at\":\"labs.cea\","
                                           "\"message\":\"labs.cea is outside\"}]");
    options.show_values = true;
    assert_holds(render_times(options, 1),
                 "\"message\":\"labs.cea is outside\",\"shown\":\"\\\"x\\\"\"}]");
}

static void test_policies_in_declared_order(void **state)
{
    (void)state;
    uint16_t fields[] = { F_G_HIFU, F_G_FACTORS };
    Reg values[] = { { .mask = 2 }, { .lo = 3, .hi = 3 } };
    Rat exact[2] = { { 0, 1 }, { 0, 1 } };
    bool off_grid[2] = { false, false };
    PolicySet set = { 2, fields, values, exact, off_grid };
    ReportOptions options = get_options(REPORT_NDJSON, REPORT_FULL);

    options.policies = &set;
    options.has_date = false;
    assert_holds(render_times(options, 1),
                 "\"as_of\":null,\"policies\":{\"high_risk_factor_count\":3,"
                 "\"hifu_size_role\":\"contraindication\"},\"decisions\"");
}

static void test_nobody(void **state)
{
    (void)state;
    fake.record->key = STR_NONE;
    assert_holds(render(REPORT_NDJSON, REPORT_ADVICE), "\"patient\":null,");
}

static void test_facts_of_all_kinds(void **state)
{
    (void)state;
    fake_add_lesion(&fake, "L1", 5 * DEC_ONE / 2);
    fake_know(&fake, F_FLR, (Reg){ .lo = 75 * DEC_ONE, .hi = 75 * DEC_ONE });
    fake_know(&fake, F_T_STAGE, (Reg){ .mask = 4 });
    fake_know(&fake, F_SEEN, (Reg){ .lo = 0, .hi = 30 });
    fake.record->states[fake.program->fields[F_SEEN].reg - fake.program->slot_first] = FACT_IN_PART;
    fake_set_status(&fake, B_SURGERY, 0, STATUS_APPLIES);
    static const FactRef facts[] = { { F_T_STAGE, NO_INDEX, 0 },
                                     { F_FLR, NO_INDEX, 0 },
                                     { F_SEEN, NO_INDEX, 0 },
                                     { NO_INDEX, 0, 0 },
                                     { F_L_SIZE, 0, 0 } };
    for (int i = 0; i < 5; i++) {
        fake_add_because(&fake, B_SURGERY, 0, facts[i], B_SURGERY);
    }
    assert_holds(
        render(REPORT_NDJSON, REPORT_FULL),
        "\"because\":[{\"fact\":\"primary.t_stage\",\"value\":\"T3\",\"rule\":\"upfront_surgery\"},"
        "{\"fact\":\"liver.flr\",\"value\":\"75 %\",\"rule\":\"upfront_surgery\"},"
        "{\"fact\":\"last_seen\",\"value\":\"1970-01\",\"rule\":\"upfront_surgery\"},"
        "{\"fact\":\"lesions\",\"value\":\"1 listed\",\"rule\":\"upfront_surgery\"},"
        "{\"fact\":\"lesions[1].size\",\"value\":\"2.5 cm\",\"rule\":\"upfront_surgery\"}]");
}

static void test_caution_of_an_element(void **state)
{
    (void)state;
    fake_add_lesion(&fake, "L1", DEC_ONE);
    fake_add_lesion(&fake, "L2", DEC_ONE);
    fake_set_status(&fake, B_ABLATION, 0, STATUS_APPLIES);
    fake_set_status(&fake, B_ABLATION, 1, STATUS_APPLIES);
    e->answers[B_C_HEAT][1].main = fake_mask(MASK_YES);
    char *text = render(REPORT_NDJSON, REPORT_BRIEF);
    assert_holds(
        text, "\"about\":\"L1\",\"evidence\":null,\"statements\":[],\"refs\":[],\"cautions\":[],");
    assert_holds(text, "\"about\":\"L2\",\"evidence\":null,\"statements\":[],\"refs\":[],"
                       "\"cautions\":[\"heat\"],");
    assert_holds(text, "\"cautions\":[{\"name\":\"heat\",");
    e->answers[B_C_HEAT][1].main = fake_mask(MASK_UNKNOWN);
    assert_holds(render(REPORT_NDJSON, REPORT_BRIEF), "\"cautions\":[],\"next\"");
}

static void test_indented(void **state)
{
    (void)state;
    ReportOptions options = get_options(REPORT_JSON, REPORT_ADVICE);
    char *none = render_times(options, 0), *one = render_times(options, 1),
         *two = render_times(options, 2);

    assert_string_equal(none, "[]\n");
    assert_memory_equal(one, "{\n  \"guideline\": {", 18);
    assert_string_equal(one + strlen(one) - 3, "\n}\n");
    assert_memory_equal(two, "[\n{\n", 4);
    assert_holds(two, "\n},\n{\n");
    assert_string_equal(two + strlen(two) - 5, "\n}\n]\n");
}

static void test_error_records(void **state)
{
    (void)state;
    RecordError error = { 17, STR("R001"), STR("the record is not valid JSON"), STR("column 3"),
                          STR_NONE };
    ReportWriter *writer =
        report_create(fake.arena, fake.program, get_options(REPORT_NDJSON, REPORT_FULL));
    StrBuf buf = { .arena = fake.arena };

    report_add_error(writer, &buf, &error);
    error.patient = STR("P\"2");
    error.at = STR("");
    report_add_error(writer, &buf, &error);
    assert_string_equal(
        str_to_c(fake.arena, buf_get(&buf)),
        "{\"line\":17,\"error\":{\"code\":\"R001\",\"message\":\"the record is not valid JSON\","
        "\"at\":\"column 3\"}}\n"
        "{\"line\":17,\"patient\":\"P\\\"2\",\"error\":{\"code\":\"R001\",\"message\":"
        "\"the record is not valid JSON\",\"at\":null}}\n");
}

/* Names in a program are hostile until looked at: quotes in them do not break the text. */
static void test_hostile_names(void **state)
{
    (void)state;
    fake.program->fields[F_CEA].path = STR("a\"b");
    fake.program->fields[F_L_SIZE].path = STR("s\\");
    fake.program->blocks[B_RISK].name = STR("r\n");
    fake_add_lesion(&fake, "L1", -1);
    e->answers[B_RISK][0].main = fake_mask(3);
    fake_set_needs(&fake, &e->answers[B_RISK][0].main, 2,
                   (FactRef[]){ { F_CEA, NO_INDEX, 0 }, { F_L_SIZE, 0, 0 } });
    char *text = render(REPORT_NDJSON, REPORT_FULL);
    assert_holds(
        text,
        "\"r\\n\":{\"possible\":[\"low\",\"high\"],\"needs\":[\"a\\\"b\",\"lesions[1].s\\\\\"]");
}

/* ---- CSV ---- */

static void test_csv(void **state)
{
    (void)state;
    RecordError error = { 9, STR("R002"), STR("cut off, early"), STR(""), STR("P9") };
    ReportWriter *writer =
        report_create(fake.arena, fake.program, get_options(REPORT_CSV, REPORT_FULL));
    StrBuf buf = { .arena = fake.arena };

    fake.record->key = STR("P,\"1\"");
    fake_add_lesion(&fake, "a;b:c\\", DEC_ONE);
    fake_add_lesion(&fake, "L2", DEC_ONE);
    e->answers[B_RF][0].main = fake_mask(5);
    e->answers[B_RF][1].main = fake_mask(2);
    e->answers[B_BURDEN][0].main = (Answer){ .range_lo = { 1, 3 }, .hi_open = true };
    fake_set_status(&fake, B_SURGERY, 0, STATUS_OPEN);
    fake_set_status(&fake, B_ABLATION, 0, STATUS_APPLIES);
    fake_set_status(&fake, B_ABLATION, 1, STATUS_RULED_OUT);
    fake_set_status(&fake, B_ABLATION, FAKE_HIDDEN, STATUS_OPEN);
    report_begin(writer, &buf);
    report_add(writer, &buf, fake.run, e, fake.record);
    report_add_error(writer, &buf, &error);
    report_end(writer, &buf);
    assert_string_equal(
        str_to_c(fake.arena, buf_get(&buf)),
        "patient,resectability,risk_group,risk_factor_count,burden,fit,next_visit,slope,lesions.rf,"
        "upfront_surgery,"
        "neoadjuvant_chemotherapy,rf_ablation,biologics,obtain_volumetry,problems,error\n"
        "\"P,\"\"1\"\"\",resectable,low,2,0.33333333..,no,2026-11-23,0.5,a\\;b\\:c\\\\:suitable|"
        "unsuitable;L2:cautioned,"
        "open,not_applicable,a\\;b\\:c\\\\:applies;L2:ruled_out;*:open,not_applicable,not_"
        "applicable,,\n"
        "P9,,,,,,,,,,,,,,,\"R002 line 9: cut off, early\"\n");
}

static void test_csv_tells_advice_from_decisions(void **state)
{
    (void)state;
    fake.program->blocks[B_CHEMO].name = STR("fit");
    assert_holds(render(REPORT_CSV, REPORT_FULL), ",upfront_surgery,advice.fit,rf_ablation,");
}

/* ---- text and HTML ---- */

static void fill_case(void)
{
    fake_add_lesion(&fake, "L1", DEC_ONE);
    fake_add_lesion(&fake, "L2", -1);
    fake_know(&fake, F_R0, (Reg){ .mask = MASK_YES });
    fake_set_status(&fake, B_SURGERY, 0, STATUS_APPLIES);
    fake_add_because(&fake, B_SURGERY, 0, (FactRef){ F_R0, NO_INDEX, 0 }, B_RESECTABILITY);
    fake_set_status(&fake, B_BIOLOGICS, 0, STATUS_APPLIES);
    fake_set_status(&fake, B_ABLATION, 0, STATUS_RULED_OUT);
    e->answers[B_ABLATION][0].aux_holds = 1;
    fake_set_status(&fake, B_ABLATION, 1, STATUS_OPEN);
    fake_set_needs(&fake, &e->answers[B_ABLATION][1].main, 1, (FactRef[]){ { F_L_SIZE, 0, 1 } });
    fake_set_status(&fake, B_CHEMO, 0, STATUS_OPEN);
    fake_set_needs(&fake, &e->answers[B_CHEMO][0].main, 2,
                   (FactRef[]){ { F_CEA, NO_INDEX, 0 }, { F_L_SIZE, 0, 1 } });
    fake_set_gap(&fake, &e->answers[B_CHEMO][0].main, F_G_HIFU);
    e->answers[B_RISK][0].main = fake_mask(3);
    fake_set_gap(&fake, &e->answers[B_RISK][0].main, F_G_FACTORS);
    e->answers[B_C_LEVELS][0].main = fake_mask(MASK_YES);
}

static void test_text(void **state)
{
    (void)state;
    fill_case();
    assert_string_equal(
        strstr(render(REPORT_TEXT, REPORT_FULL), "ADVISED"),
        "ADVISED\n"
        "  Liver resection without neoadjuvant chemotherapy                         must\n"
        "    why      Resectability: resectable\n"
        "    caution  Evidence levels are not in the text\n"
        "    figure   5-year survival 55 % after R0, \"26 %\" after R1 LOW-08\n"
        "    source   LOW-01; ref. 18\n"
        "\n"
        "ADVISED AGAINST\n"
        "  Anti-EGFR antibodies or bevacizumab                           not recommended\n"
        "    evidence II, B\n"
        "\n"
        "  Figures are results of studies in groups of patients, not predictions for\n"
        "  this patient.\n"
        "\n"
        "RULED OUT\n"
        "  Radiofrequency ablation\n"
        "    for      lesion L1\n"
        "    because  Central: risk to the main bile ducts ABL-13\n"
        "\n"
        "OPEN: MISSING FACTS THAT MATTER\n"
        "  1. Largest diameter of lesion L2 (lesions[].size)\n"
        "     needed for: Neoadjuvant chemotherapy; Radiofrequency ablation\n"
        "  2. Carcinoembryonic antigen (labs.cea)\n"
        "     needed for: Neoadjuvant chemotherapy\n"
        "\n"
        "OPEN: WHAT THE GUIDELINE LEAVES UNDECIDED\n"
        "   - The size in the table row may be either (hifu_size_role)\n"
        "     no policy can settle it: the judgement stays with the team\n"
        "     needed for: Neoadjuvant chemotherapy\n"
        "   - The factors are listed, not how many of them make the risk high\n"
        "     (high_risk_factor_count)\n"
        "     a policy can settle it: Factors needed to call the risk high, 1 to 4\n"
        "     needed for: Risk of recurrence\n"
        "\n"
        "RECOMMENDATIONS STILL OPEN\n"
        "  Neoadjuvant chemotherapy\n"
        "  Radiofrequency ablation: lesion L2\n"
        "\n"
        "DECISIONS\n"
        "  Resectability           resectable\n"
        "  Risk of recurrence      open: low or high\n"
        "  Number of risk factors  2\n"
        "  Tumour burden           2.5 cm\n"
        "  Fit for surgery         no\n"
        "  Next visit              2026-11-23\n"
        "  Slope                   0.5\n"
        "  Lesion L1\n"
        "    Radiofrequency ablation  suitable\n"
        "  Lesion L2\n"
        "    Radiofrequency ablation  suitable\n"
        "\n"
        "CAUTIONS\n"
        "  ! Evidence levels are not in the text LOW-08\n"
        "\n"
        "WHY\n"
        "  Resectability\n"
        "    liver.r0_feasible: yes\n");
}

/* No line is wider than asked, whatever stands in it, unless one word is. */
static void test_text_keeps_its_width(void **state)
{
    (void)state;
    ReportOptions options = get_options(REPORT_TEXT, REPORT_FULL);

    fill_case();
    for (options.width = 40; options.width <= 120; options.width++) {
        const char *text = render_times(options, 1);
        while (*text) {
            unsigned columns = 0;
            for (; *text && *text != '\n'; text++) {
                columns += ((unsigned char)*text & 0xc0) != 0x80;
            }
            assert_true(columns <= options.width);
            text += *text == '\n';
        }
    }
}

/* A patient's label cannot steer the terminal or the page. */
static void test_hostile_label(void **state)
{
    (void)state;
    fake.record->key = STR("\033[31mP\xe2\x80\xae<script>&'\"");
    char *text = render(REPORT_TEXT, REPORT_FULL), *page = render(REPORT_HTML, REPORT_FULL);
    assert_lacks(text, "\033");
    assert_lacks(text, "\xe2\x80\xae");
    assert_holds(text, "\xef\xbf\xbd[31mP\xef\xbf\xbd<script>");
    assert_lacks(page, "<script>");
    assert_lacks(page, "\033");
    assert_holds(page, "\xef\xbf\xbd[31mP\xef\xbf\xbd&lt;script&gt;&amp;&#39;&quot;");
}

/* The page leaves out what the terminal leaves out: one list says what that is. */
static void test_unseen_in_a_label(void **state)
{
    static const char *const unseen[] = {
        "\x7f",         "\xc2\x85",     "\xd8\x9c",     "\xe2\x80\x8b",
        "\xe2\x80\x8e", "\xe2\x80\xa8", "\xe2\x81\xa0", "\xe2\x81\xa9",
        "\xe2\x81\xaf", "\xef\xbb\xbf", "\xef\xbf\xb9", "\xff",
    };
    (void)state;
    for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++) {
        fake.record->key = str_format(fake.arena, "P%s1", unseen[i]);
        assert_holds(render(REPORT_HTML, REPORT_FULL), "P\xef\xbf\xbd"
                                                       "1");
        assert_holds(render(REPORT_TEXT, REPORT_FULL), "P\xef\xbf\xbd"
                                                       "1");
    }
    fake.record->key = STR("P\xe2\x80\x8d"
                           "1\xc3\xa9");
    assert_holds(render(REPORT_HTML, REPORT_FULL), "P\xe2\x80\x8d"
                                                   "1\xc3\xa9");
}

static void test_colour_only_if_asked(void **state)
{
    (void)state;
    ReportOptions options = get_options(REPORT_TEXT, REPORT_FULL);

    fill_case();
    assert_lacks(render_times(options, 1), "\033[");
    options.color = true;
    assert_holds(render_times(options, 1), "\033[1;36mADVISED\033[0m\n");
}

static void test_html(void **state)
{
    (void)state;
    fill_case();
    char *one = render(REPORT_HTML, REPORT_FULL),
         *two = render_times(get_options(REPORT_HTML, REPORT_FULL), 2);
    assert_memory_equal(one, "<!doctype html>\n<html lang=\"en\">", 32);
    assert_string_equal(one + strlen(one) - 16, "</body>\n</html>\n");
    assert_lacks(one, "<nav");
    assert_lacks(one, "http");
    assert_holds(two, "<a href=\"#p2\">P0001</a> <span class=\"n\">2 advised, 2 open</span>");
    assert_holds(two, "<article id=\"p2\">");
    assert_holds(
        one,
        "<h4>Liver resection without neoadjuvant chemotherapy</h4><span class=\"tag\">must</span>");
    assert_holds(one, "&quot;26 %&quot; after R1 <code>LOW-08</code>");
}

/* What is not printed is not explained. */
static void test_explains_only_where_it_is_shown(void **state)
{
    (void)state;
    fill_case();
    render(REPORT_CSV, REPORT_FULL);
    render(REPORT_TEXT, REPORT_BRIEF);
    render(REPORT_NONE, REPORT_FULL);
    assert_int_equal(e->explained, 0);
    render(REPORT_TEXT, REPORT_FULL);
    assert_int_equal(e->explained, 3);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_every_key_in_order),
        TEST(test_verdict_knows_no_options),
        TEST(test_detail_leaves_out_keys),
        TEST(test_whole_advice_entry),
        TEST(test_advice_that_does_not_apply),
        TEST(test_ruled_out),
        TEST(test_each_element),
        TEST(test_hidden_elements),
        TEST(test_open_answers),
        TEST(test_undecided_advice),
        TEST(test_open_numbers),
        TEST(test_failures),
        TEST(test_faults_of_the_guideline),
        TEST(test_problems_and_values),
        TEST(test_policies_in_declared_order),
        TEST(test_nobody),
        TEST(test_facts_of_all_kinds),
        TEST(test_caution_of_an_element),
        TEST(test_indented),
        TEST(test_error_records),
        TEST(test_hostile_names),
        TEST(test_csv),
        TEST(test_csv_tells_advice_from_decisions),
        TEST(test_text),
        TEST(test_text_keeps_its_width),
        TEST(test_hostile_label),
        TEST(test_unseen_in_a_label),
        TEST(test_colour_only_if_asked),
        TEST(test_html),
        TEST(test_explains_only_where_it_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
