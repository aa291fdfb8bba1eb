#!/usr/bin/env python3
"""Docs: what they show is run. Code blocks are tests, by the words after the fence:

    ```cgl                a complete file: `cglc check` accepts it
    ```cgl part           more declarations for the latest complete file of the page: both together are accepted
    ```cgl wrong E0312    a complete file (or, `part wrong`, more declarations) that gives this diagnostic
    ```cgl expr           lines `EXPRESSION  -- VALUE`: what `cglc eval` prints
    ```WORD file=NAME     any file; it stands in the page's scratch folder for the blocks after it
    ```console            lines `$ COMMAND` and exactly what they print; a line `...` stands for any lines,
                          `[...]` within a line for anything

Links between pages resolve. A block that compiles nothing is fenced with another word.
"""
import os
import pathlib
import re
import subprocess
import tempfile

import house

CGLC, CGLRUN = house.BUILD / "cglc", house.BUILD / "cglrun"


def blocks(text):
    """(info string, line, content) of each fenced block."""
    for found in re.finditer(r"^```([^\n]*)\n(.*?)^```$", text, re.M | re.S):
        yield found.group(1).strip(), text.count("\n", 0, found.start()) + 1, found.group(2)


def run(command, folder):
    path = f"{house.BUILD}:{os.environ['PATH']}"
    done = subprocess.run(command, cwd=folder, env=dict(os.environ, PATH=path, NO_COLOR="1"), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def check_source(source, folder):
    (folder / "example.cgl").write_text(source)
    return run([str(CGLC), "check", "example.cgl"], folder)


def same_output(wanted, got):
    """Equal line by line, but for the places that the page leaves open."""
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "..." else
                      ".*".join(re.escape(part) for part in line.rstrip().split("[...]")) + r"[ ]*\n" for line in wanted.splitlines())
    return re.fullmatch(pattern, got) is not None


def transcript(content):
    """[(command, output)] of a console block."""
    steps = []
    for line in content.splitlines():
        if line.startswith("$ "):
            steps.append([line[2:], ""])
        elif steps:
            steps[-1][1] += line + "\n"
    return steps


def console_findings(content, folder):
    for command, wanted in transcript(content):
        _, got = run(["bash", "-c", command], folder)
        if not same_output(wanted, got):
            yield f"`{command}` printed:\n" + got


def expression_findings(content, folder):
    for line in content.splitlines():
        if not line.strip():
            continue
        expression, _, value = line.rpartition("--")
        _, got = run([str(CGLC), "eval", expression.strip()], folder)
        if got.strip() != value.strip():
            yield f"{expression.strip()} is {got.strip()}, the page says {value.strip()}"


class Page:
    """Runs the blocks of one page in order; what an example builds on is kept."""

    def __init__(self, folder):
        self.folder, self.base = folder, ""

    def findings(self, info, content):
        words = info.split()
        names = [word[5:] for word in words if word.startswith("file=")]
        if names:
            target = self.folder / names[0]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content)
        if words[:1] == ["console"]:
            return list(console_findings(content, self.folder))
        if words[:1] != ["cgl"]:
            return []
        if "expr" in words:
            return list(expression_findings(content, self.folder))
        return self.source_findings(words, content)

    def source_findings(self, words, content):
        source = self.base + "\n" + content if "part" in words else content
        code, output = check_source(source, self.folder)
        if "wrong" in words:
            wanted = next(word for word in words if re.fullmatch(r"[EW]\d+", word))
            return [] if code == 65 and f"[{wanted}]" in output else [f"gives no {wanted}:\n{output}"]
        self.base = source
        return [] if code == 0 else [output]


def page_findings(name, text):
    with tempfile.TemporaryDirectory() as folder:
        page = Page(pathlib.Path(folder))
        for info, line, content in blocks(text):
            if info:
                for finding in page.findings(info, content):
                    yield f"{name}:{line}: {finding}"


def anchors(text):
    heads = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def link_findings(name, text, read=house.read, exists=lambda path: (house.ROOT / path).exists()):
    plain = re.sub(r"^```.*?^```$|`[^`\n]*`", "", text, flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", plain):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        place = os.path.normpath(os.path.join(os.path.dirname(name), path)) if path else name
        if not exists(place):
            yield f"{name}: link to {target} leads nowhere"
        elif anchor and place.endswith(".md") and anchor not in anchors(read(place) if path else text):
            yield f"{name}: no heading for {target}"


def self_tests(report):
    complete = 'guideline sample version "1"\n  title "Sample"\nend\n'
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        report.rejects("an example that does not compile", Page(folder).findings("cgl", complete + "decision end\n"))
        report.rejects("a wrong value of an expression", Page(folder).findings("cgl expr", "1 + 1 -- 3\n"))
        report.check("accepts a right one", Page(folder).findings("cgl expr", "1 + 1 -- 2\n"))
        report.rejects("an expected mistake that is none", Page(folder).findings("cgl wrong E0001", complete))
        report.rejects("a transcript that is not so", Page(folder).findings("console", "$ echo yes\nno\n"))
        report.check("accepts an open place", Page(folder).findings("console", "$ echo a b c\na [...] c\n"))
        report.check("accepts a transcript", Page(folder).findings("console", "$ printf 'a\\nb\\nc\\n'\na\n...\nc\n"))
    report.rejects("a dead link", link_findings("docs/a.md", "see [x](nowhere.md)"))
    report.rejects("a dead anchor", link_findings("docs/a.md", "# Here\n[x](#there)"))
    report.check("accepts an anchor", link_findings("docs/a.md", "# Over here\n[x](#over-here)", exists=lambda path: True))


def main():
    report = house.Report()
    pages = [name for name in house.tracked_files() if name.endswith(".md")]
    for name in pages:
        text = house.read(name)
        if re.search(r"^```(cgl|console)", text, re.M):
            report.check(f"{name}: its examples are true", page_findings(name, text))
        report.check(f"{name}: its links resolve", link_findings(name, text))
    self_tests(report)
    report.finish()


main()
