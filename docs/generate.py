#!/usr/bin/env python3
"""Writes the generated part of docs/bytecode.md from runtime/bytecode/opcodes.def; --check only compares."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "runtime/bytecode/opcodes.def"
PAGE = ROOT / "docs/bytecode.md"
BEGIN, END = "<!-- generated from runtime/bytecode/opcodes.def: begin -->", "<!-- generated: end -->"

TYPES = {"b": "yes_no", "e": "enumeration", "i": "integer", "d": "decimal", "t": "date", "r": "real", "s": "set constant",
         "n": "integer, decimal or date", "*": "any", "L": "list", "F": "fact", "Q": "answer", "_": "-"}
IMMEDIATES = {"D": "digits", "B": "block", "N": "native", "R": "register (date)", "E": "end of loop", "K": "skip count"}


def rows():
    text = re.sub(r"/\*.*?\*/", "", TABLE.read_text(), flags=re.S)
    pattern = r'^OP\((\w+)\s*,\s*\w+\s*,\s*"([^"]*)"\s*,\s*"([^"]*)"\s*,\s*"([^"]*)"\s*\)'
    return re.findall(pattern, text, re.M)


def operands(signature):
    """`b:nn,D` as (type of dst, types of a b c, what imm holds)."""
    registers, _, immediate = signature.partition(",")
    target, _, sources = registers.partition(":")
    names = [f"{name} {TYPES[letter]}" for name, letter in zip("abc", sources)]
    return TYPES[target], ", ".join(names) or "-", IMMEDIATES.get(immediate, "-")


def manual():
    lines = ["| opcode | does | dst | operands | imm | meaning |", "|---|---|---|---|---|---|"]
    for name, signature, synopsis, sentence in rows():
        shown = re.sub(r"%([abc])", r"\1", synopsis).replace("%d", "dst").replace("%i", "imm").replace("|", "\\|")
        target, sources, immediate = operands(signature)
        lines.append(f"| `{name}` | `{shown}` | {target} | {sources} | {immediate} | {sentence} |")
    return "\n".join(lines)


def main():
    page = PAGE.read_text()
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    new = f"{before}{BEGIN}\n\n{manual()}\n\n{END}{after}"
    if "--check" in sys.argv:
        if new != page:
            sys.exit("docs/bytecode.md is not what docs/generate.py writes: run `make docs`")
    elif new != page:
        PAGE.write_text(new)


main()
