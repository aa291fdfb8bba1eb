#!/usr/bin/env python3
"""Answers to questions are tried on the command line, with the patients of the reference guideline's vignettes.

Every set of --why-not, changed, makes the recommendation apply; with all but one of the changes it does not. Every reply of every
question of --next settles as much as it says, the first question ranks at least as high as any other, and what nothing waits for
changes no answer, whatever it is."""
import collections
import json
import os
import pathlib
import random
import re
import subprocess

ROOT = pathlib.Path(os.environ["ROOT"])
CGLC, CGLRUN = os.environ["CGLC"], os.environ["CGLRUN"]
SCRATCH = pathlib.Path(os.environ["TMPDIR"])
PROGRAM = SCRATCH / "seom.cgb"
ADVICE = ["liver_resection", "upfront_surgery", "neoadjuvant_chemotherapy", "portal_vein_embolization", "systemic_chemotherapy", "rf_ablation"]


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n    {detail}"))


def run(patients, *options):
    text = "".join(json.dumps(patient) + "\n" for patient in patients)
    done = subprocess.run([CGLRUN, PROGRAM, "-", "--format", "ndjson", *options], input=text.encode(), stdout=subprocess.PIPE, check=False)
    return [json.loads(line) for line in done.stdout.splitlines()]


def read_value(text):
    if text in ("yes", "no"):
        return text == "yes"
    return int(text) if re.fullmatch(r"-?\d+", text) else text


def put(patient, path, text):
    at, parts = patient, re.findall(r"[^.\[\]]+", path)
    for part in parts[:-1]:
        at = at[int(part) - 1] if part.isdigit() else at.setdefault(part, {})
    at[parts[-1]] = read_value(text)


def change(patient, facts):
    """The record with these facts, and the policies that stand for gaps."""
    changed, policies = json.loads(json.dumps(patient)), []
    for fact in facts:
        if fact["fact"] in GAPS:
            policies.append(f"--policy={fact['fact']}={fact['with']}")
        else:
            put(changed, fact["fact"], fact["with"])
    return changed, tuple(policies)


def status(report, name, about):
    return next((entry["status"] for entry in report["advice"] if (entry["name"], entry["about"]) == (name, about)), "other")


def read_patients():
    lines = (ROOT / "guidelines/seom_crlm/vignettes.ndjson").read_text().splitlines()
    return [patient for patient in (json.loads(line).get("patient") for line in lines) if patient][::3]


def list_tries(patients):
    """(record, policies, advice, about, whether it must apply)"""
    for name in ADVICE:
        for patient, answer in zip(patients, run(patients, "--why-not", name)):
            for entry in answer["why_not"]:
                for facts in entry["sets"]:
                    if any(fact["with"] is None for fact in facts):
                        continue
                    yield *change(patient, facts), name, entry["about"], True
                    for i in range(len(facts)):
                        yield *change(patient, facts[:i] + facts[i + 1:]), name, entry["about"], False


def test_why_not(patients):
    groups, wrong, counts = collections.defaultdict(list), [], collections.Counter()
    for one in list_tries(patients):
        groups[one[1]].append(one)
    for policies, tries in groups.items():
        reports = run([one[0] for one in tries], *policies)
        counts["of a gap that no policy may settle"] += len(tries) - len(reports)
        for one, report in zip(tries, reports):
            _, _, name, about, must = one
            counts[must] += 1
            if (status(report, name, about) == "applies") != must:
                wrong.append((report["patient"], name, about, must, policies))
    check(f"{counts[True]} sets of --why-not, changed, make it apply; {counts[False]} with one change less do not", not wrong, wrong[:5])
    check("there were enough of them to mean something", counts[True] > 100, counts)


def list_open(report):
    """What is open: recommendations and decisions, without gates and without unlisted elements."""
    advice = {(entry["name"], entry["about"]) for entry in report["open"] if entry["about"] != "*" and not entry.get("gate")}
    decisions = {(name, None) for name, answer in report["decisions"].items() if "value" not in answer and not answer.get("gate")}
    for rows in report["each"].values():
        decisions |= {(name, row["key"]) for row in rows for name, answer in row.items() if name != "key" and "value" not in answer}
    return advice, decisions


def list_replies(answers):
    for number, answer in enumerate(answers):
        for question in answer["next"]["questions"]:
            for reply in question["replies"]:
                if "example" in reply:
                    yield number, question["ask"][0], reply


def mean(question):
    return sum(reply["weight"] for reply in question["replies"]) / len(question["replies"])


def test_next(patients):
    before, answers = run(patients), run(patients, "--next")
    replies, wrong = list(list_replies(answers)), []
    tried = run([change(patients[number], [{"fact": path, "with": reply["example"]}])[0] for number, path, reply in replies])
    for (number, path, reply), report in zip(replies, tried):
        open_before, open_after = list_open(before[number]), list_open(report)
        settled = [len(was - now) for was, now in zip(open_before, open_after)]
        if settled != [reply["recommendations"], reply["decisions"]] or any(now - was for was, now in zip(open_before, open_after)):
            wrong.append((number, path, reply["values"], settled))
    check(f"{len(replies)} replies settle as much as --next says", not wrong and len(tried) == len(replies) > 300, wrong[:5])
    low = [answer["patient"] for answer in answers
           if answer["next"]["questions"] and any(mean(answer["next"]["questions"][0]) < mean(other) for other in answer["next"]["questions"])]
    check("no question ranks above the first", not low, low)
    asked = {path for answer in answers for question in answer["next"]["questions"] for path in question["ask"]}
    needed = {path for report in before for entry in report["open"] if not entry.get("gate") for path in entry["needs"]}
    check("every fact that an open recommendation needs is asked for", needed <= asked, needed - asked)


def draw(schema, path):
    field = schema
    for part in path.split("."):
        field = field["properties"][part]
        if "$ref" in field:
            field = schema["$defs"][field["$ref"].split("/")[-1]]
    choices = [field]
    for one in choices:
        choices += one.get("anyOf", []) + one.get("oneOf", [])
        if "enum" in one:
            return random.choice([value for value in one["enum"] if value is not None])
        if one.get("type") == "boolean" or "boolean" in one.get("type", []):
            return random.choice([True, False])
        if "minimum" in one:
            return random.randint(int(one["minimum"]), int(one["maximum"]))
    raise ValueError((path, field))


def test_decided(patients):
    random.seed(11)
    schema = json.loads(subprocess.run([CGLC, "schema", ROOT / "guidelines/seom_crlm/seom_crlm.cgl"], stdout=subprocess.PIPE, check=True).stdout)
    before, answers, changed = run(patients), run(patients, "--next"), []
    for number, answer in enumerate(answers):
        for _ in range(20):
            patient = json.loads(json.dumps(patients[number]))
            for path in answer["next"]["decided"]:
                if random.random() < 0.7:
                    value = draw(schema, path)
                    at, parts = patient, path.split(".")
                    for part in parts[:-1]:
                        at = at.setdefault(part, {})
                    at[parts[-1]] = value
            changed.append((number, patient))
    wrong = []
    for (number, patient), report in zip(changed, run([patient for _, patient in changed])):
        if report["problems"] == before[number]["problems"] and without_reasons(report) != without_reasons(before[number]):
            wrong.append((number, answers[number]["next"]["decided"]))
    check(f"{len(changed)} times what nothing waits for changes nothing", not wrong, wrong[:2])


def without_reasons(report):
    """What is answered, without the facts that it rests on: more of them are known now."""
    advice = [(entry["name"], entry["about"], entry["status"]) for entry in report["advice"]]
    return advice, report["open"], report["decisions"], report["each"], report["cautions"]


def main():
    subprocess.run([CGLC, ROOT / "guidelines/seom_crlm/seom_crlm.cgl", "-o", PROGRAM], check=True)
    global GAPS
    GAPS = {line.split()[1] for line in (ROOT / "guidelines/seom_crlm/crlm/gaps.cgl").read_text().splitlines() if line.startswith("gap ")}
    patients = read_patients()
    sparse = [{key: value for key, value in patient.items() if key in ("lesions", "primary")} for patient in patients[:4]]
    test_why_not(patients[::2])
    test_next(patients[::6] + sparse + [{}])
    test_decided(patients[::6] + sparse)


main()
