#!/usr/bin/env python3
"""Whoever interrupts a program has the end of it within a second: exit 130, whole reports, nothing half written."""
import json
import os
import pathlib
import signal
import subprocess
import time

ROOT = pathlib.Path(os.environ["ROOT"])
CGLC, CGLRUN, SCRATCH = os.environ["CGLC"], os.environ["CGLRUN"], pathlib.Path(os.environ["TMPDIR"])
SLOW = os.environ.get("MODE", "release") != "release"  # instrumented builds are several times slower
# Forty facts of which nothing is known, and answers that ask how many of them hold: each takes the exact path to its bound.
FACTS = 40
HEAVY = ('guideline heavy version "1"\n  title "Heavy"\n  source paper "A paper"\nend\npatient\n  id : key\n'
         + "".join(f"  f{i} : yes_no\n  n{i} : integer 0..1000\n" for i in range(FACTS))
         + 'end\nstatement H-01 at paper "p. 1" "Much"\n'
         + "".join(f"decision d{k} : yes_no\n  from H-01\n  means "
                   + " and ".join(f"(f{i} or n{(i * 7 + k) % FACTS} + n{(i * 3 + k + 1) % FACTS} > n{(i * 5 + 2) % FACTS})"
                                  for i in range(FACTS)) + "\nend\n" for k in range(8)))


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}")
    if not good:
        print(f"    {detail!r}"[:900])


def start(*words, **more):
    return subprocess.Popen([str(word) for word in words], cwd=SCRATCH, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)


def measure():
    """Seconds that a program takes to say its version: much where the machine is busy with other things."""
    begun = time.monotonic()
    subprocess.run([CGLRUN, "--version"], capture_output=True)
    return time.monotonic() - begun


def wait_until_caught(process):
    """Until the process has its handler of SIGINT."""
    for _ in range(2000):
        caught = read(pathlib.Path(f"/proc/{process.pid}/status")).partition("SigCgt:")[2].split()
        if caught and int(caught[0], 16) & 1 << (signal.SIGINT - 1):
            return
        time.sleep(0.01)


def interrupt(name, process, after, number=signal.SIGINT):
    """Sends the signal; the output. The process must still have been at work."""
    wait_until_caught(process)
    time.sleep(after)
    check(f"{name}: it is at work", process.poll() is None, process.poll())
    begun = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    spent = time.monotonic() - begun
    limit = (5 if SLOW else 1) + 20 * measure()
    check(f"{name}: exit 130 within a second", process.returncode == 130 and spent < limit, (process.returncode, spent, err[-300:]))
    return out


def count_whole(name, out):
    lines = out.decode().split("\n")
    try:
        good = lines[-1] == "" and all(json.loads(line)["guideline"] for line in lines[:-1])
    except (ValueError, KeyError):
        good = False
    check(f"{name}: every report is whole", good, out[-300:])
    return len(lines) - 1


def test_cglrun(heavy, small):
    light = b'{"id":"light",' + b",".join(b'"f%d":true' % i for i in range(FACTS)) + b"}\n"
    for jobs in ([], ["--jobs", "3"]):
        name = f"one heavy record {' '.join(jobs)}"
        process = start(CGLRUN, heavy, *jobs, stdin=subprocess.PIPE)
        process.stdin.write(light * 3 + b'{"id":"heavy"}\n' * 20)
        process.stdin.flush()
        out = interrupt(name, process, 0.6)
        count_whole(name, out)
    process = start(CGLRUN, small, "-", stdin=subprocess.PIPE)
    process.stdin.write(b'{"id":"A"}\n')
    process.stdin.flush()
    out = interrupt("an input that does not come", process, 0.3)
    check("what came before it is reported", count_whole("an input that does not come", out) == 1, out)
    process = start(CGLRUN, small, "-", stdin=subprocess.PIPE)
    interrupt("a request to end", process, 0.3, signal.SIGTERM)
    records = SCRATCH / "many.ndjson"
    records.write_bytes(b'{"id":"A","hb":8}\n' * 20000)
    process = start(CGLRUN, small, records)  # nobody reads what it writes
    interrupt("an output that nobody reads", process, 0.5)


def read(path):
    try:
        return path.read_text()
    except OSError:
        return ""


def test_cglc(source):
    process = start(CGLC, "test", source)
    interrupt("cglc test", process, 0.3)
    guideline = ROOT / "guidelines/seom_crlm/seom_crlm.cgl"
    process = start(CGLC, "test", "--mutate", "--jobs", "2", "--vignettes", guideline.parent / "vignettes.ndjson", guideline)
    workers = []
    for _ in range(600):
        workers = workers or [path for path in pathlib.Path("/proc").glob("[0-9]*") if f"PPid:\t{process.pid}\n" in read(path / "status")]
        time.sleep(0 if workers else 0.1)
    interrupt("cglc test --mutate", process, 0)
    time.sleep(0.3)
    left = [path for path in workers if "State:\tZ" not in read(path / "status") and read(path / "status")]
    check("and its processes are gone", workers and not left, (workers, left))


def test_files(source):
    """Interrupted at any moment, the file that was there or the new one, and nothing beside it."""
    folder = SCRATCH / "files"
    folder.mkdir()
    subprocess.run([CGLC, source, "-o", folder / "x.cgb"], check=True)
    whole = (folder / "x.cgb").read_bytes()
    for step in range(30):
        process = start(CGLC, source, "-o", folder / "x.cgb")
        time.sleep(step * 0.001)
        process.send_signal(signal.SIGINT)
        process.communicate()
    check("an interrupted compilation leaves a whole file", [path.name for path in folder.iterdir()] == ["x.cgb"]
          and (folder / "x.cgb").read_bytes() == whole, list(folder.iterdir()))


def main():
    heavy, small = SCRATCH / "heavy.cgb", SCRATCH / "iron.cgb"
    (SCRATCH / "heavy.cgl").write_text(HEAVY)
    subprocess.run([CGLC, SCRATCH / "heavy.cgl", "-o", heavy], check=True, stderr=subprocess.DEVNULL)
    subprocess.run([CGLC, ROOT / "tests/torture/iron.cgl", "-o", small], check=True)
    tests = (SCRATCH / "heavy.cgl").read_text() + "".join(f'test "t{i}"\n  given f0 yes\n  expect d0 yes\nend\n' for i in range(40))
    (SCRATCH / "tests.cgl").write_text(tests)
    test_cglrun(heavy, small)
    test_cglc(SCRATCH / "tests.cgl")
    test_files(ROOT / "tests/torture/iron.cgl")


main()
