#!/usr/bin/env python3
"""cglc is bounded whatever its input: no source of 1 MB takes much time or memory, or prints without end.

The promise is 2 s and 200 MB. Memory is held to it; time to ten times of it, in seconds of the processor, so that a busy machine fails nothing: what is
quadratic here takes minutes."""
import os
import pathlib
import resource
import subprocess

CGLC, SCRATCH = os.environ["CGLC"], pathlib.Path(os.environ["TMPDIR"])
PLAIN = os.environ.get("MODE", "release") == "release"
SECONDS, MEMORY, OUTPUT, SOURCE = 20, 200, 400_000, 1_000_000
HEAD = 'guideline g version "1" end\n'
YES = "patient y : yes_no end\n"
NUMBER = "patient n : integer 0..1000 end\n"


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n    {detail}"))


def many(count, line):
    return "".join(line(i) for i in range(count))


def mistakes():
    """Name, source, words that the output must hold: everything here is refused."""
    fields = "patient\n" + many(4000, lambda i: f"  field_number_{i} : yes_no\n") + "end\n"
    yield "4,000 unknown names among 4,000 fields", fields + many(4000, lambda i: f"define d{i} means feild_numbr_{i} end\n"), "3900 more errors are not shown"
    yield "the same on one line", fields + "define d means " + " or ".join(f"feild_numbr_{i}" for i in range(4000)) + " end\n", "E0205"
    yield "4,000 values on one line", "enum e : a, b\npatient x : e end\ndefine d means x in " + ", ".join(f"v{i}" for i in range(4000)) + " end\n", "E0305"
    yield "100,000 values of an enumeration", "enum e : " + ", ".join(f"v{i}" for i in range(100000)) + "\n", "E0306"
    yield "one definition 40,000 times", "define d means yes end\n" * 40000, "39899 more errors are not shown"
    yield "20,000 definitions in a circle", many(20000, lambda i: f"define d{i} means d{(i + 1) % 20000} end\n"), "E0331"
    yield "a sum of 240,000 numbers", NUMBER + "define d means n > " + "1 + " * 240000 + "1 end\n", "E0205"
    yield "480,000 brackets", "define d means " + "(" * 480000 + "yes" + ")" * 480000 + " end\n", "E0205"
    yield "240,000 times not", "define d means " + "not " * 240000 + "yes end\n", "error"
    yield "900,000 dollar signs", "$" * 900000, "899900 more errors are not shown"
    yield "900,000 control characters", "\x01" * 900000, "E0104"
    yield "900,000 quotes", '"' * 900000, "error"
    yield "a name of 900,000 letters", "define " + "a" * 900000 + " means yes end\n", "E0107"
    yield "140,000 times define", "define " * 140000, "more errors"
    yield "240,000 times end", "end " * 240000, "E0204"
    yield "50,000 imports", many(50000, lambda i: f"import m{i}\n"), "E0805"
    yield "references up to 2,000,000,000", 'statement A-1 "x" refs 1-2000000000\n', "E0223"
    yield "ranges of 100,000,000 references", 'statement A-1 "x" refs ' + ", ".join(["1-1000"] * 100000) + "\n", "E0223"
    yield "60,000 unknown units", "define d means " + " + ".join(f"{i} zorg" for i in range(60000)) + " > 3 end\n", "error"
    yield "45,000 rows of another shape", YES + 'decision x : p, q from outside "t" table first columns y => x\n' + "row yes => p\n" * 60000, "more errors"
    yield "20,000 tests of what is not there", NUMBER + many(20000, lambda i: f'test "t{i}" given n 3 expect zz yes end\n'), "more errors"
    yield "20,000 strengths that are not among 5,000", (None, 'guideline g version "1" strength ' + ", ".join(f"s{i}" for i in range(5000)) + " end\n"
                                                        + many(20000, lambda i: f'statement A-{i} strength zz "t"\n')), "and 4992 more"


def sound():
    """What is allowed, in amounts that nobody writes."""
    yield "60,000 statements that nothing rests on", many(40000, lambda i: f'statement A-{i} "x"\n'), "39900 more warnings are not shown"
    yield "20,000 comparisons that never hold", NUMBER + many(15000, lambda i: f'decision d{i} from outside "x" means n > 1000 end\n'), "more warnings"
    yield "60,000 fields", "patient\n" + many(60000, lambda i: f"f{i} : yes_no\n") + "end\n", ""
    yield "25,000 definitions, each of the one before", YES + "define d0 means y end\n" + many(25000, lambda i: f"define d{i + 1} means d{i} end\n"), ""
    yield "16,000 recommendations", YES + many(16000, lambda i: f'advise a{i} "t{i}" from outside "x" when y end\n'), ""
    yield "2,000 scores of 20 lines", YES + many(1600, lambda i: f'score s{i} : 0..3 from outside "x"\n' + "  1 point when y\n" * 20 + "end\n"), ""
    yield "1,500 chains of 60 conditions", NUMBER + many(1400, lambda i: f"define d{i} means " + " and ".join(f"n > {k}" for k in range(60)) + " end\n"), ""
    yield "900,000 letters of comment", "-" * 900000, ""


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (3 * SECONDS, 3 * SECONDS))


def measure(source):
    error = SCRATCH / "error"
    with open(error, "wb") as out:
        child = subprocess.Popen([CGLC, "check", source], stdout=subprocess.DEVNULL, stderr=out, preexec_fn=limit)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = 0
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, error.read_text()


def try_one(name, text, words, code):
    source = SCRATCH / "large.cgl"
    source.write_text(text[1] if isinstance(text, tuple) else HEAD + text)
    check(f"{name}: the source is under 1 MB", source.stat().st_size <= SOURCE, source.stat().st_size)
    found, seconds, memory, said = measure(source)
    check(f"{name}: exit {code}", found == code, f"exit {found}: {said[-300:]}")
    check(f"{name}: bounded", seconds <= SECONDS and (memory <= MEMORY or not PLAIN), f"{seconds:.1f} s, {memory:.0f} MB")
    check(f"{name}: the output is short and says why", len(said) <= OUTPUT and words in said, f"{len(said)} bytes: {said[-300:]}")


for case in mistakes():
    try_one(*case, 65)
for case in sound():
    try_one(*case, 0)
