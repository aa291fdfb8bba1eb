/* date_test.c - the calendar against a table made with Python's datetime, and texts by hand. */
#include "runtime/value/date.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Arena *arena;

static int create_arena(void **state)
{
    arena = arena_create(0);
    return 0;
}

static int destroy_arena(void **state)
{
    arena_destroy(arena);
    return 0;
}

typedef struct DayRow {
    const char *text;
    Day day;
} DayRow;

typedef struct AddRow {
    Day day;
    int64_t months;
    bool inside;
    Day reached;
} AddRow;

typedef struct BetweenRow {
    Day a, b;
    int64_t months, years, weeks;
} BetweenRow;

#define ADD(...)
#define BETWEEN(...)
#define DAY(...) { __VA_ARGS__ },
static const DayRow day_rows[] = {
#include "tests/unit/oracles/calendar_days.inc"
};
#undef DAY
#define DAY(...)

#undef ADD
#define ADD(...) { __VA_ARGS__ },
static const AddRow add_rows[] = {
#include "tests/unit/oracles/calendar_days.inc"
};
#undef ADD
#define ADD(...)

#undef BETWEEN
#define BETWEEN(...) { __VA_ARGS__ },
static const BetweenRow between_rows[] = {
#include "tests/unit/oracles/calendar_days.inc"
};

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static void assert_text(Str text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
}

static void assert_printed(Day day, const char *expected)
{
    StrBuf buf = { .arena = arena };
    date_print(&buf, day);
    assert_text(buf_get(&buf), expected);
}

static void test_table_of_days(void **state)
{
    assert_true(COUNT(day_rows) > 200);
    for (size_t i = 0; i < COUNT(day_rows); i++) {
        Day first, last;
        assert_true(date_parse(str_from_c(day_rows[i].text), &first, &last));
        assert_true(first == day_rows[i].day);
        assert_true(last == day_rows[i].day);
        assert_printed(day_rows[i].day, day_rows[i].text);
    }
}

/* Every day of the calendar: print, read back, and the next text is the greater one. */
static void test_all_days(void **state)
{
    char before[11] = "0000-00-00";
    for (Day day = DAY_MIN; day <= DAY_MAX; day++) {
        StrBuf buf = { .arena = arena };
        date_print(&buf, day);
        Day first, last;
        if (buf.len != 10 || memcmp(before, buf.ptr, 10) >= 0) {
            fail_msg("day %lld is printed as %.*s", (long long)day, (int)buf.len, buf.ptr);
        }
        if (!date_parse(buf_get(&buf), &first, &last) || first != day || last != day) {
            fail_msg("%.*s is not read back", (int)buf.len, buf.ptr);
        }
        memcpy(before, buf.ptr, 10);
        arena_reset(arena);
    }
    assert_string_equal(before, "9999-12-31");
}

static void test_month_sums(void **state)
{
    assert_true(COUNT(add_rows) > 500);
    for (size_t i = 0; i < COUNT(add_rows); i++) {
        const AddRow *row = &add_rows[i];
        Day found = 4711;
        assert_int_equal(date_add_months(row->day, row->months, &found), row->inside);
        assert_true(found == (row->inside ? row->reached : 4711));
    }
}

static void test_month_sums_at_the_edge(void **state)
{
    Day found = 4711;
    assert_false(date_add_months(0, INT64_MAX, &found));
    assert_false(date_add_months(0, INT64_MIN, &found));
    assert_false(date_add_months(DAY_MAX, 1, &found));
    assert_false(date_add_months(DAY_MIN, -1, &found));
    assert_false(date_add_months(DAY_MAX + 1, 0, &found));
    assert_false(date_add_months(DAY_MIN - 1, 0, &found));
    assert_false(date_add_months(INT64_MAX, 0, &found));
    assert_true(found == 4711);
    assert_true(date_add_months(DAY_MIN, 9998 * 12 + 11, &found));
    assert_printed(found, "9999-12-01");
}

static void test_completed_months(void **state)
{
    assert_true(COUNT(between_rows) > 80);
    for (size_t i = 0; i < COUNT(between_rows); i++) {
        const BetweenRow *row = &between_rows[i];
        assert_true(date_months_between(row->a, row->b) == row->months);
        assert_true(date_months_between(row->b, row->a) == -row->months);
        assert_true(date_years_between(row->a, row->b) == row->years);
        assert_true(date_years_between(row->b, row->a) == -row->years);
        assert_true(date_weeks_between(row->a, row->b) == row->weeks);
        assert_true(date_weeks_between(row->b, row->a) == -row->weeks);
    }
    /* What lies beyond the calendar counts as its last day. */
    assert_true(date_months_between(INT64_MIN, INT64_MAX) == 9998 * 12 + 11);
}

static void assert_range(const char *text, const char *first_text, const char *last_text)
{
    Day first, last;
    assert_true(date_parse(str_from_c(text), &first, &last));
    assert_printed(first, first_text);
    assert_printed(last, last_text);
    StrBuf buf = { .arena = arena };
    date_print_range(&buf, first, last);
    assert_text(buf_get(&buf), text);
}

static void test_partial_dates(void **state)
{
    assert_range("2026", "2026-01-01", "2026-12-31");
    assert_range("0001", "0001-01-01", "0001-12-31");
    assert_range("9999", "9999-01-01", "9999-12-31");
    assert_range("2026-11", "2026-11-01", "2026-11-30");
    assert_range("2024-02", "2024-02-01", "2024-02-29");
    assert_range("1900-02", "1900-02-01", "1900-02-28");
    assert_range("2026-11-23", "2026-11-23", "2026-11-23");
}

static void assert_range_printed(Day first, Day last, const char *expected)
{
    StrBuf buf = { .arena = arena };
    date_print_range(&buf, first, last);
    assert_text(buf_get(&buf), expected);
}

/* Day 0 is 1970-01-01. */
static void test_ranges_that_are_no_month_or_year(void **state)
{
    assert_range_printed(0, 29, "1970-01-01..1970-01-30");
    assert_range_printed(1, 30, "1970-01-02..1970-01-31");
    assert_range_printed(0, 31 + 27, "1970-01-01..1970-02-28");
    assert_range_printed(0, 364 + 365, "1970-01-01..1971-12-31");
    assert_range_printed(31, 364, "1970-02-01..1970-12-31");
    assert_range_printed(0, 364, "1970");
    assert_range_printed(INT64_MIN, INT64_MAX, "0001-01-01..9999-12-31");
}

static void test_what_is_no_date(void **state)
{
    static const char *const texts[] = {
        "",           "2",           "202",        "20266",       "2026-",
        "2026-1",     "2026-1-1",    "2026-13",    "2026-00",     "2026-00-01",
        "2026-11-",   "2026-11-2",   "2026-11-00", "2026-11-31",  "2026-12-32",
        "2026-02-29", "2100-02-29",  "1900-02-29", "2026/11/23",  "2026-11/23",
        "20261123",   "2026-11-23 ", " 2026-11-2", "2026-11-23T", "2026-1a-01",
        "202a",       "-026",        "+026",       "0000",        "0000-01-01",
        "2026-11-1a", "23-11-2026",  "2026.11.23", "2026-11-23Z", "\xd9\xa2\xd9\xa0",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        Day first = 1, last = 2;
        if (date_parse(str_from_c(texts[i]), &first, &last)) {
            fail_msg("\"%s\" is read", texts[i]);
        }
        assert_true(first == 1 && last == 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_of_days),
        cmocka_unit_test(test_all_days),
        cmocka_unit_test(test_month_sums),
        cmocka_unit_test(test_month_sums_at_the_edge),
        cmocka_unit_test(test_completed_months),
        cmocka_unit_test(test_partial_dates),
        cmocka_unit_test(test_ranges_that_are_no_month_or_year),
        cmocka_unit_test(test_what_is_no_date),
    };
    return cmocka_run_group_tests(tests, create_arena, destroy_arena);
}
