/* patient_record_test.c - keys, groups, lists and labels of one record, and what stays said of it.
 */
#include "tests/unit/patient_harness.h"
#include "runtime/patient/problem.h"

/* ---- keys ---- */

static void a_known_field_twice_is_unknown_even_if_equal(void **state)
{
    assert_faulty("{\"lines\":1,\"lines\":1}", "P012", "lines");
    assert_string_equal(message(0), "lines is given more than once; none of its values is used");
    assert_faulty("{\"lines\":1,\"lines\":1,\"lines\":1}", "P012", "lines");
    assert_faulty("{\"lines\":null,\"lines\":1}", "P012", "lines");
    assert_faulty("{\"lines\":1,\"l\\u0069nes\":1}", "P012", "lines");
    assert_faulty("{\"weeks\":\"1 d\",\"weeks\":1}", "P012", "weeks");
    assert_int_equal(record->off_grid.count, 0);
    assert_faulty("{\"lesions\":[{\"size\":1,\"size\":1}]}", "P012", "lesions[1].size");
    read_ok("{\"lesions\":[{\"size\":1},{\"size\":1}]}");
    assert_string_equal(problems(), "");
    read_ok("{\"id\":\"A\",\"id\":\"A\"}");
    assert_string_equal(problems(), "P012 id");
    assert_null(record->key.ptr);
}

static void a_group_or_list_twice_gives_nothing(void **state)
{
    read_ok("{\"liver\":{\"flr\":1},\"liver\":{\"bilobar\":true}}");
    assert_string_equal(problems(), "P012 liver");
    assert_blank("liver.flr", FACT_FAULTY);
    assert_blank("liver.bilobar", FACT_FAULTY);
    read_ok("{\"lesions\":[{\"size\":\"1 mm\"}],\"lesions\":[]}");
    assert_string_equal(problems(), "P012 lesions");
    assert_int_equal(record->lists[0].state, FACT_FAULTY);
    assert_int_equal(record->lists[0].count, 0);
    assert_int_equal(record->lists[0].hidden_most, 3);
    read_ok("{\"lesions\":[{\"ct\":{\"phase\":1},\"ct\":{\"phase\":1}}]}");
    assert_string_equal(problems(), "P012 lesions[1].ct");
    assert_blank("lesions[1].ct.phase", FACT_FAULTY);
}

static void an_unknown_key_is_a_problem_at_any_level(void **state)
{
    read_ok("{\"flr\":1,\"liver\":{\"flrr\":1},\"lesions\":[{},{\"ct\":{\"phases\":1},\"szie\":2}],"
            "\"xyzzy\":{\"a\":[1]}}");
    assert_string_equal(
        problems(), "P011 lesions[2].ct.phases; P011 lesions[2].szie; P011 flr; P011 liver.flrr;"
                    " P011 xyzzy");
    assert_string_equal(
        message(0), "lesions[2].ct.phases is not a field of this record; did you mean ct.phase?");
    assert_string_equal(message(1),
                        "lesions[2].szie is not a field of this record; did you mean size?");
    assert_string_equal(message(2), "flr is not a field of this record; did you mean liver.flr?");
    assert_string_equal(message(3),
                        "liver.flrr is not a field of this record; did you mean liver.flr?");
    assert_string_equal(message(4), "xyzzy is not a field of this record");
    assert_int_equal(record->problems.items[3].shown.len, 0);
    read_ok("{\"zzz\":null,\"zzz\":1,\"zzz\":2,\"gap_number\":1,\"lesions\":[{\"zzz\":1}]}");
    assert_string_equal(problems(), "P011 lesions[1].zzz; P011 gap_number; P011 zzz");
    read_ok("{\"\":1}");
    assert_string_equal(problems(), "P011 ");
}

static void a_key_is_shown_without_what_does_not_print(void **state)
{
    read_ok("{\"a\\u202eb\\u0000\\n\":1}");
    assert_string_equal(problems(), "P011 a\\u{202E}b\\u{0}\\u{A}");
    char json[1000] = "{\"";
    memset(json + 2, 'k', 500);
    strcpy(json + 502, "\":1}");
    read_ok(json);
    assert_int_equal(record->problems.items[0].at.len, 64 + 3);
}

static void keys_in_any_order_give_the_same_problems(void **state)
{
    char first[400];
    read_ok("{\"zzz\":1,\"aaa\":2,\"lines\":99,\"liver\":{\"bilobar\":3,\"flr\":-1},\"lesions\":[{"
            "\"size\":-1,\"id\":7}],"
            "\"id\":8}");
    snprintf(first, sizeof first, "%s", problems());
    read_ok("{\"id\":8,\"lesions\":[{\"id\":7,\"size\":-1}],\"liver\":{\"flr\":-1,\"bilobar\":3},"
            "\"aaa\":2,\"lines\":99,"
            "\"zzz\":1}");
    assert_string_equal(problems(), first);
    assert_string_equal(
        first, "P001 id; P003 liver.flr; P001 liver.bilobar; P003 lines; P001 lesions[1].id;"
               " P003 lesions[1].size; P011 aaa; P011 zzz");
}

static void problems_are_kept_up_to_a_limit(void **state)
{
    StrBuf json = { .arena = session };
    buf_add_char(&json, '{');
    for (unsigned i = 0; i < 3000; i++) {
        buf_add_format(&json, "%s\"k%u\":1", i ? "," : "", i);
    }
    buf_add_c(&json, ",\"lines\":77,\"lesions\":7,\"liver\":1,\"score\":2}");
    read_ok_bytes(buf_get(&json));
    assert_int_equal(record->problems.count, 1001);
    assert_string_equal(record->problems.items[1000].code, "P099");
    assert_string_equal(message(1000), "the record has more problems than are listed");
    assert_blank("lines", FACT_FAULTY);
    assert_number("score", 2 * DEC_ONE);
    assert_int_equal(record->lists[0].state, FACT_FAULTY);
}

/* ---- lists ---- */

static void elements_are_filled_in_order(void **state)
{
    read_ok("{\"lesions\":[{\"id\":\"L1\",\"size\":2,\"central\":false,\"ct\":{\"phase\":4}},{},{"
            "\"central\":true}]}");
    assert_string_equal(problems(), "");
    const ListRecord *list = &record->lists[0];
    assert_int_equal(list->count, 3);
    assert_int_equal(list->hidden_most, 0);
    assert_number("lesions[1].size", 2 * DEC_ONE);
    assert_mask("lesions[1].central", MASK_NO);
    assert_number("lesions[1].ct.phase", 4);
    assert_blank("lesions[2].size", FACT_MISSING);
    assert_mask("lesions[3].central", MASK_YES);
    assert_string_equal(to_c(list->keys[0]), "L1");
    assert_string_equal(to_c(list->keys[1]), "2");
    assert_string_equal(to_c(list->keys[2]), "3");
}

static void an_element_that_is_no_object_stays_all_missing(void **state)
{
    read_ok("{\"lesions\":[7,{\"size\":1},null]}");
    assert_string_equal(problems(), "P015 lesions[1]; P015 lesions[3]");
    assert_int_equal(record->lists[0].count, 3);
    assert_blank("lesions[1].size", FACT_MISSING);
    assert_number("lesions[2].size", DEC_ONE);
    assert_blank("lesions[3].central", FACT_MISSING);
    assert_string_equal(to_c(record->lists[0].keys[2]), "3");
}

static void more_elements_than_the_bound_make_the_list_missing(void **state)
{
    read_ok("{\"lesions\":[{\"size\":1},{\"size\":-1},{},{}]}");
    assert_string_equal(problems(), "P016 lesions");
    assert_string_equal(
        message(0), "lesions has more elements than its bound 0..3; the list counts as missing");
    assert_int_equal(record->lists[0].state, FACT_FAULTY);
    assert_int_equal(record->lists[0].count, 0);
    assert_int_equal(record->lists[0].hidden_most, 3);
}

static void a_complete_list_under_its_bound_is_missing(void **state)
{
    read_ok("{\"drugs\":[]}");
    assert_string_equal(problems(), "P017 drugs");
    assert_int_equal(record->lists[1].state, FACT_FAULTY);
    assert_int_equal(record->lists[1].hidden_least, 1);
    assert_int_equal(record->lists[1].hidden_most, 2);
    read_ok("{\"drugs\":[{\"dose\":1}]}");
    assert_string_equal(problems(), "");
    assert_int_equal(record->lists[1].count, 1);
}

static void a_list_that_is_no_list_is_missing(void **state)
{
    read_ok("{\"lesions\":{\"size\":1},\"drugs\":\"none\"}");
    assert_string_equal(problems(), "P001 lesions; P001 drugs");
    assert_string_equal(message(0), "lesions must be a list of objects");
    assert_int_equal(record->lists[0].state, FACT_FAULTY);
    assert_int_equal(record->lists[0].hidden_most, 3);
}

static void two_elements_never_have_one_label(void **state)
{
    const ListRecord *list = &record->lists[0];
    read_ok("{\"lesions\":[{\"id\":\"L\"},{\"id\":\"L\"},{\"id\":\"M\"}]}");
    assert_string_equal(problems(), "P018 lesions[2].id");
    assert_string_equal(to_c(list->keys[0]), "L");
    assert_string_equal(to_c(list->keys[1]), "2");
    assert_string_equal(to_c(record->problems.items[0].shown), "L");
    read_ok("{\"lesions\":[{\"id\":\"2\"},{},{\"id\":\"1\"}]}");
    assert_string_equal(problems(), "P019 lesions[1].id; P019 lesions[3].id");
    assert_string_equal(to_c(list->keys[0]), "1");
    assert_string_equal(to_c(list->keys[1]), "2");
    assert_string_equal(to_c(list->keys[2]), "3");
    read_ok("{\"lesions\":[{\"id\":\"2\"},{\"id\":\"1\"}]}");
    assert_string_equal(problems(), "");
    assert_string_equal(to_c(list->keys[0]), "2");
    read_ok("{\"lesions\":[{\"id\":\"L\"},{\"id\":\"L\",\"id\":\"L\"}]}");
    assert_string_equal(problems(), "P012 lesions[2].id");
    assert_string_equal(to_c(list->keys[1]), "2");
}

/* ---- the record as a whole ---- */

static void messages_hold_no_value(void **state)
{
    read_ok("{\"id\":\"SECRET1\",\"liver\":{\"flr\":\"SECRET2\",\"bilobar\":\"SECRET3\"},"
            "\"molecular\":{\"ras\":\"SECRET4\"},"
            "\"lines\":987654,\"seen\":\"SECRET5\",\"labs\":{\"cea\":\"987654 SECRET6\"},"
            "\"lesions\":[{\"id\":\"SECRET7\"},{\"id\":\"SECRET7\",\"size\":987654}],\"zzz\":"
            "\"SECRET8\"}");
    assert_int_equal(record->problems.count, 9);
    for (uint32_t i = 0; i < record->problems.count; i++) {
        assert_null(strstr(message(i), "SECRET"));
        assert_null(strstr(message(i), "987654"));
        assert_null(strstr(to_c(record->problems.items[i].at), "SECRET"));
    }
    read_error("{\"id\":\"SECRET1\",\"zzz\":SECRET2}");
    assert_null(strstr(to_c(error.message), "SECRET"));
    assert_null(strstr(to_c(error.at), "SECRET"));
}

static void a_record_after_another_starts_empty(void **state)
{
    read_ok("{\"id\":\"A\",\"liver\":{\"flr\":1},\"weeks\":\"1 "
            "d\",\"lesions\":[{\"size\":1,\"id\":\"x\"},{\"size\":2}]}");
    read_error("{\"liver\":{\"flr\":50},\"x\":01}");
    assert_blank("liver.flr", FACT_MISSING);
    assert_null(record->key.ptr);
    read_ok("{\"lesions\":[{}]}");
    assert_string_equal(problems(), "");
    assert_blank("liver.flr", FACT_MISSING);
    assert_blank("weeks", FACT_MISSING);
    assert_blank("lesions[1].size", FACT_MISSING);
    assert_string_equal(to_c(record->lists[0].keys[0]), "1");
    assert_int_equal(record->off_grid.count, 0);
}

static void codes_are_unique_and_have_words(void **state)
{
    for (int i = 1; i < PROBLEM_COUNT_; i++) {
        assert_int_equal(strlen(problem_get_code((ProblemId)i)), 4);
        assert_true(strlen(problem_get_title((ProblemId)i)) > 0);
        for (int k = 1; k < i; k++) {
            assert_string_not_equal(problem_get_code((ProblemId)i), problem_get_code((ProblemId)k));
        }
    }
    for (int i = 0; i < RECORD_ERROR_COUNT_; i++) {
        for (int k = 0; k < i; k++) {
            assert_false(str_equal(record_error_get_code((RecordErrorId)i),
                                   record_error_get_code((RecordErrorId)k)));
        }
    }
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(a_known_field_twice_is_unknown_even_if_equal),
        CASE(a_group_or_list_twice_gives_nothing),
        CASE(an_unknown_key_is_a_problem_at_any_level),
        CASE(a_key_is_shown_without_what_does_not_print),
        CASE(keys_in_any_order_give_the_same_problems),
        CASE(problems_are_kept_up_to_a_limit),
        CASE(elements_are_filled_in_order),
        CASE(an_element_that_is_no_object_stays_all_missing),
        CASE(more_elements_than_the_bound_make_the_list_missing),
        CASE(a_complete_list_under_its_bound_is_missing),
        CASE(a_list_that_is_no_list_is_missing),
        CASE(two_elements_never_have_one_label),
        CASE(messages_hold_no_value),
        CASE(a_record_after_another_starts_empty),
        CASE(codes_are_unique_and_have_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
