// peer.cpp - the rules of bench.cgl by hand, over simdjson's DOM: the program that `make bench`
// measures against.
//
// usage: peer HASH < patients.ndjson
// Prints what `cglrun --report advice --format ndjson` prints, without the verdict. It knows only
// what bench.cgl needs: no ranges, no units, no problems; it believes its input. Unknown is
// three-valued and carries the missing facts.
#include <simdjson.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace
{

using simdjson::dom::element;
using simdjson::dom::object;

// ---- facts ----

enum Scalar : uint8_t { // in the order of the schema; the lesions stand between SEGMENTS and
                        // EXTRAHEPATIC
    T_STAGE,
    TIMING,
    SIDE,
    R0,
    CONVERSION,
    FLR,
    BACKGROUND,
    INFLOW,
    OUTFLOW,
    BILIARY,
    FUNCTION,
    BILOBAR,
    SEGMENTS,
    EXTRAHEPATIC,
    RAS,
    BRAF,
    MSI,
    CEA,
    BILIRUBIN,
    ALBUMIN,
    PLATELETS,
    SURGERY,
    CHEMOTHERAPY,
    AGE,
    DECLINES,
    NEOADJUVANT,
    RESECTION,
    FIRST_LINE,
    LINES,
    CT,
    CHEST,
    MR,
    PROCEDURES
};
const char *const SCALAR_PATHS[] = { "primary.t_stage",
                                     "primary.timing",
                                     "primary.side",
                                     "liver.r0_feasible",
                                     "liver.conversion_conceivable",
                                     "liver.flr",
                                     "liver.background",
                                     "liver.inflow_adequate",
                                     "liver.outflow_adequate",
                                     "liver.biliary_drainage_adequate",
                                     "liver.function_normal",
                                     "liver.bilobar",
                                     "liver.segments_to_resect",
                                     "extrahepatic.present",
                                     "molecular.ras",
                                     "molecular.braf",
                                     "molecular.msi",
                                     "labs.cea",
                                     "labs.bilirubin",
                                     "labs.albumin",
                                     "labs.platelets",
                                     "fitness.surgery",
                                     "fitness.chemotherapy",
                                     "fitness.age",
                                     "preferences.declines_surgery",
                                     "treatment.neoadjuvant_given",
                                     "treatment.resection_done",
                                     "treatment.first_line_started",
                                     "treatment.lines_failed",
                                     "imaging.multiphasic_ct",
                                     "imaging.chest_ct",
                                     "imaging.liver_mr",
                                     "centre.procedures" };
const unsigned FIRST_AFTER_LESIONS = EXTRAHEPATIC, SCALARS = PROCEDURES + 1;

enum Part : uint8_t { SIZE, CENTRAL, COLON, VESSEL, VISIBLE, PARTS };
const char *const PART_NAMES[] = { "size", "central", "colon_distance", "adjacent_vessel",
                                   "visible" };
const unsigned MOST_LESIONS =
    18; // as many as fit into a set of needs; the generator makes nine at most

// Missing facts that an open answer waits for: one bit each, in the order in which a report lists
// them.
using Needs = unsigned __int128;
const unsigned LESION_BITS = PARTS * MOST_LESIONS;
static_assert(SCALARS + LESION_BITS <= 128, "a set of needs has one bit per fact");

Needs need(Scalar fact)
{
    return Needs(1) << (fact + (fact < FIRST_AFTER_LESIONS ? 0 : LESION_BITS));
}
Needs need(unsigned lesion, Part part)
{
    return Needs(1) << (FIRST_AFTER_LESIONS + lesion * PARTS + part);
}

enum Truth : uint8_t { NO, YES, UNKNOWN };

// A three-valued answer with what it waits for.
struct Answer {
    Truth truth;
    Needs needs;
};

Answer known(bool value)
{
    return { value ? YES : NO, 0 };
}
Answer operator!(const Answer &a)
{
    return { a.truth == UNKNOWN ? UNKNOWN : a.truth == YES ? NO : YES, a.needs };
}

Answer operator&&(const Answer &a, const Answer &b)
{
    if (a.truth == NO || b.truth == NO) {
        return known(false);
    }
    return { a.truth == UNKNOWN || b.truth == UNKNOWN ? UNKNOWN : YES, a.needs | b.needs };
}

Answer operator||(const Answer &a, const Answer &b)
{
    if (a.truth == YES || b.truth == YES) {
        return known(true);
    }
    return { a.truth == UNKNOWN || b.truth == UNKNOWN ? UNKNOWN : NO, a.needs | b.needs };
}

struct Lesion {
    std::string_view id;
    double size, colon, vessel;
    bool central, visible;
    bool has[PARTS];
};

struct Patient {
    std::string_view id;
    uint64_t has = 0;       // bit per Scalar
    double number[SCALARS]; // numbers, and flags as 0 and 1
    std::string_view text[SCALARS];
    Lesion lesions[MOST_LESIONS];
    unsigned lesion_count = 0;

    bool knows(Scalar fact) const
    {
        return has >> fact & 1;
    }
    template <class Test> Answer ask(Scalar fact, Test test) const
    {
        return knows(fact) ? known(test()) : Answer{ UNKNOWN, need(fact) };
    }
    Answer flag(Scalar fact) const
    {
        return ask(fact, [&] { return number[fact] != 0; });
    }
    Answer is(Scalar fact, std::string_view value) const
    {
        return ask(fact, [&] { return text[fact] == value; });
    }
    Answer below(Scalar fact, double limit) const
    {
        return ask(fact, [&] { return number[fact] < limit; });
    }
    Answer above(Scalar fact, double limit) const
    {
        return ask(fact, [&] { return number[fact] > limit; });
    }

    template <class Test> Answer ask(unsigned lesion, Part part, Test test) const
    {
        return lesions[lesion].has[part] ? known(test(lesions[lesion]))
                                         : Answer{ UNKNOWN, need(lesion, part) };
    }
};

// ---- reading ----

void read_number(Patient &patient, Scalar fact, element value)
{
    double number;
    if (value.get(number)) {
        return;
    }
    patient.number[fact] = number;
    patient.has |= uint64_t(1) << fact;
}

void read_flag(Patient &patient, Scalar fact, element value)
{
    bool flag;
    if (value.get(flag)) {
        return;
    }
    patient.number[fact] = flag;
    patient.has |= uint64_t(1) << fact;
}

void read_text(Patient &patient, Scalar fact, element value)
{
    if (!value.get(patient.text[fact])) {
        patient.has |= uint64_t(1) << fact;
    }
}

using Reader = void (*)(Patient &, Scalar, element);
struct FieldRule {
    std::string_view name;
    Scalar fact;
    Reader read;
};

template <size_t N> void read_group(Patient &patient, element group, const FieldRule (&rules)[N])
{
    object members;
    if (group.get(members)) {
        return;
    }
    for (auto member : members) {
        for (const FieldRule &rule : rules) {
            if (rule.name == member.key) {
                rule.read(patient, rule.fact, member.value);
                break;
            }
        }
    }
}

const FieldRule PRIMARY[] = { { "t_stage", T_STAGE, read_text },
                              { "timing", TIMING, read_text },
                              { "side", SIDE, read_text } };
const FieldRule LIVER[] = { { "r0_feasible", R0, read_flag },
                            { "conversion_conceivable", CONVERSION, read_flag },
                            { "flr", FLR, read_number },
                            { "background", BACKGROUND, read_text },
                            { "inflow_adequate", INFLOW, read_flag },
                            { "outflow_adequate", OUTFLOW, read_flag },
                            { "biliary_drainage_adequate", BILIARY, read_flag },
                            { "function_normal", FUNCTION, read_flag },
                            { "bilobar", BILOBAR, read_flag },
                            { "segments_to_resect", SEGMENTS, read_number } };
const FieldRule EXTRA[] = { { "present", EXTRAHEPATIC, read_flag } };
const FieldRule MOLECULAR[] = { { "ras", RAS, read_text },
                                { "braf", BRAF, read_text },
                                { "msi", MSI, read_text } };
const FieldRule LABS[] = { { "cea", CEA, read_number },
                           { "bilirubin", BILIRUBIN, read_number },
                           { "albumin", ALBUMIN, read_number },
                           { "platelets", PLATELETS, read_number } };
const FieldRule FITNESS[] = { { "surgery", SURGERY, read_text },
                              { "chemotherapy", CHEMOTHERAPY, read_text },
                              { "age", AGE, read_number } };
const FieldRule PREFERENCES[] = { { "declines_surgery", DECLINES, read_flag } };
const FieldRule TREATMENT[] = { { "neoadjuvant_given", NEOADJUVANT, read_flag },
                                { "resection_done", RESECTION, read_flag },
                                { "first_line_started", FIRST_LINE, read_flag },
                                { "lines_failed", LINES, read_number } };
const FieldRule IMAGING[] = { { "multiphasic_ct", CT, read_flag },
                              { "chest_ct", CHEST, read_flag },
                              { "liver_mr", MR, read_flag } };
const FieldRule CENTRE[] = { { "procedures", PROCEDURES, read_number } };

void read_lesion(Lesion &lesion, object members)
{
    lesion = {};
    for (auto member : members) {
        std::string_view key = member.key;
        if (key == "id") {
            if (member.value.get(lesion.id)) {
                lesion.id = {};
            }
        } else if (key == "size") {
            lesion.has[SIZE] = !member.value.get(lesion.size);
        } else if (key == "central") {
            lesion.has[CENTRAL] = !member.value.get(lesion.central);
        } else if (key == "colon_distance") {
            lesion.has[COLON] = !member.value.get(lesion.colon);
        } else if (key == "adjacent_vessel") {
            lesion.has[VESSEL] = !member.value.get(lesion.vessel);
        } else if (key == "visible") {
            lesion.has[VISIBLE] = !member.value.get(lesion.visible);
        }
    }
}

void read_lesions(Patient &patient, element value)
{
    simdjson::dom::array list;
    if (value.get(list)) {
        return;
    }
    for (element item : list) {
        object members;
        if (item.get(members) || patient.lesion_count == MOST_LESIONS) {
            continue;
        }
        read_lesion(patient.lesions[patient.lesion_count++], members);
    }
}

void read_patient(Patient &patient, object record)
{
    patient.has = 0;
    patient.lesion_count = 0;
    for (auto member : record) {
        std::string_view key = member.key;
        if (key == "id") {
            if (member.value.get(patient.id)) {
                patient.id = {};
            }
        } else if (key == "primary") {
            read_group(patient, member.value, PRIMARY);
        } else if (key == "liver") {
            read_group(patient, member.value, LIVER);
        } else if (key == "lesions") {
            read_lesions(patient, member.value);
        } else if (key == "extrahepatic") {
            read_group(patient, member.value, EXTRA);
        } else if (key == "molecular") {
            read_group(patient, member.value, MOLECULAR);
        } else if (key == "labs") {
            read_group(patient, member.value, LABS);
        } else if (key == "fitness") {
            read_group(patient, member.value, FITNESS);
        } else if (key == "preferences") {
            read_group(patient, member.value, PREFERENCES);
        } else if (key == "treatment") {
            read_group(patient, member.value, TREATMENT);
        } else if (key == "imaging") {
            read_group(patient, member.value, IMAGING);
        } else if (key == "centre") {
            read_group(patient, member.value, CENTRE);
        }
    }
}

// ---- writing ----

void write_text(std::string &out, std::string_view text)
{
    out += '"';
    for (char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
        }
        out += c;
    }
    out += '"';
}

void write_comma(std::string &out)
{
    if (out.back() != '[' && out.back() != '{') {
        out += ',';
    }
}

void write_path(std::string &out, unsigned bit)
{
    if (bit < FIRST_AFTER_LESIONS) {
        out += SCALAR_PATHS[bit];
    } else if (bit >= FIRST_AFTER_LESIONS + LESION_BITS) {
        out += SCALAR_PATHS[bit - LESION_BITS];
    } else {
        unsigned place = bit - FIRST_AFTER_LESIONS;
        out += "lesions[" + std::to_string(place / PARTS + 1) + "]." + PART_NAMES[place % PARTS];
    }
}

void write_needs(std::string &out, Needs needs)
{
    out += ",\"needs\":[";
    for (unsigned bit = 0; needs; bit++, needs >>= 1) {
        if (!(needs & 1)) {
            continue;
        }
        write_comma(out);
        out += '"';
        write_path(out, bit);
        out += '"';
    }
    out += "],\"gaps\":[]";
}

// ---- the tables per lesion ----

const char *const VERDICTS[] = { "\"suitable\"", "\"cautioned\"", "\"unsuitable\"" };

// Each line of a worst-of table: a condition and its reason.
struct Line {
    Answer holds;
    const char *reason;
};

void write_reasons(std::string &out, std::initializer_list<Line> lines)
{
    out += ",\"reasons\":[";
    for (const Line &line : lines) {
        if (line.holds.truth == YES) {
            write_comma(out);
            out += line.reason;
        }
    }
    out += ']';
}

Answer any_of(std::initializer_list<Line> lines)
{
    Answer any = known(false);
    for (const Line &line : lines) {
        any = any || line.holds;
    }
    return any;
}

// size decides in both groups of lines; small: a size that would leave the milder group without its
// size line is possible.
void write_table(std::string &out, std::initializer_list<Line> worst,
                 std::initializer_list<Line> milder, bool maybe_small, bool maybe_middle,
                 bool milder_otherwise_open)
{
    Answer unsuitable = any_of(worst), cautioned = any_of(milder);
    out += '{';
    if (unsuitable.truth == YES || (unsuitable.truth == NO && cautioned.truth != UNKNOWN)) {
        unsigned value = unsuitable.truth == YES ? 2 : cautioned.truth == YES ? 1 : 0;
        out += "\"value\":";
        out += VERDICTS[value];
        if (value == 2) {
            write_reasons(out, worst);
        }
        if (value == 1) {
            write_reasons(out, milder);
        }
        out += '}';
        return;
    }
    out += "\"possible\":[";
    bool possible[] = { maybe_small && cautioned.truth != YES,
                        maybe_middle || milder_otherwise_open, unsuitable.truth != NO };
    for (unsigned value = 0; value < 3; value++) {
        if (possible[value]) {
            write_comma(out);
            out += VERDICTS[value];
        }
    }
    out += ']';
    write_needs(out, unsuitable.needs | cautioned.needs);
    out += '}';
}

void write_lesion_tables(std::string &out, const Patient &patient, unsigned index)
{
    const Lesion &lesion = patient.lesions[index];
    auto size_above = [&](double limit) {
        return patient.ask(index, SIZE, [&](const Lesion &l) { return l.size > limit; });
    };
    Answer central = patient.ask(index, CENTRAL, [](const Lesion &l) { return l.central; });
    Answer colon = patient.ask(index, COLON, [](const Lesion &l) { return l.colon < 1; });
    Answer vessel = patient.ask(index, VESSEL, [](const Lesion &l) { return l.vessel > 3; });
    bool sized = lesion.has[SIZE];

    write_comma(out);
    out += "{\"key\":";
    write_text(out, lesion.id);
    out += ",\"rf\":";
    write_table(out,
                { { central, "\"central_location\"" },
                  { colon, "\"colon_close\"" },
                  { size_above(5), "\"too_large\"" } },
                { { size_above(3), "\"rather_large\"" }, { vessel, "\"heat_sink\"" } },
                !sized || lesion.size <= 3, !sized || (lesion.size > 3 && lesion.size <= 5),
                vessel.truth != NO && (!sized || lesion.size <= 5));
    out += ",\"mw\":";
    write_table(out,
                { { patient.above(BILIRUBIN, 3), "\"high_bilirubin\"" },
                  { colon, "\"colon_close\"" },
                  { size_above(6), "\"too_large\"" } },
                { { size_above(4), "\"rather_large\"" } }, !sized || lesion.size <= 4,
                !sized || (lesion.size > 4 && lesion.size <= 6), false);
    out += '}';
}

// ---- advice ----

struct Entry {
    const char *head, *sources;
    const char *unless;
};

// The pieces of an entry that are the same for every patient.
#define ENTRY(name, title, direction, strength, statements, unless)                  \
    {                                                                                \
        "{\"name\":\"" name "\",\"title\":\"" title "\",\"direction\":\"" direction  \
        "\",\"strength\":\"" strength "\",\"status\":",                              \
            ",\"evidence\":null,\"statements\":[" statements "],\"refs\":[]", unless \
    }

struct Advice {
    const char *name;
    Entry entry;
};

const Advice MULTIPHASIC_CT = { "multiphasic_ct",
                                ENTRY("multiphasic_ct", "Multiphasic computed tomography", "for",
                                      "must", "\"B-06\"", "") };
const Advice CHEST_CT = { "chest_ct", ENTRY("chest_ct", "Computed tomography of the chest", "for",
                                            "must", "\"B-06\"", "") };
const Advice LIVER_MR = { "liver_mr", ENTRY("liver_mr", "Magnetic resonance of the liver", "for",
                                            "recommended", "\"B-06\"", "") };
const Advice UPFRONT = { "upfront_surgery",
                         ENTRY("upfront_surgery", "Resection without treatment before it", "for",
                               "recommended", "\"B-02\",\"B-03\"",
                               "{\"reason\":\"progressed\",\"statements\":[\"B-05\"]}") };
const Advice NEOADJUVANT_ADVICE = {
    "neoadjuvant",
    ENTRY("neoadjuvant", "Chemotherapy before resection", "for", "recommended", "\"B-02\",\"B-05\"",
          "{\"reason\":\"progressed\",\"statements\":[\"B-05\"]}")
};
const Advice SPARING = { "parenchymal_sparing",
                         ENTRY("parenchymal_sparing", "Parenchyma-sparing resection", "for",
                               "recommended", "\"B-01\"", "") };
const Advice CONVERSION_ADVICE = { "conversion", ENTRY("conversion", "Conversion treatment", "for",
                                                       "recommended", "\"B-03\",\"B-05\"", "") };
const Advice PALLIATIVE = { "palliative", ENTRY("palliative", "Systemic treatment", "for", "option",
                                                "\"B-05\"", "") };
const Advice ANTI_EGFR = { "anti_egfr", ENTRY("anti_egfr", "Anti-EGFR antibody", "for", "option",
                                              "\"B-05\"", "") };
const Advice IMMUNOTHERAPY = { "immunotherapy", ENTRY("immunotherapy", "Immunotherapy", "for",
                                                      "recommended", "\"B-05\"", "") };
const Advice BIOLOGICS = { "biologics", ENTRY("biologics", "Biologics in resectable disease",
                                              "against", "not_recommended", "\"B-05\"", "") };
const Advice ABLATION_RF = {
    "ablation_rf", ENTRY("ablation_rf", "Radiofrequency ablation", "for", "option", "\"B-04\"",
                         "{\"reason\":\"too_large\",\"statements\":[\"B-04\"]}")
};
const Advice ABLATION_MW = { "ablation_mw",
                             ENTRY("ablation_mw", "Microwave ablation", "for", "option", "\"B-04\"",
                                   "{\"reason\":\"too_large\",\"statements\":[\"B-04\"]}") };
const Advice REFERRAL = { "referral", ENTRY("referral", "Referral to a centre with experience",
                                            "for", "must", "\"B-03\"", "") };

class Report
{
  public:
    Report(std::string &advice, std::string &open) : advice(advice), open(open)
    {
    }

    // `unless` counts only where `when` holds; about: a lesion, or null.
    void say(const Advice &what, const Answer &when, const Answer &unless = known(false),
             const Lesion *about = nullptr)
    {
        if (when.truth == NO || (when.truth == UNKNOWN && unless.truth == YES)) {
            return;
        }
        if (when.truth == UNKNOWN || unless.truth == UNKNOWN) {
            say_open(what, when.needs | unless.needs, about);
            return;
        }
        write_comma(advice);
        advice += what.entry.head;
        advice += unless.truth == YES ? "\"ruled_out\"" : "\"applies\"";
        write_about(advice, about);
        advice += what.entry.sources;
        if (unless.truth == YES) {
            advice += ",\"unless\":[";
            advice += what.entry.unless;
            advice += ']';
        }
        advice += ",\"cautions\":[],\"timing\":null}";
    }

  private:
    void write_about(std::string &out, const Lesion *about)
    {
        out += ",\"about\":";
        if (about) {
            write_text(out, about->id);
        } else {
            out += "null";
        }
    }

    void say_open(const Advice &what, Needs needs, const Lesion *about)
    {
        write_comma(open);
        open += "{\"name\":\"";
        open += what.name;
        open += '"';
        write_about(open, about);
        write_needs(open, needs);
        open += '}';
    }

    std::string &advice, &open;
};

// ---- the rules ----

Answer burden(const Patient &patient)
{
    if (patient.lesion_count >= 3) {
        return known(true);
    }
    Answer any = known(false);
    for (unsigned i = 0; i < patient.lesion_count; i++) {
        any = any || patient.ask(i, SIZE, [](const Lesion &lesion) { return lesion.size >= 5; });
    }
    return any;
}

// Two of four, each read once.
Answer high_risk(const Patient &patient)
{
    const Answer factors[] = {
        patient.ask(T_STAGE,
                    [&] { return patient.text[T_STAGE] == "T3" || patient.text[T_STAGE] == "T4"; }),
        burden(patient), patient.is(TIMING, "synchronous"), !patient.below(CEA, 5)
    };
    unsigned sure = 0, maybe = 0;
    Answer result{ UNKNOWN, 0 };
    for (const Answer &factor : factors) {
        sure += factor.truth == YES;
        maybe += factor.truth == UNKNOWN;
        result.needs |= factor.needs;
    }
    if (sure >= 2) {
        return known(true);
    }
    if (sure + maybe < 2) {
        return known(false);
    }
    return result;
}

Answer needs_mr(const Patient &patient)
{
    Answer any = known(false);
    for (unsigned i = 0; i < patient.lesion_count; i++) {
        any = any || patient.ask(i, SIZE, [](const Lesion &lesion) { return lesion.size < 1; }) ||
              !patient.ask(i, VISIBLE, [](const Lesion &lesion) { return lesion.visible; });
    }
    return !patient.flag(MR) && any;
}

void advise_lesions(const Patient &p, Report &report, const Answer &operable)
{
    for (unsigned i = 0; i < p.lesion_count; i++) {
        Answer fits = p.ask(i, SIZE, [](const Lesion &lesion) { return lesion.size <= 5; });
        Answer place = p.ask(i, CENTRAL, [](const Lesion &lesion) { return lesion.central; }) ||
                       p.ask(i, COLON, [](const Lesion &lesion) { return lesion.colon < 1; });
        report.say(ABLATION_RF, !operable && fits, place, &p.lesions[i]);
    }
    for (unsigned i = 0; i < p.lesion_count; i++) {
        Answer vessel = p.ask(i, VESSEL, [](const Lesion &lesion) { return lesion.vessel > 3; });
        Answer unsuitable = p.above(BILIRUBIN, 3) || p.ask(i, COLON, [](const Lesion &lesion) {
            return lesion.colon < 1;
        }) || p.ask(i, SIZE, [](const Lesion &lesion) { return lesion.size > 6; });
        report.say(ABLATION_MW, p.flag(EXTRAHEPATIC) && vessel, unsuitable, &p.lesions[i]);
    }
}

void advise(const Patient &p, Report &report)
{
    Answer volume = !p.below(FLR, 40) || (p.is(BACKGROUND, "normal") && !p.below(FLR, 25));
    Answer resectable =
        p.flag(R0) && volume && p.flag(INFLOW) && p.flag(OUTFLOW) && p.flag(BILIARY);
    Answer operable = p.is(SURGERY, "fit") && !p.flag(DECLINES);
    Answer fit = p.is(CHEMOTHERAPY, "fit"), high = high_risk(p);

    report.say(MULTIPHASIC_CT, !p.flag(CT));
    report.say(CHEST_CT, !p.flag(CHEST));
    report.say(LIVER_MR, needs_mr(p));
    report.say(UPFRONT, resectable && operable && !high, p.flag(RESECTION));
    report.say(NEOADJUVANT_ADVICE, resectable && operable && high && fit, p.flag(NEOADJUVANT));
    report.say(SPARING, resectable && !p.above(SEGMENTS, 3));
    report.say(CONVERSION_ADVICE, !resectable && p.flag(CONVERSION) && fit);
    report.say(PALLIATIVE, !resectable && !p.flag(CONVERSION) && p.below(LINES, 3));
    report.say(ANTI_EGFR, p.flag(FIRST_LINE) && p.is(RAS, "wild_type") && !p.is(BRAF, "v600e") &&
                              p.is(SIDE, "left"));
    report.say(IMMUNOTHERAPY, p.is(MSI, "high") && !p.flag(RESECTION));
    report.say(BIOLOGICS, resectable && p.is(RAS, "mutant"));
    advise_lesions(p, report, operable);
    report.say(REFERRAL, p.below(PROCEDURES, 20) && p.flag(BILOBAR));
}

void warn(const Patient &p, std::string &out)
{
    if ((p.above(AGE, 80) && p.is(CHEMOTHERAPY, "fit")).truth == YES) {
        out += "{\"name\":\"old_age\",\"text\":\"Age above 80\",\"statements\":[\"B-05\"]}";
    }
    if ((p.below(ALBUMIN, 2.8) || p.below(PLATELETS, 100) || !p.flag(FUNCTION)).truth == YES) {
        write_comma(out);
        out +=
            "{\"name\":\"liver_reserve\",\"text\":\"Reserve of the liver\",\"statements\":[\"B-01\"]}";
    }
}

struct Writer {
    std::string head, line, open;

    void write(const Patient &patient)
    {
        line = head;
        write_text(line, patient.id);
        line += ",\"as_of\":null,\"policies\":{},\"each\":{\"lesions\":[";
        for (unsigned i = 0; i < patient.lesion_count; i++) {
            write_lesion_tables(line, patient, i);
        }
        line += "]},\"advice\":[";
        open = ",\"open\":[";
        Report report(line, open);
        advise(patient, report);
        line += ']';
        line += open;
        line += "],\"cautions\":[";
        warn(patient, line);
        line += "],\"next\":null,\"problems\":[]}\n";
        fwrite(line.data(), 1, line.size(), stdout);
    }
};

// One line of any length, with the room behind it that simdjson reads into.
bool read_line(std::string &line)
{
    static char *text = nullptr;
    static size_t room = 0;
    ssize_t length = getline(&text, &room, stdin);
    if (length < 0) {
        return false;
    }
    line.reserve(size_t(length) + simdjson::SIMDJSON_PADDING);
    line.assign(text, size_t(length));
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    Writer writer;
    writer.head = std::string("{\"guideline\":{\"name\":\"bench\",\"version\":\"1\",\"hash\":\"") +
                  (argc > 1 ? argv[1] : "") + "\"},\"patient\":";
    simdjson::dom::parser parser;
    static char buffer[1 << 20];
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    Patient patient;
    std::string line;
    while (read_line(line)) {
        object record;
        if (parser.parse(line.data(), line.size(), false).get(record)) {
            continue;
        }
        read_patient(patient, record);
        writer.write(patient);
    }
    return 0;
}
