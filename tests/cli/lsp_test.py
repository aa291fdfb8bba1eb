#!/usr/bin/env python3
"""`cglc lsp`: lifecycle, texts, diagnostics as the author writes, positions, nonsense from the client; memory and time."""
import os
import pathlib
import random
import shutil
import time

from lsp_client import Client, Refused, find, frame, memory, refusal, uri_of

ROOT = pathlib.Path(os.environ["ROOT"])
SCRATCH = pathlib.Path(os.environ["TMPDIR"])
RELEASE = os.environ["MODE"] == "release"
GUIDELINE = SCRATCH / "seom_crlm"
EDITS = 400
SMALL = """guideline small
  version "1"
  title   "Small"
  source  paper "A paper"
end

patient
  id   : key
  size : length in cm 0 cm..50 cm  "Size, µ and 🙂"
end

statement S-01 at paper "p. 1" "Large is above 3 cm."

define large "large"
  from  S-01
  means size > 3 cm
end

caution watch "Watch"
  from S-01
  when large
end
"""
failed = False


def check(name, good, detail=""):
    global failed
    failed |= not good
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n    {detail}"))


# ---- the life of a server ----

def test_lifecycle():
    client = Client(start=False)
    check("nothing is answered before initialize", refusal(client, "textDocument/hover") == -32002)
    result = client.ask("initialize", processId=None, rootUri=None, capabilities={})
    check("it says who it is", result["serverInfo"]["name"] == "cglc" and result["serverInfo"]["version"], result)
    check("positions are UTF-16 unless the client offers more", result["capabilities"]["positionEncoding"] == "utf-16")
    check("initialize comes once", refusal(client, "initialize", capabilities={}) == -32600)
    check("a method it does not know", refusal(client, "textDocument/marriage") == -32601)
    client.tell("$/unknown")
    client.tell("textDocument/marriage")
    check("after shutdown only exit is left", client.ask("shutdown") is None and refusal(client, "textDocument/hover") == -32600)
    client.tell("exit")
    check("exit after shutdown: 0", client.process.wait(20) == 0, client.process.returncode)
    client = Client()
    client.tell("exit")
    check("exit without shutdown: 1", client.process.wait(20) == 1, client.process.returncode)
    client = Client()
    client.process.stdin.close()
    check("a client that goes away: 1", client.process.wait(20) == 1, client.process.returncode)
    check("and nothing is said elsewhere", client.process.stderr.read() == b"")


def test_nonsense():
    client = Client()
    client.raw(b"Content-Length: 5\r\n\r\nhello")
    check("what is not JSON", client.next()["error"]["code"] == -32700)
    client.raw(b"\r\n\r\n")
    check("a header without a length", client.next()["error"]["code"] == -32700)
    client.raw(b"content-length: 2\r\nContent-Type: x\r\n\r\n{}")
    check("a message without a method; headers in small letters", client.next()["error"]["code"] == -32600)
    for message in ([], 3, {"id": {}, "method": "shutdown"}, {"id": 1.5, "method": "shutdown"}):
        client.send(message)
        check(f"refused: {str(message)[:20]}", client.next()["error"]["code"] == -32600)
    client.send({"jsonrpc": "2.0", "id": "a text", "method": "none"})
    check("an id may be a text", client.next()["id"] == "a text")
    uri = client.open(SCRATCH / "none.cgl", SMALL)
    client.shown(uri)
    client.tell("textDocument/didChange", textDocument={"uri": uri, "version": 0}, contentChanges=[{"text": "lost"}])
    client.tell("textDocument/didChange", textDocument={"uri": "file:///no/where.cgl", "version": 2}, contentChanges=[{"text": "x"}])
    client.tell("textDocument/didOpen")
    client.tell("textDocument/didChange", textDocument={"uri": uri, "version": 3}, contentChanges=[{"range": 3, "text": "lost"}])
    client.change(uri, (900, 0, 1000, 0, ""))
    check("an older version, an unknown text and a range that is none change nothing", client.codes(uri) == [], client.shown(uri))
    check("and each is told", len(client.notes) == 4 and all(note["method"] == "window/logMessage" for note in client.notes), client.notes)
    check("the server is well", client.leave() == 0)
    client = Client()
    client.raw(b"Content-Length: 99999999999999999999\r\n\r\n")
    check("a length that nobody serves ends it", client.process.wait(20) == 1)


# ---- diagnostics ----

def test_diagnostics():
    client = Client()
    uri = client.open(SCRATCH / "small.cgl", SMALL)
    check("a good guideline has none", client.shown(uri) == [], client.shown(uri))
    line, character = find(SMALL, "size > 3")
    client.change(uri, (line, character, line, character + 4, "sise"))
    [diag] = client.shown(uri)
    check("a name that is not there", diag["code"] == "E0301" and diag["severity"] == 1 and diag["source"] == "cglc", diag)
    check("its place", diag["range"] == {"start": {"line": line, "character": character}, "end": {"line": line, "character": character + 4}}, diag)
    check("what to do stands below", diag["message"].splitlines()[-1] == "did you mean `size`?", diag)
    client.change(uri, (line, character, line, character + 4, "size"), (0, 0, 0, 0, "-- two changes at once\n"))
    check("put right", client.shown(uri) == [])
    client.change(uri, SMALL.replace('"Large is above 3 cm."', '"Large is above 3 cm."\nstatement S-01 at paper "p. 2" "Again."'))
    diag = next((one for one in client.shown(uri) if "second statement" in one["message"]), None)
    check("the second place is a place", diag and diag["relatedInformation"][0]["location"]["uri"] == uri, diag)
    client.change(uri, SMALL.replace('  when large\n', ''))
    check("the whole text at once", len(client.shown(uri)) == 1, client.shown(uri))
    client.change(uri, "")
    check("an empty text", len(client.codes(uri)) == 1, client.shown(uri))
    client.tell("textDocument/didSave", textDocument={"uri": uri})
    client.close(uri)
    check("goodbye", client.leave() == 0)


def positions(utf8):
    client = Client(utf8=utf8)
    check("the encoding is the client's" if utf8 else "or that of the protocol",
          client.capabilities["positionEncoding"] == ("utf-8" if utf8 else "utf-16"))
    text = SMALL.replace("means size > 3 cm", 'means size > 3 cm    -- ≥ 🙂 é') .replace('"Size, µ and 🙂"', '"µ🙂≥" error zz')
    uri = client.open(SCRATCH / "places.cgl", text)
    line = next(number for number, row in enumerate(text.splitlines()) if "zz" in row)
    row = text.splitlines()[line]
    units = lambda part: len(part.encode("utf-8" if utf8 else "utf-16-le")) // (1 if utf8 else 2)
    diag = client.shown(uri)[0]
    check("behind a µ, an emoji and a ≥", diag["range"]["start"] == {"line": line, "character": units(row[:row.index("zz")])}, diag)
    start = units(row[:row.index(" error")])
    client.change(uri, (line, start, line, start + len(" error zz"), ""))
    check("a change behind them", client.shown(uri) == [], client.shown(uri))
    client.change(uri, (line, units(row[:row.index("🙂")]), line, units(row[:row.index("🙂") + 1]), "🙂🙂"))
    check("a change of the emoji itself", client.shown(uri) == [], client.shown(uri))
    client.leave()


def test_modules():
    client = Client()
    risk = GUIDELINE / "crlm/risk.cgl"
    uri = client.open(risk)
    check("a module is read as part of its guideline", client.shown(uri) == [], client.shown(uri))
    patient = GUIDELINE / "crlm/patient.cgl"
    text = patient.read_text()
    open_patient = client.open(patient, text.replace("liver.r0_feasible ", "liver.r9_feasible "))
    elsewhere = {name: diags for name, diags in client.shown_everywhere(open_patient).items() if name != open_patient}
    check("a name that goes is missed in the files that read it",
          len(elsewhere) > 1 and all("r0_feasible" in str(diags) for diags in elsewhere.values()), elsewhere)
    client.change(open_patient, text)
    check("and all is well again", client.shown_everywhere(open_patient) == {}, client.diagnostics)
    client.kill()
    alone = SCRATCH / "alone/deep/part.cgl"
    alone.parent.mkdir(parents=True)
    alone.write_text("module deep.part\n\ndefine one means nobody_knows\n")
    client = Client()
    check("a module that no guideline reaches is read alone", client.codes(client.open(alone)) != [])
    main = SCRATCH / "alone/main.cgl"
    main.write_text(SMALL.replace("\npatient", "\nimport deep.part\n\npatient", 1).replace("guideline small", "guideline main"))
    client.tell("workspace/didChangeWatchedFiles", changes=[{"uri": uri_of(main), "type": 1}])
    client.diagnostics.clear()
    where = client.shown_everywhere(uri_of(alone))
    check("until one does", list(where) == [uri_of(alone)], where)
    client.kill()
    untitled = Client()
    uri = untitled.open("untitled:Untitled-1", SMALL.replace("size > 3", "sise > 3"))
    check("a text that is no file yet", untitled.codes(uri) == ["E0301"])
    untitled.close(uri)
    untitled.ask("shutdown")
    check("has no diagnostics once it is closed", untitled.diagnostics[uri]["diagnostics"] == [])
    untitled.kill()


def test_bad_files():
    folder = SCRATCH / "bad files (µ)"
    folder.mkdir()
    main, part = folder / "main.cgl", folder / "part.cgl"
    main.write_text(SMALL.replace("\npatient", "\nimport part\n\npatient", 1).replace("guideline small", "guideline main"))
    part.write_bytes(b'module part\n\ndefine x "\xe9" means yes\n')
    client = Client()
    uri = client.open(main)
    found = client.shown_everywhere(uri)
    check("a file that is not UTF-8 is told", "E0102" in str(found.get(uri_of(part))) and uri not in found, found)
    part.unlink()
    client.change(uri, main.read_text().replace("\n", "\r\n"))
    check("a file that vanished, line ends of two", len(client.codes(uri)) == 1, client.shown(uri))
    two = Client()
    other = two.open(main)
    check("two servers on one folder", len(two.shown(other)) == 1 and two.leave() == 0)
    check("the files are untouched", not part.exists() and "\r" not in main.read_text())
    check("goodbye", client.leave() == 0)


# ---- time and memory ----

def percentile(times):
    return sorted(times)[int(len(times) * 0.95)]


def test_speed():
    client = Client()
    path = GUIDELINE / "crlm/resectability.cgl"
    text = path.read_text()
    began = time.monotonic()
    uri = client.open(path, text)
    client.shown(uri)
    first = time.monotonic() - began
    times, lines, before = [], text.splitlines(), 0
    for number in range(EDITS):
        line = 20 + number % 100
        began = time.monotonic()
        client.change(uri, (line, 0, line, len(lines[line]), lines[line] + "x" * (number % 2)))
        client.shown(uri)
        times.append(time.monotonic() - began)
        before = memory(client.process) if number == 40 else before
    grown = memory(client.process) - before
    print(f"    first diagnostics after {first * 1000:.0f} ms, after a change {percentile(times) * 1000:.0f} ms (p95), "
          f"{memory(client.process) // 1024} MB, {grown} kB more after {EDITS - 40} edits")
    check("memory stays flat", grown < 1024 or not RELEASE, f"{grown} kB")
    check("resident memory under 40 MB", memory(client.process) < 40 * 1024 or not RELEASE)
    # the figure is 50 ms on a machine at rest; tests run beside each other
    check("diagnostics come while the author writes", sorted(times)[EDITS // 2] < 0.3 or not RELEASE, times)
    check("goodbye", client.leave() == 0)


def test_pending():
    """Changes that come faster than they are read are read once; what was taken back is not answered."""
    client = Client()
    uri = client.open(GUIDELINE / "crlm/risk.cgl")
    client.shown(uri)
    versions = client.versions[uri]
    messages = b""
    for number in range(50):
        versions += 1
        messages += frame({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
            "textDocument": {"uri": uri, "version": versions}, "contentChanges": [{"range": {
                "start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "-- x\n"}]}})
    messages += frame({"jsonrpc": "2.0", "id": 900, "method": "shutdown"}) + \
        frame({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 900}})
    client.raw(messages)
    try:
        check("a request taken back", client.answer(900) and False)
    except Refused as refused:
        check("a request taken back", refused.code == -32800, refused.code)
    client.versions[uri] = versions
    check("the last version counts", client.shown(uri) == [] and client.leave() == 0)


def test_fuzz():
    """Bytes of good messages, changed by chance: the server never dies, and a good client is served afterwards."""
    chance = random.Random(1306)
    good = [frame({"jsonrpc": "2.0", "id": 5, "method": "textDocument/hover", "params": {
        "textDocument": {"uri": uri_of(SCRATCH / "small.cgl")}, "position": {"line": 3, "character": 2}}}),
        frame({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
            "textDocument": {"uri": uri_of(SCRATCH / "small.cgl"), "version": 2},
            "contentChanges": [{"range": {"start": {"line": 1, "character": 1}, "end": {"line": 9, "character": 0}}, "text": "µ"}]}}),
        frame({"jsonrpc": "2.0", "id": "x", "method": "workspace/symbol", "params": {"query": ""}})]
    for turn in range(40):
        client = Client()
        client.open(SCRATCH / "small.cgl", SMALL)
        for _ in range(20):
            data = bytearray(chance.choice(good))
            start = data.index(b"\r\n\r\n") + 4
            for _ in range(chance.randrange(4)):
                data[chance.randrange(start, len(data))] = chance.randrange(32, 127)
            client.raw(bytes(data))
        client.raw(frame({"jsonrpc": "2.0", "id": 777, "method": "shutdown"}))
        try:
            client.answer(777)
        except (EOFError, Refused) as end:
            check(f"fuzz, turn {turn}", False, repr(end))
            return
        client.tell("exit")
        if client.process.wait(20) != 0:
            check(f"fuzz, turn {turn}", False, client.process.returncode)
            return
    check("messages changed by chance do no harm", True)


def main():
    shutil.copytree(ROOT / "guidelines/seom_crlm", GUIDELINE)
    (SCRATCH / "small.cgl").write_text(SMALL)
    test_lifecycle()
    test_nonsense()
    test_diagnostics()
    positions(False)
    positions(True)
    test_modules()
    test_bad_files()
    test_pending()
    test_speed()
    test_fuzz()
    raise SystemExit(failed)


main()
