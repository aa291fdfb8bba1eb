#!/usr/bin/env python3
"""Two engines, same reports: random programs and records, cglrun against plainrun, brief reports compared byte for byte.

usage: compare.py [PROGRAMS] [RECORDS] [FIRST_SEED]     (BUILD names the build folder)
Left out of the comparison: the verdict, which covers `because`, which only the first engine explains."""
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import generate

BUILD = pathlib.Path(os.environ.get("BUILD", "build/release"))
SCRATCH = pathlib.Path(os.environ.get("TMPDIR", "/tmp"))


def run(command, text=None):
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return done.returncode, done.stdout, done.stderr


def strip(line):
    return re.sub(r',"verdict":"sha256:[0-9a-f]*"', "", line)


def compare(seed, records):
    program, lines = generate.make(seed, records)
    source, image = SCRATCH / f"oracle-{seed}.cgl", SCRATCH / f"oracle-{seed}.cgb"
    source.write_text(program)
    patients = "\n".join(lines) + "\n"
    code, _, errors = run([BUILD / "cglc", source, "-o", image])
    if code:
        return 0, 0, f"seed {seed}: the program does not compile\n{errors}"
    code, first, errors = run([BUILD / "cglrun", image, "--format", "ndjson", "--report", "brief", "--all", "-"], patients)
    if code not in (0, 1):
        return 0, 0, f"seed {seed}: cglrun exits {code}: {errors}"
    code, second, errors = run([BUILD / "oracle/plainrun", source], patients)
    if code:
        return 0, 0, f"seed {seed}: plainrun exits {code}: {errors}"
    compared = skipped = 0
    for k, (x, y) in enumerate(zip(first.splitlines(), second.splitlines(), strict=True)):
        if y == '{"too_many":true}':
            skipped += 1
        elif strip(x) != strip(y):
            return compared, skipped, f"seed {seed} record {k}: {lines[k]}\n  first  {strip(x)}\n  second {strip(y)}\n  program {source}"
        else:
            compared += 1
    source.unlink()
    image.unlink()
    return compared, skipped, None


def main():
    programs, records, first = (int(sys.argv[i]) if len(sys.argv) > i else d for i, d in ((1, 40), (2, 25), (3, 1)))
    passed = failed = skipped = 0
    for seed in range(first, first + programs):
        compared, left_out, wrong = compare(seed, records)
        passed += compared
        skipped += left_out
        if wrong:
            failed += 1
            print(wrong)
    if passed < programs * records // 4:
        failed += 1
        print(f"only {passed} reports were compared, {skipped} had too many unknowns: the generator makes too few known facts")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
