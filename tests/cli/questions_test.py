#!/usr/bin/env python3
"""Every set that --why-not names is tried on the command line: changed so, the recommendation applies; with all but one of the
changes it does not. The patients are those of the reference guideline's vignettes and its examples."""
import collections
import json
import os
import pathlib
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


def main():
    subprocess.run([CGLC, ROOT / "guidelines/seom_crlm/seom_crlm.cgl", "-o", PROGRAM], check=True)
    global GAPS
    GAPS = {line.split()[1] for line in (ROOT / "guidelines/seom_crlm/crlm/gaps.cgl").read_text().splitlines() if line.startswith("gap ")}
    patients = read_patients()
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


main()
