#!/usr/bin/env python3
"""Vim: file type, highlighting of every class of word, comment string and indentation, in a headless Vim."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import marks

GROUPS = {"declaration": ["cglDeclaration"], "clause": ["cglClause"], "operator": ["cglOperator"], "list": ["cglList"],
          "gate": ["cglGate"], "constant": ["cglConstant"], "type": ["cglType"], "function": ["cglFunction"],
          "symbol": ["cglSymbol"], "number": ["cglNumber"], "unit": ["cglUnit"], "date": ["cglDate"],
          "statement": ["cglStatement"], "string": ["cglString"], "comment": ["cglComment"], "name": ["", "cglPath"]}


def vim(commands, path):
    """Runs Ex commands on a file in a Vim that knows nothing but these runtime files."""
    start = ["set nocompatible", f"set runtimepath={marks.ROOT}/editors/vim,$VIMRUNTIME", "filetype plugin indent on", "syntax on"]
    with tempfile.NamedTemporaryFile("w", suffix=".vim") as script:
        script.write("\n".join([*start, f"edit {path}", *commands, "qall!"]) + "\n")
        script.flush()
        done = subprocess.run(["vim", "-u", "NONE", "-i", "NONE", "-n", "-es", "-S", script.name], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, env=dict(os.environ, TERM="dumb"))
    return done.stdout.decode("utf-8", "replace")


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f": {detail}"))
    return good


def test_highlighting(folder):
    found = folder / "found"
    places = [(line, column) for line, column, _, _ in marks.expectations()]
    names = [f"call add(g:found, synIDattr(synID({line + 1}, {column + 1}, 1), 'name'))" for line, column in places]
    output = vim(["let g:found = []", *names, f"call writefile(g:found, '{found}')"], marks.SAMPLE)
    groups = found.read_text().splitlines() if found.exists() else []
    if not check("Vim reads the syntax file", len(groups) == len(places), output):
        return False
    at = dict(zip(places, groups))
    return marks.compare(lambda line, column: at[(line, column)], GROUPS) == 0


def test_settings(folder):
    found = folder / "settings"
    vim([f"call writefile([&filetype, &commentstring, &shiftwidth], '{found}')"], marks.SAMPLE)
    return check("file type, comment string and width are set", found.read_text().splitlines() == ["cgl", "-- %s", "2"],
                 found.read_text())


def test_indentation(folder):
    """Indenting a flattened file again gives the sample's own layout where every line stands in a block."""
    wanted = ('guideline a version "1"\n  title "A"\nend\n\ndecision risk : low, high\n  worst of\n    high when x\n  otherwise low\nend\n'
              'decision factors : integer 0..4\n  means count of\n    a,\n    b\n  end\nend\ndefine z means a\n'
              'record lesion\n  id : key\nend\n')
    flat, out = folder / "flat.cgl", folder / "out"
    flat.write_text("\n".join(line.strip() for line in wanted.splitlines()) + "\n")
    vim(["normal! gg=G", f"call writefile(getline(1, '$'), '{out}')"], flat)
    return check("indentation follows blocks", out.read_text() == wanted, "\n" + out.read_text())


def main():
    if shutil.which("vim") is None:
        print("skip - highlighting, settings and indentation in Vim: vim is not installed")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        good = [test_highlighting(folder), test_settings(folder), test_indentation(folder)]
    sys.exit(0 if all(good) else 1)


main()
