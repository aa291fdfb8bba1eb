/* date.h - calendar days as a count from 1970-01-01 (proleptic Gregorian). */
#ifndef VALUE_DATE_H
#define VALUE_DATE_H
#include "runtime/value/number.h"

typedef int64_t Day;
#define DAY_MIN INT64_C(-719162) /* 0001-01-01 */
#define DAY_MAX INT64_C(2932896) /* 9999-12-31 */

/* "2026-11-23", "2026-11", "2026": first and last day it may be. */
bool date_parse(Str text, Day *first, Day *last);
void date_print(StrBuf *out, Day day);
/* "2026-11" for a whole month, "2026" for a whole year, "2026-11-23" for one day, else
 * "first..last". */
void date_print_range(StrBuf *out, Day first, Day last);
/* The same day of the month `months` later, or the last day of a month that is too short; false if
 * that is outside the calendar. Never decreases with either argument. */
bool date_add_months(Day day, int64_t months, Day *out);
/* Completed months, years, weeks from a to b; those from b to a with a minus if b < a. Never
 * decreasing in b, never increasing in a. A day that a month lacks is reached on the first of the
 * next: from 31 January a month is completed on 1 March. */
int64_t date_months_between(Day a, Day b);
int64_t date_years_between(Day a, Day b);
int64_t date_weeks_between(Day a, Day b);
#endif
