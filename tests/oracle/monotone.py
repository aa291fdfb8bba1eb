#!/usr/bin/env python3
"""More information never flips a settled answer: records of the first guideline, each with one more fact than another,
and records of generated programs.

usage: monotone.py [PAIRS] [PROGRAMS] [SEED]     (BUILD names the build folder)
A fact is taken from another record of the same guideline. What contradicts the record is left out: a list and its
summaries that cannot both be true, or a report with one problem more. So are answers that depend on gate words, as
guideline_check --gates names them. With ten random policy sets the same holds of every record: a gap that is settled is
one more fact."""
import copy
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
SOURCE = guideline_patients.FOLDER / "seom_crlm.cgl"
POLICIES = {"high_risk_factor_count": [1, 2, 3, 4], "flr_minimum_normal_liver": [20, 22.5, 25], "flr_quality_flow": ["yes", "no"],
            "definitive_after_months": [2, 3, 4], "hifu_size_role": ["indication", "contraindication"],
            "conversion_braf": ["yes", "no"], "right_sided_anti_egfr": ["yes", "no"], "biologic_after_conversion": ["yes", "no"],
            "adjuvant_low_risk_after_perioperative": ["yes", "no"], "pve_interval_weeks": [3, 4, 5]}


def run(command, text=None):
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode > 1:
        sys.exit(f"{command} exits {done.returncode}: {done.stderr}")
    return done.stdout


def evaluate(image, patients, options=()):
    text = "".join(json.dumps(patient) + "\n" for patient in patients)
    command = [BUILD / "cglrun", image, "--format", "ndjson", "--report", "brief", "--all", *options, "-"]
    return [json.loads(line) for line in run(command, text).splitlines()]


# ---- records ----

def paths_of(patient):
    """Facts that can be given: scalars, fields of listed elements, whole lists."""
    for key, value in patient.items():
        if isinstance(value, dict):
            for inner in value:
                yield (key, inner)
        elif isinstance(value, list):
            yield (key,)
            for k, element in enumerate(value):
                for inner in element:
                    if inner != "id":
                        yield (key, k, inner)
        elif key != "id":
            yield (key,)


def get(patient, path):
    for step in path:
        if isinstance(patient, list):
            patient = patient[step] if step < len(patient) else None
        else:
            patient = patient.get(step)
        if patient is None:
            return None
    return patient


LESIONS = ("lesions", "lesion_count", "largest_lesion", "lesions_complete")
ITEMS = ("items", "item_count", "widest", "items_complete")


def contradicts_itself(patient, names=LESIONS):
    """What the record says of its list cannot all be true."""
    lesions, count, largest, complete = (patient.get(name) for name in names)
    if lesions is None:
        return False
    whole = complete is not False
    if count is not None and (count < len(lesions) or whole and count != len(lesions)):
        return True
    if largest is None:
        return False
    sizes = [lesion.get("size", 0) for lesion in lesions]
    if not all(isinstance(size, (int, float)) for size in [*sizes, largest]):
        return True  # as text; there are few
    known = all("size" in lesion for lesion in lesions) and (whole or count == len(lesions))
    return max(sizes, default=0) > largest or known and max(sizes, default=0) != largest


def may_disagree(patient, path, names=LESIONS):
    """A size that is not measured may be larger than the summary, and a complete list with such a size is not bound by it. So
    a list with such a size may open an answer that the summary alone had settled, and so may what makes that list complete.
    Never does the answer become another one (docs/decisions)."""
    lesions, count, largest, complete = (patient.get(name) for name in names)
    if largest is None or not lesions or all("size" in lesion for lesion in lesions):
        return False
    whole = complete is not False or count == len(lesions)
    return path == (names[0],) or path in ((names[1],), (names[3],)) and whole


def add_fact(patient, pool, rng):
    """The record with one fact more, or None. That the list is not complete is less information, not more."""
    donor = rng.choice(pool)
    for path in rng.sample(sorted(paths_of(donor), key=str), k=len(list(paths_of(donor)))):
        holder = get(patient, path[:-1]) if len(path) > 1 else patient
        value = get(donor, path)
        if path == ("lesions_complete",) and value is False:
            continue
        if get(patient, path) is not None or value is None:
            continue
        if holder is None and len(path) == 3:
            continue
        more = copy.deepcopy(patient)
        target = more
        for step in path[:-1]:
            target = target.setdefault(step, {}) if isinstance(target, dict) else target[step]
        target[path[-1]] = copy.deepcopy(value)
        if not contradicts_itself(more):
            return more, path
    return None


def remove_fact(patient, rng):
    """The record without one of its facts, or None. Without saying that the list is not complete it would say more."""
    path = rng.choice(sorted(paths_of(patient), key=str) or [None])
    if path is None or path == ("items_complete",) and patient["items_complete"] is False:
        return None
    if contradicts_itself(patient, ITEMS):
        return None
    less = copy.deepcopy(patient)
    holder = less
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    return less, path


# ---- reports ----

def settled(report, gates):
    """What is said for good: the answer's name and element, and what it is."""
    found = {}
    for name, answer in report["decisions"].items():
        if "value" in answer:
            found["decision", name, None] = answer["value"]
    for elements in report["each"].values():
        for k, element in enumerate(elements):
            for name, answer in element.items():
                if name != "key" and "value" in answer:
                    found["decision", name, element["key"]] = answer["value"]
    for entry in report["advice"]:
        if not entry.get("gate"):
            found["advice", entry["name"], entry["about"]] = "applies" if entry["status"] == "applies" else "does not apply"
    for entry in report["cautions"]:
        found["caution", entry["name"], None] = True
    return {key: value for key, value in found.items() if key[1] not in gates}


def compare(before, after, gates, may_open=False):
    first, second = settled(before, gates), settled(after, gates)
    allowed = [None] if may_open else []
    return [f"{kind} {name}{f' of {about}' if about else ''}: {value}, then {second.get((kind, name, about), 'open')}"
            for (kind, name, about), value in first.items() if second.get((kind, name, about)) not in [value, *allowed]]


def count_pairs(pairs, reports, gates, names=LESIONS):
    passed = failed = left_out = 0
    for (patient, more, path), before, after in zip(pairs, reports[::2], reports[1::2]):
        if len(after["problems"]) > len(before["problems"]):
            left_out += 1
            continue
        wrong = compare(before, after, gates, may_disagree(more, path, names))
        passed += not wrong
        failed += bool(wrong)
        if wrong and failed < 6:
            print(f"with {'.'.join(map(str, path))} = {get(more, path)}:", *wrong[:8], f"record {json.dumps(patient)}", sep="\n  ")
    return passed, failed, left_out


def count_policies(image, patients, gates, rng):
    before = evaluate(image, patients)
    passed = failed = 0
    for _ in range(10):
        chosen = {name: rng.choice(POLICIES[name]) for name in POLICIES if rng.random() < 0.4}
        after = evaluate(image, patients, [f"--policy={name}={value}" for name, value in chosen.items()])
        for patient, x, y in zip(patients, before, after):
            wrong = compare(x, y, gates)
            passed += not wrong
            failed += bool(wrong)
            if wrong and failed < 6:
                print(f"with policies {chosen}:", *wrong[:8], f"record {json.dumps(patient)}", sep="\n  ")
    return passed, failed


def count_generated(programs, seed, rng):
    passed = failed = left_out = 0
    source, image = SCRATCH / "monotone-generated.cgl", SCRATCH / "monotone-generated.cgb"
    for k in range(programs):
        case = generate.make(seed * 100000 + k, 60)
        source.write_text(case.program)
        run([BUILD / "cglc", source, "-o", image])
        gates = set(run([BUILD / "oracle/guideline_check", source, "--gates"]).split())
        full = [json.loads(line) for line in case.records]
        pairs = [(less[0], record, less[1]) for record in full for less in [remove_fact(record, rng) or (None, None)] if less[0]]
        reports = evaluate(image, [record for less, more, _ in pairs for record in (less, more)], ["--as-of=2026-06-15"])
        found = count_pairs(pairs, reports, gates, ITEMS)
        if found[1]:
            print(f"generated program of seed {seed * 100000 + k}")
        passed, failed, left_out = passed + found[0], failed + found[1], left_out + found[2]
    return passed, failed, left_out


def main():
    wanted, programs, seed = (int(sys.argv[i]) if len(sys.argv) > i else d for i, d in ((1, 1500), (2, 40), (3, 1)))
    rng = random.Random(seed)
    image = SCRATCH / "monotone.cgb"
    run([BUILD / "cglc", SOURCE, "-o", image])
    gates = set(run([BUILD / "oracle/guideline_check", SOURCE, "--gates"]).split())
    pool = guideline_patients.make(0, seed)
    patients = guideline_patients.make(wanted // 8, seed)[len(pool) - 1:]
    pairs = []
    while len(pairs) < wanted:
        patient = rng.choice(patients)
        more = add_fact(patient, pool, rng)
        if more:
            pairs.append((patient, *more))
    reports = evaluate(image, [record for patient, more, _ in pairs for record in (patient, more)])
    passed, failed, left_out = count_pairs(pairs, reports, gates)
    by_policy, wrong_by_policy = count_policies(image, patients[:100], gates, rng)
    print(f"{passed} pairs with one more fact, {by_policy} with policies; {left_out} contradicted themselves; gates: {', '.join(sorted(gates))}")
    if left_out > wanted // 4:
        failed += 1
        print("too many pairs contradict themselves to tell")
    generated, wrong, left_out = count_generated(programs, seed, rng)
    print(f"{generated} pairs of generated programs, {left_out} contradicted themselves")
    failed += wrong + wrong_by_policy
    print(f"{passed + by_policy + generated} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
