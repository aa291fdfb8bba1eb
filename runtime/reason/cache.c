/* cache.c - see cache.h. Entries are made as long as the budget lasts, then nothing new is
 * remembered: memory stays flat whatever the cohort. */
#include "runtime/reason/cache.h"
#include "runtime/base/vec.h"
#include "runtime/bytecode/anatomy.h"
#include "runtime/reason/coding.h"
#include "runtime/reason/reach.h"

#include <string.h>

enum {
    /* more than the budget has entries, which are smaller on 32 bits: the table never fills */
    CACHE_SLOTS = sizeof(void *) < 8 ? 1 << 17 : 1 << 16,
    CACHE_KEY_WORDS = 1024, /* a longer key (many elements) is not worth remembering */
    CACHE_BYTES = 12 << 20  /* keys and answers together */
};

/* What kind of number it is, and the number: two words, so that no value looks like a missing one.
 */
typedef struct Code {
    uint64_t kind, number;
} Code;
enum { CODE_MISSING, CODE_VALUE, CODE_CELL, CODE_PART };

typedef struct Entry {
    uint64_t hash;
    uint64_t *key;
    uint32_t words;
    uint32_t source; /* the record whose answer it was */
    uint64_t steps;  /* that it took up to this answer */
    Answer answer;
} Entry;

/* A record that answers were kept of. */
typedef struct CacheSource {
    uint64_t used_by; /* number of the record that has used some of them last */
    uint64_t steps;   /* that are counted there for it */
} CacheSource;
_Static_assert(CACHE_BYTES / sizeof(Entry) < CACHE_SLOTS / 8 * 7,
               "the table has room for all entries");

struct Cache {
    Arena *arena;
    const Program *program;
    Coding *codings; /* per register below result_first */
    Reach *reaches;  /* per block */
    const Record *record;
    bool usable;      /* this record has no values off the grid */
    Code *codes;      /* per slot: code of the current record, valid if it is coded */
    uint64_t *coded;  /* per slot: number of the record that its code is of */
    uint64_t current; /* number of the record */
    uint64_t key[CACHE_KEY_WORDS];
    uint32_t words;
    uint64_t hash;
    size_t used;
    VEC(CacheSource) sources;
    uint64_t source_of; /* number of the record that the last source is */
    uint64_t charge;    /* of the current record */
    Entry **slots;      /* CACHE_SLOTS, by hash; NULL: free */
};

Cache *cache_create(Arena *arena, const Program *program)
{
    Cache *cache = ARENA_NEW(arena, Cache);
    cache->arena = arena;
    cache->program = program;
    cache->codings = coding_make(arena, program);
    cache->reaches = reach_make_all(arena, program);
    cache->codes =
        ARENA_ARRAY(arena, Code, (size_t)(program->window_first - program->slot_first) + 1);
    cache->coded =
        ARENA_ARRAY(arena, uint64_t, (size_t)(program->window_first - program->slot_first) + 1);
    cache->slots = ARENA_ARRAY(arena, Entry *, CACHE_SLOTS);
    return cache;
}

/* ---- codes of one record ---- */

void cache_begin(Cache *cache, const Record *record)
{
    cache->record = record;
    cache->current++;
    cache->charge = 0;
    cache->usable = record->off_grid.count == 0;
}

static Code code_value(const Coding *coding, bool exact, Reg value, uint8_t state)
{
    if (fact_is_missing(state)) {
        return (Code){ CODE_MISSING, 0 };
    }
    if (state == FACT_IN_PART) {
        return (Code){ CODE_PART + (uint64_t)(value.hi - value.lo), (uint64_t)value.lo };
    }
    if (exact) {
        return (Code){ CODE_VALUE, (uint64_t)value.lo };
    }
    int64_t at = 2 * value.lo;
    uint32_t low = 0, high = coding->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (coding->cuts[middle] < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return (Code){ CODE_CELL, low };
}

/* Computed when first read: an answer reads few of the facts. */
static Code code_slot(Cache *cache, uint16_t reg)
{
    uint32_t slot = (uint32_t)reg - cache->program->slot_first;
    if (cache->coded[slot] != cache->current) {
        const Coding *coding = &cache->codings[reg];
        cache->codes[slot] = code_value(coding, coding->exact, cache->record->slots[slot],
                                        cache->record->states[slot]);
        cache->coded[slot] = cache->current;
    }
    return cache->codes[slot];
}

/* ---- keys ---- */

static bool push(Cache *cache, uint64_t word)
{
    if (cache->words == CACHE_KEY_WORDS) {
        return false;
    }
    cache->key[cache->words++] = word;
    cache->hash = (cache->hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    cache->hash ^= cache->hash >> 29;
    return true;
}

static bool push_code(Cache *cache, Code code)
{
    return push(cache, code.kind) && push(cache, code.number);
}

static bool push_field(Cache *cache, uint16_t list, uint16_t reg, uint16_t element)
{
    const ListInfo *info = &cache->program->lists[list];
    const ListRecord *record = &cache->record->lists[list];
    const Coding *coding = &cache->codings[reg];
    size_t at = (size_t)element * info->used_fields + (reg - info->window);
    bool exact = coding->exact || (coding->exact_if_hidden && record->hidden_most > 0);
    return push_code(cache, code_value(coding, exact, record->rows[at], record->states[at]));
}

static bool push_rows(Cache *cache, uint16_t reg)
{
    uint16_t list = anatomy_get_reg(cache->program, reg)->list;
    for (uint16_t i = 0; i < cache->record->lists[list].count; i++) {
        if (!push_field(cache, list, reg, i)) {
            return false;
        }
    }
    return true;
}

/* The field of the element that the answer is about; one that is not listed has none. */
static bool push_own(Cache *cache, uint16_t reg, uint16_t element)
{
    uint16_t list = anatomy_get_reg(cache->program, reg)->list;
    return element >= cache->record->lists[list].count || push_field(cache, list, reg, element);
}

static bool push_list(Cache *cache, uint16_t list)
{
    const ListRecord *record = &cache->record->lists[list];
    return push(cache, ((uint64_t)record->count << 48) | ((uint64_t)record->hidden_least << 32) |
                           ((uint64_t)record->hidden_most << 16) |
                           ((uint64_t)record->partial << 8) | record->state);
}

static bool push_reach(Cache *cache, const Reach *reach, uint16_t element)
{
    for (uint32_t i = 0; i < reach->list_count; i++) {
        if (!push_list(cache, reach->lists[i])) {
            return false;
        }
    }
    for (uint32_t i = 0; i < reach->reg_count; i++) {
        uint16_t r = reach->regs[i];
        bool scalar = r < cache->program->window_first;
        if (!(scalar ? push_code(cache, code_slot(cache, r)) : push_rows(cache, r))) {
            return false;
        }
    }
    for (uint32_t i = 0; i < reach->own_count; i++) {
        if (!push_own(cache, reach->own[i], element)) {
            return false;
        }
    }
    return true;
}

/* An element that is not listed exists or not: that depends on its list. Where a summary tells the
 * largest size of what a list hides, every size of it may matter: such answers are not remembered.
 */
static bool push_element(Cache *cache, uint16_t list, uint16_t element)
{
    const ListRecord *record = &cache->record->lists[list];
    if (record->hidden_most > 0 && cache->program->lists[list].largest_by != NO_INDEX) {
        return false;
    }
    return element < record->count || push_list(cache, list);
}

static bool make_key(Cache *cache, uint32_t block, uint16_t reg, uint16_t element)
{
    const Reach *reach = &cache->reaches[block];
    uint16_t list = cache->program->blocks[block].list;
    cache->words = 0;
    cache->hash = 0;
    if (!cache->usable || reach->opaque) {
        return false;
    }
    push(cache, ((uint64_t)block << 32) | ((uint64_t)reg << 16) | element);
    if (list != NO_INDEX && !push_element(cache, list, element)) {
        return false;
    }
    return push_reach(cache, reach, element);
}

/* ---- the table ---- */

static bool has_key(const Cache *cache, const Entry *entry)
{
    return entry->hash == cache->hash && entry->words == cache->words &&
           memcmp(entry->key, cache->key, cache->words * sizeof *cache->key) == 0;
}

/* The slot of the key that was made: of its entry, or the free one where that belongs. */
static Entry **find_slot(Cache *cache)
{
    uint32_t at = cache->hash % CACHE_SLOTS;
    while (cache->slots[at] && !has_key(cache, cache->slots[at])) {
        at = (at + 1) % CACHE_SLOTS;
    }
    return &cache->slots[at];
}

/* All answers of one source together took what the last of them had taken. */
static void charge(Cache *cache, const Entry *entry)
{
    CacheSource *source = &cache->sources.items[entry->source];
    uint64_t before = source->used_by == cache->current ? source->steps : 0;
    if (entry->steps > before) {
        cache->charge += entry->steps - before;
        *source = (CacheSource){ cache->current, entry->steps };
    }
}

const Answer *cache_find(Cache *cache, uint32_t block, uint16_t reg, uint16_t element)
{
    if (!make_key(cache, block, reg, element)) {
        return NULL;
    }
    const Entry *entry = *find_slot(cache);
    if (entry == NULL) {
        return NULL;
    }
    charge(cache, entry);
    return &entry->answer;
}

uint64_t cache_get_charge(const Cache *cache)
{
    return cache->charge;
}

static void *keep(Cache *cache, const void *items, size_t size)
{
    cache->used += size;
    return size ? arena_copy(cache->arena, items, size) : NULL;
}

/* The current record as a source. */
static uint32_t get_source(Cache *cache)
{
    if (cache->source_of != cache->current) {
        cache->source_of = cache->current;
        vec_add(cache->arena, &cache->sources, ((CacheSource){ 0, 0 }));
        cache->used += sizeof(CacheSource);
    }
    return cache->sources.count - 1;
}

void cache_add(Cache *cache, uint32_t block, uint16_t reg, uint16_t element, const Answer *answer,
               uint64_t steps)
{
    if (cache->used > CACHE_BYTES || answer->undecided || !make_key(cache, block, reg, element)) {
        return;
    }
    Entry **slot = find_slot(cache);
    if (*slot) {
        return; /* a gate asked for the same answer meanwhile */
    }
    Entry entry = { .hash = cache->hash,
                    .words = cache->words,
                    .source = get_source(cache),
                    .steps = steps,
                    .answer = *answer };
    entry.key = keep(cache, cache->key, cache->words * sizeof *cache->key);
    entry.answer.needs = keep(cache, answer->needs, answer->need_count * sizeof *answer->needs);
    entry.answer.gaps = keep(cache, answer->gaps, answer->gap_count * sizeof *answer->gaps);
    entry.answer.faults = keep(cache, answer->faults, answer->fault_count * sizeof *answer->faults);
    entry.answer.possible =
        keep(cache, answer->possible, answer->possible_count * sizeof *answer->possible);
    *slot = keep(cache, &entry, sizeof entry);
}
