#!/usr/bin/env python3
"""What a number and a largest size say beside a list, in every combination: the list absent, empty, partial, complete by its
number or as asserted; sizes known or not; number and size given or not, the size also beyond what an element can have. Each
answer is compared with all completions of the record, enumerated here from the sentences of docs/language.md."""
import itertools
import json
import os
import pathlib
import subprocess
import tempfile

CGLC, CGLRUN = os.environ["CGLC"], os.environ["CGLRUN"]
SCRATCH = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("TMPDIR")))
MOST, SIZES = 3, range(4)
SOURCE = f"""guideline summaries version "1"
  title  "Summaries"
  source book "A book"
end
record spot
  s : integer 0..{SIZES[-1]}
end
patient
  id    : key
  whole : yes_no
  n     : integer 0..{MOST + 1}
  big   : integer 0..{SIZES[-1] + 2}
  spots : list of spot 0..{MOST} complete unless whole is no counted by n largest by s = big
end
statement A-01 at book "p. 1" "Something"
decision number  : integer 0..{MOST} from A-01 means spots.count end
decision largest : integer 0..{SIZES[-1]} from A-01 means max(spots.s, 0) end
decision any_two : yes_no from A-01 means any spots with (s >= 2) end
decision all_two : yes_no from A-01 means all spots are (s >= 2) end
decision single  : yes_no from A-01 means spots.count = 1 and any spots with (s < 2) end
decision told    : integer 0..{SIZES[-1] + 2} from A-01 means big end
"""
RULES = {"number": len, "largest": lambda sizes: max(sizes, default=0), "any_two": lambda sizes: any(s >= 2 for s in sizes),
         "all_two": lambda sizes: all(s >= 2 for s in sizes), "single": lambda sizes: len(sizes) == 1 and sizes[0] < 2}


def make_records():
    lists = [None] + [list(sizes) for n in range(MOST) for sizes in itertools.product((None, 0, 1, 2, 3), repeat=n)]
    lists.append([1, None, 2])
    for sizes, whole, n, big in itertools.product(lists, (None, False), (None, 0, 1, 2, 3, 4), (None, 0, 1, 3, 5)):
        record = {"whole": whole, "n": n, "big": big}
        if sizes is not None:
            record["spots"] = [{} if s is None else {"s": s} for s in sizes]
        yield sizes, {key: value for key, value in record.items() if value is not None}


def hide(sizes, record):
    """How many more there may be, and which summaries the list, or its number, contradicts."""
    listed, n, big = len(sizes or []), record.get("n"), record.get("big")
    whole = sizes is not None and "whole" not in record
    wrong = []
    if n is not None and (n != listed if whole else not listed <= n <= MOST):
        wrong.append("n")
    lengths = [listed] if whole else range(listed, MOST + 1) if n is None or wrong else [n]
    known = [s for s in sizes or [] if s is not None]
    complete = list(lengths) == [listed]
    beyond = big is not None and big > SIZES[-1]
    if beyond or big is not None and (max(known, default=0) > big or complete and len(known) == listed and max(known, default=0) < big):
        wrong.append("big")
    return [length - listed for length in lengths], wrong


def is_legal(listed, hidden, big):
    """A size above 0 that nobody listed reaches is the size of one that is hidden, and none of those is larger."""
    if max(listed, default=0) > big or not hidden and big == 0:
        return True
    return all(s <= big for s in hidden) and big in [*hidden, *listed]


def complete(sizes, record):
    """The completions as (listed sizes, hidden sizes)."""
    more, wrong = hide(sizes, record)
    big = None if "big" in wrong else record.get("big")
    for listed in itertools.product(*[SIZES if s is None else [s] for s in sizes or []]):
        for n in more:
            for hidden in itertools.combinations_with_replacement(SIZES, n):
                if big is None or more == [0] or is_legal(listed, hidden, big):
                    yield listed, hidden


def find_needs(results, sizes):
    """The facts that alone make a difference between two completions."""
    needs = set()
    for (listed, hidden), value in results.items():
        for (other, also_hidden), also in results.items():
            moved = [k for k in range(len(listed)) if listed[k] != other[k]]
            if value == also or len(moved) + (hidden != also_hidden) != 1:
                continue
            needs.add(f"spots[{moved[0] + 1}].s" if moved else "spots")
    return needs


def read(answer):
    if "value" in answer:
        return {answer["value"]}, set()
    possible = answer.get("possible") or range(answer["range"][0], answer["range"][1] + 1)
    return set(possible), set(answer["needs"])


def judge(rules, sizes, record, report):
    """What is wrong with the report, as text."""
    wrong = []
    completions = list(complete(sizes, record))
    problems = [problem["at"] for problem in report["problems"]]
    if problems != hide(sizes, record)[1] or any(problem["code"] != "P022" for problem in report["problems"]):
        wrong.append(f"problems {problems}")
    for name in rules:
        results = {(listed, hidden): RULES[name]([*listed, *hidden]) for listed, hidden in completions}
        right = set(results.values()), find_needs(results, sizes)
        if read(report["decisions"][name]) != right:
            wrong.append(f"{name} {report['decisions'][name]}, not {right}")
    told = report["decisions"].get("told", {}).get("value")
    if "told" in report["decisions"] and told != (None if "big" in problems else record.get("big")):
        wrong.append(f"told {told}")
    return wrong


def judge_all(what, rules, text):
    """Every record through one program; True if all is well."""
    source, image = SCRATCH / "summaries.cgl", SCRATCH / "summaries.cgb"
    source.write_text(text)
    subprocess.run([CGLC, source, "-o", image], check=True)
    cases = list(make_records())
    records = "".join(json.dumps(record) + "\n" for _, record in cases)
    done = subprocess.run([CGLRUN, image, "-", "--format", "ndjson"], input=records, stdout=subprocess.PIPE, text=True)
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    faulty = 0
    for (sizes, record), report in zip(cases, reports):
        wrong = judge(rules, sizes, record, report)
        faulty += bool(wrong)
        if wrong and faulty < 6:
            print(json.dumps(record), *wrong, sep="\n  ")
    good = len(reports) == len(cases) and not faulty
    print(f"{'ok' if good else 'not ok'} - {len(cases)} lists with their summaries, {what}")
    return good


def main():
    alone = "\n".join(line for line in SOURCE.splitlines() if not line.startswith("decision") or line.startswith("decision number"))
    good = judge_all("sizes read", RULES, SOURCE)
    return not (judge_all("only their number read", ["number"], alone) and good)


if __name__ == "__main__":
    raise SystemExit(main())
