#!/usr/bin/env python3
"""cglc never writes over what it reads: not under the same name, not through a link, not over an imported module."""
import os
import pathlib
import shutil
import subprocess

CGLC = os.environ["CGLC"]
SCRATCH = pathlib.Path(os.environ["TMPDIR"])
MAIN = """guideline main version "1" end
import part
patient n : integer 0..9 end
define x means n > 3 end
decision d from outside "a test" means x end
test "one" given n 4 expect d yes end
"""
PART = """guideline part version "1" end
define y means yes end
"""
VIGNETTE = '{"name":"one","patient":{"n":4},"expect":{"decisions":{"d":true}}}\n'


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n    {detail}"))


def fresh(name):
    folder = SCRATCH / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "main.cgl").write_text(MAIN)
    (folder / "part.cgl").write_text(PART)
    (folder / "v.ndjson").write_text(VIGNETTE)
    (folder / "why.txt").write_text("# nothing\n")
    (folder / "link").symlink_to("main.cgl")
    os.link(folder / "main.cgl", folder / "hard")
    return folder


def contents(folder):
    return {str(path.relative_to(folder)): (path.is_symlink(), path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()}


def refused(name, words, prepare=lambda folder: None, out=None):
    folder = fresh("files")
    prepare(folder)
    before = contents(folder)
    stdout = open(folder / out, "ab") if out else subprocess.PIPE
    done = subprocess.run([CGLC, *words], stdout=stdout, stderr=subprocess.PIPE, cwd=folder)
    said = done.stderr.decode()
    check(f"{name}: refused", done.returncode == 64 and "is read here" in said, f"exit {done.returncode} {said}")
    check(f"{name}: nothing is touched", contents(folder) == before, sorted(contents(folder)))


def allowed(name, words, written):
    folder = fresh("files")
    done = subprocess.run([CGLC, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder)
    check(name, done.returncode == 0 and (folder / written).is_file(), f"exit {done.returncode} {done.stderr.decode()}")
    check(f"{name}: sources stay", (folder / "main.cgl").read_text() == MAIN and (folder / "part.cgl").read_text() == PART)


refused("-o onto the source", ["main.cgl", "-o", "main.cgl"])
refused("-o onto the source by another way", ["main.cgl", "-o", "./../files/main.cgl"])
refused("-o onto the source by its full name", ["main.cgl", "-o", str(SCRATCH / "files/main.cgl")])
refused("-o through a symbolic link", ["main.cgl", "-o", "link"])
refused("-o onto another name of the file", ["main.cgl", "-o", "hard"])
refused("compiling a link onto what it leads to", ["link", "-o", "main.cgl"])
refused("-o onto an imported module", ["main.cgl", "-o", "part.cgl"])
refused("the default output is a link to the source", ["main.cgl"], lambda folder: (folder / "main.cgb").symlink_to("main.cgl"))
refused("the default output is the source's other name", ["main.cgl"], lambda folder: os.link(folder / "main.cgl", folder / "main.cgb"))
refused("doc into the source", ["doc", "main.cgl", "-o", "main.cgl"])
refused("a page that is a link to the source", ["doc", "main.cgl", "-o", "."], lambda folder: (folder / "index.html").symlink_to("main.cgl"))
refused("graph onto the source", ["graph", "main.cgl", "-o", "main.cgl"])
refused("graph onto a module", ["graph", "main.cgl", "-o", "part.cgl"])
refused("graph --sections into the source", ["graph", "--sections", "main.cgl", "-o", "main.cgl"])
refused("a drawing that is a link to the source", ["graph", "--sections", "main.cgl"], lambda folder: (folder / "overview.svg").symlink_to("part.cgl"))
refused("coverage onto the source", ["test", "--coverage=main.cgl", "main.cgl"])
refused("coverage onto a module", ["test", "--coverage=part.cgl", "main.cgl"])
refused("coverage onto the vignettes", ["test", "--coverage=v.ndjson", "--vignettes", "v.ndjson", "main.cgl"])
refused("coverage onto the reasons", ["test", "--coverage=why.txt", "--mutate", "--equivalent", "why.txt", "main.cgl"])
for words in (["schema"], ["trace"], ["graph"], ["test"], ["check"], ["--dump=ast"]):
    refused(f"{words[0]} appended to the source", [*words, "main.cgl"], out="main.cgl")
    refused(f"{words[0]} appended to a module", [*words, "main.cgl"], out="part.cgl")
refused("coverage appended to the vignettes", ["test", "--vignettes", "v.ndjson", "main.cgl"], out="v.ndjson")
refused("survivors appended to the reasons", ["test", "--mutate", "--equivalent", "why.txt", "main.cgl"], out="why.txt")
refused("a listing appended to the program", ["disasm", "main.cgb"], lambda folder: subprocess.run([CGLC, "main.cgl"], cwd=folder), out="main.cgb")
refused("differences appended to the source", ["fmt", "--diff", "main.cgl"], out="main.cgl")
allowed("-o beside the sources", ["main.cgl", "-o", "other.cgb"], "other.cgb")
allowed("the default output", ["main.cgl"], "main.cgb")
allowed("coverage to a file of its own", ["test", "--coverage=c.json", "main.cgl"], "c.json")
allowed("doc into a folder of its own", ["doc", "main.cgl", "-o", "pages"], "pages/index.html")
allowed("graph to a file of its own", ["graph", "main.cgl", "-o", "g.svg"], "g.svg")
folder = fresh("files")
(folder / "a.cgb").write_text("old")
done = subprocess.run([CGLC, "main.cgl", "-o", "a.cgb"], cwd=folder)
check("an old program is replaced", done.returncode == 0 and (folder / "a.cgb").read_bytes() != b"old")
