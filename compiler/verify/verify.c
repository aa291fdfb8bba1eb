/* verify.c - every rule, every place, every check, one claim after the other. */
#include "compiler/verify/verify.h"
#include "compiler/review.h"
#include "compiler/verify/check_rules.h"
#include "compiler/verify/places.h"
#include "compiler/verify/unknown.h"
#include "runtime/base/claim.h"
#include "runtime/base/interrupt.h"
#include "runtime/base/limits.h"

typedef struct Prover {
    Arena *arena;
    const Ast *ast; /* the author's */
    VerifyReport *report;
    VEC(AstRule *) checks;
    RulePlaces places;
    Probes probes;
    const Program *program;
    bool *gated, *fails;
    Unknown *unknown;
    Stage *stage;
} Prover;

/* ---- claims ---- */

/* False: over the limit. */
static bool get_diagram(Prover *p, uint32_t block, Diagram *diagram)
{
    return unknown_get_diagram(p->unknown, block, p->report->limit, diagram);
}

static Proved *add_claim(Prover *p, ProofKind kind, Span span, Str name, Str claim, Str fault)
{
    Proved claimed = {
        .kind = (uint8_t)kind, .span = span, .name = name, .claim = claim, .fault = fault
    };
    vec_add(p->arena, &p->report->items, claimed);
    return &p->report->items.items[p->report->items.count - 1];
}

static Str say_limit(Prover *p)
{
    return str_format(p->arena, "over %u nodes", p->report->limit);
}

static Str say_nobody(Prover *p)
{
    return str_copy(p->arena, STR("arithmetic over several facts: its bounds allow it, but no "
                                  "patient was found"));
}

typedef enum Reached { REACHED_BY_NOBODY, REACHED, REACHED_PERHAPS } Reached;
static Reached reach(Prover *p, uint32_t block, Diagram diagram, WayTarget target,
                     const ShownPatient **patient)
{
    ShownPatient *found = ARENA_NEW(p->arena, ShownPatient);
    if (!diagram_reaches(diagram, target)) {
        return REACHED_BY_NOBODY;
    }
    if (!stage_find(p->stage, p->arena, diagram, block, target, found)) {
        return REACHED_PERHAPS;
    }
    *patient = found;
    return REACHED;
}

static void decide(Prover *p, Proved *claim, Reached reached, bool wanted)
{
    if (reached == REACHED_PERHAPS) {
        claim->verdict = VERDICT_UNDECIDED;
        claim->reason = say_nobody(p);
        claim->patient = NULL;
    } else {
        bool good = (reached == REACHED) == wanted;
        claim->verdict = good ? VERDICT_PROVED : VERDICT_REFUTED;
        claim->patient = good ? NULL : claim->patient;
    }
}

/* ---- a rule ---- */

static Span find_span(const AstRule *rule, uint32_t result)
{
    return rule->results.count > result ? rule->results.items[result].name.span : rule->name.span;
}

static const char *name_ways(const AstRule *rule)
{
    return rule->table ? "row" : "case";
}

/* The cases that hold for the patient of the overlap. */
static void find_held(Prover *p, Proved *claim, const AstRule *rule)
{
    for (uint32_t i = 0; i < p->probes.items.count; i++) {
        const Probe *probe = &p->probes.items.items[i];
        const RulePlace *place = &p->places.items[probe->point];
        if (place->rule != rule || probe->rule != rule || probe->part != PROBE_SIDES) {
            continue;
        }
        const Answer *answer = stage_ask(p->stage, probe->block);
        if (answer->settled && answer->value.mask == MASK_YES) {
            vec_add(p->arena, &claim->held, place->span);
        }
    }
}

static void prove_hole(Prover *p, const char *way, uint32_t block, Span span, Diagram diagram)
{
    Str name = p->program->blocks[block].name;
    Proved *claim =
        add_claim(p, PROOF_HOLE, span, name,
                  str_format(p->arena, "a %s of `%S` holds for every patient", way, name),
                  str_format(p->arena, "no %s of `%S` holds for this patient", way, name));
    WayTarget target = { TARGET_HOLE, block };
    decide(p, claim, reach(p, block, diagram, target, &claim->patient), false);
}

static void prove_overlap(Prover *p, const AstRule *rule, uint32_t block, Span span,
                          Diagram diagram)
{
    Str name = p->program->blocks[block].name;
    const char *way = name_ways(rule);
    Proved *claim = add_claim(
        p, PROOF_OVERLAP, span, name,
        str_format(p->arena, "no two %ss of `%S` with different results hold for one patient", way,
                   name),
        str_format(p->arena, "%ss of `%S` with different results hold for this patient", way,
                   name));
    WayTarget target = { TARGET_TWO, block };
    decide(p, claim, reach(p, block, diagram, target, &claim->patient), false);
    if (claim->verdict == VERDICT_REFUTED) {
        find_held(p, claim, rule);
    }
}

static void prove_unique(Prover *p, const AstRule *rule, uint32_t block, Span span, Diagram diagram)
{
    prove_hole(p, name_ways(rule), block, span, diagram);
    prove_overlap(p, rule, block, span, diagram);
}

/* A rule that reads one that fails, fails with it: that is said once. */
static bool reads_failing(const Prover *p, uint32_t block)
{
    const BlockInfo *info = &p->program->blocks[block];
    for (uint32_t i = 0; i < info->need_count; i++) {
        if (p->fails[p->program->block_refs[info->needs + i]]) {
            return true;
        }
    }
    return false;
}

static void prove_success(Prover *p, uint32_t block, Span span, Diagram diagram)
{
    Str name = p->program->blocks[block].name;
    WayTarget target = { TARGET_FAILURE, 0 };
    p->fails[block] = diagram_reaches(diagram, target);
    if (p->fails[block] && reads_failing(p, block)) {
        return;
    }
    Proved *claim =
        add_claim(p, PROOF_FAILURE, span, name,
                  str_format(p->arena, "`%S` can be computed for every patient", name),
                  str_format(p->arena, "`%S` cannot be computed for this patient", name));
    decide(p, claim, reach(p, block, diagram, target, &claim->patient), false);
}

static void prove_applies(Prover *p, uint32_t block, Span span, Diagram diagram)
{
    const BlockInfo *info = &p->program->blocks[block];
    bool advice = info->kind == BLOCK_ADVICE;
    Proved *claim = add_claim(
        p, PROOF_DEAD, span, info->name,
        str_format(p->arena,
                   advice ? "`%S` applies to some patient" : "`%S` is given for some patient",
                   info->name),
        str_format(p->arena, advice ? "`%S` never applies" : "`%S` is never given", info->name));
    WayTarget target = { TARGET_VALUE, 1 };
    decide(p, claim, reach(p, block, diagram, target, &claim->patient), true);
}

static void leave_open(Prover *p, ProofKind kind, uint32_t block, Span span, Str reason)
{
    Str name = p->program->blocks[block].name;
    Proved *claim =
        add_claim(p, kind, span, name, str_format(p->arena, "all of `%S`", name), STR_NONE);
    claim->verdict = VERDICT_UNDECIDED;
    claim->reason = reason;
}

static void prove_block(Prover *p, const AstRule *rule, uint32_t result)
{
    uint32_t block = rule->index + result;
    const BlockInfo *info = &p->program->blocks[block];
    Span span = find_span(rule, result);
    bool says = info->kind == BLOCK_ADVICE || info->kind == BLOCK_CAUTION;
    Diagram diagram;
    if (p->gated[block]) {
        leave_open(p, says ? PROOF_DEAD : PROOF_FAILURE, block, span,
                   STR("a gate: it asks what is known, or about an answer"));
        return;
    }
    if (!get_diagram(p, block, &diagram)) {
        p->fails[block] = true;
        leave_open(p, says ? PROOF_DEAD : PROOF_FAILURE, block, span, say_limit(p));
        return;
    }
    if (info->body == BODY_UNIQUE) {
        prove_unique(p, rule, block, span, diagram);
    }
    prove_success(p, block, span, diagram);
    if (says) {
        prove_applies(p, block, span, diagram);
    }
}

/* ---- places ---- */

static const char *say_reached(PlaceKind kind)
{
    return kind == PLACE_UNLESS   ? "is taken for some patient"
           : kind == PLACE_POINTS ? "holds for some patient"
                                  : "decides for some patient";
}

static const char *say_dead(PlaceKind kind)
{
    return kind == PLACE_UNLESS   ? "is never taken"
           : kind == PLACE_POINTS ? "never holds"
                                  : "never decides";
}

static Proved *add_place(Prover *p, const RulePlace *place)
{
    const char *word = place_get_word(place->kind);
    Str name = place->rule->name.text;
    return add_claim(
        p, PROOF_DEAD, place->span, name,
        str_format(p->arena, "this %s of `%S` %s", word, name, say_reached(place->kind)),
        str_format(p->arena, "this %s of `%S` %s", word, name, say_dead(place->kind)));
}

/* A place stands in the code once for each call of its function: one is enough. */
static void prove_place(Prover *p, uint32_t index)
{
    const RulePlace *place = &p->places.items[index];
    Reached best = REACHED_BY_NOBODY;
    bool any = false, gate = false, over = false;
    const ShownPatient *patient = NULL;
    for (uint32_t i = 0; i < p->probes.items.count && best != REACHED; i++) {
        const Probe *probe = &p->probes.items.items[i];
        Diagram diagram;
        if (probe->point != index || (probe->part != PROBE_SIDES && probe->part != PROBE_YES)) {
            continue;
        }
        any = true;
        gate = gate || p->gated[probe->block];
        if (p->gated[probe->block]) {
            continue;
        }
        if (!get_diagram(p, probe->block, &diagram)) {
            over = true;
            continue;
        }
        Reached now = reach(p, probe->block, diagram, (WayTarget){ TARGET_VALUE, 1 }, &patient);
        best = now == REACHED_BY_NOBODY ? best : now;
    }
    if (!any) {
        return; /* a constant, or in a function that nobody calls */
    }
    Proved *claim = add_place(p, place);
    decide(p, claim, best, true);
    if (best != REACHED && (gate || over)) {
        claim->verdict = VERDICT_UNDECIDED;
        claim->reason =
            gate ? STR("a gate: it asks what is known, or about an answer") : say_limit(p);
    }
}

static void prove_places(Prover *p, const AstRule *rule)
{
    for (uint32_t i = 0; i < p->places.count; i++) {
        if (p->places.items[i].rule == rule) {
            prove_place(p, i);
        }
    }
}

/* ---- checks ---- */

static void prove_condition(Prover *p, const AstCheck *check, uint32_t block, Proved *claim)
{
    Diagram diagram;
    if (!get_diagram(p, block, &diagram)) {
        claim->verdict = VERDICT_UNDECIDED;
        claim->reason = say_limit(p);
        return;
    }
    WayTarget wrong = { TARGET_VALUE, check->claim == CLAIM_NEVER };
    decide(p, claim, reach(p, block, diagram, wrong, &claim->patient), false);
}

/* An answer whose diagram does not mention the field is independent of it, and rises and falls
 * nowhere. */
static void prove_independence(Prover *p, const AstCheck *check, uint32_t block, Proved *claim)
{
    Diagram diagram;
    uint16_t field = (uint16_t)check->field_ref->index;
    bool good = get_diagram(p, block, &diagram);
    if (good && !diagram_mentions(diagram, cells_name_scalar(field))) {
        claim->verdict = VERDICT_PROVED;
        return;
    }
    claim->verdict = VERDICT_UNDECIDED;
    claim->reason = good ? STR("the answer depends on the field; the tests try it") : say_limit(p);
}

static void prove_check(Prover *p, uint32_t index)
{
    const AstCheck *check = p->ast->checks.items[index];
    uint32_t block = p->checks.items[index]->index;
    Proved *claim =
        add_claim(p, PROOF_CHECK, check->span, STR_NONE, check->text.text, check->text.text);
    if (p->gated[block]) {
        claim->verdict = VERDICT_UNDECIDED;
        claim->reason = STR("a gate: it asks what is known, or about an answer");
    } else if (check->claim == CLAIM_NEVER || check->claim == CLAIM_ALWAYS) {
        prove_condition(p, check, block, claim);
    } else {
        prove_independence(p, check, block, claim);
    }
}

/* ---- all ---- */

static bool compile(Prover *p, DiagList *diags)
{
    uint32_t count = p->ast->checks.count;
    for (uint32_t i = 0; i < count; i++) {
        vec_add(p->arena, &p->checks, check_rule_make(p->arena, p->ast->checks.items[i], i + 1));
    }
    probe_init(&p->probes, p->arena);
    places_collect(p->arena, p->ast, &p->places, &p->probes);
    Ast *ast = ast_extend(p->arena, p->ast, p->checks.items, count);
    p->program = compile_program(p->arena, ast, diags, &(CompileDump){ .probes = &p->probes });
    return p->program != NULL;
}

static void describe(Prover *p)
{
    VerifyReport *report = p->report;
    for (uint16_t i = 0; i < p->program->field_count; i++) {
        const FieldInfo *field = &p->program->fields[i];
        report->gaps += field->role == FIELD_GAP && field->used;
    }
    for (uint16_t i = 0; i < p->program->list_count; i++) {
        const ListInfo *list = &p->program->lists[i];
        report->longest = list->used && list->most > report->longest ? list->most : report->longest;
    }
    for (uint32_t i = 0; i < report->items.count; i++) {
        const Proved *claim = &report->items.items[i];
        report->counts[claim->kind][claim->verdict]++;
        report->verdicts[claim->verdict]++;
    }
}

/* Rules that no report depends on are not in the program. */
static bool is_wanted(const Prover *p, const AstRule *rule)
{
    return rule->index != NO_INDEX32 && rule->parameters.count == 0 &&
           !p->ast->sources->files.items[rule->span.file].builtin;
}

static bool may_go_on(Prover *p)
{
    p->report->stopped = p->report->stopped || interrupt_is_pending();
    return !p->report->stopped;
}

static void prove_all(Prover *p)
{
    for (uint32_t i = 0; i < p->ast->rules.count && may_go_on(p); i++) {
        const AstRule *rule = p->ast->rules.items[i];
        for (uint32_t r = 0;
             is_wanted(p, rule) && r < (rule->results.count ? rule->results.count : 1); r++) {
            prove_block(p, rule, r);
        }
        prove_places(p, rule);
    }
    for (uint32_t i = 0; i < p->checks.count && may_go_on(p); i++) {
        prove_check(p, i);
    }
}

bool verify_run(Arena *arena, const Ast *ast, VerifyOptions options, DiagList *diags,
                VerifyReport *report)
{
    Prover p = { .arena = arena, .ast = ast, .report = report };
    *report = (VerifyReport){ .limit = options.limit ? options.limit : LIMIT_NODES };
    if (!compile(&p, diags)) {
        return false;
    }
    p.gated = program_list_gated(p.arena, p.program);
    p.fails = ARENA_ARRAY(p.arena, bool, p.program->block_count + 1);
    p.unknown = unknown_create(arena, p.program);
    p.stage = stage_create(arena, p.program);
    prove_all(&p);
    describe(&p);
    stage_destroy(p.stage);
    unknown_destroy(p.unknown);
    return true;
}
