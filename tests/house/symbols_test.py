#!/usr/bin/env python3
"""Symbols: cglrun contains no parser and no compiler; what the library shows the world begins with cgl_."""
import re
import subprocess

import house

# Sanitizers and coverage add their own; they all begin with two underscores or stand in gcov's and asan's name space.
INSTRUMENTATION = re.compile(r"^(__|_fini$|_init$|_edata$|_end$|__bss_start$|asan|gcov|mangle_path$|GLIBC)")


def nm(path, *options):
    """Names that `nm` prints for the file, with their letter."""
    listing = subprocess.run(["nm", "-P", *options, str(house.BUILD / path)], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, check=True).stdout.decode()
    return [tuple(line.split()[:2]) for line in listing.splitlines() if len(line.split()) >= 2]


def defined(path, *options):
    return {name for name, _ in nm(path, "--defined-only", *options) if not INSTRUMENTATION.match(name)}


def forbidden_in(present, upper):
    """Symbols of the upper rooms that are present all the same."""
    return [f"{name} is of the compiler's half" for name in sorted(present & upper)]


def strangers(exported):
    return [f"{name} is exported" for name in sorted(exported) if not name.startswith("cgl_")]


def declared_in(header):
    return set(re.findall(r"\b(cgl_[a-z0-9_]+)\s*\(", house.without_c_comments(header)))


def missing(declared, exported):
    return [f"{name} is declared in cgl.h and not exported" for name in sorted(declared - exported)]


def hidden(declared, exported):
    return [f"{name} is exported and not declared in cgl.h" for name in sorted(exported - declared)]


def main():
    report = house.Report()
    upper = (defined("liblang.a", "-g") | defined("libcompiler.a", "-g")) - defined("libcgl.a", "-g")
    report.check("the compiler's half has symbols to look for", [] if len(upper) > 20 else ["nearly none found"])
    report.check("cglrun has no parser and no compiler", forbidden_in(defined("cglrun"), upper))
    report.check("cglc has them", [] if upper & defined("cglc") else ["not one symbol of lang or compiler in cglc"])
    shared, static = defined("libcgl.so", "-D"), defined("public/libcgl.a", "-g")
    report.check("libcgl.so exports cgl_ only", strangers(shared))
    report.check("the installed libcgl.a exports cgl_ only", strangers(static))
    declared = declared_in(house.read("runtime/cgl.h"))
    for kind, exported in (("shared", shared), ("static", static)):
        report.check(f"the {kind} library exports what cgl.h declares", missing(declared, exported))
        report.check(f"cgl.h declares what the {kind} library exports", hidden(declared, exported))
    report.rejects("a parser in cglrun", forbidden_in({"main", "yyparse"}, {"yyparse"}))
    report.rejects("an inner function exported", strangers({"cgl_open", "arena_alloc"}))
    report.rejects("a promise without a function", missing(declared_in("int cgl_open(void);"), set()))
    report.finish()


main()
