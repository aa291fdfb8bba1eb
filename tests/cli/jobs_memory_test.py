#!/usr/bin/env python3
"""Several threads hold no more than one, but for a constant, and write the same bytes under a limit of memory."""
import hashlib
import json
import os
import pathlib
import resource
import subprocess
import tempfile

ROOT = pathlib.Path(os.environ["ROOT"])
CGLC, CGLRUN, SCRATCH = os.environ["CGLC"], os.environ["CGLRUN"], pathlib.Path(os.environ["TMPDIR"])
PROGRAM, RECORDS = SCRATCH / "iron.cgb", SCRATCH / "large.ndjson"
MIB = 1 << 20
SHADOWED = os.environ.get("MODE") == "asan"  # its addresses are no measure


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}")
    if not good:
        print(f"    {detail!r}"[:700])


def run(*options, addresses=None, given=RECORDS):
    """Exit code, output, messages, and the most memory it had, in MiB. The output by its lines and hash: what this script holds
    counts as its children's."""
    def limit():
        if addresses:
            resource.setrlimit(resource.RLIMIT_AS, (addresses, addresses))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen([CGLRUN, str(PROGRAM), str(given), *options], stdout=out, stderr=err, preexec_fn=limit)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), err.seek(0)
        return child.returncode, digest(out), err.read(), usage.ru_maxrss / 1024


def digest(file):
    lines, sha = 0, hashlib.sha256()
    for piece in iter(lambda: file.read(65536), b""):
        lines += piece.count(b"\n")
        sha.update(piece)
    return lines, sha.hexdigest()


def write_records():
    """192 records of a thousand elements each, 0.1 MB in and 0.6 MB out; every fourth is 1 MB more, which is not understood."""
    filler = json.dumps({f"unheard_of_{i}": "x" * 1000 for i in range(1000)})[1:-1]
    with RECORDS.open("w") as file:
        for patient in range(192):
            spots = ",".join(f'{{"id":"spot number {i} of patient {patient}{"x" * 60}","size":{i * 7 % 90 / 10}}}' for i in range(1000))
            more = "" if patient % 4 else "," + filler
            file.write(f'{{"id":"P{patient}","hb":{patient % 20},"pregnant":false,"spots":[{spots}]{more}}}\n')


def compile_program():
    source = (ROOT / "tests/torture/iron.cgl").read_text().replace("0..5", "0..1000")
    (SCRATCH / "iron.cgl").write_text(source[:source.index("test \"")])
    subprocess.run([CGLC, SCRATCH / "iron.cgl", "-o", PROGRAM], check=True)


def test_large_records():
    code, plain, err, most = run()
    check("one thread reads them", code == 0 and plain[0] == 192, (code, err))
    for jobs, constant in (("2", 64), ("4", 80), ("16", 160)):  # MiB: 48 for two loads, up to 8 for each thread
        got = run("--jobs", jobs)
        check(f"--jobs {jobs}: the same bytes", got[:3] == (code, plain, err), got[0])
        if not SHADOWED:
            check(f"--jobs {jobs}: not over {constant} MiB more than one thread", got[3] < most + constant, (got[3], most))


def test_limits():
    """From what hardly starts to what is plenty: whatever one thread does, several do as well."""
    plenty = run()
    for jobs in ("1", "4"):
        for mebibytes in (400, 200):
            got = run("--jobs", jobs, addresses=mebibytes * MIB)
            check(f"--jobs {jobs} within {mebibytes} MiB of addresses: the same bytes", got[:3] == plenty[:3], (got[0], got[2][-200:]))
    for mebibytes in range(20, 200, 30):
        one, four = (run("--jobs", jobs, addresses=mebibytes * MIB) for jobs in ("1", "4"))
        started = one[0] in (0, 1)
        check(f"within {mebibytes} MiB of addresses: an error by the contract", one[0] in (0, 1, 70, 127) and four[0] in (0, 1, 70, 127),
              (one[0], four[0]))
        if started and one[0] == 0:
            check(f"within {mebibytes} MiB of addresses: nothing other than one thread's bytes with exit 0",
                  four[0] != 0 or four[1] == one[1], (one[0], four[0]))


def test_many_small():
    """Threads keep what they held for small records only."""
    small = SCRATCH / "small.ndjson"
    small.write_text("".join(f'{{"id":"P{i}","hb":{i % 20},"spots":[{{"size":{i % 9}}}]}}\n' for i in range(3000)))
    plain = run(given=small)
    for jobs in ("2", "8"):
        got = run("--jobs", jobs, given=small)
        check(f"3,000 small records, --jobs {jobs}: the same bytes", got[:3] == plain[:3])


compile_program()
write_records()
test_large_records()
if SHADOWED:
    print("ok - # skipped: the sanitizer reserves addresses for itself, so a limit on them says nothing")
else:
    test_limits()
test_many_small()
