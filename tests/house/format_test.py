#!/usr/bin/env python3
"""Format: every C and C++ file is as .clang-format says, so that one hand wrote the house. `make format` mends it."""
import re
import shutil
import subprocess

import house

TOOL = "clang-format-16"


def unformatted(names):
    """One line for each file that the formatter would change."""
    done = subprocess.run([TOOL, "--style=file", "--dry-run", "-Werror", *names], cwd=house.ROOT, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return sorted({line.split(":")[0] for line in lines if re.match(r"[^:]+:\d+:\d+: error", line)}
                  | ({done.args[0]} if done.returncode and not lines else set()))


def formatted_text(text):
    done = subprocess.run([TOOL, f"--style=file:{house.ROOT / '.clang-format'}", "--assume-filename=a.c"],
                          input=text.encode(), stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def main():
    report = house.Report()
    if shutil.which(TOOL) is None:
        print(f"skip - every file is formatted: {TOOL} is not installed")
        return
    names = [name for name in house.tracked_files() if name.endswith((".c", ".h", ".cpp"))]
    report.check("every file is formatted (make format)", unformatted(names))
    report.rejects("a body without braces", [text for text in ["void f(int a)\n{\n    if (a)\n        g();\n}\n"]
                                              if formatted_text(text) != text])
    report.finish()


main()
