/* coverage.c - from one passing case to the places that it counts for. */
#include "compiler/testing/coverage.h"

#include <string.h>

/* ---- set-up ---- */

static void map_names(Coverage *c)
{
    map_init(&c->decisions, c->arena);
    map_init(&c->advice, c->arena);
    map_init(&c->cautions, c->arena);
    for (uint32_t i = 0; i < c->index->entries.count; i++) {
        const RuleEntry *entry = &c->index->entries.items[i];
        if (!entry->rule || entry->kind == RULE_ENTRY_DEFINE) {
            continue;
        }
        Map *map = entry->kind == RULE_ENTRY_CAUTION  ? &c->cautions
                   : entry->rule->kind == RULE_ADVISE ? &c->advice
                                                      : &c->decisions;
        map_add(map, entry->name, i);
        for (uint32_t r = 1; r < entry->rule->results.count; r++) {
            map_add(map, entry->rule->results.items[r].name.text, i);
        }
    }
}

static uint32_t get_probed_point(const Coverage *c, const Probe *probe)
{
    const CoveragePoint *point = &c->points.items[probe->point];
    return probe->part == PROBE_BOUNDARY ? point->boundary : probe->point;
}

static bool is_probed(CoverageKind kind)
{
    return kind == COVERAGE_CASE || kind == COVERAGE_ROW || kind == COVERAGE_THRESHOLD ||
           kind == COVERAGE_BOUNDARY || kind == COVERAGE_CONDITION || kind == COVERAGE_UNLESS;
}

/* A place that lowering never met is a constant (`always`, a row of dashes), or in a function that
 * nobody calls. A side that declared ranges exclude is none. */
static void drop_impossible(Coverage *c)
{
    PointMarks *possible = ARENA_ARRAY(c->arena, PointMarks, c->points.count + 1);
    for (uint32_t i = 0; i < c->probes.items.count; i++) {
        const Probe *probe = &c->probes.items.items[i];
        uint32_t point = get_probed_point(c, probe);
        if (point == NO_PART) {
            continue;
        }
        possible[point].side[0] |= !probe->never_yes;
        possible[point].side[1] |= !probe->never_no;
    }
    for (uint32_t i = 0; i < c->points.count; i++) {
        for (unsigned side = 0; is_probed(c->points.items[i].kind) && side < COVERAGE_SIDES;
             side++) {
            c->points.items[i].has[side] &= possible[i].side[side];
        }
    }
}

static void place_statements(Coverage *c)
{
    c->point_of_statement = ARENA_ARRAY(c->arena, uint32_t, c->ast->statements.count + 1);
    for (uint32_t i = 0; i < c->ast->statements.count; i++) {
        c->point_of_statement[i] = NO_PART;
    }
    for (uint32_t i = 0; i < c->points.count; i++) {
        if (c->points.items[i].kind == COVERAGE_STATEMENT) {
            c->point_of_statement[c->points.items[i].statement] = i;
        }
    }
}

static void place_probes(Coverage *c)
{
    c->entry_of_probe = ARENA_ARRAY(c->arena, uint32_t, c->probes.items.count + 1);
    for (uint32_t i = 0; i < c->probes.items.count; i++) {
        c->entry_of_probe[i] =
            (uint32_t)(rule_index_get_rule(c->index, c->probes.items.items[i].rule) -
                       c->index->entries.items);
    }
}

Coverage *coverage_create(Arena *arena, Ast *ast, DiagList *diags)
{
    Coverage *c = ARENA_NEW(arena, Coverage);
    c->arena = arena;
    c->ast = ast;
    c->index = rule_index_build(arena, ast);
    probe_init(&c->probes, arena);
    coverage_points_collect(arena, c->index, &c->points, &c->probes, &c->fallbacks);
    c->program = compile_program(arena, ast, diags, &(CompileDump){ .probes = &c->probes });
    if (!c->program) {
        return NULL;
    }
    drop_impossible(c);
    coverage_drop_impossible(arena, c->index, &c->points);
    place_statements(c);
    place_probes(c);
    map_names(c);
    c->heard = ARENA_ARRAY(arena, uint64_t, c->index->entries.count + 1);
    c->decided = ARENA_ARRAY(arena, uint64_t, c->index->entries.count + 1);
    c->now = ARENA_ARRAY(arena, PointMarks, c->points.count + 1);
    return c;
}

const Program *coverage_get_program(const Coverage *c)
{
    return c->program;
}

/* ---- marks of the case at hand ---- */

static void mark(Coverage *c, uint32_t point, unsigned side)
{
    if (c->points.items[point].has[side]) {
        c->now[point].side[side] = true;
    }
}

static void mark_kind_of_entry(Coverage *c, CoverageKind kind, uint32_t entry, unsigned side)
{
    for (uint32_t i = 0; i < c->points.count; i++) {
        if (c->points.items[i].kind == kind && c->points.items[i].entry == entry) {
            mark(c, i, side);
        }
    }
}

static void mark_fact(Coverage *c, const AstField *field)
{
    for (uint32_t i = 0; i < c->points.count; i++) {
        if (c->points.items[i].kind == COVERAGE_FACT && c->points.items[i].field == field) {
            mark(c, i, 0);
        }
    }
}

static bool is_field_of(const AstField *field, FactRef fact)
{
    bool list = field->type_ref.type.kind == TY_LIST;
    if (fact.field == NO_INDEX) {
        return list && field->index == fact.list;
    }
    return !list && field->index == fact.field;
}

static void mark_need(Coverage *c, uint32_t id)
{
    FactRef fact = fact_from_id(c->program, id);
    for (uint32_t i = 0; i < c->points.count; i++) {
        if (c->points.items[i].kind == COVERAGE_FACT &&
            is_field_of(c->points.items[i].field, fact)) {
            mark(c, i, 0);
        }
    }
}

static void mark_gap(Coverage *c, uint16_t field)
{
    for (uint32_t i = 0; i < c->points.count; i++) {
        if (c->points.items[i].kind != COVERAGE_GAP) {
            continue;
        }
        uint32_t entry = c->points.items[i].entry;
        if (c->index->entries.items[entry].gap->index != field) {
            continue;
        }
        mark(c, i, 0);
        c->decided[entry] = HEARD_ALL;
    }
}

/* ---- answers of what was heard ---- */

static void take_answer(Coverage *c, uint32_t entry, const BlockAnswer *answer)
{
    const RuleEntry *of = &c->index->entries.items[entry];
    bool settled = answer->main.settled && !answer->main.failed,
         yes = settled && answer->main.value.mask == MASK_YES;
    for (uint32_t i = 0; !answer->main.settled && i < answer->main.need_count; i++) {
        mark_need(c, answer->main.needs[i]);
    }
    for (uint32_t i = 0; !answer->main.settled && i < answer->main.gap_count; i++) {
        mark_gap(c, answer->main.gaps[i]);
    }
    if (of->kind == RULE_ENTRY_CAUTION) {
        mark_kind_of_entry(c, COVERAGE_CAUTION, entry, yes ? 0 : 1);
    } else if (of->rule->kind == RULE_ADVISE) {
        mark_kind_of_entry(c, COVERAGE_ADVICE, entry,
                           answer->status == STATUS_APPLIES ? 0
                           : answer->status == STATUS_OPEN  ? 2
                                                            : 1);
    } else if (settled) {
        c->decided[entry] = HEARD_ALL;
    }
    if (of->kind == RULE_ENTRY_CAUTION && yes) {
        c->decided[entry] = HEARD_ALL;
    }
    if (of->rule->kind == RULE_ADVISE &&
        (answer->status == STATUS_APPLIES || answer->status == STATUS_RULED_OUT)) {
        c->decided[entry] = HEARD_ALL;
    }
}

static bool is_heard(const Coverage *c, uint32_t entry, uint16_t element)
{
    return c->heard[entry] == HEARD_ALL || (element < 63 && c->heard[entry] >> element & 1);
}

static void take_block(Coverage *c, const Evaluation *evaluation, uint32_t entry, uint32_t block)
{
    uint16_t list = c->program->blocks[block].list;
    if (list == NO_INDEX) {
        take_answer(c, entry, evaluation_get(evaluation, block, NO_INDEX));
        return;
    }
    for (uint16_t i = 0; i < c->record->lists[list].count; i++) {
        if (is_heard(c, entry, i)) {
            take_answer(c, entry, evaluation_get(evaluation, block, i));
        }
    }
    if (c->program->blocks[block].kind != BLOCK_ADVICE || c->heard[entry] != HEARD_ALL) {
        return;
    }
    const BlockAnswer *hidden = evaluation_get(evaluation, block, CELLS_HIDDEN);
    if (hidden->ready) {
        take_answer(c, entry, hidden);
    }
}

static void take_answers(Coverage *c, const Evaluation *evaluation)
{
    for (uint32_t i = 0; i < c->index->entries.count; i++) {
        const AstRule *rule = c->index->entries.items[i].rule;
        if (!c->heard[i] || rule->kind == RULE_DEFINE) {
            continue;
        }
        uint32_t results = rule->results.count ? rule->results.count : 1;
        for (uint32_t r = 0; r < results; r++) {
            take_block(c, evaluation, i, rule->index + r);
        }
    }
}

/* A case that asks a gap which nobody may settle is never known to be chosen: the gap must stay
 * open because of it. */
static bool waits_for_gap(const Coverage *c, const CoveragePoint *point, Mask known)
{
    if (!point->gap || known != MASK_UNKNOWN) {
        return false;
    }
    for (uint32_t i = 0; i < c->points.count; i++) {
        const CoveragePoint *other = &c->points.items[i];
        if (other->kind == COVERAGE_GAP &&
            c->index->entries.items[other->entry].gap == point->gap) {
            return c->now[i].side[0];
        }
    }
    return false;
}

static void take_probe(Coverage *c, const Probe *probe, Mask known)
{
    uint32_t point = get_probed_point(c, probe);
    if (point == NO_PART) {
        return;
    }
    const CoveragePoint *asked = &c->points.items[point];
    unsigned side = probe->part == PROBE_NO || (probe->part == PROBE_SIDES && known == MASK_NO);
    bool reached = probe->part == PROBE_SIDES ? mask_is_single(known) : known == MASK_YES;
    if (!reached && !waits_for_gap(c, asked, known)) {
        return;
    }
    mark(c, point, side);
    if (asked->field && side == (asked->known ? 1 : 0)) {
        mark_fact(c, asked->field);
    }
}

/* Intervals leave open what arithmetic off the grid would settle: then all completions are asked.
 */
static Mask find_known(const Evaluation *evaluation, uint32_t block, uint16_t element)
{
    Mask fast = evaluation_get_known(evaluation, block, element);
    if (mask_is_single(fast)) {
        return fast;
    }
    const Answer *answer = &evaluation_get(evaluation, block, element)->main;
    return answer->settled && !answer->failed ? answer->value.mask : MASK_UNKNOWN;
}

static void take_probes(Coverage *c, const Evaluation *evaluation)
{
    for (uint32_t i = 0; i < c->probes.items.count; i++) {
        const Probe *probe = &c->probes.items.items[i];
        uint32_t entry = c->entry_of_probe[i];
        uint16_t list = c->program->blocks[probe->block].list;
        if (!c->heard[entry]) {
            continue;
        }
        if (list == NO_INDEX) {
            take_probe(c, probe, find_known(evaluation, probe->block, NO_INDEX));
        }
        for (uint16_t k = 0; list != NO_INDEX && k < c->record->lists[list].count; k++) {
            if (is_heard(c, entry, k)) {
                take_probe(c, probe, find_known(evaluation, probe->block, k));
            }
        }
    }
}

static void take_fallbacks(Coverage *c)
{
    for (uint32_t i = 0; i < c->fallbacks.count; i++) {
        const CoverageFallback *one = &c->fallbacks.items[i];
        const FieldInfo *field = &c->program->fields[one->field->index];
        if (!c->heard[one->entry] || field->reg == NO_INDEX) {
            continue;
        }
        if (fact_is_missing(c->record->states[field->reg - c->program->slot_first])) {
            mark_fact(c, one->field);
        }
    }
}

/* ---- policies, statements ---- */

static void take_policies(Coverage *c, json_t *policies)
{
    for (uint32_t i = 0; i < c->points.count; i++) {
        if (c->points.items[i].kind != COVERAGE_GAP) {
            continue;
        }
        Str name = c->index->entries.items[c->points.items[i].entry].name;
        if (!json_object_get(policies, str_to_c(c->arena, name))) {
            continue;
        }
        mark(c, i, 1);
        c->decided[c->points.items[i].entry] = HEARD_ALL;
    }
}

static void mark_statement(Coverage *c, uint32_t statement)
{
    if (c->point_of_statement[statement] != NO_PART) {
        mark(c, c->point_of_statement[statement], 0);
    }
}

/* The point of the case or exception that the use is a part of. */
static uint32_t find_part(const Coverage *c, const RuleUse *use)
{
    const AstRule *rule = c->index->entries.items[use->entry].rule;
    const void *node = use->kind == RULE_USE_CASE ? (const void *)&rule->cases.items[use->part]
                                                  : (const void *)&rule->unless.items[use->part];
    return map_find(&c->probes.wanted, (Str){ (const char *)&node, sizeof node });
}

static void take_statements(Coverage *c)
{
    for (uint32_t i = 0; i < c->index->uses.count; i++) {
        const RuleUse *use = &c->index->uses.items[i];
        if (use->kind == RULE_USE_FROM && c->decided[use->entry]) {
            mark_statement(c, use->statement);
        }
        if (use->kind != RULE_USE_CASE && use->kind != RULE_USE_UNLESS) {
            continue;
        }
        uint32_t part = find_part(c, use);
        if (part != MAP_NONE && c->now[part].side[0]) {
            mark_statement(c, use->statement);
        }
    }
}

void coverage_add(Coverage *c, const Evaluation *evaluation, const Record *record, json_t *one)
{
    memset(c->heard, 0, c->index->entries.count * sizeof *c->heard);
    memset(c->decided, 0, c->index->entries.count * sizeof *c->decided);
    memset(c->now, 0, c->points.count * sizeof *c->now);
    c->record = record;
    c->tests++;
    coverage_hear(c, json_object_get(one, "expect"));
    take_answers(c, evaluation);
    coverage_spread(c, c->heard);
    coverage_spread(c, c->decided);
    take_probes(c, evaluation);
    take_fallbacks(c);
    take_policies(c, json_object_get(one, "policy"));
    take_statements(c);
    for (uint32_t i = 0; i < c->points.count; i++) {
        for (unsigned side = 0; side < COVERAGE_SIDES; side++) {
            c->points.items[i].seen[side] += c->now[i].side[side];
        }
    }
}

/* ---- counting ---- */

CoverageCount coverage_count(const Coverage *c, CoverageKind kind)
{
    CoverageCount count = { 0, 0 };
    for (uint32_t i = 0; i < c->points.count; i++) {
        for (unsigned side = 0; c->points.items[i].kind == kind && side < COVERAGE_SIDES; side++) {
            count.all += c->points.items[i].has[side];
            count.seen += c->points.items[i].has[side] && c->points.items[i].seen[side];
        }
    }
    return count;
}
