"""The sample of the highlighting tests and what each of its words is (expectations.json), for every editor alike."""
import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SAMPLE = HERE / "sample.cgl"


def expectations():
    """(line from 0, column from 0, word, class): each row of the file names a line by a piece of it and a word in it."""
    lines = SAMPLE.read_text().split("\n")
    for piece, word, kind in json.loads((HERE / "expectations.json").read_text()):
        number = next(index for index, line in enumerate(lines) if piece in line)
        start = lines[number].find(piece)
        inside = piece.find(word)
        yield number, (start + inside) if inside >= 0 else lines[number].index(word), word, kind


def compare(kind_at, names):
    """Prints one ok line per expectation. kind_at(line, column): the editor's name there; names: class -> that name."""
    failed = False
    for line, column, word, kind in expectations():
        found = kind_at(line, column)
        good = found in names[kind]
        failed |= not good
        print(f"{'ok' if good else 'not ok'} - line {line + 1} {word}: {kind}" + ("" if good else f", found {found}"))
    rejects = kind_at(*next((line, column) for line, column, _, kind in expectations() if kind == "string")) not in names["name"]
    print(f"{'ok' if rejects else 'not ok'} - rejects: a text taken for a name")
    return 1 if failed or not rejects else 0
