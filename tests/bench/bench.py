#!/usr/bin/env python3
"""What `make bench` prints: throughput beside a program by hand, memory, and how compile time grows. Figures, no verdicts."""
import os
import pathlib
import re
import resource
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = pathlib.Path(os.environ.get("BUILD", ROOT / "build/release"))
FOLDER = BUILD / "bench"
COUNT = int(os.environ.get("PATIENTS", "100000"))
ROUNDS = 3
REFERENCE = ROOT / "guidelines/seom_crlm/seom_crlm.cgl"


def run(command, source=None, target=None, rounds=ROUNDS):
    """(best CPU seconds, peak KiB, exit code) of so many runs on one core; the clock on the wall would measure the neighbours."""
    best, peak, code = float("inf"), 0, 0
    for _ in range(rounds):
        with open(source or os.devnull, "rb") as given, open(target or os.devnull, "wb") as out:
            child = subprocess.Popen(["taskset", "-c", "0", *command], stdin=given, stdout=out, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(child.pid, 0)
            seconds = usage.ru_utime + usage.ru_stime
            child.returncode = os.waitstatus_to_exitcode(status)
        best, peak, code = min(best, seconds), max(peak, usage.ru_maxrss), child.returncode
    return best, peak, code


def make_patients():
    path = FOLDER / f"patients-{COUNT}.ndjson"
    newer = path.exists() and path.stat().st_mtime > (HERE / "patients.py").stat().st_mtime
    if not newer:
        with open(path, "wb") as out:
            subprocess.run([sys.executable, str(HERE / "patients.py"), str(COUNT)], stdout=out, check=True)
    return path


def without_verdict(path):
    """Lines of a report, the verdict taken out: the peer does not hash."""
    with open(path, "rb") as reports:
        for line in reports:
            yield re.sub(rb',"verdict":"sha256:[0-9a-f]{64}"\}$', b"}", line.rstrip(b"\n"))


def first_difference(ours, theirs):
    with open(theirs, "rb") as peer:
        for number, (mine, other) in enumerate(zip(without_verdict(ours), (line.rstrip(b"\n") for line in peer)), 1):
            if mine != other:
                at = next((i for i, (a, b) in enumerate(zip(mine, other)) if a != b), min(len(mine), len(other)))
                return f"line {number}, byte {at}:\n  cglrun {mine[max(0, at - 60):at + 60]!r}\n  peer   {other[max(0, at - 60):at + 60]!r}"
    return None


def row(name, seconds, peak, size):
    print(f"  {name:26} {COUNT / seconds:10,.0f} patients/s {size / seconds / 1e6:8.0f} MB/s {peak / 1024:8.1f} MB peak")


def bench_patients():
    patients, program = make_patients(), FOLDER / "bench.cgb"
    subprocess.run([str(BUILD / "cglc"), str(HERE / "bench.cgl"), "-o", str(program)], check=True)
    size = patients.stat().st_size
    print(f"{COUNT:,} patients, {size / 1e6:.0f} MB of NDJSON, CPU time on one core, best of {ROUNDS}:")
    ours, theirs = FOLDER / "cglrun.ndjson", FOLDER / "peer.ndjson"
    options = ["--report", "advice", "--format", "ndjson"]
    mine = run([str(BUILD / "cglrun"), str(program), "-", *options], patients, ours)
    with open(ours, "rb") as reports:
        found = re.search(rb'"hash":"(sha256:[0-9a-f]{64})"', reports.readline())
    peer = run([str(FOLDER / "peer"), found.group(1).decode() if found else ""], patients, theirs)
    row("by hand, C++ and simdjson", *peer[:2], size)
    row("cglrun", *mine[:2], size)
    print(f"  ratio                      {peer[0] / mine[0]:10.2f}   (cglrun also hashes every full report for its verdict)")
    difference = first_difference(ours, theirs)
    print("  same bytes but for the verdict" if difference is None else f"  DIFFERENT at {difference}")
    opened = sum(b'"open":[{' in line for line in without_verdict(ours))
    print(f"  {opened / COUNT:.0%} of the patients have an open answer (the exact path runs)\n")


def rules(count):
    """A guideline of so many rules, each a decision and an advice over a few shared fields."""
    lines = ['guideline many version "1"', '  source own "Made"', "  strength option", "end", "patient"]
    lines += [f"  f{i} : integer 0..1000" for i in range(50)]
    lines += ["end", 'statement M-1 at own "1" strength option "All of it"']
    for i in range(count // 2):
        lines += [f"decision d{i} : low, middle, high", "  from M-1", "  first",
                  f"  case high when f{i % 50} > {i % 900 + 50} and f{(i + 7) % 50} < {i % 700 + 100}",
                  f"  case middle when f{i % 50} > {i % 900}", "  otherwise low", "end",
                  f"advise a{i}", "  from M-1", f"  when d{i} is high and f{(i + 3) % 50} >= {i % 500 + 1}", "end"]
    return "\n".join(lines) + "\n"


def bench_compile():
    print("compiling:")
    if REFERENCE.exists():
        seconds, peak, code = run([str(BUILD / "cglc"), str(REFERENCE), "-o", str(FOLDER / "reference.cgb")])
        print(f"  {'the reference guideline':26} {seconds * 1000:10.1f} ms {peak / 1024:30.1f} MB peak" + (f"   exit {code}" if code else ""))
    for count in (1000, 10000):
        source = FOLDER / f"rules-{count}.cgl"
        source.write_text(rules(count))
        seconds, peak, code = run([str(BUILD / "cglc"), str(source), "-o", str(FOLDER / f"rules-{count}.cgb")], rounds=1)
        print(f"  {f'{count:,} generated rules':26} {seconds * 1000:10.1f} ms {seconds / count * 1e6:10.1f} us a rule {peak / 1024:12.1f} MB peak"
              + (f"   exit {code}" if code else ""))


def bench_nothing_known():
    program = FOLDER / "reference.cgb"
    if program.exists():
        empty = FOLDER / "empty.json"
        empty.write_text("{}\n")
        seconds, peak, code = run([str(BUILD / "cglrun"), str(program), str(empty), "--format", "ndjson"])
        print(f"\nthe reference guideline with nothing known: {seconds * 1000:.1f} ms, {peak / 1024:.1f} MB peak" + (f", exit {code}" if code else ""))


def bench_cohort():
    """The first guideline on its example cohort: nearly every patient has open answers."""
    program, patients, count = FOLDER / "reference.cgb", FOLDER / "cohort.ndjson", max(COUNT // 10, 1000)
    if not program.exists():
        return
    with open(patients, "wb") as out:
        subprocess.run([sys.executable, str(REFERENCE.parent / "cohort.py"), str(count), "1"], stdout=out, check=True)
    print(f"\nthe reference guideline on {count:,} patients of its cohort, CPU time:")
    for detail in ("advice", "full"):
        command = [str(BUILD / "cglrun"), str(program), str(patients), "--format", "ndjson", "--report", detail]
        seconds, peak, code = run(command)
        print(f"  --report {detail:17} {count / seconds:10,.0f} patients/s {peak / 1024:26.1f} MB peak" + (f"   exit {code}" if code else ""))


def main():
    # Children inherit it: a runaway is an error message, not a machine that swaps.
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
    FOLDER.mkdir(parents=True, exist_ok=True)
    bench_patients()
    bench_compile()
    bench_nothing_known()
    bench_cohort()


main()
