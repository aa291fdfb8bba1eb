#!/usr/bin/env python3
"""Runs the tests and counts them. See tests/README.md for what lies where.

usage: tests/run.py [--bless] [KIND | KIND/PART_OF_NAME]...
The environment names the build: BUILD (absolute path), MODE, OPT, MAKE. The last line is "N passed, N failed", with ", N skipped" behind
it where a script said `skip - NAME: REASON`. SKIPS=fail takes a skip for a failure, as .ci/run does.
"""
import concurrent.futures
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
BUILD = pathlib.Path(os.environ.get("BUILD", ROOT / "build/release"))
CGLC, CGLRUN = BUILD / "cglc", BUILD / "cglrun"
TIME_LIMIT = 900  # seconds for one job: a hang is a failure with a name
FAILURE_LINES = 60
SKIPS_FAIL = os.environ.get("SKIPS") == "fail"
SKIP = re.compile(r"^skip - (.*)$", re.M)


class Job:
    """One command; `count` turns its exit code and output into (passed, failed, what to show)."""

    def __init__(self, kind, name, command, count, cwd=ROOT):
        self.kind, self.name, self.command, self.count, self.cwd = kind, name, command, count, cwd

    def run(self):
        scratch = make_scratch(f"{self.kind}-{self.name}")
        try:
            done = subprocess.run(self.command, cwd=self.cwd, env=environment(scratch), stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=TIME_LIMIT)
            output, code = done.stdout.decode("utf-8", "replace"), done.returncode
        except subprocess.TimeoutExpired as late:
            output, code = (late.stdout or b"").decode("utf-8", "replace") + "\ntime limit reached", 124
        except OSError as error:
            output, code = str(error), 127
        if code == 0:
            shutil.rmtree(scratch, ignore_errors=True)
        passed, failed, shown = self.count(code, output)
        if code != 0 and failed == 0:
            failed, shown = 1, f"{output}\nexit code {code}"
        return passed, failed, shown


def make_scratch(name):
    """A new folder: two runs at a time must not share one. What failed leaves its folder behind to look at."""
    (BUILD / "tmp").mkdir(parents=True, exist_ok=True)
    return pathlib.Path(tempfile.mkdtemp(prefix=re.sub(r"[^A-Za-z0-9_.-]", "_", name) + "-", dir=BUILD / "tmp"))


def environment(scratch):
    return dict(os.environ, ROOT=str(ROOT), BUILD=str(BUILD), STAGE=str(BUILD / "stage"), CGLC=str(CGLC),
                CGLRUN=str(CGLRUN), TMPDIR=str(scratch), NO_COLOR="1", LC_ALL="C.UTF-8", PYTHONDONTWRITEBYTECODE="1",
                MODE=os.environ.get("MODE", "release"), PYTHONPATH=str(TESTS / "support"))


# ---- what a job's output says ----

def count_cmocka(code, output):
    passed = sum(int(n) for n in re.findall(r"\[  PASSED  \] (\d+) test", output))
    failed = sum(int(n) for n in re.findall(r"\[  FAILED  \] (\d+) test", output))
    bad = [line for line in output.splitlines() if not re.match(r"\[( RUN      |       OK |=+|  PASSED  )\]", line)]
    return passed, failed, "\n".join(bad)


def count_script(code, output):
    """`ok - NAME` and `not ok - NAME` lines; a script without any is one test, its exit code the verdict."""
    passed = len(re.findall(r"^ok\b", output, re.M))
    failed = len(re.findall(r"^not ok\b", output, re.M))
    if passed + failed == 0 and code == 0 and not SKIP.search(output):
        passed = 1
    shown = "\n".join(line for line in output.splitlines() if not re.match(r"ok\b", line))
    return passed, failed, shown


def count_sentence(code, output):
    """`N passed, N failed`, as `cglc test` prints it last."""
    found = re.findall(r"(\d+) passed, (\d+) failed", output)
    if not found:
        return (0, 1, output + "\nno line `N passed, N failed`")
    return int(found[-1][0]), int(found[-1][1]), output


def count_verdict(code, output):
    """One test: the exit code says whether it passed."""
    return (1, 0, "") if code == 0 else (0, 1, output)


# ---- golden tests ----

def golden_command(case):
    """tests/golden/**/X.cmd is a shell command; tests/diagnostics/**/X.cgl means `cglc check X.cgl`, with the options that its
    first line names as `-- cglc check OPTION... THIS`."""
    if case.suffix == ".cmd":
        return ["sh", "-c", case.read_text()]
    first = case.read_bytes().split(b"\n", 1)[0].decode("utf-8", "replace")
    asked = re.fullmatch(r"-- cglc check (.*) THIS", first)
    return [str(CGLC), "check", *(asked.group(1).split() if asked else []), case.name]


def golden_output(case):
    scratch = make_scratch("golden-" + case.stem)
    try:
        done = subprocess.run(golden_command(case), cwd=case.parent, env=environment(scratch), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIME_LIMIT)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{error}\n"
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    parts = [done.stdout.decode("utf-8", "replace")]
    if done.stderr:
        parts.append("--- stderr\n" + done.stderr.decode("utf-8", "replace"))
    parts.append(f"--- exit {done.returncode}\n")
    return "".join(parts)


class Golden:
    def __init__(self, case):
        self.case, self.expected = case, case.with_suffix(".expected")
        self.kind = case.relative_to(TESTS).parts[0]
        self.name = str(case.relative_to(TESTS / self.kind))

    def run(self):
        got = golden_output(self.case)
        want = self.expected.read_text() if self.expected.exists() else ""
        if got == want:
            return 1, 0, ""
        return 0, 1, "\n".join(difflib.unified_diff(want.splitlines(), got.splitlines(), "expected", "got", lineterm=""))

    def bless(self):
        self.expected.write_text(golden_output(self.case))


# ---- finding them ----

def unit_jobs():
    for source in sorted((TESTS / "unit").glob("*_test.c")):
        yield Job("unit", source.stem, [str(BUILD / "unit" / source.stem)], count_cmocka)


def golden_jobs():
    for case in sorted((TESTS / "golden").rglob("*.cmd")):
        yield Golden(case)
    for case in sorted((TESTS / "diagnostics").rglob("*.cgl")):
        if case.with_suffix(".expected").exists() or case.name[0] in "EW":
            yield Golden(case)


def vignettes_of(source):
    """The option for each file of cases beside a guideline, `vignettes.ndjson` first; one is taken at a time."""
    return [["--vignettes", str(path)] for path in sorted(source.parent.glob("*vignettes*.ndjson"), key=lambda path: (len(path.name), path))]


def mutation_jobs():
    """Guidelines of which every number is tested: they have a file of equivalent mutants, were it empty. It compiles
    thousands of programs, so builds for looking at memory or lines leave it out."""
    if os.environ.get("MODE", "release") != "release":
        return
    for reasons in sorted((ROOT / "guidelines").glob("*/tests/equivalent_mutants.txt")):
        folder = reasons.parent.parent
        source = folder / f"{folder.name}.cgl"
        yield Job("mutation", str(source.relative_to(ROOT)),
                  [str(CGLC), "test", "--mutate", *sum(vignettes_of(source)[:1], []), str(source.relative_to(ROOT))], count_verdict)


def language_jobs():
    """Every main file of these folders with the tests that it and its modules hold, and the vignettes beside it."""
    folders = [ROOT / "guidelines", ROOT / "stdlib", TESTS / "language", TESTS / "stdlib"]
    for source in sorted(path for folder in folders for path in folder.rglob("*.cgl")):
        if re.search(r"^guideline\b", source.read_text(), re.M):
            name = str(source.relative_to(ROOT))
            for cases in vignettes_of(source) or [[]]:
                yield Job("language", " ".join([name, *(pathlib.Path(word).name for word in cases[1:])]), [str(CGLC), "test", *cases, name], count_sentence)


def oracle_jobs():
    """The second engine, and what must hold of every answer; PROGRAMS=1000 for a long look."""
    programs = os.environ.get("PROGRAMS", "40")
    yield Job("oracle", "compare", ["python3", str(TESTS / "oracle/compare.py"), programs, "20"], count_sentence)
    yield Job("oracle", "calendar", ["python3", str(TESTS / "oracle/calendar_cases.py"), "3000"], count_sentence)
    yield Job("oracle", "monotone", ["python3", str(TESTS / "oracle/monotone.py"), "1500", programs], count_sentence)
    yield Job("oracle", "order", ["python3", str(TESTS / "oracle/order.py"), programs, "20"], count_sentence)
    yield Job("oracle", "guideline", ["python3", str(TESTS / "oracle/guideline.py"), programs, "1", "1000", programs], count_sentence)


def script_jobs():
    scripts = [path for pattern in ("*/*_test.sh", "*/*_test.py") for path in TESTS.glob(pattern)]
    for script in sorted(scripts):
        runner = "python3" if script.suffix == ".py" else "bash"
        yield Job(script.parent.name, script.stem, [runner, str(script)], count_script)


def build_jobs():
    """`make test` leaves this mark when something did not build: never let old binaries pass for new ones."""
    if (BUILD / "build-failed").exists():
        yield Job("build", "make", ["false"], lambda code, output: (0, 1, "some target did not build, see above"))


def wanted(job, words):
    return not words or any(f"{job.kind}/{job.name}".startswith(word) for word in words)


def main():
    words = [word for word in sys.argv[1:] if word != "--bless"]
    finders = (build_jobs, mutation_jobs, unit_jobs, golden_jobs, language_jobs, oracle_jobs, script_jobs)
    jobs = [job for find in finders for job in find() if wanted(job, words)]
    if "--bless" in sys.argv:
        for job in jobs:
            if isinstance(job, Golden):
                job.bless()
        return 0

    passed = failed = skipped = 0
    by_kind = {}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for job, (good, bad, shown) in zip(jobs, pool.map(lambda job: job.run(), jobs)):
            for reason in SKIP.findall(shown):
                print(f"SKIPPED {job.kind}/{job.name} {reason}")
                bad, skipped = bad + SKIPS_FAIL, skipped + (not SKIPS_FAIL)
            passed, failed = passed + good, failed + bad
            row = by_kind.setdefault(job.kind, [0, 0])
            row[0], row[1] = row[0] + good, row[1] + bad
            if bad:
                lines = shown.strip().splitlines()
                print(f"FAILED {job.kind}/{job.name}", *("    " + line for line in lines[:FAILURE_LINES]), sep="\n")
                if len(lines) > FAILURE_LINES:
                    print(f"    … {len(lines) - FAILURE_LINES} more lines")
                sys.stdout.flush()
    for kind, (good, bad) in by_kind.items():
        print(f"{kind:12} {good:6} passed {bad:4} failed")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
