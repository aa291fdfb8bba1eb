#!/usr/bin/env python3
"""What surrounds cglc changes nothing: the folder it runs in, the day, closed and full streams."""
import os
import pathlib
import subprocess

CGLC = os.environ["CGLC"]
SCRATCH = pathlib.Path(os.environ["TMPDIR"])
SOURCE = """guideline surroundings version "1" end
patient
  id : key
  n : integer 0..9
end
decision d from outside "a test" means n > 3 end
"""

def run(words, **options):
    options.setdefault("stdin", subprocess.DEVNULL)
    options.setdefault("stdout", subprocess.PIPE)
    done = subprocess.run([str(word) for word in words], stderr=subprocess.PIPE, **options)
    return done.returncode, done.stdout, done.stderr


def shell(text):
    done = subprocess.run(["sh", "-c", text], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=SCRATCH)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n    {detail}"))


def test_folder():
    """Modules of the library are those built in, whatever lies about."""
    for name in ("bmi", "stdlib", "cockcroft_gault", "fib4"):
        (SCRATCH / f"{name}.cgl").write_text("this is no guideline\n")
    (SCRATCH / "stdlib").mkdir(exist_ok=True)
    (SCRATCH / "stdlib/bmi.cgl").write_text("nor is this\n")
    for expression, value in [("1 + 1", "2"), ("bmi_value(81 kg, 180 cm)", "25 kg/m2")]:
        result = shell(f"{CGLC} eval '{expression}'")
        check(f"eval {expression} beside bmi.cgl and stdlib.cgl", result == (0, f"{value}\n", ""), result)


def test_date():
    for words, expected in [("--as-of 2026-11-28 as_of", (0, "2026-11-28\n")), ("--as-of=2024-02-29 'as_of - 2024-02-28'", (0, "1 d\n")),
                            ("as_of", (64, "")), ("'as_of - 2024-02-28 > 1 d'", (64, "")), ("--as-of 2026-02-29 as_of", (64, "")),
                            ("--as-of 2026-11 as_of", (64, "")), ("--as-of today as_of", (64, "")), ("--as-of 2026-11-28 '1 + 1'", (0, "2\n")),
                            ("'1 + 1' '2 + 2'", (64, ""))]:
        code, out, err = shell(f"{CGLC} eval {words}")
        check(f"eval {words}", (code, out) == expected and (code == 0 or "cglc: " in err), (code, out, err))
    check("the date is asked for", "--as-of DATE" in shell(f"{CGLC} eval as_of")[2])


def test_streams():
    """Exit 74 where what was asked for cannot be written; a stronger reason goes before; no file gets the number of a stream."""
    (SCRATCH / "warned.cgl").write_text(SOURCE + 'statement A-01 "nothing rests on it"\n')
    (SCRATCH / "bad.cgl").write_text(SOURCE + "define x means nothing_of_this_name end\n")
    for words, code in [("eval 1 >/dev/full", 74), ("eval 1 >&-", 74), ("schema s.cgl >/dev/full", 74), ("schema s.cgl >&-", 74), ("trace s.cgl >&-", 74),
                        ("graph s.cgl >/dev/full", 74), ("--help >/dev/full", 74), ("--version >&-", 74), ("--dump=ast s.cgl >/dev/full", 74),
                        ("test s.cgl >/dev/full", 74), ("check s.cgl 2>&-", 0), ("check s.cgl >&- 2>&- <&-", 0), ("check warned.cgl 2>&-", 74),
                        ("check warned.cgl 2>/dev/full", 74), ("check bad.cgl 2>&-", 65), ("check bad.cgl 2>/dev/full", 65), ("eval 'x +' 2>/dev/full", 65),
                        ("check nowhere.cgl 2>&-", 66), ("eval 1 <&-", 0), ("check - <&-", 74), ("s.cgl -o closed.cgb <&- >&- 2>&-", 0),
                        ("warned.cgl -o closed.cgb 2>&-", 74)]:
        result = shell(f"{CGLC} {words}")
        check(f"cglc {words}: exit {code}", result[0] == code, result)
    shell(f"rm -f closed.cgb; {CGLC} s.cgl -o closed.cgb <&- >&- 2>&-")
    check("with all streams closed the program is whole", (SCRATCH / "closed.cgb").read_bytes() == (SCRATCH / "s.cgb").read_bytes())


(SCRATCH / "s.cgl").write_text(SOURCE)
made = run([CGLC, "s.cgl"], cwd=SCRATCH)
check("the guideline compiles", made[0] == 0, made)
test_folder()
test_date()
test_streams()
