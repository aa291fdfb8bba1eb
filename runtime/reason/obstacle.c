/* obstacle.c - facts are freed and given back, and the exact answer says what is still possible.
 *
 * That a recommendation can apply while some known facts are free stays true when more are freed.
 * So the smallest sets are found by size: every set of one fact, then of two, none that holds a set
 * found before. */
#include "runtime/reason/obstacle.h"
#include "runtime/bytecode/anatomy.h"
#include "runtime/reason/reach.h"

enum { MOST_SETS = 8, MOST_TRIES = 20000, MOST_FACTS = 4 };

struct Finder {
    const Program *program;
    Evaluation *evaluation;
    Arena *scratch, *arena; /* of one try; of the answer */
    Coding *codings;
    Reach *reaches;
    Record *record; /* as recorded, but for what is tried */
    const Record *recorded;
    uint32_t block;
    uint16_t element;
    uint32_t tries;
    bool undecided;     /* some try could not be answered */
    VEC(FactRef) known; /* candidates that stand in the record */
};

Finder *finder_create(Arena *arena, const Program *program, Evaluation *evaluation, Arena *scratch)
{
    Finder *finder = ARENA_NEW(arena, Finder);
    bool *skipped = ARENA_ARRAY(arena, bool, program->block_count + 1);

    for (uint32_t i = 0; i < program->block_count; i++) {
        skipped[i] = true;
    }
    evaluation_set_skipped(evaluation, skipped);
    finder->program = program;
    finder->evaluation = evaluation;
    finder->scratch = scratch;
    finder->codings = coding_make(arena, program);
    finder->reaches = reach_make_all(arena, program);
    finder->record = record_create(arena, scratch, program);
    return finder;
}

/* ---- candidates ---- */

static bool is_candidate(const Finder *f, FactRef fact)
{
    for (uint32_t i = 0; i < f->known.count; i++) {
        if (fact_is_same(f->known.items[i], fact)) {
            return true;
        }
    }
    return false;
}

static void add_candidate(Finder *f, FactRef fact)
{
    uint16_t element = fact.list == NO_INDEX ? NO_INDEX : fact.element;
    bool missing =
        fact.field == NO_INDEX
            ? fact_is_missing(f->recorded->lists[fact.list].state)
            : fact_is_missing(record_get_state(f->recorded, f->program, fact.field, element));

    if (!missing && !is_candidate(f, fact)) {
        vec_add(f->arena, &f->known, fact);
    }
}

static void add_register(Finder *f, uint16_t reg, bool own)
{
    const RegPlace *place = anatomy_get_reg(f->program, reg);
    uint8_t role = f->program->fields[place->field].role;

    if (place->list == NO_INDEX) {
        if (role == FIELD_SCALAR || role == FIELD_GAP) {
            add_candidate(f, (FactRef){ .field = place->field, .list = NO_INDEX });
        }
        return;
    }
    for (uint16_t i = 0; i < f->recorded->lists[place->list].count; i++) {
        if (!own || i == f->element) {
            add_candidate(f, (FactRef){ place->field, place->list, i });
        }
    }
}

static void list_candidates(Finder *f)
{
    const Reach *reach = &f->reaches[f->block];
    uint16_t own_list = f->program->blocks[f->block].list;

    memset(&f->known, 0, sizeof f->known);
    for (uint32_t i = 0; i < reach->reg_count; i++) {
        add_register(f, reach->regs[i], false);
    }
    for (uint32_t i = 0; i < reach->own_count; i++) {
        add_register(f, reach->own[i], true);
    }
    for (uint32_t i = 0; i < reach->list_count; i++) {
        if (reach->lists[i] != own_list) {
            add_candidate(f, (FactRef){ .field = NO_INDEX, .list = reach->lists[i] });
        }
    }
}

/* ---- tries ---- */

static void drop(Finder *f, FactRef fact)
{
    record_drop(f->record, f->program, fact.list, fact.field,
                fact.list == NO_INDEX ? NO_INDEX : fact.element);
}

static void start_try(Finder *f)
{
    record_copy(f->record, f->recorded, f->program);
}

static const BlockAnswer *try_record(Finder *f)
{
    f->tries++;
    arena_reset(f->scratch);
    record_finish_again(f->record, f->program);
    evaluation_run(f->evaluation, f->scratch, f->record);
    return evaluation_get(f->evaluation, f->block, f->element);
}

/* An answer of which nobody knows counts as no. */
static bool can_apply(Finder *f, const BlockAnswer *answer)
{
    const Answer *main = &answer->main;

    f->undecided = f->undecided || main->undecided;
    return !main->failed && !main->undecided && (main->value.mask & MASK_YES);
}

/* Could it apply if these known facts were free? */
static bool try_free(Finder *f, const uint32_t *chosen, uint32_t count)
{
    start_try(f);
    for (uint32_t i = 0; i < count; i++) {
        drop(f, f->known.items[chosen[i]]);
    }
    return can_apply(f, try_record(f));
}

static bool try_all_free(Finder *f)
{
    start_try(f);
    for (uint32_t i = 0; i < f->known.count; i++) {
        drop(f, f->known.items[i]);
    }
    return can_apply(f, try_record(f));
}

/* ---- what each would have to be ---- */

static void put(Finder *f, const Obstacle *obstacle)
{
    const FactRef *fact = &obstacle->fact;

    if (obstacle->valued) {
        record_put(f->record, f->program, fact->field,
                   fact->list == NO_INDEX ? NO_INDEX : fact->element, obstacle->value, FACT_KNOWN);
    } else {
        drop(f, *fact);
    }
}

/* Does it apply with the values of the set, all but one (count: with all)? */
static bool try_set(Finder *f, const ObstacleSet *set, uint32_t without)
{
    start_try(f);
    for (uint32_t i = 0; i < set->count; i++) {
        if (i != without) {
            put(f, &set->items[i]);
        }
    }
    return try_record(f)->status == STATUS_APPLIES;
}

/* ---- the value of one fact ---- */

typedef struct Choice {
    Reg value;
    uint64_t distance; /* from what is recorded */
} Choice;

static bool is_set(const FieldInfo *field)
{
    return field->type == REG_BOOL || field->type == REG_ENUM;
}

static const Reg *find_recorded(const Finder *f, const Obstacle *obstacle)
{
    const FieldInfo *field = &f->program->fields[obstacle->fact.field];

    if (obstacle->missing) {
        return NULL;
    }
    if (field->list == NO_INDEX) {
        return &f->recorded->slots[field->reg - f->program->slot_first];
    }
    const ListInfo *list = &f->program->lists[field->list];
    return &f->recorded->lists[field->list]
                .rows[(size_t)obstacle->fact.element * list->used_fields +
                      (field->reg - list->window)];
}

static uint64_t get_distance(int64_t a, int64_t b)
{
    return a < b ? (uint64_t)b - (uint64_t)a : (uint64_t)a - (uint64_t)b;
}

static Choice make_choice(const FieldInfo *field, const Reply *reply, const Reg *recorded)
{
    Choice choice = { .value = reply->value };

    if (is_set(field) || recorded == NULL ||
        (recorded->lo >= reply->lo && recorded->hi <= reply->hi)) {
        return choice;
    }
    choice.value.lo = choice.value.hi = reply_get_nearest(reply, field->type, recorded->lo);
    choice.distance = get_distance(choice.value.lo, recorded->lo);
    return choice;
}

/* Nearest first; equally near ones in their order. */
static Choice *list_choices(Finder *f, const Obstacle *obstacle, uint32_t *count)
{
    const FieldInfo *field = &f->program->fields[obstacle->fact.field];
    Replies replies = reply_list(f->arena, f->program, f->codings, obstacle->fact.field);
    const Reg *recorded = find_recorded(f, obstacle);
    Choice *choices = ARENA_ARRAY(f->arena, Choice, replies.count + 1);

    for (uint32_t i = 0; i < replies.count; i++) {
        Choice choice = make_choice(field, &replies.items[i], recorded);
        uint32_t at = i;
        for (; at > 0 && choices[at - 1].distance > choice.distance; at--) {
            choices[at] = choices[at - 1];
        }
        choices[at] = choice;
    }
    *count = replies.count;
    return choices;
}

/* The first value with which, and with those of the facts before it, it can still apply. False if
 * no reply will do: its value enters arithmetic. The set is what stands before it and itself. */
static bool choose_value(Finder *f, ObstacleSet *set, Obstacle *obstacle)
{
    uint32_t count;
    Choice *choices = obstacle->fact.field == NO_INDEX ? NULL : list_choices(f, obstacle, &count);

    obstacle->valued = choices != NULL;
    for (uint32_t i = 0; choices && i < count; i++) {
        obstacle->value = choices[i].value;
        start_try(f);
        for (uint32_t k = 0; k < set->count; k++) {
            put(f, &set->items[k]);
        }
        if (can_apply(f, try_record(f))) {
            return true;
        }
    }
    obstacle->valued = false;
    return false;
}

/* ---- one set ---- */

static bool holds_fact(const ObstacleSet *set, FactRef fact)
{
    for (uint32_t i = 0; i < set->count; i++) {
        if (fact_is_same(set->items[i].fact, fact)) {
            return true;
        }
    }
    return false;
}

/* What the answer waits for and the set does not hold yet; false if there is nothing. */
static bool find_lacking(const Finder *f, const Answer *answer, const ObstacleSet *set,
                         FactRef *fact)
{
    for (uint32_t i = 0; i < answer->need_count + answer->gap_count; i++) {
        *fact = i < answer->need_count
                    ? fact_from_id(f->program, answer->needs[i])
                    : (FactRef){ answer->gaps[i - answer->need_count], NO_INDEX, 0 };
        if (!holds_fact(set, *fact)) {
            return true;
        }
    }
    return false;
}

static void take_out(ObstacleSet *set, uint32_t at)
{
    set->count--;
    memmove(set->items + at, set->items + at + 1, (set->count - at) * sizeof *set->items);
}

/* Missing facts that it applies without. */
static void drop_needless(Finder *f, ObstacleSet *set)
{
    for (uint32_t i = set->count; i-- > 0;) {
        if (set->items[i].missing && try_set(f, set, i)) {
            take_out(set, i);
        }
    }
}

static void add_obstacle(Finder *f, ObstacleSet *set, FactRef fact, bool missing)
{
    Obstacle *obstacle = &set->items[set->count++];

    *obstacle = (Obstacle){ .fact = fact, .missing = missing };
    if (!choose_value(f, set, obstacle)) {
        set->valued = false;
    }
}

/* One missing fact after the other, until it applies or nothing more is waited for. */
static void add_missing(Finder *f, ObstacleSet *set, uint32_t most)
{
    FactRef fact;

    start_try(f);
    for (uint32_t i = 0; i < set->count; i++) {
        put(f, &set->items[i]);
    }
    const BlockAnswer *answer = try_record(f);
    while (answer->status != STATUS_APPLIES && set->count < most &&
           find_lacking(f, &answer->main, set, &fact)) {
        add_obstacle(f, set, fact, true);
        start_try(f);
        for (uint32_t i = 0; i < set->count; i++) {
            put(f, &set->items[i]);
        }
        answer = try_record(f);
    }
    set->valued = set->valued && answer->status == STATUS_APPLIES;
}

static void add_set(Finder *f, Obstacles *obstacles, const uint32_t *chosen, uint32_t count)
{
    uint32_t most = count + fact_get_count(f->program);
    ObstacleSet set = { .items = ARENA_ARRAY(f->arena, Obstacle, most + 1), .valued = true };

    for (uint32_t i = 0; i < count; i++) {
        set.items[set.count++] = (Obstacle){ .fact = f->known.items[chosen[i]] };
    }
    for (uint32_t i = 0; i < count; i++) {
        set.valued = choose_value(f, &set, &set.items[i]) && set.valued;
    }
    add_missing(f, &set, most);
    if (set.valued) {
        drop_needless(f, &set);
    }
    vec_add(f->arena, &obstacles->sets, set);
}

/* ---- all sets of one size ---- */

/* The next choice of `count` out of `total`, in order; false after the last. */
static bool choose_next(uint32_t *chosen, uint32_t count, uint32_t total)
{
    uint32_t at = count;

    while (at > 0 && chosen[at - 1] == total - count + at - 1) {
        at--;
    }
    if (at == 0) {
        return false;
    }
    chosen[at - 1]++;
    for (uint32_t i = at; i < count; i++) {
        chosen[i] = chosen[i - 1] + 1;
    }
    return true;
}

static void find_sets(Finder *f, Obstacles *obstacles, uint32_t count)
{
    uint32_t chosen[MOST_FACTS];

    for (uint32_t i = 0; i < count; i++) {
        chosen[i] = i;
    }
    do {
        if (obstacles->sets.count == MOST_SETS || f->tries > MOST_TRIES) {
            obstacles->more = true;
            return;
        }
        if (try_free(f, chosen, count)) {
            add_set(f, obstacles, chosen, count);
        }
    } while (choose_next(chosen, count, f->known.count));
}

/* Where sets are larger than are looked for one by one: one fact after the other is given back as
 * long as it can still apply. */
static void find_one(Finder *f, Obstacles *obstacles)
{
    uint32_t *chosen = ARENA_ARRAY(f->arena, uint32_t, f->known.count + 1), count = f->known.count;

    for (uint32_t i = 0; i < count; i++) {
        chosen[i] = i;
    }
    for (uint32_t i = f->known.count; i-- > 0;) {
        uint32_t kept = chosen[i];
        memmove(chosen + i, chosen + i + 1, (count - i - 1) * sizeof *chosen);
        if (try_free(f, chosen, count - 1)) {
            count--;
            continue;
        }
        memmove(chosen + i + 1, chosen + i, (count - i - 1) * sizeof *chosen);
        chosen[i] = kept;
    }
    add_set(f, obstacles, chosen, count);
    obstacles->more = true;
}

/* By size, up to the one at which there are some. */
static void find_smallest(Finder *f, Obstacles *obstacles)
{
    for (uint32_t count = 0; count <= MOST_FACTS && count <= f->known.count; count++) {
        find_sets(f, obstacles, count);
        if (obstacles->sets.count > 0) {
            return;
        }
        if (f->tries > MOST_TRIES) {
            break;
        }
    }
    find_one(f, obstacles);
}

void finder_find(Finder *f, Arena *arena, const Record *record, uint32_t block, uint16_t element,
                 Obstacles *obstacles)
{
    *obstacles = (Obstacles){ 0 };
    f->arena = arena;
    f->recorded = record;
    f->block = block;
    f->element = element;
    f->tries = 0;
    f->undecided = false;
    list_candidates(f);
    start_try(f);
    if (try_record(f)->status != STATUS_APPLIES && try_all_free(f)) {
        find_smallest(f, obstacles);
    }
    obstacles->more = obstacles->more || f->undecided;
}
