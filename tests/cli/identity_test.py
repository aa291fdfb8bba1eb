#!/usr/bin/env python3
"""What a program is, is what its guideline says: not where its source lies, how it is laid out or what comments it has."""
import json
import os
import pathlib
import re
import shutil
import subprocess

ROOT = pathlib.Path(os.environ["ROOT"])
CGLC, CGLRUN = os.environ["CGLC"], os.environ["CGLRUN"]
SCRATCH = pathlib.Path(os.environ["TMPDIR"])
MAIN = """guideline identity version "1" source b "B" strength must end
import rules.part
import bmi
patient
  id : key
  w : mass in kg 1 kg..300 kg
  h : length in cm 30 cm..250 cm
end
statement A-01 at b "p" strength must "x"
decision heavy from A-01 means bmi_value(w, h) >= 30 kg/m2 end
advise less "Less" from A-01 strength must when heavy and tall end
"""
PART = """guideline rules.part version "1" end
define tall means h > 150 cm end
"""


def run(words, cwd):
    done = subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd)
    return done.returncode, done.stdout, done.stderr.decode()


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n    {detail}"))


def lay(folder, main=MAIN, part=PART, name="g.cgl"):
    folder = SCRATCH / folder
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "rules").mkdir(parents=True)
    (folder / name).write_bytes(main if isinstance(main, bytes) else main.encode())
    (folder / "rules/part.cgl").write_bytes(part if isinstance(part, bytes) else part.encode())
    return folder


def compile_in(cwd, source):
    output = SCRATCH / "out.cgb"
    output.unlink(missing_ok=True)
    result = run([CGLC, source, "-o", output], cwd)
    return output.read_bytes() if result[0] == 0 else result


def identity(image):
    (SCRATCH / "i.cgb").write_bytes(image)
    (SCRATCH / "i.ndjson").write_text('{"id":"a","w":100,"h":180}')
    done = run([CGLRUN, "i.cgb", "i.ndjson"], SCRATCH)
    return json.loads(done[1])["guideline"]["hash"], json.loads(done[1])["verdict"]


def test_paths():
    here, deep = lay("here"), lay("deep/er/still")
    (SCRATCH / "here/link.cgl").symlink_to("g.cgl")
    first = compile_in(here, "g.cgl")
    check("the program is bytes", isinstance(first, bytes), first)
    for name, cwd, source in [("./g.cgl", here, "./g.cgl"), ("the full path", here, here / "g.cgl"), ("from another folder", SCRATCH, "here/g.cgl"),
                              ("from beneath", here / "rules", "../g.cgl"), ("with detours", here, "rules/..//g.cgl"), ("another folder", deep, "g.cgl"),
                              ("another folder by its path", SCRATCH, "deep/er/still/g.cgl")]:
        check(f"the same bytes: {name}", compile_in(cwd, source) == first)
    check("no folder of the author is in it", str(SCRATCH).encode() not in first and b"here/" not in first)
    listing = run([CGLC, "disasm", SCRATCH / "out.cgb"], SCRATCH)[1].decode()
    check("rules are placed as seen from the main file", "(g.cgl:10)" in listing and "(rules/part.cgl:2)" in listing, listing)
    renamed = compile_in(lay("renamed", name="other.cgl"), "other.cgl")
    check("another name of the file is the same program", identity(renamed) == identity(first))
    check("and the listing has that name", b"other.cgl" in renamed)
    strange = compile_in(lay("strange", name="g\x1b.cgl"), "g\x1b.cgl")
    check("a name that would speak to a terminal is not in it", identity(strange) == identity(first) and b"\x1b.cgl" not in strange)


def layouts():
    """The same words, laid out otherwise."""
    yield "comments", "-- a comment\n" + MAIN.replace("\nend\n", "\n-- another\nend -- and one more\n"), PART
    yield "blank lines", MAIN.replace("\n", "\n\n\n"), PART.replace("\n", "\n\n")
    yield "indentation", MAIN.replace("\n", "\n\t   "), PART
    yield "a word a line", re.sub(r'( |\n)(?=[a-z])(?![^"]*"[^"\n]*$)', "\n", 'guideline identity') + MAIN[len("guideline identity"):], PART
    yield "CRLF", MAIN.replace("\n", "\r\n").encode(), PART.replace("\n", "\r\n").encode()
    yield "CR", MAIN.replace("\n", "\r").encode(), PART.replace("\n", "\r").encode()
    yield "a byte order mark", b"\xef\xbb\xbf" + MAIN.encode(), PART
    yield "one long line", " ".join(MAIN.split("\n")), " ".join(PART.split("\n"))
    yield "no line end at the end", MAIN.rstrip("\n"), PART.rstrip("\n")


def changes():
    """What a patient or a reader could notice."""
    yield "a number", "30 kg/m2", "31 kg/m2"
    yield "a unit", "in kg", "in g"
    yield "a bound", "300 kg", "301 kg"
    yield "a word of logic", "heavy and tall", "heavy or tall"
    yield "a title", '"Less"', '"Much less"'
    yield "a statement's text", '"x"', '"y"'
    yield "a place in the publication", '"p"', '"q"'
    yield "a name", "heavy", "obese"
    yield "the version", 'identity version "1"', 'identity version "2"'


def test_layout():
    first = compile_in(lay("here"), "g.cgl")
    expected = identity(first)
    for name, main, part in layouts():
        image = compile_in(lay("other", main, part), "g.cgl")
        check(f"the same program: {name}", isinstance(image, bytes) and identity(image) == expected, image if not isinstance(image, bytes) else "")
    moved = compile_in(lay("other", MAIN.replace("\n", "\n\n"), PART), "g.cgl")
    check("yet the listing knows the lines", moved != first)
    for name, old, new in changes():
        image = compile_in(lay("other", MAIN.replace(old, new), PART), "g.cgl")
        check(f"another program: {name}", isinstance(image, bytes) and identity(image)[0] != expected[0], image if not isinstance(image, bytes) else "")
    image = compile_in(lay("other", MAIN, PART.replace("150 cm", "151 cm")), "g.cgl")
    check("another program: a number in a module", identity(image)[0] != expected[0])


def test_whole():
    """The checksum covers the places, though the identity does not."""
    image = compile_in(lay("here"), "g.cgl")
    for at in (len(image) - 1, len(image) - 20, 41, len(image) // 2):
        changed = bytearray(image)
        changed[at] ^= 1
        (SCRATCH / "i.cgb").write_bytes(changed)
        done = run([CGLRUN, "i.cgb", "i.ndjson"], SCRATCH)
        check(f"a changed byte at {at - len(image)} is refused", done[0] == 65 and "checksum" in done[2], done)
    old = bytearray(image)
    old[4] = 1
    (SCRATCH / "i.cgb").write_bytes(old)
    done = run([CGLRUN, "i.cgb", "i.ndjson"], SCRATCH)
    check("a program of the first version is refused", done[0] == 65 and "another version" in done[2], done)


test_paths()
test_layout()
test_whole()
