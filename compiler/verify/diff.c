/* diff.c - every rule of two programs, one after the other. */
#include "compiler/verify/diff.h"
#include "compiler/verify/unknown.h"
#include "runtime/base/interrupt.h"
#include "runtime/base/limits.h"

typedef struct Differ {
    Arena *arena;
    DiffReport *report;
    DiffOptions options;
    const bool *first_gated, *second_gated;
    uint8_t *kinds; /* by block of the second program: DiffKind + 1, 0: not looked at */
    DiffPeople *people;
} Differ;

/* ---- turns ---- */

static bool find_turn(Differ *d, const DiffRule *rule, PairTurn turn, Diagram *diagram)
{
    return pair_turn(d->report->pair, rule->first, rule->second, turn, d->options.limit, diagram) &&
           pair_differs(*diagram);
}

/* Somebody for whom the rule itself says something else goes first. */
static void add_turn(Differ *d, DiffRule *rule, PairTurn turn)
{
    const DiffPatient *patient = NULL;
    Diagram diagram;
    turn.itself = rule->kind == DIFF_CHANGED;
    if (turn.itself && find_turn(d, rule, turn, &diagram)) {
        patient = diff_people_find(d->people, diagram, rule, turn);
    }
    turn.itself = false;
    if (!patient) {
        if (!find_turn(d, rule, turn, &diagram)) {
            return;
        }
        patient = diff_people_find(d->people, diagram, rule, turn);
    }
    vec_add(d->arena, &rule->turns, ((DiffTurn){ turn, patient }));
}

static void add_turns_of_values(Differ *d, DiffRule *rule, uint32_t count)
{
    for (uint32_t i = 0; i < count * count; i++) {
        if (i / count != i % count) {
            add_turn(d, rule,
                     (PairTurn){ .kind = PAIR_VALUES, .from = i / count, .to = i % count });
        }
    }
}

/* Scores have few values; other numbers rise or fall. */
static void add_turns_of_numbers(Differ *d, DiffRule *rule)
{
    Rat numbers[PAIR_MOST_NUMBERS];
    uint32_t count = pair_list_numbers(d->report->pair, rule->first, rule->second, numbers);
    for (uint32_t i = 0; i < count * count; i++) {
        PairTurn turn = { .kind = PAIR_NUMBERS,
                          .before = numbers[i / count],
                          .now = numbers[i % count] };
        if (i / count != i % count) {
            add_turn(d, rule, turn);
        }
    }
    if (!count) {
        add_turn(d, rule, (PairTurn){ .kind = PAIR_RISES });
        add_turn(d, rule, (PairTurn){ .kind = PAIR_FALLS });
    }
}

static void add_turns(Differ *d, DiffRule *rule)
{
    uint32_t count = pair_count_values(d->report->pair, rule->first, rule->second);
    add_turns_of_values(d, rule, count);
    if (!count) {
        add_turns_of_numbers(d, rule);
    }
    add_turn(d, rule, (PairTurn){ .kind = PAIR_FAILS_NOW });
    add_turn(d, rule, (PairTurn){ .kind = PAIR_FAILED_BEFORE });
    add_turn(d, rule, (PairTurn){ .kind = PAIR_FAILS_OTHERWISE });
}

static bool has_patient(const DiffRule *rule)
{
    for (uint32_t i = 0; i < rule->turns.count; i++) {
        if (rule->turns.items[i].patient) {
            return true;
        }
    }
    return false;
}

/* ---- a rule ---- */

static void leave_open(DiffRule *rule, Str reason)
{
    rule->kind = DIFF_UNDECIDED;
    rule->reason = reason;
}

static void say_limit(Differ *d, DiffRule *rule)
{
    uint32_t limit = d->options.limit ? d->options.limit : LIMIT_NODES;
    leave_open(rule, str_format(d->arena, "over %u nodes", limit));
}

static bool reads_the_same(const Differ *d, uint32_t second)
{
    const Program *program = d->report->second;
    const BlockInfo *block = &program->blocks[second];
    for (uint32_t i = 0; i < block->need_count; i++) {
        if (d->kinds[program->block_refs[block->needs + i]] != DIFF_SAME + 1) {
            return false;
        }
    }
    return true;
}

/* A gate is the same if its code is and all that it reads is. */
static void compare_gate(Differ *d, DiffRule *rule)
{
    bool same = diff_is_same_code(d->arena, d->report, rule->first, rule->second);
    if (same && reads_the_same(d, rule->second)) {
        rule->kind = DIFF_SAME;
    } else {
        leave_open(rule, same ? STR("a gate: what it reads changed")
                              : STR("a gate: it asks what is known, or about an answer"));
    }
}

/* Itself, or because of what it reads. */
static void find_cause(Differ *d, DiffRule *rule, Diagram whole)
{
    Diagram diagram = { NULL, 0 };
    rule->kind = DIFF_CHANGED;
    diff_find_box(d->arena, d->report, whole, rule);
    if (!pair_compare(d->report->pair, PAIR_ITSELF, rule->first, rule->second, d->options.limit,
                      &diagram)) {
        return;
    }
    if (!pair_differs(diagram)) {
        rule->kind = DIFF_FOLLOWS;
        return;
    }
    if (pair_compare(d->report->pair, PAIR_LOCAL, rule->first, rule->second, d->options.limit,
                     &diagram) &&
        pair_differs(diagram)) {
        rule->cases.count = 0;
        diff_find_cases(d->arena, d->report, diagram, rule);
    }
}

static bool is_of_one_type(const DiffReport *report, const DiffRule *rule)
{
    const BlockInfo *a = &report->first->blocks[rule->first],
                    *b = &report->second->blocks[rule->second];
    bool lists = (a->list == NO_INDEX) == (b->list == NO_INDEX);
    return lists && a->unit == b->unit &&
           report->first->regs[a->result].type == report->second->regs[b->result].type;
}

static void compare_rule(Differ *d, DiffRule *rule)
{
    Diagram diagram;
    if (!is_of_one_type(d->report, rule)) {
        leave_open(rule, STR("its value is of another type or unit"));
        return;
    }
    if (d->first_gated[rule->first] || d->second_gated[rule->second]) {
        compare_gate(d, rule);
        return;
    }
    if (!pair_compare(d->report->pair, PAIR_WHOLE, rule->first, rule->second, d->options.limit,
                      &diagram)) {
        say_limit(d, rule);
        return;
    }
    if (!pair_differs(diagram)) {
        rule->kind = DIFF_SAME;
        return;
    }
    find_cause(d, rule, diagram);
    add_turns(d, rule);
    if (!has_patient(rule)) {
        leave_open(rule, STR("arithmetic over several facts: its bounds allow a difference, but no "
                             "patient was found"));
    }
}

/* ---- all ---- */

/* Definitions are of interest only where they changed themselves. */
static void add_rule(Differ *d, const DiffRule *rule)
{
    const BlockInfo *block = rule->second != NO_INDEX32 ? &d->report->second->blocks[rule->second]
                                                        : &d->report->first->blocks[rule->first];
    bool told =
        block->kind != BLOCK_DEFINE || rule->kind == DIFF_CHANGED || rule->kind == DIFF_UNDECIDED;
    if (told) {
        d->report->counts[rule->kind]++;
        vec_add(d->arena, &d->report->rules, *rule);
    }
}

static bool may_go_on(Differ *d)
{
    d->report->stopped = d->report->stopped || interrupt_is_pending();
    return !d->report->stopped;
}

static DiffRule *compare_second(Differ *d)
{
    const Program *program = d->report->second;
    DiffRule *rules = ARENA_ARRAY(d->arena, DiffRule, (size_t)program->block_count + 1);
    for (uint32_t b = 0; b < program->block_count && may_go_on(d); b++) {
        uint32_t first = pair_get_match(d->report->pair)->blocks[b];
        rules[b] = (DiffRule){ .kind = DIFF_ADDED, .first = first, .second = b };
        if (first != NO_INDEX32) {
            compare_rule(d, &rules[b]);
        }
        d->kinds[b] = rules[b].kind + 1;
    }
    return rules;
}

static void add_removed(Differ *d)
{
    const PairMatch *match = pair_get_match(d->report->pair);
    bool *kept = ARENA_ARRAY(d->arena, bool, (size_t)d->report->first->block_count + 1);
    for (uint32_t b = 0; b < d->report->second->block_count; b++) {
        if (match->blocks[b] != NO_INDEX32) {
            kept[match->blocks[b]] = true;
        }
    }
    for (uint32_t i = 0; i < d->report->first->block_count; i++) {
        uint32_t b = d->report->first->declared[i];
        if (!kept[b]) {
            add_rule(d, &(DiffRule){ .kind = DIFF_REMOVED, .first = b, .second = NO_INDEX32 });
        }
    }
}

static void run(Differ *d)
{
    const Program *program = d->report->second;
    DiffRule *rules = compare_second(d);
    for (uint32_t i = 0; i < program->block_count; i++) {
        uint32_t b = program->declared[i];
        if (d->kinds[b]) {
            add_rule(d, &rules[b]);
        }
    }
    add_removed(d);
}

void diff_run(Arena *arena, const Program *first, const Program *second, DiffOptions options,
              DiffReport *report)
{
    Differ d = { .arena = arena, .report = report, .options = options };
    Arena *records = arena_create_within(arena, 0);
    *report = (DiffReport){ .first = first, .second = second };
    report->pair = pair_create(arena, first, second, options.names);
    Record *old = record_create(arena, records, first),
           *next = record_create(arena, records, second);
    unknown_fill(old, first, NO_INDEX);
    unknown_fill(next, second, NO_INDEX);
    pair_begin(report->pair, records, old, next);
    d.first_gated = program_list_gated(arena, first);
    d.second_gated = program_list_gated(arena, second);
    d.kinds = ARENA_ARRAY(arena, uint8_t, (size_t)second->block_count + 1);
    d.people = diff_people_create(arena, report);
    diff_note_facts(arena, report);
    run(&d);
    diff_note_words(arena, report);
    diff_people_destroy(d.people);
    arena_destroy(records);
}

bool diff_is_same(const DiffReport *report)
{
    return report->counts[DIFF_SAME] == report->rules.count && !report->facts.count &&
           !report->words.count && !report->stopped;
}
