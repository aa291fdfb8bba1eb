#!/usr/bin/env python3
"""`cglc fmt`: files in place, standard input, exit codes; nothing lost on bad input; the program stays the same; diffs stay small."""
import os
import pathlib
import re
import shutil
import stat
import subprocess
import time

ROOT = pathlib.Path(os.environ["ROOT"])
CGLC = os.environ["CGLC"]
SCRATCH = pathlib.Path(os.environ["TMPDIR"])
GUIDELINE = ROOT / "guidelines/seom_crlm"
UGLY = "define  a   means x\n"
NEAT = "define a means x\n"
failed = False


def check(name, good, detail=""):
    global failed
    failed |= not good
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n    {detail}"))


def fmt(*words, given=b""):
    done = subprocess.run([CGLC, "fmt", *map(str, words)], input=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=SCRATCH)
    return done.returncode, done.stdout, done.stderr.decode()


def layout(text):
    return fmt("-", given=text.encode())[1].decode()


def write(name, text):
    path = SCRATCH / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_streams():
    path = write("ugly.cgl", UGLY)
    check("--check names the file and exits with 1", fmt("--check", path)[:2] == (1, f"{path}\n".encode()), fmt("--check", path))
    diff = fmt("--diff", path)
    check("--diff shows the change and exits with 0", diff[0] == 0 and b"-define  a   means x\n+define a means x\n" in diff[1], diff)
    check("--diff --check exits with 1", fmt("--diff", "--check", path)[0] == 1)
    check("neither writes", path.read_text() == UGLY)
    check("standard input goes to standard output", fmt("-", given=UGLY.encode()) == (0, NEAT.encode(), ""))
    check("in place, silently", fmt(path) == (0, b"", "") and path.read_text() == NEAT)
    before = path.stat()
    check("a second time nothing is written", fmt(path)[0] == 0 and path.stat().st_ino == before.st_ino)
    check("--check of a neat file: exit 0, nothing said", fmt("--check", path) == (0, b"", ""))
    two = write("two.cgl", UGLY + "\n\ndefine  b   means y\n")
    check("--lines lays out what it touches", fmt("--lines", "4-4", two)[0] == 0 and two.read_text() == UGLY + "\n\ndefine b means y\n", two.read_text())
    for words in (("--lines", "4", path), ("--lines", "5-4", path), ("--lines", "0-4", path), ("--lines", "1-2", path, two), ()):
        check(f"usage: {' '.join(map(str, words))[:14]}", fmt(*words)[0] == 64, fmt(*words))


def test_bad_input():
    latin = write("latin.cgl", b'define  a   means "\xe9"\n')
    result = fmt(latin)
    check("invalid UTF-8 is refused and untouched", result[0] == 65 and "E0102" in result[2] and latin.read_bytes() == b'define  a   means "\xe9"\n', result)
    broken = write("broken.cgl", "define  a means x\n\ndefine  b means )\n")
    result = fmt(broken)
    check("a broken declaration stays, the others are laid out, exit 65",
          result[0] == 65 and "E0201" in result[2] and broken.read_text() == "define a means x\n\ndefine  b means )\n", result)
    check("a mistake that is not of syntax is not a matter of layout", fmt("-", given=b"define a means nobody_knows_this\n")[0] == 0)
    check("a file that is not there", fmt(SCRATCH / "nowhere.cgl")[0] == 66)
    good = write("good.cgl", UGLY)
    check("and the others are laid out", fmt(SCRATCH / "nowhere.cgl", good)[0] == 66 and good.read_text() == NEAT)
    check("a folder is no file", fmt(SCRATCH)[0] in (66, 74))
    check("a colon on the line below its name", fmt("-", given=b"define b\n      : yes_no\n  means x\n") == (0, b"define b : yes_no means x\n", ""),
          fmt("-", given=b"define b\n      : yes_no\n  means x\n"))
    field = b"patient\n  size:integer 0..100s:text\nend\n"
    check("a name of a field that runs into a number", fmt("-", given=field)[:2] == (65, field), fmt("-", given=field))
    check("CRLF becomes LF", fmt("-", given=b"define  a means x\r\n") == (0, NEAT.encode(), ""))
    check("lone CR ends a line", fmt("-", given=b"define  a means x -- c\rdefine b means y\r")[1] == b"define a means x    -- c\ndefine b means y\n")
    check("NUL bytes lose nothing", fmt("-", given=b"define  a means x\0y\n")[1] == b"define  a means x\0y\n")


def fmt_unprivileged(path):
    """Root may write everywhere, so it steps down."""
    nobody = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run([CGLC, "fmt", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **nobody)
    return done.returncode, done.stderr.decode()


def own(*paths):
    SCRATCH.chmod(0o755)
    for path in paths:
        if os.geteuid() == 0:
            os.chown(path, 65534, 65534)


def test_unwritable():
    folder = SCRATCH / "locked"
    folder.mkdir()
    path = write("locked/ugly.cgl", UGLY)
    own(folder, path)
    folder.chmod(0o555)
    result = fmt_unprivileged(path)
    check("a folder that cannot be written: a message, the file as it was",
          result[0] == 74 and "cannot be written" in result[1] and path.read_text() == UGLY, result)
    folder.chmod(0o755)
    path.chmod(0o444)
    result = fmt_unprivileged(path)
    check("a file that may not be written: a message, the file as it was",
          result[0] == 74 and "cannot be written" in result[1] and path.read_text() == UGLY, result)
    path.chmod(0o640)
    result = fmt_unprivileged(path)
    check("a file keeps its permissions", result[0] == 0 and stat.S_IMODE(path.stat().st_mode) == 0o640, (result, oct(path.stat().st_mode)))
    check("nothing is left beside it", sorted(folder.iterdir()) == [path], sorted(folder.iterdir()))
    target = write("target.cgl", UGLY)
    link = SCRATCH / "link.cgl"
    link.symlink_to(target)
    fmt(link)
    check("a link stays a link, and what it points at is laid out", link.is_symlink() and target.read_text() == NEAT, target.read_text())


def dump(folder, kind):
    done = subprocess.run([CGLC, f"--dump={kind}", "seom_crlm.cgl"], cwd=folder, stdout=subprocess.PIPE)
    return done.stdout.decode() if done.returncode == 0 else None


def test_same_program():
    """All line breaks of the reference guideline taken out, put back by the formatter: the same intermediate code."""
    folder = SCRATCH / "guideline"
    shutil.copytree(GUIDELINE, folder)
    before = dump(folder, "ir")
    check("the guideline has intermediate code", bool(before) and len(before.splitlines()) > 1000)
    files = sorted(folder.rglob("*.cgl"))
    check("its files are laid out", fmt(*files)[0] == 0)
    check("the layout keeps the intermediate code", dump(folder, "ir") == before)
    for path in files:
        path.write_text(squash(path.read_text()))
    check("so do all line breaks taken out", dump(folder, "ir") == before)
    check("and the layout of that", fmt(*files)[0] == 0 and dump(folder, "ir") == before)


def squash(text):
    """Without comments and line breaks; two spaces after a number that ended a line."""
    lines = [re.match(r'((?:[^"-]|"(?:[^"\\]|\\.)*"|-(?!-))*)', line).group(1).rstrip() for line in text.splitlines()]
    return "  ".join(lines) + "\n"


# ---- small changes, small diffs ----

def changed_lines(one, other):
    done = subprocess.run(["diff", "--minimal", write("one", one), write("other", other)], stdout=subprocess.PIPE)
    return sum(line.startswith(b">") for line in done.stdout.splitlines())


def longer_each(text, pattern):
    """One text for each place of the pattern, its first group longer by one character."""
    for found in re.finditer(pattern, text, re.M):
        yield text[:found.end(1)] + "x" + text[found.end(1):]


def test_small_diffs(name, path, pattern, most, few):
    text = layout(path.read_text())
    counts = [changed_lines(text, layout(other)) for other in longer_each(text, pattern)]
    average = sum(counts) / max(len(counts), 1)
    over = sum(count > 3 for count in counts) / max(len(counts), 1)
    print(f"    {name} longer by one character: {len(counts)} places, {average:.2f} lines change on average, over 3 in {over:.0%}")
    check(f"{name}: at most {most} lines on average", counts and average <= most, f"{average:.2f}")
    check(f"{name}: over 3 lines in at most {few:.0%}", over <= few, f"{over:.0%}")


def test_speed():
    """10,000 lines; the best of five, the start of the program included."""
    text = "".join((GUIDELINE / f"tests/{name}.cgl").read_text() for name in ("resectable", "potentially", "ablation"))
    text += "".join((GUIDELINE / f"crlm/{name}.cgl").read_text() for name in ("ablation", "local", "patient", "resectability"))
    text = (text * (10000 // text.count("\n") + 1)).encode()
    text = b"\n".join(text.split(b"\n")[:10000]) + b"\n"
    best = 1e9
    for _ in range(5):
        start = time.perf_counter()
        fmt("-", given=text)
        best = min(best, time.perf_counter() - start)
    print(f"    10,000 lines in {best * 1000:.0f} ms")
    return best


if __name__ == "__main__":
    test_streams()
    test_bad_input()
    test_unwritable()
    test_same_program()
    test_small_diffs("a field", GUIDELINE / "crlm/patient.cgl", r"^  ([a-z][\w.]*) +:", 1.5, 0.08)
    test_small_diffs("a case", GUIDELINE / "crlm/resectability.cgl", r"^  case (\w+)", 2.5, 0.25)
    test_small_diffs("a cell", GUIDELINE / "crlm/resectability.cgl", r"=> (\w+)$", 2.5, 0.25)
    test_small_diffs("a statement in `from`", GUIDELINE / "crlm/resectability.cgl", r"^  from +([A-Z]+)-", 1.2, 0.05)
    test_small_diffs("a fact in `given`", GUIDELINE / "tests/patients.cgl", r"^         ([a-z][\w.]*) ", 1.2, 0.05)
    # ten times what it takes on an idle machine: a test, and not a measurement
    check("10,000 lines in well under a second", test_speed() < 1.0)
    raise SystemExit(failed)
