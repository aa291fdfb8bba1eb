/* patient_test.c - one value of each kind: taken exactly, or a problem with its place. */
#include "tests/unit/patient_harness.h"

/* ---- values that are taken ---- */

static void an_empty_record_knows_nothing(void **state)
{
    read_ok("{}");
    assert_string_equal(problems(), "");
    assert_blank("liver.flr", FACT_MISSING);
    assert_blank("liver.bilobar", FACT_MISSING);
    assert_blank("seen", FACT_MISSING);
    assert_int_equal(record->lists[0].state, FACT_MISSING);
    assert_int_equal(record->lists[0].hidden_most, 3);
    assert_null(record->key.ptr);
}

static void every_type_is_read(void **state)
{
    read_ok(" { \"id\" : \"P1\" , \"liver\" : { \"flr\" : 32.5 , \"bilobar\" : true } ,"
            "\"molecular\":{\"ras\":\"mutant\"},\"lines\":3,\"score\":-0.00000001,\"seen\":\"2026-"
            "11-03\","
            "\"note\":\"two\\nlines\",\"smoker\":false} ");
    assert_string_equal(problems(), "");
    assert_string_equal(to_c(record->key), "P1");
    assert_number("liver.flr", 3250000000);
    assert_mask("liver.bilobar", MASK_YES);
    assert_mask("molecular.ras", 2);
    assert_number("lines", 3);
    assert_number("score", -1);
    assert_number("seen", 20760); /* python: (date(2026, 11, 3) - date(1970, 1, 1)).days */
    assert_blank("labs.cea", FACT_MISSING);
}

static void ranges_are_inclusive(void **state)
{
    read_ok("{\"liver\":{\"flr\":0},\"lines\":10,\"score\":1000}");
    assert_string_equal(problems(), "");
    assert_number("liver.flr", 0);
    assert_number("lines", 10);
    read_ok("{\"liver\":{\"flr\":100},\"lines\":0,\"score\":-1000.0}");
    assert_string_equal(problems(), "");
    assert_faulty("{\"liver\":{\"flr\":100.00000001}}", "P003", "liver.flr");
    assert_faulty("{\"liver\":{\"flr\":-0.00000001}}", "P003", "liver.flr");
    assert_faulty("{\"lines\":11}", "P003", "lines");
    assert_faulty("{\"lines\":-1}", "P003", "lines");
    assert_string_equal(message(0), "lines is outside its range 0..10");
    assert_string_equal(to_c(record->problems.items[0].shown), "-1");
}

static void a_number_is_read_by_its_exact_value(void **state)
{
    read_ok("{\"lines\":2.0,\"total\":-0,\"score\":2e0}");
    assert_string_equal(problems(), "");
    assert_number("lines", 2);
    assert_number("total", 0);
    assert_number("score", 2 * DEC_ONE);
    read_ok("{\"lines\":20e-1,\"total\":1.5e3,\"score\":-12.25E+1}");
    assert_string_equal(problems(), "");
    assert_number("lines", 2);
    assert_number("total", 1500);
    assert_number("score", -12250000000);
    read_ok("{\"score\":0.100000000000,\"lines\":0e99,\"wide\":-0.0}");
    assert_string_equal(problems(), "");
    assert_number("score", 10000000);
    assert_number("lines", 0);
    assert_number("wide", 0);
}

static void integers_reach_to_their_last_value(void **state)
{
    read_ok("{\"total\":9223372036854775807}");
    assert_number("total", INT64_MAX);
    read_ok("{\"total\":-9223372036854775808}");
    assert_int_equal(reg_of("total").lo, INT64_MIN);
    assert_int_equal(state_of("total"), FACT_KNOWN);
    assert_faulty("{\"total\":9223372036854775808}", "P008", "total");
    assert_faulty("{\"total\":-9223372036854775809}", "P008", "total");
    assert_faulty("{\"total\":18446744073709551616}", "P008", "total");
    assert_faulty("{\"total\":1.5}", "P009", "total");
    read_ok("{\"wide\":92233720368.54775807}");
    assert_number("wide", INT64_MAX);
    assert_faulty("{\"wide\":92233720368.54775808}", "P008", "wide");
    read_ok("{\"wide\":1234567890.12345678}");
    assert_number("wide", 123456789012345678);
}

static void huge_and_tiny_numbers_are_problems(void **state)
{
    assert_faulty("{\"wide\":1e400}", "P008", "wide");
    assert_faulty("{\"wide\":-1e400}", "P008", "wide");
    assert_faulty("{\"total\":1e400}", "P008", "total");
    assert_faulty("{\"wide\":1e-400}", "P007", "wide");
    assert_faulty("{\"score\":0.123456789}", "P007", "score");
    char json[500] = "{\"wide\":";
    memset(json + 8, '9', 400);
    strcpy(json + 408, "}");
    assert_faulty(json, "P008", "wide");
    memcpy(json, "{\"lines\":", 9);
    memset(json + 9, '9', 400);
    strcpy(json + 409, "}");
    assert_faulty(json, "P008", "lines");
    assert_int_equal(record->problems.items[0].shown.len, 200);
}

static void what_json_does_not_write_as_a_number_is_no_record(void **state)
{
    assert_string_equal(read_error("{\"lines\":00}"), "R005 line 1 column 10");
    assert_string_equal(read_error("{\"lines\":01}"), "R005 line 1 column 10");
    assert_string_equal(read_error("{\"lines\":+1}"), "R001 line 1 column 10");
    assert_string_equal(read_error("{\"lines\":.5}"), "R001 line 1 column 10");
    assert_string_equal(read_error("{\"lines\":5.}"), "R005 line 1 column 10");
    assert_string_equal(read_error("{\"lines\":1e}"), "R005 line 1 column 10");
    assert_string_equal(read_error("{\"lines\":-}"), "R005 line 1 column 10");
    assert_string_equal(read_error("{\"lines\":0x10}"), "R005 line 1 column 10");
    assert_string_equal(read_error("{\"lines\":1_000}"), "R005 line 1 column 10");
    assert_string_equal(read_error("{\"lines\":NaN}"), "R001 line 1 column 10");
    assert_string_equal(read_error("{\"lines\":Infinity}"), "R001 line 1 column 10");
    assert_string_equal(read_error("{\"lines\":-Infinity}"), "R005 line 1 column 10");
    assert_string_equal(read_error("{\"zzz\":[{\"y\":1.}]}"), "R005 line 1 column 14");
}

/* ---- null, "", 0, "unknown", [], absent: six different things ---- */

static void six_ways_of_nothing_differ(void **state)
{
    read_ok("{\"molecular\":{\"ras\":null},\"lines\":null,\"lesions\":null,\"liver\":null,\"id\":"
            "null,\"note\":null}");
    assert_string_equal(problems(), "");
    assert_blank("molecular.ras", FACT_MISSING);
    assert_blank("lines", FACT_MISSING);
    assert_int_equal(record->lists[0].state, FACT_MISSING);
    assert_int_equal(record->lists[0].hidden_most, 3);
    assert_null(record->key.ptr);
    assert_faulty("{\"molecular\":{\"ras\":\"\"}}", "P002", "molecular.ras");
    assert_string_equal(
        message(0),
        "molecular.ras must be one of the codes wild_type, mutant; where nothing is known"
        " write null or leave the key out");
    assert_faulty("{\"molecular\":{\"ras\":\"unknown\"}}", "P002", "molecular.ras");
    assert_faulty("{\"molecular\":{\"ras\":0}}", "P001", "molecular.ras");
    assert_faulty("{\"lines\":\"\"}", "P001", "lines");
    assert_faulty("{\"lines\":\"unknown\"}", "P001", "lines");
    assert_faulty("{\"labs\":{\"cea\":\"\"}}", "P021", "labs.cea");
    assert_faulty("{\"seen\":\"\"}", "P010", "seen");
    read_ok("{\"lines\":0}");
    assert_number("lines", 0);
    read_ok("{\"lesions\":[]}");
    assert_string_equal(problems(), "");
    assert_int_equal(record->lists[0].state, FACT_KNOWN);
    assert_int_equal(record->lists[0].count, 0);
    assert_int_equal(record->lists[0].hidden_most, 0);
}

static void an_empty_list_asserted_partial_hides_elements(void **state)
{
    read_ok("{\"lesions\":[],\"lesions_complete\":false}");
    assert_string_equal(problems(), "");
    assert_int_equal(record->lists[0].state, FACT_KNOWN);
    assert_true(record->lists[0].partial);
    assert_int_equal(record->lists[0].hidden_least, 0);
    assert_int_equal(record->lists[0].hidden_most, 3);
}

/* ---- types ---- */

static void wrong_types_are_problems(void **state)
{
    assert_faulty("{\"liver\":{\"bilobar\":\"true\"}}", "P001", "liver.bilobar");
    assert_faulty("{\"liver\":{\"bilobar\":1}}", "P001", "liver.bilobar");
    assert_faulty("{\"liver\":{\"bilobar\":\"yes\"}}", "P001", "liver.bilobar");
    assert_faulty("{\"liver\":{\"bilobar\":[]}}", "P001", "liver.bilobar");
    assert_faulty("{\"liver\":{\"bilobar\":{}}}", "P001", "liver.bilobar");
    assert_string_equal(message(0), "liver.bilobar must be true or false");
    assert_faulty("{\"molecular\":{\"ras\":true}}", "P001", "molecular.ras");
    assert_faulty("{\"molecular\":{\"ras\":[\"mutant\"]}}", "P001", "molecular.ras");
    assert_faulty("{\"lines\":\"3\"}", "P001", "lines");
    assert_faulty("{\"lines\":true}", "P001", "lines");
    assert_faulty("{\"lines\":[3]}", "P001", "lines");
    assert_faulty("{\"lines\":{\"value\":3,\"unit\":\"1\"}}", "P001", "lines");
    assert_faulty("{\"score\":\"3\"}", "P001", "score");
    assert_faulty("{\"liver\":{\"flr\":false}}", "P001", "liver.flr");
    assert_string_equal(message(0), "liver.flr must be a number in %, or a number with its unit");
    assert_faulty("{\"liver\":{\"flr\":[32]}}", "P001", "liver.flr");
    assert_faulty("{\"seen\":20261103}", "P001", "seen");
}

static void a_field_that_no_rule_reads_is_checked_all_the_same(void **state)
{
    read_ok("{\"smoker\":\"no\"}");
    assert_string_equal(problems(), "P001 smoker");
    read_ok("{\"note\":5}");
    assert_string_equal(problems(), "P001 note");
    assert_string_equal(message(0), "note must be a text");
}

static void a_code_in_another_spelling_is_a_problem(void **state)
{
    assert_faulty("{\"molecular\":{\"ras\":\"Mutant\"}}", "P002", "molecular.ras");
    assert_string_equal(
        message(0),
        "molecular.ras must be one of the codes wild_type, mutant; did you mean mutant?");
    assert_string_equal(to_c(record->problems.items[0].shown), "Mutant");
    assert_faulty("{\"molecular\":{\"ras\":\"wildtype\"}}", "P002", "molecular.ras");
    assert_string_equal(
        message(0),
        "molecular.ras must be one of the codes wild_type, mutant; did you mean wild_type?");
    assert_faulty("{\"molecular\":{\"ras\":\"mutant \"}}", "P002", "molecular.ras");
    assert_faulty("{\"molecular\":{\"ras\":\"G12D\"}}", "P002", "molecular.ras");
    assert_string_equal(message(0), "molecular.ras must be one of the codes wild_type, mutant");
    assert_faulty("{\"molecular\":{\"ras\":\"mutant\\u0000\"}}", "P002", "molecular.ras");
    read_ok("{\"molecular\":{\"ras\":\"m\\u0075tant\"}}");
    assert_mask("molecular.ras", 2);
}

static void a_group_that_is_no_object_is_a_problem(void **state)
{
    read_ok("{\"liver\":5,\"molecular\":[{\"ras\":\"mutant\"}],\"labs\":\"none\"}");
    assert_string_equal(problems(), "P001 liver; P001 molecular; P001 labs");
    assert_string_equal(message(0), "liver must be an object with fields");
    assert_blank("liver.flr", FACT_MISSING);
    assert_blank("molecular.ras", FACT_MISSING);
}

/* ---- quantities ---- */

static void a_quantity_has_three_forms(void **state)
{
    read_ok("{\"lesions\":[{\"size\":3.1},{\"size\":{\"value\":31,\"unit\":\"mm\"}},{\"size\":\"31 "
            "mm\"}]}");
    assert_string_equal(problems(), "");
    assert_number("lesions[1].size", 310000000);
    assert_number("lesions[2].size", 310000000);
    assert_number("lesions[3].size", 310000000);
    read_ok("{\"lesions\":[{\"size\":{\"unit\":\"m\",\"value\":0.3}},{\"size\":\"3e1 cm\"}],"
            "\"labs\":{\"cea\":\"0.5 mg/dL\"},\"liver\":{\"flr\":\"0.25 1\"}}");
    assert_string_equal(problems(), "");
    assert_number("lesions[1].size", 30 * DEC_ONE);
    assert_number("lesions[2].size", 30 * DEC_ONE);
    assert_number("labs.cea", 5000 * DEC_ONE); /* 1 mg/dL = 10000 ng/mL */
    assert_number("liver.flr", 25 * DEC_ONE);
}

static void a_conversion_off_the_grid_keeps_the_exact_value(void **state)
{
    read_ok("{\"weeks\":\"1 d\"}");
    assert_string_equal(problems(), "");
    assert_int_equal(state_of("weeks"), FACT_OFF_GRID);
    assert_int_equal(reg_of("weeks").lo, 14285714); /* 1/7 = 0.14285714|28... */
    assert_int_equal(reg_of("weeks").hi, 14285715);
    Rat seventh = exact_of("weeks");
    assert_true(seventh.num == 1 && seventh.den == 7);
    read_ok("{\"weeks\":\"14 d\"}");
    assert_number("weeks", 2 * DEC_ONE);
    assert_int_equal(record->off_grid.count, 0);
    read_ok("{\"weeks\":\"3640 d\"}");
    assert_number("weeks", 520 * DEC_ONE);
    assert_faulty("{\"weeks\":\"3640.00000001 d\"}", "P003", "weeks");
    assert_faulty("{\"weeks\":\"-1 d\"}", "P003", "weeks");
}

static void a_unit_missing_unknown_or_of_another_kind_is_a_problem(void **state)
{
    assert_faulty("{\"labs\":{\"cea\":\"31\"}}", "P004", "labs.cea");
    assert_faulty("{\"labs\":{\"cea\":{\"value\":31}}}", "P004", "labs.cea");
    assert_string_equal(message(0),
                        "labs.cea has no unit: write a number in ng/mL, or a number with its unit");
    assert_faulty("{\"labs\":{\"cea\":\"31 NG/ML\"}}", "P005", "labs.cea");
    assert_faulty("{\"labs\":{\"cea\":{\"value\":31,\"unit\":\"furlong\"}}}", "P005", "labs.cea");
    assert_faulty("{\"labs\":{\"cea\":{\"value\":31,\"unit\":\"\"}}}", "P005", "labs.cea");
    assert_faulty("{\"labs\":{\"cea\":\"31 mm\"}}", "P006", "labs.cea");
    assert_string_equal(to_c(record->problems.items[0].shown), "31 mm");
    assert_faulty("{\"weeks\":\"3 mo\"}", "P006", "weeks");
    assert_faulty("{\"labs\":{\"cea\":{\"value\":31,\"unit\":\"mm\"}}}", "P006", "labs.cea");
    assert_string_equal(to_c(record->problems.items[0].shown), "31 mm");
}

static void a_malformed_quantity_is_a_problem(void **state)
{
    const char *texts[] = { "31mm",   "31  mm", " 31 mm", "31 mm ",     "31\\tmm",
                            "mm 31",  "+31 mm", ".5 mm",  "31 ",        "1e 5",
                            "3,1 mm", "031 mm", "NaN mm", "31 \\u00b5m" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char json[100];
        snprintf(json, sizeof json, "{\"lesions\":[{\"size\":\"%s\"}]}", texts[i]);
        read_ok(json);
        const char *expected = i == 13  ? "P005 lesions[1].size"
                               : i == 9 ? "P021 lesions[1].size"
                                        : "P021 lesions[1].size";
        assert_string_equal(problems(), expected);
        assert_blank("lesions[1].size", FACT_FAULTY);
    }
    const char *objects[] = { "{}",
                              "{\"unit\":\"mm\"}",
                              "{\"value\":null,\"unit\":\"mm\"}",
                              "{\"value\":\"31\",\"unit\":\"mm\"}",
                              "{\"value\":31,\"unit\":5}",
                              "{\"value\":31,\"unit\":null}",
                              "{\"value\":31,\"unit\":\"mm\",\"comparator\":\"<\"}",
                              "{\"value\":31,\"value\":31,\"unit\":\"mm\"}",
                              "{\"value\":31,\"unit\":\"mm\",\"unit\":\"mm\"}",
                              "{\"Value\":31,\"unit\":\"mm\"}" };
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        char json[100];
        snprintf(json, sizeof json, "{\"lesions\":[{\"size\":%s}]}", objects[i]);
        assert_faulty(json, "P020", "lesions[1].size");
    }
    assert_faulty("{\"lesions\":[{\"size\":\"0.123456789 mm\"}]}", "P007", "lesions[1].size");
    assert_faulty("{\"lesions\":[{\"size\":\"1e300 mm\"}]}", "P008", "lesions[1].size");
    assert_faulty("{\"lesions\":[{\"size\":\"301 mm\"}]}", "P003", "lesions[1].size");
    assert_string_equal(message(0), "lesions[1].size is outside its range 0 cm..30 cm");
}

/* ---- dates ---- */

static void a_partial_date_is_a_range_of_days(void **state)
{
    read_ok("{\"seen\":\"2026-10\"}");
    assert_int_equal(state_of("seen"), FACT_IN_PART);
    assert_int_equal(reg_of("seen").lo, 20727); /* 2026-10-01 */
    assert_int_equal(reg_of("seen").hi, 20757); /* 2026-10-31 */
    read_ok("{\"seen\":\"2024-02\"}");
    assert_int_equal(reg_of("seen").hi - reg_of("seen").lo, 28);
    read_ok("{\"seen\":\"1999\"}");
    assert_int_equal(state_of("seen"), FACT_IN_PART);
    assert_int_equal(reg_of("seen").hi - reg_of("seen").lo, 364);
}

static void a_partial_date_ends_where_the_range_ends(void **state)
{
    read_ok("{\"seen\":\"2026-11\"}"); /* declared up to 2026-11-15 */
    assert_int_equal(state_of("seen"), FACT_IN_PART);
    assert_int_equal(reg_of("seen").lo, 20758);
    assert_int_equal(reg_of("seen").hi, 20772);
    assert_faulty("{\"seen\":\"2026-12\"}", "P003", "seen");
    assert_faulty("{\"seen\":\"2026-11-16\"}", "P003", "seen");
    assert_faulty("{\"seen\":\"1899\"}", "P003", "seen");
    assert_string_equal(message(0), "seen is outside its range 1900-01-01..2026-11-15");
    read_ok("{\"seen\":\"2026-11-15\"}");
    assert_number("seen", 20772);
}

static void a_day_that_does_not_exist_is_a_problem(void **state)
{
    read_ok("{\"seen\":\"2024-02-29\"}");
    assert_number("seen", 19782);
    const char *dates[] = { "2023-02-29", "1900-02-29",  "2024-02-30",
                            "2024-04-31", "2024-13-01",  "2024-00-10",
                            "2024-1-1",   "24-01-01",    "2024-01-01T00:00:00",
                            "2024/01/01", " 2024-01-01", "01.02.2024",
                            "2024-01-",   "0000-01-01",  "-2024-01-01",
                            "2024-01-32" };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        char json[100];
        snprintf(json, sizeof json, "{\"seen\":\"%s\"}", dates[i]);
        assert_faulty(json, "P010", "seen");
    }
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(an_empty_record_knows_nothing),
        CASE(every_type_is_read),
        CASE(ranges_are_inclusive),
        CASE(a_number_is_read_by_its_exact_value),
        CASE(integers_reach_to_their_last_value),
        CASE(huge_and_tiny_numbers_are_problems),
        CASE(what_json_does_not_write_as_a_number_is_no_record),
        CASE(six_ways_of_nothing_differ),
        CASE(an_empty_list_asserted_partial_hides_elements),
        CASE(wrong_types_are_problems),
        CASE(a_field_that_no_rule_reads_is_checked_all_the_same),
        CASE(a_code_in_another_spelling_is_a_problem),
        CASE(a_group_that_is_no_object_is_a_problem),
        CASE(a_quantity_has_three_forms),
        CASE(a_conversion_off_the_grid_keeps_the_exact_value),
        CASE(a_unit_missing_unknown_or_of_another_kind_is_a_problem),
        CASE(a_malformed_quantity_is_a_problem),
        CASE(a_partial_date_is_a_range_of_days),
        CASE(a_partial_date_ends_where_the_range_ends),
        CASE(a_day_that_does_not_exist_is_a_problem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
