#!/usr/bin/env python3
"""`cglc doc`: the pages are sound HTML that stands alone, every link leads somewhere, everything of the reference guideline is
told, nothing an author wrote becomes markup, and people read words where authors write identifiers."""
import html.parser
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(os.environ["ROOT"])
CGLC, SCRATCH = os.environ["CGLC"], pathlib.Path(os.environ["TMPDIR"])
REFERENCE, HOSTILE = ROOT / "guidelines/seom_crlm/seom_crlm.cgl", ROOT / "tests/golden/doc/ward.cgl"
VOID = {"meta", "br", "wbr", "hr", "img", "link", "input"}
BLOCKS = {"p", "ul", "ol", "dl", "div", "table", "section", "article", "header", "footer", "nav", "figure", "h1", "h2", "h3", "h4"}
WHOLE = {"title", "style", "main"}      # once a page
failed = False


def check(name, findings):
    global failed
    findings = list(findings)
    failed |= bool(findings)
    print(f"{'not ok' if findings else 'ok'} - {name}")
    for line in findings[:8]:
        print(f"    {line}")


class Page(html.parser.HTMLParser):
    """One page: faults of its markup, its ids and links, the text that people read."""

    def __init__(self, name, text):
        super().__init__(convert_charrefs=True)
        self.name, self.open, self.ids, self.links, self.faults, self.read, self.levels, self.count = name, [], [], [], [], [], [], {}
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open]

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if "svg" not in self.open:          # a drawing has titles of its own
            self.count[tag] = self.count.get(tag, 0) + 1
        if len(values) != len(attributes) or any(value is None for value in values.values()):
            self.faults.append(f"attributes of <{tag}>: {attributes}")
        if "p" in self.open and tag in BLOCKS:
            self.faults.append(f"<{tag}> inside <p>, line {self.getpos()[0]}")
        if tag == "a" and "a" in self.open:
            self.faults.append(f"a link inside a link, line {self.getpos()[0]}")
        if "id" in values:
            self.ids.append(values["id"])
        self.links += [values[key] for key in ("href", "src", "xlink:href") if key in values]
        self.faults += [f"script in {key}" for key in values if key.startswith("on")]
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else, line {self.getpos()[0]}")

    def handle_data(self, data):
        if not {"style", "code", "svg"} & set(self.open):
            self.read.append(data)


def make(source, name):
    folder = SCRATCH / name / "not" / "there" / "yet"
    done = subprocess.run([CGLC, "doc", source, "-o", folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0 or done.stdout or done.stderr:
        check(f"{name} is written silently", [f"exit {done.returncode}", done.stdout.decode(), done.stderr.decode()])
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def skipped(levels):
    return [f"h{second} after h{first}" for first, second in zip(levels, levels[1:]) if second > first + 1]


def check_pages(name, texts):
    pages = {file: Page(file, text) for file, text in texts.items()}
    check(f"{name}: an overview and other pages", [] if "index.html" in pages and len(pages) > 4 else list(pages))
    check(f"{name}: tags are balanced", (f"{p.name}: {fault}" for p in pages.values() for fault in p.faults))
    check(f"{name}: one title, style sheet and main part a page",
          (f"{p.name}: {tag} {p.count.get(tag, 0)} times" for p in pages.values() for tag in WHOLE if p.count.get(tag) != 1))
    check(f"{name}: no script, nothing from elsewhere", (f"{p.name}: {tag}" for p in pages.values()
                                                         for tag in ("script", "link", "iframe", "object", "img", "form") if tag in p.count))
    check(f"{name}: headings leave out no level", (f"{p.name}: {step}" for p in pages.values() for step in skipped(p.levels)))
    check(f"{name}: ids are unique in a page", (f"{p.name}: {one}" for p in pages.values() for one in set(p.ids) if p.ids.count(one) > 1))
    check(f"{name}: every link leads to an id that is there", broken(pages))
    check(f"{name}: words, not identifiers", (f"{p.name}: {word}" for p in pages.values()
                                              for word in sorted(set(re.findall(r"\b\w+_\w+\b", " ".join(p.read))) - {name})))
    return pages


def broken(pages):
    for page in pages.values():
        for link in page.links:
            file, _, anchor = link.partition("#")
            target = pages.get(file or page.name)
            if not target or (anchor and anchor not in target.ids):
                yield f"{page.name}: {link}"


def declared():
    """Statement ids and rule names as the sources of the reference guideline write them."""
    statements, rules = set(), set()
    for path in (REFERENCE.parent / "crlm").rglob("*.cgl"):
        text = re.sub(r"--.*", "", re.sub(r'"(\\.|[^"\\])*"', '""', path.read_text()))
        statements |= set(re.findall(r"^statement\s+([A-Z0-9-]+)", text, re.M))
        rules |= set(re.findall(r"^(?:define|decision|score|gap|caution|advise(?:\s+against)?)\s+(\w+)", text, re.M))
    return statements, rules


def check_reference():
    pages = check_pages("seom_crlm", make(REFERENCE, "seom_crlm"))
    statements, rules = declared()
    ids = [one for page in pages.values() for one in page.ids]
    check("every statement of the reference guideline is told once", (f"{one}: {ids.count(one)}" for one in sorted(statements) if ids.count(one) != 1))
    check("and there are some", [] if len(statements) > 200 and len(rules) > 150 else [f"{len(statements)} {len(rules)}"])
    check("every rule and gap of it is told", sorted(rules - set(ids)))
    everything = " ".join(text for page in pages.values() for text in page.read)
    front = " ".join(" ".join(pages["index.html"].read).split())
    for words in ("this encoding gives no levels or grades", "In every report The levels and grades are in a figure that the text lacks"):
        check(f"the front page says: {words}", [] if words in front else [front[:600]])
    check("it does not say that the source states none", ["it does"] if "states no level" in everything else [])
    heads = re.findall(r"Advice against ((?:must|standard|recommended|option)(?: not)?)\b", " ".join(everything.split()))
    check("a must of advice against reads must not", [] if heads and set(heads) == {"must not"} else [f"heads: {heads}"])
    check("it marks what is from outside", [] if everything.count("not from this guideline:") >= 4 else ["a score without its source"])
    check("it says whose the figures are", [] if "Figures of studies, not predictions for the patient." in everything else ["no word of it"])


def check_hostile():
    texts = make(HOSTILE, "ward")
    pages = check_pages("ward", texts)
    tags = {tag for page in pages.values() for tag in page.count}
    check("an author's texts stay text", sorted(tags & {"script", "em", "surgery", "now", "side", "middle", "yet", "waits"}))
    check("and are read as written", [] if "Operate <em>if</em> size ≤ 3 cm & fit" in "".join(pages["text.html"].read) else ["G-01 is gone"])
    again = make(HOSTILE, "ward")
    check("the same source gives the same bytes", [name for name in texts if texts[name] != again.get(name)])


def check_namesakes():
    """Modules, advice and decisions of the same name each keep a place of their own."""
    folder = SCRATCH / "namesakes"
    for part in ("a", "b"):
        (folder / part).mkdir(parents=True)
        (folder / part / "x.cgl").write_text(f'module {part}.x\nend\nstatement {part.upper()}-01 "Says {part}"\n')
    (folder / "main.cgl").write_text('guideline main version "1"\nend\nimport a.x\nimport b.x\npatient\n  fit : yes_no\nend\n'
                                     "decision same from A-01 means fit end\nadvise same from B-01 when same end\n"
                                     "caution same from B-01 when same applies end\n")
    pages = check_pages("namesakes", make(folder / "main.cgl", "namesakes"))
    check("modules of one name have two pages", [] if {"text-x.html", "text-x-2.html"} <= set(pages) else sorted(pages))
    ids = {one for page in pages.values() for one in page.ids}
    check("rules of one name have an id each", {"same", "same-advice", "same-caution"} - ids)


def check_exits():
    def run(*words):
        return subprocess.run([CGLC, "doc", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE).returncode

    bad, plain = SCRATCH / "bad.cgl", SCRATCH / "plain"
    bad.write_text('guideline bad version "1"\nend\ndecision x : a, b\n  case a when nobody_knows\nend\n')
    plain.write_text("")
    wanted = [("no folder", 64, [HOSTILE]), ("two guidelines", 64, [HOSTILE, HOSTILE, "-o", SCRATCH / "x"]),
              ("no such file", 66, [SCRATCH / "nowhere.cgl", "-o", SCRATCH / "x"]), ("a bad guideline", 65, [bad, "-o", SCRATCH / "x"]),
              ("a folder within a file", 74, [HOSTILE, "-o", plain / "x"]), ("a file as folder", 74, [HOSTILE, "-o", plain])]
    check("exit codes", (f"{name}: {code}, not {run(*words)}" for name, code, words in wanted if run(*words) != code))
    check("nothing is written before all is well", [] if not (SCRATCH / "x").exists() else ["a folder was made"])


def check_the_checks():
    """Bad samples: each must be found."""
    bad = {"unclosed": "<p><b>x</p>", "a list in a paragraph": "<p><ul></ul></p>", "links in links": '<a href="#x"><a href="#x"></a></a>',
           "a handler": '<p onclick="x()">x</p>', "no value": "<p class>x</p>"}
    check("bad markup is found", (name for name, text in bad.items() if not Page("x", text).faults))
    page = Page("x.html", '<p id="a"><a href="#b">x</a><a href="y.html">x</a><a href="#a">x</a></p>')
    check("broken links are found", [] if len(list(broken({"x.html": page}))) == 2 else list(broken({"x.html": page})))
    check("a skipped heading is found", [] if skipped([1, 2, 4]) else ["h4 after h2"])


check_the_checks()
check_reference()
check_hostile()
check_namesakes()
check_exits()
raise SystemExit(1 if failed else 0)
