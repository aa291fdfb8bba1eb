#!/usr/bin/env python3
"""Tables for date_test.c, from Python's datetime: python3 calendar_days.py > calendar_days.inc"""
import random
from datetime import date, timedelta

EPOCH = date(1970, 1, 1)
random.seed(29)


def day(d):
    return (d - EPOCH).days


def print_days():
    days = set()
    for y in (1, 2, 4, 99, 100, 101, 400, 401, 1000, 1582, 1600, 1700, 1800, 1899, 1900, 1901, 1969, 1970, 1999, 2000, 2001, 2023, 2024, 2026, 2100, 2400, 9999):
        for m, d in ((1, 1), (2, 28), (3, 1), (12, 31)):
            days.add(date(y, m, d))
        if (y % 4 == 0 and y % 100) or y % 400 == 0:
            days.add(date(y, 2, 29))
    for m in range(1, 13):
        for y in (2023, 2024):
            first = date(y, m, 1)
            days.add(first)
            days.add(first - timedelta(1))
    for _ in range(120):
        days.add(date.fromordinal(random.randrange(1, date.max.toordinal() + 1)))
    for d in sorted(days):
        print('DAY("%s", %d)' % (d.isoformat(), day(d)))


def reach(d, months):
    """The same day of the month, or the last day that the month has: found by stepping back from the next month."""
    index = d.year * 12 + d.month - 1 + months
    try:
        first = date(index // 12, index % 12 + 1, 1)
    except ValueError:
        return None
    following = 31 if first.month == 12 else (date(first.year, first.month + 1, 1) - first).days
    return first + timedelta(min(d.day, following) - 1)


def completed(a, b):
    """How many months, one at a time, lead from a not past b; the day that a short month lacks counts as after it."""
    months = 0
    while True:
        index = a.year * 12 + a.month - 1 + months + 1
        year, month = index // 12, index % 12 + 1
        if (year, month, a.day) > (b.year, b.month, b.day):
            return months
        months += 1


def birthdays(a, b):
    """How many birthdays up to b; who was born on 29 February has one on 1 March of other years."""
    count = 0
    while True:
        year = a.year + count + 1
        if year > date.max.year:
            return count
        try:
            next_one = date(year, a.month, a.day)
        except ValueError:
            next_one = date(year, 3, 1)
        if next_one > b:
            return count
        count += 1


def print_months():
    starts = [date(2024, 1, 31), date(2024, 2, 29), date(2023, 2, 28), date(2026, 11, 23), date(1, 1, 1), date(9999, 12, 31), date(2000, 12, 31), date(1900, 3, 31)]
    for start in starts + [date.fromordinal(random.randrange(1, date.max.toordinal() + 1)) for _ in range(40)]:
        for months in (0, 1, -1, 2, 11, 12, -12, 13, 24, 48, -48, 1200, random.randrange(-3000, 3000)):
            reached = reach(start, months)
            print("ADD(%d, %d, %d, %d)" % (day(start), months, reached is not None, day(reached) if reached else 0))
    pairs = [(date(2024, 1, 31), date(2024, 2, 29)), (date(2024, 1, 31), date(2024, 3, 1)), (date(2024, 1, 31), date(2024, 3, 31)),
             (date(2024, 2, 29), date(2025, 2, 28)), (date(2024, 2, 29), date(2025, 3, 1)), (date(2024, 1, 1), date(2024, 1, 1)),
             (date(1, 1, 1), date(9999, 12, 31)), (date(2025, 12, 31), date(2026, 1, 1)), (date(2025, 11, 23), date(2026, 11, 22)), (date(2025, 11, 23), date(2026, 11, 23))]
    for _ in range(80):
        a = date.fromordinal(random.randrange(700000, 740000))
        pairs.append((a, a + timedelta(random.randrange(0, 3000))))
    for a, b in pairs:
        print("BETWEEN(%d, %d, %d, %d, %d)" % (day(a), day(b), completed(a, b), birthdays(a, b), len(range(7, (b - a).days + 1, 7))))


print("/* Written by calendar_days.py. */")
print_days()
print_months()
