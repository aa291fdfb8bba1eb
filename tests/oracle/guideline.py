#!/usr/bin/env python3
"""The first guideline's answers against random completions: 1,000 for each of its patients and of records derived from them.
And 300 for each record of generated programs, which have far more missing facts than compare.py can enumerate.

usage: guideline.py [DERIVED] [SEED] [COMPLETIONS] [PROGRAMS]     (BUILD names the build folder)"""
import json
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import generate
import guideline_patients

BUILD = pathlib.Path(os.environ.get("BUILD", "build/release"))
SCRATCH = pathlib.Path(os.environ.get("TMPDIR", "/tmp"))


def check(source, records, completions):
    """Records that passed, that failed, and what was said."""
    command = [BUILD / "oracle/guideline_check", source, str(completions), "--as-of", "2026-06-15"]
    said = subprocess.run(command, input="".join(record + "\n" for record in records), stdout=subprocess.PIPE, text=True).stdout
    found = re.search(r"^(\d+) passed, (\d+) failed\n\Z", said, re.M)
    return (int(found[1]), int(found[2]), said[:found.start()]) if found else (0, 1, said + "no result\n")


def check_generated(programs, seed):
    """Only failures are worth reading: with dates that tie and sizes that are equal chance misses much."""
    passed = failed = 0
    for k in range(seed, seed + programs):
        case = generate.make(k, 20)
        source = SCRATCH / "guideline-generated.cgl"
        source.write_text(case.program)
        good, bad, said = check(source, case.records, 300)
        passed, failed = passed + good, failed + bad
        if bad:
            print(f"generated program of seed {k}", said, sep="\n")
    return passed, failed


def main():
    derived, seed, completions, programs = (int(sys.argv[i]) if len(sys.argv) > i else d
                                            for i, d in ((1, 40), (2, 1), (3, 1000), (4, 40)))
    records = [json.dumps(patient) for patient in guideline_patients.make(derived, seed)]
    passed, failed, said = check(guideline_patients.FOLDER / "seom_crlm.cgl", records, completions)
    print(said, end="")
    good, bad = check_generated(programs, seed)
    print(f"{passed + good} passed, {failed + bad} failed")
    return failed + bad > 0


if __name__ == "__main__":
    sys.exit(main())
