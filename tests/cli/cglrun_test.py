#!/usr/bin/env python3
"""cglrun where it is hard: full disks, readers that leave, signals, terminals, wrong usage, a flat memory."""
import fcntl
import json
import os
import pathlib
import pty
import resource
import signal
import struct
import subprocess
import tempfile
import termios
import time

CGLC, CGLRUN = os.environ["CGLC"], os.environ["CGLRUN"]
HERE = pathlib.Path(__file__).resolve().parent
SCRATCH = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("TMPDIR")))
SMALL, DATED = SCRATCH / "small.cgb", SCRATCH / "dated.cgb"
FOUR = b'{"id":"A","hb":10,"spots":[]}\n{"id":"B","hb":11.5}\nnonsense\n{"id":"C","hb":"secret"}\n'
GOOD = b'{"id":"A","hb":10,"spots":[{"id":"s1","size":4},{"size":1}]}\n'
DATED_SOURCE = """guideline dated version "1"
  title  "Visits"
  source paper "A paper"
end
patient
  id        : key
  last_seen : date
end
statement V-01 at paper "p. 1" "See everybody once a year"
advise visit "Visit"
  from V-01
  when last_seen + 12 mo <= as_of
end
"""


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}")
    if not good:
        print(f"    {detail!r}"[:1500])


def run(*arguments, given=b"", program=SMALL, env=None):
    done = subprocess.run([CGLRUN, str(program), *map(str, arguments)], input=given, capture_output=True,
                          env=dict(os.environ, **(env or {})))
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def says(name, code, words, result, out=""):
    check(name, result[0] == code and result[1] == out and all(word in result[2] for word in words), result)


def write(name, data):
    path = SCRATCH / name
    path.write_bytes(data)
    return path


def test_usage():
    says("an option that is misspelt", 64, ["unknown option --formt; did you mean --format?"], run("--formt", "csv"))
    says("an option far from all", 64, ["unknown option --zzzzzz"], run("--zzzzzz"))
    says("a short option", 64, ["unknown option -x"], run("-x"))
    says("a value that is missing", 64, ["--format needs a value"], run("--format"))
    says("a value that is too much", 64, ["--all takes no value"], run("--all=yes"))
    says("a format that there is not", 64, ["text json ndjson csv html none"], run("--format", "xml"))
    says("a detail that there is not", 64, ["full brief advice"], run("--report=long"))
    for value in ("0", "-1", "x", "1e3", "", "99999999999999999999"):
        says(f"--jobs '{value}'", 64, ["--jobs must be a whole number"], run("--jobs", value))
    for value in ("2026-11", "2026-02-29", "today", ""):
        says(f"--as-of '{value}'", 64, ["--as-of must be a whole date"], run("--as-of", value))
    for option in (["--robust"],):
        says(f"{option[0]} says that it is not there yet", 64, ["not in this version yet"], run(*option))
    done = subprocess.run([CGLRUN], capture_output=True)
    check("no program: usage", done.returncode == 64 and done.stdout == b"" and b"usage: cglrun" in done.stderr, done)
    check("--help wins over what follows", run("--help", "--zzz")[0] == 0)
    check("after -- nothing is an option", run("--", "--help")[0] == 66)


def test_date():
    says("a program that reads the date wants one", 64, ["--as-of"], run(given=GOOD, program=DATED))
    seen = b'{"id":"A","last_seen":"2025-11-23"}'
    for date, status in (("2026-11-22", "not_applicable"), ("2026-11-23", "applies")):
        code, out, _ = run("--as-of", date, "--all", given=seen, program=DATED)
        report = json.loads(out)
        check(f"as of {date}: {status}", code == 0 and report["as_of"] == date
              and report["advice"][0]["status"] == status, out)
    check("a program that does not read it prints none",
          json.loads(run("--as-of", "2026-11-23", given=GOOD)[1])["as_of"] is None)


def test_inputs():
    one, two = write("one.ndjson", GOOD), write("two.json", b'[{"id":"X"},{"id":"Y"}]')
    table = write("three.csv", b"id,hb,spots[1].size\nT,10 g/dL,4\n")
    code, out, _ = run(one, two, table, "-", given=b'{"id":"I"}')
    check("files and standard input, in order",
          code == 0 and [json.loads(line)["patient"] for line in out.splitlines()] == ["A", "X", "Y", "T", "I"], out)
    says("a missing input: nothing is evaluated", 66, ["nowhere.ndjson"], run(one, SCRATCH / "nowhere.ndjson"))
    says("a name that would steer the terminal", 66, ["\ufffd[31m"], run("\x1b[31m"))
    code, out, err = run(SCRATCH)
    check("a folder cannot be read", (code, out, err) == (74, "", f"cglrun: {SCRATCH}: reading failed\n"), (code, out, err))
    folder = os.open(SCRATCH, os.O_RDONLY)
    done = subprocess.run([CGLRUN, str(SMALL)], stdin=folder, capture_output=True)
    os.close(folder)
    check("nor one on standard input", (done.returncode, done.stderr) == (74, b"cglrun: standard input: reading failed\n"), done)
    check("nothing in, nothing out", run(given=b"")[:2] == (0, ""))
    says("a policy file that is missing", 66, ["cannot be read"], run("--policy-file", SCRATCH / "no.json", given=GOOD))


def test_formats():
    code, out, _ = run("--format", "json", given=GOOD)
    check("json: one record is one object", code == 0 and json.loads(out)["patient"] == "A", out)
    code, out, _ = run("--format", "json", given=FOUR)
    check("json: several are a list", code == 1 and [r.get("patient") for r in json.loads(out)] == ["A", "B", None, "C"], out)
    check("json: none is an empty list", run("--format", "json")[:2] == (0, "[]\n"))
    ndjson = run(given=FOUR)[1]
    check("json and ndjson hold the same", json.loads(out) == [json.loads(line) for line in ndjson.splitlines()])
    code, out, _ = run("--format", "csv", given=FOUR)
    rows = out.splitlines()
    check("csv: a row for each record", code == 1 and len(rows) == 5 and rows[0].startswith("patient,anaemia,spots.large,iron,remove")
          and rows[2].startswith("B,no|yes,,open,*:open") and "R007" in rows[3], out)
    code, out, _ = run("--format", "html", given=FOUR)
    check("html: one article for each record", code == 1 and out.count("<article") == 4 and out.endswith("</html>\n"))
    code, out, err = run("--format", "none", given=FOUR)
    check("none prints nothing", (code, out, err) == (1, "", ""))
    code, out, _ = run("--format", "none", "--summary", given=FOUR)
    check("none with --summary is the table", code == 1 and "3 records evaluated" in out and "1 could not be read" in out, out)
    code, out, err = run("--summary", given=FOUR)
    check("beside ndjson the table goes to standard error", out == ndjson and "3 records evaluated" in err, err)
    code, out, _ = run("--format", "text", "--summary", given=FOUR)
    check("after text it stands at the end", out.count("Patient ") == 3 and out.rindex("COHORT") > out.rindex("Patient "))


def test_values():
    check("no value of a record in problems", "secret" not in "".join(run(given=FOUR)[1:]))
    shown = run("--show-values", given=FOUR)[1]
    check("unless it is asked for", "secret" in shown)
    verdicts = [[json.loads(line).get("verdict") for line in text.splitlines()] for text in (run(given=FOUR)[1], shown)]
    check("the verdict does not know it", verdicts[0] == verdicts[1] and verdicts[0][0].startswith("sha256:"))


def test_stopping():
    many = FOUR * 3
    code, out, _ = run("--max-errors", "2", given=many)
    check("--max-errors 2 stops at the second", code == 1 and out.count('"error":') == 2 and len(out.splitlines()) == 7, out)
    code, out, _ = run("--strict", given=b'{"id":"A"}\n{"id":"B","hb":"x"}\n{"id":"C"}\n')
    check("--strict stops at a problem", code == 1 and len(out.splitlines()) == 2, (code, out))
    check("--strict has nothing against good data", run("--strict", given=GOOD)[0] == 0)


def test_jobs():
    lines = b"".join(b'{"id":"P%d","hb":%d.%d}\n%s' % (i, 8 + i % 7, i % 10, b"bad\n" if i % 97 == 0 else b"") for i in range(3000))
    for extra in (["--format", "ndjson"], ["--format", "csv"], ["--format", "json"], ["--format", "text"], ["--format", "html"],
                  ["--format", "none", "--summary"], ["--max-errors", "5"], ["--strict"]):
        one = run(*extra, given=lines)
        check(f"{' '.join(extra)}: the same bytes with 2, 3 and 8 threads",
              all(run(*extra, "--jobs", n, given=lines) == one for n in ("2", "3", "8")) and len(one[1]) > 10)


def test_disk_full():
    for arguments in ([], ["--format", "json"], ["--format", "html"], ["--format", "none", "--summary"], ["--help"], ["--jobs", "2"]):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([CGLRUN, SMALL, *arguments], input=GOOD, stdout=full, stderr=subprocess.PIPE)
        check(f"disk full, {' '.join(arguments) or 'ndjson'}", done.returncode == 74 and done.stderr == b"cglrun: standard output: writing failed\n", done)
    with open("/dev/full", "wb") as full:
        done = subprocess.run([CGLRUN, SMALL], input=GOOD * 100000, stdout=full, stderr=subprocess.PIPE)
    check("disk full in the middle of a run", done.returncode == 74, done.returncode)


def test_reader_gone():
    for jobs in ("1", "2"):
        child = subprocess.Popen([CGLRUN, SMALL, write("many.ndjson", GOOD * 50000), "--jobs", jobs], stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE)
        line = child.stdout.readline()
        child.stdout.close()
        err = child.stderr.read()
        check(f"the reader goes away, {jobs} jobs: quiet, no failure",
              (child.wait(), err) == (0, b"") and json.loads(line)["patient"] == "A", err)


def wait_until_caught(child):
    """Until the process has its handler of SIGINT: on a busy machine it takes its time to start."""
    for _ in range(1000):
        status = pathlib.Path(f"/proc/{child.pid}/status").read_text()
        if int(status.split("SigCgt:")[1].split()[0], 16) & 1 << (signal.SIGINT - 1):
            return
        time.sleep(0.01)


def wait_until_idle(child):
    """Until it has read what there is, and every thread sleeps: on a busy machine a fixed time is too short."""
    quiet = 0
    for _ in range(6000):
        states = [path.read_text().rpartition(")")[2].split()[0] for path in pathlib.Path(f"/proc/{child.pid}/task").glob("*/stat")]
        unread = struct.unpack("i", fcntl.ioctl(child.stdin, termios.FIONREAD, bytes(4)))[0]
        quiet = quiet + 1 if unread == 0 and set(states) == {"S"} else 0
        if quiet == 5:
            return
        time.sleep(0.01)


def test_interrupt():
    child = subprocess.Popen([CGLRUN, SMALL], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    child.stdin.write(GOOD + GOOD + b'{"id":"ha')
    child.stdin.flush()
    wait_until_caught(child)
    wait_until_idle(child)
    child.send_signal(signal.SIGINT)
    out, err = child.stdout.read(), child.stderr.read()
    check("interrupted while it waits: whole reports, exit 130",
          child.wait() == 130 and [json.loads(line)["patient"] for line in out.splitlines()] == ["A", "A"] and err == b"", (out, err))
    for jobs in ("1", "2"):
        child = subprocess.Popen([CGLRUN, SMALL, write("long.ndjson", GOOD * 100000), "--jobs", jobs], stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE)
        first = child.stdout.read(1)
        child.send_signal(signal.SIGINT)
        out, err = first + child.stdout.read(), child.stderr.read()
        lines = out.splitlines()
        check(f"interrupted at work, {jobs} jobs: whole reports, exit 130",
              child.wait() == 130 and 0 < len(lines) < 100000 and out.endswith(b"\n") and all(line.endswith(b'"}') for line in lines)
              and err == b"", (len(lines), out[-200:], err))


def on_terminal(arguments, columns, env=None, given=GOOD):
    """Output of a run whose standard output is a terminal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    clean = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    child = subprocess.Popen([CGLRUN, SMALL, *arguments], stdin=subprocess.PIPE, stdout=slave, stderr=subprocess.DEVNULL,
                             env=clean | {"TERM": "xterm"} | (env or {}))
    os.close(slave)
    child.stdin.write(given)
    child.stdin.close()
    text = b""
    try:
        while piece := os.read(master, 65536):
            text += piece
    except OSError:
        pass
    os.close(master)
    return child.wait(), text.decode().replace("\r\n", "\n")


def has_terminal():
    try:
        for end in pty.openpty():
            os.close(end)
        return True
    except OSError:
        return False


def test_terminal():
    if not has_terminal():
        print("skip - what a terminal shows: this machine gives no pseudo-terminal")
        return
    code, text = on_terminal([], 72)
    check("on a terminal: text, in colour, as wide as it is",
          code == 0 and "ADVISED" in text and "\x1b[1m" in text and "\n" + "\u2500" * 72 + "\n" in "\n" + text, text)
    check("not under NO_COLOR", "\x1b" not in on_terminal([], 72, {"NO_COLOR": "1"})[1])
    check("not on a dumb terminal", "\x1b" not in on_terminal([], 72, {"TERM": "dumb"})[1])
    check("--color never", "\x1b" not in on_terminal(["--color", "never"], 72)[1])
    check("a wide terminal keeps lines readable", "\n" + "\u2500" * 100 + "\n" in "\n" + on_terminal([], 200)[1])
    check("--width wins", "\n" + "\u2500" * 60 + "\n" in "\n" + on_terminal(["--width", "60"], 200)[1])
    check("--color always, no terminal", "\x1b[1m" in run("--format", "text", "--color", "always", given=GOOD)[1])
    check("--format ndjson on a terminal", json.loads(on_terminal(["--format", "ndjson"], 80)[1])["patient"] == "A")


def test_progress():
    code, out, err = run("--progress", given=GOOD * 3000)
    check("progress goes to standard error only", code == 0 and out == run(given=GOOD * 3000)[1] and "\n" not in err)


def measure(path, *arguments):
    child = subprocess.Popen([CGLRUN, SMALL, path, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss // 1024


def test_memory():
    if os.environ.get("MODE") == "asan":
        return  # the sanitizer's own memory drowns ours
    few, many = write("few.ndjson", FOUR * 500), write("many.ndjson", FOUR * 50000)
    for arguments in ([], ["--format", "csv"], ["--format", "text"], ["--format", "html"], ["--format", "json"], ["--jobs", "2"]):
        small, large = measure(few, *arguments), measure(many, *arguments)
        check(f"memory does not grow with the file, {' '.join(arguments) or 'ndjson'}", large < small + 4 and large < 48,
              f"{small} MiB for 2,000 records, {large} MiB for 200,000")


def main():
    (SCRATCH / "dated.cgl").write_text(DATED_SOURCE)
    for source, program in ((HERE / "small.cgl", SMALL), (SCRATCH / "dated.cgl", DATED)):
        done = subprocess.run([CGLC, source, "-o", program], capture_output=True)
        if done.returncode != 0:
            check(f"{source.name} compiles", False, done.stderr)
            return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name, test in sorted(globals().items()):
        if name.startswith("test_"):
            test()


main()
