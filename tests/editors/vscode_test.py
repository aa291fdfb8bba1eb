#!/usr/bin/env python3
"""VS Code: the grammar colours every class of word as it should, in the tokenizer that VS Code itself uses."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

import marks

SCOPES = {"declaration": ["keyword.declaration.cgl"], "clause": ["keyword.control.clause.cgl"],
          "operator": ["keyword.operator.word.cgl"], "list": ["keyword.operator.list.cgl"], "gate": ["keyword.other.gate.cgl"],
          "constant": ["constant.language.cgl"], "type": ["storage.type.cgl"], "function": ["support.function.cgl"],
          "symbol": ["keyword.operator.cgl"], "number": ["constant.numeric.cgl"], "unit": ["keyword.other.unit.cgl"],
          "date": ["constant.numeric.date.cgl"], "statement": ["constant.other.statement.cgl"],
          "string": ["string.quoted.double.cgl", "punctuation", "constant.character.escape.cgl"],
          "comment": ["comment.line.double-dash.cgl"], "name": ["variable.other.cgl"]}
VSCODE = marks.ROOT / "editors/vscode"


def modules():
    """The two packages of package.json, installed once into build/npm."""
    folder = pathlib.Path(os.environ["BUILD"]).parent / "npm"
    wanted = (marks.HERE / "package.json").read_text()
    stamp = folder / "installed.json"
    if not stamp.exists() or stamp.read_text() != wanted:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(marks.HERE / "package.json", folder)
        try:
            subprocess.run(["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True,
                           timeout=120)
        except (OSError, subprocess.SubprocessError):
            return None
        stamp.write_text(wanted)
    return folder / "node_modules"


def tokens(folder):
    command = ["node", str(marks.HERE / "tokenize.js"), str(VSCODE / "syntaxes/cgl.tmLanguage.json"), str(marks.SAMPLE)]
    done = subprocess.run(command, env=dict(os.environ, NODE_MODULES=str(folder)), stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def scope_at(listed, line, column):
    return next((scope for number, start, end, scope in listed if number == line and start <= column < end), "")


def test_package():
    """Every file that package.json names is there and is JSON."""
    package = json.loads((VSCODE / "package.json").read_text())
    named = [row["configuration"] for row in package["contributes"]["languages"]]
    named += [row["path"] for row in package["contributes"]["grammars"]]
    bad = [name for name in named if not (VSCODE / name).exists() or not json.loads((VSCODE / name).read_text())]
    print(f"{'not ok' if bad else 'ok'} - package.json names files that exist {bad or ''}")
    return not bad


def main():
    good, folder = test_package(), modules()
    if folder is None:
        print("skip - the grammar marks the sample: npm, or the registry with its packages, is not there")
        sys.exit(0 if good else 1)
    listed = tokens(folder)
    code = marks.compare(lambda line, column: scope_at(listed, line, column), SCOPES)
    sys.exit(0 if good and code == 0 else 1)


main()
