#include "runtime/report/digest.h"

typedef struct Digester {
    Digest *digest;
    Arena *arena;
    const Program *program;
} Digester;

/* ---- what to ask ---- */

static Ask *get_ask(Digester *digester, AskList *list, FactRef fact)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i].fact.field == fact.field && list->items[i].fact.list == fact.list) {
            return &list->items[i];
        }
    }
    vec_add(digester->arena, list, ((Ask){ .fact = fact }));
    return &list->items[list->count - 1];
}

static void note_element(Digester *digester, Ask *ask, FactRef fact)
{
    if (fact.list == NO_INDEX || fact.field == NO_INDEX) {
        return;
    }
    for (uint32_t i = 0; i < ask->elements.count; i++) {
        if (ask->elements.items[i] == fact.element) {
            return;
        }
    }
    vec_add(digester->arena, &ask->elements, fact.element);
}

static void note_block(Digester *digester, Ask *ask, uint32_t block)
{
    for (uint32_t i = ask->blocks.count; i-- > 0;) {
        if (ask->blocks.items[i] == block) {
            return;
        }
    }
    vec_add(digester->arena, &ask->blocks, block);
    ask->advice += digester->program->blocks[block].kind == BLOCK_ADVICE;
}

static void note_fault(Digester *digester, uint32_t fault, const Answer *answer)
{
    Digest *digest = digester->digest;
    bool certain = collect_is_faulty(answer);

    for (uint32_t i = 0; i < digest->faults.count; i++) {
        DigestFault *known = &digest->faults.items[i];
        if (known->fault == fault) {
            known->certain = known->certain || certain;
            return;
        }
    }
    vec_add(digester->arena, &digest->faults, ((DigestFault){ fault, certain, answer }));
}

static void note_entry(Digester *digester, const Entry *entry)
{
    const Answer *answer = &entry->answer->main;

    for (uint16_t i = 0; i < answer->fault_count; i++) {
        note_fault(digester, answer->faults[i], answer);
    }
    if (collect_is_settled(answer)) {
        return;
    }
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
    for (uint32_t i = 0; i < list->count; i++) {
        note_entry(digester, &list->items[i]);
    }
}

/* More advice first, then more answers, then the order of the schema (a list's hidden part before
 * its fields). */
static bool stands_before(const Ask *a, const Ask *b)
{
    if (a->advice != b->advice) {
        return a->advice > b->advice;
    }
    if (a->blocks.count != b->blocks.count) {
        return a->blocks.count > b->blocks.count;
    }
    if (a->fact.field != b->fact.field) {
        return (uint16_t)(a->fact.field + 1) < (uint16_t)(b->fact.field + 1);
    }
    return a->fact.list < b->fact.list;
}

/* By insertion: there are at most as many as the record has fields. */
static void sort_asks(AskList *list)
{
    for (uint32_t i = 1; i < list->count; i++) {
        Ask ask = list->items[i];
        uint32_t at = i;
        for (; at > 0 && stands_before(&ask, &list->items[at - 1]); at--) {
            list->items[at] = list->items[at - 1];
        }
        list->items[at] = ask;
    }
}

/* ---- why ---- */

static Rule *get_rule(Digester *digester, uint32_t block)
{
    Digest *digest = digester->digest;

    for (uint32_t i = 0; i < digest->rules.count; i++) {
        if (digest->rules.items[i].blocks.items[0] == block) {
            return &digest->rules.items[i];
        }
    }
    vec_add(digester->arena, &digest->rules, (Rule){ 0 });
    Rule *rule = &digest->rules.items[digest->rules.count - 1];
    vec_add(digester->arena, &rule->blocks, block);
    return rule;
}

static void note_because(Digester *digester, const Because *because)
{
    Rule *rule = get_rule(digester, because->rule);

    for (uint32_t i = 0; i < rule->facts.count; i++) {
        if (fact_is_same(rule->facts.items[i], because->fact)) {
            return;
        }
    }
    vec_add(digester->arena, &rule->facts, because->fact);
}

static bool same_facts(const Rule *a, const Rule *b)
{
    if (a->facts.count != b->facts.count) {
        return false;
    }
    for (uint32_t i = 0; i < a->facts.count; i++) {
        if (!fact_is_same(a->facts.items[i], b->facts.items[i])) {
            return false;
        }
    }
    return true;
}

/* Several rules often stand on the same facts: these are said once. */
static void merge_rules(Digester *digester)
{
    Digest *digest = digester->digest;
    uint32_t kept = 0;

    for (uint32_t i = 0; i < digest->rules.count; i++) {
        Rule rule = digest->rules.items[i];
        uint32_t at = 0;
        while (at < kept && !same_facts(&digest->rules.items[at], &rule)) {
            at++;
        }
        if (at < kept) {
            vec_add(digester->arena, &digest->rules.items[at].blocks, rule.blocks.items[0]);
        } else {
            digest->rules.items[kept++] = rule;
        }
    }
    digest->rules.count = kept;
}

static void note_advice(Digester *digester, const Entry *entry)
{
    Digest *digest = digester->digest;
    bool against = digester->program->blocks[entry->block].against;

    if (entry->answer->status == STATUS_NOT_APPLICABLE) {
        digest->inapplicable++;
    } else if (entry->answer->status == STATUS_RULED_OUT) {
        digest->ruled_out++;
    } else if (against) {
        digest->applies_against++;
    } else {
        digest->applies_for++;
    }
    for (uint32_t i = 0; i < entry->because.count; i++) {
        note_because(digester, &entry->because.items[i]);
    }
}

void digest_make(Digest *digest, Arena *run_arena, const Report *report, ReportDetail detail)
{
    Digester digester = { digest, run_arena, report->program };

    *digest = (Digest){ 0 };
    note_entries(&digester, &report->open);
    if (detail != REPORT_ADVICE) {
        note_entries(&digester, &report->decisions);
        for (uint32_t i = 0; i < report->plan->table_count; i++) {
            note_entries(&digester, &report->tables[i]);
        }
    }
    sort_asks(&digest->facts);
    sort_asks(&digest->gaps);
    for (uint32_t i = 0; i < report->advice.count; i++) {
        note_advice(&digester, &report->advice.items[i]);
    }
    merge_rules(&digester);
}

/* ---- why, in short ---- */

/* The element that a followed decision is about; false if that cannot be told. */
static bool find_element(const Report *report, const Entry *entry, const Because *because,
                         uint16_t *element)
{
    uint16_t list = report->program->blocks[because->rule].list;
    bool of_fact = because->fact.list == list && because->fact.field != NO_INDEX;

    *element = list == NO_INDEX ? NO_INDEX : of_fact ? because->fact.element : entry->element;
    return list == NO_INDEX || of_fact || report->program->blocks[entry->block].list == list;
}

static bool is_followed(const Report *report, const Entry *entry, const Because *because,
                        uint16_t *element)
{
    const BlockInfo *rule = &report->program->blocks[because->rule];

    if (because->rule == entry->block || rule->kind != BLOCK_DECISION || !rule->reported) {
        return false;
    }
    if (!find_element(report, entry, because, element)) {
        return false;
    }
    return collect_is_settled(&evaluation_get(report->evaluation, because->rule, *element)->main);
}

static void add_decision(WhyList *list, Arena *arena, uint32_t block, uint16_t element)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i].block == block && list->items[i].element == element) {
            return;
        }
    }
    vec_add(arena, list, ((Why){ .block = block, .element = element }));
}

void digest_explain(WhyList *list, Arena *run_arena, const Report *report, const Entry *entry)
{
    uint16_t element;

    *list = (WhyList){ 0 };
    for (uint32_t i = 0; i < entry->because.count; i++) {
        if (is_followed(report, entry, &entry->because.items[i], &element)) {
            add_decision(list, run_arena, entry->because.items[i].rule, element);
        }
    }
    for (uint32_t i = 0; i < entry->because.count; i++) {
        if (!is_followed(report, entry, &entry->because.items[i], &element)) {
            vec_add(run_arena, list, ((Why){ NO_INDEX32, NO_INDEX, entry->because.items[i].fact }));
        }
    }
}

/* ---- at a glance ---- */

static void say_count(StrBuf *out, uint32_t count, const char *one, const char *many)
{
    if (count == 0) {
        return;
    }
    buf_add_c(out, out->len > 0 ? ", " : "");
    buf_add_int(out, count);
    buf_add_c(out, count == 1 ? one : many);
}

void digest_say_counts(StrBuf *out, const Digest *digest, const Report *report)
{
    say_count(out, digest->applies_for, " advised", " advised");
    say_count(out, digest->applies_against, " advised against", " advised against");
    say_count(out, digest->ruled_out, " ruled out", " ruled out");
    say_count(out, report->open.count, " still open", " still open");
    say_count(out, digest->facts.count, " fact to ask", " facts to ask");
    say_count(out, digest->gaps.count, " gap of the guideline", " gaps of the guideline");
    say_count(out, report->problems.count, " problem in the data", " problems in the data");
}
