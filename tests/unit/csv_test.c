/* csv_test.c - tables: RFC 4180, columns as paths, rows as the records they stand for. */
#include "tests/unit/patient_harness.h"

static PatientReader *open_csv(const char *text)
{
    arena_reset(run);
    set_source(str_from_c(text), 0, 0);
    return patient_open(session, program, 5, PATIENT_CSV);
}

/* The first row of a table, as a record. */
static void read_row(const char *text)
{
    PatientReader *reader = open_csv(text);
    PatientNext next = patient_next(reader, record, &error);
    if (next != PATIENT_RECORD) {
        fail_msg("no record: %d", next);
    }
    patient_close(reader);
}

static void rows_are_records(void **state)
{
    assert_stream(PATIENT_CSV, "id,lines\nA,1\nB,2\n", "A@2 B@3 .");
    assert_stream(PATIENT_CSV, "id,lines\r\nA,1\r\nB,2", "A@2 B@3 .");
    assert_stream(PATIENT_CSV, "\xEF\xBB\xBFid,lines\nA,1\n", "A@2 .");
    assert_stream(PATIENT_CSV, "id,lines\n", ".");
    assert_stream(PATIENT_CSV, "id", ".");
    assert_stream(PATIENT_CSV, "", ".");
    assert_stream(PATIENT_CSV, "id,lines\n\nA,1\n\r\nB,2\n\n", "A@3 B@5 .");
    assert_stream(PATIENT_CSV, "lines,id\n1,A\n", "A@2 .");
}

/* On standard input no name says what comes. */
static void a_header_is_known_by_its_first_column(void **state)
{
    assert_stream(PATIENT_AUTO, "id,lines\nA,1\nB,2\n", "A@2 B@3 .");
    assert_stream(PATIENT_AUTO, "\xEF\xBB\xBFid\r\nA\r\n", "A@2 .");
    assert_stream(PATIENT_AUTO, "\"id\",lines\nA,1\n", "A@2 .");
    assert_stream(PATIENT_AUTO, "\"lines\"\n3\n", "-@2 .");
    assert_stream(PATIENT_AUTO, "liver.flr,id\n30,A\n", "A@2 .");
    assert_stream(PATIENT_AUTO, "lesions[1].id,id\nL,A\n", "A@2 .");
    assert_stream(PATIENT_AUTO, "\"liver.flr\",id\n30,A\n", "A@2 .");
    assert_stream(PATIENT_AUTO, "id", ".");
    assert_stream(PATIENT_AUTO, "ids,lines\nA,1\n", "!R007@1 !R007@2 .");
    assert_stream(PATIENT_AUTO, "\"id\n", "!R004@1 .");
    assert_stream(PATIENT_AUTO, "\"\"\n", "!R007@1 .");
    assert_stream(PATIENT_AUTO, "null\n", "!R007@1 .");
    assert_stream(PATIENT_NDJSON, "id\nA\n", "!R007@1 !R007@2 .");
}

static void cells_are_read_by_the_type_of_their_field(void **state)
{
    read_row("id,liver.flr,liver.bilobar,molecular.ras,lines,score,labs.cea,seen,weeks,note\n"
             "A,32.5,true,mutant,2.0,-1e2,0.5 mg/dL,2026-11-03,1 d,true\n");
    assert_string_equal(problems(), "");
    assert_number("liver.flr", 3250000000);
    assert_mask("liver.bilobar", MASK_YES);
    assert_mask("molecular.ras", 2);
    assert_number("lines", 2);
    assert_number("score", -100 * DEC_ONE);
    assert_number("labs.cea", 5000 * DEC_ONE);
    assert_number("seen", 20760);
    assert_int_equal(state_of("weeks"), FACT_OFF_GRID);
}

static void an_empty_cell_is_missing(void **state)
{
    read_row("id,liver.flr,liver.bilobar,molecular.ras,zzz\n,,\"\",,\n");
    assert_string_equal(problems(), "");
    assert_null(record->key.ptr);
    assert_blank("liver.flr", FACT_MISSING);
    assert_blank("liver.bilobar", FACT_MISSING);
    assert_blank("molecular.ras", FACT_MISSING);
    assert_int_equal(record->lists[0].state, FACT_MISSING);
    assert_int_equal(record->lists[0].hidden_most, 3);
}

static void faults_are_the_same_as_in_json(void **state)
{
    read_row("id,liver.flr,liver.bilobar,molecular.ras,lines,total,score,labs.cea,seen\n"
             "A,101,yes,Mutant,11,9223372036854775808,1 mm,31 mm,2026-02-30\n");
    assert_string_equal(
        problems(),
        "P003 liver.flr; P001 liver.bilobar; P002 molecular.ras; P003 lines; P008 total;"
        " P001 score; P006 labs.cea; P010 seen");
    assert_blank("lines", FACT_FAULTY);
    assert_string_equal(to_c(record->problems.items[2].shown), "Mutant");
    read_row("liver.bilobar,lines,total,score,molecular.ras,liver.flr\nTRUE,00,1.5,0.123456789,"
             "null, 32\n");
    assert_string_equal(
        problems(),
        "P021 liver.flr; P001 liver.bilobar; P002 molecular.ras; P001 lines; P009 total;"
        " P007 score");
    read_row("lines,score\n+1,NaN\n");
    assert_string_equal(problems(), "P001 lines; P001 score");
}

static void quotes_follow_rfc_4180(void **state)
{
    assert_stream(PATIENT_CSV, "\"id\",\"lines\"\n\"A,\"\"B\"\"\",\"3\"\n", "A,\"B\"@2 .");
    assert_stream(PATIENT_CSV, "id,note,lines\nA,\"two\nlines, \"\"and\"\"\r\nthree\",1\nB,,2\n",
                  "A@2 B@5 .");
    assert_stream(PATIENT_CSV, "id,note\r\n\"A\",\"x\"\r\n\"B\",\"\"\r\n", "A@2 B@3 .");
    assert_stream(PATIENT_CSV, "id,lines\n\"A\",\"1\"", "A@2 .");
    read_row("id,lines\n\"A\",\"7\"\n");
    assert_number("lines", 7);
    read_row("lines,id\n7,\"\"\"\"\"\"\n");
    assert_string_equal(to_c(record->key), "\"\"");
    assert_stream(PATIENT_CSV, "\"id\",\"no\nte\",lines\nA,,1\n", "A@3 .");
}

static void a_misplaced_quote_is_an_error(void **state)
{
    assert_stream(PATIENT_CSV, "id,lines\nA\"x,1\nB,2\n", "!R015@2 B@3 .");
    assert_stream(PATIENT_CSV, "id,lines\n\"A\"x,1\nB,2\n", "!R015@2 B@3 .");
    assert_stream(PATIENT_CSV, "id,lines\n\"A\" ,1\nB,2\n", "!R015@2 B@3 .");
    assert_stream(PATIENT_CSV, "id,lines\n\"A\"\r,1\nB,2\n", "!R015@2 B@3 .");
    assert_stream(PATIENT_CSV, "id,li\"nes\nA,1\n", "!R015@1 .");
}

static void an_open_quote_takes_the_rest_and_reads_nothing_of_it(void **state)
{
    assert_stream(PATIENT_CSV, "id,lines\nA,1\n\"B,2\nC,3\n", "A@2 !R016@3 .");
    assert_stream(PATIENT_CSV, "id,\"lines\nA,1\n", "!R016@1 .");
}

static void a_ragged_row_is_an_error(void **state)
{
    assert_stream(PATIENT_CSV, "id,lines\nA\nB,2\nC,3,4\nD,,\nE,5\n",
                  "!R014@2 B@3 !R014@4 !R014@5 E@6 .");
    assert_stream(PATIENT_CSV, "id,lines\nA,1\nB", "A@2 !R014@3 .");
}

static void a_column_named_twice_refuses_the_file(void **state)
{
    assert_stream(PATIENT_CSV, "id,lines,lines\nA,1,1\nB,2,2\n", "!R017@1 .");
    assert_stream(PATIENT_CSV, "id,zzz,zzz\nA,1,1\n", "!R017@1 .");
    assert_stream(PATIENT_CSV, "id,,\nA,1,1\n", "!R017@1 .");
    PatientReader *reader = open_csv("id,lines,\"id\"\n");
    assert_int_equal(patient_next(reader, record, &error), PATIENT_ERROR);
    assert_string_equal(to_c(error.at), "column 10");
}

static void bytes_that_are_no_utf8_make_no_row(void **state)
{
    assert_stream(PATIENT_CSV, "id,note\nA,\xFF\nB,\xC3\xA4\n", "!R003@2 B@3 .");
    assert_stream(PATIENT_CSV, "id,n\xFFte\nA,x\n", "!R003@1 .");
    assert_stream_bytes(PATIENT_CSV, STR("id,note\nA,a\0b\n"), "A@2(P013 note) .");
    assert_stream_bytes(PATIENT_CSV, STR("id,lines\nA,1\0\n"), "A@2(P001 lines) .");
    assert_stream(PATIENT_CSV, "id,note\nA\rB,x\n", "-@2(P013 id) .");
}

static void elements_have_columns_of_their_own(void **state)
{
    read_row("lesions[2].size,lesions[1].id,lesions[1].ct.phase,lesions[3].size\n31 mm,L1,2,\n");
    assert_string_equal(problems(), "");
    assert_int_equal(record->lists[0].state, FACT_KNOWN);
    assert_int_equal(record->lists[0].count, 2);
    assert_int_equal(record->lists[0].hidden_most, 0);
    assert_number("lesions[2].size", 310000000);
    assert_number("lesions[1].ct.phase", 2);
    assert_blank("lesions[1].size", FACT_MISSING);
    assert_string_equal(to_c(record->lists[0].keys[0]), "L1");
    assert_string_equal(to_c(record->lists[0].keys[1]), "2");
    read_row("lesions[3].size,lines\n1,2\n");
    assert_int_equal(record->lists[0].count, 3);
    assert_blank("lesions[1].size", FACT_MISSING);
    read_row("lesions[1].size,lesions[2].size\n-1,2\n");
    assert_string_equal(problems(), "P003 lesions[1].size");
    assert_blank("lesions[1].size", FACT_FAULTY);
    assert_number("lesions[2].size", 2 * DEC_ONE);
}

static void rows_do_not_leave_elements_to_the_next(void **state)
{
    PatientReader *reader = open_csv("id,lesions[1].size,lesions[2].size\nA,1,2\nB,3,\nC,,\n");
    assert_int_equal(patient_next(reader, record, &error), PATIENT_RECORD);
    assert_int_equal(record->lists[0].count, 2);
    assert_int_equal(patient_next(reader, record, &error), PATIENT_RECORD);
    assert_int_equal(record->lists[0].count, 1);
    assert_number("lesions[1].size", 3 * DEC_ONE);
    assert_int_equal(patient_next(reader, record, &error), PATIENT_RECORD);
    assert_int_equal(record->lists[0].state, FACT_MISSING);
}

static void an_empty_list_is_said_in_the_column_of_the_list(void **state)
{
    read_row("id,lesions\nA,[]\n");
    assert_string_equal(problems(), "");
    assert_int_equal(record->lists[0].state, FACT_KNOWN);
    assert_int_equal(record->lists[0].count, 0);
    assert_int_equal(record->lists[0].hidden_most, 0);
    read_row("id,lesions\nA,\n");
    assert_int_equal(record->lists[0].state, FACT_MISSING);
    read_row("id,lesions\nA,none\n");
    assert_string_equal(problems(), "P001 lesions");
    assert_int_equal(record->lists[0].state, FACT_FAULTY);
    read_row("id,lesions,lesions[1].size\nA,[],1\n");
    assert_string_equal(problems(), "P012 lesions");
    assert_int_equal(record->lists[0].state, FACT_FAULTY);
    assert_int_equal(record->lists[0].count, 0);
}

static void elements_over_the_bound_make_the_list_missing(void **state)
{
    read_row("lesions[1].size,lesions[4].size,lesions[70000].size\n1,2,\n");
    assert_string_equal(problems(), "P016 lesions");
    assert_int_equal(record->lists[0].state, FACT_FAULTY);
    read_row("lesions[1].size,lesions[4].size\n1,\n");
    assert_string_equal(problems(), "");
    assert_int_equal(record->lists[0].count, 1);
    read_row("lesions[70000].size,lesions[65537].zzz\n1,1\n");
    assert_string_equal(problems(), "P016 lesions");
}

static void an_unknown_column_is_a_problem_where_it_has_something(void **state)
{
    assert_stream(PATIENT_CSV, "id,linse,\nA,1,\nB,,\nC,,x\n", "A@2(P011 linse) B@3 C@4(P011 ) .");
    read_row("id,linse,flr,liver\nA,1,2,3\n");
    assert_string_equal(problems(), "P011 flr; P011 linse; P011 liver");
    assert_string_equal(message(1), "linse is not a field of this record; did you mean lines?");
    assert_string_equal(message(0), "flr is not a field of this record; did you mean liver.flr?");
    read_row("lesions[1].zise,lesions[01].size,lesions[0].size,lesions[].size,lesions[1]size,"
             "lesions[x].size,"
             "lesions[1],lesions[1].size.x\n1,1,1,1,1,1,1,1\n");
    assert_string_equal(
        problems(),
        "P011 lesions[1].size.x; P011 lesions[1].zise; P011 lesions[01].size;"
        " P011 lesions[0].size; P011 lesions[1]; P011 lesions[1]size; P011 lesions[].size;"
        " P011 lesions[x].size");
    assert_int_equal(record->lists[0].count, 1);
}

static void a_row_of_8_mib_is_read_and_one_byte_more_is_not(void **state)
{
    for (size_t over = 0; over < 2; over++) {
        StrBuf buf = { .arena = session };
        buf_add_c(&buf, "id,note\nA,x\nL,\"");
        for (size_t i = 0; i < LIMIT_RECORD_BYTES + over - 4; i++) {
            buf_add_char(&buf, i % 100 ? 'x' : '\n');
        }
        buf_add_c(&buf, "\"\nB,x\n");
        const char *got = read_stream_bytes(PATIENT_CSV, buf_get(&buf));
        char expected[60];
        size_t lines = (LIMIT_RECORD_BYTES + over - 4 + 99) / 100;
        snprintf(expected, sizeof expected, over ? "A@2 !R009@3 B@%zu ." : "A@2 L@3 B@%zu .",
                 4 + lines);
        assert_string_equal(got, expected);
    }
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(rows_are_records),
        CASE(a_header_is_known_by_its_first_column),
        CASE(cells_are_read_by_the_type_of_their_field),
        CASE(an_empty_cell_is_missing),
        CASE(faults_are_the_same_as_in_json),
        CASE(quotes_follow_rfc_4180),
        CASE(a_misplaced_quote_is_an_error),
        CASE(an_open_quote_takes_the_rest_and_reads_nothing_of_it),
        CASE(a_ragged_row_is_an_error),
        CASE(a_column_named_twice_refuses_the_file),
        CASE(bytes_that_are_no_utf8_make_no_row),
        CASE(elements_have_columns_of_their_own),
        CASE(rows_do_not_leave_elements_to_the_next),
        CASE(an_empty_list_is_said_in_the_column_of_the_list),
        CASE(elements_over_the_bound_make_the_list_missing),
        CASE(an_unknown_column_is_a_problem_where_it_has_something),
        CASE(a_row_of_8_mib_is_read_and_one_byte_more_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
