#!/usr/bin/env python3
"""The tests and vignettes of the reference guideline reach all of it: 100 % of every kind that `cglc test --coverage` counts.
How many places there are is counted here a second time, in the text of the guideline, where the text shows it. The tests of
the standard library reach every case, row and side of its functions. And a program of any shape can be watched: generated
ones compile with their hidden definitions."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(os.environ["ROOT"])
sys.path.insert(0, str(ROOT / "tests/oracle"))
import generate

CGLC = os.environ["CGLC"]
FOLDER = ROOT / "guidelines/seom_crlm"
OUTPUT = pathlib.Path(os.environ["TMPDIR"]) / "coverage.json"
failed = False


def check(name, good, detail=""):
    global failed
    failed |= not good
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n    {detail}"))


def read_rules():
    text = "\n".join(path.read_text() for path in sorted((FOLDER / "crlm").rglob("*.cgl")))
    return re.sub(r"--.*", "", re.sub(r'"[^"\n]*"', '""', text))


def count(text, pattern):
    return len(re.findall(pattern, text, re.MULTILINE))


def test_all_covered(coverage):
    for kind, numbers in coverage["summary"].items():
        left = [point for point in coverage["points"] if point["kind"] == kind and 0 in point["tests"].values()]
        check(f"{kind}: 100 %", numbers["all"] > 0 and numbers["covered"] == numbers["all"], json.dumps(left[:5]))


def test_numbers(coverage, text):
    summary = {kind: numbers["all"] for kind, numbers in coverage["summary"].items()}
    points = {kind: sum(point["kind"] == kind for point in coverage["points"]) for kind in summary}
    roles = [line.split(",")[1] for line in (FOLDER / "tests/catalogue.csv").read_text().splitlines()[1:]]
    check("every statement of role rule is counted", summary["statements"] == sum(role.startswith("rule") for role in roles), summary["statements"])
    check("every row is counted", summary["table rows"] == count(text, r"^\s+row "), summary["table rows"])
    check("every exception is counted", summary["exceptions"] == count(text, r"^\s+unless "), summary["exceptions"])
    check("every gap is counted, and every policy", points["states of gaps"] == count(text, r"^gap ") and
          summary["states of gaps"] == count(text, r"^gap ") + count(text, r"^\s+policy "), summary["states of gaps"])
    check("every advice is counted", points["states of advice"] == count(text, r"^advise "), points["states of advice"])
    # One caution stands in every report: of its two states it has one.
    check("every caution is counted", summary["states of cautions"] == 2 * count(text, r"^caution ") - 1,
          summary["states of cautions"])
    cases = count(text, r"^\s+case ") + count(text, r"^\s+\d+ points? ") + count(text, r"^\s+otherwise ") + \
        count(text, r"^    (?:not_applicable|unsuitable|cautioned|suitable)\s+when ")
    check("every case is counted", summary["cases"] == cases, f"{summary['cases']} and not {cases}")


def test_library():
    """A module beside its test is no library module but a part of the guideline: then its places are counted."""
    folder = OUTPUT.with_name("library")
    folder.mkdir(exist_ok=True)
    for path in [*(ROOT / "stdlib").glob("*.cgl"), *(ROOT / "tests/stdlib").glob("*_test.cgl")]:
        shutil.copy(path, folder)
    kinds, left, counted = {"cases", "table rows", "threshold sides", "condition sides"}, [], 0
    for path in sorted(folder.glob("*_test.cgl")):
        done = subprocess.run([CGLC, "test", f"--coverage={OUTPUT}", path.name], cwd=folder, stdout=subprocess.PIPE)
        check(f"{path.name} passes", done.returncode == 0)
        own = path.name.replace("_test", "")
        points = [point for point in json.loads(OUTPUT.read_text())["points"] if point["file"] == own and point["kind"] in kinds]
        left += [point for point in points if 0 in point["tests"].values()]
        counted += len(points)
    check("the tests of the standard library reach all of its functions", counted > 100 and not left, f"{counted} {left[:5]}")


def test_generated():
    source = OUTPUT.with_name("generated.cgl")
    for seed in range(1, 31):
        source.write_text(generate.make(seed, 1).program)
        done = subprocess.run([CGLC, "test", f"--coverage={OUTPUT}", source], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        points = json.loads(OUTPUT.read_text())["points"] if done.returncode == 0 else []
        check(f"generated program {seed} can be watched", points, done.stderr.decode()[:400])


def test_too_large():
    source = OUTPUT.with_name("large.cgl")
    rules = "\n".join(f"decision d{i} : low, high from A-01 first case low when n < {1 + i % 8} and m >= 2 and n + m > 3 otherwise high end"
                      for i in range(9000))
    source.write_text('guideline large version "1" source b "B" end patient n : integer 0..9 m : integer 0..9 end '
                      f'statement A-01 at b "1" "a"\n{rules}\ntest "t" given n 9 expect d0 high end\n')
    plain = subprocess.run([CGLC, "test", source], stdout=subprocess.PIPE)
    done = subprocess.run([CGLC, "test", "--coverage", source], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    check("a guideline near the limit is tested, and watched refused with a reason",
          plain.returncode == 0 and done.returncode == 65 and b"without --coverage" in done.stderr,
          f"{plain.returncode} {done.returncode} {done.stderr.decode()[:300]}")


def main():
    done = subprocess.run([CGLC, "test", f"--coverage={OUTPUT}", "--vignettes", "vignettes.ndjson", "seom_crlm.cgl"], cwd=FOLDER,
                          stdout=subprocess.PIPE)
    plain = subprocess.run([CGLC, "test", "--vignettes", "vignettes.ndjson", "seom_crlm.cgl"], cwd=FOLDER, stdout=subprocess.PIPE)
    check("the tests pass, watched or not", done.returncode == 0 and plain.returncode == 0, done.stdout.decode()[-400:])
    check("being watched changes no verdict", done.stdout.splitlines()[-1] == plain.stdout.splitlines()[-1])
    coverage = json.loads(OUTPUT.read_text())
    test_all_covered(coverage)
    test_numbers(coverage, read_rules())
    test_library()
    test_generated()
    test_too_large()
    sys.exit(failed)


main()
