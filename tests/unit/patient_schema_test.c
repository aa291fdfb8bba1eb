/* patient_schema_test.c - schemas out of the ordinary: what the record of such a program does. */
#include "runtime/patient/problem.h"
#include "tests/unit/patient_harness.h"

static Builder b;

static void start(void)
{
    session = arena_create(0);
    run = arena_create(0);
    build_begin(&b, session);
}

static void use(void)
{
    program = build_end(&b);
    record = record_create(session, run, program);
    bytes_reader = patient_open(session, program, -1, PATIENT_NDJSON);
}

static int begin(void **state)
{
    start();
    return 0;
}

static void keys_that_begin_alike_are_told_apart(void **state)
{
    build_scalar(&b, "treatment.perioperative_chemotherapy_a", REG_INT, 0, 9);
    build_scalar(&b, "treatment.perioperative_chemotherapy_b", REG_INT, 0, 9);
    build_scalar(&b, "sixteen_bytes_ab", REG_INT, 0, 9);
    build_scalar(&b, "sixteen_bytes_abc", REG_INT, 0, 9);
    build_scalar(&b, "eightbyt", REG_INT, 0, 9);
    build_scalar(&b, "eightbyte", REG_INT, 0, 9);
    build_scalar(&b, "x", REG_INT, 0, 9);
    use();
    read_ok(
        "{\"eightbyte\":1,\"eightbyt\":2,\"sixteen_bytes_abc\":3,\"sixteen_bytes_ab\":4,\"x\":7,"
        "\"treatment\":{\"perioperative_chemotherapy_b\":5,\"perioperative_chemotherapy_a\":6}}");
    assert_string_equal(problems(), "");
    assert_number("eightbyte", 1);
    assert_number("eightbyt", 2);
    assert_number("sixteen_bytes_abc", 3);
    assert_number("sixteen_bytes_ab", 4);
    assert_number("treatment.perioperative_chemotherapy_b", 5);
    assert_number("treatment.perioperative_chemotherapy_a", 6);
    assert_number("x", 7);
    read_ok_bytes(STR("{\"x\\u0000\":1,\"sixteen_bytes_abd\":1,\"sixteen_bytes_a\":1}"));
    assert_string_equal(problems(), "P011 sixteen_bytes_a; P011 sixteen_bytes_abd; P011 x\\u{0}");
    read_ok("{\"treatment\":{\"perioperative_chemotherapy_c\":1}}");
    assert_string_equal(problems(), "P011 treatment.perioperative_chemotherapy_c");
}

static void many_keys_of_one_level_are_all_found(void **state)
{
    for (unsigned i = 0; i < 500; i++) {
        Str path = str_format(session, "field_%u", i);
        build_scalar(&b, str_to_c(session, path), REG_INT, 0, 1000);
    }
    use();
    StrBuf json = { .arena = session };
    for (unsigned i = 0; i < 500; i++) {
        buf_add_format(&json, "%s\"field_%u\":%u", i ? "," : "{", i * 7 % 500, i * 7 % 500);
    }
    buf_add_char(&json, '}');
    read_ok_bytes(buf_get(&json));
    assert_string_equal(problems(), "");
    for (unsigned i = 0; i < 500; i++) {
        assert_int_equal(record->slots[i].lo, i);
    }
}

static void a_list_that_no_rule_reads_is_checked_and_not_kept(void **state)
{
    uint16_t list = build_list(&b, "tumour.lesions", 0, 2);
    build_element_key(&b, list, "id");
    FieldInfo size = build_field_info("size", FIELD_ELEMENT, REG_DEC, 0, DEC_ONE);
    size.used = false;
    build_element_info(&b, list, size);
    b.lists.items[list].used = false;
    use();
    read_ok("{\"tumour\":{\"lesions\":[{\"id\":\"A\",\"size\":2},{\"id\":\"A\",\"id\":\"A\"}]}}");
    assert_string_equal(problems(), "P003 tumour.lesions[1].size; P012 tumour.lesions[2].id");
    assert_int_equal(record->lists[0].state, FACT_MISSING);
    assert_int_equal(record->lists[0].count, 0);
    read_ok("{\"tumour\":{\"lesions\":[{},{},{}]}}");
    assert_string_equal(problems(), "P016 tumour.lesions");
    read_ok("{\"tumour\":{\"lesions\":[]},\"tumour\":{}}");
    assert_string_equal(problems(), "P012 tumour");
    read_ok("{\"tumour\":{\"lesions\":[],\"lesions\":[]}}");
    assert_string_equal(problems(), "P012 tumour.lesions");
    assert_string_equal(read_stream(PATIENT_CSV, "tumour.lesions[2].size\n3\n"),
                        "-@2(P003 tumour.lesions[1].size) .");
    read_error("{\"tumour\":01}");
    assert_null(error.patient.ptr);
}

static FieldInfo in_weeks(const char *path, RegType type, int64_t hi)
{
    FieldInfo field = build_field_info(path, FIELD_SCALAR, type, 0, hi);
    field.unit = unit_find(STR("wk"));
    return field;
}

static void exact_values_belong_to_their_element(void **state)
{
    uint16_t list = build_list(&b, "visits", 0, 3);
    build_element_info(&b, list, in_weeks("after", REG_DEC, 100 * DEC_ONE));
    build_element_info(&b, list, in_weeks("before", REG_DEC, 100 * DEC_ONE));
    build_field(&b, in_weeks("since", REG_DEC, 100 * DEC_ONE));
    use();
    read_ok("{\"visits\":[{\"after\":\"1 d\"},{\"before\":\"3 d\",\"after\":\"2 "
            "d\"}],\"since\":\"4 d\"}");
    assert_int_equal(record->off_grid.count, 4);
    assert_int_equal(exact_of("visits[1].after").num, 1);
    assert_int_equal(exact_of("visits[2].after").num, 2);
    assert_int_equal(exact_of("visits[2].before").num, 3);
    assert_int_equal(exact_of("since").num, 4);
    assert_int_equal(exact_of("since").den, 7);
    read_ok(
        "{\"visits\":[{\"after\":\"1 d\"},{\"before\":\"3 d\",\"after\":\"2 d\",\"before\":1}]}");
    assert_string_equal(problems(), "P012 visits[2].before");
    assert_int_equal(record->off_grid.count, 2);
    assert_int_equal(exact_of("visits[1].after").num, 1);
    assert_int_equal(exact_of("visits[2].after").num, 2);
    assert_blank("visits[2].before", FACT_FAULTY);
    read_ok(
        "{\"since\":\"4 d\",\"visits\":[{\"after\":\"1 d\"},{\"after\":\"2 d\"}],\"visits\":[]}");
    assert_int_equal(record->off_grid.count, 1);
    assert_int_equal(exact_of("since").num, 4);
}

static void an_integer_with_a_unit_must_come_out_whole(void **state)
{
    build_field(&b, in_weeks("weeks", REG_INT, 10));
    use();
    read_ok("{\"weeks\":\"14 d\"}");
    assert_number("weeks", 2);
    read_ok("{\"weeks\":{\"value\":2,\"unit\":\"wk\"}}");
    assert_number("weeks", 2);
    assert_faulty("{\"weeks\":\"15 d\"}", "P009", "weeks");
    assert_faulty("{\"weeks\":\"77 d\"}", "P003", "weeks");
    assert_faulty("{\"weeks\":true}", "P001", "weeks");
    assert_string_equal(message(0),
                        "weeks must be a whole number in wk, or a number with its unit");
    assert_faulty("{\"weeks\":11}", "P003", "weeks");
    assert_string_equal(message(0), "weeks is outside its range 0 wk..10 wk");
}

static void a_real_is_read_from_its_decimal(void **state)
{
    build_scalar(&b, "ratio", REG_REAL, 0, 10 * DEC_ONE);
    build_field(&b, in_weeks("weeks", REG_REAL, 10 * DEC_ONE));
    use();
    read_ok("{\"ratio\":0.5,\"weeks\":\"1 d\"}");
    assert_string_equal(problems(), "");
    assert_true(reg_of("ratio").real == 0.5);
    assert_true(reg_of("weeks").real == 1.0 / 7.0);
    read_ok("{\"ratio\":11}");
    assert_string_equal(problems(), "P003 ratio");
    read_ok("{\"ratio\":true}");
    assert_string_equal(message(0), "ratio must be a number");
}

static void a_conversion_that_overflows_is_too_large(void **state)
{
    FieldInfo field = build_field_info("length", FIELD_SCALAR, REG_DEC, DEC_MIN, DEC_MAX);
    field.unit = unit_find(STR("mm"));
    build_field(&b, field);
    use();
    read_ok("{\"length\":\"92233720.368547 m\"}");
    assert_number("length", 9223372036854700000);
    read_ok("{\"length\":\"92233721 m\"}");
    assert_string_equal(problems(), "P008 length");
    assert_blank("length", FACT_FAULTY);
}

static void paths_that_no_record_can_have_are_unknown(void **state)
{
    StrBuf deep = { .arena = session };
    for (int i = 0; i < 80; i++) {
        buf_add_c(&deep, "a.");
    }
    buf_add_c(&deep, "z");
    build_scalar(&b, "x", REG_INT, 0, 9);
    build_scalar(&b, "x.y", REG_INT, 0, 9);
    build_scalar(&b, "x", REG_INT, 0, 5);
    build_scalar(&b, str_to_c(session, buf_get(&deep)), REG_INT, 0, 9);
    use();
    read_ok("{\"x\":7}");
    assert_string_equal(problems(), "");
    assert_int_equal(record->slots[0].lo, 7);
    assert_int_equal(record->states[2], FACT_MISSING);
    read_ok("{\"x\":{\"y\":1}}");
    assert_string_equal(problems(), "P001 x");
    StrBuf json = { .arena = session };
    for (int i = 0; i < 60; i++) {
        buf_add_c(&json, "{\"a\":");
    }
    buf_add_c(&json, "1");
    for (int i = 0; i < 60; i++) {
        buf_add_c(&json, "}");
    }
    read_ok_bytes(buf_get(&json));
    assert_int_equal(record->problems.count, 1);
}

static void a_name_that_several_groups_have_is_not_guessed(void **state)
{
    build_scalar_bool(&b, "ct.done");
    build_scalar_bool(&b, "mr.done");
    build_scalar_bool(&b, "mr.contrast_agent");
    use();
    read_ok("{\"done\":true,\"contrast_agent\":true}");
    assert_string_equal(problems(), "P011 contrast_agent; P011 done");
    assert_string_equal(message(1), "done is not a field of this record");
    assert_string_equal(
        message(0),
        "contrast_agent is not a field of this record; did you mean mr.contrast_agent?");
}

static void a_list_of_at_least_some_may_be_short_if_partial(void **state)
{
    BReg whole = build_scalar_bool(&b, "whole");
    uint16_t list = build_list(&b, "visits", 2, 4);
    build_element(&b, list, "n", REG_INT, 0, 9);
    build_list_complete(&b, list, whole, MASK_NO);
    use();
    read_ok("{\"visits\":[{\"n\":1}]}");
    assert_string_equal(problems(), "P017 visits");
    assert_string_equal(
        message(0), "visits has fewer elements than its bound 2..4; the list counts as missing");
    assert_int_equal(record->lists[0].hidden_least, 2);
    read_ok("{\"visits\":[{\"n\":1}],\"whole\":false}");
    assert_string_equal(problems(), "");
    assert_int_equal(record->lists[0].count, 1);
    assert_int_equal(record->lists[0].hidden_least, 1);
    assert_int_equal(record->lists[0].hidden_most, 3);
}

static void an_empty_schema_takes_nothing(void **state)
{
    use();
    read_ok("{}");
    assert_string_equal(problems(), "");
    read_ok("{\"id\":\"A\"}");
    assert_string_equal(problems(), "P011 id");
    assert_string_equal(read_stream(PATIENT_CSV, "id\nA\n"), "!R018@1 .");
    patient_close(NULL);
}

static void one_shot_reading_needs_no_reader(void **state)
{
    build_scalar(&b, "x", REG_INT, 0, 9);
    use();
    assert_true(patient_read_json(session, program, STR("{\"x\":7}"), record, &error));
    assert_int_equal(record->slots[0].lo, 7);
    assert_int_equal(record->line, 1);
    assert_false(patient_read_json(session, program, STR("{\"x\":7"), record, &error));
    assert_string_equal(to_c(error.code), "R002");
    assert_int_equal(record->states[0], FACT_MISSING);
}

static void bad_bytes_are_found_where_they_are(void **state)
{
    build_scalar(&b, "x", REG_INT, 0, 9);
    use();
    const char *bad[] = { "\x80",          "\xC1\xBF",         "\xC3",
                          "\xE0\x9F\x80",  "\xE4\xB8",         "\xE4\xB8x",
                          "\xED\xBF\xBF",  "\xF0\x8F\x80\x80", "\xF0\x9F\x98",
                          "\xF0\x9F\x98x", "\xF5\x80\x80\x80", "\xF0\x9Fxx" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char json[64];
        snprintf(json, sizeof json,
                 "{\"\xC3\xA4\xE4\xB8\xAD\xED\x9F\xBF\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF\":\"%s\"}",
                 bad[i]);
        assert_string_equal(read_error(json), "R003 line 1 column 11");
        snprintf(json, sizeof json, "x\n\xE4\xB8\xAD%s\n", bad[i]);
        assert_string_equal(read_stream(PATIENT_CSV, json), "!R003@2 .");
    }
    assert_string_equal(read_error("{\"a\":\"\xF1\x80\x80\x80\xEE\x80\x80\xE0\xA0\x80\xC2\x80\",}"),
                        "R001 line 1 column 13");
}

static void a_faulty_text_is_shown_cut_between_characters(void **state)
{
    build_scalar_bool(&b, "x");
    use();
    StrBuf json = { .arena = session };
    buf_add_c(&json, "{\"x\":\"-");
    for (int i = 0; i < 200; i++) {
        buf_add_c(&json, "\xC3\xA4");
    }
    buf_add_c(&json, "\"}");
    read_ok_bytes(buf_get(&json));
    assert_int_equal(record->problems.items[0].shown.len, 199);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(keys_that_begin_alike_are_told_apart),
        CASE(many_keys_of_one_level_are_all_found),
        CASE(a_list_that_no_rule_reads_is_checked_and_not_kept),
        CASE(exact_values_belong_to_their_element),
        CASE(an_integer_with_a_unit_must_come_out_whole),
        CASE(a_real_is_read_from_its_decimal),
        CASE(a_conversion_that_overflows_is_too_large),
        CASE(paths_that_no_record_can_have_are_unknown),
        CASE(a_name_that_several_groups_have_is_not_guessed),
        CASE(a_list_of_at_least_some_may_be_short_if_partial),
        CASE(an_empty_schema_takes_nothing),
        CASE(one_shot_reading_needs_no_reader),
        CASE(bad_bytes_are_found_where_they_are),
        CASE(a_faulty_text_is_shown_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
