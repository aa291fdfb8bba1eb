/* read.c - an answer about a record from the compiled diagrams: what the record says of each
 * variable, and what is left of the diagram then. */
#include "runtime/base/claim.h"
#include "runtime/cells/engine.h"

/* What a known summary says about the sizes of elements that a list hides (lists.c). */
typedef struct SummaryState {
    bool known;  /* the list hides elements, and its summary is known */
    bool closed; /* a listed size is missing: what is hidden hangs on it */
    bool first;  /* one that is hidden has the size of the summary */
    bool limits; /* none is larger */
    Rat size;
} SummaryState;

struct Reader {
    const Compiled *compiled;
    Restriction *restriction;
    Arena *arena; /* run */
    const Record *record;
    CellsHost host;
    bool usable;             /* the record's date is the compiled one */
    SummaryState *summaries; /* by list */
    uint64_t summaries_made; /* a bit each */
};

/* ---- summaries ---- */

static Rat get_exact(const Reader *r, uint16_t field, uint16_t element)
{
    return record_get_exact(r->record, r->compiled->program, field, element);
}

static SummaryState find_summary(const Reader *r, uint16_t list)
{
    const Program *program = r->compiled->program;
    const ListInfo *info = &program->lists[list];
    const ListRecord *rows = &r->record->lists[list];
    SummaryState state = { .limits = true, .first = true };
    if (rows->hidden_most == 0 || !record_has_summary(r->record, program, list)) {
        return (SummaryState){ .known = false };
    }
    state.known = true;
    state.size = get_exact(r, info->largest_by, NO_INDEX);
    for (uint16_t i = 0; i < rows->count; i++) {
        uint8_t fact = record_get_state(r->record, program, info->largest_field, i);
        if (fact != FACT_KNOWN && fact != FACT_OFF_GRID) {
            state.closed = true;
            return state;
        }
        int order = rat_compare(get_exact(r, info->largest_field, i), state.size);
        state.first = state.first && order < 0;
        state.limits = state.limits && order <= 0;
    }
    return state;
}

static const SummaryState *get_summary(Reader *r, uint16_t list)
{
    if (!(r->summaries_made >> list & 1)) {
        r->summaries_made |= UINT64_C(1) << list;
        r->summaries[list] = find_summary(r, list);
    }
    return &r->summaries[list];
}

/* ---- ranks ---- */

static const RankRange unknown_here = { 0, 0, true };

/* Of a number on the grid of its type. */
static uint32_t rank_grid(const Meaning *meaning, const FrozenVar *var, uint8_t type, int64_t value)
{
    if (!meaning->keys) {
        return frozen_rank(var, type == REG_DEC ? rat_from_dec(value) : rat_from_int(value));
    }
    __int128 key = 2 * (__int128)value;
    uint32_t lo = 0, hi = var->cut_count;
    while (lo < hi) {
        uint32_t middle = lo + (hi - lo) / 2;
        if (key < meaning->keys[middle]) {
            hi = middle;
        } else {
            lo = middle + 1;
        }
    }
    return lo;
}

static RankRange make_point(uint32_t rank)
{
    return (RankRange){ rank, rank, false };
}

/* A fact as the record has it. */
typedef struct Held {
    const FieldInfo *field;
    Reg value;
    uint8_t state;
    uint16_t element; /* NO_INDEX: of a scalar */
} Held;

static Held get_held(const Reader *r, FactRef fact)
{
    const Program *program = r->compiled->program;
    const FieldInfo *field = &program->fields[fact.field];
    if (field->list == NO_INDEX) {
        uint32_t slot = (uint32_t)field->reg - program->slot_first;
        return (Held){ field, r->record->slots[slot], r->record->states[slot], NO_INDEX };
    }
    const ListInfo *list = &program->lists[field->list];
    const ListRecord *rows = &r->record->lists[field->list];
    size_t cell = (size_t)fact.element * list->used_fields + (field->reg - list->window);
    return (Held){ field, rows->rows[cell], rows->states[cell], fact.element };
}

static bool is_known(const Held *held)
{
    return held->state == FACT_KNOWN || held->state == FACT_OFF_GRID;
}

static RankRange rank_held(const Reader *r, const Meaning *meaning, const FrozenVar *var,
                           const Held *held)
{
    uint8_t type = held->field->type;
    if (held->state == FACT_OFF_GRID) {
        return make_point(frozen_rank(var, get_exact(r, meaning->fact.field, held->element)));
    }
    if (type == REG_BOOL || type == REG_ENUM) {
        return is_known(held)
                   ? make_point(rank_grid(meaning, var, type, __builtin_ctzll(held->value.mask)))
                   : (RankRange){ 0, var->cut_count, false };
    }
    return (RankRange){ rank_grid(meaning, var, type, held->value.lo),
                        rank_grid(meaning, var, type, held->value.hi), false };
}

/* ---- facts compared with one other ---- */

/* Is the variable as free as it was when the program was compiled? */
static bool is_free(const FrozenVar *var, const Held *held)
{
    uint8_t type = held->field->type;
    if (!fact_is_missing(held->state) || var->lo_none || var->hi_none) {
        return false;
    }
    Rat lo = type == REG_DEC ? rat_from_dec(held->value.lo) : rat_from_int(held->value.lo);
    Rat hi = type == REG_DEC ? rat_from_dec(held->value.hi) : rat_from_int(held->value.hi);
    return rat_compare(lo, var->lo) == 0 && rat_compare(hi, var->hi) == 0;
}

/* The gap between two cuts in which a value lies: index of its lower end. False: at a cut, or
 * outside. */
static bool find_gap(const FrozenPair *pair, Rat value, uint32_t *gap)
{
    for (uint32_t i = 0; i < pair->cut_count; i++) {
        int order = rat_compare(value, pair->cuts[i]);
        if (order <= 0) {
            *gap = i - 1;
            return order < 0 && i > 0;
        }
    }
    return false;
}

/* Which of the three representatives of a gap: below the other's values there, among them, or
 * above. The points are those of order.c. */
static bool make_representative(const FrozenPair *pair, uint32_t gap, int place, Rat *out)
{
    Rat lo = pair->cuts[gap], width, step, part;
    if (!pair->dense) {
        __int128 whole = lo.num / lo.den - (lo.num < 0 && lo.num % lo.den != 0);
        *out = (Rat){ whole + 1 + place, 1 };
        return true;
    }
    return rat_sub(pair->cuts[gap + 1], lo, &width) && rat_make(place + 1, 4, &part) &&
           rat_mul(width, part, &step) && rat_add(lo, step, out);
}

/* The whole numbers of a gap: the first, and the last one. */
static void find_ends(const FrozenPair *pair, uint32_t gap, __int128 *first, __int128 *last)
{
    Rat lo = pair->cuts[gap], hi = pair->cuts[gap + 1];
    *first = lo.num / lo.den - (lo.num < 0 && lo.num % lo.den != 0) + 1;
    *last = hi.num / hi.den - (hi.num < 0 && hi.num % hi.den != 0);
    *last -= *last * hi.den == hi.num;
}

/* Which representative of its gap a value has. Of few whole numbers each is its own; else the first
 * has nothing of the other below it in the gap, and the last nothing above. */
static int find_place(const FrozenPair *pair, uint32_t gap, Rat value, const Rat *other)
{
    __int128 first = 0, last = 0;
    uint32_t others;
    if (!pair->dense) {
        find_ends(pair, gap, &first, &last);
        if (last - first <= 2) {
            return (int)(value.num - first);
        }
    }
    if (other && find_gap(pair, *other, &others) && others == gap) {
        int order = rat_compare(value, *other);
        return 1 + (order > 0) - (order < 0);
    }
    if (pair->dense) {
        return 1;
    }
    return value.num == first ? 0 : value.num == last ? 2 : 1;
}

/* Its representative, in the common scale. */
static bool move_to_point(const FrozenPair *pair, Rat value, const Rat *other, Rat *point)
{
    uint32_t gap;
    *point = value;
    if (!find_gap(pair, value, &gap)) {
        return true;
    }
    return (pair->dense || value.den == 1) &&
           make_representative(pair, gap, find_place(pair, gap, value, other), point);
}

/* What the record says of the one that it is compared with. */
typedef struct Partner {
    bool closed, known;
    Rat value; /* in the common scale */
} Partner;

static Partner get_partner(const Reader *r, const FrozenPair *pair, unsigned member)
{
    Partner partner = { .closed = false };
    uint32_t number = pair->members[member];
    if (number == NO_PAIR) {
        return partner; /* no diagram asks for it */
    }
    const Meaning *meaning = &r->compiled->meanings[number];
    Held held = get_held(r, meaning->fact);
    partner.known = is_known(&held);
    partner.closed = partner.known ? !rat_mul(get_exact(r, meaning->fact.field, held.element),
                                              pair->scales[member], &partner.value)
                                   : !is_free(&r->compiled->frozen->vars[number], &held);
    return partner;
}

static RankRange rank_pair(const Reader *r, uint32_t number, const Held *held)
{
    const FrozenVar *var = &r->compiled->frozen->vars[number];
    const FrozenPair *pair = &r->compiled->frozen->pairs[var->pair];
    unsigned own = pair->members[0] == number ? 0 : 1;
    Partner partner = get_partner(r, pair, 1 - own);
    Rat value, point;
    if (partner.closed) {
        return unknown_here;
    }
    if (!is_known(held)) {
        return is_free(var, held) ? (RankRange){ 0, var->cut_count, false } : unknown_here;
    }
    uint16_t field = r->compiled->meanings[number].fact.field;
    bool fits = rat_mul(get_exact(r, field, held->element), pair->scales[own], &value) &&
                move_to_point(pair, value, partner.known ? &partner.value : NULL, &point) &&
                rat_div(point, pair->scales[own], &value);
    return fits ? make_point(frozen_rank(var, value)) : unknown_here;
}

/* ---- one variable ---- */

static RankRange ask_more(Reader *r, const FrozenVar *var, FactRef fact)
{
    const ListRecord *rows = &r->record->lists[fact.list];
    const SummaryState *summary = get_summary(r, fact.list);
    if (fact.element < rows->count + rows->hidden_least) {
        return make_point(var->cut_count);
    }
    if (fact.element >= rows->count + rows->hidden_most) {
        return make_point(0);
    }
    if (summary->closed) {
        return unknown_here;
    }
    if (summary->known && fact.element == rows->count && summary->first && summary->size.num > 0) {
        return make_point(var->cut_count);
    }
    return (RankRange){ 0, var->cut_count, false };
}

static RankRange ask_hidden(Reader *r, const FrozenVar *var, FactRef fact)
{
    RankRange all = { 0, var->cut_count, false };
    const SummaryState *summary = get_summary(r, fact.list);
    if (!summary->known) {
        return all;
    }
    if (summary->closed || var->lo_none || rat_compare(summary->size, var->lo) < 0) {
        return unknown_here;
    }
    if (r->compiled->program->lists[fact.list].largest_field != fact.field || !summary->limits) {
        return all;
    }
    all.hi = frozen_rank(var, summary->size);
    return summary->first && fact.element == r->record->lists[fact.list].count ? make_point(all.hi)
                                                                               : all;
}

static RankRange ask(void *context, uint32_t number)
{
    Reader *r = context;
    const Compiled *c = r->compiled;
    const FrozenVar *var = &c->frozen->vars[number];
    const Meaning *meaning = &c->meanings[number];
    if (var->closed) {
        return unknown_here;
    }
    if (meaning->pc != NO_INDEX32) {
        bool yes = gate_ask(c->program, r->record, &r->host, &c->program->code[meaning->pc],
                            meaning->fact.element);
        return make_point(yes ? var->cut_count : 0);
    }
    if (meaning->more) {
        return ask_more(r, var, meaning->fact);
    }
    FactRef fact = meaning->fact;
    bool hidden = fact.list != NO_INDEX && fact.element >= r->record->lists[fact.list].count;
    if (c->program->fields[fact.field].type == REG_REAL || (hidden && var->pair != NO_PAIR)) {
        return unknown_here;
    }
    if (hidden) {
        return ask_hidden(r, var, fact);
    }
    Held held = get_held(r, fact);
    return var->pair != NO_PAIR ? rank_pair(r, number, &held) : rank_held(r, meaning, var, &held);
}

/* ---- the answer ---- */

static bool is_failure(const FrozenLeaf *leaf)
{
    return leaf->kind >= LEAF_FAIL && leaf->kind <= LEAF_TWO;
}

static void store_single(const FrozenLeaf *leaf, uint8_t type, Answer *answer)
{
    if (leaf->kind == LEAF_NUMBER) {
        value_store_number(answer, type, leaf->number);
        return;
    }
    answer->settled = true;
    if (leaf->kind == LEAF_VALUE) {
        answer->value = (Reg){ .mask = UINT64_C(1) << leaf->lo };
    } else {
        uint64_t bits = leaf->lo | (uint64_t)leaf->hi << 32;
        memcpy(&answer->value.real, &bits, sizeof bits);
    }
}

static void store_needs(const Reader *r, const RestrictedParts *parts, Answer *answer)
{
    Needs needs = needs_begin(r->arena, r->compiled->program);
    for (uint32_t i = 0; i < parts->var_count; i++) {
        FactRef fact = r->compiled->meanings[parts->vars[i]].fact;
        if (fact.list != NO_INDEX && fact.element >= r->record->lists[fact.list].count) {
            fact.field = NO_INDEX;
        }
        needs_add(&needs, fact);
    }
    needs_store(&needs, answer);
}

static void store_faults(const Reader *r, const RestrictedParts *parts, Answer *answer)
{
    uint32_t *faults = ARENA_ARRAY(r->arena, uint32_t, parts->leaf_count), count = 0;
    for (uint32_t i = 0; i < parts->leaf_count; i++) {
        const FrozenLeaf *leaf = &r->compiled->frozen->leaves[parts->leaves[i]];
        if (leaf->kind == LEAF_HOLE || leaf->kind == LEAF_TWO) {
            faults[count++] = leaf->lo * 2 + (leaf->kind == LEAF_TWO);
        }
    }
    answer->faults = count ? faults : NULL;
    answer->fault_count = (uint16_t)needs_sort(faults, count);
}

static void store_numbers(const Reader *r, const RestrictedParts *parts, uint8_t type,
                          Answer *answer)
{
    Rat *values = ARENA_ARRAY(r->arena, Rat, parts->leaf_count);
    uint32_t count = 0;
    Range range = { .lo_none = false };
    for (uint32_t i = 0; i < parts->leaf_count; i++) {
        const FrozenLeaf *leaf = &r->compiled->frozen->leaves[parts->leaves[i]];
        if (is_failure(leaf)) {
            continue;
        }
        values[count++] = leaf->number;
        if (count == 1 || rat_compare(leaf->number, range.lo) < 0) {
            range.lo = leaf->number;
        }
        if (count == 1 || rat_compare(leaf->number, range.hi) > 0) {
            range.hi = leaf->number;
        }
    }
    value_store_range(answer, type, range);
    value_list_possible(r->arena, answer, values, count);
}

static void store_open(const Reader *r, const RestrictedParts *parts, uint16_t reg, Answer *answer)
{
    const Program *program = r->compiled->program;
    uint8_t type = program->regs[reg].type;
    Mask mask = 0;
    uint32_t failures = 0;
    const FrozenLeaf *leaves = r->compiled->frozen->leaves;
    for (uint32_t i = 0; i < parts->leaf_count; i++) {
        const FrozenLeaf *leaf = &leaves[parts->leaves[i]];
        failures += is_failure(leaf);
        mask |= leaf->kind == LEAF_VALUE ? UINT64_C(1) << leaf->lo : 0;
    }
    uint8_t first = leaves[parts->leaves[0]].kind;
    answer->failed = parts->leaf_count == 1 && (first == LEAF_FAIL || first == LEAF_NONE);
    answer->fails = failures > 0;
    answer->no_result = failures == parts->leaf_count;
    if (answer->no_result || type == REG_REAL) {
        value_open_all(program, reg, answer);
    } else if (type == REG_BOOL || type == REG_ENUM) {
        answer->value = (Reg){ .mask = mask };
    } else {
        store_numbers(r, parts, type, answer);
    }
}

static void read_off(Reader *r, FrozenId id, uint16_t reg, Answer *answer)
{
    RestrictedParts parts = restriction_collect(r->restriction, id);
    memset(answer, 0, sizeof *answer);
    answer->by_cases = true;
    const FrozenLeaf *leaf = &r->compiled->frozen->leaves[parts.leaves[0]];
    if (parts.leaf_count == 1 && !is_failure(leaf)) {
        store_single(leaf, r->compiled->program->regs[reg].type, answer);
        return;
    }
    store_needs(r, &parts, answer);
    store_faults(r, &parts, answer);
    store_open(r, &parts, reg, answer);
}

/* FROZEN_CLOSED: not compiled. */
static FrozenId find_root(Reader *r, uint32_t block, uint16_t reg, uint16_t element)
{
    uint16_t list = r->compiled->program->blocks[block].list;
    if (list == NO_INDEX) {
        return r->compiled->roots[reg][0];
    }
    const ListRecord *rows = &r->record->lists[list];
    bool hidden = element == CELLS_HIDDEN;
    if (hidden && rows->hidden_most > 1 && get_summary(r, list)->known) {
        return FROZEN_CLOSED; /* the first that is hidden is not like the others */
    }
    element = hidden ? rows->count : element;
    if (element >= COMPILED_ELEMENTS || element >= r->compiled->program->lists[list].most) {
        return FROZEN_CLOSED;
    }
    return hidden ? r->compiled->hidden[reg][element] : r->compiled->roots[reg][element];
}

/* ---- the door ---- */

Reader *cells_create_reader(Arena *arena, const Compiled *compiled)
{
    Reader *r = ARENA_NEW(arena, Reader);
    r->compiled = compiled;
    r->restriction = restriction_create(arena, compiled->frozen, (RestrictHost){ r, ask });
    r->summaries = ARENA_ARRAY(arena, SummaryState, (size_t)compiled->program->list_count + 1);
    return r;
}

void cells_begin_reader(Reader *r, Arena *run_arena, const Record *record, CellsHost host)
{
    r->arena = run_arena;
    r->record = record;
    r->host = host;
    r->usable = record_get_date(record, r->compiled->program).lo == r->compiled->date;
    r->summaries_made = 0;
    restriction_begin(r->restriction);
}

bool cells_read(Reader *r, uint32_t block, uint16_t reg, uint16_t element, Answer *answer)
{
    FrozenId root = r->usable ? find_root(r, block, reg, element) : FROZEN_CLOSED;
    FrozenId id = root == FROZEN_CLOSED ? root : restriction_get(r->restriction, root);
    if (id == FROZEN_CLOSED) {
        return false;
    }
    read_off(r, id, reg, answer);
    if (element == CELLS_HIDDEN) {
        answer_add_list(r->arena, r->compiled->program, r->compiled->program->blocks[block].list,
                        answer);
    }
    return true;
}
