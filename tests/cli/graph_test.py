#!/usr/bin/env python3
"""cglc graph: what is drawn of the reference guideline, whatever names stand in a source, and where it is written."""
import glob
import html
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

CGLC = os.path.join(os.environ["BUILD"], "cglc")
TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.path.join(TOP, "guidelines", "seom_crlm")
MAIN = os.path.join(FOLDER, "seom_crlm.cgl")
SMALL = os.path.join(TOP, "tests", "golden", "graph", "small.cgl")
SVG = "{http://www.w3.org/2000/svg}"
failed = 0


def check(name, findings):
    global failed
    findings = list(findings)
    failed += bool(findings)
    print(f"{'not ok' if findings else 'ok'} - {name}")
    for line in findings[:10]:
        print(f"    {line}")


def run(*words):
    return subprocess.run([CGLC, *words], capture_output=True, check=False)


def draw(source, folder):
    """Every drawing of a guideline: name -> parsed SVG."""
    done = run("graph", "--sections", source, "-o", folder)
    if done.returncode or done.stderr:
        return {"": f"exit {done.returncode}: {done.stderr.decode()}"}
    return {os.path.basename(name)[:-4]: ET.parse(name).getroot() for name in sorted(glob.glob(os.path.join(folder, "*.svg")))}


def words_of(svg):
    """All text as one line of words; a paragraph is several elements."""
    return " ".join(" ".join(t.text or "" for t in svg.iter(SVG + "text")).replace("\u00a0", " ").split())


def ids_of(svg):
    return {element.get("id") for element in svg.iter() if element.get("id")}


# ---- what the source declares, by its words alone ----

def strip_comments(text):
    return re.sub(r"--[^\n]*", "", text)


def declared(text, *heads):
    return re.findall(r"^(?:%s)\s+(\w+)" % "|".join(heads), text, re.M)


def sections():
    """Module name -> its source without comments, for modules that have advice or decisions."""
    found = {}
    for name in sorted(glob.glob(os.path.join(FOLDER, "crlm", "*.cgl"))):
        text = strip_comments(open(name, encoding="utf-8").read())
        if declared(text, "advise against", "advise", "decision", "score"):
            found[os.path.basename(name)[:-4]] = text
    return found


def gaps():
    text = strip_comments(open(os.path.join(FOLDER, "crlm", "gaps.cgl"), encoding="utf-8").read())
    return dict(re.findall(r"^gap (\w+).*?\n  \"(.*?)\"", text, re.M | re.S))


def sheets_of(drawings, section):
    return [svg for name, svg in drawings.items() if re.fullmatch(re.escape(section) + r"(-\d+)?", name)]


def missing_declarations(drawings):
    for section, text in sections().items():
        ids = set().union(*map(ids_of, sheets_of(drawings, section)), set())
        for name in declared(text, "advise against", "advise(?! against)", "decision", "score"):
            if f"{section}-{name}" not in ids:
                yield f"{section}: {name}"


def missing_words(drawings):
    """Gaps that a section reads and cautions that it declares, by their text."""
    for section, text in sections().items():
        words = " ".join(map(words_of, sheets_of(drawings, section)))
        for name, label in gaps().items():
            if re.search(rf"\b{name}\b", text) and label not in words:
                yield f"{section}: gap {name}"
        for name, label in re.findall(r"^caution (\w+)\s+\"(.*?)\"", text, re.M):
            if label not in words:
                yield f"{section}: caution {name}"


def count_findings(drawings):
    """The overview tells the numbers of advice, advice against and cautions of each section that advises."""
    words = words_of(drawings["overview"])
    for section, text in sections().items():
        advice = declared(text, "advise(?! against)")
        gates = re.findall(r"^advise (?!against)\w+[^\n]*\n  gate$", text, re.M)
        if len(declared(text, "decision", "score")) > len(advice) + len(declared(text, "advise against")):
            continue
        numbers = [("+", len(advice) - len(gates)), ("×", len(declared(text, "advise against"))), ("i", len(gates)),
                   ("!", len(declared(text, "caution")))]
        expected = " ".join(f"{sign} {number}" for sign, number in numbers if number)
        if expected not in words:
            yield f"{section}: {expected} is not in {words}"


# ---- the pictures ----

def strength_findings(drawings):
    """A bare "must" beside what is advised against would read as the order to do it."""
    said = [word for svg in drawings.values() for word in re.findall(r"advised against · (must(?: not)?)\b", words_of(svg))]
    if not said or set(said) != {"must not"}:
        yield f"advised against: {said}"


def fault_findings(drawings):
    seen = {}
    for name, svg in drawings.items():
        if svg.tag != SVG + "svg" or not svg.get("viewBox") or svg.get("role") != "graphics-document":
            yield f"{name}: no picture"
        if svg.find(SVG + "title") is None or svg.find(SVG + "desc") is None:
            yield f"{name}: no title or description"
        for element in svg.iter():
            where = [value for key, value in element.attrib.items() if key.split("}")[-1] in ("href", "src", "style")]
            if where or element.tag in (SVG + "image", SVG + "script", SVG + "style"):
                yield f"{name}: refers to {where or element.tag}"
            if element.get("id") in seen:
                yield f"id {element.get('id')} is in {name} and {seen[element.get('id')]}"
            if element.get("id"):
                seen[element.get("id")] = name


def printed_scale(svg):
    """How large a point is on A4 paper with margins of 1 cm."""
    _, _, width, height = map(float, svg.get("viewBox").split())
    return max(min(786 / width, 539 / height), min(539 / width, 786 / height))


def small_prints(drawings):
    for name, svg in drawings.items():
        if printed_scale(svg) < 0.5:
            yield f"{name}: {printed_scale(svg):.2f}"


HOSTILE = '''guideline hostile version "1"
  title  "Quotes \\" & <b>bold</b> ]]> \\\\N \\\\G \\\\"
  source book "A & B"
end
patient
  id   : key
  size : integer 0..9 "Size <in> & \\"out\\" \\\\N"
end
statement S-1 at book "1" "Text"
gap open_one : yes_no
  from S-1 at book "1"
  "Is <TABLE> & </TABLE> \\"open\\" &amp; \\\\L -- --> ?"
end
decision big : yes_no "Big? </TD> & <IMG SRC=\\"x\\"/>"
  from S-1
  case yes when size > 5
  otherwise no
end
advise go "Go & <script>alert(1)</script> \\\\T 'now' &lt;"
  from S-1
  when size > 3 and (big or open_one)
end
caution slow "Slow <!-- -->"
  from S-1
  when go applies and size > 8
end
'''
HOSTILE_WORDS = ['Go & <script>alert(1)</script> \\T \'now\' &lt;', 'Size <in> & "out" \\N', 'Big? </TD> & <IMG SRC="x"/>',
                 'Is <TABLE> & </TABLE> "open" &amp; \\L -- --> ?', 'Slow <!-- -->']


def hostile_findings(folder):
    source = os.path.join(folder, "hostile.cgl")
    with open(source, "w", encoding="utf-8") as file:
        file.write(HOSTILE)
    drawings = draw(source, os.path.join(folder, "hostile"))
    if "hostile" not in drawings:
        yield str(drawings)
        return
    words = words_of(drawings["hostile"])
    for expected in HOSTILE_WORDS:
        if expected.lower() not in words.lower():
            yield f"{expected!r} is not in {words!r}"
    title = drawings["overview"].find(SVG + "desc").text
    if 'Quotes " & <b>bold</b> ]]> \\N \\G \\' not in title:
        yield f"title: {title!r}"


# ---- the command ----

def usage_findings(folder):
    cases = [(["--section", "nowhere", SMALL], 64, "no drawing is called nowhere; there are overview, small"),
             (["--section", "small", "--sections", SMALL], 64, "exclude each other"),
             ([SMALL, SMALL], 64, "one guideline"), (["--format", "png", SMALL], 64, "svg dot"), ([os.path.join(folder, "absent.cgl")], 66, "no such file"),
             ([SMALL, "-o", os.path.join(folder, "absent", "x.svg")], 74, "cannot be written"),
             (["--sections", SMALL, "-o", os.path.join(SMALL, "x")], 74, "cannot be made")]
    for words, code, message in cases:
        done = run("graph", *words)
        if done.returncode != code or message not in done.stderr.decode() or done.stdout:
            yield f"{words}: exit {done.returncode}, {done.stderr.decode()}"
    bad = os.path.join(folder, "bad.cgl")
    with open(bad, "w", encoding="utf-8") as file:
        file.write("guideline bad\n")
    if run("graph", bad).returncode != 65:
        yield "a bad guideline is drawn"


def stream_findings(folder):
    output = os.path.join(folder, "small.svg")
    printed, written = run("graph", "--section", "small", SMALL), run("graph", SMALL, "--section=small", "-o", output)
    if printed.returncode or written.returncode or written.stdout:
        yield f"exits {printed.returncode}, {written.returncode}"
    if not printed.stdout.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<svg '):
        yield f"begins {printed.stdout[:60]}"
    if open(output, "rb").read() != printed.stdout:
        yield "file and standard output differ"
    other = dict(os.environ, FONTCONFIG_FILE="/dev/null", LC_ALL="C", TZ="Asia/Tokyo", HOME=folder)
    again = subprocess.run([CGLC, "graph", "--section", "small", SMALL], capture_output=True, env=other, check=False)
    if again.stdout != printed.stdout:
        yield "other fonts, other bytes"
    if b"raphviz" in printed.stdout or re.search(rb"20\d\d-\d\d", printed.stdout):
        yield "names its maker or a date"


def dot_findings():
    text = run("graph", "--format", "dot", "--section", "small", SMALL).stdout.decode()
    labels = "".join(re.findall(r"label=<(.*)>\];", text))
    words = html.unescape(re.sub(r"<[^>]*>", " ", labels))
    for expected in ["Risk?", "Frailty", "Watchful waiting", "Nothing is said on the right side", "unless"]:
        if expected not in " ".join(words.split()):
            yield expected
    if text.count("digraph ") != text.count("\n}\n"):
        yield "graphs are not closed"


with tempfile.TemporaryDirectory() as temporary:
    reference = draw(MAIN, os.path.join(temporary, "reference"))
    check("the reference guideline is drawn", [reference[""]] if "" in reference else
          [name for name in ["overview", *sections()] if name not in reference])
    if "" not in reference:
        check("advice, decisions and scores are nodes of their section", missing_declarations(reference))
        check("gaps and cautions are told in their section", missing_words(reference))
        check("the overview counts", count_findings(reference))
        check("a must of advice against reads must not", strength_findings(reference))
        check("pictures stand alone", fault_findings(reference))
        check("print is not too small", small_prints(reference))
    check("names are only text", hostile_findings(temporary))
    check("wrong calls are refused", usage_findings(temporary))
    check("the same bytes wherever they go", stream_findings(temporary))
    check("the source for Graphviz", dot_findings())
sys.exit(failed != 0)
