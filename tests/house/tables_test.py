#!/usr/bin/env python3
"""Tables: each list is written once, without duplicates, and everything that must follow it does."""
import pathlib
import re
import subprocess

import house


def duplicates(rows):
    seen = set()
    for row in rows:
        if row[0] in seen:
            yield f"{row[0]} stands twice"
        seen.add(row[0])


def macros_of(name):
    """The row macros of a .def table: capital words that open lines."""
    return sorted(set(re.findall(r"^\s*([A-Z][A-Z_0-9]*)\(", house.without_c_comments(house.read(name)), re.M)))


def without_golden(codes, names):
    for code in codes:
        if not any(re.match(rf"{code}\b|{code}_", name) for name in names):
            yield f"{code} has no tests/diagnostics/{code}_*.cgl"


def unmentioned(words, text, where):
    return [f"{word} is not in {where}" for word in words if not re.search(rf"\b{re.escape(word)}\b", text)]


def golden_names():
    """Diagnostic tests whose expectation names their own code: E0312_size.cgl must expect E0312."""
    names, wrong = [], []
    for name in house.tracked_files():
        path = pathlib.PurePath(name)
        if name.startswith("tests/diagnostics/") and path.suffix == ".cgl" and re.match(r"[EW]\d+", path.name):
            code = re.match(r"[EW]\d+", path.name).group()
            expected = house.ROOT / path.with_suffix(".expected")
            if expected.exists() and code in expected.read_text():
                names.append(path.name)
            else:
                wrong.append(f"{name}: its .expected does not name {code}")
    return names, wrong


def all_test_text():
    return "\n".join(house.read(name) for name in house.tracked_files()
                     if name.startswith("tests/") and not name.startswith("tests/house/") and house.is_text(name))


def code_column(rows, pattern):
    """The first argument of each row that looks like a code (E0312, R001)."""
    for row in rows:
        code = next((part for part in row if re.fullmatch(pattern, part)), None)
        if code:
            yield code


def check_opcodes(report):
    names = [row[0] for row in house.def_rows("runtime/bytecode/opcodes.def", "OP")]
    report.check("the opcode table is read", [] if len(names) > 50 else [f"only {len(names)} rows found"])
    report.check("the manual has every opcode", unmentioned(names, house.read("docs/bytecode.md"), "docs/bytecode.md"))
    done = subprocess.run(["python3", "docs/generate.py", "--check"], cwd=house.ROOT, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    report.check("docs/bytecode.md is as generated", [] if done.returncode == 0 else [done.stdout.decode().strip()])


def check_diagnostics(report):
    name = "lang/messages/diagnostics.def"
    rows = [row for macro in macros_of(name) for row in house.def_rows(name, macro)]
    codes = sorted(set(code_column(rows, r"[EW]\d+")))
    names, wrong = golden_names()
    report.check("the diagnostics are read", [] if len(codes) > 20 else [f"only {len(codes)} codes found"])
    report.check("every diagnostic has a test of its text", without_golden(codes, names))
    report.check("every diagnostic test expects its own code", wrong)
    report.check("every tested code is in the table",
                 sorted({f"{n}: no such code" for n in names if re.match(r"[EW]\d+", n).group() not in codes}))


def check_problems(report):
    tables = [name for name in house.source_files() if name.endswith("problems.def")]
    for name in tables:
        rows = [row for macro in macros_of(name) for row in house.def_rows(name, macro)]
        codes = sorted(set(code_column(rows, r"[PR]\d+")))
        report.check(f"{name} is read", [] if codes else ["no code found"])
        report.check("every data problem is mentioned by a test", unmentioned(codes, all_test_text(), "tests/"))
    report.check("there is a table of data problems", [] if tables else ["no problems.def"])


def check_editors(report):
    done = subprocess.run(["python3", "editors/generate.py", "--check"], cwd=house.ROOT, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    report.check("editor grammars are as generated from tokens.def", [] if done.returncode == 0 else [done.stdout.decode().strip()])


def main():
    report = house.Report()
    for name in (name for name in house.source_files() if name.endswith(".def")):
        for macro in macros_of(name):
            report.check(f"{name}: {macro} without duplicates", duplicates(house.def_rows(name, macro)))
    check_opcodes(report)
    check_diagnostics(report)
    check_problems(report)
    check_editors(report)
    for name in (name for name in house.source_files() if name.endswith(("problems.def", "diagnostics.def"))):
        rows = [row for macro in macros_of(name) for row in house.def_rows(name, macro)]
        report.check(f"{name}: every code stands once", duplicates([[code] for code in code_column(rows, r"[EWPR]\d+")]))
    report.rejects("a row that stands twice", duplicates([["ADD"], ["SUB"], ["ADD"]]))
    report.rejects("a diagnostic without a test", without_golden(["E0001", "E0002"], ["E0001_name.cgl", "E00021_x.cgl"]))
    report.rejects("an opcode that the manual forgot", unmentioned(["MOVE", "ADD"], "| MOVE | ADDITION |", "the manual"))
    report.finish()


main()
