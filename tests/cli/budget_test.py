#!/usr/bin/env python3
"""What one record may take: steps and memory of all its answers together, the report included. What is undecided for want of
them depends on the record alone: not on the records before it, not on the number of workers."""
import json
import os
import pathlib
import random
import subprocess
import tempfile

CGLC, CGLRUN = os.environ["CGLC"], os.environ["CGLRUN"]
SCRATCH = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("TMPDIR")))
FACTS, LIMIT = 40, 64 << 20


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}")
    if not good:
        print(f"  {detail}")


def write_program(name, decisions, terms, rng):
    """Each decision counts comparisons of facts with each other."""
    facts = "".join(f"  f{i} : integer 0..1000\n" for i in range(FACTS))
    rules = ""
    for k in range(decisions):
        drawn = [rng.sample(range(FACTS), 3) for _ in range(terms)]
        counted = ", ".join(f"(f{a} > {rng.randrange(1000)} and f{b} > f{c})" for a, b, c in drawn)
        rules += f"decision d{k} : yes_no from A-01 means count of {counted} end > {terms // 2} end\n"
    source, image = SCRATCH / f"{name}.cgl", SCRATCH / f"{name}.cgb"
    source.write_text(f'guideline {name} version "1"\n  title "T"\n  source book "A book"\nend\npatient\n  id : key\n{facts}end\n'
                      f'statement A-01 at book "p. 1" "Something"\n{rules}')
    subprocess.run([CGLC, source, "-o", image], stderr=subprocess.DEVNULL, check=True)
    return image


def run(image, records, *options):
    """Standard output, and the most memory in bytes."""
    source, target = SCRATCH / "records.ndjson", SCRATCH / "reports.ndjson"
    source.write_text("".join(json.dumps(record) + "\n" for record in records))
    with target.open("wb") as out:
        child = subprocess.Popen([CGLRUN, image, source, "--format", "ndjson", *options], stdout=out)
        usage = os.wait4(child.pid, 0)[2]
    return target.read_text(), usage.ru_maxrss << 10


def count_undecided(line):
    decisions = json.loads(line)["decisions"].values()
    return sum("undecided" in answer for answer in decisions), len(decisions)


def main():
    rng = random.Random(7)
    heavy = write_program("heavy", 100, 20, rng)
    output, memory = run(heavy, [{"id": "unknown"}])
    undecided, decisions = count_undecided(output)
    check("one record of which nothing is known fits into 64 MiB", memory <= LIMIT, f"{memory >> 20} MiB")
    check("what is left is undecided and says so", undecided == decisions == 100, f"{undecided} of {decisions}")
    image = write_program("middling", 60, 6, rng)
    records = [{f"f{i}": rng.randrange(1000) for i in range(FACTS) if rng.random() < k % 4 / 3} for k in range(6)]
    records = [{"id": f"R{k}", **record} for k, record in enumerate(records + records)]
    alone = "".join(run(image, [record])[0] for record in records)
    counts = [count_undecided(line)[0] for line in alone.splitlines()]
    check("some records are decided, some in part", min(counts) == 0 and 0 < max(counts) < 60, counts)
    cohort = run(image, records)[0]
    check("a record says the same alone and in a cohort", strip(cohort) == strip(alone))
    check("and with four workers", run(image, records, "--jobs", "4")[0] == cohort)


def strip(output):
    """Without what names a place in the input."""
    reports = [json.loads(line) for line in output.splitlines()]
    for report in reports:
        report.pop("line", None)
    return reports


if __name__ == "__main__":
    main()
