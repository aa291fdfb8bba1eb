/* cells.c - the door: an engine, a record, an answer. */
#include "runtime/cells/engine.h"

Cells *cells_create(Arena *session_arena, const Program *program)
{
    Cells *e = ARENA_NEW(session_arena, Cells);
    e->program = program;
    e->places = program->anatomy->regs;
    e->d = node_create_store(session_arena);
    schedule_lay_out(e, session_arena, false);
    return e;
}

Cells *cells_create_on(Arena *session_arena, const Program *program, Diagrams *d,
                       const Shared *shared)
{
    Cells *e = ARENA_NEW(session_arena, Cells);
    e->program = program;
    e->places = program->anatomy->regs;
    e->d = d;
    e->shared = shared;
    schedule_lay_out(e, session_arena, false);
    return e;
}

static bool find_settled(void *context, uint16_t reg, uint16_t element, Reg *value)
{
    (void)context, (void)reg, (void)element, (void)value;
    return false;
}

static const Answer *find_answer(void *context, uint16_t reg, uint16_t element)
{
    static const Answer open;
    (void)context, (void)reg, (void)element;
    return &open;
}

CellsHost cells_make_lone_host(void)
{
    return (CellsHost){ .settled = find_settled, .answer = find_answer };
}

void cells_begin(Cells *e, Arena *run_arena, const Record *record, CellsHost host)
{
    Layout layout = e->layout;
    Diagrams *d = e->d;
    const Shared *shared = e->shared;
    const Program *program = e->program;
    /* What the engine pointed to was in the run arena of the record before. */
    memset(e, 0, sizeof *e);
    e->program = program;
    e->places = program->anatomy->regs;
    e->layout = layout;
    e->d = d;
    e->shared = shared;
    e->arena = run_arena;
    e->record = record;
    e->host = host;
    e->host.steps = host.steps ? host.steps : LIMIT_RECORD_STEPS;
}

/* ---- tables of one record ---- */

static void lay_out_list(Cells *e, uint32_t index, uint32_t *next)
{
    const ListInfo *info = &e->program->lists[index];
    const ListRecord *record = &e->record->lists[index];
    CellList *list = &e->lists[index];
    list->first_var = *next << VAR_PART_BITS;
    list->current = -1;
    if (!info->used) {
        return;
    }
    list->certain = (uint32_t)record->count + record->hidden_least;
    list->total = (uint32_t)record->count + record->hidden_most;
    list->exists = ARENA_ARRAY(e->arena, Node, record->hidden_most);
    list->sizes = ARENA_ARRAY(e->arena, Node, record->hidden_most);
    list->stride = info->used_fields + 1u;
    list->choice = list->total;
    *next += list->total * list->stride + 1;
    if (e->shared) {
        const SharedList *shared = &e->shared->lists[index];
        list->first_var = shared->first << VAR_PART_BITS;
        list->stride = shared->stride;
        list->choice = shared->total;
    }
}

/* Ids in the order of the schema; the fields of a list stand together at the list's place. */
static void lay_out_vars(Cells *e)
{
    const Program *program = e->program;
    uint32_t next = e->gate_var_count;
    for (uint32_t i = 0; i < program->field_count; i++) {
        uint16_t list = program->fields[i].list;
        if (list == NO_INDEX) {
            uint32_t var = e->shared ? e->shared->fields[i].var : next++;
            e->field_var[i] = var << VAR_PART_BITS;
        } else if (program->lists[list].first_field == i) {
            lay_out_list(e, list, &next);
        }
    }
    if (!e->shared) {
        node_begin(e->d, e->arena, next);
    }
}

static size_t count_cells(const Cells *e, uint32_t list)
{
    const ListInfo *info = &e->program->lists[list];
    return info->used ? (size_t)e->lists[list].total * (info->width - info->used_fields) : 0;
}

static Results make_results(Cells *e)
{
    Results results = { ARENA_ARRAY(e->arena, Node, e->program->reg_count),
                        ARENA_ARRAY(e->arena, Node *, (size_t)e->program->list_count + 1) };
    for (uint32_t l = 0; l < e->program->list_count; l++) {
        results.columns[l] = ARENA_ARRAY(e->arena, Node, count_cells(e, l));
    }
    return results;
}

void cells_prepare(Cells *e)
{
    if (e->ready) {
        return;
    }
    e->field_var = ARENA_ARRAY(e->arena, uint32_t, (size_t)e->program->field_count + 1);
    e->lists = ARENA_ARRAY(e->arena, CellList, (size_t)e->program->list_count + 1);
    lay_out_vars(e);
    e->results = make_results(e);
    e->ready = true;
}

static void clear_results(Cells *e, Results *results)
{
    if (!results->regs) {
        return;
    }
    memset(results->regs, 0, e->program->reg_count * sizeof(Node));
    for (uint32_t l = 0; l < e->program->list_count; l++) {
        memset(results->columns[l], 0, count_cells(e, l) * sizeof(Node));
    }
}

static void forget_elements(Cells *e)
{
    for (uint32_t l = 0; l < e->program->list_count; l++) {
        CellList *list = &e->lists[l];
        list->length = 0;
        if (!e->program->lists[l].used) {
            continue;
        }
        memset(list->sizes, 0, e->record->lists[l].hidden_most * sizeof(Node));
        memset(list->exists, 0, e->record->lists[l].hidden_most * sizeof(Node));
    }
}

void cells_forget_results(Cells *e)
{
    clear_results(e, &e->results);
    clear_results(e, &e->free_results);
    forget_elements(e);
    for (uint32_t l = 0; l < e->program->list_count; l++) {
        e->lists[l].current = -1;
    }
}

/* Everything computed is forgotten; cuts and order classes stay. */
static void forget_registers(Cells *e)
{
    cells_forget_results(e);
    node_forget_results(e->d);
}

/* The registers with free hidden elements beside those with elements under the summaries. */
static void swap_results(Cells *e)
{
    Results other = e->free_results.regs ? e->free_results : make_results(e);
    e->free_results = e->results;
    e->results = other;
    e->raw_sizes = !e->raw_sizes;
    forget_elements(e);
}

/* The rows too: memory stays within twice the limit whatever the answers are. */
static void forget_all(Cells *e)
{
    if (e->raw_sizes) {
        swap_results(e);
    }
    forget_registers(e);
    node_forget_all(e->d);
}

/* ---- one answer ---- */

/* "Applies to one that is not listed", no matter which. Unlisted elements differ in nothing, so the
 * first stands for all. Only the one that has the size of the summary is special: then the second
 * stands for the others, and which of the two is meant belongs to what the list hides. */
static Node get_hidden(Cells *e, uint32_t block, uint16_t reg)
{
    uint16_t list = e->program->blocks[block].list;
    uint32_t first = e->record->lists[list].count, end = e->lists[list].total;
    bool yes_no = e->program->regs[reg].type == REG_BOOL;
    if (first >= end) {
        return yes_no ? NODE_NO : NODE_FAIL;
    }
    Node one = schedule_get(e, reg, first);
    if (!yes_no) {
        return one;
    }
    if (end - first > 1 && fact_has_summary(e, list) && !e->raw_sizes) {
        Node other = node_and(e->d, list_get_choice(e, list), list_get_more(e, list, first + 1));
        one = apply_select(e->d, other, schedule_get(e, reg, first + 1), one);
    }
    return apply_select(e->d, list_get_more(e, list, first), one, NODE_NO);
}

Node cells_get_root(Cells *e, uint32_t block, uint16_t reg, uint16_t element)
{
    if (element == CELLS_HIDDEN) {
        return get_hidden(e, block, reg);
    }
    return schedule_get(e, reg, e->program->blocks[block].list == NO_INDEX ? 0 : element);
}

/* A class of compared variables that is found to need other representatives makes all be computed
 * again; every round adds cuts or members, of which there are finitely many. */
enum { LIMIT_ROUNDS = 50 };

static Node compute(Cells *e, uint32_t block, uint16_t reg, uint16_t element)
{
    for (int round = 0; round < LIMIT_ROUNDS; round++) {
        if (e->d->stale && order_refresh(e->d)) {
            forget_registers(e);
        }
        Node root = cells_get_root(e, block, reg, element);
        if (!e->d->stale || e->d->over) {
            return root;
        }
    }
    e->d->over = true;
    return NODE_FAIL;
}

static void check_sizes(Cells *e, uint32_t block, uint16_t reg, uint16_t element, Answer *answer)
{
    swap_results(e);
    Node root = apply1(e->d, DIA_SOME, 0, compute(e, block, reg, element));
    Node legal = list_get_legal(e);
    if (!e->d->over && !e->d->stale) {
        answer_drop_sizes(e, apply_select(e->d, legal, root, NODE_NONE), answer);
    }
    swap_results(e);
}

static bool answer_exactly(Cells *e, uint32_t block, uint16_t reg, uint16_t element, Answer *answer)
{
    /* Reading a number off makes comparisons of its own, and these may ask for other
     * representatives too. */
    for (int round = 0; round == 0 || (e->d->stale && !e->d->over); round++) {
        Node root = compute(e, block, reg, element);
        memset(answer, 0, sizeof *answer);
        if (round == LIMIT_ROUNDS) {
            e->d->over = true;
        }
        if (!e->d->over) {
            answer_extract(e, root, reg, answer);
        }
        if (!e->d->over && !e->d->stale && answer_has_sizes(e, answer)) {
            check_sizes(e, block, reg, element, answer);
        }
    }
    return !e->d->over;
}

/* Whatever was asked before, an answer may take as many steps as if it were the only one, until the
 * record has taken all of its own. */
static void begin_answer(Cells *e)
{
    uint64_t left = e->host.steps - e->spent;
    node_begin_answer(e->d, left < LIMIT_NODES ? (uint32_t)left : LIMIT_NODES);
}

static void spend(Cells *e, uint32_t steps)
{
    uint64_t left = e->host.steps - e->spent;
    e->spent += steps < left ? steps : left;
}

/* Emptying tables takes as long as filling a part of them. */
static void forget_answer(Cells *e)
{
    spend(e, (e->d->cache_mask + 1) / 8);
    forget_all(e);
}

/* The rows of the answers before may have left too little room: then once more without them. */
static bool answer_afresh(Cells *e, uint32_t block, uint16_t reg, uint16_t element, Answer *answer)
{
    bool fresh = e->d->rows.count == e->d->first.row_count;
    begin_answer(e);
    bool found = answer_exactly(e, block, reg, element, answer);
    spend(e, e->d->steps);
    if (found) {
        return true;
    }
    forget_answer(e);
    if (fresh || e->spent == e->host.steps) {
        return false;
    }
    begin_answer(e);
    found = answer_exactly(e, block, reg, element, answer);
    spend(e, e->d->steps);
    if (!found) {
        forget_answer(e);
    }
    return found;
}

void cells_answer(Cells *e, uint32_t block, uint16_t reg, uint16_t element, Answer *answer)
{
    uint16_t list = e->program->blocks[block].list;
    cells_prepare(e);
    memset(answer, 0, sizeof *answer);
    bool exhausted = e->spent == e->host.steps;
    if (exhausted || !answer_afresh(e, block, reg, element, answer)) {
        answer_give_up(e, block, reg,
                       element == CELLS_HIDDEN ? e->record->lists[list].count : element, answer);
    }
    if (element == CELLS_HIDDEN) {
        answer_add_list(e->arena, e->program, list, answer);
    }
}

/* Values of enumerations are the first rows. A guard that needs other representatives makes all be
 * computed again. */
static Node compute_guarded(Cells *e, uint32_t block, CellsQuestion question)
{
    for (int round = 0; round < LIMIT_ROUNDS; round++) {
        Node root = compute(e, block, question.reg, question.element);
        for (uint32_t i = 0; i < question.guard_count; i++) {
            Node guard = compute(e, block, question.guards[i].reg, question.element);
            root = node_and(e->d, apply2(e->d, DIA_SAME, 0, guard, question.guards[i].value), root);
        }
        if (!e->d->stale || e->d->over) {
            return root;
        }
    }
    e->d->over = true;
    return NODE_FAIL;
}

bool cells_get_diagram(Cells *e, uint32_t block, CellsQuestion question, Diagram *diagram)
{
    cells_prepare(e);
    node_begin_answer(e->d, question.steps ? question.steps : LIMIT_NODES);
    *diagram = (Diagram){ e->d, compute_guarded(e, block, question) };
    return !e->d->over;
}

uint64_t cells_get_steps(const Cells *e)
{
    return e->spent;
}

uint64_t cells_get_node_count(const Cells *e)
{
    return e->d->made;
}
