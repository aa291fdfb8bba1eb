#!/usr/bin/env python3
"""cglc verify: exit codes, both forms, witnesses that cglrun confirms, and every guideline of the project."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ["ROOT"])
CGLC, CGLRUN = os.environ["CGLC"], os.environ["CGLRUN"]
FAULTS = ROOT / "tests/golden/verify/faults.cgl"
GATES = "a gate: it asks what is known, or about an answer"
HEAD = 'guideline t version "1"\n  source s "A source"\nend\n\nstatement ST-1 at s "1" "One"\n\n'
failed = 0


def check(name, good, said=""):
    global failed
    failed += not good
    print(f"{'ok' if good else 'not ok'} - {name}{'' if good else ': ' + str(said)[:500]}")


def run(*arguments, text=None):
    done = subprocess.run([str(a) for a in arguments], input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return done.returncode, done.stdout, done.stderr


def write(folder, name, text):
    path = folder / name
    path.write_text(text)
    return path


def check_usage():
    for options in (["--limit", "0"], ["--limit", "x"], ["--format", "csv"], [FAULTS]):
        code, _, said = run(CGLC, "verify", FAULTS, *options)
        check(f"usage {options[0]}", code == 64 and said.startswith("cglc: "), (code, said))
    check("a file that is not there", run(CGLC, "verify", "nowhere.cgl")[0] == 66)


def check_codes(folder):
    good = write(folder, "good.cgl", HEAD + "patient\n  n : integer 0..9\nend\n\ndecision d : low, high\n  from ST-1\n"
                 "  case low when n < 5\n  case high when n >= 5\nend\n")
    code, out, _ = run(CGLC, "verify", "--require-proof", good)
    # a hole, an overlap, a failure, two cases
    check("all proved", code == 0 and out.startswith("5 claims proved, 0 refuted, 0 not decided"), (code, out))
    bad = write(folder, "bad.cgl", "guideline t\n")
    check("a guideline that does not compile", run(CGLC, "verify", bad)[0] == 65)
    code, out, _ = run(CGLC, "verify", "--limit", "3", good)
    check("over the limit", code == 0 and "not decided: over 3 nodes" in out, (code, out))
    check("proof demanded", run(CGLC, "verify", "--limit", "3", "--require-proof", good)[0] == 1)


def list_claims(path):
    code, out, _ = run(CGLC, "verify", "--format", "json", path)
    return code, json.loads(out)


def replay(folder, program, claim):
    """What cglrun says of the answer that the claim is about."""
    options = ["--as-of", claim["as_of"]] if "as_of" in claim else []
    record = write(folder, "patient.json", json.dumps(claim["patient"]))
    code, out, said = run(CGLRUN, program, record, "--format", "json", *options)
    report = json.loads(out)
    return code, report["decisions"].get(claim["name"], {}), said


def check_witnesses(folder):
    code, report = list_claims(FAULTS)
    claims = report["claims"]
    program = folder / "faults.cgb"
    run(CGLC, FAULTS, "-o", program)
    check("refuted is exit 1", code == 1 and report["refuted"] == sum(c["verdict"] == "refuted" for c in claims), report)
    check("counts add up", report["proved"] + report["refuted"] + report["undecided"] == len(claims))
    shown = [c for c in claims if c["kind"] in ("hole", "failure") and "patient" in c]
    check("holes and failures have patients", len(shown) == 4, shown)
    for claim in shown:
        _, answer, _ = replay(folder, program, claim)
        gaps = [claim["name"] + ".no_case"] if claim["kind"] == "hole" else []
        check(f"cglrun confirms {claim['name']}", answer == {"possible": [], "needs": [], "gaps": gaps, "fails": True}, answer)
    overlap = next(c for c in claims if c["kind"] == "overlap" and c["verdict"] == "refuted")
    check("an overlap names its cases", [h["line"] for h in overlap["held"]] == [47, 48], overlap)
    check("and the reading it rests on", overlap["readings"] == {"limit": "1"} and overlap["patient"] == {"n": 2}, overlap)


def check_files(folder):
    out = folder / "witnesses"
    code, said, _ = run(CGLC, "verify", "--witnesses", out, FAULTS)
    files = sorted(p.name for p in out.iterdir())
    check("a file for each patient", code == 1 and files == [f"{i:03}.json" for i in range(1, 8)], files)
    check("each is named", all(f"{out}/{name}" in said for name in files), said)
    check("each is a record", all(isinstance(json.loads((out / n).read_text()), dict) for n in files))


def check_guidelines():
    for path in sorted((ROOT / "guidelines").glob("*/*.cgl")):
        if not path.read_text().lstrip().startswith(("guideline", "--")) or path.stem != path.parent.name:
            continue
        code, report = list_claims(path)
        open_claims = [c for c in report["claims"] if c["verdict"] == "not decided"]
        readme = (path.parent / "README.md").read_text()
        unnamed = [c["name"] for c in open_claims if f"`{c['name']}`" not in readme or c["reason"] != GATES]
        check(f"{path.stem}: nothing is refuted", code == 0 and report["refuted"] == 0 and report["proved"] > 0, report)
        check(f"{path.stem}: what is not decided stands in its README", not unnamed, sorted(set(unnamed)))


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check_usage()
        check_codes(folder)
        check_witnesses(folder)
        check_files(folder)
        check_guidelines()
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
