/* patient_error_test.c - text and structure: what is a label, what is no record at all. */
#include "runtime/base/limits.h"
#include "tests/unit/patient_harness.h"

/* ---- text ---- */

static void labels_are_clean_text(void **state)
{
    const char *bad[] = { "a\\u0000b", "a\\nb",   "a\\u202eb", "\\ufeffa",
                          "a\\u2066b", "\\u007f", "\\u0085",   "a\\u200bb" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char json[100];
        snprintf(json, sizeof json, "{\"id\":\"%s\"}", bad[i]);
        read_ok(json);
        assert_string_equal(problems(), "P013 id");
        assert_null(record->key.ptr);
    }
    read_ok("{\"id\":\"\"}");
    assert_string_equal(problems(), "P014 id");
    read_ok("{\"id\":17}");
    assert_string_equal(problems(), "P001 id");
    assert_string_equal(message(0), "id must be a text");
    read_ok("{\"id\":\"J\\u00f6rg \\ud83d\\ude00 \xE4\xB8\xAD\",\"note\":\"\"}");
    assert_string_equal(problems(), "");
    assert_string_equal(to_c(record->key), "J\xC3\xB6rg \xF0\x9F\x98\x80 \xE4\xB8\xAD");
    read_ok("{\"note\":\"right\\u202eleft\"}");
    assert_string_equal(problems(), "P013 note");
    read_ok("{\"lesions\":[{\"id\":\"a\\tb\"}]}");
    assert_string_equal(problems(), "P013 lesions[1].id");
    assert_string_equal(to_c(record->lists[0].keys[0]), "1");
}

/* LIMIT_LABEL bytes of a label are read, one more is not. */
static void labels_have_a_length(void **state)
{
    char json[2 * LIMIT_LABEL + 100];
    const char *shapes[] = { "{\"id\":\"%0*d\"}", "{\"lesions\":[{\"id\":\"%0*d\"}]}" };
    const char *paths[] = { "P026 id", "P026 lesions[1].id" };
    for (int i = 0; i < 2; i++) {
        snprintf(json, sizeof json, shapes[i], LIMIT_LABEL, 7);
        read_ok(json);
        assert_string_equal(problems(), "");
        assert_int_equal(i ? record->lists[0].keys[0].len : record->key.len, LIMIT_LABEL);
        snprintf(json, sizeof json, shapes[i], LIMIT_LABEL + 1, 7);
        read_ok(json);
        assert_string_equal(problems(), paths[i]);
    }
    assert_string_equal(message(0), "lesions[1].id is a label of more than 200 bytes");
    assert_string_equal(to_c(record->lists[0].keys[0]), "1");
    read_ok(json);
    assert_null(record->key.ptr);
}

static void bytes_that_are_no_utf8_make_no_record(void **state)
{
    assert_string_equal(read_error("{\"note\":\"a\xFF\"}"), "R003 line 1 column 11");
    assert_string_equal(read_error("{\"note\":\"\xC0\x80\"}"), "R003 line 1 column 10");
    assert_string_equal(read_error("{\"note\":\"\xED\xA0\x80\"}"), "R003 line 1 column 10");
    assert_string_equal(read_error("{\"note\":\"\xF4\x90\x80\x80\"}"), "R003 line 1 column 10");
    assert_string_equal(read_error("{\"n\xC3\xB6te\":\"\xE4\xB8\"}"), "R003 line 1 column 10");
    assert_string_equal(read_error("\xFF\xFE{"), "R003 line 1 column 1");
}

static void half_a_surrogate_pair_makes_no_record(void **state)
{
    assert_string_equal(read_error("{\"note\":\"\\ud800\"}"), "R004 line 1 column 9");
    assert_string_equal(read_error("{\"note\":\"\\udc00\"}"), "R004 line 1 column 9");
    assert_string_equal(read_error("{\"note\":\"\\udc00\\ud800\"}"), "R004 line 1 column 9");
    assert_string_equal(read_error("{\"note\":\"\\ud800\\u0041\"}"), "R004 line 1 column 9");
    assert_string_equal(read_error("{\"note\":\"\\ud800x\"}"), "R004 line 1 column 9");
    assert_string_equal(read_error("{\"zzz\":[\"\\ud800\"]}"), "R004 line 1 column 9");
    assert_string_equal(read_error("{\"\\ud800\":1}"), "R004 line 1 column 2");
}

static void unknown_escapes_make_no_record(void **state)
{
    assert_string_equal(read_error("{\"note\":\"\\x41\"}"), "R004 line 1 column 9");
    assert_string_equal(read_error("{\"note\":\"\\u12g4\"}"), "R004 line 1 column 9");
    assert_string_equal(read_error("{\"note\":\"\\'\"}"), "R004 line 1 column 9");
    read_ok("{\"note\":\"\\\" \\\\ \\/ \\t \\u0041\"}");
    assert_string_equal(problems(), "");
}

static void control_characters_and_nul_make_no_record(void **state)
{
    assert_string_equal(read_error("{\"note\":\"a\tb\"}"), "R004 line 1 column 11");
    assert_string_equal(read_error_bytes(STR("{\"note\":\"a\0b\"}")), "R004 line 1 column 11");
    assert_string_equal(read_error_bytes(STR("{\"lines\":1\0}")), "R005 line 1 column 10");
    assert_string_equal(read_error_bytes(STR("{\"lines\":\0}")), "R001 line 1 column 10");
    assert_string_equal(read_error_bytes(STR("{\"lines\":1}\0")), "R006 line 1 column 12");
    assert_string_equal(read_error_bytes(STR("{\"lines\":true\0}")), "R001 line 1 column 10");
}

/* ---- structure ---- */

static void text_that_is_not_json_makes_no_record(void **state)
{
    assert_string_equal(read_error("{\"lines\":1,}"), "R001 line 1 column 12");
    assert_string_equal(read_error("{,\"lines\":1}"), "R001 line 1 column 2");
    assert_string_equal(read_error("{\"lines\":1 \"id\":\"A\"}"), "R001 line 1 column 12");
    assert_string_equal(read_error("{\"lines\" 1}"), "R001 line 1 column 10");
    assert_string_equal(read_error("{\"lines\"}"), "R001 line 1 column 9");
    assert_string_equal(read_error("{\"lines\":}"), "R001 line 1 column 10");
    assert_string_equal(read_error("{lines:1}"), "R001 line 1 column 2");
    assert_string_equal(read_error("{'lines':1}"), "R001 line 1 column 2");
    assert_string_equal(read_error("{1:1}"), "R001 line 1 column 2");
    assert_string_equal(read_error("{\"a\":[1,]}"), "R001 line 1 column 9");
    assert_string_equal(read_error("{\"a\":[1 2]}"), "R001 line 1 column 9");
    assert_string_equal(read_error("{\"a\":[1}"), "R001 line 1 column 8");
    assert_string_equal(read_error("{\"a\":1]"), "R001 line 1 column 7");
    assert_string_equal(read_error("{\"a\":tru}"), "R001 line 1 column 6");
    assert_string_equal(read_error("{\"a\":truer}"), "R001 line 1 column 6");
    assert_string_equal(read_error("{\"a\":nul}"), "R001 line 1 column 6");
    assert_string_equal(read_error("{\"a\":True}"), "R001 line 1 column 6");
    assert_string_equal(read_error("{\"a\":\"x\"y}"), "R001 line 1 column 9");
    assert_string_equal(read_error("{\"a\"x:1}"), "R001 line 1 column 5");
    assert_string_equal(read_error("{\"a\":1/*c*/}"), "R005 line 1 column 6");
    assert_string_equal(read_error("{\"a\"::1}"), "R001 line 1 column 6");
    assert_string_equal(read_error("{\"a\":1,,\"b\":2}"), "R001 line 1 column 8");
    assert_string_equal(read_error("{\"note\":\"\xC3\xA4\",}"), "R001 line 1 column 13");
}

static void a_record_cut_off_anywhere_is_an_error(void **state)
{
    static const char whole[] =
        "{\"id\":\"P1\",\"liver\":{\"flr\":32.5,\"bilobar\":true},\"lesions\":[{\"id\":\"a\\n\"},"
        "null]}";
    for (size_t len = 0; len + 1 < sizeof whole; len++) {
        assert_string_not_equal(read_error_bytes((Str){ whole, len }), "accepted");
    }
    read_ok(whole);
    assert_string_equal(read_error("{\"lines\":1"), "R002 line 1 column 11");
    assert_string_equal(read_error("{"), "R002 line 1 column 2");
    assert_string_equal(read_error(""), "R002 line 1 column 1");
    assert_string_equal(read_error("{\"id\":\"abc"), "R004 line 1 column 7");
}

static void two_values_make_no_record(void **state)
{
    assert_string_equal(read_error("{\"lines\":1}{\"lines\":2}"), "R006 line 1 column 12");
    assert_string_equal(read_error("{\"lines\":1} x"), "R006 line 1 column 13");
    assert_string_equal(read_error("{\"lines\":1},"), "R006 line 1 column 12");
    assert_string_equal(read_error("{\"lines\":1}}"), "R006 line 1 column 12");
}

static void only_an_object_is_a_record(void **state)
{
    const char *texts[] = { "[]", "[{}]", "1", "null", "true", "\"{}\"", "x", "}", "]", "," };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_string_equal(read_error(texts[i]), "R007 line 1 column 1");
    }
    assert_string_equal(read_error("  [1]"), "R007 line 1 column 3");
}

static const char *nest(unsigned depth, const char *open, const char *close)
{
    StrBuf buf = { .arena = session };
    buf_add_c(&buf, "{\"zzz\":");
    for (unsigned i = 1; i < depth; i++) {
        buf_add_c(&buf, open);
    }
    buf_add_c(&buf, "1");
    for (unsigned i = 1; i < depth; i++) {
        buf_add_c(&buf, close);
    }
    buf_add_c(&buf, "}");
    buf_add_char(&buf, '\0');
    return buf.ptr;
}

static void depth_is_limited_to_64(void **state)
{
    read_ok(nest(64, "[", "]"));
    assert_string_equal(problems(), "P011 zzz");
    read_ok(nest(64, "{\"a\":", "}"));
    assert_string_equal(read_error(nest(65, "[", "]")), "R008 line 1 column 71");
    assert_string_equal(read_error(nest(65, "{\"a\":", "}")), "R008 line 1 column 323");
    assert_string_equal(read_error(nest(400000, "[", "]")), "R008 line 1 column 71");
    assert_string_equal(read_error(nest(1000000, "[", "]")), "R010 line 1 column 1");
    StrBuf open = { .arena = session };
    buf_add_c(&open, "{\"zzz\":");
    for (unsigned i = 0; i < 1000000; i++) {
        buf_add_char(&open, '[');
    }
    assert_string_equal(read_error_bytes(buf_get(&open)), "R008 line 1 column 71");
}

static void a_record_of_too_many_values_is_an_error(void **state)
{
    StrBuf json = { .arena = session };
    buf_add_c(&json, "{\"zzz\":[0");
    unsigned tokens = 7; /* { "zzz" : [ 0 ] } */
    for (; tokens + 2 <= LIMIT_RECORD_VALUES; tokens += 2) {
        buf_add_c(&json, ",0");
    }
    size_t len = json.len;
    buf_add_c(&json, "]}");
    read_ok_bytes(buf_get(&json));
    assert_string_equal(problems(), "P011 zzz");
    json.len = len;
    buf_add_c(&json, ",0]}");
    assert_string_equal(read_error_bytes(buf_get(&json)), "R010 line 1 column 1");
}

static void an_error_names_the_patient_if_it_was_read(void **state)
{
    read_error("{\"id\":\"P7\",\"lines\":01}");
    assert_string_equal(to_c(error.patient), "P7");
    read_error("{\"lines\":01,\"id\":\"P7\"}");
    assert_null(error.patient.ptr);
    read_error("{\"id\":\"P7\",\"id\":\"P8\",\"lines\":01}");
    assert_null(error.patient.ptr);
    read_error("{\"liver\":{\"id\":\"P7\"},\"lines\":01}");
    assert_null(error.patient.ptr);
    read_error("{\"id\":7,\"lines\":01}");
    assert_null(error.patient.ptr);
    read_error("{\"id\":\"P7\"}{\"id\":\"P8\"}");
    assert_null(error.patient.ptr);
    read_error("{\"id\":\"P7\",\"zzz\":\"\\ud800\"}");
    assert_string_equal(to_c(error.patient), "P7");
    read_error("{\"id\":");
    assert_null(error.patient.ptr);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(labels_are_clean_text),
        CASE(labels_have_a_length),
        CASE(bytes_that_are_no_utf8_make_no_record),
        CASE(half_a_surrogate_pair_makes_no_record),
        CASE(unknown_escapes_make_no_record),
        CASE(control_characters_and_nul_make_no_record),
        CASE(text_that_is_not_json_makes_no_record),
        CASE(a_record_cut_off_anywhere_is_an_error),
        CASE(two_values_make_no_record),
        CASE(only_an_object_is_a_record),
        CASE(depth_is_limited_to_64),
        CASE(a_record_of_too_many_values_is_an_error),
        CASE(an_error_names_the_patient_if_it_was_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
