#!/usr/bin/env python3
"""Sums what gcov found after `make test MODE=coverage`: lines and branches taken, per room."""
import collections
import gzip
import json
import os
import pathlib
import posixpath
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(os.environ.get("BUILD", ROOT / "build/coverage"))


def counts(folder):
    """{source: (lines, hit lines, branches, taken branches)} over all data files; headers are left out."""
    data = [str(path) for path in BUILD.rglob("*.gcda") if "/tests/" not in str(path)]
    subprocess.run(["gcov", "--json-format", "--branch-probabilities", *data], cwd=folder, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, check=False)
    found = {}
    for path in pathlib.Path(folder).glob("*.gcov.json.gz"):
        for source in json.loads(gzip.decompress(path.read_bytes()))["files"]:
            name = os.path.relpath(os.path.join(ROOT, source["file"]), ROOT)
            if name.endswith((".c", ".cpp")) and not name.startswith(("..", "tests/")):
                lines = source["lines"]
                branches = [branch for line in lines for branch in line["branches"]]
                found[name] = (len(lines), sum(line["count"] > 0 for line in lines), len(branches),
                               sum(branch["count"] > 0 for branch in branches))
    return found


def main():
    with tempfile.TemporaryDirectory() as folder:
        found = counts(folder)
    rooms = collections.defaultdict(lambda: [0, 0, 0, 0])
    for name, row in found.items():
        for total in (rooms[posixpath.dirname(name)], rooms["all"]):
            for i, value in enumerate(row):
                total[i] += value
    print(f"{'room':24}{'lines':>8}{'hit':>7}{'branches':>10}{'taken':>7}")
    for room, (lines, hit, branches, taken) in sorted(rooms.items(), key=lambda item: (item[0] == "all", item[0])):
        print(f"{room:24}{lines:8}{hit / max(lines, 1):7.1%}{branches:10}{taken / max(branches, 1):7.1%}")


main()
