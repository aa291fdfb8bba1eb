#!/usr/bin/env python3
"""`cglc lsp`: completion, signature help, formatting, rename, repairs. A rename is held against the compiler: the same program under
another name; a repair against its diagnostic, which must be gone."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import time

from lsp_client import Client, Refused, find, uri_of

ROOT = pathlib.Path(os.environ["ROOT"])
CGLC = os.environ["CGLC"]
SCRATCH = pathlib.Path(os.environ["TMPDIR"])
RELEASE = os.environ["MODE"] == "release"
GUIDELINE = SCRATCH / "seom_crlm"
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
  width   : length in mm 0 mm..900 mm
end

statement S-01 at paper "p. 1" "Large is above 3 cm."

reason left_side "On the left" from S-01

define large for each lesion "large"
  from  S-01
  means size > 3 cm
end

define twice(n : decimal, m : decimal) means n * m

decision many : yes_no "Many"
  from S-01
  case yes when any lesions with (large and lesion.size > 4 cm)
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
  when cut applies and width > 3 mm and twice(2, 3) > 3
end

test "many of them"
  given  whereto right, lesions [ id "a", size 5 cm ]
  expect many yes, cut applies, caution watch
end
'''
failed = False


def check(name, good, detail=""):
    global failed
    failed |= not good
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n    {str(detail)[:1200]}"))


def refusal(client, method, **params):
    try:
        return None, client.ask(method, **params)
    except Refused as refused:
        return refused.code, str(refused)


def offset(text, place):
    lines = text.split("\n")
    units = lines[place["line"]].encode("utf-16-le")[:2 * place["character"]]
    return sum(len(line) + 1 for line in lines[:place["line"]]) + len(units.decode("utf-16-le"))


def apply(text, edits):
    for edit in sorted(edits, key=lambda one: -offset(text, one["range"]["start"])):
        text = text[:offset(text, edit["range"]["start"])] + edit["newText"] + text[offset(text, edit["range"]["end"]):]
    return text


# ---- completion ----

def offered(client, uri, text, mark="|"):
    """What is offered where the mark stands; the text without it is what is open."""
    line, character = find(text, mark)
    client.change(uri, text.replace(mark, "", 1))
    return [item["label"] for item in client.at("textDocument/completion", uri, line, character)["items"]]


def test_completion():
    client = Client()
    uri = client.open(SCRATCH / "small.cgl", SMALL)
    statements, sides = ["S-01"], ["left", "right"]
    for name, old, new, exactly in (
            ("statements behind from", "define large for each lesion \"large\"\n  from  S-01", "define large for each lesion \"large\"\n  from  S|", statements),
            ("reasons behind because", "because left_side", "because |", ["left_side"]),
            ("strengths", "strength must\n  when", "strength |\n  when", ["must", "could"]),
            ("sources", "at paper", "at |", ["paper"]),
            ("values of the field to the left", "whereto is left", "whereto is |", sides),
            ("records", "for each lesion", "for each |", ["lesion"]),
            ("values of the decision being written", "case yes when", "case | when", ["yes", "no"]),
            ("tests", "given  whereto", "given  like \"|\", whereto", []),
            ("nothing in a text", "\"Cut\"", "\"C|ut\"", []),
            ("nothing in a comment", "advise cut", "-- a com|ment\nadvise cut", []),
            ("values of a fact in a test", "whereto right,", "whereto |,", sides)):
        found = offered(client, uri, SMALL.replace(old, new, 1))
        check(name, found == exactly, found)
    units = offered(client, uri, SMALL.replace("width > 3 mm", "width > 3 |", 1))
    check("units of the right dimension, the field's own first", units[0] == "mm" and "cm" in units and "kg" not in units, units)
    for name, old, new, some, none in (
            ("facts, rules and words behind when", "when     many", "when     |", ["many", "whereto", "width", "any", "always"], ["S-01", "means"]),
            ("facts in a test", "given  whereto right", "given  |", ["whereto", "lesions"], ["many"]),
            ("answers in a test", "expect many yes", "expect |", ["many", "cut", "caution"], ["large", "width"]),
            ("the next fact of a test", "whereto right, lesions", "whereto right, |", ["lesions"], ["many"]),
            ("types", "whereto : side", "whereto : |", ["side", "yes_no", "date"], ["many"]),
            ("declarations behind end", "\nadvise cut", "\n|\nadvise cut", ["define", "test", "advise ... when"], ["many"]),
            ("clauses in a rule", "  when     many", "  |\n  when     many", ["unless", "timing"], ["S-01"])):
        found = offered(client, uri, SMALL.replace(old, new, 1))
        check(name, set(some) <= set(found) and not set(none) & set(found), found)
    line, character = find(SMALL, "lesion.size >", 8)
    client.change(uri, SMALL)
    [item] = [item for item in client.at("textDocument/completion", uri, *find(SMALL, "when     many", 11))["items"] if item["label"] == "many"]
    check("an item replaces the word that was begun", item["textEdit"]["range"]["start"]["character"] == 11 and item["detail"] == "Many", item)
    call = find(SMALL, "twice(2, 3)")
    help = client.at("textDocument/signatureHelp", uri, call[0], call[1] + 8)
    check("the signature of a call", help["signatures"][0]["label"] == "twice(n : decimal, m : decimal)" and help["activeParameter"] == 1, help)
    check("no call, no signature", client.at("textDocument/signatureHelp", uri, *find(SMALL, "when     many", 11)) is None)
    client.leave()


# ---- layout ----

def test_format():
    client = Client()
    ugly = SMALL.replace("  when     many", " when many").replace('"Side, µ and 🙂"', '"🙂"   ')
    uri = client.open(SCRATCH / "ugly.cgl", ugly)
    edits = client.ask("textDocument/formatting", textDocument={"uri": uri}, options={"tabSize": 8, "insertSpaces": False})
    plain = subprocess.run([CGLC, "fmt", "-"], input=ugly.encode(), stdout=subprocess.PIPE).stdout.decode()
    check("the layout is that of cglc fmt", apply(ugly, edits) == plain != ugly, edits)
    client.change(uri, plain)
    check("a second time nothing changes", client.ask("textDocument/formatting", textDocument={"uri": uri}, options={}) == [])
    line = find(ugly, " when many")[0]
    client.change(uri, ugly)
    edits = client.ask("textDocument/rangeFormatting", textDocument={"uri": uri}, options={},
                       range={"start": {"line": line, "character": 0}, "end": {"line": line, "character": 3}})
    lined = subprocess.run([CGLC, "fmt", "--lines", f"{line + 1}-{line + 1}", "-"], input=ugly.encode(), stdout=subprocess.PIPE).stdout.decode()
    check("some lines only", apply(ugly, edits) == lined != plain, edits)
    check("a range that is none", refusal(client, "textDocument/rangeFormatting", textDocument={"uri": uri}, range={})[0] == -32602)
    broken = ugly.replace("define large for", "define ) for")
    client.change(uri, broken)
    edits = client.ask("textDocument/formatting", textDocument={"uri": uri}, options={})
    check("a broken declaration stays as it is", "define ) for each lesion \"large\"\n  from  S-01" in apply(broken, edits))
    client.leave()


# ---- rename ----

def program(folder, old="", new=""):
    done = subprocess.run([CGLC, "--dump=ir", "seom_crlm.cgl"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return re.sub(rf"(?<![\w.]){re.escape(new)}(?![\w.])", old, done.stdout.decode()) if new else done.stdout.decode()


def test_rename():
    client = Client()
    before = program(GUIDELINE)
    for module, needle, inside, new in (("crlm/patient.cgl", "\n  liver.r0_feasible ", 3, "liver.r9_possible"),
                                        ("crlm/resectability.cgl", "decision resectability", 9, "how_resectable")):
        path = GUIDELINE / module
        text, uri = path.read_text(), client.open(path)
        old = re.match(r"[\w.]+", text[text.index(needle) + inside:] if inside != 3 else text[text.index(needle) + inside:]).group()
        line, character = find(text, needle, inside)
        prepared = client.at("textDocument/prepareRename", uri, line, character)
        check(f"{old} may be renamed", prepared["placeholder"] == old, prepared)
        edit = client.at("textDocument/rename", uri, line, character, newName=new)
        copy = SCRATCH / ("renamed_" + new.replace(".", "_"))
        shutil.copytree(GUIDELINE, copy)
        for name, edits in edit["changes"].items():
            target = copy / pathlib.Path(name[len("file://"):]).relative_to(GUIDELINE)
            target.write_text(apply(target.read_text(), edits))
        check(f"{old} in {len(edit['changes'])} files: the same program under another name", len(edit["changes"]) > 2 and program(copy, old, new) == before != "")
        check("no file was written", path.read_text() == text)
        client.close(uri)
    uri = client.open(SCRATCH / "small.cgl", SMALL)
    line, character = find(SMALL, "decision many", 9)
    for new, code in (("large", -32803), ("whereto", -32803), ("when", -32803), ("a b", -32602), ("", -32602), ("9a", -32803)):
        found = refusal(client, "textDocument/rename", textDocument={"uri": uri}, position={"line": line, "character": character}, newName=new)
        check(f"refused as a name: '{new}'", found[0] == code, found)
    edit = client.at("textDocument/rename", uri, *find(SMALL, "lesion.size", 8), newName="breadth")
    renamed = apply(SMALL, edit["changes"][uri])
    check("an element's field, with and without what it is of", renamed == re.sub(r"\bsize\b", "breadth", SMALL), renamed)
    edit = client.at("textDocument/rename", uri, *find(SMALL, "is left", 3), newName="leftish")
    check("a value", apply(SMALL, edit["changes"][uri]) == re.sub(r"\bleft\b(?! side|\")", "leftish", SMALL), apply(SMALL, edit["changes"][uri]))
    check("nothing to rename", refusal(client, "textDocument/prepareRename", textDocument={"uri": uri}, position={"line": 0, "character": 2})[0] == -32803)
    client.change(uri, SMALL.replace("means size", "means sise"))
    found = refusal(client, "textDocument/rename", textDocument={"uri": uri}, position={"line": line, "character": character}, newName="other")
    check("a guideline with errors is not renamed in", found[0] == -32803 and "errors" in found[1], found)
    client.leave()


# ---- repairs ----

def repairs(path):
    done = subprocess.run([CGLC, "check", "--diagnostics", "json", path.name], cwd=path.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return [item for part in re.findall(rb"^\[.*?\]\n", done.stderr, re.S | re.M) for item in json.loads(part)] if done.stderr else []


def place_of(item, which=""):
    return item["line"], item["column"]


def test_repairs():
    """Every repair of every file of tests/diagnostics, done: the message is gone."""
    folder = SCRATCH / "diagnostics"
    shutil.copytree(ROOT / "tests/diagnostics", folder)
    count, wrong, codes = 0, [], set()
    for path in sorted(folder.glob("*.cgl")):
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        for item in repairs(path):
            repair = item["repair"]
            if not repair or repair["file"] != path.name:
                continue
            lines = text.split("\n")
            starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
            first = starts[repair["line"] - 1] + repair["column"] - 1
            last = starts[repair["end_line"] - 1] + repair["end_column"] - 1
            trial = folder / "trial.cgl"
            trial.write_text(text[:first] + repair["text"] + text[last:])
            left = [(other["code"], other["line"], other["column"], other["message"]) for other in repairs(trial)]
            count, codes = count + 1, codes | {item["code"]}
            if (item["code"], item["line"], item["column"], item["message"]) in left:
                wrong.append((path.name, item["message"], repair))
            trial.unlink()
    check(f"{count} repairs of {len(codes)} kinds: what they are about is gone", count > 20 and not wrong, wrong[:4])


def test_actions():
    client = Client()
    text = SMALL.replace("means size > 3 cm", "means sise > 3").replace("width > 3 mm", "width > 3")
    uri = client.open(SCRATCH / "small.cgl", text)
    diags = client.shown(uri)
    for _ in range(4):
        actions = client.ask("textDocument/codeAction", textDocument={"uri": uri}, context={"diagnostics": diags},
                             range={"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}})
        if not actions:
            break
        check(f"an action: {actions[0]['title']}", actions[0]["kind"] == "quickfix" and actions[0]["diagnostics"][0]["message"], actions)
        text = apply(text, actions[0]["edit"]["changes"][uri])
        client.change(uri, text)
        diags = client.shown(uri)
    check("a name and two units put right by actions", text == SMALL and diags == [], (text, diags))
    line = find(text, "means size")[0]
    check("none where nothing is wrong", client.ask("textDocument/codeAction", textDocument={"uri": uri}, context={"diagnostics": []},
                                                    range={"start": {"line": line, "character": 0}, "end": {"line": line, "character": 9}}) == [])
    client.leave()


def test_speed():
    client = Client()
    path = GUIDELINE / "crlm/resectability.cgl"
    text, uri = path.read_text(), client.open(path)
    client.shown(uri)
    line, character = find(text, "decision resectability", 10)
    for method, more in (("completion", {}), ("rename", {"newName": "another"}), ("formatting", {"options": {}})):
        times = []
        for turn in range(20):
            client.change(uri, (0, 0, 0, 0, " "))
            client.shown(uri)
            began = time.monotonic()
            client.at(f"textDocument/{method}", uri, line, character + turn % 5, **more)
            times.append(time.monotonic() - began)
        print(f"    {method}: {sorted(times)[18] * 1000:.0f} ms (p95)")
        check(f"{method} is quick", sorted(times)[10] < 0.3 or not RELEASE, times)
    client.leave()


def main():
    shutil.copytree(ROOT / "guidelines/seom_crlm", GUIDELINE)
    test_completion()
    test_format()
    test_rename()
    test_repairs()
    test_actions()
    test_speed()
    raise SystemExit(failed)


main()
