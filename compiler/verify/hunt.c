/* hunt.c - the ways over few facts first; where arithmetic stands on a way, what it is made of is
 * varied. */
#include "compiler/verify/hunt.h"
#include "runtime/value/date.h"

enum { MOST_WAYS = 64 };     /* that are tried */
enum { MOST_PATIENTS = 96 }; /* of one way, where arithmetic has to be hit */

static ValueHome find_home(const Hunt *hunt, uint64_t name)
{
    Day lo = 0, hi = 0, end;
    date_parse(STR("2020-01-01"), &lo, &end);
    date_parse(STR("2030-01-01"), &hi, &end);
    return (ValueHome){ hunt->is_date(hunt->context, name), rat_from_int(lo), rat_from_int(hi) };
}

static Given *find_given(GivenList *given, uint64_t name)
{
    for (uint32_t i = 0; i < given->count; i++) {
        if (given->items[i].name == name) {
            return &given->items[i];
        }
    }
    return NULL;
}

/* What the way says of each variable; then of what its arithmetic is made of. */
typedef VEC(WayStep) StepList;
static bool list_steps(Arena *arena, Diagram diagram, const Way *way, StepList *steps)
{
    bool arithmetic = false;
    for (uint32_t i = 0; i < way->count; i++) {
        if (way->steps[i].name) {
            vec_add(arena, steps, way->steps[i]);
        }
    }
    for (uint32_t i = 0; i < way->count; i++) {
        const WayStep *derived = &way->steps[i];
        for (uint32_t k = 0; !derived->name && k < derived->source_count; k++) {
            bool known = false;
            WayStep step;
            for (uint32_t n = 0; n < steps->count; n++) {
                known = known || steps->items[n].name == derived->sources[k];
            }
            if (!known && diagram_find_range(diagram, derived->sources[k], &step)) {
                vec_add(arena, steps, step);
            }
        }
        arithmetic = arithmetic || !derived->name;
    }
    return arithmetic;
}

/* Where two facts are compared through their difference or sum, the second follows from the first:
 * it lies at the cut, or just beyond. */
static void meet_cut(GivenList *given, const WayStep *derived, const StepList *steps,
                     uint32_t number)
{
    if (derived->source_count < 2 || (!derived->has_lo && !derived->has_hi)) {
        return;
    }
    Given *a = find_given(given, derived->sources[number & 1]),
          *b = find_given(given, derived->sources[!(number & 1)]);
    Rat cut = derived->has_lo ? derived->lo : derived->hi, value, beside = cut;
    rat_add(cut, rat_from_int((int64_t)(number / 2 % 3) - 1), &beside);
    bool plus = number / 6 % 2;
    if (!a || !b ||
        !(plus ? rat_add(a->value, beside, &value) : rat_sub(a->value, beside, &value))) {
        return;
    }
    for (uint32_t i = 0; i < steps->count; i++) {
        if (steps->items[i].name == b->name && value_fits(&steps->items[i], value)) {
            b->value = value;
        }
    }
}

static uint32_t mix(uint32_t seed)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    return seed ^ seed << 5;
}

static void give(const Hunt *hunt, const StepList *steps, uint32_t number, GivenList *given)
{
    uint32_t seed = number * 2654435761u + 1;
    given->count = 0;
    for (uint32_t i = 0; i < steps->count; i++) {
        const WayStep *step = &steps->items[i];
        seed = mix(seed);
        Rat value = number ? value_vary(step, find_home(hunt, step->name), seed >> 4)
                           : value_choose(step, find_home(hunt, step->name));
        vec_add(hunt->arena, given, ((Given){ step->name, value }));
    }
}

/* ---- days compared with each other alone ---- */

enum { DAYS_APART = 30 };

static bool is_free_day(const Hunt *hunt, const WayStep *step)
{
    return step->group && !step->cut_count && hunt->is_date(hunt->context, step->name);
}

static bool is_held(const StepList *steps, uint32_t group)
{
    for (uint32_t i = 0; i < steps->count; i++) {
        if (steps->items[i].group == group && steps->items[i].cut_count) {
            return true;
        }
    }
    return false;
}

/* How many of the group's days lie before this one. */
static int64_t count_before(const StepList *steps, const GivenList *days, uint32_t at)
{
    int64_t before = 0;
    for (uint32_t i = 0; i < steps->count; i++) {
        bool counted = steps->items[i].group == steps->items[at].group &&
                       rat_compare(days->items[i].value, days->items[at].value) < 0;
        for (uint32_t k = 0; k < i && counted; k++) {
            counted = steps->items[k].group != steps->items[at].group ||
                      rat_compare(days->items[k].value, days->items[i].value) != 0;
        }
        before += counted;
    }
    return before;
}

/* Their order is all that counts: it is kept, a month apart, near our days. given[i] is of
 * steps[i]. */
static void bring_home(const Hunt *hunt, const StepList *steps, GivenList *given)
{
    GivenList days = { arena_copy(hunt->arena, given->items, given->count * sizeof *given->items),
                       given->count, given->count };
    for (uint32_t i = 0; i < steps->count; i++) {
        const WayStep *step = &steps->items[i];
        Rat day = find_home(hunt, step->name).lo;
        if (!is_free_day(hunt, step) || is_held(steps, step->group) ||
            !rat_add(day, rat_from_int(count_before(steps, &days, i) * DAYS_APART), &day)) {
            continue;
        }
        given->items[i].value = day;
    }
}

static bool try_way(const Hunt *hunt, Diagram diagram, const Way *way)
{
    StepList steps = { NULL, 0, 0 };
    GivenList given = { NULL, 0, 0 };
    bool arithmetic = list_steps(hunt->arena, diagram, way, &steps);
    uint32_t most = arithmetic ? MOST_PATIENTS : 1;
    for (uint32_t number = 0; number < most; number++) {
        give(hunt, &steps, number, &given);
        for (uint32_t i = 0; number % 3 && i < way->count; i++) {
            if (!way->steps[i].name) {
                meet_cut(&given, &way->steps[i], &steps, number);
            }
        }
        if (number == 0) {
            bring_home(hunt, &steps, &given);
        }
        if (hunt->shows(hunt->context, &given)) {
            return true;
        }
    }
    return false;
}

bool hunt_find(const Hunt *hunt, Diagram diagram, WayTarget target)
{
    Ways *ways = diagram_begin_ways(hunt->arena, diagram, target);
    Way way;
    for (unsigned i = 0; i < MOST_WAYS && diagram_next_way(ways, &way); i++) {
        if (try_way(hunt, diagram, &way)) {
            return true;
        }
    }
    return false;
}
