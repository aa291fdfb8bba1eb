#!/usr/bin/env python3
"""Native functions from cglrun: refused unless allowed, checked against their manifest, and a crash is a failure of one answer."""
import hashlib
import json
import os
import pathlib
import subprocess
import shutil
import tempfile
import threading
import time

CGLC, CGLRUN = os.environ["CGLC"], os.environ["CGLRUN"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRATCH = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("TMPDIR")))
SOURCE = """guideline borrowed version "1"
  title  "Functions of a library"
  source paper "A paper"
end
patient
  id : key
  n  : integer 0..100
end
statement B-01 at paper "p. 1" "Twice and at your own risk"
native function add(a : integer, b : integer) : integer
  from library "sample" symbol "sample_add"
end
native function crash(a : integer) : integer
  from library "sample" symbol "sample_crash"
end
native function meddle(a : integer) : integer
  from library "sample" symbol "sample_meddle"
end
decision meddled : integer
  from B-01
  means meddle(n)
end
decision twice : integer
  from B-01
  means add(n, n)
end
decision risky : integer
  from B-01
  means crash(n)
end
"""


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}")
    if not good:
        print(f"    {detail!r}"[:1500])


def run(*arguments, given=b'{"id":"A","n":20}'):
    done = subprocess.run([CGLRUN, str(SCRATCH / "borrowed.cgb"), *map(str, arguments)], input=given, capture_output=True)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def refused(name, words, result):
    check(name, result[0] == 64 and result[1] == "" and result[2].count("\n") == 1 and all(word in result[2] for word in words),
          result)


def build(name, *flags):
    path = SCRATCH / f"{name}.so"
    subprocess.run([*os.environ.get("CC", "cc").split(), "-shared", "-fPIC", f"-I{ROOT}", *flags, "-o", path, ROOT / "tests/unit/native_sample.c"],
                   check=True)
    return path


def test_permission(library):
    refused("refused unless allowed", ["--allow-native"], run())
    code, out, err = run("--allow-native", library)
    check("allowed by its path", code == 0 and json.loads(out)["decisions"]["twice"] == {"value": 40}, (code, out, err))
    digest = hashlib.sha256(library.read_bytes()).hexdigest()
    check("and by its hash", run("--allow-native", f"{library}={digest}") == (0, out, err))
    wrong = ("1" if digest[0] == "0" else "0") + digest[1:]
    refused("not by another hash", ["--allow-native"], run("--allow-native", f"{library}={wrong}"))
    refused("a hash cut short", ["63", "64 hexadecimal digits"], run("--allow-native", f"{library}={digest[:63]}"))
    strange = SCRATCH / "sample.so=b"
    strange.write_bytes(library.read_bytes())
    check("a file with an equals sign in its name", run("--allow-native", strange) == (0, out, err))
    check("and with its hash", run("--allow-native", f"{strange}={digest}") == (0, out, err))
    refused("a library that is missing", ["nowhere.so"], run("--allow-native", SCRATCH / "nowhere.so"))
    refused("a file that is no library", ["borrowed.cgb"], run("--allow-native", SCRATCH / "borrowed.cgb"))


def test_manifest():
    for flag in ("WRONG_TYPES", "WRONG_COUNT", "WRONG_RESULT", "WRONG_SYMBOL", "LACKS_ONE", "NO_MANIFEST"):
        refused(f"a library that lies: {flag}", [], run("--allow-native", build(flag.lower(), f"-D{flag}")))


def test_answers(library):
    lines = b'{"id":"abort","n":1}\n{"id":"fault","n":2}\n{"id":"leave","n":3}\n{"id":"none"}\n{"id":"good","n":4}\n'
    code, out, err = run("--allow-native", library, given=lines)
    reports = {report["patient"]: report for report in map(json.loads, out.splitlines())}
    check("every record has its report", code == 0 and list(reports) == ["abort", "fault", "leave", "none", "good"], (code, out, err))
    for name in ("abort", "fault", "leave"):
        risky = reports[name]["decisions"]["risky"]
        check(f"{name}: one answer fails, as a problem", "value" not in risky and risky["needs"] == []
              and [p["at"] for p in reports[name]["problems"]] == ["risky"], reports[name])
        check(f"{name}: the other stands", reports[name]["decisions"]["twice"]["value"] in (2, 4, 6))
    check("unknown in, unknown out", reports["none"]["decisions"]["twice"]["needs"] == ["n"] and not reports["none"]["problems"])
    check("the next record is right", reports["good"]["decisions"]["risky"] == {"value": 4} and not reports["good"]["problems"])
    check("the same with more threads", run("--allow-native", library, "--jobs", "3", given=lines) == (code, out, err))


def test_meddling(library):
    """What a function does to its surroundings stays with it. By number: see sample_meddle."""
    lines = "".join(f'{{"id":"{n}","n":{n}}}\n' for n in (7, 1, 2, 3, 5, 6, 7)).encode()
    code, out, err = run("--allow-native", library, given=lines)
    reports = list(map(json.loads, out.splitlines()))
    values = [report["decisions"]["meddled"].get("value") for report in reports]
    check("what it prints is nowhere", code == 0 and err == "" and len(reports) == 7, (code, out, err))
    check("and it reads nothing", values[:4] == [7, 1, 2, 0], values)
    check("a message out of turn fails its own call", values[4:6] == [None, None], values)
    check("and no later one", values[6] == 7 and reports[6]["decisions"]["twice"]["value"] == 14, reports[6])


def test_talkative(plain):
    """What a library prints and reads when it is loaded and unloaded: as if it did not."""
    (SCRATCH / "talkative").mkdir()
    library = build("talkative/sample", "-DTALKATIVE")
    lines = b'{"id":"A","n":1}\n{"id":"B","n":2}\n'
    check("a library that prints when it is loaded", run("--allow-native", library, given=lines) == run("--allow-native", plain, given=lines),
          run("--allow-native", library, given=lines))
    digest = hashlib.sha256(library.read_bytes()).hexdigest()
    check("and with its hash", run("--allow-native", f"{library}={digest}", given=lines) == run("--allow-native", plain, given=lines))
    done = subprocess.run(f'"{CGLRUN}" "{SCRATCH}/borrowed.cgb" --allow-native "{library}" 2>&- <<< \'{{"id":"A","n":1}}\'', shell=True,
                          executable="/bin/bash", capture_output=True)
    check("and without standard error", done.returncode == 0 and not any(word in done.stdout for word in (b"greeting", b"warning", b"theft", b"farewell")), done)


def test_hang(library):
    lines = b'{"id":"before","n":7}\n' + b'{"id":"hangs","n":40}\n' + b'{"id":"after","n":8}\n' * 20
    start = time.monotonic()
    code, out, err = run("--allow-native", library, given=lines)
    spent = time.monotonic() - start
    reports = list(map(json.loads, out.splitlines()))
    said = [[(p["code"], p["at"]) for p in report["problems"]] for report in reports]
    check("a function that hangs costs its time once", code == 0 and 9 < spent < 19, (code, spent))
    check("before it hung it was called", reports[0]["decisions"]["meddled"] == {"value": 7} and said[0] == [], reports[0])
    check("afterwards every report says that it is not called",
          all("value" not in report["decisions"]["meddled"] for report in reports[1:])
          and all(line == [("P090", "meddled"), ("P091", "meddle")] for line in said[1:]), said)
    check("the other functions are", [report["decisions"]["twice"]["value"] for report in reports] == [14, 80] + [16] * 20)


def test_kinds_of_files(library):
    pipe = SCRATCH / "pipe.so"
    os.mkfifo(pipe)
    for path, what in [(pipe, "a pipe"), (SCRATCH, "a folder"), ("/dev/null", "a device"), ("/dev/zero", "a device without an end")]:
        for given in (str(path), f"{path}={'0' * 64}"):
            refused(f"{what} is not a library", ["not a regular file"], run("--allow-native", given))


def test_same_file(library):
    """A file that is replaced between two looks at its path: what was hashed is what is loaded."""
    digest = hashlib.sha256(library.read_bytes()).hexdigest()
    moved, other = SCRATCH / "moving" / "sample.so", build("other", "-DWRONG_TYPES")
    stop, results = threading.Event(), []

    def swap():
        turn = 0
        while not stop.is_set():
            fresh = SCRATCH / "fresh.so"
            shutil.copy(library if turn % 2 else other, fresh)
            fresh.rename(moved)
            turn += 1

    moved.parent.mkdir()
    shutil.copy(library, moved)
    thread = threading.Thread(target=swap)
    thread.start()
    for _ in range(40):
        results.append(run("--allow-native", f"{moved}={digest}"))
    stop.set()
    thread.join()
    bad = [r for r in results if r[0] != 0 and "another SHA-256" not in r[2] and "cannot be read" not in r[2]]
    check("what was hashed is what is loaded", not bad, bad[:1])


def main():
    (SCRATCH / "borrowed.cgl").write_text(SOURCE)
    done = subprocess.run([CGLC, SCRATCH / "borrowed.cgl", "-o", SCRATCH / "borrowed.cgb"], capture_output=True)
    check("it compiles", done.returncode == 0, done.stderr)
    if done.returncode == 0:
        library = build("sample")
        test_permission(library)
        test_manifest()
        test_answers(library)
        test_meddling(library)
        test_talkative(library)
        test_kinds_of_files(library)
        test_same_file(library)
        test_hang(library)


main()
