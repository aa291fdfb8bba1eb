#!/usr/bin/env python3
"""Random CGL programs and records for the comparison of the two engines. Everything follows from the seed."""
import json
import random

HEADER = '''guideline generated version "1"
  title "Generated"
  source text "Generated"
  strength must, option
end

enum ordered stage : s0, s1, s2, s3
enum colour : red, green, blue

record item
  id    : key
  size  : length in cm 0 cm..30 cm
  near  : yes_no
  shade : colour
end

patient
  id     : key
  a      : yes_no
  b      : yes_no
  c      : yes_no
  grade  : stage
  hue    : colour
  n      : integer 0..6
  m      : integer 0..6
  width  : length in cm 0 cm..20 cm
  depth  : length in mm 0 mm..200 mm
  share  : percent 0 %..100 %
  items_complete : yes_no
  item_count     : integer 0..3
  widest         : length in cm 0 cm..30 cm
  items  : list of item 0..3 complete unless items_complete is no counted by item_count largest by size = widest
end

statement ST-1 at text "1" strength must "One"
statement ST-2 at text "2" strength option "Two"

gap open_count : integer 1..3 from ST-1 at text "1" "How many" policy "How many" end
gap open_choice : yes_no from ST-2 at text "2" "Whether" end

reason first_reason "First" from ST-1
reason second_reason "Second" from ST-2
'''


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.bools, self.enums, self.ints = [], [], []   # names of earlier rules
        self.each_bools, self.each_enums = [], []
        self.advice, self.each_advice = [], []
        self.settled = []
        self.lines = []

    def pick(self, *choices):
        return self.random.choice(choices)

    # ---- expressions ----

    def number(self, unit):
        if unit == "%":
            return f"{self.pick(0, 20, 25, 40, 99.5, 100)} %"
        value = self.pick(0, 1, 2, 2.5, 3, 5, 20)
        return self.pick(f"{value} cm", f"{value * 10:g} mm")

    def compare(self, element):
        op = self.pick("<", "<=", "=", "!=", ">=", ">")
        kind = self.random.randrange(9 if not element else 11)
        if kind == 0:
            return f"{self.pick('n', 'm')} {op} {self.random.randrange(0, 7)}"
        if kind == 1:
            return f"width {op} {self.number('cm')}"
        if kind == 2:
            return f"depth {op} {self.number('cm')}"
        if kind == 3:
            return f"share {op} {self.number('%')}"
        if kind == 4:
            return self.pick(f"n {op} m", f"n + 1 {op} m", f"width {op} depth")
        if kind == 5:
            return f"grade {self.pick('<', '<=', '>=', '>')} {self.pick('s0', 's1', 's2', 's3')}"
        if kind == 6:
            return f"n * {self.random.randrange(1, 4)} {op} {self.random.randrange(0, 12)}"
        if kind == 7:
            return f"open_count {op} {self.pick('n', '1', '2', '3')}"
        if kind == 8 and self.ints:
            return f"{self.random.choice(self.ints)} {op} {self.random.randrange(0, 4)}"
        if element:
            return self.pick(f"size {op} {self.number('cm')}", "near", f"shade is {self.pick('red', 'green', 'blue')}")
        return f"items.count {op} {self.random.randrange(0, 4)}"

    def membership(self):
        kind = self.random.randrange(4)
        if kind == 0:
            return f"hue is {self.pick('', 'not ')}{self.pick('red', 'green', 'blue')}"
        if kind == 1:
            return f"hue in red, {self.pick('green', 'blue')}"
        if kind == 2:
            return f"(n in 1..3)"
        return f"grade in s1, s3"

    def listed(self):
        inner = self.boolean(1, True)
        kind = self.random.randrange(5)
        if kind == 0:
            return f"any items with ({inner})"
        if kind == 1:
            return f"all items are ({inner})"
        if kind == 2:
            return f"count items where ({inner}) >= {self.random.randrange(0, 4)}"
        if kind == 3:
            return f"max(items.size, 0 cm) >= {self.number('cm')}"
        return f"items.count > {self.random.randrange(0, 3)}"

    def boolean(self, depth, element=False):
        if depth == 0 or self.random.random() < 0.25:
            return self.atom(element)
        kind = self.random.randrange(6)
        left, right = self.boolean(depth - 1, element), self.boolean(depth - 1, element)
        if kind <= 1:
            return f"({left}) and ({right})"
        if kind <= 3:
            return f"({left}) or ({right})"
        if kind == 4:
            return f"not ({left})"
        if element:
            return f"({left}) and near"
        third = self.boolean(depth - 1)
        return f"count of ({left}), ({right}), ({third}) end >= {self.random.randrange(1, 4)}"

    def atom(self, element):
        kind = self.random.randrange(8)
        if kind <= 1:
            return self.pick("a", "b", "c", "open_choice") if not element else self.pick("near", "near", "a")
        if kind <= 3:
            return self.compare(element)
        if kind == 4:
            return self.membership()
        if kind == 5 and self.bools:
            return self.random.choice(self.bools)
        if kind == 6 and self.enums:
            return f"{self.random.choice(self.enums)} is {self.pick('low', 'high')}"
        if kind == 7 and not element:
            return self.listed()
        if element and self.each_enums:
            return f"{self.random.choice(self.each_enums)} is {self.pick('good', 'fair', 'bad')}"
        return self.compare(element)

    # ---- rules ----

    def add(self, text):
        self.lines.append(text)

    def define(self, k):
        self.add(f"define def_{k} means {self.boolean(2)}")
        self.bools.append(f"def_{k}")

    def cases(self, k):
        mode = self.pick("first", "first", "unique")
        body = "\n".join(f"  case {self.pick('low', 'middle', 'high')} when {self.boolean(2)}" for _ in range(3))
        last = "  otherwise low\n" if self.random.random() < 0.8 else ""
        self.add(f"decision dec_{k} : low, middle, high\n  from ST-1\n{'  first' if mode == 'first' else ''}\n{body}\n{last}end")
        self.enums.append(f"dec_{k}")
        self.settled.append(f"dec_{k}")

    def table(self, k):
        rows = "\n".join(f"    row {self.pick('yes', 'no', '-')} | {self.pick('0..2', '>= 3', '-', '1, 4')} | => {self.pick('low', 'high')}"
                         for _ in range(3))
        self.add(f"decision tab_{k} : low, high\n  from ST-1\n  table {self.pick('unique', 'first')}\n"
                 f"    columns {self.pick('a', 'b')} | n | => tab_{k}\n{rows}\n  otherwise low\nend")
        self.enums.append(f"tab_{k}")

    def score(self, k):
        points = "\n".join(f"  {self.random.randrange(1, 3)} points when {self.boolean(1)}" for _ in range(3))
        self.add(f"score sco_{k} : 0..6\n  from ST-2\n{points}\nend")
        self.ints.append(f"sco_{k}")

    def worst(self, k):
        lines = "\n".join(f"    {value} when {self.boolean(1, True)} because {reason}"
                          for value, reason in (("bad", "first_reason"), ("bad", "second_reason"), ("fair", "first_reason")))
        self.add(f"decision each_{k} for each item : good, fair, bad\n  from ST-1\n  worst of\n{lines}\n  otherwise good\nend")
        self.each_enums.append(f"each_{k}")

    def advise(self, k):
        unless = f"  unless {self.boolean(1)} because first_reason\n" if self.random.random() < 0.6 else ""
        self.add(f"advise adv_{k} \"Advice {k}\"\n  from ST-1\n  strength must\n  when {self.boolean(2)}\n{unless}end")
        self.advice.append(f"adv_{k}")

    def advise_each(self, k):
        unless = f"  unless {self.boolean(1, True)} because second_reason\n" if self.random.random() < 0.6 else ""
        self.add(f"advise eadv_{k} for each item \"Advice {k}\"\n  from ST-2\n  strength option\n  when {self.boolean(2, True)}\n{unless}end")
        self.each_advice.append(f"eadv_{k}")

    def caution(self, k):
        trigger = f"{self.random.choice(self.advice)} applies" if self.advice and self.random.random() < 0.5 else self.boolean(2)
        self.add(f"caution cau_{k} \"Caution {k}\"\n  from ST-1\n  when {trigger}\nend")

    def gate(self, k):
        words = ["a is missing", "width is missing", "items is missing", "items is partial", "(a else no)"]
        words += [f"{d} is settled" for d in self.settled] + [f"{d} may be high" for d in self.settled]
        words += [f"{d} needs facts" for d in self.settled]
        joined = self.pick("and", "or")
        self.add(f"advise gate_{k} \"Gate {k}\"\n  gate\n  from ST-2\n  strength option\n"
                 f"  when ({self.random.choice(words)}) {joined} ({self.boolean(1)})\nend")

    def program(self):
        kinds = [self.define, self.cases, self.table, self.score, self.worst, self.advise, self.advise_each, self.caution, self.gate]
        for k in range(self.random.randrange(6, 12)):
            self.random.choice(kinds)(k)
        self.advise(99)
        self.cases(98)
        return HEADER + "\n" + "\n\n".join(self.lines) + "\n"

    # ---- records ----

    def value(self, name):
        r = self.random
        return {"a": lambda: r.random() < 0.5, "b": lambda: r.random() < 0.5, "c": lambda: r.random() < 0.5,
                "near": lambda: r.random() < 0.5, "grade": lambda: self.pick("s0", "s1", "s2", "s3"),
                "hue": lambda: self.pick("red", "green", "blue"), "shade": lambda: self.pick("red", "green", "blue"),
                "n": lambda: r.randrange(7), "m": lambda: r.randrange(7),
                "width": lambda: self.pick(0, 1, 2.5, 3, 5, 7.25, "25 mm", 20), "depth": lambda: self.pick(0, 10, 25, 30, 200),
                "size": lambda: self.pick(0, 1, 2.5, 3, 5, 30, "31 mm"), "share": lambda: self.pick(0, 20, 25, 39.9, 40, 100),
                "items_complete": lambda: r.random() < 0.5, "item_count": lambda: r.randrange(4),
                "widest": lambda: self.pick(1, 2.5, 3, 5)}[name]()

    def record(self, k):
        keep = self.pick(1.0, 0.85, 0.7)
        names = ["a", "b", "c", "grade", "hue", "n", "m", "width", "depth", "share"]
        record = {"id": f"P{k}"}
        record.update({name: self.value(name) for name in names if self.random.random() < keep})
        for name in ("items_complete", "item_count", "widest"):
            if self.random.random() < 0.3:
                record[name] = self.value(name)
        if self.random.random() < 0.85:
            record["items"] = [{name: self.value(name) for name in ("size", "near", "shade") if self.random.random() < keep}
                               for _ in range(self.random.randrange(4))]
        return json.dumps(record)


def make(seed, records):
    maker = Maker(seed)
    program = maker.program()
    return program, [maker.record(k) for k in range(records)]
