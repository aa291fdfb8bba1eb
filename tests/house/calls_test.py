#!/usr/bin/env python3
"""Calls: memory and I/O go through one hook each; nothing of the machine (clock, locale, environment) reaches an answer."""
import re

import house

HOOKS = ["runtime/base/hooks_system.c", "runtime/hosts/wasm/host.c"]
PROGRAMS = ["compiler/cglc/", "compiler/testing/", "runtime/cglrun/cglrun.c"]
# called function -> where it may be called (tests/ may call anything)
ALLOWED = {
    "malloc|calloc|realloc|strdup|strndup|asprintf|vasprintf": HOOKS,
    "free": HOOKS,
    "open|close": HOOKS,
    "opendir|readdir|closedir": HOOKS,
    "openat|read|fsync|rename|unlink|mkstemp": HOOKS,
    "write": HOOKS + ["compiler/cglc/", "runtime/cglrun/cglrun.c"],       # the last words of a program without memory
    "fopen|fread|fwrite|fclose|fputs|fgets|puts|printf|vprintf|fprintf|vfprintf|perror": ["runtime/hosts/wasm/print_widths.c"],   # runs while building
    "exit|abort": PROGRAMS + HOOKS + ["runtime/base/arena.c", "runtime/base/claim.c"],
    "_exit": PROGRAMS + ["runtime/base/claim.c", "runtime/base/interrupt.c",
                         "runtime/hosts/wasm/host.c", "runtime/native/native_worker.c", "compiler/graph/graph_layout.c"],  # children in which others may crash
    "getenv|secure_getenv": PROGRAMS,               # NO_COLOR
    "time|clock|clock_gettime|gettimeofday|localtime|localtime_r|strftime": PROGRAMS,   # progress on a terminal
    "setlocale|strtod|strtof|atof|atoi|atol|scanf|sscanf|fscanf|rand|srand|random|drand48": [],
    "gets|strcpy|strcat|sprintf|vsprintf|strtok|alloca": [],
}


def findings(texts):
    for name, text in texts:
        plain = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', house.without_c_comments(text))
        for calls, places in ALLOWED.items():
            if any(name.startswith(place) for place in places):
                continue
            for found in re.finditer(rf"(?<![\w.>])({calls})\s*\(", plain):
                line = plain.count("\n", 0, found.start()) + 1
                yield f"{name}:{line}: {found.group(1)} is called here; it is for {', '.join(places) or 'nobody'}"


def main():
    report = house.Report()
    names = [name for name in house.source_files() if not name.startswith("tests/") and not name.endswith(".def")]
    report.check("no forbidden call", findings((name, house.read(name)) for name in names))
    report.rejects("memory outside the arenas", findings([("lang/a.c", "void f(void) { free(x); }")]))
    report.rejects("the clock in the VM", findings([("runtime/vm/a.c", "int n = time (0);")]))
    report.rejects("a file opened behind the hooks", findings([("runtime/patient/a.c", "int fd = open(path, 0);")]))
    report.check("accepts a member of that name", findings([("runtime/base/io.c", "hooks->read(1); io.write(2); io_read(3);")]))
    report.check("accepts it in text and comment", findings([("lang/a.c", '/* free(x) */ char *s = "free(x)";')]))
    report.finish()


main()
