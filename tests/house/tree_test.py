#!/usr/bin/env python3
"""The tree: nothing new at the top, nothing generated or binary in it, a README in every room, no trace of a machine."""
import pathlib
import re

import house

TOP = {"Makefile", "lang", "compiler", "runtime", "stdlib", "guidelines", "tests", "docs", "editors",
       "README.md", "LICENSE", "CHANGELOG.md", ".ci", ".gitignore", ".gitattributes", ".editorconfig", ".clang-format"}
ROOMS = ["runtime", "runtime/base", "runtime/value", "runtime/bytecode", "runtime/vm", "runtime/cells", "runtime/patient",
         "runtime/reason", "runtime/report", "runtime/core", "lang", "compiler", "compiler/verify", "compiler/tools", "compiler/doc", "stdlib",
         "guidelines", "editors", "tests", "docs"]
MADE = re.compile(r"\.(o|a|so|cgb|d|gcno|gcda|pyc|svg|vsix)$|(^|/)(lexer|parser|lex\.yy|y\.tab)\.[ch]$|(^|/)package-lock\.json$")

# Pieces, so that this file does not contain what it forbids.
TRACES = [r"(^|[^\w.])/(wor" + r"k|far" + r"m|roo" + r"t|home)/\w", r"npm" + r"js\.(org|com)", r"deb\.deb" + r"ian\.org",
          r"pyp" + r"i\.org", r"npm" + r"mirror", r"\bissues sh" + r"ow\b", r"(^|[^\w/])shar" + r"ed/(design|contract|seom|corpora)"]


def strangers_at_top(names):
    return sorted({f"{name.split('/')[0]} stands at the top" for name in names if name.split("/")[0] not in TOP})


def made_files(names):
    return [f"{name} is made, not written" for name in names if MADE.search(name)]


def binaries(names):
    return [f"{name} is binary" for name in names if not name.startswith("tests/") and not house.is_text(name)]


def rooms_without_page(rooms, names):
    return [f"{room} has no README.md" for room in rooms if f"{room}/README.md" not in names]


def traces(texts):
    for name, text in texts:
        for number, line in enumerate(text.splitlines(), 1):
            for trace in TRACES:
                if re.search(trace, line):
                    yield f"{name}:{number}: {line.strip()[:90]}"


def guideline_rooms(names):
    return sorted({"/".join(name.split("/")[:2]) for name in names if re.match(r"guidelines/[^/]+/", name)})


def main():
    names = house.tracked_files()
    report = house.Report()
    report.check("the top level is as given", strangers_at_top(names))
    report.check("nothing made is in the tree", made_files(names))
    report.check("nothing binary is in the tree", binaries(names))
    report.check("every room has a page", rooms_without_page(ROOMS + guideline_rooms(names), names))
    report.check("no trace of a machine or a registry", traces((name, house.read(name)) for name in names if house.is_text(name)))
    report.rejects("a folder at the top", strangers_at_top(["src/main.c"]))
    report.rejects("a generated parser", made_files(["lang/parser.c"]))
    report.rejects("a lock file", made_files(["editors/package-lock.json"]))
    report.rejects("a room without a page", rooms_without_page(["lang"], ["lang/ast.h"]))
    report.rejects("a path of a machine", traces([("a.md", "see /wor" + "k/notes")]))
    report.rejects("a registry", traces([("a.md", "https://registry.npm" + "js.org/x")]))
    report.check("accepts an ordinary path", traces([("a.md", "docs/home/page, /usr/local/lib")]))
    report.finish()


main()
