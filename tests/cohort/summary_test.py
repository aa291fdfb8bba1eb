#!/usr/bin/env python3
"""The cohort table against the reports it counts: the same numbers, counted here from the reports of all patients."""
import collections
import re
import subprocess
import sys

import common
from common import check, cohort

NUMBER = r"([\d,]+)"
SHARE = r"\s+[\d.]+ %"


def print_table(image, patients_file):
    command = [common.BUILD / "cglrun", image, patients_file, "--format", "none", "--summary"]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout


def take_section(table, begin):
    """The lines below a heading, wrapped ones joined, up to the next empty line."""
    lines = table.split(f"\n{begin}", 1)[1].split("\n\n", 1)[0].splitlines()[1:]
    return lines


def number(text):
    return int(text.replace(",", ""))


def answers_of(report):
    yield from report["decisions"].values()
    for row in report["each"].get("lesions", []):
        yield from (answer for answer in row.values() if isinstance(answer, dict))
    yield from report["open"]


def is_open(answer):
    return "gaps" in answer


# ---- decisions ----

def count_decision(reports, name):
    """Values have wordings in the table: they are told apart by their numbers, in order of size."""
    values, waits = collections.Counter(), collections.Counter()
    for report in reports:
        answer = report["decisions"][name]
        if is_open(answer):
            waits["open: facts to ask" if answer["needs"] else "open: the guideline is silent"] += 1
        else:
            values["settled" if name == "tbs" else answer["value"]] += 1
    return sorted(values.values()), dict(waits)


def read_decisions(table):
    found = []
    for line in take_section(table, "DECISIONS"):
        row = re.match(rf"    (\S.*?)\s+{NUMBER}{SHARE}", line)
        if row:
            found[-1][row[1]] = number(row[2])
        else:
            found.append({})
    return [(sorted(n for name, n in counts.items() if not name.startswith("open: ")),
             {name: n for name, n in counts.items() if name.startswith("open: ")}) for counts in found]


def test_decisions(table, reports):
    shown = read_decisions(table)
    names = list(reports[0]["decisions"])
    wrong = [name for name, counts in zip(names, shown) if counts != count_decision(reports, name)]
    check(f"{len(names)} decisions are counted as they are reported, scenario first", names[0] == "scenario" and not wrong,
          *[(name, shown[names.index(name)], count_decision(reports, name)) for name in wrong[:2]])


# ---- advice ----

def test_advice(table, reports):
    counts = collections.defaultdict(collections.Counter)
    for report in reports:
        for entry in report["advice"]:
            counts[entry["name"]][entry["status"]] += 1
        for entry in report["open"]:
            counts[entry["name"]]["ask" if entry["needs"] else "silent"] += 1
    wanted = collections.Counter((c["applies"], c["ruled_out"], c["ask"], c["silent"]) for c in counts.values())
    shown = collections.Counter(tuple(number(row[i]) for i in (1, 2, 3, 4))
                                for row in re.finditer(rf"\s{NUMBER}{SHARE}\s+{NUMBER}\s+{NUMBER}\s+{NUMBER}\n", table))
    check(f"{len(counts)} pieces of advice are counted as they are reported", shown == wanted, shown - wanted, wanted - shown)


# ---- what is open ----

def count_needs(reports):
    facts, gaps, alone = collections.Counter(), collections.Counter(), collections.Counter()
    for report in reports:
        open_ones = [answer for answer in answers_of(report) if is_open(answer)]
        facts.update({re.sub(r"\[\d+\]", "[]", need) for answer in open_ones for need in answer["needs"]})
        gaps.update({gap for answer in open_ones for gap in answer["gaps"]})
        alone.update({gap for answer in open_ones if not answer["needs"] for gap in answer["gaps"]})
    return facts, gaps, alone


def test_open(table, reports, patients):
    facts, gaps, alone = count_needs(reports)
    text = " ".join(" ".join(take_section(table, "FACTS")).split())
    # A path that is too long for its column stands behind the first words of the title.
    rows = re.findall(rf"\(([\w.\[\]]+)\)\s+{NUMBER}{SHARE}\s+{NUMBER}{SHARE}", text)
    shown = {path: (number(needed), number(missing)) for path, needed, missing in rows}
    check("the facts are those that are needed most often", len(shown) == 20 and {path: n for path, (n, _) in shown.items()} ==
          {path: facts[path] for path in shown} and min(n for n, _ in shown.values()) >= sorted(facts.values())[-20], shown)
    faulty = sum(cohort.is_faulty(k) for k in range(1, len(patients) + 1))      # what is wrong there counts as missing
    missing = {path: sum(common.get(patient, path) is None for patient in patients) for path in shown if "lesions" not in path}
    check("and how often they are missing is right", all(0 <= shown[path][1] - n <= faulty for path, n in missing.items()), missing, shown)
    lines = take_section(table, "WHERE THE GUIDELINE IS SILENT")
    rows = [row for line in lines if (row := re.match(rf"  (\w+)(?: \*)?\s+{NUMBER}{SHARE}\s+{NUMBER}{SHARE}$", line))]
    check(f"{len(gaps)} gaps: how often each keeps something open, and how often nothing else does",
          {row[1]: (number(row[2]), number(row[3])) for row in rows} == {gap: (gaps[gap], alone[gap]) for gap in gaps})


def test_head(table, reports):
    waits = collections.Counter("ask" if any(entry["needs"] for entry in report["open"]) else "silent" if report["open"] else "settled"
                                for report in reports)
    sentence = " ".join(table.split("\n\n")[0].split())
    wanted = f"settled in {waits['settled']}; facts are to be asked in {waits['ask']}; in {waits['silent']} only the guideline"
    check("the head says how many wait, and for what", wanted in sentence, sentence, wanted)


def main():
    patients = cohort.make()
    image = common.compile_guideline()
    file = common.SCRATCH / "cohort.ndjson"
    file.write_bytes(subprocess.run([sys.executable, common.GUIDELINE / "cohort.py"], stdout=subprocess.PIPE, check=True).stdout)
    table, reports = print_table(image, file), common.evaluate(image, patients)
    test_head(table, reports)
    test_decisions(table, reports)
    test_advice(table, reports)
    test_open(table, reports, patients)
    return common.failed > 0


if __name__ == "__main__":
    sys.exit(main())
