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
    read_row("liver.bilobar,lines,total,score,molecular.ras,liver.flr\nyes,00,1.5,0.123456789,"
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
}

static void elements_have_columns_of_their_own(void **state)
{
    read_row("lesions[2].size,lesions[1].id,lesions[1].ct.phase,lesions[3].size\n31 mm,L1,2,\n");
    assert_string_equal(problems(), "");
    assert_int_equal(record->lists[0].state, FACT_KNOWN);
    assert_int_equal(record->lists[0].count, 2);
    assert_number("lesions[2].size", 310000000);
    assert_number("lesions[1].ct.phase", 2);
    assert_blank("lesions[1].size", FACT_MISSING);
    assert_string_equal(to_c(record->lists[0].keys[0]), "L1");
    assert_string_equal(to_c(record->lists[0].keys[1]), "2");
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
    read_row("lesions[1].size,lesions[2].size,lesions[3].size,lesions[4].size,lines\n1,2,3,4,5\n");
    assert_string_equal(problems(), "P016 lesions");
    assert_int_equal(record->lists[0].state, FACT_FAULTY);
    assert_number("lines", 5);
    read_row("lesions[1].size,lesions[4].size\n1,\n");
    assert_string_equal(problems(), "");
    assert_int_equal(record->lists[0].count, 1);
    read_row("lesions[70000].size,lesions[65537].size\n1,2\n");
    assert_string_equal(problems(), "");
    assert_int_equal(record->lists[0].count, 2);
    assert_number("lesions[1].size", 2 * DEC_ONE);
    assert_number("lesions[2].size", DEC_ONE);
}

/* What such a row says of its list: elements listed, and how many more there may be. */
static void assert_list(const char *text, unsigned count, unsigned least, unsigned most)
{
    read_row(text);
    assert_string_equal(problems(), "");
    assert_int_equal(record->lists[0].state, FACT_KNOWN);
    assert_int_equal(record->lists[0].count, count);
    assert_int_equal(record->lists[0].hidden_least, least);
    assert_int_equal(record->lists[0].hidden_most, most);
    assert_int_equal(record->lists[0].partial, most > 0);
}

#define THREE "lesions[1].size,lesions[2].size,lesions[3].size"

static void an_element_without_cells_is_not_listed_and_leaves_its_list_open(void **state)
{
    assert_list(THREE ",lines\n1,2,3,4\n", 3, 0, 0);
    assert_list(THREE ",lines\n1,2,,4\n", 2, 0, 1);
    assert_list(THREE ",lines\n1,,,4\n", 1, 0, 2);
    assert_list(THREE ",lines\n1,,\"\",4\n", 1, 0, 2);
    assert_list("lesions[1].size,lesions[2].size,lesions[2].central\n1,,true\n", 2, 0, 0);
    assert_blank("lesions[2].size", FACT_MISSING);
    assert_list("lesions[1].size,lines\n1,2\n", 1, 0, 0);
    read_row(THREE ",lines\n,,,4\n");
    assert_int_equal(record->lists[0].state, FACT_MISSING);
}

static void elements_behind_an_empty_one_move_up_and_the_list_is_open(void **state)
{
    assert_list(THREE "\n1,,3\n", 2, 0, 1);
    assert_number("lesions[1].size", DEC_ONE);
    assert_number("lesions[2].size", 3 * DEC_ONE);
    assert_list(THREE "\n,,3\n", 1, 0, 2);
    assert_list("lesions[2].size,lines\n1,2\n", 1, 0, 2);
}

static void the_clauses_of_the_schema_say_whether_such_a_list_is_complete(void **state)
{
    assert_list(THREE ",lesions_complete\n1,,,true\n", 1, 0, 0);
    assert_list(THREE ",lesions_complete\n1,,,false\n", 1, 0, 2);
    assert_list(THREE ",lesion_count\n1,2,,2\n", 2, 0, 0);
    assert_list(THREE ",lesion_count\n1,,,2\n", 1, 1, 1);
    assert_list(THREE ",lesion_count,lesions_complete\n1,,,2,false\n", 1, 1, 1);
    read_row(THREE ",lesion_count,lesions_complete\n1,,,2,true\n");
    assert_string_equal(problems(), "P022 lesion_count");
    assert_list("lesions[1].size,lesions_complete\n1,false\n", 1, 0, 2);
}

static void a_list_with_room_for_more_is_not_too_short(void **state)
{
    read_row("drugs[1].dose,drugs[2].dose\n1,\n");
    assert_string_equal(problems(), "");
    assert_int_equal(record->lists[1].count, 1);
    assert_int_equal(record->lists[1].hidden_most, 1);
}

/* ---- line ends, separators, signs ---- */

static void lines_end_with_lf_crlf_or_cr(void **state)
{
    assert_stream(PATIENT_CSV, "id,lines\rA,1\rB,2\r", "A@2 B@3 .");
    assert_stream(PATIENT_CSV, "id,lines\rA,1\r\rB,2", "A@2 B@4 .");
    assert_stream(PATIENT_CSV, "id,lines\r\nA,1\rB,2\nC,3\r\n", "A@2 B@3 C@4 .");
    assert_stream(PATIENT_AUTO, "id,lines\rA,1\rB,2", "A@2 B@3 .");
    assert_stream(PATIENT_CSV, "id,note,lines\rA,\"two\rlines\r\nand\nmore\",1\rB,,2\r",
                  "A@2 B@6 .");
    assert_stream(PATIENT_CSV, "id,note\rA,\"x\"\rB,\"\"\r", "A@2 B@3 .");
    assert_stream(PATIENT_CSV, "id,lines\n\"A\"\r,1\nB,2\n", "!R014@2 -@3 B@4 .");
    assert_stream(PATIENT_CSV, "id,note\nA\rB,x\n", "!R014@2 B@3 .");
    assert_stream(PATIENT_CSV, "id,lines\r\"A,1\rB,2\r", "!R016@2 .");
}

static void the_separator_is_the_one_that_finds_the_fields(void **state)
{
    assert_stream(PATIENT_CSV, "id;lines\nA;1\nB;99\n", "A@2 B@3(P003 lines) .");
    assert_stream(PATIENT_CSV, "id\tlines\rA\t1\rB\t99\r", "A@2 B@3(P003 lines) .");
    assert_stream(PATIENT_AUTO, "id;lines\nA;1\n", "A@2 .");
    assert_stream(PATIENT_AUTO, "\xEF\xBB\xBFid\tlines\r\nA\t1\r\n", "A@2 .");
    assert_stream(PATIENT_AUTO, "\"id\";\"lines\"\nA;1\n", "A@2 .");
    assert_stream(PATIENT_CSV, "last, first;id;lines\n\"x;y\";A;1\n", "A@2(P011 last, first) .");
    assert_stream(PATIENT_CSV, "x;y,id\n1,A\n", "A@2(P011 x;y) .");
    assert_stream(PATIENT_CSV, "id;note\nA;a,b\nB;\"a;b\"\nC;a;b\n", "A@2 B@3 !R014@4 .");
    assert_stream(PATIENT_CSV, "id\nA;B\n", "A;B@2 .");
    assert_stream(PATIENT_CSV, "id;\"lines\"x\nA;1\n", "!R015@1 .");
    PatientReader *reader = open_csv("id;lines\nA;1\n");
    assert_int_equal(patient_get_separator(reader), '\0');
    assert_int_equal(patient_next(reader, record, &error), PATIENT_RECORD);
    assert_int_equal(patient_get_separator(reader), ';');
}

/* A row of tabs alone is a row. */
static void a_row_of_empty_cells_is_a_record_whatever_separates_them(void **state)
{
    assert_stream(PATIENT_CSV, "id,lines\n,\nA,1\n", "-@2 A@3 .");
    assert_stream(PATIENT_CSV, "id\tlines\n\t\nA\t1\n", "-@2 A@3 .");
    assert_stream(PATIENT_CSV, "id\tlines\n\n  \nA\t1\n", "A@4 .");
}

static void a_line_may_name_the_separator(void **state)
{
    assert_stream(PATIENT_CSV, "sep=;\nid;lines\nA;1\n", "A@3 .");
    assert_stream(PATIENT_CSV, "sep=,\r\nid,lines\r\nA,1\r\n", "A@3 .");
    assert_stream(PATIENT_CSV, "SEP=\t\rid\tlines\rA\t1\r", "A@3 .");
    assert_stream(PATIENT_AUTO, "\xEF\xBB\xBFsep=;\nid;lines\nA;1\n", "A@3 .");
    assert_stream(PATIENT_AUTO, "sep=\t\nid\tlines\nA\t1\n", "A@3 .");
    assert_stream(PATIENT_CSV, "sep=|\nid|lines\nA|1\n", "!R019@1 .");
    assert_stream(PATIENT_CSV, "sep=\nid,lines\nA,1\n", "!R019@1 .");
    assert_stream(PATIENT_CSV, "sep=;\nid,lines\nA,1\n", "!R018@2 .");
    assert_stream(PATIENT_CSV, "sep=;\nsep=;\nid;lines\nA;1\n", "!R018@2 .");
}

static const char *read_refusal(const char *text)
{
    PatientReader *reader = open_csv(text);
    assert_int_equal(patient_next(reader, record, &error), PATIENT_REFUSED);
    const char *message = to_c(error.message);
    assert_int_equal(patient_next(reader, record, &(RecordError){ 0 }), PATIENT_END);
    return message;
}

#define NO_FIELD "none of the table's columns is a field of this guideline's record; "

static void a_table_of_something_else_is_refused_by_its_columns(void **state)
{
    assert_string_equal(read_refusal("Name;Number\nA;5\n"),
                        NO_FIELD "its columns are: Name, Number");
    assert_string_equal(read_refusal("a,b,c,d,e,f,g,h,i,j,k,l\n"),
                        NO_FIELD "its columns are: a, b, c, d, e, f, g, h, i, j and 2 more");
    assert_string_equal(read_refusal("lesions[1].zise,\"a\rb\"\n1,2\n"),
                        NO_FIELD "its columns are: zise, a\\u{D}b");
    /* a row of data is not told */
    assert_string_equal(read_refusal("Smith,1961-02-03,5\n"),
                        NO_FIELD "its first row is not a header");
    assert_string_equal(read_refusal("5\n"), NO_FIELD "its first row is not a header");
    assert_stream(PATIENT_CSV, "lesions\n[]\n", "-@2 .");
    assert_stream(PATIENT_CSV, "lesions[1].size\n1\n", "-@2 .");
}

static void yes_and_no_come_as_spreadsheets_write_them(void **state)
{
    const char *yes[] = { "true", "TRUE", "True" }, *no[] = { "false", "FALSE", "False" };
    char row[80];
    for (int i = 0; i < 3; i++) {
        snprintf(row, sizeof row, "id,liver.bilobar\nA,%s\n", yes[i]);
        read_row(row);
        assert_mask("liver.bilobar", MASK_YES);
        snprintf(row, sizeof row, "id,liver.bilobar\nA,%s\n", no[i]);
        read_row(row);
        assert_mask("liver.bilobar", MASK_NO);
    }
    const char *other[] = { "tRUE", "yes", "1", "T", "WAHR", "TRUE " };
    for (int i = 0; i < 6; i++) {
        snprintf(row, sizeof row, "id,liver.bilobar\nA,%s\n", other[i]);
        read_row(row);
        assert_string_equal(problems(), "P001 liver.bilobar");
    }
    read_row("id,note,molecular.ras\nTRUE,TRUE,TRUE\n");
    assert_string_equal(to_c(record->key), "TRUE");
    assert_string_equal(problems(), "P002 molecular.ras");
}

static void read_row_with_commas(const char *text)
{
    PatientReader *reader = open_csv(text);
    patient_set_decimal_comma(reader, true);
    assert_int_equal(patient_next(reader, record, &error), PATIENT_RECORD);
}

static void decimal_commas_are_read_when_they_are_said(void **state)
{
    read_row_with_commas("id;liver.flr;score;labs.cea;lines\nA;32,5;-0,25;0,5 mg/dL;2,0\n");
    assert_string_equal(problems(), "");
    assert_number("liver.flr", 3250000000);
    assert_number("score", -25000000);
    assert_number("labs.cea", 5000 * DEC_ONE);
    assert_number("lines", 2);
    read_row_with_commas("id,liver.flr,score\n\"A,B\",\"32,5\",7\n");
    assert_string_equal(problems(), "");
    assert_number("liver.flr", 3250000000);
    assert_number("score", 7 * DEC_ONE);
    assert_string_equal(to_c(record->key), "A,B");
    read_row_with_commas("id;score;labs.cea;liver.flr\nA;1.234;1.234,5 mg/dL;1,2,3\n");
    assert_string_equal(problems(), "P021 liver.flr; P024 score; P024 labs.cea");
    assert_string_equal(to_c(record->problems.items[1].shown), "1.234");
}

static void a_decimal_comma_that_was_not_said_is_told(void **state)
{
    read_row("id;liver.flr;labs.cea;lines\nA;32,5;0,5 mg/dL;2,0\n");
    assert_string_equal(problems(), "P023 liver.flr; P023 lines; P023 labs.cea");
    assert_string_equal(message(0), "liver.flr has a decimal comma: write a point, or read the "
                                    "table with --decimal-comma");
    assert_string_equal(to_c(record->problems.items[0].shown), "32,5");
    read_row("id;liver.flr;molecular.ras;note\nA;1,2,3;a,b;1,5\n");
    assert_string_equal(problems(), "P021 liver.flr; P002 molecular.ras");
}

static void an_unknown_column_is_a_problem_where_it_has_something(void **state)
{
    assert_stream(PATIENT_CSV, "id,linse,\nA,1,\nB,,\nC,,x\n", "A@2(P011 linse) B@3 C@4(P011 ) .");
    read_row("id,linse,flr,liver\nA,1,2,3\n");
    assert_string_equal(problems(), "P011 flr; P011 linse; P011 liver");
    assert_string_equal(message(1), "linse is not a field of this record; did you mean lines?");
    assert_string_equal(message(0), "flr is not a field of this record; did you mean liver.flr?");
    read_row(
        "lesions[1].size,lesions[1].zise,lesions[01].size,lesions[0].size,lesions[].size,lesions[1]size,"
        "lesions[x].size,"
        "lesions[1],lesions[1].size.x\n1,1,1,1,1,1,1,1,1\n");
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
        CASE(an_element_without_cells_is_not_listed_and_leaves_its_list_open),
        CASE(elements_behind_an_empty_one_move_up_and_the_list_is_open),
        CASE(the_clauses_of_the_schema_say_whether_such_a_list_is_complete),
        CASE(a_list_with_room_for_more_is_not_too_short),
        CASE(lines_end_with_lf_crlf_or_cr),
        CASE(the_separator_is_the_one_that_finds_the_fields),
        CASE(a_row_of_empty_cells_is_a_record_whatever_separates_them),
        CASE(a_line_may_name_the_separator),
        CASE(a_table_of_something_else_is_refused_by_its_columns),
        CASE(yes_and_no_come_as_spreadsheets_write_them),
        CASE(decimal_commas_are_read_when_they_are_said),
        CASE(a_decimal_comma_that_was_not_said_is_told),
        CASE(a_row_of_8_mib_is_read_and_one_byte_more_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
