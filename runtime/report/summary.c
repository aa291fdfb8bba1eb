/* summary.c - counting a cohort. The table itself is printed in
 * summary_print.c. */
#include "runtime/report/summary.h"
#include "runtime/report/collect.h"
#include "runtime/report/say.h"

static uint32_t count_values(const Program *program, const BlockInfo *block)
{
    const RegInfo *info = &program->regs[block->result];

    if (info->type == REG_BOOL) {
        return 2;
    }
    if (info->type == REG_ENUM) {
        return program->enums[info->enumeration].count;
    }
    if (info->type == REG_INT && block->hi >= block->lo &&
        (uint64_t)block->hi - (uint64_t)block->lo < SUMMARY_INTEGERS) {
        return (uint32_t)(block->hi - block->lo) + 1;
    }
    return 0;
}

Summary *summary_create(Arena *arena, const Program *program)
{
    Summary *summary = ARENA_NEW(arena, Summary);

    summary->arena = arena;
    summary->program = program;
    summary->plan = plan_create(arena, program);
    summary->decisions = ARENA_ARRAY(arena, DecisionCount, program->block_count);
    summary->advice = ARENA_ARRAY(arena, AdviceCount, program->block_count);
    for (uint32_t i = 0; i < program->block_count; i++) {
        DecisionCount *count = &summary->decisions[i];
        if (program->blocks[i].kind != BLOCK_DECISION) {
            continue;
        }
        count->value_count = count_values(program, &program->blocks[i]);
        count->values = ARENA_ARRAY(arena, uint64_t, count->value_count);
    }
    summary->fact_count = (uint32_t)program->field_count + program->list_count;
    summary->facts = ARENA_ARRAY(arena, FactCount, summary->fact_count);
    return summary;
}

/* ---- one record ---- */

static void count_once(const Summary *summary, uint64_t *count, uint64_t *last)
{
    if (*last == summary->records) {
        return; /* this record has it already */
    }
    *last = summary->records;
    ++*count;
}

static void count_fact(Summary *summary, uint32_t index)
{
    count_once(summary, &summary->facts[index].needed, &summary->facts[index].last_needed);
}

/* What keeps an answer open. */
static void count_needs(Summary *summary, const Answer *answer)
{
    const Program *program = summary->program;

    for (uint32_t i = 0; i < answer->need_count; i++) {
        FactRef fact = fact_from_id(program, answer->needs[i]);
        bool hidden = fact.field == NO_INDEX;
        count_fact(summary, hidden ? (uint32_t)program->field_count + fact.list : fact.field);
    }
    for (uint16_t i = 0; i < answer->gap_count; i++) {
        FactCount *gap = &summary->facts[answer->gaps[i]];
        count_fact(summary, answer->gaps[i]);
        if (answer->need_count == 0) {
            count_once(summary, &gap->alone, &gap->last_alone);
        }
    }
}

static void count_open(Summary *summary, OpenCount *count, const Answer *answer)
{
    uint64_t *one = answer->need_count > 0  ? &count->ask
                    : answer->gap_count > 0 ? &count->silent
                                            : &count->failed;

    ++*one;
    count_needs(summary, answer);
}

static void count_decision(Summary *summary, uint32_t block, uint16_t element,
                           const Evaluation *evaluation)
{
    const Answer *answer = &evaluation_get(evaluation, block, element)->main;
    const BlockInfo *info = &summary->program->blocks[block];
    DecisionCount *count = &summary->decisions[block];
    uint8_t type = summary->program->regs[info->result].type;
    uint64_t value;

    if (!collect_is_settled(answer)) {
        count_open(summary, &count->open, answer);
        return;
    }
    count->settled++;
    value = type == REG_INT ? (uint64_t)answer->value.lo - (uint64_t)info->lo
                            : (uint64_t)__builtin_ctzll(answer->value.mask | UINT64_C(1) << 63);
    if (value < count->value_count) {
        count->values[value]++;
    }
}

/* waits: what the advice of this record waits for, each kind once. */
static void count_advice(Summary *summary, uint32_t block, uint16_t element,
                         const Evaluation *evaluation, OpenCount *waits)
{
    const BlockAnswer *answer = evaluation_get(evaluation, block, element);

    if (!answer->ready) {
        return;
    }
    if (element == CELLS_HIDDEN && answer->status != STATUS_OPEN) {
        return;
    }
    summary->advice[block].status[answer->status & 3]++;
    if (answer->status != STATUS_OPEN) {
        return;
    }
    count_open(summary, &summary->advice[block].open, &answer->main);
    waits->ask += answer->main.need_count > 0;
    waits->silent += answer->main.gap_count > 0;
    waits->failed++;
}

static void count_all_advice(Summary *summary, const Evaluation *evaluation, const Record *record)
{
    const Plan *plan = summary->plan;
    OpenCount waits = { 0 };

    for (uint32_t i = 0; i < plan->advice_count; i++) {
        uint16_t list = summary->program->blocks[plan->advice[i]].list;
        if (list == NO_INDEX) {
            count_advice(summary, plan->advice[i], NO_INDEX, evaluation, &waits);
            continue;
        }
        for (uint16_t k = 0; k < record->lists[list].count; k++) {
            count_advice(summary, plan->advice[i], k, evaluation, &waits);
        }
        count_advice(summary, plan->advice[i], CELLS_HIDDEN, evaluation, &waits);
    }
    if (waits.ask > 0) {
        summary->unsettled.ask++;
    } else if (waits.silent > 0) {
        summary->unsettled.silent++;
    } else if (waits.failed > 0) {
        summary->unsettled.failed++;
    }
}

/* ---- what the record lacks ---- */

static bool is_missing(const Program *program, const Record *record, const FieldInfo *field)
{
    if (!field->used || field->reg == NO_INDEX) {
        return false;
    }
    if (field->role == FIELD_SCALAR) {
        return fact_is_missing(record->states[field->reg - program->slot_first]);
    }
    if (field->role != FIELD_ELEMENT) {
        return false;
    }
    const ListInfo *list = &program->lists[field->list];
    const ListRecord *rows = &record->lists[field->list];
    for (uint16_t k = 0; k < rows->count; k++) {
        if (fact_is_missing(
                rows->states[(size_t)k * list->used_fields + (field->reg - list->window)])) {
            return true;
        }
    }
    return false;
}

static void count_missing(Summary *summary, const Record *record)
{
    const Program *program = summary->program;

    for (uint16_t i = 0; i < program->field_count; i++) {
        summary->facts[i].missing += is_missing(program, record, &program->fields[i]);
    }
    for (uint16_t l = 0; l < program->list_count; l++) {
        summary->facts[program->field_count + l].missing +=
            program->lists[l].used && record->lists[l].hidden_most > 0;
    }
}

/* The same for all records: kept from the first. */
static void note_policies(Summary *summary, const Record *record)
{
    const Program *program = summary->program;
    StrBuf out = { .arena = summary->arena };

    if (summary->records > 1) {
        return;
    }
    for (uint16_t i = 0; i < program->field_count; i++) {
        const FieldInfo *gap = &program->fields[i];
        if (gap->role != FIELD_GAP || gap->reg == NO_INDEX ||
            fact_is_missing(record->states[gap->reg - program->slot_first])) {
            continue;
        }
        buf_add_format(&out, "%s%S ", out.len > 0 ? ", " : "", gap->path);
        say_value_kindly(&out, program, say_get_field_type(gap),
                         record->slots[gap->reg - program->slot_first], NULL);
    }
    summary->policies = buf_get(&out);
}

/* ---- problems ---- */

/* The new one to its place by code: the order must not tell which record came
 * first. */
static void sort_problems(Summary *summary)
{
    ProblemCount *items = summary->problems.items;

    for (uint32_t i = summary->problems.count - 1; i > 0; i--) {
        if (str_compare(str_from_c(items[i - 1].code), str_from_c(items[i].code)) <= 0) {
            return;
        }
        ProblemCount moved = items[i];
        items[i] = items[i - 1];
        items[i - 1] = moved;
    }
}

static void count_problem(Summary *summary, const char *code)
{
    Str text = str_from_c(code);

    for (uint32_t i = 0; i < summary->problems.count; i++) {
        if (!str_equal(str_from_c(summary->problems.items[i].code), text)) {
            continue;
        }
        summary->problems.items[i].count++;
        return;
    }
    vec_add(summary->arena, &summary->problems, ((ProblemCount){ code, 1 }));
    sort_problems(summary);
}

static void count_problems(Summary *summary, const Record *record)
{
    summary->with_problems += record->problems.count > 0;
    for (uint32_t i = 0; i < record->problems.count; i++) {
        count_problem(summary, record->problems.items[i].code);
    }
}

void summary_add(Summary *summary, const Evaluation *evaluation, const Record *record)
{
    const Plan *plan = summary->plan;

    summary->records++;
    for (uint32_t i = 0; i < plan->decision_count; i++) {
        count_decision(summary, plan->decisions[i], NO_INDEX, evaluation);
    }
    for (uint32_t t = 0; t < plan->table_count; t++) {
        for (uint32_t i = 0; i < plan->tables[t].count; i++) {
            for (uint16_t k = 0; k < record->lists[plan->tables[t].list].count; k++) {
                count_decision(summary, plan->element_decisions[plan->tables[t].first + i], k,
                               evaluation);
            }
        }
    }
    count_all_advice(summary, evaluation, record);
    count_missing(summary, record);
    note_policies(summary, record);
    count_problems(summary, record);
}

void summary_add_error(Summary *summary)
{
    summary->errors++;
}

/* ---- threads ---- */

static void merge_problems(Summary *summary, const Summary *other)
{
    for (uint32_t i = 0; i < other->problems.count; i++) {
        count_problem(summary, other->problems.items[i].code);
        for (uint32_t k = 0; k < summary->problems.count; k++) {
            if (str_equal(str_from_c(summary->problems.items[k].code),
                          str_from_c(other->problems.items[i].code))) {
                summary->problems.items[k].count += other->problems.items[i].count - 1;
            }
        }
    }
}

static void merge_open(OpenCount *count, const OpenCount *other)
{
    count->ask += other->ask;
    count->silent += other->silent;
    count->failed += other->failed;
}

void summary_merge(Summary *summary, const Summary *other)
{
    summary->records += other->records;
    summary->errors += other->errors;
    summary->with_problems += other->with_problems;
    merge_open(&summary->unsettled, &other->unsettled);
    if (summary->policies.len == 0) {
        summary->policies = str_copy(summary->arena, other->policies);
    }
    for (uint32_t i = 0; i < summary->program->block_count; i++) {
        DecisionCount *count = &summary->decisions[i];
        count->settled += other->decisions[i].settled;
        merge_open(&count->open, &other->decisions[i].open);
        merge_open(&summary->advice[i].open, &other->advice[i].open);
        for (uint32_t k = 0; k < count->value_count; k++) {
            count->values[k] += other->decisions[i].values[k];
        }
        for (unsigned k = 0; k < 4; k++) {
            summary->advice[i].status[k] += other->advice[i].status[k];
        }
    }
    for (uint32_t i = 0; i < summary->fact_count; i++) {
        summary->facts[i].needed += other->facts[i].needed;
        summary->facts[i].alone += other->facts[i].alone;
        summary->facts[i].missing += other->facts[i].missing;
    }
    merge_problems(summary, other);
}
