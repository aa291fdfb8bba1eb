"""The example cohort of the first guideline, evaluated; facts of its records as plain numbers. For the tests of this folder."""
import fractions
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("BUILD", ROOT / "build/release"))
SCRATCH = pathlib.Path(os.environ.get("TMPDIR", "/tmp"))
GUIDELINE = ROOT / "guidelines/seom_crlm"
sys.path[:0] = [str(GUIDELINE), str(ROOT / "tests/oracle")]
import cohort  # noqa: E402

failed = 0


def check(name, good, *details):
    global failed
    failed += not good
    print(f"{'ok' if good else 'not ok'} - {name}")
    for detail in details if not good else ():
        print(f"    {detail}")


def compile_guideline():
    image = SCRATCH / "cohort.cgb"
    subprocess.run([BUILD / "cglc", GUIDELINE / "seom_crlm.cgl", "-o", image], check=True)
    return image


def evaluate(image, patients, *options):
    """Brief reports of all, in the order of the patients."""
    text = "".join(json.dumps(patient) + "\n" for patient in patients)
    command = [BUILD / "cglrun", image, "--format", "ndjson", "--report", "brief", "--all", *options, "-"]
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, text=True)
    if done.returncode > 1:
        sys.exit(f"cglrun exits {done.returncode}")
    return [json.loads(line) for line in done.stdout.splitlines()]


# The units in which the cohort writes, and what one of them is in the declared unit.
FACTORS = {"cm": 1, "mm": fractions.Fraction(1, 10), "%": 1, "ng/mL": 1, "mg/dL": 1, "mg/L": fractions.Fraction(1, 10), "wk": 1, "mo": 1}


def read_quantity(value):
    """A fact as a number in the declared unit; anything but a quantity as it is."""
    if isinstance(value, dict):
        return fractions.Fraction(str(value["value"])) * FACTORS[value["unit"]]
    if isinstance(value, str) and value.rpartition(" ")[2] in FACTORS:
        number, _, unit = value.rpartition(" ")
        return fractions.Fraction(number) * FACTORS[unit]
    return fractions.Fraction(str(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def get(patient, path):
    """A fact by its path (`liver.flr`), None if it is missing."""
    for step in path.split("."):
        patient = patient.get(step, {}) if isinstance(patient, dict) else {}
    return None if patient == {} else read_quantity(patient)


def list_gaps():
    """Their names, from the source."""
    return re.findall(r"^gap (\w+)", (GUIDELINE / "crlm/gaps.cgl").read_text(), re.M)
