#!/usr/bin/env python3
"""cglrun with streams that are closed, full, or what nobody expects: every one ends by the contract."""
import os
import pathlib
import subprocess

ROOT = pathlib.Path(os.environ["ROOT"])
CGLC, CGLRUN, SCRATCH = os.environ["CGLC"], os.environ["CGLRUN"], pathlib.Path(os.environ["TMPDIR"])
PROGRAM, RECORDS = SCRATCH / "iron.cgb", ROOT / "tests/torture/iron.ndjson"
ONE = SCRATCH / "one.json"
FAILED_WRITE = "cglrun: standard output: writing failed\n"
FAILED_READ = "cglrun: standard input: reading failed\n"


def shell(line):
    """Exit code, output and messages of a line of the shell; $P is the program, $R the records (one of them is torn)."""
    env = dict(os.environ, P=str(PROGRAM), R=str(RECORDS), ONE=str(ONE), RUN=CGLRUN)
    done = subprocess.run(["bash", "-c", line], env=env, cwd=SCRATCH, capture_output=True, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def ends(name, line, code, out=None, err=None):
    got = shell(line)
    good = got[0] == code and out in (None, got[1]) and err in (None, got[2])
    print(f"{'ok' if good else 'not ok'} - {name}")
    if not good:
        print(f"    {line}: {got!r}"[:600])


subprocess.run([CGLC, ROOT / "tests/torture/iron.cgl", "-o", PROGRAM], check=True)
ONE.write_text(RECORDS.read_text().splitlines()[0])
REPORT = shell("$RUN $P $ONE")[1]
TABLE = shell("$RUN $P $ONE --summary")[2]
assert REPORT and TABLE

ends("closed input is not an empty one", "$RUN $P - <&-", 74, "", FAILED_READ)
ends("nor where it is not named", "$RUN $P <&-", 74, "", FAILED_READ)
ends("closed input that nobody asks for", "$RUN $P $ONE <&-", 0, REPORT, "")
ends("a folder as input", "$RUN $P - < /", 74, "", FAILED_READ)
ends("an input that can only be written", "$RUN $P - 0> $TMPDIR/void", 74, "", FAILED_READ)
ends("closed output", "$RUN $P $ONE >&-", 74, "", FAILED_WRITE)
ends("full output", "$RUN $P $ONE > /dev/full", 74, "", FAILED_WRITE)
ends("full output of the table alone", "$RUN $P $ONE --format none --summary > /dev/full", 74, "", FAILED_WRITE)
ends("full output of the help", "$RUN --help > /dev/full", 74, "", FAILED_WRITE)
ends("closed output of the version", "$RUN --version >&-", 74, "", FAILED_WRITE)
ends("full output of several threads", "$RUN $P $R --jobs 2 > /dev/full", 74, "", FAILED_WRITE)
ends("a full stream for the table", "$RUN $P $ONE --summary 2> /dev/full", 74, REPORT)
ends("a closed stream for the table", "$RUN $P $ONE --summary 2>&-", 74, REPORT)
ends("a full stream for the progress that was asked for", "(cat $ONE; sleep 0.3; for i in {1..200}; do echo; cat $ONE; done) | "
     "$RUN $P --progress --format none - 2> /dev/full", 74)
ends("a closed stream for messages that nobody has", "$RUN $P $ONE 2>&-", 0, REPORT)
ends("a full stream for messages changes no exit code", "$RUN $P nowhere.json 2> /dev/full", 66, "")
ends("all three closed", "$RUN $P <&- >&- 2>&-", 74, "")
ends("all three closed, and the records from a file", "$RUN $P $ONE <&- >&- 2>&-", 74, "")
ends("a reader that goes away is not a failure", "$RUN $P $R | true; exit ${PIPESTATUS[0]}", 0)
ends("nor one of the help", "$RUN --help | true; exit ${PIPESTATUS[0]}", 0, "", "")
ends("nor one of the table", "$RUN $P $ONE --summary 2> >(true) >/dev/null", 0)

GROWS = "is read here, and standard output goes into it"


def refused(name, line, read, file):
    """A usage error that names what is read; the file stays as it is."""
    before = (SCRATCH / file).read_bytes()
    code, out, err = shell(line)
    good = (code, out, err) == (64, "", f"cglrun: {read}: {GROWS}\n") and (SCRATCH / file).read_bytes() == before
    print(f"{'ok' if good else 'not ok'} - {name}")
    if not good:
        print(f"    {line}: {code} {out!r} {err!r}"[:600])


(SCRATCH / "grows.ndjson").write_text(RECORDS.read_text())
(SCRATCH / "link.ndjson").symlink_to("grows.ndjson")
os.link(SCRATCH / "grows.ndjson", SCRATCH / "hard.ndjson")
(SCRATCH / "policies.json").write_text("{}")
refused("reports appended to the records", "$RUN $P grows.ndjson >> grows.ndjson", "grows.ndjson", "grows.ndjson")
refused("to one of several", "$RUN $P $ONE grows.ndjson >> grows.ndjson", "grows.ndjson", "grows.ndjson")
refused("through a link", "$RUN $P link.ndjson >> grows.ndjson", "link.ndjson", "grows.ndjson")
refused("under another name", "$RUN $P grows.ndjson >> hard.ndjson", "grows.ndjson", "grows.ndjson")
refused("to standard input", "$RUN $P - < grows.ndjson >> grows.ndjson", "standard input", "grows.ndjson")
refused("to standard input that is not named", "$RUN $P < grows.ndjson >> grows.ndjson", "standard input", "grows.ndjson")
refused("by several threads", "$RUN $P --jobs 2 grows.ndjson >> grows.ndjson", "grows.ndjson", "grows.ndjson")
refused("to the program", "$RUN iron.cgb $ONE >> iron.cgb", "iron.cgb", "iron.cgb")
refused("to a file of policies", "$RUN $P --policy-file policies.json $ONE >> policies.json", "policies.json", "policies.json")
ends("reports into a file beside the records", "$RUN $P grows.ndjson > reports.ndjson", shell("$RUN $P $R")[0], "")
ends("a device that is read and written", "$RUN $P - < /dev/null > /dev/null", 0, "", "")
