#!/usr/bin/env python3
"""The example cohort: the same bytes every time, read without problems but for those that are meant to have some, and a patient in it
for every piece of advice and for every scenario."""
import collections
import hashlib
import subprocess
import sys

import common
from common import check, cohort

# The generator draws integers only; a change of it changes this line, and the change is to be looked at in `make run`.
SHA256 = "d7b0413def8996a657148861b51f0791d155140210ba8a175d81b1dd1921455b"
# Advice that no patient of the cohort gets, with the reason.
ABSENT = {}
DECISIONS = {
    "scenario": {"resected", "resectable_fit", "resectable_unfit", "resectable_unwilling", "potentially_resectable", "unresectable",
                 "outside_text"},
    "unresectable_status": {"initial", "definitive", "not_applicable"},
    "potential_situation": {"flr_inadequate", "burden", "both", "not_applicable"},   # `unlisted` only by a gap that no policy settles
    "risk_factor_count": {0, 1, 2, 3, 4},
    "m_stage": {"M1a", "M1b"},
}


def generate(*arguments):
    return subprocess.run([sys.executable, common.GUIDELINE / "cohort.py", *map(str, arguments)], stdout=subprocess.PIPE, check=True).stdout


def test_generator():
    text = generate()
    check("two runs give the same bytes", text == generate())
    check("the bytes are those of every machine", hashlib.sha256(text).hexdigest() == SHA256, hashlib.sha256(text).hexdigest())
    check("another seed gives other patients", generate(20, 1) != generate(20, 2))
    check("a longer cohort begins with the shorter one", generate(30).startswith(generate(20)))


def test_order(patients, reports):
    check("1,000 in, 1,000 out", len(patients) == len(reports) == 1000)
    check("in the order of the records", [report["patient"] for report in reports] == [patient["id"] for patient in patients])
    check("no record is refused", not [report for report in reports if "error" in report])


def test_problems(patients, reports):
    with_problems = {report["patient"] for report in reports if report["problems"]}
    meant = {patient["id"] for number, patient in enumerate(patients, 1) if cohort.is_faulty(number)}
    check("problems in the records that are meant to have one, in no other", with_problems == meant, with_problems ^ meant)
    check("one problem each", all(len(report["problems"]) <= 1 for report in reports))


def test_mix(reports):
    applies, known = collections.Counter(), set()
    for report in reports:
        known.update(entry["name"] for entry in report["advice"] + report["open"])
        applies.update({entry["name"] for entry in report["advice"] if entry["status"] == "applies"})
    missing = {name for name in known if not applies[name]}
    check(f"each of {len(known)} pieces of advice is given to somebody", missing == set(ABSENT), missing ^ set(ABSENT))
    for name, wanted in DECISIONS.items():
        found = {report["decisions"][name]["value"] for report in reports if "value" in report["decisions"][name]}
        check(f"every value of {name}", found == wanted, found ^ wanted)
    gaps = {gap for report in reports for answer in [*report["decisions"].values(), *report["open"]] for gap in answer.get("gaps", [])}
    gaps |= {gap for report in reports for row in report["each"]["lesions"] for answer in row.values() if isinstance(answer, dict)
             for gap in answer.get("gaps", [])}
    names = set(common.list_gaps())
    check(f"each of {len(names)} gaps of the guideline keeps something open", gaps == names, gaps ^ names)


def main():
    test_generator()
    patients = cohort.make()
    reports = common.evaluate(common.compile_guideline(), patients)
    test_order(patients, reports)
    test_problems(patients, reports)
    test_mix(reports)
    return common.failed > 0


if __name__ == "__main__":
    sys.exit(main())
