#!/usr/bin/env python3
"""The example cohort: COUNT synthetic patients as NDJSON, the same bytes for the same SEED on any machine.

usage: cohort.py [COUNT] [SEED]

Nobody in it exists. Every share below is an assumption that makes an example look like the list of a liver tumour board; none is
taken from the consensus, none is epidemiology, and no result on this cohort says anything about patients. Age, sex, ECOG and MSI are
no fields of the record, as no rule reads them: age is only drawn here, for what depends on it.

A patient is made in two steps: first the whole truth, consistent in itself (the remnant goes with the planned resection, BRAF with the
side, the list with its summaries); then what somebody wrote down of it, which depends on where the patient stands on the way (referred,
before the board, under treatment, resected) and on how well the hospital documents. Only integers are drawn, by splitmix64."""
import json
import sys

COUNT, SEED = 1000, 123
FAULTY_EVERY = 125          # one record in so many has something wrong in it
UNLISTED_FROM = 13          # with so many lesions nobody lists them all
MASK = (1 << 64) - 1


class Dice:
    """splitmix64; all shares in parts of a thousand."""

    def __init__(self, seed):
        self.state = seed & MASK

    def roll(self, sides):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
        return (z ^ z >> 31) % sides

    def chance(self, share):
        return self.roll(1000) < share

    def between(self, low, high):
        return low + self.roll(high - low + 1)

    def low_between(self, low, high):
        """Small ones are frequent: the least of three."""
        return min(self.between(low, high) for _ in range(3))

    def pick(self, **weights):
        at = self.roll(sum(weights.values()))
        for name, weight in weights.items():
            at -= weight
            if at < 0:
                return name
        raise AssertionError("weights above zero")

    def pick_range(self, *ranges):
        """Of (weight, low, high) one, then a number in it."""
        at = self.roll(sum(weight for weight, _, _ in ranges))
        for weight, low, high in ranges:
            at -= weight
            if at < 0:
                return self.between(low, high)
        raise AssertionError("weights above zero")


# ---- the truth ----

def make_primary(dice, truth, stage):
    truth["side"] = "right" if dice.chance(330) else "left"
    # what is favourable comes together, and is operated on
    truth["indolent"] = indolent = dice.chance(280 if stage == "resected" else 130)
    synchronous = dice.chance(150 if indolent else 600)
    primary = {
        "t_stage": dice.pick(T1=200, T2=500, T3=300) if indolent else dice.pick(T1=20, T2=110, T3=610, T4=260),
        "node_positive": dice.chance(600),
        "timing": "synchronous" if synchronous else "metachronous",
        "side": truth["side"],
        "in_situ": synchronous and dice.chance(550),
    }
    if not synchronous:
        primary["disease_free_interval"] = 5 + dice.low_between(0, 70)
    return primary


def make_molecular(dice, truth):
    right = truth["side"] == "right"
    if dice.chance(180 if right else 50):
        ras, braf = "wild_type", "v600e"
    else:
        ras = "mutant" if dice.chance(620 if right else 500) else "wild_type"
        braf = "other_mutation" if dice.chance(25) else "wild_type"
    kras = "mutant" if ras == "mutant" and dice.chance(900) else "wild_type"
    return {"ras": ras, "kras": kras, "braf": braf}


def draw_burden(dice):
    count = dice.pick_range((230, 1, 1), (140, 2, 2), (120, 3, 3), (160, 4, 5), (200, 6, 10), (110, 11, 20), (40, 21, 50))
    largest = dice.pick_range((130, 6, 12), (340, 13, 25), (280, 26, 45), (170, 46, 75), (80, 76, 140))
    if count > 5:
        largest = max(largest, dice.between(15, 60))
    return count, largest


def make_lesions(dice, truth):
    """Sizes and distances in mm."""
    if truth["indolent"]:
        count, largest = dice.pick_range((700, 1, 1), (300, 2, 2)), dice.between(6, 48)
    else:
        count, largest = draw_burden(dice)
    lesions = []
    for index in range(count):
        central = dice.chance(150)
        lesions.append({
            "id": f"L{index + 1}",
            "size": largest if index == 0 else max(4, largest * dice.between(20, 95) // 100),
            "central": central,
            "colon_distance": dice.between(2, 9) if not central and dice.chance(60) else dice.between(10, 150),
            "adjacent_vessel": dice.between(4, 12) if dice.chance(500 if central else 120) else dice.between(0, 3),
            "visible": dice.chance(920),
        })
    truth["count"], truth["largest"] = count, largest
    return lesions


def make_extrahepatic(dice, truth):
    present = dice.chance(120 if truth["count"] < 6 else 280)
    return {"present": present, **({"liver_dominant": dice.chance(600)} if present else {})}


def make_fitness(dice, truth):
    age = 38 + (dice.between(0, 26) + dice.between(0, 26))
    unfit = dice.chance(50 + max(0, age - 60) * 12)
    chemotherapy = dice.chance(600 if unfit else 930 - max(0, age - 65) * 8)
    truth["operable"] = not unfit
    truth["declines"] = dice.chance(45)
    return {"surgery": "unfit" if unfit else "fit", "chemotherapy": "fit" if chemotherapy else "unfit",
            "tolerates_intensive": dice.chance(720 - max(0, age - 60) * 15 if chemotherapy else 40)}


def judge_resectability(dice, truth):
    """What surgeon and team say: burden decides most of it, not all."""
    count, largest = truth["count"], truth["largest"]
    share = 920 if count <= 2 else 740 if count <= 5 else 330 if count <= 10 else 40
    share -= 200 if largest >= 80 else 0
    truth["feasible"] = dice.chance(share)
    judged = {"r0_feasible": truth["feasible"]}
    if not truth["feasible"]:
        judged["r0_lost_because_of_burden"] = dice.chance(700 if count > 5 else 350)
        judged["conversion_conceivable"] = dice.chance(420 if count <= 10 else 150)
    return judged


def make_liver(dice, truth):
    count = truth["count"]
    bilobar = count > 1 and dice.chance(300 if count == 2 else 550 if count <= 5 else 870)
    segments = dice.pick_range((520, 1, 2), (180, 3, 3), (200, 4, 4), (100, 5, 6)) if count <= 3 else \
        dice.pick_range((250, 2, 3), (400, 4, 4), (350, 5, 6))
    low, high = {1: (72, 92), 2: (60, 82), 3: (45, 70), 4: (26, 52), 5: (18, 42), 6: (14, 32)}[segments]
    truth["bilobar"], truth["flr"] = bilobar, dice.between(low, high)
    liver = {
        **judge_resectability(dice, truth),
        "flr": truth["flr"],
        "background": dice.pick(normal=600, sinusoidal_obstruction=110, cholestatic=30, steatotic=210, cirrhotic=50),
        "inflow_adequate": dice.chance(985), "outflow_adequate": dice.chance(980), "biliary_drainage_adequate": dice.chance(980),
        "bilobar": bilobar,
        "segments_to_resect": segments,
    }
    liver["function_normal"] = dice.chance(600 if liver["background"] == "cirrhotic" else 955)
    if truth["feasible"]:
        liver["psh_feasible"] = dice.chance(650)
    truth["background"] = liver["background"]
    diseased = liver["background"] != "normal"
    truth["small_remnant"] = truth["flr"] < 25 or (diseased and truth["flr"] < 40)
    return liver


def make_labs(dice, truth):
    """CEA in tenths of ng/mL, bilirubin in tenths of mg/dL."""
    indolent = truth["indolent"]
    cea = dice.pick_range((1600 if indolent else 260, 8, 49), (280, 50, 199), (260, 200, 1999), (30 if indolent else 180, 2000, 40000))
    bilirubin = dice.pick_range((860, 3, 12), (70, 13, 20), (40, 21, 30), (30, 31, 60))
    if truth["background"] == "cholestatic":
        bilirubin = dice.between(11, 70)
    return {"cea": cea, "bilirubin": bilirubin}


# ---- what has been done ----

def make_response(dice):
    return dice.pick(complete=50, partial=460, stable=320, progression=170)


def treat_before_resection(dice, truth, treatment):
    """Resectable, chemotherapy first: the operation is still ahead."""
    treatment.update(neoadjuvant_given=True, neoadjuvant_response=make_response(dice), first_line_started=False, lines_failed=0)
    truth["chemotherapy_given"] = True


def treat_small_remnant(dice, treatment):
    treatment.update(neoadjuvant_given=False, first_line_started=False, pve_done=True, weeks_since_pve=dice.between(2, 9),
                     new_metastases_in_flr=dice.chance(90), response=make_response(dice))


def treat_unresectable(dice, truth, treatment):
    months = dice.low_between(0, 26)
    treatment.update(
        neoadjuvant_given=False, first_line_started=True, months_optimal=months, antiangiogenic=dice.chance(450),
        response=make_response(dice), lines_failed=0 if months < 4 else dice.pick_range((450, 0, 0), (250, 1, 1), (300, 2, 3)),
        radioembolization_done=dice.chance(80), pve_done=False)
    truth["chemotherapy_given"] = True
    if truth["small_remnant"] and truth["bilobar"]:
        treatment["tsh_stage"] = dice.pick(none=700, first_done=300)
        treatment["pve_done"] = dice.chance(350)
        if treatment["pve_done"]:
            treatment["weeks_since_pve"] = dice.between(2, 9)


def convert(dice, truth, patient, treatment):
    """First-line treatment has made the disease resectable, or the first stage of an operation has."""
    treat_unresectable(dice, truth, treatment)
    treatment.update(response=dice.pick(partial=700, stable=200, complete=30, progression=70), lines_failed=0)
    if truth["bilobar"] and dice.chance(450):
        treatment["tsh_stage"] = "first_done"
    liver = patient["liver"]
    for path in ("r0_lost_because_of_burden", "conversion_conceivable"):
        liver.pop(path, None)
    liver.update(r0_feasible=True, psh_feasible=dice.chance(500), flr=max(liver["flr"], dice.between(41, 60)))


def resect(dice, truth, treatment):
    before = dice.chance(400)
    converted = not before and dice.chance(300)
    treatment.update(
        neoadjuvant_given=before, first_line_started=converted, resection_done=True, lines_failed=0,
        resection_margin=dice.pick(R0=820, R1=160, R2=20), perioperative_chemotherapy=before or converted or dice.chance(300),
        liver_recurrence=dice.chance(280))
    truth["chemotherapy_given"] = before or converted
    if before:
        treatment["neoadjuvant_response"] = make_response(dice)


def make_treatment(dice, truth, patient, stage):
    treatment = {name: False for name in ("resection_done", "pve_done", "radioembolization_done", "antiangiogenic")}
    treatment["tsh_stage"] = "none"
    if stage in ("referred", "board"):
        treatment.update(neoadjuvant_given=False, first_line_started=False, lines_failed=0, months_optimal=0)
    elif stage == "resected":
        resect(dice, truth, treatment)
    elif truth["feasible"] and truth["small_remnant"] and dice.chance(700):
        treat_small_remnant(dice, treatment)
    elif truth["feasible"]:
        treat_before_resection(dice, truth, treatment)
    elif dice.chance(300):
        convert(dice, truth, patient, treatment)
    else:
        treat_unresectable(dice, truth, treatment)
    if truth.get("chemotherapy_given") and truth["background"] == "normal" and dice.chance(200):
        patient["liver"]["background"] = "sinusoidal_obstruction"
    return treatment


def plan_local_treatment(dice, truth, patient):
    """Asked for where no operation is planned."""
    if truth["operable"] and truth["feasible"] and not truth["declines"]:
        return
    patient["liver"]["planned_necrosis_segments"] = dice.between(2, 28)
    if dice.chance(300):
        for lesion in patient["lesions"][:5]:
            lesion["sbrt_bed"] = dice.pick_range((300, 60, 100), (700, 101, 150))


def make_truth(dice, stage):
    truth, patient = {}, {}
    patient["primary"] = make_primary(dice, truth, stage)
    patient["lesions"] = make_lesions(dice, truth)
    patient["disease"] = {"oligometastatic": dice.chance(600 if truth["count"] <= 3 else 250 if truth["count"] <= 5 else 20)}
    patient["liver"] = make_liver(dice, truth)
    patient["extrahepatic"] = make_extrahepatic(dice, truth)
    patient["molecular"] = make_molecular(dice, truth)
    patient["labs"] = make_labs(dice, truth)
    patient["fitness"] = make_fitness(dice, truth)
    patient["preferences"] = {"declines_surgery": truth["declines"]}
    if stage == "resected":
        patient["liver"].update(r0_feasible=True)
        patient["fitness"]["surgery"] = "fit"
        patient["preferences"]["declines_surgery"] = False
        for path in ("r0_lost_because_of_burden", "conversion_conceivable"):
            patient["liver"].pop(path, None)
        truth.update(feasible=True, operable=True, declines=False)
    patient["treatment"] = make_treatment(dice, truth, patient, stage)
    plan_local_treatment(dice, truth, patient)
    patient["imaging"] = {"multiphasic_ct": dice.chance(970), "chest_ct": dice.chance(900), "liver_mr": dice.chance(620),
                          "relations_known": dice.chance(850)}
    return patient, truth


# ---- what was written down ----

# How often a fact is missing where the record is of average quality, by the way's stations.
MISSING = {
    "primary": (90, 30, 40, 40), "disease": (600, 300, 400, 700), "extrahepatic": (220, 35, 40, 60), "molecular": (720, 250, 60, 250),
    "labs": (230, 60, 60, 80), "fitness": (280, 50, 45, 40), "preferences": (330, 60, 60, 30), "treatment": (110, 30, 30, 30),
    "imaging": (130, 45, 60, 50), "liver": (300, 40, 40, 40),
}
# Facts that are missing by themselves, whatever the rest of their group is.
MISSING_ALONE = {
    ("primary", "side"): (150, 90, 90, 60),
    ("liver", "flr"): (700, 80, 40, 150), ("liver", "background"): (550, 90, 60, 100),
    ("liver", "planned_necrosis_segments"): (900, 300, 300, 900), ("liver", "segments_to_resect"): (600, 100, 150, 60),
    ("molecular", "kras"): (900, 500, 300, 500), ("labs", "bilirubin"): (250, 80, 60, 150),
    ("treatment", "tsh_stage"): (250, 100, 60, 100), ("treatment", "radioembolization_done"): (200, 100, 80, 100),
    ("imaging", "relations_known"): (500, 120, 150, 200),
}
STATIONS = ("referred", "board", "treated", "resected")
LESION_MISSING = {"size": 30, "central": 110, "colon_distance": 180, "adjacent_vessel": 230, "visible": 380, "sbrt_bed": 0}


class Hospital:
    """Each writes in its own way, and some count their ALPPS procedures."""

    def __init__(self, dice):
        self.factor = {"good": 30, "average": 100, "poor": 180}[dice.pick(good=400, average=400, poor=200)]     # percent
        self.units = dice.pick(declared=500, text=300, pairs=200)
        self.alpps = None if dice.chance(400) else dice.pick_range((500, 0, 7), (300, 8, 20), (200, 21, 60))

    def forgets(self, dice, share):
        return dice.chance(min(950, share * self.factor // 100))

    def write(self, tenths, unit, fine=None):
        """A quantity in tenths of its unit, or in the finer unit of which ten make one."""
        plain = tenths // 10 if tenths % 10 == 0 else float(f"{tenths // 10}.{tenths % 10}")
        if self.units == "declared":
            return plain
        value, unit = (tenths, fine) if fine else (plain, unit)
        return f"{value} {unit}" if self.units == "text" else {"value": value, "unit": unit}


def write_quantities(hospital, patient):
    for lesion in patient["lesions"]:
        lesion["size"] = hospital.write(lesion["size"], "cm", "mm")
        lesion["colon_distance"] = hospital.write(lesion["colon_distance"], "cm", "mm")
    liver, labs, treatment, primary = (patient[name] for name in ("liver", "labs", "treatment", "primary"))
    liver["flr"] = hospital.write(liver["flr"] * 10, "%")
    if "planned_necrosis_segments" in liver:
        tenths = liver["planned_necrosis_segments"]
        liver["planned_necrosis_segments"] = float(f"{tenths // 10}.{tenths % 10}")
    labs["cea"] = hospital.write(labs["cea"], "ng/mL")
    labs["bilirubin"] = hospital.write(labs["bilirubin"], "mg/dL", "mg/L")
    if "weeks_since_pve" in treatment:
        treatment["weeks_since_pve"] = hospital.write(treatment["weeks_since_pve"] * 10, "wk")
    if "months_optimal" in treatment:
        treatment["months_optimal"] = hospital.write(treatment["months_optimal"] * 10, "mo")
    if "disease_free_interval" in primary:
        primary["disease_free_interval"] = hospital.write(primary["disease_free_interval"] * 10, "mo")


def forget_facts(dice, hospital, patient, station):
    for group, facts in patient.items():
        if group == "lesions":
            continue
        for name in list(facts):
            share = MISSING_ALONE.get((group, name), MISSING[group])[station]
            if hospital.forgets(dice, share):
                del facts[name]
    for lesion in patient["lesions"]:
        for name, share in LESION_MISSING.items():
            if name in lesion and hospital.forgets(dice, share):
                del lesion[name]


def forget_lesions(dice, hospital, patient, truth, station):
    """A whole list, some target lesions with the summaries, the summaries alone, or nothing."""
    whole, part, summary = ((250, 250, 380), (720, 180, 80), (700, 200, 90), (450, 150, 300))[station]
    if truth["count"] >= UNLISTED_FROM:
        whole, part, summary = 0, 500, 400
    kind = dice.pick(whole=whole, part=part, summary=summary, nothing=1000 - whole - part - summary)
    if kind == "whole":
        return
    lesions = patient.pop("lesions")
    if kind == "nothing":
        return
    patient["lesion_count"] = truth["count"]
    patient["largest_lesion"] = hospital.write(truth["largest"], "cm", "mm")
    if kind == "part" and truth["count"] > 1:
        patient["lesions"] = lesions[:min(5, truth["count"] - 1)]
        patient["lesions_complete"] = False
        if hospital.forgets(dice, 250):
            del patient["lesion_count"]


def write_down(dice, hospital, patient, truth, station):
    write_quantities(hospital, patient)
    forget_facts(dice, hospital, patient, station)
    forget_lesions(dice, hospital, patient, truth, station)
    if hospital.alpps is not None:
        patient["centre"] = {"alpps_procedures": hospital.alpps}
    return {name: facts for name, facts in patient.items() if facts or name in ("lesions_complete", "lesion_count")}


# ---- the cohort ----

def is_faulty(number):
    """Has something in it that a record must not have."""
    return number % FAULTY_EVERY == 0


def spoil(patient, number):
    """What happens in exports: another unit, a slipped digit, a field from another system, a code that is none."""
    kind = number // FAULTY_EVERY % 4
    if kind == 0:
        patient.setdefault("labs", {})["bilirubin"] = "17 umol/L"
    elif kind == 1:
        patient.setdefault("liver", {})["flr"] = 350
    elif kind == 2:
        patient["ecog"] = 1
    else:
        patient.setdefault("primary", {})["t_stage"] = "TX"


def make_patient(dice, hospitals, number):
    stage = dice.pick(referred=150, board=430, treated=290, resected=130)
    patient, truth = make_truth(dice, stage)
    hospital = hospitals[dice.roll(len(hospitals))]
    patient = {"id": f"C{number:04}", **write_down(dice, hospital, patient, truth, STATIONS.index(stage))}
    if is_faulty(number):
        spoil(patient, number)
    return patient


def make(count=COUNT, seed=SEED):
    dice = Dice(seed)
    hospitals = [Hospital(dice) for _ in range(8)]
    return [make_patient(dice, hospitals, number) for number in range(1, count + 1)]


def main():
    count, seed = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((1, COUNT), (2, SEED)))
    for patient in make(count, seed):
        print(json.dumps(patient))


if __name__ == "__main__":
    main()
