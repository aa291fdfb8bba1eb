#!/usr/bin/env python3
"""The engine of a page: the module imports nothing, shows what cgl.h declares, and its reports are cglrun's, byte for byte."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(os.environ["ROOT"])
SCRATCH = pathlib.Path(os.environ["TMPDIR"])
ENGINE = ROOT / "build/wasm/engine.wasm"
GUIDELINE = ROOT / "guidelines/seom_crlm"
HOST = ROOT / "tests/app/engine_host.js"
RECORDS = 100
FAULTY = ['{"id":"a\\u0000b"}', '{"id":"1","id":"2"}', '{"id":"\\ud800"}', "{", "[]", '{"liver":{"flr":10,"flr":40}}', '{"x":"\xff"}', '{"liver":null,"nonsense":1}',
          '{"liver":{"flr":"30"},"r0_feasible":"yes"}', '{"liver":{"flr":1e400}}', "{}", '{"__proto__":{"a":1}}']


def run(*words):
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n{detail}"))
    return good


def missing():
    """What stands in the way of running the engine."""
    if not ENGINE.exists():
        return "build/wasm/engine.wasm is not there: make wasm, which needs Debian's clang-14, lld-14, wasi-libc and binaryen"
    return None if shutil.which("node") else "there is no node"


def declared():
    header = re.sub(r"/\*.*?\*/", "", (ROOT / "runtime/cgl.h").read_text(), flags=re.S)
    return set(re.findall(r"\b(cgl_[a-z0-9_]+)\s*\(", header))


def shown_findings(imports, exports, wanted):
    return [f"imports {name}" for name in imports] + [f"does not show {name}" for name in sorted(wanted - exports)] + \
        [f"shows {name}" for name in sorted(exports - wanted)]


def check_module():
    code, output = run("node", HOST, ENGINE, "shows")
    imports, exports, pages = output.decode().splitlines() if code == 0 else ("", "", "")
    found = shown_findings(imports.split(), set(exports.split()), declared() | {"malloc", "free", "memory"})
    good = check("the module imports nothing and shows cgl.h, malloc, free and its memory", code == 0 and not found, output.decode() + "\n".join(found))
    good &= check("rejects: a module that asks for a file", bool(shown_findings(["env.fd_read"], set(), set())))
    return good & check("its memory has a maximum of 64 MiB", pages == "grows to 1024 pages", output.decode())


def without_line(report):
    """The engine gets one record at a time, so an error in it is on line 1."""
    return re.sub(rb'^\{"line":\d+', b'{"line":1', report)


def compare(name, source, records, *form):
    program, given = SCRATCH / "program.cgb", SCRATCH / "records.ndjson"
    run(os.environ["CGLC"], source, "-o", program)
    given.write_bytes(b"".join(record + b"\n" for record in records))
    wanted = subprocess.run([os.environ["CGLRUN"], program, given, "--format", "ndjson", "--jobs", "1"], stdout=subprocess.PIPE).stdout.splitlines()
    code, got = run("node", HOST, ENGINE, "reports", program, given)
    wrong = [f"{a.decode()}\n  {b.decode()}" for a, b in zip(map(without_line, wanted), got.splitlines()) if a != b]
    return check(f"reports are cglrun's, byte for byte: {name}", code == 0 and len(wanted) == len(records) == len(got.splitlines()) and not wrong,
                 f"{len(wanted)} and {len(got.splitlines())} reports\n" + "\n".join(wrong[:3]))


def main():
    reason = missing()
    if reason:
        print(f"skip - engine: {reason}")
        return 0
    cohort = run(sys.executable, GUIDELINE / "cohort.py", RECORDS)[1].splitlines()
    good = check_module()
    good &= compare("cohort", GUIDELINE / "seom_crlm.cgl", cohort)
    good &= compare("faulty records", GUIDELINE / "seom_crlm.cgl", [record.encode("latin-1") for record in FAULTY])
    return 0 if good else 1


sys.exit(main())
