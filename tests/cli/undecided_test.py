#!/usr/bin/env python3
"""Only an answer that cglc warned about (W0908) is ever undecided: generated programs that count, add and compare over lists,
each on records of every length, with some facts or none."""
import json
import os
import pathlib
import random
import re
import subprocess
import tempfile

CGLC, CGLRUN = os.environ["CGLC"], os.environ["CGLRUN"]
SCRATCH = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("TMPDIR")))
PROGRAMS = 24
# With nothing known it is decided, with twenty elements listed and none of their fields it is not.
KNOWN = "decision d0 : yes_no from A-01 means count spots where (size > 5) > count spots where (depth > 5) end\n"
FIELDS = {"size": (0, 30), "depth": (0, 30), "grade": (0, 3), "days": (0, 400)}


def condition(rng):
    name = rng.choice(sorted(FIELDS))
    one = f"{name} > {rng.randrange(FIELDS[name][1])}"
    return rng.choice([one, "marked", f"({one} and marked)", f"({one} or {rng.choice(sorted(FIELDS))} < limit)"])


def number(rng):
    return rng.choice([f"count spots where ({condition(rng)})", f"count spots where ({condition(rng)})", "spots.count",
                       f"max(spots.{rng.choice(sorted(FIELDS))}, 0)", f"(sum spots.grade where ({condition(rng)}))"])


def rule(k, rng):
    left, right = number(rng), number(rng)
    body = rng.choice([f"{left} > {right}", f"{left} = {right}", f"{left} > {rng.randrange(8)}", f"any spots with ({condition(rng)})",
                       f"all spots are ({condition(rng)})"])
    return f"decision d{k} : yes_no from A-01 means {body} end\n"


def make_program(rules, most):
    fields = "".join(f"  {name} : integer {lo}..{hi}\n" for name, (lo, hi) in FIELDS.items())
    return (f'guideline lists version "1"\n  title "T"\n  source book "A book"\nend\nrecord spot\n{fields}  marked : yes_no\nend\n'
            f'patient\n  id : key\n  limit : integer 0..40\n  spots : list of spot 0..{most}\nend\n'
            f'statement A-01 at book "p. 1" "Something"\n{rules}')


def make_records(rng, most):
    yield {}
    for n in sorted({1, 2, most // 2, most - 1, most}):
        for known in (0, 0.3):
            yield {"spots": [{name: rng.randrange(lo, hi) for name, (lo, hi) in FIELDS.items() if rng.random() < known} for _ in range(n)]}


def main():
    seen, wrong = 0, []
    for seed in range(PROGRAMS):
        rng = random.Random(seed)
        most = rng.choice((6, 12, 20, 30)) if seed else 20
        rules = "".join(rule(k, rng) for k in range(3)) if seed else KNOWN
        source, image = SCRATCH / "lists.cgl", SCRATCH / "lists.cgb"
        source.write_text(make_program(rules, most))
        compiled = subprocess.run([CGLC, source, "-o", image], stderr=subprocess.PIPE, text=True, check=True)
        warned = set(re.findall(r"W0908\]: [^`]*`(\w+)`", compiled.stderr))
        text = "".join(json.dumps(record) + "\n" for record in make_records(rng, most))
        done = subprocess.run([CGLRUN, image, "-", "--format", "ndjson"], input=text, stdout=subprocess.PIPE, text=True, check=True)
        for line in done.stdout.splitlines():
            undecided = {name for name, answer in json.loads(line)["decisions"].items() if "undecided" in answer}
            seen += len(undecided)
            wrong += [f"seed {seed}: {name}" for name in undecided - warned]
    print(f"{'not ok' if wrong else 'ok'} - what is undecided was warned of {wrong[:5]}")
    print(f"{'ok' if seen else 'not ok'} - {seen} answers are undecided")


if __name__ == "__main__":
    main()
