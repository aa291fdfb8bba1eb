#!/usr/bin/env python3
"""Writes the word lists of the editors from lang/parse/tokens.def and runtime/value/units.def; --check only compares.

The Vim file keeps everything outside its generated part; the TextMate grammar is written whole.
"""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOKENS = ROOT / "lang/parse/tokens.def"
UNITS = ROOT / "runtime/value/units.def"
VIM = ROOT / "editors/vim/syntax/cgl.vim"
TEXTMATE = ROOT / "editors/vscode/syntaxes/cgl.tmLanguage.json"
BEGIN, END = '" generated from lang/parse/tokens.def: begin\n', '" generated: end\n'

# class of tokens.def -> (Vim group, TextMate scope)
CLASSES = {
    "DECLARATION": ("cglDeclaration", "keyword.declaration.cgl"),
    "CLAUSE": ("cglClause", "keyword.control.clause.cgl"),
    "OPERATOR": ("cglOperator", "keyword.operator.word.cgl"),
    "LIST": ("cglList", "keyword.operator.list.cgl"),
    "GATE": ("cglGate", "keyword.other.gate.cgl"),
    "CONSTANT": ("cglConstant", "constant.language.cgl"),
    "TYPE": ("cglType", "storage.type.cgl"),
    "FUNCTION": ("cglFunction", "support.function.cgl"),
}


def table(path):
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)


def words():
    """{class: (hard words, soft words)}; a soft word is also a name, so before a colon it is one."""
    text = table(TOKENS)
    lists = {name: ([], []) for name in CLASSES}
    for word, kind, soft in re.findall(r'^WORD\(\w+\s*,\s*"(\w+)"\s*,\s*(\w+)\s*,\s*(true|false)\)', text, re.M):
        lists[kind][soft == "true"].append(word)
    for word, kind in re.findall(r'^PLAIN\("(\w+)"\s*,\s*(\w+)\)', text, re.M):
        lists[kind][0].append(word)
    dimensions = re.findall(r"^(?:DIM|SHARE)\((\w+)", table(UNITS), re.M)
    lists["TYPE"][0].extend(word for word in dimensions if word not in lists["TYPE"][0])
    return lists


def longest_first(texts):
    return sorted(set(texts), key=lambda text: (-len(text), text))


def units():
    return longest_first(re.findall(r'^UNIT\("([^"]+)"', table(UNITS), re.M))


def operators():
    return longest_first(re.findall(r'^SYMBOL\(\w+\s*,\s*"([^"]+)"\s*,\s*OPERATOR\)', table(TOKENS), re.M))


def vim_pattern(texts):
    """A very magic alternative of literal texts."""
    return "%(" + "|".join(re.sub(r"([^\w])", r"\\\1", text) for text in texts) + ")"


def vim_text():
    # What starts like a word comes first: of two matches at one place the later one wins.
    lines = [rf"syntax match cglUnit /\v%([0-9] |<in\s+)@<={vim_pattern(units())}%(\s|$|[,)\].|])@=/"]
    for kind, (hard, soft) in words().items():
        group = CLASSES[kind][0]
        if hard:
            lines.append(f"syntax keyword {group} {' '.join(hard)}")
        if soft:
            # A match, since a keyword would win over everything: before a colon the word is a name.
            lines.append(rf"syntax match {group} /\v<{vim_pattern(soft)}>%(\s*:)@!/")
    lines.append(rf"syntax match cglSymbol /\v{vim_pattern(operators())}/")
    return "\n".join(lines) + "\n"


def vim_file():
    page = VIM.read_text()
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + vim_text() + END + after


def word_patterns():
    """Not within a dotted path; a soft word not before a colon."""
    patterns = []
    for kind, (hard, soft) in words().items():
        for listed, after in ((hard, r"(?![\w.])"), (soft, r"(?![\w.]|\s*:)")):
            if listed:
                patterns.append({"name": CLASSES[kind][1], "match": rf"(?<![\w.])({'|'.join(listed)}){after}"})
    return patterns


def textmate_file():
    number = r"(?<![\w.])\d+(?:\.\d+)?(?![\w])"
    unit = "|".join(re.escape(code) for code in units())
    after_unit = r"(?=\s|$|[,)\].|])"
    grammar = {
        "name": "CGL",
        "scopeName": "source.cgl",
        "fileTypes": ["cgl"],
        "patterns": [
            {"name": "comment.line.double-dash.cgl", "match": r"--.*$"},
            {"name": "string.quoted.double.cgl", "begin": '"', "end": '"|$',
             "patterns": [{"name": "constant.character.escape.cgl", "match": r"\\."}]},
            {"name": "constant.other.statement.cgl", "match": r"(?<![\w.])[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+\b"},
            {"name": "constant.numeric.date.cgl", "match": r"(?<![\w.])\d{4}-\d{2}(?:-\d{2})?(?!\w)"},
            {"match": rf"({number}) ({unit}){after_unit}",
             "captures": {"1": {"name": "constant.numeric.cgl"}, "2": {"name": "keyword.other.unit.cgl"}}},
            {"match": rf"(?<![\w.])(in)\s+({unit}){after_unit}",
             "captures": {"1": {"name": "keyword.operator.word.cgl"}, "2": {"name": "keyword.other.unit.cgl"}}},
            {"name": "constant.numeric.cgl", "match": r"(?<!\w)\d+(?:\.\d+)?(?!\w)"},
            *word_patterns(),
            {"name": "punctuation.separator.table.cgl", "match": r"\||=>"},
            {"name": "keyword.operator.cgl", "match": "|".join(re.escape(symbol) for symbol in operators())},
            {"name": "variable.other.cgl", "match": r"[a-zA-Z_]\w*(?:\.[a-zA-Z_]\w*)*"},
        ],
    }
    return json.dumps(grammar, indent=2) + "\n"


def main():
    wanted = {VIM: vim_file(), TEXTMATE: textmate_file()}
    for path, text in wanted.items():
        old = path.read_text() if path.exists() else ""
        if old == text:
            continue
        if "--check" in sys.argv:
            sys.exit(f"{path.relative_to(ROOT)} is not what editors/generate.py writes: run `make docs`")
        path.write_text(text)


main()
