#!/usr/bin/env python3
"""Opcodes: an instruction is known to the table, to the VM, to the exact path and to the compiler that chooses it; nobody else names one."""
import re

import house

# What an instruction means, and what chooses it: here every opcode may stand.
MEANING = ["runtime/vm/", "runtime/cells/"]
CHOICE = ["compiler/lower/lower_", "compiler/lower/ir.c", "compiler/emit/emit.c"]
# Anywhere else: file -> (opcodes that it names, why it treats them in a way of its own).
ALLOWED = {
    "runtime/bytecode/verify_code.c": ("ACC_LATEST ACC_MAX ACC_MIN MOVE NONE SELECT SOME",
                                       "no value at all starts in NONE, passes through these and ends in SOME"),
    "runtime/native/native.c": ("NATIVE", "binds the functions that the program calls"),
    "runtime/reason/coding.c": ("ACC_MAX ACC_MIN EQ LE LT MAX MIN MOVE SELECT SOME",
                                "which instructions compare values, and which only pass them on; any other takes them as they are"),
    "runtime/reason/explain.c": ("ACC_ALL ACC_ANY AND NEEDS_FACTS OR SELECT",
                                 "where one operand or one element decides, the others are not the reason"),
    "runtime/reason/trail.c": ("EQ IN LE LT", "what a fact was held against is told of comparisons alone"),
    "runtime/reason/failure.c": ("SELECT", "a case that was not chosen fails nothing"),
    "runtime/report/say_failure.c": ("ACC_LATEST ACC_SUM ADD ADD_DAYS ADD_INT ADD_MONTHS DIV FAIL MUL MUL_INT NATIVE NONE REAL_DIV REAL_EXP REAL_LN REAL_POW REAL_SQRT ROUND_SQRT SOME SUB SUB_INT",
                                     "words for people: what each operation is called when it fails"),
    "runtime/reason/origin.c": ("MOVE SELECT", "a copy is what it copies, but for the chain of cases"),
    "compiler/lower/ir_bounds.c": ("ACC_COUNT ADD ADD_INT BIT LENGTH MAX MIN SELECT SUB SUB_INT",
                                   "what counts and scores are made of, to prove that they stay in their range; others have no bounds"),
    "compiler/lower/ir_check.c": ("MOVE", "copies are made by emitting"),
    "compiler/lower/probe.c": ("ACC_ANY EQ LE LT NOT", "coverage asks for the two sides and the boundary of a comparison"),
    "compiler/verify/stage.c": ("FAIL", "a result that leaves its range is told from any other failure"),
    "compiler/verify/unique.c": ("FAIL", "results that are held against a range at all"),
    "compiler/verify/bound.c": ("ACC_LATEST", "elements without dates come in every order: it alone is bounded by its list"),
}


def opcodes():
    return {row[0] for row in house.def_rows("runtime/bytecode/opcodes.def", "OP")}


def named(text, known):
    """Opcodes that stand in a source text."""
    return set(re.findall(r"\bOP_([A-Z][A-Z_0-9]*)\b", house.without_c_comments(text))) & known


def findings(texts, known, allowed):
    for name, text in sorted(texts.items()):
        if any(name.startswith(place) for place in MEANING + CHOICE):
            continue
        here, expected = named(text, known), set(allowed.get(name, ("", ""))[0].split())
        for opcode in sorted(here - expected):
            yield f"{name}: {opcode} is named here; ask the anatomy (runtime/bytecode/anatomy.h), or give a reason in this test"
        for opcode in sorted(expected - here):
            yield f"{name}: {opcode} is in the list of this test and not named there any more"
    for name in sorted(set(allowed) - set(texts)):
        yield f"{name}: in the list of this test, and there is no such file"


def main():
    report = house.Report()
    known = opcodes()
    texts = {name: house.read(name) for name in house.source_files() if not name.startswith("tests/")}
    report.check("the table has opcodes", [] if len(known) > 50 else [str(len(known))])
    report.check("nobody else names an opcode", findings(texts, known, ALLOWED))
    sample = {"runtime/report/a.c": "if (insn->op == OP_AND) {}"}
    report.rejects("an opcode in a report", findings(sample, {"AND"}, {}))
    report.rejects("an entry that is stale", findings({"runtime/reason/a.c": ""}, {"AND"}, {"runtime/reason/a.c": ("AND", "reason")}))
    report.rejects("a file that is gone", findings({}, {"AND"}, {"runtime/reason/a.c": ("", "reason")}))
    report.check("accepts it where it has a meaning", findings({"runtime/vm/a.c": "OP_AND"}, {"AND"}, {}))
    report.check("accepts a comment, and words that are no opcodes", findings({"lang/a.c": "/* OP_AND */ OP_BEFORE"}, {"AND"}, {}))
    report.finish()


main()
