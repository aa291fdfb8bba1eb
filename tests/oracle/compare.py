#!/usr/bin/env python3
"""Two engines, same reports: random programs and records, cglrun against plainrun, brief reports compared byte for byte.

usage: compare.py [PROGRAMS] [RECORDS] [FIRST_SEED]     (BUILD names the build folder)
Left out of the comparison: the verdict, which covers `because`, which only the first engine explains; and which operation of a failed answer it was.
Where a program computes with several facts at once the first engine may settle less than the truth, never more: then what
the second says must be among what the first says."""
import json
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import generate

BUILD = pathlib.Path(os.environ.get("BUILD", "build/release"))
SCRATCH = pathlib.Path(os.environ.get("TMPDIR", "/tmp"))


def run(command, text=None):
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return done.returncode, done.stdout, done.stderr


def strip(line):
    line = re.sub(r'("code":"P090","at":"[^"]*","message":")[^"]*"(,"line":[0-9]+)?', r'\1"', line)
    return re.sub(r',"verdict":"sha256:[0-9a-f]*"', "", line)


def list_answers(report):
    """Name and element of every answer: the set of what it may be, what it asks for, and the gaps."""
    found = {}
    for name, answer in report["decisions"].items():
        found[name, None] = answer
    for elements in report["each"].values():
        for element in elements:
            for name, answer in element.items():
                if name != "key":
                    found[name, element["key"]] = answer
    for entry in report["advice"]:
        found[entry["name"], entry["about"]] = {"value": entry["status"] == "applies"}
    for entry in report["open"]:
        found[entry["name"], entry["about"]] = dict(entry, possible=[False, True])
    return found


def is_among(inner, outer):
    """Whatever the truth (inner) allows or asks for, the looser answer allows and asks for."""
    if "value" in outer:
        return "value" in inner and inner["value"] == outer["value"]
    if not set(inner.get("needs", [])) <= set(outer["needs"]) or not set(inner.get("gaps", [])) <= set(outer["gaps"]):
        return False
    allowed = [inner["value"]] if "value" in inner else inner.get("possible", [])
    if "range" in outer:
        low, high = outer["range"]
        return all((low is None or low <= value) and (high is None or value <= high) for value in allowed)
    return all(value in outer["possible"] for value in allowed)


def is_sound(first, second):
    x, y = json.loads(first), json.loads(second)
    loose, exact = list_answers(x), list_answers(y)
    gates = {entry["name"] for entry in x["advice"] if entry.get("gate")} | {name for name, _ in loose if "gate_" in name}
    return all(is_among(exact.get(key, {"value": False}), answer) for key, answer in loose.items() if key[0] not in gates)


def take_range(first, second):
    """The second engine lists the values it tried; where the first gives bounds, the outermost of them must be these."""
    for name, answer in first["decisions"].items():
        other = second["decisions"].get(name, {})
        if "range" in answer and "possible" in other and answer["range"] == [min(other["possible"]), max(other["possible"])]:
            del other["possible"]
            other["range"] = answer["range"]


def is_same(first, second):
    if strip(first) == strip(second):
        return True
    x, y = json.loads(strip(first)), json.loads(strip(second))
    # The hash covers the names of the answers that cglc warned of; the second engine has no such bound.
    x["guideline"].pop("hash"), y["guideline"].pop("hash")
    take_range(x, y)
    return x == y


def compare(seed, records):
    case = generate.make(seed, records)
    source, image = SCRATCH / f"oracle-{seed}.cgl", SCRATCH / f"oracle-{seed}.cgb"
    source.write_text(case.program)
    patients = "\n".join(case.records) + "\n"
    options = ["--as-of", "2026-06-15"] + [word for policy in case.policies for word in ("--policy", policy)]
    code, _, errors = run([BUILD / "cglc", source, "-o", image])
    if code:
        return 0, 0, f"seed {seed}: the program does not compile\n{errors}"
    code, first, errors = run([BUILD / "cglrun", image, "--format", "ndjson", "--report", "brief", "--all", *options, "-"], patients)
    if code not in (0, 1):
        return 0, 0, f"seed {seed}: cglrun exits {code}: {errors}"
    code, second, errors = run([BUILD / "oracle/plainrun", source, *options], patients)
    if code:
        return 0, 0, f"seed {seed}: plainrun exits {code}: {errors}"
    compared = skipped = 0
    for k, (x, y) in enumerate(zip(first.splitlines(), second.splitlines(), strict=True)):
        if y == '{"too_many":true}':
            skipped += 1
        elif not is_same(x, y) and not (case.loose and is_sound(x, y)):
            return compared, skipped, f"seed {seed} record {k}: {case.records[k]}\n  first  {strip(x)}\n  second {strip(y)}\n  program {source} {' '.join(options)}"
        else:
            compared += 1
    source.unlink()
    image.unlink()
    return compared, skipped, None


def main():
    programs, records, first = (int(sys.argv[i]) if len(sys.argv) > i else d for i, d in ((1, 40), (2, 25), (3, 1)))
    passed = failed = skipped = 0
    for seed in range(first, first + programs):
        compared, left_out, wrong = compare(seed, records)
        passed += compared
        skipped += left_out
        if wrong:
            failed += 1
            print(wrong)
    if passed < programs * records // 4:
        failed += 1
        print(f"only {passed} reports were compared, {skipped} had too many unknowns: the generator makes too few known facts")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
