#!/usr/bin/env python3
"""Patients of the first guideline as NDJSON: its vignettes and examples, and records derived from them by forgetting things.

usage: guideline_patients.py [DERIVED] [SEED]"""
import copy
import json
import pathlib
import random
import sys

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "guidelines/seom_crlm"
SIZES = [0.8, 1, 2, 2.9, 3, 3.1, 4, 5, 5.1, 6, 12]


def read_all():
    patients = [json.loads(path.read_text()) for path in sorted((FOLDER / "examples").glob("*.json"))]
    for line in (FOLDER / "vignettes.ndjson").read_text().splitlines():
        patients.append(json.loads(line)["patient"])
    for k, patient in enumerate(patients):
        patient["id"] = f"P{k}"
    return patients


def leaves(patient):
    """Every scalar, as the object that holds it and its key."""
    found = []
    for key, value in patient.items():
        if isinstance(value, dict):
            found += [(value, inner) for inner in value]
        elif isinstance(value, list):
            found += [(element, inner) for element in value for inner in element if inner != "id"]
        elif key != "id":
            found.append((patient, key))
    return found


def forget_facts(patient, rng, share):
    for holder, key in leaves(patient):
        if rng.random() < share:
            del holder[key]


def forget_groups(patient, rng):
    for key in [key for key in patient if key != "id"]:
        if rng.random() < 0.25:
            del patient[key]


def forget_lesions(patient, rng):
    """Some lesions are not listed any more; what the summaries say of them stays true."""
    lesions = patient.get("lesions", [])
    sizes = [lesion.get("size") for lesion in lesions]
    count = len(lesions)
    if rng.random() < 0.3:
        patient.pop("lesions", None)
    else:
        patient["lesions"] = [lesion for lesion in lesions if rng.random() < 0.6]
    patient["lesions_complete"] = False
    if count and rng.random() < 0.5:
        patient["lesion_count"] = count + rng.choice([0, 0, 1, 3])
    numbers = [size for size in sizes if isinstance(size, (int, float))]
    if numbers and len(numbers) == count and rng.random() < 0.5:
        patient["largest_lesion"] = max(numbers)


def say_anything(patient, rng):
    """Summaries whether they fit or not."""
    if rng.random() < 0.5:
        patient["lesions_complete"] = rng.random() < 0.5
    if rng.random() < 0.4:
        patient["lesion_count"] = rng.choice([1, 2, 3, 4, 5, 6, 50])
    if rng.random() < 0.4:
        patient["largest_lesion"] = rng.choice(SIZES)


def derive(patients, k, rng):
    patient = copy.deepcopy(rng.choice(patients))
    patient["id"] = f"D{k}"
    if rng.random() < 0.3:
        forget_lesions(patient, rng)
    if rng.random() < 0.2:
        say_anything(patient, rng)
    if rng.random() < 0.3:
        forget_groups(patient, rng)
    forget_facts(patient, rng, rng.choice([0.02, 0.05, 0.1, 0.2, 0.4, 0.7]))
    return patient


def make(derived, seed):
    """Those that are public, then the derived ones."""
    rng = random.Random(seed)
    patients = read_all()
    return patients + [{"id": "nothing"}] + [derive(patients, k, rng) for k in range(derived)]


if __name__ == "__main__":
    count, first_seed = (int(sys.argv[i]) if len(sys.argv) > i else d for i, d in ((1, 300), (2, 1)))
    for one in make(count, first_seed):
        print(json.dumps(one))
