#!/usr/bin/env python3
"""A report depends on its patient alone: not on who came before, on the order, on threads, on how the keys are spelt.

cglrun shares answers between the patients of a cohort and reads objects of the usual shape a shorter way. Both must not show: the
same patients, some of them damaged, in their order, reversed, shuffled over two threads, a file of their own each, and
with escapes in their keys (which are read the long way) must give the same bytes.
"""
import json
import os
import pathlib
import random
import subprocess
import sys

ROOT = pathlib.Path(os.environ["ROOT"])
CGLC, CGLRUN = os.environ["CGLC"], os.environ["CGLRUN"]
SCRATCH = pathlib.Path(os.environ["TMPDIR"])
SEED = int(os.environ.get("SEED", "6"))
COUNT, ALONE = 400, 25
failed = False


def check(name, good, detail=""):
    global failed
    failed |= not good
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n    seed {SEED}: {detail}"))


def compiled(source, name):
    program = SCRATCH / name
    subprocess.run([CGLC, str(ROOT / source), "-o", str(program)], check=True)
    return program


def reports(program, lines, *options):
    done = subprocess.run([CGLRUN, str(program), "-", "--report", "full", "--format", "ndjson", *options],
                          input=b"".join(line + b"\n" for line in lines), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.stdout.splitlines()


# ---- patients ----

def bench_patients():
    made = subprocess.run([sys.executable, str(ROOT / "tests/bench/patients.py"), str(COUNT), "0.15"], stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in made.stdout.splitlines()]


def guideline_patients(chance):
    """The vignettes' patients, each several times with other facts forgotten."""
    given = [json.loads(line) for line in (ROOT / "guidelines/seom_crlm/vignettes.ndjson").read_text().splitlines()]
    bases = [item.get("patient", item) for item in given]
    return [forget(json.loads(json.dumps(chance.choice(bases))), chance) for _ in range(COUNT)]


def forget(value, chance):
    if isinstance(value, dict):
        return {key: forget(item, chance) for key, item in value.items() if isinstance(item, (dict, list)) or chance.random() > 0.15}
    return [forget(item, chance) for item in value] if isinstance(value, list) else value


def places(value):
    """Every object of the record, with the key of each of its items."""
    if isinstance(value, dict):
        for key in value:
            yield value, key
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from places(item)


def damage(patient, chance):
    """Mostly nothing; else a value that is none, an unknown key, other key orders, or a list that is none."""
    kind, spots = chance.random(), list(places(patient))
    if not spots:
        return patient
    owner, key = chance.choice(spots)
    if kind < 0.1:
        owner[key] = chance.choice([None, -1, 1e9, 0.123456789123, "", "12 mm", "2026-02", {"value": 3, "unit": "cm"}, [], {}, True])
    elif kind < 0.15:
        owner[key + "x"] = 1
    elif kind < 0.25:
        items = list(owner.items())
        chance.shuffle(items)
        owner.clear()
        owner.update(items)
    return patient


def written(patient, chance):
    """Now and then not JSON, or a key twice."""
    text = json.dumps(patient, separators=chance.choice([(",", ":"), (", ", ": ")]), ensure_ascii=False)
    if chance.random() < 0.02:
        text = text[:chance.randrange(len(text))]
    elif chance.random() < 0.02:
        text = text[:-1] + "," + text[1:]
    return text.encode()


def respelt(line):
    """The same record with an escape in its first key."""
    quote = line.find(b'"')
    if quote < 0 or quote + 1 >= len(line) or not chr(line[quote + 1]).isalpha():
        return line
    return line[:quote + 1] + b"\\u%04x" % line[quote + 1] + line[quote + 2:]


# ---- the same bytes ----

def without_line(reports_):
    """An error record tells its line and the column of the fault, which the order and escapes move."""
    return [b"error" if report.startswith(b'{"line":') else report for report in reports_]


def first_difference(ours, theirs):
    if len(ours) != len(theirs):
        return f"{len(ours)} and {len(theirs)} reports"
    return next((f"patient {number}:\n{a[:3000]}\n{b[:3000]}" for number, (a, b) in enumerate(zip(ours, theirs)) if a != b), "")


def test_program(name, program, patients, chance):
    lines = [written(damage(patient, chance), chance) for patient in patients]
    told = without_line(reports(program, lines))
    check(f"{name}: one report for each patient", len(told) == len(lines), len(told))
    kinds = [sum(mark in report for report in told) for mark in (b"error", b'"open":[{', b'"problems":[{')]
    check(f"{name}: some of every kind", all(kinds), kinds)
    back = without_line(reports(program, lines[::-1]))[::-1]
    check(f"{name}: reversed", back == told, first_difference(told, back))
    order = list(range(len(lines)))
    chance.shuffle(order)
    threads = dict(zip(order, without_line(reports(program, [lines[i] for i in order], "--jobs", "2"))))
    shuffled = [threads[i] for i in range(len(lines))]
    check(f"{name}: shuffled over two threads", shuffled == told, first_difference(told, shuffled))
    spelt = without_line(reports(program, [respelt(line) for line in lines]))
    check(f"{name}: with escapes in keys", spelt == told, first_difference(told, spelt))
    some = chance.sample(range(len(lines)), ALONE)
    alone = [without_line(reports(program, [lines[i]]))[0] for i in some]
    check(f"{name}: a file of its own each", alone == [told[i] for i in some], first_difference([told[i] for i in some], alone))


def main():
    chance = random.Random(SEED)
    test_program("bench", compiled("tests/bench/bench.cgl", "bench.cgb"), bench_patients(), chance)
    test_program("seom_crlm", compiled("guidelines/seom_crlm/seom_crlm.cgl", "seom.cgb"), guideline_patients(chance), chance)
    sys.exit(failed)


main()
