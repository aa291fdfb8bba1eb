/* patient_test.c - one record: each value, each fault, each hostile case has its outcome. */
#include "tests/unit/patient_harness.h"
#include "runtime/patient/problem.h"

#define LESION "lesions[1]."

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
    for (unsigned i = 0; i < 3000; i++)
        buf_add_format(&json, "%s\"k%u\":1", i ? "," : "", i);
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
    for (size_t len = 0; len + 1 < sizeof whole; len++)
        assert_string_not_equal(read_error_bytes((Str){ whole, len }), "accepted");
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
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(read_error(texts[i]), "R007 line 1 column 1");
    assert_string_equal(read_error("  [1]"), "R007 line 1 column 3");
}

static const char *nest(unsigned depth, const char *open, const char *close)
{
    StrBuf buf = { .arena = session };
    buf_add_c(&buf, "{\"zzz\":");
    for (unsigned i = 1; i < depth; i++)
        buf_add_c(&buf, open);
    buf_add_c(&buf, "1");
    for (unsigned i = 1; i < depth; i++)
        buf_add_c(&buf, close);
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
    for (unsigned i = 0; i < 1000000; i++)
        buf_add_char(&open, '[');
    assert_string_equal(read_error_bytes(buf_get(&open)), "R008 line 1 column 71");
}

static void a_record_of_too_many_values_is_an_error(void **state)
{
    StrBuf json = { .arena = session };
    buf_add_c(&json, "{\"zzz\":[0");
    unsigned tokens = 7; /* { "zzz" : [ 0 ] } */
    for (; tokens + 2 <= LIMIT_RECORD_VALUES; tokens += 2)
        buf_add_c(&json, ",0");
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
        for (int k = 1; k < i; k++)
            assert_string_not_equal(problem_get_code((ProblemId)i), problem_get_code((ProblemId)k));
    }
    for (int i = 0; i < RECORD_ERROR_COUNT_; i++)
        for (int k = 0; k < i; k++)
            assert_false(str_equal(record_error_get_code((RecordErrorId)i),
                                   record_error_get_code((RecordErrorId)k)));
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
        CASE(labels_are_clean_text),
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
        CASE(messages_hold_no_value),
        CASE(a_record_after_another_starts_empty),
        CASE(codes_are_unique_and_have_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
