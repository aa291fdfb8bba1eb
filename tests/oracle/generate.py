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
  taken : date 2026-01-01..2026-12-31
end

record part
  grams : integer 0..3
  done  : yes_no
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
  rate   : decimal 0..10
  seen   : date 2026-01-01..2026-12-31
  items_complete : yes_no
  item_count     : integer 0..3
  widest         : length in cm 0 cm..30 cm
  items  : list of item 0..3 complete unless items_complete is no counted by item_count largest by size = widest
  parts  : list of part 0..2
end

statement ST-1 at text "1" strength must "One"
statement ST-2 at text "2" strength option "Two"

gap open_count : integer 1..3 from ST-1 at text "1" "How many" policy "How many" end
gap open_limit : length in cm 1 cm..4 cm from ST-2 at text "3" "Which limit" policy "Which limit" end
gap open_choice : yes_no from ST-2 at text "2" "Whether" end

reason first_reason "First" from ST-1
reason second_reason "Second" from ST-2
'''


class Case:
    def __init__(self, program, records, policies, loose):
        self.program, self.records, self.policies, self.loose = program, records, policies, loose


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.bools, self.enums, self.ints, self.decimals = [], [], [], []   # names of earlier rules
        self.each_enums, self.each_ints = [], []
        self.advice, self.each_advice = [], []
        self.settled, self.each_settled = [], []
        self.functions = []
        self.inside = 0     # list words around what is being written
        self.loose = False  # arithmetic over several facts: the first engine may settle less than the truth
        self.lines = []

    def pick(self, *choices):
        return self.random.choice(choices)

    # ---- expressions ----

    def op(self):
        return self.pick("<", "<=", "=", "!=", ">=", ">")

    def arithmetic(self, element):
        """Over one fact: the limits are where the roots lie."""
        length = "size" if element and self.random.random() < 0.6 else self.pick("width", "depth")
        c = self.pick(1, 2, 3, 4.5)
        return self.pick(f"{length} * 2 + 1 cm {self.op()} {self.pick(3, 5, 7)} cm",
                         f"{length} / 3 {self.op()} {self.pick(1, 2)} cm",
                         f"{length} / 1 cm {self.op()} {c}",
                         f"30 cm - {length} {self.op()} {self.pick(25, 27.5, 29)} cm",
                         f"(rate - 1) / 3 {self.op()} {self.pick(0, 0.5, 1)}",
                         f"rate * 0.3 + 1 {self.op()} {self.pick(1.9, 2, 4)}",
                         f"n / 2 {self.op()} {self.pick(1, 1.5, 2)}",
                         f"sqrt(rate) {self.op()} {self.pick(1, 1.5, 2)}",
                         f"sqrt({length} / 1 cm) {self.op()} {self.pick(1, 1.5, 2)}",
                         f"round(rate, 0) {self.op()} {self.pick(2, 3)}",
                         f"round({length} / 1 cm, 1) {self.op()} {self.pick(2.4, 2.5, 3)}",
                         f"max({length}, 3 cm) {self.op()} {self.number('cm')}",
                         f"min(width, depth) {self.op()} {self.number('cm')}")

    def several(self, element):
        """Over several facts: exact only as far as bounds go."""
        self.loose = True
        return self.pick(f"width + depth {self.op()} {self.number('cm')}", f"n + m {self.op()} {self.pick(3, 6, 9)}",
                         f"n * m {self.op()} {self.pick(1, 6, 12)}", f"rate * n {self.op()} {self.pick(2, 10)}",
                         f"rate / n {self.op()} {self.pick(0.5, 2)}", f"width * depth {self.op()} 4 cm2",
                         "seen within 8 wk before seen + 30 d",
                         f"sum items.size {self.op()} {self.number('cm')}",
                         f"sum items.size where (near) {self.op()} {self.number('cm')}")

    def day(self):
        return self.pick("2026-01-31", "2026-02-28", "2026-03-01", "2026-05-15", "2026-06-15", "2026-12-31")

    def date(self, element):
        fact = "taken" if element and self.random.random() < 0.7 else "seen"
        span = self.pick("4 wk", "30 d", "1 mo", "2 mo", "3 mo")
        return self.pick(f"{fact} {self.op()} {self.day()}", f"{fact} <= as_of",
                         f"{fact} within {span} {self.pick('before', 'after')} {self.pick('as_of', 'as_of', '2026-03-01', '2026-03-31', '2026-12-31', '2026-04-30')}",
                         f"as_of - {fact} {self.pick('<', '<=', '>=', '>')} {self.pick('30 d', '6 wk')}",
                         self.between(fact), self.between(fact),
                         f"{fact} {self.pick('+', '-')} {self.pick('1 mo', '2 mo', '1 a', '10 d')} {self.op()} {self.pick(self.day(), 'as_of')}")

    def between(self, fact):
        """Completed units: near the ends of months, before and after."""
        other = self.pick("as_of", "2026-01-31", "2026-02-28", "2026-03-31", "2024-02-29", "2028-02-29", "(as_of + 1 mo)")
        unit, most = self.pick(("years", 3), ("months", 5), ("months", 2), ("weeks", 9), ("days", 70))
        pair = self.pick((fact, other), (other, fact))
        return f"{unit} between {pair[0]} and {pair[1]} {self.op()} {self.random.randrange(-most, most + 1)}"

    def latest(self):
        where = self.pick("", "", " where (near)", " where (shade is red)")
        return self.pick(f"(latest items by taken{where}).size {self.op()} {self.number('cm')}",
                         f"(latest items by taken{where}).near", f"(latest items by taken{where}).shade is {self.pick('red', 'blue')}")

    def extreme(self):
        where = self.pick("", " where (near)", f" where (size > {self.number('cm')})", " where (a)")
        return self.pick(f"max(items.size{where}, 0 cm) {self.op()} {self.number('cm')}",
                         f"min(items.size{where}, 30 cm) {self.op()} {self.number('cm')}",
                         f"max items.size{where} {self.op()} {self.number('cm')}",
                         f"count items where (near and size > {self.number('cm')}) >= {self.random.randrange(0, 4)}")

    def parts(self, element):
        """Another list, inside the words about the first one and around them."""
        self.inside += 2
        inner = self.boolean(0, element)
        self.inside -= 2
        near = "near" if element else f"any items with (near or size > {self.number('cm')})"
        return self.pick(f"any parts with (done and grams >= {self.random.randrange(0, 4)})", "all parts are (grams < n)",
                         f"count parts where (done or ({inner})) {self.op()} {self.random.randrange(0, 3)}",
                         f"any parts with (done and {near})", f"max(parts.grams, 0) {self.op()} {self.random.randrange(0, 4)}",
                         f"parts.count {self.op()} {self.random.randrange(0, 3)}", "all parts are (done or a)")

    def results(self, element):
        """What other rules have found, each element's inside list words."""
        words = [f"{name} {self.op()} {self.pick(1, 2.5, 3)}" for name in self.decimals]
        if element:
            words += [f"{name} {self.op()} {self.random.randrange(0, 4)}" for name in self.each_ints]
            words += [f"{name} applies" for name in self.each_advice]
            words += [f"{name} is {self.pick('good', 'fair', 'bad')}" for name in self.each_enums]
        else:
            words += [f"any items with ({name} {self.op()} {self.random.randrange(0, 4)})" for name in self.each_ints]
            words += [f"all items are ({name} applies or near)" for name in self.each_advice]
            words += [f"count items where ({name} is bad) {self.op()} {self.random.randrange(0, 3)}" for name in self.each_enums]
            words += [f"{name} applies" for name in self.advice]
        return self.random.choice(words) if words else self.compare(element)

    def call(self, element):
        name, kind = self.random.choice(self.functions)
        length = "size" if element and self.random.random() < 0.6 else self.pick("width", "depth", self.number("cm"))
        return f"{name}({length}, {self.pick('a', 'b', 'near' if element else 'c')}){kind}"

    def otherwise(self):
        return self.pick("(a else no)", f"(n else 3) {self.op()} 3", f"(width else 2 cm) {self.op()} {self.number('cm')}",
                         *[f"({d} else low) is low" for d in self.settled])

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
            return f"(hue in red, {self.pick('green', 'blue')})"
        if kind == 2:
            return f"(n in 1..3)"
        return "(grade in s1, s3)"

    def listed(self):
        self.inside += 1
        inner = self.boolean(1, True)
        self.inside -= 1
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
        kind = self.random.randrange(17)
        if kind == 14:
            return self.results(element) if self.inside < 2 else self.compare(element)
        if kind == 15:
            return self.parts(element) if self.inside < 2 else self.compare(element)
        if kind == 16:
            return f"{'size' if element and self.random.random() < 0.5 else 'width'} {self.op()} open_limit"
        if kind == 8:
            return self.arithmetic(element)
        if kind == 9:
            return self.date(element)
        if kind == 10 and self.functions:
            return self.call(element)
        if kind == 11 and self.inside < 2:
            return self.latest()
        if kind == 12 and self.inside < 2:
            return self.extreme()
        if kind == 13 and self.may_be_loose and self.inside < 2:
            return self.several(element)
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
        if kind == 7 and self.inside < 2 and (not element or self.random.random() < 0.3):
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

    def function(self, k):
        limit = self.pick(f"x {self.op()} {self.number('cm')}", f"x * 2 {self.op()} {self.pick(4, 6)} cm")
        if self.random.random() < 0.5:
            self.add(f"define fun_{k}(x : length in cm, y : yes_no) means {limit} {self.pick('and', 'or')} {self.pick('y', 'not y')}")
            self.functions.append((f"fun_{k}", ""))
        else:
            self.add(f"define fun_{k}(x : length in cm, y : yes_no) : integer 0..2\n  first\n  case 2 when {limit}\n"
                     f"  case 1 when y\n  otherwise 0\nend")
            self.functions.append((f"fun_{k}", f" >= {self.pick(1, 2)}"))

    def pair(self, k):
        values, more = ("low", "high"), ("few", "some", "many")
        if self.random.random() < 0.5:
            rows = "\n".join(f"    row {self.pick('yes', 'no', '-')} | {self.pick('s0', 's1, s2', 'not s3', '-')} | "
                             f"{self.pick('>= 2 cm', '1 cm..3 cm', '< 5 mm', '-')} | => {self.pick(*values)} | => {self.pick(*more)}"
                             for _ in range(4))
            body = f"  table {self.pick('unique', 'first')}\n    columns {self.pick('a', 'b', 'c')} | grade | width | => two_{k} | => too_{k}\n{rows}"
        else:
            cases = "\n".join(f"  case {self.pick(*values)}, {self.pick(*more)} when {self.boolean(1)}" for _ in range(3))
            body = f"{self.pick('', '  first')}\n{cases}"
        last = f"\n  otherwise {self.pick(*values)}, {self.pick(*more)}" if self.random.random() < 0.7 else ""
        self.add(f"decision two_{k} : low, high\n     and too_{k} : few, some, many\n  from ST-1\n{body}{last}\nend")
        self.enums.append(f"two_{k}")
        self.bools.append(f"too_{k} is {self.pick(*more)}")

    def group(self, k):
        self.score(k)
        cut = self.random.randrange(0, 4)
        self.add(f"decision grp_{k} : low, high\n  from ST-2\n  table {self.pick('unique', 'first')}\n    columns sco_{k} | => grp_{k}\n"
                 f"    row 0..{cut} | => low\n    row >= {cut + self.pick(1, 1, 1, 2)} | => high\nend")
        self.enums.append(f"grp_{k}")

    def number_of(self, k):
        self.inside += 1
        inner = self.boolean(1, True)
        self.inside -= 1
        body = self.pick(f"count items where ({inner})", f"count of {self.boolean(1)}, {self.boolean(1)}, {self.boolean(0)} end",
                         "items.count", "n * 2", "min(n, 3)", "max(n, 2) + 1")
        self.add(f"decision num_{k} : integer 0..13 from ST-2 means {body} end")
        self.ints.append(f"num_{k}")

    def number_of_each(self, k):
        body = self.pick(f"count of {self.boolean(1, True)}, {self.boolean(0, True)}, near end", "min(n, 3)")
        self.inside += 1
        body = self.pick(body, f"count items where ({self.boolean(0, True)})")
        self.inside -= 1
        self.add(f"decision enum_{k} for each item : integer 0..3 from ST-2 means {body} end")
        self.each_ints.append(f"enum_{k}")

    def decimal(self, k):
        body = self.pick("round(width / 1 cm * 2, 1)", "round(max(items.size, 0 cm) / 1 cm, 1)", "round(rate / 3, 2)",
                         f"round(max(items.size where ({self.pick('near', 'a', 'shade is red')}), 0 cm) / 1 cm, 0)", "round(sqrt(rate), 2)")
        self.add(f"decision num_{k} : decimal 0..100 from ST-2 means {body} end")
        self.decimals.append(f"num_{k}")

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
                          for value, reason in (("bad", "first_reason"), ("bad", self.pick("second_reason", "first_reason, second_reason")),
                                                ("fair", "first_reason"), ("fair", "second_reason, first_reason")))
        self.add(f"decision each_{k} for each item : good, fair, bad\n  from ST-1\n  worst of\n{lines}\n  otherwise good\nend")
        self.each_enums.append(f"each_{k}")
        self.each_settled.append(f"each_{k}")

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
        words += [f"{d} needs facts" for d in self.settled] + [self.otherwise()]
        joined = self.pick("and", "or")
        self.add(f"advise gate_{k} \"Gate {k}\"\n  gate\n  from ST-2\n  strength option\n"
                 f"  when ({self.random.choice(words)}) {joined} ({self.boolean(1)})\nend")

    def gate_each(self, k):
        words = ["size is missing", "near is known", "taken is missing", "(near else yes)", "(size else 2 cm) >= 3 cm", "items is partial"]
        words += [f"{d} is settled" for d in self.each_settled] + [f"{d} is open" for d in self.each_settled]
        words += [f"{d} may be bad" for d in self.each_settled] + [f"{d} needs facts" for d in self.each_settled]
        words += [f"{a} is settled" for a in self.each_advice]
        self.add(f"advise egate_{k} for each item \"Gate {k}\"\n  gate\n  from ST-2\n  strength option\n"
                 f"  when ({self.random.choice(words)}) {self.pick('and', 'or')} ({self.boolean(1, True)})\nend")

    def record_gate(self, k):
        word = self.pick("a is missing", "width is known", "items is missing", "items is partial", "(n else 2) >= 2", "(b else no)")
        self.add(f"define looks_{k}\n  gate\n  means {word} {self.pick('and', 'or')} {self.pick('a', 'not b', 'c')}\nend")
        self.bools.append(f"looks_{k}")

    def program(self):
        self.may_be_loose = self.random.random() < 0.25
        kinds = [self.define, self.cases, self.table, self.score, self.worst, self.advise, self.advise_each, self.caution, self.gate,
                 self.function, self.pair, self.group, self.number_of, self.number_of_each, self.decimal, self.gate_each, self.record_gate]
        for k in range(self.random.randrange(6, 12)):
            make_rule = self.random.choice(kinds)
            self.inside = int(make_rule in (self.worst, self.advise_each, self.gate_each, self.number_of_each))
            make_rule(k)
        self.inside = 0
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
                "rate": lambda: self.pick(0, 1, 2, 2.25, 2.5, 3.5, 10), "seen": self.record_day, "taken": self.record_day,
                "grams": lambda: r.randrange(4), "done": lambda: r.random() < 0.5, "widest": lambda: self.pick(1, 2.5, 3, 5)}[name]()

    def record_day(self):
        return self.pick("2026-01-31", "2026-02-28", "2026-03", "2026-05-18", "2026-06-15", "2026-06-16", "2026-12-31", "2026")

    def policies(self):
        """Gaps that are settled for all records of one program."""
        chosen = [f"open_count={self.pick(1, 2, 3)}"] if self.random.random() < 0.3 else []
        return chosen + ([f"open_limit={self.pick('1 cm', '2.5 cm', '40 mm')}"] if self.random.random() < 0.5 else [])

    def record(self, k):
        keep = self.pick(1.0, 0.85, 0.7)
        names = ["a", "b", "c", "grade", "hue", "n", "m", "width", "depth", "share", "rate", "seen"]
        record = {"id": f"P{k}"}
        record.update({name: self.value(name) for name in names if self.random.random() < keep})
        for name in ("items_complete", "item_count", "widest"):
            if self.random.random() < 0.3:
                record[name] = self.value(name)
        if self.random.random() < 0.85:
            record["items"] = [{name: self.value(name) for name in ("size", "near", "shade", "taken") if self.random.random() < keep}
                               for _ in range(self.random.randrange(4))]
        if self.random.random() < 0.8:
            record["parts"] = [{name: self.value(name) for name in ("grams", "done") if self.random.random() < keep}
                               for _ in range(self.random.randrange(3))]
        return json.dumps(record)


def make(seed, records):
    maker = Maker(seed)
    program = maker.program()
    return Case(program, [maker.record(k) for k in range(records)], maker.policies(), maker.loose)
