#!/usr/bin/env python3
"""Text and HTML are two prints of one outline: for every patient they say the same words in the same order."""
import glob
import html
import os
import re
import subprocess
import sys
import tempfile

BUILD = os.environ["BUILD"]
TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CLINIC = os.path.join(TOP, "tests", "golden", "report", "clinic.cgl")
CRLM = os.path.join(TOP, "guidelines", "seom_crlm", "seom_crlm.cgl")
failed = 0


def check(name, findings):
    global failed
    findings = list(findings)
    failed += bool(findings)
    print(f"{'not ok' if findings else 'ok'} - {name}")
    for line in findings[:5]:
        print(f"    {line}")


def report(program, patients, form):
    done = subprocess.run([os.path.join(BUILD, "cglrun"), program, patients, "--as-of", "2026-11-23", "--all", "--format", form],
                          stdout=subprocess.PIPE, check=False)
    return done.stdout.decode()


def words(plain):
    """Lower case, without the marks that only one of the two forms has."""
    return re.sub(r"[\s()!]+", " ", plain.lower()).split()


def words_of_text(text):
    """One list of words for each patient, from the counts to the problems (which HTML shows as a table with their place)."""
    for part in re.split(r"^Patient ", text, flags=re.M)[1:]:
        body = part.split("─" * 80)[1].split("PROBLEMS IN THE DATA")[0]
        yield words(re.sub(r"^ +(\d+\.|-) ", "", body, flags=re.M))


def words_of_html(page):
    for article in re.findall(r'<p class="counts">.*?</p>(.*?)</article>', page, re.S):
        body = article.split("<h3>Problems in the data")[0]
        body = re.sub(r"<thead>.*?</thead>", "", body)
        inline = re.sub(r"</?(strong|code|span)\b[^>]*>", "", body)
        yield words(html.unescape(re.sub(r"<[^>]*>", " ", inline)))


def differences(text, page):
    ours, theirs = list(words_of_text(text)), list(words_of_html(page))
    if len(ours) != len(theirs) or not ours:
        yield f"{len(ours)} patients in text, {len(theirs)} in HTML"
    for number, (left, right) in enumerate(zip(ours, theirs), 1):
        for at, (one, other) in enumerate(zip(left + ["(end)"], right + ["(end)"])):
            if one != other:
                yield f"patient {number}: text says {' '.join(left[at:at + 8])!r}, HTML {' '.join(right[at:at + 8])!r}"
                break


def main():
    with tempfile.TemporaryDirectory() as folder:
        for name, source, patients in (
                ("one of everything", CLINIC, [os.path.join(os.path.dirname(CLINIC), "patients.ndjson")]),
                ("the first guideline", CRLM, sorted(glob.glob(os.path.join(os.path.dirname(CRLM), "examples", "*.json"))))):
            program = os.path.join(folder, "p.cgb")
            subprocess.run([os.path.join(BUILD, "cglc"), source, "-o", program], check=True)
            for file in patients:
                check(f"{name}, {os.path.basename(file)}: text and HTML say the same",
                      differences(report(program, file, "text"), report(program, file, "html")))
    check("notices a word that only one of them says",
          [] if list(differences("Patient X\n" + "─" * 80 + "\nADVISED\n  A must\n",
                                 '<p class="counts">1</p><h3>Advised</h3>A</article>')) else ["it was not noticed"])
    sys.exit(1 if failed else 0)


main()
