#!/usr/bin/env python3
"""A report depends on its record alone: not on the records before it, whose values the machine's registers may still hold,
nor on the number of threads. Full reports with every `because`, of the first guideline and of generated programs.

usage: order.py [PROGRAMS] [RECORDS] [SEED]     (BUILD names the build folder)"""
import json
import os
import pathlib
import random
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import generate
import guideline_patients

BUILD = pathlib.Path(os.environ.get("BUILD", "build/release"))
SCRATCH = pathlib.Path(os.environ.get("TMPDIR", "/tmp"))


def run(command, text=None):
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode > 1:
        sys.exit(f"{command} exits {done.returncode}: {done.stderr}")
    return done.stdout


def report(image, records, options):
    command = [BUILD / "cglrun", image, "--format", "ndjson", "--report", "full", "--all", "--as-of=2026-06-15", *options, "-"]
    return run(command, "".join(record + "\n" for record in records)).splitlines()


def list_orders(count, rng):
    """Backwards, shuffled, and each after a record that says nothing: orders of records, None is the empty one."""
    shuffled = rng.sample(range(count), count)
    return [list(range(count))[::-1], shuffled, [k for at in range(count) for k in (None, at)]]


def replace_fact(value, donor, rng):
    """The record with one of its facts, at any depth, as another record has it."""
    common = [key for key in value if key in donor] if isinstance(value, dict) else list(range(min(len(value), len(donor))))
    if not common:
        return value
    key = rng.choice(sorted(common))
    copy = value.copy()
    both_open = type(value[key]) is type(donor[key]) and isinstance(value[key], (dict, list))
    copy[key] = replace_fact(value[key], donor[key], rng) if both_open else donor[key]
    return copy


def add_neighbours(records, rng):
    """After each record two that nearly are the same: what was found for one must not be taken for another."""
    for text in records:
        yield text
        for _ in range(2):
            yield json.dumps(replace_fact(json.loads(text), json.loads(rng.choice(records)), rng))


def check(source, records, policies, rng):
    """What differs, as text; None if nothing does."""
    image = SCRATCH / "order.cgb"
    records = list(add_neighbours(records, rng))
    run([BUILD / "cglc", source, "-o", image])
    options = [f"--policy={policy}" for policy in policies]
    expected = report(image, records, options)
    orders = [(order, options) for order in list_orders(len(records), rng)] + [(list(range(len(records))), [*options, "--jobs=3"])]
    for order, extra in orders:
        found = report(image, ["{}" if k is None else records[k] for k in order], extra)
        for k, line in zip(order, found, strict=True):
            if k is not None and line != expected[k]:
                return f"record {records[k]}\n  first {expected[k]}\n  then  {line}\n  program {source}"
    return None


def main():
    programs, count, seed = (int(sys.argv[i]) if len(sys.argv) > i else d for i, d in ((1, 40), (2, 20), (3, 1)))
    rng = random.Random(seed)
    patients = [json.dumps(patient) for patient in guideline_patients.make(count, seed)]
    wrong = [check(guideline_patients.FOLDER / "seom_crlm.cgl", patients, [], rng)]
    for k in range(seed, seed + programs):
        case = generate.make(k, count)
        source = SCRATCH / f"order-{k}.cgl"
        source.write_text(case.program)
        wrong.append(check(source, case.records, case.policies, rng))
        if not wrong[-1]:
            source.unlink()
    for text in wrong:
        if text:
            print(text)
    print(f"{wrong.count(None)} passed, {len(wrong) - wrong.count(None)} failed")
    return wrong.count(None) < len(wrong)


if __name__ == "__main__":
    sys.exit(main())
