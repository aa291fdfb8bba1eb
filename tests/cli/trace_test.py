#!/usr/bin/env python3
"""`cglc trace` on the reference guideline: its statements are those of the catalogue, with their roles, and each rule of the
catalogue is implemented. The catalogue was made from the source, not from the guideline."""
import csv
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(os.environ["ROOT"])
CGLC = os.environ["CGLC"]
FOLDER = ROOT / "guidelines/seom_crlm"
RESTS = {"from", "case", "unless"}
failed = False


def check(name, good, detail=""):
    global failed
    failed |= not good
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n    {detail}"))


def trace(*options):
    done = subprocess.run([CGLC, "trace", *options, "seom_crlm.cgl"], cwd=FOLDER, stdout=subprocess.PIPE)
    return done.returncode, done.stdout.decode()


def read_pairs():
    code, text = trace("--format", "csv")
    check("trace finds nothing missing: exit 0", code == 0, f"exit {code}")
    return list(csv.DictReader(text.splitlines()))


def test_catalogue(catalogue, pairs):
    found = {row["statement"]: row["role"] for row in pairs}
    check("no statement of the catalogue is missing", not catalogue.keys() - found.keys(), sorted(catalogue.keys() - found.keys()))
    check("no statement is invented", not found.keys() - catalogue.keys(), sorted(found.keys() - catalogue.keys()))
    # A statement that is a rule and shown as a figure, too, can be declared as a figure only.
    expected = {name: role.split("+")[0] for name, role in catalogue.items()}
    wrong = [f"{name}: {role} in the catalogue, {found.get(name)} in the guideline"
             for name, role in expected.items() if found.get(name) != role]
    check("every statement has its role", not wrong, wrong)


def test_uses(catalogue, pairs):
    uses = {}
    for row in pairs:
        uses.setdefault(row["statement"], set()).add(row["use"])
    idle = [name for name, role in catalogue.items() if "rule" in role and not uses.get(name, set()) & RESTS]
    check("every rule of the catalogue has a rule that rests on it", not idle, idle)
    hidden = [name for name, role in catalogue.items() if role == "rule+figure" and "shows" not in uses.get(name, set())]
    check("a rule that is a figure, too, is shown", not hidden, hidden)
    context = [name for name, role in catalogue.items() if role == "context" and uses.get(name) != {""}]
    check("context is not used", not context, context)


def test_forms_agree(pairs):
    code, text = trace("--format", "json")
    tree = json.loads(text)
    from_json = sorted((s["id"], u["use"], u["kind"], u["rule"]) for s in tree["statements"] for u in s["uses"])
    from_csv = sorted((row["statement"], row["use"], row["kind"], row["rule"]) for row in pairs if row["use"])
    backwards = sorted((u["id"], u["use"], r["kind"], r["name"]) for r in tree["rules"] for u in r["statements"])
    check("JSON says what the CSV says", code == 0 and from_json == from_csv)
    check("both directions hold the same pairs", from_json == backwards)
    # INT-10 says how many people have the disease: of no patient's report.
    check("nothing else is left over", tree["missing"] == [] and tree["unshown"] == ["INT-10"] and tree["without_effect"] == [],
          f"{tree['missing']} {tree['unshown']} {tree['without_effect']}")


def main():
    with open(FOLDER / "tests/catalogue.csv", newline="") as file:
        catalogue = {row["statement"]: row["role"] for row in csv.DictReader(file)}
    check("the catalogue is whole: 185 rules, 69 figures, 6 of context",
          [sum(role.startswith(r) for role in catalogue.values()) for r in ("rule", "figure", "context")] == [185, 69, 6])
    pairs = read_pairs()
    test_catalogue(catalogue, pairs)
    test_uses(catalogue, pairs)
    test_forms_agree(pairs)
    check("a form that is none is refused", trace("--format", "xml")[0] == 64)
    sys.exit(failed)


main()
