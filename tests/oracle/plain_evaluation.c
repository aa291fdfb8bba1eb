/* plain_evaluation.c - runtime/reason/reason.h answered by the second engine: linked before the
 * library, its functions take the place of the fast path and the diagrams, and the same report room
 * prints what it finds. */
#include "tests/oracle/plain_evaluation.h"
#include "runtime/base/limits.h"
#include "tests/unit/no_questions.h"

#include <string.h>

/* Beyond 50,000 completions a report takes seconds, and few reports are won. */
enum { MOST_FACTS = 6, MOST_COMPLETIONS = 50000 };

/* What of a rule is asked: its result, its `when`, one of its unless or worst-of lines. */
typedef enum AskKind { ASK_RESULT, ASK_WHEN, ASK_LINE } AskKind;
typedef struct Ask {
    AstRule *rule;
    uint32_t result;
    AskKind kind;
    Expr *line;
    uint32_t element;
    bool hidden;
} Ask;

struct Evaluation {
    Arena *arena;
    const Program *program;
    Oracle oracle;
    BlockAnswer **rows;
    bool **filled;
    bool too_many;
    AstRule **rules;
    uint32_t *results; /* per block */
};

static const Ast *shared_ast;
void plain_set_ast(const Ast *ast)
{
    shared_ast = ast;
}

/* ---- all completions ---- */

typedef struct Table {
    Plain *results;
    bool *valid;
    uint32_t count;
    FreeFacts facts;
} Table;

static Plain evaluate_ask(Evaluation *e, const World *world, const Ask *ask)
{
    PlainScope scope = { .oracle = &e->oracle, .world = world };
    if (ask->rule->list) {
        uint32_t l = ask->rule->list->index;
        scope.element[l] = ask->hidden ? e->oracle.record->lists[l].count : ask->element;
        if (scope.element[l] >= world->lists[l].count) {
            return plain_bool(false); /* no such element: it does not apply */
        }
    }
    if (ask->kind == ASK_WHEN) {
        return plain_when(&scope, ask->rule);
    }
    if (ask->kind == ASK_LINE) {
        return plain_eval(&scope, ask->line);
    }
    return plain_rule(&scope, ask->rule, ask->result);
}

static bool count_completions(Table *table)
{
    uint64_t count = 1;
    for (uint32_t i = 0; i < table->facts.count; i++) {
        count *= table->facts.items[i].count;
        if (count > MOST_COMPLETIONS) {
            return false;
        }
    }
    table->count = (uint32_t)count;
    return true;
}

static void try_all(Evaluation *e, const Ask *ask, Table *table)
{
    World *world = plain_world(&e->oracle);
    table->results = ARENA_ARRAY(e->oracle.arena, Plain, table->count);
    table->valid = ARENA_ARRAY(e->oracle.arena, bool, table->count);
    for (uint32_t i = 0; i < table->count; i++) {
        uint32_t rest = i;
        for (uint32_t f = 0; f < table->facts.count; f++) {
            plain_complete(&e->oracle, world, &table->facts.items[f],
                           rest % table->facts.items[f].count);
            rest /= table->facts.items[f].count;
        }
        table->valid[i] = plain_is_valid(&e->oracle, world);
        if (table->valid[i]) {
            table->results[i] = evaluate_ask(e, world, ask);
        }
    }
}

/* Two completions that differ in that fact alone and give different results. */
static bool is_essential(const Table *table, uint32_t fact)
{
    uint32_t stride = 1, size = table->facts.items[fact].count;
    for (uint32_t f = 0; f < fact; f++) {
        stride *= table->facts.items[f].count;
    }
    for (uint32_t i = 0; i < table->count; i++) {
        uint32_t own = i / stride % size;
        for (uint32_t k = own + 1; k < size && table->valid[i]; k++) {
            uint32_t other = i + (k - own) * stride;
            if (table->valid[other] && !plain_equal(table->results[i], table->results[other])) {
                return true;
            }
        }
    }
    return false;
}

/* ---- an answer from its table ---- */

static Reg make_reg(Plain value)
{
    Dec floor = 0;
    bool exact = true;
    switch (value.kind) {
    case PL_BOOL:
    case PL_ENUM: return (Reg){ .mask = UINT64_C(1) << value.i };
    case PL_REAL: return (Reg){ .real = value.r };
    case PL_NUM:
        rat_floor_dec(value.n, &floor, &exact);
        return (Reg){ .lo = floor, .hi = exact ? floor : floor + 1 };
    default: return (Reg){ .lo = value.i, .hi = value.i };
    }
}

static Rat as_rat(Plain value)
{
    return value.kind == PL_NUM ? value.n : rat_from_int(value.i);
}

static void add_needs(Evaluation *e, const Table *table, Answer *answer)
{
    answer->needs = ARENA_ARRAY(e->oracle.arena, uint32_t, table->facts.count + 1);
    answer->gaps = ARENA_ARRAY(e->oracle.arena, uint16_t, table->facts.count + 1);
    for (uint32_t f = 0; f < table->facts.count; f++) {
        if (!is_essential(table, f)) {
            continue;
        }
        if (table->facts.items[f].gap) {
            answer->gaps[answer->gap_count++] = (uint16_t)table->facts.items[f].id;
        } else {
            answer->needs[answer->need_count++] = table->facts.items[f].id;
        }
    }
    for (uint32_t i = 1; i < answer->need_count; i++) { /* facts of the schema, in its order */
        for (uint32_t k = i; k > 0 && answer->needs[k - 1] > answer->needs[k]; k--) {
            uint32_t swap = answer->needs[k];
            answer->needs[k] = answer->needs[k - 1];
            answer->needs[k - 1] = swap;
        }
    }
}

static void add_fault(Evaluation *e, Plain value, Answer *answer)
{
    uint32_t fault = (uint32_t)value.i * 2 + (value.kind == PL_TWO);
    if (!answer->faults) {
        answer->faults = ARENA_ARRAY(e->oracle.arena, uint32_t, 64);
    }
    uint32_t at = 0;
    while (at < answer->fault_count && answer->faults[at] < fault) {
        at++;
    }
    if (at < answer->fault_count && answer->faults[at] == fault) {
        return;
    }
    if (answer->fault_count == 64) {
        return;
    }
    memmove(answer->faults + at + 1, answer->faults + at,
            (answer->fault_count - at) * sizeof *answer->faults);
    answer->faults[at] = fault;
    answer->fault_count++;
}

static void add_possible_number(Answer *answer, Rat value)
{
    uint16_t at = 0;
    while (at < answer->possible_count && rat_compare(answer->possible[at], value) < 0) {
        at++;
    }
    if (at < answer->possible_count && rat_compare(answer->possible[at], value) == 0) {
        return;
    }
    if (answer->possible_count == 64) {
        return;
    }
    memmove(answer->possible + at + 1, answer->possible + at,
            (answer->possible_count - at) * sizeof *answer->possible);
    answer->possible[at] = value;
    answer->possible_count++;
}

static bool has_result(const Table *table)
{
    for (uint32_t i = 0; i < table->count; i++) {
        if (table->valid[i] && plain_is_value(table->results[i])) {
            return true;
        }
    }
    return false;
}

static void open_answer(Evaluation *e, const Ask *ask, const Table *table, Answer *answer,
                        bool failure)
{
    uint32_t block = ask->rule->index + ask->result;
    uint16_t reg = e->program->blocks[block].result;
    uint8_t type = ask->kind == ASK_RESULT ? e->program->regs[reg].type : REG_BOOL;
    add_needs(e, table, answer);
    answer->fails = failure;
    answer->no_result = !has_result(table);
    if (answer->no_result) {
        answer->value = ask->kind == ASK_RESULT ? reg_get_unknown(e->program, reg)
                                                : (Reg){ .mask = MASK_UNKNOWN };
        answer->lo_open = answer->hi_open = true;
        answer->range_lo = answer->range_hi = rat_from_int(0);
        return;
    }
    if (type != REG_BOOL && type != REG_ENUM) {
        answer->possible = ARENA_ARRAY(e->oracle.arena, Rat, 64);
    }
    for (uint32_t i = 0; i < table->count; i++) {
        if (!table->valid[i] || !plain_is_value(table->results[i])) {
            continue;
        }
        if (type == REG_BOOL || type == REG_ENUM) {
            answer->value.mask |= UINT64_C(1) << table->results[i].i;
        } else {
            add_possible_number(answer, as_rat(table->results[i]));
        }
    }
}

static void make_answer(Evaluation *e, const Ask *ask, const Table *table, Answer *answer)
{
    bool same = true, failure = false;
    const Plain *first = NULL;
    for (uint32_t i = 0; i < table->count; i++) {
        if (!table->valid[i]) {
            continue;
        }
        if (!first) {
            first = &table->results[i];
        }
        if (!plain_equal(*first, table->results[i])) {
            same = false;
        }
        if (!plain_is_value(table->results[i])) {
            failure = true;
        }
        if (table->results[i].kind == PL_HOLE || table->results[i].kind == PL_TWO) {
            add_fault(e, table->results[i], answer);
        }
    }
    if (first && same && !failure) {
        answer->settled = true;
        answer->value = make_reg(*first);
        Dec grid;
        answer->off_grid = first->kind == PL_NUM && !rat_to_dec(first->n, &grid);
        if (first->kind == PL_NUM) {
            answer->exact = first->n;
        }
        return;
    }
    answer->failed = first && same && (first->kind == PL_FAIL || first->kind == PL_NONE);
    open_answer(e, ask, table, answer, failure);
}

static void answer_ask(Evaluation *e, const Ask *ask, Answer *answer)
{
    Table table = { 0 };
    memset(answer, 0, sizeof *answer);
    if (!plain_free_facts(&e->oracle, ask->rule, MOST_FACTS, &table.facts) ||
        !count_completions(&table)) {
        e->too_many = true;
        answer->value.mask = MASK_UNKNOWN;
        return;
    }
    try_all(e, ask, &table);
    make_answer(e, ask, &table, answer);
}

/* ---- blocks ---- */

static bool holds(Evaluation *e, Ask ask)
{
    Answer answer;
    answer_ask(e, &ask, &answer);
    return answer.settled && answer.value.mask == MASK_YES;
}

/* A line with several reasons stands once for each, as in the program. */
static void mark_lines(Evaluation *e, Ask ask, Expr *line, const AstBecause *because, uint32_t *at,
                       bool wanted, BlockAnswer *out)
{
    uint32_t n = because->reasons.count ? because->reasons.count : 1;
    ask.kind = ASK_LINE;
    ask.line = line;
    bool held = wanted && holds(e, ask);
    for (uint32_t i = 0; i < n; i++, (*at)++) {
        if (held) {
            out->aux_holds |= UINT64_C(1) << *at;
        }
    }
}

static void find_status(Evaluation *e, Ask ask, BlockAnswer *out)
{
    AstRule *rule = ask.rule;
    uint32_t at = 0;
    out->status = STATUS_OPEN;
    if (!out->main.settled) {
        return;
    }
    out->status = out->main.value.mask == MASK_YES ? STATUS_APPLIES : STATUS_NOT_APPLICABLE;
    Ask when = ask;
    when.kind = ASK_WHEN;
    if (out->status == STATUS_APPLIES || !rule->unless.count || !holds(e, when)) {
        return;
    }
    out->status = STATUS_RULED_OUT;
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        mark_lines(e, ask, rule->unless.items[i].when, &rule->unless.items[i].because, &at, true,
                   out);
    }
}

static void find_lines(Evaluation *e, Ask ask, BlockAnswer *out)
{
    uint32_t at = 0;
    for (uint32_t i = 0; out->main.settled && i < ask.rule->cases.count; i++) {
        AstCase *line = &ask.rule->cases.items[i];
        if (!line->because.reasons.count) {
            continue;
        }
        bool same = out->main.value.mask == UINT64_C(1) << line->results[ask.result]->value.index;
        mark_lines(e, ask, line->when, &line->because, &at, same, out);
    }
}

static uint32_t row_of(const Evaluation *e, uint32_t block, uint16_t element)
{
    const BlockInfo *info = &e->program->blocks[block];
    if (info->list == NO_INDEX) {
        return 0;
    }
    return element == CELLS_HIDDEN ? e->program->lists[info->list].most : element;
}

/* Which elements there are is always part of what is asked about elements that are not listed. */
static void add_need(Evaluation *e, Answer *answer, uint32_t fact)
{
    uint32_t *needs = ARENA_ARRAY(e->oracle.arena, uint32_t, answer->need_count + 1);
    uint32_t n = 0;
    bool placed = false;
    for (uint32_t i = 0; i < answer->need_count; i++) {
        if (answer->needs[i] == fact) {
            return;
        }
        if (!placed && answer->needs[i] > fact) {
            needs[n++] = fact;
            placed = true;
        }
        needs[n++] = answer->needs[i];
    }
    if (!placed) {
        needs[n++] = fact;
    }
    answer->needs = needs;
    answer->need_count = n;
}

static void fill_hidden(Evaluation *e, Ask ask, BlockAnswer *out)
{
    const ListRecord *list = &e->oracle.record->lists[ask.rule->list->index];
    out->ready = false;
    if (list->hidden_most == 0 || ask.rule->kind != RULE_ADVISE) {
        return;
    }
    answer_ask(e, &ask, &out->main);
    out->ready = !(out->main.settled && out->main.value.mask == MASK_NO);
    out->status = STATUS_OPEN;
    if (out->ready) {
        add_need(
            e, &out->main,
            fact_get_id(e->program, (FactRef){ NO_INDEX, (uint16_t)ask.rule->list->index, 0 }));
    }
}

static const BlockAnswer *get_block(Evaluation *e, uint32_t block, uint16_t element)
{
    uint32_t row = row_of(e, block, element);
    BlockAnswer *out = &e->rows[block][row];
    if (e->filled[block][row]) {
        return out;
    }
    e->filled[block][row] = true;
    memset(out, 0, sizeof *out);
    out->ready = true;
    Ask ask = { .rule = e->rules[block],
                .result = e->results[block],
                .element = element,
                .hidden = element == CELLS_HIDDEN };
    if (ask.hidden) {
        fill_hidden(e, ask, out);
        return out;
    }
    answer_ask(e, &ask, &out->main);
    if (ask.rule->kind == RULE_ADVISE) {
        find_status(e, ask, out);
    } else if (ask.rule->body == RULE_CASES && ask.rule->mode == CASES_WORST) {
        find_lines(e, ask, out);
    }
    return out;
}

static const Answer *answer_rule(void *context, const AstRule *rule, uint32_t result,
                                 uint32_t element)
{
    Evaluation *e = context;
    static const Answer open = { 0 };
    if (rule->list && element >= e->oracle.record->lists[rule->list->index].count) {
        return &open;
    }
    return &get_block(e, rule->index + result, (uint16_t)element)->main;
}

/* ---- reason.h ---- */

static void map_blocks(Evaluation *e)
{
    for (uint32_t i = 0; i < shared_ast->rules.count; i++) {
        AstRule *rule = shared_ast->rules.items[i];
        uint32_t n = rule->results.count ? rule->results.count : 1;
        for (uint32_t r = 0; rule->index != NO_INDEX32 && r < n; r++) {
            e->rules[rule->index + r] = rule;
            e->results[rule->index + r] = r;
        }
    }
}

Evaluation *evaluation_create(Arena *arena, const Program *program)
{
    Evaluation *e = ARENA_NEW(arena, Evaluation);
    e->arena = arena;
    e->program = program;
    e->oracle =
        (Oracle){ .ast = shared_ast, .program = program, .answer = answer_rule, .context = e };
    e->rows = ARENA_ARRAY(arena, BlockAnswer *, program->block_count + 1);
    e->filled = ARENA_ARRAY(arena, bool *, program->block_count + 1);
    e->rules = ARENA_ARRAY(arena, AstRule *, program->block_count + 1);
    e->results = ARENA_ARRAY(arena, uint32_t, program->block_count + 1);
    for (uint32_t b = 0; b < program->block_count; b++) {
        uint16_t list = program->blocks[b].list;
        uint32_t rows = list == NO_INDEX ? 1 : program->lists[list].most + 1u;
        e->rows[b] = ARENA_ARRAY(arena, BlockAnswer, rows);
        e->filled[b] = ARENA_ARRAY(arena, bool, rows);
    }
    map_blocks(e);
    return e;
}

void evaluation_run(Evaluation *e, Arena *run_arena, const Record *record)
{
    e->oracle.arena = run_arena;
    e->oracle.record = record;
    e->too_many = false;
    for (uint32_t b = 0; b < e->program->block_count; b++) {
        uint16_t list = e->program->blocks[b].list;
        memset(e->filled[b], 0, list == NO_INDEX ? 1 : e->program->lists[list].most + 1u);
    }
}

const BlockAnswer *evaluation_get(const Evaluation *evaluation, uint32_t block, uint16_t element)
{
    return get_block((Evaluation *)evaluation, block, element);
}

/* `because` is explained by the walk of the first engine; reports are compared without it. */
void evaluation_explain(Evaluation *e, Arena *run_arena, uint32_t block, uint16_t element,
                        BecauseList *list)
{
    memset(list, 0, sizeof *list);
}

void evaluation_watch_natives(Evaluation *e, bool (*is_given_up)(const void *, uint16_t))
{
    (void)e;
    (void)is_given_up;
}

bool evaluation_missed_native(const Evaluation *e, uint16_t native)
{
    (void)e;
    (void)native;
    return false;
}

/* Which operation failed is found by the walk of the first engine; reports are compared without
 * it. */
bool evaluation_find_failure(Evaluation *e, uint32_t block, uint16_t element, Failure *failure)
{
    (void)e, (void)block, (void)element, (void)failure;
    return false;
}

void evaluation_set_natives(Evaluation *e, void *context,
                            bool (*native)(void *, uint16_t, const Reg *, Reg *))
{
}
void evaluation_set_scope(Evaluation *e, AnswerScope scope)
{
}
void evaluation_set_skipped(Evaluation *e, const bool *blocks)
{
}
void evaluation_use_compiled(Evaluation *e, const Compiled *compiled)
{
}
void evaluation_keep_own(Evaluation *e)
{
}
EvaluationStats evaluation_get_stats(const Evaluation *e)
{
    return (EvaluationStats){ 0 };
}
bool plain_had_too_many(const Evaluation *e)
{
    return e->too_many;
}
