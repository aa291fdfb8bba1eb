#!/usr/bin/env python3
"""No answer is settled where the text leaves it open, on the example cohort and more like it.

Each gap has a territory: the patients for whom the text is silent. Here it is stated again in Python, written from the rulings on the
text and not from the guideline, over records with facts missing: yes (every completion lies inside), no (none does), None. Inside, the
answer is open and names the gap; outside, the answer does not name it; None asks nothing."""
import collections
import sys

import common
from common import check, cohort


# ---- three-valued ----

def both(*values):
    return False if False in values else None if None in values else True


def either(*values):
    return True if True in values else None if None in values else False


def no(value):
    return None if value is None else not value


def equals(value, wanted):
    return None if value is None else value == wanted


def at_least(value, limit):
    return None if value is None else value >= limit


# ---- what the text derives ----

class Patient:
    def __init__(self, record):
        self.record = record
        self.r0 = self.get("liver.r0_feasible")
        self.burden = self.get("liver.r0_lost_because_of_burden")
        self.conceivable = self.get("liver.conversion_conceivable")
        self.extrahepatic = self.get("extrahepatic.present")
        self.unfit = equals(self.get("fitness.surgery"), "unfit")
        self.declines = self.get("preferences.declines_surgery")
        self.resected = self.get("treatment.resection_done")
        self.started = self.get("treatment.first_line_started")
        self.volume = self.find_volume()
        self.flow = both(*(self.get(f"liver.{name}_adequate") for name in ("inflow", "outflow", "biliary_drainage")))
        self.resectability = self.find_class()
        self.pathway = self.find_pathway()
        self.factors = self.count_factors()

    def get(self, path):
        return common.get(self.record, path)

    def find_volume(self):
        """A-05. None in the band of the gap, too."""
        flr, background = self.get("liver.flr"), self.get("liver.background")
        if flr is None or flr >= 40 or flr < 20:
            return at_least(flr, 40)
        if background is None:
            return None
        if background != "normal":
            return False
        return True if flr >= 25 else None

    def find_class(self):
        """A-06, A-54, A-58, A-62; None where a gap decides, too."""
        if self.resected is not False:
            return "none" if self.resected else None
        if self.r0 is True:
            if self.flow is not True or self.volume is None:
                return None
            return "resectable" if self.volume else "potential"
        if self.r0 is None or self.conceivable is None:
            return None
        if not self.conceivable:
            return "unresectable"
        return "potential" if self.burden else None

    def find_pathway(self):
        """A-04, A-24: None outside the text. A-58: resected is asked first."""
        if self.resected:
            return "resected"
        if self.resectability == "unresectable":
            return "unresectable"
        if self.resectability is None or self.extrahepatic is not False:
            return None
        if self.resectability == "potential":
            return "potential" if either(self.unfit, self.declines) is False else None
        if self.unfit is not False:
            return "unfit" if self.unfit else None
        return None if self.declines is None else "unwilling" if self.declines else "fit"

    def takes(self, *pathways):
        return None if self.pathway is None else self.pathway in pathways

    def is_class(self, *classes):
        return None if self.resectability is None else self.resectability in classes

    def find_burden(self):
        """RISK-02, from the list and its summaries: how many there are, how large the largest is."""
        lesions = self.record.get("lesions")
        sizes = [common.get(lesion, "size") for lesion in lesions or []]
        listed, count, largest = len(sizes), self.get("lesion_count"), self.get("largest_lesion")
        whole = lesions is not None and (self.record.get("lesions_complete") is not False or count == listed)
        if listed >= 3 or any(size is not None and size >= 5 for size in sizes):
            return True
        if whole:
            return None if None in sizes else False
        if count is not None and count >= 3 or largest is not None and largest >= 5:
            return True
        return False if count is not None and largest is not None and None not in sizes else None

    def count_factors(self):
        """A-01: the least and the most of the four."""
        stage = self.get("primary.t_stage")
        factors = [None if stage is None else stage in ("T3", "T4"), self.find_burden(),
                   equals(self.get("primary.timing"), "synchronous"), at_least(self.get("labs.cea"), 5)]
        return factors.count(True), 4 - factors.count(False)

    @property
    def down(self):
        return both(self.takes("potential"), no(self.r0))

    @property
    def progressed(self):
        return both(self.get("treatment.neoadjuvant_given"), equals(self.get("treatment.neoadjuvant_response"), "progression"))

    @property
    def first_line_wild_type(self):
        braf = self.get("molecular.braf")
        return both(self.takes("unresectable"), equals(self.get("molecular.ras"), "wild_type"), no(equals(braf, "v600e")),
                    equals(self.get("treatment.lines_failed"), 0))


# ---- territories ----

def is_between(value, low, high):
    return both(at_least(value, low), no(at_least(value, high)))


def needs_factor_count(p):
    least, most = p.factors
    return True if least >= 1 and most <= 3 else False if most == 0 or least == 4 else None


def needs_remnant_band(p):
    return both(is_between(p.get("liver.flr"), 20, 25), equals(p.get("liver.background"), "normal"))


def needs_quality(p):
    return both(no(p.resected), p.r0, no(p.flow))


def needs_other_reason(p):
    return both(no(p.resected), no(p.r0), no(p.burden), p.conceivable)


def needs_extrahepatic(p):
    return both(p.extrahepatic, p.is_class("resectable", "potential"))


def needs_unfit_potential(p):
    return both(p.is_class("potential"), either(p.unfit, p.declines))


def needs_months(p):
    return both(p.is_class("unresectable"), is_between(p.get("treatment.months_optimal"), 2, 4))


def needs_months_elsewhere(p):
    return both(p.is_class("unresectable"), p.extrahepatic, at_least(p.get("treatment.months_optimal"), 2))


def needs_label_elsewhere(p):
    """A-66: from four months on neither reading forbids the label."""
    return both(p.is_class("unresectable"), p.extrahepatic, no(at_least(p.get("treatment.months_optimal"), 4)))


def needs_hifu(p):
    bilirubin = p.get("labs.bilirubin")
    return both(no(p.resected), None if bilirubin is None else bilirubin <= 3, p.get("liver.function_normal"))


def needs_conversion_braf(p):
    return both(p.down, equals(p.get("molecular.ras"), "wild_type"), equals(p.get("molecular.braf"), "v600e"))


def needs_conversion_intensity(p):
    return both(p.down, no(p.get("fitness.tolerates_intensive")))


def needs_right_side(p):
    return both(p.first_line_wild_type, equals(p.get("primary.side"), "right"))


def needs_monotherapy_antibody(p):
    return both(p.first_line_wild_type, equals(p.get("fitness.chemotherapy"), "unfit"))


def needs_braf_intensity(p):
    """A-61: not intensive is who does not tolerate it, and who is unfit for combinations."""
    cannot = either(no(p.get("fitness.tolerates_intensive")), equals(p.get("fitness.chemotherapy"), "unfit"))
    return both(p.takes("unresectable"), equals(p.get("molecular.braf"), "v600e"), cannot)


def needs_after_conversion(p):
    return both(either(p.resected, p.takes("fit", "unfit", "unwilling")), p.started)


def needs_after_perioperative(p):
    least, most = p.factors
    low = True if most == 0 else False if least == 4 else None
    return both(p.resected, low, either(p.get("treatment.perioperative_chemotherapy"), p.get("treatment.neoadjuvant_given")))


def needs_regimen_after_progression(p):
    """A-23, A-68, resected or not: the regimen is the next step after the progression; only before the resection the risk matters."""
    least, most = p.factors
    high = True if least >= 1 else False if most == 0 else None
    return both(p.progressed, either(p.resected, both(p.takes("fit"), no(p.started), high)))


def needs_biologics_after_progression(p):
    return both(p.progressed, no(p.resected), p.takes("fit", "unfit", "unwilling"))


def needs_weeks(p):
    return both(p.takes("potential"), no(p.volume), p.get("treatment.pve_done"), is_between(p.get("treatment.weeks_since_pve"), 3, 5))


def needs_second_stage(p):
    fit_but_worse = both(p.takes("fit"), equals(p.get("treatment.response"), "progression"))
    return both(equals(p.get("treatment.tsh_stage"), "first_done"), no(p.resected), either(p.takes("unfit"), fit_but_worse))


TERRITORIES = [
    ("high_risk_factor_count", "risk_group", needs_factor_count),
    ("flr_minimum_normal_liver", "flr_adequacy", needs_remnant_band),
    ("flr_quality_flow", "resectability", needs_quality),
    ("r0_lost_other_reason", "resectability", needs_other_reason),
    ("extrahepatic_disease", "systemic_chemotherapy", needs_extrahepatic),
    ("unfit_or_unwilling_potentially_resectable", "systemic_chemotherapy", needs_unfit_potential),
    ("definitive_after_months", "unresectable_status", needs_months),
    ("definitive_after_months", "premature_definitive_label", needs_months),
    ("definitive_with_extrahepatic", "unresectable_status", needs_months_elsewhere),
    ("definitive_with_extrahepatic", "premature_definitive_label", needs_label_elsewhere),
    ("hifu_size_role", "hifu", needs_hifu),
    ("conversion_braf", "conversion_doublet_anti_egfr", needs_conversion_braf),
    ("intensive_not_tolerated_conversion", "conversion_folfoxiri", needs_conversion_intensity),
    ("right_sided_anti_egfr", "anti_egfr_first_line", needs_right_side),
    ("biologic_in_chemotherapy_unfit", "anti_egfr_first_line", needs_monotherapy_antibody),
    ("biologic_in_chemotherapy_unfit", "bevacizumab_first_line", needs_monotherapy_antibody),
    ("braf_mutant_not_intensive", "folfoxiri_bevacizumab_braf", needs_braf_intensity),
    ("biologic_after_conversion", "biologics_in_resectable", needs_after_conversion),
    ("biologic_after_conversion", "anti_egfr_in_resectable", needs_after_conversion),
    ("biologic_after_conversion", "bevacizumab_in_resectable", needs_after_conversion),
    ("adjuvant_low_risk_after_perioperative", "adjuvant_low_risk", needs_after_perioperative),
    ("after_progression_next_step", "folfox_or_capox", needs_regimen_after_progression),
    ("after_progression_next_step", "biologics_in_resectable", needs_biologics_after_progression),
    ("pve_interval_weeks", "salvage_alpps", needs_weeks),
    ("tsh_second_stage_after_progression", "tsh_second_stage", needs_second_stage),
]
# Outside the text by the scenario, whatever the gap is read as.
OUTSIDE = [needs_extrahepatic, needs_unfit_potential]

# what may still be advised of somebody whose metastases have been resected. All else is not applicable, never ruled out.
AFTER_RESECTION = {
    "mdt_evaluation", "chest_ct", "pet_ct_for_extrahepatic", "primary_tumour_management", "folfox_or_capox", "biologics_in_resectable",
    "anti_egfr_in_resectable", "bevacizumab_in_resectable", "adjuvant_chemotherapy", "adjuvant_low_risk", "adjuvant_per_other_guidelines",
    "postoperative_regimen_by_response", "salvage_rehepatectomy", "imaging_six_weeks_after_radioembolization", "combine_systemic_and_local",
}
TECHNIQUES = ("rf", "mw", "cryo", "ire", "sbrt", "hifu")


# ---- reports ----

def find_answers(report, name):
    """The gaps of each answer of that name, None for one that is settled."""
    if name in report["decisions"]:
        yield report["decisions"][name].get("gaps")
    for row in report["each"].get("lesions", []):
        if name in row:
            yield row[name].get("gaps")
    for entry in report["advice"]:
        if entry["name"] == name:
            yield None
    for entry in report["open"]:
        if entry["name"] == name and "*" != entry.get("about"):
            yield entry["gaps"]


def test_territories(people):
    counts, wrong = collections.Counter(), collections.defaultdict(list)
    for patient, report in people:
        for gap, name, territory in TERRITORIES:
            inside = territory(patient)
            for gaps in find_answers(report, name) if inside is not None else ():
                counts[gap, name, inside] += 1
                if inside and (gaps is None or gap not in gaps) or not inside and gap in (gaps or []):
                    wrong[gap, name].append(f"{'inside' if inside else 'outside'}, {report['patient']}: {gaps}")
    for gap, name, _ in TERRITORIES:
        inside, outside = counts[gap, name, True], counts[gap, name, False]
        check(f"{gap} keeps {name} open for {inside} inside its territory, for none of {outside} outside", not wrong[gap, name],
              f"{len(wrong[gap, name])} wrong", *wrong[gap, name][:3])
        check(f"{gap}, {name}: there are patients on both sides", inside > 0 and outside > 0)


def test_scenario(people):
    bad = [report["patient"] for patient, report in people if True in [territory(patient) for territory in OUTSIDE]
           and report["decisions"]["scenario"] != {"value": "outside_text"}]
    check("extrahepatic disease, and unfit or unwilling with potentially resectable disease, lie outside the text", not bad, bad[:5])


def test_whole(people):
    """Where every fact that a class rests on is known, class and pathway are what the rulings say."""
    names = {"resectable": "resectable", "potential": "potentially_resectable", "unresectable": "unresectable", "none": "not_applicable"}
    bad = [report["patient"] for patient, report in people if patient.resectability is not None
           and report["decisions"]["resectability"] != {"value": names[patient.resectability]}]
    known = sum(patient.resectability is not None for patient, _ in people)
    check(f"the class of {known} patients is the one of the rulings", known > 1000 and not bad, bad[:5])


def resected_answers(report):
    """What a resection decides by itself, each with the value that says so."""
    decisions, rows = report["decisions"], report["each"].get("lesions", [])
    yield decisions["scenario"], "resected"
    yield decisions["resectability"], "not_applicable"
    yield from ((row[technique], "not_applicable") for row in rows for technique in TECHNIQUES)


def is_about_resected(report):
    names = {entry["name"] for entry in report["advice"] if entry["status"] != "not_applicable"} | {entry["name"] for entry in report["open"]}
    return names <= AFTER_RESECTION and all(answer == {"value": value} for answer, value in resected_answers(report))


def test_resected(people):
    """A-58: a scenario of its own, no class, no technique, and little advice; missing, it keeps class, scenario and techniques open."""
    wrong, counts = [], collections.Counter(patient.resected for patient, _ in people)
    for patient, report in people:
        asked = ["needs" in answer and value in answer["possible"] and "treatment.resection_done" in answer["needs"]
                 for answer, value in resected_answers(report)]
        good = is_about_resected(report) if patient.resected else all(asked) if patient.resected is None else not any(asked)
        wrong += [] if good else [report["patient"]]
    check(f"{counts[True]} resected patients are advised on what comes after", not wrong, wrong[:5])
    check(f"{counts[None]} are asked whether they are resected", counts[True] > 200 and counts[None] > 20, counts)


def main():
    # The cohort, and more of another seed: some territories are small.
    records = [record for patients in (cohort.make(), cohort.make(2000, 1)) for number, record in enumerate(patients, 1)
               if not cohort.is_faulty(number)]
    reports = common.evaluate(common.compile_guideline(), records)
    people = [(Patient(record), report) for record, report in zip(records, reports)]
    check("every gap of the guideline has a territory here", set(common.list_gaps()) == {gap for gap, _, _ in TERRITORIES})
    test_whole(people)
    test_scenario(people)
    test_resected(people)
    test_territories(people)
    return common.failed > 0


if __name__ == "__main__":
    sys.exit(main())
