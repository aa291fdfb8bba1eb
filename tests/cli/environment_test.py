#!/usr/bin/env python3
"""No variable of the environment changes what the programs write."""
import os
import pathlib
import subprocess

ROOT = pathlib.Path(os.environ["ROOT"])
CGLC, CGLRUN, SCRATCH = os.environ["CGLC"], os.environ["CGLRUN"], pathlib.Path(os.environ["TMPDIR"])
SOURCE, RECORDS = ROOT / "tests/torture/iron.cgl", ROOT / "tests/torture/iron.ndjson"
PROGRAM = SCRATCH / "iron.cgb"
# What libraries beneath us listen to.
HOSTILE = {
    "SIMDJSON_FORCE_IMPLEMENTATION": "no_such_implementation",
    "GVBINDIR": "/nowhere", "DOTFONTPATH": "/nowhere", "FONTCONFIG_FILE": "/nowhere", "GV_FILE_PATH": "/nowhere",
    "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "POSIXLY_CORRECT": "1",
}


def run(words, more):
    done = subprocess.run([str(word) for word in words], env={**os.environ, **more}, capture_output=True, cwd=SCRATCH)
    return done.returncode, done.stdout, done.stderr


subprocess.run([CGLC, SOURCE, "-o", PROGRAM], check=True)
for name, words in [("reports", [CGLRUN, PROGRAM, RECORDS]), ("the text form", [CGLRUN, PROGRAM, RECORDS, "--format", "text"]),
                    ("a drawing", [CGLC, "graph", SOURCE]), ("a schema", [CGLC, "schema", SOURCE]), ("tests", [CGLC, "test", SOURCE])]:
    plain = run(words, {})
    for variable, value in HOSTILE.items():
        other = run(words, {variable: value})
        good = other == plain and plain[0] in (0, 1)
        print(f"{'ok' if good else 'not ok'} - {name} under {variable}")
        if not good:
            print(f"    exit {plain[0]} and {other[0]}: {other[2][:300]!r}")
