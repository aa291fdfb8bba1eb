#!/usr/bin/env python3
"""What cglrun reads: line ends, separators, tables of something else, decimal commas, elements without cells, policies."""
import csv
import json
import os
import pathlib
import subprocess
import tempfile

CGLC, CGLRUN = os.environ["CGLC"], os.environ["CGLRUN"]
SCRATCH = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("TMPDIR")))
PROGRAM = SCRATCH / "g.cgb"
SOURCE = """guideline g version "1" source b "B" end
record spot id : key size : length in mm 0 mm..100 mm end
record loose_spot id : key size : length in mm 0 mm..100 mm end
patient
  id       : key
  n        : integer 0..9
  told     : yes_no
  weight   : mass in kg 0 kg..300 kg
  complete : yes_no
  spots    : list of spot 0..3 complete unless complete is no
  loose    : list of loose_spot 0..3
end
statement A-01 at b "p" "x"
decision many : yes_no means n > 3 from A-01 end
decision heavy : yes_no means weight > 100 kg from A-01 end
decision hot : yes_no means told from A-01 end
decision one : yes_no means count spots <= 1 from A-01 end
decision one_loose : yes_no means count loose <= 1 from A-01 end
"""


def check(name, good, detail=""):
    print(f"{'ok' if good else 'not ok'} - {name}")
    if not good:
        print(f"    {detail!r}"[:1500])


def run(*arguments, given=b""):
    done = subprocess.run([CGLRUN, str(PROGRAM), *map(str, arguments)], input=given, capture_output=True)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def write(name, data):
    path = SCRATCH / name
    path.write_bytes(data)
    return path


def decisions(out, name):
    """What each record has for a decision: its value, or None while it is open."""
    return [json.loads(line)["decisions"][name].get("value") for line in out.splitlines()]


def test_line_ends():
    wanted = run(given=b'{"id":"A","n":5}\n{"id":"B","n":1}\n')[1]
    for name, end in (("CR", b"\r"), ("CRLF", b"\r\n")):
        rows = (b"id,n", b"A,5", b"B,1", b"")
        for form, text in (("NDJSON", b'{"id":"A","n":5}' + end + b'{"id":"B","n":1}' + end), ("CSV", end.join(rows)),
                           ("an array", b'[{"id":"A",' + end + b'"n":5},' + end + b'{"id":"B","n":1}]' + end),
                           ("objects over lines", b'{' + end + b'"id":"A",' + end + b'"n":5}' + end
                            + b'{' + end + b'"id":"B",' + end + b'"n":1}' + end)):
            code, out, err = run(given=text)
            check(f"{form} with {name} at line ends is what it is with LF", code == 0 and out == wanted and err == "", (out, err))
    code, out, _ = run(write("mac.csv", b"id,n\rA,5\rB,1\r"))
    check("a file of an old Macintosh has its two records", code == 0 and out == wanted, out)
    policy = write("policies.json", b"\xef\xbb\xbf{\r}\r")
    check("a policy file may end its lines so", run("--policy-file", policy, given=b"{}")[0] == 0)


def test_separators():
    wanted = run(given=b'{"id":"A","n":5}\n{"id":"B","n":1}\n')[1]
    for name, sign in (("semicolons", b";"), ("tabs", b"\t")):
        text = b"\r\n".join(row.replace(b",", sign) for row in (b"id,n", b"A,5", b"B,1", b""))
        path = write(f"{name}.csv", text)
        code, out, err = run(path)
        check(f"{name} are found and told", code == 0 and out == wanted and err == f"cglrun: {path}: the cells are separated by {name}\n",
              (out, err))
        code, out, err = run("--jobs", "2", given=text)
        check(f"{name} on standard input, two jobs", code == 0 and out == wanted
              and err == f"cglrun: standard input: the cells are separated by {name}\n", (out, err))
        check(f"a sep= line names {name}", run(given=b"sep=" + sign + b"\n" + text)[1] == wanted)
    check("commas need no telling", run(given=b"id,n\nA,5\n")[2] == "")


def test_tables_of_something_else():
    other = write("other.csv", b"Name;Number\nA;5\n")
    code, out, err = run(other)
    check("a table none of whose columns is a field is refused", code == 65 and out == "" and "its columns are: Name, Number" in err,
          (code, out, err))
    good = write("good.csv", b"id,n\nA,5\n")
    code, out, err = run(good, other, good)
    check("what was read before it is reported", code == 65 and len(out.splitlines()) == 1 and str(other) in err, (code, out, err))
    code, out, err = run("--jobs", "3", good, other, good)
    check("whatever the number of jobs", code == 65 and len(out.splitlines()) == 1, (code, out, err))
    code, _, err = run(write("bare.csv", b"Smith,1961-02-03,5\nJones,1970-01-01,4\n"))
    check("a row of data is not printed", code == 65 and "Smith" not in err and "1961" not in err, err)


def test_cells():
    code, out, _ = run(given=b"id,told\nA,TRUE\nB,FALSE\nC,true\n")
    check("TRUE and FALSE", code == 0 and decisions(out, "hot") == [True, False, True], out)
    table = b"id;weight\nA;100,5\nB;99,5 kg\n"
    code, out, _ = run("--decimal-comma", given=table)
    check("decimal commas when they are said", code == 0 and decisions(out, "heavy") == [True, False], out)
    code, out, _ = run(given=table)
    check("decimal commas that were not said are problems", decisions(out, "heavy") == [None, None]
          and [json.loads(line)["problems"][0]["code"] for line in out.splitlines()] == ["P023", "P023"], out)
    out = run("--decimal-comma", given=b"id;weight\nA;1.005\n")[1]
    check("a point beside decimal commas is not guessed", decisions(out, "heavy") == [None] and '"P024"' in out, out)


def test_elements_without_cells():
    columns = "id,complete,spots[1].size,spots[2].size,loose[1].size,loose[2].size\n"
    rows = {"A,,1,,1,": (None, None), "A,true,1,,1,": (True, None), "A,false,1,,1,": (None, None), "A,,1,2,1,2": (False, False)}
    for row, wanted in rows.items():
        out = run(given=(columns + row + "\n").encode())[1]
        got = decisions(out, "one")[0], decisions(out, "one_loose")[0]
        check(f"whether '{row}' is complete is what the schema says", got == wanted, (got, out))
    out = run(given=b"id,loose[1].size\nA,1\n")[1]
    check("a list whose columns are all filled is what is listed", decisions(out, "one_loose") == [True], out)


POLICY_SOURCE = """guideline p version "1" source b "B" end
patient id : key end
statement A-01 at b "p" "x"
gap limit : mass_concentration in g/dL 11 g/dL..12 g/dL from A-01 at b "p" "A range" policy "Limit" end
gap share : percent 0.5 %..1 % from A-01 at b "p" "A share" policy "Share" end
gap count_of : integer 1..3 from A-01 at b "p" "A count" policy "Count" end
decision shown : mass_concentration in g/dL means limit from A-01 end
decision part : percent means share from A-01 end
decision number : integer 1..3 means count_of from A-01 end
"""


def test_problems_explained():
    given = b'{"id":7,"n":12,"told":"jawohl","weight":"5 mm","zzz":1,"spots":[{"size":777},3],"loose":{}}'
    plain, explained = run(given=given)[1], run("--explain-problems", given=given)[1]
    one, two = json.loads(plain), json.loads(explained)
    accepted = {problem["at"]: problem.pop("accepted") for problem in two["problems"]}
    check("--explain-problems adds what would be accepted and nothing else", one == two, two["problems"])
    number = "or a number and a unit that converts to it, as in"
    unknown = "; null or no key if it is not known"
    check("by the schema", accepted == {
        "id": "a text in one line, of 1 to 200 bytes",
        "n": "a whole number from 0 to 9" + unknown,
        "told": "true or false" + unknown,
        "weight": f'a number from 0 to 300 in kg; {number} "0 kg"' + unknown,
        "spots[1].size": f'a number from 0 to 100 in mm; {number} "0 mm"' + unknown,
        "spots[2]": "an object with the fields of an element",
        "loose": "a list of 0 to 3 objects" + unknown,
        "zzz": "a name of the record's schema"}, accepted)
    for form in ("text", "ndjson", "html"):
        out = run("--format", form, "--explain-problems", given=given)[1]
        check(f"{form} explains, without values", " ".join(out.split()).count("accepted") >= 7 and "777" not in out and "jawohl" not in out, out)
    shown = json.loads(run("--explain-problems", "--show-values", given=given)[1])["problems"]
    check("the values with --show-values", [problem.get("shown") for problem in shown if problem["at"] in ("n", "told", "spots[1].size")]
          == ["12", "jawohl", "777"], shown)


def test_formulas():
    keys = ["=1+1", "+1", "-1", "@x", "\uff1dA1", "\uff0b1", "\uff0d1", "\uff20x", "A=1", "1-1", "'=1"]
    records = "\n".join(json.dumps({"id": key}) for key in keys).encode()
    out = run("--format", "csv", given=records)[1]
    got = [row[0] for row in csv.reader(out.splitlines())][1:]
    check("a key that a spreadsheet would run as a formula is text", got == ["'" + key for key in keys[:8]] + keys[8:], got)
    out = run("--format", "ndjson", given=records)[1]
    check("other forms leave it as it is", [json.loads(line)["patient"] for line in out.splitlines()] == keys, out)


def policies(*arguments):
    """Exit code, the policies of the report, standard error."""
    done = subprocess.run([CGLRUN, str(SCRATCH / "p.cgb"), *map(str, arguments)], input=b"{}", capture_output=True)
    out = done.stdout.decode()
    return done.returncode, json.loads(out)["policies"] if out else None, done.stderr.decode()


def test_policies():
    (SCRATCH / "p.cgl").write_text(POLICY_SOURCE)
    done = subprocess.run([CGLC, str(SCRATCH / "p.cgl")], capture_output=True)
    check("the program with gaps compiles", done.returncode == 0, done)
    values = {"11": 11, "12": 12, "110 g/L": 11, "0.12 kg/L": None, "120000 mg/L": 12, "11e9 ng/dL": 11, "1.1e-1 g/mL": 11,
              "12.00000001": None, "10.99999999": None, "12.000000000000002": None, "11.50000001": 11.50000001, "11.500000001": None,
              "0.11 g/mL": 11, "110.000000001 g/L": None, "11 g": None, "eleven": None, "": None, "11,5": None}
    for value, wanted in values.items():
        code, got, err = policies("--policy", f"limit={value}")
        good = (code, got) == (0, {"limit": wanted}) if wanted else code == 64 and got is None and "policy limit" in err
        check(f"a policy of '{value}'", good, (code, got, err))
    for name, value, wanted in (("share", "0.5", 0.5), ("share", "0.01 1", 1), ("count_of", "3.0", 3), ("count_of", "2.5", None)):
        code, got, err = policies("--policy", f"{name}={value}")
        check(f"a policy {name} of {value}", (code, got) == (0, {name: wanted}) if wanted else code == 64, (code, got, err))
    code, got, err = policies("--policy", "limit=11", "--policy", "limit=11")
    check("a policy given twice is refused", code == 64 and got is None and err == "cglrun: policy limit is given more than once\n", err)
    code, got, err = policies("--policy", "limit=11", "--policy", "share=1")
    check("two policies are no repetition", (code, got) == (0, {"limit": 11, "share": 1}), (code, got, err))
    one, two, other = (write(name, data) for name, data in (("1.json", b'{"limit":11}'), ("2.json", b'{"limit":12}'), ("3.json", b'{"share":1}')))
    check("the command line wins over a file", policies("--policy-file", one, "--policy", "limit=12")[1] == {"limit": 12})
    check("whatever the order", policies("--policy", "limit=12", "--policy-file", one)[1] == {"limit": 12})
    check("files join", policies("--policy-file", one, "--policy-file", other)[1] == {"limit": 11, "share": 1})
    code, got, err = policies("--policy-file", one, "--policy-file", two)
    check("two files that settle one gap are refused", code == 64 and got is None
          and err == f"cglrun: {two}: policy limit is given in another policy file already\n", err)
    for name, data, wanted in (("a byte order mark", b'\xef\xbb\xbf{"limit":11}', {"limit": 11}), ("CR", b'{\r"limit":\r11\r}\r', {"limit": 11}),
                               ("CRLF", b'{\r\n"limit":11\r\n}\r\n', {"limit": 11}), ("an object", b'{"limit":{"value":110,"unit":"g/L"}}', {"limit": 11}),
                               ("a key twice", b'{"limit":11,"limit":11}', None), ("a key twice, once escaped", b'{"limit":11,"\\u006cimit":11}', None),
                               ("two objects", b'{"limit":11}\n{}', None), ("null", b'{"limit":null}', None), ("an array", b'[{"limit":11}]', None)):
        code, got, err = policies("--policy-file", write("f.json", data))
        check(f"a policy file with {name}", (code, got) == ((0, wanted) if wanted else (64, None)), (code, got, err))
    code, _, err = policies("--policy-file", write("f.json", b'{\r"limit": 01\r}\r'))
    check("a fault of a file has its line, CR or not", code == 64 and "line 2, column 10" in err, err)


(SCRATCH / "g.cgl").write_text(SOURCE)
done = subprocess.run([CGLC, str(SCRATCH / "g.cgl"), "-o", str(PROGRAM)], capture_output=True)
check("the program compiles", done.returncode == 0, done)
for test in (test_line_ends, test_separators, test_tables_of_something_else, test_cells, test_elements_without_cells,
             test_policies, test_problems_explained, test_formulas):
    test()
