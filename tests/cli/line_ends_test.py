#!/usr/bin/env python3
"""LF, CRLF and a lone CR end a line wherever cglc reads text: the same program, the same places, the same answers."""
import os
import pathlib
import subprocess

CGLC, CGLRUN = os.environ["CGLC"], os.environ["CGLRUN"]
SCRATCH = pathlib.Path(os.environ["TMPDIR"])
ENDS = {"LF": b"\n", "CRLF": b"\r\n", "CR": b"\r"}
GUIDELINE = b"""guideline ends version "1" source b "B" strength must end
patient id : key
  yn : yes_no
end
statement A-01 at b "p" strength must "x" -- a comment
decision x means yn from A-01 end -- first
advise stop "Stop" from A-01 strength must when yn end -- the rule that a comment once hid
test "yes" given yn yes expect x yes, stop applies end
"""
VIGNETTES = b"""{"name":"one","patient":{"yn":true},"expect":{"decisions":{"x":true}}}
{"name":"two","patient":{"yn":false},"expect":{"decisions":{"x":true}}}
"""
REASONS = b"""# why these are not changes
no such mutant: for no reason
"""


def run(*command):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=SCRATCH)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n    {detail}"))


def write(name, text, end):
    path = SCRATCH / name
    path.write_bytes(text.replace(b"\n", end))
    return path.name


def same(name, make):
    """The three ends give what LF gives."""
    results = {end: make(ENDS[end]) for end in ENDS}
    for end in ("CRLF", "CR"):
        check(f"{name}: {end} as LF", results[end] == results["LF"], f"{results[end]}\n    {results['LF']}")
    return results["LF"]


def reports(end):
    source = write("ends.cgl", GUIDELINE, end)
    compiled = run(CGLC, source)
    (SCRATCH / "p.ndjson").write_bytes(b'{"id":"a","yn":true}')
    return compiled, run(CGLRUN, "ends.cgb", "p.ndjson"), (SCRATCH / "ends.cgb").read_bytes()


def diagnostics(end):
    """Line, column and excerpt of a mistake on line 6, behind comments."""
    return run(CGLC, "check", write("bad.cgl", GUIDELINE.replace(b"means yn", b"means ny"), end))


def lines_of_json(end):
    return run(CGLC, "check", "--diagnostics", "json", write("bad.cgl", GUIDELINE.replace(b"means yn", b"means ny"), end))


def vignettes(end):
    write("ends.cgl", GUIDELINE, end)
    return run(CGLC, "test", "--verbose", "--vignettes", write("v.ndjson", VIGNETTES, end), "ends.cgl")


def mutants(end):
    write("ends.cgl", GUIDELINE, end)
    return run(CGLC, "test", "--mutate", "--equivalent", write("reasons.txt", REASONS, end), "ends.cgl")


def test_same():
    compiled, report, _ = same("compiling and reporting", reports)
    check("the rule behind the comment is there", compiled[0] == 0 and '"stop"' in report[1], report)
    place = same("a diagnostic", diagnostics)
    check("it names line 6", "bad.cgl:6:18: error[E0301]" in place[2] and "6 | decision x means ny from A-01 end -- first\n" in place[2], place)
    same("a diagnostic as JSON", lines_of_json)
    cases = same("vignettes", vignettes)
    check("both vignettes ran", "2 passed, 1 failed" in cases[1] and "v.ndjson:2" in cases[1], cases)
    stale = same("mutants and reasons", mutants)
    check("the stale reason is on line 2", "reasons.txt:2: STALE" in stale[1], stale)


def test_texts():
    """A quoted text ends on its line, whatever ends the line."""
    for end in ENDS:
        result = run(CGLC, "check", write("title.cgl", b'guideline g version "1" end\nstatement A-01 "Give this\nNo"\n', ENDS[end]))
        check(f"a text over a line end ({end}) is refused", result[0] == 65 and ":2:16: error[E0105]" in result[2], result)


def test_hidden():
    """The places where U+2028 would make a reader see a line that the compiler does not."""
    for name, sign in [("U+2028", "\u2028"), ("U+2029", "\u2029"), ("U+0085", "\x85"), ("U+000B", "\v"), ("U+000C", "\f"), ("U+202E", "\u202e")]:
        for place, text in [("a comment", f"-- one{sign}two\n"), ("a text", f'reason r "one{sign}two" from outside "x"\n'), ("code", f"define{sign}x means yes end\n")]:
            result = run(CGLC, "check", write("hidden.cgl", ('guideline g version "1" end\n' + text).encode(), b"\n"))
            check(f"{name} in {place} is refused", result[0] == 65 and name in result[2], result)
        write("ends.cgl", GUIDELINE, b"\n")
        result = run(CGLC, "test", "--mutate", "--equivalent", write("reasons.txt", f"# a\nx: y{sign}z\n".encode(), b"\n"), "ends.cgl")
        check(f"{name} in a reason is refused", result[0] == 65 and "reasons.txt:2:" in result[2], result)
    result = run(CGLC, "check", write("mark.cgl", b"\xef\xbb\xbf" + GUIDELINE, b"\n"))
    check("a byte order mark at the beginning is nothing", result[0] == 0, result)
    result = run(CGLC, "check", write("zwj.cgl", b"-- \xe0\xa4\x95\xe2\x80\x8d\xe0\xa4\xb7\n" + GUIDELINE, b"\n"))
    check("a joiner inside a word is spelling", result[0] == 0, result)


test_same()
test_texts()
test_hidden()
