#!/usr/bin/env python3
"""Prints COUNT patients of bench.cgl as NDJSON, the same ones every time.

usage: patients.py COUNT [SHARE_MISSING]
Each fact is absent with the given probability (0.02 unless told).
"""
import json
import random
import sys

SEED = 20201123


class Maker:
    def __init__(self, share_missing):
        self.random, self.share_missing = random.Random(SEED), share_missing

    def flag(self, share):
        return self.random.random() < share

    def pick(self, *values):
        return values[int(self.random.random() * len(values))]

    def number(self, low, high, digits=1):
        value = round(low + self.random.random() * (high - low), digits)
        return int(value) if value == int(value) else value

    def whole(self, low, high):
        return low + int(self.random.random() * (high - low + 1))

    def some(self, **facts):
        """The facts, each left out now and then."""
        return {name: value for name, value in facts.items() if self.random.random() >= self.share_missing}

    def lesion(self, index):
        return {"id": f"L{index}", **self.some(
            size=self.number(0.4, 6.5), segment=self.whole(1, 8), central=self.flag(0.15),
            colon_distance=self.number(0.2, 14), adjacent_vessel=self.number(0, 6), visible=self.flag(0.92))}

    def patient(self, index):
        return {
            "id": f"P{index:06}",
            "primary": self.some(
                t_stage=self.pick("T1", "T2", "T3", "T3", "T4"), node_positive=self.flag(0.5),
                timing=self.pick("synchronous", "metachronous"), disease_free_interval=self.whole(0, 48),
                side=self.pick("left", "right"), in_situ=self.flag(0.3)),
            "liver": self.some(
                r0_feasible=self.flag(0.7), conversion_conceivable=self.flag(0.6), flr=self.number(15, 85),
                background=self.pick("normal", "normal", "steatotic", "sinusoidal_obstruction", "cholestatic", "cirrhotic"),
                inflow_adequate=self.flag(0.96), outflow_adequate=self.flag(0.96), biliary_drainage_adequate=self.flag(0.96),
                function_normal=self.flag(0.9), bilobar=self.flag(0.4), segments_to_resect=self.whole(1, 6)),
            "lesions": [self.lesion(number) for number in range(1, self.pick(1, 2, 3, 4, 5, 9) + 1)],
            "extrahepatic": self.some(present=self.flag(0.15)),
            "molecular": self.some(
                ras=self.pick("wild_type", "mutant"), braf=self.pick("wild_type", "wild_type", "v600e", "other_mutation"),
                msi=self.pick("stable", "stable", "stable", "high")),
            "labs": self.some(
                cea=self.number(0.5, 60), bilirubin=self.number(0.2, 3.6), albumin=self.number(2.4, 5),
                platelets=self.whole(60, 450)),
            "fitness": self.some(
                surgery=self.pick("fit", "fit", "fit", "unfit"), chemotherapy=self.pick("fit", "fit", "fit", "unfit"),
                age=self.whole(35, 90)),
            "preferences": self.some(declines_surgery=self.flag(0.05)),
            "treatment": self.some(
                neoadjuvant_given=self.flag(0.3), resection_done=self.flag(0.2), first_line_started=self.flag(0.4),
                months_optimal=self.whole(0, 12), lines_failed=self.whole(0, 4)),
            "imaging": self.some(multiphasic_ct=self.flag(0.9), chest_ct=self.flag(0.85), liver_mr=self.flag(0.6)),
            "centre": self.some(procedures=self.whole(0, 200)),
        }


def main():
    count = int(sys.argv[1])
    maker = Maker(float(sys.argv[2]) if len(sys.argv) > 2 else 0.02)
    for index in range(1, count + 1):
        sys.stdout.write(json.dumps(maker.patient(index), separators=(",", ":")) + "\n")


main()
