#!/usr/bin/env python3
"""What the two programs say of a command that does not exist, of a file that does not, and of a module looked at by itself."""
import os
import pathlib
import subprocess

CGLC, CGLRUN = os.environ["CGLC"], os.environ["CGLRUN"]
SCRATCH = pathlib.Path(os.environ["TMPDIR"])


def run(*words, folder=SCRATCH):
    done = subprocess.run([str(word) for word in words], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode, done.stdout.decode() + done.stderr.decode()


def check(name, wanted, got):
    print(f"{'ok' if wanted == got else 'not ok'} - {name}" + ("" if wanted == got else f"\n    {got} instead of {wanted}"))


HINT = " (cglc --help lists the commands)\n"


def commands():
    for words, said in [(["graf", "x.cgl"], "graf; did you mean graph?"), (["graf"], "graf; did you mean graph?"), (["chek", "x.cgl"], "chek; did you mean check?"),
                        (["graf", "--section", "a", "x.cgl"], "graf; did you mean graph?"), (["unheard-of"], "unheard-of")]:
        check("cglc " + " ".join(words), (64, f"cglc: no such command: {said}{HINT}"), run(CGLC, *words))
    (SCRATCH / "graf").write_text('guideline g version "1" end\n')
    check("a file may be called like that", (0, ""), run(CGLC, "graf"))
    (SCRATCH / "graf").unlink()


SIGNS = {"escape": "\x1b[2J", "line feed": "\n", "right to left": "\u202e", "nothing": "\u200b", "half a character": "\udcff"}


def unseen():
    """Whatever a file or a vignette is called, a message shows a replacement mark for what cannot be seen."""
    (SCRATCH / "g.cgl").write_text('guideline g version "1" end\npatient n : integer 0..9 end\n')
    run(CGLC, "g.cgl")
    for name, sign in SIGNS.items():
        shown = "a" + sign.replace(sign[0], "\ufffd", 1) + "b"
        check(f"cglc of a file with {name} in its name", (66, f"cglc: {shown}: no such file\n"), run(CGLC, f"a{sign}b"))
        check(f"cglrun of a file with {name} in its name", (66, f"cglrun: {shown}: no such file\n"), run(CGLRUN, "g.cgb", f"a{sign}b"))
        if sign != "\udcff":
            (SCRATCH / "v.ndjson").write_text('{"name":"a' + sign.replace("\n", "\\n").replace("\x1b", "\\u001b") + 'b","patient":{},"expect":{"problems":[]}}\n')
            said = run(CGLC, "test", "--vignettes", "v.ndjson", "--verbose", "g.cgl")
            check(f"a vignette with {name} in its name", (0, f'v.ndjson:1: ok "{shown}"\n1 passed, 0 failed\n'), said)


def files():
    for words in [["absent.cgl"], ["check", "absent.cgl"], ["disasm", "absent.cgb"], ["graph", "absent.cgl"]]:
        check("cglc " + " ".join(words), (66, f"cglc: {words[-1]}: no such file\n"), run(CGLC, *words))
    check("cglrun absent.cgb", (66, "cglrun: absent.cgb: no such file\n"), run(CGLRUN, "absent.cgb", "-"))
    (SCRATCH / "g.cgl").write_text('guideline g version "1" end\n')
    run(CGLC, "g.cgl")
    check("absent patients", (66, "cglrun: absent.json: no such file\n"), run(CGLRUN, "g.cgb", "absent.json"))
    check("a file where a folder is meant", (66, "cglc: g.cgl/x.cgl: no such file\n"), run(CGLC, "check", "g.cgl/x.cgl"))
    check("absent vignettes", (66, "cglc: absent.ndjson: no such file\n"), run(CGLC, "test", "--vignettes", "absent.ndjson", "g.cgl"))


def modules():
    """root/main.cgl imports a.facts and a.rules; a.rules reads what a.facts declares, and its import is found beside main.cgl."""
    root = SCRATCH / "root"
    (root / "a/b").mkdir(parents=True)
    (root / "main.cgl").write_text('-- a comment first\nguideline main version "1"\n  source s "S"\nend\nimport a.rules\nimport a.b.deep\nstatement M-1 at s "1" "Nobody rests on it"\n')
    (root / "another.cgl").write_text('guideline another version "1" end\n')
    (root / "a/facts.cgl").write_text("module a.facts end\npatient fit : yes_no end\n")
    (root / "a/rules.cgl").write_text('module a.rules end\nimport a.facts\nstatement R-1 at s "2" "Fit"\ndecision x : yes_no from R-1 means fit end\n')
    (root / "a/b/deep.cgl").write_text("module a.b.deep end\nimport a.facts\ndefine deep means fit\n")
    (root / "a/orphan.cgl").write_text("module a.orphan end\nimport a.facts\ndefine alone means fit\n")
    check("from the main folder", (0, ""), run(CGLC, "check", "a/rules.cgl", folder=root))
    check("from above", (0, ""), run(CGLC, "check", "root/a/rules.cgl"))
    check("by its whole path", (0, ""), run(CGLC, "check", root / "a/rules.cgl"))
    check("from its own folder", (0, ""), run(CGLC, "check", "rules.cgl", folder=root / "a"))
    check("two folders down", (0, ""), run(CGLC, "check", "a/b/deep.cgl", folder=root))
    code, said = run(CGLC, "check", "a/orphan.cgl", folder=root)
    check("one that nobody imports", (65, True), (code, said.endswith("cglc: a/orphan.cgl is a module that no guideline in the folder of its name imports; it was checked alone\n")))
    (root / "a/rules.cgl").write_text('module a.rules end\nimport a.facts\nstatement R-1 at s "2" "Fit"\ndecision x : yes_no from R-1 means fitt end\n')
    code, said = run(CGLC, "check", "rules.cgl", folder=root / "a")
    check("its own mistake, in its own name", (65, "rules.cgl:4:36: error[E0301]: nothing is called `fitt`"), (code, said.splitlines()[0]))


commands()
files()
unseen()
modules()
