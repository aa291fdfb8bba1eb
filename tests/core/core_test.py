#!/usr/bin/env python3
"""The core: `make CORE=1` with clang, without a warning and with claims checked, gives the same bytes as cglrun and needs no library
but the one that measures text."""
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(os.environ["ROOT"])
SCRATCH = pathlib.Path(os.environ["TMPDIR"])
CLANG = "clang-14"
OPT = "-O0 -g -DCGL_DEBUG -Werror"
LIBRARY = ROOT / "build/core-debug/libcgl.a"
GUIDELINE = ROOT / "guidelines/seom_crlm"
STRANGERS = ("simdjson", "SHA256", "ffi_", "pthread_", "dlopen", "_Z")


def run(*words, **more):
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n{detail}"))
    return good


def build():
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS")) and key not in ("MODE", "OPT")}
    return run("nice", "make", "--no-print-directory", f"-j{os.cpu_count() or 1}", "CORE=1", "MODE=debug", f"CC={CLANG}", f"OPT={OPT}",
               str(LIBRARY.relative_to(ROOT)), cwd=ROOT, env=plain)


def strangers(listing):
    return [line for line in listing.splitlines() if any(name in line for name in STRANGERS)]


def compare_reports(host):
    program, records = SCRATCH / "program.cgb", SCRATCH / "records.ndjson"
    run(os.environ["CGLC"], GUIDELINE / "seom_crlm.cgl", "-o", program)
    records.write_text(run(sys.executable, GUIDELINE / "cohort.py", 60)[1])
    wanted = run(os.environ["CGLRUN"], program, records, "--format", "ndjson", "--jobs", "1")
    got = run(host, program, records)
    return check("the core's reports are those of cglrun, byte for byte", wanted[0] == 0 and wanted == got and wanted[1].count("\n") == 60,
                 f"exit {wanted[0]} and {got[0]}\n{got[1][:2000]}")


def main():
    if not shutil.which(CLANG):
        print(f"skip - core: there is no {CLANG}")
        return 0
    code, output = build()
    good = check("the core builds with clang, without a warning", code == 0, output)
    if good:
        found = strangers(run("nm", "-u", LIBRARY)[1])
        good &= check("the core needs no thread, no C++ and none of the libraries", not found, "\n".join(found))
        good &= check("rejects: a core that makes threads", bool(strangers("                 U pthread_create\n")))
        host = SCRATCH / "reports"
        code, output = run(CLANG, "-std=c11", "-Wall", "-Wextra", "-Werror", f"-I{ROOT}", ROOT / "tests/core/reports.c", LIBRARY, "-lutf8proc", "-o", host)
        good &= check("a host links with the core", code == 0, output)
        good &= code == 0 and compare_reports(host)
    return 0 if good else 1


sys.exit(main())
