/* date.c - proleptic Gregorian calendar. */
#include "runtime/value/date.h"

typedef struct Civil {
    int64_t year;
    int month, day; /* from 1 */
} Civil;

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int count_month_days(int64_t year, int month)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return lengths[month - 1] + (month == 2 && is_leap(year));
}

/* Days from 1 January of year 1 to 1 January of `year` (>= 1). */
static int64_t count_days_before_year(int64_t year)
{
    int64_t past = year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400;
}

static int count_days_before_month(int64_t year, int month)
{
    static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
    return before[month - 1] + (month > 2 && is_leap(year));
}

static Day join_date(Civil civil)
{
    return DAY_MIN + count_days_before_year(civil.year) +
           count_days_before_month(civil.year, civil.month) + civil.day - 1;
}

/* Nothing outside the calendar is a date; a bound without limit stands for the calendar's end. */
static Day clamp(Day day)
{
    return day < DAY_MIN ? DAY_MIN : day > DAY_MAX ? DAY_MAX : day;
}

static Civil split_date(Day day)
{
    int64_t since = day - DAY_MIN;
    /* 146097 days are 400 years exactly; the estimate is right or too small (all days tested). */
    int64_t year = since * 400 / 146097 + 1;
    while (count_days_before_year(year + 1) <= since) {
        year++;
    }
    int in_year = (int)(since - count_days_before_year(year));
    int month = 12;
    while (count_days_before_month(year, month) > in_year) {
        month--;
    }
    return (Civil){ year, month, in_year - count_days_before_month(year, month) + 1 };
}

static bool read_digits(Str text, size_t at, size_t count, int *out)
{
    int value = 0;
    for (size_t i = at; i < at + count; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
        value = value * 10 + (text.ptr[i] - '0');
    }
    *out = value;
    return true;
}

bool date_parse(Str text, Day *first, Day *last)
{
    int year, month = 1, day = 1;
    bool has_month = text.len >= 7, has_day = text.len == 10;
    if (text.len != 4 && text.len != 7 && text.len != 10) {
        return false;
    }
    if (!read_digits(text, 0, 4, &year) || year < 1) {
        return false;
    }
    if (has_month &&
        (text.ptr[4] != '-' || !read_digits(text, 5, 2, &month) || month < 1 || month > 12)) {
        return false;
    }
    if (has_day && (text.ptr[7] != '-' || !read_digits(text, 8, 2, &day) || day < 1)) {
        return false;
    }
    if (day > count_month_days(year, month)) {
        return false;
    }
    int last_month = has_month ? month : 12;
    int last_day = has_day ? day : count_month_days(year, last_month);
    *first = join_date((Civil){ year, month, day });
    *last = join_date((Civil){ year, last_month, last_day });
    return true;
}

static void print_padded(StrBuf *out, int64_t value, int width)
{
    int64_t place = 1;
    for (int i = 1; i < width; i++) {
        place *= 10;
    }
    for (; place; place /= 10) {
        buf_add_char(out, (char)('0' + value / place % 10));
    }
}

static void print_month(StrBuf *out, Civil civil)
{
    print_padded(out, civil.year, 4);
    buf_add_char(out, '-');
    print_padded(out, civil.month, 2);
}

void date_print(StrBuf *out, Day day)
{
    Civil civil = split_date(clamp(day));
    print_month(out, civil);
    buf_add_char(out, '-');
    print_padded(out, civil.day, 2);
}

void date_print_range(StrBuf *out, Day first, Day last)
{
    first = clamp(first);
    last = clamp(last);
    if (first >= last) {
        date_print(out, first);
        return;
    }
    Civil a = split_date(first), b = split_date(last);
    bool whole_months = a.day == 1 && b.day == count_month_days(b.year, b.month);
    if (whole_months && a.year == b.year && a.month == b.month) {
        print_month(out, a);
    } else if (whole_months && a.year == b.year && a.month == 1 && b.month == 12) {
        print_padded(out, a.year, 4);
    } else {
        date_print(out, first);
        buf_add_c(out, "..");
        date_print(out, last);
    }
}

/* The day keeps its number, whether that month has it or not. */
static bool find_month(Day day, int64_t months, Civil *out)
{
    if (day < DAY_MIN || day > DAY_MAX || months < -120000 || months > 120000) {
        return false;
    }
    *out = split_date(day);
    int64_t count = out->year * 12 + out->month - 1 + months;
    if (count < 12 || count >= 10000 * 12) {
        return false;
    }
    out->year = count / 12;
    out->month = (int)(count % 12) + 1;
    return true;
}

bool date_add_months(Day day, int64_t months, Day *out)
{
    Civil civil;
    if (!find_month(day, months, &civil)) {
        return false;
    }
    int last = count_month_days(civil.year, civil.month);
    civil.day = civil.day < last ? civil.day : last;
    *out = join_date(civil);
    return true;
}

/* Completed months from the earlier to the later date. */
static int64_t count_completed(Civil a, Civil b)
{
    int64_t months = (b.year - a.year) * 12 + b.month - a.month;
    return months - (b.day < a.day);
}

int64_t date_years_between(Day a, Day b)
{
    return date_months_between(a, b) / 12;
}

int64_t date_weeks_between(Day a, Day b)
{
    return (clamp(b) - clamp(a)) / 7;
}

int64_t date_months_between(Day a, Day b)
{
    a = clamp(a);
    b = clamp(b);
    if (b < a) {
        return -count_completed(split_date(b), split_date(a));
    }
    return count_completed(split_date(a), split_date(b));
}
