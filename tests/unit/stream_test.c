/* stream_test.c - files into records: lines, arrays, objects over lines; cut anywhere, too long,
 * failing to read. */
#include "tests/unit/faulty_hooks.h"
#include "tests/unit/patient_harness.h"

/* ---- a record a line ---- */

static void each_line_is_a_record(void **state)
{
    assert_stream(PATIENT_NDJSON, "{\"id\":\"A\"}\n{\"id\":\"B\"}\n", "A@1 B@2 .");
    assert_stream(PATIENT_NDJSON, "{\"id\":\"A\"}\n{\"id\":\"B\"}", "A@1 B@2 .");
    assert_stream(PATIENT_NDJSON, "", ".");
    assert_stream(PATIENT_NDJSON, "\n\n", ".");
    assert_stream(PATIENT_AUTO, "", ".");
    assert_stream(PATIENT_AUTO, "\n \n", ".");
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\"}\n{\"id\":\"B\"}\n", "A@1 B@2 .");
    assert_stream(PATIENT_AUTO, "{}", "-@1 .");
}

static void blank_lines_are_no_records_but_count(void **state)
{
    assert_stream(PATIENT_AUTO, "\n  \n{\"id\":\"A\"}\n\t\n\r\n{\"id\":\"B\"}\n\n", "A@3 B@6 .");
}

static void line_ends_of_windows_and_a_byte_order_mark_are_taken(void **state)
{
    assert_stream(PATIENT_AUTO, "\xEF\xBB\xBF{\"id\":\"A\"}\r\n{\"id\":\"B\"}\r\n", "A@1 B@2 .");
    assert_stream(PATIENT_NDJSON, "\xEF\xBB\xBF{\"id\":\"A\"}\r\n", "A@1 .");
    assert_stream(PATIENT_AUTO, "\xEF\xBB\xBF[{\"id\":\"A\"}]", "A@1 .");
    assert_stream(PATIENT_AUTO, "\xEF\xBB\xBF", ".");
    assert_stream(PATIENT_AUTO, "\xEF\xBB", "!R003@1 .");
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\"}\n\xEF\xBB\xBF{\"id\":\"B\"}\n", "A@1 !R007@2 .");
}

static void a_carriage_return_alone_ends_a_line(void **state)
{
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\"}\r{\"id\":\"B\"}\r", "A@1 B@2 .");
    assert_stream(PATIENT_NDJSON, "{\"id\":\"A\"}\r{\"id\":\"B\"}", "A@1 B@2 .");
    assert_stream(PATIENT_NDJSON, "\r\r{\"id\":\"A\"}\r\n\r\n\n\r{\"id\":\"B\"}\n", "A@3 B@7 .");
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\"}\r{\"id\":\"B\",\"lines\":01}\r{\"id\":\"C\"}\r",
                  "A@1 !R005@2 C@3 .");
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\",\"li\r{\"id\":\"B\"}\r", "!R004@1 B@2 .");
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\",\"lines\":\r\n{\"id\":\"B\"}\r\n{\"id\":\"C\"}\r\n",
                  "!R002@1 B@2 C@3 .");
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\",\"lines\":\r", "!R002@1 .");
    assert_stream(PATIENT_AUTO, "{\r\"id\":\"A\"\r}\r\r{\r\"id\":\"B\"\r}\r", "A@1 B@5 .");
    assert_stream(PATIENT_AUTO, "{\r\n\"id\":\"A\"\r\n}\r\n\r\n{\r\n\"id\":\"B\"\r\n}\r\n",
                  "A@1 B@5 .");
    assert_stream(PATIENT_AUTO, "[\r{\"id\":\"A\"},\r{\"id\":\"B\"}\r]\r", "A@2 B@3 .");
    assert_string_equal(read_error("{\r\"id\": \"A\",\r\n  \"lines\": 01\r}\r"),
                        "R005 line 1 line 3, column 12");
}

/* Without line feeds the search for one must not go over the rest of the file for every line. */
static void many_short_lines_that_end_with_carriage_returns_are_read_at_once(void **state)
{
    StrBuf buf = { .arena = session };
    for (unsigned i = 0; i < 200000; i++) {
        buf_add_c(&buf, "{}\r");
    }
    set_source(buf_get(&buf), 0, 0);
    PatientReader *reader = patient_open(session, program, 5, PATIENT_AUTO);
    size_t count = 0;
    while (patient_next(reader, record, &error) == PATIENT_RECORD) {
        arena_reset(run);
        assert_int_equal(record->line, ++count);
    }
    assert_int_equal(count, 200000);
}

static void a_broken_line_is_one_error_and_the_next_is_read(void **state)
{
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\"}\n{\"id\":\"B\",\"lines\":01}\n{\"id\":\"C\"}\n",
                  "A@1 !R005@2 C@3 .");
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\"}\n{\"id\":\"B\n{\"id\":\"C\"}\n",
                  "A@1 !R004@2 C@3 .");
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\"}\n[[[\n{\"id\":\"C\"}\n", "A@1 !R007@2 C@3 .");
    assert_stream(PATIENT_AUTO, "hello\n{\"id\":\"C\"}\n", "!R007@1 C@2 .");
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\"}\n{\"note\":\"\xFF\"}\n{\"id\":\"C\"}\n",
                  "A@1 !R003@2 C@3 .");
}

static void a_torn_last_line_is_an_error(void **state)
{
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\"}\n{\"id\":\"B\",\"li", "A@1 !R004@2 .");
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\"}\n{\"id\":\"B\"", "A@1 !R002@2 .");
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\"}\n{", "A@1 !R002@2 .");
}

static void a_torn_first_line_does_not_take_the_others_with_it(void **state)
{
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\",\"li\n{\"id\":\"B\"}\n", "!R004@1 B@2 .");
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\",\"lines\":\n{\"id\":\"B\"} \r\n{\"id\":\"C\"}\n",
                  "!R002@1 B@2 C@3 .");
}

static void two_objects_on_a_line_are_an_error(void **state)
{
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\"}{\"id\":\"B\"}\n{\"id\":\"C\"}\n", "!R006@1 C@2 .");
    assert_stream(PATIENT_NDJSON, "{\"id\":\"A\"} {\"id\":\"B\"}\n", "!R006@1 .");
    assert_stream(PATIENT_JSON, "{\"id\":\"A\"}{\"id\":\"B\"}\n{\"id\":\"C\"}\n", "!R006@1 C@2 .");
}

static void problems_belong_to_their_record(void **state)
{
    assert_stream(PATIENT_AUTO, "{\"id\":\"A\",\"lines\":99}\n{\"id\":\"B\"}\n",
                  "A@1(P003 lines) B@2 .");
}

/* ---- an object over lines ---- */

#define PRETTY(id) \
    "{\n  \"id\": \"" id "\",\n  \"lesions\": [\n    {\n      \"size\": 1\n    }\n  ]\n}"

static void an_object_over_lines_is_one_record(void **state)
{
    assert_stream(PATIENT_AUTO, PRETTY("A"), "A@1 .");
    assert_stream(PATIENT_AUTO, "\n\n" PRETTY("A") "\n\n", "A@3 .");
    assert_stream(PATIENT_AUTO, PRETTY("A") "\n" PRETTY("B") "\n", "A@1 B@9 .");
    assert_stream(PATIENT_JSON, PRETTY("A") "\r\n\r\n" PRETTY("B"), "A@1 B@10 .");
    assert_stream(PATIENT_AUTO, "{\n\"note\":\"}{][\\\"\",\"id\":\"A\"}", "A@1 .");
    assert_stream(PATIENT_JSON, "{\"id\":\"A\"}\n{\"id\":\"B\"}", "A@1 B@2 .");
    assert_stream(PATIENT_AUTO, "{\"lesions\":[\n{\"size\":1},\n{}\n]}", "-@1 .");
}

static void a_broken_object_over_lines_names_line_and_column(void **state)
{
    assert_stream(PATIENT_AUTO, "{\n\"id\": \"A\",\n  \"lines\": 01\n}\n", "!R005@1 .");
    read_stream(PATIENT_AUTO, "\n{\n\"id\": \"A\",\n  \"lines\": 01\n}\n");
    assert_string_equal(read_error("{\n\"id\": \"A\",\n  \"lines\": 01\n}\n"),
                        "R005 line 1 line 3, column 12");
    assert_stream(PATIENT_AUTO, "{\n\"id\": \"A\"\n", "!R002@1 .");
    assert_stream(PATIENT_AUTO, "{\n\"id\": \"A\"\n} x\n{\n\"id\":\"B\"\n}\n", "!R006@1 B@4 .");
}

/* ---- an array ---- */

static void an_array_is_read_element_by_element(void **state)
{
    assert_stream(PATIENT_AUTO, "[{\"id\":\"A\"},{\"id\":\"B\"}]", "A@1 B@1 .");
    assert_stream(PATIENT_JSON, " [ {\"id\":\"A\"} , \n {\"id\":\"B\"}\n ] \n", "A@1 B@2 .");
    assert_stream(PATIENT_AUTO, "[\n" PRETTY("A") ",\n" PRETTY("B") "\n]\n", "A@2 B@10 .");
    assert_stream(PATIENT_AUTO, "[]", ".");
    assert_stream(PATIENT_AUTO, "\n[ ]\n", ".");
    assert_stream(PATIENT_AUTO, "[{\"id\":\"A\",\"note\":\"],},{\\\"[\"},{\"id\":\"B\\\\\"}]",
                  "A@1 B\\@1 .");
}

static void a_broken_element_is_one_error(void **state)
{
    assert_stream(PATIENT_AUTO, "[{\"id\":\"A\"},7,{\"id\":\"B\"},[],null]",
                  "A@1 !R007@1 B@1 !R007@1 !R007@1 .");
    assert_stream(PATIENT_AUTO, "[{\"id\":\"A\"},{\"x\":01},{\"id\":\"B\"}]", "A@1 !R005@1 B@1 .");
    assert_stream(PATIENT_AUTO, "[{\"id\":\"A\"],{\"id\":\"B\"}]", "!R001@1 B@1 .");
    assert_stream(PATIENT_AUTO, "[{\"id\":\"A\"} {\"id\":\"B\"},{\"id\":\"C\"}]", "!R006@1 C@1 .");
    assert_stream(PATIENT_AUTO, "[{\"id\":\"A\n\"},\n{\"id\":\"B\"}]", "!R004@1 .");
}

static void an_element_that_is_not_there_is_an_error(void **state)
{
    assert_stream(PATIENT_AUTO, "[{\"id\":\"A\"},]", "A@1 !R011@1 .");
    assert_stream(PATIENT_AUTO, "[,{\"id\":\"A\"}]", "!R011@1 A@1 .");
    assert_stream(PATIENT_AUTO, "[{\"id\":\"A\"},,\n{\"id\":\"B\"}]", "A@1 !R011@1 B@2 .");
}

static void an_array_cut_off_is_an_error(void **state)
{
    assert_stream(PATIENT_AUTO, "[", "!R012@1 .");
    assert_stream(PATIENT_AUTO, "[{\"id\":\"A\"}", "A@1 !R012@1 .");
    assert_stream(PATIENT_AUTO, "[{\"id\":\"A\"},\n", "A@1 !R012@2 .");
    assert_stream(PATIENT_AUTO, "[{\"id\":\"A\"},{\"id\":\"B", "A@1 !R004@1 .");
    assert_stream(PATIENT_AUTO, "[{\"id\":\"A\"},{\"id\":", "A@1 !R002@1 .");
}

static void nothing_may_follow_an_array(void **state)
{
    assert_stream(PATIENT_AUTO, "[{\"id\":\"A\"}]\n{\"id\":\"B\"}\n", "A@1 !R013@2 .");
    assert_stream(PATIENT_AUTO, "[]]", "!R013@1 .");
}

static void columns_count_from_the_start_of_the_line(void **state)
{
    set_source(STR("[{\"id\":\"\xC3\xA4\"},{\"lines\":01}]"), 0, 0);
    PatientReader *reader = patient_open(session, program, 5, PATIENT_AUTO);
    assert_int_equal(patient_next(reader, record, &error), PATIENT_RECORD);
    assert_int_equal(patient_next(reader, record, &error), PATIENT_ERROR);
    assert_string_equal(to_c(error.at), "column 22");
    assert_int_equal(patient_next(reader, record, &error), PATIENT_END);
    assert_int_equal(patient_next(reader, record, &error), PATIENT_END);
    patient_close(reader);
}

/* ---- too long ---- */

static Str make_long(const char *before, size_t fill, const char *after)
{
    size_t head = strlen(before), tail = strlen(after);
    char *text = arena_alloc(session, head + fill + tail);
    memcpy(text, before, head);
    memset(text + head, 'x', fill);
    memcpy(text + head + fill, after, tail);
    return (Str){ text, head + fill + tail };
}

/* The record itself has exactly `size` bytes. */
static Str make_record(const char *before, size_t size, const char *after)
{
    const size_t frame = strlen("{\"id\":\"L\",\"note\":\"") + strlen("\"}");
    Str middle = make_long("{\"id\":\"L\",\"note\":\"", size - frame, "\"}");
    assert_int_equal(middle.len, size);
    StrBuf buf = { .arena = session };
    buf_add_c(&buf, before);
    buf_add(&buf, middle);
    buf_add_c(&buf, after);
    return buf_get(&buf);
}

static void a_record_of_8_mib_is_read_and_one_byte_more_is_not(void **state)
{
    Str whole = make_record("{\"id\":\"A\"}\n", LIMIT_RECORD_BYTES, "\n{\"id\":\"B\"}\n");
    assert_string_equal(read_stream_bytes(PATIENT_NDJSON, whole), "A@1 L@2 B@3 .");
    Str longer = make_record("{\"id\":\"A\"}\n", LIMIT_RECORD_BYTES + 1, "\n{\"id\":\"B\"}\n");
    assert_string_equal(read_stream_bytes(PATIENT_NDJSON, longer), "A@1 !R009@2 B@3 .");
    whole = make_record("[{\"id\":\"A\"},", LIMIT_RECORD_BYTES, ",{\"id\":\"B\"}]");
    assert_string_equal(read_stream_bytes(PATIENT_AUTO, whole), "A@1 L@1 B@1 .");
    longer = make_record("[{\"id\":\"A\"},", LIMIT_RECORD_BYTES + 1, "\n,{\"id\":\"B\"}]");
    assert_string_equal(read_stream_bytes(PATIENT_AUTO, longer), "A@1 !R009@1 B@2 .");
    Str alone = make_record("", LIMIT_RECORD_BYTES + 1, "");
    assert_string_equal(read_stream_bytes(PATIENT_AUTO, alone), "!R009@1 .");
    assert_string_equal(read_error_bytes(alone), "R009 line 1 column 1");
}

/* A line that a hook makes up: it is never in memory. */
static size_t endless_left;

static ssize_t read_endless(int fd, void *buffer, size_t size)
{
    size_t give = size < endless_left ? size : endless_left;
    memset(buffer, '[', give);
    endless_left -= give;
    if (give) {
        return (ssize_t)give;
    }
    return read_source(fd, buffer, size);
}

static void memory_stays_flat_on_a_line_of_a_gigabyte(void **state)
{
    Arena *own = arena_create(0);
    set_source(STR("\n{\"id\":\"B\"}\n"), 0, 0);
    hooks.read = read_endless;
    endless_left = (size_t)1 << 30;
    PatientReader *reader = patient_open(own, program, 5, PATIENT_NDJSON);
    assert_int_equal(patient_next(reader, record, &error), PATIENT_ERROR);
    assert_string_equal(to_c(error.code), "R009");
    assert_int_equal(patient_next(reader, record, &error), PATIENT_RECORD);
    assert_int_equal(record->line, 2);
    assert_int_equal(patient_next(reader, record, &error), PATIENT_END);
    assert_true(arena_get_used(own) < 3 * LIMIT_RECORD_BYTES);
    arena_destroy(own);
}

static void memory_stays_flat_over_many_records(void **state)
{
    StrBuf buf = { .arena = session };
    for (unsigned i = 0; i < 20000; i++) {
        buf_add_format(
            &buf, "{\"id\":\"P%u\",\"lesions\":[{\"size\":\"31 mm\"}],\"weeks\":\"1 d\"}\n", i);
    }
    Arena *own = arena_create(0);
    set_source(buf_get(&buf), 0, 0);
    PatientReader *reader = patient_open(own, program, 5, PATIENT_AUTO);
    size_t before = 0, count = 0;
    while (patient_next(reader, record, &error) == PATIENT_RECORD) {
        if (count++ == 0) {
            before = arena_get_used(own);
        }
        assert_true(arena_get_used(run) < 4096);
        arena_reset(run);
    }
    assert_int_equal(count, 20000);
    assert_int_equal(arena_get_used(own), before);
    arena_destroy(own);
}

/* ---- reading fails ---- */

static void a_failure_to_read_is_told_after_the_whole_records(void **state)
{
    Str text = STR("{\"id\":\"A\"}\n{\"id\":\"B\"}\n");
    const char *expected[] = { "X", "A@1 X", "A@1 B@2 X" };
    for (size_t at = 0; at <= text.len; at++) {
        set_source(text, 0, 0);
        source.fail_at = at;
        PatientReader *reader = patient_open(session, program, 5, PATIENT_NDJSON);
        assert_string_equal(outcomes(reader), expected[at < 11 ? 0 : at < 22 ? 1 : 2]);
        assert_int_equal(patient_next(reader, record, &error), PATIENT_READ_FAILED);
        patient_close(reader);
    }
}

static void a_failure_to_read_is_never_an_end(void **state)
{
    const char *texts[] = { "{\"id\":\"A\"}\n{\"id\":\"B\"}\n", "[{\"id\":\"A\"},{\"id\":\"B\"}]\n",
                            PRETTY("A") "\n", "id,lines\nA,1\nB,2\n" };
    for (size_t i = 0; i < 4; i++) {
        for (size_t at = 0; at <= strlen(texts[i]); at++) {
            set_source(str_from_c(texts[i]), 0, 0);
            source.fail_at = at;
            PatientReader *reader =
                patient_open(session, program, 5, i == 3 ? PATIENT_CSV : PATIENT_AUTO);
            const char *got = outcomes(reader);
            assert_int_equal(got[strlen(got) - 1], 'X');
            patient_close(reader);
        }
    }
}

static void interrupted_and_short_reads_change_nothing(void **state)
{
    Str text = STR("{\"id\":\"A\"}\n{\"id\":\"B\"}\n");
    set_source(text, 3, 0);
    source.interrupts = 5;
    assert_string_equal(outcomes(patient_open(session, program, 5, PATIENT_AUTO)), "A@1 B@2 .");
}

/* ---- memory runs out ---- */

/* simdjson allocates with new: these are the operators by their C++ names, visible so that the
 * library takes them. Those with a tag return NULL. */
#define VISIBLE __attribute__((visibility("default")))
VISIBLE void *_Znwm(size_t size);
VISIBLE void *_Znam(size_t size);
VISIBLE void *_ZnamRKSt9nothrow_t(size_t size, const void *tag);
VISIBLE void *_ZnwmRKSt9nothrow_t(size_t size, const void *tag);
VISIBLE void _ZdaPv(void *memory);
VISIBLE void _ZdlPv(void *memory);
VISIBLE void _ZdlPvm(void *memory, size_t size);
static long news_left = -1;

static void *take_new(size_t size)
{
    if (news_left == 0) {
        return NULL;
    }
    news_left -= news_left > 0;
    return malloc(size ? size : 1);
}
void *_ZnamRKSt9nothrow_t(size_t size, const void *tag)
{
    return take_new(size);
}
void *_ZnwmRKSt9nothrow_t(size_t size, const void *tag)
{
    return take_new(size);
}
void *_Znwm(size_t size)
{
    return malloc(size ? size : 1);
}
void *_Znam(size_t size)
{
    return malloc(size ? size : 1);
}
void _ZdaPv(void *memory)
{
    free(memory);
}
void _ZdlPv(void *memory)
{
    free(memory);
}
void _ZdlPvm(void *memory, size_t size)
{
    free(memory);
}

static void simdjson_out_of_memory_is_ours_too(void **state)
{
    StrBuf large = { .arena = session };
    buf_add_c(&large, "{\"id\":\"A\",\"note\":\"\\u0041");
    for (unsigned i = 0; i < 200000; i++) {
        buf_add_char(&large, 'x');
    }
    buf_add_c(&large, "\"}");
    jmp_buf recovery;
    volatile int failures = 0;
    arena_set_recovery(session, &recovery);
    for (volatile long left = 0; left < 50; left++) {
        news_left = left;
        if (setjmp(recovery) == 0) {
            read_ok_bytes(buf_get(&large));
            break;
        }
        failures++;
    }
    news_left = -1;
    arena_set_recovery(session, NULL);
    assert_true(failures >= 2);
    assert_string_equal(to_c(record->key), "A");
    read_ok("{\"id\":\"B\"}");
    assert_string_equal(to_c(record->key), "B");
}

static const char *const starving[] = {
    "{\"id\":\"A\",\"lines\":99,\"weeks\":\"1 d\",\"zzz\":1,\"molecular\":{\"ras\":\"Mutant\"},"
    "\"lesions\":[{\"id\":\"x\"},{\"id\":\"x\"}]}\n{\"id\":\"B\"}\n",
    "[{\"id\":\"A\",\"lines\":\"x\"},{\"x\":01},{\"id\":\"B\"}]",
    "id,lines,lesions[1].size\nA,99,31 mm\nB,1,x\n",
};

/* Opens, reads everything; after a failure the same reader goes on. True if nothing failed. */
static bool read_starving(const char *text, PatientFormat format, volatile int *records)
{
    jmp_buf recovery;
    PatientReader *volatile reader = NULL;
    Record *volatile own = NULL;
    Arena *mine = arena_create(0), *scratch = arena_create(0);
    volatile bool failed = !mine || !scratch;
    RecordError wrong;
    set_source(str_from_c(text), 7, 0);
    if (!failed) {
        arena_set_recovery(mine, &recovery);
        arena_set_recovery(scratch, &recovery);
        if (setjmp(recovery) == 0) {
            reader = patient_open(mine, program, 5, format);
            own = record_create(mine, scratch, program);
        } else {
            failed = true;
        }
        for (volatile int turns = 0; own && turns < 20; turns++) {
            if (setjmp(recovery) == 0) {
                PatientNext next = patient_next(reader, own, &wrong);
                if (next == PATIENT_END) {
                    break;
                }
                *records += next == PATIENT_RECORD;
            } else {
                failed = true;
            }
            arena_reset(scratch);
        }
    }
    if (reader) {
        patient_close(reader);
    }
    arena_destroy(mine);
    arena_destroy(scratch);
    return !failed;
}

static void no_allocation_failure_hurts(void **state)
{
    for (size_t i = 0; i < 3; i++) {
        for (int persistent = 0; persistent < 2; persistent++) {
            bool whole = false;
            for (long at = 1; !whole && at < 500; at++) {
                volatile int records = 0;
                faults_start(at, persistent);
                whole = read_starving(starving[i], i == 2 ? PATIENT_CSV : PATIENT_AUTO, &records);
                assert_int_equal(faults.live, 0);
                faults_stop();
                assert_true(!whole || records == 2);
            }
            assert_true(whole);
        }
    }
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(simdjson_out_of_memory_is_ours_too), /* first: its parser must still be small */
        CASE(each_line_is_a_record),
        CASE(blank_lines_are_no_records_but_count),
        CASE(line_ends_of_windows_and_a_byte_order_mark_are_taken),
        CASE(a_carriage_return_alone_ends_a_line),
        CASE(many_short_lines_that_end_with_carriage_returns_are_read_at_once),
        CASE(a_broken_line_is_one_error_and_the_next_is_read),
        CASE(a_torn_last_line_is_an_error),
        CASE(a_torn_first_line_does_not_take_the_others_with_it),
        CASE(two_objects_on_a_line_are_an_error),
        CASE(problems_belong_to_their_record),
        CASE(an_object_over_lines_is_one_record),
        CASE(a_broken_object_over_lines_names_line_and_column),
        CASE(an_array_is_read_element_by_element),
        CASE(a_broken_element_is_one_error),
        CASE(an_element_that_is_not_there_is_an_error),
        CASE(an_array_cut_off_is_an_error),
        CASE(nothing_may_follow_an_array),
        CASE(columns_count_from_the_start_of_the_line),
        CASE(a_record_of_8_mib_is_read_and_one_byte_more_is_not),
        CASE(memory_stays_flat_on_a_line_of_a_gigabyte),
        CASE(memory_stays_flat_over_many_records),
        CASE(a_failure_to_read_is_told_after_the_whole_records),
        CASE(a_failure_to_read_is_never_an_end),
        CASE(interrupted_and_short_reads_change_nothing),
        CASE(no_allocation_failure_hurts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
