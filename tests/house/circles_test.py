#!/usr/bin/env python3
"""Circles: the files of a room stand in an order as well. No two files call each other, directly or through others,
and no headers include each other. What walks a tree may: its files are the cases of one recursion, named below."""
import collections
import posixpath
import re
import subprocess

import house

# The walks of a tree: files of one folder that call each other because what they walk is nested.
WALKS = {
    "lang/resolve": {"resolve_expr", "resolve_list"},
    "lang/check": {"check_compare", "check_expr", "check_gate", "check_list", "check_number"},
    "compiler/lower": {"lower_expr", "lower_number", "lower_rule"},
    "compiler/words": {"words", "words_condition", "words_value"},
    "compiler/lsp": {"index", "index_declare", "index_name", "index_test"},
    # Operations on diagrams: a leaf holds a term, a term is compared by cutting, a cut is a diagram.
    "runtime/diagram": {"apply", "compare", "leaf", "order", "search", "term", "var", "walk"},
}


# Files that hold a table of functions of their room (here methods.def) beside what those functions share: what such a
# file names in its table does not count as its call.
TABLES = {"compiler/lsp/server"}


def circles(edges):
    """The groups of names that reach each other (Tarjan, without recursion); edges: name -> names."""
    index, low, stack, found = {}, {}, [], []
    for root in sorted(edges):
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        todo = [(root, iter(sorted(edges[root])))]
        while todo:
            here, targets = todo[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    todo.append((target, iter(sorted(edges.get(target, ())))))
                    break
                if target in stack:
                    low[here] = min(low[here], index[target])
            else:
                todo.pop()
                if todo:
                    low[todo[-1][0]] = min(low[todo[-1][0]], low[here])
                if low[here] == index[here]:
                    at = stack.index(here)
                    if len(stack) - at > 1:
                        found.append(sorted(stack[at:]))
                    del stack[at:]
    return found


def findings(edges, walks):
    """One line for each circle of files that is not one of the walks; edges: file -> files of the same room."""
    met = set()
    for group in circles(edges):
        room = posixpath.dirname(group[0])
        names = {posixpath.basename(name) for name in group}
        if names == walks.get(room):
            met.add(room)
        else:
            yield f"{room}: {', '.join(sorted(names))} call each other"
    for room in sorted(set(walks) - met):
        yield f"{room}: {', '.join(sorted(walks[room]))} do not call each other; strike them from the table"


def read_symbols(objects):
    """object -> (symbols it defines, symbols it wants), as nm lists them."""
    listing = subprocess.run(["nm", "-A", *objects], stdout=subprocess.PIPE, check=True, text=True).stdout
    symbols = {name: (set(), set()) for name in objects}
    for line in listing.splitlines():
        name, rest = line.split(":", 1)
        kind, symbol = rest.split()[-2:]
        if kind in "TDBRCVW":
            symbols[name][0].add(symbol)
        elif kind == "U":
            symbols[name][1].add(symbol)
    return symbols


def calls(symbols):
    """File -> files of its own folder that define what it wants; symbols: file -> (defined, wanted)."""
    homes = {symbol: name for name, (defined, _) in symbols.items() for symbol in defined}
    edges = collections.defaultdict(set)
    for name, (_, wanted) in symbols.items():
        targets = {homes[symbol] for symbol in wanted if symbol in homes}
        edges[name] = {target for target in targets if posixpath.dirname(target) == posixpath.dirname(name)}
    return edges


def built_files():
    """The product's files with an object in the build, without their suffix."""
    stems = [posixpath.splitext(name)[0] for name in house.source_files()
             if name.endswith((".c", ".cpp")) and name.startswith(("runtime/", "lang/", "compiler/"))]
    return [stem for stem in stems if (house.BUILD / f"{stem}.o").exists()]


def header_edges(texts):
    """Header -> headers of its own folder that it includes."""
    edges = {}
    for name, text in texts.items():
        written = re.findall(r'^\s*#\s*include\s*"([^"]+)"', text, re.M)
        edges[name] = {posixpath.join(posixpath.dirname(name), other) for other in written if "/" not in other}
    return edges


def main():
    report = house.Report()
    files = built_files()
    symbols = read_symbols([str(house.BUILD / f"{name}.o") for name in files])
    by_file = {name: symbols[str(house.BUILD / f"{name}.o")] for name in files}
    report.check("objects are found", [] if len(files) > 200 else [f"{len(files)} objects in {house.BUILD}"])
    edges = {name: set() if name in TABLES else targets for name, targets in calls(by_file).items()}
    report.check("no circle of calls but the walks of a tree", findings(edges, WALKS))
    headers = {name: house.read(name) for name in house.source_files() if name.endswith(".h")}
    report.check("no circle of headers", findings(header_edges(headers), {}))

    two = {"a/x": ({"x"}, {"y"}), "a/y": ({"y"}, {"x"})}
    report.rejects("two files that call each other", findings(calls(two), {}))
    three = {"a/x": ({"x"}, {"y"}), "a/y": ({"y"}, {"z"}), "a/z": ({"z"}, {"x"})}
    report.rejects("three files in a circle", findings(calls(three), {}))
    report.rejects("a file that joins a walk", findings(calls(three), {"a": {"x", "y"}}))
    report.rejects("a walk that is no longer one", findings({"a/x": {"a/y"}, "a/y": set()}, {"a": {"x", "y"}}))
    report.rejects("headers that include each other", findings(header_edges({"a/x.h": '#include "y.h"\n', "a/y.h": '#include "x.h"\n'}), {}))
    report.check("accepts a walk by name", findings(calls(two), {"a": {"x", "y"}}))
    report.check("accepts an order", findings({"a/x": {"a/y", "a/z"}, "a/y": {"a/z"}, "a/z": set()}, {}))
    report.finish()


main()
