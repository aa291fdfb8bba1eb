#!/usr/bin/env python3
"""Hosts: every *.c beside this file is compiled against the staged installation, shared and static, and run.

A host gets the path of a compiled program (of host.cgl) and of a patient (patient.json); it says everything by its exit code, and what it
prints must be NAME.expected if that file is there.
"""
import json
import os
import pathlib
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
STAGE = pathlib.Path(os.environ["STAGE"])
SCRATCH = pathlib.Path(os.environ.get("TMPDIR", "/tmp"))


def shell(command, **more):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def pkg_config(*options):
    environment = dict(os.environ, PKG_CONFIG_PATH=str(STAGE / "lib/pkgconfig"))
    code, output = shell(["pkg-config", *options, "cgl"], env=environment)
    return shlex.split(output) if code == 0 else []


def link_options(kind):
    if kind == "shared":
        return [*pkg_config("--libs"), f"-Wl,-rpath,{STAGE / 'lib'}"]
    libs = [word for word in pkg_config("--libs", "--static") if word != "-lcgl"]
    return [str(STAGE / "lib/libcgl.a"), *libs]


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good else f"\n{detail}"))
    return good


def try_host(source, kind, program):
    binary = SCRATCH / f"{source.stem}-{kind}"
    compiler = [*shlex.split(os.environ.get("CC", "cc")), "-std=c11", "-Wall", "-Wextra", "-Werror", *shlex.split(os.environ.get("OPT", ""))]
    code, output = shell([*compiler, *pkg_config("--cflags"), str(source), "-o", str(binary), *link_options(kind), "-lpthread"])
    if not check(f"{source.name} compiles, {kind}", code == 0, output):
        return False
    code, output = shell([str(binary), str(program), str(HERE / "patient.json")])
    expected = source.with_suffix(".expected")
    same = not expected.exists() or expected.read_text() == output
    return check(f"{source.name} runs, {kind}", code == 0 and same, f"exit code {code}\n{output}")


# ---- single answers against the report ----

def text_of(value):
    """A value of the report as CGL writes it; numbers are read as their digits."""
    return {True: "yes", False: "no", None: ""}.get(value, value) if not isinstance(value, str) else value


def list_decision(name, element, answer):
    settled = "value" in answer
    return ["decision", name, element, "settled" if settled else "unsettled", text_of(answer["value"]) if settled else "-",
            str(int(answer.get("undecided", False))),
            *("|".join(map(text_of, answer.get(key, []))) for key in ("possible", "range", "needs", "gaps")), "", "|".join(answer.get("reasons", []))]


def list_report(report):
    """The lines that answers.c prints, without what only the program knows."""
    if "error" in report:
        error = report["error"]
        yield ["problem", error["code"], error["at"] or "", error["message"]]
        return
    for name, answer in report["decisions"].items():
        yield list_decision(name, "-", answer)
    for rows in report["each"].values():
        for row in rows:
            for name, answer in row.items():
                if name != "key":
                    yield list_decision(name, row["key"], answer)
    for advice in report["advice"]:
        yield ["recommendation", advice["name"], advice["about"] or "-", advice["status"], "-", "0", "", "", "", "",
               "|".join(item["fact"] for item in advice["because"]),
               "|".join(item["reason"] or "" for item in advice.get("unless", [])), advice["title"] or "", "|".join(advice["cautions"]),
               "|".join(advice["statements"])]
    for answer in report["open"]:
        yield ["recommendation", answer["name"], answer["about"] or "-", "open", "-", str(int(answer.get("undecided", False))), "", "",
               "|".join(answer["needs"]), "|".join(answer["gaps"]), "", ""]
    for caution in report["cautions"]:
        yield ["caution", caution["name"], "-", "settled", "-", "0", "", "", "", "", "", "", caution["text"], "", "|".join(caution["statements"])]
    for problem in report["problems"]:
        yield ["problem", problem["code"], problem["at"], problem["message"]]


def shorten(line):
    """A line of answers.c as list_report has it: the report says neither the type nor the unit nor a need's label."""
    if line[0] == "problem":
        return line
    kind, name, element, status, _, value, undecided, title, _, possible, extent, needs, _, gaps, because, reasons, cautions, statements, _, _ = line
    short = [kind, name, element, status, value, undecided, possible, extent, needs, gaps, because, reasons]
    return short if kind == "decision" or status == "open" else short + [title, cautions, statements]


def compare_answers(name, guideline, records):
    program, lines = SCRATCH / "answers.cgb", SCRATCH / "answers.ndjson"
    lines.write_text("".join(record + "\n" for record in records))
    subprocess.run([os.environ["CGLC"], guideline, "-o", str(program)], check=True)
    reports = subprocess.run([os.environ["CGLRUN"], str(program), str(lines), "--format", "ndjson", "--all"], stdout=subprocess.PIPE).stdout.decode()
    _, printed = shell([str(SCRATCH / "answers-shared"), str(program), str(lines)])
    told = [[shorten(line.split("\t")) for line in block.splitlines()] for block in printed.split("end\n")[:-1]]
    wanted = [list(list_report(json.loads(line, parse_int=str, parse_float=str))) for line in reports.splitlines()]
    for lists in (told, wanted):  # because of what does not apply is asked for with --all only
        for line in (line for block in lists for line in block if line[3:4] == ["not_applicable"]):
            line[10] = ""
    wrong = [(a, b) for told_one, wanted_one in zip(told, wanted) for a, b in zip(told_one, wanted_one) if a != b]
    counts = [len(block) for block in told] == [len(block) for block in wanted]
    return check(f"single answers say what the report says, {name}", bool(wanted) and counts and not wrong,
                 f"{len(told)} records, {len(wanted)} reports\n" + "\n".join(f"{a}\n  report: {b}" for a, b in wrong[:5]))


# ---- what a form needs against the two programs ----

QUESTIONS = [("1", "--why", "upfront_surgery"), ("1", "--why", "resectability"), ("2", "--why-not", "upfront_surgery"),
             ("3", "--what-if", "liver.flr=20 %, labs.cea=3 ng/mL"), ("4", "--next", None)]


def show(program, record, *words):
    return shell([str(SCRATCH / "form-shared"), str(program), str(record), *words])[1]


def list_schema_paths(schema, prefix=""):
    """(path, title) of every field of a JSON Schema of cglc, lists and their elements' fields included."""
    for name, field in schema["properties"].items():
        path = prefix + name
        kinds = field.get("anyOf", [field])
        if kinds[0].get("type") == "array":
            yield path, field.get("title")
            yield from ((f"{path}[].{inner}", title) for inner, title in list_schema_paths(kinds[0]["items"]))
        elif field.get("type") == "object":
            yield from list_schema_paths(field, path + ".")
        else:
            yield path, field.get("title")


def list_form_paths(fields, prefix=""):
    for field in fields:
        yield prefix + field["path"], field["label"]
        yield from list_form_paths(field.get("fields", []), prefix + field["path"] + "[].")


def compare_schema(name, guideline, program, record):
    form = json.loads(show(program, record, "schema"))
    schema = json.loads(subprocess.run([os.environ["CGLC"], "schema", guideline], stdout=subprocess.PIPE, check=True).stdout)
    told, wanted = sorted(list_form_paths(form["fields"])), sorted(list_schema_paths(schema))
    titles = {path: title for path, title in wanted if title}
    same = [path for path, _ in told] == [path for path, _ in wanted] and all(titles.get(path, label) == label for path, label in told)
    return check(f"the schema for forms has the fields of cglc schema, {name}", bool(told) and same, f"{told}\n{wanted}")


def compare_questions(program, record):
    good = True
    for number, option, about in QUESTIONS:
        words = [option] if about is None else [f"{option}={about}"] if option == "--what-if" else [option, about]
        wanted = shell([os.environ["CGLRUN"], str(program), str(record), "--format", "ndjson", *words])[1]
        told = show(program, record, number, *([about] if about else []))
        good &= check(f"a host's answer to {' '.join(words)} is that of cglrun", bool(wanted) and told == wanted, f"{told}\n{wanted}")
    return good


def compare_record(program):
    """What was understood, by hand."""
    record = SCRATCH / "understood.json"
    record.write_text('{"liver":{"flr":{"value":750,"unit":"[ppth]"}},"labs":{"cea":"1.400 ng/mL"},"lesions":[{"id":"A","size":31}],"molecular":{"ras":"blue"}}')
    told = json.loads(show(program, record, "record"))
    return check("the record as it was read: units, decimals, no problem", told.get("labs.cea") == "1.4 ng/mL" and "molecular.ras" not in told, told)


def main():
    hosts = sorted(HERE.glob("*.c"))
    program = SCRATCH / "host.cgb"
    code, output = shell([os.environ["CGLC"], str(HERE / "host.cgl"), "-o", str(program)])
    good = check("the hosts' guideline compiles", code == 0, output)
    good &= check("there are hosts", bool(hosts))
    good &= check("pkg-config knows cgl", bool(pkg_config("--libs")))
    for source in hosts:
        for kind in ("shared", "static"):
            good &= try_host(source, kind, program)
    root = pathlib.Path(os.environ["ROOT"])
    consensus = root / "guidelines/seom_crlm"
    cohort = subprocess.run([sys.executable, str(consensus / "cohort.py"), "100"], stdout=subprocess.PIPE, check=True).stdout.decode()
    vignettes = [json.loads(line) for line in (consensus / "vignettes.ndjson").read_text().splitlines()]
    patients = [json.dumps(vignette.get("patient", vignette)) for vignette in vignettes]
    good &= compare_answers("cohort", str(consensus / "seom_crlm.cgl"), cohort.splitlines())
    good &= compare_answers("vignettes", str(consensus / "seom_crlm.cgl"), patients)
    good &= compare_answers("faulty records", str(HERE / "host.cgl"), ['{"potassium":99}', '{"id":', '{"id":"B","potassium":2.2,"x":1}', '{}'])
    good &= compare_schema("the hosts' guideline", str(HERE / "host.cgl"), program, HERE / "patient.json")
    answers = SCRATCH / "answers.cgb"
    subprocess.run([os.environ["CGLC"], str(consensus / "seom_crlm.cgl"), "-o", str(answers)], check=True)
    one = SCRATCH / "one.json"
    one.write_text(cohort.splitlines()[3])
    good &= compare_schema("the consensus", str(consensus / "seom_crlm.cgl"), answers, one)
    good &= compare_questions(answers, one)
    good &= compare_record(answers)
    sys.exit(0 if good else 1)


main()
