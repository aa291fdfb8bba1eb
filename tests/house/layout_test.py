#!/usr/bin/env python3
"""Layout: every guideline of the project is in the layout of `cglc fmt`, which mends it. Of a broken declaration, which a test
of messages may be about, the formatter keeps its hands off."""
import subprocess

import house

# What is laid out otherwise on purpose: the layout is what the test is about.
EXCEPT = {
}
MOST = 200                                          # files for one run of cglc


def fmt(*words, text=None):
    done = subprocess.run([str(house.BUILD / "cglc"), "fmt", *words], input=text, cwd=house.ROOT, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def not_in_layout(names):
    for first in range(0, len(names), MOST):
        code, told = fmt("--check", *names[first:first + MOST])
        yield from told.splitlines()
        if code not in (0, 1, 65):
            yield f"cglc fmt --check: exit {code}"


def main():
    report = house.Report()
    names = [name for name in house.tracked_files() if name.endswith(".cgl") and name not in EXCEPT]
    report.check("there are guidelines to look at", [] if len(names) > 200 else [f"only {len(names)}"])
    report.check("every guideline is in the layout (cglc fmt FILE mends it)", not_in_layout(names))
    report.check("every exception is one", [f"{name} is in the layout" for name in EXCEPT if fmt("--check", name)[0] == 0])
    code, told = fmt("--check", "-", text=b"define  a means x\n")
    report.rejects("two spaces between two words", [told] if code == 1 else [])
    report.finish()


main()
