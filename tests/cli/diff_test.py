#!/usr/bin/env python3
"""cglc diff: exit codes, programs beside sources, git, renamed facts; seeded faults of the first guideline are found, and nobody is named who is told the same."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ["ROOT"])
CGLC, CGLRUN = os.environ["CGLC"], os.environ["CGLRUN"]
OLD, NEW = ROOT / "tests/golden/diff/old.cgl", ROOT / "tests/golden/diff/new.cgl"
SEOM = ROOT / "guidelines/seom_crlm"
DEFINITIONS = {"remnant_adequate"}  # no report shows them
failed = 0


def check(name, good, said=""):
    global failed
    failed += not good
    print(f"{'ok' if good else 'not ok'} - {name}{'' if good else ': ' + str(said)[:600]}")


def run(*arguments, cwd=None):
    done = subprocess.run([str(a) for a in arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd)
    return done.returncode, done.stdout, done.stderr


def diff(*arguments):
    code, out, said = run(CGLC, "diff", "--format", "json", *arguments)
    return json.loads(out) if out else (code, said)


def check_usage(folder):
    dated = folder / "dated.cgl"
    dated.write_text(OLD.read_text().replace("found < born", "found < as_of"))
    for options in ([OLD], [OLD, NEW, OLD, NEW], [OLD, NEW, "--limit", "0"], [OLD, NEW, "--format", "csv"], [OLD, NEW, "--renamed", "x"],
                    [OLD, NEW, "--renamed", "x=y"], [dated, dated, OLD]):
        code, _, said = run(CGLC, "diff", *options)
        check(f"usage {' '.join(str(o) for o in options[-2:])[-40:]}", code == 64 and said.startswith("cglc: "), (code, said))
    bad = folder / "bad.cgl"
    bad.write_text("guideline t\n")
    check("one that does not compile", run(CGLC, "diff", OLD, bad)[0] == 65)
    check("one that is not there", run(CGLC, "diff", OLD, folder / "nowhere.cgl")[0] == 66)
    check("patients that are not there", run(CGLC, "diff", OLD, OLD, folder / "nowhere.ndjson")[0] == 66)


def check_programs(folder):
    for source in (OLD, NEW):
        run(CGLC, source, "-o", folder / (source.stem + ".cgb"))
    compiled, written = diff(folder / "old.cgb", folder / "new.cgb"), diff(OLD, NEW)
    check("programs are compared as their sources are", compiled == written, compiled)
    (folder / "none.cgb").write_bytes(b"CGL")
    check("what is no program", run(CGLC, "diff", folder / "none.cgb", OLD)[0] == 65)
    same = diff(OLD, OLD)
    check("nothing changed", same["same"] and not same["changed"] and not same["undecided"] and same["unchanged"] == 7, same)


def check_git(folder):
    repository = folder / "repository"
    (repository / "g/parts").mkdir(parents=True)
    text = OLD.read_text()
    head, rest = text.split("define early", 1)
    main = repository / "g/old.cgl"
    module = repository / "g/parts/facts.cgl"
    at = head.index("record spot")
    module.write_text("module parts.facts end\n\n" + head[at:head.index("statement M-01")])
    main.write_text(head[:at] + "import parts.facts\n\n" + head[head.index("statement M-01"):] + "define early" + rest)
    git = ["git", "-C", repository, "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    run(*git[:3], "init", "-q")
    run(*git, "add", ".")
    run(*git, "commit", "-qm", "one")
    module.write_text(module.read_text().replace("1000 ng/mL", "900 ng/mL"))
    main.write_text(main.read_text().replace("< 5 ng/mL", "< 6 ng/mL").replace(">= 5 ng/mL", ">= 6 ng/mL"))
    found = diff("--git", "HEAD", main)
    check("git: main file and module of the revision", isinstance(found, dict) and [r["name"] for r in found["changed"]] == ["marker"]
          and found["facts"] == ["`labs.cea`: its range was 0 ng/mL to 1000 ng/mL and is 0 ng/mL to 900 ng/mL"], found)
    check("git: in its own folder", run(CGLC, "diff", "--git", "HEAD", "old.cgl", cwd=repository / "g")[0] == 0)
    check("git: no such revision", run(CGLC, "diff", "--git", "nowhere", main)[0] == 66)
    check("git: no option of git", run(CGLC, "diff", "--git", "--version", main)[0] == 66)


def check_renamed(folder):
    text = OLD.read_text().replace("labs.cea", "labs.marker_value").replace("decision window", "decision window_of_time").replace("mild, severe", "severe, mild")
    other = folder / "renamed.cgl"
    other.write_text(text)
    found = diff(OLD, other, "--renamed", "labs.cea=labs.marker_value,window=window_of_time")
    check("renamed: the same", found["same"] is False and not found["changed"] and not found["follows"] and not found["added"], found)
    found = diff(OLD, other)
    check("not renamed: other facts", {r["name"] for r in found["added"]} == {"window_of_time"} and {r["name"] for r in found["removed"]} == {"window"}
          and [r["name"] for r in found["changed"]] == ["marker"], found)


def tell(folder, program, patient, options):
    record = folder / "patient.json"
    record.write_text(json.dumps(patient))
    code, out, said = run(CGLRUN, program, record, "--format", "json", *options)
    return json.loads(out) if code in (0, 1) and out else (code, said)


def statuses(report, name):
    """What the report says of an answer; advice that does not concern the patient is not listed."""
    decisions = {**report["decisions"], **report["each"]}
    if name in decisions:
        return decisions[name]
    entries = report["advice"] + report["open"] + report["cautions"]
    return [entry for entry in entries if entry["name"] == name]


def check_seeds(folder):
    """One change each in the reference guideline: found, and the patient is told something else by cglrun."""
    seeds = [("crlm/risk.cgl", "5 ng/mL", "10 ng/mL"), ("crlm/resectability.cgl", "| yes | yes |", "| yes | no  |")]
    for number, (name, before, after) in enumerate(seeds):
        copy = folder / f"seed{number}"
        shutil.copytree(SEOM, copy)
        text = (copy / name).read_text()
        check(f"seed {number} is sown", before in text)
        (copy / name).write_text(text.replace(before, after, 1))
        found = diff(SEOM / "seom_crlm.cgl", copy / "seom_crlm.cgl")
        check(f"seed {number} is found", isinstance(found, dict) and found["changed"] and not found["same"], found)
        if not isinstance(found, dict):
            continue
        for program, source in (("old.cgb", SEOM), ("new.cgb", copy)):
            run(CGLC, source / "seom_crlm.cgl", "-o", folder / program)
        tried = 0
        for rule in [r for r in found["changed"] + found["follows"] if r["name"] not in DEFINITIONS][:12]:
            for turn in rule["turns"]:
                if "patient" not in turn or turn["readings"]:
                    continue
                options = ["--as-of", turn["as_of"]] if "as_of" in turn else []
                reports = [tell(folder, folder / p, turn["patient"], options) for p in ("old.cgb", "new.cgb")]
                told = [statuses(report, rule["name"]) for report in reports]
                tried += 1
                unlisted = told == [[], []] and "computed" in turn["turn"]  # a caution that fails is in no list
                check(f"seed {number}: {rule['name']} {turn['turn']}", told[0] != told[1] or unlisted, told)
        check(f"seed {number}: patients were tried", tried > 0)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check_usage(folder)
        check_programs(folder)
        check_git(folder)
        check_renamed(folder)
        check_seeds(folder)
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
