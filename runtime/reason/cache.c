/* cache.c - see cache.h. The table is a fixed number of slots, a new answer replaces the one in its place: memory stays
 * flat whatever the cohort. */
#include "runtime/reason/cache.h"

#include <stdlib.h>
#include <string.h>

enum {
    CACHE_SLOTS = 1 << 13,
    CACHE_KEY_WORDS = 1024,     /* a longer key (many elements) is not worth remembering */
    CACHE_BYTES = 12 << 20      /* keys and answers together */
};

/* What kind of number it is, and the number: two words, so that no value looks like a missing one. */
typedef struct Code { uint64_t kind, number; } Code;
enum { CODE_MISSING, CODE_VALUE, CODE_CELL, CODE_PART };

/* How a fact becomes a number: the interval of `cuts` in which it lies, or its value. */
typedef struct Coding {
    bool exact;
    bool exact_if_hidden;       /* the value matters where a list hides elements: its largest is told by a summary */
    int64_t *cuts;              /* ascending, in doubled coordinates: 2c - 1 is "below c", 2c + 1 "above c" */
    uint32_t count;
} Coding;

typedef struct Cone {
    uint16_t *regs; uint32_t reg_count;     /* slots and window fields that the block and its needs read */
    uint16_t *lists; uint32_t list_count;
    bool opaque;                            /* a native function stands in it */
} Cone;

typedef struct Entry {
    uint64_t hash;
    uint64_t *key; uint32_t words;
    Answer answer;
} Entry;

struct Cache {
    Arena *arena;
    const Program *program;
    Coding *codings;            /* per register below result_first */
    Cone *cones;                /* per block */
    const Record *record;
    bool usable;                /* this record has no values off the grid */
    Code *codes;                /* per slot: code of the current record, valid if coded */
    bool coded;
    uint64_t key[CACHE_KEY_WORDS];
    uint32_t words;
    uint64_t hash;
    size_t used;
    Entry slots[CACHE_SLOTS];
};

/* ---- what the program asks of each fact ---- */

/* Registers between which values only move (copies, choices, the larger, the smaller) are one class: what any of them is
 * compared with cuts them all. */
typedef struct Flow {
    uint16_t *parent;
    Coding *codings;            /* of class roots */
    uint32_t *capacities;
} Flow;

static uint16_t find_root(Flow *flow, uint16_t reg)
{
    while (flow->parent[reg] != reg) reg = flow->parent[reg] = flow->parent[flow->parent[reg]];
    return reg;
}

static void join(Flow *flow, uint16_t a, uint16_t b)
{
    flow->parent[find_root(flow, a)] = find_root(flow, b);
}

static bool is_number(const Program *p, uint16_t reg)
{
    uint8_t type = p->regs[reg].type;
    return type == REG_INT || type == REG_DEC || type == REG_DATE;
}

static bool is_plain_constant(const Program *p, uint16_t reg)
{
    return reg < p->const_count && !p->constants[reg].off_grid && p->constants[reg].reg.lo == p->constants[reg].reg.hi &&
           p->constants[reg].reg.lo > INT64_MIN / 4 && p->constants[reg].reg.lo < INT64_MAX / 4;
}

/* Constants that take part in a choice are values of their own: they cut nothing and belong to no class. */
static void join_value(const Program *p, Flow *flow, uint16_t dst, uint16_t value)
{
    if (value >= p->const_count && is_number(p, dst)) join(flow, dst, value);
}

static bool moves_values(uint16_t op)
{
    return op == OP_MOVE || op == OP_SELECT || op == OP_MIN || op == OP_MAX || op == OP_ACC_MIN || op == OP_ACC_MAX ||
           op == OP_SOME;
}

static void join_classes(const Program *p, Flow *flow)
{
    for (uint32_t r = 0; r < p->reg_count; r++) flow->parent[r] = (uint16_t)r;
    for (uint32_t pc = 0; pc < p->code_count; pc++) {
        const Insn *insn = &p->code[pc];
        if (!moves_values(insn->op)) continue;
        bool first = insn->op == OP_MOVE || insn->op == OP_SOME || insn->op == OP_MIN || insn->op == OP_MAX;
        if (first) join_value(p, flow, insn->dst, insn->a);
        if (insn->op != OP_MOVE && insn->op != OP_SOME) join_value(p, flow, insn->dst, insn->b);
        if (insn->op == OP_SELECT) join_value(p, flow, insn->dst, insn->c);
    }
}

static void add_cuts(Cache *cache, Flow *flow, uint16_t reg, int64_t at)
{
    uint16_t root = find_root(flow, reg);
    Coding *coding = &flow->codings[root];
    for (int64_t cut = 2 * at - 1; cut <= 2 * at + 1; cut += 2) {
        if (coding->count == flow->capacities[root])
            coding->cuts = vec_grow(cache->arena, coding->cuts, coding->count, &flow->capacities[root], sizeof *coding->cuts);
        coding->cuts[coding->count++] = cut;
    }
}

/* A floor or another constant among the values that a class may take is compared with what the class is compared with,
 * and with the class's own values: it cuts too. */
static void cut_by_constant(Cache *cache, Flow *flow, uint16_t dst, uint16_t value)
{
    if (value >= cache->program->const_count || !is_number(cache->program, dst)) return;
    if (is_plain_constant(cache->program, value)) add_cuts(cache, flow, dst, cache->program->constants[value].reg.lo);
    else flow->codings[find_root(flow, dst)].exact = true;
}

static void take_exactly(const Program *p, Flow *flow, uint16_t reg)
{
    if (reg >= p->const_count) flow->codings[find_root(flow, reg)].exact = true;
}

static bool has_no_value_operand(uint16_t op)
{
    return op == OP_EACH || op == OP_NEXT || op == OP_LENGTH || op == OP_NO_LIST || op == OP_PARTIAL || op == OP_MISSING;
}

/* Every instruction compares a value with a constant, moves it, or takes it as it is. */
static void scan_code(Cache *cache, Flow *flow)
{
    const Program *p = cache->program;
    for (uint32_t pc = 0; pc < p->code_count; pc++) {
        const Insn *insn = &p->code[pc];
        bool compares = insn->op == OP_LT || insn->op == OP_LE || insn->op == OP_EQ;
        if (has_no_value_operand(insn->op)) continue;
        if (compares && is_plain_constant(p, insn->b)) add_cuts(cache, flow, insn->a, p->constants[insn->b].reg.lo);
        else if (compares && is_plain_constant(p, insn->a)) add_cuts(cache, flow, insn->b, p->constants[insn->a].reg.lo);
        else if (moves_values(insn->op)) {
            cut_by_constant(cache, flow, insn->dst, insn->op == OP_MOVE || insn->op == OP_SOME ? insn->a : insn->b);
            if (insn->op == OP_MIN || insn->op == OP_MAX) cut_by_constant(cache, flow, insn->dst, insn->a);
            if (insn->op == OP_SELECT) cut_by_constant(cache, flow, insn->dst, insn->c);
        } else {
            take_exactly(p, flow, insn->a);
            take_exactly(p, flow, insn->b);
            take_exactly(p, flow, insn->c);
            if (insn->op == OP_NATIVE)
                for (unsigned i = 0; i < p->natives[insn->imm].parameter_count; i++) take_exactly(p, flow, (uint16_t)(insn->a + i));
        }
    }
    /* A number that is reported is told as it is. */
    for (uint32_t b = 0; b < p->block_count; b++)
        if (p->blocks[b].kind == BLOCK_DECISION) take_exactly(p, flow, p->blocks[b].result);
    /* The size of the largest element restricts what a list hides, by its value. */
    for (uint16_t l = 0; l < p->list_count; l++) {
        if (p->lists[l].largest_by == NO_INDEX) continue;
        take_exactly(p, flow, p->fields[p->lists[l].largest_by].reg);
        if (p->fields[p->lists[l].largest_field].reg != NO_INDEX)
            flow->codings[find_root(flow, p->fields[p->lists[l].largest_field].reg)].exact_if_hidden = true;
    }
}

static int compare_cuts(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void make_codings(Cache *cache)
{
    const Program *p = cache->program;
    Flow flow = { ARENA_ARRAY(cache->arena, uint16_t, p->reg_count + 1), ARENA_ARRAY(cache->arena, Coding, p->reg_count + 1),
                  ARENA_ARRAY(cache->arena, uint32_t, p->reg_count + 1) };
    join_classes(p, &flow);
    scan_code(cache, &flow);
    for (uint32_t r = 0; r < p->reg_count; r++)
        if (flow.codings[r].count) qsort(flow.codings[r].cuts, flow.codings[r].count, sizeof(int64_t), compare_cuts);
    for (uint16_t r = p->slot_first; r < p->result_first; r++) {
        cache->codings[r] = flow.codings[find_root(&flow, r)];
        if (!is_number(p, r)) cache->codings[r].exact = true;
    }
}

/* ---- cones ---- */

typedef struct ConeMaker { uint8_t *regs, *lists; Cone *cone; } ConeMaker;

static void mark_operand(const Program *p, ConeMaker *m, uint16_t reg)
{
    if (reg < p->slot_first || reg >= p->result_first) return;
    if (reg < p->window_first) { m->regs[reg] = 1; return; }
    for (uint16_t l = 0; l < p->list_count; l++) {
        const ListInfo *list = &p->lists[l];
        if (reg < list->window || reg >= list->window + list->width) continue;
        if (reg < list->window + list->used_fields) m->regs[reg] = 1;
        m->lists[l] = 1;
    }
}

static void mark_list(const Program *p, ConeMaker *m, uint16_t l)
{
    m->lists[l] = 1;
    if (p->lists[l].largest_by != NO_INDEX) mark_operand(p, m, p->fields[p->lists[l].largest_by].reg);
    if (p->lists[l].largest_by != NO_INDEX) mark_operand(p, m, p->fields[p->lists[l].largest_field].reg);
}

static void mark_block(const Cache *cache, ConeMaker *m, uint32_t b)
{
    const Program *p = cache->program;
    const BlockInfo *block = &p->blocks[b];
    for (uint32_t pc = block->code; pc < block->code_end; pc++) {
        const Insn *insn = &p->code[pc];
        if (insn->op == OP_NATIVE) m->cone->opaque = true;
        if (insn->op == OP_EACH || insn->op == OP_NEXT || insn->op == OP_LENGTH || insn->op == OP_NO_LIST ||
            insn->op == OP_PARTIAL) {
            mark_list(p, m, insn->a);
            continue;
        }
        mark_operand(p, m, insn->a);
        mark_operand(p, m, insn->b);
        mark_operand(p, m, insn->c);
    }
    for (uint32_t i = 0; i < block->need_count; i++) {
        const Cone *need = &cache->cones[p->block_refs[block->needs + i]];
        for (uint32_t k = 0; k < need->reg_count; k++) m->regs[need->regs[k]] = 1;
        for (uint32_t k = 0; k < need->list_count; k++) m->lists[need->lists[k]] = 1;
        if (need->opaque) m->cone->opaque = true;
    }
}

static uint16_t *collect_marks(Arena *arena, uint8_t *marks, uint32_t size, uint32_t *count)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < size; i++) n += marks[i];
    uint16_t *items = ARENA_ARRAY(arena, uint16_t, n + 1);
    *count = 0;
    for (uint32_t i = 0; i < size; i++)
        if (marks[i]) items[(*count)++] = (uint16_t)i;
    memset(marks, 0, size);
    return items;
}

static void make_cones(Cache *cache)
{
    const Program *p = cache->program;
    ConeMaker m = { ARENA_ARRAY(cache->arena, uint8_t, p->result_first + 1u),
                    ARENA_ARRAY(cache->arena, uint8_t, p->list_count + 1u), NULL };
    for (uint32_t b = 0; b < p->block_count; b++) {
        m.cone = &cache->cones[b];
        mark_block(cache, &m, b);
        m.cone->regs = collect_marks(cache->arena, m.regs, p->result_first, &m.cone->reg_count);
        m.cone->lists = collect_marks(cache->arena, m.lists, p->list_count, &m.cone->list_count);
    }
}

Cache *cache_create(Arena *arena, const Program *program)
{
    Cache *cache = ARENA_NEW(arena, Cache);
    cache->arena = arena;
    cache->program = program;
    cache->codings = ARENA_ARRAY(arena, Coding, program->result_first + 1u);
    cache->cones = ARENA_ARRAY(arena, Cone, program->block_count + 1);
    cache->codes = ARENA_ARRAY(arena, Code, (size_t)(program->window_first - program->slot_first) + 1);
    make_codings(cache);
    make_cones(cache);
    return cache;
}

/* ---- codes of one record ---- */

void cache_begin(Cache *cache, const Record *record)
{
    cache->record = record;
    cache->coded = false;
    cache->usable = record->off_grid.count == 0;
}

static Code code_value(const Coding *coding, bool exact, Reg value, uint8_t state)
{
    if (fact_is_missing(state)) return (Code){ CODE_MISSING, 0 };
    if (state == FACT_IN_PART)
        return (Code){ CODE_PART + (uint64_t)(value.hi - value.lo), (uint64_t)value.lo };
    if (exact) return (Code){ CODE_VALUE, (uint64_t)value.lo };
    int64_t at = 2 * value.lo;
    uint32_t low = 0, high = coding->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (coding->cuts[middle] < at) low = middle + 1;
        else high = middle;
    }
    return (Code){ CODE_CELL, low };
}

static void code_slots(Cache *cache)
{
    const Program *p = cache->program;
    for (uint16_t r = p->slot_first; r < p->window_first; r++) {
        uint32_t slot = r - p->slot_first;
        cache->codes[slot] = code_value(&cache->codings[r], cache->codings[r].exact, cache->record->slots[slot], cache->record->states[slot]);
    }
    cache->coded = true;
}

/* ---- keys ---- */

static bool push(Cache *cache, uint64_t word)
{
    if (cache->words == CACHE_KEY_WORDS) return false;
    cache->key[cache->words++] = word;
    cache->hash = (cache->hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    cache->hash ^= cache->hash >> 29;
    return true;
}

static bool push_code(Cache *cache, Code code)
{
    return push(cache, code.kind) && push(cache, code.number);
}

static bool push_rows(Cache *cache, uint16_t reg)
{
    const Program *p = cache->program;
    for (uint16_t l = 0; l < p->list_count; l++) {
        const ListInfo *list = &p->lists[l];
        if (reg < list->window || reg >= list->window + list->width) continue;
        const ListRecord *record = &cache->record->lists[l];
        const Coding *coding = &cache->codings[reg];
        bool exact = coding->exact || (coding->exact_if_hidden && record->hidden_most > 0);
        for (uint16_t i = 0; i < record->count; i++) {
            size_t at = (size_t)i * list->used_fields + (reg - list->window);
            if (!push_code(cache, code_value(coding, exact, record->rows[at], record->states[at]))) return false;
        }
    }
    return true;
}

static bool make_key(Cache *cache, uint32_t block, uint16_t reg, uint16_t element)
{
    const Program *p = cache->program;
    const Cone *cone = &cache->cones[block];
    cache->words = 0;
    cache->hash = 0;
    if (!cache->usable || cone->opaque) return false;
    if (!cache->coded) code_slots(cache);
    push(cache, ((uint64_t)block << 32) | ((uint64_t)reg << 16) | element);
    for (uint32_t i = 0; i < cone->list_count; i++) {
        const ListRecord *list = &cache->record->lists[cone->lists[i]];
        if (!push(cache, ((uint64_t)list->count << 48) | ((uint64_t)list->hidden_least << 32) |
                             ((uint64_t)list->hidden_most << 16) | ((uint64_t)list->partial << 8) | list->state))
            return false;
    }
    for (uint32_t i = 0; i < cone->reg_count; i++) {
        uint16_t r = cone->regs[i];
        bool fits = r < p->window_first ? push_code(cache, cache->codes[r - p->slot_first]) : push_rows(cache, r);
        if (!fits) return false;
    }
    return true;
}

/* ---- the table ---- */

const Answer *cache_find(Cache *cache, uint32_t block, uint16_t reg, uint16_t element)
{
    if (!make_key(cache, block, reg, element)) return NULL;
    const Entry *entry = &cache->slots[cache->hash % CACHE_SLOTS];
    if (entry->hash != cache->hash || entry->words != cache->words ||
        memcmp(entry->key, cache->key, cache->words * sizeof *cache->key) != 0)
        return NULL;
    return &entry->answer;
}

static void *keep(Cache *cache, const void *items, size_t size)
{
    cache->used += size;
    return size ? arena_copy(cache->arena, items, size) : NULL;
}

/* Replaced entries stay on the session's arena; when the budget is spent nothing new is remembered. */
void cache_add(Cache *cache, uint32_t block, uint16_t reg, uint16_t element, const Answer *answer)
{
    if (cache->used > CACHE_BYTES || !make_key(cache, block, reg, element)) return;
    Entry *entry = &cache->slots[cache->hash % CACHE_SLOTS];
    if (entry->words && cache->used > CACHE_BYTES / 2) return;
    entry->hash = cache->hash;
    entry->words = cache->words;
    entry->key = keep(cache, cache->key, cache->words * sizeof *cache->key);
    entry->answer = *answer;
    entry->answer.needs = keep(cache, answer->needs, answer->need_count * sizeof *answer->needs);
    entry->answer.gaps = keep(cache, answer->gaps, answer->gap_count * sizeof *answer->gaps);
    entry->answer.faults = keep(cache, answer->faults, answer->fault_count * sizeof *answer->faults);
    entry->answer.possible = keep(cache, answer->possible, answer->possible_count * sizeof *answer->possible);
}
