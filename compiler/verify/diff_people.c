/* diff_people.c - one patient, two programs: who is told the same is nobody's witness. */
#include "compiler/verify/diff.h"

struct DiffPeople {
    Arena *arena;
    const DiffReport *report;
    Stage *first, *second;
    Arena *scratch; /* of one hunt */
};

DiffPeople *diff_people_create(Arena *arena, const DiffReport *report)
{
    DiffPeople *people = ARENA_NEW(arena, DiffPeople);
    *people = (DiffPeople){ arena, report, stage_create(arena, report->first),
                            stage_create(arena, report->second), arena_create_within(arena, 0) };
    return people;
}

void diff_people_destroy(DiffPeople *people)
{
    stage_destroy(people->first);
    stage_destroy(people->second);
    arena_destroy(people->scratch);
}

/* ---- what both say ---- */

static bool is_settled(const Answer *answer)
{
    return answer->settled && !answer->failed;
}

static bool fails(const Answer *answer)
{
    return answer->failed || answer->no_result;
}

/* Whatever else is true; which result it has may be open. */
static bool never_fails(const Answer *answer)
{
    return !answer->failed && !answer->no_result && !answer->fails && !answer->undecided;
}

static bool has_value(const Program *program, const BlockInfo *block, const BlockAnswer *answer,
                      uint32_t value, Str name)
{
    const RegInfo *reg = &program->regs[block->result];
    if (block->kind == BLOCK_ADVICE && block->when != NO_INDEX) {
        return answer->status == value;
    }
    if (!is_settled(&answer->main) || !mask_is_single(answer->main.value.mask)) {
        return false;
    }
    unsigned index = (unsigned)__builtin_ctzll(answer->main.value.mask);
    return reg->type == REG_BOOL ? index == value
                                 : str_equal(program->enums[reg->enumeration].values[index], name);
}

static Rat get_number(const Program *program, const BlockInfo *block, const Answer *answer)
{
    if (answer->off_grid) {
        return answer->exact;
    }
    return program->regs[block->result].type == REG_DEC ? rat_from_dec(answer->value.lo)
                                                        : rat_from_int(answer->value.lo);
}

static bool is_number(const Program *program, const BlockInfo *block, const Answer *answer,
                      Rat number)
{
    return is_settled(answer) && rat_compare(get_number(program, block, answer), number) == 0;
}

/* Faults by the names of the rules whose they are. */
static bool has_same_faults(const DiffReport *report, const Answer *a, const Answer *b)
{
    bool same = a->fault_count == b->fault_count && a->failed == b->failed;
    for (uint16_t i = 0; same && i < a->fault_count; i++) {
        uint32_t other = pair_get_match(report->pair)->blocks[b->faults[i] / 2];
        same = a->faults[i] / 2 == other && a->faults[i] % 2 == b->faults[i] % 2;
    }
    return same;
}

typedef struct Chase {
    DiffPeople *people;
    const DiffRule *rule;
    PairTurn turn;
    DiffPatient *out;
} Chase;

static int compare_numbers(const Chase *chase, const Answer *a, const Answer *b)
{
    const DiffReport *report = chase->people->report;
    if (!is_settled(a) || !is_settled(b)) {
        return 0;
    }
    return rat_compare(get_number(report->second, &report->second->blocks[chase->rule->second], b),
                       get_number(report->first, &report->first->blocks[chase->rule->first], a));
}

static bool turns(const Chase *chase, const BlockAnswer *a, const BlockAnswer *b)
{
    const DiffReport *report = chase->people->report;
    uint32_t first = chase->rule->first, second = chase->rule->second;
    PairTurn turn = chase->turn;
    Str from, to;
    switch (turn.kind) {
    case PAIR_VALUES:
        from = pair_get_value(report->pair, first, second, turn.from);
        to = pair_get_value(report->pair, first, second, turn.to);
        return has_value(report->first, &report->first->blocks[first], a, turn.from, from) &&
               has_value(report->second, &report->second->blocks[second], b, turn.to, to);
    case PAIR_NUMBERS:
        return is_number(report->first, &report->first->blocks[first], &a->main, turn.before) &&
               is_number(report->second, &report->second->blocks[second], &b->main, turn.now);
    case PAIR_RISES: return compare_numbers(chase, &a->main, &b->main) > 0;
    case PAIR_FALLS: return compare_numbers(chase, &a->main, &b->main) < 0;
    case PAIR_FAILS_NOW: return never_fails(&a->main) && fails(&b->main);
    case PAIR_FAILED_BEFORE: return fails(&a->main) && never_fails(&b->main);
    case PAIR_FAILS_OTHERWISE: break;
    }
    return fails(&a->main) && fails(&b->main) && !has_same_faults(report, &a->main, &b->main);
}

/* ---- the hunt ---- */

static bool is_date(const void *context, uint64_t name)
{
    const Chase *chase = context;
    const DiffReport *report = chase->people->report;
    PairFact fact = pair_find_fact(report->pair, name);
    if (fact.in_second && fact.second.field != NO_INDEX) {
        return report->second->fields[fact.second.field].type == REG_DATE;
    }
    return fact.in_first && fact.first.field != NO_INDEX &&
           report->first->fields[fact.first.field].type == REG_DATE;
}

static Given translate(const Given *given, uint64_t name, const uint8_t *values)
{
    int64_t position = 0;
    Given own = { name, given->value };
    if (values && rat_to_int(given->value, &position)) {
        own.value = rat_from_int(values[position]);
    }
    return own;
}

static void part(const Chase *chase, const GivenList *given, GivenList *first, GivenList *second)
{
    for (uint32_t i = 0; i < given->count; i++) {
        const Given *one = &given->items[i];
        PairFact fact = pair_find_fact(chase->people->report->pair, one->name);
        if (fact.in_first) {
            vec_add(chase->people->scratch, first,
                    translate(one, fact.first_name, fact.first_values));
        }
        if (fact.in_second) {
            vec_add(chase->people->scratch, second,
                    translate(one, fact.second_name, fact.second_values));
        }
    }
}

static bool load(const Chase *chase, Arena *arena, const GivenList *first, const GivenList *second)
{
    DiffPeople *people = chase->people;
    uint16_t list = people->report->first->blocks[chase->rule->first].list,
             other = people->report->second->blocks[chase->rule->second].list;
    return stage_load(people->first, arena, first, list, &chase->out->first) &&
           stage_load(people->second, arena, second, other, &chase->out->second);
}

/* Who shows it is kept. */
static bool shows(void *context, const GivenList *given)
{
    Chase *chase = context;
    DiffPeople *people = chase->people;
    GivenList first = { NULL, 0, 0 }, second = { NULL, 0, 0 };
    part(chase, given, &first, &second);
    return load(chase, people->scratch, &first, &second) &&
           turns(chase, stage_get(people->first, chase->rule->first),
                 stage_get(people->second, chase->rule->second)) &&
           load(chase, people->arena, &first, &second);
}

const DiffPatient *diff_people_find(DiffPeople *people, Diagram diagram, const DiffRule *rule,
                                    PairTurn turn)
{
    DiffPatient *patient = ARENA_NEW(people->arena, DiffPatient);
    Chase chase = { people, rule, turn, patient };
    Hunt hunt = { people->scratch, &chase, is_date, shows };
    bool found = hunt_find(&hunt, diagram, (WayTarget){ TARGET_VALUE, 1 });
    arena_reset(people->scratch);
    return found ? patient : NULL;
}
