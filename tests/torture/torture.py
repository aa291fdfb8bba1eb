#!/usr/bin/env python3
"""Every allocation of a command is refused, once and from then on; none may hurt.

usage: tests/torture/torture.py [--sample] [NAME]...
The environment names the build: BUILD, CGLC, CGLRUN; JOBS is how many runs go on at a time. NAME: only these commands.

A command is run undisturbed, then once for each of its allocations with this one refused, and once more with all later
ones refused as well (tests/torture/failing_memory.c, which reaches every library). Right is: no signal, an exit code of
the contract, the same bytes wherever the exit code is the undisturbed one, output files whole or not there at all, and
a sentence wherever the exit code is another. --sample takes a spread of the allocations.
"""
import concurrent.futures
import mmap
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/torture"
BUILD = pathlib.Path(os.environ.get("BUILD", ROOT / "build/release"))
CGLC = os.environ.get("CGLC", str(BUILD / "cglc"))
CGLRUN = os.environ.get("CGLRUN", str(BUILD / "cglrun"))
SEOM = ROOT / "guidelines/seom_crlm/seom_crlm.cgl"
REFUSER = BUILD / "torture/failing_memory.so"
CONTRACT = {0, 1, 64, 65, 66, 70, 74}
SAMPLE = 40     # indices of a command that --sample takes
LARGE_SAMPLE = 6  # of one that takes long
PATIENCE = 120  # seconds for one run: longer is a hang
NATIVE = """guideline borrowed version "1"
  title  "Functions of a library"
  source paper "A paper"
end
patient
  id : key
  n  : integer 0..100
end
statement B-01 at paper "p. 1" "Twice"
native function add(a : integer, b : integer) : integer
  from library "sample" symbol "sample_add"
end
decision twice : integer
  from B-01
  means add(n, n)
end
"""
BAD = 'guideline bad version "1"\nend\ndecision x : a, b\n  case a when nothing_known_by_this_name\n  otherwise b\nend\n'


class Case:
    """A command in a folder of its own; `writes` are the files that it makes there."""

    def __init__(self, name, words, given=None, writes=(), large=False):
        self.name, self.words, self.given, self.writes, self.large = name, words, given, writes, large


def list_cases(inputs):
    iron, records, table = HERE / "iron.cgl", HERE / "iron.ndjson", HERE / "iron.csv"
    program, native = inputs / "iron.cgb", inputs / "native.cgb"
    return [
        Case("help", [CGLRUN, "--help"]),
        Case("ndjson", [CGLRUN, program, records]),
        Case("json", [CGLRUN, program, "--format", "json", "--all", "-"], given=(inputs / "one.json").read_bytes()),
        Case("text", [CGLRUN, program, records, "--format", "text", "--width", "60"]),
        Case("html", [CGLRUN, program, records, "--format", "html"]),
        Case("csv", [CGLRUN, program, table, "--format", "csv", "--report", "brief"]),
        Case("summary", [CGLRUN, program, records, "--summary", "--format", "none"]),
        Case("policy", [CGLRUN, program, records, "--policy-file", inputs / "policy.json", "--summary"]),
        Case("jobs", [CGLRUN, program, records, "--jobs", "3", "--summary"]),
        Case("native", [CGLRUN, native, inputs / "n.json", "--allow-native", inputs / "sample.so"]),
        Case("native_hash", [CGLRUN, native, inputs / "n.json", "--allow-native", f"{inputs / 'sample.so'}={'0' * 64}"]),
        Case("bad_program", [CGLRUN, inputs / "bad.cgl"]),
        Case("compile", [CGLC, iron, "-o", "iron.cgb"], writes=["iron.cgb"]),
        Case("check", [CGLC, "check", iron]),
        Case("check_bad", [CGLC, "--diagnostics", "json", "check", inputs / "bad.cgl"]),
        Case("dump", [CGLC, "--dump", "ir", iron]),
        Case("eval", [CGLC, "eval", "round(2.345 cm) + 1 mm"]),
        Case("disasm", [CGLC, "disasm", program]),
        Case("schema", [CGLC, "schema", iron]),
        Case("trace", [CGLC, "trace", iron]),
        Case("trace_json", [CGLC, "trace", "--format", "json", iron]),
        Case("test", [CGLC, "test", iron]),
        Case("vignettes", [CGLC, "test", "--verbose", "--vignettes", inputs / "cases.ndjson", iron]),
        Case("coverage", [CGLC, "test", "--coverage=cover.json", iron], writes=["cover.json"]),
        Case("lcov", [CGLC, "test", "--coverage=cover.info", iron], writes=["cover.info"]),
        Case("mutate", [CGLC, "test", "--mutate", "--jobs", "1", inputs / "tiny.cgl"]),
        Case("graph_dot", [CGLC, "graph", "--format", "dot", inputs / "tiny.cgl"]),
        Case("graph", [CGLC, "graph", "--section", "overview", inputs / "tiny.cgl", "-o", "tiny.svg"], writes=["tiny.svg"]),
        Case("doc", [CGLC, "doc", inputs / "tiny.cgl", "-o", "pages"], writes=["pages/index.html"]),
        Case("check_faults", [CGLC, "check", inputs / "faults.cgl"]),
        Case("verify", [CGLC, "verify", inputs / "faults.cgl"]),
        Case("witnesses", [CGLC, "verify", "--witnesses", "found", inputs / "faults.cgl"], writes=["found/001.json"]),
        Case("format", [CGLC, "fmt", "--diff", inputs / "tiny.cgl"]),
        Case("why", [CGLRUN, program, inputs / "one.json", "--why", "anaemia"]),
        Case("what_if", [CGLRUN, program, inputs / "one.json", "--what-if=hb = 9 g/dL"]),
        Case("next", [CGLRUN, program, inputs / "one.json", "--next"]),
        Case("large_compile", [CGLC, SEOM, "-o", "seom.cgb"], writes=["seom.cgb"], large=True),
        Case("large_check", [CGLC, "check", SEOM], large=True),
        Case("large_run", [CGLRUN, inputs / "seom.cgb", "--as-of", "2026-11-29", "-"], given=b"{}", large=True),
        Case("large_html", [CGLRUN, inputs / "seom.cgb", "--as-of", "2026-11-29", "--format", "html", "-"], given=b"{}", large=True),
        Case("large_schema", [CGLC, "schema", SEOM], large=True),
        Case("large_trace", [CGLC, "trace", SEOM], large=True),
    ]


# A hole, an overlap and a number out of its range: patients are made and run while it compiles.
FAULTS = """guideline faults version "1"
  title  "Faults"
  source paper "A paper"
end
patient
  n    : integer 0..9
  seen : date 2000-01-01..2030-12-31
end
statement T-01 at paper "p. 1" "Something"
decision holed : low, high
  from T-01
  case low when n < 3 and seen < as_of
  case high when n > 3
  case low when n > 8
end
decision twice : integer 0..9
  from T-01
  means n + n
end
"""
TINY = """guideline tiny version "1"
  title  "As small as it gets"
  source paper "A paper"
end
patient
  id : key
  n  : integer 0..9 "Number"
end
statement T-01 at paper "p. 1" "More than three is many"
decision many : yes_no "Many"
  from T-01
  means n > 3
end
test "four"
  given  n 4
  expect many yes
end
test "three"
  given  n 3
  expect many no
end
"""


def prepare(inputs):
    (inputs / "native.cgl").write_text(NATIVE)
    (inputs / "tiny.cgl").write_text(TINY)
    (inputs / "faults.cgl").write_text(FAULTS)
    (inputs / "bad.cgl").write_text(BAD)
    (inputs / "n.json").write_text('{"id":"A","n":20}')
    (inputs / "one.json").write_text((HERE / "iron.ndjson").read_text().splitlines()[0])
    (inputs / "policy.json").write_text('{"limit":{"value":115,"unit":"g/L"}}')
    (inputs / "cases.ndjson").write_text(
        '{"name":"one","patient":{"hb":8,"pregnant":false},"expect":{"decisions":{"anaemia":true},"advice":{"applies":["iron"]}}}\n'
        '{"name":"two","patient":{"hb":8},"expect":{"decisions":{"anaemia":false},"advice":{"open":["iron"]}}}\n')
    subprocess.run([CGLC, HERE / "iron.cgl", "-o", inputs / "iron.cgb"], check=True)
    subprocess.run([CGLC, SEOM, "-o", inputs / "seom.cgb"], check=True)
    subprocess.run([CGLC, inputs / "native.cgl", "-o", inputs / "native.cgb"], check=True)
    subprocess.run([*os.environ.get("CC", "cc").split(), "-shared", "-fPIC", f"-I{ROOT}", "-o", inputs / "sample.so",
                    ROOT / "tests/unit/native_sample.c"], check=True)


# ---- one run ----

def run(case, scratch, refuse=0, persistent=False):
    """What the command did: exit code, output, messages, the files it left, allocations it asked for."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=scratch))
    count = folder / ".count"
    count.write_bytes(bytes(8))
    env = dict(os.environ, LD_PRELOAD=str(REFUSER), CGL_MEMORY_COUNT=str(count), CGL_MEMORY_FAIL=str(refuse), LC_ALL="C.UTF-8",
               NO_COLOR="1")
    env.update({"CGL_MEMORY_ON": "1"} if persistent else {})
    try:
        done = subprocess.run([str(word) for word in case.words], cwd=folder, env=env, input=case.given, capture_output=True,
                              stdin=None if case.given is not None else subprocess.DEVNULL, timeout=PATIENCE)
        code, out, err = done.returncode, done.stdout, done.stderr
    except subprocess.TimeoutExpired:
        code, out, err = "hang", b"", b""
    files = {str(path.relative_to(folder)): path.read_bytes()
             for path in folder.rglob("*") if path.is_file() and path != count}
    total = struct.unpack("=Q", count.read_bytes())[0]
    shutil.rmtree(folder)
    return code, out, err, files, total


def judge(case, plain, hurt):
    """None, or what is wrong."""
    code, out, err, files, _ = hurt
    if code not in CONTRACT:
        return f"ended with {code}"
    if code == 0 and plain[0] == 0 and (out, err, files) != plain[1:4]:
        return "exit 0 with other output"
    if code == 0 and plain[0] != 0:
        return "exit 0 in place of an error"
    for name, bytes_of in files.items():
        if plain[3].get(name) != bytes_of:
            return f"left {name}, which is not what it should be"
    if code != plain[0] and not err and b'"error"' not in out and b"R099" not in out:
        return f"exit {code} without a word"
    return None


# ---- all runs ----

def choose(total, sample):
    """sample: how many; 0: all."""
    if not sample or total <= sample:
        return range(1, total + 1)
    return sorted({1 + round(i * (total - 1) / (sample - 1)) for i in range(sample)})


def torture(case, scratch, sample, pool):
    plain = run(case, scratch)
    total = plain[4]
    if plain[0] not in CONTRACT or total == 0:
        print(f"not ok - {case.name}: undisturbed, it ends with {plain[0]} after {total} allocations\n{plain[2].decode()}")
        return
    spread = (LARGE_SAMPLE if case.large else SAMPLE) if sample else 0
    tries = [(index, persistent) for index in choose(total, spread) for persistent in (False, True)]
    results = pool.map(lambda one: judge(case, plain, run(case, scratch, *one)), tries)
    wrong = [(one, what) for one, what in zip(tries, results) if what]
    print(f"{'not ok' if wrong else 'ok'} - {case.name}: {len(tries)} of {2 * total} refusals, {len(wrong)} hurt", flush=True)
    for (index, persistent), what in wrong[:8]:
        print(f"    allocation {index}{' and all later' if persistent else ''}: {what}", flush=True)


def main(arguments):
    sample, names = "--sample" in arguments, [a for a in arguments if not a.startswith("-")]
    scratch = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("TMPDIR")))
    prepare(scratch)
    cases = [case for case in list_cases(scratch) if not names or case.name in names]
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS", os.cpu_count()))) as pool:
        for case in cases:
            torture(case, scratch, sample, pool)
    shutil.rmtree(scratch, ignore_errors=True)


main(sys.argv[1:])
