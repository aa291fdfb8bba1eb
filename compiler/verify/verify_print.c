/* verify_print.c - what was proved, for people and for machines. */
#include "compiler/verify/verify.h"
#include "runtime/base/json_writer.h"

static const char *const kind_names[] = {
#define PROOF(id, name, summary) name,
#include "compiler/verify/proofs.def"
#undef PROOF
};
static const char *const kind_summaries[] = {
#define PROOF(id, name, summary) summary,
#include "compiler/verify/proofs.def"
#undef PROOF
};
static const char *const verdict_names[] = { "proved", "refuted", "not decided" };

static void add_place(StrBuf *out, const Ast *ast, Span span)
{
    SourcePlace place = source_locate(ast->sources, span);
    buf_add_format(out, "%S:%u:%u", ast->sources->files.items[span.file].path, (unsigned)place.line,
                   (unsigned)place.column);
}

/* ---- a patient ---- */

static size_t find_width(const ShownPatient *patient)
{
    size_t width = 0;
    for (uint32_t i = 0; i < patient->facts.count; i++) {
        size_t len = patient->facts.items[i].path.len;
        width = len > width ? len : width;
    }
    return width;
}

static void add_spaces(StrBuf *out, size_t count)
{
    while (count-- > 0) {
        buf_add_char(out, ' ');
    }
}

static void print_date(StrBuf *out, const ShownPatient *patient)
{
    if (patient->has_date) {
        buf_add_c(out, "   on ");
        date_print(out, patient->as_of);
        buf_add_char(out, '\n');
    }
}

static void print_patient(StrBuf *out, const ShownPatient *patient)
{
    size_t width = find_width(patient);
    if (!patient->facts.count) {
        buf_add_c(out, "   whatever the facts\n");
    }
    for (uint32_t i = 0; i < patient->facts.count; i++) {
        const PatientFact *fact = &patient->facts.items[i];
        buf_add_format(out, "   %S", fact->path);
        add_spaces(out, width - fact->path.len + 2);
        buf_add_format(out, "%S%s\n", fact->value, fact->gap ? " (a reading of the gap)" : "");
    }
    print_date(out, patient);
    buf_add_c(out, "   run: so it is, whatever else is true");
}

Str verify_name_patient(Arena *arena, uint32_t number)
{
    return str_format(arena, "%u%u%u.json", number / 100, number / 10 % 10, number % 10);
}

/* ---- a claim ---- */

static const char *say_fault(ProofKind kind)
{
    switch (kind) {
    case PROOF_HOLE: return "hole";
    case PROOF_OVERLAP: return "overlap";
    case PROOF_FAILURE: return "fails";
    case PROOF_DEAD: return "dead";
    case PROOF_CHECK:
    case PROOF_COUNT: break;
    }
    return "refuted";
}

static void print_held(StrBuf *out, const Ast *ast, const Proved *claim)
{
    for (uint32_t i = 0; i < claim->held.count; i++) {
        SourcePlace place = source_locate(ast->sources, claim->held.items[i]);
        Str text = ast->sources->files.items[claim->held.items[i].file].text;
        Span span = claim->held.items[i];
        size_t end = span.start;
        while (end < text.len && text.ptr[end] != '\n') {
            end++;
        }
        buf_add_format(out, "   %u | %S\n", (unsigned)place.line,
                       (Str){ text.ptr + span.start, end - span.start });
    }
}

static void print_refuted(StrBuf *out, const Ast *ast, const Proved *claim, uint32_t number,
                          Str folder)
{
    bool check = claim->kind == PROOF_CHECK;
    add_place(out, ast, claim->span);
    buf_add_format(out, check ? ": %s: \"%S\"\n" : ": %s: %S\n", say_fault(claim->kind),
                   claim->fault);
    print_held(out, ast, claim);
    if (!claim->patient) {
        buf_add_c(out, "   no patient reaches it\n");
        return;
    }
    print_patient(out, claim->patient);
    if (folder.len) {
        buf_add_format(out, " · %S/%S", folder, verify_name_patient(out->arena, number));
    }
    buf_add_char(out, '\n');
}

static bool is_first_of_reason(const VerifyReport *report, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++) {
        const Proved *claim = &report->items.items[i];
        if (claim->verdict == VERDICT_UNDECIDED &&
            str_equal(claim->reason, report->items.items[index].reason)) {
            return false;
        }
    }
    return report->items.items[index].verdict == VERDICT_UNDECIDED;
}

static void print_reason(StrBuf *out, const Ast *ast, const VerifyReport *report, Str reason)
{
    buf_add_format(out, "not decided: %S\n", reason);
    for (uint32_t i = 0; i < report->items.count; i++) {
        const Proved *claim = &report->items.items[i];
        if (claim->verdict != VERDICT_UNDECIDED || !str_equal(claim->reason, reason)) {
            continue;
        }
        buf_add_c(out, "   ");
        add_place(out, ast, claim->span);
        buf_add_format(out, claim->kind == PROOF_CHECK ? ": \"%S\"\n" : ": %S\n", claim->claim);
    }
}

/* By reason: what has one reason is one piece of work. */
static void print_undecided(StrBuf *out, const Ast *ast, const VerifyReport *report)
{
    for (uint32_t i = 0; i < report->items.count; i++) {
        if (is_first_of_reason(report, i)) {
            print_reason(out, ast, report, report->items.items[i].reason);
        }
    }
}

/* ---- the summary ---- */

static void print_counts(StrBuf *out, const VerifyReport *report)
{
    for (unsigned k = 0; k < PROOF_COUNT; k++) {
        const uint32_t *counts = report->counts[k];
        if (counts[0] + counts[1] + counts[2] == 0) {
            continue;
        }
        buf_add_format(out, "  %s", kind_summaries[k]);
        add_spaces(out, 16 - strlen(kind_summaries[k]));
        buf_add_format(out, "%u proved", counts[VERDICT_PROVED]);
        if (counts[VERDICT_REFUTED]) {
            buf_add_format(out, ", %u refuted", counts[VERDICT_REFUTED]);
        }
        if (counts[VERDICT_UNDECIDED]) {
            buf_add_format(out, ", %u not decided", counts[VERDICT_UNDECIDED]);
        }
        buf_add_char(out, '\n');
    }
}

void verify_print(StrBuf *out, const Ast *ast, const VerifyReport *report, Str folder)
{
    uint32_t number = 0;
    for (uint32_t i = 0; i < report->items.count; i++) {
        const Proved *claim = &report->items.items[i];
        if (claim->verdict == VERDICT_REFUTED) {
            number += claim->patient != NULL;
            print_refuted(out, ast, claim, number, folder);
        }
    }
    print_undecided(out, ast, report);
    buf_add_format(out, "%u claims proved, %u refuted, %u not decided", report->verdicts[0],
                   report->verdicts[1], report->verdicts[2]);
    if (report->longest) {
        buf_add_format(out, " · lists up to %u", report->longest);
    }
    if (report->gaps) {
        buf_add_format(out, " · every reading of %u %s", report->gaps,
                       report->gaps == 1 ? "gap" : "gaps");
    }
    buf_add_char(out, '\n');
    print_counts(out, report);
    if (report->stopped) {
        buf_add_c(out, "interrupted: what is not listed was not tried\n");
    }
}

/* ---- JSON ---- */

static void add_text(StrBuf *out, const char *key, Str text)
{
    json_add_key(out, key);
    json_add_string(out, text);
}

static void add_span(StrBuf *out, const Ast *ast, Span span)
{
    SourcePlace place = source_locate(ast->sources, span);
    add_text(out, "file", ast->sources->files.items[span.file].path);
    buf_add_format(out, ",\"line\":%u,\"column\":%u", (unsigned)place.line, (unsigned)place.column);
}

static void add_patient(StrBuf *out, const ShownPatient *patient)
{
    json_add_literal(out, ",\"patient\":");
    json_add(out, patient->json);
    if (patient->has_date) {
        json_add_literal(out, ",\"as_of\":\"");
        date_print(out, patient->as_of);
        json_add_literal(out, "\"");
    }
    json_add_literal(out, ",\"readings\":{");
    for (uint32_t i = 0; i < patient->facts.count; i++) {
        const PatientFact *fact = &patient->facts.items[i];
        if (fact->gap) {
            json_separate(out);
            json_add_string(out, fact->path);
            json_add_literal(out, ":");
            json_add_string(out, fact->value);
        }
    }
    json_add_literal(out, "}");
}

static void add_held(StrBuf *out, const Ast *ast, const Proved *claim)
{
    json_add_literal(out, ",\"held\":[");
    for (uint32_t i = 0; i < claim->held.count; i++) {
        json_separate(out);
        json_add_literal(out, "{");
        add_span(out, ast, claim->held.items[i]);
        json_add_literal(out, "}");
    }
    json_add_literal(out, "]");
}

static void add_claim(StrBuf *out, const Ast *ast, const Proved *claim)
{
    json_separate(out);
    json_add_literal(out, "{");
    add_text(out, "kind", str_from_c(kind_names[claim->kind]));
    add_text(out, "verdict", str_from_c(verdict_names[claim->verdict]));
    add_text(out, "name", claim->name);
    add_text(out, "claim", claim->claim);
    if (claim->verdict == VERDICT_REFUTED) {
        add_text(out, "fault", claim->fault);
    }
    json_add_literal(out, ",");
    add_span(out, ast, claim->span);
    if (claim->verdict == VERDICT_UNDECIDED) {
        add_text(out, "reason", claim->reason);
    }
    if (claim->held.count) {
        add_held(out, ast, claim);
    }
    if (claim->patient) {
        add_patient(out, claim->patient);
    }
    json_add_literal(out, "}");
}

void verify_print_json(StrBuf *out, const Ast *ast, const VerifyReport *report)
{
    buf_add_format(out,
                   "{\"proved\":%u,\"refuted\":%u,\"undecided\":%u,\"lists_up_to\":%u,\"gaps\":%u",
                   report->verdicts[0], report->verdicts[1], report->verdicts[2], report->longest,
                   report->gaps);
    if (report->stopped) {
        json_add_literal(out, ",\"interrupted\":true");
    }
    json_add_literal(out, ",\"claims\":[");
    for (uint32_t i = 0; i < report->items.count; i++) {
        add_claim(out, ast, &report->items.items[i]);
    }
    json_add_literal(out, "]}\n");
}
