#!/usr/bin/env python3
"""Numbers of records in every unit and at every limit, against Python's fractions: what is read is exact, what is not is said."""
import decimal
import fractions
import json
import os
import pathlib
import re
import subprocess
import tempfile

CGLC, CGLRUN = os.environ["CGLC"], os.environ["CGLRUN"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRATCH = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("TMPDIR")))
GRID = 10 ** 8
MOST, LEAST = 2 ** 63 - 1, -2 ** 63
TEXTS = ["0", "-0", "1", "-1", "3", "0.1", "7e0", "12345.678", "-0.00000001", "0.00000001", "0.000000001", "1e-9", "5e-9", "25e10", "250000000000",
         "1e-15", "1e15", "1e20", "123456789.12345678", "0.123456789", "37.800000000000004", "0.30000000000000004", "99.99999999999999",
         "1.2345678901234567e5", "1.2345678901234567e-5", "1234567890123456.5", "0.1234567890123455", "0.1234567890123465", "9007199254740993",
         "92233720368.54775807", "92233720368.54775808", "-92233720368.54775808", "-92233720368.54775809", "92233720368", "1e36", "1e37", "1e-36",
         "1e-37", "1.23456789123e-9", "1e400", "1e-400"]


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}")
    if not good:
        print(f"    {detail!r}"[:1500])


def read_units():
    """Dimension to [(code, factor)]; written in the guideline as the table spells them."""
    dimensions = {}
    text = (ROOT / "runtime/value/units.def").read_text()
    for code, name, over, under in re.findall(r'^UNIT\("([^"]+)", (\w+), (\d+), (\d+)\)', text, re.M):
        dimensions.setdefault(name, []).append((code, fractions.Fraction(int(over), int(under))))
    return dimensions


def significant(value):
    """Digits from the first to the last that is not 0, and the exponent of the last."""
    _, digits, exponent = value.as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    bare = text.rstrip("0")
    return bare, exponent + len(text) - len(bare)


def read_number(text):
    """The rule of docs/cli.md: (value, more than 8 digits after the point, shortened), or the code of a problem."""
    with decimal.localcontext(decimal.Context(prec=1000, Emax=10 ** 6, Emin=-10 ** 6)):
        value = decimal.Decimal(text)
        digits, exponent = significant(value)
        if not digits:
            return fractions.Fraction(0), False, False
        if len(digits) + exponent > 36:
            return "P008"
        if exponent < -36 or len(digits) > 37:
            return "P007"
        shortened = exponent < 0 and len(digits) in (16, 17)
        if shortened:
            value = decimal.Context(prec=15, rounding=decimal.ROUND_HALF_EVEN).plus(value)
        return fractions.Fraction(value), significant(value)[1] < -8, shortened


def expect(text, factor):
    """(printed value, code of a problem or None)."""
    number = read_number(text)
    if isinstance(number, str):
        return None, number
    value, fine, shortened = number
    value *= factor
    if abs(value.numerator) >= 2 ** 127 or value.denominator >= 2 ** 127:
        return None, "P008"
    scaled = value * GRID
    if not LEAST <= scaled.numerator // scaled.denominator <= MOST - (scaled.denominator > 1):
        return None, "P008"
    if scaled.denominator > 1 and fine:
        return None, "P007"
    return fractions.Fraction(round(scaled), GRID), "P025" if shortened else None


def build(dimensions):
    """A field and a decision that shows it for each unit."""
    lines, fields = ['guideline g version "1" source b "B" end', "patient", "  id : key"], []
    for name, units in dimensions.items():
        name = "duration" if name == "duration_in_months" else name
        for code, factor in units:
            lines.append(f"  f{len(fields)} : {name} in {code}")
            fields.append((f"f{len(fields)}", name, code, factor, units))
    lines += ["end", 'statement A-01 at b "p" "x"']
    lines += [f"decision d_{field} : {name} in {code} means {field} from A-01 end" for field, name, code, _, _ in fields]
    (SCRATCH / "g.cgl").write_text("\n".join(lines) + "\n")
    done = subprocess.run([CGLC, str(SCRATCH / "g.cgl")], capture_output=True)
    check("a guideline with a field in every unit compiles", done.returncode == 0, done)
    return fields


def run(records):
    given = "\n".join(records).encode()
    done = subprocess.run([CGLRUN, str(SCRATCH / "g.cgb")], input=given, capture_output=True)
    return [json.loads(line, parse_float=decimal.Decimal) for line in done.stdout.decode().splitlines()]


def make_record(fields, turn, text):
    """Every field gets the text in one of the units of its dimension; (JSON, what must come out for each field)."""
    members, wanted = [], {}
    for number, (field, _, _, factor, units) in enumerate(fields):
        code, own = units[turn % len(units)]
        form = f'{{"value":{text},"unit":"{code}"}}' if number % 2 else f'"{text} {code}"'
        members.append(f'"{field}":{form}')
        wanted[field] = (code, expect(text, own / factor))
    return "{" + ",".join(members) + "}", wanted


def faults_of(report, wanted, text):
    codes = {problem["at"]: problem["code"] for problem in report["problems"]}
    for field, (code, (value, problem)) in wanted.items():
        got = report["decisions"][f"d_{field}"].get("value")
        if codes.get(field) != problem or (got if got is None else fractions.Fraction(got)) != value:
            yield f"{text} {code} into {field}: wanted {value} {problem}, got {got} {codes.get(field)}"


def test_every_unit(fields):
    most = max(len(units) for *_, units in fields)
    cases = [(text, *make_record(fields, turn, text)) for text in TEXTS for turn in range(most)]
    reports = run(record for _, record, _ in cases)
    check("every record has a report", len(reports) == len(cases))
    for text in TEXTS:
        faults = [fault for (own, _, wanted), report in zip(cases, reports) if own == text for fault in faults_of(report, wanted, text)]
        check(f"{text} in every unit, into every unit", not faults, faults[:3])


def test_limits(fields):
    """The largest and the smallest value of each field, and one step beyond, in each unit in which they are decimals."""
    with decimal.localcontext(decimal.Context(prec=1000)):
        cases = []
        for field, _, _, factor, units in fields:
            for code, own in units:
                for step in (MOST, MOST + 1, LEAST, LEAST - 1):
                    exact = fractions.Fraction(step, GRID) * factor / own
                    text = f"{decimal.Decimal(exact.numerator) / decimal.Decimal(exact.denominator):f}"
                    if fractions.Fraction(text) == exact and len(text) < 38:
                        cases.append((f"{text} {code}", f'{{"{field}":"{text} {code}"}}', {field: (code, expect(text, own / factor))}))
    reports = run(record for _, record, _ in cases)
    faults = [fault for (text, _, wanted), report in zip(cases, reports) for fault in faults_of(report, wanted, text)]
    check(f"{len(cases)} limits, and one step beyond", len(cases) > 300 and not faults, faults[:3])


fields = build(read_units())
test_every_unit(fields)
test_limits(fields)
