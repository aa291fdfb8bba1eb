#include "runtime/report/collect.h"
#include "runtime/report/say_failure.h"
#include "runtime/patient/problem.h"

Str collect_get_about(const Report *report, const Entry *entry)
{
    if (entry->element == NO_INDEX) {
        return STR_NONE;
    }
    if (entry->element == CELLS_HIDDEN) {
        return STR("*");
    }
    return report->record->lists[report->program->blocks[entry->block].list].keys[entry->element];
}

/* A set of masks that says nothing (a failure, a hole) leaves everything possible. */
Mask collect_get_possible(const Program *program, ValueType type, const Answer *answer)
{
    Mask mask =
        type.type == REG_BOOL ? MASK_UNKNOWN : mask_all(program->enums[type.enumeration].count);

    return answer->settled || answer->value.mask == 0 ? mask : answer->value.mask & mask;
}

void collect_print_fault(StrBuf *out, const Program *program, uint32_t fault)
{
    buf_add(out, program->blocks[fault / 2].name);
    buf_add_c(out, fault % 2 == 0 ? ".no_case" : ".two_cases");
}

/* ---- cautions ---- */

static bool caution_holds_for(const Report *report, uint32_t caution, uint16_t element)
{
    const BlockAnswer *answer = evaluation_get(report->evaluation, caution, element);

    return answer->ready && collect_is_settled(&answer->main) &&
           answer->main.value.mask == MASK_YES;
}

static bool caution_holds(const Report *report, uint32_t caution)
{
    const BlockInfo *block = &report->program->blocks[caution];

    if (block->list == NO_INDEX) {
        return caution_holds_for(report, caution, NO_INDEX);
    }
    for (uint16_t i = 0; i < report->record->lists[block->list].count; i++) {
        if (caution_holds_for(report, caution, i)) {
            return true;
        }
    }
    return false;
}

bool collect_caution_holds(const Report *report, uint32_t caution, const Entry *advice)
{
    const BlockInfo *block = &report->program->blocks[caution];
    bool same_list =
        block->list != NO_INDEX && block->list == report->program->blocks[advice->block].list;

    if (same_list && advice->element < CELLS_HIDDEN) {
        return caution_holds_for(report, caution, advice->element);
    }
    return caution_holds(report, caution);
}

/* ---- reasons ---- */

static bool reason_seen(const Program *program, const BlockInfo *block, uint64_t bits, uint32_t aux)
{
    for (uint32_t i = 0; i < aux; i++) {
        if (bits >> i & 1 &&
            program->aux[block->aux + i].reason == program->aux[block->aux + aux].reason) {
            return true;
        }
    }
    return false;
}

static bool names_reason(const AuxInfo *aux, const Entry *entry)
{
    return aux->reason != NO_INDEX && aux->value < 64 &&
           entry->answer->main.value.mask == UINT64_C(1) << aux->value;
}

uint64_t collect_get_reasons(const Program *program, const Entry *entry)
{
    const BlockInfo *block = &program->blocks[entry->block];
    uint64_t holds = entry->answer->aux_holds, bits = 0;

    if (holds == 0) {
        return 0;
    }
    if (block->kind == BLOCK_ADVICE) {
        return entry->answer->status == STATUS_RULED_OUT ? holds : 0;
    }
    if (!collect_is_settled(&entry->answer->main)) {
        return 0;
    }
    for (; holds != 0; holds &= holds - 1) {
        uint32_t i = (uint32_t)__builtin_ctzll(holds);
        if (names_reason(&program->aux[block->aux + i], entry) &&
            !reason_seen(program, block, bits, i)) {
            bits |= UINT64_C(1) << i;
        }
    }
    return bits;
}

/* ---- collecting ---- */

typedef struct Collector {
    Report *report;
    Arena *arena;
    Evaluation *evaluation;
    Explain explain;
} Collector;

static Str name_place(const Collector *collector, uint32_t block, uint16_t element)
{
    const Program *program = collector->report->program;
    const BlockInfo *info = &program->blocks[block];

    if (element == NO_INDEX) {
        return info->name;
    }
    return str_format(collector->arena, "%S[%d].%S", program->lists[info->list].path, element + 1,
                      info->name);
}

/* What every answer can have whatever its kind: failures, which are problems, and faults of the
 * guideline. */
static void note_answer(Collector *collector, uint32_t block, uint16_t element,
                        const Answer *answer)
{
    Report *report = collector->report;

    report->fault = report->fault || collect_is_faulty(answer);
    if (!answer->failed || answer->fault_count > 0 || element == CELLS_HIDDEN) {
        return;
    }
    Problem problem = { .code = problem_get_code(PROBLEM_FAILED),
                        .at = name_place(collector, block, element) };
    Failure failure;
    bool told = evaluation_find_failure(collector->evaluation, block, element, &failure);
    problem.message =
        problem_print(collector->arena, PROBLEM_FAILED, problem.at,
                      say_failure(collector->arena, report->program, told ? &failure : NULL));
    if (told) {
        problem.shown = say_failed_values(collector->arena, &failure);
        problem.line = failure.line;
    }
    vec_add(collector->arena, &report->problems, problem);
}

static const BlockAnswer *get_answer(Collector *collector, uint32_t block, uint16_t element)
{
    const BlockAnswer *answer = evaluation_get(collector->evaluation, block, element);

    if (answer->ready && (answer->main.failed || answer->main.fault_count > 0)) {
        note_answer(collector, block, element, &answer->main);
    }
    return answer;
}

/* Most reports are about as long as the guideline: lists that need not grow are made once. */
static void make_room(Collector *collector, EntryList *list, uint32_t count)
{
    list->items = ARENA_ARRAY(collector->arena, Entry, count);
    list->capacity = count;
}

static void add_decisions(Collector *collector)
{
    Report *report = collector->report;
    const Plan *plan = report->plan;

    for (uint32_t i = 0; i < plan->decision_count; i++) {
        Entry entry = { .block = plan->decisions[i], .element = NO_INDEX };
        entry.answer = get_answer(collector, entry.block, NO_INDEX);
        vec_add(collector->arena, &report->decisions, entry);
    }
}

static void add_table(Collector *collector, const PlanTable *table, EntryList *rows)
{
    const Plan *plan = collector->report->plan;
    uint16_t count = collector->report->record->lists[table->list].count;

    make_room(collector, rows, count * table->count);
    for (uint16_t element = 0; element < count; element++) {
        for (uint32_t i = 0; i < table->count; i++) {
            Entry entry = { .block = plan->element_decisions[table->first + i],
                            .element = element };
            entry.answer = get_answer(collector, entry.block, element);
            vec_add(collector->arena, rows, entry);
        }
    }
}

static void add_advice_entry(Collector *collector, uint32_t block, uint16_t element)
{
    Entry entry = { .block = block, .element = element };

    entry.answer = get_answer(collector, block, element);
    if (!entry.answer->ready) {
        return;
    }
    if (entry.answer->status == STATUS_OPEN) {
        vec_add(collector->arena, &collector->report->open, entry);
        return;
    }
    if (element == CELLS_HIDDEN) {
        return; /* unlisted elements can only be open: nobody is there for it to apply to */
    }
    bool given = entry.answer->status != STATUS_NOT_APPLICABLE;
    if (collector->explain == EXPLAIN_ALL || (collector->explain == EXPLAIN_GIVEN && given)) {
        evaluation_explain(collector->evaluation, collector->arena, block, element, &entry.because);
    }
    vec_add(collector->arena, &collector->report->advice, entry);
}

static void add_advice(Collector *collector)
{
    const Report *report = collector->report;

    for (uint32_t i = 0; i < report->plan->advice_count; i++) {
        uint32_t block = report->plan->advice[i];
        uint16_t list = report->program->blocks[block].list;
        if (list == NO_INDEX) {
            add_advice_entry(collector, block, NO_INDEX);
            continue;
        }
        for (uint16_t element = 0; element < report->record->lists[list].count; element++) {
            add_advice_entry(collector, block, element);
        }
        add_advice_entry(collector, block, CELLS_HIDDEN);
    }
}

static void note_caution(Collector *collector, uint32_t caution)
{
    const Report *report = collector->report;
    uint16_t list = report->program->blocks[caution].list;
    uint16_t count = list == NO_INDEX ? 1 : report->record->lists[list].count;

    for (uint16_t i = 0; i < count; i++) {
        get_answer(collector, caution, list == NO_INDEX ? NO_INDEX : i);
    }
}

static void add_cautions(Collector *collector)
{
    Report *report = collector->report;

    for (uint32_t i = 0; i < report->plan->caution_count; i++) {
        Entry entry = { .block = report->plan->cautions[i], .element = NO_INDEX };
        note_caution(collector, entry.block);
        if (caution_holds(report, entry.block)) {
            vec_add(collector->arena, &report->cautions, entry);
        }
    }
}

/* A function that is not called any more is told in every report that wanted it. */
static void add_missed_natives(Collector *collector)
{
    Report *report = collector->report;

    for (uint16_t i = 0; i < report->program->native_count; i++) {
        if (!evaluation_missed_native(collector->evaluation, i)) {
            continue;
        }
        Problem problem = { .code = problem_get_code(PROBLEM_GIVEN_UP),
                            .at = report->program->natives[i].name };
        problem.message = problem_print(collector->arena, PROBLEM_GIVEN_UP, problem.at, STR_NONE);
        vec_add(collector->arena, &report->problems, problem);
    }
}

void collect_report(Report *report, Arena *run_arena, const Plan *plan, Evaluation *evaluation,
                    const Record *record, Explain explain)
{
    Collector collector = { report, run_arena, evaluation, explain };

    *report = (Report){
        .plan = plan, .program = plan->program, .record = record, .evaluation = evaluation
    };
    report->tables = ARENA_ARRAY(run_arena, EntryList, plan->table_count);
    make_room(&collector, &report->decisions, plan->decision_count);
    make_room(&collector, &report->advice, plan->advice_count);
    for (uint32_t i = 0; i < record->problems.count; i++) {
        vec_add(run_arena, &report->problems, record->problems.items[i]);
    }
    add_decisions(&collector);
    for (uint32_t i = 0; i < plan->table_count; i++) {
        add_table(&collector, &plan->tables[i], &report->tables[i]);
    }
    add_advice(&collector);
    add_cautions(&collector);
    add_missed_natives(&collector);
}

Str collect_get_status(uint8_t status)
{
    static const char *const names[] = { [STATUS_NOT_APPLICABLE] = "not_applicable",
                                         [STATUS_APPLIES] = "applies",
                                         [STATUS_RULED_OUT] = "ruled_out",
                                         [STATUS_OPEN] = "open" };

    return str_from_c(names[status & 3]);
}
