#!/usr/bin/env python3
"""Sizes: files under 1,000 lines (600 is the alarm), functions with a median near 10 lines and nine in ten under 40."""
import re
import statistics

import house

FORBIDDEN, ALARM = 1000, 600
MEDIAN, NINETY = 12, 40
CODE = {".c", ".h", ".l", ".y", ".cpp", ".py", ".sh"}


def too_long(lengths, limit):
    return [f"{name}: {count} lines" for name, count in sorted(lengths.items()) if count > limit]


def functions(text):
    """(name, lines of the body) of each function: its head starts in column 0, its body ends with } in column 0."""
    found, head, start = [], "", None
    for number, line in enumerate(text.splitlines()):
        if start is not None:
            if line.startswith("}"):
                found.append((re.search(r"(\w+)\s*\(", head).group(1), number - start - 1))
                head, start = "", None
            continue
        head = line if re.match(r"[A-Za-z_]", line) else head + " " + line
        if not re.match(r"[A-Za-z_][\w\s*]*\w+\(", head) or re.match(r"(typedef|union|enum)\b", head):
            continue
        if re.search(r"\{.*\}\s*$", line):
            found.append((re.search(r"(\w+)\s*\(", head).group(1), 1))
            head = ""
        elif re.search(r"\{\s*(/\*.*\*/\s*)?$", line):
            start = number
    return found


def out_of_proportion(lengths):
    if not lengths:
        return
    median, ninety = statistics.median(lengths), sorted(lengths)[int(len(lengths) * 0.9)]
    if median > MEDIAN:
        yield f"median function of {median} lines, {MEDIAN} are allowed"
    if ninety > NINETY:
        yield f"one function in ten has {ninety} lines or more, {NINETY} are allowed"


def main():
    report = house.Report()
    names = [name for name in house.tracked_files() if re.search(r"\.\w+$", name) and name[name.rindex("."):] in CODE | {".def"}]
    lengths = {name: house.read(name).count("\n") for name in names}
    report.check("no file is longer than 1,000 lines", too_long(lengths, FORBIDDEN))
    for line in too_long(lengths, ALARM):
        print(f"    (alarm) {line}")
    product = [name for name in names if name.endswith((".c", ".cpp")) and not name.startswith("tests/")]
    all_functions = [(name, *function) for name in product for function in functions(house.read(name))]
    report.check("functions are found", [] if len(all_functions) > 100 or len(product) < 20 else [str(len(all_functions))])
    report.check("functions are short", out_of_proportion([length for _, _, length in all_functions]))
    longest = sorted(all_functions, key=lambda row: -row[2])[:8]
    print("    (longest) " + ", ".join(f"{name}:{function} {length}" for name, function, length in longest))

    report.rejects("a file of 1,001 lines", too_long({"a.c": 1001}, FORBIDDEN))
    sample = "static int f(int a) {\n" + "    a++;\n" * 50 + "}\n"
    report.check("measures a function", [] if functions(sample) == [("f", 50)] else [str(functions(sample))])
    sample = "Node *find_it(Map *m,\n            int a)\n{\n    return 0;\n    }\n}\nint x;\nstatic const T t[] = {\n  1,\n};\n"
    report.check("measures a brace of its own", [] if functions(sample) == [("find_it", 2)] else [str(functions(sample))])
    report.check("measures a one-line function", [] if functions("int g(void) { return 1; }\n") == [("g", 1)] else ["g"])
    report.rejects("long functions", out_of_proportion([50] * 10))
    report.finish()


main()
