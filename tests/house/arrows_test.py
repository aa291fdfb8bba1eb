#!/usr/bin/env python3
"""Arrows: a room may only look down. Every #include "..." is held against one table (docs/architecture.md draws it)."""
import posixpath
import re

import house

# room -> the rooms right below it; it may include those and everything beneath them.
BELOW = {
    "runtime/base": [],
    "runtime/value": ["runtime/base"],
    "runtime/bytecode": ["runtime/value"],
    "runtime/diagram": ["runtime/value"],
    "public": [],                                   # runtime/cgl.h, runtime/cgl_native.h: what the world sees
    "runtime/native": ["runtime/bytecode", "public"],
    "runtime/vm": ["runtime/bytecode"],
    "runtime/core": ["runtime/patient", "runtime/native"],           # in place of libraries
    "runtime/cells": ["runtime/bytecode", "runtime/diagram"],
    "runtime/patient": ["runtime/bytecode"],
    "runtime/reason": ["runtime/vm", "runtime/cells"],
    "runtime/report": ["runtime/vm", "runtime/patient", "runtime/reason"],
    "runtime": ["runtime/report", "runtime/native", "public"],        # api.c
    "runtime/hosts/wasm": ["runtime/base"],         # in place of an operating system
    "runtime/cglrun": ["runtime"],
    "lang": ["runtime/value"],                      # the tree, its door and its walker
    "lang/messages": ["lang"],
    "lang/parse": ["lang/messages"],
    "lang/resolve": ["lang/parse"],
    "lang/check": ["lang/resolve"],
    "lang/door": ["lang/check"],                    # lang.c: the passes in order
    "compiler/format": ["lang/parse"],              # tokens and comments; no pass behind the parser
    "compiler/lower": ["lang/messages", "runtime/bytecode"],
    "compiler/emit": ["compiler/lower"],
    "compiler": ["compiler/emit"],                  # compile.c: the passes in order; modules.c
    "compiler/verify": ["compiler", "runtime/report"],
    "compiler/words": ["lang"],
    "compiler/index": ["lang", "compiler/lower"],
    "compiler/tools": ["compiler/index", "compiler/verify", "runtime/report"],
    "compiler/testing": ["compiler/tools"],
    "compiler/graph": ["compiler/words", "compiler/tools"],
    "compiler/doc": ["compiler/graph"],
    "compiler/lsp": ["compiler/format", "compiler/testing", "lang/check"],
    "compiler/cglc": ["compiler/lsp", "compiler/doc", "compiler/format", "compiler/testing", "runtime/cglrun"],  # contains everything
    "stdlib": ["public"],
    "tests/embedding": ["public"],                  # host programs see what a stranger sees
    "tests": ["compiler/cglc", "lang/door", "stdlib", "runtime/core"],
}
DOORS = {"lang/lang.c": "lang/door"}               # stands above the rooms beside it
PUBLIC = {"runtime/cgl.h", "runtime/cgl_native.h"}
GENERATED = {"lang/parser.h", "lang/lexer.h", "lang/parser.c", "lang/lexer.c", "runtime/hosts/wasm/widths.inc"}

# third-party header -> the only files or rooms that may know it
GUESTS = {
    "simdjson.h": ["runtime/patient/", "tests/bench/"],
    "jansson.h": ["runtime/patient/", "compiler/tools/", "compiler/testing/", "compiler/lsp/", "tests/"],
    "ffi.h": ["runtime/native/"],
    "dlfcn.h": ["runtime/native/"],
    "utf8proc.h": ["runtime/base/", "runtime/report/", "runtime/hosts/wasm/", "lang/"],
    "graphviz/gvc.h": ["compiler/graph/graph_layout.c"],
    "graphviz/gvplugin.h": ["compiler/graph/graph_layout.c"],
    "graphviz/gvplugin_textlayout.h": ["compiler/graph/graph_layout.c"],
    "math.h": ["tests/"],                           # the platform's libm may change an answer
    "locale.h": [],
    "cmocka.h": ["tests/"],
}


def room_of(name):
    if name in PUBLIC:
        return "public"
    if name in DOORS:
        return DOORS[name]
    folder = posixpath.dirname(name)
    while folder and folder not in BELOW:
        folder = posixpath.dirname(folder)
    return folder or None


def reach(room):
    """The room itself and everything beneath it."""
    seen, todo = set(), [room]
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            todo += BELOW[here]
    return seen


def target_of(name, written, known):
    """The file an #include "..." means: beside the includer, else from the root."""
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(name), written))
    return beside if beside in known and beside != written else written


def findings(texts):
    """texts: file name -> text. One line per broken arrow."""
    known = set(texts) | GENERATED
    for name, text in sorted(texts.items()):
        room = room_of(name)
        if room is None:
            yield f"{name}: in no room of the table"
            continue
        plain = house.without_c_comments(text)
        for written in re.findall(r'^\s*#\s*include\s*"([^"]+)"', plain, re.M):
            target = target_of(name, written, known)
            if target not in known:
                if room != "tests/embedding" or written not in ("cgl.h", "cgl_native.h"):
                    yield f'{name}: includes "{written}", which is not in the project'
            elif room_of(target) not in reach(room):
                yield f"{name}: {room} may not look at {room_of(target)} ({written})"
        for written in re.findall(r"^\s*#\s*include\s*<([^>]+)>", plain, re.M):
            hosts = GUESTS.get(written)
            if hosts is not None and not any(name.startswith(host) for host in hosts):
                yield f"{name}: <{written}> is only for {', '.join(hosts) or 'nobody'}"


def cycles():
    for room in BELOW:
        for below in BELOW[room]:
            if room in reach(below):
                yield f"{room} stands above and below {below}"


def main():
    report = house.Report()
    report.check("the table has no cycle", cycles())
    report.check("every arrow points down", findings({name: house.read(name) for name in house.source_files()}))
    sample = {"runtime/vm/a.c": '#include "lang/ast.h"\n', "lang/ast.h": "", "runtime/base/b.h": "",
              "runtime/value/c.h": "", "elsewhere/x.c": ""}
    report.rejects("the VM looking at the syntax tree", findings(sample))
    report.rejects("base looking up at value", findings({"runtime/base/b.h": '#include "../value/c.h"\n', "runtime/value/c.h": ""}))
    report.rejects("the standard library looking past cgl.h", findings({"stdlib/n.c": '#include "runtime/base/b.h"\n', "runtime/base/b.h": ""}))
    report.rejects("a file in no room", findings({"elsewhere/x.c": ""}))
    report.rejects("an include that does not exist", findings({"lang/a.c": '#include "lang/nowhere.h"\n'}))
    report.rejects("libm in the runtime", findings({"runtime/value/real.c": "#include <math.h>\n"}))
    report.check("accepts an arrow in a comment", findings({"runtime/vm/a.c": '/* #include "lang/ast.h" */\n', "lang/ast.h": ""}))
    report.finish()


main()
