#!/usr/bin/env python3
"""`cglc lsp`: hover, definition, references, highlights, symbols; rename. The places of names are held against a plain reading of
the sources: words outside texts and comments."""
import collections
import os
import pathlib
import re
import shutil
import subprocess
import time

from lsp_client import Client, find, refusal, uri_of

ROOT = pathlib.Path(os.environ["ROOT"])
SCRATCH = pathlib.Path(os.environ["TMPDIR"])
RELEASE = os.environ["MODE"] == "release"
GUIDELINE = SCRATCH / "seom_crlm"
failed = False


def check(name, good, detail=""):
    global failed
    failed |= not good
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n    {str(detail)[:1500]}"))


# ---- a plain reading ----

WORD = re.compile(r'"(?:[^"\\]|\\.)*"|--[^\n]*|[A-Z]+-\d+[a-z]?|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*')


def words():
    """word -> {(uri, line, character)} of every source of the guideline."""
    places = collections.defaultdict(set)
    for path in sorted(GUIDELINE.rglob("*.cgl")):
        text = path.read_text()
        for found in WORD.finditer(text):
            if found.group()[0] != '"' and not found.group().startswith("--"):
                line, character = find(text[:found.start()] + "\0", "\0")
                places[found.group()].add((uri_of(path), line, character))
    return places


def starts(locations):
    return {(place["uri"], place["range"]["start"]["line"], place["range"]["start"]["character"]) for place in locations}


def references(client, uri, text, needle, inside=0):
    line, character = find(text, needle, inside)
    return client.at("textDocument/references", uri, line, character, context={"includeDeclaration": True})


def test_places():
    client, plain = Client(), words()
    patient = GUIDELINE / "crlm/patient.cgl"
    text = patient.read_text()
    uri = client.open(patient)
    block = text[text.index("\npatient\n"):]
    fields = re.findall(r"^  ([a-z_]\w*\.[a-z_]\w*(?:\.\w+)*) +:", block, re.M)
    check("the patient has fields", len(fields) > 30, fields)
    wrong = []
    for field in fields:
        line, character = find(text, f"\n  {field} ", 3)
        found = starts(client.at("textDocument/references", uri, line, character, context={"includeDeclaration": True}))
        if found != plain[field]:
            wrong.append((field, sorted(found ^ plain[field])[:3]))
    check(f"{len(fields)} fields: every place of each, in all modules and tests", not wrong, wrong)
    path = GUIDELINE / "crlm/statements/ablation.cgl"
    statements, uri = path.read_text(), client.open(path)
    ids = re.findall(r"^statement ([A-Z]+-\d+)", statements, re.M)
    wrong = []
    for name in ids:
        found = starts(references(client, uri, statements, f"statement {name}", 10))
        if found != plain[name]:
            wrong.append((name, sorted(found ^ plain[name])[:3]))
    check(f"{len(ids)} statements", len(ids) > 10 and not wrong, wrong)
    rules, wrong, count = GUIDELINE / "crlm/resectability.cgl", [], 0
    text, uri = rules.read_text(), client.open(rules)
    for kind, name in re.findall(r"^(define|decision) (\w+)", text, re.M):
        found = starts(references(client, uri, text, f"{kind} {name}", len(kind) + 1))
        count += 1
        if found != plain[name]:
            wrong.append((name, sorted(found ^ plain[name])[:3]))
    check(f"{count} rules", count > 5 and not wrong, wrong)
    client.leave()


# ---- single requests ----

SMALL = '''guideline small
  version  "1"
  title    "Small"
  source   paper "A paper"
  strength must, could
end

enum side : left "left side", right

record lesion
  id   : key
  size : length in cm 0 cm..50 cm  "Size"
end

patient
  id      : key
  lesions : list of lesion 0..9
  whereto : side                    "Side, µ and 🙂"
end

statement S-01 at paper "p. 1" "Large is above 3 cm."

reason left_side "On the left" from S-01

gap limit : integer 1..5
  from S-01
  at   paper "p. 2"
  "How many?"
  policy "How many lesions are many"
end

define large for each lesion "large"
  from  S-01
  means size > 3 cm
end

define twice(n : decimal) means n * 2

decision many : yes_no "Many"
  from S-01
  case yes when lesions.count > limit or any lesions with (large and lesion.size > 4 cm)
  otherwise no
end

advise cut "Cut"
  from     S-01
  strength must
  when     many
  unless   whereto is left because left_side
end

caution watch "Watch"
  from S-01
  when cut applies and twice(2) > 3
end

test "many of them"
  policy limit 1
  given  whereto right, lesions [ id "a", size 5 cm ], [ id "b", size 1 cm ]
  expect many yes, cut applies, caution watch
end

test "none"
  given  like "many of them", lesions []
  expect many no
end
'''


def markdown(client, uri, needle, inside=0):
    found = client.at("textDocument/hover", uri, *find(SMALL, needle, inside))
    return found and found["contents"]["value"]


def test_small():
    client = Client()
    path = SCRATCH / "small.cgl"
    path.write_text(SMALL)
    uri = client.open(path)
    check("the sample is good", client.shown(uri) == [], client.shown(uri))
    for needle, inside, parts in (
            ("size > 3", 1, ["size : length in cm 0 cm..50 cm", "field `size`: length in cm, of the record `lesion`", "`large`", "`many`"]),
            ("lesion.size > 4", 8, ["field `size`"]),
            ("from  S-01", 7, ['statement S-01 at paper "p. 1"', "Large is above 3 cm.", "named by `left_side`, `limit`, `large`"]),
            ("> limit", 3, ["gap limit : integer 1..5", "How many?"]),
            ("is left because", 3, ["value `left`, of the enumeration `side`"]),
            ("because left_side", 9, ["reason left_side", "named by `cut`"]),
            ("when     many", 9, ["decision many", "rule `many`: yes_no", "`cut`, `many of them`, `none`"]),
            ("twice(2)", 2, ["define twice(n", "named by `watch`"]),
            ("means n", 6, ["parameter `n`: decimal, of the rule `twice`"]),
            ("cut applies,", 0, ["advise cut", "recommendation `cut`"]),
            ("strength must\n", 10, ["strength `must`"]),
            ('like "many of', 8, ['test "many of them"', "named by `none`"])):
        text = markdown(client, uri, needle, inside)
        check(f"hover over {needle}", text and all(part in text for part in parts), text)
    check("nothing is known of a keyword", markdown(client, uri, "otherwise") is None)
    place = client.at("textDocument/definition", uri, *find(SMALL, "and lesion.size", 12))
    check("definition of an element's field", starts([place]) == {(uri, *find(SMALL, "size : length"))}, place)
    check("definition of nothing", client.at("textDocument/definition", uri, *find(SMALL, "otherwise")) is None)
    marks = client.at("textDocument/documentHighlight", uri, *find(SMALL, "large and"))
    check("highlights: where it is declared and where it is read", sorted(mark["kind"] for mark in marks) == [2, 3], marks)
    without = client.at("textDocument/references", uri, *find(SMALL, "decision many", 10), context={"includeDeclaration": False})
    check("references without the declaration", len(without) == 3, without)
    check("a value in a test is a place of it", len(references(client, uri, SMALL, "whereto right", 9)) == 2)
    symbols = client.ask("textDocument/documentSymbol", textDocument={"uri": uri})
    names = [symbol["name"] for symbol in symbols]
    check("the outline", names == ["small", "paper", "must", "could", "side", "lesion", "id", "lesions", "whereto", "S-01", "left_side", "limit", "large",
                                   "twice", "many", "cut", "watch", "many of them", "none"], names)
    lesion = symbols[names.index("lesion")]
    check("a record has its fields below it", [child["name"] for child in lesion["children"]] == ["id", "size"], lesion)
    check("a declaration reaches to its end", lesion["range"]["end"] == {"line": 12, "character": 3} and lesion["range"]["start"]["line"] == 9, lesion)
    found = client.ask("workspace/symbol", query="LSN")
    check("symbols whose letters stand in this order", [item["name"] for item in found] == ["lesion", "lesions"], found)
    folds = client.ask("textDocument/foldingRange", textDocument={"uri": uri})
    lines = SMALL.splitlines()
    blocks = {(fold["startLine"], fold["endLine"]) for fold in folds}
    expected = {(number, next(end for end in range(number, len(lines)) if lines[end] == "end")) for number, row in enumerate(lines)
                if re.match(r"(guideline|record|patient|gap|decision|advise|caution|test)\b|define large", row)}
    check("every block folds from its head to its end", blocks == expected, sorted(blocks ^ expected))
    [chain] = client.ask("textDocument/selectionRange", textDocument={"uri": uri}, positions=[dict(zip(("line", "character"), find(SMALL, "> 3 cm", 2)))])
    steps = []
    while chain:
        steps.append((chain["range"]["start"]["line"], chain["range"]["end"]["line"], chain["range"]["end"]["character"]))
        chain = chain.get("parent")
    row = find(SMALL, "means size")[0]
    check("a selection grows by word, clause, declaration, text", [step[:2] for step in steps] == [(row, row), (row, row + 1), (row - 2, row + 1), (0, len(lines))], steps)
    check("a position that is none is refused", refusal(client, "textDocument/hover", textDocument={"uri": uri}) == -32602)
    check("a text that is not open is refused", refusal(client, "textDocument/hover", textDocument={"uri": "file:///none"}, position={"line": 0, "character": 0}) == -32602)
    check("a position outside the text is its end", client.at("textDocument/hover", uri, 9999, 9) is None)
    client.leave()


def test_speed():
    client = Client()
    path = GUIDELINE / "crlm/resectability.cgl"
    text, uri = path.read_text(), client.open(path)
    client.shown(uri)
    line, character = find(text, "resectability")
    for method, more in (("hover", {}), ("definition", {}), ("references", {"context": {"includeDeclaration": True}}), ("documentHighlight", {}), ("documentSymbol", {})):
        times = []
        for turn in range(40):
            client.change(uri, (0, 0, 0, 0, " "))  # each request reads the guideline again
            client.shown(uri)
            began = time.monotonic()
            client.at(f"textDocument/{method}", uri, line, character + 1 + turn, **more)
            times.append(time.monotonic() - began)
        print(f"    {method}: {sorted(times)[37] * 1000:.0f} ms (p95)")
        check(f"{method} is quick", sorted(times)[20] < 0.3 or not RELEASE, times)
    client.leave()


def main():
    shutil.copytree(ROOT / "guidelines/seom_crlm", GUIDELINE)
    test_places()
    test_small()
    test_speed()
    raise SystemExit(failed)


main()
