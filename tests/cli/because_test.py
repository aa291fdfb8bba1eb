#!/usr/bin/env python3
"""The facts behind an answer: each once for each rule, in schema order, however many there are and in whatever order rules read them."""
import json
import os
import pathlib
import random
import subprocess

CGLC, CGLRUN, SCRATCH = os.environ["CGLC"], os.environ["CGLRUN"], pathlib.Path(os.environ["TMPDIR"])
MOST, FIELDS = 1000, ["a", "b", "c"]
SOURCE = f"""guideline behind version "1"
  title    "Behind"
  source   book "A book"
  strength must
end
record spot
  a : integer 0..9
  b : integer 0..9
  c : integer 0..9
end
patient
  id    : key
  first : yes_no
  spots : list of spot 0..{MOST}
  last  : integer 0..9
end
statement A-01 at book "p. 1" "Something"
decision small : yes_no
  from A-01
  means all spots are (c >= 1 and a >= 1)
end
advise act "Act"
  from     A-01
  strength must
  when     last >= 1 and small and all spots are (b >= 1 and a >= 1 and c >= 1) and (first or last >= 1)
end
"""


def find_right(count):
    """What is read is every field of every element, by the recommendation and by the decision; of `first or last` the first is
    no, so that `last` is what holds."""
    right = [("spots", "small"), ("spots", "act")] if count == 0 else []
    for i in range(1, count + 1):
        right += [(f"spots[{i}].{name}", rule) for name in FIELDS for rule in ("small", "act") if rule == "act" or name != "b"]
    return right + [("last", "act")]


def main():
    source, image = SCRATCH / "behind.cgl", SCRATCH / "behind.cgb"
    source.write_text(SOURCE)
    subprocess.run([CGLC, source, "-o", image], check=True)
    rng, counts = random.Random(5), [0, 1, 2, 3, 5, 8, 17, 64, 100, 511, 512, 513, 999, 1000]
    records = [{"id": str(n), "first": False, "last": rng.randrange(1, 10),
                "spots": [{name: rng.randrange(1, 10) for name in FIELDS} for _ in range(n)]} for n in counts]
    given = "".join(json.dumps(record) + "\n" for record in records)
    done = subprocess.run([CGLRUN, image, "-", "--format", "ndjson", "--report", "full"], input=given, stdout=subprocess.PIPE, text=True, check=True)
    for n, line in zip(counts, done.stdout.splitlines(), strict=True):
        found = [(because["fact"], because["rule"]) for because in json.loads(line)["advice"][0]["because"]]
        good = sorted(found) == sorted(set(found)) and found == find_right(n)
        print(f"{'ok' if good else 'not ok'} - {n} elements: {len(found)} facts, each once, in schema order")
        if not good:
            print(f"    {[pair for pair in zip(found, find_right(n)) if pair[0] != pair[1]][:3]}")


main()
