#!/usr/bin/env python3
"""A constant is exact in the unit in which it is compared, or refused with its place: every pair of units, at every limit."""
import collections
import itertools
import os
import pathlib
import re
import subprocess
from fractions import Fraction

ROOT, SCRATCH = pathlib.Path(os.environ["ROOT"]), pathlib.Path(os.environ["TMPDIR"])
CGLC = os.environ["CGLC"]
GRID = 10 ** 8
MOST = Fraction(2 ** 63 - 1, GRID)          # 92233720368.54775807
LARGEST_WHOLE = 2 ** 63 - 1
HEAD = 'guideline constants version "1"\nend\n'


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n    {detail}"))


def run(*words):
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=SCRATCH)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def read_units():
    """Dimension to its units with their factors to the base unit."""
    text = (ROOT / "runtime/value/units.def").read_text()
    units = collections.defaultdict(list)
    for code, dim, num, den in re.findall(r'^UNIT\("([^"]*)", (\w+), (\d+), (\d+)\)', text, re.M):
        if code != "1":                     # a share is written without a unit
            units[dim].append((code, Fraction(int(num), int(den))))
    return units


def fits(value):
    return -MOST - Fraction(1, GRID) <= value <= MOST


def limits(factor):
    """Whole numbers of the other unit around the largest that still fits, and the largest that can be written."""
    edge = int(MOST / factor)
    return sorted({number for number in (1, edge - 1, edge, edge + 1, LARGEST_WHOLE) if 0 < number <= LARGEST_WHOLE})


def pairs():
    for dim, units in read_units().items():
        for (kept, to_base), (written, other) in itertools.product(units, units):
            yield dim, kept, written, other / to_base


def check_refused(name, lines):
    """lines: (text of one line, must it be refused). Each line is a declaration; what is refused is refused with its place, and nothing else is."""
    source = SCRATCH / f"{name}.cgl"
    text = HEAD + "\n".join(line for line, _ in lines) + "\n"
    source.write_text(text)
    code, _, err = run(CGLC, "check", "--diagnostics", "gnu", source)
    found = {int(line) for line in re.findall(rf"{name}\.cgl:(\d+):\d+: error: .*\[E0(?:512|111)\]", err)}
    others = [line for line in err.splitlines() if " error: " in line and not re.search(r"\[E0(512|111)\]", line)]
    wanted = {number for number, (_, refused) in enumerate(lines, HEAD.count("\n") + 1) if refused}
    number = min(found ^ wanted, default=0)
    detail = f"{lines[number - HEAD.count(chr(10)) - 1]}" if number else others[:3]
    check(f"{name}: {len(lines)} constants, {len(wanted)} of them beyond", found == wanted and not others and code in (0, 65), detail)


def test_comparisons():
    """Each on its own line; in portions of which every error is shown (cglc shows 100)."""
    everything = [(dim, kept, written, factor, number) for dim, kept, written, factor in pairs() for number in limits(factor)]
    for part, start in enumerate(range(0, len(everything), 100)):
        some = everything[start:start + 100]
        fields, lines = [], []
        for index, (dim, kept, written, factor, number) in enumerate(some):
            fields.append(f"  x{index} : {dim} in {kept}")
            lines.append((f'decision d{index} from outside "t" means x{index} < {number} {written} end', not fits(number * factor)))
        lines = [("patient " + " ".join(field.strip() for field in fields) + " end", False)] + lines
        check_refused(f"comparisons_{part}", lines)


def test_places():
    """Everywhere a constant may stand: what fits into a count per litre, and what is one step beyond."""
    good, bad = "92233720368 /L", "92233720369 /L"
    one = "number_concentration in /L"
    decision = 'decision z from outside "t" '
    forms = {
        "range": "patient a : number_concentration in /L 0 /L..{} end",
        "comparison": decision + "means p < {} end",
        "turned round": decision + "means {} > p end",
        "equal": decision + "means p = {} end",
        "in": decision + "means p in 1 /L..{} end",
        "sum": decision + "means p + {} > q end",
        "min": decision + "means min(p, {}) > q end",
        "argument": decision + "means many({}) end",
        "case": 'decision z : a, b from outside "t" case a when p < {} otherwise b end',
        "table": 'decision z : a, b from outside "t" table first columns p | => z row < {} | => a row - | => b end',
        "table's range": 'decision z : a, b from outside "t" table first columns p | => z row 1 /L..{} | => a row - | => b end',
        "else": 'define y gate means (p else {}) > 1 /L end ' + 'decision z gate from outside "t" means y end',
        "a result": 'decision z : number_concentration in /L from outside "t" case {} when p < q otherwise p end',
        "a result's range": 'decision z : number_concentration in /L 0 /L..{} from outside "t" means p end',
        "error": "patient l : number_concentration in /L error {} end",
        "gap": 'gap m : number_concentration in /L 0 /L..{} from outside "t" "m" end',
        "parameter": 'define f(v : number_concentration in /L 0 /L..{}) means v > p end ' + decision + "means f(q) end",
        "given": decision + 'means p > q end test "t" given p {} expect z open end',
        "expected": 'decision z : number_concentration in /L from outside "t" means p end test "t" given q 1 /L expect z {} end',
        "policy": 'gap m : number_concentration in /L from outside "t" "m" policy "m" ' + 'end decision z from outside "t" means p > m end '
                  'test "t" policy m {} expect z open end',
    }
    base = ("patient\n  p : " + one + "\n  q : " + one + "\nend\n"
            "define many(n : " + one + ") means n > p end\n")
    for name, form in forms.items():
        for limit, refused in ((good, False), (bad, True), ("92 10*9/L", False), ("93 10*9/L", True), ("9223372036854775807 10*9/L", True)):
            text = HEAD + (base if not form.startswith("patient") else "") + form.format(limit) + "\n"
            (SCRATCH / "place.cgl").write_text(text)
            code, _, err = run(CGLC, "check", "place.cgl")
            column = form.index("{}") + 1
            where = f"place.cgl:{text.count(chr(10))}:{column}: error[E0512]"
            errors = re.findall(r"error\[(E\d+)\]", err)
            right = (where in err and errors == ["E0512"] if refused else not errors) and "E9999" not in err and "more than 8 digits" not in err
            check(f"{name}: {limit} is {'refused' if refused else 'read'}", right, err)


def test_plain_numbers():
    lines = [("patient x : decimal n : integer y : decimal 0..92233720368 end", False)]
    for index, (number, refused) in enumerate([("92233720368", False), ("92233720369", True), ("9223372036854775807", True)]):
        forms = [("x < {}", refused), ("x < -{}", refused), ("round(x) < {}", False), ("n < {}", False), ("n < -{}", False),
                 ("x + {} > 3", refused), ("round(sqrt({}), 2) > x", refused), ("round(sqrt({}) / 2, 2) > x", refused), ("-{} < x", refused),
                 ("x in 1..{}", refused), ("n in 1..{}", False), ("round(x, 2) > {}", refused), ("ln({}) > 3", refused)]
        for form, beyond in forms:
            lines.append((f'decision d{len(lines)} from outside "t" means {form.format(number)} end', beyond))
    check_refused("plain", lines)


def test_exact():
    """A fact equals the constant that says the same in another unit."""
    tests, fields, index = [], [], 0
    for dim, kept, written, factor in pairs():
        value = 3 * factor
        if not fits(value) or (value * GRID).denominator != 1:
            continue
        whole, part = divmod(int(value * GRID), GRID)
        text = f"{whole}.{part:08d}".rstrip("0").rstrip(".")
        fields.append(f"  x{index} : {dim} in {kept}")
        tests.append((index, written, f"{text} {kept}"))
        index += 1
    for part, start in enumerate(range(0, len(tests), 400)):
        some = tests[start:start + 400]
        lines = ["patient", *fields[start:start + 400], "end"]
        lines += [f'decision d{index} from outside "t" means x{index} = 3 {written} and x{index} <= 3 {written} end' for index, written, _ in some]
        given = ", ".join(f"x{index} {value}" for index, _, value in some)
        lines.append(f'test "all" given {given} expect ' + ", ".join(f"d{index} yes" for index, _, _ in some) + " end")
        source = SCRATCH / f"exact_{part}.cgl"
        source.write_text(HEAD + "\n".join(lines) + "\n")
        code, out, err = run(CGLC, "test", source)
        check(f"{len(some)} facts equal their constants ({part})", code == 0 and "1 passed, 0 failed" in out, (out + err)[:600])


def test_fields():
    """Two fields meet in a unit in which neither leaves the range."""
    lines, given, expected, index = ["patient"], [], [], 0
    units = {dim: found for dim, found in read_units().items() if len(found) > 1}
    decisions = []
    for dim, found in units.items():
        small, large = min(found, key=lambda unit: unit[1]), max(found, key=lambda unit: unit[1])
        for left, right, answer in ((small, large, "yes"), (large, small, "no")):
            lines += [f"  x{index} : {dim} in {left[0]}", f"  y{index} : {dim} in {right[0]}"]
            decisions.append(f'decision d{index} from outside "t" means x{index} < y{index} end')
            given += [f"x{index} 250 {left[0]}", f"y{index} 250 {right[0]}"]
            expected.append(f"d{index} {'no' if small[1] == large[1] else answer}")
            index += 1
    source = SCRATCH / "fields.cgl"
    source.write_text(HEAD + "\n".join([*lines, "end", *decisions]) + f'\ntest "all" given {", ".join(given)} expect {", ".join(expected)} end\n')
    code, out, err = run(CGLC, "test", source)
    check(f"{index} pairs of fields in the smallest and the largest unit", code == 0 and "1 passed, 0 failed" in out, (out + err)[:600])


test_comparisons()
test_places()
test_plain_numbers()
test_exact()
test_fields()
