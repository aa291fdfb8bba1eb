#include "runtime/report/digest.h"

typedef struct Digester {
    Digest *digest;
    Arena *arena;
    const Program *program;
} Digester;

/* ---- what to ask ---- */

static Ask *get_ask(Digester *digester, AskList *list, FactRef fact)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i].fact.field == fact.field && list->items[i].fact.list == fact.list)
            return &list->items[i];
    vec_add(digester->arena, list, ((Ask){ .fact = fact }));
    return &list->items[list->count - 1];
}

static void note_element(Digester *digester, Ask *ask, FactRef fact)
{
    if (fact.list == NO_INDEX || fact.field == NO_INDEX)
        return;
    for (uint32_t i = 0; i < ask->elements.count; i++)
        if (ask->elements.items[i] == fact.element)
            return;
    vec_add(digester->arena, &ask->elements, fact.element);
}

static void note_block(Digester *digester, Ask *ask, uint32_t block)
{
    for (uint32_t i = ask->blocks.count; i-- > 0;)
        if (ask->blocks.items[i] == block)
            return;
    vec_add(digester->arena, &ask->blocks, block);
    ask->advice += digester->program->blocks[block].kind == BLOCK_ADVICE;
}

static void note_fault(Digester *digester, uint32_t fault)
{
    Digest *digest = digester->digest;

    for (uint32_t i = 0; i < digest->faults.count; i++)
        if (digest->faults.items[i] == fault)
            return;
    vec_add(digester->arena, &digest->faults, fault);
}

static void note_entry(Digester *digester, const Entry *entry)
{
    const Answer *answer = &entry->answer->main;

    for (uint16_t i = 0; i < answer->fault_count; i++)
        note_fault(digester, answer->faults[i]);
    if (collect_is_settled(answer))
        return;
    for (uint32_t i = 0; i < answer->need_count; i++) {
        FactRef fact = fact_from_id(digester->program, answer->needs[i]);
        Ask *ask = get_ask(digester, &digester->digest->facts, fact);
        note_element(digester, ask, fact);
        note_block(digester, ask, entry->block);
    }
    for (uint16_t i = 0; i < answer->gap_count; i++) {
        FactRef gap = { answer->gaps[i], NO_INDEX, 0 };
        note_block(digester, get_ask(digester, &digester->digest->gaps, gap), entry->block);
    }
}

static void note_entries(Digester *digester, const EntryList *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        note_entry(digester, &list->items[i]);
}

/* More advice first, then more answers, then the order of the schema (a list's hidden part before its fields). */
static bool stands_before(const Ask *a, const Ask *b)
{
    if (a->advice != b->advice)
        return a->advice > b->advice;
    if (a->blocks.count != b->blocks.count)
        return a->blocks.count > b->blocks.count;
    if (a->fact.field != b->fact.field)
        return (uint16_t)(a->fact.field + 1) < (uint16_t)(b->fact.field + 1);
    return a->fact.list < b->fact.list;
}

/* By insertion: there are at most as many as the record has fields. */
static void sort_asks(AskList *list)
{
    for (uint32_t i = 1; i < list->count; i++) {
        Ask ask = list->items[i];
        uint32_t at = i;
        for (; at > 0 && stands_before(&ask, &list->items[at - 1]); at--)
            list->items[at] = list->items[at - 1];
        list->items[at] = ask;
    }
}

/* ---- why ---- */

static Rule *get_rule(Digester *digester, uint32_t block)
{
    Digest *digest = digester->digest;

    for (uint32_t i = 0; i < digest->rules.count; i++)
        if (digest->rules.items[i].block == block)
            return &digest->rules.items[i];
    vec_add(digester->arena, &digest->rules, (Rule){ .block = block });
    return &digest->rules.items[digest->rules.count - 1];
}

static bool same_fact(FactRef a, FactRef b)
{
    return a.field == b.field && a.list == b.list && (a.list == NO_INDEX || a.element == b.element);
}

static void note_because(Digester *digester, const Because *because)
{
    Rule *rule = get_rule(digester, because->rule);

    for (uint32_t i = 0; i < rule->facts.count; i++)
        if (same_fact(rule->facts.items[i], because->fact))
            return;
    vec_add(digester->arena, &rule->facts, because->fact);
}

static void note_advice(Digester *digester, const Entry *entry)
{
    Digest *digest = digester->digest;
    bool against = digester->program->blocks[entry->block].against;

    if (entry->answer->status == STATUS_NOT_APPLICABLE)
        digest->inapplicable++;
    else if (entry->answer->status == STATUS_RULED_OUT)
        digest->ruled_out++;
    else if (against)
        digest->applies_against++;
    else
        digest->applies_for++;
    for (uint32_t i = 0; i < entry->because.count; i++)
        note_because(digester, &entry->because.items[i]);
}

void digest_make(Digest *digest, Arena *run_arena, const Report *report, ReportDetail detail)
{
    Digester digester = { digest, run_arena, report->program };

    *digest = (Digest){ 0 };
    note_entries(&digester, &report->open);
    if (detail != REPORT_ADVICE) {
        note_entries(&digester, &report->decisions);
        for (uint32_t i = 0; i < report->plan->table_count; i++)
            note_entries(&digester, &report->tables[i]);
    }
    sort_asks(&digest->facts);
    sort_asks(&digest->gaps);
    for (uint32_t i = 0; i < report->advice.count; i++)
        note_advice(&digester, &report->advice.items[i]);
}
