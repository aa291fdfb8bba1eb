#!/usr/bin/env python3
"""The first guideline's answers against random completions: 1,000 for each of its patients and of records derived from them.

usage: guideline.py [DERIVED] [SEED] [COMPLETIONS]     (BUILD names the build folder)"""
import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import guideline_patients

BUILD = pathlib.Path(os.environ.get("BUILD", "build/release"))


def main():
    derived, seed, completions = (int(sys.argv[i]) if len(sys.argv) > i else d for i, d in ((1, 60), (2, 1), (3, 1000)))
    patients = "".join(json.dumps(patient) + "\n" for patient in guideline_patients.make(derived, seed))
    command = [BUILD / "oracle/guideline_check", guideline_patients.FOLDER / "seom_crlm.cgl", str(completions)]
    return subprocess.run(command, input=patients, text=True).returncode


if __name__ == "__main__":
    sys.exit(main())
