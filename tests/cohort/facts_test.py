#!/usr/bin/env python3
"""One more fact, or a policy, never flips what was settled: records of the example cohort, each with every fact that it lacks given in
turn, with values on both sides of what the text compares it with. Advice on missing facts (gates) goes away when they come, and what
hangs on it. A record whose KRAS is mutant and whose RAS is not contradicts itself: not asked."""
import copy
import json
import os
import subprocess
import sys

import common
from common import check, cohort
import monotone

SAMPLE, VALUES_EACH = (20 if os.environ.get("MODE") == "asan" else 110), 2
YES_NO = [True, False]
RESPONSES = ["complete", "partial", "stable", "progression"]
VALUES = {
    "primary.t_stage": ["Tis", "T2", "T3", "T4"], "primary.node_positive": YES_NO, "primary.timing": ["synchronous", "metachronous"],
    "primary.disease_free_interval": [0, 11, 12, 40], "primary.side": ["left", "right"], "primary.in_situ": YES_NO,
    "disease.oligometastatic": YES_NO,
    "liver.r0_feasible": YES_NO, "liver.r0_lost_because_of_burden": YES_NO, "liver.conversion_conceivable": YES_NO,
    "liver.flr": [19.9, 20, 24.9, 25, 39.9, 40, 70],
    "liver.background": ["normal", "sinusoidal_obstruction", "cholestatic", "steatotic", "cirrhotic"],
    "liver.inflow_adequate": YES_NO, "liver.outflow_adequate": YES_NO, "liver.biliary_drainage_adequate": YES_NO,
    "liver.function_normal": YES_NO, "liver.bilobar": YES_NO, "liver.psh_feasible": YES_NO, "liver.segments_to_resect": [0, 3, 4, 8],
    "liver.planned_necrosis_segments": [0, 1.9, 2, 8],
    "lesions": None, "lesions_complete": None, "lesion_count": None, "largest_lesion": None,
    "extrahepatic.present": YES_NO, "extrahepatic.liver_dominant": YES_NO,
    "molecular.ras": ["wild_type", "mutant"], "molecular.kras": ["wild_type", "mutant"],
    "molecular.braf": ["wild_type", "v600e", "other_mutation"], "labs.cea": [4.9, 5, 19.9, 20, 200, 201],
    "labs.bilirubin": [0.5, 2, 2.1, 3, 3.1],
    "fitness.surgery": ["fit", "unfit"], "fitness.chemotherapy": ["fit", "unfit"], "fitness.tolerates_intensive": YES_NO,
    "preferences.declines_surgery": YES_NO, "centre.alpps_procedures": [0, 7, 8],
    "treatment.neoadjuvant_given": YES_NO, "treatment.neoadjuvant_response": RESPONSES,
    "treatment.perioperative_chemotherapy": YES_NO, "treatment.resection_done": YES_NO, "treatment.resection_margin": ["R0", "R1", "R2"],
    "treatment.liver_recurrence": YES_NO, "treatment.first_line_started": YES_NO, "treatment.months_optimal": [1.9, 2, 3.9, 4],
    "treatment.antiangiogenic": YES_NO, "treatment.response": RESPONSES, "treatment.lines_failed": [0, 1, 2],
    "treatment.pve_done": YES_NO, "treatment.weeks_since_pve": [2, 3, 4, 5], "treatment.new_metastases_in_flr": YES_NO,
    "treatment.radioembolization_done": YES_NO, "treatment.tsh_stage": ["none", "first_done", "completed"],
    "imaging.multiphasic_ct": YES_NO, "imaging.chest_ct": YES_NO, "imaging.liver_mr": YES_NO, "imaging.relations_known": YES_NO,
}
OF_LESION = {"size": [0.9, 1, 3, 3.1, 4.9, 5, 5.1], "central": YES_NO, "colon_distance": [0.9, 1, 6], "adjacent_vessel": [0, 3, 3.1],
             "visible": YES_NO, "sbrt_bed": [100, 101]}
POLICIES = monotone.POLICIES
# Advice and cautions that look at the record itself and go away when a fact comes, by the contract of the answers. Listed here and not
# asked of the guideline: a rule that begins to look at what is missing must be noticed.
GATES = {"classify_resectability_first", "assess_performance_status", "pet_ct_for_extrahepatic", "complete_lesion_map", "obtain_volumetry",
         "assess_liver_background", "obtain_risk_factors", "test_ras_braf", "determine_primary_side", "check_liver_function",
         "evaluate_response_before_surgery"}
GATED_CAUTIONS = {"pet_ct_conflict", "anti_egfr_only_wild_type"}


def test_schema():
    """Every fact of the record has values here."""
    schema = json.loads(subprocess.run([common.BUILD / "cglc", "schema", common.GUIDELINE / "seom_crlm.cgl"],
                                       stdout=subprocess.PIPE, check=True).stdout)
    names = set()
    for name, field in schema["properties"].items():
        names |= {f"{name}.{inner}" for inner in field["properties"]} if "properties" in field else {name}
    check("every fact of the schema is given somewhere", names - {"id"} == set(VALUES), (names - {"id"}) ^ set(VALUES))
    check("every policy is set somewhere", set(policy_names()) == set(POLICIES), policy_names())


def policy_names():
    text = (common.GUIDELINE / "crlm/gaps.cgl").read_text()
    return [part.split()[0] for part in text.split("\ngap ")[1:] if "\n  policy " in part]


# ---- one fact more ----

def few(values, number):
    """Some of the values, others for the next record."""
    return [values[(number + k) % len(values)] for k in range(min(VALUES_EACH, len(values)))]


def set_fact(record, path, value):
    more = copy.deepcopy(record)
    holder = more
    *groups, name = path.split(".")
    for group in groups:
        holder = holder.setdefault(group, {})
    holder[name] = value
    return more


def contradicts_itself(record):
    return common.get(record, "molecular.ras") == "wild_type" and common.get(record, "molecular.kras") == "mutant"


def add_scalars(record, number):
    for path, values in VALUES.items():
        if values and common.get(record, path) is None:
            for value in few(values, number):
                more = set_fact(record, path, value)
                if not contradicts_itself(more):
                    yield path, more


def size_of(lesion):
    size = common.get(lesion, "size")
    return 0 if size is None else float(size)


def add_lesion_facts(record, number):
    """A size may not contradict the summaries: not above the largest, and above no other way to reach it."""
    largest = common.get(record, "largest_lesion")
    for k, lesion in enumerate(record.get("lesions", [])[:6]):
        for name, values in OF_LESION.items():
            for value in few(values, number + k) if name not in lesion else ():
                if name == "size" and largest is not None and value > largest:
                    continue
                more = copy.deepcopy(record)
                more["lesions"][k][name] = value
                yield f"lesions[{k + 1}].{name}", more


def complete_list(record, number):
    """The whole list, as the summaries say it must be."""
    lesions = copy.deepcopy(record.get("lesions", []))
    if record.get("lesions_complete") is not False and "lesions" in record:
        return
    count, largest = (common.get(record, name) for name in ("lesion_count", "largest_lesion"))
    if largest is None:
        largest = max([4, *map(size_of, lesions)])
    count = max(int(count) if count is not None else len(lesions) + number % 3, 1)
    reached = any(size_of(lesion) == float(largest) for lesion in lesions)
    for k in range(len(lesions), count):
        lesions.append({"id": f"N{k}", "size": min(1.5, float(largest)) if reached else float(largest), "central": k % 2 == 0})
        reached = True
    if lesions:
        yield "lesions", {**record, "lesions": lesions, "lesions_complete": True}


def add_summaries(record, number):
    """Of a list that is not complete."""
    if "lesions" in record and record.get("lesions_complete") is not False:
        return
    lesions = record.get("lesions", [])
    sizes = [size_of(lesion) for lesion in lesions]
    unknown = any("size" not in lesion for lesion in lesions)
    if "lesion_count" not in record:
        yield from (("lesion_count", {**record, "lesion_count": len(lesions) + more}) for more in few([1, 2, 5], number))
    if "largest_lesion" not in record and not unknown:
        yield from (("largest_lesion", {**record, "largest_lesion": max([more, *sizes])}) for more in few([2, 4.9, 5], number))


def pairs_of(record, number):
    for make in (add_scalars, add_lesion_facts, complete_list, add_summaries):
        for path, more in make(record, number):
            yield record, more, path


# ---- comparing ----

def settled(report, gates):
    return monotone.settled(report, gates)


def test_facts(image, records, gates):
    before = dict(zip([record["id"] for record in records], common.evaluate(image, records)))
    flagged = {entry["name"] for report in before.values() for entry in report["advice"] + report["open"] if entry.get("gate")}
    check("the advice that reports call gates is that of the contract", flagged == GATES, flagged ^ GATES)
    pairs = [pair for number, record in enumerate(records) for pair in pairs_of(record, number)]
    after = common.evaluate(image, [more for _, more, _ in pairs])
    wrong, troubled, newly = [], [], 0
    for (record, more, path), report in zip(pairs, after):
        first = before[record["id"]]
        troubled += [f"{record['id']} with {path}: {report['problems']}"] if report["problems"] else []
        differences = monotone.compare(first, report, gates)
        wrong += [f"{record['id']} with {path} = {common.get(more, path)}: {', '.join(differences[:3])}"] if differences else []
        newly += len(settled(report, gates)) > len(settled(first, gates))
    check(f"{len(pairs)} times one more fact: nothing settled flips or opens", len(pairs) > 30 * SAMPLE and not wrong, *wrong[:6])
    check("none of these records has a problem", not troubled, *troubled[:3])
    check("many of them settle something", newly > len(pairs) // 20, newly)


def names_gap(report, gap):
    rows = [row for rows in report["each"].values() for row in rows]
    answers = [*report["decisions"].values(), *report["open"], *(answer for row in rows for answer in row.values())]
    return any(gap in answer.get("gaps", []) for answer in answers if isinstance(answer, dict))


def test_policies(image, records, gates):
    """For the records that a gap keeps open, and some of the others."""
    reports = common.evaluate(image, records)
    for name, values in POLICIES.items():
        chosen = [k for k, report in enumerate(reports) if k % 20 == 0 or names_gap(report, name)][:250]
        wrong, newly = [], 0
        for value in values:
            after = common.evaluate(image, [records[k] for k in chosen], f"--policy={name}={value}")
            for k, report in zip(chosen, after):
                differences = monotone.compare(reports[k], report, gates)
                wrong += [f"{report['patient']}, {value}: {', '.join(differences[:3])}"] if differences else []
                newly += len(settled(report, gates)) > len(settled(reports[k], gates))
        check(f"{name} with {len(values)} values for {len(chosen)} records: nothing settled flips or opens, {newly} say more",
              not wrong and newly, *wrong[:6])


def main():
    image = common.compile_guideline()
    gates = GATES | GATED_CAUTIONS
    patients = [patient for number, patient in enumerate(cohort.make(), 1) if not cohort.is_faulty(number)]
    test_schema()
    test_facts(image, patients[::len(patients) // SAMPLE][:SAMPLE], gates)
    test_policies(image, patients, gates)
    return common.failed > 0


if __name__ == "__main__":
    sys.exit(main())
