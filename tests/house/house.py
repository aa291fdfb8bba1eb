"""What the house tests share: the tracked files, rooms, and the ok / not ok lines."""
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("BUILD", ROOT / "build/release"))
SOURCE_SUFFIXES = {".c", ".h", ".l", ".y", ".cpp", ".def", ".inc"}


def tracked_files():
    """Tracked and new files as paths from the root; what .gitignore names is not looked at."""
    listing = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT,
                             stdout=subprocess.PIPE, check=True).stdout.decode()
    return sorted(name for name in set(listing.split("\0")) if name and (ROOT / name).exists())


def source_files():
    return [name for name in tracked_files() if pathlib.PurePath(name).suffix in SOURCE_SUFFIXES]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def is_text(name):
    return b"\0" not in (ROOT / name).read_bytes()[:4096]


def without_c_comments(text):
    return re.sub(r"/\*.*?\*/|//[^\n]*", lambda found: re.sub(r"[^\n]", " ", found.group()), text, flags=re.S)


def def_rows(name, macro):
    """Arguments of each MACRO(...) row of a .def table, as lists of raw strings (quotes removed)."""
    text = without_c_comments(read(name))
    rows = []
    for found in re.finditer(rf'^\s*{macro}\(((?:[^()"]|"(?:[^"\\]|\\.)*"|\([^()]*\))*)\)', text, re.M):
        parts = re.findall(r'\s*("(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*|(?:[^,"(]|\([^()]*\))+)\s*(?:,|$)', found.group(1))
        rows.append([re.sub(r'"\s*"', "", part).strip().strip('"') for part in parts])
    return rows


class Report:
    """Collects findings per check and prints them; `finish` exits non-zero if any check failed."""

    def __init__(self):
        self.failed = False

    def check(self, name, findings):
        findings = list(findings)
        print(f"{'not ok' if findings else 'ok'} - {name}")
        for finding in findings:
            print("    " + finding)
        self.failed |= bool(findings)

    def rejects(self, name, findings):
        """A self-test: the bad sample must have given at least one finding."""
        self.check(f"rejects: {name}", [] if list(findings) else ["the bad sample was accepted"])

    def finish(self):
        sys.exit(1 if self.failed else 0)
