#!/usr/bin/env python3
"""Completed units, sums of months and windows against Python's calendar: random pairs of dates, most of them near birthdays,
the ends of months and 29 February; some known by month or year only.

usage: calendar_cases.py [CASES] [SEED]     (BUILD names the build folder; `make calendar` tries 100,000)"""
import calendar
import datetime
import json
import os
import pathlib
import random
import subprocess
import sys

BUILD = pathlib.Path(os.environ.get("BUILD", "build/release"))
SCRATCH = pathlib.Path(os.environ.get("TMPDIR", "/tmp"))
FIRST, LAST = datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)
MONTHS = [1, 2, 11, 12, 13, 48, 216, -1, -6, -12, -13]

PROGRAM = """guideline dates version "1"
  source book "Dates"
end

patient
  id   : key
  a    : date 1900-01-01..2100-12-31
  b    : date 1900-01-01..2100-12-31
  step : integer 0..{steps}
  most : integer -80..80
end

statement S-01 at book "1" "Dates"

decision years : integer from S-01 means years between a and b end
decision months : integer from S-01 means months between a and b end
decision weeks : integer from S-01 means weeks between a and b end
decision days : integer from S-01 means days between a and b end
decision grown : yes_no from S-01 means years between a and b >= most end
decision due : yes_no from S-01 means {sums} end
decision near : yes_no from S-01 means {windows} end
"""


def any_day(chance):
    day = FIRST + datetime.timedelta(chance.randrange((LAST - FIRST).days + 1))
    kind = chance.randrange(4)
    if kind == 0:
        year = chance.choice([y for y in range(1904, 2097, 4) if calendar.isleap(y)])
        return datetime.date(year, 2, 29) + datetime.timedelta(chance.choice((-1, 0, 0, 0, 1)))
    if kind == 1:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


def keep_inside(day):
    return min(max(day, FIRST), LAST)


def add_months(day, count):
    """The same day of that month, or its last day."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def completed(later, earlier, months):
    """How many times so many months fit: the n-th time comes with the day of that name, or with the first after a month that lacks it."""
    if later < earlier:
        return -completed(earlier, later, months)
    count = max(0, (later.year - earlier.year) * 12 // months - 13 // months - 1)
    while True:
        index = earlier.year * 12 + earlier.month - 1 + (count + 1) * months
        year, month = index // 12, index % 12 + 1
        if earlier.day > calendar.monthrange(year, month)[1]:
            reached = datetime.date(year, month, 28) + datetime.timedelta(4)
            reached = reached.replace(day=1)
        else:
            reached = datetime.date(year, month, earlier.day)
        if reached > later:
            return count
        count += 1


def whole(days, size):
    return days // size if days >= 0 else -(-days // size)


def answer(a, b, step, most):
    years = completed(b, a, 12)
    due = add_months(a, MONTHS[step])
    end = add_months(b, abs(MONTHS[step]))
    return {"years": years, "months": completed(b, a, 1), "weeks": whole((b - a).days, 7), "days": (b - a).days,
            "grown": years >= most, "due": due <= b, "near": b <= a <= end}


def make_case(chance):
    a, step = any_day(chance), chance.randrange(len(MONTHS))
    how_far = chance.choice((MONTHS[step], 12 * chance.randrange(-90, 90), chance.randrange(-60, 60), 0))
    try:
        b = add_months(a, how_far)
    except ValueError:
        b = a
    b = keep_inside(b + datetime.timedelta(chance.choice((-3, -2, -1, 0, 0, 1, 2, 3, chance.randrange(-400, 400)))))
    most = keep_range(completed(b, a, 12) + chance.choice((-1, 0, 0, 1)))
    part = chance.choice((None, None, None, ("a", 7), ("a", 4), ("b", 7), ("b", 4)))
    return a, b, step, most, part


def keep_range(count):
    return min(max(count, -80), 80)


def spread(day, letters):
    """All days of that month or year."""
    first = day.replace(day=1) if letters == 7 else day.replace(month=1, day=1)
    days = calendar.monthrange(day.year, day.month)[1] if letters == 7 else 365 + calendar.isleap(day.year)
    return [first + datetime.timedelta(n) for n in range(days)]


def expect(case):
    """What each answer can be, over all the days."""
    a, b, step, most, part = case
    firsts = spread(a, part[1]) if part and part[0] == "a" else [a]
    seconds = spread(b, part[1]) if part and part[0] == "b" else [b]
    found = [answer(x, y, step, most) for x in firsts for y in seconds]
    return {name: sorted({each[name] for each in found}) for name in found[0]}


def write(case, number):
    a, b, step, most, part = case
    record = {"id": str(number), "a": a.isoformat(), "b": b.isoformat(), "step": step, "most": most}
    if part:
        record[part[0]] = record[part[0]][:part[1]]
    return json.dumps(record)


def read(found):
    if "value" in found:
        return [found["value"]]
    return sorted(found["possible"]) if "possible" in found else found["range"]


def is_right(found, expected, part):
    values = read(found)
    if "range" in found:
        expected = [expected[0], expected[-1]]
    return values == expected and found.get("needs", []) == ([part[0]] if part and len(expected) > 1 else [])


def make_program():
    names = [f"{abs(n)} mo" for n in MONTHS]
    sums = [f"(step = {k} and a {'+' if n > 0 else '-'} {name} <= b)" for k, (n, name) in enumerate(zip(MONTHS, names))]
    windows = [f"(step = {k} and a within {name} after b)" for k, name in enumerate(names)]
    return PROGRAM.format(steps=len(MONTHS) - 1, sums="\n  or ".join(sums), windows="\n  or ".join(windows))


def main():
    count, seed = (int(sys.argv[i]) if len(sys.argv) > i else d for i, d in ((1, 3000), (2, 1)))
    chance = random.Random(seed)
    cases = [make_case(chance) for _ in range(count)]
    source, image = SCRATCH / "calendar.cgl", SCRATCH / "calendar.cgb"
    source.write_text(make_program())
    subprocess.run([BUILD / "cglc", source, "-o", image], check=True)
    records = "".join(write(case, k) + "\n" for k, case in enumerate(cases))
    command = [BUILD / "cglrun", image, "--format", "ndjson", "--report", "brief", "--all", "-"]
    reports = subprocess.run(command, input=records, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    failed = abs(len(reports) - len(cases))
    for case, line in zip(cases, reports):
        decisions, expected = json.loads(line)["decisions"], expect(case)
        wrong = [name for name in expected if not is_right(decisions[name], expected[name], case[4])]
        failed += bool(wrong)
        for name in wrong[:3]:
            print(f"{write(case, 0)} {name}: {decisions[name]}, Python says {expected[name]}")
    print(f"{count - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
