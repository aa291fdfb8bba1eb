/* evaluate.c - one patient, all answers. Every block runs on the fast path in order; an answer that
 * this leaves open is computed exactly by cells. Gate words ask for answers of earlier blocks,
 * which are then computed on the spot. */
#include "runtime/base/claim.h"
#include "runtime/base/interrupt.h"
#include "runtime/reason/reason_internal.h"
#include "runtime/base/limits.h"

#include <string.h>

/* ---- set-up ---- */

static uint32_t count_rows(const Program *program, const BlockInfo *block)
{
    return block->list == NO_INDEX
               ? 1
               : program->lists[block->list].most + 1u; /* the last row: unlisted elements */
}

static void map_sources(Evaluation *e)
{
    const Program *p = e->program;
    for (uint32_t r = p->window_first; r < p->reg_count; r++) {
        uint8_t type = p->regs[r].type;
        Source *source = &e->sources[r];
        *source = (Source){ .list = NO_INDEX, .is_set = type == REG_BOOL || type == REG_ENUM };
        const RegPlace *place = anatomy_get_reg(p, (uint16_t)r);
        if (place->column != NO_INDEX) {
            const ListInfo *list = &p->lists[place->list];
            source->list = place->list;
            source->column = place->column;
            source->width = (uint16_t)(list->width - list->used_fields);
        }
    }
}

static bool share_temps(Arena *arena, const Program *p)
{
    uint32_t *writer = ARENA_ARRAY(arena, uint32_t, p->reg_count + 1); /* block + 1 */
    for (uint32_t b = 0; b < p->block_count; b++) {
        for (uint32_t pc = p->blocks[b].code; pc < p->blocks[b].code_end; pc++) {
            uint16_t dst = p->code[pc].dst;
            if (dst < p->temp_first) {
                continue;
            }
            if (writer[dst] && writer[dst] != b + 1) {
                return true;
            }
            writer[dst] = b + 1;
        }
    }
    return false;
}

static bool is_settled_on_fast_path(void *context, uint16_t reg, uint16_t element, Reg *value);
static const Answer *get_answer_of_result(void *context, uint16_t reg, uint16_t element);

Evaluation *evaluation_create(Arena *arena, const Program *program)
{
    Evaluation *e = ARENA_NEW(arena, Evaluation);
    e->program = program;
    e->session = arena;
    e->vm = vm_create(arena, program);
    e->cells = cells_create(arena, program);
    e->sources = ARENA_ARRAY(arena, Source, program->reg_count + 1);
    e->rows = ARENA_ARRAY(arena, BlockAnswer *, program->block_count + 1);
    e->filled = ARENA_ARRAY(arena, uint64_t *, program->block_count + 1);
    for (uint32_t b = 0; b < program->block_count; b++) {
        uint32_t rows = count_rows(program, &program->blocks[b]);
        e->rows[b] = ARENA_ARRAY(arena, BlockAnswer, rows);
        e->filled[b] = ARENA_ARRAY(arena, uint64_t, rows);
    }
    e->missed = ARENA_ARRAY(arena, uint64_t, program->native_count);
    map_sources(e);
    e->shares_temps = share_temps(arena, program);
    e->origins = origin_make(arena, program);
    e->vm->context = e;
    e->vm->answer = get_answer_of_result;
    e->host = (CellsHost){ .context = e,
                           .settled = is_settled_on_fast_path,
                           .answer = get_answer_of_result };
    return e;
}

void evaluation_set_natives(Evaluation *e, void *context,
                            bool (*native)(void *, uint16_t, const Reg *, Reg *))
{
    e->native_context = context;
    e->native = native;
}

void evaluation_watch_natives(Evaluation *e, bool (*is_given_up)(const void *, uint16_t))
{
    e->is_given_up = is_given_up;
}

bool evaluation_missed_native(const Evaluation *e, uint16_t native)
{
    return e->missed[native] == e->generation;
}

void evaluation_set_scope(Evaluation *e, AnswerScope scope)
{
    e->scope = scope;
}

void evaluation_set_skipped(Evaluation *e, const bool *blocks)
{
    e->skipped = blocks;
}

static bool call_native(void *context, uint16_t native, const Reg *arguments, Reg *result)
{
    Evaluation *e = context;
    if (e->native && e->native(e->native_context, native, arguments, result)) {
        return true;
    }
    if (e->is_given_up && e->is_given_up(e->native_context, native)) {
        e->missed[native] = e->generation;
    }
    return false;
}

/* ---- one result register ---- */

/* Result registers are read where the fast path left them: in the register file, columns in their
 * list's rows. */
static inline const Reg *get_fast(const Evaluation *e, uint16_t reg, uint16_t element)
{
    const Source *source = &e->sources[reg];
    if (source->list == NO_INDEX) {
        return &e->vm->regs[reg];
    }
    return &e->vm->columns[source->list][(size_t)element * source->width + source->column];
}

static inline bool is_settled(const Evaluation *e, uint16_t reg, Reg value)
{
    if (e->sources[reg].is_set) {
        return value.mask != 0 && mask_is_single(value.mask);
    }
    return reg_is_settled(e->program, reg, value);
}

static bool is_settled_on_fast_path(void *context, uint16_t reg, uint16_t element, Reg *value)
{
    Evaluation *e = context;
    if (element == CELLS_HIDDEN) {
        return false;
    }
    *value = *get_fast(e, reg, element);
    return is_settled(e, reg, *value);
}

static void begin_cells(Evaluation *e)
{
    if (e->cells_begun) {
        return;
    }
    e->cells_begun = true;
    e->stats.open_records++;
    cells_begin(e->cells, e->run_arena, e->record, e->host);
}

static bool read_compiled(Evaluation *e, uint32_t block, uint16_t reg, uint16_t element,
                          Answer *answer)
{
    if (!e->reader_begun) {
        e->reader_begun = true;
        cells_begin_reader(e->reader, e->run_arena, e->record, e->host);
    }
    return cells_read(e->reader, block, reg, element, answer);
}

/* What the record's own diagrams say, where these builds have the time to ask them. */
static void check_compiled(Evaluation *e, uint32_t block, uint16_t reg, uint16_t element,
                           const Answer *answer)
{
    Answer own;
    if (!CLAIMS_ARE_CHECKED) {
        return;
    }
    begin_cells(e);
    cells_answer(e->cells, block, reg, element, &own);
    CLAIM(own.undecided || answer_is_same(answer, &own),
          "A compiled answer is the one that the record's own diagrams give.");
}

/* By completions. */
static void answer_by_cells(Evaluation *e, uint32_t block, uint16_t reg, uint16_t element,
                            Answer *answer)
{
    e->stats.answers_by_cells++;
    if (e->engines == ENGINES_COMPILED && read_compiled(e, block, reg, element, answer)) {
        check_compiled(e, block, reg, element, answer);
        return;
    }
    begin_cells(e);
    cells_answer(e->cells, block, reg, element, answer);
    if (answer->undecided && e->engines == ENGINES_BOTH) {
        Answer read;
        if (read_compiled(e, block, reg, element, &read)) {
            *answer = read;
        }
    }
    e->gave_up = e->gave_up || answer->undecided;
}

/* An answer that the fast path settles touches only what is read of a settled one. */
static void set_settled(Answer *answer, Reg value)
{
    answer->settled = true;
    answer->failed = answer->fails = answer->no_result = answer->by_cases = answer->undecided =
        answer->off_grid = false;
    answer->value = value;
    answer->possible_count = answer->gap_count = answer->fault_count = 0;
    answer->need_count = 0;
}

/* The exact answer of one register of a block: from the fast path if that settles it, else by
 * completions. */
static void compute_answer(Evaluation *e, uint32_t block, uint16_t reg, uint16_t element,
                           Answer *answer)
{
    const Reg *value = get_fast(e, reg, element);
    if (is_settled(e, reg, *value)) {
        set_settled(answer, *value);
    } else {
        answer_by_cells(e, block, reg, element, answer);
    }
}

static bool known_to_hold(Evaluation *e, uint32_t block, uint16_t reg, uint16_t element)
{
    Answer answer;
    Mask fast = get_fast(e, reg, element)->mask;
    if (mask_is_single(fast)) {
        return fast == MASK_YES;
    }
    answer_by_cells(e, block, reg, element, &answer);
    return answer.settled && !answer.failed && answer.value.mask == MASK_YES;
}

/* ---- one block ---- */

static void find_held_lines(Evaluation *e, uint32_t b, uint16_t element, BlockAnswer *out)
{
    const BlockInfo *block = &e->program->blocks[b];
    if (!out->main.settled || out->main.failed) {
        return;
    }
    for (uint32_t k = 0; k < block->aux_count; k++) {
        const AuxInfo *aux = &e->program->aux[block->aux + k];
        if (out->main.value.mask == UINT64_C(1) << aux->value &&
            known_to_hold(e, b, aux->reg, element)) {
            out->aux_holds |= UINT64_C(1) << k;
        }
    }
}

/* applies; ruled_out (its context holds, an exclusion holds); a mix of ruled_out and not_applicable
 * is not_applicable. */
static void find_status(Evaluation *e, uint32_t b, uint16_t element, BlockAnswer *out)
{
    const BlockInfo *block = &e->program->blocks[b];
    out->status = STATUS_OPEN;
    if (!out->main.settled || out->main.failed) {
        return;
    }
    if (out->main.value.mask == MASK_YES) {
        out->status = STATUS_APPLIES;
        return;
    }
    out->status = STATUS_NOT_APPLICABLE;
    if (!block->aux_count || !known_to_hold(e, b, block->when, element)) {
        return;
    }
    out->status = STATUS_RULED_OUT;
    for (uint32_t k = 0; k < block->aux_count; k++) {
        if (known_to_hold(e, b, e->program->aux[block->aux + k].reg, element)) {
            out->aux_holds |= UINT64_C(1) << k;
        }
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

static BlockAnswer *fill_row(Evaluation *e, uint32_t b, uint16_t element, uint32_t row)
{
    const BlockInfo *block = &e->program->blocks[b];
    BlockAnswer *out = &e->rows[b][row];
    e->filled[b][row] = e->generation;
    if (interrupt_is_pending()) {
        arena_fail(e->run_arena); /* an answer can take a second; nobody waits for the rest */
    }
    out->ready = true;
    out->aux_holds = 0;
    out->status = STATUS_NOT_APPLICABLE;
    compute_answer(e, b, block->result, element, &out->main);
    if (block->kind == BLOCK_ADVICE) {
        find_status(e, b, element, out);
    } else if (block->body == BODY_WORST) {
        find_held_lines(e, b, element, out);
    }
    return out;
}

static inline BlockAnswer *fill_block(Evaluation *e, uint32_t b, uint16_t element)
{
    uint32_t row = element == NO_INDEX ? 0 : row_of(e, b, element);
    return e->filled[b][row] == e->generation ? &e->rows[b][row] : fill_row(e, b, element, row);
}

/* Advice about elements that the record does not list: open unless it cannot apply to any of them.
 */
static void fill_hidden(Evaluation *e, uint32_t b)
{
    const BlockInfo *block = &e->program->blocks[b];
    const ListRecord *list = &e->record->lists[block->list];
    uint32_t row = row_of(e, b, CELLS_HIDDEN);
    BlockAnswer *out = &e->rows[b][row];
    e->filled[b][row] = e->generation;
    out->ready = false;
    out->aux_holds = 0;
    if (list->hidden_most == 0 || block->kind != BLOCK_ADVICE) {
        return;
    }
    if (vm_get_result(e->vm, block->result, list->count).mask == MASK_NO) {
        return;
    }
    memset(&out->main, 0, sizeof out->main);
    answer_by_cells(e, b, block->result, CELLS_HIDDEN, &out->main);
    out->ready = !(out->main.settled && out->main.value.mask == MASK_NO);
    out->status = STATUS_OPEN;
}

static const Answer *get_answer_of_result(void *context, uint16_t reg, uint16_t element)
{
    Evaluation *e = context;
    uint32_t b = anatomy_get_reg(e->program, reg)->owner;
    const BlockInfo *block = &e->program->blocks[b];
    if (block->list == NO_INDEX) {
        element = NO_INDEX;
    } else if (element >= e->record->lists[block->list].count) {
        return &e->open_answer;
    }
    return &fill_block(e, b, element)->main;
}

/* ---- the whole patient ---- */

static bool in_scope(const Evaluation *e, const BlockInfo *block)
{
    if (!block->reported) {
        return false;
    }
    return e->scope != SCOPE_ADVICE || block->kind != BLOCK_DECISION;
}

static void fill_reported(Evaluation *e, uint32_t b)
{
    const BlockInfo *block = &e->program->blocks[b];
    if (!in_scope(e, block) || (e->skipped && e->skipped[b])) {
        return;
    }
    if (block->list == NO_INDEX) {
        fill_block(e, b, NO_INDEX);
        return;
    }
    uint16_t count = e->record->lists[block->list].count;
    uint16_t step = e->scope == SCOPE_ENDS && count > 1 ? count - 1 : 1;
    for (uint16_t i = 0; i < count; i += step) {
        fill_block(e, b, i);
    }
    fill_hidden(e, b);
}

/* ---- whose diagrams answer ----
 *
 * What is answered, and what is undecided in the end, may depend on the record alone, not on how
 * many came before it. Compiled answers pay only for many records, so the first ones are answered
 * by diagrams of their own, within a part of the steps that a record has. Where these do, every
 * answer is found, and whoever finds it finds the same. Where they do not, and for all records
 * later, the compiled answers come first, and the record's own diagrams answer what these leave
 * open, within the same part. If that does not do either, the record's own diagrams take all steps,
 * and what they give up is undecided unless it is compiled. */

enum { LIGHT_STEPS = LIMIT_RECORD_STEPS / 4 };

/* True if every answer was found. */
static bool run_blocks(Evaluation *e, Engines engines, uint32_t steps)
{
    e->cells_begun = e->reader_begun = e->gave_up = false;
    e->engines = engines;
    e->host.steps = steps;
    e->generation++;
    vm_begin(e->vm, e->record);
    vm_run(e->vm);
    bool last = steps == LIMIT_RECORD_STEPS;
    for (uint32_t b = 0; b < e->program->block_count && (last || !e->gave_up); b++) {
        fill_reported(e, b);
    }
    if (e->cells_begun) {
        e->stats.nodes += cells_get_node_count(e->cells);
        e->stats.steps += cells_get_steps(e->cells);
    }
    return !e->gave_up;
}

void evaluation_use_compiled(Evaluation *e, const Compiled *compiled)
{
    if (compiled && !e->reader) {
        e->reader = cells_create_reader(e->session, compiled);
    }
}

void evaluation_keep_own(Evaluation *e)
{
    e->keeps_own = true;
}

static void compile(Evaluation *e)
{
    if (e->compile_tried || e->reader) {
        return;
    }
    e->compile_tried = true;
    evaluation_use_compiled(
        e, cells_compile(e->session, e->program, record_get_date(e->record, e->program)));
}

static void find_answers(Evaluation *e)
{
    if (e->keeps_own) {
        run_blocks(e, ENGINES_OWN, LIMIT_RECORD_STEPS);
        return;
    }
    if (e->stats.open_records >= EVALUATION_COMPILES_AFTER) {
        compile(e);
    }
    if (!e->reader) {
        if (run_blocks(e, ENGINES_OWN, LIGHT_STEPS)) {
            return;
        }
        compile(e);
    }
    if (!e->reader || !run_blocks(e, ENGINES_COMPILED, LIGHT_STEPS)) {
        run_blocks(e, e->reader ? ENGINES_BOTH : ENGINES_OWN, LIMIT_RECORD_STEPS);
    }
}

void evaluation_run(Evaluation *e, Arena *run_arena, const Record *record)
{
    e->record = record;
    e->run_arena = run_arena;
    e->stats.records++;
    e->host.native = e->native ? call_native : NULL;
    e->vm->native = e->host.native;
    find_answers(e);
}

const BlockAnswer *evaluation_get(const Evaluation *evaluation, uint32_t block, uint16_t element)
{
    Evaluation *e = (Evaluation *)evaluation; /* answers out of scope are computed on first use */
    if (element == CELLS_HIDDEN) {
        uint32_t row = row_of(e, block, element);
        if (e->filled[block][row] != e->generation) {
            fill_hidden(e, block);
        }
        return &e->rows[block][row];
    }
    return fill_block(e, block, element);
}

Mask evaluation_get_known(const Evaluation *e, uint32_t block, uint16_t element)
{
    return get_fast(e, e->program->blocks[block].result, element)->mask;
}

EvaluationStats evaluation_get_stats(const Evaluation *evaluation)
{
    return evaluation->stats;
}
